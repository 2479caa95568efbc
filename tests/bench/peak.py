"""Peak memory of one job in a process of its own; prints MB above what the block itself takes."""

from __future__ import annotations

import resource
import sys

import numpy as np

from tests.bench import baselines
from tests.bench.blocks import standard
from wijkgenese3d.geometry.skin import block_skin


def _mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def main() -> None:
    """Run the job twice small, to compile and import, then once, and print the rise of the peak."""
    small = standard(40, 30, 50)
    block = standard(200, 150, 100) if "--quick" in sys.argv else standard()
    if sys.argv[1] == "threshold":
        image = baselines.image_of(block.volume)
        baselines.threshold_surface(baselines.image_of(small.volume), "dataset_surface")
        before = _held()
        baselines.threshold_surface(image, "dataset_surface")
    else:
        block_skin(small.runs, kernel="runs")
        before = _held()
        block_skin(block.runs, kernel="runs")
    sys.stdout.write(f"{_mb() - before:.1f}")


def _held() -> float:
    """Fill the memory up to its peak so far, so that only what comes on top is counted; return it."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        now = int(file.read().split()[1]) * resource.getpagesize() / 2**20
    keep.append(np.ones(max(0, int((_mb() - now) * 2**20) - 2**20), dtype=np.uint8))
    return _mb()


keep: list[np.ndarray] = []

if __name__ == "__main__":
    main()
