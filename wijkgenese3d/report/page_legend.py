"""The legend of a page: only what is in view, each class with its colour, its signs and its name."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.pattern_tiles import (
    COVER_PATTERNS,
    GROUND_PATTERNS,
    LEVELS,
    cover_tile,
    ground_tile,
)
from wijkgenese3d.report.drawing import Area, Item, Label, Picture, Stroke, text_width, wrapped
from wijkgenese3d.report.page_inks import EDGE, INK, SOFT
from wijkgenese3d.report.page_text import LEAST, SMALLEST, Box

__all__ = ["LegendGroup", "legend_items"]

_SWATCH, _SHAPE = 4.6, 1.56
"""Height of a swatch at most, mm; its width, of its height."""
_CROP = (72, 46)
"""Pixels of a tile in a swatch, so that it has a sign or more."""
_SIZES = (3.0, 2.85, LEAST, 2.4, 2.25, SMALLEST)
"""Of letters, mm, tried in turn."""
_TINY = 0.4
"""Smaller than :data:`SMALLEST` only where more is listed than a picture shows; never as small as this."""
_COLUMN_GAP = 3.0

LegendGroup = Mapping[str, Any]
"""``title`` and ``items``: of :class:`~wijkgenese3d.scene.visible_legend.Swatch` as JSON."""


@dataclass(frozen=True)
class _Entry:
    """A heading, or a class with the lines of its name."""

    lines: tuple[str, ...]
    item: Mapping[str, str] | None
    height: float


def legend_items(groups: Sequence[LegendGroup], box: Box, most_columns: int) -> list[Item]:
    """Return the legend in a box, mm: in as few columns and as large letters as there is room for.

    Raises
    ------
    DataError
        There is no room in letters of any size.
    """
    full = [group for group in groups if group["items"]]
    for size in _sizes():
        for columns in range(1, most_columns + 1):
            width = (box.width - (columns - 1) * _COLUMN_GAP) / columns
            entries = _entries(full, width, size)
            if entries is None:
                continue
            placed = _balanced(entries, box.height, columns)
            if placed is not None:
                return [
                    part
                    for entry, column, top in placed
                    for part in _drawn(entry, box.left + column * (width + _COLUMN_GAP), box.top + top, size)
                ]
    msg = f"a legend of {sum(len(group['items']) for group in full)} classes has no room on the page"
    raise DataError(msg, hint="leave layers out, or look at a part of the block")


def _sizes() -> Iterator[float]:
    yield from _SIZES
    size = 0.92 * _SIZES[-1]
    while size > _TINY:
        yield size
        size *= 0.92


def _balanced(
    entries: Sequence[_Entry], height: float, columns: int
) -> list[tuple[_Entry, int, float]] | None:
    """Return places in columns that are about as high as each other; None where they do not fit."""
    placed = _flow(entries, height, columns)
    low, high = sum(entry.height for entry in entries) / columns, height
    while placed is not None and columns > 1 and high - low > 0.3:
        middle = (low + high) / 2
        lower = _flow(entries, middle, columns)
        if lower is None:
            low = middle
        else:
            placed, high = lower, middle
    return placed


def _entries(groups: Sequence[LegendGroup], width: float, size: float) -> list[_Entry] | None:
    """Return headings and classes; None where a word is wider than a column."""
    room = width - _swatch(size)[0] - 2.0
    line = 1.22 * size
    entries = []
    for group in groups:
        entries.append(_Entry((group["title"],), None, 1.7 * size))
        for item in group["items"]:
            lines = tuple(wrapped(item["name"], size, room))
            if any(text_width(text, size) > room for text in lines):
                return None
            entries.append(_Entry(lines, item, max(_swatch(size)[1], len(lines) * line) + _gap(size)))
    return entries


def _swatch(size: float) -> tuple[float, float]:
    """Return width and height of a swatch beside letters of a size, mm."""
    high = min(_SWATCH, 1.5 * size)
    return _SHAPE * high, high


def _gap(size: float) -> float:
    """Return the room between two classes, mm."""
    return 0.23 * size


def _flow(entries: Sequence[_Entry], height: float, columns: int) -> list[tuple[_Entry, int, float]] | None:
    """Return column and top of each entry; None where they do not fit. A heading has two rows under it."""
    placed: list[tuple[_Entry, int, float]] = []
    column, top = 0, 0.0
    for k, entry in enumerate(entries):
        need = entry.height
        if entry.item is None:
            own = itertools.takewhile(lambda other: other.item is not None, entries[k + 1 :])
            need += sum(other.height for other in itertools.islice(own, 2))
        if top + need > height + 1e-6:
            column, top = column + 1, 0.0
            if column >= columns or need > height:
                return None
        placed.append((entry, column, top))
        top += entry.height
    return placed


def _drawn(entry: _Entry, left: float, top: float, size: float) -> list[Item]:
    if entry.item is None:
        return [Label(left, top + 0.75 * size, entry.lines[0], size, SOFT, bold=True)]
    width, high = _swatch(size)
    inner = entry.height - _gap(size)
    swatch = Box(left, top + (inner - high) / 2, width, high)
    line = 1.22 * size
    first = top + (inner - (len(entry.lines) - 1) * line) / 2
    labels = [
        Label(left + width + 2.0, first + k * line, text, size, INK) for k, text in enumerate(entry.lines)
    ]
    return [*swatch_items(entry.item, swatch), *labels]


def swatch_items(item: Mapping[str, str], box: Box) -> list[Item]:
    """Return a swatch in a box, mm."""
    edge = Stroke(box.ring, EDGE, 0.15)
    glyph = _GLYPHS.get(item["pattern"])
    if glyph is not None:
        return [Area([box.ring], item["colour"]), *glyph(box, item["ink"]), edge]
    pixels = _pixels(item["colour"], item["pattern"], item["ink"])
    return [Picture(box.left, box.top, pixels, box.width, box.height, drawn=True, alt=""), edge]


@cache
def _pixels(colour: str, pattern: str, ink: str) -> np.ndarray:
    """Return colour and signs as pixels, (rows, columns, 3) uint8."""
    fill, sign = (np.array(hex_to_rgb(value), dtype=np.float32) for value in (colour, ink))
    rows, columns = _CROP[1], _CROP[0]
    if pattern in GROUND_PATTERNS:
        share = (ground_tile(pattern)[:rows, :columns, None] / np.float32(LEVELS - 1)).astype(np.float32)
        image = fill * (1 - 0.85 * share) + sign * 0.85 * share
    else:
        tile = cover_tile(pattern) if pattern in COVER_PATTERNS else np.ones((rows, columns), np.float32)
        image = fill * tile[:rows, :columns, None]
    return np.asarray(np.clip(np.rint(image), 0, 255).astype(np.uint8))


def _roof(box: Box, ink: str) -> list[Item]:
    x0, y0, x1, y1 = box.ends
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    w, h = 0.28 * box.width, 0.26 * box.height
    return [Stroke([(x - w, y + h), (x, y - h), (x + w, y + h)], ink, 0.2)]


def _trees(box: Box, ink: str) -> list[Item]:
    items: list[Item] = []
    for dx, dy, r in ((-0.24, 0.1, 0.24), (0.05, -0.12, 0.28), (0.28, 0.14, 0.2)):
        x, y = box.left + (0.5 + dx) * box.width, box.top + (0.5 + dy) * box.height
        radius = r * box.height
        ring = [
            (x + radius * math.sin(k / 8 * math.pi), y + radius * math.cos(k / 8 * math.pi))
            for k in range(17)
        ]
        items.append(Stroke(ring, ink, 0.15))
    return items


def _ice(box: Box, ink: str) -> list[Item]:
    x, y, w, h = box.left, box.top, box.width, box.height
    places = ((0.15, 0.75, 0.4, 0.3), (0.45, 0.8, 0.62, 0.45), (0.7, 0.55, 0.86, 0.2))
    return [Stroke([(x + a * w, y + b * h), (x + c * w, y + d * h)], ink, 0.2) for a, b, c, d in places]


def _border(box: Box, ink: str) -> list[Item]:
    y = box.top + box.height / 2
    line = [(box.left, y), (box.right, y)]
    return [Stroke(line, ink, 0.9), Stroke(line, "#FFFFFF", 0.5, box.width / 7)]


def _depth(box: Box, ink: str) -> list[Item]:
    x0, y0, x1, y1 = box.ends
    y = (y0 + y1) / 2
    faint = Area([[(x0, y), (x1, y), (x1, y1), (x0, y1)]], "#FFFFFF", 0.7)
    return [faint, Stroke([(x0, y), (x1, y)], ink, 0.3, box.width / 9)]


def _contacts(box: Box, ink: str) -> list[Item]:
    """Return a border that is certain, likely and assumed: a whole line, dashes, dots."""
    kinds = ((0.22, 0.0), (0.5, box.width / 9), (0.78, box.width / 25))
    ys = [box.top + share * box.height for share, _ in kinds]
    return [
        Stroke([(box.left, y), (box.right, y)], ink, 0.3, dash)
        for y, (_, dash) in zip(ys, kinds, strict=True)
    ]


_GLYPHS = {"roof glyph": _roof, "tree glyphs": _trees, "crevasse lines": _ice}
_GLYPHS |= {"border line": _border, "depth line": _depth, "contacts line": _contacts}
