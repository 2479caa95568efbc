"""Kind ``fill``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.upto import FillUpTo

__all__ = ["Fill"]


@dataclass(frozen=True, kw_only=True)
class Fill(FillUpTo):
    """People or wash fill a hollow up to a surface."""

    kind: Literal["fill"] = "fill"
