"""A sheet with all slices: small blocks without empty paper, letters of one size, sources that are whole."""

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.paper import make_paper
from wijkgenese3d.report.contact_sheet import SheetCell, SheetWords, contact_sheet, cropped
from wijkgenese3d.report.drawing import Label, Picture

SIZE = (200, 120)


def washed():
    wash = make_paper(BlockColours.sky_top, BlockColours.sky_bottom)[::-1]
    return np.asarray(Image.fromarray(wash).resize(SIZE, Image.Resampling.BILINEAR)).copy()


@pytest.mark.parametrize("paper", [np.full((120, 200, 3), 244, np.uint8), washed()])
def test_empty_paper_is_cut_off_also_where_it_is_a_wash(paper):
    one, two = paper.copy(), paper.copy()
    one[40:80, 50:120] = (90, 120, 60)
    two[30:60, 60:150] = (90, 60, 60)
    for picture in cropped([one, two]):
        assert picture.shape == (50, 100, 3)
    assert cropped([paper, paper])[0].shape == paper.shape


def sheet(colour):
    block = np.full((40, 60, 3), colour, np.uint8)
    block[10:30, 15:45] = (90, 120, 60)
    dates = ("Ongeveer 150.000 jaar geleden, in de ijstijd", "rond 1850")
    cells = [SheetCell(block, date, "Een dal", "zeker") for date in dates * 4]
    sources = "Bronnen: " + "; ".join(f"Een lange bron met nummer {k}" for k in range(60))
    words = SheetWords("De wijk", ["Schematisch model."], [sources, "Dank · CC"], "Alles", "klein 1a2b", "nl")
    return contact_sheet(cells, words, [])


def test_the_sheet_has_the_paper_of_its_blocks_and_dates_of_one_size():
    drawing = sheet((244, 239, 228))
    assert drawing.background == "#F4EFE4"
    labels = [item for item in drawing.items if isinstance(item, Label)]
    dates = [label for label in labels if label.text.startswith(("Rond", "Ongev"))]
    assert len(dates) == 8
    assert len({label.size for label in dates}) == 1
    assert min(label.size for label in labels) > 2.1
    text = " ".join(label.text for label in labels)
    assert "alle bronnen staan in de tekst ernaast." in text
    assert text.count("…") <= 4  # the four dates that are wider than their block
    assert text.endswith("Dank · CC")
    alts = [item.alt for item in drawing.items if isinstance(item, Picture)]
    assert alts[1] == "rond 1850: Een dal"
