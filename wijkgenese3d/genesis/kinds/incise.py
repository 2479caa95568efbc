"""Kind ``incise``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call, Expression, Word
from wijkgenese3d.genesis.kinds.base import Change, FieldText, GroundStep, Work

__all__ = ["Incise", "distance_to"]


@dataclass(frozen=True, kw_only=True)
class Incise(GroundStep):
    """Running water cuts a valley along a line.

    Give a surface of the finished valley, or the profile across the line:
    ``z = floor + (z - floor) (1 - exp(-(max(dist - half, 0) / side) ^ p))``, never above the ground.

    Parameters
    ----------
    line : str
        Axis of the valley, drawn downstream.
    to : field, optional
        Surface of the valley, m NAP.
    floor : field, optional
        Level of the valley floor, m NAP.
    half, side : field
        Half width of the flat floor, and width of the flank, m.
    p : field
        Power: 1 gives a sharp V, 2 a wide bowl.
    mask : field
        Share that is cut, 0 to 1.
    """

    kind: Literal["incise"] = "incise"
    line: str
    to: FieldText | None = None
    floor: FieldText | None = None
    half: FieldText = 5.0
    side: FieldText | None = None
    p: FieldText = 1.6
    mask: FieldText = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        profile = self.floor is not None and self.side is not None
        if (self.to is None) == (not profile):
            msg = "incise needs either 'to' (a surface) or 'floor' and 'side' (a profile)"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Depth between the ground and the valley, times mask."""
        valley = work.value("to") if work.has("to") else self._profile(work)
        depth = np.maximum(work.ground - valley, 0.0) * work.value("mask")
        return Change(lowered=work.mean(depth))

    def _profile(self, work: Work) -> np.ndarray:
        away = work.moment.evaluate(distance_to(self.line))
        floor, ground = work.value("floor"), work.ground
        if work.value("half").min() < 0 or work.value("side").min() <= 0 or work.value("p").min() <= 0:
            msg = "incise: 'half' must be 0 m or more, 'side' and 'p' above 0"
            raise DeclarationError(msg)
        share = 1.0 - np.exp(
            -((np.maximum(away - work.value("half"), 0.0) / work.value("side")) ** work.value("p"))
        )
        return np.asarray(np.minimum(ground, floor + (ground - floor) * share))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        yield "line", "line", self.line


def distance_to(line: str) -> Expression:
    """Return the expression ``dist('line')``."""
    from wijkgenese3d.genesis.functions import FUNCTIONS

    return Expression(f"dist({line!r})", Call(FUNCTIONS["dist"], (Word(line),)))
