"""A slice in words: what lies on the ground and in it, what changed, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend, Unit
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.plain_words import capital, number_words, plain_metres, short_name, two_digits
from wijkgenese3d.scene.words import certainty_words, say, ui_words

__all__ = ["LEAST_M3", "TwinPart", "TwinWriter", "twin_text", "volume_words", "with_doubts"]

_SHARES = (
    (0.82, "most"), (0.71, "three_quarters"), (0.58, "two_thirds"), (0.42, "half"),
    (0.29, "third"), (0.225, "quarter"), (0.15, "fifth"), (0.07, "tenth"), (0.0, "little"),
)  # fmt: skip
_HELP = {"zeker": "cert.z_help", "waarschijnlijk": "cert.w_help", "aanname": "cert.a_help"}
NEARLY_ALL = 0.95
WIDE = 0.25
"""Share of the quarter in which a layer must lie to be told."""
SECOND = 0.07
"""Share of the quarter that a second class of land cover must take."""
LEAST_M3 = 500.0
"""A smaller change of the ground is not told."""
THIN = 0.5
"""m: below it a layer is called thin."""
MOST_NAMES = 3
_LONGEST = 15
"""Words in a sentence."""


@dataclass(frozen=True)
class TwinPart:
    """A part of the description: its title and its sentences."""

    title: str
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it for the panel."""
        return {"title": self.title, "sentences": list(self.sentences)}


def twin_text(parts: Sequence[TwinPart]) -> str:
    """Return a description as plain text: a paragraph per part, for the alt text of a picture."""
    return "\n".join(f"{part.title}\n{' '.join(part.sentences)}" for part in parts)


def with_doubts(
    parts: Sequence[TwinPart], events: Sequence[EventInfo], language: str
) -> tuple[TwinPart, ...]:
    """Return a description whose last part also names what is less certain than its period.

    Parameters
    ----------
    parts : sequence of TwinPart
    events : sequence of EventInfo
        The least certain first; as many are named as fit in a short sentence.
    language : str
    """
    names = [_lower(event.text.get(language, event.id)) for event in events]
    while names and len(_less(names, language).split()) > _LONGEST:
        names.pop()
    if not names:
        return tuple(parts)
    *most, last = parts
    first, *rest = last.sentences
    return (*most, TwinPart(last.title, (f"{first} {_less(names, language)}", *rest)))


def _less(names: Sequence[str], language: str) -> str:
    return say("twin.less", language, namen=_list(names[:MOST_NAMES], language))


