"""Prints: scales, what fits, and water, ice and houses as heights; feature layers."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
import trimesh

from tests.geometry.lopsided import BASE, GRID, GROUND, make_stack
from wijkgenese3d.errors import UsageError
from wijkgenese3d.exports.feature_table import layers_of
from wijkgenese3d.exports.formats import What
from wijkgenese3d.exports.printing import printed_body, read_scale
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.timeslice import TimeSlice

ABOUT = Provenance(
    "t", "s", "d", "l", (), (), "wijk", "T01", 0.0, "v", "nl", datetime(2026, 1, 1, tzinfo=UTC)
)


def feature(kind, sort, geometry, xy, height=0.0):
    years = (-1000.0, np.inf)
    return Feature(f"{kind}.{sort}", kind, sort, geometry, xy, *years, 0, "zeker", "zeker", "mens", height)


HOUSE = feature(
    "building",
    "rij",
    "Polygon",
    ((188410.0, 426705.0), (188415.0, 426705.0), (188415.0, 426710.0), (188410.0, 426710.0)),
    3.0,
)


def a_slice(features=(), water=None, ice=None):
    fine = GRID.refined(2)
    none = np.full(GRID.shape, np.nan, np.float32)
    zero = np.zeros(fine.shape, np.uint8)
    return TimeSlice(
        "T01", 0.0, make_stack(), fine, zero, zero, zero, np.zeros(GRID.shape, np.uint8),
        none if ice is None else ice, none if water is None else water, FeatureTable(tuple(features)),
    )  # fmt: skip


def body(part, what=What.block, scale=100.0, exaggeration=1.0):
    return printed_body(part, BASE, what, scale, exaggeration, ABOUT)


def test_what_stands_there_adds_its_height():
    bare = body(a_slice())
    water = np.full(GRID.shape, np.nan, np.float32)
    water[0, 0] = 4.0
    ice = np.full(GRID.shape, np.nan, np.float32)
    ice[2, 3] = 25.0
    x, y, z = body(a_slice([HOUSE], water, ice)).size
    assert (x, y) == (200, 150)
    assert z == pytest.approx((25 - BASE) * 10)
    house = body(a_slice([HOUSE]))
    cap = house.points[:, 2] - bare.points[:, 2]
    # Four cells of 2.5 m in the third column and second row of the map, each 3 m higher.
    assert np.flatnonzero(cap > 1e-6).size == 4
    np.testing.assert_allclose(cap[cap > 1e-6], 30)
    raised = house.points[cap > 1e-6]
    assert raised[:, 0].min() == pytest.approx(112.5)
    assert raised[:, 1].max() == pytest.approx(87.5)
    wet = body(a_slice(water=water)).points
    low = wet[(wet[:, 0] < 40) & (wet[:, 1] < 40) & (wet[:, 2] > 0)]
    np.testing.assert_allclose(low[:, 2], (4 - BASE) * 10)


def test_ground_alone_leaves_them_out_and_is_exaggerated_over_its_base():
    made = body(a_slice([HOUSE]), What.ground, exaggeration=3.0)
    assert made.size[2] == pytest.approx((GROUND.max() - BASE) * 10 * 3)
    assert made.points[:, 2].min() == 0
    mesh = trimesh.Trimesh(made.points, made.triangles)
    assert mesh.is_watertight
    assert made.said == "1:100, 200.0 x 150.0 x 360.0 mm, heights x 3"


@pytest.mark.parametrize(("exaggeration", "scale"), [(1.0, 100.0), (10.0, 600.0)])
def test_a_scale_that_fits_all_three_sides(exaggeration, scale):
    assert body(a_slice(), scale=None, exaggeration=exaggeration).scale == scale


def test_scales():
    assert read_scale(None) is None
    assert read_scale(" 1:2500 ") == 2500
    for text in ("2500", "1:", "1:0.5", "2:1", "1:nan", "1:1e3"):
        with pytest.raises(UsageError, match="is not 1:N"):
            read_scale(text)
    with pytest.raises(UsageError, match="print of 2e\\+04 mm"):
        body(a_slice(), scale=1.0)


def test_features_go_to_the_layer_of_their_kind():
    line = ((0.0, 0.0), (1.0, 1.0))
    things = [
        feature("pin", "bron", "Point", ((0.0, 0.0),)),
        feature("line", "tram", "LineString", line),
        feature("line", "riool", "LineString", line),
        feature("line", "heerweg", "LineString", line),
        feature("line", "sloot", "LineString", line),
        feature("kraan", "kraan", "Point", ((0.0, 0.0),)),
        HOUSE,
    ]
    assert list(layers_of(things)) == ["buildings", "streets", "rails", "sewers", "channels", "pins", "kraan"]
    assert layers_of([]) == {}
