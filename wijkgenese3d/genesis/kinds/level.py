"""Kind ``level``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call, Expression, Word
from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Work

__all__ = ["Level"]


@dataclass(frozen=True, kw_only=True)
class Level(GroundStep):
    """People level an area: cut the high parts, fill the low ones with them.

    Each cell moves a share of the way to a plane (or surface), at most so far; the larger of cut and
    fill is scaled down until the two balance.

    Parameters
    ----------
    polygon : str
        The area.
    unit : str
        Unit of what is filled.
    to : field, optional
        Surface to move to, m NAP; by default the plane that fits the ground in the area best.
    share : float
        Part of the way, 0 to 1.
    most : float
        Most that a cell is cut or filled, m.
    soften : float
        Width over which the effect fades out at the edge of the area, m.
    balance : bool
        False leaves cut and fill as they come.
    """

    kind: Literal["level"] = "level"
    polygon: str
    unit: str
    to: FieldText | None = None
    share: float = 1.0
    most: float = 10.0
    soften: float = 8.0
    balance: bool = True
    lithology: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0.0 < self.share <= 1.0 or self.most <= 0 or self.soften < 0:
            given = f"share {self.share:g}, most {self.most:g} m, soften {self.soften:g} m"
            msg = f"level: {given}; a share of 0 to 1, most above 0 and soften of 0 or more are allowed"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Move the ground towards the surface, in balance."""
        from wijkgenese3d.genesis.functions import FUNCTIONS, smoothstep

        if work.has("to"):
            target = work.value("to")
        else:
            plane = Call(FUNCTIONS["plane"], (Word(self.polygon),))
            target = work.moment.evaluate(Expression(plane.text, plane))
        site = work.moment.site
        polygon = site.vectors.polygon(self.polygon)
        if self.soften > 0:
            half = self.soften / 2
            mask = smoothstep(-half, half, polygon.distance(site.x, site.y))
        else:
            mask = polygon.contains(site.x, site.y).astype(np.float64)
        move = np.clip(self.share * (target - work.ground), -self.most, self.most) * mask
        move = work.within(work.mean(move))
        cut, fill = np.maximum(-move, 0.0), np.maximum(move, 0.0)
        if self.balance:
            cut_sum, fill_sum = np.asarray(
                work.number("cut and fill", lambda: np.array([cut.sum(), fill.sum()]))
            )
            least = min(cut_sum, fill_sum)
            cut = cut * (least / cut_sum if cut_sum > 0 else 0.0)
            fill = fill * (least / fill_sum if fill_sum > 0 else 0.0)
        return Change(lowered=cut, deposit=Deposit(fill, self.unit, self.lithology))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        yield "polygon", "polygon", self.polygon
