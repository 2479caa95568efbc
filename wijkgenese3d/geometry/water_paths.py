"""A cloudburst on the block: blue lines along the ways of the water, blue patches where it stands."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.cover_bodies import make_water
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.model.frame import Grid

__all__ = ["WaterWay", "make_flow_lines", "make_ponds", "make_water_paths"]

WaterWay = tuple[np.ndarray, np.ndarray]
"""Places (n, 2) from high to low, RD, m, and what goes through each (n,), m3."""

_LIFT = 1.2
"""How far a line lies above the ground, m of the drawing: the ground must not come through."""
_NARROW, _WIDE = 3.0, 12.0
"""Width of a line with little and with very much water, m."""
_LEAST_M3 = 100.0
"""Up to so much water a line is narrow."""
_GROWS = 0.4
"""Width goes with this power of the volume: rivers widen with about the root of their discharge."""
_DEEPER = 0.82
"""How much darker a line is than standing water."""
_PASSES = 2


def make_water_paths(
    ways: Iterable[WaterWay],
    depth: np.ndarray,
    grid: Grid,
    ground: np.ndarray,
    colours: BlockColours,
    frame: LocalFrame,
) -> ColouredMesh | None:
    """Return lines and patches as one mesh to lay over the block, or None where there is no water.

    Parameters
    ----------
    ways : iterable of WaterWay
    depth : (ny, nx)
        Depth of standing water, m; NaN where there is none.
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    """
    parts = [make_ponds(depth, grid, ground, colours, frame)]
    parts.append(make_flow_lines(ways, depth, grid, ground, colours, frame))
    there = [part for part in parts if part is not None]
    return ColouredMesh.merged(there) if there else None


def make_ponds(
    depth: np.ndarray, grid: Grid, ground: np.ndarray, colours: BlockColours, frame: LocalFrame
) -> ColouredMesh | None:
    """Return standing water as level patches that run into their banks; parameters as above."""
    return make_water(grid, ground + depth, ground, colours, frame)


def make_flow_lines(
    ways: Iterable[WaterWay],
    depth: np.ndarray,
    grid: Grid,
    ground: np.ndarray,
    colours: BlockColours,
    frame: LocalFrame,
) -> ColouredMesh | None:
    """Return the ways of the water as ribbons just above the ground, wider where more water goes.

    Over standing water a ribbon lies just above the water. Parameters as :func:`make_water_paths`.
    """
    surface = np.asarray(ground, dtype=np.float64) + np.nan_to_num(depth)
    colour = _darker(colours.water)
    parts = [
        _ribbon(np.asarray(xy, dtype=np.float64), m3, grid, surface, frame, colour)
        for xy, m3 in ways
        if len(xy) > 1
    ]
    return ColouredMesh.merged(parts) if parts else None


def _ribbon(
    xy: np.ndarray, m3: np.ndarray, grid: Grid, surface: np.ndarray, frame: LocalFrame, colour: RGB
) -> ColouredMesh:
    """Lay a strip of quads along a way, its edges at the height of the ground under them."""
    points = _smooth(np.column_stack((xy, _widths(m3))))
    along = np.gradient(points[:, :2], axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    left = np.stack((-along[:, 1], along[:, 0]), axis=1)
    half = points[:, 2:] / 2.0
    box = grid.extent
    edges = np.concatenate((points[:, :2] + left * half, points[:, :2] - left * half))
    x, y = np.clip(edges[:, 0], box.xmin, box.xmax), np.clip(edges[:, 1], box.ymin, box.ymax)
    z = Sampler(grid, x, y)(surface) + _LIFT / frame.exaggeration
    n = len(points)
    a = np.arange(n - 1, dtype=np.int32)
    b = a + np.int32(n)
    triangles = np.concatenate((np.stack((a, b, b + 1), 1), np.stack((a, b + 1, a + 1), 1))).astype(np.int32)
    own = np.tile(np.array(colour, dtype=np.uint8), (len(triangles), 1))
    return ColouredMesh(frame.to_local(x, y, z), triangles, own)


def _widths(m3: np.ndarray) -> np.ndarray:
    grown = _NARROW * (np.maximum(np.asarray(m3, dtype=np.float64), _LEAST_M3) / _LEAST_M3) ** _GROWS
    return np.asarray(np.minimum(grown, _WIDE))


def _smooth(points: np.ndarray) -> np.ndarray:
    """Make a stair of cells a flowing line: every other cell, its corners cut (Chaikin 1974); ends stay."""
    points = np.concatenate((points[:-1:2], points[-1:]))
    for _ in range(_PASSES):
        near, far = 0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]
        inner = np.stack((near, far), axis=1).reshape(-1, points.shape[1])
        points = np.concatenate((points[:1], inner, points[-1:]))
    return points


def _darker(colour: RGB) -> RGB:
    r, g, b = (int(_DEEPER * part) for part in colour)
    return r, g, b
