"""What lies under the units that are hidden: the ground without them, and what comes to the surface."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import LayerStack, MmRaster
from wijkgenese3d.model.legend import AIR, FABRIC

__all__ = ["Peeled", "peel"]

_BARE = 0.02
"""The ground is laid bare where more than this has gone, m."""


@dataclass(frozen=True, eq=False)
class Peeled:
    """The ground without what is hidden above all that is shown.

    Parameters
    ----------
    stack : LayerStack
        Cut down to the highest unit that is shown; deeper units that are hidden stay where they are.
    bare : (ny, nx) bool
        Where the surface is not the ground any more.
    unit, lithology : (ny, nx) uint8
        What lies at the surface, 254 where nothing is left; fabrics are asked just below it.
    """

    stack: LayerStack
    bare: np.ndarray = field(repr=False)
    unit: np.ndarray = field(repr=False)
    lithology: np.ndarray = field(repr=False)


def peel(stack: LayerStack, hidden: Collection[int], fabrics: Mapping[int, Fabric]) -> Peeled:
    """Take the hidden units off the ground.

    Parameters
    ----------
    stack : LayerStack
    hidden : collection of int
        Indices in the legend.
    fabrics : mapping of int to Fabric
        By index of the unit.
    """
    shape = stack.grid.shape
    below: MmRaster = np.full(shape, stack.base_mm, dtype=np.int32)
    surface = below.copy()
    unit, lithology = np.full(shape, AIR, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        if layer.unit not in hidden:
            there = top > below
            surface[there] = top[there]
            unit[there], lithology[there] = layer.unit, layer.lithology
        below = top
    cut = stack.cut(surface)
    _ask(cut, unit, lithology, fabrics)
    bare = stack.ground_mm - cut.ground_mm > _BARE * 1000
    return Peeled(cut, bare, unit, lithology)


def _ask(stack: LayerStack, unit: np.ndarray, lithology: np.ndarray, fabrics: Mapping[int, Fabric]) -> None:
    """Put the lithology of fabrics at the surface in place."""
    for index in np.unique(unit[lithology == FABRIC]).tolist():
        fabric = fabrics.get(index)
        if fabric is not None:
            iy, ix = np.nonzero((unit == index) & (lithology == FABRIC))
            z = stack.ground[iy, ix] - 0.1
            lithology[iy, ix] = fabric.lithology(stack.grid.x[ix], stack.grid.y[iy], z)
