import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import EVENTS, Sheets, assert_invariants, lopsided_stack, stacks
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.model import (
    AIR,
    AIR_EVENT,
    FABRIC,
    OUTSIDE,
    OUTSIDE_EVENT,
    CellSize,
    Columns,
    Grid,
    Layer,
    LayerStack,
    NapRange,
    RDExtent,
    VoxelModel,
    check_voxel_dataset,
    read_legend,
    to_millimetres,
)
from wijkgenese3d.model import column_arrays as arrays
from wijkgenese3d.model.voxels import voxels

BLOCK = CellSize(2.0, 2.0, 0.5)


def lopsided(cell=BLOCK, **options):
    return voxels(Columns.from_stack(lopsided_stack()), cell, **options)


def same(a, b):
    return all(np.array_equal(a[name].values, b[name].values) for name in ("lithology", "unit", "event"))


def test_voxels_lie_where_the_ground_lies():
    model = VoxelModel(lopsided())
    assert model.extent == RDExtent(187_003, 427_001, 187_011, 427_007)
    assert model.z_range == NapRange(-2.0, 6.0)
    assert model.cell == BLOCK
    ds = model.dataset
    assert ds["lithology"].shape == (16, 3, 4)
    assert ds["z"].values[[0, -1]].tolist() == [-1.75, 5.75]
    assert ds["x"].values.tolist() == [187_004, 187_006, 187_008, 187_010]
    assert ds["y"].values.tolist() == [427_002, 427_004, 427_006]


def test_a_voxel_has_the_codes_at_its_centre():
    ds = lopsided()
    # Row 2, column 3: up to 3.75 the first layer, to 4.05 the second, to 5.75 the third.
    at = ds.sel(x=187_010, y=427_006)
    assert at["event"].sel(z=[3.25, 3.75, 4.25, 5.25, 5.75]).values.tolist() == [11, 12, 13, 13, AIR_EVENT]
    # Row 0, column 0 ends at exactly 1.0.
    corner = ds.sel(x=187_004, y=427_002)
    assert corner["lithology"].sel(z=[0.75, 1.25]).values.tolist() == [7, AIR]
    assert corner["unit"].sel(z=[0.75, 1.25]).values.tolist() == [5, AIR]


