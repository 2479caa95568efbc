"""Compiled twins of :mod:`wijkgenese3d.model.column_arrays`, for large models.

Import this module inside a function: it loads numba. Kernels are single-threaded on purpose. One
descheduled thread stalls a parallel loop for a scheduler slice, which costs more than these passes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from wijkgenese3d.model.column_arrays import Runs

__all__ = ["fill_voxels", "runs_of_stack", "runs_of_voxels"]


@njit(cache=True)
def _count_layer(top: np.ndarray, key: int, height: np.ndarray, last: np.ndarray, count: np.ndarray) -> None:
    """Count the runs that a layer adds; all arrays are flat, one value per column."""
    for i in range(top.size):
        if top[i] > height[i]:
            height[i] = top[i]
            if last[i] != key:
                last[i] = key
                count[i] += 1


@njit(cache=True)
def _write_layer(
    top: np.ndarray,
    layer: int,
    key: int,
    height: np.ndarray,
    last: np.ndarray,
    position: np.ndarray,
    out_top: np.ndarray,
    out_layer: np.ndarray,
) -> None:
    """Write the runs that a layer adds; ``position`` is the last run written in each column."""
    for i in range(top.size):
        if top[i] > height[i]:
            height[i] = top[i]
            if last[i] != key:
                last[i] = key
                position[i] += 1
            out_top[position[i]] = top[i]
            out_layer[position[i]] = layer


def runs_of_stack(tops: Sequence[np.ndarray], base_mm: int, keys: np.ndarray) -> Runs:
    """See :func:`wijkgenese3d.model.column_arrays.runs_of_stack_numpy`."""
    size = tops[0].size
    flat = [np.ascontiguousarray(top).ravel() for top in tops]
    height = np.full(size, base_mm, dtype=np.int32)
    last = np.full(size, -1, dtype=np.int32)
    count = np.zeros(size, dtype=np.uint16)
    for top, key in zip(flat, keys, strict=True):
        _count_layer(top, key, height, last, count)
    position = np.cumsum(count, dtype=np.int64) - count - 1
    n_runs = int(count.sum(dtype=np.int64))
    out_top, out_layer = np.empty(n_runs, dtype=np.int32), np.empty(n_runs, dtype=np.uint16)
    height[:], last[:] = base_mm, -1
    for k, (top, key) in enumerate(zip(flat, keys, strict=True)):
        _write_layer(top, k, key, height, last, position, out_top, out_layer)
    return count.reshape(tops[0].shape), out_top, out_layer


@njit(cache=True)
def _fill(
    first: np.ndarray, size: np.ndarray, top: np.ndarray, z: np.ndarray, base: float, run: np.ndarray
) -> None:
    """Walk up a row of columns together, so that ``run`` is written along its last axis."""
    ny, nx = first.shape
    current = np.empty(nx, dtype=np.int64)
    for iy in range(ny):
        current[:] = first[iy]
        for k in range(z.size):
            height = z[k]
            if height < base:
                run[k, iy, :] = -2
                continue
            for ix in range(nx):
                at, end = current[ix], first[iy, ix] + size[iy, ix]
                while at < end and top[at] <= height:
                    at += 1
                current[ix] = at
                run[k, iy, ix] = at if at < end else -1


def fill_voxels(
    first: np.ndarray, size: np.ndarray, top: np.ndarray, z: np.ndarray, base: float
) -> np.ndarray:
    """See :func:`wijkgenese3d.model.column_arrays.fill_voxels_numpy`."""
    run = np.empty((z.size, *first.shape), dtype=np.int32)
    _fill(np.ascontiguousarray(first), np.ascontiguousarray(size), np.ascontiguousarray(top), z, base, run)
    return run


@njit(cache=True)
def _ends_run(
    lithology: np.ndarray, unit: np.ndarray, event: np.ndarray, k: int, iy: int, ix: int, end: int
) -> bool:
    """Tell whether the voxel is the highest of its run."""
    return (
        k + 1 == end
        or lithology[k, iy, ix] != lithology[k + 1, iy, ix]
        or unit[k, iy, ix] != unit[k + 1, iy, ix]
        or event[k, iy, ix] != event[k + 1, iy, ix]
    )


@njit(cache=True)
def _count_runs(
    lithology: np.ndarray, unit: np.ndarray, event: np.ndarray, solid: np.ndarray, row_size: np.ndarray
) -> None:
    nz, ny, nx = lithology.shape
    for iy in range(ny):
        for k in range(nz):
            for ix in range(nx):
                if solid[0, iy, ix] <= k < solid[1, iy, ix] and _ends_run(
                    lithology, unit, event, k, iy, ix, solid[1, iy, ix]
                ):
                    row_size[iy, ix] += 1


@njit(cache=True)
def _write_runs(
    lithology: np.ndarray,
    unit: np.ndarray,
    event: np.ndarray,
    solid: np.ndarray,
    position: np.ndarray,
    out_top: np.ndarray,
    out_source: np.ndarray,
) -> None:
    nz, ny, nx = lithology.shape
    for iy in range(ny):
        for k in range(nz):
            for ix in range(nx):
                if solid[0, iy, ix] <= k < solid[1, iy, ix] and _ends_run(
                    lithology, unit, event, k, iy, ix, solid[1, iy, ix]
                ):
                    out_top[position[iy, ix]] = k + 1
                    out_source[position[iy, ix]] = (k * ny + iy) * nx + ix
                    position[iy, ix] += 1


def runs_of_voxels(codes: tuple[np.ndarray, np.ndarray, np.ndarray], solid: np.ndarray) -> Runs:
    """See :func:`wijkgenese3d.model.column_arrays.runs_of_voxels_numpy`."""
    lithology, unit, event = (np.ascontiguousarray(code) for code in codes)
    row_size = np.zeros(lithology.shape[1:], dtype=np.uint16)
    _count_runs(lithology, unit, event, solid, row_size)
    ends = np.cumsum(row_size, dtype=np.int64).reshape(row_size.shape)
    n_runs = int(ends[-1, -1])
    top, source = np.empty(n_runs, dtype=np.int32), np.empty(n_runs, dtype=np.int64)
    _write_runs(lithology, unit, event, solid, ends - row_size, top, source)
    return row_size, top, source
