"""Give large arrays back to the system as soon as they are gone."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["give_back_heaps", "give_back_large_arrays"]

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_LARGE, _FEW = 1 << 20, 2


def give_back_large_arrays() -> bool:
    """Tell the C library to map large blocks one by one, and to keep few heaps; return whether it does.

    By itself glibc raises that limit to 32 MB with the first large block that is freed, and keeps what is
    freed later in its heaps: an app that paints in the background then takes 200 MB more than it uses.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        library = ctypes.CDLL("libc.so.6")
        return bool(library.mallopt(_M_MMAP_THRESHOLD, _LARGE) and library.mallopt(_M_ARENA_MAX, _FEW))
    except (OSError, AttributeError):
        return False


def give_back_heaps() -> bool:
    """Give what is free in the heaps back to the system; return whether there was anything.

    After all pictures are made the C library holds on to what it may need again.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL("libc.so.6").malloc_trim(0))
    except (OSError, AttributeError):
        return False
