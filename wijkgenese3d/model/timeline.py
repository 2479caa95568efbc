"""When things are: astronomical years (year 0 exists; 20 v.Chr. = -19), and their words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wijkgenese3d.errors import DeclarationError, UsageError, nearest_name

__all__ = ["PRESENT_BP", "Stop", "Timeline", "Years", "year_words"]

PRESENT_BP = 1950
"""'Present' of an age BP, by convention."""


@dataclass(frozen=True)
class Years:
    """A span of time, astronomical years; ``start`` <= ``end``, equal for a single year."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end)):
            msg = f"date {self.start} to {self.end} is not finite"
            raise DeclarationError(msg)
        if self.start > self.end:
            msg = f"date {self.start:g} to {self.end:g}: the end lies before the start"
            raise DeclarationError(msg, hint="write [from, to]; years before Christ are negative")

    def as_list(self) -> list[float]:
        """Return ``[start, end]``, whole years as int, for JSON."""
        return [_plain(self.start), _plain(self.end)]


@dataclass(frozen=True)
class Stop:
    """A named stop on the timeline.

    Parameters
    ----------
    id : str
        Such as ``"T06"``.
    year : float
        The moment that is shown (state date), astronomical.
    label : mapping
        Date in words, per language.
    title : mapping
        Title, per language.
    short : mapping
        Short name for a narrow timeline, per language.
    certainty : str
        ``zeker``, ``waarschijnlijk`` or ``aanname``.
    cell : bool
        False for an extra stop that is only a tick.
    """

    id: str
    year: float
    label: Mapping[str, str]
    title: Mapping[str, str]
    short: Mapping[str, str]
    certainty: str
    cell: bool = True


@dataclass(frozen=True)
class Timeline:
    """The stops in order of time.

    Raises
    ------
    DeclarationError
        No stops, a double id, or years that do not ascend.
    """

    stops: tuple[Stop, ...]

    def __post_init__(self) -> None:
        if not self.stops:
            msg = "a timeline needs at least one slice"
            raise DeclarationError(msg)
        ids = [stop.id for stop in self.stops]
        for first, second in zip(self.stops, self.stops[1:], strict=False):
            if first.year >= second.year:
                msg = f"slice {second.id} ({second.year:g}) does not come after {first.id} ({first.year:g})"
                raise DeclarationError(msg)
        if len(set(ids)) != len(ids):
            msg = f"slice ids {ids} are not unique"
            raise DeclarationError(msg)

    def __iter__(self) -> Iterator[Stop]:
        return iter(self.stops)

    def __len__(self) -> int:
        return len(self.stops)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the stops, in order."""
        return tuple(stop.id for stop in self.stops)

    def stop(self, slice_id: str) -> Stop:
        """Return the stop with this id.

        Raises
        ------
        UsageError
            There is none; the nearest id is offered.
        """
        for stop in self.stops:
            if stop.id == slice_id:
                return stop
        msg = f"unknown slice {slice_id!r}{nearest_name(slice_id, self.ids)}"
        raise UsageError(msg, hint=f"slices are {', '.join(self.ids)}")

    def at_or_before(self, year: float) -> Stop:
        """Return the last stop at or before a year; the first stop for an earlier one."""
        stop = self.stops[0]
        for candidate in self.stops:
            if candidate.year <= year:
                stop = candidate
        return stop

    def stop_of(self, slice_id: str, year: float) -> str:
        """Return the id of the stop that a slice is; of a year between stops, the one before."""
        return slice_id if slice_id in self.ids else self.at_or_before(year).id


def _plain(year: float) -> float:
    return int(year) if float(year).is_integer() else year


def year_words(year: float, language: str = "nl") -> str:
    """Say an astronomical year in words: never a minus sign, and no more exact than it is known.

    Before Christ, years over 40 are rounded to ten; what lies more than 11,000 years back to a thousand,
    and over 20,000 to five thousand.

    >>> year_words(-19)
    '20 v.Chr.'
    >>> year_words(-147999, "en")
    'about 150,000 years ago'
    >>> year_words(1944.9)
    '1944'
    """
    whole = math.floor(year)
    if whole < -9000:
        ago = PRESENT_BP - whole
        step = 5000 if ago > 20_000 else 1000
        ago = round(ago / step) * step
        if language == "en":
            return f"about {ago:,} years ago"
        return f"ca. {ago:,} jaar geleden".replace(",", ".")
    if whole <= 0:
        before = 1 - whole if whole > -40 else round((1 - whole) / 10) * 10
        return f"{before} BC" if language == "en" else f"{before} v.Chr."
    if whole < 1000:
        return f"AD {whole}" if language == "en" else f"{whole} n.Chr."
    return str(whole)
