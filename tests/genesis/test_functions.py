"""Every function of the field language, against an answer worked out by hand on 7 x 5 cells of 2 m."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.interpolate import PchipInterpolator

from tests.genesis import moments
from tests.genesis.moments import SMALL, X0, Y0, box, make_moment, points, rectangle, value
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.fabric import Bedding, Sheets
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.moment import AreaNumbers
from wijkgenese3d.genesis.noise import noise
from wijkgenese3d.model.frame import Grid

GRID = Grid(SMALL, 2.0)
X, Y = GRID.x[None, :] - X0, GRID.y[:, None] - Y0
"""Cell centres as offsets from the corner: 1, 3, ... 13 and 1, 3, ... 9."""
PLANE = 20.0 + 0.5 * X - 0.25 * Y
"""A ground that rises east and falls north."""


def full(array: object) -> np.ndarray:
    """Spread over the grid."""
    return np.broadcast_to(np.asarray(array, dtype=np.float64), (5, 7))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_tested_and_described(name: str) -> None:
    assert any(key == f"test_{name}" or key.startswith(f"test_{name}_") for key in globals()), (
        f"write test_{name} here"
    )
    function = FUNCTIONS[name]
    assert function.usage.startswith(f"{name}(")
    assert function.doc.endswith(".")
    for option in function.options:
        assert f"{option}=" in function.usage


# ---------------------------------------------------------------- arithmetic


def test_sm() -> None:
    t = full((X - 3) / 8).clip(0, 1)
    np.testing.assert_allclose(value(f"sm({X0 + 3}, {X0 + 11}, x)"), 3 * t**2 - 2 * t**3, atol=1e-12)
    assert value(f"sm({X0 + 3}, {X0 + 11}, x)")[2].tolist() == [0, 0, 0.15625, 0.5, 0.84375, 1, 1]
    np.testing.assert_allclose(value(f"sm({X0 + 11}, {X0 + 3}, x)"), 1 - value(f"sm({X0 + 3}, {X0 + 11}, x)"))
    with pytest.raises(DeclarationError, match="gives nan"):
        value(f"sm({X0 + 3}, {X0 + 3}, x)")


def test_exp() -> None:
    np.testing.assert_allclose(value("exp(-(ground / 10) ** 2)", ground=PLANE), np.exp(-((PLANE / 10) ** 2)))


def test_sqrt() -> None:
    np.testing.assert_allclose(value("sqrt(ground)", ground=PLANE) ** 2, PLANE)


def test_sin() -> None:
    np.testing.assert_allclose(value(f"sin((x - {X0}) / 4)"), full(np.sin(X / 4)))


def test_abs() -> None:
    assert np.array_equal(value("abs(ground - 22)", ground=PLANE), np.abs(PLANE - 22))


def test_min() -> None:
    found = value(f"min(ground, x - {X0} + 18, 24)", ground=PLANE)
    assert np.array_equal(found, np.minimum(np.minimum(PLANE, X + 18), 24))


def test_max() -> None:
    found = value(f"max(ground, x - {X0} + 18, 24)", ground=PLANE)
    assert np.array_equal(found, np.maximum(np.maximum(PLANE, X + 18), 24))


def test_clip() -> None:
    assert np.array_equal(value("clip(ground, 21, 24)", ground=PLANE), PLANE.clip(21, 24))


def test_where() -> None:
    found = value(f"where(ground > 22, y - {Y0}, -1)", ground=PLANE)
    assert np.array_equal(found, np.where(PLANE > 22, Y, -1))
    # Anything but 0 is true.
    assert (value("where(-0.5, 3, 4)") == 3).all()


def test_linear() -> None:
    found = value(f"linear(x, {X0 + 2}, 10, {X0 + 6}, 14, {X0 + 10}, -2)")
    assert found[1].tolist() == [10, 11, 13, 10, 2, -2, -2]
    for text in ("linear(x, 1, 2, 1, 3)", "linear(x, 3, 2, 1, 3)", "spline(x, 2, 0, 1, 0)"):
        with pytest.raises(DeclarationError, match="pairs whose first numbers ascend"):
            value(text)
    with pytest.raises(DeclarationError, match="pairs whose first numbers ascend"):
        value("linear(x, 1, 2, 3, 4, 5)")


def test_spline() -> None:
    found = value(f"spline(x, {X0 + 1}, 0, {X0 + 5}, 2, {X0 + 9}, 2, {X0 + 11}, 3)")
    # Through the pairs, constant outside, and monotone: no bump over the level piece.
    assert found[0, [0, 2, 4, 5, 6]].tolist() == [0, 2, 2, 3, 3]
    assert found[0, 3] == 2
    expected = PchipInterpolator([1, 5, 9, 11], [0, 2, 2, 3])(3.0)
    assert found[0, 1] == pytest.approx(expected)
    assert 1 < found[0, 1] < 2


# ---------------------------------------------------------------- place


def test_noise() -> None:
    x, y = GRID.x[None, :], GRID.y[:, None]
    assert np.array_equal(value("noise(40, seed=7)"), noise(x, y, 40, 40, 7))
    assert np.array_equal(value("noise(40, 25)"), noise(x, y, 40, 25, 0))
    bent = value("noise(40, 6, seed=2, x=x + 0.2 * y, y=y - 0.12 * x)")
    np.testing.assert_allclose(bent, noise(x + 0.2 * y, y - 0.12 * x, 40, 6, 2), atol=1e-9)
    np.testing.assert_allclose(value("noise(40, 6, x=x)"), noise(x, y, 40, 6, 0), atol=1e-12)
    for text in ("noise(0)", "noise(40, -1)"):
        with pytest.raises(DeclarationError, match=r"noise needs a size of 0\.1 m or more"):
            value(text)


BEND = moments.line("bend", (0, 2, 10), (8, 2, 14), (8, 10, 6))
"""8 m east, then 8 m north."""


def test_dist() -> None:
    found = value("dist('bend')", vectors=[BEND])
    assert found[0].tolist() == [1, 1, 1, 1, math.hypot(1, 1), math.hypot(3, 1), math.hypot(5, 1)]
    assert found[3].tolist() == [5, 5, 3, 1, 1, 3, 5]
    area = rectangle("area", 4, 4, 10, 6)
    to_area = value("dist('area')", vectors=[area])
    assert to_area[2].tolist() == [3, 1, 0, 0, 0, 1, 3]
    assert to_area[0, 0] == math.hypot(3, 3)
    wells = points("wells", {"x": 1, "y": 1}, {"x": 12, "y": 9})
    to_wells = value("dist('wells')", vectors=[wells])
    assert to_wells[0, 0] == 0
    np.testing.assert_allclose(to_wells, np.minimum(np.hypot(X - 1, Y - 1), np.hypot(X - 12, Y - 9)))


def test_edge() -> None:
    found = value("edge('area')", vectors=[rectangle("area", 2, 2, 12, 8)])
    assert found[2].tolist() == [-1, 1, 3, 3, 3, 1, -1]


def test_along() -> None:
    found = value("along('bend')", vectors=[BEND])
    assert found[0].tolist() == [1, 3, 5, 7, 8, 8, 8]
    assert found[3].tolist() == [1, 3, 13, 13, 13, 13, 13]


def test_part() -> None:
    np.testing.assert_allclose(
        value("part('bend') * 16", vectors=[BEND]), value("along('bend')", vectors=[BEND])
    )


def test_side() -> None:
    found = value("side('bend')", vectors=[BEND])
    assert found[0].tolist() == [-1] * 7
    assert found[3].tolist() == [1, 1, 1, 1, -1, -1, -1]


def test_level() -> None:
    found = value("level('bend')", vectors=[BEND])
    np.testing.assert_allclose(found[0], [10.5, 11.5, 12.5, 13.5, 14, 14, 14])
    # 13 m along: 5 m past the bend, where it falls 1 m per m.
    np.testing.assert_allclose(found[3, 2:], 14 - 5)


def test_inside() -> None:
    area = rectangle("area", 2, 2, 12, 8)
    hard = value("inside('area')", vectors=[area])
    assert np.array_equal(hard, full((X > 2) & (X < 12) & (Y > 2) & (Y < 8)))
    soft = value("inside('area', soften=4)", vectors=[area])
    # From 2 m outside to 2 m inside; half at the edge.
    assert soft[2].tolist() == [0.15625, 0.84375, 1, 1, 1, 0.84375, 0.15625]


def test_bowl() -> None:
    heaps = points("heaps", {"x": 5, "y": 5, "radius": 4, "height": 2})
    found = value("bowl('heaps')", vectors=[heaps])
    np.testing.assert_allclose(found, np.maximum(2 * (1 - ((X - 5) ** 2 + (Y - 5) ** 2) / 16), 0), atol=1e-12)
    fuller = value("bowl('heaps', power=4)", vectors=[heaps])
    assert fuller[2, 1] == pytest.approx(2 * (1 - 1 / 16))
    ovals = points(
        "ovals",
        {"x": 3, "y": 3, "rx": 6, "ry": 2, "depth": 1},
        {"x": 5, "y": 3, "rx": 2, "ry": 8, "depth": 3},
    )
    a = 1 - ((X - 3) / 6) ** 2 - ((Y - 3) / 2) ** 2
    b = 3 * (1 - ((X - 5) / 2) ** 2 - ((Y - 3) / 8) ** 2)
    np.testing.assert_allclose(
        value("bowl('ovals')", vectors=[ovals]), np.maximum(np.maximum(a, b), 0), atol=1e-12
    )
    with pytest.raises(DeclarationError, match="point 1 of 'bare': 'radius' is None, a number is needed"):
        value("bowl('bare')", vectors=[points("bare", {"x": 1, "y": 1})])
    with pytest.raises(DeclarationError, match="point 2 of 'odd': 'height' is 'big'"):
        value("bowl('odd')", vectors=[points("odd", {"x": 1, "y": 1, "radius": 1, "height": 1},
                                             {"x": 2, "y": 1, "radius": 1, "height": "big"})])  # fmt: skip


def test_thin_plate() -> None:
    rows = [
        {"x": x, "y": y, "z": 3 + 0.5 * x - 0.25 * y} for x, y in ((0, 0), (14, 1), (3, 10), (12, 9), (6, 4))
    ]
    plane = value("thin_plate('knots')", vectors=[points("knots", *rows)])
    np.testing.assert_allclose(plane, full(3 + 0.5 * X - 0.25 * Y), atol=1e-8)
    rows = [{"x": x, "y": y, "z": z} for x, y, z in ((1, 1, 4), (13, 1, 6), (1, 9, 5), (13, 9, 3), (7, 5, 9))]
    through = value("thin_plate('knots')", vectors=[points("knots", *rows)])
    assert [through[0, 0], through[0, 6], through[4, 0], through[4, 6], through[2, 3]] == pytest.approx(
        [4, 6, 5, 3, 9]
    )
    smoother = value("thin_plate('knots', smoothing=0.002)", vectors=[points("knots", *rows)])
    assert smoother[2, 3] < 8.9


@pytest.mark.parametrize(
    "places", [[(1, 1), (5, 5)], [(1, 1), (1, 1), (3, 1), (5, 2)], [(1, 1), (3, 1), (5, 1), (7, 1)]],
    ids=["two", "twice the same", "in a row"],
)  # fmt: skip
def test_thin_plate_through_points_that_make_none(places: list[tuple[float, float]]) -> None:
    knots = points("knots", *({"x": x, "y": y, "z": k} for k, (x, y) in enumerate(places)))
    with pytest.raises(DeclarationError, match="no surface goes through the points of 'knots'"):
        value("thin_plate('knots')", vectors=[knots])


def test_valley() -> None:
    # A straight valley along y = 3, floor at 12 m, half width 2 m, flank 4 m, power 2, in a plain of 20 m.
    stream = moments.line("stream", (-20, 3, 12), (40, 3, 12))
    found = value("valley(20, 'stream', 2, 4, 2)", vectors=[stream])
    expected = [12 + 8 * (1 - math.exp(-((max(d - 2, 0) / 4) ** 2))) for d in (2, 0, 2, 4, 6)]
    np.testing.assert_allclose(found, full(np.array(expected)[:, None]))
    # Never above what is there.
    assert (value("valley(11, 'stream', 2, 4, 2)", vectors=[stream]) == 11).all()


SHEETS = Sheets(
    90.0, (X0, Y0), ((0, 45), (50, 45)), 0.0, (), (4.0, 4.0), (0.1, 1, 1), ((1.0, 7),), reach=(-100.0, 100.0)
)
"""Sheets that dip 45 degrees east, 4 m wide."""


def test_sheet() -> None:
    # At 45 degrees a sheet moves a metre east per metre down: w = x + z.
    found = value("sheet('GE', 3)", fabrics={"GE": SHEETS})
    np.testing.assert_allclose(found, full(((X + 3) % 4) / 4), atol=1e-9)
    beds = Bedding(1.0, 90.0, (X0, Y0), (0.1, 50, 50), (1, 2), ((7, 1.0),), (), (50, 50))
    with pytest.raises(DeclarationError, match="the fabric of 'DR' has no sheets"):
        value("sheet('DR', 3)", fabrics={"DR": beds})


# ---------------------------------------------------------------- surroundings


def test_blur() -> None:
    assert np.array_equal(value("blur(ground, 0)", ground=PLANE), PLANE)
    np.testing.assert_allclose(value("blur(7, 5)"), 7.0)
    # One cell of 1 m3: what it is spread over is a Gaussian, and none is lost.
    extent = box(62, 50)
    spike = np.zeros((25, 31))
    spike[12, 15] = 1.0
    found = value("blur(ground, 4)", make_moment(spike, extent=extent))
    assert found.sum() == pytest.approx(1.0)
    assert found[12, 15] == pytest.approx(4 / (2 * math.pi * 16), rel=0.001)
    assert found[12, 17] / found[12, 15] == pytest.approx(math.exp(-(4**2) / (2 * 16)))
    # Cut off at 4 sigma: 16 m is 8 cells.
    assert found[12, 15 + 8] > 0
    assert found[12, 15 + 9] == 0


def test_slope() -> None:
    np.testing.assert_allclose(value("slope(0)", ground=PLANE), math.hypot(0.5, 0.25))
    np.testing.assert_allclose(value("slope(ground * 2, 0)", ground=PLANE), math.hypot(1.0, 0.5))
    assert np.allclose(value(f"slope(0.3 * (x - {X0}), 0)"), 0.3)


@pytest.mark.parametrize(
    ("azimuth", "expected"), [(0, 0.25), (90, -0.5), (180, -0.25), (270, 0.5), (45, -0.25 / math.sqrt(2))]
)
def test_facing(azimuth: float, expected: float) -> None:
    # The ground falls west by 0.5 and north by 0.25 m per m.
    found = value(f"facing({azimuth}, 0)", ground=PLANE)
    np.testing.assert_allclose(found, expected / math.hypot(0.5, 0.25))
    np.testing.assert_allclose(value(f"facing(-ground, {azimuth}, 0)", ground=PLANE), -found)
    assert (value("facing(90, 0)") == 0).all()


def test_height() -> None:
    extent = box(62, 50)
    spike = np.zeros((25, 31))
    spike[12, 15] = 5.0
    moment = make_moment(spike, extent=extent)
    np.testing.assert_allclose(value("height(4)", moment), spike - value("blur(ground, 4)", moment))
    np.testing.assert_allclose(value("height(ground + 9, 4)", moment), value("height(4)", moment), atol=1e-12)


def test_before() -> None:
    moment = make_moment(PLANE, befores={"A": PLANE - 3})
    assert (value("ground - before('A')", moment) == 3).all()
    # An event that is switched off has changed nothing.
    assert (value("ground - before('B')", moment) == 0).all()


CODES = {"cover": {"bos": 1, "akker": 2, "gras": 3}, "use": {"wonen": 1, "veld": 2}}


def test_cover() -> None:
    cover = np.arange(35, dtype=np.uint8).reshape(5, 7) % 4
    moment = make_moment(cover=cover, codes=CODES)
    assert np.array_equal(value("cover('bos')", moment), cover == 1)
    assert np.array_equal(value("cover('bos', 'gras')", moment), (cover == 1) | (cover == 3))
    assert (value("cover('bos')", make_moment(codes=CODES)) == 0).all()


def test_use() -> None:
    # Cells of use are half as large: a share.
    use = np.zeros((10, 14), dtype=np.uint8)
    use[0, 0] = use[0, 1] = use[1, 1] = 1
    use[4:6, 6:8] = 2
    found = value("use('wonen')", make_moment(use=use, codes=CODES))
    assert found.shape == (5, 7)
    assert found[0, 0] == 0.75
    assert found.sum() == 0.75
    assert value("use('veld')", make_moment(use=use, codes=CODES))[2, 3] == 1


# ---------------------------------------------------------------- the whole area


PIT = np.array([
    [9, 9, 9, 9, 9, 9, 9],
    [9, 2, 3, 9, 9, 9, 9],
    [9, 3, 2, 5, 4, 3, 2],
    [9, 9, 9, 9, 9, 9, 9],
    [9, 9, 9, 9, 9, 9, 9],
], dtype=float)  # fmt: skip
"""A pit of four cells that overflows at 5 m into a way out to the east."""


def test_fill() -> None:
    expected = PIT.copy()
    expected[1:3, 1:3] = 5
    assert np.array_equal(value("fill(ground)", ground=PIT), expected)
    assert np.array_equal(value("fill(ground - 3)", ground=PIT), expected - 3)


def test_fill_is_made_for_the_state_it_is_asked_of() -> None:
    # The same text at two moments of a replay: the hollow of the first is not that of the second.
    first = make_moment(PIT, key="A/0")
    value("fill(ground)", first)
    second = make_moment(np.minimum(PIT, 5.0), key="B/1", numbers=first.site.numbers)
    assert value("fill(ground)", second)[1, 1] == 5
    dry = make_moment(np.where(PIT < 9, PIT[:, -1:], PIT), key="C/2", numbers=first.site.numbers)
    assert value("fill(ground)", dry)[1, 1] == 9


def test_fill_of_a_place_is_that_of_the_whole_also_on_a_part() -> None:
    # A step near something sees a part of the area: it may be the first to ask.
    strip = f"(abs(x - {X0 + 5}) < 2)"
    text = f"fill(9 - 6 * {strip} * (abs(y - {Y0 + 5}) < 2) - 4 * (y < {Y0 + 4}) * {strip})"
    whole = value(text)
    moment = make_moment()
    part = value(text, moment.part(slice(2, 5), slice(1, 4)))
    assert np.array_equal(part, whole[2:5, 1:4])
    assert np.array_equal(value(text, moment), whole)


def test_plane() -> None:
    area = rectangle("area", 2, 2, 12, 8)
    np.testing.assert_allclose(value("plane('area')", make_moment(PLANE, vectors=[area])), PLANE)
    # What lies outside does not count; bumps inside are spread by least squares.
    bumpy = np.where(value("inside('area')", vectors=[area]) > 0, PLANE + (-1.0) ** np.arange(7), 99)
    found = value("plane('area')", make_moment(bumpy, vectors=[area]))
    inside = value("inside('area')", vectors=[area]) > 0
    away = (bumpy - found)[inside]
    x, y = (np.broadcast_to(a, (5, 7))[inside] for a in (X, Y))
    assert abs(away.sum()) < 1e-9
    assert abs((away * x).sum()) < 1e-9
    assert abs((away * y).sum()) < 1e-9


@pytest.mark.parametrize(
    ("corners", "expected"),
    [((2.1, 2.1, 3.5, 3.5), 20.75), ((2.1, 2.1, 3.5, 9.5), 20.0), ((2.1, 2.1, 2.9, 2.9), 20.75)],
    ids=["one cell", "a row of cells", "between the centres"],
)  # fmt: skip
def test_plane_of_too_few_cells_is_level(corners: tuple[float, float, float, float], expected: float) -> None:
    moment = make_moment(PLANE, vectors=[rectangle("area", *corners)])
    np.testing.assert_allclose(value("plane('area')", moment), expected)


def test_grade() -> None:
    ditch = moments.line("ditch", (1, 1), (9, 1))
    found = value("grade('ditch')", make_moment(PLANE + (X == 5) * 7, vectors=[ditch]))
    # Straight between the ground at the two ends, whatever lies between; level beyond them.
    np.testing.assert_allclose(found, full(20.25 + 0.5 * np.clip(X - 1, 0, 8)))


def test_rank() -> None:
    score = np.arange(35.0).reshape(5, 7)
    moment = make_moment(score)
    assert np.array_equal(value("rank(ground, 0.2)", moment), score >= 28)
    # Only the cells of the quarter count for the threshold; it goes for all.
    small = make_moment(score, vectors=[rectangle("box", 0, 0, 14, 4)])
    assert np.array_equal(value("rank(ground, 0.5)", small), score >= 7)
    # Only among some; the share is still one of the quarter.
    found = value(f"rank(ground, 0.2, x < {X0 + 6})", make_moment(score))
    assert found.sum() == 7
    assert found[:, 3:].sum() == 0
    assert (value("rank(ground, 0)", make_moment(score)) == 0).all()
    assert (value("rank(ground, 1)", make_moment(score)) == 1).all()


def test_rank_takes_or_leaves_whole_parcels() -> None:
    # Scores 0 to 4 by row: 7 cells each. 0.2 is one row; 0.28 (10 cells) is nearer to one, 0.32 (11) to two.
    rows = np.repeat(np.arange(5.0)[:, None], 7, axis=1)
    sums = [value(f"rank(ground, {share})", make_moment(rows)).sum() for share in (0.2, 0.28, 0.32, 0.4)]
    assert sums == [7, 7, 14, 14]


def test_parcel() -> None:
    # Not turned, no jitter: bricks of 4 x 6 m, every other row moved by half a brick.
    extent = box(40, 36)
    moment = make_moment(extent=extent)
    x = value("parcel(x, 4, 6, angle=0, jitter=0)", moment)
    y = value("parcel(y, 4, 6, angle=0, jitter=0)", moment)
    grid = moment.site.grid
    row = np.floor(grid.y / 6)
    column = np.floor(grid.x[None, :] / 4 + 0.5 * (row[:, None] % 2))
    middle_y = (row + 0.5) * 6
    middle_x = (column + 0.5 - 0.5 * (row[:, None] % 2)) * 4
    inner = np.ix_(range(3, 15), range(3, 17))
    # The value is that of the cell which holds the middle: at most half a cell off.
    assert np.abs(y - middle_y[:, None])[inner].max() <= 1.0
    assert np.abs(x - middle_x)[inner].max() <= 1.0
    # Within a parcel there is one value.
    for index in np.unique(row):
        cells = y[np.flatnonzero(row == index)]
        assert np.unique(cells).size == 1


def test_parcel_is_turned_and_irregular() -> None:
    moment = make_moment(extent=box(200, 160))
    turned = value("parcel(x, 30, 40, angle=20, jitter=0.3, seed=4)", moment)
    # Some (200 x 160) / (30 x 40) = 27 parcels, and those that are cut by the edges.
    assert (
        30
        <= np.unique(turned + 1000 * value("parcel(y, 30, 40, angle=20, jitter=0.3, seed=4)", moment)).size
        <= 60
    )
    assert not np.array_equal(turned, value("parcel(x, 30, 40, angle=20, jitter=0.3, seed=5)", moment))


# ---------------------------------------------------------------- the halo that is stated is enough

BIG = box(240, 200)
WINDOWS = {
    "inner": (slice(40, 55), slice(50, 70)),
    "corner": (slice(0, 12), slice(104, 120)),
    "edge": (slice(90, 100), slice(20, 33)),
}
LOOKING = [
    "blur(ground, 5)",
    "blur(ground, 0.3)",
    "slope(4)",
    "slope(0)",
    "facing(30, 3)",
    "height(6)",
    "slope(blur(ground, 4) * 2, 3)",
    "blur(slope(ground ** 2, 2) > 1, 3)",
    "parcel(ground, 12, 18, seed=3)",
    "parcel(ground, 30, 3, angle=45, jitter=0.5)",
    "parcel(ground, 6, 9, jitter=2.5, seed=8)",
    "blur(parcel(slope(2), 10, 10), 2)",
    "ground + noise(30) * x",
]


@pytest.mark.parametrize("where", WINDOWS)
@pytest.mark.parametrize("text", LOOKING)
def test_a_window_with_its_halo_equals_the_whole(text: str, where: str) -> None:
    grid = Grid(BIG, 2.0)
    ground = 20 + 5 * noise(grid.x[None, :], grid.y[:, None], 9, 7, 1)
    whole = value(text, make_moment(ground, extent=BIG))
    expression = parse(text, FUNCTIONS)
    halo = expression.node.halo({}, 2.0)
    rows, columns = WINDOWS[where]
    padded = grid.padded(rows, columns, halo)
    part = make_moment(ground, extent=BIG).part(*padded)
    assert halo == 0 or part.site.grid.nx < grid.nx or part.site.grid.ny < grid.ny
    found = value(text, part)
    inner = (slice(rows.start - padded[0].start, rows.stop - padded[0].start),
             slice(columns.start - padded[1].start, columns.stop - padded[1].start))  # fmt: skip
    assert np.array_equal(found[inner], whole[rows, columns])


def test_numbers_of_the_whole_serve_a_window() -> None:
    ground = np.arange(35.0).reshape(5, 7) ** 1.5
    area = rectangle("area", 0, 0, 9, 9)
    ditch = moments.line("ditch", (1, 1), (13, 9))
    texts = ["fill(ground)", "plane('area')", "grade('ditch')", "rank(ground, 0.3)", f"fill(x + y - {X0})"]
    moment = make_moment(ground, vectors=[area, ditch])
    whole = [value(text, moment) for text in texts]
    part = moment.part(slice(1, 4), slice(2, 6))
    part.site.numbers = AreaNumbers(moment.site.numbers.values, frozen=True)
    for text, expected in zip(texts, whole, strict=True):
        assert np.array_equal(value(text, part), expected[1:4, 2:6]), text
    part.site.numbers, part.site.kept = AreaNumbers(frozen=True), {}
    for text in texts:
        with pytest.raises(DeclarationError, match="a window needs the whole-area number") as caught:
            value(text, part)
        assert caught.value.hint == "replay the whole area first"
