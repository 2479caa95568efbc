"""Kind ``thrust``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.upto import FillUpTo

__all__ = ["Thrust"]


@dataclass(frozen=True, kw_only=True)
class Thrust(FillUpTo):
    """Land ice pushes sheets up to a surface; the unit's fabric gives the tilted beds."""

    kind: Literal["thrust"] = "thrust"
