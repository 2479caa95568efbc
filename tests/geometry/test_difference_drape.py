from dataclasses import replace

import numpy as np
import pytest

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.block import make_block_picture
from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.difference_drape import difference_picture, faded
from wijkgenese3d.geometry.difference_steps import DIFFERENCE_COLOURS, STEPS, step_of
from wijkgenese3d.geometry.ghost_line import make_ghost_line
from wijkgenese3d.geometry.lattice import to_nodes
from wijkgenese3d.model.layers import Layer, to_millimetres
from wijkgenese3d.web.logic.pictures import Look


@pytest.fixture(scope="module")
def content():
    return SyntheticContent(cell=10.0, houses=9)


def raised(part, metres):
    """The same moment with so many metres of ground on it, (ny, nx); below 0 taken off."""
    stack = part.stack.cut(to_millimetres(part.ground + np.minimum(metres, 0.0)))
    stack = stack.deposited(Layer(6, 2, 6, 6), to_millimetres(np.maximum(metres, 0.0)))
    return replace(part, stack=stack)


@pytest.fixture(scope="module")
def steps(content):
    """A moment, and one in which strips from west to east were raised and dug, one strip a step."""
    before = content.slice("T14")
    change = np.zeros(content.grid.shape)
    width = content.grid.nx // 7
    for k, metres in enumerate((-7.0, -3.0, -1.0, 0.0, 1.0, 3.0, 7.0)):
        change[:, k * width : (k + 1) * width] = metres
    after = raised(before, change)
    setting = content.setting(Look())
    picture = make_block_picture(after, setting)
    return difference_picture(picture, before, after, setting), picture, width * content.grid.cell


def strip(texture, number, width):
    """Pixels well inside a strip, (n, 3); one pixel is a metre."""
    first = int(number * width)
    return texture[20:-20, first + 12 : first + int(width) - 12].reshape(-1, 3).astype(int)


def test_each_step_has_its_own_colour_where_the_ground_changed(steps):
    shown, _, width = steps
    texture = shown.drape.texture()
    for number, step in enumerate(range(-3, 4)):
        usual = np.median(strip(texture, number, width), axis=0)
        # As light or dark as the land was, but of the hue of its step.
        own = np.array(hex_to_rgb(DIFFERENCE_COLOURS[step]))
        assert np.abs(usual / usual.max() - own / own.max()).max() < 0.1, step
    dug, same, up = (np.median(strip(texture, n, width), axis=0) for n in (0, 3, 6))
    assert dug[2] > dug[0] + 60
    assert up[0] > up[2] + 60
    assert np.ptp(same) < 40


INK, PAPER = (46, 38, 32), (255, 252, 245)


def luminance(colour):
    """Relative luminance (WCAG 2)."""
    c = np.asarray(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ np.array(
        [0.2126, 0.7152, 0.0722]
    )


def test_signs_tell_it_without_colour(content):
    """Signs stand out in every step, heavier for more, and a plus holds more ink than a minus."""
    part, setting = content.slice("T14"), content.setting(Look())
    picture = make_block_picture(part, setting)
    inked = {}
    for step, metres in ((1, 1.0), (2, 3.0), (3, 7.0), (-1, -1.0), (-2, -3.0), (-3, -7.0)):
        before = raised(part, np.full(content.grid.shape, -metres))
        pixels = difference_picture(picture, before, part, setting).drape.texture().reshape(-1, 3)
        ink = INK if abs(step) == 1 else PAPER
        inked[step] = (pixels == ink).all(axis=1).mean()
        low, high = sorted(luminance(c) for c in (np.median(pixels, axis=0), ink))
        assert (high + 0.05) / (low + 0.05) >= 3.0, step
    assert 0.01 < inked[-1] < inked[-2] < inked[-3]
    assert 0.01 < inked[1] < inked[2] < inked[3] < 0.5
    assert all(inked[step] > 1.4 * inked[-step] for step in (1, 2, 3))


def test_nothing_is_marked_where_nothing_changed(content):
    part, setting = content.slice("T14"), content.setting(Look())
    picture = make_block_picture(part, setting)
    shown = difference_picture(picture, part, part, setting)
    assert shown.drape.marks == ()
    assert shown.old_ground is None
    texture = shown.drape.texture().astype(int)
    saturation = texture.max(-1) - texture.min(-1)
    usual = picture.drape.texture().astype(int)
    assert saturation.mean() < 0.5 * (usual.max(-1) - usual.min(-1)).mean()
    assert (step_of(np.array([0.49, -0.49])) == 0).all()


def test_colours_keep_a_quarter_of_what_they_were():
    green, red = np.array([[60, 160, 60], [160, 60, 60]], dtype=np.uint8)
    shown = faded(np.stack((green, red)), np.zeros(2, dtype=np.int8)).astype(int)
    assert 0.5 * 100 / 4 <= shown[0, 1] - shown[0, 0] <= 1.6 * 100 / 4
    assert shown[1, 0] > shown[1, 1]
    # White must not turn over: a sum of three bytes is larger than a small integer holds.
    white = faded(np.full((1, 3), 255, np.uint8), np.zeros(1, np.int8))[0]
    assert (white >= 220).all()


def test_houses_are_grey_and_layers_still_come_off(steps):
    shown, picture, _ = steps
    assert len(shown.buildings.colours) == len(picture.buildings.colours) > 0
    spread = [
        np.ptp(mesh.colours.astype(int), axis=1).mean() for mesh in (shown.buildings, picture.buildings)
    ]
    assert spread[0] < 0.7 * spread[1]
    assert (shown.drape.texture(frozenset({"contours"})) != shown.drape.texture()).any()


def test_a_packed_drape_gives_nearly_the_same(content, steps):
    shown, _, width = steps
    before = content.slice("T14")
    setting = replace(content.setting(Look()), packed=True)
    change = np.zeros(content.grid.shape)
    change[:, : int(width // content.grid.cell)] = -7.0
    after = raised(before, change)
    packed = difference_picture(make_block_picture(after, setting), before, after, setting)
    a, b = (strip(one.drape.texture(), 0, width) for one in (packed, shown))
    assert np.abs(np.median(a, axis=0) - np.median(b, axis=0)).max() < 12


def test_a_line_shows_where_the_ground_lay(content):
    grid, setting = content.grid, content.setting(Look())
    old = content.slice("T14").ground
    new = old.copy()
    new[0, 5:15] -= 3.0
    new[:, -1] += 0.1
    ghost = make_ghost_line(old, new, grid, setting.frame, setting.colours)
    used = ghost.points[np.unique(ghost.triangles)].astype(float)
    x, y, z = setting.frame.from_local(used).T
    e = grid.extent
    assert (y < e.ymin).all(), "only the south changed by more than a hair"
    assert x.min() >= e.xmin + 4 * grid.cell
    assert x.max() <= e.xmin + 16 * grid.cell
    nodes = to_nodes(old)[0]
    at = np.interp(x, np.concatenate(([e.xmin], grid.x, [e.xmax])), nodes)
    assert np.abs(z - at).max() < 3.0 / setting.frame.exaggeration
    assert make_ghost_line(old, old, grid, setting.frame, setting.colours) is None


def test_steps_are_those_of_the_map():
    assert STEPS == (0.5, 2.0, 5.0)
    assert DIFFERENCE_COLOURS[3] == "#B35806"
    assert DIFFERENCE_COLOURS[-3] == "#2166AC"
