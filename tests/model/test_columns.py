import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import LOPSIDED_GRID, Sheets, assert_invariants, columns, lopsided_stack, stacks
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.model import FABRIC, Column, Columns, Grid, Layer, LayerStack, RDExtent, expand
from wijkgenese3d.model import column_arrays as arrays


def test_lopsided_columns_hold_the_layers_that_are_there():
    made = Columns.from_stack(lopsided_stack())
    assert_invariants(made)
    assert made.row_size.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [2, 2, 3, 3]]
    assert made.start[2].tolist() == [12, 14, 16, 19]
    column = made.column(2, 3)
    assert column.tops.tolist() == [np.float32(3.75), np.float32(4.05), np.float32(5.75)]
    assert column.bases.tolist() == [-2.0, 3.75, float(np.float32(4.05))]
    assert column.lithology.tolist() == [7, 2, 0]
    assert column.unit.tolist() == [5, 3, 9]
    assert column.event.tolist() == [11, 12, 13]
    assert column.ground == 5.75
    assert made.column(0, 3).event.tolist() == [11, 12]
    assert made.column(2, 0).event.tolist() == [11, 13]
    assert made.ground.tolist()[1] == [2.0, 2.25, np.float32(2.8), np.float32(3.05)]


def test_equal_codes_merge_and_one_other_code_keeps_them_apart():
    grid = Grid(RDExtent(0, 0, 4, 2), 2)
    stack = LayerStack(grid, 0.0)
    layers = [(1, 3, 5), (1, 3, 5), (1, 3, 6), (1, 4, 6), (2, 4, 6), (9, 9, 9), (2, 4, 6)]
    for slot, (unit, lithology, event) in enumerate(layers):
        there = np.array([[1000, 0 if slot == 5 else 1000]], dtype=np.int32)
        stack = stack.deposited(Layer(slot, unit, lithology, event), there)
    made = Columns.from_stack(stack)
    assert made.column(0, 0).tops.tolist() == [2, 3, 4, 5, 6, 7]
    assert made.column(0, 1).tops.tolist() == [2, 3, 4, 6]  # what lay between them is not there


@given(stacks())
def test_columns_say_the_same_as_the_stack(stack):
    made = Columns.from_stack(stack)
    assert_invariants(made)
    assert np.array_equal(np.rint(made.ground.astype(np.float64) * 1000), stack.ground_mm)
    for iy in range(stack.grid.ny):
        for ix in range(stack.grid.nx):
            column = made.column(iy, ix)
            height = stack.base_mm
            for layer, top in zip(stack.layers, stack.tops, strict=True):
                if top[iy, ix] > height:
                    middle = (height + int(top[iy, ix])) / 2000
                    run = int(np.searchsorted(column.tops, middle))
                    codes = column.unit[run], column.lithology[run], column.event[run]
                    assert codes == (layer.unit, layer.lithology, layer.event)
                    height = int(top[iy, ix])


@given(stacks(), st.data())
def test_a_part_of_the_columns_is_the_columns_of_the_part(stack, data):
    y0 = data.draw(st.integers(0, stack.grid.ny - 1))
    x0 = data.draw(st.integers(0, stack.grid.nx - 1))
    rows = slice(y0, data.draw(st.integers(y0 + 1, stack.grid.ny)))
    part = slice(x0, data.draw(st.integers(x0 + 1, stack.grid.nx)))
    assert Columns.from_stack(stack).part(rows, part) == Columns.from_stack(stack.part(rows, part))


@given(columns())
def test_a_dataset_holds_the_columns_exactly(made):
    dataset = made.to_dataset()
    assert dataset["row_size"].attrs["sample_dimension"] == "run"
    assert dataset["crs"].attrs["epsg_code"] == "EPSG:7415"
    assert dataset["top"].attrs["units"] == "m"
    back = Columns.from_dataset(dataset)
    assert back == made
    assert back.grid.extent == made.grid.extent


def test_a_dataset_of_something_else_is_refused():
    dataset = Columns.from_stack(lopsided_stack()).to_dataset()
    with pytest.raises(DataError, match="no variable 'event'") as caught:
        Columns.from_dataset(dataset.drop_vars("event"))
    assert caught.value.exit_code == 3
    with pytest.raises(DataError, match=r"\('x', 'y'\)"):
        Columns.from_dataset(dataset.transpose("x", "y", "run"))
    with pytest.raises(DataError, match="axis x is not regular"):
        Columns.from_dataset(dataset.assign_coords(x=[0.0, 2.0, 4.0, 7.0]))
    with pytest.raises(DataError, match="axis y does not ascend"):
        Columns.from_dataset(dataset.isel(y=slice(None, None, -1)))


def parts(**other):
    made = Columns.from_stack(lopsided_stack())
    own = {n: getattr(made, n) for n in ("grid", "base", "row_size", "top", "lithology", "unit", "event")}
    return {**own, **other}


