import numpy as np
import pytest
import shapely

from wijkgenese3d.geometry.canvas import Canvas
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.drape import Drape
from wijkgenese3d.geometry.rasterised import beside_lines, inside_rings
from wijkgenese3d.geometry.strokes import Paint, contour_strokes, line_strokes, shadow_strokes
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import read_legend

LEGEND = read_legend()
COLOURS = BlockColours.of(LEGEND)
STREET = LEGEND.cover("straat").code
WIDE, HIGH = 120, 60


@pytest.fixture
def paint():
    grid = Grid(RDExtent(188400.0, 426700.0, 188520.0, 426760.0), 5.0)
    return Paint(Canvas.over(grid), np.ones((HIGH, WIDE), np.float32))


def shown(strokes, hidden=()):
    """The texture of these strokes over an even grey."""
    return Drape(np.full((HIGH, WIDE, 3), 200, np.uint8), tuple(strokes)).texture(frozenset(hidden))


def line(kind, *xy, width=8.0):
    sure = ("zeker", "zeker", "mens")
    return Feature("a.1", "line", kind, "LineString", xy, 1900, 2000, 0, *sure, width=width)


ACROSS = ((188410.0, 426720.0), (188500.0, 426720.0))


def where(strokes, layer):
    mask = np.zeros(HIGH * WIDE, bool)
    for stroke in strokes:
        if stroke.layer == layer:
            mask[stroke.index] = True
    return mask.reshape(HIGH, WIDE)


def test_a_road_lies_where_it_is_as_wide_as_it_is(paint):
    strokes = line_strokes(paint, [line("straat", *ACROSS)], lambda _: STREET, COLOURS)
    there, image = where(strokes, "roads"), shown(strokes)
    assert there[20, 50]
    assert not there[20, 5]
    assert not there[20, 110]
    rows = np.flatnonzero(there[:, 50])
    # 8 m from y = 20 m, and 1.2 m of kerb: the middles from 14.8 to 25.2 m.
    assert rows.tolist() == list(range(15, 25))
    # Square ends.
    columns = np.flatnonzero(there[20])
    assert columns.tolist() == list(range(10, 100))
    # In the colour of its class; its edges are darker.
    assert abs(image[20, 50].astype(int) - COLOURS.cover[STREET]).max() < 30
    assert image[rows.min(), 50].sum() < 0.85 * image[20, 50].sum()


def test_a_line_without_a_class_is_not_drawn(paint):
    assert line_strokes(paint, [line("straat", *ACROSS)], lambda _: 0, COLOURS) == []


def test_rails_channels_and_sewers_belong_to_their_layers(paint):
    lines = [line(kind, *ACROSS) for kind in ("tram", "waterleiding", "riool")]
    strokes = line_strokes(paint, lines, lambda _: 0, COLOURS)
    assert {stroke.layer for stroke in strokes} == {"roads", "water", "sewer"}
    # A sewer is dashed: along its axis its colour comes and goes.
    pipe = [s for s in strokes if s.layer == "sewer"][1]
    mask = np.zeros(HIGH * WIDE, bool)
    mask[pipe.index] = True
    along = mask.reshape(HIGH, WIDE)[19:22, 12:98].any(axis=0)
    assert 0.4 < along.mean() < 0.85


def test_contours_follow_whole_steps(paint):
    heights = np.tile(np.linspace(0, 10, WIDE, endpoint=False), (HIGH, 1))
    strokes = contour_strokes(paint, heights)
    there = where(strokes, "contours")
    assert np.flatnonzero(there[30]).tolist() == [29, 59, 89]
    assert shown(strokes)[30, 29, 0] == 160


def test_shadows_fall_to_the_south_east(paint):
    ring = np.array([(188450.0, 426725.0), (188460.0, 426725.0), (188460.0, 426735.0), (188450.0, 426735.0)])
    strokes = shadow_strokes(paint, [ring], [10.0], "houses")
    there = where(strokes, "houses")
    rows, columns = np.nonzero(there)
    assert columns.mean() > 56
    assert rows.mean() < 29
    assert not there[45].any()
    assert shown(strokes).min() < 150
    assert shadow_strokes(paint, [], [], "houses") == []


def test_nothing_hidden_leaves_a_trace_in_what_darkens(paint):
    """Contours and shadows over a road that is left out look as if it had never been there."""
    roads = line_strokes(paint, [line("straat", *ACROSS)], lambda _: STREET, COLOURS)
    pipes = line_strokes(paint, [line("riool", *ACROSS)], lambda _: 0, COLOURS)
    heights = np.tile(np.linspace(0, 10, WIDE, endpoint=False), (HIGH, 1))
    ring = np.array([(188450.0, 426715.0), (188460.0, 426715.0), (188460.0, 426730.0), (188450.0, 426730.0)])
    over = contour_strokes(paint, heights) + shadow_strokes(paint, [ring], [10.0], "houses")
    assert (shown([*roads, *pipes, *over], {"roads", "sewer"}) == shown(over)).all()
    everything = shown([*roads, *over])
    crossing = where(over, "contours") & where(roads, "roads")
    assert crossing.any()
    assert (everything[crossing] < shown(roads)[crossing]).all()


