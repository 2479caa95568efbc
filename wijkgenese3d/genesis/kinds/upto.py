"""Shared by kinds that fill up to a surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["FillUpTo"]


@dataclass(frozen=True, kw_only=True)
class FillUpTo(GroundStep):
    """Fill up to a surface where it lies above the ground.

    Parameters
    ----------
    unit : str
        Unit that is put there.
    top : field
        Surface to fill up to, m NAP.
    mask : field
        Share that is filled, 0 to 1.
    lithology : int, optional
        GeoTOP lithoclass; by default that of the unit.
    """

    unit: str
    top: FieldText
    mask: FieldText = 1.0
    lithology: int | None = None

    def change(self, work: Work) -> Change:
        """Thickness = (top - ground) x mask where positive."""
        thickness = np.maximum(work.value("top") - work.ground, 0.0) * work.value("mask")
        return Change(deposit=Deposit(work.mean(thickness), self.unit, self.lithology))
