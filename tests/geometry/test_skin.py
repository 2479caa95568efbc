import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.geometry.lopsided import FABRICS, make_stack
from tests.geometry.skin_checks import (
    areas,
    assert_closed,
    assert_looks_outward,
    by_hand,
    small_volume,
    unit_faces,
    volume_inside,
)
from tests.strategies import LOPSIDED_GRID, columns, lopsided_stack
from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry import skin, skin_cells, skin_kernels
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.skin import CellRuns, CellVolume, block_skin, choose_kernel
from wijkgenese3d.geometry.skin_cells import CellLattice
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import AIR, OUTSIDE

KERNELS = ("runs", "voxels", "numpy")

VOLUMES = st.tuples(
    st.integers(1, 5), st.integers(1, 5), st.integers(1, 6), st.integers(0, 2**32 - 1), st.floats(0, 1)
)


def made(volume, kernel, visible=None):
    return block_skin(volume, visible=visible, kernel=kernel)


@given(VOLUMES, st.sets(st.integers(0, 3)))
def test_kernels_give_the_same_faces_as_a_plain_loop(size, visible):
    volume = small_volume(*size)
    wanted = by_hand(volume, visible)
    for kernel in KERNELS:
        assert unit_faces(made(volume, kernel, visible), volume.lattice) == wanted


@given(columns(), st.sampled_from([0.1, 0.3, 0.5, 2.0]), st.none() | st.sets(st.integers(0, 3)))
@settings(max_examples=25)
def test_area_per_label_is_equal_and_the_surface_closed(ground, dz, visible):
    runs = CellRuns.of_columns(ground, dz)
    volume = runs.as_volume()
    parts = [made(runs, "runs", visible), made(volume, "runs", visible)]
    parts += [made(volume, kernel, visible) for kernel in ("voxels", "numpy")]
    wanted = areas(parts[-1], volume.lattice)
    cell = ground.grid.cell
    shown = np.isin(volume.label, np.flatnonzero(skin_cells.visible_labels(runs.classes, visible)))
    for part in parts:
        assert areas(part, volume.lattice) == wanted
        assert_looks_outward(part)
        inside = volume_inside(part)
        assert inside == pytest.approx(shown.sum() * cell * cell * dz, rel=1e-4, abs=1e-2)
    for part in parts[2:]:
        assert_closed(part)


@given(columns(), st.sampled_from([0.25, 0.4, 1.0, 7.0]))
@settings(max_examples=25)
def test_cells_of_columns_are_their_voxels(ground, dz):
    runs = CellRuns.of_columns(ground, dz)
    voxels = CellVolume.of_columns(ground, dz)
    under = round((runs.lattice.z0 - voxels.lattice.z0) / dz)
    assert (voxels.label[:under] == OUTSIDE).all()
    found, wanted = runs.as_volume().label, voxels.label[under:]
    np.testing.assert_array_equal(found < AIR, wanted < AIR)
    solid = wanted < AIR
    np.testing.assert_array_equal(runs.classes[found[solid]], voxels.classes[wanted[solid]])
    a, b = (areas(made(cells, "runs"), cells.lattice) for cells in (runs, voxels))
    assert a == b


@given(VOLUMES)
def test_runs_of_a_volume_are_that_volume(size):
    volume = small_volume(*size)
    # What is outside above the ground comes back as air.
    found = np.minimum(volume.as_runs().as_volume().label, AIR)
    np.testing.assert_array_equal(found, np.minimum(volume.label, AIR))


def test_bounds_are_those_of_the_box():
    runs = CellRuns.of_columns(Columns.from_stack(lopsided_stack()), 0.5)
    e = LOPSIDED_GRID.extent
    frame = LocalFrame(187_000.0, 427_000.0, 0.0, 3.0)
    for kernel in KERNELS:
        points = block_skin(runs, frame=frame, kernel=kernel).points
        assert points.dtype == np.float32
        assert points.min(axis=0).tolist() == [e.xmin - 187_000, e.ymin - 427_000, -2 * 3]
        # The highest column: 3 + 0.75 + 2 m of base, 0.3 m and 1.7 m above -2 m: 5.75, the nearest cell 5.5.
        assert points.max(axis=0).tolist() == [e.xmax - 187_000, e.ymax - 427_000, 5.5 * 3]


