"""Checks of what a browser sends: it may send anything."""

from __future__ import annotations

import math

__all__ = ["number", "share"]


def number(value: object) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def share(value: object) -> float | None:
    """Return a number from 0 to 1, or None."""
    found = number(value)
    return found if found is not None and 0 <= found <= 1 else None
