import numpy as np
import pytest

from tests.geometry.lopsided import BASE, FABRICS, GRID, GROUND, UNIT_FABRIC
from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import face_normals
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.terrain import make_terrain
from wijkgenese3d.geometry.walls import SIDES, FabricImages, make_wall, paint_section, walls_of
from wijkgenese3d.model.legend import read_legend

FRAME = LocalFrame.of(GRID.extent, 3.0)
OUTWARD = {"south": (0, -1), "east": (1, 0), "north": (0, 1), "west": (-1, 0)}


@pytest.fixture(scope="module")
def colours():
    return BlockColours.of(read_legend())


@pytest.fixture
def walls(a_stack, colours):
    images = FabricImages(FABRICS)
    return {w.side: make_wall(w, a_stack, images, colours, FRAME) for w in walls_of(GRID, GROUND)}


def test_walls_close_with_the_terrain_without_a_gap(walls):
    terrain = make_terrain(GRID, GROUND, np.zeros((2, 2, 3), np.uint8), FRAME)
    corners = {tuple(p) for p in terrain.points.tolist()}
    for mesh in walls.values():
        upper = mesh.points[len(mesh.points) // 2 :]
        assert {tuple(p) for p in upper.tolist()} <= corners


def test_each_wall_is_clipped_by_the_ground_and_the_base(walls):
    for side, edge in {
        "south": GROUND[0],
        "north": GROUND[-1],
        "west": GROUND[:, 0],
        "east": GROUND[:, -1],
    }.items():
        points = FRAME.from_local(walls[side].points)
        lower, upper = np.split(points[:, 2], 2)
        assert lower == pytest.approx(np.full(len(lower), BASE))
        assert upper == pytest.approx(np.pad(edge, 1, mode="edge"))


def test_walls_look_outward(walls):
    for side, (nx, ny) in OUTWARD.items():
        normals = face_normals(walls[side].points, walls[side].triangles)
        assert np.allclose(normals, [nx, ny, 0])


def test_texture_lies_true_on_the_wall(walls):
    """Each vertex finds the row of its own height and the column of its own place."""
    for side in SIDES:
        mesh = walls[side]
        points = FRAME.from_local(mesh.points)
        assert BASE + mesh.uv[:, 1] * len(mesh.texture) * 0.25 == pytest.approx(points[:, 2], abs=1e-4)
        along = points[:, 0] - 188400 if side in ("south", "north") else points[:, 1] - 426700
        assert mesh.uv[:, 0] * (20 if side in ("south", "north") else 15) == pytest.approx(along, abs=1e-4)


def test_texture_is_at_least_a_metre_by_half_a_metre(walls):
    assert walls["south"].texture.shape[1] == 20
    assert walls["east"].texture.shape[1] == 15
    assert walls["east"].texture.shape[0] == 48


def test_colours_are_lithology_with_a_third_of_the_unit(a_stack, colours):
    line = SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)])
    section = make_section(a_stack, FABRICS, line, dz=0.25)
    image = paint_section(section, np.full(20, 100.0) + section.ground * 0, colours)
    k = int(np.argmin(abs(section.z + 1.6)))
    expected = colours.ground[3, 6] * 0.45 + np.array(colours.paper) * 0.55
    assert image[k, 10] == pytest.approx(expected, abs=1)
    bright = paint_section(section, np.full(20, 0.0), colours)
    assert bright[k, 10].tolist() == colours.ground[3, 6].tolist()


def test_the_faded_part_begins_30_m_below_today(a_stack, colours):
    line = SectionLine.along([(188400.0, 426710.0), (188420.0, 426710.0)])
    section = make_section(a_stack, FABRICS, line, dz=0.25)
    faded = paint_section(section, np.full(20, 31.0), colours)
    plain = paint_section(section, np.full(20, -100.0), colours)
    differs = (faded != plain).any(axis=-1)
    rows = section.z[differs.any(axis=1)]
    assert rows.max() == pytest.approx(1.0, abs=0.51)
    assert differs[section.z < 0.4].all()


def test_a_fabric_on_a_wall_is_made_once_and_grows_upward(a_stack):
    asked = []

    class Counting:
        def lithology(self, x, y, z):
            asked.append(z.shape)
            return np.broadcast_to(np.uint8(5), np.broadcast_shapes(x.shape, y.shape, z.shape))

    images = FabricImages({UNIT_FABRIC: Counting()})
    line = SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)])
    for top in (4.0, 4.0, 8.0):
        section = make_section(a_stack, images, line, dz=0.5, top=top)
        assert set(np.unique(section.lithology[section.unit == UNIT_FABRIC])) == {5}
    assert asked == [(12, 1), (8, 1)]


def test_a_fabric_that_is_not_given_is_an_error(a_stack, colours):
    with pytest.raises(DataError, match="fabric"):
        make_wall(walls_of(GRID, GROUND)[0], a_stack, FabricImages({}), colours, FRAME)
