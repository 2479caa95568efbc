"""What a camera sees of a block: what is hidden does not count, and nothing large enough is missed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.block import make_block_picture
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.line_of_sight import first_hits
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.opened import opened_block
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, to_millimetres
from wijkgenese3d.scene.in_view import Samples
from wijkgenese3d.scene.in_view_cut import cut_samples
from wijkgenese3d.web.logic.pictures import Look

BOX = RDExtent(188400.0, 426700.0, 189400.0, 427500.0)
GRID = Grid(BOX, 10.0)
FRAME = LocalFrame.of(BOX, 2.0)
SIZE = (1280.0, 800.0)
BASE = -20.0


def seen(surface, azimuth, elevation, distance=3000.0, at=(188900.0, 427100.0), most=40_000):
    camera = Turntable(CameraLimits(BOX), *at, 0.0, azimuth, elevation, distance)
    projection = Projection(camera.view(FRAME, 1.6), FRAME, SIZE)
    return projection, first_hits(projection, GRID, surface, BASE, most)


def polygon(projection, *corners):
    """Share of the picture that a shape takes."""
    places = projection(*np.array(corners).T)
    x, y = places.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


@pytest.mark.parametrize("azimuth", [187.0, 215.0, 305.0, 28.0])
@pytest.mark.parametrize("elevation", [12.0, 31.0, 70.0, 89.0])
def test_ground_and_sides_take_the_share_of_the_picture_that_they_have(azimuth, elevation):
    flat = np.full(GRID.shape, 40.0)
    projection, hits = seen(flat, azimuth, elevation)
    e = BOX
    top = [(e.xmin, e.ymin, 40), (e.xmax, e.ymin, 40), (e.xmax, e.ymax, 40), (e.xmin, e.ymax, 40)]
    assert len(hits.ground) * hits.share == pytest.approx(polygon(projection, *top), rel=0.03, abs=2e-4)
    sides = {
        "south": ((e.xmin, e.ymin), (e.xmax, e.ymin), (0.0, -1.0)),
        "north": ((e.xmin, e.ymax), (e.xmax, e.ymax), (0.0, 1.0)),
        "west": ((e.xmin, e.ymin), (e.xmin, e.ymax), (-1.0, 0.0)),
        "east": ((e.xmax, e.ymin), (e.xmax, e.ymax), (1.0, 0.0)),
    }
    for name, (a, b, outward) in sides.items():
        share = polygon(projection, (*a, BASE), (*b, BASE), (*b, 40.0), (*a, 40.0))
        faces = np.dot(outward, projection.away[:2]) > 1e-9
        found = len(hits.sides.get(name, ())) * hits.share
        assert found == pytest.approx(share if faces else 0.0, rel=0.05, abs=6e-4)


def test_places_that_are_met_lie_on_the_surface_where_the_camera_sees_them():
    x, y = np.meshgrid(GRID.x - 188900, GRID.y - 427100)
    hills = 40 + 25 * np.sin(x / 90) * np.cos(y / 70)
    projection, hits = seen(hits_surface := hills, 215.0, 25.0, most=4_000)
    ix = ((hits.ground[:, 0] - BOX.xmin) / 10).astype(int)
    iy = ((hits.ground[:, 1] - BOX.ymin) / 10).astype(int)
    z = hits_surface[iy, ix]
    places = projection(hits.ground[:, 0], hits.ground[:, 1], z)
    across = round(math.sqrt(4_000 * 1.6))
    # Each is seen in the middle of its own part of the picture; upward a cell's step is left.
    off = (places[:, 0] * across - 0.5) % 1
    assert np.abs(np.minimum(off, 1 - off)).max() < 0.02
    assert len(hits.ground) > 400


def test_what_lies_behind_a_hill_is_not_met():
    ridge = np.full(GRID.shape, 20.0)
    ridge[30:33] = 120.0
    _, from_south = seen(ridge, 180.0, 15.0)
    _, from_above = seen(ridge, 180.0, 89.0)
    behind = (427030.0, 427200.0)
    between = lambda hits: ((hits.ground[:, 1] > behind[0]) & (hits.ground[:, 1] < behind[1])).sum()  # noqa: E731
    assert between(from_south) == 0
    assert between(from_above) > 1000


@pytest.mark.parametrize("distance", [1800.0, 400.0])
@pytest.mark.parametrize("elevation", [20.0, 60.0])
def test_a_patch_of_three_thousandths_of_the_picture_is_in_the_legend(distance, elevation):
    content = SyntheticContent(cell=10.0, houses=0)
    part, frame = content.slice("T14"), content.setting(Look("contrast", 3.0)).frame
    taken = Samples.of(part, content.setting(Look("contrast", 3.0)))
    e, grid = content.grid.extent, taken.cover_grid
    camera = Turntable(CameraLimits(e), e.xmin + 300, e.ymin + 225, 40.0, 180.0, elevation, distance)
    projection = Projection(camera.view(frame, 1.6), frame, SIZE)
    patch = content.legend.cover("moestuin")
    side = math.sqrt(0.003 * projection.view.height**2 * 1.6 / math.sin(math.radians(elevation)))
    n = math.ceil(side / grid.cell)
    for shift in (-25.0, -7.0, 0.0, 11.0, 30.0):
        cover = part.land_cover.copy()
        row = int((225 + shift / 2) / grid.cell) - n // 2
        column = int((300 + shift) / grid.cell) - n // 2
        cover[row : row + n, column : column + n] = patch.code
        samples = replace(taken, surface=np.full(content.grid.shape, 40.0), cover=cover)
        listed = content.visible_legend(samples.counts(projection, 3.0), "nl")[0]["items"]
        assert patch.key in [item["key"] for item in listed], shift


# -------------------------------------------------------------------------------- a block that is cut open
def level_block(**more):
    """A level block, 40 m NAP high, of loam down to 20 m and sand below it; and what lies where in it."""
    content = SyntheticContent(cell=10.0, houses=9)
    unit, level = content.legend.unit, np.ones(content.grid.shape)
    stack = LayerStack(content.grid, content.base)
    stack = stack.deposited(Layer(0, unit("DR").index, 6, 0), to_millimetres(40 * level))
    stack = stack.deposited(Layer(1, unit("COL").index, 3, 3), to_millimetres(20 * level))
    part = replace(content.slice("T14"), stack=stack, water=np.full(content.grid.shape, np.nan, np.float32))
    setting = replace(content.setting(Look("contrast", 2.0, **more)), today_ground=40 * level)
    return content, part, setting


@pytest.fixture(scope="module")
def flat():
    content, part, setting = level_block()
    return content, Samples.of(part, setting), opened_block(part, setting, make_block_picture(part, setting))


def look(content, azimuth, elevation):
    e = content.grid.extent
    middle = ((e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2)
    camera = Turntable(CameraLimits(e), *middle, 20.0, azimuth, elevation, 2200.0)
    return Projection(camera.view(LocalFrame.of(e, 2.0), 1.6), LocalFrame.of(e, 2.0), SIZE)


def opened(samples, block, cut):
    return cut_samples(samples, block, cut, block.cut(cut))


def shares(met, unit):
    """Share of the picture in which a unit is met as bare ground."""
    return float((met.ground // 256 == unit.index).sum()) * met.share


def test_floor_and_inner_walls_of_a_bite_count_as_much_as_is_seen_of_them(flat):
    content, samples, block = flat
    e, projection = content.grid.extent, look(content, 215.0, 35.0)
    x, y, z = e.xmin + 300.0, e.ymin + 200.0, 30.0
    met = opened(samples, block, Cut(piece=Bite(x, y, z, False, False))).met(projection)
    whole = samples.met(projection)
    loam, sand = (content.legend.unit(key) for key in ("COL", "DR"))
    floor = [(e.xmin, e.ymin, z), (x, e.ymin, z), (x, y, z), (e.xmin, y, z)]
    walls = [[(x, e.ymin, z), (x, y, z), (x, y, 40), (x, e.ymin, 40)]]
    walls.append([(e.xmin, y, z), (x, y, z), (x, y, 40), (e.xmin, y, 40)])
    gone = [[(e.xmin, e.ymin, z), (x, e.ymin, z), (x, e.ymin, 40), (e.xmin, e.ymin, 40)]]
    gone.append([(e.xmin, e.ymin, z), (e.xmin, y, z), (e.xmin, y, 40), (e.xmin, e.ymin, 40)])
    more = polygon(projection, *floor) + sum(polygon(projection, *wall) for wall in walls)
    less = sum(polygon(projection, *side) for side in gone)
    # The floor and both inner walls are loam; two pieces of the outer walls of loam are gone.
    assert shares(met, loam) - shares(whole, loam) == pytest.approx(more - less, rel=0.04)
    assert shares(met, sand) == pytest.approx(shares(whole, sand), rel=0.01)
    deep = opened(samples, block, Cut(piece=Bite(x, y, 15.0, False, False))).met(projection)
    assert shares(deep, sand) > shares(met, sand) + 0.02
    assert len(met.surface) < len(whole.surface)


def test_what_was_dug_is_bare_and_nothing_stands_on_it(flat):
    content, samples, block = flat
    loam, sand = (content.legend.unit(key).index for key in ("COL", "DR"))
    for dig, unit in ((5.0, loam), (25.0, sand)):
        counts = opened(samples, block, Cut(dig=dig)).counts(look(content, 215.0, 89.0), 2.0)
        assert (counts.cover, counts.things) == ({}, {})
        # From above there is next to nothing of the sides.
        found = sum(n for code, n in counts.ground.items() if code[0] == unit)
        assert found > 0.95 * sum(counts.ground.values())


def test_under_a_lid_the_bare_ground_is_seen_and_the_land_on_it(flat):
    content, samples, block = flat
    loam, sand = (content.legend.unit(key).index for key in ("COL", "DR"))
    low, high = look(content, 215.0, 12.0), look(content, 215.0, 89.0)
    lid = opened(samples, block, Cut(lid=True))
    whole, lifted = samples.counts(low, 2.0), lid.counts(low, 2.0)
    assert lifted.cover.keys() == whole.cover.keys()
    assert lifted.things.keys() == whole.things.keys()
    assert sum(lifted.cover.values()) == pytest.approx(sum(whole.cover.values()), rel=0.05)
    of = lambda counts, unit: sum(n for (key, _), n in counts.ground.items() if key == unit)  # noqa: E731
    assert of(lifted, loam) > 1.5 * of(whole, loam)
    assert of(lifted, sand) == of(whole, sand)
    # From right above the lid covers what lies under it, and where a half is taken nothing is left of either.
    assert of(lid.counts(high, 2.0), loam) < 0.03 * sum(lid.counts(high, 2.0).cover.values())
    e = content.grid.extent
    line = Halving(((e.xmin + e.xmax) / 2, e.ymin), ((e.xmin + e.xmax) / 2, e.ymax), True)
    half = opened(samples, block, Cut(lid=True, piece=line)).counts(high, 2.0)
    assert sum(half.cover.values()) == pytest.approx(sum(lid.counts(high, 2.0).cover.values()) / 2, rel=0.03)


def test_what_a_hidden_unit_laid_bare_is_seen_in_place_of_it():
    content, part, setting = level_block(hidden_units=("COL",))
    counts = Samples.of(part, setting).counts(look(content, 215.0, 35.0), 2.0)
    assert (counts.cover, counts.things) == ({}, {})
    assert {unit for unit, _ in counts.ground} == {content.legend.unit("DR").index}
    content, part, setting = level_block(hidden_units=("COL", "DR"))
    assert Samples.of(part, setting).counts(look(content, 215.0, 35.0), 2.0).total == 0


@pytest.mark.parametrize("cut", [Cut(), Cut(piece=Bite(188700.0, 426900.0, 10.0, False, False))])
def test_a_hidden_unit_under_what_is_shown_is_not_in_the_legend(cut):
    content, part, setting = level_block(hidden_units=("DR",))
    block = opened_block(part, setting, make_block_picture(part, setting))
    samples, projection = opened(Samples.of(part, setting), block, cut), look(content, 215.0, 35.0)
    assert {unit for unit, _ in samples.counts(projection, 2.0).ground} == {content.legend.unit("COL").index}
    assert {unit for _, unit in samples.seen(projection)} == {content.legend.unit("COL").index}


def test_on_blocks_stand_houses_and_trees_but_no_land_cover():
    content, part, setting = level_block(as_blocks=True)
    counts = Samples.of(part, setting).counts(look(content, 215.0, 80.0), 2.0)
    assert counts.cover == {}
    assert counts.things["roof_red"] > 0
    assert counts.ground[content.legend.unit("COL").index, 3] > 0.8 * sum(counts.ground.values())
