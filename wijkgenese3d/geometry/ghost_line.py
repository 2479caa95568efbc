"""Where the ground once lay: a thin dashed line before the sides of the block."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.lattice import node_coordinates, to_nodes
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.model.frame import Grid

__all__ = ["make_ghost_line"]

LEAST = 0.25
"""m: where the ground lies nearer to where it lay, there is no line."""
_BEFORE = (1.0, 2.0)
"""How far before the side the casing and the line stand, m."""
_HALF = (2.6, 1.3)
"""Half the height of casing and line, m of the drawing."""
_DASH, _GAP = 3, 1
"""Cells of a stroke and of the gap after it."""


def make_ghost_line(
    old: np.ndarray, ground: np.ndarray, grid: Grid, frame: LocalFrame, colours: BlockColours
) -> ColouredMesh | None:
    """Return the line of the old ground before the four sides; None where nothing changed there.

    Parameters
    ----------
    old, ground : (ny, nx)
        Ground surface then and now, m NAP.
    grid : Grid
        Their map cells.
    """
    x, y = node_coordinates(grid)
    before, now = to_nodes(old), to_nodes(ground)
    ends = {(0.0, -1.0): (0, None), (0.0, 1.0): (-1, None), (1.0, 0.0): (None, -1), (-1.0, 0.0): (None, 0)}
    parts = []
    for outward, (row, column) in ends.items():
        if row is not None:
            place = np.stack((x, np.full(len(x), y[row]), before[row]), axis=-1)
            apart = np.abs(before[row] - now[row])
        else:
            place = np.stack((np.full(len(y), x[column]), y, before[:, column]), axis=-1)
            apart = np.abs(before[:, column] - now[:, column])
        parts += _lines(place, apart >= LEAST, outward, frame, colours)
    return ColouredMesh.merged(parts) if parts else None


def _lines(
    place: np.ndarray,
    drawn: np.ndarray,
    outward: tuple[float, float],
    frame: LocalFrame,
    colours: BlockColours,
) -> list[ColouredMesh]:
    """Casing and strokes before one side; ``place`` (n, 3) RD and NAP along it."""
    cell = np.flatnonzero(drawn[1:] | drawn[:-1])
    if not len(cell):
        return []
    casing, line = (
        _ribbon(place, cells, (outward[0] * out, outward[1] * out), half, frame, colour)
        for cells, out, half, colour in (
            (cell, _BEFORE[0], _HALF[0], colours.paper),
            (cell[cell % (_DASH + _GAP) < _DASH], _BEFORE[1], _HALF[1], colours.ink),
        )
    )
    return [casing, line]


def _ribbon(
    place: np.ndarray,
    cells: np.ndarray,
    shift: tuple[float, float],
    half: float,
    frame: LocalFrame,
    colour: RGB,
) -> ColouredMesh:
    """Quads between the points with these numbers and the next ones, upright."""
    x, y, z = place[:, 0] + shift[0], place[:, 1] + shift[1], place[:, 2]
    low, high = (frame.to_local(x, y, z + side * half / frame.exaggeration) for side in (-1, 1))
    n = len(place)
    a, b, c, d = cells, cells + 1, cells + n, cells + n + 1
    triangles = np.stack((a, b, d, a, d, c), axis=1).reshape(-1, 3).astype(np.int32)
    painted = np.broadcast_to(np.array(colour, dtype=np.uint8), (len(triangles), 3)).copy()
    return ColouredMesh(np.concatenate((low, high)), triangles, painted)
