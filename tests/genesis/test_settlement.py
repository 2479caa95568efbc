"""Where people build: rows, ribbons and single buildings, what stands in the way, and when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import shapely

from tests.genesis.plans import EXTENT, event, make_plan
from wijkgenese3d.genesis.plan import Plan
from wijkgenese3d.genesis.settlement import left_out, make_features
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector
from wijkgenese3d.model.features import Feature

BOX = shapely.box(*EXTENT.as_list())
ROWS = {
    "polygon": "field", "angle": 20, "spacing": 40, "length": 16, "depth": 8, "gap": 4, "setback": 3,
    "street": 6,
}  # fmt: skip
RIBBON = {"line": "road", "every": 20, "length": 10, "depth": 6, "setback": 5}


def area(name: str, x0: float, y0: float, x1: float, y1: float) -> Polygon:
    """A rectangle, RD."""
    return Polygon(name, np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64))


def spots(name: str, *rows: Mapping[str, Any]) -> Points:
    """A layer of buildings; ``x`` and ``y`` in RD."""
    rest = tuple({k: v for k, v in row.items() if k not in ("x", "y")} for row in rows)
    return Points(name, np.array([[row["x"], row["y"]] for row in rows], dtype=np.float64), rest)


def house(x: float, y: float, **more: Any) -> dict[str, Any]:
    """A building of 10 x 6 m."""
    return {"x": x, "y": y, "length": 10.0, "width": 6.0, **more}


EXTRA: tuple[Vector, ...] = (
    area("field", 188425, 426700, 188685, 426880),
    area("west", 188425, 426700, 188550, 426880),
    Line.smoothed("road", np.array([[188410.0, 426705], [188410, 426875]])),
    Line.smoothed("street", np.array([[188405.0, 426800], [188705, 426800]])),
    Line.smoothed("path", np.array([[188300.0, 426720], [188900, 426720]])),
    spots("one", house(188500, 426800, label_nl="Hoeve", label_en="Farm")),
    spots("near", house(188506, 426803)),
    spots("apart", house(188600, 426850, angle=30.0, height=9.0), house(188650, 426850)),
)


def plan(*events: Mapping[str, Any], extra: tuple[Vector, ...] = ()) -> Plan:
    """A plan with the vectors above."""
    return make_plan(events, extra={v.name: v for v in (*EXTRA, *extra)})


def settle(**more: Any) -> dict[str, Any]:
    """A step."""
    return {"kind": "settle", "type": "hoeve", **more}


def line(name: str, **more: Any) -> dict[str, Any]:
    """A street of 6 m."""
    return {"kind": "line", "lines": [name], "type": "straat", "width": 6, "cover": "straat", **more}


def features(*events: Mapping[str, Any], kind: str = "building", **more: Any) -> list[Feature]:
    """Features of one kind, of all years."""
    return [f for f in make_features(plan(*events, **more)) if f.kind == kind]


def shape(feature: Feature) -> shapely.Geometry:
    """Footprint."""
    if feature.geometry == "LineString":
        return shapely.LineString(feature.xy).buffer(feature.width / 2, cap_style="flat")
    return shapely.Polygon(feature.xy)


# ---------------------------------------------------------------- points


def test_a_building_at_a_point() -> None:
    made = features(event("A", 100, settle(at="apart", height=4)))
    assert [f.id for f in made] == ["A.1.1", "A.1.2"]
    first, second = made
    assert (first.height, second.height) == (9.0, 4.0)
    assert (first.type, first.geometry, first.event, first.from_year, first.to_year) == (
        "hoeve", "Polygon", 0, 100.0, math.inf,
    )  # fmt: skip
    assert second.xy == ((188645, 426847), (188655, 426847), (188655, 426853), (188645, 426853))
    # Turned 30 degrees counter-clockwise from east.
    (x0, y0), (x1, y1) = first.xy[:2]
    assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(30, abs=0.1)
    assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(10, abs=0.02)
    middle = np.mean(first.xy, axis=0)
    assert middle == pytest.approx([188600, 426850], abs=0.01)


def test_names_and_years_come_along() -> None:
    late = spots("late", house(188500, 426850, from_year=150.0))
    made = features(event("A", [100, 120], settle(at="one"), settle(at="late"), until=300), extra=(late,))
    assert made[0].name == {"nl": "Hoeve", "en": "Farm"}
    assert 100 <= made[0].from_year <= 120
    assert (made[1].name, made[1].from_year, made[1].to_year) == ({}, 150.0, 300.0)


def test_until_of_the_step_and_of_the_event() -> None:
    for step, whole, found in ((200, 300, 200), (400, 300, 300), (200, None, 200), (None, None, math.inf)):
        more = {} if whole is None else {"until": whole}
        made = features(event("A", 100, settle(at="one", **({"until": step} if step else {})), **more))
        assert made[0].to_year == found
    # One that would come after it has gone never comes.
    assert features(event("A", 100, settle(at="one", until=100))) == []


# ---------------------------------------------------------------- what stands in the way


def test_the_earlier_building_wins() -> None:
    made = features(event("A", 100, settle(at="one")), event("B", 200, settle(at="near")))
    assert [f.id for f in made] == ["A.1.1"]
    both = plan(event("A", 100, settle(at="one")), event("B", 200, settle(at="near")))
    assert left_out(both, make_features(both)) == [("B", "near 1")]


def test_what_has_gone_is_not_in_the_way() -> None:
    gone = event("A", 100, settle(at="one"), until=150)
    assert [f.id for f in features(gone, event("B", 200, settle(at="near")))] == ["A.1.1", "B.1.1"]
    assert [f.id for f in features(gone, event("B", 149, settle(at="near")))] == ["A.1.1"]
    # Nor is what comes only when the other has gone, whichever stands first in the file.
    early = event("B", 50, settle(at="near"), until=90)
    assert [f.id for f in features(event("A", 100, settle(at="one")), early)] == ["A.1.1", "B.1.1"]


def test_replaces() -> None:
    made = features(event("A", 100, settle(at="one")), event("B", 200, settle(at="near", replaces=True)))
    assert [(f.id, f.from_year, f.to_year) for f in made] == [("A.1.1", 100, 200), ("B.1.1", 200, math.inf)]
    # What would have come later never comes.
    made = features(event("A", 300, settle(at="one")), event("B", 200, settle(at="near", replaces=True)))
    assert [f.id for f in made] == ["B.1.1"]


def test_a_building_never_stands_on_a_street_of_its_time() -> None:
    for more in ({}, {"replaces": True}):
        assert features(event("A", 100, line("street")), event("B", 200, settle(at="one", **more))) == []
        gone = event("A", 100, line("street"), until=150)
        assert len(features(gone, event("B", 200, settle(at="one", **more)))) == 1
        # What lies under the ground, or shows nowhere, is not in the way.
        for under in (line("street", depth=2), {**line("street"), "cover": None}):
            step = {k: v for k, v in under.items() if v is not None}
            assert len(features(event("A", 100, step), event("B", 200, settle(at="one", **more)))) == 1


def test_clear_of_and_within() -> None:
    for distance, count in ((2.9, 1), (3.1, 0)):
        # The front of the second house lies 3 m from this line.
        wall = Line.smoothed("wall", np.array([[188405.0, 426856], [188705, 426856]]))
        row = spots("row", house(188650, 426850))
        made = features(event("A", 100, settle(at="row", clear_of={"wall": distance})), extra=(wall, row))
        assert len(made) == count
    assert len(features(event("A", 100, settle(at="one", clear_of={"field": 1})))) == 0
    assert len(features(event("A", 100, settle(at="one", clear_of={"apart": 50})))) == 1
    assert [f.id for f in features(event("A", 100, settle(at="one", within="west")))] == ["A.1.1"]
    assert features(event("A", 100, settle(at="apart", within="west"))) == []


def test_nothing_stands_outside_the_box() -> None:
    edge = spots("edge", house(188408, 426850), house(188412, 426850))
    made = features(event("A", 100, settle(at="edge")), extra=(edge,))
    assert [f.id for f in made] == ["A.1.2"]
    wide = area("wide", 188300, 426600, 188800, 427000)
    step = settle(rows={**ROWS, "polygon": "wide"})
    made = list(make_features(plan(event("A", 100, step), extra=(wide,))))
    assert len(made) > 20
    assert all(BOX.buffer(0.01).covers(shapely.LineString(f.xy)) for f in made if f.kind == "line")
    assert all(BOX.buffer(0.01).covers(shape(f)) for f in made if f.kind == "building")


# ---------------------------------------------------------------- rows


def test_rows_lie_along_streets_in_the_polygon() -> None:
    made = make_features(plan(event("A", [100, 150], settle(rows=ROWS))))
    houses, streets = list(made.of("building")), list(made.of("line"))
    field = EXTRA[0]
    assert isinstance(field, Polygon)
    assert len(streets) == 6
    assert len(houses) > 40
    for one in houses:
        assert field.shape.buffer(0.02).covers(shape(one))
        (x0, y0), (x1, y1), (x2, y2) = one.xy[:3]
        assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(16, abs=0.02)
        assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(8, abs=0.02)
        assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(20, abs=0.1)
        axes = [shapely.LineString(street.xy) for street in streets]
        # From the axis: half the street and the setback.
        assert min(axis.distance(shape(one)) for axis in axes) == pytest.approx(6, abs=0.02)
    for street in streets:
        assert (street.type, street.width, street.from_year) == ("woonstraat", 6, 100.0)
        (x0, y0), (x1, y1) = street.xy[0], street.xy[-1]
        assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(20, abs=0.1)
    tree = shapely.STRtree([shape(f) for f in houses])
    pairs = tree.query(tree.geometries, predicate="intersects")
    assert np.array_equal(pairs[0], pairs[1]), "no two houses touch"
    gaps = [shape(a).distance(shape(b)) for a, b in zip(houses, houses[2:], strict=False)]
    assert min(gaps) == pytest.approx(4, abs=0.03)


def test_rows_may_leave_a_hole_and_an_edge_free() -> None:
    hole = shapely.Polygon([(188525, 426770), (188585, 426770), (188585, 426810), (188525, 426810)])
    rows = {**ROWS, "angle": 0, "shrink": 12, "hole": [188555, 426790, 60, 40]}
    made = list(make_features(plan(event("A", 100, settle(rows=rows)))))
    field = EXTRA[0]
    assert isinstance(field, Polygon)
    houses = [f for f in made if f.kind == "building"]
    assert len(houses) > 10
    for one in houses:
        assert not shape(one).intersects(hole.buffer(-0.02))
        assert field.shape.buffer(-11.98).covers(shape(one))
    for street in (f for f in made if f.kind == "line"):
        assert not shapely.LineString(street.xy).intersects(hole.buffer(-0.02))


def test_rows_without_streets() -> None:
    made = list(make_features(plan(event("A", 100, settle(rows={**ROWS, "street_cover": ""})))))
    assert {f.kind for f in made} == {"building"}
    nothing = area("speck", 188500, 426800, 188504, 426804)
    step = settle(rows={**ROWS, "polygon": "speck", "shrink": 3})
    assert list(make_features(plan(event("A", 100, step), extra=(nothing,)))) == []


def test_a_changed_polygon_moves_no_house() -> None:
    # Rows are anchored in RD along the street; the field grows along it only.
    rows = {**ROWS, "angle": 0}
    short = {f.xy for f in features(event("A", 100, settle(rows=rows)))}
    longer = (area("field", 188418, 426700, 188700, 426880),)
    assert short < {f.xy for f in features(event("A", 100, settle(rows=rows)), extra=longer)}


def test_rows_of_two_events_do_not_overlap() -> None:
    other = {**ROWS, "angle": -35, "polygon": "west"}
    made = list(make_features(plan(event("A", 100, settle(rows=ROWS)), event("B", 200, settle(rows=other)))))
    houses = [f for f in made if f.kind == "building"]
    tree = shapely.STRtree([shape(f).buffer(-0.02) for f in houses])
    pairs = tree.query(tree.geometries, predicate="intersects")
    assert np.array_equal(pairs[0], pairs[1])


# ---------------------------------------------------------------- ribbons


@pytest.mark.parametrize(("sides", "count"), [("both", 8), ("left", 0), ("right", 8)])
def test_a_ribbon_along_a_line(sides: str, count: int) -> None:
    # The road runs north, 5 m from the west edge of the box: nothing fits on its left.
    made = features(event("A", 100, settle(ribbon={**RIBBON, "sides": sides})))
    assert len(made) == count
    for k, one in enumerate(made):
        middle = np.mean(one.xy, axis=0)
        assert middle == pytest.approx([188410 + 8, 426705 + 10 + 20 * k], abs=0.01)
        xmin, ymin, xmax, ymax = shape(one).bounds
        assert (xmax - xmin, ymax - ymin) == pytest.approx((6, 10), abs=0.02)


def test_left_and_right_are_of_the_direction_drawn() -> None:
    ribbon = {**RIBBON, "line": "street", "every": 50}
    left = features(event("A", 100, settle(ribbon={**ribbon, "sides": "left"})))
    right = features(event("A", 100, settle(ribbon={**ribbon, "sides": "right"})))
    both = features(event("A", 100, settle(ribbon=ribbon)))
    assert {np.mean(f.xy, axis=0)[1] for f in left} == {426808.0}
    assert {np.mean(f.xy, axis=0)[1] for f in right} == {426792.0}
    assert {f.xy for f in both} == {f.xy for f in (*left, *right)}


# ---------------------------------------------------------------- lines and pins


def test_lines_are_cut_at_the_box_and_kept_clear() -> None:
    step = line("path", clear_of={"gap": 5})
    gap = spots("gap", house(188500, 426720))
    made = features(event("A", 100, step), kind="line", extra=(gap,))
    assert [f.id for f in made] == ["A.1.path.1", "A.1.path.2"]
    assert [f.xy for f in made] == [
        ((188405, 426720), (188495, 426720)),
        ((188505, 426720), (188705, 426720)),
    ]
    assert {(f.width, f.height, f.type) for f in made} == {(6, 0, "straat")}


def test_a_piece_of_less_than_two_metres_is_dropped() -> None:
    step = line("path", clear_of={"gap": 5})
    for x, count in ((188411.9, 1), (188412.1, 2)):
        gap = spots("gap", house(x, 426720))
        assert len(features(event("A", 100, step), kind="line", extra=(gap,))) == count


def test_sewers_follow_streets() -> None:
    sewer = {"kind": "line", "follow": ["A"], "type": "riool", "width": 0.4, "depth": 2.5}
    for year, start in ((90, 100), (130, 130)):
        made = features(event("A", [100, 120], settle(rows=ROWS)), event("B", year, sewer), kind="line")
        streets = [f for f in made if f.type == "woonstraat"]
        sewers = [f for f in made if f.type == "riool"]
        assert [f.xy for f in sewers] == [f.xy for f in streets]
        assert {(f.from_year, f.height, f.width) for f in sewers} == {(start, -2.5, 0.4)}


def test_pins() -> None:
    finds = spots(
        "finds",
        {"x": 188500, "y": 426800, "name": "axe", "label_nl": "Bijl", "label_en": "Axe", "from_year": 2020},
        {"x": 188510, "y": 426800},
    )
    made = features(
        event("A", 100, {"kind": "pins", "at": "finds", "type": "vondst"}), kind="pin", extra=(finds,)
    )
    assert [(f.id, f.from_year, f.xy, f.type) for f in made] == [
        ("A.1.axe", 2020.0, ((188500.0, 426800.0),), "vondst"),
        ("A.1.2", 100.0, ((188510.0, 426800.0),), "vondst"),
    ]
    assert made[0].name == {"nl": "Bijl", "en": "Axe"}


# ---------------------------------------------------------------- always the same, spread over the date


def test_the_same_every_time() -> None:
    events = (event("A", [100, 150], settle(rows=ROWS)), event("B", 200, settle(ribbon=RIBBON)))
    assert make_features(plan(*events)) == make_features(plan(*events))
    # Ids are unique, coordinates are whole centimetres.
    made = list(make_features(plan(*events)))
    assert len({f.id for f in made}) == len(made)
    xy = np.array([p for f in made for p in f.xy])
    assert np.array_equal(xy, np.round(xy, 2))


def test_buildings_are_spread_over_the_date() -> None:
    made = features(event("A", [100, 150], settle(ribbon={**RIBBON, "line": "street", "every": 12})))
    years = [f.from_year for f in made]
    assert len(years) == 50
    assert all(100 <= year < 150 for year in years)
    # One a year, in a shuffled order.
    assert sorted(years) == pytest.approx(100.5 + np.arange(50), abs=1e-6)
    assert abs(np.corrcoef(np.arange(50), years)[0, 1]) < 0.4
    # Two steps of an event have orders of their own.
    two = features(
        event("A", [100, 150], settle(at="one"), settle(ribbon={**RIBBON, "line": "street", "every": 12}))
    )
    assert [f.from_year for f in two[1:]] != years
