"""The small timeline of a page: a dot per period, as sure as it is, and the planning periods under them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.report.certainty_sign import certainty_dot
from wijkgenese3d.report.drawing import Area, Item, Label, Stroke, rounded, text_width, wrapped
from wijkgenese3d.report.page_inks import EDGE, INK, SOFT
from wijkgenese3d.report.page_text import SMALLEST, Box, Paragraph, fitted_line, stacked

__all__ = ["PageTime", "timeline_items"]

HERE, HERE_INK = "#FBE6C2", "#452C00"
BAND, BAND_HERE = "#D3E6E6", "#1F5561"
_ROWS = (0.17, 0.22, 0.26, 0.16, 0.19)
"""Shares of the height: what numbers count, numbers, names, dots, planning periods."""
_BAND_LETTER = 2.9
"""Largest letters in a band, mm."""
_LIST = 1.45 * SMALLEST
"""Height of the line with the names of the planning periods that do not fit their band, mm."""


@dataclass(frozen=True)
class PageTime:
    """What the timeline of a page shows.

    Parameters
    ----------
    stops : sequence of mapping
        As :func:`~wijkgenese3d.scene.stop_words.stop_words`, those with a cell of their own.
    eras : sequence of mapping
        ``name`` and ``span``: how many cells count in the same way.
    bands : sequence of mapping
        Planning periods: ``nr``, ``short``, ``first`` and ``last`` (cells, from 0).
    place : float
        The moment that is shown: number of a cell, or between two.
    other : float or None
        A second one, to which it is compared.
    bands_word : str
        What the bands are called.
    """

    stops: Sequence[dict[str, Any]]
    eras: Sequence[dict[str, Any]]
    bands: Sequence[dict[str, Any]]
    place: float
    other: float | None = None
    bands_word: str = ""


def timeline_items(time: PageTime, box: Box, paper: str) -> list[Item]:
    """Return the timeline in a box, mm.

    Parameters
    ----------
    time : PageTime
    box : Box
    paper : str
        Colour of the page, for the inside of dots.
    """
    cell = box.width / len(time.stops)
    names = _listed(time, cell)
    listed: list[Label] = []
    if names:
        below = box.below(box.bottom - _LIST)
        listed, _ = stacked([Paragraph(names, 1.05 * SMALLEST, SOFT, least=SMALLEST)], below)
        box = Box(box.left, box.top, box.width, box.height - _LIST)
    rows = _rows(box)
    places = [time.place] if time.other is None else [time.place, time.other]
    here = {round(place) for place in places if float(place).is_integer()}
    items: list[Item] = []
    for number in sorted(here):
        ground = (box.left + number * cell, rows[1].top, box.left + (number + 1) * cell, rows[3].bottom)
        items.append(Area([rounded(ground, 1.0)], HERE))
    items += _eras(time, rows[0], cell)
    items += _names(time, rows[1], rows[2], cell, here)
    y = (rows[3].top + rows[3].bottom) / 2
    radius = min(0.3 * rows[3].height, 0.16 * cell, 1.3)
    items.append(Stroke([(box.left + cell / 2, y), (box.right - cell / 2, y)], EDGE, 0.25))
    for k, stop in enumerate(time.stops):
        middle = (box.left + (k + 0.5) * cell, y)
        items += certainty_dot(stop["certainty"], middle, radius, HERE if k in here else paper)
    for place in places:
        if not float(place).is_integer():
            items += _between(box.left + (place + 0.5) * cell, rows)
    return [*items, *_bands(time, rows[4], cell), *listed]


def _between(x: float, rows: list[Box]) -> list[Item]:
    """Return the mark of a moment between two stops."""
    top, foot = rows[1].top, rows[3].bottom
    point = [(x - 1.2, top), (x + 1.2, top), (x, top + 1.6)]
    return [Stroke([(x, top), (x, foot)], HERE_INK, 0.5), Area([point], HERE_INK)]


def _rows(box: Box) -> list[Box]:
    rows, top = [], box.top
    for share in _ROWS:
        rows.append(Box(box.left, top, box.width, share * box.height))
        top += share * box.height
    return rows


def _eras(time: PageTime, row: Box, cell: float) -> list[Item]:
    items: list[Item] = []
    first = 0
    for era in time.eras:
        left, right = row.left + first * cell + 0.4, row.left + (first + era["span"]) * cell - 0.4
        text, size = fitted_line(era["name"], right - left, 0.75 * row.height, SMALLEST)
        y = row.top + 0.45 * row.height
        items.append(Label((left + right) / 2, y, text, size, SOFT, "middle"))
        items.append(Stroke([(left, row.bottom - 0.2), (right, row.bottom - 0.2)], EDGE, 0.2))
        first += era["span"]
    return items


def _names(time: PageTime, numbers: Box, names: Box, cell: float, here: set[int]) -> list[Item]:
    """Return numbers and names, each row in letters of one size; names in two lines where that is larger."""
    room = 0.94 * cell
    fitted = [fitted_line(stop["number"], room, 0.7 * numbers.height, 1.2, True) for stop in time.stops]
    size = min(size for _, size in fitted)
    small, per_line = _name_size([stop["short"] for stop in time.stops], cell, names.height)
    items: list[Item] = []
    for k, (stop, (number, _)) in enumerate(zip(time.stops, fitted, strict=True)):
        x, now = numbers.left + (k + 0.5) * cell, k in here
        colours = (HERE_INK, HERE_INK) if now else (INK, SOFT)
        y = numbers.top + numbers.height / 2
        items.append(Label(x, y, number, size, colours[0], "middle", bold=True))
        y = names.top + names.height / 2
        for text, row in _name_lines(stop["short"], small, (room, per_line), k):
            items.append(Label(x, y + 1.15 * row * small, text, small, colours[1], "middle", bold=now))
    return items


def _name_size(names: Sequence[str], cell: float, height: float) -> tuple[float, bool]:
    """Return the letters of names, mm, and whether each stands over its own cell in at most two lines.

    Where those would be too small to read, names stand high and low in turn, each with the room of two.
    """
    size = min(_least_size(name, 0.94 * cell, height) for name in names)
    if size >= SMALLEST:
        return size, True
    wide = max(text_width(name, 1.0, bold=True) for name in names)
    return min(1.05 * SMALLEST, 1.9 * cell / wide), False


def _least_size(name: str, room: float, height: float) -> float:
    """Return the largest letters, mm, in which a name takes at most two lines."""
    size = 0.42 * height
    while size > 1.0 and not _name_fits(name, size, room):
        size *= 0.97
    return size


def _name_fits(name: str, size: float, room: float) -> bool:
    lines = wrapped(name, size, room, bold=True)
    return len(lines) <= 2 and all(text_width(line, size, bold=True) <= room for line in lines)


def _name_lines(name: str, size: float, how: tuple[float, bool], k: int) -> list[tuple[str, float]]:
    """Return the lines of a name, and how many lines each stands below the middle."""
    room, own = how
    if not own:
        return [(name, 0.5 if k % 2 else -0.5)]
    lines = wrapped(name, size, room, bold=True)
    return [(line, row - (len(lines) - 1) / 2) for row, line in enumerate(lines)]


def _band_fits(band: dict[str, Any], cell: float) -> bool:
    """Tell whether number and name can be read in their band."""
    room = (band["last"] + 1 - band["first"]) * cell - 1.6
    return text_width(f"{band['nr']} {band['short']}", SMALLEST, bold=True) <= room


def _listed(time: PageTime, cell: float) -> str:
    """Return number and name of the planning periods of which only the number fits."""
    names = [f"{b['nr']} {b['short']}" for b in time.bands if not _band_fits(b, cell)]
    return f"{time.bands_word}: {' · '.join(names)}" if names else ""


def _bands(time: PageTime, row: Box, cell: float) -> list[Item]:
    items: list[Item] = []
    for band in time.bands:
        left, right = row.left + band["first"] * cell + 0.3, row.left + (band["last"] + 1) * cell - 0.3
        places = (time.place,) if time.other is None else (time.place, time.other)
        here = any(band["first"] <= math.floor(place) <= band["last"] for place in places)
        ground = (left, row.top + 0.12 * row.height, right, row.bottom)
        items.append(Area([rounded(ground, 0.8)], BAND_HERE if here else BAND))
        said, room = f"{band['nr']} {band['short']}", right - left - 1.0
        text, size = fitted_line(said, room, min(0.62 * row.height, _BAND_LETTER), SMALLEST, here)
        if not _band_fits(band, cell):
            text, size = str(band["nr"]), 0.62 * row.height
        y = (ground[1] + ground[3]) / 2
        colour = "#FFFFFF" if here else INK
        items.append(Label((left + right) / 2, y, text, size, colour, "middle", bold=here))
    return items
