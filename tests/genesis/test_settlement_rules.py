"""Rules of settlement worked out by hand, and what happens at their edges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely

from tests.genesis.plans import BASE, event, make_plan
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.plan import Plan
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.genesis.settlement import left_out, make_features
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector
from wijkgenese3d.model.features import Feature, FeatureTable

ROWS = {
    "polygon": "block", "angle": 0.0, "spacing": 40.0, "length": 20.0, "depth": 8.0, "gap": 4.0,
    "setback": 3.0, "street": 6.0,
}  # fmt: skip
"""Two streets in the block of 120 x 90 m, each with two rows of four houses."""


def rectangle(name: str, xmin: float, ymin: float, xmax: float, ymax: float) -> Polygon:
    """A rectangle in RD."""
    return Polygon(name, np.array([(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax)]))


EXTRA: dict[str, Vector] = {
    "block": rectangle("block", 188455, 426720, 188575, 426810),
    "west_half": rectangle("west_half", 188400, 426600, 188515, 426900),
    "road": Line.smoothed("road", np.array([(188420.0, 426850.0), (188620.0, 426850.0)])),
    "across": Line.smoothed("across", np.array([(188500.0, 426600.0), (188500.0, 427000.0)])),
    "farms": Points(
        "farms",
        np.array([(188600.0, 426750.0), (188640.0, 426760.0), (188650.0, 426860.0)]),
        (
            {
                "length": 18.0,
                "width": 8.0,
                "angle": 30.0,
                "height": 7.0,
                "label_nl": "Hoeve",
                "label_en": "Farm",
            },
            {"length": 12.0, "width": 6.0, "from_year": 150.0},
            {"length": 12.0, "width": 6.0, "name": "north"},
        ),
    ),
    "barns": Points(
        "barns",
        np.array([(188600.0, 426750.0), (188640.0, 426760.0), (188650.0, 426860.0)]),
        ({"length": 18.0, "width": 8.0}, {"length": 12.0, "width": 6.0}, {"length": 12.0, "width": 6.0}),
    ),
    "finds": Points(
        "finds",
        np.array([(188500.0, 426700.0), (188510.0, 426700.0)]),
        ({"label_nl": "Munt", "label_en": "Coin", "name": "coin"}, {"from_year": 2020}),
    ),
}


def plan_of(
    *steps: dict[str, Any], date: Any = (100, 200), more: list[Any] | None = None, **keys: Any
) -> Plan:
    """A plan with one event B of these steps."""
    return make_plan([BASE, event("B", date, *steps, **keys), *(more or [])], extra=EXTRA)


def settle(**keys: Any) -> dict[str, Any]:
    """A step that settles."""
    return {"kind": "settle", "type": "rij", "height": 6.0, **keys}


def buildings(plan: Plan) -> list[Feature]:
    """Buildings of all years."""
    return list(make_features(plan).of("building"))


def shape(feature: Feature) -> shapely.Geometry:
    """Footprint of a feature, m."""
    if feature.geometry == "Polygon":
        return shapely.Polygon(feature.xy)
    return shapely.LineString(feature.xy).buffer(feature.width / 2, cap_style="flat")


def middles(features: list[Feature]) -> list[tuple[float, float]]:
    """Middle of each footprint, RD, m."""
    return [tuple(round(v, 2) for v in shape(f).centroid.coords[0]) for f in features]


# ---------------------------------------------------------------- rows


def test_rows_by_hand() -> None:
    table = make_features(plan_of(settle(rows=ROWS)))
    streets, houses = list(table.of("line")), list(table.of("building"))
    assert [s.xy for s in streets] == [
        ((188455.0, 426745.0), (188575.0, 426745.0)),
        ((188455.0, 426785.0), (188575.0, 426785.0)),
    ]
    assert {(s.type, s.width, s.from_year, s.to_year) for s in streets} == {
        ("woonstraat", 6.0, 100.0, math.inf)
    }
    # Axis - half a street - setback - half a house; along the street every 24 m, counted from 0 in RD.
    expected = {(x, y) for x in (188472, 188496, 188520, 188544) for y in (426735, 426755, 426775, 426795)}
    assert set(middles(houses)) == expected
    for house in houses:
        xmin, ymin, xmax, ymax = shape(house).bounds
        assert (xmax - xmin, ymax - ymin) == (20, 8)
        assert (house.height, house.type, house.certainty, house.alliance) == (6.0, "rij", "zeker", "natuur")


@pytest.mark.parametrize("angle", [0, 17, -40, 90, 133.5])
def test_rows_keep_their_rules_at_any_angle(angle: float) -> None:
    table = make_features(plan_of(settle(rows={**ROWS, "angle": angle, "shrink": 2.0})))
    streets, houses = [shape(s) for s in table.of("line")], [shape(h) for h in table.of("building")]
    area = EXTRA["block"].shape.buffer(-2.0 + 0.02)  # rounded to centimetres
    assert len(houses) > 5
    for k, house in enumerate(houses):
        assert house.area == pytest.approx(160, abs=0.5)
        assert area.covers(house)
        assert not any(house.intersects(other) for other in houses[:k])
        assert min(house.distance(street) for street in streets) == pytest.approx(3.0, abs=0.02)
    for feature in table.of("building"):
        (ax, ay), (bx, by) = feature.xy[:2]
        turned = math.degrees(math.atan2(by - ay, bx - ax)) - angle
        assert (turned + 90) % 180 - 90 == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spacing": 20.0}, "a spacing of 20 m is too small for a street of 6 m with two rows of 3 [+] 8 m"),
        ({"length": 0.0}, "length, depth and street must be 1 m or more, gap and setback 0 m"),
        ({"gap": -1.0}, "length, depth and street must be 1 m or more, gap and setback 0 m"),
    ],
)
def test_rows_that_cannot_be(change: dict[str, float], said: str) -> None:
    with pytest.raises(DeclarationError, match=said):
        plan_of(settle(rows={**ROWS, **change}))


# ---------------------------------------------------------------- ribbons and points

RIBBON = {"line": "road", "every": 30.0, "length": 12.0, "depth": 9.0, "setback": 7.0}


def test_a_ribbon_by_hand() -> None:
    houses = buildings(plan_of(settle(ribbon=RIBBON)))
    # 200 m is six times 30; the first after 15 m. Front at 7 m from the axis: the middle at 11.5 m.
    expected = {(188435.0 + 30 * k, 426850 + side * 11.5) for k in range(6) for side in (-1, 1)}
    assert set(middles(houses)) == expected
    for house in houses:
        xmin, ymin, xmax, ymax = shape(house).bounds
        assert (xmax - xmin, ymax - ymin) == (12, 9)


@pytest.mark.parametrize("bad", ["1936", True, math.nan])
def test_a_year_of_a_point_must_be_a_year(bad: Any) -> None:
    for kind in ("settle", "pins"):
        layer = Points(
            "odd", np.array([(188500.0, 426700.0)]), ({"length": 5.0, "width": 5.0, "from_year": bad},)
        )
        step = settle(at="odd") if kind == "settle" else {"kind": "pins", "at": "odd"}
        plan = make_plan([BASE, event("B", 1, step)], extra={"odd": layer})
        with pytest.raises(DeclarationError, match="point 1 of 'odd': 'from_year' is"):
            make_features(plan)


def test_a_point_without_a_size() -> None:
    layer = Points("odd", np.array([(188500.0, 426700.0)]), ({"length": 5.0},))
    plan = make_plan([BASE, event("B", 1, settle(at="odd"))], extra={"odd": layer})
    with pytest.raises(DeclarationError, match="point 1 of 'odd': 'width' is None, a number is needed"):
        make_features(plan)


# ---------------------------------------------------------------- what does not fit


def test_within_a_polygon() -> None:
    houses = buildings(plan_of(settle(rows=ROWS, within="west_half")))
    assert set(middles(houses)) == {
        (x, y) for x in (188472, 188496) for y in (426735, 426755, 426775, 426795)
    }


def test_clear_of_a_line_a_polygon_and_points() -> None:
    for name, away in (("across", 14.0), ("west_half", 3.0), ("farms", 70.0)):
        houses = buildings(plan_of(settle(rows=ROWS, clear_of={name: away})))
        other = EXTRA[name]
        make = {Line: shapely.LineString, Polygon: shapely.Polygon, Points: shapely.MultiPoint}
        geometry = make[type(other)](other.xy)
        assert 0 < len(houses) < 16, name
        # A round buffer of shapely lies a little within the circle.
        assert min(shape(h).distance(geometry) for h in houses) >= away * 0.99, name


def test_what_does_not_fit_at_a_point_is_named() -> None:
    yard = settle(at="farms", type="schuur")
    plan = plan_of(settle(at="farms"), more=[event("C", 300, yard)])
    assert [f.event for f in buildings(plan)] == [1, 1, 1]
    assert left_out(plan, make_features(plan)) == [("C", "farms 1"), ("C", "farms 2"), ("C", "north")]
    assert left_out(plan_of(settle(at="farms")), make_features(plan_of(settle(at="farms")))) == []


def test_a_place_is_free_again_when_the_building_is_gone() -> None:
    for until, events in ((250, [1, 1, 1, 2, 2, 2]), (301, [1, 1, 1])):
        plan = plan_of(settle(at="barns"), until=until, more=[event("C", 300, settle(at="barns"))])
        assert [f.event for f in buildings(plan)] == events


def test_a_building_that_replaces_ends_the_one_in_its_way() -> None:
    flats = settle(at="barns", replaces=True, type="flat")
    plan = plan_of(settle(at="barns"), more=[event("C", [280, 300], flats)])
    houses = buildings(plan)
    old, new = [h for h in houses if h.event == 1], [h for h in houses if h.event == 2]
    assert len(old) == len(new) == 3
    assert [h.to_year for h in old] == [h.from_year for h in new]
    assert {h.to_year for h in new} == {math.inf}
    table = make_features(plan)
    for year in (100, 199, 279, 285, 290, 300, 400):
        shapes = [shape(h) for h in table.at(year).of("building")]
        assert not any(a.intersects(b) for k, a in enumerate(shapes) for b in shapes[:k])


def test_a_building_that_would_have_come_later_never_comes() -> None:
    flats = event("C", 50, settle(at="barns", replaces=True, type="flat"))
    assert [h.type for h in buildings(plan_of(settle(at="barns"), more=[flats]))] == ["flat"] * 3


def test_no_building_stands_on_a_street() -> None:
    road = {"kind": "line", "lines": ["across"], "type": "weg", "width": 10, "cover": "straat"}
    sewer = {"kind": "line", "lines": ["across"], "type": "riool", "width": 1, "depth": 3}
    with_road = make_features(plan_of(road, settle(rows=ROWS)))
    street = shape(next(iter(with_road.of("line", "weg"))))
    houses = [shape(h) for h in with_road.of("building")]
    assert 0 < len(houses) < 16
    assert not any(house.intersects(street) for house in houses)
    # What lies under the ground is in nobody's way, nor is a road that has gone; a road is never replaced.
    assert len(make_features(plan_of(sewer, settle(rows=ROWS))).of("building")) == 16
    assert len(make_features(plan_of(road, settle(rows={**ROWS}, replaces=True))).of("building")) == len(
        houses
    )
    gone = make_plan(
        [BASE, event("A2", 10, road, until=90), event("B", [100, 200], settle(rows=ROWS))], extra=EXTRA
    )
    assert len(buildings(gone)) == 16


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("event_until", "step_until", "expected"), [(400, None, 400), (400, 300, 300), (None, 150, 150)]
)
def test_buildings_go(event_until: float | None, step_until: float | None, expected: float) -> None:
    keys = {} if step_until is None else {"until": step_until}
    houses = buildings(plan_of(settle(rows=ROWS, **keys), until=event_until))
    assert {h.to_year for h in houses} == {expected}
    # One that would come after that never comes.
    assert all(h.from_year < expected for h in houses)
    assert 5 <= len(houses) <= 11 if expected == 150 else len(houses) == 16


# ---------------------------------------------------------------- lines and pins


def test_what_would_come_after_it_has_gone_never_comes() -> None:
    sewer = {"kind": "line", "follow": ["B"], "type": "riool", "width": 0.5, "depth": 3.0}
    early = event("C", 20, sewer, until=60)
    pins = event("D", 1900, {"kind": "pins", "at": "finds"}, until=2000)
    table = make_features(plan_of(settle(rows=ROWS), more=[early, pins]))
    assert len(table.of("line", "riool")) == 0
    assert [p.id for p in table.of("pin")] == ["D.1.coin"]


# ---------------------------------------------------------------- the whole


def everything() -> Plan:
    """A plan with all of it."""
    road = {"kind": "line", "lines": ["across", "road"], "type": "weg", "width": 6, "cover": "straat"}
    return plan_of(
        road, settle(rows={**ROWS, "angle": 11.0}), settle(ribbon=RIBBON, clear_of={"across": 9.0}),
        more=[event("C", [300, 320], settle(at="farms"), {"kind": "pins", "at": "finds"})],
    )  # fmt: skip


def test_ids_say_where_a_thing_comes_from() -> None:
    plan = everything()
    for row in make_features(plan):
        event_id, step = row.id.split(".")[:2]
        assert plan.events[row.event].id == event_id
        assert 1 <= int(step) <= len(plan.events[row.event].steps)


def test_roofs_and_streets_lie_over_the_land_cover() -> None:
    rows = {**ROWS, "angle": 17.0}
    plan = plan_of(
        {"kind": "cover", "paint": [{"cover": "gras"}]}, settle(rows=rows, cover="kazerne"), date=1930
    )
    part = Replay(plan).time_slice(1930)
    legend, cell = plan.legend, 2.5**2
    area = {k: (part.land_cover == legend.cover(k).code).sum() * cell for k in ("kazerne", "straat", "gras")}
    streets = sum(shape(f).area for f in part.features.of("line"))
    assert area["kazerne"] == pytest.approx(len(part.features.of("building")) * 160, rel=0.05)
    assert area["straat"] == pytest.approx(streets, rel=0.05)
    assert area["kazerne"] + area["straat"] + area["gras"] == pytest.approx(300 * 200)
    assert (part.painted == legend.cover("gras").code).all()


def test_features_of_a_window_are_those_of_the_whole() -> None:
    plan = everything()
    whole = Replay(plan)
    whole.time_slice(400)
    from wijkgenese3d.model.frame import RDExtent

    part = Replay(plan, window=RDExtent(188455, 426720, 188505, 426760), numbers=whole.numbers.values)
    assert part.time_slice(400).features == whole.time_slice(400).features
    assert isinstance(part.features, FeatureTable)
