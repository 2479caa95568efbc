import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hydrology.surfaces import bare, surfaces
from wijkgenese3d.hydrology.cloudburst import cloudburst
from wijkgenese3d.hydrology.flow_lines import flow_lines
from wijkgenese3d.hydrology.terrain import read_terrain


def valley():
    """Two gullies that meet in row 4 and run on to the west edge."""
    ground = np.full((9, 9), 20.0)
    ground[4, :5] = np.arange(5)  # from the edge up to the meeting
    for step in range(1, 5):
        ground[4 + step, 4 + step] = 4 + step  # one arm
        ground[4 - step, 4 + step] = 4 + 1.5 * step  # the other
    return ground


def test_two_arms_and_a_stem():
    terrain = read_terrain(valley(), 5.0)
    burst = cloudburst(terrain, bare(100, (9, 9)), 0.5)
    lines = flow_lines(terrain, burst.through_m3, 35.0)
    stem = max(lines, key=lambda line: line.m3[-1])
    assert stem.cells[-1] == 4 * 9
    assert (np.diff(terrain.filled.ravel()[stem.cells]) <= 0).all()
    assert (np.diff(stem.m3) >= 0).all()
    # The arm with more water goes on; the other ends in it.
    others = [line for line in lines if line is not stem]
    assert len(others) == 1
    assert others[0].cells[-1] in stem.cells
    assert others[0].m3[-2] <= stem.m3[list(stem.cells).index(others[0].cells[-1]) - 1]


def test_none_where_little_flows():
    terrain = read_terrain(valley(), 5.0)
    assert flow_lines(terrain, np.zeros((9, 9)), 1.0) == ()


@given(surfaces(), st.floats(0.1, 20))
@settings(max_examples=60, deadline=None)
def test_every_wet_step_is_on_one_line(ground, least):
    terrain = read_terrain(ground, 5.0)
    through = cloudburst(terrain, bare(50, ground.shape), 0.5).through_m3
    steps = []
    for line in flow_lines(terrain, through, least):
        assert (line.m3 >= least).all()
        steps += list(zip(line.cells[:-1].tolist(), line.cells[1:].tolist(), strict=True))
    wet = through.ravel() >= least
    below = terrain.downstream
    expected = {(c, int(below[c])) for c in np.flatnonzero(wet).tolist() if below[c] != c and wet[below[c]]}
    assert len(steps) == len(set(steps))
    assert set(steps) == expected
