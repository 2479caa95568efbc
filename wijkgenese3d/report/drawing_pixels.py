"""Painting a drawing as pixels."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from wijkgenese3d import __version__
from wijkgenese3d.report.drawing import Area, Drawing, Item, Label, Picture, Points, Stroke, dashes
from wijkgenese3d.report.fonts import drawable, find_font

__all__ = ["paint", "paint_over", "to_png"]

SMOOTH = 2
"""A picture is drawn so many times larger, then averaged: lines without stairs."""

_ANCHORS = {"start": "l", "middle": "m", "end": "r"}


def to_png(drawing: Drawing) -> bytes:
    """Draw as PNG, one pixel a unit; title, description and source are kept in it."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Title", drawing.title)
    info.add_itxt("Description", drawing.description)
    info.add_itxt("Source", drawing.source)
    info.add_itxt("Software", f"wijkgenese3d {__version__}")
    out = io.BytesIO()
    paint(drawing).save(out, format="PNG", pnginfo=info)
    return out.getvalue()


def paint(drawing: Drawing, scale: float = 1.0, smooth: int = SMOOTH) -> Image.Image:
    """Paint a drawing.

    Parameters
    ----------
    drawing : Drawing
    scale : float
        Pixels a unit.
    smooth : int
        It is painted so many times larger and then averaged.
    """
    size = (round(drawing.width * scale) * smooth, round(drawing.height * scale) * smooth)
    image = Image.new("RGB", size, drawing.background)
    paint_over(image, drawing.items, scale * smooth)
    return image.reduce(smooth) if smooth > 1 else image


def paint_over(image: Image.Image, items: list[Item], scale: float = 1.0) -> None:
    """Paint items on an RGB image, in place, ``scale`` pixels a unit."""
    for item in items:
        match item:
            case Area():
                _paint_area(image, item, scale)
            case Stroke():
                _paint_stroke(image, item, scale)
            case Picture():
                _paint_picture(image, item, scale)
            case Label():
                _paint_label(image, item, scale)


def _paint_stroke(image: Image.Image, item: Stroke, scale: float) -> None:
    draw, width = ImageDraw.Draw(image), max(1, round(item.width * scale))
    for part in dashes(item.points, item.dash):
        draw.line(_scaled(part, scale), fill=item.colour, width=width, joint="curve")


def _paint_picture(image: Image.Image, item: Picture, scale: float) -> None:
    own = Image.fromarray(np.ascontiguousarray(item.pixels))
    size = (round(item.size[0] * scale), round(item.size[1] * scale))
    if own.size != size:
        whole = size[0] % own.width == 0 and size[1] % own.height == 0
        how = Image.Resampling.LANCZOS if item.drawn and not whole else Image.Resampling.NEAREST
        own = own.resize(size, how)
    image.paste(own, (round(item.x * scale), round(item.y * scale)))


def _paint_label(image: Image.Image, item: Label, scale: float) -> None:
    font = find_font(max(1, round(item.size * scale)), item.bold, item.serif, item.text)
    text, anchor = drawable(item.text, font), _ANCHORS[item.anchor] + "m"
    edge = max(1, round(item.halo_width * scale)) if item.halo else 0
    if not item.turn:
        at = (item.x * scale, item.y * scale)
        draw, fill, halo = ImageDraw.Draw(image), item.colour, item.halo or None
        draw.text(at, text, fill=fill, font=font, anchor=anchor, stroke_width=edge, stroke_fill=halo)
        return
    # The stamp has the anchor in its middle, so that it stays where it is when it is turned.
    reach = math.ceil(font.getlength(text) * (0.5 if item.anchor == "middle" else 1.0)) + 4
    half = math.ceil(item.size * scale) + 2
    stamp = Image.new("L", (2 * reach, 2 * half))
    ImageDraw.Draw(stamp).text((reach, half), text, fill=255, font=font, anchor=anchor)
    stamp = stamp.rotate(-item.turn, expand=True, resample=Image.Resampling.BICUBIC)
    at = (round(item.x * scale - stamp.width / 2), round(item.y * scale - stamp.height / 2))
    image.paste(Image.new("RGB", stamp.size, item.colour), at, stamp)


def _paint_area(image: Image.Image, item: Area, scale: float) -> None:
    draw = ImageDraw.Draw(image)
    if item.opacity < 1 or item.clip:
        _paint_through_mask(image, item, scale)
    else:
        for ring in item.rings:
            if len(ring) > 2:
                draw.polygon(_scaled(ring, scale), fill=item.fill)
    if item.edge:
        for ring in item.rings:
            draw.line(_scaled([*ring, ring[0]], scale), fill=item.edge, width=max(1, round(scale)))


def _paint_through_mask(image: Image.Image, item: Area, scale: float) -> None:
    """Paint what is not opaque, once where its parts lie over each other, or only within a clip."""
    rings = [_scaled(ring, scale) for ring in item.rings if len(ring) > 2]
    if not rings:
        return
    box = _box_of(rings, image.size)
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    size = (box[2] - box[0], box[3] - box[1])
    mask = Image.new("L", size)
    stencil = ImageDraw.Draw(mask)
    for ring in rings:
        stencil.polygon(_moved(ring, box), fill=round(255 * item.opacity))
    if item.clip:
        inside = Image.new("L", size)
        ImageDraw.Draw(inside).polygon(_moved(_scaled(item.clip, scale), box), fill=255)
        mask = Image.composite(mask, Image.new("L", size), inside)
    image.paste(Image.new("RGB", size, item.fill), box[:2], mask)


def _box_of(rings: list[list[tuple[float, float]]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels around rings that lie in an image: left, top, right, bottom."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    return left, top, min(size[0], math.ceil(max(xs)) + 1), min(size[1], math.ceil(max(ys)) + 1)


def _moved(points: Points, box: tuple[int, int, int, int]) -> list[tuple[float, float]]:
    return [(x - box[0], y - box[1]) for x, y in points]


def _scaled(points: Points, scale: float) -> list[tuple[float, float]]:
    return [(x * scale, y * scale) for x, y in points]
