"""The boundary of the quarter as white dashes that follow the ground."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import DashedLine
from wijkgenese3d.model.frame import Grid

__all__ = ["make_outline"]

DASH, GAP = 17.0, 13.0
"""Length of a stroke and of the gap after it, m."""
ABOVE = 3.0
"""Height above the ground, m of the drawing."""
ABOVE_TREES = 20.0
_STEP = 2.0


def make_outline(
    ring: np.ndarray, grid: Grid, ground: np.ndarray, frame: LocalFrame, wood: np.ndarray | None = None
) -> DashedLine | None:
    """Return the dashes along a closed ring; what lies outside the box is left out.

    Parameters
    ----------
    ring : (n, 2)
        Corners, RD, m; closed where the last is not the first.
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    wood : (ny, nx), optional
        How much wood there is, 0 to 1: over a wood the line runs above the crowns.

    Returns
    -------
    DashedLine or None
        None for fewer than two corners, or where nothing lies in the box.
    """
    if len(ring) < 2:
        return None
    closed = ring if np.array_equal(ring[0], ring[-1]) else np.concatenate((ring, ring[:1]))
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))))
    distance = np.arange(0.0, at[-1], _STEP)
    x, y = (np.interp(distance, at, closed[:, k]) for k in (0, 1))
    e = grid.extent
    inside = (x >= e.xmin) & (x <= e.xmax) & (y >= e.ymin) & (y <= e.ymax)
    drawn = inside & (distance % (DASH + GAP) <= DASH)
    floor, crowns = Sampler(grid, x, y).many((ground, np.zeros(grid.shape) if wood is None else wood))
    lift = ABOVE + (ABOVE_TREES - ABOVE) * crowns
    points = frame.to_local(x, y, floor + lift / frame.exaggeration)
    ends = np.flatnonzero(np.diff(np.concatenate(([False], drawn, [False])).astype(np.int8)))
    pairs = ends.reshape(-1, 2)
    strokes = tuple(np.arange(a, b, dtype=np.int32) for a, b in pairs if b - a > 1)
    return DashedLine(points, strokes) if strokes else None
