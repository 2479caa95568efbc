"""Kind ``line``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Step

__all__ = ["LineFeature"]


@dataclass(frozen=True, kw_only=True)
class LineFeature(Step):
    """A road, tram, sewer or channel lies there from the start of the date until the event's ``until``.

    Parameters
    ----------
    lines : list of str
        Names of lines.
    follow : list of str
        Ids of events: a line under each street that their ``settle`` steps made.
    type : str
        straat, zandpad, tram, riool, waterleiding ...
    width : float
        m.
    cover : str, optional
        Class of land cover that the line shows as; none for what lies under the ground.
    clear_of : mapping
        Name of a line, polygon or point layer to a distance, m: the line stops so far from it.
    depth : float
        m below the ground, for what lies under it.
    """

    kind: Literal["line"] = "line"
    lines: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    type: str
    width: float
    cover: str | None = None
    clear_of: Mapping[str, float] = field(default_factory=dict)
    depth: float = 0.0

    def __post_init__(self) -> None:
        if not self.lines and not self.follow:
            msg = "line needs 'lines' or 'follow'"
            raise DeclarationError(msg)
        if self.width <= 0:
            msg = f"line: width = {self.width:g}; more than 0 m is needed"
            raise DeclarationError(msg)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        for name in self.lines:
            yield "lines", "line", name
        for name in self.follow:
            yield "follow", "event", name
        for name in self.clear_of:
            yield "clear_of", "vector", name
        if self.cover:
            yield "cover", "cover", self.cover
