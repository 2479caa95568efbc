"""The legend lists what is in view, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.model.legend import AIR, OUTSIDE, read_legend
from wijkgenese3d.scene.visible_legend import (
    VisibleCounts,
    count_visible,
    hex_of,
    joined_legend,
    visible_legend,
)

LEGEND = read_legend()
GE, DR, AAM = (LEGEND.unit(key).index for key in ("GE", "DR", "AAm"))


def keys(counts: VisibleCounts, **more: str) -> list[list[str]]:
    groups = visible_legend(LEGEND, counts, "nl", **more)
    return [[item["key"] for item in group["items"]] for group in groups]


def test_what_is_too_small_stays_out():
    counts = VisibleCounts({3: 9980, 6: 20}, {(GE, 7): 9980, (AAM, 0): 20})
    assert keys(counts) == [["bos"], ["sand_coarse"]]
    counts = VisibleCounts({3: 9940, 6: 60}, {(GE, 7): 9940, (AAM, 0): 60})
    assert keys(counts) == [["bos", "akker"], ["anthro", "sand_coarse"]]


def test_one_lithology_of_two_units_is_one_class():
    counts = VisibleCounts({3: 9978}, {(GE, 8): 10, (DR, 8): 12})
    assert keys(counts) == [["bos"], []]
    assert keys(VisibleCounts({3: 9970}, {(GE, 8): 14, (DR, 8): 16})) == [["bos"], ["gravel"]]


def test_titles_and_names_are_in_the_language():
    counts = VisibleCounts({3: 10}, {(GE, 7): 10})
    dutch, english = (visible_legend(LEGEND, counts, language) for language in ("nl", "en"))
    assert [group["title"] for group in dutch] == ["Op de grond", "In de grond"]
    assert [group["items"][0]["name"] for group in dutch] == ["Bos", "Grof zand"]
    assert [group["title"] for group in english] == ["On the ground", "In the ground"]
    assert [group["items"][0]["name"] for group in english] == ["Forest", "Coarse sand"]


def test_the_ground_has_two_sets_of_colours():
    counts = VisibleCounts({}, {(GE, 7): 10})
    for colour_set, colour in (("contrast", "#CA974F"), ("official", "#E7C316")):
        item = visible_legend(LEGEND, counts, "nl", colour_set)[1]["items"][0]
        assert (item["colour"], item["pattern"], item["ink"]) == (colour, "dense larger dots", "#3A2408")


def test_roofs_ice_and_trees_have_the_colours_of_the_block():
    counts = VisibleCounts({11: 50}, {}, {"roof_grey": 20, "ice": 10, "trees": 9})
    items = {item["key"]: item["colour"] for item in visible_legend(LEGEND, counts, "nl")[0]["items"]}
    assert items == {
        "ice": hex_of(BlockColours.ice),
        "roof_red": "#A9432B",
        "roof_grey": hex_of(BlockColours.roof_grey),
        "trees": hex_of(BlockColours.leaves),
    }


def test_counts_of_plain_arrays():
    drape = np.array([[3, 3, 0], [6, 3, 0]], dtype=np.uint8)
    unit = np.array([GE, GE, AIR, OUTSIDE, DR], dtype=np.uint8)
    lithology = np.array([7, 8, AIR, OUTSIDE, 7], dtype=np.uint8)
    counts = count_visible(drape, unit, lithology, {"ice": 4, "trees": 0})
    assert counts.cover == {3: 3, 6: 1}
    assert counts.ground == {(GE, 7): 1, (GE, 8): 1, (DR, 7): 1}
    assert counts.total == 11
    assert counts.things == {"ice": 4}
    assert keys(counts) == [["bos", "akker", "ice"], ["sand_coarse", "gravel"]]


def test_nothing_in_view_gives_empty_groups():
    nothing = np.zeros(0, dtype=np.uint8)
    assert keys(count_visible(nothing, nothing, nothing)) == [[], []]


@given(st.dictionaries(st.sampled_from([item.code for item in LEGEND.covers]), st.integers(0, 10_000)))
def test_every_class_of_half_a_percent_is_listed(cover):
    listed = set(keys(VisibleCounts(cover))[0])
    total = sum(cover.values())
    for item in LEGEND.covers:
        key = item.palette if item.palette_other else item.key
        assert (key in listed) == (cover.get(item.code, 0) >= max(0.0025 * total, 1)), key


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_class_has_a_name_a_pattern_and_an_ink(language):
    counts = VisibleCounts(
        {item.code: 1 for item in LEGEND.covers}, {(GE, item.code): 1 for item in LEGEND.lithologies}
    )
    items = [item for group in visible_legend(LEGEND, counts, language) for item in group["items"]]
    assert len(items) == len(LEGEND.covers) + len(LEGEND.lithologies)
    for item in items:
        assert all(item.values())
        assert item["colour"].startswith("#")


def test_two_pictures_have_one_legend():
    one, another = (
        visible_legend(LEGEND, counts, "nl")
        for counts in (VisibleCounts({3: 10, 6: 10}), VisibleCounts({4: 10, 6: 10}, {(GE, 7): 10}))
    )
    joined = joined_legend(one, another)
    assert [[item["key"] for item in group["items"]] for group in joined] == [
        ["bos", "akker", LEGEND.covers[3].key],
        ["sand_coarse"],
    ]
    assert joined[0]["title"] == one[0]["title"]
    assert len(one[0]["items"]) == 2, "what is joined is not changed itself"
