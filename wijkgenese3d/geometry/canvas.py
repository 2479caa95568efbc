"""What a drape is painted on: its pixels, and the unevenness of hand and paper, the same in all slices."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from wijkgenese3d.geometry.packed import PackedArray
from wijkgenese3d.geometry.pattern_tiles import COVER_SIZE
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.hashing import hashed

__all__ = ["Canvas", "Pixels", "edges", "resampled", "smooth_noise"]

PIXEL = 1.0
"""Side of a pixel, m, where the box is not too large for it."""
LARGEST = 4096
"""Most pixels a side: what a texture may have in all OpenGL."""
_WASH, _GRAIN, _WASH_STEP = 0.05, 0.022, 0.001
_WARP, _WARP_SIZE = 1.3, 9.0


class Pixels(Protocol):
    """Pixels in RD; row 0 in the south."""

    @property
    def xmin(self) -> float:
        """West side, m."""

    @property
    def ymin(self) -> float:
        """South side, m."""

    @property
    def steps(self) -> tuple[float, float]:
        """Width and height of a pixel, m."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""


@dataclass(frozen=True, eq=False)
class Canvas:
    """The pixels of a drape.

    Parameters
    ----------
    xmin, ymin : float
        South-west corner, RD, m.
    steps : (float, float)
        Width and height of a pixel, m: the pixels cover the box exactly, as its texture does.
    shape : (rows, columns)
        Row 0 in the south.
    cover_index : (rows, columns) int32, packed
        Cell of the land cover raster (flat) that each pixel shows; borders waver by about a metre.
    wash : (rows, columns) int8
        How much lighter the wash is than plain, in steps of a thousandth.
    """

    xmin: float
    ymin: float
    steps: tuple[float, float]
    shape: tuple[int, int]
    cover_index: PackedArray = field(repr=False)
    wash: np.ndarray = field(repr=False)

    @property
    def pixel(self) -> float:
        """Side of a pixel, m; of its longer side where they differ."""
        return max(self.steps)

    @classmethod
    def over(cls, cover_grid: Grid) -> Canvas:
        """Return the canvas over the box of a raster of land cover."""
        e = cover_grid.extent
        pixel = max(PIXEL, e.width / LARGEST, e.height / LARGEST)
        shape = (max(1, round(e.height / pixel)), max(1, round(e.width / pixel)))
        steps = e.width / shape[1], e.height / shape[0]
        x = e.xmin + (np.arange(shape[1]) + 0.5) * steps[0]
        y = e.ymin + (np.arange(shape[0]) + 0.5) * steps[1]
        column = _cell(x[None, :] + _WARP * smooth_noise(x, y, _WARP_SIZE, 61), e.xmin, cover_grid.cell)
        row = _cell(y[:, None] + _WARP * smooth_noise(x, y, _WARP_SIZE, 62), e.ymin, cover_grid.cell)
        index = np.clip(row, 0, cover_grid.ny - 1) * np.int32(cover_grid.nx)
        index += np.clip(column, 0, cover_grid.nx - 1)
        return cls(e.xmin, e.ymin, steps, shape, PackedArray.of(index), _wash(x, y))

    def lightness(self, rows: slice) -> np.ndarray:
        """Return how light the wash is in some rows, about 1, (rows, columns) float32."""
        return np.asarray(1.0 + self.wash[rows] * np.float32(_WASH_STEP))

    def tile_index(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the row (rows, 1) and column (1, columns) in a tile of land cover, anchored in RD."""
        rows, columns = (
            np.floor(start + (np.arange(n) + 0.5) * step).astype(np.int64) % COVER_SIZE
            for start, n, step in zip((self.ymin, self.xmin), self.shape, self.steps[::-1], strict=True)
        )
        return rows[:, None], columns[None, :]

    def to_pixels(self, xy: np.ndarray) -> np.ndarray:
        """Return column and row of points (n, 2) in RD, with a fraction: whole in the middle of a pixel."""
        return np.asarray((np.asarray(xy, dtype=np.float64) - (self.xmin, self.ymin)) / self.steps - 0.5)

    def window(self, low: np.ndarray, high: np.ndarray) -> tuple[slice, slice]:
        """Return the rows and columns of the pixels whose middles may lie in a box (2,) to (2,), RD."""
        first = np.clip(np.ceil(self.to_pixels(low)), 0, self.shape[::-1]).astype(int).tolist()
        last = np.clip(np.floor(self.to_pixels(high)) + 1, 0, self.shape[::-1]).astype(int).tolist()
        return slice(first[1], max(last[1], first[1])), slice(first[0], max(last[0], first[0]))

    def middles(self, part: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray]:
        """Return x (1, columns) and y (rows, 1) of the middles of some pixels, RD, m."""
        y = self.ymin + (np.arange(part[0].start, part[0].stop) + 0.5) * self.steps[1]
        x = self.xmin + (np.arange(part[1].start, part[1].stop) + 0.5) * self.steps[0]
        return x[None, :], y[:, None]


def _cell(place: np.ndarray, start: float, cell: float) -> np.ndarray:
    return np.floor((place - start) / cell).astype(np.int32)


def _wash(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Uneven wash of a brush, and the grain of the paper; a step is a quarter of one of a colour."""
    soft = smooth_noise(x, y, 70.0, 63) + 0.6 * smooth_noise(x, y, 17.0, 64)
    i, j = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    grain = hashed(i[None, :], j[:, None], 65).astype(np.float32) / np.float32(2**31) - np.float32(1)
    steps = np.rint((_WASH * soft + _GRAIN * grain) / _WASH_STEP)
    return np.asarray(np.clip(steps, -127, 127).astype(np.int8))


def smooth_noise(x: np.ndarray, y: np.ndarray, size: float, seed: int) -> np.ndarray:
    """Return smooth noise on a grid, (len(y), len(x)) float32, about -1 to 1, anchored in RD.

    A lattice of hashed numbers joined by cubic weights, as two products of small matrices.
    """
    (i0, across), (j0, along) = _weights(x, size), _weights(y, size)
    i, j = i0 + np.arange(across.shape[1]), j0 + np.arange(along.shape[1])
    values = hashed(i[None, :], j[:, None], seed).astype(np.float32) / np.float32(2**31) - np.float32(1)
    return np.asarray(along @ values @ across.T)


def _weights(place: np.ndarray, size: float) -> tuple[int, np.ndarray]:
    """First lattice number, and the B-spline weights of the lattice at each place, (n, k) float32."""
    at = np.asarray(place) / size
    low = np.floor(at).astype(np.int64)
    first = int(low.min()) - 1
    t = at - low
    cubic = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    weights = np.zeros((len(at), int(low.max()) + 3 - first), dtype=np.float32)
    rows = np.arange(len(at))
    for k, part in enumerate(cubic):
        # A B-spline flattens: brought back to about -1 to 1.
        weights[rows, low - 1 + k - first] = part / 6.0 * math.sqrt(2.0)
    return first, weights


def edges(codes: np.ndarray) -> np.ndarray:
    """Return the pixels whose neighbour to the east or north has another code, bool of the same shape."""
    edge = np.zeros(codes.shape, dtype=bool)
    edge[:, :-1] = codes[:, 1:] != codes[:, :-1]
    edge[:-1] |= codes[1:] != codes[:-1]
    return edge


def resampled(raster: np.ndarray, grid: Grid, canvas: Pixels) -> np.ndarray:
    """Return a raster at the pixels of a canvas, float32: linear, level beyond the outer cell centres."""
    weights = []
    for n, start, count, edge, step in (
        (grid.ny, canvas.ymin, canvas.shape[0], grid.extent.ymin, canvas.steps[1]),
        (grid.nx, canvas.xmin, canvas.shape[1], grid.extent.xmin, canvas.steps[0]),
    ):
        at = (start - edge + (np.arange(count) + 0.5) * step) / grid.cell - 0.5
        at = np.clip(at, 0.0, n - 1.0)
        low = np.minimum(at.astype(np.int64), max(n - 2, 0))
        weights.append((low, np.minimum(low + 1, n - 1), (at - low).astype(np.float32)))
    (y0, y1, wy), (x0, x1, wx) = weights
    values = np.asarray(raster, dtype=np.float32)
    rows = values[y0] + (values[y1] - values[y0]) * wy[:, None]
    left = rows[:, x0]
    return np.asarray(left + (rows[:, x1] - left) * wx[None, :])
