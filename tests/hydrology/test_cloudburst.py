import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hydrology.surfaces import (
    GARDEN,
    ROOF,
    STREET,
    bare,
    capacities,
    gardens,
    route_plain,
    surfaces,
)
from tests.hydrology.test_terrain import bowl
from wijkgenese3d.errors import DataError
from wijkgenese3d.hydrology.cloudburst import cloudburst, pond_depth
from wijkgenese3d.hydrology.infiltration import Storm, on_the_spot
from wijkgenese3d.hydrology.kernels import route
from wijkgenese3d.hydrology.terrain import read_terrain


def funnel(size=9):
    """A bowl 4 m deep with a wall around it that has one gap, a metre lower, in the middle of a side."""
    row, column = np.indices((size, size), dtype=float)
    middle = size // 2
    ground = 5.0 + np.maximum(abs(row - middle), abs(column - middle))
    ground[[0, -1]] += 1.0
    ground[1:-1, [0, -1]] += 1.0
    ground[0, middle] -= 1.0
    return ground


@given(surfaces(), st.floats(0, 300), st.floats(0, 1), st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_all_rain_is_accounted_for(ground, mm, share, seed):
    cover = np.random.default_rng(seed).choice([GARDEN, STREET, ROOF], size=ground.shape).astype(np.uint8)
    terrain = read_terrain(ground, 5.0)
    burst = cloudburst(terrain, on_the_spot(Storm(mm, 60), cover, capacities(), 1), share)
    assert abs(burst.missing_m3) <= 1e-6 * burst.rain_m3 + 1e-9
    parts = (burst.ground_m3, burst.sewer_m3, burst.ponded_m3, burst.outflow_m3)
    assert min(parts) >= 0
    assert (burst.held_m3 <= terrain.hollows.volume_m3 + 1e-9).all()
    # What stands on the map is what is held.
    assert np.nansum(burst.depth_m) * 25 == pytest.approx(burst.ponded_m3, rel=1e-6, abs=1e-6)
    assert not (burst.depth_m <= 0).any()
    # No water stands above the level at which a hollow spills.
    wet = np.isfinite(burst.depth_m)
    assert (terrain.ground + burst.depth_m <= terrain.filled + 1e-9)[wet].all()


@given(surfaces(), st.floats(0, 200), st.floats(0, 50))
@settings(max_examples=60, deadline=None)
def test_routing_is_that_of_the_plain_twin(ground, mm, spare):
    terrain = read_terrain(ground, 5.0)
    rng = np.random.default_rng(3)
    given_to = (
        terrain.order,
        terrain.downstream,
        terrain.hollow.ravel(),
        terrain.hollows.volume_m3,
        rng.uniform(0, mm, ground.size),
        rng.uniform(0, spare, ground.size),
    )
    for ours, plain in zip(route(*given_to), route_plain(*given_to), strict=True):
        assert ours == pytest.approx(plain, rel=1e-9, abs=1e-9)


def test_a_bowl_fills_and_passes_the_rest_on():
    ground = funnel()
    terrain = read_terrain(ground, 5.0)
    # Below the gap: rings of 24, 16 and 8 cells and the middle, 1, 2, 3 and 4 m deep.
    room = (24 * 1 + 16 * 2 + 8 * 3 + 4) * 25
    assert terrain.hollows.volume_m3.tolist() == [room]
    # All rain comes to it, but for what falls in the gap and on the wall beside it.
    falls, beside = 78 * 25 / 1000, 3 * 25 / 1000
    little = cloudburst(terrain, bare(50, ground.shape), 0.5)
    assert little.ponded_m3 == pytest.approx(50 * falls)
    assert little.outflow_m3 == pytest.approx(50 * beside)
    much = cloudburst(terrain, bare(5 * room, ground.shape), 0.5)
    assert much.ponded_m3 == pytest.approx(room)
    assert much.outflow_m3 == pytest.approx(5 * room * (falls + beside) - room)
    assert much.arrived_m3 == pytest.approx([5 * room * falls])


def test_water_in_a_bowl_is_level():
    # A pit of 1 x 1 (0.5 deep) in a floor of 3 x 3: 12.5 m3 fill the pit, 225 m3 per metre from there.
    terrain = read_terrain(bowl(), 5.0)
    for held, deepest, wet in ((5.0, 0.2, 1), (12.5, 0.5, 1), (12.5 + 45.0, 0.7, 9), (462.5, 2.5, 9)):
        depth = pond_depth(terrain, np.array([held]))
        assert np.nanmax(depth) == pytest.approx(deepest)
        assert np.count_nonzero(np.isfinite(depth)) == wet
        assert np.nansum(depth) * 25 == pytest.approx(held)


def test_a_dam_stops_water():
    # A valley that falls to the west between two flanks.
    row, column = np.indices((11, 20), dtype=float)
    valley = 0.1 * column + 0.5 * abs(row - 5)
    dammed = valley.copy()
    dammed[:, 10] = 6.0
    dammed[0, 10] = dammed[-1, 10] = 8.0
    rain = bare(20, valley.shape)
    free, held = (cloudburst(read_terrain(g, 5.0), rain, 0.5) for g in (valley, dammed))
    mouth = (5, 0)
    assert free.ponded_m3 == 0
    assert free.through_m3[mouth] > 1.5 * held.through_m3[mouth]
    upstream = 9 * 11 * 25 * 0.020
    assert held.ponded_m3 >= 0.9 * upstream
    assert np.isfinite(held.depth_m[5, 11])
    assert not np.isfinite(held.depth_m[:, :10]).any()


def test_no_rain_does_nothing():
    burst = cloudburst(read_terrain(bowl(), 5.0), gardens(0, (9, 9)), 0.5)
    assert (burst.rain_m3, burst.ground_m3, burst.ponded_m3, burst.outflow_m3) == (0, 0, 0, 0)
    assert not np.isfinite(burst.depth_m).any()


def test_huge_rain_fills_everything_and_leaves():
    terrain = read_terrain(bowl(), 5.0)
    burst = cloudburst(terrain, gardens(1000, (9, 9)), 0.5)
    assert burst.ponded_m3 == pytest.approx(terrain.hollows.volume_m3.sum())
    assert np.nanmax(burst.depth_m) == pytest.approx(2.5)
    assert burst.outflow_m3 == pytest.approx(burst.rain_m3 - burst.ground_m3 - burst.ponded_m3)


def test_a_flat_surface_sheds_over_its_edge():
    burst = cloudburst(read_terrain(np.full((6, 8), 3.0), 5.0), bare(10, (6, 8)), 0.5)
    assert burst.ponded_m3 == 0
    assert burst.outflow_m3 == pytest.approx(6 * 8 * 25 * 0.010)


def test_gardens_along_the_way_take_water_again():
    # A street on top of a slope of gardens with 13 mm to spare each: half of that is found.
    ground = np.arange(5.0)[::-1][:, None] + np.zeros((1, 1))
    cover = np.array([[STREET], [GARDEN], [GARDEN], [GARDEN], [GARDEN]], dtype=np.uint8)
    ground, cover = np.repeat(ground, 2, axis=1), np.repeat(cover, 2, axis=1)
    spot = on_the_spot(Storm(23, 60), cover, capacities(), 1)
    burst = cloudburst(read_terrain(ground, 5.0), spot, 0.5)
    shed, found = 2 * 2 * 25 / 1000, 10 * 0.5 * 25 / 1000
    assert spot.run_off_mm[0].tolist() == [2.0, 2.0]
    assert spot.spare_mm[1, 0] == pytest.approx(10)
    assert shed < 2 * found
    assert burst.outflow_m3 == 0
    assert cloudburst(read_terrain(ground, 5.0), spot, 0.0).outflow_m3 == pytest.approx(shed)


@pytest.mark.parametrize("raised", [-500.0, 3000.0])
def test_the_datum_plays_no_part(raised):
    here, there = (cloudburst(read_terrain(bowl() + z, 5.0), gardens(60, (9, 9)), 0.5) for z in (0, raised))
    assert there.through_m3 == pytest.approx(here.through_m3)
    assert there.depth_m == pytest.approx(here.depth_m, nan_ok=True)


def test_volumes_go_with_the_square_of_the_cell_and_depths_do_not():
    # Both are run-off that stays in a bowl too large to fill: the same mm on the same shape.
    small, large = (cloudburst(read_terrain(bowl(9.0), c), bare(30, (9, 9)), 0.5) for c in (2.0, 20.0))
    assert large.ponded_m3 == pytest.approx(100 * small.ponded_m3)
    assert large.depth_m == pytest.approx(small.depth_m, nan_ok=True)


def test_run_off_that_does_not_fit():
    with pytest.raises(DataError, match="does not fit"):
        cloudburst(read_terrain(bowl(), 5.0), bare(10, (4, 4)), 0.5)
