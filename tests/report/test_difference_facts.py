from dataclasses import replace

import pytest

from tests.report.test_answers import GRID, LEGEND, house, time_slice
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.report.difference import difference_between
from wijkgenese3d.report.difference_facts import LEAST_HA, MOST_COVERS, MOST_NAMES, DifferenceFacts


def named(feature, name):
    return replace(feature, name={"nl": name, "en": f"{name} (en)"})


def with_features(part, *features):
    return replace(part, features=FeatureTable(features))


def test_numbers_are_those_of_diff():
    before, after = time_slice("A", 10.0, houses="ab"), time_slice("B", 9.5, made=2.0, cover=6, houses="bcd")
    facts = DifferenceFacts.between(before, after, LEGEND)
    same = difference_between(before, after, LEGEND)
    assert facts.difference.as_json() == same.as_json()
    table = facts.table(LEGEND, "nl")
    assert [row["volume"] for row in table["ground"]] == ["150", "550"]
    assert [row["most"] for row in table["ground"]] == ["1,50", "0,50"]
    assert sum(group.count for group in facts.came) == same.came == 2
    assert sum(group.count for group in facts.went) == same.went == 1


def test_the_largest_change_has_its_place():
    facts = DifferenceFacts.between(time_slice("A", 10.0), time_slice("B", 10.0, made=2.0), LEGEND)
    assert facts.raised_at == (GRID.x[3], GRID.y[0])
    assert facts.dug_at is None
    assert [row["spot"] for row in facts.table(LEGEND, "en")["ground"]] == [[190045.0, 428035.0], None]


def test_volumes_are_said_in_words_rounded():
    thick = DifferenceFacts.between(time_slice("A", 10.0), time_slice("B", 60.6), LEGEND)
    assert thick.table(LEGEND, "nl")["sentences"] == [
        "Ongeveer 61.000 m³ opgehoogd.",
        "Bijna niets afgegraven of weggespoeld.",
    ]
    dug = DifferenceFacts.between(time_slice("A", 60.6), time_slice("B", 10.0), LEGEND)
    assert dug.table(LEGEND, "en")["sentences"] == [
        "Hardly anything raised.",
        "About 61,000 m³ dug or washed away.",
    ]


def test_small_changes_of_land_cover_are_summed():
    facts = DifferenceFacts.between(time_slice("A", 10.0), time_slice("B", 10.0, cover=6), LEGEND)
    table = facts.table(LEGEND, "nl")
    assert table["covers"] == []
    assert table["covers_rest"] == {"count": 1, "ha": "0,01"}
    assert table["covers_all"] == "0,01"
    large = replace(
        facts.difference,
        covers=tuple(
            replace(facts.difference.covers[0], ha=LEAST_HA + k) for k in range(MOST_COVERS + 5, -1, -1)
        ),
    )
    table = replace(facts, difference=large).table(LEGEND, "nl")
    assert len(table["covers"]) == MOST_COVERS
    assert table["covers_rest"]["count"] == 6
    assert table["covers"][0]["before"] == LEGEND.cover("bos").name["nl"]


def test_what_came_and_went_is_told_by_kind_with_its_names():
    old = with_features(time_slice("A", 10.0), house("a"), named(house("b"), "Kerk"))
    road = replace(house("r"), kind="line", geometry="LineString", width=6.0)
    new = with_features(
        time_slice("B", 10.0), house("a"), house("c"), named(house("d"), "School"),
        named(house("e"), "School"), named(road, "Broerdijk"),
    )  # fmt: skip
    table = DifferenceFacts.between(old, new, LEGEND).table(LEGEND, "en")
    assert table["came"] == [
        {"kind": "Buildings", "count": "3", "names": ["School (en)"], "more": 0},
        {"kind": "Roads, rails and pipes", "count": "1", "names": ["Broerdijk (en)"], "more": 0},
    ]
    assert table["went"] == [{"kind": "Buildings", "count": "1", "names": ["Kerk (en)"], "more": 0}]


def test_a_kind_that_nobody_thought_of_is_told_too():
    new = with_features(
        time_slice("B", 10.0), *(replace(house("x"), kind="bridge", id=str(k)) for k in range(3))
    )
    table = DifferenceFacts.between(time_slice("A", 10.0), new, LEGEND).table(LEGEND, "nl")
    assert [(g["kind"], g["count"]) for g in table["came"]] == [("Andere dingen", "3")]


def test_many_names_are_counted():
    houses = [named(house(f"h{k}"), f"Huis {k:02}") for k in range(MOST_NAMES + 4)]
    table = DifferenceFacts.between(
        time_slice("A", 1.0), with_features(time_slice("B", 1.0), *houses), LEGEND
    )
    came = table.table(LEGEND, "nl")["came"][0]
    assert (len(came["names"]), came["more"]) == (MOST_NAMES, 4)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_there_is_a_legend_of_all_steps(language):
    facts = DifferenceFacts.between(time_slice("A", 1.0), time_slice("B", 1.0), LEGEND)
    steps = facts.table(LEGEND, language)["steps"]
    assert [one["step"] for one in steps] == [3, 2, 1, 0, -1, -2, -3]
    assert len({one["name"] for one in steps}) == len({one["colour"] for one in steps}) == 7
