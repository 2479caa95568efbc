"""Noise against a scalar form in plain integers, as a browser would compute it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.genesis.noise import lattice, noise, noise_on_grid
from wijkgenese3d.model.hashing import hashed

MASK = 0xFFFFFFFF


def scalar_hash(i: int, j: int, seed: int) -> int:
    """``Math.imul`` and ``>>> 0``, word for word."""
    a = (i & MASK) * 0x85EBCA6B & MASK
    b = (j & MASK) * 0xC2B2AE35 & MASK
    h = a ^ ((b << 13 & MASK) | (b >> 19))
    h ^= (seed * 0x27D4EB2F + 0x165667B1) & MASK
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK
    h ^= h >> 16
    return h


def scalar_noise(x: float, y: float, size_x: float, size_y: float, seed: int) -> float:
    """Catmull-Rom over 4 x 4 lattice values, one after the other."""

    def weights(t: float) -> list[float]:
        return [
            -0.5 * t + t * t - 0.5 * t * t * t,
            1.0 - 2.5 * t * t + 1.5 * t * t * t,
            0.5 * t + 2.0 * t * t - 1.5 * t * t * t,
            -0.5 * t * t + 0.5 * t * t * t,
        ]

    u, v = x / size_x, y / size_y
    i, j = math.floor(u), math.floor(v)
    total = 0.0
    for b, wy in enumerate(weights(v - j)):
        row = 0.0
        for a, wx in enumerate(weights(u - i)):
            row += wx * (scalar_hash(i + a - 1, j + b - 1, seed) / 2147483648.0 - 1.0)
        total += wy * row
    return total


whole = st.integers(-(2**31), 2**31)
seeds = st.integers(0, 2**31)
metres = st.floats(-300_000, 900_000, allow_nan=False)
sizes = st.floats(0.5, 2000)


@given(whole, whole, seeds)
def test_hash_is_that_of_32_bit_integers(i, j, seed):
    assert int(hashed(np.array([i]), np.array([j]), seed)[0]) == scalar_hash(i, j, seed)


def test_hash_of_known_places():
    # To hold other languages against.
    places = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (-1, -1, 7), (787, 1779, 51)]
    found = [scalar_hash(*place) for place in places]
    assert found == [3170179127, 1451365441, 1009189068, 3713714226, 4015430288]
    i, j, seed = zip(*places, strict=True)
    assert [
        int(hashed(np.array([a]), np.array([b]), s)[0]) for a, b, s in zip(i, j, seed, strict=True)
    ] == found


def test_lattice_values_lie_from_minus_one_up_to_one():
    values = lattice(np.arange(500)[None, :], np.arange(300)[:, None], 3)
    assert values.shape == (300, 500)
    assert values.min() >= -1.0
    assert values.max() < 1.0
    assert abs(values.mean()) < 0.01
    assert abs((values**2).mean() - 1 / 3) < 0.01


@given(metres, metres, sizes, sizes, seeds)
def test_noise_is_the_scalar_form(x, y, size_x, size_y, seed):
    found = noise(np.array([x]), np.array([y]), size_x, size_y, seed)
    assert found[0] == pytest.approx(scalar_noise(x, y, size_x, size_y, seed), abs=1e-12)


def test_noise_passes_through_the_lattice():
    x, y = np.arange(3, 9) * 40.0, np.arange(-4, 3) * 25.0
    values = noise_on_grid(x, y, 40.0, 25.0, 5)
    assert np.array_equal(values, lattice(np.arange(3, 9)[None, :], np.arange(-4, 3)[:, None], 5))


@given(metres, metres, st.sampled_from([0.5, 1.25, 2.5, 5.0, 10.0]), sizes, sizes, seeds)
def test_grid_and_points_are_the_same(x0, y0, cell, size_x, size_y, seed):
    x, y = x0 + (np.arange(9) + 0.5) * cell, y0 + (np.arange(6) + 0.5) * cell
    on_grid = noise_on_grid(x, y, size_x, size_y, seed)
    at_points = noise(x[None, :], y[:, None], size_x, size_y, seed)
    assert on_grid.shape == (6, 9)
    assert np.array_equal(on_grid, at_points)


def test_the_same_place_at_any_cell_size_and_in_any_window():
    # Centres of cells of 5 m are also centres of other rasters: the value there is the same number.
    x, y = 188_402.5 + 5 * np.arange(40), 426_702.5 + 5 * np.arange(30)
    whole_area = noise_on_grid(x, y, 130.0, 70.0, 11)
    fine_x = np.sort(np.concatenate([x - 1.25, x, x + 1.25]))
    fine_y = np.sort(np.concatenate([y - 1.25, y, y + 1.25]))
    fine = noise_on_grid(fine_x, fine_y, 130.0, 70.0, 11)
    assert np.array_equal(fine[1::3, 1::3], whole_area)
    window = noise_on_grid(x[17:23], y[5:9], 130.0, 70.0, 11)
    assert np.array_equal(window, whole_area[5:9, 17:23])
    assert noise(x[20], y[7], 130.0, 70.0, 11) == whole_area[7, 20]


def test_range_and_mean():
    values = noise_on_grid(np.arange(0, 9000, 7.0), np.arange(0, 7000, 7.0), 50.0, 50.0, 2)
    assert abs(values.mean()) < 0.02
    # Two overshoots of an eighth at most.
    assert np.abs(values).max() < 1.125**2 + 0.2
    assert 0.3 < values.std() < 0.6


@pytest.mark.parametrize("seed", [1, 2, 50, 1009])
def test_seeds_give_noises_of_their_own(seed):
    x, y = np.arange(0, 4000, 20.0), np.arange(0, 4000, 20.0)
    a, b = noise_on_grid(x, y, 60.0, 60.0, 0), noise_on_grid(x, y, 60.0, 60.0, seed)
    assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.1
