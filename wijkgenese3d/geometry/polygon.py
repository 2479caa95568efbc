"""Plans of buildings: which way round, and cut into triangles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

__all__ = ["counter_clockwise", "triangulated"]


def counter_clockwise(ring: np.ndarray) -> np.ndarray:
    """Return the ring (n, 2), without a repeated last point, counter-clockwise seen from above."""
    return ring if _signed_area(ring) >= 0 else ring[::-1]


def triangulated(ring: np.ndarray) -> np.ndarray:
    """Cut a simple counter-clockwise ring (n, 2) into n - 2 triangles, (n - 2, 3) int32, by cutting ears.

    A ring that crosses itself gives some triangulation, never an endless loop.
    """
    left = list(range(len(ring)))
    triangles = []
    while len(left) > 3:
        for k in range(len(left)):
            a, b, c = left[k - 1], left[k], left[(k + 1) % len(left)]
            if _turn(ring[a], ring[b], ring[c]) > 0 and not _holds_any(ring, (a, b, c), left):
                break
        else:
            k = 0
        triangles.append((left[k - 1], left[k], left[(k + 1) % len(left)]))
        del left[k]
    return np.array([*triangles, left], dtype=np.int32)


def _signed_area(ring: np.ndarray) -> float:
    # From the first corner, so that the closing side adds nothing and large RD numbers cancel.
    corners = (ring - ring[0]).tolist()
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(corners)) / 2


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> float:
    """Positive where a-b-c turns left."""
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def _holds_any(ring: np.ndarray, triangle: tuple[int, int, int], others: list[int]) -> bool:
    """Tell whether another corner lies in a triangle."""
    a, b, c = (ring[i] for i in triangle)
    for i in others:
        if i in triangle:
            continue
        p = ring[i]
        if _turn(a, b, p) >= 0 and _turn(b, c, p) >= 0 and _turn(c, a, p) >= 0:
            return True
    return False