def test_a_centre_on_a_top_belongs_above_it():
    ds = lopsided(CellSize(2, 2, 0.5), z_range=NapRange(-2.25, 1.75))
    corner = ds.sel(x=187_004, y=427_002)
    assert corner["z"].values.tolist() == [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    assert corner["event"].values.tolist() == [11] * 6 + [AIR_EVENT] * 2


def test_below_the_base_and_beside_the_box_is_outside():
    ds = lopsided(CellSize(3.0, 2.5, 1.0), z_range=NapRange(-4.0, 3.0))
    assert ds["x"].values.tolist() == [187_004.5, 187_007.5, 187_010.5]
    assert ds["y"].values.tolist() == [427_002.25, 427_004.75, 427_007.25]
    lithology = ds["lithology"].values
    assert (lithology[:2] == OUTSIDE).all()
    assert (lithology[:, 2] == OUTSIDE).all()  # its centre lies north of the box
    assert (lithology[2, :2] != OUTSIDE).all()
    assert (ds["event"].values == OUTSIDE_EVENT)[lithology == OUTSIDE].all()
    # Centres 1.5, 4.5 and 7.5 m from the western edge fall in map cells 0, 2 and 3.
    assert ds["event"].sel(z=0.5).values[0].tolist() == [11, 11, 11]
    assert ds["event"].sel(z=1.5).values[0].tolist() == [AIR_EVENT, 12, 11]


def test_finer_voxels_repeat_the_map_cell():
    coarse, fine = lopsided(), lopsided(CellSize(1.0, 0.5, 0.5))
    assert fine["event"].shape == (16, 12, 8)
    repeated = coarse["event"].values.repeat(4, axis=1).repeat(2, axis=2)
    assert np.array_equal(fine["event"].values, repeated)
    assert VoxelModel(fine).extent == VoxelModel(coarse).extent


def test_a_fabric_is_asked_at_the_voxel_centres():
    grid = Grid(RDExtent(187_003, 427_001, 187_009, 427_003), 2.0)
    stack = LayerStack(grid, 0.0).deposited(Layer(0, 3, FABRIC, 1), np.array([[4000, 6000, 5000]], np.int32))
    made = Columns.from_stack(stack.deposited(Layer(1, 4, 0, 2), np.full((1, 3), 500, np.int32)))
    ds = voxels(made, CellSize(2, 2, 0.5), fabrics={3: Sheets()})
    assert ds["lithology"].sel(x=187_004).values[:, 0].tolist() == [
        2,
        2,
        2,
        7,
        7,
        7,
        2,
        2,
        0,
        AIR,
        AIR,
        AIR,
        AIR,
    ]
    assert (voxels(made, CellSize(2, 2, 0.5))["lithology"].values[0] == FABRIC).all()
    with pytest.raises(DataError, match=r"unit 3 at 0\.25 m NAP asks for a fabric"):
        voxels(made, CellSize(2, 2, 0.5), fabrics={4: Sheets()})


def test_a_fabric_gets_the_place_of_each_voxel():
    class Place:
        def lithology(self, x, y, z):
            return ((x > 187_005).astype(int) + 2 * (y > 427_002) + 4 * (z > 0.5)).astype(np.uint8)

        def intervals(self, x, y, base, top):
            raise NotImplementedError

    grid = Grid(RDExtent(187_003, 427_000, 187_007, 427_004), 2.0)
    stack = LayerStack(grid, 0.0).deposited(Layer(0, 3, FABRIC, 1), np.full((2, 2), 1000, np.int32))
    ds = voxels(Columns.from_stack(stack), CellSize(2, 2, 0.5), fabrics={3: Place()})
    assert ds["lithology"].values.tolist() == [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]


def test_the_dataset_tells_what_its_codes_mean(tmp_path):
    ds = lopsided(events=EVENTS)
    assert ds.attrs["Conventions"] == "CF-1.11"
    assert "history" not in ds.attrs
    assert ds["lithology"].dtype == ds["unit"].dtype == np.uint8
    assert ds["event"].dtype == np.uint16
    assert ds["event"].attrs["flag_meanings"].split()[11:] == ["E11", "E12", "E13", "air", "outside"]
    assert ds["event"].attrs["flag_values"].tolist()[-2:] == [AIR_EVENT, OUTSIDE_EVENT]
    assert ds["event"].attrs["grid_mapping"] == "crs"
    assert ds["crs"].attrs["grid_mapping_name"] == "stereographic"
    assert ds["crs"].attrs["epsg_code"] == "EPSG:7415"
    assert ds["z"].attrs["positive"] == "up"
    assert [ds[axis].attrs["axis"] for axis in "xyz"] == ["X", "Y", "Z"]
    ds.to_zarr(tmp_path / "voxels.zarr", consolidated=False)
    with xr.open_zarr(tmp_path / "voxels.zarr", consolidated=False) as back:
        check_voxel_dataset(back)
        assert same(back, ds)


def test_a_legend_names_units_and_refuses_others():
    ds = lopsided(legend=read_legend())
    assert ds["unit"].attrs["flag_meanings"].split()[0] == read_legend().units[0].key
    VoxelModel(ds)
    ds["unit"].values[0, 0, 0] = 99
    with pytest.raises(DataError, match=r"unknown unit code 99 at \(z, y, x\) index \(0, 0, 0\)"):
        VoxelModel(ds)


def test_too_many_voxels_are_refused_before_they_are_made():
    with pytest.raises(UsageError, match=r"8000 x 6000 x 7750 voxels are 372\.0 billion") as caught:
        lopsided(CellSize(0.001, 0.001, 0.001))
    assert "larger cells" in caught.value.hint
    assert caught.value.exit_code == 2


@given(stacks(), st.sampled_from([0.25, 0.5, 1.0]))
def test_voxels_become_columns_without_loss(stack, dz):
    # Two metres more at the bottom, for a column that holds no voxel centre has no voxels.
    made = Columns.from_stack(LayerStack(stack.grid, stack.base - 2, stack.layers, stack.tops))
    cell = CellSize(made.grid.cell, made.grid.cell, dz)
    lowest = float(np.floor(made.base / dz) * dz)
    whole = NapRange(lowest, float(made.ground.max()) + 2 * dz)
    ds = voxels(made, cell, whole)
    back = VoxelModel(ds).to_columns()
    assert_invariants(back)
    assert back.grid == made.grid
    assert same(voxels(back, cell, whole), ds)
    assert np.abs(back.ground - made.ground).max() <= dz / 2 + 1e-3


@given(stacks())
def test_columns_on_whole_cells_come_back_exactly(stack):
    coarse = LayerStack(stack.grid, 0.5 * round(stack.base / 0.5), stack.layers, tuple(
        (np.ceil(top / 500) * 500 + 500).astype(np.int32) for top in stack.tops
    ))  # fmt: skip
    made = Columns.from_stack(coarse)
    back = VoxelModel(voxels(made, CellSize(stack.grid.cell, stack.grid.cell, 0.5))).to_columns()
    assert back == made


@given(stacks(), st.floats(0.2, 3.0), st.floats(-5, 5))
def test_the_kernels_make_the_same_voxels_and_runs_as_numpy(stack, dz, shift):
    from wijkgenese3d.model import column_kernels

    made = Columns.from_stack(stack)
    z = made.base + shift + (np.arange(30) + 0.5) * dz
    place = (made.start, made.row_size.astype(np.int64))
    runs = (made.top, made.lithology, made.unit, made.event)
    volumes = [
        tuple(np.zeros((z.size, *made.grid.shape), dtype) for dtype in (np.uint8, np.uint8, np.uint16))
        for _ in range(2)
    ]
    arrays.fill_voxels_numpy(place, runs, z, made.base, volumes[0])
    column_kernels.fill_voxels(place, runs, z, made.base, volumes[1])
    for a, b in zip(*volumes, strict=True):
        assert np.array_equal(a, b)
    ground = volumes[0][0] < AIR
    solid = np.stack((ground.argmax(axis=0), ground.argmax(axis=0) + ground.sum(axis=0))).astype(np.int32)
    plain = arrays.runs_of_voxels_numpy(volumes[0], solid)
    compiled = column_kernels.runs_of_voxels(volumes[0], solid)
    for a, b in zip(plain, compiled, strict=True):
        assert a.dtype == b.dtype
        assert np.array_equal(a, b)


def test_large_volumes_are_left_to_the_kernels(monkeypatch):
    plain = lopsided()
    back = VoxelModel(plain).to_columns()
    monkeypatch.setattr(arrays, "KERNEL_FROM", 0)
    monkeypatch.setattr(arrays, "fill_voxels_numpy", None)
    monkeypatch.setattr(arrays, "runs_of_voxels_numpy", None)
    assert same(lopsided(), plain)
    assert VoxelModel(plain).to_columns() == back


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda ds: ds.drop_vars("event"), "no variable 'event'"),
        (lambda ds: ds.transpose("y", "z", "x"), r"\('y', 'z', 'x'\); \('z', 'y', 'x'\) needed"),
        (lambda ds: ds.isel(y=slice(None, None, -1)), "axis y does not ascend"),
        (lambda ds: ds.isel(z=[0, 1, 3]), "axis z is not regular"),
        (
            lambda ds: ds.assign(unit=ds.unit.astype(int)),
            "int64; uint8",
        ),
        (lambda ds: ds.drop_vars("x"), "no coordinate 'x'"),
        (lambda ds: ds.assign_coords(z=("z", ds.z.values, {"units": "cm"})), "in 'cm'; 'm' needed"),
        (
            lambda ds: ds.assign(lithology=ds.lithology.where(ds.lithology != 7, 77)),
            "unknown lithology code 77",
        ),
        (lambda ds: ds.assign(unit=ds.unit.where(ds.unit != 5, AIR)), "air or outside in one variable"),
    ],
)
def test_an_invalid_voxel_model_cannot_be_made(spoil, words):
    with xr.set_options(keep_attrs=True), pytest.raises(DataError, match=words) as caught:
        VoxelModel(spoil(lopsided()))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("at", "codes", "words"),
    [
        (
            (slice(None), 1, 2),
            (AIR, AIR, AIR_EVENT),
            r"427004 \(row 1, column 2\) holds no ground",
        ),
        ((3, 2, 0), (AIR, AIR, AIR_EVENT), r"\(row 2, column 0\) has a gap"),
        ((0, 0, 1), (AIR, AIR, AIR_EVENT), r"\(row 0, column 1\) has air below"),
        ((0, 0, 1), (OUTSIDE, OUTSIDE, OUTSIDE_EVENT), r"\(row 0, column 1\) has another underside"),
    ],
)
def test_voxels_that_columns_cannot_hold_are_named(at, codes, words):
    ds = lopsided()
    for name, code in zip(("lithology", "unit", "event"), codes, strict=True):
        ds[name].values[at] = code
    with pytest.raises(DataError, match=words):
        VoxelModel(ds).to_columns()


def test_voxels_that_are_not_square_have_no_columns():
    with pytest.raises(DataError, match="square cells of 1 m"):
        VoxelModel(lopsided(CellSize(1.0, 0.5, 0.5))).to_columns()


def test_a_single_cell_knows_its_size():
    grid = Grid(RDExtent(187_003, 427_001, 187_005, 427_003), 2.0)
    stack = LayerStack(grid, 0.0).deposited(Layer(0, 1, 4, 0), to_millimetres(np.full((1, 1), 0.5)))
    ds = voxels(Columns.from_stack(stack), CellSize(2, 2, 0.5))
    assert ds["lithology"].shape == (1, 1, 1)
    assert VoxelModel(ds).to_columns() == Columns.from_stack(stack)
    with pytest.raises(DataError, match="two or more values"):
        VoxelModel(ds.assign_coords(x=("x", ds.x.values, {"units": "m"})))
