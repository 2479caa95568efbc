"""Kind ``embank``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work
from wijkgenese3d.genesis.kinds.incise import distance_to

__all__ = ["Embank"]


@dataclass(frozen=True, kw_only=True)
class Embank(GroundStep):
    """People raise a dam, dike or railway bank along a line.

    Fills up to ``crest - max(dist - width / 2, 0) / side`` where that lies above the ground.

    Parameters
    ----------
    line : str
        Axis of the crest.
    crest : field
        Level of the crest, m NAP, e.g. ``level('dam')``.
    width : field
        Width of the crest, m.
    side : field
        Run of the side slopes, m per m of height (1.5 is 1:1.5).
    unit : str
        Unit that is put there.
    mask : field
        Share that is filled, 0 to 1.
    """

    kind: Literal["embank"] = "embank"
    line: str
    crest: FieldText
    width: FieldText
    side: FieldText
    unit: str
    mask: FieldText = 1.0
    lithology: int | None = None

    def change(self, work: Work) -> Change:
        """Thickness up to the body of the bank."""
        width, side = work.value("width"), work.value("side")
        if width.min() < 0 or side.min() <= 0:
            msg = f"embank: width {width.min():g} m, side {side.min():g}; 0 or more, and above 0, are allowed"
            raise DeclarationError(msg)
        away = work.moment.evaluate(distance_to(self.line))
        body = work.value("crest") - np.maximum(away - width / 2.0, 0.0) / side
        thickness = np.maximum(body - work.ground, 0.0) * work.value("mask")
        return Change(deposit=Deposit(work.mean(thickness), self.unit, self.lithology))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        yield "line", "line", self.line
