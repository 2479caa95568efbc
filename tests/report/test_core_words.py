"""The core in plain words, on slices made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.test_answers import EVENTS, LEGEND, time_slice
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.timeline import Stop, Timeline, Years
from wijkgenese3d.report.core_log import CoreBook, CoreSlice, Interval
from wijkgenese3d.report.core_note import standing_out
from wijkgenese3d.report.core_words import CoreTeller, merged
from wijkgenese3d.report.nearby import place_name

SPOT = (190045.0, 428035.0)
TIMELINE = Timeline(
    tuple(Stop(key, year, {}, {}, {}, "aanname") for key, year in (("A", -148000), ("B", 1999), ("C", 2025)))
)
TELLER = CoreTeller(LEGEND, TIMELINE, "C")
DAM = EventInfo(
    "R06", Years(80, 100), "waarschijnlijk", "aanname", ("x",), {"nl": "Een dam", "en": "A dam"}, "bebouwing",
    kinds=("embank",),
)  # fmt: skip
SAND = EventInfo(
    "G04", Years(-144000, -130000), "zeker", "aanname", ("x",), {"nl": "Zand", "en": "Sand"}, "natuur"
)


def cores(*sizes: tuple[float, float]) -> list[CoreSlice]:
    """Cores of slices of sand up to a level, with so much made ground on it."""
    events = (replace(EVENTS[0], alliance="natuur", text={"nl": "Zand", "en": "Sand"}), DAM)
    book = CoreBook(LEGEND, events, {})
    return [
        replace(book.slice(time_slice(stop.id, sand, made=made), *SPOT), year=stop.year)
        for stop, (sand, made) in zip(TIMELINE, sizes, strict=True)
    ]


def told(
    parts: list[CoreSlice], at: int = 2, language: str = "nl", features: FeatureTable | None = None
) -> dict:
    return TELLER.tell(SPOT, parts, parts[at], features or FeatureTable(), language)


def test_layers_have_plain_words_and_the_colour_of_the_walls():
    core = told(cores((10, 0), (10, 0), (10, 1.2)))
    made, sand = core["intervals"]
    assert (made["name"], made["text"]) == ("Opgebracht", "Opgebracht, 1 m")
    assert made["event"] == "Een dam, 80 tot 100 n.Chr."
    assert (made["certainty"], made["event_certainty"]) == ("aanname", "waarschijnlijk")
    assert (made["depth_top"], made["depth_base"]) == (0.0, 1.2)
    assert sand["text"] == "Fijn zand, 29 m"
    # 65 % #FAF5C8 and 35 % #FFF294.
    assert (sand["colour"], sand["pattern"], sand["ink"]) == ("#FCF4B6", "none (blank)", "#6B6136")


def test_a_thin_layer_is_called_thin():
    assert told(cores((10, 0), (10, 0), (10, 0.45)))["intervals"][0]["text"] == "Opgebracht, dun"
    assert (
        told(cores((10, 0), (10, 0), (10, 0.45)), language="en")["intervals"][0]["text"]
        == "Made ground, thin"
    )
    assert told(cores((10, 0), (10, 0), (10, 0.5)))["intervals"][0]["text"] == "Opgebracht, 0,5 m"


def test_official_colours_are_those_of_tno():
    parts = cores((10, 0), (10, 0), (10, 1))
    core = TELLER.tell(SPOT, parts, parts[2], FeatureTable(), "nl", "official")
    assert [layer["colour"] for layer in core["intervals"]] == ["#C8C8C8", "#FFFF00"]


def test_zones_are_runs_of_layers_of_one_story():
    core = told(cores((10, 0), (10, 0), (10, 1)))
    assert core["zones"] == [
        {"name": "Door mensen", "depth_top": 0.0, "depth_base": 1.0},
        {"name": "Helling en wind", "depth_top": 1.0, "depth_base": 30.0},
    ]


def test_bars_tell_all_stops_and_today():
    core = told(cores((30, 0), (10, 0), (10, 1)), at=1, language="en")
    assert [bar["ground"] for bar in core["bars"]] == [30.0, 10.0, 11.0]
    assert [bar["index"] for bar in core["bars"]] == [0, 1, 2]
    assert core["bars"][0]["label"] == "about 150,000 years ago"
    assert core["bars"][1] == {
        "id": "B", "index": 1, "label": "1999", "ground": 10.0, "cover": "Forest", "cover_colour": "#476D4F",
        "certainty": "aanname",
    }  # fmt: skip
    assert (core["today"], core["index"], core["ground"], core["depth"]) == (11.0, 1, 10.0, 30.0)


def test_the_sentence_says_what_moved():
    assert told(cores((10, 0), (10, 0), (10, 0)))["sentence"] == "2025: Bos."
    assert told(cores((10, 0), (10, 0), (10, 2)))["sentence"] == (
        "2025: Bos. De grond ligt hier 2 m hoger dan in 1999."
    )
    assert told(cores((14, 0), (10, 0), (10, 0)), at=1)["sentence"] == (
        "1999: Bos. De grond ligt hier 4 m lager dan ca. 150.000 jaar geleden."
    )
    assert told(cores((14, 0), (10, 0), (10, 0)), at=0, language="en")["sentence"] == (
        "About 150,000 years ago: Forest."
    )


def test_a_year_between_the_stops_is_told_from_the_stop_before():
    parts = cores((10, 0), (10, 0), (10, 2))
    between = replace(parts[2], slice_id="year 2010", year=2010.0)
    core = TELLER.tell(SPOT, parts, between, FeatureTable(), "nl")
    assert core["index"] == 1
    assert core["sentence"] == "2010: Bos. De grond ligt hier 2 m hoger dan in 1999."


def line(name: str, y: float, width: float = 6.0, height: float = 0.0) -> Feature:
    xy = ((190000.0, y), (190100.0, y))
    return Feature(
        name, "line", "straat", "LineString", xy, 0.0, 3000.0, 0, "zeker", "zeker", "bebouwing", height,
        width, {"nl": name, "en": name} if name != "-" else {},
    )  # fmt: skip


def building(name: str, x: float) -> Feature:
    ring = ((x, 428030.0), (x + 10, 428030.0), (x + 10, 428040.0), (x, 428040.0))
    return Feature(
        name, "building", "school", "Polygon", ring, 0.0, 3000.0, 0, "zeker", "zeker", "bebouwing", 6.0, 0.0,
        {"nl": name, "en": name},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("things", "where"),
    [
        ([], "Bos, 11 m NAP"),
        ([line("Dorpsweg", 428080)], "Dorpsweg, 11 m NAP"),
        ([line("Verre weg", 428100)], "Bos, 11 m NAP"),
        ([line("Verre weg", 428090), line("Dorpsweg", 428010)], "Dorpsweg, 11 m NAP"),
        ([line("Tram", 428035, 2.5), line("Dorpsweg", 428036, 12)], "Dorpsweg, 11 m NAP"),
        ([line("Riool", 428035, 1, -3), line("Dorpsweg", 428010)], "Dorpsweg, 11 m NAP"),
        ([line("-", 428035), line("Dorpsweg", 428010)], "Dorpsweg, 11 m NAP"),
        ([building("School", 190040), line("Dorpsweg", 428050)], "School, 11 m NAP"),
        ([building("School", 190060), line("Dorpsweg", 428045)], "Dorpsweg, 11 m NAP"),
    ],
)
def test_where_is_the_nearest_street_or_building(things, where):
    core = told(cores((10, 0), (10, 0), (10, 1)), features=FeatureTable(tuple(things)))
    assert core["where"] == where


def test_a_spot_with_nothing_near_has_no_name():
    assert place_name(FeatureTable(), SPOT, 60.0, "nl") == ""


def test_the_dam_stands_out_before_the_ice():
    parts = cores((10, 0), (40, 0), (40, 11.6))
    assert standing_out(parts, LEGEND, "nl") == {"index": 2, "text": "dam: +12 m"}


def test_without_people_the_largest_move_stands_out():
    parts = cores((10, 0), (40, 0), (33, 0))
    note = standing_out(parts, LEGEND, "nl")
    assert note == {"index": 1, "text": "dekzand: +30 m"}
    assert standing_out(cores((40, 0), (33, 0), (33, 0)), LEGEND, "nl") == {
        "index": 1, "text": "weggespoeld: −7 m"
    }  # fmt: skip
    assert standing_out(cores((10, 0), (14, 0), (10, 0)), LEGEND, "nl") is None


def test_what_people_dug_stands_out_too():
    parts = cores((40, 9), (40, 9), (40, 1))
    assert standing_out(parts, LEGEND, "nl") == {"index": 2, "text": "afgegraven: −8 m"}
    assert standing_out(parts, LEGEND, "en") == {"index": 2, "text": "dug away: −8 m"}


def test_the_unit_names_what_has_no_word_of_its_own():
    low = CoreSlice("A", -148000, 10.0, None, ())
    high = CoreSlice("B", 1999, 30.0, None, (Interval(30, 10, 0, 20, 7, "DR", "DR", SAND),))
    assert standing_out([low, high], LEGEND, "nl") == {"index": 1, "text": "smeltwaterzand: +20 m"}


def test_the_same_ground_of_the_same_event_is_one_layer():
    a, b = Interval(10, 8, 0, 2, 7, "DR", "DR", SAND), Interval(8, 5, 2, 5, 7, "DR", "DR", SAND)
    assert merged([a, b]) == (Interval(10, 5, 0, 5, 7, "DR", "DR", SAND),)
    assert merged([a, replace(b, lithology=8)]) == (a, replace(b, lithology=8))
    assert merged([a, replace(b, event=DAM)]) == (a, replace(b, event=DAM))
    assert merged([]) == ()


def test_ground_without_land_cover_is_bare():
    book = CoreBook(LEGEND, EVENTS, {})
    parts = [replace(book.slice(time_slice(s.id, 10.0, cover=0), *SPOT), year=s.year) for s in TIMELINE]
    core = told(parts)
    assert (core["where"], core["sentence"]) == ("Kale grond, 10 m NAP", "2025: Kale grond.")
    assert core["bars"][0]["cover_colour"].startswith("#")
