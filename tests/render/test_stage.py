"""What lands on the pixels: colours and places of a small block, looked at from where it is known."""

import dataclasses

import numpy as np
import pytest

from tests.geometry.lopsided import FABRICS, GRID, GROUND, make_stack
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.geometry.opened import OpenedBlock
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model import Feature, FeatureTable, TimeSlice, read_legend

pytestmark = pytest.mark.opengl

SIZE = (320, 200)
SURE = ("aanname", "aanname")
LEGEND = read_legend()
COLOURS = BlockColours.of(LEGEND)
RING = np.array([(188404.0, 426704.0), (188416.0, 426704.0), (188416.0, 426711.0), (188404.0, 426711.0)])


def a_slice(cover="straat", ice=None, water=None, features=()):
    """The lopsided block under one class of land cover."""
    nothing = np.full(GRID.shape, np.nan, dtype=np.float32)
    fine = GRID.refined(2)
    codes = np.full(fine.shape, LEGEND.cover(cover).code, dtype=np.uint8)
    return TimeSlice(
        slice_id=cover,
        year=2025.0,
        stack=make_stack(),
        cover_grid=fine,
        land_cover=codes,
        painted=codes,
        use=np.zeros(fine.shape, dtype=np.uint8),
        soil=np.zeros(GRID.shape, dtype=np.uint8),
        ice=nothing if ice is None else ice.astype(np.float32),
        water=nothing if water is None else water.astype(np.float32),
        features=FeatureTable(features),
    )


@pytest.fixture
def setting():
    return BlockSetting(GRID, GROUND, FABRICS, COLOURS, 1.0)


@pytest.fixture
def stage(opengl):
    from wijkgenese3d.render.stage import Stage

    stage = Stage(COLOURS, SIZE)
    yield stage
    stage.close()


def camera(setting, azimuth, elevation, height=24.0):
    """Look at the middle of the box; ``height`` m are in view."""
    limits = CameraLimits(GRID.extent)
    table = Turntable(limits, 188410.0, 426707.5, 2.0, azimuth, elevation, 60.0)
    return dataclasses.replace(table.view(setting.frame), height=height)


def look(stage, setting, time_slice, azimuth=180.0, elevation=89.0):
    stage.show(make_block_picture(time_slice, setting))
    stage.set_camera(camera(setting, azimuth, elevation))
    return stage.image().astype(int)


def near(pixel, colour, within=40):
    return bool((abs(np.asarray(pixel) - np.asarray(colour)) <= within).all())


def test_image_has_the_size_and_the_paper_around_the_block(stage, setting):
    image = look(stage, setting, a_slice())
    assert image.shape == (200, 320, 3)
    assert near(image[-3, -3], COLOURS.sky_bottom, 8)
    assert image[2, 160].sum() > image[2, 2].sum() + 10


def test_land_cover_fills_the_box_seen_from_above(stage, setting):
    image = look(stage, setting, a_slice("akker"))
    arable = np.array(COLOURS.cover[LEGEND.cover("akker").code], dtype=int)
    is_arable = (image[..., 0] - image[..., 2] > 40) & (image[..., 0] > arable[0] * 0.5)
    rows, columns = np.nonzero(is_arable)
    scale = SIZE[1] / 24.0
    assert np.ptp(columns) + 1 == pytest.approx(20 * scale, abs=3)
    assert np.ptp(rows) + 1 == pytest.approx(15 * scale, abs=4)


def test_one_slice_takes_the_place_of_another(stage, setting):
    red, green = (look(stage, setting, a_slice(cover))[100, 160] for cover in ("dak", "gras"))
    assert red[0] > red[1] + 40
    assert green[1] > green[0]
    again = look(stage, setting, a_slice("dak"))[100, 160]
    assert (again == red).all()


