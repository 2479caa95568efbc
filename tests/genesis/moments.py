"""A small moment on which any expression can be evaluated, and vectors for it.

The box is lopsided: 7 x 5 cells of 2 m, off the origin, so that swapped axes or a shift of half a
cell cannot pass unseen. Cell centres lie at 1, 3, 5, ... m from its corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.moment import AreaNumbers, Moment, Site
from wijkgenese3d.genesis.plan import compile_fields
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector, Vectors
from wijkgenese3d.model.frame import Grid, RDExtent

X0, Y0 = 188_402.0, 426_706.0
"""South-west corner of the box, RD New, m."""


def box(width: float, height: float) -> RDExtent:
    """A box of this size with the standard corner."""
    return RDExtent(X0, Y0, X0 + width, Y0 + height)


SMALL = box(14, 10)


def shifted(offsets: Iterable[Sequence[float]]) -> np.ndarray:
    """Offsets from the corner of the box as RD coordinates, float64."""
    array = np.array(list(offsets), dtype=np.float64)
    array[:, :2] += (X0, Y0)
    return array


def line(name: str, *places: Sequence[float], smooth: int = 0) -> Line:
    """A line; its points are offsets from the corner, with or without a level."""
    return Line.smoothed(name, shifted(places), smooth)


def polygon(name: str, *corners: Sequence[float]) -> Polygon:
    """A polygon; its corners are offsets from the corner of the box."""
    return Polygon(name, shifted(corners))


def rectangle(name: str, xmin: float, ymin: float, xmax: float, ymax: float) -> Polygon:
    """A rectangle, as offsets from the corner of the box."""
    return polygon(name, (xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax))


def points(name: str, *rows: Mapping[str, Any]) -> Points:
    """A layer of points; ``x`` and ``y`` of each row are offsets, the rest are its properties."""
    xy = shifted([(row["x"], row["y"]) for row in rows])
    return Points(name, xy, tuple({k: v for k, v in row.items() if k not in ("x", "y")} for row in rows))


def make_moment(
    ground: np.ndarray | None = None,
    *,
    extent: RDExtent = SMALL,
    cell: float = 2.0,
    whole: RDExtent | None = None,
    vectors: Iterable[Vector] = (),
    fields: Mapping[str, str | float] | None = None,
    fabrics: Mapping[str, Any] | None = None,
    numbers: AreaNumbers | None = None,
    **state: Any,
) -> Moment:
    """A moment with a ground (level at 0 m unless given); the quarter is the polygon ``box``."""
    grid = Grid(extent, cell)
    everything = {v.name: v for v in vectors}
    everything.setdefault("box", rectangle("box", 0, 0, extent.width, extent.height))
    site = Site(
        grid,
        Grid(whole or extent, cell),
        Vectors(everything),
        compile_fields(fields or {}),
        dict(fabrics or {}),
        "box",
        numbers or AreaNumbers(),
    )
    surface = np.zeros(grid.shape) if ground is None else np.asarray(ground, dtype=np.float64)
    return Moment(site, surface, state.pop("befores", {}), **state)


def value(text: str | float, moment: Moment | None = None, **more: Any) -> np.ndarray:
    """Value of an expression, (ny, nx) float64; ``more`` makes the moment."""
    moment = moment or make_moment(**more)
    return moment.evaluate(parse(text, FUNCTIONS, moment.site.fields))
