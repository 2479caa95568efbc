"""How water would run over a surface: filled hollows, the way down from every cell, and the hollows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.hydrology.kernels import label_hollows

__all__ = ["Hollows", "Terrain", "read_terrain"]

_MM = 1000.0


@dataclass(frozen=True, eq=False)
class Hollows:
    """Places from which water only leaves when they are full; numbered from 0.

    Parameters
    ----------
    level : (k,) float64
        Level at which each spills, m NAP (or whatever the ground is in).
    volume_m3 : (k,) float64
        What each holds.
    area_m2 : (k,) float64
        Of its surface when full.
    deepest : (k,) int64
        Flat index of its lowest cell.
    cells : (n,) int64
        Flat indices of their cells, hollow by hollow, each from low to high.
    start : (k + 1,) int64
        Where each begins in ``cells``.
    """

    level: np.ndarray = field(repr=False)
    volume_m3: np.ndarray = field(repr=False)
    area_m2: np.ndarray = field(repr=False)
    deepest: np.ndarray = field(repr=False)
    cells: np.ndarray = field(repr=False)
    start: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.level)


@dataclass(frozen=True, eq=False)
class Terrain:
    """A surface as water sees it; made once, used for every storm.

    Parameters
    ----------
    cell : float
        Side of a map cell, m.
    ground : (ny, nx) float64
        m, rounded to the millimetre.
    filled : (ny, nx) float64
        The ground with its hollows filled to where they spill, m.
    downstream : (ny * nx,) int64
        Flat index of the cell to which each cell drains (D8); its own where water leaves the box.
    order : (ny * nx,) int64
        All cells, each before the one to which it drains.
    hollow : (ny, nx) int32
        Number of the hollow in which a cell lies, -1 for none.
    hollows : Hollows
    """

    cell: float
    ground: np.ndarray = field(repr=False)
    filled: np.ndarray = field(repr=False)
    downstream: np.ndarray = field(repr=False)
    order: np.ndarray = field(repr=False)
    hollow: np.ndarray = field(repr=False)
    hollows: Hollows = field(repr=False)

    @property
    def cell_area(self) -> float:
        """Area of a map cell, m2."""
        return self.cell**2


def read_terrain(ground: np.ndarray, cell: float) -> Terrain:
    """Fill the hollows of a surface and find the way down from every cell.

    Hollows are filled to their lowest pour point and drained in the order of the flood (Wang & Liu
    2006, as in pyflwdir); water leaves over the edge of the box. Heights count in whole millimetres:
    these are exact in the float32 of pyflwdir's queue, so that a level is one number.

    Parameters
    ----------
    ground : (ny, nx) float
        m; any datum.
    cell : float
        Side of a map cell, m.

    Raises
    ------
    DataError
        A height is missing, or too large for a height on earth.
    """
    if not (np.isfinite(ground).all() and np.abs(ground).max(initial=0.0) < 9000):
        msg = "the ground has heights that are missing or no heights on earth"
        raise DataError(msg, hint="rain needs a height in every cell")
    # Imported here: pyflwdir compiles at its first use.
    import pyflwdir
    from pyflwdir.dem import fill_depressions

    heights = np.rint(np.ascontiguousarray(ground, dtype=np.float64) * _MM)
    filled, d8 = fill_depressions(heights, nodata=np.nan)
    flow = pyflwdir.from_array(d8, ftype="d8", check_ftype=False)
    hollow, count = label_hollows(heights, filled)
    filled_m, ground_m = filled / _MM, heights / _MM
    return Terrain(
        cell,
        ground_m,
        filled_m,
        flow.idxs_ds.astype(np.int64),
        flow.idxs_seq[::-1].astype(np.int64),
        hollow,
        _hollows(ground_m, filled_m, hollow.ravel(), count, cell),
    )


def _hollows(ground: np.ndarray, filled: np.ndarray, hollow: np.ndarray, count: int, cell: float) -> Hollows:
    inside = np.flatnonzero(hollow >= 0)
    own = hollow[inside]
    cells = inside[np.lexsort((inside, ground.ravel()[inside], own))]
    depth = (filled - ground).ravel()[inside]
    size = np.bincount(own, minlength=count)
    start = np.concatenate(([0], np.cumsum(size)))
    deepest = cells[start[:-1]]
    return Hollows(
        level=filled.ravel()[deepest],
        volume_m3=np.bincount(own, weights=depth, minlength=count) * cell**2,
        area_m2=size * cell**2,
        deepest=deepest,
        cells=cells,
        start=start,
    )
