"""Parts of a flat map: the boundary of the quarter, a scale bar, an arrow to the north."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.report.drawing import Area, Item, Label, Stroke
from wijkgenese3d.report.section_frame import INK, ticks
from wijkgenese3d.report.words import word

__all__ = ["boundary_strokes", "north_arrow", "scale_bar"]

Place = tuple[float, float]


def boundary_strokes(
    ring: np.ndarray, extent: RDExtent, corner: Place, size: tuple[int, int]
) -> list[Stroke]:
    """Return the parts of a boundary that are inside a map.

    Parameters
    ----------
    ring : (n, 2)
        RD, m; may be empty.
    extent : RDExtent
        Of the map.
    corner : (x, y)
        Its upper left corner, px.
    size : (width, height)
        Of the map, px.
    """
    if len(ring) < 3:
        return []
    scale, (width, height) = size[0] / extent.width, size
    closed = np.concatenate((ring, ring[:1]))
    # In short pieces, so that what lies outside the map can be left out.
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))))
    where = np.arange(0.0, at[-1], 1.0 / scale)
    px = (np.interp(where, at, closed[:, 0]) - extent.xmin) * scale
    py = (extent.ymax - np.interp(where, at, closed[:, 1])) * scale
    inside = (px >= 0) & (px <= width) & (py >= 0) & (py <= height)
    strokes = []
    for part in np.split(np.arange(len(where)), np.flatnonzero(np.diff(inside.astype(np.int8))) + 1):
        if inside[part[0]] and len(part) > 1:
            points = list(zip((corner[0] + px[part]).tolist(), (corner[1] + py[part]).tolist(), strict=True))
            strokes += [Stroke(points, "#FFFFFF", 4.0), Stroke(points, "#3B332B", 2.0)]
    return strokes


def north_arrow(tip: Place, language: str) -> list[Item]:
    """Return an arrow whose tip is here, px: the map has the north above."""
    x, y = tip
    return [
        Area([[(x, y), (x + 10, y + 36), (x, y + 28), (x - 10, y + 36)]], INK),
        Label(x, y + 52, word("north", language), 18, INK, "middle", bold=True),
    ]


def scale_bar(metres: float, scale: float, start: Place) -> list[Item]:
    """Return a bar of a round length.

    Parameters
    ----------
    metres : float
        Width of the map, m.
    scale : float
        px a metre.
    start : (x, y)
        Its left end, px.
    """
    length = ticks(0.0, metres, 6)[1]
    x, y = start
    end = x + length * scale
    return [
        Stroke([(x, y - 5), (x, y), (end, y), (end, y - 5)], INK, 2.0),
        Label(end + 10, y - 3, f"{length:g} m", 15, INK),
    ]
