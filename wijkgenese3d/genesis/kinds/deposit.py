"""Kind ``deposit``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.upto import FillUpTo

__all__ = ["Deposition"]


@dataclass(frozen=True, kw_only=True)
class Deposition(FillUpTo):
    """Sediment fills up to a surface: river sand, outwash, clay of a flood plain."""

    kind: Literal["deposit"] = "deposit"
