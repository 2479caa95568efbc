"""The picture of a vertical section: ground in colours, axes, legend, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours, hex_of
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import Section, SectionLine
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.legend import AIR, Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import Caption, heading
from wijkgenese3d.report.drawing import Area, Drawing, Label, Stroke, wrapped
from wijkgenese3d.report.drawing_file import drawing_bytes, has_vectors
from wijkgenese3d.report.section_body import (
    AIR_COLOUR,
    FADE,
    PAPER,
    body_areas,
    body_pixels,
    cut,
    over_ground,
)
from wijkgenese3d.report.section_frame import (
    INK,
    LEFT,
    PLOT,
    SOFT,
    TOP,
    WIDTH,
    SectionFrame,
    axes,
    letter,
)
from wijkgenese3d.report.words import number_words, word
from wijkgenese3d.scene.words import exaggeration_words

__all__ = ["SectionSubject", "section_file"]

FEWEST_SHARE = 0.0003
"""Share of the ground in the picture that a class must have to stand in the legend."""
MARGIN = 0.08
"""Share of the height of the plot that stays free above the ground."""
LEGEND_COLUMNS, LEGEND_ROW = 4, 30
WHOLE = 1e12
"""A step longer than any line: one point, of which only the length is used."""


@dataclass(frozen=True)
class SectionSubject:
    """What a section shows.

    Parameters
    ----------
    part : TimeSlice
        The slice.
    today_ground : (ny, nx)
        Today's ground surface, m NAP: below it the depth that the model speaks to is counted.
    fabrics, legend
        Of the scene.
    corners : sequence of (x, y)
        The line, RD m.
    exaggeration : float
        How many times larger heights are drawn where that fits.
    depth : float
        To which the model speaks, m.
    caption : Caption
    """

    part: TimeSlice
    today_ground: np.ndarray
    fabrics: Mapping[int, Fabric]
    legend: Legend
    corners: Sequence[tuple[float, float]]
    exaggeration: float
    depth: float
    caption: Caption


def section_file(subject: SectionSubject, kind: str) -> bytes:
    """Draw a section as ``png``, or with polygons and words as ``svg`` or ``pdf``.

    Raises
    ------
    UsageError
        The line has fewer than two different points.
    """
    return drawing_bytes(_drawing(subject, vectors=has_vectors(kind)), kind)


def _drawing(subject: SectionSubject, *, vectors: bool) -> Drawing:
    stack, corners = subject.part.stack, list(subject.corners)
    length = SectionLine.along(corners, WHOLE).length
    frame = _frame(subject, length)
    line = SectionLine.along(corners, length / frame.width)
    sampler = Sampler(stack.grid, line.x, line.y)
    ground, deep = sampler(stack.ground), sampler(subject.today_ground) - subject.depth
    colours = BlockColours.of(subject.legend)
    section = cut(stack, subject.fabrics, line, frame, frame.height)
    swatches = _swatches(section, frame, subject, colours)

    caption = subject.caption
    drawing = Drawing(WIDTH, 0, PAPER, f"{caption.title}. {caption.subtitle}", "")
    drawing.source, drawing.language = caption.source, caption.language
    lowered = frame.points(line.distance, np.minimum(deep, ground))
    if vectors:
        drawing.add(Area([frame.corners], AIR_COLOUR))
        drawing.add(*body_areas(stack, subject.fabrics, corners, frame, colours))
        drawing.add(Area([[*lowered, *frame.corners[2:]]], PAPER, FADE))
    else:
        drawing.add(body_pixels(section, frame, colours, deep))
    for kind in ("ice", "water"):
        areas = over_ground(line, ground, sampler(getattr(subject.part, kind)), frame, kind, colours)
        drawing.add(*areas)
        swatches += [(area.fill, word(kind, caption.language)) for area in areas]
    drawing.add(Stroke(frame.points(line.distance, ground), INK, 2.0))
    if (deep > frame.bottom).any():
        drawing.add(Stroke(lowered, INK, 1.2, 7.0))
    drawing.add(*axes(frame, corners, caption.language), *heading(caption, LEFT, WIDTH))
    drawing.height = _add_foot(drawing, frame, subject, swatches)
    drawing.description = _description(subject, frame, ground, swatches)
    return drawing


def _frame(subject: SectionSubject, length: float) -> SectionFrame:
    stack = subject.part.stack
    line = SectionLine.along(list(subject.corners), length / PLOT)
    sampler = Sampler(stack.grid, line.x, line.y)
    ground, water = sampler(stack.ground), sampler(subject.part.water)
    highest = float(max(ground.max(), np.nanmax(water, initial=ground.max())))
    deep = sampler(subject.today_ground) - subject.depth
    floor = max(float(min(deep.min(), ground.min() - 5)) - 3, stack.base)
    top = highest + MARGIN * (highest - floor)
    return SectionFrame.fitted(length, stack.base, floor, top, subject.exaggeration)


def _swatches(
    section: Section, frame: SectionFrame, subject: SectionSubject, colours: BlockColours
) -> list[tuple[str, str]]:
    """Colour and name of the classes in sight, youngest first."""
    legend, language = subject.legend, subject.caption.language
    unit_codes, lithologies = section.unit[-frame.height :], section.lithology[-frame.height :]
    ground = unit_codes != AIR
    pairs = unit_codes[ground].astype(np.int64) * 256 + lithologies[ground]
    codes, counts = np.unique(pairs, return_counts=True)
    visible = codes[counts >= FEWEST_SHARE * counts.sum()] if len(codes) else codes
    rows = []
    for unit_index, lithology in (divmod(int(code), 256) for code in visible[::-1]):
        unit = legend.units[unit_index]
        member = legend.member(unit.key, lithology)
        name = (member or unit).name[language]
        if member is None and lithology != unit.lithology:
            name += f" ({legend.lithology(lithology).name[language].lower()})"
        rows.append((hex_of(colours.ground[unit_index, lithology]), name))
    return rows


def _add_foot(
    drawing: Drawing, frame: SectionFrame, subject: SectionSubject, swatches: Sequence[tuple[str, str]]
) -> int:
    """Add the scale, the legend and the small print; return the height of the picture."""
    language, y = subject.caption.language, TOP + frame.height + 84.0
    places = ", ".join(f"{letter(k)} {x:.0f} {y_:.0f}" for k, (x, y_) in enumerate(subject.corners))
    said = f"{exaggeration_words(frame.exaggeration, language, digits=2)} · RD New: {places}"
    for text in wrapped(said, 16, WIDTH - 2 * LEFT):
        drawing.add(Label(LEFT, y, text, 16, INK))
        y += 24
    y += 12
    lines = [(INK, 0.0, word("ground_line", language)), (INK, 7.0, _depth_words(subject))]
    entries: list[tuple[str, float | None, str]] = [(c, None, name) for c, name in swatches]
    entries += [(colour, dash, name) for colour, dash, name in lines]
    rows = -(-len(entries) // LEGEND_COLUMNS)
    across = PLOT / LEGEND_COLUMNS
    for k, (colour, dash, name) in enumerate(entries):
        x, yk = LEFT + (k // rows) * across, y + (k % rows) * LEGEND_ROW
        if dash is None:
            box = [(x, yk - 9), (x + 30, yk - 9), (x + 30, yk + 9), (x, yk + 9)]
            drawing.add(Area([box], colour, edge=SOFT))
        else:
            drawing.add(Stroke([(x, yk), (x + 30, yk)], colour, 2.0 if not dash else 1.2, dash))
        drawing.add(Label(x + 40, yk, name, 15, INK))
    y += rows * LEGEND_ROW + 16
    drawing.add(Label(LEFT, y, subject.caption.disclaimer, 16, INK, bold=True))
    for text in wrapped(subject.caption.credit, 14, WIDTH - 2 * LEFT):
        y += 24
        drawing.add(Label(LEFT, y, text, 14, SOFT))
    return round(y + 34)


def _depth_words(subject: SectionSubject) -> str:
    return word("depth_line", subject.caption.language).replace("30", f"{subject.depth:g}")


def _description(
    subject: SectionSubject, frame: SectionFrame, ground: np.ndarray, swatches: Sequence[tuple[str, str]]
) -> str:
    language, caption = subject.caption.language, subject.caption
    lowest, highest = (number_words(float(v), language) for v in (ground.min(), ground.max()))
    said = [
        f"{caption.title}. {caption.subtitle}.",
        f"{number_words(frame.length, language, 0)} m,"
        f" {word('ground', language)} {lowest} - {highest} m NAP: {', '.join(name for _, name in swatches)}.",
        f"{exaggeration_words(frame.exaggeration, language, digits=2)}.",
        caption.certainty,
        caption.disclaimer,
    ]
    return " ".join(said)
