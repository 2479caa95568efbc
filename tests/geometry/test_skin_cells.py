import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geometry.skin_checks import small_volume
from tests.strategies import LOPSIDED_GRID, columns, lopsided_stack
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry import skin_cell_kernels, skin_numpy
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.skin_cells import CellLattice, CellRuns, CellVolume, visible_labels
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.frame import CellSize, Grid, RDExtent
from wijkgenese3d.model.voxels import VoxelModel, voxels

CLASSES = np.array([[3, 4], [5, 6]], dtype=np.uint8)
LATTICE = CellLattice(Grid(RDExtent(0, 0, 2, 1), 1.0), 0.0, 1.0, 9)


def runs(first, top, label, classes=CLASSES):
    return CellRuns(
        LATTICE,
        np.array(first, dtype=np.int64),
        np.array(top, dtype=np.uint16),
        np.array(label, dtype=np.uint8),
        classes,
    )


@given(columns(), st.sampled_from([0.1, 0.5, 3.0]))
def test_numpy_and_compiled_rounding_agree(ground, dz):
    rng = np.random.default_rng(ground.n_runs)
    given_runs = (ground.row_size.ravel(), ground.top, rng.integers(0, 2, ground.n_runs).astype(np.uint8))
    centres = ground.base + (np.arange(round(60 / dz)) + 0.5) * dz
    for found, wanted in zip(
        skin_cell_kernels.round_runs(given_runs, centres),
        skin_numpy.round_runs(given_runs, centres),
        strict=True,
    ):
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)


@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_numpy_and_compiled_runs_agree(size, seed, share):
    label = small_volume(size, 3, 4, seed, share).label
    both = [module.runs_of_volume(label) for module in (skin_cell_kernels, skin_numpy)]
    for found, wanted in zip(*both, strict=True):
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)
    volumes = [np.empty_like(label) for _ in both]
    for module, out in zip((skin_cell_kernels, skin_numpy), volumes, strict=True):
        module.fill_volume(*both[0], out)
    np.testing.assert_array_equal(*volumes)


def test_numpy_and_compiled_corners_agree():
    volume = small_volume(4, 3, 5, 7, 0.6)
    faces = skin_numpy.culled_faces(volume.label, visible_labels(volume.classes, None))
    edges = volume.lattice.edges(LocalFrame(1.0, 2.0, 3.0, 1.5))
    for found, wanted in zip(
        skin_cell_kernels.expand_faces(faces, edges), skin_numpy.expand_faces(faces, edges), strict=True
    ):
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)


def test_a_top_on_a_centre_does_not_hold_it():
    """As in voxels: a run holds the heights up to, not including, its top."""
    given_runs = (np.array([3], dtype=np.uint16), np.float32([0.5, 1.5000001, 9.0]), np.uint8([0, 1, 0]))
    first, top, label = skin_cell_kernels.round_runs(given_runs, np.arange(4) + 0.5)
    assert (first.tolist(), top.tolist(), label.tolist()) == ([0, 2], [2, 4], [1, 0])


def test_lowest_cells_begin_at_the_base():
    ground = Columns.from_stack(lopsided_stack())
    assert CellRuns.of_columns(ground, 0.5).lattice.z0 == -2.0
    # Cells of 0.75 m begin at -2.25; the centre of the first is inside, -1.875.
    assert CellRuns.of_columns(ground, 0.75).lattice.z0 == -2.25
    # Of 1.5 m: from -3.0, centre -2.25, outside.
    assert CellRuns.of_columns(ground, 1.5).lattice.z0 == pytest.approx(-1.5)


def test_edges_are_those_of_the_cells():
    lattice = CellLattice(LOPSIDED_GRID, -2.0, 0.25, 3)
    x, y, z = lattice.edges(LocalFrame(187_000.0, 427_000.0, -1.0, 2.0))
    assert x.tolist() == [3, 5, 7, 9, 11]
    assert y.tolist() == [1, 3, 5, 7]
    assert z.tolist() == [-2, -1.5, -1, -0.5]
    assert x.dtype == y.dtype == z.dtype == np.float32


@pytest.mark.parametrize("dz", [0.0, -1.0, float("nan"), float("inf")])
def test_a_bad_cell_height_is_refused(dz):
    with pytest.raises(UsageError, match="cells of"):
        CellRuns.of_columns(Columns.from_stack(lopsided_stack()), dz)


