"""A vertical section as a table: exact intervals at points along a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.exports.tables import csv_text
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import SectionLine
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import Layer, LayerStack
from wijkgenese3d.model.legend import FABRIC, Legend

__all__ = ["SECTION_COLUMNS", "section_csv", "section_rows"]

SECTION_COLUMNS = ("distance_m", "x", "y", "top", "base", "unit", "lithology", "event")


def section_csv(
    stack: LayerStack,
    fabrics: Mapping[int, Fabric],
    legend: Legend,
    events: Sequence[EventInfo],
    line: SectionLine,
) -> str:
    """Return a section as CSV; parameters as :func:`section_rows`."""
    return csv_text(SECTION_COLUMNS, section_rows(stack, fabrics, legend, events, line))


def section_rows(
    stack: LayerStack,
    fabrics: Mapping[int, Fabric],
    legend: Legend,
    events: Sequence[EventInfo],
    line: SectionLine,
) -> Iterator[dict[str, Any]]:
    """Yield the intervals at each point of a line, from the ground down to the base.

    Surfaces are linear between cell centres, as in the picture of the section; fabrics are expanded.

    Parameters
    ----------
    stack : LayerStack
        The ground.
    fabrics : mapping of int to Fabric
        By index of the unit in the legend.
    legend, events
        Names of units and events.
    line : SectionLine
        Points along the line.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    sampler = Sampler(stack.grid, line.x, line.y)
    tops = np.rint(np.array([sampler(top) for top in stack.tops]).reshape(len(stack.tops), len(line.x)))
    for k, (distance, x, y) in enumerate(zip(line.distance, line.x, line.y, strict=True)):
        place = {"distance_m": round(float(distance), 3), "x": round(float(x), 3), "y": round(float(y), 3)}
        runs = _runs(tops[:, k] / 1000.0, stack, fabrics, float(x), float(y))
        for top, base, layer, lithology in reversed(runs):
            yield {
                **place,
                "top": round(top, 3),
                "base": round(base, 3),
                "unit": legend.units[layer.unit].key,
                "lithology": lithology,
                "event": events[layer.event].id,
            }


def _runs(
    tops: np.ndarray, stack: LayerStack, fabrics: Mapping[int, Fabric], x: float, y: float
) -> list[tuple[float, float, Layer, int]]:
    """``(top, base, layer, lithology)`` bottom to top; neighbours that agree are one."""
    runs: list[tuple[float, float, Layer, int]] = []
    base = stack.base
    for top, layer in zip(tops.tolist(), stack.layers, strict=True):
        if top <= base:
            continue
        for upper, lithology in _parts(layer, base, top, fabrics, x, y):
            if runs and _same(runs[-1], layer, lithology):
                runs[-1] = (upper, runs[-1][1], layer, lithology)
            else:
                runs.append((upper, base, layer, lithology))
            base = upper
    return runs


def _parts(
    layer: Layer, base: float, top: float, fabrics: Mapping[int, Fabric], x: float, y: float
) -> list[tuple[float, int]]:
    if layer.lithology != FABRIC:
        return [(top, layer.lithology)]
    if layer.unit not in fabrics:
        msg = f"unit {layer.unit} asks for a fabric that is not given"
        raise DataError(msg, hint="give the fabrics of the scene")
    inner, lithology = fabrics[layer.unit].intervals(x, y, base, top)
    return list(zip(inner.tolist(), lithology.tolist(), strict=True))


def _same(run: tuple[float, float, Layer, int], layer: Layer, lithology: int) -> bool:
    _, _, other, own = run
    return (other.unit, other.event, own) == (layer.unit, layer.event, lithology)
