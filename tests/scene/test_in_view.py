"""What a camera sees of a block: what is hidden does not count, and nothing large enough is missed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.line_of_sight import first_hits
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.scene.in_view import Samples
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
