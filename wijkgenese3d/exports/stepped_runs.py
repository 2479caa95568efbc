"""Columns as one table of runs, with fabrics asked in steps of height."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.legend import FABRIC

__all__ = ["SteppedRuns", "stepped"]


@dataclass(frozen=True, eq=False)
class SteppedRuns:
    """Runs of all columns, row by row, bottom to top; arrays (n,).

    Parameters
    ----------
    x, y : float64
        Middle of the column, RD, m.
    top, base : float64
        m NAP.
    lithology, unit, event : uint8, uint8, uint16
        GeoTOP lithoclass, never 253; indices in the legend and the scene.
    """

    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    top: np.ndarray = field(repr=False)
    base: np.ndarray = field(repr=False)
    lithology: np.ndarray = field(repr=False)
    unit: np.ndarray = field(repr=False)
    event: np.ndarray = field(repr=False)


def stepped(columns: Columns, fabrics: Mapping[int, Fabric], step: float) -> SteppedRuns:
    """Return the runs of columns; those with a fabric are divided where its lithology changes.

    Parameters
    ----------
    columns : Columns
    fabrics : mapping of int to Fabric
        By index of the unit, asked at the middle of each step.
    step : float
        Height of a step, m, counted from the base of the columns.

    Raises
    ------
    DataError
        A unit asks for a fabric that is not given.
    """
    cell = np.repeat(np.arange(columns.row_size.size), columns.row_size.ravel())
    top = columns.top.astype(np.float64)
    base = np.concatenate(([columns.base], top[:-1]))
    base[columns.start.ravel()] = columns.base
    first = np.where(columns.lithology == FABRIC, np.floor((base - columns.base) / step + 1e-6), 0)
    last = np.where(columns.lithology == FABRIC, np.ceil((top - columns.base) / step - 1e-6), 1)
    count = np.maximum(last - first, 1).astype(np.int64)
    run = np.repeat(np.arange(len(top)), count)
    nth = np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count)
    # Only the outermost steps of a run are cut off by it.
    floor = np.where(nth == 0, base[run], columns.base + (first[run] + nth) * step)
    ceiling = np.where(nth == count[run] - 1, top[run], columns.base + (first[run] + nth + 1) * step)
    iy, ix = np.divmod(cell[run], columns.grid.nx)
    x, y = columns.grid.x[ix], columns.grid.y[iy]
    lithology = _asked(columns, run, fabrics, (x, y, (floor + ceiling) / 2))
    starts = np.append(True, (run[1:] != run[:-1]) | (lithology[1:] != lithology[:-1]))
    ends = np.append(starts[1:], True)
    kept = run[starts]
    return SteppedRuns(
        x[starts],
        y[starts],
        ceiling[ends],
        floor[starts],
        lithology[starts],
        columns.unit[kept],
        columns.event[kept],
    )


def _asked(
    columns: Columns,
    run: np.ndarray,
    fabrics: Mapping[int, Fabric],
    middles: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> np.ndarray:
    """Lithology of each step, (n,) uint8."""
    lithology, unit = columns.lithology[run], columns.unit[run]
    asking = lithology == FABRIC
    for index in np.unique(unit[asking]).tolist():
        if index not in fabrics:
            msg = f"unit {index} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        own = asking & (unit == index)
        x, y, z = (a[own] for a in middles)
        lithology[own] = fabrics[index].lithology(x, y, z)
    return lithology
