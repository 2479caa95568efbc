import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import LOPSIDED_GRID, grids
from wijkgenese3d.errors import UsageError
from wijkgenese3d.model import CellSize, Grid, NapRange, RDExtent


def test_centres_lie_half_a_cell_inside_the_edges():
    grid = LOPSIDED_GRID
    assert grid.shape == (3, 4)
    assert grid.x.tolist() == [187_004, 187_006, 187_008, 187_010]
    assert grid.y.tolist() == [427_002, 427_004, 427_006]
    assert grid.x_edges.tolist() == [187_003, 187_005, 187_007, 187_009, 187_011]
    assert grid.y_edges.tolist() == [427_001, 427_003, 427_005, 427_007]


def test_a_point_is_in_the_cell_around_it():
    grid = LOPSIDED_GRID
    assert grid.index_of(187_004.0, 427_006.0) == (2, 0)
    assert grid.index_of(187_005.0, 427_003.0) == (1, 1)  # an inner edge belongs to the north-east
    assert grid.index_of(187_011.0, 427_007.0) == (2, 3)  # the outer edge to the last cell


@pytest.mark.parametrize("point", [(187_002.9, 427_002), (187_004, 427_007.1), (float("nan"), 427_002)])
def test_a_point_outside_is_refused(point):
    with pytest.raises(UsageError, match="lies outside the box") as caught:
        LOPSIDED_GRID.index_of(*point)
    assert caught.value.exit_code == 2
    assert "RD New" in caught.value.hint


@given(grids())
def test_every_centre_is_found_in_its_own_cell(grid):
    found = [grid.index_of(x, y) for y in grid.y for x in grid.x]
    assert found == [(iy, ix) for iy in range(grid.ny) for ix in range(grid.nx)]


@given(grids(), st.data())
def test_the_window_of_a_part_is_that_part(grid, data):
    y0 = data.draw(st.integers(0, grid.ny - 1))
    x0 = data.draw(st.integers(0, grid.nx - 1))
    rows = slice(y0, data.draw(st.integers(y0 + 1, grid.ny)))
    columns = slice(x0, data.draw(st.integers(x0 + 1, grid.nx)))
    part = grid.part(rows, columns)
    assert grid.window(part.extent) == (rows, columns)
    np.testing.assert_allclose(part.x, grid.x[columns], rtol=0, atol=1e-9)
    np.testing.assert_allclose(part.y, grid.y[rows], rtol=0, atol=1e-9)


def test_a_window_beside_the_box_is_refused():
    with pytest.raises(UsageError, match="does not overlap"):
        LOPSIDED_GRID.window(RDExtent(0, 0, 10, 10))


def test_a_halo_stays_inside_the_grid():
    assert LOPSIDED_GRID.padded(slice(1, 2), slice(3, 4), 2.1) == (slice(0, 3), slice(1, 4))


def test_finer_cells_share_the_edges():
    finer = LOPSIDED_GRID.refined(4)
    assert finer.shape == (12, 16)
    assert finer.extent == LOPSIDED_GRID.extent
    assert finer.x[0] == 187_003.25


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: RDExtent(1, 2, 1, 3), "is not below its upper bound"),
        (lambda: RDExtent(1, 2, float("inf"), 3), "not a finite number"),
        (lambda: CellSize(1, 2, 0), "dz=0"),
        (lambda: NapRange(3, 3), "must lie below"),
        (lambda: Grid(RDExtent(0, 0, 10, 9), 2), "not a whole number of cells of 2 m"),
        (lambda: Grid(RDExtent(0, 0, 10, 10), -2), "not a positive number"),
    ],
)
def test_an_impossible_frame_cannot_be_made(make, words):
    with pytest.raises(UsageError, match=words):
        make()
