"""The plot of a section: its scale, ticks and words; and the parts it is drawn from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from wijkgenese3d import __version__
from wijkgenese3d.report.drawing import Area, Drawing, Label, Picture, Stroke, wrapped
from wijkgenese3d.report.drawing_pixels import to_png
from wijkgenese3d.report.drawing_svg import to_svg
from wijkgenese3d.report.fonts import drawable, find_font
from wijkgenese3d.report.section_frame import (
    HIGHEST,
    LEFT,
    NARROWEST,
    PLOT,
    TOP,
    SectionFrame,
    letter,
    ticks,
)
from wijkgenese3d.scene.words import exaggeration_words


@given(
    length=st.floats(0.5, 50_000),
    relief=st.floats(1, 200),
    below=st.floats(1, 100),
    wanted=st.floats(1, 10),
)
def test_plot_always_fits(length, relief, below, wanted):
    frame = SectionFrame.fitted(length, -20.0, -20.0 + below / 2, -20.0 + below + relief, wanted)
    assert NARROWEST <= frame.width <= PLOT
    assert 1 <= frame.height <= HIGHEST
    assert frame.top > frame.bottom >= -20.0
    assert frame.exaggeration > 0
    x, y = zip(*frame.points(np.linspace(0, length, 7), np.linspace(-500, 500, 7)), strict=True)
    assert (min(x), max(x)) == (LEFT, LEFT + frame.width)
    assert TOP <= min(y) <= max(y) <= TOP + frame.height


def test_wanted_exaggeration_where_it_fits():
    frame = SectionFrame.fitted(2000.0, -20.0, 0.0, 70.0, 4.0)
    assert (frame.width, frame.bottom) == (PLOT, -20.0)
    assert frame.exaggeration == pytest.approx(4.0, rel=0.01)
    assert SectionFrame.fitted(100.0, -20.0, 0.0, 70.0, 4.0).exaggeration == pytest.approx(1.0, rel=0.01)


def test_words():
    assert exaggeration_words(1.001, "en", digits=2).endswith("(1×)")
    assert exaggeration_words(2.5, "nl") == "Hoogte 2,5× overdreven"
    assert [letter(k) for k in (0, 25, 26)] == ["A", "Z", "A2"]
    assert ticks(0.0, 96.0, 9) == [0, 20, 40, 60, 80]


def test_drawing_gives_pixels_and_vectors():
    drawing = Drawing(40, 30, "#FFFFFF", "Titel", "Een <vlak> & een lijn")
    drawing.add(
        Picture(0, 0, np.full((4, 6, 3), (1, 2, 3), dtype=np.uint8)),
        Area([[(10, 10), (20, 10), (20, 20), (10, 20)]], "#FF0000"),
        Area([[(10, 20), (20, 20), (20, 28), (10, 28)]], "#000000", opacity=0.5),
        Stroke([(30, 0), (30, 30)], "#0000FF", 2.0),
        Label(22, 25, "a<b", 8, "#000000"),
    )
    with Image.open(io.BytesIO(to_png(drawing))) as image:
        pixels = image.convert("RGB")
        assert image.text == {
            "Title": "Titel",
            "Description": "Een <vlak> & een lijn",
            "Source": "",
            "Software": f"wijkgenese3d {__version__}",
        }
    at = {xy: pixels.getpixel(xy) for xy in [(2, 2), (15, 15), (15, 24), (30, 15), (38, 3)]}
    assert at[2, 2] == (1, 2, 3)
    assert at[15, 15] == (255, 0, 0)
    assert at[15, 24] == pytest.approx((128, 128, 128), abs=2)
    assert at[30, 15] == (0, 0, 255)
    assert at[38, 3] == (255, 255, 255)
    svg = to_svg(drawing)
    assert "Een &lt;vlak&gt; &amp; een lijn" in svg
    assert 'fill="#FF0000"' in svg
    assert "a&lt;b" in svg


def test_dashes_are_cut():
    drawing = Drawing(40, 10, "#FFFFFF", "", "")
    drawing.add(Stroke([(0, 5), (40, 5)], "#000000", 2.0, 5.0))
    with Image.open(io.BytesIO(to_png(drawing))) as image:
        row = np.asarray(image.convert("L"))[5] < 128
    assert row[2]
    assert not row[7]
    assert row[12]
    assert 'stroke-dasharray="5"' in to_svg(drawing)


def test_words_are_wrapped():
    lines = wrapped("een twee drie vier vijf zes", 15, 80)
    assert len(lines) > 1
    assert " ".join(lines) == "een twee drie vier vijf zes"


def test_font_without_accents_gets_plain_words():
    assert drawable("één × 2 m³", ImageFont.load_default(12)) == "een x 2 m3"
    assert drawable("één", find_font(12)) == "één"
