"""A slice in words: what it says follows the slice, in short sentences."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from tests.report.test_answers import GRID, LEGEND, time_slice
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.scene.text_twin import TwinWriter, twin_text

FINE = GRID.refined(2)
CELLS = FINE.nx * FINE.ny
WRITER = TwinWriter(LEGEND, np.ones(GRID.shape, dtype=bool), np.ones(FINE.shape, dtype=bool))


def sentences(part, before=None, certainty="zeker", language="nl"):
    return [said.sentences for said in WRITER.write(part, before, certainty, language)]


def test_the_parts_have_their_titles():
    parts = WRITER.write(time_slice("A", 10.0), None, "zeker", "nl")
    assert [part.title for part in parts] == [
        "Op de grond",
        "In de grond",
        "Wat veranderde er?",
        "Hoe zeker is dit?",
    ]
    assert parts[0].as_json() == {
        "title": "Op de grond",
        "sentences": ["Bijna de hele wijk is bos.", "Er staan geen gebouwen in de wijk."],
    }


def test_shares_of_land_cover_are_rounded_words():
    part = time_slice("A", 10.0)
    for share, words in (
        (0.5, "Ongeveer de helft"),
        (0.25, "Ongeveer drie kwart"),
        (0.34, "Ongeveer twee derde"),
    ):
        cover = np.full(CELLS, 3, dtype=np.uint8)
        cover[: round(share * CELLS)] = 4
        said = sentences(replace(part, land_cover=cover.reshape(FINE.shape)))[0][0]
        assert said.startswith(f"{words} van de wijk is "), share
        assert ("heide" in said) and ("bos" in said)


def test_only_what_lies_in_the_quarter_counts():
    part = time_slice("A", 10.0, cover=6)
    corner = part.land_cover == 6
    writer = TwinWriter(LEGEND, np.ones(GRID.shape, dtype=bool), corner)
    assert writer.write(part, None, "zeker", "nl")[0].sentences[0] == "Bijna de hele wijk is akker."


def test_layers_and_their_usual_thickness():
    assert sentences(time_slice("A", 10.0))[1] == ("De hele ondergrond is dekzand.",)
    thick = time_slice("A", 10.0)
    stack = thick.stack.deposited(
        replace(thick.stack.layers[1], slot=2, unit=LEGEND.unit("COL").index),
        np.full(GRID.shape, 3400, np.int32),
    )
    part = replace(thick, stack=stack)
    assert sentences(part)[1] == (
        "Bovenop ligt afgespoelde grond, meestal ongeveer 3,5 m dik.",
        "Daaronder ligt dekzand.",
    )
    assert sentences(part, language="en")[1][0] == "On top lies washed-down soil, mostly about 3.5 m thick."


def test_what_changed_is_in_words():
    before, after = time_slice("A", 10.0, houses="a"), time_slice("B", 15.0, made=2.0)
    said = sentences(after, before)[2]
    assert said == ("Sinds de vorige periode kwam er ongeveer 6.200 m³ grond bij.",)
    assert sentences(before, after)[2][0] == "Sinds de vorige periode verdween er ongeveer 6.200 m³ grond."
    assert sentences(before, before)[2][0].startswith("De grond bleef bijna gelijk")
    assert sentences(before)[2] == ("Dit is de eerste periode van dit verhaal.",)


def test_named_things_come_and_go():
    part = time_slice("A", 10.0, houses="ab")
    named = FeatureTable(
        tuple(replace(f, name={"nl": f"Huis {f.id}", "en": f"House {f.id}"}) for f in part.features)
    )
    after = replace(part, features=named)
    assert sentences(after, part)[2][1] == "Nieuw: Huis a en Huis b."
    assert sentences(part, after, language="en")[2][1] == "Gone: House a and House b."


@pytest.mark.parametrize("certainty", ["zeker", "waarschijnlijk", "aanname"])
def test_it_says_how_sure_and_what_it_is_not(certainty):
    said = sentences(time_slice("A", 10.0), certainty=certainty)[3]
    assert said[0].lower().startswith(certainty)
    assert said[1] == "Schematisch model, geen meetgegevens."


def test_houses_count_only_in_the_quarter():
    part = time_slice("A", 10.0, houses="a")
    assert sentences(part)[0][1] == "Er staan gebouwen in de wijk."
    elsewhere = TwinWriter(LEGEND, np.zeros(GRID.shape, dtype=bool), WRITER.inside_fine)
    assert elsewhere.write(part, None, "zeker", "nl")[0].sentences[1] == "Er staan geen gebouwen in de wijk."


def test_plain_text_holds_every_sentence():
    parts = WRITER.write(time_slice("A", 10.0), None, "zeker", "en")
    text = twin_text(parts)
    assert text.splitlines()[0] == "On the ground"
    assert all(sentence in text for part in parts for sentence in part.sentences)
    start = time.perf_counter()
    WRITER.write(time_slice("A", 10.0), None, "zeker", "en")
    assert time.perf_counter() - start < 1.0
