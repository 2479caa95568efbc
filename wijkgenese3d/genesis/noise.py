"""Noise: a lattice of hashed numbers, anchored in RD, joined by bicubic interpolation.

The lattice value at whole numbers ``(i, j)`` is a 32-bit integer hash of ``i``, ``j`` and a seed, so
the same places come out at any cell size, in any window, and in any language with 32-bit
multiplication. Hash: the finaliser of MurmurHash3 (public domain, A. Appleby). Interpolation:
Catmull-Rom (1974), which passes through the lattice values; it may overshoot 1 by an eighth.
"""

from __future__ import annotations

import numpy as np

from wijkgenese3d.model.hashing import hashed

__all__ = ["lattice", "noise", "noise_on_grid"]


def lattice(i: np.ndarray, j: np.ndarray, seed: int | np.ndarray) -> np.ndarray:
    """Return lattice values, float64 in [-1, 1), for integer arrays ``i``, ``j`` and seeds.

    >>> lattice(np.array([787]), np.array([1779]), 51).round(6).tolist()
    [-0.440459]
    """
    return np.asarray(hashed(i, j, seed).astype(np.float64) / 2147483648.0 - 1.0)


def _weights(t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Catmull-Rom weights of the four neighbours for a fraction ``t`` in [0, 1)."""
    t2, t3 = t * t, t * t * t
    return (
        -0.5 * t + t2 - 0.5 * t3,
        1.0 - 2.5 * t2 + 1.5 * t3,
        0.5 * t + 2.0 * t2 - 1.5 * t3,
        -0.5 * t2 + 0.5 * t3,
    )


def noise(x: np.ndarray, y: np.ndarray, size_x: float, size_y: float, seed: int | np.ndarray) -> np.ndarray:
    """Return noise at any points.

    Parameters
    ----------
    x, y : float arrays that broadcast together
        RD New, m (or any plane coordinates made from them); a row and a column make a grid, which is faster.
    size_x, size_y : float
        Distance between lattice values, m.
    seed : int, or an array of them that broadcasts with x and y
        Which noise. Many noises at one place cost little more than one.

    Returns
    -------
    float64 array of the broadcast shape, about -1 to 1, mean 0
    """
    x, y = np.asarray(x), np.asarray(y)
    if not isinstance(seed, np.ndarray) and x.ndim == y.ndim == 2 and x.shape[0] == y.shape[1] == 1:
        return noise_on_grid(x, y, size_x, size_y, seed)
    u, v, _ = np.broadcast_arrays(x / size_x, y / size_y, seed)
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    wx, wy = _weights(u - i), _weights(v - j)
    total = np.zeros(u.shape)
    for b in range(4):
        row = np.zeros(u.shape)
        for a in range(4):
            row += wx[a] * lattice(i + (a - 1), j + (b - 1), seed)
        total += wy[b] * row
    return total


def noise_on_grid(x: np.ndarray, y: np.ndarray, size_x: float, size_y: float, seed: int) -> np.ndarray:
    """Return :func:`noise` on a grid given by its 1-D centres, (ny, nx); same values, far less work.

    Sums run over four neighbours in the order of :func:`noise`, so a window equals the whole bit for
    bit.
    """
    u, v = np.ravel(x) / size_x, np.ravel(y) / size_y
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    wx, wy = _weights(u - i), _weights(v - j)
    i0, j0 = int(i.min()) - 1, int(j.min()) - 1
    values = lattice(np.arange(i0, int(i.max()) + 3)[None, :], np.arange(j0, int(j.max()) + 3)[:, None], seed)
    rows = np.zeros((values.shape[0], u.size))
    for a in range(4):
        rows += wx[a] * values[:, i - i0 + (a - 1)]
    total = np.zeros((v.size, u.size))
    for b in range(4):
        total += wy[b][:, None] * rows[j - j0 + (b - 1), :]
    return total
