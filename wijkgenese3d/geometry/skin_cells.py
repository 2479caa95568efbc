"""The block in whole cells: as runs per column, or as a volume of labels; each can become the other.

A label is one number for a unit and its lithology together. Runs are small and do not grow when the
cells get lower; a volume is what imported voxels are, and what a fabric makes of a body.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry import skin_numpy
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CellSize, Grid
from wijkgenese3d.model.legend import AIR, OUTSIDE
from wijkgenese3d.model.voxel_volumes import voxel_volumes

if TYPE_CHECKING:
    from wijkgenese3d.model.voxels import VoxelModel

__all__ = ["MOST_CELLS", "CellLattice", "CellRuns", "CellVolume", "has_numba"]

MOST_CELLS = 65_535
"""Cells along an axis: faces are kept as uint16 indices of cell edges."""

_EPS = 1e-4
"""Share of a cell that a bound may miss a cell edge by; as in :mod:`wijkgenese3d.model.voxels`."""


@cache
def has_numba() -> bool:
    """Tell whether kernels can be compiled; without it NumPy does the work, slower."""
    return find_spec("numba") is not None


@dataclass(frozen=True)
class CellLattice:
    """Where the cells lie.

    Parameters
    ----------
    grid : Grid
        The map cells.
    z0 : float
        Underside of the lowest cells, m NAP.
    dz : float
        Height of a cell, m.
    nz : int
        Number of cells above each other.

    Raises
    ------
    UsageError
        ``dz`` is not a positive number, or there are more than 65 535 cells along an axis.
    """

    grid: Grid
    z0: float
    dz: float
    nz: int

    def __post_init__(self) -> None:
        if not (math.isfinite(self.dz) and self.dz > 0 and math.isfinite(self.z0)):
            msg = f"cells of {self.dz} m from {self.z0} m NAP cannot be made"
            raise UsageError(msg, hint="give a height in metres, such as 0.5")
        for name, count in (("x", self.grid.nx), ("y", self.grid.ny), ("z", self.nz)):
            if not 0 <= count <= MOST_CELLS:
                msg = f"{count} cells along {name}; at most {MOST_CELLS} are possible"
                raise UsageError(msg, hint="take larger cells, or a part of the box")

    @property
    def shape(self) -> tuple[int, int, int]:
        """``(nz, ny, nx)``."""
        return (self.nz, *self.grid.shape)

    def edges(self, frame: LocalFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the local x (nx + 1,), y (ny + 1,) and z (nz + 1,) of the cell edges, float32."""
        heights = self.z0 + np.arange(self.nz + 1) * self.dz
        x0, y0 = self.grid.extent.xmin, self.grid.extent.ymin
        return (
            np.ascontiguousarray(frame.to_local(self.grid.x_edges, y0, self.z0)[:, 0]),
            np.ascontiguousarray(frame.to_local(x0, self.grid.y_edges, self.z0)[:, 1]),
            np.ascontiguousarray(frame.to_local(x0, y0, heights)[:, 2]),
        )


