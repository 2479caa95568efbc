"""A flat drawing of polygons, lines and words; one description, drawn as PNG or written as SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from wijkgenese3d.report.fonts import drawable, find_font

__all__ = ["Area", "Drawing", "Label", "Picture", "Stroke", "text_width", "to_png", "to_svg", "wrapped"]

SMOOTH = 2
"""A PNG is drawn so many times larger, then averaged: lines without stairs."""

_ANCHORS = {"start": "l", "middle": "m", "end": "r"}

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """A filled polygon; ``rings`` with more than one part are drawn as one. px."""

    rings: Sequence[Points]
    fill: str
    opacity: float = 1.0
    edge: str = ""
    clip: Points = ()


@dataclass(frozen=True)
class Stroke:
    """A line; ``dash`` is the length of dashes and gaps, 0 for none. px."""

    points: Points
    colour: str
    width: float = 1.0
    dash: float = 0.0


@dataclass(frozen=True)
class Label:
    """Words; ``x, y`` is the middle of their height at the anchor. px."""

    x: float
    y: float
    text: str
    size: int
    colour: str
    anchor: str = "start"
    bold: bool = False
    upright: bool = False


@dataclass(frozen=True)
class Picture:
    """An image of pixels, (rows, columns, 3) uint8, row 0 on top; its upper left corner in px."""

    x: float
    y: float
    pixels: np.ndarray = field(repr=False)


@dataclass
class Drawing:
    """What is drawn, in order; px, y down.

    Parameters
    ----------
    width, height : int
    background : str
        Hex colour.
    title, description : str
        For who does not see it: kept in the file.
    """

    width: int
    height: int
    background: str
    title: str
    description: str
    items: list[Area | Stroke | Label | Picture] = field(default_factory=list)

    def add(self, *items: Area | Stroke | Label | Picture) -> None:
        """Draw these over what is there."""
        self.items.extend(items)


def text_width(text: str, size: int, bold: bool = False) -> float:
    """Return the width of words, px."""
    font = find_font(size, bold)
    return float(font.getlength(drawable(text, font)))


def wrapped(text: str, size: int, width: float) -> list[str]:
    """Break words into lines that fit a width, px."""
    lines: list[str] = []
    for part in text.split():
        longer = f"{lines[-1]} {part}" if lines else part
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


# ---------------------------------------------------------------- PNG


def to_png(drawing: Drawing) -> bytes:
    """Draw as PNG; the title and description are kept in it."""
    size = (drawing.width * SMOOTH, drawing.height * SMOOTH)
    image = Image.new("RGB", size, drawing.background)
    for item in drawing.items:
        _paint(image, item)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Title", drawing.title)
    info.add_itxt("Description", drawing.description)
    info.add_itxt("Software", "wijkgenese3d")
    out = io.BytesIO()
    image.reduce(SMOOTH).save(out, format="PNG", pnginfo=info)
    return out.getvalue()


def _paint(image: Image.Image, item: Area | Stroke | Label | Picture) -> None:
    draw = ImageDraw.Draw(image)
    match item:
        case Area():
            _paint_area(image, item)
        case Stroke():
            for part in _dashes(item.points, item.dash):
                width = max(1, round(item.width * SMOOTH))
                draw.line(_large(part), fill=item.colour, width=width, joint="curve")
        case Picture():
            own = Image.fromarray(np.ascontiguousarray(item.pixels))
            own = own.resize((own.width * SMOOTH, own.height * SMOOTH), Image.Resampling.NEAREST)
            image.paste(own, (round(item.x * SMOOTH), round(item.y * SMOOTH)))
        case Label():
            _paint_label(image, draw, item)


def _paint_label(image: Image.Image, draw: ImageDraw.ImageDraw, item: Label) -> None:
    font = find_font(item.size * SMOOTH, item.bold)
    text = drawable(item.text, font)
    if not item.upright:
        at = (item.x * SMOOTH, item.y * SMOOTH)
        draw.text(at, text, fill=item.colour, font=font, anchor=_ANCHORS[item.anchor] + "m")
        return
    box = font.getbbox(text)
    stamp = Image.new("L", (round(box[2]) + 4, round(box[3]) + 4))
    ImageDraw.Draw(stamp).text((2, 2), text, fill=255, font=font)
    stamp = stamp.rotate(90, expand=True)
    at = (round(item.x * SMOOTH - stamp.width / 2), round(item.y * SMOOTH - stamp.height / 2))
    image.paste(Image.new("RGB", stamp.size, item.colour), at, stamp)


def _paint_area(image: Image.Image, item: Area) -> None:
    draw = ImageDraw.Draw(image)
    if item.opacity < 1 or item.clip:
        _paint_through_mask(image, item)
    else:
        for ring in item.rings:
            if len(ring) > 2:
                draw.polygon(_large(ring), fill=item.fill)
    if item.edge:
        for ring in item.rings:
            draw.line(_large([*ring, ring[0]]), fill=item.edge, width=SMOOTH)


def _paint_through_mask(image: Image.Image, item: Area) -> None:
    """Paint what is not opaque, once where its parts lie over each other, or only within a clip."""
    mask = Image.new("L", image.size)
    stencil = ImageDraw.Draw(mask)
    for ring in item.rings:
        if len(ring) > 2:
            stencil.polygon(_large(ring), fill=round(255 * item.opacity))
    if item.clip:
        inside = Image.new("L", image.size)
        ImageDraw.Draw(inside).polygon(_large(item.clip), fill=255)
        mask = Image.composite(mask, Image.new("L", image.size), inside)
    image.paste(Image.new("RGB", image.size, item.fill), (0, 0), mask)


def _large(points: Points) -> list[tuple[float, float]]:
    return [(x * SMOOTH, y * SMOOTH) for x, y in points]


def _dashes(points: Points, dash: float) -> list[list[tuple[float, float]]]:
    """Cut a line into dashes as long as the gaps between them."""
    if not dash:
        return [list(points)]
    xy = np.asarray(points, dtype=np.float64)
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    parts = []
    for start in np.arange(0.0, at[-1], 2 * dash):
        end = min(start + dash, at[-1])
        inner = (at > start) & (at < end)
        where = np.concatenate(([start], at[inner], [end]))
        parts.append(list(zip(*(np.interp(where, at, xy[:, k]).tolist() for k in (0, 1)), strict=True)))
    return parts


# ---------------------------------------------------------------- SVG


def to_svg(drawing: Drawing) -> str:
    """Write as SVG, words as words; the title and description are kept in it."""
    w, h = drawing.width, drawing.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"'
        ' font-family="DejaVu Sans, Noto Sans, Arial, sans-serif">',
        f"<title>{escape(drawing.title)}</title>",
        f"<desc>{escape(drawing.description)}</desc>",
        f'<rect width="{w}" height="{h}" fill="{drawing.background}"/>',
    ]
    for number, item in enumerate(drawing.items):
        lines.extend(_svg(item, number))
    return "\n".join([*lines, "</svg>", ""])


def _svg(item: Area | Stroke | Label | Picture, number: int) -> list[str]:
    match item:
        case Area():
            return _svg_area(item, number)
        case Stroke():
            dash = f' stroke-dasharray="{item.dash:g}"' if item.dash else ""
            return [
                f'<path d="{_path(item.points)}" fill="none" stroke="{item.colour}"'
                f' stroke-width="{item.width:g}" stroke-linejoin="round"{dash}/>'
            ]
        case Label():
            turn = f' transform="rotate(-90 {item.x:g} {item.y:g})"' if item.upright else ""
            weight = ' font-weight="bold"' if item.bold else ""
            return [
                f'<text x="{item.x:.1f}" y="{item.y:.1f}" font-size="{item.size}" fill="{item.colour}"'
                f" text-anchor={quoteattr(item.anchor)}"
                f' dominant-baseline="central"{weight}{turn}>{escape(item.text)}</text>'
            ]
        case _:
            return []


def _svg_area(item: Area, number: int) -> list[str]:
    path = "".join(f"{_path(ring)}z" for ring in item.rings)
    opacity = f' fill-opacity="{item.opacity:g}"' if item.opacity < 1 else ""
    edge = f' stroke="{item.edge}"' if item.edge else ""
    clip = f' clip-path="url(#c{number})"' if item.clip else ""
    lines = []
    if item.clip:
        lines.append(f'<clipPath id="c{number}"><path d="{_path(item.clip)}z"/></clipPath>')
    return [*lines, f'<path d="{path}" fill="{item.fill}"{opacity}{edge}{clip}/>']


def _path(points: Points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
