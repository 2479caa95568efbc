"""Runs, stacks and voxels turned into each other with NumPy alone, and the choice of a kernel.

Each function has a compiled twin in :mod:`wijkgenese3d.model.column_kernels`. The NumPy form is the
oracle that the kernels are tested against, and it serves small models, where loading the compiler
would take longer than the work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from wijkgenese3d.errors import DataError

__all__ = [
    "AIR_CODES",
    "KERNEL_FROM",
    "KERNEL_FROM_LOADED",
    "OUTSIDE_CODES",
    "Codes",
    "Runs",
    "fill_voxels",
    "fill_voxels_numpy",
    "kernel_pays",
    "merge_keys",
    "runs_of_stack",
    "runs_of_stack_numpy",
    "runs_of_voxels",
    "runs_of_voxels_numpy",
]

KERNEL_FROM = 20_000_000
"""Cells times layers (or voxels) from which the compiled kernels are worth loading."""

KERNEL_FROM_LOADED = 500_000
"""The same where numba is loaded already, as it is after a replay."""

AIR_CODES = (254, 254, 65534)
"""Lithology, unit and event of a voxel above the ground."""
OUTSIDE_CODES = (255, 255, 65535)
"""Lithology, unit and event of a voxel outside the model."""

Codes = tuple[np.ndarray, ...]
Runs = tuple[np.ndarray, np.ndarray, np.ndarray]
"""``row_size (ny, nx) uint16``, ``top (n_runs,)``, ``source (n_runs,)``: runs before they get codes."""


def merge_keys(layers: Sequence[tuple[int, ...]]) -> np.ndarray:
    """Give equal layers equal numbers, (n_layers,) int32, from 0."""
    seen: dict[tuple[int, ...], int] = {}
    return np.array([seen.setdefault(layer, len(seen)) for layer in layers], dtype=np.int32)


def runs_of_stack(tops: Sequence[np.ndarray], base_mm: int, layers: Sequence[tuple[int, ...]]) -> Runs:
    """Gather the layers that are present in each cell.

    Parameters
    ----------
    tops : sequence of (ny, nx) int32
        Top of each layer, mm NAP, oldest first.
    base_mm : int
        Underside, mm NAP.
    layers : sequence of tuple
        What each layer is; neighbours in a column that are equal become one run.

    Returns
    -------
    row_size : (ny, nx) uint16
    top : (n_runs,) int32
        mm NAP.
    layer : (n_runs,) uint16
        Index in ``layers``.

    Raises
    ------
    DataError
        There are no layers, or more than fit.
    """
    if not tops or len(tops) > np.iinfo(np.uint16).max:
        msg = f"a stack of {len(tops)} layers cannot become columns; 1 to 65535 are possible"
        raise DataError(msg)
    keys = merge_keys(layers)
    if not kernel_pays(tops[0].size * len(tops)):
        return runs_of_stack_numpy(tops, base_mm, keys)
    from wijkgenese3d.model import column_kernels

    return column_kernels.runs_of_stack(tops, base_mm, keys)


def kernel_pays(size: int) -> bool:
    """Tell whether compiled kernels are worth it for so many cells: loading numba takes half a second."""
    return size >= (min(KERNEL_FROM, KERNEL_FROM_LOADED) if "numba" in sys.modules else KERNEL_FROM)


def runs_of_stack_numpy(tops: Sequence[np.ndarray], base_mm: int, keys: np.ndarray) -> Runs:
    """Do the work of :func:`runs_of_stack`, layer by layer; ``keys`` from :func:`merge_keys`."""
    shape, size = tops[0].shape, tops[0].size
    height = np.full(size, base_mm, dtype=np.int32)
    last = np.full(size, -1, dtype=np.int32)
    count = np.zeros(size, dtype=np.uint16)
    present: list[tuple[np.ndarray, np.ndarray]] = []
    for raster, key in zip(tops, keys, strict=True):
        flat = raster.ravel()
        cells = np.flatnonzero(flat > height)
        new = last[cells] != key
        height[cells] = flat[cells]
        last[cells] = key
        count[cells] += new
        present.append((cells, new))
    position = np.cumsum(count, dtype=np.int64) - count - 1
    n_runs = int(count.sum(dtype=np.int64))
    top = np.empty(n_runs, dtype=np.int32)
    layer = np.empty(n_runs, dtype=np.uint16)
    for k, (cells, new) in enumerate(present):
        position[cells] += new
        run = position[cells]
        top[run] = tops[k].ravel()[cells]
        layer[run] = k
    return count.reshape(shape), top, layer


def fill_voxels(
    place: tuple[np.ndarray, np.ndarray], runs: Codes, z: np.ndarray, base: float, out: Codes
) -> None:
    """Give each voxel the codes of the run that holds its centre.

    A run holds the heights from its underside up to, not including, its top.

    Parameters
    ----------
    place : (first, size)
        (ny, nx) int64: the lowest run of each column of voxels, and how many it has.
    runs : (top, lithology, unit, event)
        (n_runs,) each; tops float32, m NAP.
    z : (nz,) float64
        Centres, m NAP, ascending.
    base : float
        Underside of the columns, m NAP; below it is outside.
    out : (lithology, unit, event)
        (nz, ny, nx) uint8, uint8 and uint16, written to.
    """
    if not kernel_pays(out[0].size):
        fill_voxels_numpy(place, runs, z, base, out)
        return
    from wijkgenese3d.model import column_kernels

    column_kernels.fill_voxels(place, runs, z, base, out)


def fill_voxels_numpy(
    place: tuple[np.ndarray, np.ndarray], runs: Codes, z: np.ndarray, base: float, out: Codes
) -> None:
    """Do the work of :func:`fill_voxels`, plane by plane."""
    first, size = place
    top, *codes = runs
    heights = top.astype(np.float64)
    current, end = first.copy(), first + size
    for k in range(z.size):
        if z[k] < base:
            for volume, outside in zip(out, OUTSIDE_CODES, strict=True):
                volume[k] = outside
            continue
        while True:
            inside = current < end
            passed = inside & (heights[np.where(inside, current, 0)] <= z[k])
            if not passed.any():
                break
            current += passed
        for volume, code, air in zip(out, codes, AIR_CODES, strict=True):
            volume[k] = np.where(inside, code[np.where(inside, current, 0)], air)


def runs_of_voxels(codes: Codes, solid: np.ndarray) -> Runs:
    """Gather equal neighbours above each other into runs.

    Parameters
    ----------
    codes : three (nz, ny, nx) arrays
        Lithology and unit uint8, event uint16, z ascending.
    solid : (2, ny, nx) int32
        First and one past the last z index of the ground in each column.

    Returns
    -------
    row_size : (ny, nx) uint16
    top : (n_runs,) int32
        One past the z index of the highest voxel of the run.
    source : (n_runs,) int64
        Flat index of a voxel of the run.
    """
    if not kernel_pays(codes[0].size):
        return runs_of_voxels_numpy(codes, solid)
    from wijkgenese3d.model import column_kernels

    return column_kernels.runs_of_voxels(codes, solid)


def runs_of_voxels_numpy(codes: Codes, solid: np.ndarray) -> Runs:
    """Do the work of :func:`runs_of_voxels` with whole arrays."""
    nz = codes[0].shape[0]
    k = np.arange(nz, dtype=np.int32)[:, None, None]
    last = np.zeros(codes[0].shape, dtype=bool)
    for code in codes:
        last[:-1] |= code[1:] != code[:-1]
    last |= k == solid[1] - 1
    last &= (k >= solid[0]) & (k < solid[1])
    row_size = last.sum(axis=0).astype(np.uint16)
    iy, ix, iz = np.nonzero(last.transpose(1, 2, 0))
    return row_size, (iz + 1).astype(np.int32), np.ravel_multi_index((iz, iy, ix), last.shape)
