"""What stood at a spot through time."""

from __future__ import annotations

import math

import pytest

from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.timeline import Stop, Timeline, Years
from wijkgenese3d.report.core_stood import NEAR, StoodBook

WORDS = {"nl": "x", "en": "x"}
TIMELINE = Timeline(
    tuple(Stop(f"S{k}", year, WORDS, WORDS, WORDS, "zeker") for k, year in enumerate((-500, 100, 1900, 2020)))
)
EVENT = EventInfo(
    "E1", Years(1900, 1930), "zeker", "aanname", (), {"nl": "Huizen", "en": "Houses"}, "bebouwing"
)


def thing(kind, geometry, xy, years, **values):
    given = {"type": "rij", "event": 0, "certainty": "zeker", "certainty_shape": "aanname", **values}
    number = thing.count = getattr(thing, "count", 0) + 1
    return Feature(
        id=f"f{number}",
        kind=kind,
        geometry=geometry,
        xy=xy,
        from_year=years[0],
        to_year=years[1],
        alliance="bebouwing",
        **given,
    )


def square(x, y, side=10.0):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def named(text):
    return {"nl": text, "en": f"{text} (en)"}


def book(*features):
    return StoodBook(FeatureTable(features), (EVENT,), TIMELINE)


def test_what_stood_here_comes_in_order_of_time_with_its_years_and_stops():
    rows = book(
        thing("line", "LineString", ((0, 5), (100, 5)), (1910, math.inf), width=8.0, name=named("Straat")),
        thing("building", "Polygon", square(0, 0), (80, 105), name=named("Kamp")),
    ).rows((5.0, 5.0), 2020, "nl")
    assert [(r["name"], r["years"], r["away"], r["first"], r["last"], r["now"]) for r in rows] == [
        ("Kamp", "80 tot 105 n.Chr.", "", 1, 2, False),
        ("Straat", "vanaf 1910", "", 3, 4, True),
    ]


def test_a_line_is_near_from_its_edge_and_far_is_left_out():
    def road(y):
        return thing("line", "LineString", ((-99, y), (99, y)), (1, 2), width=10.0, name=named(str(y)))

    rows = book(road(15.0), road(NEAR + 4.9), road(NEAR + 5.2)).rows((0.0, 0.0), 1, "nl")
    assert [(row["name"], row["away"]) for row in rows] == [("15.0", "op 10 m"), (str(NEAR + 4.9), "op 25 m")]


def test_houses_of_one_event_are_one_row_that_is_as_near_as_the_nearest():
    rows = book(
        thing("building", "Polygon", square(12, 0), (1909.999999, 1990)),
        thing("building", "Polygon", square(3, 0), (1920, math.inf)),
        thing("building", "Polygon", square(-9, 0, 5), (1925, 1950), type="villa"),
    ).rows((0.0, 0.0), 1905, "en")
    assert [(r["name"], r["years"], r["away"], r["now"]) for r in rows] == [
        ("Houses (building)", "from 1910", "3 m away", False),
        ("Houses (building)", "1925 to 1950", "4 m away", False),
    ]


def test_what_came_and_went_between_two_stops_has_no_width():
    (row,) = book(thing("pin", "Point", ((0, 0),), (1944, 1950), name=named("Krater"))).rows(
        (1, 0), 1944, "nl"
    )
    assert (row["first"], row["last"], row["now"], row["kind"]) == (3, 3, True, "pin")


def test_of_many_things_the_nearest_are_told():
    things = [
        thing("building", "Polygon", square(2 * k, 0, 1), (1000 - k, 1500), name=named(str(k)))
        for k in range(12)
    ]
    rows = book(*things).rows((0.5, 0.5), 1200, "nl")
    assert [row["name"] for row in rows] == [str(k) for k in range(7, -1, -1)]


@pytest.mark.parametrize("spot", [(0.0, 0.0), (1e6, -1e6)])
def test_a_spot_with_nothing_near_it(spot):
    assert book().rows(spot, 2020, "nl") == []
