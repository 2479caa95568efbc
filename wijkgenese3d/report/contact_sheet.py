"""A contact sheet: all slices on one sheet, from one camera, with one legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from wijkgenese3d.geometry.colours import RGB, BlockColours, hex_of
from wijkgenese3d.geometry.paper import make_paper
from wijkgenese3d.report.block_fit import faded
from wijkgenese3d.report.certainty_sign import certainty_dot
from wijkgenese3d.report.drawing import Drawing, Item, Label, Picture
from wijkgenese3d.report.page_credit import credit_items
from wijkgenese3d.report.page_inks import INK, SOFT
from wijkgenese3d.report.page_legend import LegendGroup, legend_items
from wijkgenese3d.report.page_text import LEAST, SMALLEST, Box, Paragraph, fitted_line, stacked
from wijkgenese3d.scene.plain_words import capital
from wijkgenese3d.scene.visible_legend import joined_legend

__all__ = ["SHEET", "SheetCell", "SheetWords", "cell_box", "contact_sheet", "cropped", "merged_legend"]

SHEET = (297.0, 210.0)
"""A4 on its side, mm."""
_MARGIN, _GAP, _COLUMNS = 10.0, 4.0, 5
_HEAD, _CAPTION, _FOOT = 13.0, 8.0, 37.0
_TITLE = 6.4
_WHITE: RGB = (255, 255, 255)
_PAPER = 12
"""Steps of a colour by which paper and the soft edge of a shadow may differ."""


@dataclass(frozen=True)
class SheetCell:
    """One slice: its block, (rows, columns, 3) uint8, and what stands below it."""

    pixels: np.ndarray = field(repr=False)
    date: str
    name: str
    certainty: str


@dataclass(frozen=True)
class SheetWords:
    """What is written on the sheet: title, what must be said, sources and thanks; and kept in the file."""

    title: str
    must: Sequence[str]
    credit: Sequence[str]
    description: str
    source: str
    language: str


def cell_box(count: int) -> tuple[float, float, int]:
    """Return width and height of the picture of a cell, mm, and the number of columns."""
    columns = min(_COLUMNS, max(count, 1))
    rows = math.ceil(count / columns)
    width = (SHEET[0] - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    room = SHEET[1] - 2 * _MARGIN - _HEAD - _FOOT
    return width, (room - (rows - 1) * _GAP) / rows - _CAPTION, columns


def contact_sheet(cells: Sequence[SheetCell], words: SheetWords, legend: Sequence[LegendGroup]) -> Drawing:
    """Return the sheet as a drawing in mm.

    Parameters
    ----------
    cells : sequence of SheetCell
        In order of time.
    words : SheetWords
    legend : sequence of LegendGroup
        Of all of them together.
    """
    paper = _paper_of([cell.pixels for cell in cells])
    sheet = Drawing(*SHEET, hex_of(paper), words.title, words.description)
    sheet.source, sheet.language = words.source, words.language
    title, size = fitted_line(words.title, SHEET[0] - 2 * _MARGIN, _TITLE, LEAST, serif=True)
    sheet.add(Label(_MARGIN, _MARGIN + 0.6 * _TITLE, title, size, INK, serif=True))
    width, height, columns = cell_box(len(cells))
    sizes = [fitted_line(cell.date, width - 4.0, 3.1, SMALLEST, bold=True)[1] for cell in cells]
    letter = min(sizes, default=3.1)
    for k, cell in enumerate(cells):
        row, column = divmod(k, columns)
        left = _MARGIN + column * (width + _GAP)
        top = _MARGIN + _HEAD + row * (height + _CAPTION + _GAP)
        sheet.add(*_cell(cell, Box(left, top, width, height), letter, paper))
    foot = SHEET[1] - _MARGIN - _FOOT + 3.0
    sheet.add(*legend_items(legend, Box(_MARGIN, foot, 190.0, _FOOT - 3.0), 5))
    parts = [Paragraph(text, LEAST, INK, bold=True, gap=0.4) for text in words.must]
    place = Box(206.0, foot, SHEET[0] - _MARGIN - 206.0, _FOOT - 3.0)
    labels, bottom = stacked(parts, place)
    sheet.add(*labels, *credit_items(place.below(bottom + 0.6), words.credit, words.language))
    return sheet


def _cell(cell: SheetCell, box: Box, letter: float, paper: RGB) -> list[Item]:
    rows, columns = cell.pixels.shape[:2]
    scale = min(box.width / columns, box.height / rows)
    width, height = columns * scale, rows * scale
    x, y = box.left + (box.width - width) / 2, box.top + (box.height - height) / 2
    # A wash round the block runs out into the sheet; flat paper is that of the sheet already.
    pixels = (
        faded(cell.pixels, paper, max(1, columns // 25)) if _has_paper(cell.pixels, paper) else cell.pixels
    )
    below = box.bottom + 0.28 * _CAPTION
    date, size = fitted_line(capital(cell.date), box.width - 4.0, letter, min(letter, SMALLEST), bold=True)
    name, small = fitted_line(cell.name, box.width, LEAST, SMALLEST)
    return [
        Picture(x, y, pixels, width, height, drawn=True, alt=f"{cell.date}: {cell.name}"),
        *certainty_dot(cell.certainty, (box.left + 1.3, below), 1.1, hex_of(paper)),
        Label(box.left + 3.6, below, date, size, INK, bold=True),
        Label(box.left, below + 0.46 * _CAPTION, name, small, SOFT),
    ]


def merged_legend(legends: Sequence[Sequence[dict[str, Any]]], order: Sequence[str]) -> list[dict[str, Any]]:
    """Return the legend of many pictures: each class that is in view in one of them, once.

    Parameters
    ----------
    legends : sequence of LegendGroup sequences
    order : sequence of str
        Keys of classes as the legend files have them.
    """
    whole: list[dict[str, Any]] = list(legends[0])
    for legend in legends[1:]:
        whole = joined_legend(whole, legend)
    place = {key: k for k, key in enumerate(order)}
    return [
        {**group, "items": sorted(group["items"], key=lambda item: place.get(item["key"], len(place)))}
        for group in whole
    ]


def cropped(pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return pictures of one size without the empty paper that they have in common round the block.

    Parameters
    ----------
    pictures : sequence of (rows, columns, 3) uint8
        Their upper left pixel is paper: of one colour, or the wash of a picture without a page.
    """
    drawn = np.zeros(pictures[0].shape[:2], dtype=bool)
    for picture in pictures:
        away = np.abs(picture.astype(np.int16) - _paper_behind(picture)).max(axis=2)
        drawn |= away > _PAPER
    if not drawn.any():
        return list(pictures)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    window = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    return [picture[window] for picture in pictures]


