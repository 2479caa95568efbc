"""When events count, that any year can be replayed, and that states share what does not change."""

from __future__ import annotations

import numpy as np
import pytest

from tests.genesis.plans import BASE, event, make_plan
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.replay import Replay

DRAPE = {"kind": "drape", "unit": "EC", "thick": 1}
LAYER = {"kind": "layer", "unit": "AAm", "thick": 0.5}
FARM = {"kind": "settle", "at": "farms", "type": "boerderij", "height": 5}


def test_ground_counts_at_the_end_of_the_date() -> None:
    """Nothing is shown half-done: before the end of its date an event has not happened."""
    replay = Replay(make_plan([BASE, event("B", [100, 200], DRAPE)]))
    assert replay.state(199).counted == (0,)
    assert replay.state(200).counted == (0, 1)
    rise = replay.state(200).stack.ground_mm - replay.state(199).stack.ground_mm
    assert np.unique(rise).tolist() == [1000]


def test_features_exist_from_the_start_until_they_go() -> None:
    """A road lies there from the start of its date up to, not including, ``until``."""
    step = {"kind": "line", "lines": ["crest"], "type": "weg", "width": 6, "cover": "zandpad"}
    replay = Replay(make_plan([BASE, event("B", [100, 200], step, until=300)]))
    there = [len(replay.time_slice(year).features) for year in (99, 100, 150, 299, 300)]
    assert there == [0, 1, 1, 1, 0]
    sand = replay.plan.legend.cover("zandpad").code
    shown = [int((replay.time_slice(year).land_cover == sand).sum()) for year in (99, 150, 300)]
    assert shown[0] == shown[2] == 0
    assert shown[1] * 2.5**2 == pytest.approx(6 * replay.plan.vectors.line("crest").length, rel=0.02)
    assert not (replay.time_slice(150).painted == sand).any()


def test_water_and_ice_stand_on_the_ground_of_their_moment() -> None:
    """Passing bodies are NaN where there are none, and gone after ``until``."""
    water = {"kind": "water", "level": 13.0, "mask": "x < 188600", "type": "plas"}
    ice = {"kind": "ice", "top": "ground + 50", "mask": "x > 188600"}
    replay = Replay(make_plan([BASE, event("B", [0, 100], water, ice, until=200)]))
    now, later = replay.time_slice(150), replay.time_slice(200)
    low = now.ground < 13.0
    west = np.broadcast_to(replay.site.x < 188600, low.shape)
    assert np.array_equal(np.isfinite(now.water), low & west)
    assert np.nanmax(now.water) == 13.0
    assert np.array_equal(np.isfinite(now.ice), ~west)
    assert np.nanmin(now.ice - now.ground) == pytest.approx(50, abs=1e-3)
    assert np.isnan(later.water).all()
    assert np.isnan(later.ice).all()
    assert now.water.dtype == np.float32


def test_replay_order_is_file_order() -> None:
    """An event that stands first in the file lies below, whatever its date says."""
    plan = make_plan([BASE, event("B", 500, DRAPE), event("C", 400, LAYER)])
    state = Replay(plan).state(600)
    assert [plan.legend.units[layer.unit].key for layer in state.stack.layers] == ["DR", "EC", "AAm"]


def test_a_year_between_replays_only_what_counts() -> None:
    """A year for which the file order is not the date order still gives the right events."""
    plan = make_plan([BASE, event("B", 500, DRAPE), event("C", 400, LAYER)])
    replay = Replay(plan)
    replay.state(600)
    state = replay.state(450)
    assert [plan.legend.units[layer.unit].key for layer in state.stack.layers] == ["DR", "AAm"]
    direct = Replay(plan).state(450)
    assert all(np.array_equal(a, b) for a, b in zip(state.stack.tops, direct.stack.tops, strict=True))


def test_an_event_may_not_count_before_one_it_needs() -> None:
    """Both events and years are named."""
    with pytest.raises(DeclarationError, match="counts from 300, before B") as caught:
        make_plan([BASE, event("B", [100, 400], DRAPE), event("C", [200, 300], LAYER, needs=["B"])])
    assert "event C" in str(caught.value)
    assert "400" in str(caught.value)


