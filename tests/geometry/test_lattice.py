import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.lattice import Sampler, node_coordinates, to_nodes
from wijkgenese3d.model.frame import Grid, RDExtent


def sample(x, y):
    return Sampler(GRID, np.array([x]), np.array([y]))(GROUND)[0]


def test_nodes_reach_from_edge_to_edge():
    x, y = node_coordinates(GRID)
    assert x.tolist() == [188400, 188402.5, 188407.5, 188412.5, 188417.5, 188420]
    assert y.tolist() == [426700, 426702.5, 426707.5, 426712.5, 426715]


def test_centres_are_exact():
    for iy, y in enumerate(GRID.y):
        for ix, x in enumerate(GRID.x):
            assert sample(x, y) == GROUND[iy, ix]


def test_between_centres_it_is_linear_along_each_axis():
    assert sample(188405.0, 426702.5) == pytest.approx(1.5)
    assert sample(188402.5, 426705.0) == pytest.approx(2.0)
    assert sample(188405.0, 426705.0) == pytest.approx((1 + 2 + 3 + 5) / 4)


@given(st.sampled_from(range(6)), st.sampled_from(range(5)))
def test_nodes_and_samples_agree(ix, iy):
    x, y = node_coordinates(GRID)
    assert sample(x[ix], y[iy]) == to_nodes(GROUND)[iy, ix]


def test_outside_the_box_it_is_the_edge():
    assert sample(0.0, 0.0) == GROUND[0, 0]
    assert sample(1e6, 1e6) == GROUND[-1, -1]


def test_a_raster_of_another_grid_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Sampler(GRID, np.array([1.0]), np.array([1.0]))(GROUND.T)


def test_a_raster_of_bytes_that_falls_is_sampled_between_its_values():
    grid = Grid(RDExtent(0.0, 0.0, 20.0, 10.0), 10.0)
    for kind in (np.uint8, np.int32, np.float32, np.float64):
        found = Sampler(grid, np.array([5.0, 10.0, 15.0]), np.full(3, 5.0))(
            np.array([[200, 100]], dtype=kind)
        )
        assert found.tolist() == [200.0, 150.0, 100.0]
