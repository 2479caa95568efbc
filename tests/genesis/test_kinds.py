"""Mass balance of every kind that changes the ground, against volumes worked out by hand, to 0.5 %."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.genesis.plans import BASE, EXTENT, event, make_plan
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds import KINDS, GroundStep
from wijkgenese3d.genesis.replay import Effect, Replay

AREA = EXTENT.width * EXTENT.height
YARD = 11_250.0
"""Area of the polygon ``yard``, m2, by the shoelace rule: checked below."""


def replayed(*steps: Mapping[str, Any], cell: float = 5.0, year: float = 2000) -> tuple[Replay, list[Effect]]:
    """Replay the base and one event with these steps; return the replay and what the steps did."""
    plan = make_plan([BASE, event("B", 1000, *steps)], cell=cell)
    replay = Replay(plan)
    replay.state(year)
    return replay, [e for e in replay.effects if e.event == "B"]


def test_yard_area() -> None:
    """The area used below is that of the polygon."""
    assert make_plan([BASE]).vectors.polygon("yard").area == pytest.approx(YARD)


# One row per kind: the step, and the volumes added and removed (m3).
LENGTH = 180.2775  # of the line `crest`, m
BALANCES: dict[str, tuple[dict[str, Any], float, float]] = {
    # Up to 1.5 m above the plain, on a strip of 100 m.
    "deposit": ({"unit": "KR", "top": "ground + 1.5", "mask": "x < 188505"}, 1.5 * 100 * 200, 0),
    "fill": ({"unit": "AAm", "top": "ground + 0.4 * (y > 426790)"}, 0.4 * 300 * 100, 0),
    "thrust": ({"unit": "GE", "top": "ground + 3 * (x > 188605)", "lithology": 7}, 3 * 100 * 200, 0),
    "drape": ({"unit": "BXSC", "thick": "0.5 + 0.25 * (x > 188555)"}, (0.5 + 0.125) * AREA, 0),
    "layer": ({"unit": "AAr", "thick": 0.3, "mask": "x < 188455"}, 0.3 * 50 * 200, 0),
    "make_ground": ({"unit": "AAm", "thick": 0.8, "mask": "inside('yard', soften=10)"}, 0.8 * YARD, 0),
    "erode": ({"by": "0.6 * (y < 426740)"}, 0, 0.6 * 300 * 50),
    "excavate": ({"to": "ground - 2", "mask": "(x > 188500) * (x < 188520)"}, 0, 2 * 20 * 200),
    "lower": ({"to": "ground - 0.25"}, 0, 0.25 * AREA),
    "incise": ({"line": "axis", "to": "ground - 1.2 * (dist('axis') < 40)"}, 0, math.nan),
    "embank": (  # its volume is worked out in a test of its own
        {"line": "crest", "crest": "ground + 2", "width": 6, "side": 1.5, "unit": "AAr"},
        math.nan, 0,
    ),
    "mound": ({"at": "spots", "unit": "AAr", "samples": 4}, math.pi * (144 * 2.0 + 225 * 1.5) / 2, 0),
    "colluvium": ({"unit": "COL", "share": 0.7, "weight": "exp(-(dist('axis') / 30) ** 2)"}, 0.7 * 9000, 0),
    "decay": ({"unit": "COL", "kappa_t": 30, "mask": "sm(80, 40, dist('axis'))"}, math.nan, math.nan),
    "level": ({"polygon": "yard", "unit": "AAm", "soften": 8}, math.nan, math.nan),
    "subside": ({"of": "DR", "by": "0.5 * (x > 188555)"}, 0, 0.5 * 150 * 200),
}  # fmt: skip
GROUND_KINDS = [name for name, kind in KINDS.items() if issubclass(kind, GroundStep)]


@pytest.mark.parametrize("kind", GROUND_KINDS)
def test_every_ground_kind_has_a_balance_and_a_docstring(kind: str) -> None:
    """A new kind must be added to the table."""
    assert kind in BALANCES
    assert KINDS[kind].__doc__


@pytest.mark.parametrize("cell", [5.0, 2.5])
@pytest.mark.parametrize("kind", GROUND_KINDS)
def test_balance(kind: str, cell: float) -> None:
    """Added minus removed is what the ground rose; and both are what they should be."""
    table, added, removed = BALANCES[kind]
    steps: list[dict[str, Any]] = [{"kind": kind, **table}]
    if kind == "colluvium":
        steps.insert(0, {"kind": "erode", "by": "0.6 * (y < 426740)"})
    if kind in ("decay", "level"):
        # A plane neither slumps nor needs levelling: make it hummocky first.
        steps.insert(0, {"kind": "drape", "unit": "KR", "thick": "1.5 + 1.5 * noise(40, seed=3)"})
    replay, effects = replayed(*steps, cell=cell)
    before, after = replay.state(0).stack, replay.state(2000).stack
    after.check()
    rise = float((after.ground_mm - before.ground_mm).sum(dtype=np.int64)) / 1000 * cell**2
    if kind in ("decay", "level"):
        before = Replay(make_plan([BASE, event("B", 1000, *steps[:-1])], cell=cell)).state(2000).stack
        rise = float((after.ground_mm - before.ground_mm).sum(dtype=np.int64)) / 1000 * cell**2
        effects = effects[-1:]
    total = sum(e.added_m3 - e.removed_m3 for e in effects)
    assert total == pytest.approx(rise, abs=1e-6)
    effect = effects[-1]
    if not math.isnan(added):
        assert effect.added_m3 == pytest.approx(added, rel=0.005, abs=1e-9)
    if not math.isnan(removed):
        assert effect.removed_m3 == pytest.approx(removed, rel=0.005, abs=1e-9)
    if kind in ("decay", "level"):
        assert effect.added_m3 == pytest.approx(effect.removed_m3, rel=0.005)
        assert effect.added_m3 > 300


@pytest.mark.parametrize("cell", [5.0, 2.5])
def test_embank_volume(cell: float) -> None:
    """A dike 2 m high, 6 m wide, 1:1.5: 18 m2 per metre, and half a cone at each end."""
    plain = event("A", 0, {"kind": "deposit", "unit": "DR", "top": 10, "lithology": 7})
    step = {
        "kind": "embank",
        "line": "crest",
        "crest": 12,
        "width": 6,
        "side": 1.5,
        "unit": "AAr",
        "samples": 4,
    }
    replay = Replay(make_plan([plain, event("B", 1000, step)], cell=cell))
    replay.state(2000)
    # A round end is half of: cylinder of radius 3 and height 2, with a mantle widening to 6 m below.
    ends = math.pi * 2.0 / 3.0 * (3**2 + 3 * 6 + 6**2)
    assert replay.effects[-1].added_m3 == pytest.approx(18 * LENGTH + ends, rel=0.005)


@pytest.mark.parametrize("cell", [5.0, 2.5])
def test_incise_volume(cell: float) -> None:
    """With a surface, what is cut is the difference; with a profile, the integral of the profile."""
    inside = (
        BASE,
        event("B", 1000, {"kind": "incise", "line": "axis", "to": "ground - 1.2 * (dist('axis') < 40)"}),
    )
    replay = Replay(make_plan(inside, cell=cell))
    replay.state(2000)
    near = replay.site.vectors.line("axis").nearest(replay.site.x, replay.site.y).distance < 40
    assert replay.effects[-1].removed_m3 == pytest.approx(1.2 * near.sum() * cell**2, rel=1e-6)
    plain = event("A", 0, {"kind": "deposit", "unit": "DR", "top": 10, "lithology": 7})
    step = {
        "kind": "incise",
        "line": "crest",
        "floor": 8,
        "half": 4,
        "side": 12,
        "p": 2,
        "mask": "y > 426720",
    }
    replay = Replay(make_plan([plain, event("B", 1000, step)], cell=cell))
    replay.state(2000)
    # Per metre: 2 m deep over the floor of 8 m, and on both sides the integral of exp(-(d / 12) ** 2).
    per_metre = 2 * (2 * 4 + 2 * 12 * math.sqrt(math.pi) / 2)
    # Across the line, which leans by atan(10 / 180); its end lies 10 m inside the box.
    mask = replay.site.y[:, 0] > 426720
    rows = [j for j in np.flatnonzero(mask) if replay.site.y[j, 0] < 426860]
    cut = (replay.state(0).stack.ground - replay.state(2000).stack.ground)[rows]
    measured = cut.sum(axis=1).mean() * cell * math.cos(math.atan(10 / 180))
    assert measured == pytest.approx(per_metre, rel=0.005)


def test_subside_by_share_sinks_what_lies_above() -> None:
    """Half of a cover of 2 m goes; the layer above it keeps its thickness and sinks along."""
    _, effects = replayed(
        {"kind": "drape", "unit": "EC", "thick": 2},
        {"kind": "layer", "unit": "AAm", "thick": 0.5},
        {"kind": "subside", "of": "EC", "share": 0.5},
    )
    replay, _ = replayed(
        {"kind": "drape", "unit": "EC", "thick": 2},
        {"kind": "layer", "unit": "AAm", "thick": 0.5},
        {"kind": "subside", "of": "EC", "share": 0.5},
    )
    legend, stack = replay.plan.legend, replay.state(2000).stack
    assert np.unique(stack.thickness_mm(legend.unit("EC").index)).tolist() == [1000]
    assert np.unique(stack.thickness_mm(legend.unit("AAm").index)).tolist() == [500]
    assert effects[-1].removed_m3 == pytest.approx(AREA, rel=0.005)


def test_subside_never_takes_more_than_there_is() -> None:
    """A loss larger than the unit takes all of it, and nothing else."""
    replay, _ = replayed(
        {"kind": "drape", "unit": "EC", "thick": 0.4}, {"kind": "subside", "of": "EC", "by": 5}
    )
    stack = replay.state(2000).stack
    assert np.array_equal(stack.ground_mm, replay.state(0).stack.ground_mm)


IDEMPOTENT = [
    {"kind": "deposit", "unit": "KR", "top": 14},
    {"kind": "fill", "unit": "AAm", "top": "12 + 0.01 * (y - 426690)"},
    {"kind": "erode", "to": 12.5},
    {"kind": "lower", "to": "11 + 0.005 * (x - 188405)"},
    {"kind": "excavate", "to": 13},
    {"kind": "incise", "line": "axis", "to": "9 + dist('axis') / 20"},
    {"kind": "embank", "line": "crest", "crest": 15, "width": 5, "side": 2, "unit": "AAr"},
]


@pytest.mark.parametrize("step", IDEMPOTENT, ids=[s["kind"] for s in IDEMPOTENT])
def test_to_a_surface_twice_is_once(step: dict[str, Any]) -> None:
    """Filling or cutting to a surface that is there already changes nothing."""
    once = replayed(step)[0].state(2000).stack
    twice = replayed(step, step)[0].state(2000).stack
    assert np.array_equal(once.ground_mm, twice.ground_mm)
    assert np.array_equal(once.tops[-1] - once.tops[0], twice.tops[-1] - twice.tops[0])


@given(depth=st.floats(0.05, 8), rise=st.floats(0.05, 8))
def test_erode_then_deposit(depth: float, rise: float) -> None:
    """Erode by a depth, deposit a thickness: the new layer has that thickness, the old one lost the depth."""
    replay, _ = replayed(
        {"kind": "erode", "by": depth}, {"kind": "drape", "unit": "EC", "thick": rise}, cell=10.0
    )
    before, after = replay.state(0).stack, replay.state(2000).stack
    assert np.unique(before.tops[0] - after.tops[0]).tolist() == pytest.approx([depth * 1000], abs=1)
    assert np.unique(after.tops[-1] - after.tops[-2]).tolist() == pytest.approx([rise * 1000], abs=1)


def test_every_run_knows_its_event_and_unit() -> None:
    """Columns carry the event of each run, in replay order."""
    replay, _ = replayed(
        {"kind": "drape", "unit": "EC", "thick": 1}, {"kind": "layer", "unit": "AAm", "thick": 0.2}
    )
    columns = replay.time_slice(2000).columns
    column = columns.column(3, 7)
    keys = [replay.plan.legend.units[k].key for k in column.unit]
    assert keys == ["DR", "EC", "AAm"]
    assert [replay.plan.events[k].id for k in column.event] == ["A", "B", "B"]
    assert columns.lithology.tolist()[:3] == [7, 2, 0]


def test_colluvium_takes_the_erosion_of_another_event() -> None:
    """``of`` names the event whose erosion is laid down."""
    plan = make_plan(
        [
            BASE,
            event("B", 1000, {"kind": "erode", "by": 0.5}),
            event("C", 1100, {"kind": "colluvium", "unit": "COL", "share": 0.5, "weight": 1, "of": "B"}),
        ]
    )
    replay = Replay(plan)
    replay.state(2000)
    assert replay.effects[-1].added_m3 == pytest.approx(0.25 * AREA, rel=0.005)


def test_near_and_finer_than() -> None:
    """A step works only within its reach, and not at all in cells that are too coarse."""
    step = {"kind": "drape", "unit": "EC", "thick": 1, "near": "spots", "reach": 20}
    replay, _ = replayed(step)
    there = replay.state(2000).stack.ground_mm > replay.state(0).stack.ground_mm
    spots = replay.plan.vectors.points("spots").xy
    away = np.min([np.hypot(replay.site.x - x, replay.site.y - y) for x, y in spots], axis=0)
    assert np.array_equal(there, away <= 20)
    replay, effects = replayed({**step, "finer_than": 5.0})
    assert effects == []


BAD = [
    ({"kind": "erode"}, "either 'to'"),
    ({"kind": "erode", "to": 1, "by": 1}, "either 'to'"),
    ({"kind": "incise", "line": "axis"}, "either 'to'"),
    ({"kind": "colluvium", "unit": "COL", "share": 1.5, "weight": 1}, "0 to 1"),
    ({"kind": "colluvium", "unit": "COL", "share": 0.5, "weight": 0}, "no place to go"),
    ({"kind": "decay", "unit": "COL", "kappa_t": 0}, "kappa_t"),
    ({"kind": "level", "polygon": "yard", "unit": "AAm", "share": 0}, "share"),
    ({"kind": "subside", "of": "DR"}, "either 'by'"),
    ({"kind": "drape", "unit": "EC", "thick": 1, "samples": 9}, "1 to 8"),
    ({"kind": "drape", "unit": "EC", "thick": "blur(ground, 5)", "samples": 2}, "samples"),
    ({"kind": "drape", "unit": "EC", "thick": "1 / (x - x)"}, "at x"),
    ({"kind": "settle", "type": "x"}, "exactly one"),
    ({"kind": "line", "type": "x", "width": 3}, "'lines' or 'follow'"),
    ({"kind": "cover", "paint": [{"where": 1}]}, "'cover', 'use'"),
]


@pytest.mark.parametrize(("step", "message"), BAD, ids=[f"{s['kind']}-{m}" for s, m in BAD])
def test_bad_parameters_say_what_is_allowed(step: dict[str, Any], message: str) -> None:
    """Each is a declaration error that names the event and step."""
    with pytest.raises(DeclarationError, match=message) as caught:
        replayed(step)
    assert "B, step 1" in str(caught.value)
    assert caught.value.exit_code == 2
