"""What lies at single places in the ground: the brother of a section and of a level, for places anywhere."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import AIR_EVENT
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, FABRIC

__all__ = ["ground_at"]


def ground_at(
    stack: LayerStack, fabrics: Mapping[int, Fabric], xyz: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return unit, lithology (uint8; fabrics expanded) and event (int64) at places, each (n,).

    Surfaces are linear between cell centres. Above the ground they are 254, 254 and 65534.

    Parameters
    ----------
    stack : LayerStack
    fabrics : mapping of int to Fabric
        By index of the unit.
    xyz : (n, 3)
        RD, m; m NAP.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    x, y, z = np.asarray(xyz, dtype=np.float64).reshape(-1, 3).T
    sampler, passed = Sampler(stack.grid, x, y), np.zeros(len(x), dtype=np.intp)
    for top in stack.tops:
        passed += sampler(top) <= z * 1000.0
    layers = stack.layers
    unit = np.array([*(layer.unit for layer in layers), AIR], dtype=np.uint8)[passed]
    lithology = np.array([*(layer.lithology for layer in layers), AIR], dtype=np.uint8)[passed]
    event = np.array([*(layer.event for layer in layers), AIR_EVENT])[passed]
    for index in np.unique(unit[lithology == FABRIC]).tolist():
        if (fabric := fabrics.get(index)) is None:
            msg = f"unit {index} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        asked = (lithology == FABRIC) & (unit == index)
        lithology[asked] = fabric.lithology(x[asked], y[asked], z[asked])
    return unit, lithology, event
