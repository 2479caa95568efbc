"""The ground as a height field: one vertex per node of the lattice, out to the edge of the box."""

from __future__ import annotations

from functools import cache

import numpy as np

from wijkgenese3d.geometry.lattice import node_coordinates, to_nodes
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import TexturedMesh
from wijkgenese3d.model.frame import Grid

__all__ = ["TILE", "lattice_triangles", "make_terrain"]

TILE = 32
"""Triangles are ordered in tiles of so many cells a side: a third faster to draw in software."""


def make_terrain(grid: Grid, ground: np.ndarray, texture: np.ndarray, frame: LocalFrame) -> TexturedMesh:
    """Return the terrain.

    Parameters
    ----------
    grid : Grid
        The map cells.
    ground : (ny, nx)
        Ground surface at cell centres, m NAP.
    texture : (h, w, 3) uint8
        Covers the box exactly; row 0 in the south.
    """
    x, y = node_coordinates(grid)
    points = frame.to_local(x[None, :], y[:, None], to_nodes(ground))
    triangles = lattice_triangles(grid.ny + 2, grid.nx + 2)
    return TexturedMesh(points.reshape(-1, 3), triangles, _lattice_uv(grid), texture)


@cache
def _lattice_uv(grid: Grid) -> np.ndarray:
    """Place of each node in the texture, (n, 2) float32, read-only: the same in every slice."""
    x, y = node_coordinates(grid)
    e = grid.extent
    uv = np.empty((grid.ny + 2, grid.nx + 2, 2), dtype=np.float32)
    uv[..., 0] = (x - e.xmin) / e.width
    uv[..., 1] = ((y - e.ymin) / e.height)[:, None]
    uv.flags.writeable = False
    return uv.reshape(-1, 2)


@cache
def lattice_triangles(rows: int, columns: int) -> np.ndarray:
    """Return the triangles of a lattice of nodes, (m, 3) int32, up side counter-clockwise, read-only.

    Two per cell, cell after cell within a tile, tile after tile.
    """
    iy, ix = (a.ravel() for a in np.mgrid[0 : rows - 1, 0 : columns - 1])
    order = np.lexsort((ix, iy, ix // TILE, iy // TILE))
    corner = (iy * columns + ix)[order]
    a, b, c, d = corner, corner + 1, corner + columns, corner + columns + 1
    triangles = np.stack((a, b, d, a, d, c), axis=1).reshape(-1, 3).astype(np.int32)
    triangles.flags.writeable = False
    return triangles
