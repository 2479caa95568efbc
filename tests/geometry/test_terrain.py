import numpy as np

from tests.geometry.lopsided import GRID, GROUND
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.terrain import TILE, lattice_triangles, make_terrain

FRAME = LocalFrame.of(GRID.extent, 2.0)
TEXTURE = np.zeros((6, 8, 3), dtype=np.uint8)


def test_terrain_fills_the_box_exactly():
    mesh = make_terrain(GRID, GROUND, TEXTURE, FRAME)
    low, high = FRAME.from_local(mesh.points.min(axis=0)), FRAME.from_local(mesh.points.max(axis=0))
    assert low.tolist() == [188400.0, 426700.0, 1.0]
    assert high.tolist() == [188420.0, 426715.0, 10.0]


def test_heights_lie_at_cell_centres():
    mesh = make_terrain(GRID, GROUND, TEXTURE, FRAME)
    points = FRAME.from_local(mesh.points)
    for iy, y in enumerate(GRID.y):
        for ix, x in enumerate(GRID.x):
            (at,) = points[(points[:, 0] == x) & (points[:, 1] == y)]
            assert at[2] == GROUND[iy, ix]


def test_texture_covers_the_box():
    mesh = make_terrain(GRID, GROUND, TEXTURE, FRAME)
    points = FRAME.from_local(mesh.points)
    assert np.allclose(mesh.uv[:, 0], (points[:, 0] - 188400) / 20)
    assert np.allclose(mesh.uv[:, 1], (points[:, 1] - 426700) / 15)


def test_every_cell_has_two_triangles_that_look_up():
    mesh = make_terrain(GRID, GROUND, TEXTURE, FRAME)
    assert len(mesh.triangles) == 2 * 5 * 4
    assert len(np.unique(np.sort(mesh.triangles, axis=1), axis=0)) == len(mesh.triangles)
    assert (face_normals(mesh.points, mesh.triangles)[:, 2] > 0).all()


def test_triangles_come_tile_by_tile():
    columns = 2 * TILE + 1
    first_tile = lattice_triangles(TILE + 1, columns)[: 2 * TILE * TILE]
    assert (first_tile % columns <= TILE).all()
