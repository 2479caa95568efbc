"""Kind ``erode``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.cutting import CutDown

__all__ = ["Erode"]


@dataclass(frozen=True, kw_only=True)
class Erode(CutDown):
    """Water, wind or slope wash takes ground away.

    What goes leaves the box, unless a ``colluvium`` step lays part of it down.
    """

    kind: Literal["erode"] = "erode"
