"""Which spot of the ground lies under the pointer: a ray against the height grid, without VTK."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.frame import Grid

__all__ = ["pick_ground"]

_SAMPLES = 2000
_ROUNDING = 1e-3
"""m: on quite level ground the ray enters the box on the ground itself."""


def pick_ground(
    grid: Grid, ground: np.ndarray, origin: np.ndarray, direction: np.ndarray
) -> tuple[float, float, float] | None:
    """Return where a ray first meets the ground from above.

    Parameters
    ----------
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    origin, direction : (3,)
        Start and direction of the ray, RD x, y and m NAP.

    Returns
    -------
    (x, y, z) or None
        RD, m; m NAP. None where the ray misses the block, or meets a wall before the ground.
    """
    origin, direction = (np.asarray(a, dtype=np.float64) for a in (origin, direction))
    span = _in_box(grid, ground, origin, direction)
    if span is None:
        return None
    t = np.linspace(*span, _SAMPLES)
    above = _clearance(grid, ground, origin, direction, t)
    if above[0] < -_ROUNDING:
        return None
    hit = int(np.argmax(above <= 0))
    if above[hit] > 0:
        return None
    if hit > 0:
        t0, t1 = _bisected(grid, ground, origin, direction, t[hit - 1], t[hit])
        at = (t0 + t1) / 2
    else:
        at = t[0]
    x, y = origin[:2] + at * direction[:2]
    z = Sampler(grid, np.array([x]), np.array([y]))(ground)[0]
    return float(x), float(y), float(z)


def _in_box(
    grid: Grid, ground: np.ndarray, origin: np.ndarray, direction: np.ndarray
) -> tuple[float, float] | None:
    """Part of the ray between the edges of the box and the heights of the ground."""
    e = grid.extent
    low = np.array([e.xmin, e.ymin, float(ground.min()) - _ROUNDING])
    high = np.array([e.xmax, e.ymax, float(ground.max()) + _ROUNDING])
    still = np.abs(direction) < 1e-12
    if (still & ((origin < low) | (origin > high))).any() or still.all():
        return None
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b = (low - origin) / direction, (high - origin) / direction
    near = np.where(still, -np.inf, np.minimum(a, b)).max()
    far = np.where(still, np.inf, np.maximum(a, b)).min()
    near = max(float(near), 0.0)
    return (near, float(far)) if near <= far else None


def _clearance(
    grid: Grid, ground: np.ndarray, origin: np.ndarray, direction: np.ndarray, t: np.ndarray
) -> np.ndarray:
    """Height of the ray above the ground."""
    x, y, z = (origin[k] + t * direction[k] for k in range(3))
    return np.asarray(z - Sampler(grid, x, y)(ground))


def _bisected(
    grid: Grid, ground: np.ndarray, origin: np.ndarray, direction: np.ndarray, t0: float, t1: float
) -> tuple[float, float]:
    """Narrow the part of the ray in which it dives under."""
    for _ in range(4):
        t = np.linspace(t0, t1, 9)
        k = max(1, int(np.argmax(_clearance(grid, ground, origin, direction, t) <= 0)))
        t0, t1 = float(t[k - 1]), float(t[k])
    return t0, t1
