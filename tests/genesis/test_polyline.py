"""Lines: smoothing, and the nearest point on a line, by kernel, by NumPy and by hand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.genesis.moments import X0, Y0, line, make_moment, polygon, value
from wijkgenese3d.genesis.polyline import chaikin, nearest_on_line, nearest_on_line_numpy
from wijkgenese3d.genesis.vectors import Line

coordinate = st.integers(-40, 40).map(float)


@st.composite
def lines(draw):
    xy = np.array(draw(st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=7)))
    if not np.any(np.diff(xy, axis=0)):
        xy[-1] += 1.0
    z = draw(st.none() | st.just(np.array(draw(st.lists(coordinate, min_size=len(xy), max_size=len(xy))))))
    return xy, z


@given(lines(), st.integers(1, 9), st.integers(1, 9), st.floats(0.3, 12))
def test_the_kernel_is_the_numpy_form(drawn, nx, ny, cell):
    xy, z = drawn
    x, y = -20 + (np.arange(nx) + 0.5) * cell, 10 + (np.arange(ny) + 0.5) * cell
    fast, plain = nearest_on_line(x, y, xy, z), nearest_on_line_numpy(x, y, xy, z)
    np.testing.assert_allclose(fast.distance, plain.distance, rtol=1e-12, atol=1e-12)
    # Where two places are equally near, rounding may choose either: the rest is compared off such places.
    clear = np.isclose(fast.along, plain.along)
    assert clear.mean() > 0.5 or nx * ny < 4
    assert np.array_equal(fast.side[clear], plain.side[clear])
    np.testing.assert_allclose(fast.level[clear], plain.level[clear], atol=1e-9, equal_nan=True)


@given(lines())
def test_distance_is_that_to_the_points_of_the_line(drawn):
    xy, z = drawn
    x, y = np.array([-33.0, 4.0]), np.array([-7.0, 21.5, 60.0])
    found = nearest_on_line(x, y, xy, z)
    t = np.linspace(0, 1, 1001)[:, None]
    dense = np.vstack([a + t * (b - a) for a, b in itertools.pairwise(xy)])
    for j, i in np.ndindex(3, 2):
        nearest = np.hypot(dense[:, 0] - x[i], dense[:, 1] - y[j]).min()
        assert found.distance[j, i] <= nearest + 1e-9
        assert found.distance[j, i] >= nearest - 0.12


def test_a_straight_line_by_hand():
    # From (2, 1) 8 m east, levels 10 to 14 m.
    found = nearest_on_line(
        np.array([1.0, 4.0, 12.0]),
        np.array([0.0, 1.0, 5.0]),
        np.array([[2.0, 1.0], [10.0, 1.0]]),
        np.array([10.0, 14.0]),
    )
    assert found.distance.tolist() == [
        [math.hypot(1, 1), 1.0, math.hypot(2, 1)],
        [1.0, 0.0, 2.0],
        [math.hypot(1, 4), 4.0, math.hypot(2, 4)],
    ]
    assert found.along.tolist() == [[0.0, 2.0, 8.0]] * 3
    assert found.level.tolist() == [[10.0, 11.0, 14.0]] * 3
    # Left of the direction drawn is north here.
    assert found.side.tolist() == [[-1.0] * 3, [0.0] * 3, [1.0] * 3]


def test_a_bend_by_hand():
    # 3 m east, then 4 m north: the inside of the bend is left, the outside right.
    xy = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    found = nearest_on_line(np.array([1.0, 5.0]), np.array([-2.0, 1.0, 9.0]), xy, None)
    assert found.distance.tolist() == [
        [2.0, math.hypot(2, 2)],
        [1.0, 2.0],
        [math.hypot(2, 5), math.hypot(2, 5)],
    ]
    assert found.along.tolist() == [[1.0, 3.0], [1.0, 4.0], [7.0, 7.0]]
    assert found.side.tolist() == [[-1.0, -1.0], [1.0, -1.0], [1.0, -1.0]]
    assert np.isnan(found.level).all()


def test_a_point_that_stands_twice_changes_nothing():
    x, y = np.arange(5.0), np.arange(4.0)
    once = nearest_on_line(x, y, np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 1.0]]), None)
    twice = nearest_on_line(x, y, np.array([[0.0, 1.0], [2.0, 3.0], [2.0, 3.0], [4.0, 1.0]]), None)
    for a, b in zip(once[:3], twice[:3], strict=True):
        assert np.array_equal(a, b)


@given(lines())
def test_turning_a_line_round_turns_side_and_along(drawn):
    xy, z = drawn
    x, y = np.array([-11.3, 7.9, 33.1]), np.array([-5.7, 18.3])
    there, back = (
        nearest_on_line(x, y, xy, z),
        nearest_on_line(x, y, xy[::-1], None if z is None else z[::-1]),
    )
    np.testing.assert_allclose(there.distance, back.distance, atol=1e-9)
    length = Line("a", xy).length
    clear = np.isclose(there.along, length - back.along)
    inner = clear & (there.along > 1e-6) & (there.along < length - 1e-6)
    corners = np.cumsum(np.hypot(*np.diff(xy, axis=0).T))
    for corner in corners:
        inner &= ~np.isclose(there.along, corner)
    np.testing.assert_allclose(there.side[inner], -back.side[inner])


# ---------------------------------------------------------------- chaikin


def test_chaikin_of_a_corner():
    smooth = chaikin(np.array([[0.0, 0.0, 2.0], [4.0, 0.0, 6.0], [4.0, 8.0, 10.0]]), 1)
    assert smooth.tolist() == [[0, 0, 2], [3, 0, 5], [4, 2, 7], [4, 8, 10]]


@given(lines(), st.integers(0, 4))
def test_chaikin_keeps_the_ends_and_stays_within_the_line(drawn, passes):
    xy, _ = drawn
    smooth = chaikin(xy, passes)
    assert np.array_equal(smooth[[0, -1]], xy[[0, -1]])
    assert (smooth.min(axis=0) >= xy.min(axis=0) - 1e-9).all()
    assert (smooth.max(axis=0) <= xy.max(axis=0) + 1e-9).all()
    assert Line("a", smooth).length <= Line("a", xy).length + 1e-9
    if len(xy) == 2 or passes == 0:
        assert np.array_equal(smooth, xy)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=6, unique=True), st.integers(1, 3))
def test_levels_go_along_with_chaikin(rows, passes):
    # A level that is a plane in x and y stays on that plane.
    xy = np.array(rows)
    z = 3.0 + 0.5 * xy[:, 0] - 0.25 * xy[:, 1]
    smooth = chaikin(np.column_stack([xy, z]), passes)
    np.testing.assert_allclose(smooth[:, 2], 3.0 + 0.5 * smooth[:, 0] - 0.25 * smooth[:, 1], atol=1e-9)
    assert np.array_equal(smooth[:, :2], chaikin(xy, passes))


# ---------------------------------------------------------------- as vectors


def test_a_line_of_the_scene_is_smoothed_once():
    made = line("a", (0, 0, 2), (4, 0, 6), (4, 8, 10), smooth=1)
    assert made.xy.tolist() == [[X0, Y0], [X0 + 3, Y0], [X0 + 4, Y0 + 2], [X0 + 4, Y0 + 8]]
    assert made.z.tolist() == [2, 5, 7, 10]
    assert made.length == pytest.approx(3 + math.hypot(1, 2) + 6)
    assert made.bounds() == (X0, Y0, X0 + 4, Y0 + 8)


def test_distance_to_the_edge_of_a_polygon():
    area = polygon("a", (2, 2), (12, 2), (12, 8), (2, 8))
    edge = value("edge('a')", make_moment(vectors=[area]))
    # Centres at 1, 3, 5, ... m.
    assert edge[0].tolist() == [-math.hypot(1, 1), -1, -1, -1, -1, -1, -math.hypot(1, 1)]
    assert edge[2].tolist() == [-1, 1, 3, 3, 3, 1, -1]
    assert area.area == 60.0
