"""Kind ``layer``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.thickness import AddThickness

__all__ = ["Layer"]


@dataclass(frozen=True, kw_only=True)
class Layer(AddThickness):
    """A layer that people left by living there: a camp, a town, a field."""

    kind: Literal["layer"] = "layer"
