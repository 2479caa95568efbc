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
    layers, columns = first.shape
    now = np.zeros(columns, dtype=np.int64)
    for row in range(unit.shape[0]):
        for c in range(columns):
            k = now[c]
            if k < layers and first[k, c] <= row:
                while k < layers and first[k, c] <= row:
                    k += 1
                now[c] = k
            unit[row, c] = units[k]
            lithology[row, c] = lithologies[k]
            event[row, c] = events[k]
