"""Kind ``mound``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.genesis.expressions import Call, Expression, Word
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["Mound"]


@dataclass(frozen=True, kw_only=True)
class Mound(GroundStep):
    """People heap up round mounds at points: barrows, mill hills. Each is a paraboloid.

    Parameters
    ----------
    at : str
        Layer of points with a ``radius`` (or ``rx`` and ``ry``) and a ``height``, m.
    unit : str
        Unit that is put there.
    mask : field
        Share that is added, 0 to 1.
    """

    kind: Literal["mound"] = "mound"
    at: str
    unit: str
    mask: FieldText = 1.0
    lithology: int | None = None

    def change(self, work: Work) -> Change:
        """Thickness of the paraboloids."""
        from wijkgenese3d.genesis.functions import FUNCTIONS

        bowl = Expression(f"bowl({self.at!r})", Call(FUNCTIONS["bowl"], (Word(self.at),)))
        thickness = np.maximum(work.moment.evaluate(bowl), 0.0) * work.value("mask")
        return Change(deposit=Deposit(work.mean(thickness), self.unit, self.lithology))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        yield "at", "points", self.at
