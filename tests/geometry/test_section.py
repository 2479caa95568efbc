import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geometry.lopsided import (
    BASE,
    FABRICS,
    FAR_WEST,
    GRID,
    GROUND,
    UNIT_ABOVE,
    UNIT_BELOW,
    UNIT_FABRIC,
    make_stack,
)
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import AIR_EVENT, SectionLine, make_section
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, FABRIC


def by_hand(stack, x, y, z):
    """What lies at one point: layer after layer, no cleverness."""
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        height = Sampler(stack.grid, np.array([x]), np.array([y]))(top)[0] / 1000
        if z < height:
            code = layer.lithology
            if code == FABRIC:
                code = int(FABRICS[layer.unit].lithology(np.array(x), np.array(y), np.array(z)))
            return layer.unit, code, layer.event
    return AIR, AIR, AIR_EVENT


def test_line_has_equal_steps_and_their_middles():
    line = SectionLine.along([(0, 0), (3, 0), (3, 4)], step=2.0)
    assert line.length == 7
    assert line.distance.tolist() == [0.875, 2.625, 4.375, 6.125]
    assert line.x.tolist() == [0.875, 2.625, 3, 3]
    assert line.y.tolist() == [0, 0, 1.375, 3.125]


@pytest.mark.parametrize("corners", [[], [(1, 1)], [(1, 1), (1, 1)], [(0, 0), (float("nan"), 1)], [1, 2]])
def test_a_line_that_is_none_is_refused(corners):
    with pytest.raises(UsageError):
        SectionLine.along(corners)


def test_section_shows_layers_fabric_and_air(a_stack):
    line = SectionLine.along([(188402.5, 426702.5), (188417.5, 426702.5)], step=5.0)
    section = make_section(a_stack, FABRICS, line, dz=1.0, top=9.0)
    assert section.z.tolist() == [-1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]
    assert section.ground.tolist() == pytest.approx([1.5, 3.0, 6.0])
    first = section.unit[:, 0].tolist()
    assert first == [UNIT_BELOW, UNIT_FABRIC, UNIT_FABRIC, *[AIR] * 8]
    assert section.lithology[:3, 0].tolist() == [6, 1, 8]
    assert section.lithology[:4, 1].tolist() == [6, 1, 2, 2]
    assert section.event[:4, 0].tolist() == [11, 12, 12, AIR_EVENT]


@settings(max_examples=30, deadline=None)
@given(
    start=st.tuples(st.floats(188395, 188425), st.floats(426695, 426720)),
    end=st.tuples(st.floats(188395, 188425), st.floats(426695, 426720)),
    dz=st.sampled_from([0.25, 0.4, 1.0]),
)
def test_every_pixel_is_what_lies_there(start, end, dz):
    if np.hypot(start[0] - end[0], start[1] - end[1]) < 0.5:
        return
    stack = make_stack()
    section = make_section(stack, FABRICS, SectionLine.along([start, end], step=1.7), dz=dz)
    rng = np.random.default_rng(1)
    for _ in range(25):
        k, j = rng.integers(len(section.z)), rng.integers(len(section.line.x))
        found = (int(section.unit[k, j]), int(section.lithology[k, j]), int(section.event[k, j]))
        assert found == by_hand(stack, section.line.x[j], section.line.y[j], section.z[k])


def test_a_fabric_is_as_sharp_as_the_pixels(a_stack):
    line = SectionLine.along([(188400.0, 426707.5), (188420.0, 426707.5)], step=0.1)
    section = make_section(a_stack, FABRICS, line, dz=0.5)
    row = section.lithology[np.flatnonzero(section.z > 0)[0]]
    changed = line.distance[np.flatnonzero(np.diff(row.astype(int)))[0]]
    assert changed == pytest.approx(FAR_WEST - 188400.0, abs=0.06)


def test_a_thin_layer_tapers_out_between_cells(a_stack):
    line = SectionLine.along([(188400.0, 426707.5), (188420.0, 426707.5)], step=0.5)
    section = make_section(a_stack, FABRICS, line, dz=0.01)
    thickness = (section.unit == UNIT_ABOVE).sum(axis=0) * 0.01
    assert thickness[line.distance < 7.5].max() == 0
    assert thickness[line.distance > 12.5].min() == pytest.approx(0.3, abs=0.011)
    between = (line.distance > 8) & (line.distance < 12)
    assert (np.diff(thickness[between]) >= -0.011).all()


def test_ground_without_layers_is_the_base():
    line = SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)])
    section = make_section(LayerStack(GRID, BASE), {}, line, top=3.0)
    assert (section.unit == AIR).all()
    assert (section.ground == BASE).all()


def test_a_fabric_that_is_not_given_is_an_error(a_stack):
    with pytest.raises(DataError, match="fabric"):
        make_section(a_stack, {}, SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)]))


def test_a_top_below_the_base_is_refused(a_stack):
    with pytest.raises(UsageError, match="cannot be made"):
        make_section(
            a_stack, FABRICS, SectionLine.along([(188400.0, 426700.0), (188420.0, 426700.0)]), top=-3.0
        )


def test_ground_is_exact_along_the_line(a_stack):
    line = SectionLine.along([(188402.5, 426702.5), (188402.5, 426712.5)], step=5.0)
    section = make_section(a_stack, FABRICS, line)
    assert section.ground.tolist() == pytest.approx(
        [(GROUND[0, 0] + GROUND[1, 0]) / 2, (GROUND[1, 0] + GROUND[2, 0]) / 2]
    )