@pytest.mark.parametrize(
    ("azimuth", "expected"),
    [(180.0, "south"), (90.0, "east"), (0.0, "north"), (270.0, "west")],
)
def test_each_wall_shows_its_own_ground(stage, setting, monkeypatch, azimuth, expected):
    """Low on the wall lies sand of unit 3; half-way up the far west is gravel, the rest clay."""
    # This block is so low that topsoil as it is drawn would hide most of it.
    monkeypatch.setattr("wijkgenese3d.geometry.walls._TOPSOIL", 0.6)
    stage.show(make_block_picture(a_slice("straat"), setting))
    view = camera(setting, azimuth, 8.0)
    stage.set_camera(view)
    image = stage.image().astype(int)
    plain = COLOURS.ground[3, 6].astype(float)
    scale = SIZE[1] / view.height

    def pixel(along, z):
        """Pixel of a place on the wall that faces the camera, from its left end."""
        half = (20 if expected in ("south", "north") else 15) / 2
        depth = (15 if expected in ("south", "north") else 20) / 2
        up = (z - 2.0) * np.cos(np.radians(8)) - depth * np.sin(np.radians(8))
        row, column = round(SIZE[1] / 2 - up * scale), round(SIZE[0] / 2 + (along - half) * scale)
        return image[row, column]

    assert near(pixel(7.0, -1.6), plain, 60)

    if expected == "south":
        assert near(pixel(3.0, 0.3), COLOURS.ground[0, 8], 45)
        assert near(pixel(12.0, 1.5), COLOURS.ground[0, 2], 45)
    if expected == "north":
        # Pebbles lie there: between them the gravel itself shows, and no clay.
        around = [pixel(along, z) for along in np.arange(15.5, 18.6, 0.25) for z in np.arange(0.5, 2.6, 0.25)]
        assert any(near(p, COLOURS.ground[0, 8] * 0.9, 20) for p in around)
        assert not any(near(p, COLOURS.ground[0, 2] * 0.9, 20) for p in around)
        assert near(pixel(8.0, 1.0), COLOURS.ground[0, 2], 45)
    if expected == "west":
        assert near(pixel(7.0, 0.7), COLOURS.ground[0, 8] * 0.8, 45)
    if expected == "east":
        assert near(pixel(7.0, 3.0), COLOURS.ground[0, 2] * 0.84, 45)


def test_ice_water_and_houses_come_and_go(stage, setting):
    bare = look(stage, setting, a_slice("gras"))[100, 160]
    ice = look(stage, setting, a_slice("gras", ice=np.full(GRID.shape, 20.0)))[100, 160]
    water = look(stage, setting, a_slice("gras", water=np.full(GRID.shape, 20.0)))[100, 160]
    ring = ((188405.0, 426704.0), (188415.0, 426704.0), (188415.0, 426711.0), (188405.0, 426711.0))
    house = Feature(
        "h", "building", "rij", "Polygon", ring, 1900, 2100, 0, "aanname", "aanname", "bebouwing", 6.0
    )
    roof = look(stage, setting, a_slice("gras", features=(house,)))[95, 160]
    assert near(ice, COLOURS.ice, 25)
    assert near(water, COLOURS.water, 3)
    assert roof[0] > roof[1] + 40
    assert (look(stage, setting, a_slice("gras"))[100, 160] == bare).all()


def test_the_boundary_is_drawn_in_white(stage, setting):
    plain = look(stage, setting, a_slice("bos"))
    with_boundary = look(stage, dataclasses.replace(setting, boundary=RING), a_slice("bos"))
    changed = with_boundary[(plain != with_boundary).any(axis=-1)]
    assert len(changed) > 50
    assert (changed > 250).all(axis=1).any()


def test_the_same_picture_gives_the_same_pixels(stage, setting):
    first = look(stage, setting, a_slice("gras"), 215.0, 31.0)
    stage.resize((160, 100), 0.5)
    assert stage.image().shape == (100, 160, 3)
    stage.resize(SIZE)
    assert (stage.image().astype(int) == first).all()


def test_hidden_layers_are_left_out_and_come_back(stage, setting):
    house = Feature(
        "h",
        "building",
        "rij",
        "Polygon",
        tuple(map(tuple, RING.tolist())),
        1900,
        2100,
        0,
        *SURE,
        "bebouwing",
        6.0,
    )
    scene = dataclasses.replace(setting, boundary=np.add(RING, (0.0, 2.0)))
    everything = look(stage, scene, a_slice("gras", water=np.full(GRID.shape, 3.0), features=(house,)))
    gone = {}
    for layer in ("houses", "border", "water"):
        stage.set_hidden(frozenset({layer}))
        without = stage.image().astype(int)
        gone[layer] = (without != everything).any(axis=-1)
        assert gone[layer].sum() > 40, layer
    # Each takes away its own thing and no more: water lies everywhere, a house and the dashes here and there.
    blue = np.array(COLOURS.water)
    assert (np.abs(everything[gone["water"]] - blue).max(axis=1) < 60).mean() > 0.7
    red = everything[gone["houses"]]
    assert ((red[:, 0] > red[:, 2] + 15).mean()) > 0.5
    assert gone["border"].sum() < 0.5 * gone["water"].sum()
    assert not (gone["border"] & gone["houses"]).sum() > 0.5 * gone["border"].sum()
    stage.set_hidden(frozenset())
    assert (stage.image() == everything).all()