@dataclass(frozen=True, eq=False)
class CellRuns:
    """Columns of runs with their tops on cell edges; made by :meth:`of_columns`.

    Parameters
    ----------
    lattice : CellLattice
        Where the cells lie.
    first : (ny * nx + 1,) int64
        Index of the lowest run of each column, and the number of runs.
    top : (n_runs,) uint16
        One past the highest cell of each run, ascending within a column.
    label : (n_runs,) uint8
        Row in ``classes``; 254 and above is never drawn.
    classes : (n, 2) uint8
        Unit (index in the legend) and lithology of each label.

    Raises
    ------
    DataError
        The arrays do not fit each other or the lattice.
    """

    lattice: CellLattice
    first: np.ndarray = field(repr=False)
    top: np.ndarray = field(repr=False)
    label: np.ndarray = field(repr=False)
    classes: np.ndarray = field(repr=False)

    def __post_init__(self) -> None:
        _check_classes(self.classes)
        kinds = (("first", np.int64), ("top", np.uint16), ("label", np.uint8))
        for name, dtype in kinds:
            array = getattr(self, name)
            if array.dtype != dtype or array.ndim != 1 or not array.flags.c_contiguous:
                msg = f"runs: {name} is {array.dtype} {array.shape}; {np.dtype(dtype)} of one axis needed"
                raise DataError(msg)
        ny, nx = self.lattice.grid.shape
        n = len(self.top)
        fits = len(self.first) == ny * nx + 1 and len(self.label) == n
        if not (fits and self.first[0] == 0 and self.first[-1] == n and (np.diff(self.first) >= 0).all()):
            msg = f"runs: {n} tops, {len(self.label)} labels and their starts do not fit {ny} x {nx} columns"
            raise DataError(msg)
        if n == 0:
            return
        ascends = np.ones(n, dtype=bool)
        np.greater(self.top[1:], self.top[:-1], out=ascends[1:])
        ascends[self.first[:-1][self.first[:-1] < n]] = True
        if not ascends.all() or self.top.max() > self.lattice.nz or self.top.min() == 0:
            msg = f"runs: tops do not ascend, or lie outside the {self.lattice.nz} cells"
            raise DataError(msg)

    @property
    def per_column(self) -> float:
        """Mean number of runs of a column."""
        return len(self.top) / (len(self.first) - 1)

    @property
    def n_bytes(self) -> int:
        """Memory that the runs take."""
        return int(self.first.nbytes + self.top.nbytes + self.label.nbytes)

    @cached_property
    def most(self) -> int:
        """Number of runs of the fullest column."""
        return int(np.diff(self.first).max())

    @classmethod
    def of_columns(cls, columns: Columns, dz: float) -> CellRuns:
        """Round the tops of columns to cells; a run that holds no cell centre is left out.

        The cells are those of :func:`wijkgenese3d.model.voxels.voxels`, with the same contents. A body
        with a fabric stays one run; :meth:`CellVolume.of_columns` expands it.

        Raises
        ------
        UsageError
            ``dz`` is not a positive number, or is too small.
        """
        lattice, centres = _cells_of(columns, dz)
        label, classes = _labelled(columns.unit, columns.lithology)
        given = (columns.row_size.ravel(), columns.top, label)
        if has_numba():
            from wijkgenese3d.geometry import skin_cell_kernels

            runs = skin_cell_kernels.round_runs(given, centres)
        else:
            runs = skin_numpy.round_runs(given, centres)
        return cls(lattice, *runs, classes)

    def as_runs(self) -> CellRuns:
        """Return itself."""
        return self

    def as_volume(self) -> CellVolume:
        """Return the same as a volume."""
        label = np.empty(self.lattice.shape, dtype=np.uint8)
        if has_numba():
            from wijkgenese3d.geometry import skin_cell_kernels

            skin_cell_kernels.fill_volume(self.first, self.top, self.label, label)
        else:
            skin_numpy.fill_volume(self.first, self.top, self.label, label)
        return CellVolume(self.lattice, label, self.classes)


@dataclass(frozen=True, eq=False)
class CellVolume:
    """A label for every cell.

    Parameters
    ----------
    lattice : CellLattice
        Where the cells lie.
    label : (nz, ny, nx) uint8
        Row in ``classes``; 254 and above (air, outside) is never drawn.
    classes : (n, 2) uint8
        Unit (index in the legend) and lithology of each label.

    Raises
    ------
    DataError
        The arrays do not fit the lattice.
    """

    lattice: CellLattice
    label: np.ndarray = field(repr=False)
    classes: np.ndarray = field(repr=False)

    def __post_init__(self) -> None:
        _check_classes(self.classes)
        if self.label.dtype != np.uint8 or self.label.shape != self.lattice.shape:
            msg = f"labels are {self.label.dtype} {self.label.shape}; uint8 {self.lattice.shape} needed"
            raise DataError(msg)

    @cached_property
    def per_column(self) -> float:
        """Mean number of runs of a column, from every eighth row."""
        sample = self.label[:, ::8]
        changes = int(np.count_nonzero(sample[1:] != sample[:-1])) if len(sample) > 1 else 0
        last = int(np.count_nonzero(sample[-1:] < AIR))
        return (changes + last) / max(sample[0].size, 1) if len(sample) else 0.0

    @classmethod
    def of_columns(
        cls, columns: Columns, dz: float, fabrics: Mapping[int, Fabric] | None = None
    ) -> CellVolume:
        """Make voxels of columns; given fabrics, by index of the unit, are asked at the cell centres.

        Raises
        ------
        UsageError
            ``dz`` is not a positive number, or is too small.
        DataError
            A run asks for a fabric that is not among those given.
        """
        cell = columns.grid.cell
        made = voxel_volumes(columns, CellSize(cell, cell, dz), fabrics=fabrics)
        lithology, unit, _ = made.volumes
        label, classes = _labelled(unit, lithology)
        base = float(made.centres[0][0]) - dz / 2
        return cls(CellLattice(columns.grid, base, dz, len(label)), label, classes)

    @classmethod
    def of_voxels(cls, model: VoxelModel) -> CellVolume:
        """Take over a voxel model.

        Raises
        ------
        UsageError
            Its cells are not square in plan.
        DataError
            It holds more pairs of unit and lithology than fit.
        """
        cell, extent, heights = model.cell, model.extent, model.z_range
        if abs(cell.dx - cell.dy) > _EPS * cell.dx:
            msg = f"voxels of {cell.dx:g} x {cell.dy:g} m are not square in plan"
            raise UsageError(msg, hint="resample them to square cells")
        unit, lithology = (model.dataset[name].values for name in ("unit", "lithology"))
        label, classes = _labelled(unit, lithology)
        lattice = CellLattice(Grid(extent, cell.dx), heights.base, cell.dz, len(label))
        return cls(lattice, label, classes)

    def as_volume(self) -> CellVolume:
        """Return itself."""
        return self

    def as_runs(self) -> CellRuns:
        """Return the same as runs."""
        if has_numba():
            from wijkgenese3d.geometry import skin_cell_kernels

            runs = skin_cell_kernels.runs_of_volume(self.label)
        else:
            runs = skin_numpy.runs_of_volume(self.label)
        return CellRuns(self.lattice, *runs, self.classes)


