"""Remove a folder that was being written when something failed."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

__all__ = ["remove_unfinished"]

_TRIES, _MOMENT = 20, 0.05
"""How often, and how long after each other, s, it is removed."""


def remove_unfinished(folder: Path) -> None:
    """Remove what was written so far; threads of zarr may go on writing for a moment after one has failed."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(_MOMENT)
        if not folder.exists():
            return
