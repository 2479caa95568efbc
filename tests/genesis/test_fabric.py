"""Fabrics: the lithology at a point and the exact runs of a column are the same thing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.fabric import Bedding, Sheets

X0, Y0 = 188_402.0, 426_706.0
ORIGIN = (X0, Y0)

SHEETS = Sheets(
    azimuth_deg=78.0,
    origin=ORIGIN,
    dips=((-20.0, 20.0), (30.0, 28.0), (60.0, 28.0), (100.0, 38.0)),
    level=30.0,
    waves=((12.0, 90.0, 0.4, Y0), (5.0, 31.0, 1.2, Y0)),
    spacing=(35.0, 70.0),
    sole=(1.2, 0.6, 1.4),
    beds=((0.35, 7), (0.62, 8), (0.93, 7), (1.0, 8)),
    seed=3,
)
PLAIN = Sheets(
    90.0, ORIGIN, ((0.0, 45.0), (50.0, 45.0)), 0.0, (), (10.0, 10.0), (0.5, 1.0, 1.0), ((0.5, 7), (1.0, 8))
)
"""45 degrees down to the east, every 10 m, one clay sole of half a metre."""

BEDDING = Bedding(
    dip_deg=1.2,
    azimuth_deg=75.0,
    origin=ORIGIN,
    wave=(0.8, 180.0, 120.0),
    thickness=(0.4, 1.6),
    shares=((7, 0.6), (8, 0.2), (6, 0.2)),
    lenses=((7, 0.45, 8), (6, -0.5, 3)),
    lens_size=(60.0, 40.0),
    seed=9,
)
FABRICS = {"sheets": SHEETS, "plain sheets": PLAIN, "bedding": BEDDING}

places = st.tuples(st.floats(-2000, 2500), st.floats(-1500, 2000))
heights = st.floats(-60, 150)


def at_runs(
    fabric: Sheets | Bedding, x: float, y: float, base: float, top: float, z: np.ndarray
) -> np.ndarray:
    """Lithology at heights in a column, looked up in its runs; -1 within a hair of a border."""
    tops, codes = fabric.intervals(x, y, base, top)
    assert tops[-1] == top
    assert (np.diff(tops) > 0).all()
    assert tops[0] > base
    assert (codes[1:] != codes[:-1]).all(), "neighbours of one lithology are one run"
    assert codes.dtype == np.uint8
    index = np.searchsorted(tops, z, side="right").clip(0, len(codes) - 1)
    near = np.abs(z[:, None] - tops[None, :]).min(axis=1) < 1e-6
    return np.where(near, -1, codes[index].astype(int))


@pytest.mark.parametrize("name", FABRICS)
@given(places, heights, st.floats(0.05, 80), st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_points_and_runs_agree(name, place, base, thick, parts):
    fabric = FABRICS[name]
    x, y = X0 + place[0], Y0 + place[1]
    z = base + np.array(parts) * thick
    in_runs = at_runs(fabric, x, y, base, base + thick, z)
    at_points = fabric.lithology(np.full(z.shape, x), np.full(z.shape, y), z)
    assert at_points.dtype == np.uint8
    assert ((in_runs == at_points) | (in_runs == -1)).all()


@pytest.mark.parametrize("name", FABRICS)
def test_arrays_of_any_shape(name):
    fabric = FABRICS[name]
    x, y, z = X0 + np.arange(7.0) * 40, Y0 + np.arange(5.0)[:, None] * 30, np.arange(4.0)[:, None, None] * 9
    whole = fabric.lithology(x, y, z)
    assert whole.shape == (4, 5, 7)
    for k, j, i in np.ndindex(4, 5, 7):
        assert fabric.lithology(x[i], y[j, 0], z[k, 0, 0]) == whole[k, j, i]


@pytest.mark.parametrize("name", FABRICS)
def test_a_body_may_be_cut_in_two(name):
    # What lies under a cut does not change by the cut.
    fabric = FABRICS[name]
    tops, codes = fabric.intervals(X0 + 333.0, Y0 + 777.0, -12.0, 43.0)
    low_tops, low_codes = fabric.intervals(X0 + 333.0, Y0 + 777.0, -12.0, 17.3)
    n = len(low_tops) - 1
    np.testing.assert_allclose(low_tops[:n], tops[:n])
    assert np.array_equal(low_codes, codes[: n + 1])


# ---------------------------------------------------------------- sheets


@given(st.floats(-80, 200))
def test_rise_and_height_undo_each_other(z):
    assert float(SHEETS.height(SHEETS.rise(np.array(z)))) == pytest.approx(z, abs=1e-6)


def test_rise_is_the_integral_of_one_over_the_tangent_of_the_dip():
    z = np.linspace(-40, 130, 17_001)
    dip = np.radians(np.interp(z, *zip(*SHEETS.dips, strict=True)))
    step = np.diff(z)
    middle = 0.5 * (1 / np.tan(dip[1:]) + 1 / np.tan(dip[:-1]))
    integral = np.concatenate([[0], np.cumsum(step * middle)])
    integral -= np.interp(SHEETS.level, z, integral)
    np.testing.assert_allclose(SHEETS.rise(z), integral, atol=1e-4)
    assert float(SHEETS.rise(np.array(SHEETS.level))) == 0


def test_sheets_that_dip_east_rise_to_the_west():
    # A bed 10 m higher is found 10 m further west, at 45 degrees.
    x, z = X0 + np.arange(0, 300, 0.5), 20.0
    here = PLAIN.lithology(x, np.array(Y0), np.array(z))
    higher = PLAIN.lithology(x, np.array(Y0), np.array(z + 10))
    assert np.array_equal(higher[:-20], here[20:])
    # North-south nothing changes.
    assert (PLAIN.lithology(x, np.array(Y0 + 500), np.array(z)) == here).all()


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 200.0, 315.0])
def test_the_azimuth_is_where_the_beds_go_down(azimuth):
    sheets = replace(PLAIN, azimuth_deg=azimuth)
    along = 0.13 + np.arange(0, 200, 0.5)
    x = X0 + along * math.sin(math.radians(azimuth))
    y = Y0 + along * math.cos(math.radians(azimuth))
    here, deeper = (sheets.lithology(x, y, np.array(z)) for z in (20.0, 13.0))
    # A metre down, a metre further in the direction of dip.
    same = here[:-14] == deeper[14:]
    assert same.mean() > 0.99


def test_steep_above_and_flatter_below():
    # Between two sheets of one column: the same width in w is thinner where the dip is less.
    tops, codes = replace(SHEETS, waves=(), spacing=(50.0, 50.0), sole=(1.0, 1.0, 1.0)).intervals(
        X0, Y0, -200.0, 300.0
    )
    soles = np.flatnonzero(codes == 2)
    gaps = np.diff(tops[soles])
    assert gaps[0] == pytest.approx(50 * math.tan(math.radians(20)), rel=1e-6)
    assert gaps[-1] == pytest.approx(50 * math.tan(math.radians(38)), rel=1e-6)
    assert (np.diff(gaps) > -1e-6).all()


def test_the_sole_of_clay_lies_at_the_bottom_then_beds_by_share():
    tops, codes = PLAIN.intervals(X0 + 3.0, Y0, 0.0, 60.0)
    # The first sheet begins where x + z is a multiple of 10: at 7 m.
    first = int(np.flatnonzero(codes == 2)[0])
    assert codes[first : first + 6].tolist() == [2, 7, 8, 2, 7, 8]
    sole = 0.5 / math.sin(math.radians(45))
    np.testing.assert_allclose(tops[first - 1 : first + 6], [7, 7 + sole, 12, 17, 17 + sole, 22, 27])


def test_the_sole_is_as_thick_as_said():
    sheets = replace(
        SHEETS, waves=(), spacing=(60.0, 60.0), sole=(1.5, 1.0, 1.0), dips=((-20, 28), (100, 28))
    )
    tops, codes = sheets.intervals(X0, Y0, -100.0, 100.0)
    thick = np.diff(np.concatenate([[-100.0], tops]))
    # Normal to the bed; a vertical borehole sees more of it.
    np.testing.assert_allclose(thick[1:-1][codes[1:-1] == 2], 1.5 / math.cos(math.radians(28)), rtol=1e-6)


def test_shares_of_the_sheets():
    w = np.linspace(0, 4000, 400_001)
    codes = replace(SHEETS, waves=(), azimuth_deg=90.0).lithology(
        X0 + w, np.array(Y0), np.array(SHEETS.level)
    )
    sole = (codes == 2).mean()
    expected = 1.2 * 1.0 / math.sin(math.radians(28)) / 52.5
    assert sole == pytest.approx(expected, rel=0.15)
    assert (codes == 8).mean() == pytest.approx(0.27 + 0.07, abs=0.03)
    assert set(np.unique(codes)) == {2, 7, 8}


def test_widths_of_the_sheets():
    widths = np.diff(SHEETS.bounds)
    assert widths.min() >= 35
    assert widths.max() <= 70
    assert widths.std() > 5
    assert SHEETS.bounds[0] == SHEETS.reach[0]
    assert SHEETS.bounds[-1] >= SHEETS.reach[1]
    assert np.array_equal(SHEETS.bounds, replace(SHEETS).bounds)
    assert not np.array_equal(SHEETS.bounds, replace(SHEETS, seed=4).bounds)


@given(places, heights)
def test_fraction_is_the_place_within_a_sheet(place, z):
    x, y = np.array(X0 + place[0]), np.array(Y0 + place[1])
    share = float(SHEETS.fraction(x, y, np.array(z)))
    assert 0 <= share < 1
    code = int(SHEETS.lithology(x, y, np.array(z)))
    if code != 2:
        wanted = next(lithology for upto, lithology in SHEETS.beds if share < upto + 1e-12)
        borders = np.array([upto for upto, _ in SHEETS.beds])
        assert code == wanted or np.abs(borders - share).min() < 1e-9


def test_a_sole_may_swallow_a_bed():
    sheets = replace(PLAIN, sole=(4.0, 1.0, 1.0))
    # 4 m normal to the bed is 5.66 m of the 10: nothing is left of the first bed, up to 5 m.
    assert set(np.unique(sheets.intervals(X0, Y0, 0.0, 60.0)[1])) == {2, 8}


def test_waves_move_the_sheets_along_the_strike():
    waved = replace(PLAIN, waves=((8.0, 50.0, 0.3, Y0),))
    y = Y0 + np.linspace(0, 2 * math.pi * 50, 100)
    moved = waved.plan(np.array(X0), y) - PLAIN.plan(np.array(X0), y)
    np.testing.assert_allclose(moved, 8 * np.sin((y - Y0) / 50 + 0.3), atol=1e-9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"dips": ((30.0, 20.0), (0.0, 30.0))},
            "dips must ascend in height and lie between 1 and 80 degrees",
        ),
        ({"dips": ((0.0, 20.0), (0.0, 30.0))}, "dips must ascend"),
        ({"dips": ((0.0, 0.0), (30.0, 30.0))}, "between 1 and 80"),
        ({"dips": ((0.0, 20.0), (30.0, 85.0))}, "between 1 and 80"),
        ({"beds": ((0.5, 7), (0.4, 8), (1.0, 7))}, "must ascend to 1"),
        ({"beds": ((0.5, 7), (0.9, 8))}, "must ascend to 1"),
        ({"beds": ((0.5, 7), (1.2, 8))}, "must ascend to 1"),
    ],
)
def test_sheets_that_cannot_be(change, said):
    with pytest.raises(DeclarationError, match=said):
        replace(SHEETS, **change)


# ---------------------------------------------------------------- bedding


def test_beds_rise_in_their_azimuth():
    level = replace(BEDDING, wave=(0.0, 100.0, 100.0), lenses=(), dip_deg=2.0, azimuth_deg=90.0)
    here, there = (level.intervals(X0 + x, Y0, 10.0, 40.0)[0] for x in (0.0, 100.0))
    rise = 100 * math.tan(math.radians(2.0))
    for border in here[2:8]:
        assert np.abs(there - (border + rise)).min() < 1e-6


def test_shares_and_thickness_of_the_beds():
    plain = replace(BEDDING, lenses=())
    lower, codes = plain._beds
    thick = np.diff(lower)
    assert thick.min() >= 0.4
    assert thick.max() <= 1.6
    share = {code: (codes == code).mean() for code in (6, 7, 8)}
    assert share[7] == pytest.approx(0.6, abs=0.08)
    assert share[8] == pytest.approx(0.2, abs=0.06)
    assert share[6] == pytest.approx(0.2, abs=0.06)


def test_neighbours_of_one_lithology_are_one_run():
    one = replace(BEDDING, shares=((7, 1.0),), lenses=())
    tops, codes = one.intervals(X0, Y0, -3.0, 21.5)
    assert tops.tolist() == [21.5]
    assert codes.tolist() == [7]


def test_lenses_lie_in_their_own_lithology_only():
    x, y = X0 + np.arange(0, 2000, 25.0), Y0 + np.arange(0, 1500, 25.0)[:, None]
    z = np.array(20.0)
    with_lenses, without = BEDDING.lithology(x, y, z), replace(BEDDING, lenses=()).lithology(x, y, z)
    changed = with_lenses != without
    assert 0.02 < changed.mean() < 0.5
    pairs = set(zip(without[changed].tolist(), with_lenses[changed].tolist(), strict=True))
    assert pairs <= {(7, 8), (6, 3)}


def test_shares_that_are_not_whole():
    with pytest.raises(DeclarationError, match="must add up to 1"):
        replace(BEDDING, shares=((7, 0.5), (8, 0.2)))
