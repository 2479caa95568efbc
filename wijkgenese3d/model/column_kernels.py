"""Compiled twins of :mod:`wijkgenese3d.model.column_arrays`, for large models.

Import this module inside a function: it loads numba. Kernels are single-threaded on purpose. One
descheduled thread stalls a parallel loop for a scheduler slice, which costs more than these passes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from wijkgenese3d.model.column_arrays import AIR_CODES, OUTSIDE_CODES, Codes, Runs

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
def _write_layer(top: np.ndarray, layer: int, key: int, state: Codes, out: Codes) -> None:
    """Write the runs that a layer adds.

    ``state`` is height, last key and last run written per column; ``out`` is top and layer per run.
    """
    height, last, position = state
    for i in range(top.size):
        if top[i] > height[i]:
            height[i] = top[i]
            if last[i] != key:
                last[i] = key
                position[i] += 1
            out[0][position[i]] = top[i]
            out[1][position[i]] = layer


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
        _write_layer(top, k, key, (height, last, position), (out_top, out_layer))
    return count.reshape(tops[0].shape), out_top, out_layer


@njit(cache=True)
def _fill(place: Codes, runs: Codes, z: np.ndarray, base: float, out: Codes) -> None:
    """Walk up a row of columns together, so that ``out`` is written along its last axis."""
    first, size = place
    top, lithology, unit, event = runs
    ny, nx = first.shape
    current = np.empty(nx, dtype=np.int64)
    for iy in range(ny):
        current[:] = first[iy]
        for k in range(z.size):
            height = z[k]
            for ix in range(nx):
                at, end = current[ix], first[iy, ix] + size[iy, ix]
                while at < end and top[at] <= height:
                    at += 1
                current[ix] = at
                if height < base:
                    out[0][k, iy, ix], out[1][k, iy, ix], out[2][k, iy, ix] = OUTSIDE_CODES
                elif at < end:
                    out[0][k, iy, ix] = lithology[at]
                    out[1][k, iy, ix] = unit[at]
                    out[2][k, iy, ix] = event[at]
                else:
                    out[0][k, iy, ix], out[1][k, iy, ix], out[2][k, iy, ix] = AIR_CODES


def fill_voxels(
    place: tuple[np.ndarray, np.ndarray], runs: Codes, z: np.ndarray, base: float, out: Codes
) -> None:
    """See :func:`wijkgenese3d.model.column_arrays.fill_voxels_numpy`."""
    first, size = (np.ascontiguousarray(part) for part in place)
    _fill((first, size), runs, z, base, out)


@njit(cache=True)
def _mark_last(codes: Codes, solid: np.ndarray, last: np.ndarray, row_size: np.ndarray) -> None:
    """Mark the highest voxel of each run; arrays are (nz, n_columns), and read straight through.

    Without a branch, so that the inner loop is vectorised.
    """
    lithology, unit, event = codes
    nz, n = lithology.shape
    for k in range(nz):
        up = min(k + 1, nz - 1)
        for i in range(n):
            differs = (
                (lithology[k, i] != lithology[up, i])
                | (unit[k, i] != unit[up, i])
                | (event[k, i] != event[up, i])
                | (k + 1 == solid[1, i])
            )
            is_last = differs & (k >= solid[0, i]) & (k < solid[1, i])
            last[k, i] = is_last
            row_size[i] += is_last


@njit(cache=True)
def _write_runs(last: np.ndarray, position: np.ndarray, top: np.ndarray, source: np.ndarray) -> None:
    """Write the marked voxels; ``position`` is where the next run of each column goes."""
    nz, n = last.shape
    for k in range(nz):
        for i in range(n):
            if last[k, i]:
                top[position[i]] = k + 1
                source[position[i]] = k * n + i
                position[i] += 1


def runs_of_voxels(codes: Codes, solid: np.ndarray) -> Runs:
    """See :func:`wijkgenese3d.model.column_arrays.runs_of_voxels_numpy`."""
    nz, *shape = codes[0].shape
    lithology, unit, event = (np.ascontiguousarray(code).reshape(nz, -1) for code in codes)
    last = np.empty(lithology.shape, dtype=np.bool_)
    row_size = np.zeros(lithology.shape[1], dtype=np.uint16)
    _mark_last((lithology, unit, event), solid.reshape(2, -1), last, row_size)
    ends = np.cumsum(row_size, dtype=np.int64)
    top, source = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1], dtype=np.int64)
    _write_runs(last, ends - row_size, top, source)
    return row_size.reshape(shape), top, source
