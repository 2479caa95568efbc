"""Kind ``colluvium``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["Colluvium"]


@dataclass(frozen=True, kw_only=True)
class Colluvium(GroundStep):
    """Wash from the slopes is laid down: a share of what was eroded, spread by a weight.

    Thickness = share x eroded volume x weight / (sum of weights x cell area), so the volumes balance.

    Parameters
    ----------
    unit : str
        Unit that is laid down.
    share : float
        Part of the eroded volume that stays in the box, 0 to 1; the rest leaves it.
    weight : field
        Where it comes to lie; below 0 counts as 0.
    of : str, optional
        Id of the event whose ``erode`` steps gave the volume; by default this event's own.
    """

    kind: Literal["colluvium"] = "colluvium"
    unit: str
    share: float
    weight: FieldText
    of: str | None = None
    lithology: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0.0 <= self.share <= 1.0:
            msg = f"colluvium: share = {self.share:g}; 0 to 1 is allowed"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Spread the volume by the weight."""
        weight = work.within(work.mean(np.maximum(work.value("weight"), 0.0)))
        volume = float(work.number("eroded", lambda: work.eroded.get(self.of or work.event, 0.0)))
        total = float(work.number("weight", lambda: float(weight.sum()) * work.cell_area))
        if total <= 0.0:
            msg = "colluvium: the weight is 0 everywhere, so the wash has no place to go"
            raise DeclarationError(msg)
        return Change(deposit=Deposit(weight * (self.share * volume / total), self.unit, self.lithology))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        if self.of:
            yield "of", "event", self.of
