"""Compiled and plain look-up of a section are the same to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geometry.lopsided import FABRICS, GRID, UNIT_FABRIC, make_stack
from wijkgenese3d.geometry import section_codes
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.section_codes import Rows, codes_by_counting, first_rows, put_fabrics
from wijkgenese3d.model.layers import Layer
from wijkgenese3d.model.legend import FABRIC


@pytest.fixture(params=["numpy", "kernel"])
def way(request, monkeypatch):
    """Both ways of every look-up."""
    monkeypatch.setattr(section_codes, "kernel_pays", lambda _size: request.param == "kernel")
    return request.param


@pytest.mark.parametrize("seed", range(5))
def test_the_kernel_finds_the_layers_of_numpy(seed):
    from wijkgenese3d.geometry.section_kernel import codes_by_kernel

    draw = np.random.default_rng(seed)
    first = np.sort(draw.integers(0, 31, (7, 13)), axis=0).astype(np.int32)
    tables = (
        np.arange(8, dtype=np.uint8),
        np.arange(8, dtype=np.uint8)[::-1].copy(),
        np.arange(8, dtype=np.uint16) * 9,
    )
    for found, wanted in zip(
        codes_by_kernel(first, 30, tables), codes_by_counting(first, 30, tables), strict=True
    ):
        assert found.dtype == wanted.dtype
        assert np.array_equal(found, wanted)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    dz=st.sampled_from([0.01, 0.25, 0.3, 1.0, 7.0]),
    lowest=st.floats(-8.0, 12.0),
    count=st.integers(1, 60),
)
def test_rows_are_counted_alike(seed, dz, lowest, count):
    draw = np.random.default_rng(seed)
    tops = np.sort(draw.integers(-4000, 9000, (6, *GRID.shape)), axis=0).astype(np.int32)
    e = GRID.extent
    sampler = Sampler(
        GRID, draw.uniform(e.xmin - 5, e.xmax + 5, 40), draw.uniform(e.ymin - 5, e.ymax + 5, 40)
    )
    found = []
    for kernel in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(section_codes, "kernel_pays", lambda _size, kernel=kernel: kernel)
            found.append(first_rows(sampler, list(tops), Rows(lowest, dz, count)))
    assert found[0].dtype == found[1].dtype == np.int32
    assert np.array_equal(*found)
    heights = sampler.many(list(tops)) / 1000
    middles = lowest + np.arange(count) * dz
    close = np.abs(heights[..., None] - middles).min(axis=-1) < 1e-6
    assert np.array_equal(found[0][~close], (middles < heights[..., None]).sum(axis=-1)[~close])


def test_both_ways_make_the_same_section(way):
    line = SectionLine.along([(188401.0, 426701.0), (188412.0, 426713.0), (188419.0, 426702.0)], step=0.3)
    section = make_section(make_stack(), FABRICS, line, dz=0.2, top=9.0)
    assert len(np.unique(section.lithology)) > 4
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(section_codes, "kernel_pays", lambda _size: way != "kernel")
        other = make_section(make_stack(), FABRICS, line, dz=0.2, top=9.0)
    for name in ("ground", "unit", "lithology", "event"):
        assert np.array_equal(getattr(section, name), getattr(other, name)), name


def test_a_fabric_is_asked_where_its_unit_lies_and_nowhere_else(way):
    layers = [
        Layer(k, *one, 0)
        for k, one in enumerate(((1, 5), (UNIT_FABRIC, FABRIC), (UNIT_FABRIC, 7), (9, FABRIC)))
    ]
    # The fabric lies in columns 1 and 3 only, in rows 2 to 5; unit 9 has no pixel.
    first = np.array([[2, 2, 3, 4], [2, 4, 3, 6], [2, 5, 4, 6], [2, 5, 4, 6]], dtype=np.int32)
    tables = (np.array([1, UNIT_FABRIC, UNIT_FABRIC, 9, 254], np.uint8),
              np.array([5, FABRIC, 7, FABRIC, 254], np.uint8),
              np.zeros(5, np.uint16))  # fmt: skip
    codes = codes_by_counting(first, 8, tables)
    before, asked = codes[1].copy(), []

    def ask(unit, rows, columns):
        asked.append((unit, rows, columns.tolist()))
        return (np.arange(rows.start, rows.stop)[:, None] + 100 * (columns > 2)).astype(np.uint8)

    put_fabrics(codes, first, layers, ask)
    assert asked == [(UNIT_FABRIC, slice(2, 6), [1, 3])]
    there = before == FABRIC
    assert codes[1][:, 1].tolist() == [5, 5, 2, 3, 7, 254, 254, 254]
    assert codes[1][:, 3].tolist() == [5, 5, 5, 5, 104, 105, 254, 254]
    assert np.array_equal(codes[1][~there], before[~there])
