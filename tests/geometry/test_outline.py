import numpy as np
import pytest

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.outline import ABOVE, ABOVE_TREES, DASH, make_outline
from wijkgenese3d.model.frame import Grid, RDExtent

GRID = Grid(RDExtent(0.0, 0.0, 400.0, 300.0), 5.0)
FRAME = LocalFrame(0.0, 0.0, 0.0, 2.0)
FLAT = np.full(GRID.shape, 7.0)
RING = np.array([(50.0, 50.0), (350.0, 50.0), (350.0, 250.0), (50.0, 250.0)])


def test_dashes_follow_the_ring_a_little_above_the_ground():
    line = make_outline(RING, GRID, FLAT, FRAME)
    assert len(line.strokes) == pytest.approx(1000 / 30, abs=1)
    assert (line.points[:, 2] == 7 * 2 + ABOVE).all()
    first = line.points[line.strokes[0]]
    assert np.ptp(first[:, 0]) == pytest.approx(DASH, abs=2)
    assert (first[:, 1] == 50).all()


def test_what_lies_outside_the_box_is_left_out():
    line = make_outline(RING - [100.0, 0.0], GRID, FLAT, FRAME)
    drawn = line.points[np.concatenate(line.strokes)]
    assert drawn[:, 0].min() >= 0
    assert len(line.strokes) < 30


@pytest.mark.parametrize("ring", [np.empty((0, 2)), RING[:1], RING + 10000])
def test_without_a_ring_in_the_box_there_is_nothing(ring):
    assert make_outline(ring, GRID, FLAT, FRAME) is None


def test_a_closed_ring_is_not_closed_twice():
    closed = np.concatenate((RING, RING[:1]))
    assert len(make_outline(closed, GRID, FLAT, FRAME).strokes) == len(
        make_outline(RING, GRID, FLAT, FRAME).strokes
    )


def test_over_a_wood_the_line_rises_above_the_crowns_little_by_little():
    wood = np.tile(np.clip((GRID.x - 150) / 100, 0, 1), (GRID.ny, 1))
    line = make_outline(RING, GRID, FLAT, FRAME, wood)
    lift, x = line.points[:, 2] - 14.0, line.points[:, 0]
    assert lift[x < 150] == pytest.approx(ABOVE, abs=1.0)
    assert lift[x > 250] == pytest.approx(ABOVE_TREES, abs=1.0)
    assert np.abs(np.diff(lift)).max() < 1.0
