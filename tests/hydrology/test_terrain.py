import numpy as np
import pytest
from hypothesis import given, settings

from tests.hydrology.surfaces import label_hollows_plain, surfaces
from wijkgenese3d.errors import DataError
from wijkgenese3d.hydrology.terrain import read_terrain


def bowl(depth=2.0, size=9):
    """A level plain with a square hole of 3 x 3 cells in the middle, one cell in it 0.5 deeper."""
    ground = np.full((size, size), 10.0)
    middle = size // 2
    ground[middle - 1 : middle + 2, middle - 1 : middle + 2] -= depth
    ground[middle, middle] -= 0.5
    return ground


def test_a_bowl():
    terrain = read_terrain(bowl(), 5.0)
    hollows = terrain.hollows
    assert len(hollows) == 1
    assert hollows.level[0] == 10.0
    assert hollows.volume_m3[0] == pytest.approx((9 * 2.0 + 0.5) * 25)
    assert hollows.area_m2[0] == 9 * 25
    assert hollows.deepest[0] == 4 * 9 + 4
    assert np.count_nonzero(terrain.hollow == 0) == 9


def test_a_hollow_in_a_hollow_is_one_with_it():
    ground = bowl()
    ground[3:6, 3:6] = 8.0
    ground[4, 3], ground[4, 5] = 7.0, 6.0  # two pits below one rim
    assert len(read_terrain(ground, 1.0).hollows) == 1


def test_hollows_that_spill_into_each_other_are_two():
    # A stair of two basins: the upper spills at 9 into the lower, which spills at 5.
    ground = np.array([[9.5] * 7, [9.5, 8, 8, 9, 4, 4, 5.0], [9.5] * 7])
    terrain = read_terrain(ground, 1.0)
    assert sorted(terrain.hollows.level.tolist()) == [5.0, 9.0]
    assert sorted(terrain.hollows.volume_m3.tolist()) == [2.0, 2.0]


def test_a_slope_has_none():
    x = np.arange(8.0)
    terrain = read_terrain(x[None, :] + 0.3 * x[:, None], 10.0)
    assert len(terrain.hollows) == 0
    assert (terrain.hollow == -1).all()


def test_millimetres_are_exact_at_any_height():
    # 43.537 is no binary number; its level must still be one number in all cells of the pool.
    ground = bowl() * 1.0 + 33.537
    terrain = read_terrain(ground, 5.0)
    assert np.unique(terrain.filled[terrain.hollow == 0]).tolist() == [43.537]


@given(surfaces())
@settings(max_examples=60, deadline=None)
def test_water_never_flows_uphill(ground):
    terrain = read_terrain(ground, 5.0)
    filled = terrain.filled.ravel()
    assert (filled[terrain.downstream] <= filled).all()
    assert (terrain.filled >= terrain.ground).all()
    # Every cell comes before the one below it, and from every cell the edge is reached.
    place = np.empty(ground.size, dtype=int)
    place[terrain.order] = np.arange(ground.size)
    below = terrain.downstream != np.arange(ground.size)
    assert (place[terrain.downstream[below]] > place[below]).all()
    ends = np.flatnonzero(~below)
    rows, columns = np.divmod(ends, ground.shape[1])
    assert ((rows % (ground.shape[0] - 1) == 0) | (columns % (ground.shape[1] - 1) == 0)).all()
    # One step at most, sideways or askew.
    rows, columns = np.divmod(np.arange(ground.size), ground.shape[1])
    far = np.maximum(abs(rows[terrain.downstream] - rows), abs(columns[terrain.downstream] - columns))
    assert far.max() <= 1


@given(surfaces())
@settings(max_examples=60, deadline=None)
def test_hollows_are_those_of_the_plain_twin(ground):
    terrain = read_terrain(ground, 5.0)
    label, count = label_hollows_plain(terrain.ground, terrain.filled)
    hollows = terrain.hollows
    assert len(hollows) == count
    assert (terrain.hollow == label).all()
    depth = terrain.filled - terrain.ground
    for k in range(count):
        own = label == k
        assert hollows.volume_m3[k] == pytest.approx(depth[own].sum() * 25)
        assert terrain.ground.ravel()[hollows.deepest[k]] == terrain.ground[own].min()
        cells = hollows.cells[hollows.start[k] : hollows.start[k + 1]]
        assert sorted(cells.tolist()) == np.flatnonzero(own).tolist()
        assert (np.diff(terrain.ground.ravel()[cells]) >= 0).all()


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 9000.0])
def test_a_height_that_is_none(wrong):
    ground = np.zeros((4, 4))
    ground[1, 2] = wrong
    with pytest.raises(DataError, match="heights"):
        read_terrain(ground, 5.0)


def test_below_sea_level_is_ground_too():
    # -9.999 m is the missing value that pyflwdir takes unless it is told another.
    terrain = read_terrain(np.full((5, 5), -9.999) + np.eye(5), 5.0)
    assert terrain.filled.min() == -9.999
