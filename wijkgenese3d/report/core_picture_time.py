"""The time of a core in a picture: how high the ground lay, what lay on it, and what stood there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.report.drawing import Area, Label, Stroke, wrapped
from wijkgenese3d.report.section_frame import INK, SOFT
from wijkgenese3d.scene.plain_words import number_words
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["TimeChart", "cover_runs"]

BAR, CURRENT, TRACK = "#D8CDB8", "#96560A", "#A89C88"
STRIP, STOOD = 16, 40
_HEAD, _FOOT = 30, 22
_BOLD = 0.84
"""Width of letters to that of bold ones."""

Item = Area | Stroke | Label


@dataclass(frozen=True)
class TimeChart:
    """Where the diagram is drawn.

    Parameters
    ----------
    left, top, width : float
        px.
    high : float
        Height of the bars, px.
    levels : (low, high)
        m NAP at the foot and at the top of the bars.
    language : str
    """

    left: float
    top: float
    width: float
    high: float
    levels: tuple[float, float]
    language: str

    def items(self, core: Mapping[str, Any], title: str) -> Iterator[Item]:
        """Yield the diagram of a core (``Core`` of the shared components) under a title."""
        yield Label(self.left, self.top + 8, title, 18, INK, bold=True)
        for k, bar in enumerate(core["bars"]):
            now = bar["index"] == core["index"] and core["between"] is None
            yield from self._bar(k, len(core["bars"]), bar, CURRENT if now else BAR)
        if core["between"]:
            yield from self._between(core)
        y = self._y(core["today"])
        yield Stroke([(self.left, y), (self.left + self.width, y)], INK, 1.0, 5.0)
        now = say("core.now", self.language, z=number_words(core["today"], self.language, 1))
        yield Label(self.left + self.width, y - 10, now, 13, INK, "end")
        yield from self._note(core)
        foot = self._foot + STRIP + 16
        ends = (core["bars"][0]["label"], core["bars"][-1]["label"])
        yield Label(self.left, foot, ends[0], 13, SOFT)
        middle = ui_words(self.language)["core.cover"]
        yield Label(self.left + self.width / 2, foot, middle, 13, SOFT, "middle")
        yield Label(self.left + self.width, foot, ends[1], 13, SOFT, "end")
        yield from self._stood(core, foot + _FOOT)

    def height(self, core: Mapping[str, Any]) -> float:
        """Return how high all of it is, px."""
        return _HEAD + self.high + STRIP + 16 + _FOOT + 24 + STOOD * max(len(core["stood"]), 1)

    @property
    def _foot(self) -> float:
        return self.top + _HEAD + self.high + 4

    def _y(self, level: float) -> float:
        low, high = self.levels
        return self._foot - 4 - (level - low) / (high - low) * self.high

    def _x(self, place: float, count: int) -> float:
        return self.left + place * self.width / count

    def _bar(self, k: int, count: int, bar: Mapping[str, Any], colour: str) -> Iterator[Item]:
        x0, x1 = self._x(k, count) + 1, self._x(k + 1, count) - 1
        yield Area([_box(x0, self._y(bar["ground"]), x1, self._foot - 4)], colour)
        yield Area([_box(x0, self._foot, x1, self._foot + STRIP)], bar["cover_colour"], edge=INK)

    def _between(self, core: Mapping[str, Any]) -> Iterator[Item]:
        """Yield the bar of a typed year, on the border after the stop before it."""
        place = next(k for k, bar in enumerate(core["bars"]) if bar["index"] == core["index"]) + 1
        x, y = self._x(place, len(core["bars"])), self._y(core["between"]["ground"])
        yield Area([_box(x - 4, y, x + 4, self._foot - 4)], CURRENT)
        yield Label(x + 8, y - 9, core["between"]["label"], 13, INK, bold=True)

    def _note(self, core: Mapping[str, Any]) -> Iterator[Item]:
        """Yield what is said of the bar that stands out, on the side with most room."""
        note, bars = core["note"], core["bars"]
        if not note:
            return
        place = next(k for k, bar in enumerate(bars) if bar["index"] == note["index"])
        y = self._y(bars[place]["ground"]) + 8
        if place > 4:
            yield Label(self._x(place, len(bars)) - 6, y, note["text"], 13, INK, "end")
        else:
            yield Label(self._x(place + 1, len(bars)) + 6, y, note["text"], 13, INK)

    def _stood(self, core: Mapping[str, Any], top: float) -> Iterator[Item]:
        words = ui_words(self.language)
        yield Label(self.left, top + 8, words["probe.stood"], 16, INK, bold=True)
        if not core["stood"]:
            yield Label(self.left, top + 32, words["probe.stood_none"], 14, SOFT)
        for k, row in enumerate(core["stood"]):
            y = top + 30 + k * STOOD
            said = ", ".join(text for text in (f"{row['name']}: {row['years']}", row["away"]) if text)
            yield Label(self.left, y, _fitted(said, 14, self.width), 14, INK, bold=row["now"])
            line = [(self.left, y + 21), (self.left + self.width, y + 21)]
            yield Stroke(line, TRACK, 0.8)
            count = len(core["bars"])
            x0 = self._x(row["first"], count)
            x1 = max(self._x(row["last"], count), x0 + 5)
            yield Area([_box(x0, y + 12, x1, y + 21)], CURRENT if row["now"] else TRACK)


def cover_runs(bars: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say what lay on the ground, stops after each other with the same as one."""
    runs: list[list[str]] = []
    for bar in bars:
        if runs and runs[-1][0] == bar["cover"]:
            runs[-1][2] = bar["label"]
        else:
            runs.append([bar["cover"], bar["label"], bar["label"]])
    return [f"{cover} {first}" + ("" if first == last else f" – {last}") for cover, first, last in runs]


def _fitted(text: str, size: int, width: float) -> str:
    """Return a text, cut at a word where it is wider than ``width`` px in bold letters."""
    first, *more = wrapped(text, size, width * _BOLD)
    return f"{first} …" if more else text


def _box(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
