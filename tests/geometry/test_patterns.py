import numpy as np
import pytest

from wijkgenese3d.geometry.pattern_tiles import (
    COVER_PATTERNS,
    COVER_SIZE,
    GROUND_PATTERNS,
    LEVELS,
    SIZE,
    cover_tile,
    ground_tile,
)
from wijkgenese3d.model.legend import read_legend

LEGEND = read_legend()


def test_every_pattern_of_the_legend_is_drawn():
    assert {item.pattern for item in LEGEND.lithologies} <= set(GROUND_PATTERNS)
    assert {item.pattern for item in LEGEND.covers} <= set(COVER_PATTERNS)


@pytest.mark.parametrize("name", sorted(GROUND_PATTERNS))
def test_a_tile_of_the_ground(name):
    tile = ground_tile(name)
    assert tile.shape == (SIZE, SIZE)
    assert tile.max() < LEVELS
    if name.startswith("none"):
        assert not tile.any()
    else:
        assert 0.01 < (tile > 0).mean() < 0.5
        assert_closes(tile.astype(float))


@pytest.mark.parametrize("name", sorted(COVER_PATTERNS))
def test_a_tile_of_land_cover(name):
    tile = cover_tile(name)
    assert tile.shape == (COVER_SIZE, COVER_SIZE)
    assert 0.75 < tile.mean() < 1.12
    assert tile.min() > 0.2
    assert_closes(tile)


def assert_closes(tile):
    """Across the seam neighbours differ no more than inside."""
    for axis in (0, 1):
        steps = np.abs(np.diff(tile, axis=axis)).mean(axis=1 - axis)
        seam = np.abs(np.take(tile, 0, axis) - np.take(tile, -1, axis)).mean()
        assert seam <= steps.max() * 1.3 + 1e-9


def test_the_grounds_differ():
    tiles = {item.pattern: ground_tile(item.pattern).tobytes() for item in LEGEND.lithologies}
    assert len(set(tiles.values())) == len(tiles)


@pytest.mark.parametrize(
    "name", ["reed ticks", "rows of small upright bars", "tufts above short dashes", "slope ticks"]
)
def test_tiles_of_ticks_close(name):
    """Repeated, their rows and strokes go on evenly: moved by some rows, or columns, a tile is itself."""
    tile = cover_tile(name)
    for axis in (0, 1):
        moved = [np.abs(np.roll(tile, by, axis) - tile).max() for by in range(2, 41)]
        assert min(moved) < 1e-5
