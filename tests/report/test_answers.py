"""Cores, differences and checks, on slices made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.difference_steps import step_of
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import Grid, NapRange, RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, to_millimetres
from wijkgenese3d.model.legend import read_legend
from wijkgenese3d.model.timeline import Years
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.core_log import CoreBook, core_as_json
from wijkgenese3d.report.difference import difference_between
from wijkgenese3d.report.scene_checks import check_slice

LEGEND = read_legend()
GRID = Grid(RDExtent(190010.0, 428030.0, 190050.0, 428060.0), 10.0)
EVENTS = tuple(
    EventInfo(f"E{k}", Years(100.0 * k, 100.0 * k + 10), "zeker", "aanname", ("x",), {}, "mens")
    for k in range(3)
)


def house(name: str) -> Feature:
    ring = ((190011.0, 428031.0), (190015.0, 428031.0), (190015.0, 428035.0))
    return Feature(name, "building", "rij", "Polygon", ring, 0.0, np.inf, 2, "zeker", "aanname", "bebouwing")


def time_slice(name: str, sand: float, made: float = 0.0, cover: int = 3, houses: str = "") -> TimeSlice:
    """Sand up to a level, with made ground on the cell in the south-east."""
    thick = np.zeros(GRID.shape)
    thick[0, 3] = made
    stack = LayerStack(GRID, -20.0).deposited(
        Layer(0, LEGEND.unit("BXWI").index, 5, 0), to_millimetres(np.full(GRID.shape, sand + 20.0))
    )
    stack = stack.deposited(Layer(1, LEGEND.unit("AAm").index, 0, 1), to_millimetres(thick))
    fine = GRID.refined(2)
    covers = np.full(fine.shape, 3, dtype=np.uint8)
    covers[:2, 6:] = cover
    blank, none = np.zeros(GRID.shape, dtype=np.uint8), np.full(GRID.shape, np.nan, dtype=np.float32)
    table = FeatureTable(tuple(house(n) for n in houses))
    return TimeSlice(
        name, 2000.0, stack, fine, covers, covers, np.zeros_like(covers), blank, none, none, table
    )


def test_core_ends_at_the_depth_or_the_base():
    book = CoreBook(LEGEND, EVENTS, {}, depth=30.0)
    deep = book.slice(time_slice("A", 22.0, made=1.25), 190045, 428035)
    assert [(i.top, i.base, i.unit) for i in deep.intervals] == [(23.25, 22.0, "AAm"), (22.0, -6.75, "BXWI")]
    assert [(i.depth_top, i.depth_base) for i in deep.intervals] == [(0.0, 1.25), (1.25, 30.0)]
    shallow = book.slice(time_slice("A", 2.0), 190045, 428035)
    assert [(i.top, i.base) for i in shallow.intervals] == [(2.0, -20.0)]
    answer = core_as_json(1.0, 2.0, [shallow])
    assert answer["slices"][0]["intervals"][0]["date"] == [0, 10]
    assert answer["slices"][0]["land_cover"] == "bos"
    assert answer["slices"][0]["year"] == 2000


def test_core_without_land_cover():
    part = time_slice("A", 2.0, cover=0)
    assert CoreBook(LEGEND, EVENTS, {}).slice(part, 190045, 428035).land_cover is None


def test_difference():
    before = time_slice("A", 10.0, houses="ab")
    after = time_slice("B", 9.5, made=2.0, cover=6, houses="bcd")
    found = difference_between(before, after, LEGEND).as_json()
    assert found["raised_m3"] == pytest.approx(1.5 * 100)
    assert found["dug_m3"] == pytest.approx(0.5 * 100 * 11)
    assert (found["max_raised_m"], found["max_dug_m"]) == (1.5, 0.5)
    assert found["land_cover"] == [{"from": "bos", "to": "akker", "ha": 0.01}]
    assert found["features"] == {"came": 2, "went": 1}


def test_difference_of_a_slice_with_itself_is_nothing():
    part = time_slice("A", 10.0, houses="a")
    found = difference_between(part, part, LEGEND).as_json()
    assert found["land_cover"] == []
    assert str(found["max_dug_m"]) == "0.0"
    assert (found["raised_m3"], found["dug_m3"]) == (0.0, 0.0)


def test_difference_needs_one_grid():
    part = time_slice("A", 10.0)
    other = part.stack.part(slice(0, 2), slice(0, 4))
    cut = {n: getattr(part, n)[:2] for n in ("soil", "ice", "water")}
    fine = {n: getattr(part, n)[:4] for n in ("land_cover", "painted", "use")}
    smaller = replace(part, stack=other, cover_grid=other.grid.refined(2), **cut, **fine)
    with pytest.raises(DataError, match="different grids"):
        difference_between(part, smaller, LEGEND)


def test_steps_of_the_map():
    assert step_of(np.array([-6, -5, -2, -0.5, -0.49, 0, 0.5, 1.9, 2, 5])).tolist() == [
        -3,
        -3,
        -2,
        -1,
        0,
        0,
        1,
        1,
        2,
        3,
    ]


def test_checks_of_a_slice():
    plan = SimpleNamespace(legend=LEGEND, events=EVENTS)
    scene = SimpleNamespace(plan=plan, z_range=NapRange(-20.0, 30.0), file=SimpleNamespace(rain=None))
    good = time_slice("A", 10.0, made=1.0)

    def found(part: TimeSlice) -> list[str]:
        return [finding.message for finding in check_slice(scene, part)]

    assert found(good) == []
    assert (
        "lies below the one under it"
        in found(replace(good, stack=replace(good.stack, tops=(good.stack.tops[1] + 1, good.stack.tops[1]))))[
            0
        ]
    )
    strange = replace(good.stack, layers=(good.stack.layers[0], replace(good.stack.layers[1], event=9)))
    assert found(replace(good, stack=strange)) == ["a run has event 9, which is not known"]
    covers = good.land_cover.copy()
    covers[0, 0] = 77
    assert found(replace(good, land_cover=covers)) == ["land_cover has code 77, which is not in the legend"]
    assert "above the top of the voxels" in found(time_slice("A", 35.0))[0]
    water = np.full(GRID.shape, 3.0, dtype=np.float32)
    assert found(replace(good, water=water)) == ["water lies below the ground"]
