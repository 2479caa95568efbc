"""Outside the quarter everything is toned down alike, from the year on that the scene says (recipe 5.1)."""

import dataclasses

import numpy as np
import pytest

from tests.geometry.lopsided import FABRICS, GRID, GROUND
from tests.geometry.test_hidden_units import COLOURS, LEGEND, a_slice, house, mill, street
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.surroundings import GREY, Surroundings

WEST = np.array([(188400.0, 426700.0), (188410.0, 426700.0), (188410.0, 426715.0), (188400.0, 426715.0)])
"""The quarter is the western half of the box."""
SHARE = 0.38
THINGS = (house(188403.0), house(188416.0), mill(188402.0), mill(188418.0), street(426706.0))
WOOD = tuple(dataclasses.replace(item, trees_per_ha=277.0) for item in LEGEND.covers)


def picture(surroundings):
    setting = BlockSetting(
        GRID, GROUND, FABRICS, COLOURS, -2.0, boundary=WEST, covers=WOOD, surroundings=surroundings
    )
    return make_block_picture(a_slice(THINGS), setting)


@pytest.fixture(scope="module")
def both():
    return picture(None), picture(Surroundings(1400.0, SHARE))


def by_place(mesh):
    """Mean colour of the faces well in the quarter and well outside it."""
    x = mesh.points[mesh.triangles].mean(axis=1)[:, 0] + 10.0
    return mesh.colours[x < 5].astype(float).mean(axis=0), mesh.colours[x > 15].astype(float).mean(axis=0)


@pytest.mark.parametrize("name", ["buildings", "trees", "glyphs"])
def test_what_stands_there_is_mixed_with_grey_and_what_stands_in_the_quarter_is_not(both, name):
    (inside, outside), (same, toned) = (by_place(getattr(p, name)) for p in both)
    assert same == pytest.approx(inside)
    assert toned == pytest.approx(outside * (1 - SHARE) + np.array(GREY) * SHARE, abs=1.0)


def test_roads_are_mixed_as_the_land_beside_them(both):
    plain, toned = (p.drape.texture().astype(float) for p in both)
    roads = np.zeros(plain.shape[0] * plain.shape[1], bool)
    for stroke in both[0].drape.strokes:
        if stroke.layer == "roads":
            roads[stroke.index] = True
    roads = roads.reshape(plain.shape[:2])
    assert roads.sum() > 20
    for mask in (roads, ~roads):
        assert toned[:, :10][mask[:, :10]] == pytest.approx(plain[:, :10][mask[:, :10]])
    dark = np.zeros(roads.size, np.float64) + 1.0
    for stroke in both[0].drape.strokes:
        if stroke.colour.ndim == 1:
            dark[stroke.index] *= stroke.colour / 255
    grey = np.array(GREY) * SHARE * dark.reshape(roads.shape)[..., None]
    assert toned[:, 10:] == pytest.approx(plain[:, 10:] * (1 - SHARE) + grey[:, 10:], abs=2.0)


def test_before_that_year_nothing_is_toned_down(both):
    early = picture(Surroundings(2026.0, SHARE))
    assert (early.drape.texture() == both[0].drape.texture()).all()
    assert (early.buildings.colours == both[0].buildings.colours).all()
