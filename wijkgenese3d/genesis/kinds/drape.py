"""Kind ``drape``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.thickness import AddThickness

__all__ = ["Drape"]


@dataclass(frozen=True, kw_only=True)
class Drape(AddThickness):
    """A cover of wind or slope deposits drapes over the surface with a thickness."""

    kind: Literal["drape"] = "drape"
