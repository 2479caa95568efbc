"""Kind ``settle``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Step

__all__ = ["Ribbon", "Rows", "Settle"]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Parallel streets in a polygon with a row of buildings on both sides.

    Parameters
    ----------
    polygon : str
    angle : float
        Direction of the streets, degrees counter-clockwise from east.
    spacing : float
        Between streets, m.
    length, depth : float
        Of a row, m.
    gap : float
        Between rows, m.
    setback : float
        From the street to the row, m.
    street : float
        Width of the street, m.
    shrink : float
        The polygon is shrunk by so many metres first.
    hole : (x, y, length, depth), optional
        Middle and sides of a rectangle, turned by ``angle``, that stays free.
    street_cover : str
        Class of land cover of the streets; empty for none.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    polygon: str
    angle: float
    spacing: float
    length: float
    depth: float
    gap: float
    setback: float
    street: float
    shrink: float = 0.0
    hole: tuple[float, float, float, float] | None = None
    street_cover: str = "straat"

    def __post_init__(self) -> None:
        if self.spacing < self.street + 2 * (self.setback + self.depth):
            msg = (
                f"rows in {self.polygon!r}: a spacing of {self.spacing:g} m is too small for a street of"
                f" {self.street:g} m with two rows of {self.setback:g} + {self.depth:g} m"
            )
            raise DeclarationError(msg)
        if min(self.length, self.depth, self.street) < 1 or min(self.gap, self.setback) < 0:
            msg = (
                f"rows in {self.polygon!r}: length, depth and street must be 1 m or more, gap and setback 0 m"
            )
            raise DeclarationError(msg)


@dataclass(frozen=True, kw_only=True)
class Ribbon:
    """Buildings along a line, on both sides.

    Parameters
    ----------
    line : str
    every : float
        Distance between buildings along the line, m.
    length, depth : float
        Of a building: along and across the line, m.
    setback : float
        From the axis of the line to the front, m.
    sides : str
        ``both``, ``left`` or ``right`` of the direction drawn.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    line: str
    every: float
    length: float
    depth: float
    setback: float
    sides: Literal["both", "left", "right"] = "both"

    def __post_init__(self) -> None:
        if min(self.every, self.length, self.depth) < 1:
            msg = f"ribbon along {self.line!r}: every, length and depth must be 1 m or more"
            raise DeclarationError(msg)


@dataclass(frozen=True, kw_only=True)
class Settle(Step):
    """People build: rows in a polygon, a ribbon along a line, or single buildings at points.

    The buildings are spread over the date of the event. A building that does not fit (outside its
    polygon or the box, over an earlier building or a street, too near to ``clear_of``) is left out.

    Parameters
    ----------
    rows, ribbon : tables
        Give one of ``rows``, ``ribbon`` or ``at``.
    at : str, optional
        Layer of points with ``length``, ``width``, ``angle`` and ``height``.
    height : float
        Of the buildings, m; points may carry their own.
    type : str
        barak, rij, tuindorp, villa, boerderij ...
    cover : str
        Class of land cover of the roofs; empty for none.
    clear_of : mapping
        Name of a line, polygon or point layer to a distance, m, that buildings keep from it.
    within : str, optional
        Polygon in which buildings must lie.
    replaces : bool
        Earlier buildings in the way go when a new one comes, instead of the new one being left out.
    until : float, optional
        Year in which these buildings go, where that is earlier than the event's own ``until``.
    """

    kind: Literal["settle"] = "settle"
    rows: Rows | None = None
    ribbon: Ribbon | None = None
    at: str | None = None
    height: float = 6.0
    type: str
    cover: str = "dak"
    clear_of: Mapping[str, float] = field(default_factory=dict)
    within: str | None = None
    replaces: bool = False
    until: float | None = None

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.rows, self.ribbon, self.at)) != 1:
            msg = "settle needs exactly one of 'rows', 'ribbon' and 'at'"
            raise DeclarationError(msg)
        if self.height <= 0:
            msg = f"settle: height = {self.height:g}; more than 0 m is needed"
            raise DeclarationError(msg)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        if self.rows:
            yield "rows.polygon", "polygon", self.rows.polygon
            if self.rows.street_cover:
                yield "rows.street_cover", "cover", self.rows.street_cover
        if self.ribbon:
            yield "ribbon.line", "line", self.ribbon.line
        if self.at:
            yield "at", "points", self.at
        for name in self.clear_of:
            yield "clear_of", "vector", name
        if self.within:
            yield "within", "polygon", self.within
        if self.cover:
            yield "cover", "cover", self.cover
