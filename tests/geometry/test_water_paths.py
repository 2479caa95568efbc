import numpy as np
import pytest

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.water_paths import make_flow_lines, make_ponds, make_water_paths
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import read_legend

COLOURS = BlockColours.of(read_legend())
FRAME = LocalFrame.of(GRID.extent, 4.0)
DRY = np.full(GRID.shape, np.nan)
STAIR = np.array([[188417.5, 426707.5], [188412.5, 426707.5], [188407.5, 426702.5], [188402.5, 426702.5]])


def way(m3=120.0, xy=STAIR):
    return xy, np.full(len(xy), m3)


def points_of(mesh, frame=FRAME):
    return frame.from_local(mesh.points)


def test_a_line_lies_just_above_the_ground_and_follows_it():
    mesh = make_flow_lines([way()], DRY, GRID, GROUND, COLOURS, FRAME)
    points = points_of(mesh)
    ground = Sampler(GRID, points[:, 0], points[:, 1])(GROUND)
    # 1.2 m of the drawing, which is four times higher than the land.
    assert points[:, 2] - ground == pytest.approx(0.3, abs=2e-3)


def test_a_line_begins_and_ends_where_the_water_does():
    mesh = make_flow_lines([way()], DRY, GRID, GROUND, COLOURS, FRAME)
    left, right = np.split(points_of(mesh)[:, :2], 2)
    middle = (left + right) / 2
    assert middle[0] == pytest.approx(STAIR[0], abs=0.02)
    assert middle[-1] == pytest.approx(STAIR[-1], abs=0.02)
    # In between the corners are cut: no bend of more than 20 degrees is left of the 45.
    step = np.diff(middle, axis=0)
    turn = np.diff(np.unwrap(np.arctan2(step[:, 1], step[:, 0])))
    assert np.degrees(np.abs(turn)).max() < 20


def test_a_line_is_wider_where_more_water_goes():
    straight = np.array([[188417.5, 426707.5], [188410.0, 426707.5], [188402.5, 426707.5]])
    wide = {}
    for m3 in (50, 120, 3000, 1e6):
        mesh = make_flow_lines([way(m3, straight)], DRY, GRID, GROUND, COLOURS, FRAME)
        left, right = np.split(points_of(mesh), 2)
        wide[m3] = np.linalg.norm(left[0, :2] - right[0, :2])
    assert wide[50] == pytest.approx(3.0, abs=0.01)
    assert 3.0 < wide[120] < wide[3000] < wide[1e6]
    assert wide[1e6] == pytest.approx(12.0, abs=0.01)


def test_lines_look_up():
    for xy in (STAIR, STAIR[::-1]):
        mesh = make_flow_lines([way(xy=xy)], DRY, GRID, GROUND, COLOURS, FRAME)
        assert (face_normals(mesh.points, mesh.triangles)[:, 2] > 0).all()


def test_a_line_stays_in_the_box():
    edge = np.array([[188402.5, 426702.5], [188402.5, 426707.5], [188402.5, 426712.5]])
    xy = points_of(make_flow_lines([way(1e6, edge)], DRY, GRID, GROUND, COLOURS, FRAME))[:, :2]
    assert xy[:, 0].min() >= GRID.extent.xmin - 0.01
    assert xy[:, 1].max() <= GRID.extent.ymax + 0.01


def test_a_line_crosses_a_pond_on_top():
    depth = DRY.copy()
    depth[:] = 2.0
    here, there = (points_of(make_flow_lines([way()], d, GRID, GROUND, COLOURS, FRAME)) for d in (DRY, depth))
    assert there[:, 2] - here[:, 2] == pytest.approx(2.0, abs=2e-3)


def test_a_pond_is_level_and_lies_where_the_water_stands():
    grid = Grid(RDExtent(188400.0, 426700.0, 188435.0, 426735.0), 5.0)
    ground = np.full(grid.shape, 10.0)
    ground[3, 2:5] = 8.0, 7.0, 9.0
    depth = np.full(grid.shape, np.nan)
    depth[3, 2:5] = 1.5, 2.5, 0.5
    frame = LocalFrame.of(grid.extent, 3.0)
    points = points_of(make_ponds(depth, grid, ground, COLOURS, frame), frame)
    assert points[:, 2] == pytest.approx(9.5, abs=2e-3)
    # With a bank of one cell into the higher ground around it, which hides it.
    assert points[:, 0].min() == pytest.approx(188405, abs=0.01)
    assert points[:, 0].max() == pytest.approx(188430, abs=0.01)
    assert points[:, 1].min() == pytest.approx(426710, abs=0.01)
    assert points[:, 1].max() == pytest.approx(426725, abs=0.01)


def test_both_are_one_mesh_in_two_blues():
    depth = DRY.copy()
    depth[2, 1] = 1.0
    lines = make_flow_lines([way(), way(500)], depth, GRID, GROUND, COLOURS, FRAME)
    mesh = make_water_paths([way(), way(500)], depth, GRID, GROUND, COLOURS, FRAME)
    assert len(mesh.triangles) > len(lines.triangles)
    assert mesh.triangles.max() == len(mesh.points) - 1
    assert np.isfinite(mesh.points).all()
    tones = {tuple(c) for c in mesh.colours.tolist()}
    assert COLOURS.water in tones
    assert len(tones) >= 2
    assert all(b > g > r for r, g, b in tones)


@pytest.mark.parametrize("ways", [[], [(STAIR[:1], np.array([500.0]))]])
def test_no_water_is_no_mesh(ways):
    assert make_water_paths(ways, DRY, GRID, GROUND, COLOURS, FRAME) is None
    assert make_flow_lines(ways, DRY, GRID, GROUND, COLOURS, FRAME) is None
    assert make_ponds(DRY, GRID, GROUND, COLOURS, FRAME) is None