def changed(name, at, value):
    array = parts()[name].copy()
    array[at] = value
    return {name: array}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            changed("top", 13, 1.0),
            r"x 187004, y 427006 \(row 2, column 0\) has tops that do not ascend",
        ),
        (changed("top", 4, np.nan), r"\(row 0, column 3\) has a top that is not a finite number"),
        (changed("top", 6, -2.0), r"\(row 1, column 0\) has a run that does not rise above the base, -2 m"),
        (changed("lithology", 0, 10), r"\(row 0, column 0\) has a lithology that is none of 0-9 or 253"),
        (changed("row_size", (2, 3), 4), "count 23 runs, the arrays hold 22"),
        ({"row_size": np.array([[0, 2, 2, 2], [1, 1, 2, 2], [2, 2, 3, 3]], np.uint16)}, "has no runs"),
        ({"event": np.zeros(22, np.int64)}, r"event is int64 \(22,\); uint16"),
        ({"unit": np.zeros(21, np.uint8)}, r"unit is uint8 \(21,\); uint8 \(22,\)"),
        ({"row_size": np.ones((4, 3), np.uint16)}, r"row_size is uint16 \(4, 3\); uint16 \(3, 4\)"),
        ({"base": float("nan")}, "the base nan is not a finite height"),
    ],
)
def test_invalid_columns_cannot_be_made(other, words):
    with pytest.raises(DataError, match=words) as caught:
        Columns(**parts(**other))
    assert caught.value.exit_code == 3


def test_a_stack_without_ground_somewhere_has_no_columns():
    stack = lopsided_stack().cut(np.where(np.indices((3, 4))[1] == 2, -9999, 99_000).astype(np.int32))
    with pytest.raises(DataError, match=r"x 187008, y 427002 \(row 0, column 2\) has no runs"):
        Columns.from_stack(stack)
    with pytest.raises(DataError, match="a stack of 0 layers"):
        Columns.from_stack(LayerStack(LOPSIDED_GRID, 0.0))


def test_columns_cannot_be_written_to():
    made = Columns.from_stack(lopsided_stack())
    with pytest.raises(ValueError, match="read-only"):
        made.top[0] = 9
    with pytest.raises(AttributeError):
        made.base = 3


@pytest.mark.parametrize("cell", [(-1, 0), (0, 4), (3, 0)])
def test_a_cell_outside_is_refused(cell):
    with pytest.raises(UsageError, match="lies outside the grid of 3 rows and 4 columns"):
        Columns.from_stack(lopsided_stack()).column(*cell)


def one_column(*runs):
    tops, lithology, unit, event = zip(*runs, strict=True)
    return Column(0.25, np.array(tops), np.uint8(lithology), np.uint8(unit), np.uint16(event))


def test_a_fabric_is_expanded_into_its_exact_intervals():
    column = one_column((1.0, 4, 8, 1), (4.75, FABRIC, 3, 2), (5.0, 0, 9, 3))
    full = expand(column, {3: Sheets()}, 1.0, 2.0)
    assert full.tops.tolist() == [1.0, 1.5, 3.0, 4.5, 4.75, 5.0]
    assert full.lithology.tolist() == [4, 2, 7, 2, 7, 0]
    assert full.unit.tolist() == [8, 3, 3, 3, 3, 9]
    assert full.event.tolist() == [1, 2, 2, 2, 2, 3]
    assert full.lithology.dtype == np.uint8
    assert full.base == 0.25


def test_a_column_without_fabric_is_left_alone_and_a_missing_fabric_is_named():
    plain = one_column((1.0, 4, 8, 1))
    assert expand(plain, {}, 0, 0) is plain
    with pytest.raises(DataError, match="unit 3 at x 187004, y 427002 asks for a fabric"):
        expand(one_column((1.0, FABRIC, 3, 1)), {}, 187004, 427002)


@given(stacks())
def test_the_kernel_makes_the_same_runs_as_numpy(stack):
    from wijkgenese3d.model import column_kernels

    keys = arrays.merge_keys([(s.unit, s.lithology, s.event) for s in stack.layers])
    plain = arrays.runs_of_stack_numpy(stack.tops, stack.base_mm, keys)
    compiled = column_kernels.runs_of_stack(stack.tops, stack.base_mm, keys)
    for a, b in zip(plain, compiled, strict=True):
        assert a.dtype == b.dtype
        assert np.array_equal(a, b)


def test_a_large_stack_is_left_to_the_kernel(monkeypatch):
    plain = Columns.from_stack(lopsided_stack())
    monkeypatch.setattr(arrays, "KERNEL_FROM", 0)
    monkeypatch.setattr(arrays, "runs_of_stack_numpy", None)
    assert Columns.from_stack(lopsided_stack()) == plain


def test_the_model_starts_without_compiler_or_libraries():
    code = (
        "import sys, wijkgenese3d.model as m; Columns = m.Columns;"
        "print([n for n in ('numba', 'xarray', 'zarr') if n in sys.modules]);"
        "assert all(hasattr(m, n) for n in m.__all__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr
    assert done.returncode == 0, done.stderr
