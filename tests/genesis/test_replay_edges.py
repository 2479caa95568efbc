"""Corners of the replay: steps near something, years between, windows of land cover, impossible numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.genesis.plans import BASE, EXTENT, event, make_plan
from tests.genesis.test_windows import assert_same
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.plan import Plan
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.model.frame import RDExtent

HUMMOCKS = {"kind": "drape", "unit": "KR", "thick": "1.5 + 1.5 * noise(40, seed=3)"}
WINDOW = RDExtent(188500, 426740, 188560, 426790)


def same_ground(a: Replay, b: Replay, year: float) -> None:
    """Check that two replays give the same layers in a year."""
    one, other = a.state(year).stack, b.state(year).stack
    assert one.layers == other.layers
    assert all(np.array_equal(p, q) for p, q in zip(one.tops, other.tops, strict=True))


# ---------------------------------------------------------------- near something


@pytest.mark.parametrize("cell", [5.0, 2.5])
@pytest.mark.parametrize(
    "step",
    [
        {"kind": "colluvium", "unit": "COL", "share": 0.5, "weight": 1},
        {"kind": "decay", "unit": "COL", "kappa_t": 40},
        {"kind": "level", "polygon": "yard", "unit": "AAm"},
    ],
    ids=lambda s: s["kind"],
)
def test_a_balance_is_kept_within_the_reach(step: dict[str, Any], cell: float) -> None:
    """What a step keeps in balance stays so when it works near a line only."""
    before = [HUMMOCKS, {"kind": "erode", "by": "0.4 * (y < 426750)"}]
    plan = make_plan([BASE, event("B", 10, *before, {**step, "near": "crest", "reach": 25})], cell=cell)
    replay = Replay(plan)
    after, was = (
        replay.state(20).stack,
        Replay(make_plan([BASE, event("B", 10, *before)], cell=cell)).state(20).stack,
    )
    effect = replay.effects[-1]
    away = plan.vectors.line("crest").nearest(replay.site.x, replay.site.y).distance
    moved = after.ground_mm != was.ground_mm
    assert moved.any()
    assert away[moved].max() <= 25
    assert effect.added_m3 > 100
    if step["kind"] == "colluvium":
        assert effect.added_m3 == pytest.approx(0.5 * replay.effects[-2].removed_m3, rel=0.005)
    else:
        assert effect.added_m3 == pytest.approx(effect.removed_m3, rel=0.005)


def test_land_cover_can_be_asked_near_something() -> None:
    """A step near a line sees the same land cover and use as one that sees all."""
    paint = {"kind": "cover", "paint": [{"cover": "akker", "use": "veld", "where": "noise(30, seed=4) > 0"}]}
    step = {
        "kind": "drape",
        "unit": "AAm",
        "thick": "0.4 * cover('akker') + use('veld')",
        "mask": "dist('crest') < 25",
    }
    near = {**step, "near": "crest", "reach": 30}
    everywhere, local = (Replay(make_plan([BASE, event("B", 10, paint, s)])) for s in (step, near))
    same_ground(everywhere, local, 20)
    assert (everywhere.state(20).stack.ground_mm > everywhere.state(5).stack.ground_mm).sum() > 50


@pytest.mark.parametrize("thick", ["cover('bos')", "soft", "2 * twice", "use('veld') + 1"])
def test_what_looks_at_cells_is_refused_between_them(thick: str) -> None:
    """Also when it is asked through named fields."""
    fields = {"soft": "blur(ground, 3)", "twice": "soft * 2"}
    step = {"kind": "drape", "unit": "AAm", "thick": thick, "samples": 2}
    with pytest.raises(DeclarationError, match="cannot be used in a step with samples") as caught:
        make_plan([BASE, event("B", 10, step)], fields=fields)
    assert caught.value.where == "B, step 1 (drape), thick"
    assert make_plan([BASE, event("B", 10, {**step, "samples": 1})], fields=fields)


def test_fill_of_the_ground_is_refused_near_something() -> None:
    """It must see all of it; of a surface of place it works, also where that step is the first to ask."""
    step = {"kind": "deposit", "unit": "EC", "top": "fill(ground)", "near": "crest", "reach": 20}
    with pytest.raises(DeclarationError, match="cannot be used in a step with near") as caught:
        Replay(make_plan([BASE, event("B", 10, step)])).state(20)
    assert "B, step 1 (deposit)" in str(caught.value)
    static = {**step, "top": "fill(14 + 2 * noise(30))"}
    local = Replay(make_plan([BASE, event("B", 10, static)]))
    whole = Replay(make_plan([BASE, event("B", 10, {**static, "near": None, "mask": "dist('crest') <= 20"})]))
    assert np.array_equal(local.state(20).stack.ground_mm, whole.state(20).stack.ground_mm)


# ---------------------------------------------------------------- land cover in a window


def test_land_cover_looks_at_the_next_cell() -> None:
    """Land cover reads the ground between the cells, so a window needs a neighbour more."""
    steps = [
        HUMMOCKS,
        {
            "kind": "cover",
            "paint": [{"cover": "bos", "where": "ground > 14.2"}, {"cover": "gras", "where": "y % 7 > 5"}],
        },
        {"kind": "drape", "unit": "COL", "thick": "cover('bos')"},
        {"kind": "cover", "paint": [{"use": "bos", "where": "ground > 15"}]},
    ]
    plan = make_plan([BASE, event("B", 10, *steps)])
    assert plan.halo == 10.0
    whole = Replay(plan)
    part = Replay(plan, window=WINDOW, numbers=whole.numbers.values)
    assert part.site.grid.nx == 12 + 4
    assert_same(part.time_slice(20), whole.time_slice(20), WINDOW)


# ---------------------------------------------------------------- years in another order than the file


def crossed() -> Plan:
    """A plan whose second event counts after its third, which asks for the whole area."""
    return make_plan(
        [
            BASE,
            event("B", 500, HUMMOCKS),
            event(
                "C", 400,
                {"kind": "erode", "by": "0.5 * rank(ground, 0.3)"},
                {"kind": "colluvium", "unit": "COL", "share": 0.8, "weight": "rank(-ground, 0.2)"},
                {"kind": "level", "polygon": "yard", "unit": "AAm"},
                {"kind": "cover", "paint": [{"cover": "bos", "where": "rank(ground, 0.4)"}]},
                {"kind": "soil", "paint": [{"soil": "tuingrond", "where": "rank(ground, 0.5)"}]},
            ),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("years", [(450, 600), (600, 450), (600, 450, 600)])
def test_the_order_in_which_years_are_asked_changes_nothing(years: tuple[float, ...]) -> None:
    """Numbers of the whole area belong to the ground that they were taken from."""
    replay = Replay(crossed())
    for year in years:
        found, direct = replay.time_slice(year), Replay(crossed()).time_slice(year)
        assert found.columns == direct.columns
        assert np.array_equal(found.land_cover, direct.land_cover)
        assert np.array_equal(found.soil, direct.soil)


def test_a_window_in_each_of_those_years() -> None:
    """A window finds the numbers of its own year."""
    plan, years = crossed(), (450, 600)
    whole = Replay(plan)
    slices = {year: whole.time_slice(year) for year in years}
    part = Replay(plan, window=WINDOW, numbers=whole.numbers.values)
    for year in years:
        assert_same(part.time_slice(year), slices[year], WINDOW)


def test_water_on_a_plane_follows_the_ground_of_its_year() -> None:
    """The plane of a pond is that of the year which is shown."""
    pond = event("P", 0, {"kind": "water", "level": "plane('yard') + 0.5", "mask": "inside('yard')"})
    plan = make_plan([BASE, pond, event("B", 100, {"kind": "drape", "unit": "EC", "thick": 3})])
    whole = Replay(plan)
    early, late = whole.time_slice(50), whole.time_slice(150)
    np.testing.assert_allclose(np.nanmean(late.water - early.water), 3, atol=1e-3)
    part = Replay(plan, window=WINDOW, numbers=whole.numbers.values)
    for expected in (late, early):
        assert_same(part.time_slice(expected.year), expected, WINDOW)


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    "step",
    [
        {"kind": "drape", "unit": "EC", "thick": 2e7},
        {"kind": "lower", "to": -1e9},
        {"kind": "subside", "of": "DR", "by": 1e12},
    ],
    ids=lambda s: s["kind"],
)
def test_a_change_that_cannot_be_names_its_place(step: dict[str, Any]) -> None:
    """No number is written to the ground that it cannot hold."""
    replay = Replay(make_plan([BASE, event("B", 10, step)]))
    with pytest.raises(DeclarationError, match=rf"{step['kind']} gives \S+ m at x \d+.*, y \d+") as caught:
        replay.state(20)
    assert f"B, step 1 ({step['kind']})" in str(caught.value)


EMBANK = {"kind": "embank", "line": "crest", "crest": 20, "width": 4, "side": 1.5, "unit": "AAr"}
INCISE = {"kind": "incise", "line": "axis", "floor": 5, "half": 3, "side": 20, "p": 2}


@pytest.mark.parametrize(
    ("step", "change", "said"),
    [
        (EMBANK, {"side": 0}, "side 0; 0 or more, and above 0, are allowed"),
        (EMBANK, {"width": "2 - dist('crest')"}, r"width -\S+ m"),
        (INCISE, {"half": -1}, "'half' must be 0 m or more"),
        (INCISE, {"side": 0}, "'side' and 'p' above 0"),
        (INCISE, {"p": "0 * x"}, "'side' and 'p' above 0"),
    ],
)
def test_a_shape_that_cannot_be(step: dict[str, Any], change: dict[str, Any], said: str) -> None:
    """The profile of a bank or valley is refused before anything is dug or raised."""
    replay = Replay(make_plan([BASE, event("B", 10, {**step, **change})]))
    with pytest.raises(DeclarationError, match=said) as caught:
        replay.state(20)
    assert f"B, step 1 ({step['kind']})" in str(caught.value)


ROAD = {"kind": "line", "lines": ["crest"], "type": "weg", "width": 3}
RIBBON = {"line": "crest", "every": 20, "length": 9, "depth": 5, "setback": 3}
ROWS = {
    "polygon": "yard",
    "angle": 0,
    "spacing": 50,
    "length": 9,
    "depth": 5,
    "gap": 1,
    "setback": 3,
    "street": 5,
}


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ({"kind": "decay", "unit": "COL", "kappa_t": math.nan}, "kappa_t"),
        ({"kind": "drape", "unit": "EC", "thick": 1, "near": "crest", "reach": math.nan}, "reach"),
        ({"kind": "drape", "unit": "EC", "thick": 1, "finer_than": math.inf}, "finer_than"),
        ({"kind": "level", "polygon": "yard", "unit": "AAm", "most": math.nan}, "most"),
        ({"kind": "line", "lines": ["crest"], "type": "weg", "width": math.nan}, "width"),
        ({**ROAD, "clear_of": {"yard": math.inf}}, "clear_of.yard"),
        ({"kind": "settle", "at": "spots", "type": "rij", "height": math.nan}, "height"),
        ({"kind": "settle", "type": "rij", "ribbon": {**RIBBON, "length": math.nan}}, "ribbon.length"),
        ({"kind": "settle", "type": "rij", "rows": {**ROWS, "hole": [1, math.inf, 1, 1]}}, "rows.hole.2"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_a_number_of_a_step_is_finite(step: dict[str, Any], key: str) -> None:
    """TOML knows nan and inf; a scene does not."""
    with pytest.raises(DeclarationError, match=rf"key '{key}': (nan|inf) is not a finite number") as caught:
        make_plan([BASE, event("B", 10, step)])
    assert caught.value.where == f"B, step 1 ({step['kind']})"


def test_a_lithology_that_is_none() -> None:
    """A step names a lithoclass of GeoTOP, or its unit has one, or the scene gives that a fabric."""
    step = {"kind": "drape", "unit": "EC", "thick": 1, "lithology": 12}
    with pytest.raises(DeclarationError, match="unknown lithology code 12; allowed are") as caught:
        make_plan([BASE, event("B", 10, step)])
    assert caught.value.where == "B, step 1 (drape), lithology"
    bare = {"kind": "drape", "unit": "GE", "thick": 1}
    with pytest.raises(DeclarationError, match="unit 'GE' has no lithology of its own") as caught:
        make_plan([BASE, event("B", 10, bare)])
    assert caught.value.hint == "add [fabric.GE], or a lithology to the step"
    assert make_plan([BASE, event("B", 10, {**bare, "lithology": 7})])


def test_the_box_of_these_plans_is_lopsided() -> None:
    """Swapped axes cannot pass."""
    assert EXTENT.width != EXTENT.height
