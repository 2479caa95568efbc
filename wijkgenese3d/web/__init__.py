"""The app: the only floor that imports trame. ``logic`` knows no widgets, ``ui`` decides nothing."""
