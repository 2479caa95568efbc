"""Timing side by side: all candidates in turn, again and again, so that a slow minute hits all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace

import numpy as np

__all__ = ["Row", "at_least", "at_most", "compared", "interleaved", "one_pass_ms"]


@dataclass(frozen=True)
class Row:
    """A line of the table.

    ``ok`` is None where there is no target. ``passes`` is our time in passes over the voxels in memory.
    ``times`` holds every repeat, ms.
    """

    target: str
    block: str
    what: str
    value: float
    unit: str = ""
    goal: str = ""
    ok: bool | None = None
    baseline_ms: float | None = None
    ours_ms: float | None = None
    passes: float | None = None
    times: Mapping[str, list[float]] = field(default_factory=dict, repr=False)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def at_least(row: Row, goal: float) -> Row:
    """Judge a row: its value must reach the goal."""
    return replace(row, goal=f">= {goal:g}", ok=bool(row.value >= goal))


def at_most(row: Row, goal: float, text: str = "") -> Row:
    """Judge a row: its value must not pass the goal."""
    return replace(row, goal=f"<= {text or f'{goal:g}'}", ok=bool(row.value <= goal))


class Times:
    """Milliseconds of each job, repeat by repeat."""

    def __init__(self, each: dict[str, list[float]]) -> None:
        self.each = each

    def __getitem__(self, name: str) -> float:
        """Median."""
        return float(np.median(self.each[name]))


def interleaved(jobs: Mapping[str, Callable[[], object]], repeats: int = 5) -> Times:
    """Time each job, after one warm-up of each: A B C, A B C ..."""
    each: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(repeats + 1):
        for name, job in jobs.items():
            gc.collect()
            gc.disable()
            begin = time.perf_counter()
            made = job()
            passed = (time.perf_counter() - begin) * 1000.0
            gc.enable()
            del made
            if turn:
                each[name].append(passed)
    return Times(each)


def one_pass_ms(volume: np.ndarray) -> float:
    """Median ms of one pass over the voxels in memory: the largest of their 8-byte words."""
    flat = np.ascontiguousarray(volume).ravel()
    words = flat[: flat.size // 8 * 8].view(np.uint64)
    return interleaved({"pass": words.max}, 9)["pass"]


def compared(row: tuple[str, str, str], times: Times, baseline: str, ours: str, once: float | None) -> Row:
    """Return the ratio of two medians as a row; ``once`` is one pass over the voxels, ms."""
    base, own = times[baseline], times[ours]
    return Row(
        *row,
        base / own,
        "x",
        baseline_ms=base,
        ours_ms=own,
        passes=None if once is None else own / once,
        times={"baseline": times.each[baseline], "ours": times.each[ours]},
    )
