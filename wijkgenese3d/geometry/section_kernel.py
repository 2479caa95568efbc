"""Compiled form of the look-up of a section; its oracle is ``layers_of_rows`` in :mod:`.section`."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["codes_of_rows"]


def codes_of_rows(
    first: np.ndarray, rows: int, tables: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
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


@njit(cache=True)
def _fill(first, units, lithologies, events, unit, lithology, event):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Keep the codes of each column as they are in this row: few change until the next, all are copied."""
    rows, columns = unit.shape
    starts, order = _by_row(first, rows)
    now_unit = np.full(columns, units[0], dtype=np.uint8)
    now_lithology = np.full(columns, lithologies[0], dtype=np.uint8)
    now_event = np.full(columns, events[0], dtype=np.uint16)
    for row in range(rows):
        # In the order of the layers: where several tops fall in one row, the last of them counts.
        for i in range(starts[row], starts[row + 1]):
            k, c = divmod(order[i], columns)
            now_unit[c] = units[k + 1]
            now_lithology[c] = lithologies[k + 1]
            now_event[c] = events[k + 1]
        unit[row] = now_unit
        lithology[row] = now_lithology
        event[row] = now_event


@njit(cache=True)
def _by_row(first, rows):  # type: ignore[no-untyped-def]
    """Return where each row starts among the tops, and which tops fall in it: layer x columns + column."""
    layers, columns = first.shape
    starts = np.zeros(rows + 2, dtype=np.int64)
    for k in range(layers):
        for c in range(columns):
            starts[first[k, c] + 1] += 1
    starts = np.cumsum(starts)
    at, order = starts.copy(), np.empty(layers * columns, dtype=np.int64)
    for k in range(layers):
        for c in range(columns):
            row = first[k, c]
            order[at[row]] = k * columns + c
            at[row] += 1
    return starts, order
