"""A flat drawing of polygons, lines, words and pixels: one description, painted as pixels, SVG or PDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from wijkgenese3d.report.fonts import drawable, find_font

__all__ = [
    "Area",
    "Drawing",
    "Item",
    "Label",
    "Picture",
    "Stroke",
    "dashes",
    "rounded",
    "text_width",
    "wrapped",
]

Points = Sequence[tuple[float, float]]
_MEASURED_AT = 100
"""Letters are measured at this size, px, so that they are equally wide in a picture and on paper."""


@dataclass(frozen=True)
class Area:
    """A filled polygon; ``rings`` with more than one part are drawn as one. Units of the drawing."""

    rings: Sequence[Points]
    fill: str
    opacity: float = 1.0
    edge: str = ""
    clip: Points = ()

    def moved(self, dx: float, dy: float) -> Area:
        """Return it elsewhere."""
        return replace(
            self, rings=[_moved(ring, dx, dy) for ring in self.rings], clip=_moved(self.clip, dx, dy)
        )


@dataclass(frozen=True)
class Stroke:
    """A line; ``dash`` is the length of dashes and gaps, 0 for none. Units of the drawing."""

    points: Points
    colour: str
    width: float = 1.0
    dash: float = 0.0

    def moved(self, dx: float, dy: float) -> Stroke:
        """Return it elsewhere."""
        return replace(self, points=_moved(self.points, dx, dy))


@dataclass(frozen=True)
class Label:
    """Words; ``x, y`` is the middle of their height at the anchor. Units of the drawing.

    ``turn`` is in degrees clockwise; ``halo`` the colour of an edge around the letters, ``halo_width``
    wide; ``serif`` letters are those of titles.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: str = "start"
    bold: bool = False
    turn: float = 0.0
    halo: str = ""
    halo_width: float = 0.0
    serif: bool = False

    def moved(self, dx: float, dy: float) -> Label:
        """Return it elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    @property
    def width(self) -> float:
        """How wide the words are, before they are turned."""
        return text_width(self.text, self.size, self.bold, self.serif)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the words; turned ones as the box around them."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width
        along = np.array([left, left + self.width] * 2) - self.x
        across = np.repeat([-0.6, 0.6], 2) * self.size
        cos, sin = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        xs, ys = self.x + along * cos - across * sin, self.y + along * sin + across * cos
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


@dataclass(frozen=True)
class Picture:
    """An image of pixels, (rows, columns, 3) uint8, row 0 on top; its upper left corner and its size.

    Parameters
    ----------
    width, height : float
        Units of the drawing; 0 for one unit a pixel.
    drawn : bool
        Pixels of a drawn scene, which may be averaged; those of a map or section may not.
    alt : str or None
        For who does not see it; None for the description of the whole, empty for what says nothing alone.
    """

    x: float
    y: float
    pixels: np.ndarray = field(repr=False)
    width: float = 0.0
    height: float = 0.0
    drawn: bool = False
    alt: str | None = None

    def moved(self, dx: float, dy: float) -> Picture:
        """Return it elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, units of the drawing."""
        rows, columns = self.pixels.shape[:2]
        return self.width or float(columns), self.height or float(rows)


Item = Area | Stroke | Label | Picture


def _moved(points: Points, dx: float, dy: float) -> list[tuple[float, float]]:
    return [(x + dx, y + dy) for x, y in points]


@dataclass
class Drawing:
    """What is drawn, in order; y down.

    Parameters
    ----------
    width, height : float
        Of the whole, in its own unit: px, or mm for a page.
    background : str
        Hex colour.
    title, description : str
        For who does not see it: kept in the file.
    source : str
        From what it was made, kept in the file so that it can be traced and made again.
    language : str
        Of its words.
    """

    width: float
    height: float
    background: str
    title: str
    description: str
    items: list[Item] = field(default_factory=list)
    source: str = ""
    language: str = "nl"

    def add(self, *items: Item) -> None:
        """Draw these over what is there."""
        self.items.extend(items)


def text_width(text: str, size: float, bold: bool = False, serif: bool = False) -> float:
    """Return the width of words, in the unit of their size."""
    return _width(text, bold, serif) * size


@lru_cache(maxsize=20_000)
def _width(text: str, bold: bool, serif: bool) -> float:
    """Return the width of words in letters of size 1: they are asked again for each size that is tried."""
    font = find_font(_MEASURED_AT, bold, serif, text)
    return float(font.getlength(drawable(text, font))) / _MEASURED_AT


def wrapped(text: str, size: float, width: float, bold: bool = False, serif: bool = False) -> list[str]:
    """Break words into lines that fit a width, in the unit of their size."""
    lines: list[str] = []
    for part in text.split():
        longer = f"{lines[-1]} {part}" if lines else part
        if lines and text_width(longer, size, bold, serif) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def rounded(box: tuple[float, float, float, float], radius: float) -> list[tuple[float, float]]:
    """Return a rectangle (left, top, right, bottom) with round corners as a ring."""
    x0, y0, x1, y1 = box
    radius = max(0.0, min(radius, (x1 - x0) / 2, (y1 - y0) / 2))
    lefts, rights = x0 + radius, x1 - radius
    tops, bottoms = y0 + radius, y1 - radius
    corners = ((rights, tops, -90), (rights, bottoms, 0), (lefts, bottoms, 90), (lefts, tops, 180))
    turns = range(0, 91, 15)
    angles = [(cx, cy, math.radians(start + turn)) for cx, cy, start in corners for turn in turns]
    return [(cx + radius * math.cos(angle), cy + radius * math.sin(angle)) for cx, cy, angle in angles]


def dashes(points: Points, dash: float) -> list[list[tuple[float, float]]]:
    """Cut a line into dashes as long as the gaps between them; 0 leaves it whole."""
    if not dash:
        return [list(points)]
    xy = np.asarray(points, dtype=np.float64)
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    parts = []
    for start in np.arange(0.0, at[-1], 2 * dash):
        end = min(start + dash, at[-1])
        inner = (at > start) & (at < end)
        where = np.concatenate(([start], at[inner], [end]))
        parts.append(list(zip(*(np.interp(where, at, xy[:, k]).tolist() for k in (0, 1)), strict=True)))
    return parts
