"""An overview that fills its box on a page, and paper that runs on around it without a seam."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.turntable import CameraView
from wijkgenese3d.report.page_text import Box

__all__ = ["FADE", "Insets", "faded", "filling", "insets_for"]

FADE = 0.02
"""Share of the width of an overview on a page, at its edges, in which the shadow runs out."""


@dataclass(frozen=True)
class Insets:
    """What stays free round the block, shares of the width (left, right) and height (top, bottom)."""

    left: float
    top: float
    right: float
    bottom: float


def insets_for(box: Box, letter: float) -> Insets:
    """Return what words round the block take in a box, both mm: depths right of it, the scale bar below."""
    across, upward = letter / box.width, letter / box.height
    top = FADE * box.width / box.height + 0.4 * upward
    return Insets(FADE + 0.4 * across, max(2.0 * upward, top), 4.8 * across, 4.2 * upward)


def filling(view: CameraView, points: np.ndarray, aspect: float, insets: Insets) -> CameraView:
    """Return a camera that looks the same way, and has all points as large as fits.

    Parameters
    ----------
    view : CameraView
    points : (n, 3)
        Local.
    aspect : float
        Width by height of the picture.
    insets : Insets
    """
    ahead = (view.focal - view.position) / np.linalg.norm(view.focal - view.position)
    right = np.cross(ahead, view.up)
    right = right / np.linalg.norm(right)
    up = np.cross(right, ahead)
    x, y = (points - view.focal) @ right, (points - view.focal) @ up
    wide, high = 1 - insets.left - insets.right, 1 - insets.top - insets.bottom
    height = max(float(np.ptp(y)) / high, float(np.ptp(x)) / wide / aspect)
    # The middle of the points in the middle of what is free for them.
    beside = float(x.min() + x.max()) / 2 + (insets.right - insets.left) / 2 * height * aspect
    above = float(y.min() + y.max()) / 2 + (insets.top - insets.bottom) / 2 * height
    moved = right * beside + up * above
    return replace(view, position=view.position + moved, focal=view.focal + moved, height=height)


def faded(pixels: np.ndarray, paper: RGB, width: int) -> np.ndarray:
    """Return pixels, (rows, columns, 3) uint8, of which an edge so wide, px, runs out into the paper."""
    out, colour = pixels.copy(), np.array(paper, dtype=np.float32)
    for turned in (out, out[::-1], out.swapaxes(0, 1), out[:, ::-1].swapaxes(0, 1)):
        band = turned[:width]
        share = (np.arange(len(band), dtype=np.float32) / width)[:, None, None]
        band[:] = np.rint(colour + (band - colour) * share).astype(np.uint8)
    return out
