"""How many visitors a machine can have."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["MEMORY", "places_on_this_machine"]

MEMORY = 1e9
"""bytes that one visitor takes once all pictures were drawn; measured, docs/developers/app.md."""
_PER_CORE = 2
"""Visitors look more than they move: two on a core seldom draw at the same time."""
_UNLIMITED = 1e15


def places_on_this_machine() -> int:
    """Return how many visitors this machine can have at the same time; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores * _PER_CORE, int(_free_memory() / MEMORY)))


def _free_memory() -> float:
    """Return memory that can still be had, bytes: of the machine, or of the control group if that is less."""
    return min(_of_the_machine(), _of_the_group())


def _of_the_machine() -> float:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) * 1024
    except (OSError, StopIteration):
        pass
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return _UNLIMITED


def _of_the_group() -> float:
    try:
        most = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")
        used = Path("/sys/fs/cgroup/memory.current").read_text(encoding="ascii")
        return float(most) - float(used)
    except (OSError, ValueError):
        return _UNLIMITED