def test_the_side_is_blank_without_the_subsurface(stage, setting):
    plain = look(stage, setting, a_slice(), 180.0, 8.0)
    stage.set_hidden(frozenset({"subsurface"}))
    blank = stage.image().astype(int)
    changed = blank[(plain != blank).any(axis=-1)]
    assert len(changed) > 1000
    assert np.median(np.abs(changed - np.array(COLOURS.paper)).max(axis=1)) <= 2


def test_blocks_stand_in_place_of_terrain_and_walls(stage, setting):
    smooth = look(stage, setting, a_slice("water"))
    blocks = look(stage, dataclasses.replace(setting, as_blocks=True), a_slice("water"))
    assert smooth[100, 160, 2] > smooth[100, 160, 0] + 40
    colours = {tuple(c) for c in COLOURS.ground.reshape(-1, 3).tolist()}
    assert tuple(blocks[100, 160].tolist()) in colours
    assert (look(stage, setting, a_slice("water")) == smooth).all()


def test_paper_can_be_dark_and_the_block_stays_as_it_is(stage, setting):
    light = look(stage, setting, a_slice("gras"))
    stage.set_dark(True)
    dark = stage.image().astype(int)
    assert near(dark[-3, -3], COLOURS.night_bottom, 8)
    assert (dark[100, 160] == light[100, 160]).all()
    stage.set_dark(False)
    assert (stage.image() == light).all()


def test_ink_is_drawn_where_the_depth_bends(stage, setting):
    house = Feature(
        "h",
        "building",
        "rij",
        "Polygon",
        tuple(map(tuple, RING.tolist())),
        1900,
        2100,
        0,
        *SURE,
        "bebouwing",
        30.0,
    )
    plain = look(stage, setting, a_slice("gras", features=(house,)), 215.0, 31.0)
    sharp = stage.image(sharp=True).astype(int)
    changed = (plain != sharp).any(axis=-1)
    assert 100 < changed.sum() < 0.2 * changed.size
    assert (sharp.sum(axis=-1) <= plain.sum(axis=-1))[changed].mean() > 0.95


def test_bands_make_no_difference_and_an_image_can_be_averaged(stage, setting, monkeypatch):
    look(stage, setting, a_slice("gras"), 215.0, 31.0)
    whole = stage.image(sharp=True)
    small = stage.image(sharp=True, reduce=2)
    assert small.shape == (100, 160, 3)
    squares = whole.reshape(100, 2, 160, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - squares).max() <= 0.5
    for pixels in (320, 320 * 7, 320 * 64):
        monkeypatch.setattr("wijkgenese3d.render.stage._BAND", pixels)
        assert (stage.image(sharp=True) == whole).all()
        assert (stage.image(sharp=True, reduce=2) == small).all()


def test_an_empty_mesh_hides_its_actor(stage, setting):
    picture = make_block_picture(a_slice("gras"), setting)
    stage.show(picture)
    assert not len(picture.buildings.triangles)
    stage.show(dataclasses.replace(picture, buildings=ColouredMesh.merged([])))
    stage.set_camera(camera(setting, 180.0, 89.0))
    stage.image()


def test_a_closed_stage_leaves_nothing_behind(vtk_leaks, setting):
    from wijkgenese3d.render.stage import Stage

    stage = Stage(COLOURS, SIZE)
    look(stage, setting, a_slice("gras"))
    look(stage, dataclasses.replace(setting, boundary=RING), a_slice("bos"))
    stage.close()
    del stage


def test_two_stages_draw_in_one_window_each_its_own(stage, setting):
    from wijkgenese3d.render.stage import Stage

    first = look(stage, setting, a_slice("gras"))
    beside = Stage(COLOURS, SIZE, beside=stage)
    beside.set_dark(True)
    second = look(beside, setting, a_slice("dak"), 150.0, 50.0)
    assert (np.abs(first - second).sum(-1) > 60).mean() > 0.3
    assert (stage.image() == first).all()
    assert (beside.image() == second).all()
    beside.resize((160, 100))
    assert beside.image().shape == (100, 160, 3)
    assert (stage.image() == first).all()
    beside.close()
    assert (stage.image() == first).all()


def test_after_a_rest_it_draws_the_same(stage, setting):
    from wijkgenese3d.render.stage import Stage

    first = look(stage, setting, a_slice("gras"))
    beside = Stage(COLOURS, SIZE, beside=stage)
    second = look(beside, setting, a_slice("dak"), 150.0, 50.0)
    stage.rest()
    assert stage._window.GetSize() != SIZE
    assert (beside.image() == second).all()
    beside.rest()
    assert (stage.image() == first).all()
    beside.close()


