"""Given the whole-area numbers, a window replays to the same columns as the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.genesis.plans import BASE, EXTENT, event, make_plan
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.plan import Plan
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.load import load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"

# Everything that looks around, and everything that needs the whole area first.
STEPS = [
    event("B", 100, {"kind": "drape", "unit": "KR", "thick": "1 + noise(40, seed=3)"}),
    event(
        "C", 200,
        {"kind": "erode", "by": "2 * slope(4) + 0.1 * height(6)"},
        {"kind": "colluvium", "unit": "COL", "share": 0.6, "weight": "exp(-(dist('axis') / 20) ** 2)"},
    ),
    event("D", 300, {"kind": "level", "polygon": "yard", "unit": "AAm", "share": 0.7, "most": 0.8}),
    event("E", 400, {"kind": "decay", "unit": "COL", "kappa_t": 8, "mask": "sm(40, 20, dist('crest'))"}),
    event("F", 500, {"kind": "embank", "line": "crest", "crest": "level('crest')", "width": 4, "side": 1.5,
                     "unit": "AAr", "samples": 4, "near": "crest", "reach": 20}),
    event("G", 600, {"kind": "lower", "to": "blur(before('F'), 4) + 0.5", "near": "crest", "reach": 15}),
    event("H", 700, {"kind": "fill", "unit": "AAm", "top": "plane('yard')", "mask": "inside('yard')"}),
    event(
        "I", 800,
        {"kind": "cover", "paint": [
            {"cover": "gras", "use": "veld"},
            {"cover": "akker", "where": "rank(parcel(noise(30, seed=1), 12, 18, seed=2), 0.3)"},
            {"cover": "bos", "where": "(facing(90, 4) > 0.2) * (slope(4) > 0.02)"},
            {"use": "wonen", "where": "inside('yard')"},
        ]},
        {"kind": "make_ground", "unit": "AAm", "thick": 0.2, "mask": "use('wonen')"},
        {"kind": "soil", "paint": [{"soil": "tuingrond", "where": "slope(5) < 0.05"}]},
        {"kind": "water", "level": "ground + 0.1", "mask": "dist('axis') < 3"},
    ),
]  # fmt: skip


def assert_same(part: TimeSlice, whole: TimeSlice, window: RDExtent) -> None:
    """Check columns, cover, use, soil and water, bit for bit."""
    rows, columns = whole.grid.window(window)
    assert part.grid == whole.grid.part(rows, columns)
    assert part.columns == whole.columns.part(rows, columns)
    fine = whole.cover_grid.window(part.grid.extent)
    for name in ("land_cover", "painted", "use"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[fine]), name
    for name in ("soil", "ice", "water"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[rows, columns], equal_nan=True), name


# A box that is much larger than the halo, so that the padded window is truly a part of it.
BIG = RDExtent(EXTENT.xmin - 700, EXTENT.ymin - 600, EXTENT.xmax + 700, EXTENT.ymax + 600)
WINDOWS = {
    "inner": RDExtent(188455, 426720, 188530, 426790),
    "corner": RDExtent(BIG.xmin, BIG.ymin, BIG.xmin + 80, BIG.ymin + 60),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan with every kind of looking around."""
    return make_plan([BASE, *STEPS], extent=BIG)


@pytest.fixture(scope="module")
def whole(plan: Plan) -> tuple[Replay, TimeSlice]:
    """The whole area, replayed."""
    replay = Replay(plan)
    return replay, replay.time_slice(900)


@pytest.mark.parametrize("name", WINDOWS)
def test_window_equals_whole(plan: Plan, whole: tuple[Replay, TimeSlice], name: str) -> None:
    """An inner window, and one in the corner of the box."""
    window = WINDOWS[name]
    replay = Replay(plan, window=window, numbers=whole[0].numbers.values)
    assert replay.site.grid != plan.grid, "the padded window must be smaller than the whole"
    assert_same(replay.time_slice(900), whole[1], window)


def test_a_smaller_halo_would_show(
    plan: Plan, whole: tuple[Replay, TimeSlice], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: with no halo the edges of the window come out wrong."""
    monkeypatch.setattr(Plan, "halo", property(lambda _self: 0.0))
    replay = Replay(plan, window=WINDOWS["inner"], numbers=whole[0].numbers.values)
    with pytest.raises(AssertionError):
        assert_same(replay.time_slice(900), whole[1], WINDOWS["inner"])


def test_a_window_needs_the_numbers_of_the_whole(plan: Plan) -> None:
    """Nothing is computed from a part of the area."""
    with pytest.raises(DeclarationError, match="whole-area number"):
        Replay(plan, window=WINDOWS["inner"]).time_slice(900)


def test_windows_of_hengstdal() -> None:
    """The real scene, at 10 m, in two windows: over the dam, and in the north-west corner."""
    scene = load_scene(SCENE, cell=10)
    replay = Replay(scene.plan)
    wholes = {year: replay.time_slice(year) for year in (100, 1850, 2050)}
    for window in (RDExtent(189200, 427200, 189500, 427450), RDExtent(188400, 427900, 188700, 428200)):
        part = Replay(scene.plan, window=window, numbers=replay.numbers.values)
        for year, expected in wholes.items():
            assert_same(part.time_slice(year), expected, window)
