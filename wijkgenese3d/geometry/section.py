"""A vertical section through the ground along a line: what lies where, as an image of codes.

Surfaces are linear between cell centres and a fabric is asked at every pixel, so beds stay crisp at
any size although the map cells are metres wide. The walls of a block are four sections along its edges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section_codes import AIR_EVENT, Rows, codes_of_pixels, first_rows, put_fabrics
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import LayerStack

__all__ = ["AIR_EVENT", "FabricSource", "Section", "SectionLine", "ask_fabrics", "make_section"]

FabricSource = Callable[["SectionLine", np.ndarray, int, slice, np.ndarray], np.ndarray]
"""``(line, z, unit, rows, columns) -> lithology`` that spreads over these rows and columns."""


@dataclass(frozen=True, eq=False)
class SectionLine:
    """Points along a poly-line, evenly spaced: the columns of the image.

    Parameters
    ----------
    distance : (n,) float64
        From the start of the line to the middle of each column, m.
    x, y : (n,) float64
        RD, m.
    length : float
        Of the whole line, m.
    """

    distance: np.ndarray
    x: np.ndarray
    y: np.ndarray
    length: float

    @classmethod
    def along(cls, corners: Sequence[Sequence[float]], step: float = 1.0) -> SectionLine:
        """Return the middles of equal steps, at most ``step`` metres long, along a poly-line.

        Raises
        ------
        UsageError
            Fewer than two corners, a line without length, a number that is not finite, or a bad step.
        """
        xy = np.asarray(corners, dtype=np.float64)
        if xy.ndim != 2 or xy.shape[1] < 2 or len(xy) < 2 or not np.isfinite(xy).all():
            msg = "a section needs a line of at least two points, each x y in RD metres"
            raise UsageError(msg, hint="give x,y x,y in RD New (EPSG:28992)")
        at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy[:, :2], axis=0).T))))
        if not (at[-1] > 0 and math.isfinite(step) and step > 0):
            msg = f"a section of {at[-1]:g} m in steps of {step:g} m cannot be made"
            raise UsageError(msg, hint="give two different points")
        count = max(1, math.ceil(at[-1] / step - 1e-9))
        distance = (np.arange(count) + 0.5) * at[-1] / count
        x, y = (np.interp(distance, at, xy[:, k]) for k in (0, 1))
        return cls(distance, x, y, float(at[-1]))


@dataclass(frozen=True, eq=False)
class Section:
    """A vertical section.

    Parameters
    ----------
    line : SectionLine
        The columns.
    z : (m,) float64
        Middles of the rows, m NAP, ascending.
    ground : (n,) float64
        Ground surface along the line, m NAP, exact.
    unit, lithology : (m, n) uint8
        Index in the legend; GeoTOP lithoclass, fabrics expanded; 254 above the ground.
    event : (m, n) uint16
        Index of the event; 65534 above the ground.
    """

    line: SectionLine
    z: np.ndarray
    ground: np.ndarray
    unit: np.ndarray = field(repr=False)
    lithology: np.ndarray = field(repr=False)
    event: np.ndarray = field(repr=False)


def make_section(
    stack: LayerStack,
    fabrics: Mapping[int, Fabric] | FabricSource,
    line: SectionLine,
    *,
    dz: float = 0.5,
    top: float | None = None,
) -> Section:
    """Cut the ground along a line.

    Parameters
    ----------
    stack : LayerStack
        The ground.
    fabrics : mapping of int to Fabric, or a function
        By index of the unit; or what answers for rows and columns of a unit.
    line : SectionLine
        Where; points outside the box get the column of the nearest edge.
    dz : float
        Height of a row, m.
    top : float, optional
        Upper edge of the image, m NAP; by default the highest ground on the line.

    Raises
    ------
    UsageError
        ``dz`` or ``top`` leaves no row.
    DataError
        A layer asks for a fabric that is not given.
    """
    sampler = Sampler(stack.grid, line.x, line.y)
    ground = sampler(stack.tops[-1]) / 1000.0 if len(stack.tops) else np.full(len(line.x), stack.base)
    z = _rows(stack.base, float(ground.max()) if top is None else top, dz)
    first = first_rows(sampler, stack.tops, Rows(float(z[0]), dz, len(z)))
    codes = codes_of_pixels(first, stack.layers, len(z))
    ask = fabrics if callable(fabrics) else ask_fabrics(fabrics)
    put_fabrics(codes, first, stack.layers, partial(ask, line, z))
    return Section(line, z, ground, *codes)


def ask_fabrics(fabrics: Mapping[int, Fabric]) -> FabricSource:
    """Return a function that asks each fabric for the rows and columns where its unit lies."""

    def source(line: SectionLine, z: np.ndarray, unit: int, rows: slice, columns: np.ndarray) -> np.ndarray:
        fabric = fabrics.get(unit)
        if fabric is None:
            msg = f"unit {unit} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        # Along the axes: most of a fabric depends on the place on the map, or on the height, alone.
        return fabric.lithology(line.x[None, columns], line.y[None, columns], z[rows, None])

    return source


def _rows(base: float, top: float, dz: float) -> np.ndarray:
    """Middles of the rows from ``base`` up to at least ``top``."""
    if not (math.isfinite(dz) and dz > 0 and math.isfinite(top) and top > base):
        msg = f"a section from {base:g} to {top:g} m NAP in rows of {dz:g} m cannot be made"
        raise UsageError(msg, hint="the top must lie above the base of the model")
    return base + (np.arange(math.ceil((top - base) / dz - 1e-9)) + 0.5) * dz
