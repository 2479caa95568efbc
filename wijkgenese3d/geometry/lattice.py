"""Rasters made continuous: linear between cell centres, level from the outer centres to the box edge.

A raster knows a height at each cell *centre*; the block reaches to the cell *edges*. The lattice has
a node at every centre and on the edge of the box, so that terrain, walls and sections close exactly:
along an edge all three are the same line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wijkgenese3d.model.frame import Grid

__all__ = ["Sampler", "node_coordinates", "to_nodes"]


def node_coordinates(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return x (nx + 2,) and y (ny + 2,) of the nodes, RD, m: centres, and the edges of the box."""
    e = grid.extent
    x = np.concatenate(([e.xmin], grid.x, [e.xmax]))
    y = np.concatenate(([e.ymin], grid.y, [e.ymax]))
    return x, y


def to_nodes(raster: np.ndarray) -> np.ndarray:
    """Return values at the nodes, (ny + 2, nx + 2), of a raster of cell centres (ny, nx)."""
    return np.pad(raster, 1, mode="edge")


class Sampler:
    """Samples rasters of one grid at fixed points; made once, used for every layer.

    Parameters
    ----------
    grid : Grid
        The map cells.
    x, y : float arrays of one shape
        RD, m. Points outside the box get the value of the nearest edge.
    """

    def __init__(self, grid: Grid, x: np.ndarray, y: np.ndarray) -> None:
        self._shape = grid.shape
        ix, self._wx = _cells(x, grid.extent.xmin, grid.cell, grid.nx)
        iy, self._wy = _cells(y, grid.extent.ymin, grid.cell, grid.ny)
        right = np.minimum(ix + 1, grid.nx - 1)
        above = np.minimum(iy + 1, grid.ny - 1) * grid.nx
        below = iy * grid.nx
        self.cells = np.stack((below + ix, below + right, above + ix, above + right))
        """Flat index of the cells round each point, (4, ...): the southern two, then the northern."""

    def __len__(self) -> int:
        return int(self.cells.shape[1])

    @property
    def weights(self) -> tuple[np.ndarray, np.ndarray]:
        """How much of each value comes from the cell in the east, and in the north, 0-1."""
        return self._wx, self._wy

    def __call__(self, raster: np.ndarray) -> np.ndarray:
        """Return the raster at the points, float64 of their shape; NaN where a corner is NaN.

        Parameters
        ----------
        raster : (ny, nx)
            Values at cell centres.
        """
        return self.many((raster,))[0]

    def many(self, rasters: Sequence[np.ndarray]) -> np.ndarray:
        """Return several rasters at the points, (n, ...) float64; as :meth:`__call__`, but faster."""
        for raster in rasters:
            if raster.shape != self._shape:
                msg = f"a raster of {raster.shape} does not fit the grid {self._shape}"
                raise ValueError(msg)
        # Heights in whole mm stay so: their differences are exact. Of bytes they would not be.
        whole = all(raster.dtype == np.int32 for raster in rasters)
        taken = np.empty((len(rasters), *self.cells.shape), np.int32 if whole else np.float64)
        for row, raster in zip(taken, rasters, strict=True):
            # All corners lie in the grid; to be told so saves a copy.
            np.take(np.asarray(raster, dtype=taken.dtype), self.cells, out=row, mode="clip")
        a, b, c, d = np.moveaxis(taken, 1, 0)
        low = a + (b - a) * self._wx
        high = c + (d - c) * self._wx
        return np.asarray(low + (high - low) * self._wy)


def _cells(place: np.ndarray, start: float, cell: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Index of the centre at or before each place, and the weight of the next one."""
    at = np.clip((np.asarray(place, dtype=np.float64) - start) / cell - 0.5, 0.0, count - 1.0)
    index = np.minimum(at.astype(np.intp), max(count - 2, 0))
    return index, at - index
