"""A small, lopsided model: swapped axes or half-cell shifts cannot pass."""

import numpy as np

from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, to_millimetres
from wijkgenese3d.model.legend import FABRIC

GRID = Grid(RDExtent(188400.0, 426700.0, 188420.0, 426715.0), 5.0)
BASE = -2.0
GROUND = np.array([[1.0, 2.0, 4.0, 8.0], [3.0, 5.0, 7.0, 9.0], [6.0, 2.5, 3.5, 10.0]])

UNIT_BELOW, UNIT_FABRIC, UNIT_ABOVE = 3, 0, 7
FAR_WEST = 188406.0


class Halves:
    """Gravel west of a line, clay east of it; everywhere below 0 m NAP peat."""

    def lithology(self, x, y, z):
        x, y, z = np.broadcast_arrays(x, y, z)
        return np.where(z < 0, 1, np.where(x < FAR_WEST, 8, 2)).astype(np.uint8)

    def intervals(self, x, y, base, top):
        raise NotImplementedError


FABRICS = {UNIT_FABRIC: Halves()}


def make_stack() -> LayerStack:
    """Three layers: 1 m of unit 3, then a fabric, then 0.3 m of unit 7 in the east only."""
    stack = LayerStack(GRID, BASE)
    stack = stack.deposited(Layer(0, UNIT_BELOW, 6, 11), to_millimetres(np.full(GRID.shape, 1.0)))
    cap = np.where(np.arange(4) >= 2, 0.3, 0.0) * np.ones(GRID.shape)
    stack = stack.deposited(Layer(1, UNIT_FABRIC, FABRIC, 12), to_millimetres(GROUND - cap - (BASE + 1.0)))
    return stack.deposited(Layer(4, UNIT_ABOVE, 0, 13), to_millimetres(cap))
