"""Every picture says of which model it is and which version drew it: in words and kept in the file."""

import io

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.report.test_core_picture import core
from tests.report.test_page import SCENE, moment
from wijkgenese3d import __version__
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.report.captions import difference_caption, rain_caption, section_caption
from wijkgenese3d.report.core_picture import core_file
from wijkgenese3d.report.difference import Difference
from wijkgenese3d.report.difference_picture import DifferenceSubject, difference_file
from wijkgenese3d.scene.load import load_scene


@pytest.fixture(scope="module")
def scene():
    return load_scene(SCENE)


def test_captions_say_of_which_model_and_version_a_picture_is(scene):
    one, two = moment(scene, "T06"), moment(scene, "T14")
    captions = [
        section_caption(scene, one, "nl"),
        difference_caption(scene, one, two, "en"),
        rain_caption(scene, ["T14"], "Hoosbui", "aanname", "nl"),
    ]
    for caption in captions:
        for said in (caption.credit, caption.source):
            assert f"{scene.name} {scene.input_hash[:12]}" in said
            assert __version__ in said
            assert scene.file.scene.licence in said
        assert caption.subtitle in caption.source


def test_files_keep_it_with_their_language(scene):
    one, two = moment(scene, "T06"), moment(scene, "T14")
    caption = difference_caption(scene, one, two, "en")
    grid = Grid(RDExtent(0.0, 0.0, 200.0, 100.0), 20.0)
    difference = Difference("T06", "T14", grid, np.zeros(grid.shape), (), 0, 0)
    subject = DifferenceSubject(difference, np.empty((0, 2)), caption)
    files = (lambda kind: difference_file(subject, kind)), (lambda kind: core_file([core()], caption, kind))
    for file in files:
        paper = PdfReader(io.BytesIO(file("pdf")))
        assert paper.trailer["/Root"]["/Lang"] == "en"
        assert paper.metadata["/Keywords"] == caption.source
        image = Image.open(io.BytesIO(file("png")))
        assert image.text["Source"] == caption.source
        assert __version__ in image.text["Software"]
    drawn = core_file([core()], caption, "svg").decode()
    assert caption.source in drawn.replace("&amp;", "&")
    assert 'lang="en"' in drawn
