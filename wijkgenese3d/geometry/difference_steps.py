"""Steps in which a difference of height is shown, and their colours: the same on the block and on the map."""

from __future__ import annotations

import numpy as np

__all__ = ["DIFFERENCE_COLOURS", "MOST_STEP", "STEPS", "step_of"]

STEPS = (0.5, 2.0, 5.0)
"""m; from the first on a difference is shown."""
MOST_STEP = len(STEPS)
DIFFERENCE_COLOURS = {
    -3: "#2166AC", -2: "#508DC3", -1: "#7FB3D9", 0: "#E4DED2", 1: "#F1A340", 2: "#D27E23", 3: "#B35806",
}  # fmt: skip
"""By step: dug below 0, raised above; the middle ones lie between those of the palette."""


def step_of(rise: np.ndarray) -> np.ndarray:
    """Return the step of each difference in m, -3 to 3, int8.

    >>> step_of(np.array([-7.0, -0.4, 0.5, 3.0])).tolist()
    [-3, 0, 1, 2]
    """
    size = np.searchsorted(STEPS, np.abs(rise), side="right")
    return (size * np.sign(rise)).astype(np.int8)
