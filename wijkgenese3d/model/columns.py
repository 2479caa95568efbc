"""The ground as columns of runs: this lithology, put here by this event, up to this height.

A column has some five bodies, so columns are far smaller than their voxels, keep a layer of 0.3 m
exactly 0.3 m, and do not grow when the vertical cell gets finer. A borehole is one column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.model.column_arrays import runs_of_stack
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import FABRIC, Lithology

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Column", "Columns", "expand"]

_DTYPES = {
    "row_size": np.uint16,
    "top": np.float32,
    "lithology": np.uint8,
    "unit": np.uint8,
    "event": np.uint16,
}
_KNOWN = np.zeros(256, dtype=bool)
_KNOWN[[*Lithology, FABRIC]] = True


@dataclass(frozen=True, eq=False)
class Column:
    """The runs at one place, bottom to top.

    Parameters
    ----------
    base : float
        Underside of the lowest run, m NAP.
    tops : (n,) float64
        Top of each run, m NAP, strictly ascending; the last is the ground.
    lithology, unit : (n,) uint8
        GeoTOP lithoclass, or 253 where the fabric of the unit must be asked; index in the legend.
    event : (n,) uint16
        Index of the event that put the run there.
    """

    base: float
    tops: np.ndarray
    lithology: np.ndarray
    unit: np.ndarray
    event: np.ndarray

    def __len__(self) -> int:
        return len(self.tops)

    @property
    def ground(self) -> float:
        """Ground surface, m NAP."""
        return float(self.tops[-1])

    @property
    def bases(self) -> np.ndarray:
        """Underside of each run, (n,) float64, m NAP."""
        return np.concatenate(([self.base], self.tops[:-1]))


@dataclass(frozen=True, eq=False)
class Columns:
    """All columns of one moment, a contiguous ragged array: row by row, bottom to top.

    An invalid one cannot be made. Arrays are not copied, but become read-only views.

    Parameters
    ----------
    grid : Grid
        The map cells.
    base : float
        Flat underside, m NAP.
    row_size : (ny, nx) uint16
        Number of runs in each column, at least 1.
    top : (n_runs,) float32
        Top of each run, m NAP, strictly ascending within a column and above the base.
    lithology : (n_runs,) uint8
        GeoTOP lithoclass 0-9, or 253: ask the fabric of the unit.
    unit : (n_runs,) uint8
        Index of the body in the legend.
    event : (n_runs,) uint16
        Index of the event in the list of the scene.

    Raises
    ------
    DataError
        A shape, dtype or value does not hold; the first bad column is named with its RD x and y.
    """

    grid: Grid
    base: float
    row_size: np.ndarray = field(repr=False)
    top: np.ndarray = field(repr=False)
    lithology: np.ndarray = field(repr=False)
    unit: np.ndarray = field(repr=False)
    event: np.ndarray = field(repr=False)

    def __post_init__(self) -> None:
        for name in _DTYPES:
            view = np.asarray(getattr(self, name)).view()
            view.flags.writeable = False
            object.__setattr__(self, name, view)
        self._check_shapes()
        self._check_runs()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columns):
            return NotImplemented
        return (
            self.grid == other.grid
            and self.base == other.base
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _DTYPES)
        )

    __hash__ = None  # type: ignore[assignment]

    def _check_shapes(self) -> None:
        for name, dtype in _DTYPES.items():
            array = getattr(self, name)
            shape = self.grid.shape if name == "row_size" else (self.n_runs,)
            if array.dtype != dtype or array.shape != shape:
                msg = f"columns: {name} is {array.dtype} {array.shape}; {np.dtype(dtype)} {shape} needed"
                raise DataError(msg)
        if not np.isfinite(self.base):
            msg = f"columns: the base {self.base} is not a finite height"
            raise DataError(msg)
        counted = int(self.row_size.sum(dtype=np.int64))
        if counted != self.n_runs:
            msg = f"columns: the row sizes count {counted} runs, the arrays hold {self.n_runs}"
            raise DataError(msg)

    def _check_runs(self) -> None:
        if not self.row_size.all():
            empty = int(np.flatnonzero(self.row_size == 0)[0])
            raise DataError(self._at_cell(empty, "has no runs; at least one is needed"))
        below = np.empty_like(self.top)
        below[1:] = self.top[:-1]
        # In float64: a base such as 2.1 has no exact float32, and could seem to lie above a top.
        first = self.start.ravel()
        below[first] = -np.inf
        self._refuse(~np.isfinite(self.top), "has a top that is not a finite number")
        self._refuse(self.top <= below, "has tops that do not ascend")
        low = np.zeros(self.n_runs, dtype=bool)
        low[first] = self.top[first].astype(np.float64) <= self.base
        self._refuse(low, f"has a run that does not rise above the base, {self.base:g} m NAP")
        self._refuse(~_KNOWN[self.lithology], "has a lithology that is none of 0-9 or 253")

    def _refuse(self, wrong: np.ndarray, what: str) -> None:
        """Raise for the first run of ``wrong``, (n_runs,) bool."""
        if wrong.any():
            run = int(np.argmax(wrong))
            cell = int(np.searchsorted(self.start.ravel(), run, side="right")) - 1
            raise DataError(self._at_cell(cell, what))

    def _at_cell(self, cell: int, what: str) -> str:
        iy, ix = divmod(cell, self.grid.nx)
        return f"column at x {self.grid.x[ix]:g}, y {self.grid.y[iy]:g} (row {iy}, column {ix}) {what}"

    @classmethod
    def from_stack(cls, stack: LayerStack) -> Columns:
        """Make columns of the layers that are present in each cell.

        Layers that lie on each other become one run only where unit, lithology *and* event agree.

        Raises
        ------
        DataError
            A column holds nothing above the base, or the tops of the stack descend.
        """
        stack.check()
        row_size, top_mm, layer = runs_of_stack(
            stack.tops, stack.base_mm, [(s.unit, s.lithology, s.event) for s in stack.layers]
        )
        return cls(
            grid=stack.grid,
            base=stack.base,
            row_size=row_size,
            top=(top_mm / 1000.0).astype(np.float32),
            lithology=np.array([s.lithology for s in stack.layers], dtype=np.uint8)[layer],
            unit=np.array([s.unit for s in stack.layers], dtype=np.uint8)[layer],
            event=np.array([s.event for s in stack.layers], dtype=np.uint16)[layer],
        )

    @property
    def n_runs(self) -> int:
        """Number of runs in all columns together."""
        return int(np.size(self.top))

    @cached_property
    def start(self) -> np.ndarray:
        """Index of the lowest run of each column, (ny, nx) int64."""
        ends = np.cumsum(self.row_size, dtype=np.int64).reshape(self.grid.shape)
        return np.asarray(ends - self.row_size)

    @cached_property
    def ground(self) -> np.ndarray:
        """Ground surface (maaiveld): top of the highest run, (ny, nx) float32, m NAP."""
        ground: np.ndarray = self.top[self.start + self.row_size - 1]
        ground.flags.writeable = False
        return ground

    def column(self, iy: int, ix: int) -> Column:
        """Return the runs of one cell; row 0 in the south, column 0 in the west.

        Raises
        ------
        UsageError
            The cell lies outside the grid.
        """
        ny, nx = self.grid.shape
        if not (0 <= iy < ny and 0 <= ix < nx):
            msg = f"cell ({iy}, {ix}) lies outside the grid of {ny} rows and {nx} columns"
            raise UsageError(msg)
        first = int(self.start[iy, ix])
        runs = slice(first, first + int(self.row_size[iy, ix]))
        return Column(
            self.base,
            self.top[runs].astype(np.float64),
            self.lithology[runs],
            self.unit[runs],
            self.event[runs],
        )

    def part(self, rows: slice, columns: slice) -> Columns:
        """Return the given rows and columns (slices with a start and a stop)."""
        row_size = self.row_size[rows, columns]
        chosen = np.zeros(self.grid.shape, dtype=bool)
        chosen[rows, columns] = True
        runs = np.repeat(chosen.ravel(), self.row_size.ravel())
        return Columns(
            self.grid.part(rows, columns),
            self.base,
            np.ascontiguousarray(row_size),
            self.top[runs],
            self.lithology[runs],
            self.unit[runs],
            self.event[runs],
        )

    def to_dataset(self) -> xr.Dataset:
        """Return the columns as a CF contiguous ragged array; see :mod:`.columns_cf`."""
        from wijkgenese3d.model.columns_cf import dataset_of

        return dataset_of(self)

    @classmethod
    def from_dataset(cls, dataset: xr.Dataset) -> Columns:
        """Read columns back from :meth:`to_dataset`.

        Raises
        ------
        DataError
            A variable is missing, or what it holds is not a valid set of columns.
        """
        from wijkgenese3d.model.columns_cf import parts_of

        return cls(**parts_of(dataset))


def expand(column: Column, fabrics: Mapping[int, Fabric], x: float, y: float) -> Column:
    """Replace the runs that carry a fabric by the exact intervals of that fabric.

    Parameters
    ----------
    column : Column
        As :meth:`Columns.column` gives it.
    fabrics : mapping of int to Fabric
        By index of the unit in the legend.
    x, y : float
        Centre of the column, RD, m.

    Returns
    -------
    Column
        Without lithology 253; unit and event of an interval are those of its run.

    Raises
    ------
    DataError
        A run asks for a fabric that is not given.
    """
    if not (column.lithology == FABRIC).any():
        return column
    tops: list[np.ndarray] = []
    lithology: list[np.ndarray] = []
    for k, (base, top) in enumerate(zip(column.bases, column.tops, strict=True)):
        if column.lithology[k] != FABRIC:
            tops.append(column.tops[k : k + 1])
            lithology.append(column.lithology[k : k + 1])
            continue
        fabric = fabrics.get(int(column.unit[k]))
        if fabric is None:
            msg = f"unit {int(column.unit[k])} at x {x:g}, y {y:g} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        inner_tops, inner = fabric.intervals(x, y, float(base), float(top))
        tops.append(np.asarray(inner_tops, dtype=np.float64))
        lithology.append(np.asarray(inner, dtype=np.uint8))
    counts = [len(part) for part in tops]
    return Column(
        column.base,
        np.concatenate(tops),
        np.concatenate(lithology),
        np.repeat(column.unit, counts),
        np.repeat(column.event, counts),
    )