def test_every_top_lies_over_its_own_cell():
    stack = lopsided_stack()
    frame = LocalFrame(LOPSIDED_GRID.extent.xmin, LOPSIDED_GRID.extent.ymin)
    part = block_skin(CellRuns.of_columns(Columns.from_stack(stack), 0.25), frame=frame, kernel="voxels")
    found = {}
    for quad in part.quads[part.sides == 5]:
        x, y, z = part.points[quad].mean(axis=0)
        found[int(y // 2), int(x // 2)] = float(z)
        assert (x % 2, y % 2) == (1, 1)
    assert len(found) == 12
    for (iy, ix), height in found.items():
        assert abs(height - stack.ground[iy, ix]) <= 0.126


def test_default_frame_is_the_middle_of_the_box():
    points = block_skin(CellRuns.of_columns(Columns.from_stack(make_stack()), 1.0)).points
    assert points[:, :2].min(axis=0).tolist() == [-10, -7.5]
    assert points[:, :2].max(axis=0).tolist() == [10, 7.5]


def test_hidden_units_show_what_lies_under_them():
    runs = CellRuns.of_columns(Columns.from_stack(lopsided_stack()), 0.1)
    for kernel in KERNELS:
        part = block_skin(runs, visible=[5], kernel=kernel)
        assert part.classes[np.unique(part.labels)].tolist() == [[5, 7]]
        # Heights of the lowest layer: 3 m above the base at the origin, rising 0.25 m to the east.
        up = part.points[part.quads[part.sides == 5]][:, :, 2]
        assert up.min() == pytest.approx(1.0)
        assert up.max() == pytest.approx(3.7)
        assert len(block_skin(runs, visible=[], kernel=kernel)) == 0
    hollow = block_skin(runs, visible=[3, 9], kernel="voxels")
    assert set(hollow.classes[np.unique(hollow.labels), 0].tolist()) == {3, 9}
    assert (hollow.sides == 4).any()


def test_flat_block_is_six_rectangles():
    label = np.zeros((4, 3, 5), dtype=np.uint8)
    lattice = CellLattice(Grid(RDExtent(0, 0, 10, 6), 2.0), -1.0, 0.5, 4)
    part = block_skin(CellVolume(lattice, label, np.array([[3, 4]], dtype=np.uint8)))
    assert part.kernel == "runs"
    assert sorted(part.sides.tolist()) == [0, 1, 2, 3, 4, 5]
    assert volume_inside(part) == pytest.approx(10 * 6 * 2)


def test_fabric_is_asked_at_the_cells():
    ground = Columns.from_stack(make_stack())
    volume = CellVolume.of_columns(ground, 0.5, FABRICS)
    assert {1, 2, 8} <= set(volume.classes[:, 1].tolist())
    wanted = areas(made(volume, "numpy"), volume.lattice)
    assert areas(made(volume, "voxels"), volume.lattice) == wanted
    assert areas(made(volume, "runs"), volume.lattice) == wanted


def test_faces_find_room(monkeypatch):
    volume = small_volume(6, 7, 8, 1, 0.5)
    wanted = by_hand(volume, {0, 2})
    monkeypatch.setattr(skin_kernels, "ROOM", 1)
    assert unit_faces(made(volume, "runs", {0, 2}), volume.lattice) == wanted


def test_kernel_is_chosen_by_runs_and_by_what_is_hidden():
    label = np.zeros((40, 8, 8), dtype=np.uint8)
    classes = np.array([[0, 1], [1, 1]], dtype=np.uint8)
    lattice = CellLattice(Grid(RDExtent(0, 0, 8, 8), 1.0), 0.0, 1.0, 40)
    plain = CellVolume(lattice, label, classes)
    striped = CellVolume(lattice, label + (np.arange(40, dtype=np.uint8) % 2)[:, None, None], classes)
    assert plain.per_column == plain.as_runs().per_column == 1
    assert striped.per_column == striped.as_runs().per_column == 40
    for cells in (striped, striped.as_runs()):
        assert choose_kernel(cells, whole=True) == "runs"
        assert choose_kernel(cells, whole=False) == "voxels"
        assert block_skin(cells, visible=[1]).kernel == "voxels"
        assert block_skin(cells, visible=[1], kernel="runs").kernel == "runs"
    assert block_skin(plain, visible=[0]).kernel == "runs"


def test_without_numba_numpy_does_all(monkeypatch):
    ground = Columns.from_stack(lopsided_stack())
    with_numba = CellRuns.of_columns(ground, 0.3)
    wanted = block_skin(with_numba, kernel="numpy")
    for module in (skin, skin_cells):
        monkeypatch.setattr(module, "has_numba", lambda: False)
    runs = CellRuns.of_columns(ground, 0.3)
    part = block_skin(runs)
    assert part.kernel == "numpy"
    np.testing.assert_array_equal(part.points, wanted.points)
    np.testing.assert_array_equal(part.quads, wanted.quads)
    np.testing.assert_array_equal(runs.as_volume().as_runs().top, with_numba.top)
    with pytest.raises(UsageError, match="numba"):
        block_skin(runs, kernel="voxels")


def test_unknown_kernel_is_refused():
    with pytest.raises(UsageError, match="cubes"):
        block_skin(small_volume(1, 1, 1, 0, 1.0), kernel="cubes")


def test_too_many_quads_are_refused(monkeypatch):
    monkeypatch.setattr(skin, "MOST_QUADS", 5)
    with pytest.raises(UsageError, match="6 quads"):
        block_skin(small_volume(1, 1, 1, 2, 1.0))


def test_air_below_and_between_is_open():
    label = np.full((5, 1, 1), AIR, dtype=np.uint8)
    label[[1, 3], 0, 0] = 0, 1
    lattice = CellLattice(Grid(RDExtent(0, 0, 1, 1), 1.0), 0.0, 1.0, 5)
    volume = CellVolume(lattice, label, np.array([[0, 1], [1, 1]], dtype=np.uint8))
    for kernel in KERNELS:
        part = made(volume, kernel)
        assert len(part) == 12
        assert np.unique(part.points[:, 2]).tolist() == [1, 2, 3, 4]