@dataclass(frozen=True, eq=False)
class TwinWriter:
    """Writes descriptions of slices of one model.

    Parameters
    ----------
    legend : Legend
    inside : (ny, nx) bool
        Map cells of the ground in the quarter.
    inside_fine : (ny, nx) bool
        The same on the raster of land cover.
    """

    legend: Legend
    inside: np.ndarray
    inside_fine: np.ndarray

    def write(
        self, part: TimeSlice, before: TimeSlice | None, certainty: str, language: str
    ) -> tuple[TwinPart, ...]:
        """Describe a slice in four parts, in sentences of at most fifteen words.

        Parameters
        ----------
        part : TimeSlice
        before : TimeSlice or None
            The stop before it; None for the first.
        certainty : str
            Of the period.
        language : str
        """
        words = ui_words(language)
        return (
            TwinPart(words["twin.on"], self._on(part, language)),
            TwinPart(words["twin.in"], self._in(part, language)),
            TwinPart(words["twin.changed"], _changed(part, before, language)),
            TwinPart(words["twin.certain"], _certain(certainty, language)),
        )

    def _on(self, part: TimeSlice, language: str) -> tuple[str, ...]:
        ice = bool(np.isfinite(part.ice).any())
        houses = self._holds_any(part.features.of("building").centres(), part.grid)
        second = "twin.houses" if houses else "twin.ice" if ice else "twin.no_houses"
        return self._covers(part, language), say(second, language)

    def _holds_any(self, spots: np.ndarray, grid: Grid) -> bool:
        """Tell whether one of the spots, (n, 2) RD m, lies in the quarter."""
        corner = np.array([grid.extent.xmin, grid.extent.ymin])
        columns, rows = np.floor((spots - corner) / grid.cell).astype(int).T
        in_box = (columns >= 0) & (columns < grid.nx) & (rows >= 0) & (rows < grid.ny)
        return bool(self.inside[rows[in_box], columns[in_box]].any())

    def _covers(self, part: TimeSlice, language: str) -> str:
        counts = np.bincount(part.land_cover[self.inside_fine], minlength=256)
        shares = counts / max(int(counts.sum()), 1)
        named = {item.code: _lower(item.name[language]) for item in self.legend.covers}
        largest = [int(code) for code in np.argsort(-shares, kind="stable")[:2] if int(code) in named]
        if not largest or shares[largest[0]] == 0:
            return say("twin.no_cover", language)
        if shares[largest[0]] >= NEARLY_ALL:
            return say("twin.nearly_all", language, a=named[largest[0]])
        much = [_share_words(float(shares[code]), language) for code in largest]
        first = {"Deel": capital(much[0]), "a": named[largest[0]]}
        if len(largest) == 1 or shares[largest[1]] < SECOND:
            return say("twin.one_cover", language, **first)
        return say("twin.two_covers", language, **first, deel=much[1], b=named[largest[1]])

    def _in(self, part: TimeSlice, language: str) -> tuple[str, ...]:
        """Tell the youngest layer, the thickest below it, and what lies at the bottom."""
        layers = self._layers(part)
        if not layers:
            return ()
        (base, _), upper = layers[0], layers[1:]
        bottom = _lower(base.name[language])
        if not upper:
            return (say("twin.only", language, b=bottom),)
        top, thick = upper[-1]
        name = _lower(top.name[language])
        key = "twin.top_thin" if thick < THIN else "twin.top"
        first = say(key, language, a=name, m=plain_metres(thick, language))
        if len(upper) == 1:
            return first, say("twin.base", language, b=bottom)
        middle, size = max(upper[:-1], key=lambda row: row[1])
        second = {"a": _lower(middle.name[language]), "m": plain_metres(max(size, THIN), language)}
        return first, say("twin.below", language, **second, b=bottom)

    def _layers(self, part: TimeSlice) -> list[tuple[Unit, float]]:
        """Return the units under much of the quarter, oldest first, with their usual thickness, m."""
        found = []
        for index in sorted({layer.unit for layer in part.stack.layers}):
            thickness = part.stack.thickness_mm(index)[self.inside] / 1000.0
            present = thickness[thickness > 0.05]
            if len(present) >= WIDE * max(len(thickness), 1):
                found.append((self.legend.units[index], float(np.median(present))))
        return found


def _changed(part: TimeSlice, before: TimeSlice | None, language: str) -> tuple[str, ...]:
    if before is None:
        return (say("twin.first", language),)
    rise = (part.stack.ground_mm.astype(np.int64) - before.stack.ground_mm) / 1000.0
    cell = part.grid.cell**2
    raised, dug = float(rise[rise > 0].sum()) * cell, float(-rise[rise < 0].sum()) * cell
    key = {(True, True): "both", (True, False): "raised", (False, True): "dug", (False, False): "same"}[
        raised >= LEAST_M3, dug >= LEAST_M3
    ]
    volumes = {"a": volume_words(raised, language), "b": volume_words(dug, language)}
    sentences = [say(f"twin.{key}", language, **volumes)]
    new, old = (_names(row.features, language) for row in (part, before))
    for word, names in (("twin.new", new - old), ("twin.gone", old - new)):
        if names and len(sentences) == 1:
            sentences.append(say(word, language, namen=_list(sorted(names)[:MOST_NAMES], language)))
    return tuple(sentences)


def _certain(certainty: str, language: str) -> tuple[str, ...]:
    words = ui_words(language)
    sure = {"zekerheid": certainty_words(certainty, language), "uitleg": words[_HELP[certainty]]}
    return say("twin.sure", language, **sure), f"{words['dis.short']}."


def _names(features: FeatureTable, language: str) -> set[str]:
    return {row.name[language].split(",")[0] for row in features if row.name and row.kind != "pin"}


def _list(names: Sequence[str], language: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {say('twin.and', language)} {last}" if most else last


def _share_words(share: float, language: str) -> str:
    word = next(word for least, word in _SHARES if share >= least)
    return say(f"twin.{word}", language)


def volume_words(volume: float, language: str) -> str:
    """Say a volume, m3, rounded to two digits.

    >>> volume_words(57637.2, "nl"), volume_words(3_512_000, "en")
    ('ongeveer 58.000 m³', 'about 3.5 million m³')
    """
    rounded = two_digits(volume)
    if rounded >= 1_000_000:
        millions = rounded / 1_000_000
        digits = 0 if millions >= 10 or millions.is_integer() else 1
        return say("twin.million", language, n=number_words(millions, language, digits))
    return say("twin.m3", language, n=number_words(rounded, language))


def _lower(name: str) -> str:
    """Return the name of a class inside a sentence: without what stands in brackets or after a comma."""
    short = short_name(name)
    return short[:1].lower() + short[1:]
