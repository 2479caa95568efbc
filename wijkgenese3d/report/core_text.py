"""The virtual core as a table to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.report.core_log import CoreSlice, Interval
from wijkgenese3d.report.words import date_words, number_words, word

__all__ = ["core_text"]

_NUMERIC = (0, 1)
"""Columns that are set to the right."""


def core_text(x: float, y: float, slices: Iterable[CoreSlice], legend: Legend, language: str) -> str:
    """Return a core as text: per slice a heading and a table, top to bottom."""
    blocks = [f"{word('core', language)} x {x:g}, y {y:g}"]
    blocks += [_slice_text(part, legend, language) for part in slices]
    return "\n\n".join(blocks)


def _slice_text(part: CoreSlice, legend: Legend, language: str) -> str:
    cover = word("no_cover", language)
    if part.land_cover is not None:
        cover = legend.cover(part.land_cover).name[language]
    ground = f"{word('ground', language)} {number_words(part.ground, language, 2)} m NAP"
    moment = year_words(part.year, language)
    # A year between the stops has no name of its own.
    heading = " | ".join(
        (moment, ground, cover) if " " in part.slice_id else (part.slice_id, moment, ground, cover)
    )
    header = [word(key, language) for key in ("depth", "nap", "what", "lithology", "unit", "event", "when")]
    header += [word("certainty", language), word("shape", language)]
    rows = [_row(interval, legend, language) for interval in part.intervals]
    return f"{heading}\n{_table(header, rows)}"


def _row(interval: Interval, legend: Legend, language: str) -> list[str]:
    unit, member = legend.unit(interval.unit), legend.member(interval.unit, interval.lithology)
    depths = (interval.depth_top, interval.depth_base)
    heights = (interval.top, interval.base)
    between = " to " if language == "en" else " tot "
    return [
        between.join(number_words(v, language, 2) for v in depths),
        between.join(number_words(v, language, 2) for v in heights),
        (member or unit).name[language],
        legend.lithology(interval.lithology).name[language],
        f"{interval.unit} ({interval.tno})" if interval.unit != interval.tno else interval.unit,
        interval.event.id,
        date_words(interval.event.date, language),
        word(interval.event.certainty, language),
        word(interval.event.certainty_shape, language),
    ]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]
    lines = []
    for row in (header, *rows):
        cells = [
            cell.rjust(width) if k in _NUMERIC else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)