def visible_labels(classes: np.ndarray, units: Collection[int] | None) -> np.ndarray:
    """Return which labels are drawn, (256,) bool: those of the given units, or all."""
    visible = np.zeros(256, dtype=bool)
    own = visible[: len(classes)]
    own[:] = True if units is None else np.isin(classes[:, 0], list(units))
    return visible


def _check_classes(classes: np.ndarray) -> None:
    if classes.dtype != np.uint8 or classes.ndim != 2 or classes.shape[1] != 2 or len(classes) > AIR:
        msg = f"classes are {classes.dtype} {classes.shape}; uint8 (n, 2) of at most {AIR} needed"
        raise DataError(msg)


def _cells_of(columns: Columns, dz: float) -> tuple[CellLattice, np.ndarray]:
    """Cells of the columns from their base up, and the centres, (nz,) float64 m NAP."""
    base, ground = columns.base, float(columns.ground.max())
    lattice = CellLattice(columns.grid, base, dz, 0)
    z0 = math.floor(base / dz + _EPS) * dz
    top = max(math.ceil(ground / dz - _EPS) * dz, z0 + dz)
    nz = max(math.ceil((top - z0) / dz - _EPS), 1)
    if nz > MOST_CELLS:
        CellLattice(columns.grid, z0, dz, nz)
    centres = z0 + (np.arange(nz) + 0.5) * dz
    under = int(np.searchsorted(centres, base))
    lattice = CellLattice(columns.grid, z0 + under * dz, dz, nz - under)
    return lattice, centres[under:]


def _labelled(unit: np.ndarray, lithology: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a label for each pair, and what the labels mean; plane by plane, for a volume is large."""
    planes = range(len(unit)) if unit.ndim > 1 else (slice(None),)
    seen = np.zeros(1 << 16, dtype=bool)
    for plane in planes:
        seen[_pairs(unit[plane], lithology[plane])] = True
    # Air and outside keep their codes.
    own = seen.reshape(256, 256).copy()
    own[AIR:], own[:, AIR:] = False, False
    classes = np.argwhere(own).astype(np.uint8)
    if len(classes) > AIR:
        msg = f"{len(classes)} pairs of unit and lithology; at most {AIR} are possible"
        raise DataError(msg)
    table = np.full((256, 256), AIR, dtype=np.uint8)
    table[OUTSIDE:], table[:, OUTSIDE:] = OUTSIDE, OUTSIDE
    table[own] = np.arange(len(classes))
    label = np.empty(unit.shape, dtype=np.uint8)
    for plane in planes:
        label[plane] = table.ravel()[_pairs(unit[plane], lithology[plane])]
    return label, classes


def _pairs(unit: np.ndarray, lithology: np.ndarray) -> np.ndarray:
    """Return one number for each pair, uint16: to look up in one axis is several times faster than in two."""
    pairs = unit.astype(np.uint16)
    pairs <<= 8
    pairs |= lithology
    return pairs
