"""Ink: dark lines where the depth of the picture bends, as a pen would draw edges."""

from __future__ import annotations

import numpy as np

__all__ = ["draw_ink"]

MOST = 0.62
"""Share of ink in the darkest line."""
_FAINTEST, _FULL = 3.5, 14.0
"""Bend of the depth, m of the drawing, at which lines begin and are darkest."""
_PER_PIXEL = 1.1
"""What a bend must have more for each metre that a pixel is wide: from afar fewer lines are drawn."""


def draw_ink(image: np.ndarray, depth: np.ndarray, pixel: float, ink: tuple[int, int, int]) -> np.ndarray:
    """Return the image with its lines.

    Parameters
    ----------
    image : (h, w, 3) uint8
    depth : (h, w) float32
        Distance from the camera, m of the drawing; parallel projection.
    pixel : float
        Width of a pixel, m of the drawing.
    ink : three ints
        sRGB.
    """
    bend = np.zeros_like(depth)
    bend[:, 1:-1] = np.abs(2 * depth[:, 1:-1] - depth[:, :-2] - depth[:, 2:])
    bend[1:-1] = np.maximum(bend[1:-1], np.abs(2 * depth[1:-1] - depth[:-2] - depth[2:]))
    faint = _FAINTEST + _PER_PIXEL * pixel
    share = np.clip((bend - faint) / (_FULL - _FAINTEST + _PER_PIXEL * pixel), 0.0, 1.0) * MOST
    where = share > 0.02
    result = image.copy()
    part = share[where][:, None]
    result[where] = (image[where] * (1 - part) + np.array(ink) * part).astype(np.uint8)
    return result
