"""Compiled kernel of the skin: runs to merged faces.

Import this module inside a function: it loads numba. Kernels emit small whole-number records, as
described in :mod:`.skin_numpy`, which are expanded once; written out at every place that finds a
face, corners would take a minute to compile. All are single-threaded: one descheduled thread stalls a
parallel loop for longer than these passes take.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from wijkgenese3d.geometry.skin_numpy import Faces, Runs

__all__ = ["merged_faces"]

ROOM = 1 << 14
"""Faces that there is room for at first; the room doubles when the next row may not fit."""


def merged_faces(runs: Runs, visible: np.ndarray, shape: tuple[int, int]) -> Faces:
    """Return the faces between what is drawn and what is not, joined to rectangles of one label.

    Parameters
    ----------
    runs : (first, top, label)
        See :class:`~wijkgenese3d.geometry.skin_cells.CellRuns`.
    visible : (256,) bool
        Which labels are drawn.
    shape : (ny, nx)
        Number of columns.

    Returns
    -------
    boxes : (n, 6) uint16
    marks : (n, 2) uint8
    """
    first, _, label = runs
    most = int(np.diff(first).max()) if len(first) > 1 else 0
    # Without anything hidden a column is solid up to its ground, and sides can start there.
    solid = bool(len(label)) and bool(visible[: int(label.max()) + 1].all())
    faces: Faces = (np.empty((ROOM, 6), dtype=np.uint16), np.empty((ROOM, 2), dtype=np.uint8))
    faces, used = _level_faces(runs, visible, shape, most, faces)
    faces, used = _east_faces(runs, (visible, solid), shape, most, faces, used)
    faces, used = _north_faces(runs, (visible, solid), shape, most, faces, used)
    return faces[0][:used], faces[1][:used]


@njit(cache=True)
def _with_room(faces: Faces, used: int, more: int) -> Faces:
    """Return ``faces``, or a larger copy where ``more`` do not fit."""
    boxes, marks = faces
    if used + more <= len(boxes):
        return faces
    size = max(2 * len(boxes), used + more)
    new_boxes = np.empty((size, 6), dtype=np.uint16)
    new_marks = np.empty((size, 2), dtype=np.uint8)
    new_boxes[:used] = boxes[:used]
    new_marks[:used] = marks[:used]
    return new_boxes, new_marks


@njit(cache=True)
def _level_of_column(
    runs: Runs, column: int, visible: np.ndarray, heights: np.ndarray, marks: np.ndarray
) -> int:
    """Write height and (side, label) of the level faces of a column, bottom to top; return how many."""
    first, top, label = runs
    count, low, inside, last = 0, 0, False, 0
    for run in range(first[column], first[column + 1]):
        now = visible[label[run]]
        if now != inside:
            heights[count] = low
            marks[count, 0] = 4 if now else 5
            marks[count, 1] = label[run] if now else last
            count += 1
        inside, low, last = now, top[run], label[run]
    if inside:
        heights[count] = low
        marks[count, 0] = 5
        marks[count, 1] = last
        count += 1
    return count


@njit(cache=True)
def _level_faces(
    runs: Runs, visible: np.ndarray, shape: tuple[int, int], most: int, faces: Faces
) -> tuple[Faces, int]:
    """Write the faces above and below: joined along x, then strips of equal ends along y."""
    ny, nx = shape
    first = runs[0]
    heights = np.empty(2 * most + 1, dtype=np.int64)
    marks = np.empty((2 * most + 1, 2), dtype=np.uint8)
    open_faces = np.empty(2 * most + 1, dtype=np.int64)
    still_open = np.empty_like(open_faces)
    above = np.empty(0, dtype=np.int64)
    n_above, used = 0, 0
    for iy in range(ny):
        worst = 2 * (first[(iy + 1) * nx] - first[iy * nx])
        faces = _with_room(faces, used, worst)
        begin, n_open = used, 0
        for ix in range(nx):
            count = _level_of_column(runs, iy * nx + ix, visible, heights, marks)
            at = 0
            for k in range(count):
                while at < n_open and faces[0][open_faces[at], 4] < heights[k]:
                    at += 1
                face = open_faces[at] if at < n_open else -1
                if face >= 0 and faces[0][face, 4] == heights[k] and _same(faces[1], face, marks, k):
                    faces[0][face, 1] = ix + 1
                else:
                    face = used
                    _write(faces, used, (ix, ix + 1, iy, iy + 1, heights[k], heights[k]), marks[k])
                    used += 1
                still_open[k] = face
            open_faces, still_open, n_open = still_open, open_faces, count
        below = np.empty(used - begin, dtype=np.int64)
        used = _join_strips(faces, (begin, used), above[:n_above], below)
        above, n_above = below, len(below)
    return faces, used


@njit(cache=True)
def _join_strips(faces: Faces, span: tuple[int, int], above: np.ndarray, now: np.ndarray) -> int:
    """Let the strips of the row before grow over equal ones of this row, ``span``; return what is used.

    Both lie in order of x0, then height. ``now`` receives the faces that reach this row.
    """
    boxes, marks = faces
    begin, used = span
    keep, at = begin, 0
    for k in range(begin, used):
        x0, z = boxes[k, 0], boxes[k, 4]
        while at < len(above) and (
            boxes[above[at], 0] < x0 or (boxes[above[at], 0] == x0 and boxes[above[at], 4] < z)
        ):
            at += 1
        face = above[at] if at < len(above) else -1
        if (
            face >= 0
            and boxes[face, 0] == x0
            and boxes[face, 4] == z
            and boxes[face, 1] == boxes[k, 1]
            and _same(marks, face, marks, k)
        ):
            boxes[face, 3] = boxes[k, 3]
            now[k - begin] = face
        else:
            boxes[keep] = boxes[k]
            marks[keep] = marks[k]
            now[k - begin] = keep
            keep += 1
    return keep


@njit(cache=True)
def _same(marks: np.ndarray, face: int, others: np.ndarray, other: int) -> bool:
    return marks[face, 0] == others[other, 0] and marks[face, 1] == others[other, 1]


@njit(cache=True)
def _write(faces: Faces, place: int, box: tuple[int, ...], mark: np.ndarray) -> None:
    own = faces[0][place]
    own[0], own[1], own[2], own[3], own[4], own[5] = box
    faces[1][place, 0] = mark[0]
    faces[1][place, 1] = mark[1]


@njit(cache=True)
def _between(runs: Runs, low: int, high: int, shown: tuple[np.ndarray, bool], pieces: Faces) -> int:
    """Write what stands out between two columns, bottom to top; return how many pieces.

    ``low`` and ``high`` are columns, -1 outside the block. A piece is z0, z1 and (1 where it belongs to
    ``low`` and so looks up the axis, or 0; label).
    """
    first, top, label = runs
    visible, solid = shown
    a, a_end = (first[low], first[low + 1]) if low >= 0 else (0, 0)
    b, b_end = (first[high], first[high + 1]) if high >= 0 else (0, 0)
    z, count = 0, 0
    if solid and a < a_end and b < b_end:
        z = min(top[a_end - 1], top[b_end - 1])
        a, b = _run_at(top, a, a_end, z), _run_at(top, b, b_end, z)
    while a < a_end or b < b_end:
        end_a = int(top[a]) if a < a_end else 1 << 20
        end_b = int(top[b]) if b < b_end else 1 << 20
        end = min(end_a, end_b)
        seen_a = a < a_end and visible[label[a]]
        seen_b = b < b_end and visible[label[b]]
        if seen_a != seen_b:
            own = label[a] if seen_a else label[b]
            last = count - 1
            if (
                count
                and pieces[0][last, 1] == z
                and pieces[1][last, 0] == seen_a
                and pieces[1][last, 1] == own
            ):
                pieces[0][last, 1] = end
            else:
                pieces[0][count, 0] = z
                pieces[0][count, 1] = end
                pieces[1][count, 0] = seen_a
                pieces[1][count, 1] = own
                count += 1
        a += end_a == end
        b += end_b == end
        z = end
    return count


@njit(cache=True)
def _run_at(top: np.ndarray, begin: int, end: int, z: int) -> int:
    """Return the run that holds the cell above ``z``, looking from the top; ``end`` where none does."""
    run = end
    while run > begin and top[run - 1] > z:
        run -= 1
    return run


@njit(cache=True)
def _east_faces(
    runs: Runs, shown: tuple[np.ndarray, bool], shape: tuple[int, int], most: int, faces: Faces, used: int
) -> tuple[Faces, int]:
    """Write the faces west and east, joined along y."""
    ny, nx = shape
    first = runs[0]
    pieces = (np.empty((2 * most + 2, 2), dtype=np.uint16), np.empty((2 * most + 2, 2), dtype=np.uint8))
    # The faces that reach a row, plane by plane: those of plane ix from start[ix] to start[ix + 1].
    above, start_above = np.empty(0, dtype=np.int64), np.zeros(nx + 2, dtype=np.int64)
    for iy in range(ny):
        worst = 2 * (first[(iy + 1) * nx] - first[iy * nx]) + nx + 1
        faces = _with_room(faces, used, worst)
        now, start = np.empty(worst, dtype=np.int64), np.empty(nx + 2, dtype=np.int64)
        n_now = 0
        for ix in range(nx + 1):
            start[ix] = n_now
            low = iy * nx + ix - 1 if ix else -1
            high = iy * nx + ix if ix < nx else -1
            count = _between(runs, low, high, shown, pieces)
            at, end = start_above[ix], start_above[ix + 1]
            for k in range(count):
                at = _first_not_below(faces[0], above, at, end, pieces[0][k, 0])
                face = above[at] if at < end else -1
                if face >= 0 and _continues(faces, face, pieces, k, 0):
                    faces[0][face, 3] = iy + 1
                else:
                    face = used
                    box = (ix, ix, iy, iy + 1, pieces[0][k, 0], pieces[0][k, 1])
                    _write(faces, used, box, pieces[1][k])
                    used += 1
                now[n_now] = face
                n_now += 1
        start[nx + 1] = n_now
        above, start_above = now, start
    return faces, used


@njit(cache=True)
def _north_faces(
    runs: Runs, shown: tuple[np.ndarray, bool], shape: tuple[int, int], most: int, faces: Faces, used: int
) -> tuple[Faces, int]:
    """Write the faces south and north, joined along x."""
    ny, nx = shape
    first = runs[0]
    pieces = (np.empty((2 * most + 2, 2), dtype=np.uint16), np.empty((2 * most + 2, 2), dtype=np.uint8))
    open_faces = np.empty(2 * most + 2, dtype=np.int64)
    still_open = np.empty_like(open_faces)
    for iy in range(ny + 1):
        worst = first[min(iy + 1, ny) * nx] - first[max(iy - 1, 0) * nx] + nx
        faces = _with_room(faces, used, worst)
        n_open = 0
        for ix in range(nx):
            low = (iy - 1) * nx + ix if iy else -1
            high = iy * nx + ix if iy < ny else -1
            count = _between(runs, low, high, shown, pieces)
            at = 0
            for k in range(count):
                at = _first_not_below(faces[0], open_faces, at, n_open, pieces[0][k, 0])
                face = open_faces[at] if at < n_open else -1
                if face >= 0 and _continues(faces, face, pieces, k, 2):
                    faces[0][face, 1] = ix + 1
                else:
                    face = used
                    box = (ix, ix + 1, iy, iy, pieces[0][k, 0], pieces[0][k, 1])
                    _write(faces, used, box, pieces[1][k])
                    faces[1][face, 0] += 2
                    used += 1
                still_open[k] = face
            open_faces, still_open, n_open = still_open, open_faces, count
    return faces, used


@njit(cache=True)
def _first_not_below(boxes: np.ndarray, ids: np.ndarray, at: int, end: int, z: int) -> int:
    while at < end and boxes[ids[at], 4] < z:
        at += 1
    return at


@njit(cache=True)
def _continues(faces: Faces, face: int, pieces: Faces, piece: int, side: int) -> bool:
    """Tell whether a piece has the heights and marks of a face; ``side`` is the first of its axis."""
    return (
        faces[0][face, 4] == pieces[0][piece, 0]
        and faces[0][face, 5] == pieces[0][piece, 1]
        and faces[1][face, 0] == pieces[1][piece, 0] + side
        and faces[1][face, 1] == pieces[1][piece, 1]
    )
