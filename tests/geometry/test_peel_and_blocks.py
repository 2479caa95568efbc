import numpy as np
import pytest

from tests.geometry.lopsided import BASE, FABRICS, GRID, GROUND, UNIT_ABOVE, UNIT_BELOW, UNIT_FABRIC
from wijkgenese3d.geometry import blocks
from wijkgenese3d.geometry.blocks import block_tops, make_blocks
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.peel import peel
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.legend import AIR, read_legend

COLOURS = BlockColours.of(read_legend())
HEIGHT = 0.5
FRAME = LocalFrame.of(GRID.extent, 1.0)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_HEIGHT", HEIGHT)


def test_the_upper_unit_comes_off_where_it_lies(a_stack):
    found = peel(a_stack, {UNIT_ABOVE}, FABRICS)
    cap = np.where(np.arange(4) >= 2, 0.3, 0.0)
    assert found.stack.ground == pytest.approx(GROUND - cap)
    assert found.bare.tolist() == (np.tile(cap, (3, 1)) > 0).tolist()
    assert (found.unit == UNIT_FABRIC).all()
    # The fabric is asked just below the new surface: gravel in the west, clay in the east.
    assert found.lithology[:, 0].tolist() == [8, 8, 8]
    assert found.lithology[:, 3].tolist() == [2, 2, 2]


def test_a_unit_below_a_shown_one_stays(a_stack):
    found = peel(a_stack, {UNIT_FABRIC}, FABRICS)
    east = np.arange(4) >= 2
    assert found.stack.ground[:, east] == pytest.approx(GROUND[:, east])
    assert found.stack.ground[:, ~east] == pytest.approx(BASE + 1.0)
    assert (found.unit[:, east] == UNIT_ABOVE).all()
    assert (found.unit[:, ~east] == UNIT_BELOW).all()


def test_all_hidden_is_the_base_and_none_is_the_ground(a_stack):
    everything = peel(a_stack, {UNIT_ABOVE, UNIT_FABRIC, UNIT_BELOW}, FABRICS)
    assert (everything.stack.ground == BASE).all()
    assert (everything.unit == AIR).all()
    nothing = peel(a_stack, set(), FABRICS)
    assert nothing.stack.ground == pytest.approx(GROUND)
    assert not nothing.bare.any()


def test_blocks_hold_the_ground_and_have_its_colours(a_stack):
    mesh = make_blocks(Columns.from_stack(a_stack), FABRICS, COLOURS, FRAME)
    up = face_normals(mesh.points, mesh.triangles)[:, 2] > 0.9
    a, b, c = (mesh.points[mesh.triangles[up, k]].astype(float) for k in range(3))
    area = np.abs(np.cross(b - a, c - a)[:, 2]) / 2
    assert area.sum() == pytest.approx(20 * 15)
    heights = FRAME.from_local(mesh.points[mesh.triangles[up, 0]])[:, 2]
    volume = ((heights - BASE) * area).sum()
    assert volume == pytest.approx((GROUND - BASE).sum() * 25, abs=HEIGHT / 2 * 300)
    west = a[:, 0] < -5
    assert np.abs(mesh.colours[up][west].astype(int) - COLOURS.ground[UNIT_FABRIC, 8]).max() <= 1


def test_hidden_blocks_show_what_lies_under_them(a_stack):
    columns = Columns.from_stack(a_stack)
    whole, part = (make_blocks(columns, FABRICS, COLOURS, FRAME, hidden) for hidden in ((), (UNIT_FABRIC,)))
    assert len(part.triangles)
    assert part.points[:, 2].max() == whole.points[:, 2].max()
    up = face_normals(part.points, part.triangles)[:, 2] > 0.9
    shown = {tuple(colour) for colour in part.colours[up].tolist()}
    assert tuple(COLOURS.ground[UNIT_FABRIC, 8].tolist()) not in shown


def test_blocks_fade_from_30_m_below_today(a_stack):
    """As the walls: 45 % of its own colour is left right below, and less deeper down."""
    columns = Columns.from_stack(a_stack)
    plain, faded = (
        make_blocks(columns, FABRICS, COLOURS, FRAME, (), np.full(GRID.shape, today)) for today in (0.0, 30.0)
    )

    def strongest(mesh, low, high):
        west = np.isclose(mesh.points[mesh.triangles][..., 0], -10.0).all(axis=1)
        z = mesh.points[mesh.triangles][..., 2].mean(axis=1)
        there = mesh.colours[west & (z > low) & (z < high)].astype(float) / 0.80
        return np.abs(there - np.array(COLOURS.paper)).max()

    assert strongest(faded, 0.5, 3.0) == pytest.approx(strongest(plain, 0.5, 3.0))
    assert strongest(faded, -2.0, 0.0) < 0.5 * strongest(plain, -2.0, 0.0)


def test_the_top_of_the_blocks_is_that_of_the_highest_block(a_stack):
    mesh = make_blocks(Columns.from_stack(a_stack), FABRICS, COLOURS, FRAME)
    tops = block_tops(GROUND, BASE)
    assert np.abs(tops - GROUND).max() <= HEIGHT / 2
    up = face_normals(mesh.points, mesh.triangles)[:, 2] > 0.9
    assert set(np.unique(mesh.points[mesh.triangles[up]][..., 2])) == set(np.unique(tops))