def test_more_cells_than_fit_are_refused():
    ground = Columns.from_stack(lopsided_stack())
    with pytest.raises(UsageError, match="along z"):
        CellRuns.of_columns(ground, 1e-6)
    with pytest.raises(UsageError, match="65536 cells along x"):
        CellLattice(Grid(RDExtent(0, 0, 65_536, 1), 1.0), 0.0, 1.0, 1)


@pytest.mark.parametrize(
    ("first", "top", "label", "what"),
    [
        ([0, 1], [1], [0], "do not fit"),
        ([0, 1, 3], [1, 2], [0, 0], "do not fit"),
        ([0, 2, 1], [1], [0], "do not fit"),
        ([1, 1, 2], [1, 2], [0, 0], "do not fit"),
        ([0, 1, 2], [1, 2], [0], "do not fit"),
        ([0, 2, 3], [2, 2, 1], [0, 1, 0], "ascend"),
        ([0, 1, 2], [0, 2], [0, 0], "ascend"),
        ([0, 1, 2], [1, 10], [0, 0], "ascend"),
    ],
)
def test_runs_that_would_be_read_out_of_bounds_are_refused(first, top, label, what):
    with pytest.raises(DataError, match=what):
        runs(first, top, label)


def test_a_block_without_cells_has_no_runs():
    label = np.empty((0, 2, 3), dtype=np.uint8)
    for module in (skin_cell_kernels, skin_numpy):
        first, top, own = module.runs_of_volume(label)
        assert first.tolist() == [0] * 7
        assert len(top) == len(own) == 0
        module.fill_volume(first, top, own, label)
    assert len(skin_numpy.culled_faces(label, np.ones(256, dtype=bool))[0]) == 0
    assert len(skin_cell_kernels.culled_faces(label, np.ones(256, dtype=bool))[0]) == 0


def test_arrays_of_the_wrong_kind_are_refused():
    good = runs([0, 1, 1], [4], [1])
    assert good.per_column == 0.5
    assert good.most == 1
    assert good.n_bytes == 3 * 8 + 2 + 1
    with pytest.raises(DataError, match="top is int64"):
        CellRuns(LATTICE, good.first, good.top.astype(np.int64), good.label, CLASSES)
    with pytest.raises(DataError, match="labels are"):
        CellVolume(LATTICE, np.zeros((9, 2, 1), dtype=np.uint8), CLASSES)
    with pytest.raises(DataError, match="classes are"):
        runs([0, 1, 1], [4], [1], np.zeros((255, 2), dtype=np.uint8))


def test_labels_are_pairs_of_unit_and_lithology():
    ground = Columns.from_stack(lopsided_stack())
    found = CellRuns.of_columns(ground, 0.1)
    assert found.classes.tolist() == [[3, 2], [5, 7], [9, 0]]
    assert visible_labels(found.classes, [5, 77])[:4].tolist() == [False, True, False, False]
    assert visible_labels(found.classes, None)[:4].tolist() == [True, True, True, False]


def test_more_pairs_than_fit_are_refused():
    n = 255
    grid = Grid(RDExtent(0, 0, 26, 10), 1.0)
    unit = np.minimum(np.arange(260) // 10, 253).astype(np.uint8)
    ground = Columns(
        grid,
        0.0,
        np.ones(grid.shape, dtype=np.uint16),
        np.ones(260, dtype=np.float32),
        (np.arange(260) % 10).astype(np.uint8),
        unit,
        np.zeros(260, dtype=np.uint16),
    )
    with pytest.raises(DataError, match=f"260 pairs.*at most {n - 1}"):
        CellRuns.of_columns(ground, 0.5)


def test_voxels_that_are_not_square_are_refused():
    ground = Columns.from_stack(lopsided_stack())
    model = VoxelModel(voxels(ground, CellSize(2.0, 1.0, 0.5)))
    with pytest.raises(UsageError, match="not square"):
        CellVolume.of_voxels(model)


def test_imported_voxels_keep_place_and_codes():
    ground = Columns.from_stack(lopsided_stack())
    volume = CellVolume.of_voxels(VoxelModel(voxels(ground, CellSize(2.0, 2.0, 0.5))))
    assert volume.lattice.grid == LOPSIDED_GRID
    assert (volume.lattice.z0, volume.lattice.dz) == (-2.0, 0.5)
    assert volume.as_volume() is volume
    k, iy, ix = 11, 2, 0
    assert volume.classes[volume.label[k, iy, ix]].tolist() == [9, 0]
