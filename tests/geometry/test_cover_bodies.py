import numpy as np
import pytest

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cover_bodies import make_ice, make_water
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.model.legend import read_legend

FRAME = LocalFrame.of(GRID.extent, 2.0)
COLOURS = BlockColours.of(read_legend())
NONE = np.full(GRID.shape, np.nan, dtype=np.float32)


def test_without_ice_or_water_there_is_nothing():
    assert make_ice(GRID, NONE, GROUND, COLOURS, FRAME) is None
    assert make_water(GRID, NONE, GROUND, COLOURS, FRAME) is None


@pytest.fixture
def ice():
    ice = np.where(np.arange(4) < 2, 20.0, np.nan) * np.ones(GRID.shape)
    return make_ice(GRID, ice.astype(np.float32), GROUND, COLOURS, FRAME)


def test_ice_reaches_the_edge_and_stands_on_the_ground(ice):
    points = FRAME.from_local(ice.points)
    assert points[:, 0].min() == 188400
    assert points[:, 0].max() == 188407.5
    assert points[:, 1].max() == 426715
    assert points[:, 2].max() == 20
    assert points[:, 2].min() == GROUND[:, :2].min()


def test_ice_is_closed_but_for_its_underside(ice):
    sides = abs(face_normals(ice.points, ice.triangles)[:, 2]) < 1e-6
    upper = 2 * 2 * 4
    assert (~sides).sum() == upper
    assert sides.sum() == 2 * (2 + 2 + 4 + 4)


def test_the_cut_and_the_front_have_their_own_colours(ice):
    normals = face_normals(ice.points, ice.triangles)
    cut, front = normals[:, 0] < -0.9, normals[:, 0] > 0.9
    assert (ice.colours[cut] == COLOURS.ice_cut).all()
    assert not (ice.colours[front] == COLOURS.ice_cut).all(axis=1).any()


def test_ice_below_the_ground_does_not_come_out(ice):
    sunk = make_ice(GRID, np.full(GRID.shape, -5.0, np.float32), GROUND, COLOURS, FRAME)
    assert FRAME.from_local(sunk.points)[:, 2].min() == GROUND.min()


def test_water_is_level_and_runs_into_its_banks():
    water = NONE.copy()
    water[1, 1] = 6.0
    mesh = make_water(GRID, water, GROUND, COLOURS, FRAME)
    points = FRAME.from_local(mesh.points)
    assert set(points[:, 2]) == {6.0}
    # The cell itself, and the neighbours whose ground is higher: (1, 2) and (2, 0) are, (0, 1) is not.
    assert points[:, 0].min() == 188400
    assert points[:, 0].max() == 188415
    assert points[:, 1].min() == 426705
    assert (mesh.colours == COLOURS.water).all()


def test_water_at_the_edge_of_the_box_is_closed_down_to_the_ground():
    water = NONE.copy()
    water[0, 0] = 4.0
    points = FRAME.from_local(make_water(GRID, water, GROUND, COLOURS, FRAME).points)
    south = points[points[:, 1] == 426700]
    assert south[:, 2].min() == GROUND[0, 0]
    assert south[:, 2].max() == 4.0
