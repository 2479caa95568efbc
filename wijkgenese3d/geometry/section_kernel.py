"""Compiled form of the look-up of a section; its oracle is ``codes_by_counting`` in :mod:`.section_codes`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from wijkgenese3d.geometry.section_codes import Codes
from wijkgenese3d.model.legend import FABRIC

__all__ = ["codes_by_kernel", "first_rows_by_kernel", "put_codes_by_kernel"]


def first_rows_by_kernel(
    tops: Sequence[np.ndarray],
    cells: np.ndarray,
    weights: tuple[np.ndarray, np.ndarray],
    rows: tuple[float, float, int],
) -> np.ndarray:
    """Return the first row above each top, (k, n) int32.

    Parameters
    ----------
    tops : sequence of (ny, nx) int32
        Upward, mm NAP.
    cells : (4, n) int
        Flat index of the cells round each column, as :attr:`.Sampler.cells` has them.
    weights : (n,) and (n,) float64
        Of the eastern and of the northern cells.
    rows : (float, float, int)
        Middle of the lowest row, m NAP; height of a row, m; number of rows.
    """
    first = np.empty((len(tops), cells.shape[1]), dtype=np.int32)
    for top, found in zip(tops, first, strict=True):
        _first_rows(np.ascontiguousarray(top).reshape(-1), cells, *weights, *rows, found)
    return first


def codes_by_kernel(first: np.ndarray, rows: int, tables: Codes) -> Codes:
    """Return unit, lithology and event of every pixel, (rows, n).

    Parameters
    ----------
    first : (k, n) int32
        Per layer and column the first row that lies above it; ascends with the layer.
    rows : int
        Number of rows.
    tables : (k + 1,) uint8, uint8 and uint16
        Codes of the layers, and of air.
    """
    shape = (rows, first.shape[1])
    unit, lithology = np.empty(shape, dtype=np.uint8), np.empty(shape, dtype=np.uint8)
    event = np.empty(shape, dtype=np.uint16)
    _fill(np.ascontiguousarray(first), *tables, unit, lithology, event)
    return unit, lithology, event


def put_codes_by_kernel(
    lithology: np.ndarray, of_unit: tuple[np.ndarray, int], codes: np.ndarray, first: int, columns: np.ndarray
) -> None:
    """Put the codes of a fabric where its unit lies, in place.

    Parameters
    ----------
    lithology : (m, n) uint8
    of_unit : (m, n) uint8 and int
        Unit of every pixel, and that of the fabric.
    codes : (r, c) uint8
        Of the rows from ``first`` on, in these columns.
    first : int
    columns : (c,) int
    """
    _put(lithology, *of_unit, codes, first, columns)


@njit(cache=True)
def _first_rows(top, cells, east, north, lowest, height, rows, first):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """As :meth:`.Sampler.many` and :func:`.first_rows` reckon, in the same order: equal to the last bit."""
    for c in range(len(first)):
        a, b, d, e = top[cells[0, c]], top[cells[1, c]], top[cells[2, c]], top[cells[3, c]]
        low = a + (b - a) * east[c]
        high = d + (e - d) * east[c]
        row = np.ceil(((low + (high - low) * north[c]) / 1000.0 - lowest) / height - 1e-9)
        first[c] = min(max(row, 0.0), float(rows))


@njit(cache=True)
def _fill(first, units, lithologies, events, unit, lithology, event):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Keep the codes of each column as they are in this row: few change until the next, all are copied."""
    rows, columns = unit.shape
    starts, order = _by_row(first, rows)
    now_unit = np.empty(columns, dtype=np.uint8)
    now_lithology = np.empty(columns, dtype=np.uint8)
    now_event = np.empty(columns, dtype=np.uint16)
    for row in range(rows):
        for i in range(starts[row], starts[row + 1]):
            k, c = order[i]
            now_unit[c] = units[k]
            now_lithology[c] = lithologies[k]
            now_event[c] = events[k]
        # Written out: an assignment of whole rows takes ten times as long in Numba.
        for c in range(columns):
            unit[row, c] = now_unit[c]
        for c in range(columns):
            lithology[row, c] = now_lithology[c]
        for c in range(columns):
            event[row, c] = now_event[c]


@njit(cache=True)
def _by_row(first, rows):  # type: ignore[no-untyped-def]
    """Return where each row starts among the layers that begin, and these, layer and column, (e, 2).

    Most layers have no pixel in a column: they begin where the next does, and are left out. The air is the
    last layer.
    """
    layers, columns = first.shape
    starts, below = np.zeros(rows + 2, dtype=np.int32), np.zeros(columns, dtype=np.int32)
    for k in range(layers):
        for c in range(columns):
            if first[k, c] > below[c]:
                starts[below[c] + 1] += 1
                below[c] = first[k, c]
    for c in range(columns):
        if below[c] < rows:
            starts[below[c] + 1] += 1
    for row in range(rows + 1):
        starts[row + 1] += starts[row]
    at, order = starts.copy(), np.empty((starts[-1], 2), dtype=np.int32)
    below[:] = 0
    for k in range(layers):
        for c in range(columns):
            if first[k, c] > below[c]:
                order[at[below[c]], 0], order[at[below[c]], 1] = k, c
                at[below[c]] += 1
                below[c] = first[k, c]
    for c in range(columns):
        if below[c] < rows:
            order[at[below[c]], 0], order[at[below[c]], 1] = layers, c
            at[below[c]] += 1
    return starts, order


@njit(cache=True)
def _put(lithology, unit, index, codes, first, columns):  # type: ignore[no-untyped-def]
    count, west, of_unit = len(columns), columns[0], np.uint8(index)
    beside = columns[-1] - west + 1 == count
    for i in range(codes.shape[0]):
        if beside:
            # Of rows by themselves, a choice in place of a branch: many pixels at once.
            here = lithology[first + i, west : west + count]
            units, found = unit[first + i, west : west + count], codes[i]
            for j in range(count):
                here[j] = found[j] if (units[j] == of_unit) & (here[j] == np.uint8(FABRIC)) else here[j]
        else:
            for j in range(count):
                c = columns[j]
                if unit[first + i, c] == of_unit and lithology[first + i, c] == FABRIC:
                    lithology[first + i, c] = codes[i, j]
