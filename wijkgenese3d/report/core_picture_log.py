"""The log of a core in a picture: column with signs, words beside it, boundaries as sure as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.pattern_tiles import LEVELS, ground_tile
from wijkgenese3d.report.drawing import Area, Label, Picture, Stroke, text_width
from wijkgenese3d.report.section_frame import INK, SOFT

__all__ = ["ROW", "LogColumn", "spread"]

ROW = 20
"""px that a line of words takes."""
SIZE = 15
_DASH = {"zeker": 0.0, "waarschijnlijk": 7.0, "aanname": 2.5}
_LEADER = 22

Item = Area | Stroke | Label | Picture


@dataclass(frozen=True)
class LogColumn:
    """Where a log is drawn.

    Parameters
    ----------
    left, width : float
        Of the column, px.
    frame : (top, height)
        Of what is shared with other columns, px.
    ground : (y, scale)
        Where the ground is, px, and px per m of depth.
    vectors : bool
        Without the signs, which are pixels.
    """

    left: float
    width: float
    frame: tuple[float, float]
    ground: tuple[float, float]
    vectors: bool

    def y(self, depth: float) -> float:
        """Return the px of a depth, m below the ground."""
        return self.ground[0] + depth * self.ground[1]

    def items(self, core: Mapping[str, Any]) -> Iterator[Item]:
        """Yield the log of a core (``Core`` of the shared components)."""
        layers = core["intervals"]
        for layer in layers:
            yield from self._layer(layer)
        for layer in layers[:-1]:
            y = self.y(layer["depth_base"])
            ends = [(self.left, y), (self.left + self.width, y)]
            yield Stroke(ends, INK, 1.5, _DASH[layer["certainty"]])
        if layers:
            y0, y1 = self.y(0.0), self.y(layers[-1]["depth_base"])
            yield Stroke([*_box(self.left, y0, self.width, y1 - y0), (self.left, y0)], INK, 1.6)
        yield from self._words(layers)

    def _layer(self, layer: Mapping[str, Any]) -> Iterator[Item]:
        y0, y1 = self.y(layer["depth_top"]), self.y(layer["depth_base"])
        yield Area([_box(self.left, y0, self.width, y1 - y0)], layer["colour"])
        rows = round(y1) - round(y0)
        if not self.vectors and rows > 0:
            pixels = _signs(layer, rows, round(self.width), round(y0))
            yield Picture(round(self.left), round(y0), pixels)

    def _words(self, layers: Sequence[Mapping[str, Any]]) -> Iterator[Item]:
        """Yield what each layer is, no words over others, with a line to the layer."""
        top, height = self.frame
        middles = [self.y((one["depth_top"] + one["depth_base"]) / 2) - top for one in layers]
        right = self.left + self.width
        for layer, middle, at in zip(layers, middles, spread(middles, ROW, height), strict=True):
            line = [(right, top + middle), (right + _LEADER - 4, top + at)]
            yield Stroke(line, SOFT, 0.8)
            yield Label(right + _LEADER, top + at, layer["text"], SIZE, INK)

    def words_width(self, core: Mapping[str, Any]) -> float:
        """Return how far the words reach beside the column, px."""
        return _LEADER + max((text_width(one["text"], SIZE) for one in core["intervals"]), default=0.0)


def spread(wanted: Sequence[float], size: float, room: float) -> list[float]:
    """Return middles as near as can be to those wanted, in order, ``size`` apart, between 0 and ``room``.

    What touches moves as one group, half up and half down: a regression under that order.

    >>> spread([5, 6, 50], 10, 100)
    [5.0, 15.0, 50.0]
    """
    groups: list[list[float]] = []
    for k, y in enumerate(wanted):
        groups.append([y - (k + 0.5) * size, 1])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1] = [groups[-1][0] + total, groups[-1][1] + count]
    slack = max(room - len(wanted) * size, 0.0)
    starts = [min(max(total / count, 0.0), slack) for total, count in groups for _ in range(int(count))]
    return [start + (k + 0.5) * size for k, start in enumerate(starts)]


def _signs(layer: Mapping[str, Any], rows: int, columns: int, first: int) -> np.ndarray:
    """Colour with the sign of the ground in its ink, (rows, columns, 3) uint8; the sign runs on below."""
    tile = ground_tile(layer["pattern"])
    y, x = np.arange(first, first + rows) % tile.shape[0], np.arange(columns) % tile.shape[1]
    share = (tile[np.ix_(y, x)] / (LEVELS - 1))[..., None]
    paper, ink = (np.array(hex_to_rgb(layer[key])) for key in ("colour", "ink"))
    return np.rint(paper * (1 - share) + ink * share).astype(np.uint8)


def _box(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
