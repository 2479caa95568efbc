import numpy as np
import pytest

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.colours import BlockColours, hex_to_rgb
from wijkgenese3d.geometry.drape import hill_shade, hollow_shade, make_drape
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import read_legend

LEGEND = read_legend()
COLOURS = BlockColours.of(LEGEND)


def ramp(slope_x, slope_y):
    return (np.arange(20) * slope_x)[None, :] + (np.arange(15) * slope_y)[:, None]


def test_the_light_comes_from_the_north_west():
    to_north_west, to_south_east = ramp(1.0, -1.0), ramp(-1.0, 1.0)
    flat = hill_shade(np.zeros((15, 20)), 5.0, 3.0)[7, 10]
    assert hill_shade(to_north_west, 5.0, 3.0)[7, 10] > flat > hill_shade(to_south_east, 5.0, 3.0)[7, 10]
    # Alone, each axis must do the same: a slope that falls to the west or to the north is light.
    assert hill_shade(ramp(1.0, 0.0), 5.0, 1.0)[7, 10] > flat
    assert hill_shade(ramp(0.0, -1.0), 5.0, 1.0)[7, 10] > flat


def test_hollows_are_darker_than_hills():
    ground = np.zeros((60, 80))
    ground[28:32, 38:42] = -12
    shade = hollow_shade(ground, 5.0)
    assert shade[30, 40] == pytest.approx(0.76, abs=0.01)
    assert shade[5, 5] == pytest.approx(1.0)


def test_codes_lie_where_they_are():
    cover_grid = GRID.refined(2)
    codes = np.full(cover_grid.shape, LEGEND.cover("straat").code, dtype=np.uint8)
    codes[0, 7] = LEGEND.cover("water").code
    image = make_drape(GRID, np.zeros(GRID.shape), cover_grid, codes, COLOURS, 3.0)
    assert image.shape == (6, 8, 3)
    assert image[0, 7, 2] > image[0, 7, 0] + 60
    assert abs(image[5, 0].astype(int) - hex_to_rgb(LEGEND.cover("straat").colour)).max() < 25


def test_the_same_place_has_the_same_grain_in_any_window():
    cover_grid = GRID.refined(2)
    codes = np.full(cover_grid.shape, 3, dtype=np.uint8)
    image = make_drape(GRID, np.zeros(GRID.shape), cover_grid, codes, COLOURS, 1.0)
    part = Grid(RDExtent(188410.0, 426705.0, 188420.0, 426715.0), 5.0)
    fine = part.refined(2)
    piece = make_drape(part, np.zeros(part.shape), fine, codes[2:, 4:], COLOURS, 1.0)
    assert (piece == image[2:, 4:]).all()
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 1


def test_one_cell_is_enough():
    grid = Grid(RDExtent(0.0, 0.0, 5.0, 5.0), 5.0)
    image = make_drape(grid, np.ones((1, 1)), grid, np.ones((1, 1), np.uint8), COLOURS, 3.0)
    assert image.shape == (1, 1, 3)


def test_every_class_of_the_legend_has_its_colour():
    for item in LEGEND.covers:
        assert tuple(COLOURS.cover[item.code]) == hex_to_rgb(item.colour)
    unit, lithology = LEGEND.unit("DR"), LEGEND.lithology(7)
    mixed = np.array(hex_to_rgb(lithology.colour_contrast)) * 0.65 + np.array(hex_to_rgb(unit.tint)) * 0.35
    assert COLOURS.ground[unit.index, 7] == pytest.approx(mixed, abs=0.6)


def test_drape_follows_the_ground():
    assert len(np.unique(hill_shade(GROUND, 5.0, 3.0))) > 6
