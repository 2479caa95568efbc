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
        assert BASE + mesh.uv[:, 1] * len(mesh.texture.index) * 0.25 == pytest.approx(points[:, 2], abs=1e-4)
        along = points[:, 0] - 188400 if side in ("south", "north") else points[:, 1] - 426700
        assert mesh.uv[:, 0] * (20 if side in ("south", "north") else 15) == pytest.approx(along, abs=1e-4)


def test_texture_is_at_least_a_metre_by_half_a_metre(walls):
    assert walls["south"].texture.index.shape[1] == 20
    assert walls["east"].texture.index.shape[1] == 15
    assert walls["east"].texture.index.shape[0] == 48


def a_section(a_stack, y=426700.0):
    return make_section(a_stack, FABRICS, SectionLine.along([(188400.0, y), (188420.0, y)]), dz=0.25)


def test_colours_are_lithology_with_a_third_of_the_unit(a_stack, colours):
    section = a_section(a_stack)
    k = int(np.argmin(abs(section.z + 1.6)))
    bright = paint_section(section, np.full(20, 0.0), colours)
    share = (bright[k] == colours.ground[3, 6]).all(axis=1).mean()
    assert share > 0.6
    # What is not bare carries the ink of the pattern: sand has dots.
    inked = [paint_section(section, np.full(20, 0.0), colours, exaggeration=e) for e in range(1, 40, 3)]
    rows = np.concatenate([image[section.z < -1.2].reshape(-1, 3) for image in inked]).astype(int)
    assert (np.abs(rows - colours.ground[3, 6]).sum(axis=1) > 60).any()


def test_the_deeper_the_more_it_fades(a_stack, colours):
    section = a_section(a_stack)
    k = int(np.argmin(abs(section.z + 1.6)))
    own, paper = colours.ground[3, 6].astype(float), np.array(colours.paper)
    images = [
        paint_section(section, np.full(20, today), colours, exaggeration=4.0) for today in (30.0, 50.0, 90.0)
    ]
    found = [np.median(image[k], axis=0) for image in images]
    kept = [np.linalg.norm(c - paper) / np.linalg.norm(own - paper) for c in found]
    assert kept[0] == pytest.approx(0.45, abs=0.02)
    assert kept[0] > kept[1] > kept[2]
    assert kept[2] == pytest.approx(0.12, abs=0.02)


def test_the_faded_part_begins_30_m_below_today(a_stack, colours):
    section = a_section(a_stack, 426710.0)
    faded = paint_section(section, np.full(20, 31.0), colours, exaggeration=4.0)
    plain = paint_section(section, np.full(20, -100.0), colours, exaggeration=4.0)
    differs = (faded != plain).any(axis=-1)
    rows = section.z[differs.any(axis=1)]
    assert rows.max() == pytest.approx(1.0, abs=0.51)
    assert differs[section.z < 0.4].all()


def test_borders_are_drawn_by_their_certainty(a_stack, colours):
    """On the border above the first metre: a line where it is certain, strokes, dots."""
    section = a_section(a_stack)
    k = int(np.argmin(abs(section.z + 0.875)))
    ink = []
    for sure in (0, 1, 2):
        image = paint_section(section, np.full(20, 0.0), colours, certainty=np.full(14, sure, np.uint8))
        ink.append((image[k - 1 : k + 2].astype(int).sum(axis=2).min(axis=0) < 270).mean())
    assert ink[0] == 1.0
    assert ink[0] > ink[1] > ink[2] > 0.2


def test_every_ten_metres_below_today_are_marked(a_stack, colours):
    section = a_section(a_stack)
    marked = paint_section(section, np.full(20, 10.0 - 1.5), colours, exaggeration=4.0)
    plain = paint_section(section, np.full(20, -100.0), colours, exaggeration=4.0)
    rows = section.z[(marked != plain).any(axis=-1).any(axis=1)]
    assert rows == pytest.approx([-1.875, -1.625, -1.375], abs=0.01)


@pytest.mark.parametrize("factor", [1.0, 4.0, 10.0])
def test_lines_and_topsoil_are_as_thick_at_any_exaggeration(a_stack, colours, factor):
    """4 m and 2.4 m of the drawing, to a row of pixels."""
    section = make_section(
        a_stack, FABRICS, SectionLine.along([(188400.0, 426710.0), (188420.0, 426710.0)]), dz=0.05
    )
    painted, plain = (
        paint_section(section, np.full(20, today), colours, exaggeration=factor) for today in (11.0, -100.0)
    )
    column = 1
    line = (painted[:, column] != plain[:, column]).any(axis=1).sum() * 0.05 * factor
    brown = (np.abs(plain[:, column].astype(int) - colours.topsoil) <= 1).all(axis=1)
    brown &= section.z < section.ground[column]
    assert line == pytest.approx(4.0, abs=0.1 * factor)
    assert brown.sum() * 0.05 * factor == pytest.approx(2.4, abs=0.1 * factor)


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


def test_patterns_lie_the_same_on_a_part_of_a_wall(a_stack, colours):
    """They are anchored in RD, as all other unevenness is."""
    ends = ((188400.0, 426710.0), (188420.0, 426710.0))
    whole = make_section(a_stack, FABRICS, SectionLine.along(ends), dz=0.25)
    part = make_section(a_stack, FABRICS, SectionLine.along(((188407.0, 426710.0), ends[1])), dz=0.25)
    certainty = np.full(14, 2, np.uint8)
    images = [
        paint_section(s, np.full(len(s.ground), 11.0), colours, exaggeration=3.0, certainty=certainty)
        for s in (whole, part)
    ]
    assert (images[0][:, 7:] == images[1])[:, 1:].all()
