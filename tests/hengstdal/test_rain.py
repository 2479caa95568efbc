"""Acceptance check 9 of the content recipe, and its table of measured rain (section 6.2).

"Within 15 %" counts from the number as it is printed: 0.6 m is anything from 0.55 to 0.65. Where a number
of the table cannot be met, docs/decisions/rain.md says which and why; the last test here shows the reason.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.hengstdal.conftest import Built
from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.hydrology.terrain import read_terrain
from wijkgenese3d.scene.hotspots import HotspotDesk
from wijkgenese3d.scene.rain import RainDesk
from wijkgenese3d.scene.rain_outcome import RainOutcome

USUAL, HEAVY = Storm(36, 60), Storm(70, 60)
BROERDIJK, LEAVING = "boven_broerdijk", "uit_de_wijk"
AT_BROERDIJK, AT_SPOORBUURT = "broerdijk", "spoorbuurt_west"

_DESKS: dict[int, RainDesk] = {}


def outcome(built: Built, slice_id: str, storm: Storm = USUAL) -> RainOutcome:
    """The storm over a slice; each is computed once."""
    desk = _DESKS.setdefault(id(built), RainDesk(built.scene))
    return desk.outcome(built.slices[slice_id], storm)


def gauged(built: Built, slice_id: str, gauge: str, storm: Storm = USUAL) -> float | None:
    """m3 that passes a gauge."""
    return {g.id: g.m3 for g in outcome(built, slice_id, storm).gauges}[gauge]


def depth(built: Built, slice_id: str, spot: str) -> float:
    """Deepest water near a low spot, m."""
    return {s.id: s.depth_m for s in outcome(built, slice_id).low_spots}[spot]


def within_15_percent(value: float, printed: float, step: float) -> bool:
    """Whether a value lies within 15 % of a number printed in steps of ``step``."""
    return (printed - step / 2) * 0.85 <= value <= (printed + step / 2) * 1.15


# ---------------------------------------------------------------- check 9


def test_09_green_and_wood_hold_water_back(built: Built) -> None:
    """36 mm: above Broerdijk at least three times as much arrives in T14 as in T15; in T4 under 5 %."""
    today, later, wood = (gauged(built, s, BROERDIJK) for s in ("T14", "T15", "T04"))
    assert today >= 3 * later
    assert wood < 0.05 * today


@pytest.mark.parametrize("storm", [USUAL, HEAVY], ids=["36mm", "70mm"])
def test_09_all_rain_is_accounted_for(built: Built, storm: Storm) -> None:
    """Infiltrated (with the sewer), standing and away are the rain, within 0.1 %, in every slice."""
    desk = RainDesk(built.scene)
    for slice_id, part in built.slices.items():
        if desk.has(part.year):
            said = outcome(built, slice_id, storm).as_json()
            parts = said["infiltrated_m3"] + said["ponded_m3"] + said["outflow_m3"]
            assert parts == pytest.approx(said["rain_m3"], rel=1e-3)
            assert said["rain_m3"] == pytest.approx(storm.mm / 1000 * 2000 * 1500)
            assert 0 <= said["sewer_m3"] <= said["infiltrated_m3"]


# ---------------------------------------------------------------- section 6.2


@pytest.mark.parametrize(
    ("slice_id", "mm"),
    [
        ("T04", 0.0), ("T07", 0.8), ("T08", 2.2), ("T09", 8.4), ("T10", 9.3), ("T12", 10.2), ("T13", 17.0),
        ("T14", 14.9), ("T15", 4.1),
    ],
)  # fmt: skip
def test_what_is_not_taken_in_on_the_spot(built: Built, slice_id: str, mm: float) -> None:
    """Mean of the quarter after 36 mm."""
    assert within_15_percent(outcome(built, slice_id).run_off_mm, mm, 0.1)


@pytest.mark.parametrize(("slice_id", "mm"), [("T04", 7), ("T14", 49), ("T15", 35)])
def test_what_is_not_taken_in_of_the_heavy_storm(built: Built, slice_id: str, mm: float) -> None:
    """Mean of the quarter after 70 mm."""
    assert within_15_percent(outcome(built, slice_id, HEAVY).run_off_mm, mm, 1)


@pytest.mark.parametrize(
    ("slice_id", "m3"),
    [("T04", 0), ("T08", 560), ("T13", 3640), ("T14", 3620), ("T15", 850)],
)
def test_what_arrives_above_the_broerdijk(fine: Built, slice_id: str, m3: float) -> None:
    """m3 at x = 189442 after 36 mm; T07, T09, T10 and T12 hang on the land outside the quarter."""
    assert within_15_percent(gauged(fine, slice_id, BROERDIJK), m3, 10)


@pytest.mark.parametrize(
    ("slice_id", "m3"), [("T04", 0), ("T10", 5050), ("T12", 5190), ("T13", 10750), ("T14", 10360)]
)
def test_what_leaves_the_quarter(fine: Built, slice_id: str, m3: float) -> None:
    """m3 at x = 188902 after 36 mm; T15 hangs on the land outside the quarter."""
    assert within_15_percent(gauged(fine, slice_id, LEAVING), m3, 10)


def test_what_leaves_a_wood_in_the_heavy_storm(fine: Built) -> None:
    """m3 at x = 188902 after 70 mm on the forest of T04."""
    assert within_15_percent(gauged(fine, "T04", LEAVING, HEAVY), 6000, 100)


def test_nothing_is_said_of_what_leaves_while_the_dam_stands(fine: Built) -> None:
    """T06 to T09: simple routing knows no leak through a dam."""
    assert [s for s in fine.slices if s >= "T04" and gauged(fine, s, LEAVING) is None] == [
        "T06", "T07", "T08", "T09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slice_id", "metres"),
    [
        ("T04", 0), ("T07", 0.3), ("T08", 0.6), ("T09", 0.9), ("T10", 0.6), ("T12", 0.6), ("T13", 0.6),
        ("T14", 0.6),
    ],
)  # fmt: skip
def test_water_at_the_broerdijk(fine: Built, slice_id: str, metres: float) -> None:
    """Deepest water near 189392,427317 after 36 mm."""
    assert within_15_percent(depth(fine, slice_id, AT_BROERDIJK), metres, 0.1)


def test_no_water_at_the_broerdijk_with_a_passage(built: Built) -> None:
    """T15: 0 in the street, at most 0.2 in a wadi."""
    assert depth(built, "T15", AT_BROERDIJK) <= 0.2


@pytest.mark.parametrize(
    ("slice_id", "metres"), [("T04", 0), ("T09", 0), ("T10", 0), ("T12", 0.7), ("T13", 0.8), ("T14", 0.8)]
)
def test_water_west_of_the_spoorbuurt(fine: Built, slice_id: str, metres: float) -> None:
    """Deepest water near 189057,427457 after 36 mm."""
    assert within_15_percent(depth(fine, slice_id, AT_SPOORBUURT), metres, 0.1)


def test_water_west_of_the_spoorbuurt_stands_in_green(fine: Built) -> None:
    """T15: 0.4-0.5 m, and only in wadis and green."""
    assert 0.4 * 0.85 <= depth(fine, "T15", AT_SPOORBUURT) <= 0.5 * 1.15
    grid = fine.scene.plan.grid
    near = np.hypot(grid.x[None, :] - 189057, grid.y[:, None] - 427457) < 60
    row, column = np.unravel_index(
        np.nanargmax(np.where(near, outcome(fine, "T15").depth_m, np.nan)), grid.shape
    )
    codes = fine.slices["T15"].land_cover[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    legend = fine.scene.plan.legend
    assert set(codes.ravel().tolist()) <= {legend.cover(key).code for key in ("wadi", "groen", "tuin")}


def test_size_of_the_hollow_at_the_broerdijk(fine: Built) -> None:
    """T14: 660 m3 and 2350 m2; full after 36 mm, and it spills."""
    grid = fine.scene.plan.grid
    terrain = read_terrain(fine.ground("T14"), grid.cell)
    near = np.hypot(grid.x[None, :] - 189392, grid.y[:, None] - 427317) < 30
    numbers = np.unique(terrain.hollow[near])
    k = max(numbers[numbers >= 0], key=lambda n: terrain.hollows.volume_m3[n])
    assert terrain.hollows.volume_m3[k] == pytest.approx(660, rel=0.15)
    assert terrain.hollows.area_m2[k] == pytest.approx(2350, rel=0.15)
    full = (
        terrain.filled.ravel()[terrain.hollows.deepest[k]]
        - terrain.ground.ravel()[terrain.hollows.deepest[k]]
    )
    assert depth(fine, "T14", AT_BROERDIJK) == pytest.approx(full, abs=1e-3)


# ---------------------------------------------------------------- why some numbers differ


@pytest.mark.parametrize(
    ("slice_id", "gauge", "storm", "m3", "step"),
    [
        ("T09", BROERDIJK, USUAL, 1540, 10),
        ("T10", BROERDIJK, USUAL, 1170, 10),
        ("T12", BROERDIJK, USUAL, 1540, 10),
        ("T15", LEAVING, USUAL, 2070, 10),
        ("T14", LEAVING, HEAVY, 38300, 100),
        ("T15", LEAVING, HEAVY, 27700, 100),
    ],
)
def test_the_land_outside_the_quarter_makes_the_difference(
    fine: Built, slice_id: str, gauge: str, storm: Storm, m3: float, step: float
) -> None:
    """With grass for the fields there, and wood for the grass, these come within 15 % too.

    The recipe measures over the whole catchment, but gives the cover of the quarter alone.
    """
    part, legend = fine.slices[slice_id], fine.scene.plan.legend
    field, grass, wood = (legend.cover(key).code for key in ("akker", "gras", "bos"))
    outside = ~fine.quarter_fine
    cover = part.land_cover.copy()
    cover[outside & (part.land_cover == field)] = grass
    cover[outside & (part.land_cover == grass)] = wood
    greener = replace(part, land_cover=cover)
    found = {g.id: g.m3 for g in RainDesk(fine.scene).outcome(greener, storm).gauges}[gauge]
    assert not within_15_percent(gauged(fine, slice_id, gauge, storm), m3, step)
    assert within_15_percent(found, m3, step)


# ---------------------------------------------------------------- heat, water and heritage


def test_heat_water_and_heritage_meet_at_the_broerdijk_on_the_edge_of_the_spoorbuurt(fine: Built) -> None:
    """The largest place where they meet in T14 reaches into the Spoorbuurt; in 2050 there is far less."""
    desk = HotspotDesk(fine.scene)
    today, later = (desk.find(fine.slices[s], outcome(fine, s)) for s in ("T14", "T15"))
    x, y, _ = today.places[0]
    assert np.hypot(x - 189392, y - 427317) < 50
    grid = fine.scene.plan.grid
    quarter = fine.scene.vectors.polygon("spoorbuurt").contains(grid.x, grid.y)
    assert (today.meets & quarter).any()
    assert later.meets.sum() < 0.3 * today.meets.sum()
    assert later.heat.mean() < 0.8 * today.heat.mean()


def test_old_woods_are_cool(fine: Built) -> None:
    """Under trees the index is 0: the wood of T14 is cooler than the streets around it."""
    found = HotspotDesk(fine.scene).find(fine.slices["T14"], outcome(fine, "T14"))
    part = fine.slices["T14"]
    wood = part.land_cover.reshape(300, 2, 400, 2)[:, 0, :, 0] == fine.scene.plan.legend.cover("bos").code
    street = (
        part.land_cover.reshape(300, 2, 400, 2)[:, 0, :, 0] == fine.scene.plan.legend.cover("straat").code
    )
    assert found.heat[wood].mean() < 0.1
    assert found.heat[street].mean() > 0.3