def test_what_is_no_longer_shown_is_not_kept_and_comes_back(stage, setting):
    import gc
    import weakref

    whole = make_block_picture(a_slice("gras", water=np.full(GRID.shape, 3.0)), setting)
    bite = Cut(piece=Bite(188410.0, 426707.0, 0.0, False, False))
    cut = OpenedBlock(whole, make_stack(), setting).cut(bite)
    stage.set_camera(camera(setting, 215.0, 31.0))
    images = []
    for picture in (whole, cut, whole, cut, dataclasses.replace(whole, water=None)):
        stage.show(picture)
        images.append(stage.image())
    assert (images[0] == images[2]).all()
    assert (images[1] == images[3]).all()
    assert (images[4] != images[2]).any()
    kept = [weakref.ref(array) for mesh in cut.inner for array in (mesh.points, mesh.texture)]
    kept += [weakref.ref(array) for array in (whole.water.points, cut.water.colours)]
    del picture, cut, whole
    gc.collect()
    assert [array() for array in kept] == [None] * len(kept)


def test_a_stage_that_was_closed_beside_another_leaves_nothing_behind(vtk_leaks, setting):
    from wijkgenese3d.render.stage import Stage

    stage = Stage(COLOURS, SIZE)
    look(stage, setting, a_slice("gras"))
    beside = Stage(COLOURS, SIZE, beside=stage)
    look(beside, setting, a_slice("bos"))
    beside.close()
    del beside
    look(stage, setting, a_slice("gras"))
    stage.close()
    del stage


def test_nothing_is_kept_of_the_picture_before(stage, setting):
    import gc
    import weakref

    picture = make_block_picture(a_slice("gras"), setting)
    stage.show(picture)
    stage.set_camera(camera(setting, 180.0, 89.0))
    stage.image()
    arrays = [
        weakref.ref(a) for a in (picture.terrain.points, picture.drape.wash, picture.walls[0].texture.index)
    ]
    stage.show(make_block_picture(a_slice("bos"), setting))
    stage.image()
    del picture
    gc.collect()
    assert [a() for a in arrays] == [None, None, None]


def test_a_lid_is_drawn_higher_and_the_ground_below_it_shows(stage, setting):
    block = OpenedBlock(make_block_picture(a_slice(), setting), make_stack(), setting)
    stage.set_camera(camera(setting, 180.0, 20.0, height=40.0))
    stage.show(block.cut(Cut(lid=True)))
    lifted = stage.image().astype(int)
    stage.show(block.picture)
    whole = stage.image().astype(int)
    street = np.abs(lifted - COLOURS.cover[LEGEND.cover("straat").code]).sum(-1) < 120
    # With the picture of the whole block everything is back in its place.
    again = OpenedBlock(block.picture, make_stack(), setting).cut(Cut())
    stage.show(again)
    assert (stage.image() == whole).all()
    rows = np.flatnonzero(street.any(axis=1))
    below = np.flatnonzero((np.abs(whole - lifted).sum(-1) > 60).any(axis=1))
    assert rows.min() < below.max() - 5


def test_a_bite_shows_its_walls_and_nothing_of_it_stays_behind(stage, setting):
    block = OpenedBlock(make_block_picture(a_slice(), setting), make_stack(), setting)
    stage.set_camera(camera(setting, 225.0, 40.0, height=30.0))
    stage.show(block.picture)
    whole = stage.image()
    stage.show(block.cut(Cut(piece=Bite(188410.0, 426707.0, 0.0, False, False))))
    assert (np.abs(stage.image().astype(int) - whole).sum(-1) > 30).mean() > 0.02
    stage.show(block.picture)
    assert (stage.image() == whole).all()


def test_the_half_that_is_taken_is_seen_faintly_in_a_sharp_image_only(stage, setting):
    block = OpenedBlock(make_block_picture(a_slice(), setting), make_stack(), setting)
    stage.set_camera(camera(setting, 180.0, 35.0, height=30.0))
    half = block.cut(Cut(piece=Halving((188400.0, 426707.0), (188420.0, 426707.0), False)))
    bare = dataclasses.replace(half, ghost=None)
    stage.show(bare)
    without = stage.image(sharp=True).astype(float)
    stage.show(block.picture)
    whole = stage.image(sharp=True).astype(float)
    stage.show(half)
    assert np.abs(stage.image(sharp=True) - (0.88 * without + 0.12 * whole)).max() <= 1.5
    quick = stage.image()
    stage.show(bare)
    assert (stage.image() == quick).all()
