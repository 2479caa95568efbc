"""A drawing as the bytes of a file: pixels, or lines and words."""

from __future__ import annotations

from wijkgenese3d.report.drawing import Drawing
from wijkgenese3d.report.drawing_pixels import to_png
from wijkgenese3d.report.drawing_svg import to_svg

__all__ = ["KINDS", "drawing_bytes", "has_vectors"]

KINDS = ("png", "svg", "pdf")
_PAGE = 297.0
"""Width of a page, mm: A4 on its side, as high as the drawing needs."""


def has_vectors(kind: str) -> bool:
    """Tell whether a kind of file keeps lines as lines."""
    return kind != "png"


def drawing_bytes(drawing: Drawing, kind: str) -> bytes:
    """Return a drawing in px as a file of a kind, one of :data:`KINDS`."""
    if kind == "png":
        return to_png(drawing)
    if kind == "svg":
        return to_svg(drawing).encode("utf-8")
    # Only who wants a page pays for what writes it: 20 MB in an app that mostly shows pictures.
    from wijkgenese3d.report.drawing_pdf import to_pdf

    return to_pdf([drawing], _PAGE / drawing.width)
