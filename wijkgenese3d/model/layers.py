"""The ground while it is replayed: a stack of layer tops over one grid.

Each deposit of a scene has one *slot*, in the order of the file, and a slot is one layer: its unit,
lithology and event are the same everywhere. A state holds, per slot, the height of its top; a layer
that is absent in a cell has the top of the layer below it. So to deposit is to add a raster, to
erode is to cut all tops down to a surface, and nothing ever depends on the vertical cell.

Heights are whole millimetres (int32, mm NAP): sums are exact, replaying twice gives identical
arrays, and a raster compresses well. :class:`~wijkgenese3d.model.columns.Columns` is the same state
as runs per column.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.frame import Grid

__all__ = ["Layer", "LayerStack", "MmRaster", "to_millimetres"]

MmRaster = np.ndarray[tuple[int, ...], np.dtype[np.int32]]


@dataclass(frozen=True)
class Layer:
    """What one slot of the stack is made of.

    Parameters
    ----------
    slot : int
        Place in the replay order of the whole scene, unique, ascending from base to top.
    unit : int
        Index of the body in the legend.
    lithology : int
        GeoTOP lithoclass 0-9, or :data:`~wijkgenese3d.model.legend.FABRIC` (253).
    event : int
        Index of the event in the scene's list of events.
    """

    slot: int
    unit: int
    lithology: int
    event: int


def to_millimetres(height: np.ndarray) -> MmRaster:
    """Round heights or thicknesses in metres to whole millimetres (int32).

    Half a millimetre goes down, with room for the rounding of the arithmetic itself: what is left over
    after filling or cutting to a surface is at most half a millimetre, so doing it again does nothing.
    """
    return np.ceil(np.asarray(height, dtype=np.float64) * 1000.0 - 0.500001).astype(np.int32)


@dataclass(frozen=True)
class LayerStack:
    """Layers over a grid, oldest first. Immutable: every change returns a new stack.

    Parameters
    ----------
    grid : Grid
        The map cells.
    base : float
        Flat underside, m NAP.
    layers : tuple of Layer
        Oldest first, slots ascending.
    tops : tuple of (ny, nx) int32 arrays
        Top of each layer, mm NAP, never below the one before it. Arrays are shared between stacks
        and must not be written to.

    Raises
    ------
    DataError
        Shapes, dtypes or the order of slots or tops are wrong.
    """

    grid: Grid
    base: float
    layers: tuple[Layer, ...] = ()
    tops: tuple[MmRaster, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if len(self.layers) != len(self.tops):
            msg = f"{len(self.layers)} layers but {len(self.tops)} rasters of tops"
            raise DataError(msg)
        slots = [layer.slot for layer in self.layers]
        if slots != sorted(set(slots)):
            msg = f"layer slots {slots} do not ascend"
            raise DataError(msg)
        for top in self.tops:
            if top.shape != self.grid.shape or top.dtype != np.int32:
                msg = f"a raster of tops is {top.dtype} {top.shape}; int32 {self.grid.shape} needed"
                raise DataError(msg)

    def check(self) -> None:
        """Check that no top lies below the layer under it.

        Raises
        ------
        DataError
            It does; the first such layer and the number of cells are named.
        """
        below: MmRaster = np.full(self.grid.shape, self.base_mm, dtype=np.int32)
        for layer, top in zip(self.layers, self.tops, strict=True):
            wrong = int(np.count_nonzero(top < below))
            if wrong:
                msg = f"layer {layer.slot} lies below the one under it in {wrong} cells"
                raise DataError(msg)
            below = top

    @property
    def base_mm(self) -> int:
        """Underside, mm NAP."""
        return round(self.base * 1000)

    @property
    def ground_mm(self) -> MmRaster:
        """Ground surface (maaiveld), (ny, nx) int32, mm NAP."""
        if not self.tops:
            return np.full(self.grid.shape, self.base_mm, dtype=np.int32)
        return self.tops[-1]

    @property
    def ground(self) -> np.ndarray:
        """Ground surface (maaiveld), (ny, nx) float64, m NAP."""
        return np.asarray(self.ground_mm / 1000.0)

    def deposited(self, layer: Layer, thickness: MmRaster) -> LayerStack:
        """Put a layer on top; ``thickness`` (ny, nx) int32 mm, negative counts as 0."""
        top = self.ground_mm + np.maximum(thickness, 0)
        return replace(self, layers=(*self.layers, layer), tops=(*self.tops, top.astype(np.int32)))

    def cut(self, surface: MmRaster) -> LayerStack:
        """Cut everything above ``surface`` (ny, nx) int32 mm NAP away, never below the base."""
        floor = np.maximum(surface, self.base_mm).astype(np.int32)
        rows, columns = _bounding(self.ground_mm > floor)
        if rows is None:
            return self
        part = (rows, columns)
        tops = []
        for top in self.tops:
            above = top[part] > floor[part]
            if above.any():
                lowered = top.copy()
                lowered[part] = np.minimum(top[part], floor[part])
                tops.append(lowered)
            else:
                tops.append(top)
        return replace(self, tops=tuple(tops))

    def thinned(self, unit: int, loss: MmRaster) -> LayerStack:
        """Take ``loss`` (ny, nx) int32 mm out of the layers of ``unit``; what lies above sinks along.

        The youngest layer of the unit loses first, and none loses more than it has.
        """
        left = np.maximum(loss, 0)
        tops = list(self.tops)
        for k in range(len(tops) - 1, -1, -1):
            if self.layers[k].unit != unit:
                continue
            below = tops[k - 1] if k else np.full(self.grid.shape, self.base_mm, dtype=np.int32)
            taken = np.minimum(left, tops[k] - below)
            if not taken.any():
                continue
            for j in range(k, len(tops)):
                tops[j] = (tops[j] - taken).astype(np.int32)
            left = left - taken
        return replace(self, tops=tuple(tops))

    def thickness_mm(self, unit: int) -> MmRaster:
        """Total thickness of a unit, (ny, nx) int32, mm."""
        total = np.zeros(self.grid.shape, dtype=np.int32)
        below: MmRaster = np.full(self.grid.shape, self.base_mm, dtype=np.int32)
        for layer, top in zip(self.layers, self.tops, strict=True):
            if layer.unit == unit:
                total += top - below
            below = top
        return total

    def part(self, rows: slice, columns: slice) -> LayerStack:
        """Return the given rows and columns."""
        return LayerStack(
            self.grid.part(rows, columns),
            self.base,
            self.layers,
            tuple(np.ascontiguousarray(top[rows, columns]) for top in self.tops),
        )


def _bounding(mask: np.ndarray) -> tuple[slice, slice] | tuple[None, None]:
    """Smallest rows and columns that hold every true cell, or ``(None, None)``."""
    in_row = np.flatnonzero(mask.any(axis=1))
    if in_row.size == 0:
        return None, None
    in_column = np.flatnonzero(mask.any(axis=0))
    return slice(in_row[0], in_row[-1] + 1), slice(in_column[0], in_column[-1] + 1)
