from types import SimpleNamespace

import numpy as np
import pytest

from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.trees import (
    SPACING,
    TALLEST,
    Ribbon,
    make_trees,
    plant_trees,
    tree_density,
    wood_cover,
)
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import MOST_TREES, read_legend
from wijkgenese3d.model.timeline import Stop, Timeline

COLOURS = BlockColours.of(read_legend())
GRID = Grid(RDExtent(188400.0, 426700.0, 188800.0, 427000.0), 5.0)
WOOD, GRASS, STREET = 3, 5, 10


def per_ha(**numbers):
    table = np.zeros(256)
    table[WOOD], table[GRASS] = numbers.get("wood", 105), numbers.get("grass", 2)
    return lambda x, y, code: table[code]


def cover():
    codes = np.full(GRID.refined(2).shape, GRASS, np.uint8)
    codes[:, 80:] = WOOD
    codes[50:54] = STREET
    return codes


def test_as_many_as_the_land_cover_says():
    trees = plant_trees(GRID.refined(2), cover(), per_ha())
    west = trees.x < 188600
    wood_ha, grass_ha = (200 * (300 - 10) / 1e4 for _ in range(2))
    assert (~west).sum() == pytest.approx(105 * wood_ha, rel=0.12)
    assert west.sum() == pytest.approx(2 * grass_ha, abs=9)
    on_street = (trees.y > 426825) & (trees.y < 426835)
    assert not on_street.any()


def test_a_tree_stays_where_it_is():
    """In another window, and when trees come beside it."""
    few, many = (plant_trees(GRID.refined(2), cover(), per_ha(wood=n)) for n in (40, 105))
    places = set(zip(many.x.tolist(), many.y.tolist(), strict=True))
    assert set(zip(few.x.tolist(), few.y.tolist(), strict=True)) <= places
    part = Grid(RDExtent(188500.0, 426700.0, 188800.0, 427000.0), 5.0)
    window = plant_trees(part.refined(2), cover()[:, 40:], per_ha())
    inner = window.x > 188505
    assert set(zip(window.x[inner].tolist(), window.y[inner].tolist(), strict=True)) <= places


def test_only_the_middle_of_a_wood_is_seen_from_above():
    trees = plant_trees(GRID.refined(2), cover(), per_ha())
    assert not trees.dense[trees.x < 188610].any()
    assert not trees.dense[trees.x > 188786].any()
    middle = (trees.x > 188650) & (trees.x < 188750) & (trees.y > 426900) & (trees.y < 426950)
    assert trees.dense[middle].all()


def test_faces_are_few_and_look_outward():
    trees = plant_trees(GRID.refined(2), cover(), per_ha())
    ground = np.tile(GRID.x / 1000.0, (GRID.ny, 1))
    frame = LocalFrame.of(GRID.extent, 4.0)
    mesh = make_trees(trees, GRID, ground, COLOURS, frame)
    assert len(mesh.triangles) == 5 * trees.dense.sum() + 10 * (~trees.dense).sum()
    upper = mesh.triangles[: 5 * len(trees)]
    assert (face_normals(mesh.points, upper)[:, 2] > 0).all()
    lower = mesh.triangles[5 * len(trees) :]
    assert (face_normals(mesh.points, lower)[:, 2] < 0).all()


def test_trees_stand_on_the_ground_and_do_not_grow_with_the_exaggeration():
    trees = plant_trees(GRID.refined(2), cover(), per_ha())
    ground = np.full(GRID.shape, 7.0)
    for factor in (1.0, 4.0, 10.0):
        mesh = make_trees(trees, GRID, ground, COLOURS, LocalFrame.of(GRID.extent, factor))
        height = mesh.points[:, 2] - 7.0 * factor
        assert height.min() == pytest.approx(0, abs=1e-4)
        assert height.max() == pytest.approx(trees.radius.max() * 1.9 * min(factor, TALLEST), rel=1e-4)


def test_no_trees_no_mesh():
    bare = np.full(GRID.refined(2).shape, STREET, np.uint8)
    trees = plant_trees(GRID.refined(2), bare, per_ha())
    assert make_trees(trees, GRID, np.zeros(GRID.shape), COLOURS, LocalFrame.of(GRID.extent)) is None


LEGEND = read_legend()


def test_a_factor_for_the_ribbon_holds_in_the_ribbon_alone():
    """Fewer trees in the wadis of the green ribbon (recipe 5.1), as many as anywhere outside it."""
    wadi = LEGEND.cover("wadi")
    assert wadi.trees_factor_in_ribbon < 1
    x, y = np.array([188500.0, 188500.0, 188500.0]), np.array([426823.0, 426825.0, 426777.0])
    code = np.array([wadi.code, wadi.code, wadi.code], np.uint8)
    ribbon = Ribbon(np.array([(188400.0, 426800.0), (188800.0, 426800.0)]), 24.0)
    thin = wadi.trees_per_ha * wadi.trees_factor_in_ribbon
    found = tree_density(LEGEND.covers, "T15", ribbon)(x, y, code)
    assert found == pytest.approx([thin, wadi.trees_per_ha, thin])
    assert tree_density(LEGEND.covers, "T15")(x, y, code) == pytest.approx(wadi.trees_per_ha)


def test_a_stop_can_have_its_own_number_of_trees():
    park = LEGEND.cover("groen")
    at = (np.zeros(1), np.zeros(1), np.array([park.code], np.uint8))
    for stop, number in (("T14", 16), ("T15", 26)):
        assert tree_density(LEGEND.covers, stop)(*at) == number


def test_a_year_between_the_stops_has_the_trees_of_the_stop_before_it():
    stops = tuple(Stop(name, year, {}, {}, {}, "zeker") for name, year in (("T14", 2025), ("T15", 2050)))
    legend_cover = LEGEND.cover("groen").code
    setting = BlockSetting(
        GRID, np.zeros(GRID.shape), {}, COLOURS, covers=LEGEND.covers, timeline=Timeline(stops)
    )
    for year, number in ((2049.0, 16), (2050.0, 26), (2051.0, 26)):
        part = SimpleNamespace(slice_id=f"year {year:g}", year=year)
        density = setting.tree_density(part)
        assert density(np.zeros(1), np.zeros(1), np.array([legend_cover], np.uint8)) == number


def test_the_most_trees_that_a_legend_may_ask_for_can_be_planted():
    assert MOST_TREES <= 1e4 / SPACING**2 < MOST_TREES + 1
    trees = plant_trees(GRID.refined(2), cover(), per_ha(wood=MOST_TREES))
    inside = (trees.x > 188603) & ((trees.y < 426822) | (trees.y > 426838))
    assert inside.sum() == pytest.approx(MOST_TREES * (195 * 280) / 1e4, rel=0.05)


def test_there_is_as_much_wood_as_there_are_trees_and_one_tree_changes_little():
    trees = plant_trees(GRID.refined(2), cover(), per_ha(wood=105))
    wood = wood_cover(trees, GRID)
    assert wood[:, :20].max() < 0.2
    assert wood[40:, 60:75].min() > 0.8
    fewer = trees.where(np.arange(len(trees)) != len(trees) // 2)
    assert np.abs(wood_cover(fewer, GRID) - wood).max() < 0.15
