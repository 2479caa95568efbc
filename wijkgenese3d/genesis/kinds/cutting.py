"""Shared by kinds that cut the surface down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, FieldText, GroundStep, Work

__all__ = ["CutDown"]


@dataclass(frozen=True, kw_only=True)
class CutDown(GroundStep):
    """Cut the surface down, whatever lies there: to a surface, or by a depth.

    Parameters
    ----------
    to : field, optional
        Surface to cut down to, m NAP.
    by : field, optional
        Depth to cut away, m. Give ``to`` or ``by``.
    mask : field
        Share that is cut, 0 to 1.
    """

    to: FieldText | None = None
    by: FieldText | None = None
    mask: FieldText = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.to is None) == (self.by is None):
            msg = f"{self.kind} needs either 'to' (a surface) or 'by' (a depth)"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Depth = (ground - to) x mask, or by x mask, where positive."""
        depth = work.ground - work.value("to") if work.has("to") else work.value("by")
        return Change(lowered=work.mean(np.maximum(depth, 0.0) * work.value("mask")))
