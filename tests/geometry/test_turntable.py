import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.pick import pick_ground
from wijkgenese3d.geometry.turntable import ASPECT, CameraLimits, Turntable, pixel_ray
from wijkgenese3d.model.frame import Grid, RDExtent

BOX = RDExtent(188400.0, 426700.0, 190400.0, 428200.0)
LIMITS = CameraLimits(BOX)
FRAME = LocalFrame.of(BOX, 3.0)


def camera(azimuth=215.0, elevation=31.0, distance=3900.0, x=189400.0, y=427450.0, z=0.0):
    return Turntable(LIMITS, x, y, z, azimuth, elevation, distance)


ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(moves=st.lists(st.tuples(st.sampled_from(["turn", "zoom", "move"]), ANY, ANY), max_size=12))
def test_nothing_takes_the_camera_out_of_its_limits(moves):
    table = camera()
    for kind, a, b in moves:
        table = {
            "turn": lambda t, a, b: t.turned(a, b),
            "zoom": lambda t, a, _: t.zoomed(a),
            "move": lambda t, a, b: t.moved(a, b),
        }[kind](table, a, b)
        assert BOX.contains(table.x, table.y)
        assert 8 <= table.elevation <= 89
        assert 0 <= table.azimuth < 360
        assert LIMITS.distances[0] <= table.distance <= LIMITS.distances[1]
        view = table.view(FRAME)
        assert np.isfinite(view.position).all()
        assert view.position[2] > view.focal[2]


@pytest.mark.parametrize(("azimuth", "sign"), [(0, (0, 1)), (90, (1, 0)), (180, (0, -1)), (270, (-1, 0))])
def test_azimuth_is_the_compass_direction_to_the_camera(azimuth, sign):
    view = camera(azimuth=azimuth).view(FRAME)
    away = (view.position - view.focal)[:2]
    assert np.allclose(away / np.linalg.norm(away), sign)


def test_the_target_is_drawn_at_its_height():
    view = camera(z=20.0).view(FRAME)
    assert view.focal.tolist() == [0.0, 0.0, 60.0]


def test_zooming_in_shows_less():
    assert camera().zoomed(2.0).view_height() == pytest.approx(camera().view_height() / 2)
    assert camera().view_height() == pytest.approx(2 * 3900 * math.tan(math.radians(12)))


def test_a_narrow_picture_shows_the_same_width():
    assert camera().view_height(0.8) * 0.8 == pytest.approx(camera().view_height() * ASPECT)
    assert camera().view_height(2.5) == camera().view_height()


@pytest.mark.parametrize("azimuth", [0.0, 37.0, 215.0, 300.0])
def test_moving_goes_where_the_picture_says(azimuth):
    table = camera(azimuth=azimuth)
    view = table.view(FRAME)
    ahead = (view.focal - view.position) * [1, 1, 0]
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, [0, 0, 1])
    for moved, direction in ((table.moved(50, 0), right), (table.moved(0, 50), ahead)):
        assert np.allclose([moved.x - table.x, moved.y - table.y], 50 * direction[:2])


SMALL = RDExtent(190010.0, 428030.0, 190110.0, 428110.0)
"""As wide as it is high once it is exaggerated: the scene of the tests of the command line."""


def places(table, frame, heights, aspect):
    """The eight corners of the box, as fractions of the picture."""
    e = table.limits.extent
    x, y, z = np.meshgrid((e.xmin, e.xmax), (e.ymin, e.ymax), heights)
    return Projection(table.view(frame, aspect), frame, (900 * aspect, 900))(x, y, z).reshape(-1, 2)


@pytest.mark.parametrize("box", [BOX, SMALL, RDExtent(0.0, 0.0, 100.0, 900.0)])
@pytest.mark.parametrize("factor", [1.0, 2.0, 4.0, 8.0, 10.0])
@pytest.mark.parametrize("aspect", [0.46, 1.0, 1.6, 2.2])
def test_a_fitted_camera_sees_the_whole_block(box, factor, aspect):
    frame, heights = LocalFrame.of(box, factor), (-20.0, 110.0)
    for azimuth in (0.0, 45.0, 90.0, 215.0, 305.0):
        for elevation in (8.0, 19.0, 31.0, 60.0, 89.0):
            start = Turntable(CameraLimits(box), box.xmin, box.ymin, 0.0, azimuth, elevation, 10.0)
            fitted = start.fitted(frame, heights)
            found = places(fitted, frame, heights, aspect)
            assert ((found > 0) & (found < 1)).all(), (azimuth, elevation)
            # Not lost in the picture either, and a little farther away it is smaller.
            assert np.ptp(found, axis=0).max() > 0.85 if 1.4 < aspect < 1.7 else True
            smaller = places(fitted.zoomed(0.96), frame, heights, aspect)
            assert np.ptp(smaller, axis=0) == pytest.approx(0.96 * np.ptp(found, axis=0))


@pytest.mark.parametrize("box", [BOX, SMALL])
@pytest.mark.parametrize("factor", [1.0, 4.0, 10.0])
def test_one_can_zoom_from_the_whole_block_as_far_as_the_design_says(box, factor):
    """0.7 to 6 times, look.md section 7."""
    frame = LocalFrame.of(box, factor)
    for azimuth, elevation in ((0.0, 8.0), (90.0, 8.0), (215.0, 31.0), (180.0, 89.0)):
        start = Turntable(CameraLimits(box), box.xmin, box.ymin, 0.0, azimuth, elevation, 10.0)
        fitted = start.fitted(frame, (-20.0, 110.0))
        for by in (0.7, 6.0):
            assert fitted.zoomed(by).distance == pytest.approx(fitted.distance / by)
        assert fitted.zoomed(1e6).distance < fitted.distance / 6.0 + 1e-6
        assert fitted.zoomed(1e-6).distance < 40 * fitted.distance


