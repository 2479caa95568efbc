"""How light the ground is: hill shading from the north-west, and hollows darker than what lies round them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import gaussian_filter

from wijkgenese3d.geometry.light import shade

__all__ = ["GroundLight", "hill_shade", "hollow_shade"]

HOLLOW_SIZE = 70.0
"""Reach of the darkening of hollows, m."""
HOLLOW_DEPTH = 9.0
"""A place so many metres below its surroundings is darkened fully."""
HOLLOW_MOST = 0.24


@dataclass(frozen=True, eq=False)
class GroundLight:
    """Light on the ground of one picture: the land cover and the crowns of trees share it.

    Parameters
    ----------
    ground : (ny, nx)
        m NAP.
    cell : float
        Side of a cell, m.
    exaggeration : float
        Slopes are lit as they are drawn.
    """

    ground: np.ndarray
    cell: float
    exaggeration: float

    @cached_property
    def hollows(self) -> np.ndarray:
        """How much light reaches each cell, (ny, nx)."""
        return hollow_shade(self.ground, self.cell)

    @cached_property
    def bare(self) -> np.ndarray:
        """Light on the ground as it is drawn, (ny, nx)."""
        return np.asarray(hill_shade(self.ground, self.cell, self.exaggeration) * self.hollows)

    def at_least(self, exaggeration: float) -> np.ndarray:
        """Return the light as on ground that is drawn at least so steep, (ny, nx)."""
        if self.exaggeration >= exaggeration:
            return self.bare
        return np.asarray(hill_shade(self.ground, self.cell, exaggeration) * self.hollows)


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
