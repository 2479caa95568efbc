import math

import numpy as np
import pytest

from tests.geometry.lopsided import BASE, GRID, GROUND
from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.local_frame import LocalFrame

E = GRID.extent
FRAME = LocalFrame.of(E, 3.0)


@pytest.mark.parametrize("bad", [-1.0, 30.5, math.nan, math.inf])
def test_a_depth_that_cannot_be_dug_is_refused(bad):
    with pytest.raises(UsageError, match="dug") as found:
        Cut(dig=bad)
    assert "30" in found.value.hint


def test_a_line_without_direction_is_refused():
    with pytest.raises(UsageError, match="direction"):
        Halving((1.0, 2.0), (1.0, 2.5), True)
    with pytest.raises(UsageError, match="direction"):
        Halving((1.0, 2.0), (math.nan, 2.5), True)


@pytest.mark.parametrize(("east", "north"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_bite_holds_its_own_corner_above_its_floor(east, north):
    bite = Bite(188410.0, 426707.0, 2.0, east, north)
    space = bite.taken(FRAME)
    for x in (188401.0, 188419.0):
        for y in (426701.0, 426714.0):
            for z in (1.0, 3.0):
                own = (x > 188410) == east and (y > 426707) == north and z > 2
                assert bool(space.holds(FRAME.to_local(x, y, z))) == own
    (x0, x1), (y0, y1) = bite.footprint(E)
    assert (x1 - x0, y1 - y0) == (10.0, 8.0 if north else 7.0)


def test_a_bite_is_kept_within_the_block():
    bite = Bite(0.0, 1e9, -50.0, True, False).within(E, BASE, 10.0)
    assert (bite.x, bite.y, bite.z) == (E.xmin, E.ymax, BASE)


def test_the_left_of_a_line_is_taken_as_seen_from_its_start():
    north = Halving((188410.0, 426701.0), (188410.0, 426714.0), True)
    west, east = FRAME.to_local(188405.0, 426707.0, 0.0), FRAME.to_local(188415.0, 426707.0, 0.0)
    assert north.taken(FRAME).holds(west)
    assert not north.taken(FRAME).holds(east)


def test_a_line_goes_on_to_the_edges_of_the_block():
    ((start, end),) = Halving((188408.0, 426702.0), (188412.0, 426706.0), True).faces(E)
    assert start == pytest.approx((188406.0, 426700.0))
    assert end == pytest.approx((188420.0, 426714.0))
    assert Halving((188408.0, 426600.0), (188412.0, 426600.0), True).faces(E) == ()
    assert Halving((188300.0, 426800.0), (188500.0, 426900.0), True).faces(E) == ()


def test_the_ground_that_is_left():
    assert Cut().ground(GRID, GROUND, BASE) == pytest.approx(GROUND)
    assert Cut(dig=4.0).ground(GRID, GROUND, BASE) == pytest.approx(np.maximum(GROUND - 4, BASE))
    bite = Cut(piece=Bite(188410.0, 426705.0, 3.0, True, True)).ground(GRID, GROUND, BASE)
    expected = GROUND.copy()
    expected[1:, 2:] = np.minimum(expected[1:, 2:], 3.0)
    assert bite == pytest.approx(expected)
    half = Cut(dig=1.0, piece=Halving((188410.0, 426700.0), (188410.0, 426715.0), False))
    found = half.ground(GRID, GROUND, BASE)
    assert (found[:, 2:] == BASE).all()
    assert found[:, :2] == pytest.approx(GROUND[:, :2] - 1)


def test_only_a_cut_that_takes_something_counts():
    assert not Cut()
    assert Cut(lid=True)
    assert Cut(dig=0.5)
