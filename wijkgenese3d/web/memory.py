"""Give large arrays back to the system as soon as they are gone."""

from __future__ import annotations

import asyncio
import ctypes
import os
import sys
import time
from pathlib import Path

__all__ = ["give_back_heaps", "give_back_large_arrays", "give_back_soon", "keep_tidy", "resident_bytes"]

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_LARGE, _FEW = 1 << 17, 2
_EVERY, _GROWN = 2.5, 24 << 20
"""How often it is looked, s, and the growth after which the heaps are asked to give back, bytes."""
_PAUSE, _WORK = 0.1, 0.25
"""A pause takes less of a processor between two looks, s; work more, since something was given back."""


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


def give_back_soon() -> None:
    """Give it back in a thread, some 20 ms; called within a loop, which does not wait for it."""
    asyncio.get_running_loop().run_in_executor(None, give_back_heaps)


def resident_bytes() -> int:
    """Return how much memory this process has, bytes; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def keep_tidy(every: float = _EVERY, grown: int = _GROWN) -> None:
    """Give back what is free in the heaps, when memory has grown and after work; runs until it is cancelled.

    Pictures that are cut, compared and thrown away leave holes: of a restless quarter of an hour they are
    100 MB. Looking costs nothing, giving back some 20 ms in a thread: so after work it waits for a pause.
    """
    loop, before = asyncio.get_running_loop(), resident_bytes()
    looked = since = time.process_time()
    while True:
        await asyncio.sleep(every)
        now, used = resident_bytes(), time.process_time()
        paused, looked = used - looked < _PAUSE, used
        if now - before < grown and not (paused and used - since > _WORK):
            before = min(before, now)
            continue
        await loop.run_in_executor(None, give_back_heaps)
        before, looked = resident_bytes(), time.process_time()
        since = looked
