"""Numbers and dates as one says them: rounded, without minus years, a span with its era once."""

from __future__ import annotations

import math

from wijkgenese3d.model.timeline import Years, year_words

__all__ = ["capital", "number_words", "plain_metres", "short_name", "span_words", "two_digits"]

_LAST_ICE = -9000.0


def number_words(value: float, language: str, digits: int = 0) -> str:
    """Say a number as the language writes it; never minus zero.

    >>> number_words(12345.67, "nl", 1), number_words(48000, "en")
    ('12.345,7', '48,000')
    """
    text = f"{round(value, digits) + 0.0:,.{digits}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def plain_metres(value: float, language: str) -> str:
    """Say a length in metres: halves below ten, whole from there; never more exact than a drawing is.

    >>> plain_metres(1.2, "nl"), plain_metres(3.6, "nl"), plain_metres(12.4, "en"), plain_metres(0.6, "en")
    ('1', '3,5', '12', '0.5')
    """
    step = 0.5 if abs(value) < 10 else 1.0
    rounded = math.floor(abs(value) / step + 0.5) * step
    return number_words(math.copysign(rounded, value), language, 0 if rounded.is_integer() else 1)


def two_digits(value: float) -> int:
    """Round to two digits, for amounts that are an estimate.

    >>> two_digits(47963.0), two_digits(0.4), two_digits(-1234)
    (48000, 0, -1200)
    """
    if round(value) == 0:
        return 0
    return round(round(value, 1 - math.floor(math.log10(abs(value)))))


def span_words(date: Years, language: str) -> str:
    """Say when something was made, the era once.

    >>> span_words(Years(80, 100), "nl"), span_words(Years(1965, 1965), "nl")
    ('80 tot 100 n.Chr.', '1965')
    >>> span_words(Years(-144_000, -130_000), "en")
    'about 145,000 to 130,000 years ago'
    """
    first, last = year_words(date.start, language), year_words(date.end, language)
    if first == last:
        return first
    joint = " to " if language == "en" else " tot "
    if _era(date.start) != _era(date.end):
        return f"{first}{joint}{last}"
    if date.end < _LAST_ICE:
        about = "about " if language == "en" else "ca. "
        ago = " years ago" if language == "en" else " jaar geleden"
        return f"{first.removesuffix(ago)}{joint}{last.removeprefix(about)}"
    for era in (" v.Chr.", " n.Chr.", " BC"):
        first = first.removesuffix(era) if last.endswith(era) else first
    return f"{first}{joint}{last.removeprefix('AD ') if first.startswith('AD ') else last}"


def _era(year: float) -> int:
    return (year >= _LAST_ICE) + (math.floor(year) > 0)


def capital(text: str) -> str:
    """Return words with a capital at their start; the rest stays as it is.

    >>> capital("rond 2050"), capital("")
    ('Rond 2050', '')
    """
    return text[:1].upper() + text[1:]


def short_name(name: str) -> str:
    """Return the name of a class without what stands in brackets or after a comma.

    >>> short_name("Smeltwaterzand (sandr)"), short_name("Park, openbaar groen")
    ('Smeltwaterzand', 'Park')
    """
    return name.partition(" (")[0].partition(",")[0]
