"""Kind ``ice``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.base import FieldText, Step

__all__ = ["Ice"]


@dataclass(frozen=True, kw_only=True)
class Ice(Step):
    """Land ice stands there for a while: a passing body, not a unit.

    Parameters
    ----------
    top : field
        Surface of the ice, m NAP.
    mask : field
        There is ice where this is above 0.5 and ``top`` lies above the ground.
    """

    kind: Literal["ice"] = "ice"
    top: FieldText
    mask: FieldText = 1.0
