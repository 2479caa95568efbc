"""Which layer lies at every pixel of a section: from the tops, in whole rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.column_arrays import kernel_pays
from wijkgenese3d.model.layers import Layer
from wijkgenese3d.model.legend import AIR, FABRIC

__all__ = ["AIR_EVENT", "Codes", "Rows", "codes_by_counting", "codes_of_pixels", "first_rows", "put_fabrics"]

AIR_EVENT = 65534
"""Event code above the ground, as in voxels."""

Codes = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Unit and lithology, uint8, and event, uint16."""


@dataclass(frozen=True)
class Rows:
    """The rows of a section, upward.

    Parameters
    ----------
    lowest : float
        Middle of the lowest row, m NAP.
    height : float
        Of a row, m.
    count : int
    """

    lowest: float
    height: float
    count: int


def first_rows(sampler: Sampler, tops: Sequence[np.ndarray], rows: Rows) -> np.ndarray:
    """Return the first row whose middle lies at or above each top along a line, (k, n) int32.

    From there on the layer is passed; it is 0 for a top below all rows, their number for one above them.

    Parameters
    ----------
    sampler : Sampler
        On the columns of the section.
    tops : sequence of (ny, nx) int32
        Tops of the layers, upward, mm NAP.
    rows : Rows
    """
    if len(tops) and kernel_pays(rows.count * len(sampler)):
        from wijkgenese3d.geometry.section_kernel import first_rows_by_kernel

        return first_rows_by_kernel(
            tops, sampler.cells, sampler.weights, (rows.lowest, rows.height, rows.count)
        )
    heights = sampler.many(tops) / 1000.0
    found = np.ceil((heights - rows.lowest) / rows.height - 1e-9)
    return np.asarray(np.clip(found, 0, rows.count).astype(np.int32))


def codes_of_pixels(first: np.ndarray, layers: Sequence[Layer], count: int) -> Codes:
    """Return the codes of the layer that holds the middle of each pixel, (count, n) each.

    Parameters
    ----------
    first : (k, n) int32
        From :func:`first_rows`.
    layers : sequence of Layer
        Upward.
    count : int
        Number of rows.
    """
    # One more entry for what lies above the highest top.
    tables = (
        np.array([*(one.unit for one in layers), AIR], dtype=np.uint8),
        np.array([*(one.lithology for one in layers), AIR], dtype=np.uint8),
        np.array([*(one.event for one in layers), AIR_EVENT], dtype=np.uint16),
    )
    if kernel_pays(count * first.shape[1]):
        from wijkgenese3d.geometry.section_kernel import codes_by_kernel

        return codes_by_kernel(first, count, tables)
    return codes_by_counting(first, count, tables)


def codes_by_counting(first: np.ndarray, rows: int, tables: Codes) -> Codes:
    """Return the codes of every pixel, (rows, n), with NumPy alone.

    The layer of a pixel is the number of tops at or below it: count where each top falls, then sum up.
    """
    kind = np.uint8 if len(first) < 255 else np.uint16
    columns = first.shape[1]
    place = first.astype(np.intp) * columns + np.arange(columns)
    passed = np.bincount(place.ravel(), minlength=(rows + 1) * columns)
    counts = passed.reshape(rows + 1, columns)[:rows].astype(kind)
    layer = np.cumsum(counts, axis=0, dtype=kind)
    return tables[0][layer], tables[1][layer], tables[2][layer]


def put_fabrics(
    codes: Codes,
    first: np.ndarray,
    layers: Sequence[Layer],
    ask: Callable[[int, slice, np.ndarray], np.ndarray],
) -> None:
    """Put in place of FABRIC what each fabric answers, in place.

    Parameters
    ----------
    codes : unit, lithology and event
        The lithology is changed.
    first : (k, n) int32
    layers : sequence of Layer
    ask : function
        ``(unit, rows, columns) -> lithology`` that spreads over these rows and columns.
    """
    unit, lithology, _event = codes
    asking = [k for k, one in enumerate(layers) if one.lithology == FABRIC]
    for index in sorted({layers[k].unit for k in asking}):
        rows, columns = _where(first, [k for k in asking if layers[k].unit == index])
        if not len(columns):
            continue
        shape = rows.stop - rows.start, len(columns)
        found = np.broadcast_to(np.asarray(ask(index, rows, columns), dtype=np.uint8), shape)
        if kernel_pays(lithology.size):
            from wijkgenese3d.geometry.section_kernel import put_codes_by_kernel

            put_codes_by_kernel(lithology, (unit, index), found, rows.start, columns)
            continue
        part = np.ix_(np.arange(rows.start, rows.stop), columns)
        mask = (unit[part] == index) & (lithology[part] == FABRIC)
        lithology[part] = np.where(mask, found, lithology[part])


def _where(first: np.ndarray, chosen: list[int]) -> tuple[slice, np.ndarray]:
    """Return the rows between which some layers lie, and the columns in which they have pixels."""
    above = first[chosen]
    # Below the lowest layer of all is the first row.
    below = np.where(np.array(chosen)[:, None] > 0, first[np.array(chosen) - 1], 0)
    thick = above > below
    columns = np.flatnonzero(thick.any(axis=0))
    if not len(columns):
        return slice(0, 0), columns
    return slice(int(below[thick].min()), int(above[thick].max())), columns
