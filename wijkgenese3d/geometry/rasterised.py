"""Lines and rings on the pixels of a canvas, exactly: a pixel counts by the place of its middle."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.geometry.canvas import Canvas

__all__ = ["beside_lines", "inside_rings"]

_MARGIN = 1.5
"""How far beside a line distances are known, m."""
_PIECE = 64.0
"""Long lines are cut in pieces, m: the box of a slanting piece has few pixels that it does not touch."""


def beside_lines(
    canvas: Canvas, lines: Iterable[tuple[np.ndarray, float]], dashes: tuple[float, float] | None = None
) -> np.ndarray:
    """Return how far each pixel lies outside the nearest line, m, (rows, columns) float32.

    Negative inside it; infinite where none is near, and before or after its ends, which are square.

    Parameters
    ----------
    canvas : Canvas
    lines : iterable of ((n, 2), float)
        Corners, RD, and width, m; at least a pixel wide.
    dashes : (every, long), optional
        Along each line only strokes so long, one every so many m, with ends that are square too.
    """
    away = np.full(canvas.shape, np.inf, dtype=np.float32)
    for xy, width in lines:
        half = max(width, canvas.pixel) / 2
        for piece in _pieces(xy):
            part = canvas.window(piece.low - half - _MARGIN, piece.high + half + _MARGIN)
            found = piece.distance(*canvas.middles(part), dashes) - half
            np.minimum(away[part], found, out=away[part])
    return away


def inside_rings(canvas: Canvas, rings: Iterable[np.ndarray]) -> np.ndarray:
    """Return the pixels inside any of some rings (n, 2), RD, (rows, columns) bool.

    Each edge is counted where it crosses the middles of a row, upward for one and downward for less; what
    lies to the right of as many of both is outside.
    """
    rows, columns = canvas.shape
    starts, ends, signs = _edges([np.asarray(ring, dtype=np.float64) for ring in rings])
    if not len(starts):
        return np.zeros(canvas.shape, dtype=bool)
    a, b = canvas.to_pixels(starts), canvas.to_pixels(ends)
    low = np.clip(np.ceil(np.minimum(a[:, 1], b[:, 1])), 0, rows).astype(np.int64)
    high = np.clip(np.ceil(np.maximum(a[:, 1], b[:, 1])), 0, rows).astype(np.int64)
    count = high - low
    edge = np.repeat(np.arange(len(a)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + low[edge]
    step = b - a
    slant = np.divide(step[:, 0], step[:, 1], out=np.zeros(len(a)), where=step[:, 1] != 0)
    x = a[edge, 0] + (row - a[edge, 1]) * slant[edge]
    column = np.clip(np.ceil(x), 0, columns).astype(np.int64)
    turn = np.sign(step[:, 1]) * signs
    # One column more, for what begins beyond the last.
    found = np.bincount(row * (columns + 1) + column, turn[edge], rows * (columns + 1))
    around = np.cumsum(found.astype(np.int16).reshape(rows, columns + 1), axis=1, dtype=np.int16)
    return np.asarray(around[:, :columns] != 0)


def _edges(rings: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start and end of every edge, (m, 2), and 1 or -1 by the direction of its ring."""
    rings = [ring for ring in rings if len(ring) > 2]
    if not rings:
        return np.empty((0, 2)), np.empty((0, 2)), np.empty(0)
    sizes = np.array([len(ring) for ring in rings])
    starts = np.concatenate(rings)
    following = np.arange(1, len(starts) + 1)
    last = np.cumsum(sizes) - 1
    following[last] = last - sizes + 1
    ends = starts[following]
    origin = np.repeat(starts[last], sizes, axis=0)
    (ax, ay), (bx, by) = (starts - origin).T, (ends - origin).T
    area = np.add.reduceat(ax * by - bx * ay, last - sizes + 1)
    return starts, ends, np.repeat(np.where(area < 0, -1.0, 1.0), sizes)


@dataclass(frozen=True, eq=False)
class _Piece:
    """A straight piece of a line, (2,) to (2,), ``at`` m from its start.

    ``open`` ends (start, end) are those of the whole line.
    """

    start: np.ndarray
    end: np.ndarray
    at: float
    open: tuple[bool, bool]

    @property
    def low(self) -> np.ndarray:
        return np.minimum(self.start, self.end)

    @property
    def high(self) -> np.ndarray:
        return np.maximum(self.start, self.end)

    def distance(self, x: np.ndarray, y: np.ndarray, dashes: tuple[float, float] | None = None) -> np.ndarray:
        """Distance of places to the piece, m; infinite beyond an open end and beside a gap of dashes."""
        step = self.end - self.start
        long = float(np.hypot(*step))
        (ux, uy), rx, ry = step / long, x - self.start[0], y - self.start[1]
        along = rx * ux + ry * uy
        beyond = np.maximum(np.maximum(-along, along - long), 0.0)
        away = np.hypot(rx * uy - ry * ux, beyond)
        for is_open, outside in zip(self.open, (along < 0, along > long), strict=True):
            if is_open:
                away[outside] = np.inf
        if dashes is not None:
            every, stroke = dashes
            # Beyond a joint the line goes on as it goes here: a dash that ends near one is square too.
            away[(self.at + along) % every > stroke] = np.inf
        return np.asarray(away)


def _pieces(xy: np.ndarray) -> Iterator[_Piece]:
    """Cut a poly-line (n, 2) into short straight pieces."""
    xy = xy[np.append(True, np.hypot(*np.diff(xy, axis=0).T) > 0)]
    closed, at = bool((xy[0] == xy[-1]).all()), 0.0
    for k, (a, b) in enumerate(itertools.pairwise(xy)):
        long = math.hypot(*(b - a))
        count = max(1, math.ceil(long / _PIECE))
        cuts = a + (b - a) * np.linspace(0, 1, count + 1)[:, None]
        for n in range(count):
            first, last = k == 0 and n == 0, k == len(xy) - 2 and n == count - 1
            ends = (first and not closed, last and not closed)
            yield _Piece(cuts[n], cuts[n + 1], at + long * n / count, ends)
        at += long
