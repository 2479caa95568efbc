"""A moment of a scene, whether a stop or a year between two: when it is, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wijkgenese3d.web.logic.content import Content

__all__ = ["Other", "in_order"]


@dataclass(frozen=True)
class Other:
    """A stop, or a year between two.

    Parameters
    ----------
    index : int
        The stop; with a ``year`` the stop before it.
    year : float or None
        Astronomical.
    """

    index: int
    year: float | None = None

    def when(self, content: Content) -> float:
        """Return its year, astronomical."""
        return content.stops[self.index].year if self.year is None else self.year

    def place(self, content: Content) -> tuple[str, float | None]:
        """Return the id of its stop, and its year where it is none."""
        return content.stops[self.index].id, self.year

    def name(self, content: Content) -> str:
        """Return how commands call it."""
        return content.stops[self.index].id if self.year is None else f"{self.year:.10g}"

    def label(self, content: Content, language: str) -> str:
        """Return its date in words."""
        if self.year is None:
            return content.stops[self.index].label[language]
        return content.moment_of(self.year, language).label

    def as_moment(self, content: Content, language: str) -> dict[str, Any] | None:
        """Return ``Moment`` of the shared components; None for a stop."""
        return None if self.year is None else content.moment_of(self.year, language).as_json()


def in_order(content: Content, one: Other, another: Other) -> tuple[Other, Other]:
    """Return the earlier and the later of two moments."""
    first, last = sorted((one, another), key=lambda moment: moment.when(content))
    return first, last
