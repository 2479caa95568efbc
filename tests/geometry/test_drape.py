import numpy as np
import pytest

from tests.geometry.lopsided import GRID
from wijkgenese3d.geometry.canvas import Canvas, resampled, smooth_noise
from wijkgenese3d.geometry.colours import BlockColours, hex_to_rgb
from wijkgenese3d.geometry.drape import Drape, PackedImage, Stroke, paint_cover
from wijkgenese3d.geometry.light_on_ground import GroundLight, hill_shade, hollow_shade
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


def painted(grid, ground, cover_grid, codes, exaggeration=3.0):
    return paint_cover(
        Canvas.over(cover_grid), grid, GroundLight(ground, grid.cell, exaggeration), codes, COLOURS
    )[0]


def test_codes_lie_where_they_are():
    cover_grid = GRID.refined(2)
    codes = np.full(cover_grid.shape, LEGEND.cover("straat").code, dtype=np.uint8)
    codes[0:2, 6:8] = LEGEND.cover("water").code
    image = painted(GRID, np.zeros(GRID.shape), cover_grid, codes)
    assert image.shape == (15, 20, 3)
    assert image[1, 18, 2] > image[1, 18, 0].astype(int) + 60
    assert abs(image[12, 2].astype(int) - hex_to_rgb(LEGEND.cover("straat").colour)).max() < 28


def test_borders_waver_by_less_than_two_cells_and_are_drawn_dark():
    grid = Grid(RDExtent(188400.0, 426700.0, 188600.0, 426800.0), 5.0)
    cover_grid = grid.refined(2)
    codes = np.full(cover_grid.shape, LEGEND.cover("gras").code, dtype=np.uint8)
    codes[:, 40:] = LEGEND.cover("straat").code
    canvas = Canvas.over(cover_grid)
    shown = codes.ravel()[canvas.cover_index.array()]
    border = (shown == LEGEND.cover("gras").code).sum(axis=1)
    assert 97 <= border.min() < border.max() <= 103
    image = painted(grid, np.zeros(grid.shape), cover_grid, codes).astype(float).mean(axis=2)
    at = image[np.arange(100), border - 1]
    assert at.mean() < 0.9 * image[:, :90].mean()


def test_the_same_place_looks_the_same_in_any_window():
    cover_grid = GRID.refined(2)
    codes = np.full(cover_grid.shape, 3, dtype=np.uint8)
    image = painted(GRID, np.zeros(GRID.shape), cover_grid, codes, 1.0)
    part = Grid(RDExtent(188410.0, 426705.0, 188420.0, 426715.0), 5.0)
    fine = part.refined(2)
    piece = painted(part, np.zeros(part.shape), fine, codes[2:, 4:], 1.0)
    assert np.abs(piece.astype(int) - image[5:, 10:]).max() <= 1
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 1


def test_one_cell_is_enough():
    grid = Grid(RDExtent(0.0, 0.0, 5.0, 5.0), 5.0)
    assert painted(grid, np.ones((1, 1)), grid, np.ones((1, 1), np.uint8)).shape == (5, 5, 3)


def test_a_large_box_keeps_within_what_a_texture_may_have():
    canvas = Canvas.over(Grid(RDExtent(0.0, 0.0, 8200.0, 4100.0), 100.0))
    assert canvas.shape == (2048, 4096)
    assert canvas.pixel == pytest.approx(2.002, abs=0.001)


def test_rasters_are_linear_between_centres_and_level_at_the_edge():
    canvas = Canvas.over(GRID)
    plane = GRID.x[None, :] * 2.0 + GRID.y[:, None] * 3.0
    found = resampled(plane, GRID, canvas)
    x, y = 188400 + np.arange(20) + 0.5, 426700 + np.arange(15) + 0.5
    expected = np.clip(x, GRID.x[0], GRID.x[-1])[None, :] * 2 + np.clip(y, GRID.y[0], GRID.y[-1])[:, None] * 3
    assert found == pytest.approx(expected, rel=1e-6)


