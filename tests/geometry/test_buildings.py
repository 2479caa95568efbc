import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.geometry.buildings import HEIGHT_SHARE, make_buildings
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.polygon import counter_clockwise, triangulated
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import read_legend

GRID = Grid(RDExtent(0.0, 0.0, 80.0, 60.0), 5.0)
SLOPING = np.broadcast_to(GRID.x * 0.1, GRID.shape)
COLOURS = BlockColours.of(read_legend())
HOUSE = ((20.0, 20.0), (27.0, 20.0), (27.0, 32.0), (20.0, 32.0))
SHED = ((40.0, 20.0), (60.0, 20.0), (60.0, 40.0), (50.0, 40.0), (50.0, 30.0), (40.0, 30.0))


def feature(ring, height=8.0, kind="tuindorp"):
    return Feature(
        "b", "building", kind, "Polygon", ring, 1900.0, 2000.0, 0, "aanname", "aanname", "bebouwing", height
    )


def built(ring, exaggeration=1.0, **kw):
    return make_buildings(
        [feature(ring, **kw)], GRID, SLOPING, COLOURS, LocalFrame(0.0, 0.0, 0.0, exaggeration)
    )


def test_a_house_stands_in_the_ground_and_is_as_high_as_it_says():
    mesh = built(HOUSE)
    mean = (2.0 + 2.7) / 2
    assert mesh.points[:, 2].min() < 2.0
    assert mesh.points[:, 2].max() == pytest.approx(mean + 8.0)
    assert mesh.points[:, :2].min(axis=0).tolist() == [20, 20]
    assert mesh.points[:, :2].max(axis=0).tolist() == [27, 32]


def test_the_ridge_runs_along_the_long_side():
    mesh = built(HOUSE)
    ridge = mesh.points[mesh.points[:, 2] == mesh.points[:, 2].max()]
    assert ridge[:, 0].tolist() == [23.5, 23.5]
    assert sorted(ridge[:, 1].tolist()) == [20, 32]


@pytest.mark.parametrize("turn", range(4))
def test_a_house_does_not_depend_on_its_first_corner(turn):
    ring = HOUSE[turn:] + HOUSE[:turn]
    assert sorted(built(ring).points.tolist()) == sorted(built(HOUSE).points.tolist())
    assert sorted(built(ring[::-1]).points.tolist()) == sorted(built(HOUSE).points.tolist())


def test_houses_get_part_of_the_exaggeration_of_the_ground():
    height = np.ptp(built(HOUSE, exaggeration=4.0).points[:, 2]) - np.ptp(
        built(HOUSE, 4.0, height=1e-6).points[:, 2]
    )
    assert height == pytest.approx(8 * 4 * HEIGHT_SHARE, abs=0.01)


@pytest.mark.parametrize("ring", [HOUSE, SHED, SHED[::-1]])
def test_all_faces_look_outward(ring):
    mesh = built(ring)
    normals = face_normals(mesh.points, mesh.triangles)
    middle = mesh.points[mesh.triangles].mean(axis=1)
    volume = np.einsum("ij,ij->i", normals, middle - mesh.points.mean(axis=0))
    if ring is HOUSE:
        assert (volume > 0).all()
    assert (normals[:, 2] > -1e-6).all()


def test_red_and_grey_roofs():
    frame = LocalFrame(0.0, 0.0)
    features = [feature(HOUSE), feature(SHED, kind="kazerne")]
    mesh = make_buildings(features, GRID, SLOPING, COLOURS, frame, {"kazerne": "grey"})
    up = face_normals(mesh.points, mesh.triangles)[:, 2] > 0.3
    roofs = mesh.colours[up].astype(int)
    east = mesh.points[mesh.triangles[up]][:, :, 0].min(axis=1) >= 40
    assert (roofs[~east, 0] > roofs[~east, 2]).all()
    assert (roofs[east, 0] < roofs[east, 2]).all()


def test_flat_or_line_features_are_not_drawn():
    line = Feature("l", "line", "straat", "LineString", HOUSE[:2], 0.0, 1.0, 0, "zeker", "zeker", "mens", 3.0)
    mesh = make_buildings([feature(HOUSE, height=0.0), line], GRID, SLOPING, COLOURS, LocalFrame(0.0, 0.0))
    assert len(mesh.triangles) == 0
    assert len(mesh.points) == 0


def area(points):
    x, y = np.asarray(points, dtype=float).T
    return abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


@given(st.integers(3, 14), st.randoms(use_true_random=False))
def test_triangles_fill_a_star_shaped_plan(corners, random):
    angle = np.arange(corners) * 2 * np.pi / corners
    radius = np.array([random.uniform(3, 20) for _ in range(corners)])
    ring = counter_clockwise(
        np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)[::-1] + 188400
    )
    triangles = triangulated(ring)
    assert len(triangles) == corners - 2
    assert sum(area(ring[t]) for t in triangles) == pytest.approx(area(ring), rel=1e-6)


def test_a_ring_that_crosses_itself_ends():
    assert len(triangulated(np.array([(0, 0), (2, 2), (2, 0), (0, 2), (1, 5)], dtype=float))) == 3
