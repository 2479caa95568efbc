"""Kind ``lower``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.cutting import CutDown

__all__ = ["Lower"]


@dataclass(frozen=True, kw_only=True)
class Lower(CutDown):
    """An old earthwork is cut down; the ground is carted off."""

    kind: Literal["lower"] = "lower"
