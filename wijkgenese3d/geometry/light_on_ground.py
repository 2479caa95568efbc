"""How light the ground is: hill shading from the north-west, and hollows darker than what lies round them."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from wijkgenese3d.geometry.light import shade

__all__ = ["hill_shade", "hollow_shade"]

HOLLOW_SIZE = 70.0
"""Reach of the darkening of hollows, m."""
HOLLOW_DEPTH = 9.0
"""A place so many metres below its surroundings is darkened fully."""
HOLLOW_MOST = 0.24


def hill_shade(ground: np.ndarray, cell: float, exaggeration: float) -> np.ndarray:
    """Return how light each cell is, (ny, nx); light from the north-west."""
    rise_y, rise_x = (_slope(ground, axis) * (exaggeration / cell) for axis in (0, 1))
    normals = np.stack((-rise_x, -rise_y, np.ones_like(rise_x)), axis=-1)
    return shade(normals / np.linalg.norm(normals, axis=-1, keepdims=True))


def hollow_shade(ground: np.ndarray, cell: float) -> np.ndarray:
    """Return how much light reaches each cell, 0.76-1: hollows are darker than what lies round them."""
    around = gaussian_filter(np.asarray(ground, dtype=np.float64), HOLLOW_SIZE / cell, mode="nearest")
    return np.asarray(1.0 - HOLLOW_MOST * np.clip((around - ground) / HOLLOW_DEPTH, 0.0, 1.0))


def _slope(ground: np.ndarray, axis: int) -> np.ndarray:
    """Rise per cell along an axis; level where there is one cell only."""
    if ground.shape[axis] == 1:
        return np.zeros(ground.shape)
    return np.asarray(np.gradient(ground, axis=axis))
