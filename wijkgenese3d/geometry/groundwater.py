"""Groundwater: its level as a blue band along the sides of the block."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import node_coordinates, to_nodes
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.model.frame import Grid

__all__ = ["make_groundwater"]

_BAND = 6.0
"""Height of the band, m of the drawing."""
_OUT = 0.6
"""How far it stands out of the side, m, so that it is not lost in it."""


def make_groundwater(
    grid: Grid,
    ground: np.ndarray,
    heights: tuple[float, float | None],
    colours: BlockColours,
    frame: LocalFrame,
) -> ColouredMesh | None:
    """Return the band; None where no level is known, or nowhere below the ground along a side.

    Parameters
    ----------
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    heights : (base, level)
        Underside of the block, and the level of the groundwater, m NAP; None where none is known.
    """
    base, level = heights
    if level is None or level <= base:
        return None
    x, y = node_coordinates(grid)
    nodes = to_nodes(ground)
    e = grid.extent
    sides = (
        (x, np.full(len(x), e.ymin - _OUT), nodes[0]),
        (np.full(len(y), e.xmax + _OUT), y, nodes[:, -1]),
        (x[::-1], np.full(len(x), e.ymax + _OUT), nodes[-1, ::-1]),
        (np.full(len(y), e.xmin - _OUT), y[::-1], nodes[::-1, 0]),
    )
    parts = []
    for px, py, top in sides:
        wet = (level < top[1:]) & (level < top[:-1])
        k = np.flatnonzero(wet)
        if not len(k):
            continue
        half = _BAND / 2 / frame.exaggeration
        # Not out of the ground, nor below the block.
        low, high = max(level - half, base), np.minimum(level + half, top)
        corners = [(k, low), (k + 1, low), (k + 1, high[k + 1]), (k, high[k])]
        points = np.stack([frame.to_local(px[i], py[i], z) for i, z in corners], axis=1)
        first = np.arange(len(k), dtype=np.int32)[:, None, None] * 4
        triangles = (np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32) + first).reshape(-1, 3)
        colour = np.tile(np.array(colours.water, dtype=np.uint8), (len(triangles), 1))
        parts.append(ColouredMesh(points.reshape(-1, 3), triangles, colour))
    return ColouredMesh.merged(parts) if parts else None
