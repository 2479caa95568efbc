"""Kind ``decay``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["Decay", "diffused"]

STABLE = 0.2
"""Explicit steps of at most this kappa t / cell^2; 0.25 is the limit in two dimensions."""

MOST_STEPS = 10_000
"""More would take minutes, and leave a plain."""


def diffused(
    ground: np.ndarray, weight: np.ndarray, kappa_t: float, cell: float, near: np.ndarray | None = None
) -> np.ndarray:
    """Let a surface slump by linear slope diffusion (Culling 1963), in flux form.

    Parameters
    ----------
    ground : (ny, nx) float64
        m.
    weight : (ny, nx) float64
        0 where nothing moves, to 1; a face between cells takes the mean. What leaves a cell enters
        its neighbour, and nothing crosses the border, so the volume stays the same.
    kappa_t : float
        Diffusivity times time, m2.
    cell : float
        m.
    near : (ny, nx) bool, optional
        Cells that may change; nothing crosses the border of these either.
    """
    steps = max(1, math.ceil(kappa_t / (STABLE * cell * cell)))
    share = kappa_t / steps / (cell * cell)
    across = 0.5 * (weight[:, 1:] + weight[:, :-1]) * share
    up = 0.5 * (weight[1:, :] + weight[:-1, :]) * share
    if near is not None:
        across, up = across * (near[:, 1:] & near[:, :-1]), up * (near[1:, :] & near[:-1, :])
    z = ground.copy()
    for _ in range(steps):
        flux_x, flux_y = across * np.diff(z, axis=1), up * np.diff(z, axis=0)
        z[:, :-1] += flux_x
        z[:, 1:] -= flux_x
        z[:-1, :] += flux_y
        z[1:, :] -= flux_y
    return z


@dataclass(frozen=True, kw_only=True)
class Decay(GroundStep):
    """A steep old form slumps: slope diffusion takes from its top and lays down at its foot.

    Parameters
    ----------
    kappa_t : float
        Diffusivity times time, m2.
    mask : field
        Where it happens, 0 to 1.
    unit : str
        Unit of what is laid down.
    """

    kind: Literal["decay"] = "decay"
    kappa_t: float
    unit: str
    mask: FieldText = 1.0
    lithology: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kappa_t <= 0 or self.samples != 1:
            msg = f"decay: kappa_t = {self.kappa_t:g} m2 must be above 0, and samples 1"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Lower where the surface sinks, deposit where it rises; the two volumes are equal."""
        cell = work.moment.site.grid.cell
        if self.kappa_t > MOST_STEPS * STABLE * cell * cell:
            most = MOST_STEPS * STABLE * cell * cell
            msg = f"decay: kappa_t = {self.kappa_t:g} m2; at most {most:g} m2 is possible with these cells"
            raise DeclarationError(msg)
        move = diffused(work.ground, work.value("mask"), self.kappa_t, cell, work.near) - work.ground
        return Change(
            lowered=np.maximum(-move, 0.0),
            deposit=Deposit(np.maximum(move, 0.0), self.unit, self.lithology),
        )

    def halo(self, cell: float) -> float:
        """How far the surface can feel its surroundings, m: one cell per step."""
        return cell * max(1, math.ceil(self.kappa_t / (STABLE * cell * cell)))
