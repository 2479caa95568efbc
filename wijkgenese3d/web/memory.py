"""Give large arrays back to the system as soon as they are gone."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["give_back_large_arrays"]

_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def give_back_large_arrays() -> bool:
    """Tell the C library to map large blocks one by one; return whether it does.

    By itself glibc raises that limit to 32 MB with the first large block that is freed, and keeps what is
    freed later in its heaps: an app that paints in the background then takes 200 MB more than it uses.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL("libc.so.6").mallopt(_M_MMAP_THRESHOLD, _LARGE))
    except (OSError, AttributeError):
        return False
