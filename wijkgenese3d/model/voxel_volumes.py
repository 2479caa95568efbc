"""The codes of voxels as bare arrays: what is labelled in an xarray dataset, and what blocks are drawn of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.model.column_arrays import OUTSIDE_CODES, fill_voxels
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CellSize, FloatGrid, NapRange
from wijkgenese3d.model.legend import FABRIC

__all__ = ["MOST_VOXELS", "VoxelVolumes", "voxel_volumes"]

MOST_VOXELS = 2_000_000_000
"""A model with more is refused: it would take over 8 GB."""

_EPS = 1e-4
"""Share of a cell that a bound may miss a cell edge by, for heights are float32."""


@dataclass(frozen=True, eq=False)
class VoxelVolumes:
    """Voxels of some ground.

    Parameters
    ----------
    centres : (z, y, x)
        Centres of the voxels along each axis, float64, ascending, m NAP and RD m.
    volumes : (lithology, unit, event)
        Codes, (nz, ny, nx) uint8, uint8 and uint16.
    """

    centres: tuple[FloatGrid, FloatGrid, FloatGrid] = field(repr=False)
    volumes: tuple[np.ndarray, np.ndarray, np.ndarray] = field(repr=False)


def voxel_volumes(
    columns: Columns,
    cell: CellSize,
    z_range: NapRange | None = None,
    fabrics: Mapping[int, Fabric] | None = None,
) -> VoxelVolumes:
    """Make voxels of columns.

    Parameters
    ----------
    columns, cell, z_range, fabrics
        As of :func:`wijkgenese3d.model.voxels.voxels`.

    Raises
    ------
    UsageError
        That would be more than :data:`MOST_VOXELS` voxels.
    DataError
        A unit asks for a fabric that is not among ``fabrics``.
    """
    z = _heights(columns, cell.dz, z_range)
    extent, size = columns.grid.extent, columns.grid.cell
    x, ix = _along(extent.xmin, extent.width, cell.dx, size)
    y, iy = _along(extent.ymin, extent.height, cell.dy, size)
    shape = (z.size, y.size, x.size)
    if math.prod(shape) > MOST_VOXELS:
        msg = f"{shape[2]} x {shape[1]} x {shape[0]} voxels are {math.prod(shape) / 1e9:.1f} billion"
        raise UsageError(msg, hint="choose larger cells, a smaller window or a smaller height range")
    volumes: tuple[np.ndarray, np.ndarray, np.ndarray] = (
        np.empty(shape, np.uint8),
        np.empty(shape, np.uint8),
        np.empty(shape, np.uint16),
    )
    at = np.ix_(np.minimum(iy, columns.grid.ny - 1), np.minimum(ix, columns.grid.nx - 1))
    place = (columns.start[at], columns.row_size[at].astype(np.int64))
    runs = (columns.top, columns.lithology, columns.unit, columns.event)
    fill_voxels(place, runs, z, columns.base, volumes)
    for volume, outside in zip(volumes, OUTSIDE_CODES, strict=True):
        volume[:, iy >= columns.grid.ny] = outside
        volume[:, :, ix >= columns.grid.nx] = outside
    if fabrics is not None:
        _ask_fabrics(volumes, fabrics, (z, y, x))
    return VoxelVolumes((z, y, x), volumes)


def _heights(columns: Columns, dz: float, z_range: NapRange | None) -> FloatGrid:
    """Voxel centres, (nz,) float64, m NAP, ascending."""
    if z_range is None:
        base = math.floor(columns.base / dz + _EPS) * dz
        top = max(math.ceil(float(columns.ground.max()) / dz - _EPS) * dz, base + dz)
    else:
        base, top = z_range.base, z_range.top
    count = max(math.ceil((top - base) / dz - _EPS), 1)
    return base + (np.arange(count, dtype=np.float64) + 0.5) * dz


def _along(origin: float, length: float, step: float, size: float) -> tuple[FloatGrid, np.ndarray]:
    """Voxel centres along an axis, and the index of the map cell that holds each of them.

    The index is counted from the edge of the box, so that large RD numbers cost no accuracy.
    """
    from_edge = (np.arange(max(math.ceil(length / step - _EPS), 1), dtype=np.float64) + 0.5) * step
    return origin + from_edge, np.floor(from_edge / size + 1e-9).astype(np.int64)


def _ask_fabrics(
    volumes: tuple[np.ndarray, ...], fabrics: Mapping[int, Fabric], centres: tuple[FloatGrid, ...]
) -> None:
    """Replace lithology 253 by what the fabric of the unit says at the voxel centre."""
    lithology, unit, _ = volumes
    z, y, x = centres
    for k in range(z.size):
        iy, ix = np.nonzero(lithology[k] == FABRIC)
        units = unit[k, iy, ix]
        for index in np.unique(units):
            fabric = fabrics.get(int(index))
            if fabric is None:
                msg = f"unit {index} at {z[k]:g} m NAP asks for a fabric that is not given"
                raise DataError(msg, hint="give the fabrics of the scene")
            own = units == index
            jy, jx = iy[own], ix[own]
            lithology[k, jy, jx] = fabric.lithology(x[jx], y[jy], np.full(jx.size, z[k]))
