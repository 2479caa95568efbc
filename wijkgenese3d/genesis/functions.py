"""The functions of the field language. Each states its usage, what it reads, and how far it looks.

A new function goes into the module of its group, with one decorator; nothing else needs to know it.
"""

from __future__ import annotations

from wijkgenese3d.genesis import (  # noqa: F401  (each adds its functions to the registry)
    functions_area,
    functions_arithmetic,
    functions_place,
    functions_surroundings,
)
from wijkgenese3d.genesis.functions_registry import FUNCTIONS, smoothstep

__all__ = ["FUNCTIONS", "smoothstep"]
