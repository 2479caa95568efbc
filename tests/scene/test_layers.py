"""Which layers a slice has, and in words why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.report.test_answers import time_slice
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.legend import read_legend
from wijkgenese3d.scene.declarations import GroundwaterDeclaration
from wijkgenese3d.scene.layers import (
    KNOWN_LAYERS,
    LAYER_KEYS,
    SliceFacts,
    groundwater_reason,
    layer_groups,
    layer_rows,
)

LINE, RING = ((0.0, 0.0), (9.0, 0.0)), ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))


def thing(kind: str, start: float, end: float = np.inf, height: float = 0.0) -> Feature:
    shape, xy = ("Polygon", RING) if kind == "building" else ("LineString", LINE)
    name = f"{kind}{start}{height}"
    return Feature(name, kind, "x", shape, xy, start, end, 0, "zeker", "zeker", "mens", height)


THINGS = FeatureTable(
    (
        thing("building", -799, -11),
        thing("building", 70),
        thing("line", 70),
        thing("line", 1910, height=-3),
    )
)


def rows(year: float, language: str = "nl", features: FeatureTable = THINGS, **has: bool) -> dict[str, str]:
    facts = SliceFacts(year, **{"trees": True, "water": True, "names": True, "stories": True, **has})
    return {row.layer.key: row.reason for row in layer_rows(facts, features, "te diep", language)}


def test_every_layer_stands_in_its_alliance():
    groups = layer_groups(layer_rows(SliceFacts(0, True, True, True, True), THINGS, "", "nl"), "nl")
    assert [group["name"] for group in groups] == [
        "Natuurlijke alliantie",
        "Bebouwing en infrastructuur",
        "Mens en maatschappij",
    ]
    keys = [row["key"] for group in groups for row in group["layers"]]
    assert keys == list(LAYER_KEYS)
    assert max(len(group["layers"]) for group in groups) == 5
    assert groups[0]["layers"][0]["name"] == "Ondergrond tot 30 m"
    assert "rain" in KNOWN_LAYERS
    assert "rain" not in LAYER_KEYS


def test_a_layer_that_is_not_there_yet_says_from_when():
    assert rows(-5000)["houses"] == "na 800 v.Chr."
    assert rows(-5000, "en")["houses"] == "after 800 BC"
    assert rows(0)["houses"] == "na 70 n.Chr."
    assert rows(0)["sewer"] == "na 1910"
    assert rows(100)["houses"] == rows(100)["roads"] == rows(1910)["sewer"] == ""


def test_a_layer_that_is_gone_or_never_there_says_so():
    gone = FeatureTable((thing("building", -799, -11),))
    assert rows(100, features=gone)["houses"] == "tot 12 v.Chr."
    assert rows(100, features=gone)["roads"] == "niet in dit model"


@pytest.mark.parametrize(
    ("has", "key", "reason"),
    [
        ("trees", "plants", "geen bomen"),
        ("water", "water", "geen open water"),
        ("names", "names", "geen namen"),
        ("stories", "stories", "geen verhalen"),
    ],
)
def test_a_slice_without_them_says_so(has, key, reason):
    assert rows(100, **{has: False})[key] == reason
    assert rows(100)[key] == ""


def test_facts_come_from_the_slice():
    legend = read_legend()
    facts = SliceFacts.of(time_slice("A", 10.0, cover=14), legend, "A", names=True, stories=False)
    assert (facts.trees, facts.water, facts.names, facts.stories) == (True, True, True, False)
    bare = time_slice("A", 10.0)
    bare.land_cover[:] = 1
    facts = SliceFacts.of(bare, legend, "A", names=False, stories=False)
    assert (facts.trees, facts.water) == (False, False)
    legend = replace(legend, covers=(replace(legend.covers[0], trees_per_ha_in={"B": 5.0}),))
    for stop, trees in (("A", False), ("B", True)):
        assert SliceFacts.of(bare, legend, stop, names=False, stories=False).trees is trees
    bare.ice[0, 0] = 40.0
    assert SliceFacts.of(bare, legend, "A", names=False, stories=False).water


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (None, "niet bekend"),
        ({"level": -5.0}, "te diep"),
        ({"level": 5.0}, ""),
        ({"depth": (30.0, 60.0)}, "te diep"),
        ({"depth": (3.0, 60.0)}, "niet bekend"),
    ],
)
def test_groundwater_is_shown_only_where_the_model_reaches_it(known, reason):
    water = GroundwaterDeclaration(certainty="aanname", sources=["x"], **known) if known else None
    assert groundwater_reason(water, np.array([[30.0, 60.0]]), 30.0, "nl") == reason


def test_deep_groundwater_has_its_sentence():
    facts = SliceFacts(0, True, True, True, True)
    notes = {row.layer.key: row.note for row in layer_rows(facts, THINGS, "te diep", "nl")}
    assert notes["groundwater"] == "Het grondwater ligt hier dieper dan 30 meter."
    assert notes["houses"] == ""
