"""What a still says in its file: in every format, letters with accents and all."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from tests.report.test_answers import time_slice
from wijkgenese3d.report.picture_file import encoded
from wijkgenese3d.report.still_words import StillWords, still_words
from wijkgenese3d.scene.load import load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
WORDS = StillWords("Löss · 4×", "Hoogte 4× overdreven & één <dal>", [], {}, "hengstdal T14, heights x 4")


def opened(extension: str) -> Image.Image:
    return Image.open(io.BytesIO(encoded(Image.new("RGB", (40, 30)), extension, WORDS)))


def test_a_tiff_keeps_accents_in_its_tag_and_in_xmp():
    image = opened(".tif")
    told = image.tag_v2[270]
    assert "één <dal>" in told.encode("latin-1").decode("utf-8")
    packet = image.tag_v2[700]
    root = ElementTree.fromstring(bytes(packet).decode("utf-8").split("?>", 1)[1].rsplit("<?", 1)[0])
    texts = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert texts == [WORDS.title, WORDS.description, WORDS.source]
    assert np.asarray(image).shape == (30, 40, 3)


@pytest.mark.parametrize("extension", [".png", ".jpg"])
def test_other_formats_keep_them_too(extension):
    image = opened(extension)
    found = image.text["Description"] if extension == ".png" else image.info["comment"].decode("utf-8")
    assert WORDS.description in found


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("slice_id", ["T01", "T06", "T14", "year 1500"])
def test_no_sentence_ends_in_two_full_stops(language, slice_id):
    scene = load_scene(SCENE)
    words = still_words(scene, time_slice(slice_id, 20.0), 4.0, language)
    assert ".." not in words.description
    assert all(line.endswith((".", "!", "?")) for line in words.description.splitlines()[:-1])
