"""The picture of a cloudburst: where the water of each period went, and for one period a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import Caption, heading
from wijkgenese3d.report.drawing import Area, Drawing, Label, Picture, Stroke, text_width, wrapped
from wijkgenese3d.report.drawing_file import drawing_bytes
from wijkgenese3d.report.map_parts import boundary_strokes, north_arrow, scale_bar
from wijkgenese3d.report.page_text import fitted_line
from wijkgenese3d.report.section_body import PAPER
from wijkgenese3d.report.section_frame import INK, SOFT
from wijkgenese3d.report.words import number_words, word
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.words import say

__all__ = ["DEPTHS", "RainSubject", "rain_file"]

LEFT, TOP, WIDTH, LARGEST = 60, 160, 1500, 900
NAMES, BARS, ROW = 250, 900, 44
"""Width of the names and of the bars, height of a row, px."""
SIDE = 360
PARTS = (
    ("ground", "#8A7A55", "#FFFFFF"),
    ("in_sewer", "#7A3E82", "#FFFFFF"),
    ("ponded", "#2F86B8", "#FFFFFF"),
    ("outflow", "#0F4C78", "#FFFFFF"),
)
"""Key of the words, colour and ink; the colours of the app."""
DEPTHS = (0.02, 0.10, 0.25, 0.50)
"""Least depth of each step of the map, m."""
DEPTH_COLOURS = ("#B9DDF0", "#6FB3DA", "#2F86B8", "#0F4C78")
_LIGHT = (-0.55, 0.50, 0.67)
_WIDEST = 7.0
"""Of a line of water, px."""


@dataclass(frozen=True)
class RainSubject:
    """What the picture shows.

    Parameters
    ----------
    outcomes : sequence of RainOutcome
        Of one storm, in order of time.
    names : sequence of str
        Of the periods.
    told : sequence of str
        Sentences, and what must be said with them.
    caption : Caption
    part : TimeSlice, optional
        Where there is one period: for the map.
    boundary : (n, 2)
        Ring round the quarter, RD m; may be empty.
    """

    outcomes: Sequence[RainOutcome]
    names: Sequence[str]
    told: Sequence[str]
    caption: Caption
    part: TimeSlice | None = None
    boundary: np.ndarray = field(default_factory=lambda: np.empty((0, 2)), repr=False)


def rain_file(subject: RainSubject, kind: str) -> bytes:
    """Draw it as ``png``, ``svg`` or ``pdf``."""
    return drawing_bytes(_drawing(subject), kind)


def _drawing(subject: RainSubject) -> Drawing:
    caption = subject.caption
    drawing = Drawing(WIDTH, 0, PAPER, f"{caption.title}. {caption.subtitle}", "")
    drawing.source, drawing.language = caption.source, caption.language
    drawing.add(*heading(caption, LEFT, WIDTH))
    y = _add_bars(drawing, subject, TOP + 10.0)
    if subject.part is not None:
        y = _add_map(drawing, subject, subject.part, round(y) + 30)
    for text in subject.told:
        for line in wrapped(text, 16, WIDTH - 2 * LEFT):
            drawing.add(Label(LEFT, y, line, 16, INK))
            y += 24
    drawing.add(Label(LEFT, y + 12, caption.disclaimer, 16, INK, bold=True))
    y += 12
    for line in wrapped(caption.credit, 14, WIDTH - 2 * LEFT):
        y += 24
        drawing.add(Label(LEFT, y, line, 14, SOFT))
    drawing.height = round(y + 34)
    said = [_row_words(o, n, caption.language) for o, n in zip(subject.outcomes, subject.names, strict=True)]
    drawing.description = " ".join((f"{drawing.title}.", *said, *subject.told, caption.disclaimer))
    return drawing


# ---------------------------------------------------------------- bars


def _volumes(outcome: RainOutcome) -> tuple[float, ...]:
    """Return m3 in the order of :data:`PARTS`."""
    ground = outcome.infiltrated_m3 - outcome.sewer_m3
    return ground, outcome.sewer_m3, outcome.ponded_m3, outcome.outflow_m3


def _add_bars(drawing: Drawing, subject: RainSubject, y: float) -> float:
    """Add a bar for each period, with the parts named above; return where they end, px."""
    language = subject.caption.language
    x = float(LEFT + NAMES)
    for key, colour, _ in PARTS:
        drawing.add(Area([_box(x, y - 9, 18, 18)], colour))
        text = say(f"rain.{key}", language)
        drawing.add(Label(x + 26, y, text, 15, INK))
        x += 26 + text_width(text, 15) + 30
    deepest = LEFT + NAMES + BARS + 24
    drawing.add(Label(deepest, y, say("rain.depth", language), 15, SOFT))
    y += 40
    for outcome, name in zip(subject.outcomes, subject.names, strict=True):
        said, size = fitted_line(name, NAMES - 14, 16, 9, bold=True)
        drawing.add(Label(LEFT, y, said, size, INK, bold=True))
        _add_bar(drawing, outcome, y, language)
        drawing.add(Label(deepest, y, _depth(outcome, language), 15, INK))
        y += ROW
    return y + 6


def _add_bar(drawing: Drawing, outcome: RainOutcome, y: float, language: str) -> None:
    x = float(LEFT + NAMES)
    for volume, (_, colour, ink) in zip(_volumes(outcome), PARTS, strict=True):
        share = volume / outcome.rain_m3 if outcome.rain_m3 > 0 else 0.0
        wide = share * BARS
        if wide > 0:
            drawing.add(Area([_box(x, y - 14, wide, 28)], colour))
        text = f"{number_words(100 * share, language, 0)} %"
        if text_width(text, 14, bold=True) + 10 < wide:
            drawing.add(Label(x + wide / 2, y, text, 14, ink, "middle", bold=True))
        x += wide


def _depth(outcome: RainOutcome, language: str) -> str:
    if outcome.max_depth_at is None:
        return say("rain.none", language)
    return f"{number_words(outcome.max_depth_m, language, 2)} m"


def _row_words(outcome: RainOutcome, name: str, language: str) -> str:
    parts = (
        f"{number_words(volume, language, 0)} m³ {say(f'rain.{key}', language)}"
        for volume, (key, _, _) in zip(_volumes(outcome), PARTS, strict=True)
    )
    return f"{name}: {', '.join(parts)}."


# ---------------------------------------------------------------- map


def _add_map(drawing: Drawing, subject: RainSubject, part: TimeSlice, top: int) -> float:
    """Add the map of the first period; return where it ends, px."""
    outcome, language = subject.outcomes[0], subject.caption.language
    extent = part.grid.extent
    scale = min((WIDTH - 2 * LEFT - SIDE) / extent.width, LARGEST / extent.height)
    size = max(1, round(extent.width * scale)), max(1, round(extent.height * scale))
    drawing.add(Picture(LEFT, top, _map_pixels(outcome, part, size, scale), drawn=True))
    drawing.add(*_water_lines(outcome, (LEFT, top), scale, part))
    drawing.add(*boundary_strokes(subject.boundary, extent, (LEFT, top), size))
    right, below = LEFT + size[0], top + size[1]
    drawing.add(Stroke([*_box(LEFT, top, size[0], size[1]), (LEFT, top)], INK))
    drawing.add(*scale_bar(extent.width, scale, (LEFT, below + 26)))
    drawing.add(*north_arrow((right + 51, top), language))
    y = top + 100.0
    for k, colour in enumerate(DEPTH_COLOURS):
        drawing.add(Area([_box(right + 36, y - 11, 34, 22)], colour, edge=SOFT))
        drawing.add(Label(right + 82, y, _step_words(k, language), 15, INK))
        y += 32
    if len(subject.boundary) > 2:
        drawing.add(Stroke([(right + 36, y), (right + 70, y)], "#3B332B", 2.0))
        drawing.add(Label(right + 82, y, word("boundary", language), 15, INK))
    return below + 70.0


def _step_words(step: int, language: str) -> str:
    """Say what a step of depth means.

    >>> _step_words(0, "nl"), _step_words(3, "en")
    ('2 - 10 cm water', 'more than 50 cm of water')
    """
    low = f"{100 * DEPTHS[step]:.0f}"
    kind = "cm water" if language == "nl" else "cm of water"
    if step + 1 == len(DEPTHS):
        return f"{word('more_than', language)} {low} {kind}"
    return f"{low} - {100 * DEPTHS[step + 1]:.0f} {kind}"


def _map_pixels(outcome: RainOutcome, part: TimeSlice, size: tuple[int, int], scale: float) -> np.ndarray:
    """Return relief with standing water on it, (height, width, 3) uint8."""
    extent = part.grid.extent
    x = extent.xmin + (np.arange(size[0]) + 0.5) / scale
    y = extent.ymax - (np.arange(size[1]) + 0.5) / scale
    at = np.meshgrid(x, y)
    light = np.clip(_relief(part), 0.0, 1.0)
    tone = Sampler(part.grid, *at)(light)[..., None]
    image = np.array((214, 205, 186)) * (1 - tone) + np.array((252, 249, 241)) * tone
    depth = Sampler(outcome.grid, *at)(np.nan_to_num(outcome.depth_m))
    for least, colour in zip(DEPTHS, DEPTH_COLOURS, strict=True):
        image[depth >= least] = hex_to_rgb(colour)
    return np.asarray(np.rint(image).astype(np.uint8))


def _relief(part: TimeSlice) -> np.ndarray:
    """Return how light the ground is in a light from the north-west, (ny, nx); heights four times larger."""
    dy, dx = np.gradient(4.0 * part.ground, part.grid.cell)
    norm = np.sqrt(dx**2 + dy**2 + 1.0)
    lit = (-dx * _LIGHT[0] - dy * _LIGHT[1] + _LIGHT[2]) / norm
    return np.asarray((lit - 0.25) / 0.75)


def _water_lines(
    outcome: RainOutcome, corner: tuple[float, float], scale: float, part: TimeSlice
) -> list[Stroke]:
    """Return the ways of much water, the wider the more."""
    most = max((float(line.m3.max()) for line in outcome.lines if len(line.m3)), default=0.0)
    extent, strokes = part.grid.extent, []
    for line in outcome.lines:
        if len(line.xy) < 2 or most <= 0:
            continue
        px = corner[0] + (line.xy[:, 0] - extent.xmin) * scale
        py = corner[1] + (extent.ymax - line.xy[:, 1]) * scale
        width = max(1.0, _WIDEST * float(np.sqrt(line.m3.mean() / most)))
        strokes.append(Stroke(list(zip(px.tolist(), py.tolist(), strict=True)), DEPTH_COLOURS[3], width))
    return strokes


def _box(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
