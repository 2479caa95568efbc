"""Where things are in the picture of a section: m along the line and m NAP to px, axes and ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.report.drawing import Label, Stroke
from wijkgenese3d.report.words import number_words, word

__all__ = [
    "INK",
    "LEFT",
    "PLOT",
    "SOFT",
    "TOP",
    "WIDTH",
    "SectionFrame",
    "axes",
    "ticks",
]

WIDTH, LEFT, RIGHT, TOP = 1600, 110, 50, 168
PLOT = WIDTH - LEFT - RIGHT
"""Largest width of the plot, px."""
LOWEST, HIGHEST, NARROWEST = 240, 640, 160
"""Least and largest height of the plot, and its least width, px."""
EXAGGERATIONS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100)
INK, SOFT = "#2E2620", "#6E6457"


@dataclass(frozen=True)
class SectionFrame:
    """The plot: ``width`` x ``height`` px for ``length`` m and ``bottom`` to ``top`` m NAP."""

    length: float
    bottom: float
    top: float
    width: int
    height: int

    @classmethod
    def fitted(cls, length: float, base: float, floor: float, top: float, wanted: float) -> SectionFrame:
        """Choose the plot: the wanted exaggeration where it fits, else the nearest that does.

        Parameters
        ----------
        length : float
            Of the line, m.
        base, floor, top : float
            m NAP: underside of the model; the height that a short line shows down to, for its model
            would be a pole; and what must be in view above.
        wanted : float
            Exaggeration.
        """
        across = PLOT / length
        bottom = base if (top - base) * across <= HIGHEST else floor
        fit = HIGHEST / ((top - bottom) * across)
        factor = max((e for e in (*EXAGGERATIONS, wanted) if e <= min(fit, wanted)), default=1.0)
        if (top - bottom) * across * factor < LOWEST:
            least = LOWEST / ((top - bottom) * across)
            factor = next((e for e in EXAGGERATIONS if e >= least), EXAGGERATIONS[-1])
        scale = min(across, HIGHEST / ((top - bottom) * factor))
        width = max(NARROWEST, round(length * scale))
        height = max(1, min(HIGHEST, round((top - bottom) * factor * scale)))
        return cls(length, bottom, top, width, height)

    @property
    def exaggeration(self) -> float:
        """How many times larger heights are drawn than distances."""
        return (self.height / (self.top - self.bottom)) / (self.width / self.length)

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Of the plot, px."""
        right, below = LEFT + self.width, TOP + self.height
        return [(LEFT, TOP), (right, TOP), (right, below), (LEFT, below)]

    def x(self, distance: float) -> float:
        """Return the px of a distance along the line."""
        return LEFT + distance * self.width / self.length

    def y(self, z: float) -> float:
        """Return the px of a height; what lies outside the plot is put on its edge."""
        share = (self.top - z) / (self.top - self.bottom)
        return TOP + min(max(share, 0.0), 1.0) * self.height

    def points(self, distance: np.ndarray, z: np.ndarray) -> list[tuple[float, float]]:
        """Return the px of points; the outermost are put on the sides of the plot."""
        x = np.clip(LEFT + distance * self.width / self.length, LEFT, LEFT + self.width)
        half = 0.51 * self.width / len(x) if len(x) > 1 else self.width
        x = np.where(x <= LEFT + half, LEFT, np.where(x >= LEFT + self.width - half, LEFT + self.width, x))
        return [(float(px), self.y(float(height))) for px, height in zip(x, z, strict=True)]


def ticks(low: float, high: float, count: int) -> list[float]:
    """Return round numbers between two bounds, about ``count`` of them.

    >>> ticks(-20, 63, 5)
    [-20.0, 0.0, 20.0, 40.0, 60.0]
    """
    rough = (high - low) / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 6) + 0.0 for k in range(first, math.floor(high / step + 1e-9) + 1)]


def axes(frame: SectionFrame, corners: Sequence[Sequence[float]], language: str) -> list[Label | Stroke]:
    """Return both axes with their ticks, and a letter at every corner of the line."""
    items: list[Label | Stroke] = []
    below = TOP + frame.height
    for z in ticks(frame.bottom, frame.top, max(3, frame.height // 70)):
        y = frame.y(z)
        items.append(Stroke([(LEFT - 8, y), (LEFT, y)], INK))
        items.append(Label(LEFT - 12, y, number_words(z, language, 0), 15, INK, "end"))
    for d in ticks(0.0, frame.length, max(2, frame.width // 150)):
        x = frame.x(d)
        items.append(Stroke([(x, below), (x, below + 8)], INK))
        digits = 0 if d.is_integer() else 1
        items.append(Label(x, below + 20, number_words(d, language, digits), 15, INK, "middle"))
    items.append(Stroke([*frame.corners, frame.corners[0]], INK))
    items.append(Label(34, TOP + frame.height / 2, word("height", language), 15, SOFT, "middle", turn=-90.0))
    items.append(Label(LEFT + frame.width / 2, below + 44, word("distance", language), 15, SOFT, "middle"))
    return items + _letters(frame, corners)


def _letters(frame: SectionFrame, corners: Sequence[Sequence[float]]) -> list[Label | Stroke]:
    xy = np.asarray(corners, dtype=np.float64)
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    items: list[Label | Stroke] = []
    for k, distance in enumerate(at.tolist()):
        x = frame.x(distance)
        if 0 < k < len(at) - 1:
            items.append(Stroke([(x, TOP), (x, TOP + frame.height)], SOFT, 1.0, 3.0))
        items.append(Label(x, TOP - 14, letter(k), 17, INK, "middle", bold=True))
    return items


def letter(k: int) -> str:
    """Return the name of a corner: A ... Z, A2 ..."""
    return chr(65 + k % 26) + (str(k // 26 + 1) if k >= 26 else "")
