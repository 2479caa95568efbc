"""Runs, stacks and voxels turned into each other with NumPy alone, and the choice of a kernel.

Each function has a compiled twin in :mod:`wijkgenese3d.model.column_kernels`. The NumPy form is the
oracle that the kernels are tested against, and it serves small models, where loading the compiler
would take longer than the work.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wijkgenese3d.errors import DataError

__all__ = [
    "KERNEL_FROM",
    "Runs",
    "fill_voxels",
    "fill_voxels_numpy",
    "merge_keys",
    "runs_of_stack",
    "runs_of_stack_numpy",
    "runs_of_voxels",
    "runs_of_voxels_numpy",
]

KERNEL_FROM = 20_000_000
"""Cells times layers (or voxels) from which the compiled kernels are worth loading."""

Runs = tuple[np.ndarray, np.ndarray, np.ndarray]
"""``row_size (ny, nx) uint16``, ``top (n_runs,)``, ``source (n_runs,)``: runs before they get codes."""


def merge_keys(layers: Sequence[tuple[int, ...]]) -> np.ndarray:
    """Number layers so that equal ones get the same number, (n_layers,) int32, from 0."""
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
    if tops[0].size * len(tops) < KERNEL_FROM:
        return runs_of_stack_numpy(tops, base_mm, keys)
    from wijkgenese3d.model import column_kernels

    return column_kernels.runs_of_stack(tops, base_mm, keys)


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
    runs: tuple[np.ndarray, ...], at: tuple[np.ndarray, np.ndarray], z: np.ndarray, base: float
) -> np.ndarray:
    """Find the run that holds each voxel centre.

    A run holds the heights from its underside up to, not including, its top.

    Parameters
    ----------
    runs : (start, row_size, top)
        (ny, nx) int64 and uint16 of the columns; (n_runs,) float32, m NAP.
    at : (iy, ix)
        (ny_out,) and (nx_out,) int64: the column that each row and column of voxels takes.
    z : (nz,) float64
        Centres, m NAP, ascending.
    base : float
        Underside of the columns, m NAP.

    Returns
    -------
    (nz, ny_out, nx_out) int32
        Index of the run; -1 above the ground, -2 below the base.
    """
    start, row_size, top = runs
    iy, ix = at
    first, size = start[np.ix_(iy, ix)], row_size[np.ix_(iy, ix)].astype(np.int64)
    if first.size * z.size < KERNEL_FROM:
        return fill_voxels_numpy(first, size, top, z, base)
    from wijkgenese3d.model import column_kernels

    return column_kernels.fill_voxels(first, size, top, z, base)


def fill_voxels_numpy(
    first: np.ndarray, size: np.ndarray, top: np.ndarray, z: np.ndarray, base: float
) -> np.ndarray:
    """Do the work of :func:`fill_voxels`, plane by plane; ``first``, ``size`` per column of voxels."""
    run = np.full((z.size, *first.shape), -2, dtype=np.int32)
    current, end = first.copy(), first + size
    heights = top.astype(np.float64)
    for k in np.flatnonzero(z >= base):
        while True:
            inside = current < end
            passed = inside & (heights[np.where(inside, current, 0)] <= z[k])
            if not passed.any():
                break
            current += passed
        run[k] = np.where(inside, current, -1)
    return run


def runs_of_voxels(codes: tuple[np.ndarray, np.ndarray, np.ndarray], solid: np.ndarray) -> Runs:
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
    if codes[0].size < KERNEL_FROM:
        return runs_of_voxels_numpy(codes, solid)
    from wijkgenese3d.model import column_kernels

    return column_kernels.runs_of_voxels(codes, solid)


def runs_of_voxels_numpy(codes: tuple[np.ndarray, np.ndarray, np.ndarray], solid: np.ndarray) -> Runs:
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
