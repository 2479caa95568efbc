"""What lies on the ground, as a picture of it from above with the light baked in."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.light import lit, shade
from wijkgenese3d.model.frame import Grid

__all__ = ["hill_shade", "hollow_shade", "make_drape"]

HOLLOW_SIZE = 70.0
"""Reach of the darkening of hollows, m."""
HOLLOW_DEPTH = 9.0
"""A place so many metres below its surroundings is darkened fully."""
HOLLOW_MOST = 0.24


def make_drape(
    grid: Grid,
    ground: np.ndarray,
    cover_grid: Grid,
    land_cover: np.ndarray,
    colours: BlockColours,
    exaggeration: float,
) -> np.ndarray:
    """Return the texture of the terrain.

    Parameters
    ----------
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    cover_grid, land_cover
        Finer raster over the same box, and codes of land cover, (h, w) uint8.
    exaggeration : float
        Slopes are lit as they are drawn.

    Returns
    -------
    (h, w, 3) uint8
        sRGB; row 0 in the south.
    """
    brightness = hill_shade(ground, grid.cell, exaggeration) * hollow_shade(ground, grid.cell)
    x, y = np.meshgrid(cover_grid.x, cover_grid.y)
    fine = Sampler(grid, x, y)(brightness).astype(np.float32)
    fine *= 1.0 + colours.grain[land_cover] * _grain(cover_grid)
    return lit(colours.cover[land_cover].astype(np.float32), fine)


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


def _grain(grid: Grid) -> np.ndarray:
    """Return fixed noise, (ny, nx) float32, -1 to 1: a hash of the cell's place in RD."""
    ix = np.floor(grid.x / grid.cell).astype(np.int64).astype(np.uint32)
    iy = np.floor(grid.y / grid.cell).astype(np.int64).astype(np.uint32)
    h = ix[None, :] * np.uint32(0x9E3779B1) ^ (iy[:, None] * np.uint32(0x85EBCA77))
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    return (h >> np.uint32(8)).astype(np.float32) / np.float32(2**23) - np.float32(1.0)
