"""Writing drawings as the pages of a PDF: words stay words, lines stay lines."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from fpdf import FPDF
from fpdf.drawing import ClippingPath, PaintedPath
from PIL import Image, ImageDraw

from wijkgenese3d import __version__
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.report.drawing import Area, Drawing, Label, Picture, Points, Stroke, dashes
from wijkgenese3d.report.fonts import drawable, find_font, font_file

__all__ = ["JPEG_QUALITY", "to_pdf"]

JPEG_QUALITY = 92
"""Of a drawn scene in a PDF; pixels of a map or section are kept as they are."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed date, so that the same picture gives the same bytes."""
_MEASURED_AT = 100
_HALO = 24.0
"""Pixels of an edge behind words, a mm."""


def to_pdf(pages: Sequence[Drawing], unit: float = 1.0) -> bytes:
    """Write drawings as the pages of one PDF.

    Parameters
    ----------
    pages : sequence of Drawing
        The first one gives the title, the language and the source of the file.
    unit : float
        Of the drawings, mm.

    Raises
    ------
    MissingPartError
        The machine has no font that can be put into a PDF.
    """
    first = pages[0]
    pdf = FPDF(unit="mm", format=(first.width * unit, first.height * unit))
    pdf.set_margin(0)
    pdf.set_auto_page_break(False)
    pdf.set_title(first.title)
    pdf.set_subject(first.description)
    pdf.set_keywords(first.source)
    pdf.set_creator(f"wijkgenese3d {__version__}")
    pdf.set_producer(f"wijkgenese3d {__version__}")
    pdf.set_lang(first.language)
    pdf.set_creation_date(_EPOCH)
    writer = _Writer(pdf, unit)
    for page in pages:
        pdf.add_page(format=(page.width * unit, page.height * unit))
        writer.write(page)
    return bytes(pdf.output())


class _Writer:
    """Writes items on the current page."""

    def __init__(self, pdf: FPDF, unit: float) -> None:
        self._pdf, self._unit = pdf, unit
        self._families: set[str] = set()

    def write(self, page: Drawing) -> None:
        whole = [(0.0, 0.0), (page.width, 0.0), (page.width, page.height), (0.0, page.height)]
        run: list[Area | Stroke] = [Area([whole], page.background)]
        for item in page.items:
            if isinstance(item, Area | Stroke):
                run.append(item)
                continue
            self._shapes(run)
            run = []
            self._label(item) if isinstance(item, Label) else self._picture(item, page.description)
        self._shapes(run)

    def _shapes(self, items: Sequence[Area | Stroke]) -> None:
        if not items:
            return
        with self._pdf.drawing_context() as context:
            for item in items:
                path = self._area(item) if isinstance(item, Area) else self._stroke(item)
                context.add_item(path)

    def _area(self, item: Area) -> PaintedPath:
        path = PaintedPath()
        self._along(path, item.rings, close=True)
        path.style.fill_color = item.fill
        path.style.fill_opacity = item.opacity
        path.style.stroke_color = item.edge or None
        path.style.stroke_width = self._unit
        if item.clip:
            clip = ClippingPath()
            self._along(clip, [item.clip], close=True)
            path.clipping_path = clip
        return path

    def _stroke(self, item: Stroke) -> PaintedPath:
        path = PaintedPath()
        self._along(path, dashes(item.points, item.dash), close=False)
        path.style.auto_close = False
        path.style.fill_color = None
        path.style.stroke_color = item.colour
        path.style.stroke_width = item.width * self._unit
        path.style.stroke_join_style = "round"
        return path

    def _along(self, path: PaintedPath, rings: Sequence[Points], *, close: bool) -> None:
        for ring in rings:
            for k, (x, y) in enumerate(ring):
                (path.line_to if k else path.move_to)(x * self._unit, y * self._unit)
            if close:
                path.close()

    def _picture(self, item: Picture, description: str) -> None:
        image = Image.fromarray(np.ascontiguousarray(item.pixels))
        out = io.BytesIO()
        if item.drawn:
            image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        else:
            image.save(out, "PNG")
        x, y, width, height = (value * self._unit for value in (item.x, item.y, *item.size))
        alt = description if item.alt is None else item.alt
        self._pdf.image(out, x, y, width, height, alt_text=alt or None)

    def _label(self, item: Label) -> None:
        if not item.text:
            return
        place, pdf, unit = self._font(item), self._pdf, self._unit
        size = item.size * unit
        pdf.set_font(Path(place).stem, size=size * 72 / 25.4)
        # The same middle of the letters as on a picture of pixels: between the reach of the font up and down.
        up, down = find_font(_MEASURED_AT, item.bold, item.serif, item.text).getmetrics()  # type: ignore[union-attr]
        y = item.y * unit + (up - down) / 2 / _MEASURED_AT * size
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor]
        x = item.x * unit - share * pdf.get_string_width(item.text)
        with pdf.rotation(-item.turn, item.x * unit, item.y * unit):
            if item.halo:
                self._halo(item, (x, y - (up - down) / 2 / _MEASURED_AT * size))
            pdf.set_text_color(item.colour)
            pdf.text(x, y, item.text)

    def _halo(self, item: Label, at: tuple[float, float]) -> None:
        """Lay an edge behind words as pixels: words that are written twice are read out twice.

        ``at`` is the left end of the words at the middle of their height, mm.
        """
        size, edge = (max(1, round(value * self._unit * _HALO)) for value in (item.size, item.halo_width))
        font = find_font(size, item.bold, item.serif, item.text)
        text = drawable(item.text, font)
        wide, high = math.ceil(font.getlength(text)) + 2 * edge + 2, 2 * size + 2 * edge
        mask = Image.new("L", (wide, high))
        ImageDraw.Draw(mask).text(
            (edge + 1, high / 2), text, fill=255, font=font, anchor="lm", stroke_width=edge
        )
        stamp = Image.new("RGBA", mask.size, item.halo)
        stamp.putalpha(mask)
        out = io.BytesIO()
        stamp.save(out, "PNG")
        x, y = at[0] - (edge + 1) / _HALO, at[1] - high / 2 / _HALO
        self._pdf.image(out, x, y, wide / _HALO, high / _HALO)

    def _font(self, item: Label) -> str:
        face = "serif" if item.serif else "bold" if item.bold else "sans"
        place = font_file(face, item.text)
        path = getattr(find_font(_MEASURED_AT, item.bold, item.serif, item.text), "path", None)
        if place is None or not isinstance(path, str):
            msg = "there is no font that can be put into a PDF"
            raise MissingPartError(msg, hint="install one: sudo apt-get install fonts-dejavu-core")
        if Path(path).stem not in self._families:
            self._families.add(Path(path).stem)
            self._pdf.add_font(Path(path).stem, "", path)
        return path
