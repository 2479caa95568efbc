"""Where units are taken off: only what still has the ground under it is drawn, and no trace of the rest."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.ndimage import binary_erosion

from tests.geometry.lopsided import FABRICS, GRID, GROUND, UNIT_ABOVE, UNIT_FABRIC, make_stack
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.blocks import block_tops
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.walls import paint_section
from wijkgenese3d.model import Feature, FeatureTable, TimeSlice, read_legend

LEGEND = read_legend()
COLOURS = BlockColours.of(LEGEND)
EAST = np.tile(np.arange(4) >= 2, (3, 1))
"""Where the upper unit lies: 0.3 m of it."""
SURE = ("aanname", "aanname", "bebouwing")


def house(x):
    ring = ((x, 426706.0), (x + 2, 426706.0), (x + 2, 426708.0), (x, 426708.0))
    return Feature(f"h{x:g}", "building", "rij", "Polygon", ring, 1900, 2100, 0, *SURE, 6.0)


def mill(x):
    return Feature(f"m{x:g}", "pin", "molen", "Point", ((x, 426707.0),), 1900, 2100, 0, *SURE)


def street(y):
    xy = ((188400.0, y), (188420.0, y))
    return Feature(f"s{y:g}", "line", "straat", "LineString", xy, 1900, 2100, 0, *SURE, width=3.0)


def a_slice(features=()):
    fine = GRID.refined(2)
    codes = np.full(fine.shape, LEGEND.cover("gras").code, dtype=np.uint8)
    over = codes.copy()
    over[2] = LEGEND.cover("straat").code
    level = (GROUND + 3.0).astype(np.float32)
    soil = np.zeros(GRID.shape, np.uint8)
    parts = (fine, over, codes, np.zeros_like(codes), soil, level + 2, level)
    return TimeSlice("T14", 2025.0, make_stack(), *parts, FeatureTable(features))


def picture(hidden=(), features=()):
    setting = BlockSetting(GRID, GROUND, FABRICS, COLOURS, -2.0, hidden_units=frozenset(hidden))
    return make_block_picture(a_slice(features), setting)


def reach(mesh):
    """Where a mesh begins and ends, m from the west side."""
    x = mesh.points[:, 0] + 10.0
    return x.min(), x.max()


def test_the_drawn_ground_is_told():
    assert picture().ground == pytest.approx(GROUND)
    assert picture({UNIT_ABOVE}).ground == pytest.approx(GROUND - 0.3 * EAST)


def test_ice_water_houses_and_mills_go_with_the_ground_under_them():
    things = (house(188403.0), house(188416.0), mill(188402.0), mill(188418.0))
    whole, peeled = picture((), things), picture({UNIT_ABOVE}, things)
    for name in ("ice", "water", "buildings", "glyphs"):
        # Water runs one cell into the bank.
        assert reach(getattr(whole, name))[1] > 15.5, name
        assert reach(getattr(peeled, name))[1] <= (15.0 if name == "water" else 11.0), name
    assert peeled.skyline[:, 2].max() < whole.skyline[:, 2].max()


def test_what_is_laid_bare_has_no_road_and_no_shadow_but_contours():
    features = (street(426706.0), house(188416.0))
    drape = picture({UNIT_ABOVE}, features).drape
    rows, columns = drape.wash.shape[:2]
    bare = np.zeros(rows * columns, bool)
    layers = [stroke.layer for stroke in drape.strokes]
    assert layers.index("roads") < layers.index("bare") < layers.index("contours")
    assert "houses" not in layers
    for stroke in drape.strokes:
        if stroke.layer == "bare":
            bare[stroke.index] = True
    lines = next(stroke for stroke in drape.strokes if stroke.layer == "contours")
    on_bare = lines.index[bare[lines.index]]
    assert len(on_bare)
    with_lines, without = (drape.texture(h).reshape(-1, 3) for h in (frozenset(), frozenset({"contours"})))
    assert (with_lines[on_bare] < without[on_bare]).all()


def south_wall(hidden):
    return picture(hidden).walls[0].texture.pixels()


def test_ground_that_is_laid_bare_has_no_topsoil():
    """Its brown band lies on the walls in the west only, where nothing was taken off."""
    brown = np.rint(np.array(COLOURS.topsoil) * 0.97)
    band = (np.abs(south_wall({UNIT_ABOVE}).astype(int) - brown) <= 1).all(axis=2).any(axis=0)
    assert band[:7].all()
    assert not band[11:].any()
    assert (np.abs(south_wall(()).astype(int) - brown) <= 1).all(axis=2).any(axis=0).all()


@pytest.mark.parametrize("today", [-100.0, 9.1, 19.1], ids=["deep", "10 m", "20 m"])
def test_a_hidden_unit_leaves_no_ink_on_the_walls(today):
    """Neither its pattern, nor lines between its beds or two hidden units, nor dots at 10 and 20 m."""
    line = SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)])
    section = make_section(make_stack(), FABRICS, line, dz=0.25)
    blank = BlockColours.of(LEGEND)
    hidden = frozenset({UNIT_FABRIC, 3})
    blank = type(blank)(**{**blank.__dict__, "blank": hidden})
    image = paint_section(section, np.full(20, today), blank, exaggeration=7.0)
    # Not beside what is shown, and not the topsoil.
    inner = binary_erosion(np.isin(section.unit, sorted(hidden)), np.ones((3, 3)))
    inner &= section.z[:, None] < section.ground - 1.0
    assert inner.sum() > 60
    assert (image[inner] == COLOURS.paper).all()


def test_houses_on_blocks_do_not_hang_in_the_air():
    """Every corner of a house lies in a block, or lower."""
    setting = BlockSetting(GRID, GROUND, FABRICS, COLOURS, -2.0, as_blocks=True)
    found = make_block_picture(a_slice((house(188404.0), house(188411.0), house(188417.0))), setting)
    tops = block_tops(GROUND, -2.0)
    assert found.ground.tolist() == tops.tolist()
    x, y, z = found.buildings.points.reshape(-1, 10, 3)[:, :4].reshape(-1, 3).T
    cells = tops[((y + 7.5) // 5).astype(int), ((x + 10) // 5).astype(int)]
    assert (z <= cells).all()


def test_two_threads_make_one_canvas():
    setting = BlockSetting(GRID, GROUND, FABRICS, COLOURS, -2.0)
    fine = GRID.refined(2)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: setting.canvas(fine), range(64)))
    assert len({id(canvas) for canvas in made}) == 1
