"""Timing side by side: all candidates in turn, again and again, so that a slow minute hits all alike."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np

__all__ = ["Row", "interleaved", "one_pass_ms", "peak_mb", "ratio"]


@dataclass(frozen=True)
class Row:
    """A line of the table; ``ok`` is None where there is no target."""

    target: str
    block: str
    what: str
    value: float
    unit: str
    goal: str
    ok: bool | None
    passes: float | None = None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def interleaved(jobs: Mapping[str, Callable[[], object]], repeats: int = 5) -> dict[str, float]:
    """Median ms of each job, after one warm-up of each; A B A B ..."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(repeats + 1):
        for name, job in jobs.items():
            gc.collect()
            begin = time.perf_counter()
            job()
            if turn:
                times[name].append((time.perf_counter() - begin) * 1000.0)
    return {name: float(np.median(values)) for name, values in times.items()}


def one_pass_ms(volume: np.ndarray) -> float:
    """Median ms of one pass over the voxels in memory: the largest of their 8-byte words."""
    flat = np.ascontiguousarray(volume).ravel()
    words = flat[: flat.size // 8 * 8].view(np.uint64)
    return interleaved({"pass": words.max}, 9)["pass"]


def ratio(times: Mapping[str, float], baseline: str, ours: str) -> float:
    """How many times faster ours is."""
    return times[baseline] / max(times[ours], 1e-6)


def peak_mb(job: str, quick: bool) -> float:
    """Peak memory above the loaded block of one job, MB, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.peak", job, *(["--quick"] if quick else [])]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
