"""Where things are: RD New (EPSG:28992) in metres, m NAP (EPSG:5709), edges before centres."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import UsageError

__all__ = ["CRS", "CRS_COMPOUND", "CRS_VERTICAL", "CellSize", "FloatGrid", "Grid", "NapRange", "RDExtent"]

CRS = "EPSG:28992"
CRS_VERTICAL = "EPSG:5709"
CRS_COMPOUND = "EPSG:7415"

FloatGrid = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class RDExtent:
    """A box in RD New.

    Parameters
    ----------
    xmin, ymin, xmax, ymax : float
        Outer *edges* of the box, m, EPSG:28992.

    Raises
    ------
    UsageError
        A bound is not finite, or a lower bound is not below its upper bound.
    """

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    def __post_init__(self) -> None:
        bounds = (self.xmin, self.ymin, self.xmax, self.ymax)
        if not all(math.isfinite(v) for v in bounds):
            msg = f"extent {bounds} has a bound that is not a finite number"
            raise UsageError(msg, hint="give xmin ymin xmax ymax in RD metres")
        if self.xmin >= self.xmax or self.ymin >= self.ymax:
            msg = f"extent {bounds}: a lower bound is not below its upper bound"
            raise UsageError(msg, hint="the order is xmin ymin xmax ymax")

    @property
    def width(self) -> float:
        """Size from west to east, m."""
        return self.xmax - self.xmin

    @property
    def height(self) -> float:
        """Size from south to north, m."""
        return self.ymax - self.ymin

    def contains(self, x: float, y: float) -> bool:
        """Tell whether the point lies in the box or on its edge."""
        return self.xmin <= x <= self.xmax and self.ymin <= y <= self.ymax

    def overlaps(self, other: RDExtent) -> bool:
        """Tell whether the two boxes share area."""
        return (
            self.xmin < other.xmax
            and other.xmin < self.xmax
            and self.ymin < other.ymax
            and other.ymin < self.ymax
        )

    def as_list(self) -> list[float]:
        """Return ``[xmin, ymin, xmax, ymax]``, for JSON."""
        return [self.xmin, self.ymin, self.xmax, self.ymax]


@dataclass(frozen=True)
class CellSize:
    """Size of a voxel, m: ``dx`` along RD x, ``dy`` along RD y, ``dz`` along NAP height."""

    dx: float
    dy: float
    dz: float

    def __post_init__(self) -> None:
        for name in ("dx", "dy", "dz"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0):
                msg = f"cell size {name}={value} is not a positive number of metres"
                raise UsageError(msg)


@dataclass(frozen=True)
class NapRange:
    """A range of heights, m NAP: ``base`` below ``top``."""

    base: float
    top: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.base) and math.isfinite(self.top) and self.base < self.top):
            msg = f"height range {self.base} to {self.top} m NAP: the base must lie below the top"
            raise UsageError(msg)


@dataclass(frozen=True)
class Grid:
    """A raster of square map cells: row 0 in the south, column 0 in the west.

    Parameters
    ----------
    extent : RDExtent
        Outer edges; must be a whole number of cells wide and high.
    cell : float
        Cell side, m.

    Raises
    ------
    UsageError
        The extent is not a whole number of cells.
    """

    extent: RDExtent
    cell: float
    nx: int = field(init=False)
    ny: int = field(init=False)

    def __post_init__(self) -> None:
        if not (math.isfinite(self.cell) and self.cell > 0):
            msg = f"cell size {self.cell} is not a positive number of metres"
            raise UsageError(msg)
        for name, size in (("nx", self.extent.width), ("ny", self.extent.height)):
            count = round(size / self.cell)
            if count < 1 or abs(count * self.cell - size) > 1e-6 * self.cell:
                msg = f"an extent of {size:g} m is not a whole number of cells of {self.cell:g} m"
                raise UsageError(msg, hint="choose a cell size that divides the box, such as 2.5, 5 or 10")
            object.__setattr__(self, name, count)

    @property
    def shape(self) -> tuple[int, int]:
        """``(ny, nx)``."""
        return (self.ny, self.nx)

    @property
    def x(self) -> FloatGrid:
        """Cell centres, (nx,) float64, RD x, m, ascending."""
        return self.extent.xmin + (np.arange(self.nx, dtype=np.float64) + 0.5) * self.cell

    @property
    def y(self) -> FloatGrid:
        """Cell centres, (ny,) float64, RD y, m, ascending."""
        return self.extent.ymin + (np.arange(self.ny, dtype=np.float64) + 0.5) * self.cell

    @property
    def x_edges(self) -> FloatGrid:
        """Cell edges, (nx + 1,) float64, RD x, m, ascending."""
        return self.extent.xmin + np.arange(self.nx + 1, dtype=np.float64) * self.cell

    @property
    def y_edges(self) -> FloatGrid:
        """Cell edges, (ny + 1,) float64, RD y, m, ascending."""
        return self.extent.ymin + np.arange(self.ny + 1, dtype=np.float64) * self.cell

    def index_of(self, x: float, y: float) -> tuple[int, int]:
        """Return ``(iy, ix)`` of the cell that holds the point.

        A point on an inner edge belongs to the cell north or east of it; on the outer edge to the
        last cell.

        Raises
        ------
        UsageError
            The point lies outside the grid, or is not a number.
        """
        if not (math.isfinite(x) and math.isfinite(y) and self.extent.contains(x, y)):
            e = self.extent
            msg = f"point {x:g}, {y:g} lies outside the box x {e.xmin:g}-{e.xmax:g}, y {e.ymin:g}-{e.ymax:g}"
            raise UsageError(msg, hint="give a point in RD New (EPSG:28992) inside the box")
        ix = min(int((x - self.extent.xmin) / self.cell), self.nx - 1)
        iy = min(int((y - self.extent.ymin) / self.cell), self.ny - 1)
        return iy, ix

    def window(self, extent: RDExtent) -> tuple[slice, slice]:
        """Return the ``(rows, columns)`` slices of the cells that overlap ``extent``.

        Raises
        ------
        UsageError
            The two do not overlap.
        """
        if not self.extent.overlaps(extent):
            msg = f"window {extent.as_list()} does not overlap the box {self.extent.as_list()}"
            raise UsageError(msg, hint="give the window in RD New inside the box of the scene")
        eps = 1e-9
        x0 = max(0, math.floor((extent.xmin - self.extent.xmin) / self.cell + eps))
        x1 = min(self.nx, math.ceil((extent.xmax - self.extent.xmin) / self.cell - eps))
        y0 = max(0, math.floor((extent.ymin - self.extent.ymin) / self.cell + eps))
        y1 = min(self.ny, math.ceil((extent.ymax - self.extent.ymin) / self.cell - eps))
        return slice(y0, y1), slice(x0, x1)

    def part(self, rows: slice, columns: slice) -> Grid:
        """Return the grid of the given rows and columns (slices with a start and a stop)."""
        e, c = self.extent, self.cell
        return Grid(
            RDExtent(
                e.xmin + columns.start * c,
                e.ymin + rows.start * c,
                e.xmin + columns.stop * c,
                e.ymin + rows.stop * c,
            ),
            c,
        )

    def padded(self, rows: slice, columns: slice, halo: float) -> tuple[slice, slice]:
        """Widen ``rows`` and ``columns`` by at least ``halo`` metres, within the grid."""
        n = math.ceil(halo / self.cell - 1e-9)
        return (
            slice(max(0, rows.start - n), min(self.ny, rows.stop + n)),
            slice(max(0, columns.start - n), min(self.nx, columns.stop + n)),
        )

    def refined(self, times: int) -> Grid:
        """Return the grid with ``times`` x ``times`` cells in each cell."""
        return Grid(self.extent, self.cell / times)