@pytest.mark.parametrize(("azimuth", "elevation"), [(215.0, 31.0), (28.0, 8.0), (305.0, 60.0), (180.0, 89.0)])
def test_a_camera_steps_back_only_for_what_would_be_cropped(azimuth, elevation):
    frame = LocalFrame.of(BOX, 4.0)
    start = Turntable(CameraLimits(BOX), 0.0, 0.0, 0.0, azimuth, elevation, 10.0).fitted(frame, (-20.0, 85.0))
    low = frame.to_local(*np.meshgrid((188400.0, 190400.0), (426700.0, 428200.0)), 77.0).reshape(-1, 3)
    assert start.holding(frame, low) == start
    # Ice of 180 m along the east side.
    ice = frame.to_local(np.array([190400.0, 190400.0]), np.array([426700.0, 428200.0]), 180.0)
    moved = start.holding(frame, ice)
    seen = Projection(moved.view(frame), frame, (1600, 1000))
    top = seen(np.array([190400.0, 190400.0]), np.array([426700.0, 428200.0]), 180.0)
    assert ((top > 0) & (top < 1)).all()
    # The lower edge of the picture shows what it showed.
    before = Projection(start.view(frame), frame, (1600, 1000))
    place = (189400.0, 427450.0, 0.0)
    ends = [(1 - p(*place)[1]) * p.view.height for p in (before, seen)]
    assert ends[1] == pytest.approx(ends[0], abs=0.01 * start.view_height())


# --------------------------------------------------------------------------------------------- picking
GRID = Grid(RDExtent(188400.0, 426700.0, 188800.0, 427000.0), 5.0)
X, Y = np.meshgrid(GRID.x, GRID.y)
HILL = 20 * np.exp(-(((X - 188500) / 60) ** 2) - ((Y - 426800) / 60) ** 2) + 0.02 * (X - 188400)


def test_straight_down_hits_the_ground_at_its_height():
    hit = pick_ground(GRID, HILL, np.array([188502.5, 426802.5, 500.0]), np.array([0.0, 0.0, -1.0]))
    assert hit == pytest.approx((188502.5, 426802.5, HILL[20, 20]))


@given(
    x=st.floats(188420, 188780),
    y=st.floats(426720, 426980),
    azimuth=st.floats(0, 6.28),
    rise=st.floats(1.5, 5),
)
def test_a_ray_through_a_spot_meets_it_or_something_before_it(x, y, azimuth, rise):
    from wijkgenese3d.geometry.lattice import Sampler

    z = float(Sampler(GRID, np.array([x]), np.array([y]))(HILL)[0])
    direction = np.array([-math.sin(azimuth), -math.cos(azimuth), -rise])
    hit = pick_ground(GRID, HILL, np.array([x, y, z]) - 300 * direction, direction)
    assert hit == pytest.approx((x, y, z), abs=0.2)


def test_a_hill_hides_what_lies_behind_it():
    origin, target = np.array([188300.0, 426800.0, 12.0]), np.array([188600.0, 426800.0, 4.0])
    hit = pick_ground(GRID, HILL, origin, target - origin)
    assert 188400 < hit[0] < 188500


@pytest.mark.parametrize(
    ("origin", "direction"),
    [
        ((188300.0, 426800.0, 500.0), (0.0, 0.0, -1.0)),
        ((188500.0, 426800.0, 500.0), (0.0, 0.0, 1.0)),
        ((188500.0, 426800.0, 500.0), (0.0, 0.0, 0.0)),
        ((188300.0, 426800.0, 300.0), (1.0, 0.0, 0.0)),
        ((188600.0, 426600.0, 1.0), (0.0, 1.0, 0.0)),
    ],
)
def test_a_ray_that_misses_or_meets_a_wall_first_hits_nothing(origin, direction):
    assert pick_ground(GRID, HILL, np.array(origin), np.array(direction)) is None


def test_the_middle_of_the_picture_is_the_target():
    limits, frame = CameraLimits(GRID.extent), LocalFrame.of(GRID.extent, 3.0)
    table = Turntable(limits, 188502.5, 426802.5, float(HILL[20, 20]), 215.0, 40.0, 500.0)
    origin, direction = pixel_ray(table.view(frame, 1.5), frame, 0.5, 0.5, 1.5)
    assert pick_ground(GRID, HILL, origin, direction) == pytest.approx(
        (188502.5, 426802.5, HILL[20, 20]), abs=0.05
    )


def test_right_in_the_picture_is_east_for_a_camera_in_the_south():
    limits, frame = CameraLimits(GRID.extent), LocalFrame.of(GRID.extent, 3.0)
    table = Turntable(limits, 188600.0, 426850.0, 0.0, 180.0, 89.0, 500.0)
    view = table.view(frame, 1.5)
    hit = pick_ground(GRID, np.zeros(GRID.shape), *pixel_ray(view, frame, 0.75, 0.75, 1.5))
    assert hit[0] == pytest.approx(188600 + 0.25 * 1.5 * view.height, abs=0.5)
    assert hit[1] == pytest.approx(426850 + 0.25 * view.height, abs=0.5)
