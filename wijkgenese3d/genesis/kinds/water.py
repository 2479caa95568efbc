"""Kind ``water``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.base import FieldText, Step

__all__ = ["Water"]


@dataclass(frozen=True, kw_only=True)
class Water(Step):
    """Open water stands or flows there for a while.

    Parameters
    ----------
    level : field
        Surface of the water, m NAP.
    mask : field
        There is water where this is above 0.5 and ``level`` lies above the ground.
    type : str
        Kind of water: beek, rivier, smeltwater, plas, wadi ...
    """

    kind: Literal["water"] = "water"
    level: FieldText
    mask: FieldText = 1.0
    type: str = "beek"
