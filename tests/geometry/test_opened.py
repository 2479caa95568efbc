"""The lopsided block cut open: what is left closes without a gap, and shows what lies there."""

from dataclasses import replace

import numpy as np
import pytest

from tests.geometry.lopsided import (
    BASE,
    FABRICS,
    FAR_WEST,
    GRID,
    GROUND,
    UNIT_BELOW,
    UNIT_FABRIC,
    make_stack,
)
from tests.render.test_stage import RING, a_slice
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.level_map import LevelPixels, make_level_map, paint_level
from wijkgenese3d.geometry.light import lit
from wijkgenese3d.geometry.mesh import pixels_of
from wijkgenese3d.geometry.opened import OpenedBlock
from wijkgenese3d.model.legend import AIR, read_legend

E = GRID.extent
COLOURS = BlockColours.of(read_legend())
SETTING = BlockSetting(GRID, GROUND, FABRICS, COLOURS, base=BASE, exaggeration=3.0, boundary=RING)


def opened(setting=SETTING, **parts):
    part = a_slice(**parts)
    return OpenedBlock(make_block_picture(part, setting), part.stack, setting)


def area_above(mesh, frame):
    """Area of a mesh seen from above, m2."""
    a, b, c = (frame.from_local(mesh.points[mesh.triangles[:, k]]) for k in range(3))
    return float(np.abs(np.cross(b - a, c - a)[:, 2]).sum() / 2)


def test_a_level_map_asks_layers_and_fabrics():
    pixels = LevelPixels.over((E.xmin, E.xmax), (E.ymin, E.ymax))
    level = np.full(GRID.shape, 500, dtype=np.int32)
    found = make_level_map(make_stack(), FABRICS, level, pixels)
    assert found.unit.shape == (15, 20)
    assert (found.unit == UNIT_FABRIC).all()
    west = pixels.x < FAR_WEST
    assert (found.lithology[:, west] == 8).all()
    assert (found.lithology[:, ~west] == 2).all()
    low = make_level_map(make_stack(), FABRICS, level - 2000, pixels)
    assert (low.unit == UNIT_BELOW).all()
    high = make_level_map(make_stack(), FABRICS, level + 3500, pixels)
    x, y = np.meshgrid(pixels.x, pixels.y)
    # Between the centres of cells the ground is linear, so its border is not a stair.
    assert ((high.unit == AIR) == (Sampler(GRID, x, y)(GROUND) <= 4.0)).all()


def test_a_level_is_painted_with_the_colours_of_what_lies_there():
    pixels = LevelPixels.over((E.xmin, E.xmax), (E.ymin, E.ymax))
    found = make_level_map(make_stack(), FABRICS, np.full(GRID.shape, 500, dtype=np.int32), pixels)
    image = paint_level(found, GROUND, GRID, COLOURS, 1.0)
    for part, lithology in ((image[:, :5], 8), (image[:, 7:], 2)):
        plain = lit(COLOURS.ground[UNIT_FABRIC, lithology].astype(float)[None], np.ones(1))[0]
        colours, count = np.unique(part.reshape(-1, 3), axis=0, return_counts=True)
        assert colours[count.argmax()].tolist() == plain.tolist()
    deep = paint_level(found, GROUND + 200.0, GRID, COLOURS, 1.0).astype(float)
    paper = np.array(COLOURS.paper, dtype=float)
    assert np.abs(deep - paper).mean() < 0.2 * np.abs(image - paper).mean()


def test_a_unit_that_is_left_blank_has_no_pattern_at_a_level():
    pixels = LevelPixels.over((E.xmin, E.xmax), (E.ymin, E.ymax))
    found = make_level_map(make_stack(), FABRICS, np.full(GRID.shape, 500, dtype=np.int32), pixels)
    blank = replace(COLOURS, blank=frozenset({UNIT_FABRIC}))
    image = paint_level(found, GROUND, GRID, blank, 1.0)
    assert (image == lit(np.array([COLOURS.paper], float), np.ones(1))[0]).all()


