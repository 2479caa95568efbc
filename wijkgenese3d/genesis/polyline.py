"""Lines on a grid: smoothing, and the nearest point on a line for every cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

__all__ = ["NearestOnLine", "chaikin", "nearest_on_line", "nearest_on_line_numpy"]


class NearestOnLine(NamedTuple):
    """Per cell, each (ny, nx) float64: what the nearest point of a line tells.

    ``distance`` in m; ``along`` in m from the first point of the line; ``side`` +1 left of the
    direction drawn, -1 right (0 on the line); ``level`` the line's z there, m NAP, NaN where the
    line has none.
    """

    distance: np.ndarray
    along: np.ndarray
    side: np.ndarray
    level: np.ndarray


def chaikin(points: np.ndarray, passes: int) -> np.ndarray:
    """Smooth an open line by corner cutting (Chaikin 1974); ends stay, levels go along.

    Parameters
    ----------
    points : (n, 2) or (n, 3) float64
    passes : int
        0 leaves the line as it is.
    """
    for _ in range(passes):
        if len(points) < 3:
            break
        near = 0.75 * points[:-1] + 0.25 * points[1:]
        far = 0.25 * points[:-1] + 0.75 * points[1:]
        inner = np.stack([near, far], axis=1).reshape(-1, points.shape[1])
        points = np.vstack([points[:1], inner[1:-1], points[-1:]])
    return points


def _segments(xy: np.ndarray, z: np.ndarray | None) -> tuple[np.ndarray, ...]:
    start, step = xy[:-1], np.diff(xy, axis=0)
    size = np.hypot(step[:, 0], step[:, 1])
    keep = size > 0.0
    along = np.concatenate([[0.0], np.cumsum(size)])[:-1]
    levels = np.full(len(xy), np.nan) if z is None else np.asarray(z, dtype=np.float64)
    return start[keep], step[keep], size[keep], along[keep], levels[:-1][keep], np.diff(levels)[keep]


def nearest_on_line_numpy(
    x: np.ndarray, y: np.ndarray, xy: np.ndarray, z: np.ndarray | None
) -> NearestOnLine:
    """Plain NumPy form of :func:`nearest_on_line`: the oracle of its kernel."""
    gx, gy = np.meshgrid(np.ravel(x), np.ravel(y))
    best = [np.full(gx.shape, np.inf), np.zeros(gx.shape), np.zeros(gx.shape), np.zeros(gx.shape)]
    for (x0, y0), (dx, dy), size, along, level, rise in zip(*_segments(xy, z), strict=True):
        t = np.clip(((gx - x0) * dx + (gy - y0) * dy) / (size * size), 0.0, 1.0)
        px, py = gx - (x0 + t * dx), gy - (y0 + t * dy)
        squared = px * px + py * py
        nearer = squared < best[0]
        side = np.sign(dx * (gy - y0) - dy * (gx - x0))
        for k, value in enumerate((squared, along + t * size, side, level + t * rise)):
            best[k] = np.where(nearer, value, best[k])
    return NearestOnLine(np.sqrt(best[0]), best[1], best[2], best[3])


@cache
def _kernel() -> Callable[..., Any]:
    # Imported here: numba costs half a second that most commands do not need.
    from numba import njit

    @njit(cache=True)
    def nearest(x, y, start, step, size, along, level, rise, out):  # type: ignore[no-untyped-def]  # noqa: PLR0913
        for j in range(y.size):
            for i in range(x.size):
                best = np.inf
                for k in range(size.size):
                    dx, dy = step[k, 0], step[k, 1]
                    rx, ry = x[i] - start[k, 0], y[j] - start[k, 1]
                    t = (rx * dx + ry * dy) / (size[k] * size[k])
                    t = min(1.0, max(0.0, t))
                    px, py = x[i] - (start[k, 0] + t * dx), y[j] - (start[k, 1] + t * dy)
                    squared = px * px + py * py
                    if squared < best:
                        best = squared
                        out[1, j, i] = along[k] + t * size[k]
                        out[2, j, i] = np.sign(dx * ry - dy * rx)
                        out[3, j, i] = level[k] + t * rise[k]
                out[0, j, i] = np.sqrt(best)

    return nearest


def nearest_on_line(x: np.ndarray, y: np.ndarray, xy: np.ndarray, z: np.ndarray | None) -> NearestOnLine:
    """For every cell of a grid, look up the nearest point of a line.

    Parameters
    ----------
    x, y : 1-D float64 (any shape is ravelled)
        Cell centres, RD New, m.
    xy : (n, 2) float64
        The line, RD New, m; n >= 2.
    z : (n,) float64 or None
        Levels along the line, m NAP.
    """
    x, y = np.ravel(x).astype(np.float64), np.ravel(y).astype(np.float64)
    out = np.empty((4, y.size, x.size))
    _kernel()(x, y, *_segments(np.asarray(xy, dtype=np.float64), z), out)
    return NearestOnLine(*out)
