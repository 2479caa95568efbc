"""The lines in the legend of a page: the boundary, the depth under which the ground is faint, borders."""

from __future__ import annotations

from typing import Any

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.report.block_image import BlockImage
from wijkgenese3d.report.page_inks import INK
from wijkgenese3d.scene.words import say

__all__ = ["LINE_KEYS", "line_group", "lines_of"]

LINE_KEYS = ("border", "depth", "contacts")
"""Keys of the lines; their patterns are ``border line`` and so on."""
_COLOURS = {"border": "#A9C684", "depth": "#C99A55", "contacts": "#EBD7A4"}
_DEPTH = 30.0
"""So deep below today's ground the ground is drawn faint, m."""
_STEPS = 60
_STEEP = 0.96
"""Sine of the height of a camera from which the sides are slivers."""


def line_group(block: BlockImage, language: str, *, ground: bool) -> dict[str, Any]:
    """Return the lines that are in a picture as a group of its legend.

    Parameters
    ----------
    block : BlockImage
    language : str
    ground : bool
        The ground is in view on the sides of the block.
    """
    seen = {"border": _border_in_view(block), "depth": ground and _depth_in_view(block), "contacts": ground}
    return lines_of([key for key in LINE_KEYS if seen[key]], language)


def lines_of(keys: list[str] | tuple[str, ...], language: str) -> dict[str, Any]:
    """Return these lines as a group of a legend."""
    items = [
        {
            "key": f"line_{key}",
            "name": say(f"leg.line_{key}", language),
            "colour": _COLOURS[key],
            "pattern": f"{key} line",
            "ink": INK,
        }
        for key in keys
    ]
    return {"key": "lines", "title": say("leg.lines", language), "items": items}


def _border_in_view(block: BlockImage) -> bool:
    ring = block.setting.boundary
    if len(ring) < 3 or "border" in block.off:
        return False
    closed = np.concatenate([ring, ring[:1]])
    along = np.linspace(0, len(ring), _STEPS * 4)
    x, y = (np.interp(along, np.arange(len(closed)), closed[:, k]) for k in (0, 1))
    return _in_picture(block, x, y, np.full(len(x), float(np.nanmean(block.shape.ground))))


def _depth_in_view(block: BlockImage) -> bool:
    """Tell whether the line is on a side that faces the camera, and in the picture."""
    e, today = block.shape.grid.extent, block.shape.today
    away = block.view.position - block.view.focal
    if away[2] > _STEEP * float(np.linalg.norm(away)):
        return False
    x, y = np.linspace(e.xmin, e.xmax, today.shape[1]), np.linspace(e.ymin, e.ymax, today.shape[0])
    row, column = (0, e.ymin) if away[1] < 0 else (-1, e.ymax), (0, e.xmin) if away[0] < 0 else (-1, e.xmax)
    front = x, np.full(len(x), row[1]), today[row[0]] - _DEPTH
    beside = np.full(len(y), column[1]), y, today[:, column[0]] - _DEPTH
    return any(_in_picture(block, x, y, z, block.shape.base) for x, y, z in (front, beside))


def _in_picture(
    block: BlockImage, x: np.ndarray, y: np.ndarray, z: np.ndarray, base: float = -np.inf
) -> bool:
    height, width = block.pixels.shape[:2]
    at = Projection(block.view, block.setting.frame, (float(width), float(height)))(x, y, z)
    return bool(((at > 0).all(axis=-1) & (at < 1).all(axis=-1) & (z > base)).any())
