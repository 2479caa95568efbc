"""A vertical section through the ground along a line: what lies where, as an image of codes.

Surfaces are linear between cell centres and a fabric is asked at every pixel, so beds stay crisp at
any size although the map cells are metres wide. The walls of a block are four sections along its edges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.column_arrays import kernel_pays
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, FABRIC

__all__ = ["AIR_EVENT", "FabricSource", "Section", "SectionLine", "ask_fabrics", "make_section"]

AIR_EVENT = 65534
"""Event code above the ground, as in voxels."""

FabricSource = Callable[[int, "SectionLine", np.ndarray, np.ndarray], np.ndarray]
"""``(unit, line, z, mask) -> lithology`` of the pixels in ``mask``, in its order."""


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
        By index of the unit; or what answers for the pixels of a unit.
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
    tops = sampler.many(stack.tops) / 1000.0
    ground = tops[-1] if len(tops) else np.full(len(line.x), stack.base)
    z = _rows(stack.base, float(ground.max()) if top is None else top, dz)
    # Most layers of a scene lie nowhere along one line: they have no pixels.
    there = np.flatnonzero((np.diff(tops, axis=0, prepend=stack.base) > 0).any(axis=1))
    tops, layers = tops[there], [stack.layers[k] for k in there]
    # One more entry for what lies above the highest top.
    tables = (
        _table([s.unit for s in layers], AIR, np.uint8),
        _table([s.lithology for s in layers], AIR, np.uint8),
        _table([s.event for s in layers], AIR_EVENT, np.uint16),
    )
    unit, lithology, event = _codes_of_pixels(tops, z, dz, tables)
    ask = fabrics if callable(fabrics) else ask_fabrics(fabrics)
    expanded = lithology == FABRIC
    for index in sorted({s.unit for s in layers if s.lithology == FABRIC}):
        mask = expanded & (unit == index)
        if mask.any():
            lithology[mask] = ask(index, line, z, mask)
    return Section(line, z, ground, unit, lithology, event)


def ask_fabrics(fabrics: Mapping[int, Fabric]) -> FabricSource:
    """Return a function that asks each fabric for the rows and columns where its unit lies."""

    def source(unit: int, line: SectionLine, z: np.ndarray, mask: np.ndarray) -> np.ndarray:
        fabric = fabrics.get(unit)
        if fabric is None:
            msg = f"unit {unit} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        # Along the axes: most of a fabric depends on the place on the map, or on the height, alone.
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        part = np.ix_(rows, columns)
        codes = fabric.lithology(line.x[None, columns], line.y[None, columns], z[rows, None])
        return np.broadcast_to(codes, mask[part].shape)[mask[part]]

    return source


def _rows(base: float, top: float, dz: float) -> np.ndarray:
    """Middles of the rows from ``base`` up to at least ``top``."""
    if not (math.isfinite(dz) and dz > 0 and math.isfinite(top) and top > base):
        msg = f"a section from {base:g} to {top:g} m NAP in rows of {dz:g} m cannot be made"
        raise UsageError(msg, hint="the top must lie above the base of the model")
    return base + (np.arange(math.ceil((top - base) / dz - 1e-9)) + 0.5) * dz


def _table(values: list[int], above: int, dtype: type[np.unsignedinteger]) -> np.ndarray:
    return np.array([*values, above], dtype=dtype)


def _codes_of_pixels(
    tops: np.ndarray, z: np.ndarray, dz: float, tables: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes of the layer that holds each row's middle, (m, n) each; the last of a table is for air."""
    # First row whose middle lies at or above the top: from there on, the layer is passed.
    first = np.clip(np.ceil((tops - z[0]) / dz - 1e-9), 0, len(z)).astype(np.int32)
    if len(first) and kernel_pays(len(z) * first.shape[1]):
        from wijkgenese3d.geometry.section_kernel import codes_of_rows

        return codes_of_rows(first, len(z), tables)
    layer = layers_of_rows(first, len(z))
    return tables[0][layer], tables[1][layer], tables[2][layer]


def layers_of_rows(first: np.ndarray, rows: int) -> np.ndarray:
    """Index of the layer that holds each row's middle, (m, n); the number of layers for air.

    The layer of a pixel is the number of tops at or below it: count where each top falls, then sum up.
    """
    kind = np.uint8 if len(first) < 255 else np.uint16
    columns = first.shape[1]
    place = first.astype(np.intp) * columns + np.arange(columns)
    passed = np.bincount(place.ravel(), minlength=(rows + 1) * columns)
    counts = passed.reshape(rows + 1, columns)[:rows].astype(kind)
    return np.asarray(np.cumsum(counts, axis=0, dtype=kind))
