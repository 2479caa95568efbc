"""The skin of a block with NumPy alone: the oracle of :mod:`.skin_kernels`, and its stand-in without numba.

Faces are kept as whole numbers until the very end: *boxes* (n, 6) uint16, the indices of the cell
edges ``x0, x1, y0, y1, z0, z1`` between which a face lies, and *marks* (n, 2) uint8, the side of the
cell that it is and the label of the cell. Sides: 0 west, 1 east, 2 south, 3 north, 4 below, 5 above.
"""

from __future__ import annotations

import numpy as np

from wijkgenese3d.model.legend import AIR

__all__ = ["Faces", "culled_faces", "expand_faces", "fill_volume", "round_runs", "runs_of_volume"]

Faces = tuple[np.ndarray, np.ndarray]
Runs = tuple[np.ndarray, np.ndarray, np.ndarray]


def culled_faces(label: np.ndarray, visible: np.ndarray) -> Faces:
    """Return every cell face between what is drawn and what is not.

    Parameters
    ----------
    label : (nz, ny, nx) uint8
        The cells.
    visible : (256,) bool
        Which labels are drawn.

    Returns
    -------
    boxes : (n, 6) uint16
    marks : (n, 2) uint8
    """
    solid = np.pad(visible[label], 1)
    inner = (slice(1, -1),) * 3
    boxes, marks = [], []
    for side in range(6):
        axis, step = 2 - side // 2, 2 * (side % 2) - 1
        beside = tuple(
            slice(1 + step, solid.shape[a] - 1 + step) if a == axis else slice(1, -1) for a in range(3)
        )
        z, y, x = np.nonzero(solid[inner] & ~solid[beside])
        box = np.stack((x, x + 1, y, y + 1, z, z + 1), axis=1).astype(np.uint16)
        box[:, side - side % 2 : side - side % 2 + 2] = box[:, side, None]
        boxes.append(box)
        marks.append(np.stack((np.full(len(x), side), label[z, y, x]), axis=1).astype(np.uint8))
    return np.concatenate(boxes), np.concatenate(marks)


def expand_faces(
    faces: Faces, edges: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of faces, four each, counter-clockwise seen from outside.

    Parameters
    ----------
    faces : (boxes, marks)
        See the module.
    edges : (x, y, z)
        Local coordinates of the cell edges, float32.

    Returns
    -------
    points : (4 n, 3) float32
    quads : (n, 4) int32
    """
    boxes, marks = faces
    points = np.empty((len(boxes), 4, 3), dtype=np.float32)
    side = marks[:, 0].astype(np.intp)
    # Corners go round along the two axes after that of the side; on the low sides the other way round.
    turn = np.array([[0, 0, 1, 1], [0, 1, 1, 0]])
    for axis in range(3):
        role = (axis - side // 2) % 3
        high = np.zeros((len(boxes), 4), dtype=np.intp)
        for k in (1, 2):
            mine = role == k
            high[mine] = turn[np.where(side[mine] % 2, k % 2, k - 1)]
        points[:, :, axis] = edges[axis][np.take_along_axis(boxes[:, 2 * axis : 2 * axis + 2], high, axis=1)]
    return points.reshape(-1, 3), np.arange(4 * len(boxes), dtype=np.int32).reshape(-1, 4)


def round_runs(given: tuple[np.ndarray, np.ndarray, np.ndarray], centres: np.ndarray) -> Runs:
    """Round runs to cells.

    Parameters
    ----------
    given : (row_size, top, label)
        (n_columns,) uint16; (n_runs,) float32 m NAP and uint8.
    centres : (nz,) float64
        Of the cells, m NAP, ascending.

    Returns
    -------
    first : (n_columns + 1,) int64
    top : (m,) uint16
    label : (m,) uint8
        Without runs that hold no centre; equal neighbours are one run.
    """
    row_size, top, label = given
    column = np.repeat(np.arange(len(row_size)), row_size)
    end = np.searchsorted(centres, top.astype(np.float64)).astype(np.uint16)
    new = np.ones(len(top), dtype=bool)
    new[1:] = column[1:] != column[:-1]
    below = np.where(new, 0, np.concatenate((end[:1], end[:-1])))
    keep = end > below
    column, end, label = column[keep], end[keep], label[keep]
    last = np.ones(len(end), dtype=bool)
    last[:-1] = (column[1:] != column[:-1]) | (label[1:] != label[:-1])
    count = np.bincount(column[last], minlength=len(row_size))
    return np.concatenate(([0], np.cumsum(count))).astype(np.int64), end[last], label[last]


def fill_volume(first: np.ndarray, top: np.ndarray, label: np.ndarray, out: np.ndarray) -> None:
    """Write the labels of runs to ``out`` (nz, ny, nx) uint8; air above."""
    out[:] = AIR
    if len(top) == 0:
        return
    flat = out.reshape(len(out), len(first) - 1)
    current, end = first[:-1].copy(), first[1:]
    for k in range(len(flat)):
        inside = current < end
        current += inside & (top[np.where(inside, current, 0)] <= k)
        inside = current < end
        flat[k] = np.where(inside, label[np.where(inside, current, 0)], AIR)


def runs_of_volume(label: np.ndarray) -> Runs:
    """Gather equal cells above each other; air on top is left out. See :func:`round_runs`."""
    nz, ny, nx = label.shape
    columns = label.reshape(nz, ny * nx).T
    last = np.ones(columns.shape, dtype=bool)
    last[:, :-1] = columns[:, 1:] != columns[:, :-1]
    last[:, -1:] &= columns[:, -1:] < AIR
    column, k = np.nonzero(last)
    first = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=ny * nx))))
    return first.astype(np.int64), (k + 1).astype(np.uint16), columns[column, k]
