"""Writing a drawing as SVG."""

from __future__ import annotations

import base64
import io
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from PIL import Image

from wijkgenese3d.report.drawing import Area, Drawing, Item, Label, Picture, Points, Stroke

__all__ = ["to_svg"]


def to_svg(drawing: Drawing) -> str:
    """Write as SVG, words as words; title, description, source and language are kept in it."""
    w, h = f"{drawing.width:g}", f"{drawing.height:g}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"'
        f" lang={quoteattr(drawing.language)}"
        ' font-family="Inter, DejaVu Sans, Noto Sans, Arial, sans-serif">',
        f"<title>{escape(drawing.title)}</title>",
        f"<desc>{escape(drawing.description)}</desc>",
        f"<metadata>{escape(drawing.source)}</metadata>",
        f'<rect width="{w}" height="{h}" fill="{drawing.background}"/>',
    ]
    for number, item in enumerate(drawing.items):
        lines.extend(_svg(item, number))
    return "\n".join([*lines, "</svg>", ""])


def _svg(item: Item, number: int) -> list[str]:
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
            turn = f' transform="rotate({item.turn:g} {item.x:g} {item.y:g})"' if item.turn else ""
            weight = ' font-weight="600"' if item.bold else ""
            return [
                f'<text x="{item.x:.1f}" y="{item.y:.1f}" font-size="{item.size:g}" fill="{item.colour}"'
                f" text-anchor={quoteattr(item.anchor)}"
                f' dominant-baseline="central"{weight}{turn}>{escape(item.text)}</text>'
            ]
        case Picture():
            (width, height), data = item.size, base64.b64encode(_png(item)).decode()
            return [
                f'<image x="{item.x:g}" y="{item.y:g}" width="{width:g}" height="{height:g}"'
                f' preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
            ]


def _png(item: Picture) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(item.pixels)).save(out, "PNG")
    return out.getvalue()


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
