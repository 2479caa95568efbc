"""The picture of a core, or of two side by side: log, time, who put it there, place, date and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wijkgenese3d.report.captions import Caption, heading
from wijkgenese3d.report.core_picture_log import ROW, LogColumn
from wijkgenese3d.report.core_picture_time import TimeChart, cover_runs
from wijkgenese3d.report.drawing import Area, Drawing, Label, Stroke, wrapped
from wijkgenese3d.report.drawing_file import drawing_bytes, has_vectors
from wijkgenese3d.report.section_body import PAPER
from wijkgenese3d.report.section_frame import INK, SOFT, ticks
from wijkgenese3d.scene.plain_words import number_words
from wijkgenese3d.scene.words import certainty_words, say, ui_words

__all__ = ["LETTERS", "core_file"]

WIDTH, LEFT, TOP, LOWEST = 1400, 60, 200, 620
COLUMN = 84
LETTERS = ("A", "B")
GRID = "#E3DACA"

Core = Mapping[str, Any]
Item = Area | Stroke | Label


def core_file(cores: Sequence[Core], caption: Caption, kind: str) -> bytes:
    """Draw cores as ``png``, or as ``svg`` or ``pdf``: words as words, without the signs of the ground.

    Parameters
    ----------
    cores : one or two mappings
        ``Core`` of the shared components.
    caption : Caption
    kind : str
    """
    return drawing_bytes(_drawing(cores, caption, vectors=has_vectors(kind)), kind)


def _drawing(cores: Sequence[Core], caption: Caption, *, vectors: bool) -> Drawing:
    named = _named(cores)
    title = f"{caption.title}. {caption.subtitle}"
    drawing = Drawing(WIDTH, 0, PAPER, title, _described(named, caption))
    drawing.source, drawing.language = caption.source, caption.language
    drawing.add(*heading(caption, LEFT, WIDTH))
    for k, (name, core) in enumerate(named):
        drawing.add(Label(LEFT, 166 + 24 * k, f"{name}{_where(core, caption.language)}", 18, INK, bold=True))
    top = TOP + 40.0 * (len(cores) - 1)
    height = max(LOWEST, *(ROW * len(core["intervals"]) for core in cores))
    right = _logs(drawing, named, (top, height), caption.language, vectors=vectors)
    foot = _charts(drawing, named, (right, top), caption.language)
    y = max(top + height, foot) + 34
    for name, core in named:
        y = _told(drawing, name, core, y, caption.language)
    drawing.height = _small_print(drawing, caption, y)
    return drawing


def _named(cores: Sequence[Core]) -> list[tuple[str, Core]]:
    return (
        [("", cores[0])] if len(cores) == 1 else [(f"{n}: ", c) for n, c in zip(LETTERS, cores, strict=False)]
    )


def _where(core: Core, language: str) -> str:
    x, y = (f"{value:.0f}" for value in core["at"])
    return f"{core['where']} · {say('probe.rd', language, x=x, y=y)}"


def _logs(
    drawing: Drawing,
    named: Sequence[tuple[str, Core]],
    place: tuple[float, float],
    language: str,
    *,
    vectors: bool,
) -> float:
    """Add the logs, two of them on one scale of m NAP; return where there is room beside them, px."""
    top, height = place
    cores = [core for _, core in named]
    highest = max(core["ground"] for core in cores)
    lowest = min(core["ground"] - core["depth"] for core in cores)
    scale = height / (highest - lowest)
    left = LEFT + 56.0
    axis = _axis(cores, (highest, lowest), language)
    for value, level in axis:
        y = top + (highest - level) * scale
        drawing.add(Stroke([(left - 8, y), (left, y)], INK), Label(left - 12, y, value, 15, INK, "end"))
    unit = "m NAP" if len(cores) > 1 else ui_words(language)["probe.depth"]
    drawing.add(Label(LEFT - 26, top + height / 2, unit, 15, SOFT, "middle", turn=-90.0))
    for name, core in named:
        ground = top + (highest - core["ground"]) * scale
        column = LogColumn(left, COLUMN, (top, height), (ground, scale), vectors)
        drawing.add(*column.items(core))
        if name:
            drawing.add(Label(left + COLUMN / 2, ground - 14, name[0], 17, INK, "middle", bold=True))
        left += COLUMN + column.words_width(core) + 24
        if not name:
            left = _brackets(drawing, core, left, (top, scale))
    return left + 16


def _axis(cores: Sequence[Core], ends: tuple[float, float], language: str) -> list[tuple[str, float]]:
    """Return what stands at which level, m NAP: depths beside one log, levels beside two."""
    high, low = ends
    if len(cores) > 1:
        return [(number_words(level, language), level) for level in ticks(low, high, 8)]
    return [(number_words(depth, language), high - depth) for depth in ticks(0, cores[0]["depth"], 4)]


def _brackets(drawing: Drawing, core: Core, left: float, place: tuple[float, float]) -> float:
    """Add the zones beside the words of a log; return the right side of them, px."""
    top, scale = place
    for zone in core["zones"]:
        y0, y1 = (top + zone[key] * scale for key in ("depth_top", "depth_base"))
        y0, y1 = y0 + 2, max(y1 - 2, y0 + 4)
        drawing.add(Stroke([(left, y0), (left + 8, y0), (left + 8, y1), (left, y1)], SOFT, 1.4))
        # Upright where that fits; a thin zone says its name beside it.
        long = 8.5 * len(zone["name"])
        if long <= y1 - y0:
            drawing.add(Label(left + 22, (y0 + y1) / 2, zone["name"], 15, INK, "middle", True, -90.0))
        else:
            drawing.add(Label(left + 14, (y0 + y1) / 2, zone["name"], 13, INK))
    return left + 130


def _charts(
    drawing: Drawing, named: Sequence[tuple[str, Core]], place: tuple[float, float], language: str
) -> float:
    """Add the time of each core; return the foot of the lowest, px."""
    left, top = place
    known = [level for _, core in named for level in _levels(core)]
    low, high = min(known), max(known)
    span = max(high - low, 4.0)
    levels = (low - 0.3 * span, low + span)
    for name, core in named:
        high_px = 200.0 if len(named) == 1 else 120.0
        chart = TimeChart(left, top, WIDTH - LEFT - left, high_px, levels, language)
        drawing.add(*chart.items(core, f"{name}{ui_words(language)['core.past']}"))
        top += chart.height(core) + 10
    return top


def _levels(core: Core) -> list[float]:
    between = [core["between"]["ground"]] if core["between"] else []
    return [core["today"], *between, *(bar["ground"] for bar in core["bars"])]


def _told(drawing: Drawing, name: str, core: Core, y: float, language: str) -> float:
    """Add who put the layers there, what lay on them, and a sentence; return where it ends, px."""
    words = ui_words(language)
    room = WIDTH - 2 * LEFT
    drawing.add(Label(LEFT, y, f"{name}{words['probe.who']}", 16, INK, bold=True))
    for line in _made(core, language):
        for text in wrapped(line, 14, room):
            y += 21
            drawing.add(Label(LEFT, y, text, 14, INK))
    y += 30
    drawing.add(Label(LEFT, y, f"{name}{words['probe.covers']}", 16, INK, bold=True))
    for text in wrapped(" · ".join(cover_runs(core["bars"])), 14, room):
        y += 21
        drawing.add(Label(LEFT, y, text, 14, INK))
    for text in wrapped(core["sentence"], 16, room):
        y += 28
        drawing.add(Label(LEFT, y, text, 16, INK))
    return y + 36


def _made(core: Core, language: str) -> Iterator[str]:
    """Yield a line for each event: how deep, who, when, how sure; neighbours of one event as one."""
    rows: list[list[Any]] = []
    for layer in core["intervals"]:
        if rows and rows[-1][2] == layer["event"]:
            rows[-1][1] = layer["depth_base"]
        else:
            rows.append([layer["depth_top"], layer["depth_base"], layer["event"], layer["event_certainty"]])
    for top, base, event, certainty in rows:
        a, b = (number_words(depth, language, 1) for depth in (top, base))
        yield f"{a} – {b} m: {event} ({certainty_words(certainty, language).lower()})"


def _small_print(drawing: Drawing, caption: Caption, y: float) -> int:
    drawing.add(Label(LEFT, y, ui_words(caption.language)["core.lines"], 14, SOFT))
    y += 26
    drawing.add(Label(LEFT, y, caption.disclaimer, 16, INK, bold=True))
    for text in wrapped(caption.credit, 14, WIDTH - 2 * LEFT):
        y += 23
        drawing.add(Label(LEFT, y, text, 14, SOFT))
    return round(y + 32)


def _described(named: Sequence[tuple[str, Core]], caption: Caption) -> str:
    """Say what the picture shows, for who does not see it."""
    said = [f"{caption.title}. {caption.subtitle}."]
    for name, core in named:
        layers = "; ".join(
            f"{number_words(one['depth_top'], caption.language, 1)} m: {one['text']}"
            for one in core["intervals"]
        )
        said.append(f"{name}{_where(core, caption.language)}. {layers}. {core['sentence']}")
    return " ".join([*said, caption.certainty, caption.disclaimer])
