"""Shared by kinds that add a thickness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["AddThickness"]


@dataclass(frozen=True, kw_only=True)
class AddThickness(GroundStep):
    """Add a thickness on top.

    Parameters
    ----------
    unit : str
        Unit that is put there.
    thick : field
        Thickness, m; below 0 counts as 0.
    mask : field
        Share that is added, 0 to 1.
    lithology : int, optional
        GeoTOP lithoclass; by default that of the unit.
    """

    unit: str
    thick: FieldText
    mask: FieldText = 1.0
    lithology: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.thick, (int, float)) and self.thick < 0:
            msg = f"{self.kind}: thick = {self.thick:g} m; 0 m or more is needed"
            raise DeclarationError(msg, hint="to take ground away, use erode, excavate or lower")

    def change(self, work: Work) -> Change:
        """Thickness = thick x mask where positive."""
        thickness = np.maximum(work.value("thick"), 0.0) * work.value("mask")
        return Change(deposit=Deposit(work.mean(thickness), self.unit, self.lithology))
