"""How a typed text fits a name: without case, diacritics and signs."""

from __future__ import annotations

import unicodedata

__all__ = ["plain", "rank"]


def plain(text: str) -> str:
    """Return the letters and figures of a text, small and without diacritics, words parted by a space.

    >>> plain("  Één Coöperatieweg, (Noord) "), plain("Straße")
    ('een cooperatieweg noord', 'strasse')
    """
    # Twice: folding may bring signs that can be parted again.
    folded = unicodedata.normalize("NFKD", text).casefold()
    parted = unicodedata.normalize("NFKD", folded)
    letters = "".join(c for c in parted if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def rank(wanted: str, name: str) -> int | None:
    """Say how well a text fits a name, both made plain: 0 is the name itself; None does not fit.

    >>> [rank("berg", name) for name in ("berg", "berg en dalseweg", "hengstberg", "dal")]
    [0, 1, 3, None]
    >>> rank("dals berg", "berg en dalseweg"), rank("bergendal", "berg en dalseweg")
    (2, 4)
    """
    if wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 2
    if wanted in name:
        return 3
    return 4 if wanted.replace(" ", "") in name.replace(" ", "") else None
