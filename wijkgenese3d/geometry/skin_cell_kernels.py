"""Compiled kernels of the skin that go cell by cell, run by run or face by face.

Voxel culling, rounding of runs, runs to cells and back, and the corners of faces. See
:mod:`.skin_numpy` for what each does, and :mod:`.skin_kernels` for the rules they keep.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from wijkgenese3d.geometry.skin_numpy import Faces, Runs
from wijkgenese3d.model.legend import AIR

__all__ = ["culled_faces", "expand_faces", "fill_volume", "round_runs", "runs_of_volume"]


def culled_faces(label: np.ndarray, visible: np.ndarray) -> Faces:
    """See :func:`.skin_numpy.culled_faces`; here the faces come row by row."""
    label = np.ascontiguousarray(label)
    count = np.zeros(label.shape[:2], dtype=np.int64)
    _count_faces(label, visible, count)
    n = int(count.sum())
    faces: Faces = (np.empty((n, 6), dtype=np.uint16), np.empty((n, 2), dtype=np.uint8))
    _write_faces(label, visible, count, faces)
    return faces


@njit(cache=True)
def _see_plane(label: np.ndarray, visible: np.ndarray, k: int, plane: np.ndarray) -> None:
    """Write which cells of plane ``k`` are drawn into the middle of ``plane``, (ny + 2, nx + 2)."""
    nz, ny, nx = label.shape
    if not 0 <= k < nz:
        plane[:] = 0
        return
    count = visible.sum()
    first_ones = visible[:count].all()
    for j in range(ny):
        if first_ones:
            # Nothing hidden: a comparison is done for many cells at once, a look-up one by one.
            for i in range(nx):
                plane[j + 1, i + 1] = label[k, j, i] < count
        else:
            for i in range(nx):
                plane[j + 1, i + 1] = visible[label[k, j, i]]


@njit(cache=True)
def _open_sides(planes: np.ndarray, k: int, j: int, out: np.ndarray) -> int:
    """Write how many sides of each cell of a row are open, 0 for one that is not drawn; return the sum."""
    below, now, above = planes[(k + 3) % 3], planes[(k + 1) % 3], planes[(k + 2) % 3]
    row, south, north = now[j + 1], now[j], now[j + 2]
    under, over = below[j + 1], above[j + 1]
    total = np.uint32(0)
    for i in range(1, len(out) + 1):
        covered = row[i - 1] + row[i + 1] + south[i] + north[i] + under[i] + over[i]
        own = np.uint8(row[i] * (6 - covered))
        out[i - 1] = own
        total += np.uint32(own)
    return int(total)


@njit(cache=True)
def _count_faces(label: np.ndarray, visible: np.ndarray, count: np.ndarray) -> None:
    """Count the faces of each row; three planes at a time, so that every cell is looked up once."""
    nz, ny, nx = label.shape
    planes = np.zeros((3, ny + 2, nx + 2), dtype=np.uint8)
    sides = np.empty(nx, dtype=np.uint8)
    _see_plane(label, visible, 0, planes[1])
    for k in range(nz):
        _see_plane(label, visible, k + 1, planes[(k + 2) % 3])
        for j in range(ny):
            count[k, j] = _open_sides(planes, k, j, sides)


@njit(cache=True)
def _write_faces(label: np.ndarray, visible: np.ndarray, count: np.ndarray, faces: Faces) -> None:
    """Write the faces of the rows that have any; ``count`` as :func:`_count_faces` gave it."""
    nz, ny, nx = label.shape
    planes = np.zeros((3, ny + 2, nx + 2), dtype=np.uint8)
    sides = np.empty(nx, dtype=np.uint8)
    used = 0
    _see_plane(label, visible, 0, planes[1])
    for k in range(nz):
        _see_plane(label, visible, k + 1, planes[(k + 2) % 3])
        for j in range(ny):
            if count[k, j] == 0:
                continue
            _open_sides(planes, k, j, sides)
            for i in range(nx):
                if sides[i]:
                    used = _write_cell(planes, (k, j, i), label[k, j, i], faces, used)


@njit(cache=True)
def _write_cell(planes: np.ndarray, cell: tuple[int, int, int], label: int, faces: Faces, used: int) -> int:
    """Write the open faces of one cell; return how many faces there are now."""
    k, j, i = cell
    now = planes[(k + 1) % 3]
    for side in range(6):
        axis, up = side >> 1, side & 1
        if axis == 0:
            covered = now[j + 1, i + 2 * up]
        elif axis == 1:
            covered = now[j + 2 * up, i + 1]
        else:
            covered = planes[(k + 2 * up) % 3, j + 1, i + 1]
        if covered:
            continue
        box = faces[0][used]
        box[0], box[1], box[2], box[3], box[4], box[5] = i, i + 1, j, j + 1, k, k + 1
        flat = box[side]
        box[2 * axis], box[2 * axis + 1] = flat, flat
        faces[1][used, 0] = side
        faces[1][used, 1] = label
        used += 1
    return used


def expand_faces(
    faces: Faces, edges: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """See :func:`.skin_numpy.expand_faces`."""
    n = len(faces[0])
    points, quads = np.empty((4 * n, 3), dtype=np.float32), np.empty((n, 4), dtype=np.int32)
    _expand(faces, edges, points, quads)
    return points, quads


@njit(cache=True)
def _expand(faces: Faces, edges: tuple[np.ndarray, ...], points: np.ndarray, quads: np.ndarray) -> None:
    boxes, marks = faces
    xs, ys, zs = edges
    for n in range(len(boxes)):
        axis, up = marks[n, 0] >> 1, marks[n, 0] & 1
        for corner in range(4):
            # Round the face: one coordinate goes 0 1 1 0, the other 0 0 1 1.
            early = 1 if corner in (1, 2) else 0
            late = 1 if corner >= 2 else 0
            u, v = (early, late) if up else (late, early)
            if axis == 0:
                x, y, z = 0, u, v
            elif axis == 1:
                x, y, z = v, 0, u
            else:
                x, y, z = u, v, 0
            points[4 * n + corner, 0] = xs[boxes[n, x]]
            points[4 * n + corner, 1] = ys[boxes[n, 2 + y]]
            points[4 * n + corner, 2] = zs[boxes[n, 4 + z]]
            quads[n, corner] = 4 * n + corner


def round_runs(given: tuple[np.ndarray, np.ndarray, np.ndarray], centres: np.ndarray) -> Runs:
    """See :func:`.skin_numpy.round_runs`."""
    row_size, tops, labels = given
    first = np.zeros(len(row_size) + 1, dtype=np.int64)
    top, label = np.empty(len(tops), dtype=np.uint16), np.empty(len(tops), dtype=np.uint8)
    n = _round(row_size, tops, labels, centres, (first, top, label))
    return (first, top, label) if n == len(top) else (first, top[:n].copy(), label[:n].copy())


@njit(cache=True)
def _round(row_size: np.ndarray, tops: np.ndarray, labels: np.ndarray, centres: np.ndarray, out: Runs) -> int:
    first, top, label = out
    nz = len(centres)
    step = (centres[-1] - centres[0]) / (nz - 1) if nz > 1 else 1.0
    start = centres[0] if nz else 0.0
    run, used = 0, 0
    for column in range(len(row_size)):
        begin, below = used, 0
        for _ in range(row_size[column]):
            height = np.float64(tops[run])
            # Number of centres below the top: guessed, then made exact.
            end = min(max(int((height - start) / step) + 1, 0), nz)
            while end > 0 and centres[end - 1] >= height:
                end -= 1
            while end < nz and centres[end] < height:
                end += 1
            if end > below:
                if used == begin or label[used - 1] != labels[run]:
                    label[used] = labels[run]
                    used += 1
                top[used - 1] = end
                below = end
            run += 1
        first[column + 1] = used
    return used


@njit(cache=True)
def fill_volume(first: np.ndarray, top: np.ndarray, label: np.ndarray, out: np.ndarray) -> None:
    """See :func:`.skin_numpy.fill_volume`; a row of columns together, to write along x."""
    nz, ny, nx = out.shape
    current = np.empty(nx, dtype=np.int64)
    for j in range(ny):
        current[:] = first[j * nx : (j + 1) * nx]
        for k in range(nz):
            for i in range(nx):
                at, end = current[i], first[j * nx + i + 1]
                if at < end and top[at] <= k:
                    at += 1
                    current[i] = at
                out[k, j, i] = label[at] if at < end else AIR


def runs_of_volume(label: np.ndarray) -> Runs:
    """See :func:`.skin_numpy.runs_of_volume`."""
    label = np.ascontiguousarray(label)
    _, ny, nx = label.shape
    size = np.zeros((ny, nx), dtype=np.int64)
    _count_runs(label, size)
    first = np.zeros(ny * nx + 1, dtype=np.int64)
    np.cumsum(size.ravel(), out=first[1:])
    n = int(first[-1])
    top, own = np.empty(n, dtype=np.uint16), np.empty(n, dtype=np.uint8)
    _write_runs(label, first[:-1].reshape(ny, nx).copy(), top, own)
    return first, top, own


@njit(cache=True)
def _count_runs(label: np.ndarray, size: np.ndarray) -> None:
    nz, ny, nx = label.shape
    ends = np.empty(nx, dtype=np.uint16)
    for j in range(ny):
        ends[:] = 0
        for k in range(nz - 1):
            row, above = label[k, j], label[k + 1, j]
            for i in range(nx):
                ends[i] += row[i] != above[i]
        if nz:
            for i in range(nx):
                size[j, i] = ends[i] + (label[nz - 1, j, i] < AIR)


@njit(cache=True)
def _write_runs(label: np.ndarray, place: np.ndarray, top: np.ndarray, own: np.ndarray) -> None:
    nz, ny, nx = label.shape
    for j in range(ny):
        for k in range(nz):
            highest = k == nz - 1
            for i in range(nx):
                here = label[k, j, i]
                if here < AIR if highest else here != label[k + 1, j, i]:
                    at = place[j, i]
                    top[at] = k + 1
                    own[at] = here
                    place[j, i] = at + 1