def test_digging_lowers_the_ground_and_clears_it():
    found = opened(ice=np.full(GRID.shape, 30.0)).cut(Cut(dig=2.0))
    ground = SETTING.frame.from_local(found.terrain.points)[:, 2].reshape(GRID.ny + 2, GRID.nx + 2)
    assert ground[1:-1, 1:-1] == pytest.approx(np.maximum(GROUND - 2, BASE))
    assert found.drape is None
    assert found.ice is None
    assert not len(found.buildings.triangles)
    corners = {tuple(p) for p in found.terrain.points.tolist()}
    for wall in found.walls:
        assert {tuple(p) for p in wall.points[len(wall.points) // 2 :].tolist()} <= corners
        height = SETTING.frame.from_local(wall.points)[:, 2]
        rows = len(wall.texture.index) * 0.25
        assert wall.uv[:, 1] == pytest.approx((height - BASE) / rows, abs=1e-5)


def test_a_lid_leaves_the_ground_below_it_and_shows_what_lies_there():
    block = opened()
    found = block.cut(Cut(lid=True))
    assert found.terrain is block.picture.terrain
    assert found.lid_rise == pytest.approx(0.072 * 25.0)
    assert found.bare.points == pytest.approx(block.picture.terrain.points)
    image = pixels_of(found.bare.texture).astype(int)
    assert image.shape == (15, 20, 3)
    # Gravel in the west, clay in the east, each in its own tint.
    hue = [part.reshape(-1, 3).mean(0) / part.mean() for part in (image[:, :5], image[:, 7:10])]
    own = [COLOURS.ground[UNIT_FABRIC, code] / COLOURS.ground[UNIT_FABRIC, code].mean() for code in (8, 2)]
    assert np.abs(hue[0] - own[0]).sum() < np.abs(hue[0] - own[1]).sum()
    assert np.abs(hue[1] - own[1]).sum() < np.abs(hue[1] - own[0]).sum()
    assert found.guides is not None
    deeper = block.cut(Cut(lid=True, dig=1.5))
    below = SETTING.frame.from_local(deeper.bare.points)[:, 2]
    above = SETTING.frame.from_local(block.picture.terrain.points)[:, 2]
    assert below == pytest.approx(np.maximum(above - 1.5, BASE), abs=1e-4)


@pytest.mark.parametrize(("east", "north"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_bite_closes_with_its_walls_and_floor(east, north):
    bite = Bite(188411.3, 426706.4, 1.5, east, north)
    block = opened()
    found = block.cut(Cut(piece=bite))
    *walls, floor = found.inner
    frame = SETTING.frame
    left = area_above(found.terrain, frame)
    assert left + area_above(floor, frame) == pytest.approx(20 * 15, rel=1e-5)
    assert frame.from_local(floor.points)[:, 2] == pytest.approx(np.full(len(floor.points), 1.5), abs=1e-5)
    tops = {tuple(np.round(p, 3)) for p in found.terrain.points.tolist()}
    for wall in walls:
        upper = wall.points.reshape(-1, 4, 3)[:, :2].reshape(-1, 3)
        assert {tuple(np.round(p, 3)) for p in upper.tolist()} <= tops
        assert frame.from_local(wall.points.reshape(-1, 4, 3)[:, 2:].reshape(-1, 3))[:, 2] == pytest.approx(
            np.full(len(upper), 1.5), abs=1e-5
        )
        assert ((wall.uv > -1e-5) & (wall.uv < 1 + 1e-5)).all()


def test_an_inner_wall_shows_what_lies_there():
    """Along y = 426706.4, clay lies above 0 m NAP east of the line of the fabric."""
    found = opened().cut(Cut(piece=Bite(188400.5, 426706.4, -1.5, True, True)))
    image = pixels_of(found.inner[1].texture).astype(int)
    clay, peat = (COLOURS.ground[UNIT_FABRIC, code].astype(int) for code in (2, 1))
    # Rows are 0.25 m from the base at -2 m: row 3 lies below 0 m NAP in unit 3, row 11 above.
    at = [image[12, 10:].mean(0) / clay, image[6, 10:].mean(0) / peat]
    for ratio in at:
        assert np.ptp(ratio) < 0.15


def test_a_half_is_taken_down_to_the_base_and_stays_as_a_ghost():
    block = opened()
    half = Halving((188400.0, 426704.0), (188420.0, 426711.0), False)
    found = block.cut(Cut(piece=half))
    frame = SETTING.frame
    assert area_above(found.terrain, frame) == pytest.approx(150.0, rel=0.01)
    assert len(found.inner) == 1
    heights = frame.from_local(found.inner[0].points)[:, 2]
    assert heights.min() == pytest.approx(BASE, abs=1e-5)
    assert found.ghost is block.picture
    for wall in found.walls:
        kept = wall.points[np.unique(wall.triangles)] if len(wall.triangles) else np.empty((0, 3))
        assert (half.taken(frame).distances(kept) < 1e-3).all()


def test_a_line_beside_the_block_takes_all_or_nothing():
    block = opened()
    away = Halving((188000.0, 426000.0), (188001.0, 426000.0), False)
    assert block.cut(Cut(piece=away)).terrain is block.picture.terrain
    assert block.cut(Cut(piece=away)).inner == ()
    gone = block.cut(Cut(piece=replace(away, left=True)))
    assert not len(gone.terrain.triangles)


def test_cut_ice_and_water_are_closed():
    ice = np.full(GRID.shape, 20.0)
    block = opened(ice=ice)
    found = block.cut(Cut(piece=Halving((188410.0, 426700.0), (188410.0, 426715.0), False)))
    frame = SETTING.frame
    fresh = found.ice.triangles[-len(found.ice.triangles) // 3 :]
    on_plane = np.abs(frame.from_local(found.ice.points[fresh])[..., 0] - 188410.0).max(axis=1) < 1e-3
    faces = found.ice.points[fresh[on_plane]].astype(float)
    a, b, c = (faces[:, k] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2 / frame.exaggeration
    # From the ground, between the two middle columns, up to 20 m over 15 m.
    middle = (GROUND[:, 1] + GROUND[:, 2]) / 2
    assert area == pytest.approx((20 - middle).mean() * 15, rel=0.05)


def test_blocks_are_cut_along_the_cells():
    setting = replace(SETTING, as_blocks=True)
    found = opened(setting).cut(Cut(piece=Bite(188410.0, 426700.0, 0.0, True, True)))
    heights = setting.frame.from_local(found.blocks.points)
    east = heights[:, 0] > 188410.1
    assert heights[east, 2].max() <= 0.5
    assert heights[~east, 2].max() > 4.0


def test_quick_is_coarser_but_the_same_shape():
    block = opened()
    cut = Cut(piece=Bite(188411.3, 426706.4, 1.5, True, True))
    fine, coarse = block.cut(cut), block.cut(cut, quick=True)
    assert coarse.inner[0].points == pytest.approx(fine.inner[0].points)
    assert coarse.inner[0].texture.size < fine.inner[0].texture.size


def test_no_cut_is_the_very_picture():
    block = opened()
    assert block.cut(Cut()) is block.picture
