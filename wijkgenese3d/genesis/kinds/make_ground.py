"""Kind ``make_ground``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.thickness import AddThickness

__all__ = ["MakeGround"]


@dataclass(frozen=True, kw_only=True)
class MakeGround(AddThickness):
    """Made ground brought in to raise an area before it is built on."""

    kind: Literal["make_ground"] = "make_ground"
