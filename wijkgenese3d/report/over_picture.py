"""What stands over a picture of the block: names, scale bar, depths, sides, north, and its limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from wijkgenese3d.geometry.lettering import LETTERS, Box, Lettering, overlap
from wijkgenese3d.report.certainty_sign import certainty_dot
from wijkgenese3d.report.drawing import Area, Item, Label, Stroke, rounded, text_width, wrapped
from wijkgenese3d.report.drawing_pixels import paint_over
from wijkgenese3d.report.fonts import drawable, find_font
from wijkgenese3d.report.page_inks import INK, SOFT

__all__ = ["OverPicture", "draw_honest_lines", "draw_overlay", "letter_size"]

TEXT = 13.5 / 900
"""Height of letters, of the height of the picture."""
PLATE = "#FFFCF5"
_PLATE_OPACITY = 222 / 255
_MOST_TEXT = 64
_DOT = 18 / LETTERS
"""What the sign of certainty takes beside a name, in letters: as much as is kept free for it."""


def letter_size(size: tuple[float, float]) -> float:
    """Return the height of a letter on a picture without a page, px: for a narrow one by its width."""
    return min(max(9.0, min(size[1], size[0] / 1.45) * TEXT), _MOST_TEXT)


@dataclass(frozen=True)
class OverPicture:
    """Words and signs over a picture, in the unit of its size.

    Parameters
    ----------
    size : (width, height)
        Of the picture: px, or mm on a page.
    letter : float
        Height of a letter.
    lines : sequence of str
        What must always be in the picture; none on a page, which says it beside the picture.
    plate : str
        Colour under words and around them: that of the page, where there is one.
    in_pixels : bool
        The unit is a pixel: small letters are then as wide as whole pixels make them.
    """

    size: tuple[float, float]
    letter: float
    lines: Sequence[str] = ()
    plate: str = PLATE
    in_pixels: bool = False

    @classmethod
    def of(cls, size: tuple[int, int], lines: Sequence[str] = ()) -> OverPicture:
        """Return what stands over a picture without a page, px."""
        return cls(size, letter_size(size), tuple(lines), in_pixels=True)

    @property
    def logical_size(self) -> tuple[float, float]:
        """Size of the picture in the px of which a letter has 13.5."""
        times = LETTERS / self.letter
        return self.size[0] * times, self.size[1] * times

    @property
    def lettering(self) -> Lettering:
        """How wide words are, and what the corners take; in logical px."""
        times = LETTERS / self.letter
        boxes = (self._north_box, self._honest_box) if self.lines else (self._north_box,)
        taken = tuple((a * times, b * times, c * times, d * times) for a, b, c, d in boxes)
        return Lettering(lambda text: self._bold_width(text) * times, taken)

    def _bold_width(self, text: str) -> float:
        """Return how wide bold words are, in the unit of the picture."""
        if not self.in_pixels:
            return text_width(text, self.letter, bold=True)
        font = find_font(max(1, round(self.letter)), True, text=text)
        return float(font.getlength(drawable(text, font)))

    # ---------------------------------------------------------------- corners

    @property
    def _texts(self) -> list[str]:
        room = self.size[0] - 2.4 * self.letter
        return [part for text in self.lines for part in wrapped(text, 0.95 * self.letter, room)]

    @property
    def _honest_box(self) -> Box:
        """Return the place in the lower right corner of what must always be in the picture."""
        unit, texts = self.letter, self._texts
        widest = max((text_width(text, 0.95 * unit) for text in texts), default=0.0)
        right, bottom = self.size[0] - 0.5 * unit, self.size[1] - 0.5 * unit
        return right - widest - 1.2 * unit, bottom - 1.45 * unit * len(texts) - 0.7 * unit, right, bottom

    @property
    def _north_box(self) -> Box:
        """Return the place of the needle: lower left, and higher where it would meet the lines."""
        unit, honest = self.letter, self._honest_box
        north = (0.6 * unit, self.size[1] - 5.8 * unit, 5.8 * unit, self.size[1] - 0.6 * unit)
        if self.lines and overlap(north, honest, unit):
            up = north[3] - honest[1] + unit
            north = (north[0], north[1] - up, north[2], north[3] - up)
        return north

    # ---------------------------------------------------------------- items

    def items(self, overlay: Mapping[str, Any]) -> list[Item]:
        """Return an overlay (see :func:`wijkgenese3d.geometry.annotations.annotate`) as items."""
        items: list[Item] = []
        if overlay["scale"]:
            items += self._scale(overlay["scale"])
        for tick in overlay["ticks"]:
            items += self._tick(tick)
        for side in overlay["sides"]:
            at = self._at(side["at"])
            items.append(Label(*at, side["text"], self.letter, SOFT, "middle", turn=float(side["angle"])))
        # All lines first: none runs over a name.
        items += [self._leader(label) for label in overlay["labels"]]
        for label in overlay["labels"]:
            items += self._label(label)
        return items + self._north(overlay["north"])

    def honest_items(self) -> list[Item]:
        """Return what must always be in the picture, on a plate in the lower right corner."""
        unit, box = self.letter, self._honest_box
        items: list[Item] = [self._plate(box)]
        for k, text in enumerate(self._texts):
            y = box[1] + 0.35 * unit + 1.45 * unit * (k + 0.5)
            items.append(Label(box[2] - 0.6 * unit, y, text, 0.95 * unit, INK, "end"))
        return items

    def _at(self, place: Sequence[float]) -> tuple[float, float]:
        return place[0] * self.size[0], place[1] * self.size[1]

    def _leader(self, label: Mapping[str, Any]) -> Stroke:
        return Stroke([self._at(label["at"]), self._at(label["foot"])], INK, self.letter / 10)

    def _label(self, label: Mapping[str, Any]) -> list[Item]:
        unit, text, sure = self.letter, label["text"], label.get("certainty")
        x, bottom = self._at(label["at"])
        dot = _DOT * unit if sure else 0.0
        half, high = (self._bold_width(text) + dot) / 2 + 0.65 * unit, 1.9 * unit
        plate, y = rounded((x - half, bottom - high, x + half, bottom), 0.45 * unit), bottom - high / 2
        items: list[Item] = [Area([plate], self.plate)]
        if sure:
            items += certainty_dot(sure, (x - half + 1.15 * unit, y), 0.42 * unit, self.plate)
        return [*items, Label(x + dot / 2, y, text, unit, INK, "middle", bold=True)]

    def _scale(self, bar: Mapping[str, Any]) -> list[Item]:
        unit, a, b = self.letter, self._at(bar["a"]), self._at(bar["b"])
        along = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        nx, ny = -(b[1] - a[1]) / along * 0.5 * unit, (b[0] - a[0]) / along * 0.5 * unit
        lines = [[a, b], *([(x - nx, y - ny), (x + nx, y + ny)] for x, y in (a, b))]
        # A casing first: in the corner the bar may lie on a busy picture.
        strokes = [
            Stroke(line, colour, wide)
            for colour, wide in ((self.plate, unit / 6 + unit / 4), (INK, unit / 6))
            for line in lines
        ]
        return [*strokes, self._haloed(self._at(bar["at"]), bar["text"], unit, "middle")]

    def _tick(self, tick: Mapping[str, Any]) -> list[Item]:
        unit, (x, y) = self.letter, self._at(tick["at"])
        line = Stroke([(x, y), (x + 0.7 * unit, y)], SOFT, unit / 9)
        return [line, self._haloed((x + 1.0 * unit, y), tick["text"], 0.85 * unit, "start")]

    def _north(self, north: Mapping[str, float]) -> list[Item]:
        """Return a needle that lies on the ground as the block does, with its N at the point."""
        unit, box = self.letter, self._north_box
        cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        a, long = math.radians(north["angle"]), 1.2 * unit * max(north["length"], 0.35)
        dx, dy = math.sin(a) * long, -math.cos(a) * long
        wing = 0.42
        ring = [
            (cx + dx, cy + dy),
            (cx - dx - dy * wing, cy - dy + dx * wing),
            (cx - 0.5 * dx, cy - 0.5 * dy),
            (cx - dx + dy * wing, cy - dy - dx * wing),
        ]
        x, y = cx + dx * 1.25 + math.sin(a) * 0.7 * unit, cy + dy * 1.25 - math.cos(a) * 0.7 * unit
        return [
            self._plate(box),
            Area([ring], SOFT),
            Label(x, y, "N", 0.85 * unit, SOFT, "middle", bold=True),
        ]

    def _haloed(self, at: tuple[float, float], text: str, size: float, anchor: str) -> Label:
        return Label(*at, text, size, INK, anchor, bold=True, halo=self.plate, halo_width=self.letter / 7)

    def _plate(self, box: Box) -> Area:
        """Return a plate under words that may stand on a busy picture."""
        return Area([rounded(box, 0.45 * self.letter)], self.plate, _PLATE_OPACITY)


def draw_overlay(image: Image.Image, overlay: Mapping[str, Any], lines: Sequence[str] = ()) -> None:
    """Draw an overlay on an RGB image, in place; the needle keeps clear of ``lines``."""
    paint_over(image, OverPicture.of(image.size, lines).items(overlay))


def draw_honest_lines(image: Image.Image, lines: Sequence[str]) -> None:
    """Write in the lower right corner what must always be in the picture, on a plate, in place."""
    paint_over(image, OverPicture.of(image.size, lines).honest_items())
