"""A drawing as PDF: words can be read out, fonts and pictures are inside, and twice the same is the same."""

import io

import numpy as np
import pytest
from pypdf import PdfReader

from wijkgenese3d.report.drawing import Area, Drawing, Label, Picture, Stroke, rounded
from wijkgenese3d.report.drawing_file import drawing_bytes
from wijkgenese3d.report.drawing_pdf import to_pdf
from wijkgenese3d.report.pdf_pages import joined_pages


def page(*items, width=297.0, height=210.0):
    drawing = Drawing(width, height, "#FFFFFF", "De wijk één", "Zo ziet het eruit.", source="proef 1a2b")
    drawing.add(*items)
    return drawing


def read(data):
    return PdfReader(io.BytesIO(data))


def test_words_stay_words_also_those_with_signs_that_the_usual_letters_lack():
    labels = [
        Label(20, 20, "Doorsnede · 2 m³ één", 4, "#222222"),
        Label(20, 40, "≥ 40 mm → 5", 4, "#222222"),
        Label(20, 60, "Titel", 8, "#222222", serif=True),
        Label(100, 90, "zuidkant", 4, "#222222", "middle", turn=-30.0),
        Label(150, 90, "500 m", 4, "#222222", "end", bold=True, halo="#FFFFFF", halo_width=0.5),
    ]
    text = read(to_pdf([page(*labels)])).pages[0].extract_text()
    for label in labels:
        assert label.text in text


def test_words_with_an_edge_are_written_once_and_only_what_says_something_has_a_text():
    pixels = np.full((8, 8, 3), 90, np.uint8)
    drawing = page(
        Picture(10, 10, pixels, 50, 50, drawn=True),
        Picture(80, 10, pixels, 5, 5, drawn=True, alt=""),
        Picture(90, 10, pixels, 5, 5, drawn=True, alt="Rond 1850"),
        Label(100, 90, "500 m", 4, "#222222", "middle", bold=True, halo="#FFFFFF", halo_width=0.5),
    )
    found = read(to_pdf([drawing]))
    assert found.pages[0].extract_text().count("500 m") == 1
    # The edge is there: a picture with a mask, round the words.
    assert sum("/SMask" in image.get_object() for image in found.pages[0]["/Resources"]["/XObject"].values())
    elements = found.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()["/K"]
    texts = [element.get_object().get("/Alt") for element in elements]
    assert texts == ["Zo ziet het eruit.", "Rond 1850"]


def test_joined_pages_keep_what_they_show_and_from_what_they_were_made():
    found = read(joined_pages([to_pdf([page()]), to_pdf([page()])], "Alles"))
    assert len(found.pages) == 2
    assert found.metadata.title == "Alles"
    assert found.metadata.subject == "Zo ziet het eruit."
    assert found.metadata["/Keywords"] == "proef 1a2b"
    assert found.trailer["/Root"]["/Lang"] == "nl"


def test_a_page_is_as_large_as_its_drawing_in_its_unit():
    found = read(to_pdf([page(), page(width=210.0, height=297.0)]))
    sizes = [(float(p.mediabox.width), float(p.mediabox.height)) for p in found.pages]
    assert sizes == [pytest.approx((841.89, 595.28), abs=0.02), pytest.approx((595.28, 841.89), abs=0.02)]
    half = read(to_pdf([page()], unit=0.5)).pages[0].mediabox
    assert float(half.width) == pytest.approx(420.94, abs=0.02)


def test_it_says_what_it_shows_and_from_what_it_was_made():
    found = read(to_pdf([page()]))
    assert found.metadata.title == "De wijk één"
    assert found.metadata.subject == "Zo ziet het eruit."
    assert found.metadata["/Keywords"] == "proef 1a2b"
    assert found.trailer["/Root"]["/Lang"] == "nl"


def test_fonts_are_inside():
    fonts = read(to_pdf([page(Label(9, 9, "a", 4, "#000000"))])).pages[0]["/Resources"]["/Font"]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert inner
    assert all(
        "/FontFile2" in font["/FontDescriptor"] or "/FontFile3" in font["/FontDescriptor"] for font in inner
    )


def test_pixels_of_a_map_are_kept_and_those_of_a_drawn_scene_nearly():
    pixels = np.random.default_rng(4).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    smooth = np.broadcast_to(np.linspace(0, 255, 30, dtype=np.uint8)[None, :, None], (20, 30, 3))
    found = read(to_pdf([page(Picture(10, 10, pixels, 60, 40), Picture(90, 10, smooth, 60, 40, drawn=True))]))
    images = [np.asarray(image.image.convert("RGB")) for image in found.pages[0].images]
    assert (images[0] == pixels).all()
    assert np.abs(images[1].astype(int) - smooth).max() < 12


def contents(*items):
    return read(to_pdf([page(*items)])).pages[0].get_contents().get_data().decode().split()


def test_a_dashed_line_is_cut_up_and_a_clip_clips():
    line = [(0, 0), (100, 0)]
    whole, dashed = (contents(Stroke(line, "#AA0000", 1.0, dash)).count("l") for dash in (0.0, 10.0))
    assert dashed == whole + 4
    ring = [(0, 0), (80, 0), (80, 80)]
    assert "W" not in contents(Area([ring], "#112233"))
    assert "W" in contents(Area([ring], "#112233", clip=[(10, 10), (20, 10), (20, 20)]))


def test_the_same_drawing_gives_the_same_bytes():
    items = [
        Area([rounded((10, 10, 50, 30), 4)], "#88AA55", 0.5, edge="#000000"),
        Label(9, 9, "a", 4, "#000000"),
    ]
    assert to_pdf([page(*items)]) == to_pdf([page(*items)])


def test_a_page_is_as_wide_as_a4_on_its_side_and_as_high_as_it_needs():
    size = read(drawing_bytes(page(width=1500, height=2200), "pdf")).pages[0].mediabox
    assert float(size.width) == pytest.approx(841.89, abs=0.02)
    assert float(size.height) == pytest.approx(841.89 * 2200 / 1500, abs=0.02)
    assert drawing_bytes(page(), "svg").startswith(b"<svg")
    assert drawing_bytes(page(), "png").startswith(b"\x89PNG")
