import numpy as np
import pytest

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.glyphs import make_glyphs
from wijkgenese3d.geometry.groundwater import make_groundwater
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.legend import read_legend

COLOURS = BlockColours.of(read_legend())
FRAME = LocalFrame.of(GRID.extent, 4.0)


def pin(kind, x, y):
    return Feature("p.1", "pin", kind, "Point", ((x, y),), 1700, 1900, 0, "zeker", "aanname", "mens")


def test_a_mill_stands_where_it_stood():
    mesh = make_glyphs([pin("molen", 188412.5, 426702.5)], GRID, GROUND, COLOURS, FRAME)
    at = FRAME.from_local(mesh.points[:16].mean(axis=0))
    assert at[:2] == pytest.approx([188412.5, 426702.5], abs=0.01)
    # Foot half a metre (drawn) in the ground; no higher than 1.75 times its 21 m.
    assert mesh.points[:8, 2].mean() == pytest.approx(4.0 * 4.0 - 0.5 * 1.75, abs=0.01)
    assert mesh.points[16, 2] == pytest.approx(16.0 + 21 * 1.75, abs=0.01)
    body = face_normals(mesh.points, mesh.triangles[:16])
    outward = mesh.points[mesh.triangles[:16]].mean(axis=1)[:, :2] - FRAME.to_local(188412.5, 426702.5, 0)[:2]
    assert ((body[:, :2] * outward).sum(axis=1) > 0).all()


def test_other_points_are_no_glyphs():
    assert make_glyphs([pin("krater", 188412.0, 426702.0)], GRID, GROUND, COLOURS, FRAME) is None
    assert make_glyphs([], GRID, GROUND, COLOURS, FRAME) is None


def test_groundwater_is_a_band_at_its_level_below_the_ground():
    mesh = make_groundwater(GRID, GROUND + 2, (-2.0, 5.5), COLOURS, FRAME)
    points = FRAME.from_local(mesh.points)
    assert points[:, 2].round(3).min() == 4.75
    assert points[:, 2].round(3).max() == 6.25
    # Along the south the ground is above 5.5 m only in the east.
    south = points[points[:, 1] < 426700]
    assert south[:, 0].min() > 188410
    # Both triangles of a quad look outward.
    normals = face_normals(mesh.points, mesh.triangles)
    middle = mesh.points[mesh.triangles].mean(axis=1)
    assert ((normals * middle)[:, :2].sum(axis=1) > 0).all()


def test_without_a_level_there_is_none():
    assert make_groundwater(GRID, GROUND, (-2.0, None), COLOURS, FRAME) is None
    assert make_groundwater(GRID, GROUND, (-2.0, 99.0), COLOURS, FRAME) is None
    assert make_groundwater(GRID, GROUND, (-2.0, -2.0), COLOURS, FRAME) is None


def test_the_band_stays_in_the_block():
    """Neither out of the ground nor below the block: the band is 6 m of the drawing high."""
    frame = LocalFrame.of(GRID.extent, 1.0)
    low = frame.from_local(make_groundwater(GRID, GROUND, (-2.0, -1.0), COLOURS, frame).points)
    assert low[:, 2].min() == -2.0
    level = frame.from_local(
        make_groundwater(GRID, np.full(GRID.shape, 4.0), (-2.0, 3.5), COLOURS, frame).points
    )
    assert level[:, 2].max() == 4.0
