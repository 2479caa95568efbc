import numpy as np
import pytest

from tests.geometry.lopsided import FABRICS, GRID, GROUND
from tests.render.test_stage import a_slice
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.hotspot_drape import HOTSPOT_COLOURS, HotspotMap, hotspot_picture
from wijkgenese3d.model.legend import read_legend

SETTING = BlockSetting(GRID, GROUND, FABRICS, BlockColours.of(read_legend()), base=-2.0)
EAST = np.tile(np.arange(4) >= 2, (3, 1))


@pytest.fixture(scope="module")
def part():
    return a_slice("gras")


@pytest.fixture(scope="module")
def picture(part):
    return make_block_picture(part, SETTING)


def texture(picture, part, **layers):
    laid = hotspot_picture(picture, HotspotMap(GRID, **layers), SETTING.canvas(part.cover_grid))
    return laid.drape.texture().astype(int)


def test_more_heat_is_darker_and_red(picture, part):
    step = [
        texture(picture, part, heat=np.full(GRID.shape, v)).reshape(-1, 3).mean(0)
        for v in (0.1, 0.4, 0.55, 0.9)
    ]
    light = [0.3 * s[0] + 0.59 * s[1] + 0.11 * s[2] for s in step]
    assert light[1] > light[2] > light[3]
    redness = [s[0] - s[2] for s in step]
    assert redness[0] < min(redness[1:])


def test_water_lies_over_everything_where_it_stands(picture, part):
    image = texture(picture, part, heat=np.full(GRID.shape, 0.9), wet=EAST)
    blue = np.array(HOTSPOT_COLOURS["water"])
    assert np.abs(image[:, 12:] - blue).max() < 40
    assert np.abs(image[:, :8] - blue).sum(-1).min() > 60


def test_heritage_is_hatched_not_filled(picture, part):
    plain = texture(picture, part)
    image = texture(picture, part, old=EAST)
    changed = np.abs(image - plain).sum(-1) > 30
    assert not changed[:, :8].any()
    assert 0.1 < changed[:, 12:].mean() < 0.5


def test_where_they_meet_there_is_a_line_round(picture, part):
    plain = texture(picture, part)
    image = texture(picture, part, meets=np.ones(GRID.shape, dtype=bool))
    dark = image.sum(-1) < 0.5 * plain.sum(-1)
    assert dark[0].all()
    assert dark[:, -1].all()
    assert not dark[6:9, 8:12].any()


def test_roads_can_still_be_hidden(picture, part):
    laid = hotspot_picture(picture, HotspotMap(GRID), SETTING.canvas(part.cover_grid))
    assert (laid.drape.texture(frozenset({"contours"})) != laid.drape.texture()).any()
    assert laid.terrain is picture.terrain