def _paper_behind(picture: np.ndarray) -> np.ndarray:
    """Return the paper of a picture, (rows, columns, 3) or (3,) where it is flat."""
    rows, columns = picture.shape[:2]
    wash = make_paper(BlockColours.sky_top, BlockColours.sky_bottom)[::-1]
    whole = np.asarray(Image.fromarray(wash).resize((columns, rows), Image.Resampling.BILINEAR))
    # Only a wash is lighter in the middle of an edge than in the corner, both as it is drawn.
    places = ((0, 0), (0, columns // 2))
    washed = all(np.abs(picture[at].astype(int) - whole[at]).max() <= _PAPER / 2 for at in places)
    return np.asarray(whole if washed else picture[0, 0]).astype(np.int16)


def _paper_of(pictures: Sequence[np.ndarray]) -> RGB:
    """Return the paper of pictures, that of their sheet; white where they have none in their corners."""
    corners = _corners(pictures)
    if len(corners) == 0 or np.ptp(corners, axis=0).max() > 2 * _PAPER:
        return _WHITE
    red, green, blue = (round(float(value)) for value in np.median(corners, axis=0))
    return red, green, blue


def _has_paper(picture: np.ndarray, paper: RGB) -> bool:
    return bool(np.abs(_corners([picture]) - np.array(paper)).max() <= 2 * _PAPER)


def _corners(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """Return the corner pixels of pictures, (n, 3)."""
    return np.array(
        [p[row, column] for p in pictures for row in (0, -1) for column in (0, -1)], dtype=np.int16
    )
