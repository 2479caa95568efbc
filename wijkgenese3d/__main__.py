"""``python -m wijkgenese3d``: the same as the installed command."""

from wijkgenese3d.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