def test_noise_is_smooth_and_lies_still():
    x, y = 188400 + np.arange(400.0), 426700 + np.arange(300.0)
    noise = smooth_noise(x, y, 40.0, 7)
    assert 0.3 < noise.std() < 0.8
    assert abs(noise.mean()) < 0.2
    assert np.abs(np.diff(noise, axis=0)).max() < 0.12
    assert smooth_noise(x[50:], y[20:], 40.0, 7) == pytest.approx(noise[20:, 50:], abs=1e-5)


def test_a_hidden_layer_shows_the_wash_below_it():
    wash = np.zeros((2, 3, 3), np.uint8)
    road = Stroke("roads", np.array([0, 4], np.int32), np.full((2, 3), 90, np.uint8))
    line = Stroke("contours", np.array([4], np.int32), np.array([102], np.uint8))
    drape = Drape(wash, (road, line))
    assert drape.texture()[..., 0].tolist() == [[90, 0, 0], [0, 36, 0]]
    assert drape.texture(frozenset({"contours"}))[..., 0].tolist() == [[90, 0, 0], [0, 90, 0]]
    assert not drape.texture(frozenset({"contours", "roads"})).any()
    assert not wash.any()


def test_every_class_of_the_legend_has_its_colour():
    for item in LEGEND.covers:
        assert tuple(COLOURS.cover[item.code]) == hex_to_rgb(item.colour)
    unit, lithology = LEGEND.unit("DR"), LEGEND.lithology(7)
    mixed = np.array(hex_to_rgb(lithology.colour_contrast)) * 0.65 + np.array(hex_to_rgb(unit.tint)) * 0.35
    assert COLOURS.ground[unit.index, 7] == pytest.approx(mixed, abs=0.6)


def test_the_drape_is_light_towards_the_light_and_dark_away_from_it():
    """A ridge from south-west to north-east: its north-western side is lit, as it is drawn."""
    grid = Grid(RDExtent(188400.0, 426700.0, 188600.0, 426800.0), 5.0)
    across = (grid.x[None, :] - 188500) - (grid.y[:, None] - 426750)
    ridge = 10.0 - np.abs(across) * 0.06
    codes = np.full(grid.shape, LEGEND.cover("gras").code, np.uint8)
    sides = []
    for factor in (1.0, 4.0):
        image = painted(grid, ridge, grid, codes, factor).astype(float).mean(axis=2)
        away = np.repeat(np.repeat(across, 5, axis=0), 5, axis=1)
        sides.append(image[away < -10].mean() - image[away > 10].mean())
    assert sides[0] > 5
    # Drawn steeper, it is lit as steep.
    assert sides[1] > 2 * sides[0]


def test_a_packed_drape_looks_the_same():
    cover_grid = Grid(RDExtent(188400.0, 426700.0, 188500.0, 426800.0), 5.0)
    codes = np.random.default_rng(1).integers(1, 20, cover_grid.shape).astype(np.uint8)
    wash = painted(cover_grid, np.zeros(cover_grid.shape), cover_grid, codes)
    packed = PackedImage.of(wash)
    assert len(packed.data) < wash.nbytes * 0.6
    assert np.abs(packed.pixels().astype(int) - wash).mean() < 4
    road = Stroke("roads", np.array([5], np.int32), np.array([[1, 2, 3]], np.uint8))
    assert Drape(packed, (road,)).texture().reshape(-1, 3)[5].tolist() == [1, 2, 3]


def test_a_box_that_is_no_whole_number_of_pixels_is_covered_exactly():
    """The texture is stretched over the box: so must the places of its pixels be."""
    grid = Grid(RDExtent(0.0, 0.0, 20.5, 10.25), 0.25)
    canvas = Canvas.over(grid)
    rows, columns = canvas.shape
    corner = canvas.to_pixels(np.array([(20.5, 10.25), (0.0, 0.0)]))
    assert corner.tolist() == [[columns - 0.5, rows - 0.5], [-0.5, -0.5]]
    plane = np.tile(grid.x, (grid.ny, 1))
    found = resampled(plane, grid, canvas)[5]
    assert found == pytest.approx((np.arange(columns) + 0.5) * 20.5 / columns, abs=1e-4)
