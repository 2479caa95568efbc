"""The note on the bar of a time-height diagram that stands out most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.report.core_log import CoreSlice, Interval
from wijkgenese3d.scene.plain_words import number_words, short_name
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["OUTSTANDING", "standing_out"]

OUTSTANDING = 5.0
"""m: how much a bar must differ from the one before it."""


def standing_out(cores: Sequence[CoreSlice], legend: Legend, language: str) -> dict[str, Any] | None:
    """Return the index of the bar that stands out and what is said of it; None where none does.

    What people made goes before what nature did; then the largest. A bar stands out where the ground moved
    more than :data:`OUTSTANDING` since the stop before.
    """
    moves = []
    for index, (before, after) in enumerate(pairwise(cores), 1):
        moved = after.ground - before.ground
        if abs(moved) <= OUTSTANDING:
            continue
        made = _made(before, after) if moved > 0 else None
        people = made.event.alliance != "natuur" if made else before.year > _first_people(cores)
        moves.append((people, abs(moved), index, moved, made))
    if not moves:
        return None
    people, _, index, moved, made = max(moves, key=lambda row: row[:2])
    what = _what(made, legend, language) if made else say("core.dug" if people else "core.worn", language)
    size = ("+" if moved > 0 else "−") + number_words(abs(moved), language)
    text = say("core.note", language, wat=what, m=size)
    return {"index": index, "text": text}


def _made(before: CoreSlice, after: CoreSlice) -> Interval | None:
    """Return the thickest of the new layers; where none is new, the one on top."""
    known = {part.event.id for part in before.intervals}
    new = [part for part in after.intervals if part.event.id not in known]
    return max(new or after.intervals[:1], key=lambda part: part.top - part.base, default=None)


def _first_people(cores: Sequence[CoreSlice]) -> float:
    """Year in which people first put ground here; infinite where they never did."""
    years = [part.event.date.start for core in cores for part in core.intervals if _by_people(part.event)]
    return min(years, default=float("inf"))


def _by_people(event: EventInfo) -> bool:
    return event.alliance != "natuur"


def _what(made: Interval, legend: Legend, language: str) -> str:
    """Say in a word what was made: by its kind of work, else by the name of its unit."""
    words = ui_words(language)
    for kind in made.event.kinds:
        if f"core.kind.{kind}" in words:
            return words[f"core.kind.{kind}"]
    name = short_name(legend.unit(made.unit).name[language])
    return name[:1].lower() + name[1:]