@pytest.mark.parametrize("width", [3.0, 6.0, 7.0, 10.5])
@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5])
def test_a_slanting_line_lies_in_the_middle_and_is_as_wide_as_it_is(paint, width, shift):
    xy = np.array([(188420.0, 426710.0 + shift), (188490.0, 426740.0 + shift)])
    x, y = paint.canvas.middles((slice(0, HIGH), slice(0, WIDE)))
    inside = beside_lines(paint.canvas, [(xy, width)]) <= 0
    away = ((x - 188420.0) * -30 + (y - 426710.0 - shift) * 70) / np.hypot(70, 30)
    assert away[inside].mean() == pytest.approx(0, abs=0.05)
    assert np.abs(away[inside]).max() <= width / 2
    assert inside.sum() == pytest.approx(width * np.hypot(70, 30), rel=0.05)


def test_a_bend_is_closed_and_a_point_is_nothing(paint):
    bend = np.array([(188420.0, 426720.0), (188450.0, 426720.0), (188450.0, 426745.0)])
    away = beside_lines(paint.canvas, [(bend, 6.0)])
    assert (away[18:22, 30:52] <= 0).all()
    assert np.isinf(beside_lines(paint.canvas, [(bend[:1], 6.0)])).all()


def test_polygons_lie_where_they_are(paint):
    ring = np.array([(188450.0, 426720.0), (188460.0, 426720.0), (188460.0, 426730.0), (188450.0, 426730.0)])
    rows, columns = np.nonzero(inside_rings(paint.canvas, [ring]))
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((55.0, 25.0), abs=0.01)
    assert len(rows) == 100


def test_rings_in_any_direction_over_each_other_and_over_the_edge(paint):
    """Against the rule for each pixel by itself."""
    rng = np.random.default_rng(3)
    middles = rng.uniform((188400.0, 426700.0), (188520.0, 426760.0), (30, 2))
    turn = (np.arange(7) + rng.uniform(0, 0.9, (30, 7)))[..., None] * 2 * np.pi / 7
    size = rng.uniform(2, 15, (30, 7, 1))
    rings = [
        m + s * np.concatenate((np.cos(t), np.sin(t)), 1) for m, t, s in zip(middles, turn, size, strict=True)
    ]
    rings[::2] = [ring[::-1] for ring in rings[::2]]
    x, y = np.broadcast_arrays(*paint.canvas.middles((slice(0, HIGH), slice(0, WIDE))))
    expected = np.zeros((HIGH, WIDE), bool)
    for ring in rings:
        expected |= shapely.contains_xy(shapely.Polygon(ring), x, y)
    assert (inside_rings(paint.canvas, rings) == expected).all()
    assert not inside_rings(paint.canvas, []).any()


def test_level_ground_at_the_height_of_a_contour_has_no_ink(paint):
    rough = 10.0 + np.random.default_rng(2).uniform(-0.0004, 0.0004, (HIGH, WIDE)).astype(np.float32)
    assert not where(contour_strokes(paint, rough), "contours").any()
    slope = np.tile(9.9 + 0.005 * np.arange(WIDE, dtype=np.float32), (HIGH, 1))
    assert np.flatnonzero(where(contour_strokes(paint, slope), "contours")[30]).tolist() == [19]


def run_of_ink(canvas, line, dashes, width=2.0, at=0.0):
    """Where there is ink, ``at`` m above a level line: both ends of each run, m from its start."""
    inked = beside_lines(canvas, [(line, width)], dashes) <= 0
    row = round((line[0, 1] + at - canvas.ymin) / canvas.steps[1] - 0.5)
    x = canvas.xmin + (np.arange(canvas.shape[1]) + 0.5) * canvas.steps[0] - line[0, 0]
    on = np.flatnonzero(inked[row])
    runs = np.split(on, np.flatnonzero(np.diff(on) > 1) + 1)
    return [(x[run[0]] - canvas.steps[0] / 2, x[run[-1]] + canvas.steps[0] / 2) for run in runs]


@pytest.mark.parametrize("joints", [(0, 40), (0, 8.9, 40), tuple(range(41)), (0, 9.2, 14.8, 40)])
def test_dashes_are_square_wherever_the_line_has_its_joints(paint, joints):
    canvas = paint.canvas
    x0, y0 = canvas.xmin + 5 * canvas.pixel, canvas.ymin + 12 * canvas.pixel
    line = np.array([(x0 + s, y0) for s in joints], dtype=float)
    for at in (0.0, 0.8):
        runs = run_of_ink(canvas, line, (15.0, 9.0), at=at)
        assert len(runs) == 3
        for (start, end), wanted in zip(runs, ((0, 9), (15, 24), (30, 39)), strict=True):
            assert (start, end) == pytest.approx(wanted, abs=canvas.pixel)
