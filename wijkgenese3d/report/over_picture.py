"""Drawing what stands over a picture of the block: names, scale bar, depths, sides, north, its limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from wijkgenese3d.geometry.lettering import LETTERS, Box, Lettering, overlap
from wijkgenese3d.report.drawing import wrapped
from wijkgenese3d.report.fonts import drawable, find_font

__all__ = ["Corners", "draw_honest_lines", "draw_overlay", "lettering", "logical_size"]

TEXT = 13.5 / 900
"""Height of letters, of the height of the picture."""
INK, SOFT, PLATE = "#241F1A", "#5C5346", "#FFFCF5"
_MOST_TEXT = 64


def _unit(size: tuple[int, int]) -> float:
    """Height of a letter, px: for a narrow picture by its width."""
    return min(max(9.0, min(size[1], size[0] / 1.45) * TEXT), _MOST_TEXT)


def logical_size(size: tuple[int, int]) -> tuple[float, float]:
    """Return a size, px, in the px of which a letter has 13.5."""
    times = LETTERS / _unit(size)
    return size[0] * times, size[1] * times


@dataclass(frozen=True)
class Corners:
    """What stands in the lower corners, px: the needle at the left, the honest lines at the right."""

    north: Box
    honest: Box
    texts: tuple[str, ...]

    @classmethod
    def of(cls, size: tuple[int, int], lines: Sequence[str]) -> Corners:
        """Find their places in a picture of a size, px; the needle stands higher where both would meet."""
        unit = _unit(size)
        letters = round(0.95 * unit)
        font = find_font(letters)
        room = size[0] - 2.4 * unit
        texts = [drawable(part, font) for text in lines for part in wrapped(text, letters, room)]
        widest = max((font.getlength(text) for text in texts), default=0.0)
        right, bottom = size[0] - 0.5 * unit, size[1] - 0.5 * unit
        high = 1.45 * unit * len(texts) + 0.7 * unit
        honest = (right - widest - 1.2 * unit, bottom - high, right, bottom)
        north = (0.6 * unit, size[1] - 5.8 * unit, 5.8 * unit, size[1] - 0.6 * unit)
        if texts and overlap(north, honest, unit):
            up = north[3] - honest[1] + unit
            north = (north[0], north[1] - up, north[2], north[3] - up)
        return cls(north, honest, tuple(texts))


def lettering(size: tuple[int, int], lines: Sequence[str]) -> Lettering:
    """Return how wide words are in a picture of a size, px, and what its corners take; in logical px."""
    unit, corners = _unit(size), Corners.of(size, lines)
    times, font = LETTERS / unit, find_font(round(unit), True)

    def width(text: str) -> float:
        return font.getlength(drawable(text, font)) * times

    boxes = (corners.north, corners.honest)
    return Lettering(width, tuple((a * times, b * times, c * times, d * times) for a, b, c, d in boxes))


def draw_overlay(image: Image.Image, overlay: Mapping[str, Any], lines: Sequence[str] = ()) -> None:
    """Draw an overlay (see :func:`wijkgenese3d.geometry.annotations.annotate`) on an RGB image, in place.

    ``lines`` are those of :func:`draw_honest_lines`: the needle keeps clear of them.
    """
    size = _unit(image.size)
    if overlay["scale"]:
        _scale(image, overlay["scale"], size)
    for tick in overlay["ticks"]:
        _tick(image, tick, size)
    for side in overlay["sides"]:
        _side(image, side, size)
    for label in overlay["labels"]:
        _label(image, label, size)
    _north(image, overlay["north"], size, Corners.of(image.size, lines).north)


def _at(image: Image.Image, place: list[float]) -> tuple[float, float]:
    return place[0] * image.width, place[1] * image.height


def _label(image: Image.Image, label: Mapping[str, Any], size: float) -> None:
    draw = ImageDraw.Draw(image)
    font = find_font(round(size), True)
    text = drawable(label["text"], font)
    x, bottom = _at(image, label["at"])
    foot = _at(image, label["foot"])
    half, high = font.getlength(text) / 2 + 0.65 * size, 1.9 * size
    draw.line([(x, bottom), foot], fill=INK, width=max(1, round(size / 10)))
    draw.rounded_rectangle((x - half, bottom - high, x + half, bottom), radius=0.45 * size, fill=PLATE)
    draw.text((x, bottom - high / 2), text, fill=INK, font=font, anchor="mm")


def _scale(image: Image.Image, bar: Mapping[str, Any], size: float) -> None:
    draw = ImageDraw.Draw(image)
    a, b = _at(image, bar["a"]), _at(image, bar["b"])
    width = max(2, round(size / 6))
    along = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    nx, ny = -(b[1] - a[1]) / along * 0.5 * size, (b[0] - a[0]) / along * 0.5 * size
    strokes = [[a, b], *([(x - nx, y - ny), (x + nx, y + ny)] for x, y in (a, b))]
    # A casing first: in the corner the bar may lie on a busy picture.
    for colour, wide in ((PLATE, width + 2 * max(1, round(size / 8))), (INK, width)):
        for stroke in strokes:
            draw.line(stroke, fill=colour, width=wide)
    font = find_font(round(size), True)
    _haloed(draw, _at(image, bar["at"]), drawable(bar["text"], font), font, "mm", size)


def _tick(image: Image.Image, tick: Mapping[str, Any], size: float) -> None:
    draw = ImageDraw.Draw(image)
    x, y = _at(image, tick["at"])
    draw.line([(x, y), (x + 0.7 * size, y)], fill=SOFT, width=max(1, round(size / 9)))
    font = find_font(round(0.85 * size), True)
    _haloed(draw, (x + 1.0 * size, y), drawable(tick["text"], font), font, "lm", size)


def _side(image: Image.Image, side: Mapping[str, Any], size: float) -> None:
    font = find_font(round(size))
    text = drawable(side["text"], font)
    box = font.getbbox(text)
    stamp = Image.new("L", (round(box[2]) + 8, round(box[3]) + 8))
    ImageDraw.Draw(stamp).text((4, 4), text, fill=255, font=font)
    stamp = stamp.rotate(-side["angle"], expand=True, resample=Image.Resampling.BICUBIC)
    x, y = _at(image, side["at"])
    image.paste(
        Image.new("RGB", stamp.size, SOFT), (round(x - stamp.width / 2), round(y - stamp.height / 2)), stamp
    )


def _north(image: Image.Image, north: Mapping[str, float], size: float, box: Box) -> None:
    """Draw a needle that lies on the ground as the block does, with its N at the point."""
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    _plate(image, box, size)
    draw = ImageDraw.Draw(image)
    a, long = math.radians(north["angle"]), 1.2 * size * max(north["length"], 0.35)
    dx, dy = math.sin(a) * long, -math.cos(a) * long
    wing = 0.42
    points = [(cx + dx, cy + dy), (cx - dx - dy * wing, cy - dy + dx * wing), (cx - 0.5 * dx, cy - 0.5 * dy)]
    points.append((cx - dx + dy * wing, cy - dy - dx * wing))
    draw.polygon(points, fill=SOFT)
    font = find_font(round(0.85 * size), True)
    place = (cx + dx * 1.25 + math.sin(a) * 0.7 * size, cy + dy * 1.25 - math.cos(a) * 0.7 * size)
    draw.text(place, "N", fill=SOFT, font=font, anchor="mm")


def _haloed(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, font: Any, anchor: str, size: float
) -> None:
    draw.text(
        at, text, fill=INK, font=font, anchor=anchor, stroke_width=max(1, round(size / 7)), stroke_fill=PLATE
    )


def draw_honest_lines(image: Image.Image, lines: Sequence[str]) -> None:
    """Write in the lower right corner what must always be in the picture, on a plate, in place."""
    size, corners = _unit(image.size), Corners.of(image.size, lines)
    font = find_font(round(0.95 * size))
    _plate(image, corners.honest, size)
    draw = ImageDraw.Draw(image)
    for k, text in enumerate(corners.texts):
        y = corners.honest[1] + 0.35 * size + 1.45 * size * (k + 0.5)
        draw.text((corners.honest[2] - 0.6 * size, y), text, fill=INK, font=font, anchor="rm")


def _plate(image: Image.Image, box: tuple[float, float, float, float], size: float) -> None:
    """Lay a plate under words that may stand on a busy picture."""
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=0.45 * size, fill=222)
    image.paste(Image.new("RGB", image.size, PLATE), (0, 0), mask)
