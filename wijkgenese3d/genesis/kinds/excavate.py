"""Kind ``excavate``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.cutting import CutDown

__all__ = ["Excavate"]


@dataclass(frozen=True, kw_only=True)
class Excavate(CutDown):
    """People dig: a ditch, a trench, a pit, a wadi; the ground is carted off."""

    kind: Literal["excavate"] = "excavate"
