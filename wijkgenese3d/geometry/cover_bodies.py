"""What stands on the ground in bodies of its own: the ice, cut off above, and standing water."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import node_coordinates, to_nodes
from wijkgenese3d.geometry.light import lit, shade
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, face_normals
from wijkgenese3d.geometry.terrain import lattice_triangles
from wijkgenese3d.model.frame import Grid

__all__ = ["make_ice", "make_water"]

_SOFT = 0.5
"""Share of the light that shows on ice: it glows more than ground does."""


def make_ice(
    grid: Grid, ice: np.ndarray, ground: np.ndarray, colours: BlockColours, frame: LocalFrame
) -> ColouredMesh | None:
    """Return the ice as a body: its surface, and its sides down to the ground.

    Parameters
    ----------
    ice : (ny, nx)
        Surface of the ice, m NAP; NaN where there is none.
    ground : (ny, nx)
        Ground surface, m NAP.

    Returns
    -------
    ColouredMesh or None
        None where there is no ice.
    """
    top, floor = to_nodes(ice).astype(np.float64), to_nodes(ground)
    columns = top.shape[1]
    triangles = lattice_triangles(*top.shape)
    triangles = triangles[np.isfinite(top.ravel())[triangles].all(axis=1)]
    if not len(triangles):
        return None
    x, y = node_coordinates(grid)
    upper = frame.to_local(x[None, :], y[:, None], np.fmax(top, floor)).reshape(-1, 3)
    lower = frame.to_local(x[None, :], y[:, None], floor).reshape(-1, 3)
    a, b = _open_edges(triangles, upper.shape[0])
    count = np.int32(len(upper))
    sides = np.concatenate((np.stack((a + count, b + count, b), 1), np.stack((a + count, b, a), 1)))
    points = np.concatenate((upper, lower))
    light = shade(face_normals(points, triangles))
    surface = lit(
        np.tile(np.array(colours.ice, dtype=np.float32), (len(triangles), 1)), 1.0 + _SOFT * (light - 1.0)
    )
    # The cut stands where the ice would go on beyond the box; its own front is as light as its surface.
    on_edge = _on_edge(a, columns, top.shape[0]) & _on_edge(b, columns, top.shape[0])
    cut = np.where(np.tile(on_edge, 2)[:, None], np.array(colours.ice_cut), np.array(colours.ice) * 0.9)
    used, inverse = np.unique(np.concatenate((triangles, sides)), return_inverse=True)
    return ColouredMesh(
        points[used],
        inverse.reshape(-1, 3).astype(np.int32),
        np.concatenate((surface, cut.astype(np.uint8))),
    )


def make_water(
    grid: Grid, water: np.ndarray, ground: np.ndarray, colours: BlockColours, frame: LocalFrame
) -> ColouredMesh | None:
    """Return standing water: a level square per cell, running into the ground around it.

    Parameters
    ----------
    water : (ny, nx)
        Level, m NAP; NaN where there is none.
    ground : (ny, nx)
        Ground surface, m NAP.

    Returns
    -------
    ColouredMesh or None
        None where there is no water.
    """
    level = _into_the_banks(water, ground)
    iy, ix = np.nonzero(np.isfinite(level))
    if not len(iy):
        return None
    z = level[iy, ix]
    xe, ye = grid.x_edges, grid.y_edges
    corners = [(ix, iy), (ix + 1, iy), (ix + 1, iy + 1), (ix, iy + 1)]
    points = np.stack([frame.to_local(xe[cx], ye[cy], z) for cx, cy in corners], axis=1).reshape(-1, 3)
    first = np.arange(len(iy), dtype=np.int32)[:, None, None] * 4
    triangles = (np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32) + first).reshape(-1, 3)
    surface = np.tile(np.array(colours.water, dtype=np.uint8), (len(triangles), 1))
    parts = [ColouredMesh(points, triangles, surface)]
    parts.extend(_water_sides(grid, level, ground, colours, frame))
    return ColouredMesh.merged(parts)


def _into_the_banks(water: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Grow levels by one cell into higher ground, where the terrain hides them: the shore follows it."""
    level = np.array(water, dtype=np.float64)
    grown = level.copy()
    ny, nx = level.shape
    padded = np.pad(level, 1, constant_values=np.nan)
    for dy in (0, 1, 2):
        for dx in (0, 1, 2):
            beside = padded[dy : dy + ny, dx : dx + nx]
            grown = np.where(np.isnan(grown) & (ground >= beside), beside, grown)
    return grown


def _water_sides(
    grid: Grid, level: np.ndarray, ground: np.ndarray, colours: BlockColours, frame: LocalFrame
) -> list[ColouredMesh]:
    """Close the water where the box cuts it: down to the ground along the edge."""
    xe, ye = grid.x_edges, grid.y_edges
    cut = (np.array(colours.water) * 0.86).astype(np.uint8)
    parts = []
    for axis, side in ((0, 0), (0, -1), (1, 0), (1, -1)):
        z, floor = (np.take(a, side, axis=axis) for a in (level, ground))
        k = np.flatnonzero(np.isfinite(z) & (z > floor))
        if not len(k):
            continue
        low = np.minimum(
            floor[k], np.minimum(floor[np.maximum(k - 1, 0)], floor[np.minimum(k + 1, len(z) - 1)])
        )
        if axis == 0:
            ends = [(xe[k], ye[side]), (xe[k + 1], ye[side])]
        else:
            ends = [(xe[side], ye[k]), (xe[side], ye[k + 1])]
        rows = [frame.to_local(x, y, h) for h in (low, z[k]) for x, y in ends]
        points = np.stack(rows, axis=1).reshape(-1, 3)
        first = np.arange(len(k), dtype=np.int32)[:, None, None] * 4
        triangles = (np.array([[0, 1, 3], [0, 3, 2]], dtype=np.int32) + first).reshape(-1, 3)
        parts.append(ColouredMesh(points, triangles, np.tile(cut, (len(triangles), 1))))
    return parts


def _open_edges(triangles: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges that belong to one triangle only, in the direction in which it runs."""
    a = triangles.ravel()
    b = np.roll(triangles, -1, axis=1).ravel()
    key = np.minimum(a, b).astype(np.int64) * count + np.maximum(a, b)
    _, index, times = np.unique(key, return_index=True, return_counts=True)
    once = index[times == 1]
    return a[once], b[once]


def _on_edge(node: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """Tell which nodes lie on the edge of the box."""
    iy, ix = np.divmod(node, columns)
    return np.asarray((iy == 0) | (iy == rows - 1) | (ix == 0) | (ix == columns - 1))
