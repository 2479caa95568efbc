import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.geometry.clip import HalfSpaces, clip, clip_strokes, drop_whole, feet_of
from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh

NX, NY = 6, 4


def a_sheet(heights=None):
    """A sheet of 6 by 4 m in triangles, with its place as its place in the texture."""
    x, y = np.meshgrid(np.arange(NX + 1.0), np.arange(NY + 1.0))
    z = np.zeros_like(x) if heights is None else heights
    points = np.stack((x, y, z), -1).reshape(-1, 3).astype(np.float32)
    a = (np.arange(NY)[:, None] * (NX + 1) + np.arange(NX)).ravel()
    b, c, d = a + 1, a + NX + 1, a + NX + 2
    triangles = np.stack((a, b, d, a, d, c), 1).reshape(-1, 3).astype(np.int32)
    uv = points[:, :2] / (NX, NY)
    return TexturedMesh(points, triangles, uv.astype(np.float32), np.zeros((2, 2, 3), np.uint8))


def area(points, triangles):
    a, b, c = (points[triangles[:, k]].astype(float) for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def taken_area(taken):
    corners = taken.corners.reshape(-1, 3)
    return area(corners, np.arange(len(corners)).reshape(-1, 3))


angles = st.floats(0, 2 * np.pi, allow_nan=False)
places = st.floats(-2, 8, allow_nan=False)


@given(angles, places, angles, places)
def test_what_is_left_and_what_went_are_the_whole_and_lie_on_their_sides(a, p, b, q):
    normals = np.array([[np.cos(a), np.sin(a), 0], [np.cos(b), np.sin(b), 0]])
    piece = HalfSpaces(normals, np.array([p, q]))
    left, taken = clip(a_sheet(), piece)
    assert area(left.points, left.triangles) + taken_area(taken) == pytest.approx(NX * NY, abs=1e-3)
    if len(taken.corners):
        assert (piece.distances(taken.corners) > -1e-5).all()
    if len(left.triangles):
        middle = left.points[left.triangles].mean(axis=1)
        assert (piece.distances(middle).min(axis=1) < 1e-5).all()


def test_a_corner_box_takes_just_its_rectangle():
    piece = HalfSpaces(np.array([[1.0, 0, 0], [0, 1.0, 0]]), np.array([3.25, 1.5]))
    left, taken = clip(a_sheet(), piece)
    assert taken_area(taken) == pytest.approx((NX - 3.25) * (NY - 1.5))
    for plane, length in ((0, NY - 1.5), (1, NX - 3.25)):
        edges = taken.edges_on(plane)
        assert np.linalg.norm(edges[:, 0] - edges[:, 1], axis=1).sum() == pytest.approx(length)
    assert edges[..., 1] == pytest.approx(np.full(edges.shape[:2], 1.5))
    # The texture is not shifted where triangles were cut.
    assert left.uv == pytest.approx(left.points[:, :2] / (NX, NY), abs=1e-6)


def test_a_plane_through_the_nodes_gives_whole_edges():
    _, taken = clip(a_sheet(), HalfSpaces(np.array([[1.0, 0, 0]]), np.array([3.0])))
    assert taken_area(taken) == pytest.approx(3 * NY)
    edges = taken.edges_on(0)
    assert np.linalg.norm(edges[:, 0] - edges[:, 1], axis=1).sum() == pytest.approx(NY)


def test_what_lies_below_the_floor_stays():
    heights = np.tile(np.arange(NX + 1.0), (NY + 1, 1))
    piece = HalfSpaces(np.array([[1.0, 0, 0], [0, 0, 1.0]]), np.array([1.0, 2.5]))
    left, taken = clip(a_sheet(heights), piece)
    assert taken.corners[..., 2].min() == pytest.approx(2.5)
    assert left.points[left.triangles][..., 2].max() == pytest.approx(2.5)


def test_nothing_is_copied_where_nothing_goes():
    sheet = a_sheet()
    left, taken = clip(sheet, HalfSpaces(np.array([[1.0, 0, 0]]), np.array([50.0])))
    assert left is sheet
    assert not len(taken.corners)


def test_faces_keep_their_own_colour():
    sheet = a_sheet()
    colours = np.arange(len(sheet.triangles) * 3, dtype=np.uint8).reshape(-1, 3)
    mesh = ColouredMesh(sheet.points, sheet.triangles, colours)
    left, _ = clip(mesh, HalfSpaces(np.array([[1.0, 0, 0]]), np.array([2.5])))
    middle = left.points[left.triangles].mean(axis=1)
    for at, colour in zip(middle, left.colours, strict=True):
        whole = sheet.points[sheet.triangles]
        cell = (np.floor(whole[:, :, 0].min(1)) == np.floor(at[0])) & (
            np.floor(whole[:, :, 1].min(1)) == np.floor(at[1])
        )
        assert colour.tolist() in colours[cell].tolist()


def two_houses():
    """Two pyramids, with their lowest corner at 1 and at 5 m."""
    one = np.array([[0, 0, 1], [2, 0, 1], [0, 2, 1], [0.5, 0.5, 3]], dtype=np.float32)
    faces = np.array([[0, 1, 3], [1, 2, 3], [2, 0, 3]], dtype=np.int32)
    points = np.concatenate((one, one + np.float32([10, 0, 4])))
    colours = np.repeat(np.array([[1, 1, 1], [2, 2, 2]], dtype=np.uint8), 3, axis=0)
    return ColouredMesh(points, np.concatenate((faces, faces + 4)), colours)


def test_a_house_goes_whole_or_stays_whole():
    houses = two_houses()
    feet = feet_of(houses)
    assert feet[0] == pytest.approx([0.625, 0.625, 1.0])
    assert feet[5] == pytest.approx([10.625, 0.625, 5.0])
    cut_through = HalfSpaces(np.array([[1.0, 0, 0]]), np.array([10.1]))
    left = drop_whole(houses, cut_through, feet)
    assert left.colours.tolist() == [[1, 1, 1]] * 3
    assert drop_whole(houses, HalfSpaces(np.array([[1.0, 0, 0]]), np.array([11.0])), feet) is houses


def test_strokes_go_by_their_middle():
    points = np.array([[0, 0, 0], [1, 0, 0], [4, 0, 0], [5, 0, 0]], dtype=np.float32)
    line = DashedLine(points, (np.array([0, 1]), np.array([2, 3])))
    beyond = HalfSpaces(np.array([[1.0, 0, 0]]), np.array([2.0]))
    assert [s.tolist() for s in clip_strokes(line, beyond).strokes] == [[0, 1]]
    assert clip_strokes(line, HalfSpaces(np.array([[1.0, 0, 0]]), np.array([-1.0]))) is None
