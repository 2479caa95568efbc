"""The map of what was raised and dug between two slices."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.difference_steps import DIFFERENCE_COLOURS, STEPS, step_of
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.report.captions import Caption, heading
from wijkgenese3d.report.difference import Difference
from wijkgenese3d.report.drawing import Area, Drawing, Label, Picture, Stroke, wrapped
from wijkgenese3d.report.drawing_file import drawing_bytes
from wijkgenese3d.report.map_parts import boundary_strokes, north_arrow, scale_bar
from wijkgenese3d.report.section_body import PAPER
from wijkgenese3d.report.section_frame import INK, SOFT
from wijkgenese3d.report.words import number_words, word

__all__ = ["DifferenceSubject", "difference_file", "step_words"]

LEFT, TOP, WIDTH, LARGEST = 60, 160, 1500, 960
SIDE = 360
"""Width of the column with the legend, px."""
MARK_EVERY = 20
"""Distance between the plus and minus signs, px: a map that needs no colour."""


@dataclass(frozen=True)
class DifferenceSubject:
    """What the map shows; ``boundary`` (n, 2) is the ring round the quarter, RD m, and may be empty."""

    difference: Difference
    boundary: np.ndarray = field(repr=False)
    caption: Caption


def difference_file(subject: DifferenceSubject, kind: str) -> bytes:
    """Draw the map as ``png``, or with its words as words as ``pdf``."""
    return drawing_bytes(_drawing(subject), kind)


def _drawing(subject: DifferenceSubject) -> Drawing:
    difference, caption = subject.difference, subject.caption
    extent = difference.grid.extent
    scale = min((WIDTH - 2 * LEFT - SIDE) / extent.width, LARGEST / extent.height)
    width, height = max(1, round(extent.width * scale)), max(1, round(extent.height * scale))
    x = extent.xmin + (np.arange(width) + 0.5) / scale
    y = extent.ymax - (np.arange(height) + 0.5) / scale
    # In steps, of values between the cell centres: no stairs of cells at the edges.
    rise = Sampler(difference.grid, *np.meshgrid(x, y))(difference.rise)
    steps = step_of(rise)
    table = np.array([hex_to_rgb(DIFFERENCE_COLOURS[k]) for k in range(-3, 4)], dtype=np.uint8)

    drawing = Drawing(WIDTH, 0, PAPER, f"{caption.title}. {caption.subtitle}", "")
    drawing.source, drawing.language = caption.source, caption.language
    drawing.add(Picture(LEFT, TOP, table[steps.astype(np.intp) + 3]))
    drawing.add(*_marks(steps))
    right, below = LEFT + width, TOP + height
    corners = [(LEFT, TOP), (right, TOP), (right, below), (LEFT, below)]
    drawing.add(Stroke([*corners, corners[0]], INK))
    drawing.add(*boundary_strokes(subject.boundary, extent, (LEFT, TOP), (width, height)))
    drawing.add(*heading(caption, LEFT, WIDTH))
    end = _add_side(drawing, subject, right + 36)
    drawing.add(*scale_bar(extent.width, scale, (LEFT, below + 26)))
    y_foot = max(below + 70, end + 30)
    drawing.add(Label(LEFT, y_foot, caption.disclaimer, 16, INK, bold=True))
    for text in wrapped(caption.credit, 14, WIDTH - 2 * LEFT):
        y_foot += 24
        drawing.add(Label(LEFT, y_foot, text, 14, SOFT))
    drawing.height = round(y_foot + 34)
    drawing.description = " ".join((f"{drawing.title}.", *_volumes(subject), caption.disclaimer))
    return drawing


def _marks(steps: np.ndarray) -> list[Stroke]:
    """Plus signs where it was raised, minus signs where it was dug."""
    strokes = []
    half, reach = MARK_EVERY // 2, 3
    for row in range(half, steps.shape[0], MARK_EVERY):
        for column in range(half, steps.shape[1], MARK_EVERY):
            step = int(steps[row, column])
            if step:
                strokes.extend(_mark(LEFT + column, TOP + row, reach, raised=step > 0))
    return strokes


def _mark(x: float, y: float, reach: float, *, raised: bool) -> list[Stroke]:
    lines = [Stroke([(x - reach, y), (x + reach, y)], INK, 1.0)]
    if raised:
        lines.append(Stroke([(x, y - reach), (x, y + reach)], INK, 1.0))
    return lines


def _add_side(drawing: Drawing, subject: DifferenceSubject, x: float) -> float:
    """Add the north arrow, the legend and the volumes beside the map; return where they end, px."""
    language = subject.caption.language
    drawing.add(*north_arrow((x + 15, TOP), language))
    y = TOP + 100.0
    for step in (3, 2, 1, 0, -1, -2, -3):
        box = [(x, y - 11), (x + 34, y - 11), (x + 34, y + 11), (x, y + 11)]
        drawing.add(Area([box], DIFFERENCE_COLOURS[step], edge=SOFT))
        if step:
            drawing.add(*_mark(x + 17, y, 4, raised=step > 0))
        drawing.add(Label(x + 46, y, step_words(step, language), 15, INK))
        y += 32
    if len(subject.boundary) > 2:
        drawing.add(Stroke([(x, y), (x + 34, y)], "#3B332B", 2.0))
        drawing.add(Label(x + 46, y, word("boundary", language), 15, INK))
    y += 48
    for said in _volumes(subject):
        for text in wrapped(said, 16, SIDE - 36):
            drawing.add(Label(x, y, text, 16, INK))
            y += 24
        y += 10
    return y


def step_words(step: int, language: str) -> str:
    """Say what a step means.

    >>> step_words(2, "nl"), step_words(-3, "en")
    ('2 - 5 m opgehoogd', 'more than 5 m dug or worn away')
    """
    if step == 0:
        return word("same", language)
    digits = 1 if abs(step) == 1 else 0
    low = number_words(STEPS[abs(step) - 1], language, digits)
    kind = word("raised" if step > 0 else "dug", language)
    if abs(step) == len(STEPS):
        return f"{word('more_than', language)} {low} m {kind}"
    return f"{low} - {number_words(STEPS[abs(step)], language, 0)} m {kind}"


def _volumes(subject: DifferenceSubject) -> list[str]:
    difference, language = subject.difference, subject.caption.language
    rows = (
        ("raised", difference.raised_m3, difference.max_raised_m),
        ("dug", difference.dug_m3, difference.max_dug_m),
    )
    return [
        f"{number_words(volume, language, 0)} m³ {word(key, language)},"
        f" {word('at_most', language)} {number_words(most, language)} m."
        for key, volume, most in rows
    ]
