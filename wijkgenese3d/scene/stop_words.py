"""Labels of the timeline: a number per stop, and a bracket that says what it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from wijkgenese3d.model.timeline import PRESENT_BP, Stop

__all__ = ["era_words", "stop_words"]

_ERAS = {"ago": ("jaar geleden", "years ago"), "bc": ("v.Chr.", "BC"), "ad": ("n.Chr.", "AD")}
_LAST_ICE = -9000.0


def stop_words(stop: Stop, language: str) -> dict[str, Any]:
    """Return ``Stop`` of the shared components; ``number`` is its state date."""
    return {
        "id": stop.id,
        "number": _number(stop.year, language),
        "label": stop.label[language],
        "short": stop.short[language],
        "title": stop.title[language],
        "certainty": stop.certainty,
        "cell": stop.cell,
        "missing": False,
    }


def era_words(stops: Sequence[Stop], language: str) -> list[dict[str, Any]]:
    """Return the name and number of cells of each run of stops that count in the same way."""
    cells = [stop for stop in stops if stop.cell]
    return [
        {"name": _ERAS[era][1 if language == "en" else 0], "span": len(list(run))}
        for era, run in groupby(cells, key=_era)
    ]


def _number(year: float, language: str) -> str:
    """Return the state date as a number, rounded; what it counts stands in the bracket above it.

    >>> _number(-148000.0, "nl"), _number(-2500.0, "nl"), _number(-19.0, "en"), _number(1944.9, "en")
    ('150.000', '2500', '20', '1944')
    """
    if year < _LAST_ICE:
        ago = float(f"{PRESENT_BP - year:.1e}")
        return f"{ago:,.0f}" if language == "en" else f"{ago:,.0f}".replace(",", ".")
    whole = math.floor(year)
    if whole > 0:
        return str(whole)
    return str(round(1 - whole, -1) if whole <= -999 else 1 - whole)


def _era(stop: Stop) -> str:
    if stop.year < _LAST_ICE:
        return "ago"
    return "bc" if stop.year <= 0 else "ad"