def test_a_needed_event_must_stand_earlier_and_exist() -> None:
    """An unknown need gets the nearest name; a later one the order."""
    with pytest.raises(DeclarationError, match="stands later in the file"):
        make_plan([BASE, event("B", 300, LAYER, needs=["C"]), event("C", 200, DRAPE)])
    with pytest.raises(DeclarationError, match="not an event; perhaps 'Dam1'"):
        make_plan([BASE, event("Dam1", 100, DRAPE), event("C", 200, LAYER, needs=["Dam"])])


def test_before_asks_the_ground_before_an_event() -> None:
    """Also through a named field, and also in land cover; unknown events are refused."""
    back = {"kind": "lower", "to": "old"}
    paint = {"kind": "cover", "paint": [{"cover": "akker"}, {"cover": "dijk", "where": "ground - old > 0.5"}]}
    plan = make_plan(
        [BASE, event("B", 100, DRAPE), event("C", 200, paint), event("D", 300, back)],
        fields={"old": "before('B')"},
    )
    replay = Replay(plan)
    assert plan.remembered == {"B"}
    assert (replay.time_slice(200).land_cover == plan.legend.cover("dijk").code).all()
    assert np.array_equal(replay.state(300).stack.ground_mm, replay.state(50).stack.ground_mm)
    with pytest.raises(DeclarationError, match="unknown event 'X'"):
        make_plan([BASE, event("B", 100, {"kind": "lower", "to": "before('X')"})])


def test_states_share_what_does_not_change() -> None:
    """A step that touches a corner leaves all other rasters the very same arrays."""
    dig = {"kind": "excavate", "by": "0.2 * (x < 188420)"}
    replay = Replay(make_plan([BASE, event("B", 100, DRAPE), event("C", 200, LAYER), event("D", 300, dig)]))
    early, late = replay.state(200).stack, replay.state(300).stack
    assert early.tops[0] is late.tops[0]
    assert early.tops[1] is late.tops[1]
    assert early.tops[2] is not late.tops[2]
    first, second = replay.time_slice(200), replay.time_slice(201)
    assert first.soil is second.soil or np.shares_memory(first.soil, second.soil)
    assert all(a is b for a, b in zip(first.stack.tops, second.stack.tops, strict=True))


def test_cover_is_painted_in_order_and_ranks_meet_their_share() -> None:
    """Later coats cover earlier ones; a rank takes its share of the quarter."""
    paint = {
        "kind": "cover",
        "paint": [
            {"cover": "bos", "use": "bos"},
            {"cover": "akker", "use": "veld", "where": "rank(noise(30, seed=4), 0.25)"},
            {"cover": "heide", "where": "rank(noise(25, seed=5), 0.3, 1 - cover('akker'))"},
        ],
    }
    replay = Replay(make_plan([BASE, event("B", 100, paint)]))
    part = replay.time_slice(100)
    inside = replay.plan.vectors.polygon("quarter").contains(part.cover_grid.x, part.cover_grid.y)
    legend = replay.plan.legend
    share = {k: (part.land_cover[inside] == legend.cover(k).code).mean() for k in ("bos", "akker", "heide")}
    assert share["akker"] == pytest.approx(0.25, abs=0.001)
    assert share["heide"] == pytest.approx(0.30, abs=0.001)
    assert share["bos"] == pytest.approx(0.45, abs=0.002)
    assert (part.use[part.land_cover == legend.cover("akker").code] == legend.use("veld").code).all()


def test_soil_changes_no_volume() -> None:
    """Soil is a property of the surface."""
    step = {"kind": "soil", "paint": [{"soil": "holtpodzol"}, {"soil": "tuingrond", "where": "x > 188600"}]}
    replay = Replay(make_plan([BASE, event("B", 100, step)]))
    assert np.array_equal(replay.state(100).stack.ground_mm, replay.state(0).stack.ground_mm)
    assert set(np.unique(replay.state(100).soil)) == {1, 5}
