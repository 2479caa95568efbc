import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import LOPSIDED_GRID, lopsided_stack, rasters, stacks
from wijkgenese3d.errors import DataError
from wijkgenese3d.model import Layer, LayerStack


def same(a, b):
    return a.layers == b.layers and all(np.array_equal(p, q) for p, q in zip(a.tops, b.tops, strict=True))


def volume(stack):
    return int((stack.ground_mm.astype(np.int64) - stack.base_mm).sum())


def test_ground_is_the_top_of_the_last_layer():
    stack = lopsided_stack()
    assert stack.ground_mm.tolist() == [
        [1000, 1250, 1800, 2050],
        [2000, 2250, 2800, 3050],
        [4700, 4950, 5500, 5750],
    ]
    assert stack.ground[2, 3] == 5.75


@given(st.data())
def test_eroding_then_depositing_only_adds_the_deposit(data):
    stack = data.draw(stacks())
    thickness = data.draw(rasters(stack.grid, -100, 3000))
    surface = stack.ground_mm - data.draw(rasters(stack.grid, 0, 5000))
    eroded = stack.cut(surface)
    full = eroded.deposited(Layer(99, 1, 2, 3), thickness)
    full.check()
    assert np.array_equal(full.ground_mm - eroded.ground_mm, np.maximum(thickness, 0))
    assert same(
        full.cut(eroded.ground_mm),
        LayerStack(full.grid, full.base, full.layers, (*eroded.tops, eroded.ground_mm)),
    )


@given(st.data())
def test_cutting_twice_is_cutting_to_the_lower_surface(data):
    stack = data.draw(stacks())
    a = data.draw(rasters(stack.grid, -40_000, 40_000))
    b = data.draw(rasters(stack.grid, -40_000, 40_000))
    once = stack.cut(a)
    once.check()
    assert same(once.cut(a), once)
    assert same(once.cut(b), stack.cut(np.minimum(a, b)))
    assert np.array_equal(once.ground_mm, np.minimum(stack.ground_mm, np.maximum(a, stack.base_mm)))


@given(st.data())
def test_thinning_takes_out_of_one_unit_and_nothing_else(data):
    stack = data.draw(stacks())
    unit = data.draw(st.integers(0, 2))
    loss = data.draw(rasters(stack.grid, -100, 30_000))
    thinned = stack.thinned(unit, loss)
    thinned.check()
    taken = np.minimum(np.maximum(loss, 0), stack.thickness_mm(unit))
    assert volume(stack) - volume(thinned) == int(taken.sum())
    for other in range(3):
        expected = stack.thickness_mm(other) - (taken if other == unit else 0)
        assert np.array_equal(thinned.thickness_mm(other), expected)


def test_the_youngest_layer_of_a_unit_loses_first():
    grid = LOPSIDED_GRID
    ones = np.ones(grid.shape, dtype=np.int32)
    stack = LayerStack(grid, 0.0)
    for slot, unit in enumerate((1, 2, 1)):
        stack = stack.deposited(Layer(slot, unit, 3, slot), 100 * ones)
    thinned = stack.thinned(1, 130 * ones)
    assert [int(top[0, 0]) for top in thinned.tops] == [70, 170, 170]


def test_untouched_tops_are_shared():
    stack = lopsided_stack()
    cut = stack.cut(np.full(stack.grid.shape, 5600, dtype=np.int32))
    assert cut.tops[0] is stack.tops[0]
    assert cut.tops[2] is not stack.tops[2]
    assert stack.cut(np.full(stack.grid.shape, 9999, dtype=np.int32)) is stack


@given(st.data())
def test_a_part_is_what_replaying_the_part_gives(data):
    stack = data.draw(stacks())
    surface = data.draw(rasters(stack.grid, -40_000, 40_000))
    rows, columns = slice(0, 1), slice(stack.grid.nx - 1, stack.grid.nx)
    assert same(stack.cut(surface).part(rows, columns), stack.part(rows, columns).cut(surface[rows, columns]))


@pytest.mark.parametrize(
    ("layers", "tops", "words"),
    [
        ((Layer(0, 0, 0, 0),), (), "1 layers but 0 rasters"),
        ((Layer(1, 0, 0, 0), Layer(1, 0, 0, 0)), (1, 2), "do not ascend"),
        ((Layer(1, 0, 0, 0),), (np.zeros((4, 3), dtype=np.int32),), r"int32 \(4, 3\)"),
        ((Layer(1, 0, 0, 0),), (np.zeros((3, 4)),), r"float64 \(3, 4\); int32"),
    ],
)
def test_a_stack_that_does_not_fit_cannot_be_made(layers, tops, words):
    with pytest.raises(DataError, match=words) as caught:
        LayerStack(LOPSIDED_GRID, 0.0, layers, tops)
    assert caught.value.exit_code == 3


def test_check_names_the_layer_that_descends():
    stack = lopsided_stack()
    low = stack.tops[0].copy()
    low[1, 2] -= 1
    wrong = LayerStack(stack.grid, stack.base, stack.layers, (stack.tops[0], low, stack.tops[2]))
    with pytest.raises(DataError, match="layer 4 lies below the one under it in 1 cells"):
        wrong.check()
