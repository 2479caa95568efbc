"""Light, baked into colours: from the north-west, as on Dutch relief maps. Nothing is lit while drawing."""

from __future__ import annotations

import numpy as np

__all__ = ["TOWARDS_LIGHT", "lit", "shade"]

TOWARDS_LIGHT = np.array([-0.55, 0.50, 0.67]) / np.linalg.norm([-0.55, 0.50, 0.67])
"""Direction of the light: x east, y north, z up."""

_DARKEST, _LIGHTEST = 0.5, 1.13
_COOL, _WARM = np.array([0.90, 0.95, 1.06]), np.array([1.015, 1.0, 0.965])


def shade(normals: np.ndarray) -> np.ndarray:
    """Return how light a face is, 0.5-1.13, of unit normals (..., 3)."""
    falls = np.maximum(0.0, normals @ TOWARDS_LIGHT)
    return np.asarray(np.clip(0.42 + 0.82 * falls, _DARKEST, _LIGHTEST))


def lit(colours: np.ndarray, brightness: np.ndarray) -> np.ndarray:
    """Return colours (..., 3) uint8 in the light: cooler in the shadow, warmer where it falls.

    Parameters
    ----------
    colours : (..., 3) float or uint8
        sRGB.
    brightness : (...)
        From :func:`shade`.
    """
    b = np.asarray(brightness, dtype=np.float32)[..., None]
    warmth = (b - _DARKEST) / (_LIGHTEST - _DARKEST)
    tone = _COOL.astype(np.float32) + warmth * (_WARM - _COOL).astype(np.float32)
    return np.asarray(np.clip(colours * (b * tone) + 0.5, 0, 255).astype(np.uint8))
