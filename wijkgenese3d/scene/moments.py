"""A year that somebody types: read it, and say which moment it is between the stops of a scene."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wijkgenese3d.errors import UsageError
from wijkgenese3d.model.timeline import PRESENT_BP, Stop, Timeline, year_words
from wijkgenese3d.scene.words import say

__all__ = ["Moment", "moment_words", "parse_year"]

_BEFORE = {"vc", "vchr", "vchristus", "voorchr", "voorchristus", "bc", "bce", "vgj", "vot"}
_AFTER = {"", "nc", "nchr", "nchristus", "nachr", "nachristus", "ad", "ce"}
_AGO = {"jaargeleden", "jrgeleden", "jaarterug", "geleden", "yearsago", "yearago", "yrsago", "ago", "bp"}
_ABOUT = re.compile(
    r"^(?:ca\b|circa\b|c\.|±|~|ongeveer\b|omstreeks\b|rond\b|about\b|around\b|in\b|het\b|the\b|jaar\b(?!\s*geleden)|"
    r"year\b)[.\s]*"
)
_NUMBER = r"(?P<sign>[-−–+]?)\s*(?P<number>\d[\d.,'\s]*\d|\d)"
_TYPED = re.compile(rf"^(?P<first>[a-z.\s]*?)\s*{_NUMBER}\s*(?P<last>[a-z.\s]*)$")
_GROUPS = re.compile(r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:'\d{3})+|(?:\s\d{3})+)")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_LONGEST = 40
_SHORT_AGO = 11_000.0
"""Years ago up to which people count from now; further back the difference is less than the rounding."""


def parse_year(text: str, language: str = "nl", *, now: int | None = None) -> float:
    """Read a year as people write it, in either language, as an astronomical year.

    Thousands may be parted by a point, a comma, an apostrophe or a space; a number with a minus is an
    astronomical year already.

    Parameters
    ----------
    text : str
        Such as ``1935``, ``100 v.Chr.``, ``100 BC``, ``20.000 jaar geleden``, ``-12`` or ``1944,9``.
    language : str
        Of what is said where it cannot be read.
    now : int, optional
        Year from which a short time ago is counted; by default that of the clock.

    Raises
    ------
    UsageError
        It is no year.

    Examples
    --------
    >>> parse_year("100 v.Chr."), parse_year("20,000 years ago"), parse_year("1944,9")
    (-99.0, -18050.0, 1944.9)
    """
    typed = _TYPED.match(_without_about(text))
    if typed is None:
        raise _unreadable(language)
    number = _number(typed["number"])
    words = [re.sub(r"[.\s]", "", typed[part]) for part in ("first", "last")]
    if number is None or all(words):
        raise _unreadable(language)
    era, minus = words[0] or words[1], typed["sign"] not in ("", "+")
    year = _in_era(number, era, now)
    if year is None or (minus and era):
        raise _unreadable(language)
    return -year if minus else year


def _without_about(text: str) -> str:
    """Lower the text, and leave out what only says that it is a year, or not exact."""
    text = " ".join(text.lower().split())[: _LONGEST + 1]
    if len(text) > _LONGEST:
        return ""
    while found := _ABOUT.match(text):
        text = text[found.end() :]
    return text.rstrip("!?;:")


def _number(text: str) -> float | None:
    """Return a number with parted thousands or decimals; None where it is neither."""
    text = text.strip()
    if _GROUPS.fullmatch(text):
        return float(re.sub(r"[.,'\s]", "", text))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _in_era(number: float, era: str, now: int | None) -> float | None:
    """Return an astronomical year; None where the era is unknown or has no such year."""
    if era in _AFTER:
        return number if number >= 1 or not era else None
    if era in _BEFORE:
        return 1.0 - number if number >= 1 else None
    if era not in _AGO:
        return None
    today = float(now or datetime.now(UTC).year)
    return (today if number < _SHORT_AGO and era != "bp" else PRESENT_BP) - number


def _unreadable(language: str) -> UsageError:
    return UsageError(say("time.bad_year", language), hint=say("time.type_help", language))


@dataclass(frozen=True)
class Moment:
    """A typed year in words.

    Parameters
    ----------
    year : float
        Astronomical.
    label : str
        The year in words.
    sentence : str
        Between which stops it lies.
    after : int
        Index of the stop at or before it.
    slice_id : str
        The stop that has the same date in words, which is then the one to show; empty where there is none.
    """

    year: float
    label: str
    sentence: str
    after: int
    slice_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as ``Moment`` of the shared components."""
        return {"label": self.label, "sentence": self.sentence, "after": self.after}


def moment_words(timeline: Timeline, year: float, language: str) -> Moment:
    """Say which moment a year is, between which stops.

    Raises
    ------
    UsageError
        It lies before the first stop or after the last; the message says what is shown, in the language.
    """
    label = year_words(year, language)
    for index, stop in enumerate(timeline):
        if stop.year == year or year_words(stop.year, language) == label:
            return Moment(stop.year, label, "", index, stop.id)
    stops = timeline.stops
    if not stops[0].year < year < stops[-1].year:
        ends = {"a": _date(stops[0], language), "b": _date(stops[-1], language)}
        raise UsageError(say("time.out", language, **ends).replace("..", "."))
    after = max(k for k, stop in enumerate(stops) if stop.year < year)
    ends = {"a": _date(stops[after], language), "b": _date(stops[after + 1], language)}
    sentence = say("time.between", language, jaar=label, **ends)
    return Moment(year, label, sentence.replace("..", "."), after)


def _date(stop: Stop, language: str) -> str:
    return year_words(stop.year, language)
