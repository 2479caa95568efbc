"""The difference between two moments for a reader: where most was raised and dug, what came and what went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wijkgenese3d.geometry.difference_steps import DIFFERENCE_COLOURS, MOST_STEP
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.difference import Difference, difference_between
from wijkgenese3d.report.difference_picture import step_words
from wijkgenese3d.report.words import number_words
from wijkgenese3d.scene.plain_words import capital
from wijkgenese3d.scene.text_twin import LEAST_M3, volume_words
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["DifferenceFacts", "FeatureGroup"]

KINDS = ("building", "line", "pin")
"""In the order in which they are told."""
MOST_COVERS, LEAST_HA = 20, 1.0
"""Changes of land cover told one by one: so many at most, and none smaller than this; the rest is summed."""
MOST_NAMES = 12

Spot = tuple[float, float]


@dataclass(frozen=True)
class FeatureGroup:
    """Things of one kind that came or went.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    count : int
    names : tuple of mapping
        Per language, of those that have a name; each once.
    """

    kind: str
    count: int
    names: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class DifferenceFacts:
    """The difference between two slices, and what it takes to tell it.

    Parameters
    ----------
    difference : Difference
        What ``diff`` tells.
    raised_at, dug_at : (x, y) or None
        Middle of the cell where most was raised and dug, RD m; None where nothing was.
    came, went : tuple of FeatureGroup
    """

    difference: Difference
    raised_at: Spot | None
    dug_at: Spot | None
    came: tuple[FeatureGroup, ...] = field(repr=False)
    went: tuple[FeatureGroup, ...] = field(repr=False)

    @classmethod
    def between(cls, before: TimeSlice, after: TimeSlice, legend: Legend) -> DifferenceFacts:
        """Compare two slices of one model; raises as :func:`difference_between`."""
        difference = difference_between(before, after, legend)
        old = {feature.id for feature in before.features}
        new = {feature.id for feature in after.features}
        return cls(
            difference,
            _spot(difference, difference.rise),
            _spot(difference, -difference.rise),
            _groups([feature for feature in after.features if feature.id not in old]),
            _groups([feature for feature in before.features if feature.id not in new]),
        )

    def table(self, legend: Legend, language: str) -> dict[str, Any]:
        """Return it as words and numbers for the panel: ``Difference`` of the shared components."""
        words, d = ui_words(language), self.difference
        ground = [
            {
                "key": key,
                "name": words[f"cmp.{key}_name"],
                "volume": number_words(volume, language, 0),
                "most": number_words(most, language, 2),
                "spot": None if at is None else [round(at[0], 1), round(at[1], 1)],
            }
            for key, volume, most, at in (
                ("raised", d.raised_m3, d.max_raised_m, self.raised_at),
                ("dug", d.dug_m3, d.max_dug_m, self.dug_at),
            )
        ]
        return {
            "sentences": [
                _volume_sentence("raised", d.raised_m3, language),
                _volume_sentence("dug", d.dug_m3, language),
            ],
            "ground": ground,
            "steps": _steps(language),
            **self._covers(legend, language),
            "came": [_told(group, language) for group in self.came],
            "went": [_told(group, language) for group in self.went],
        }

    def _covers(self, legend: Legend, language: str) -> dict[str, Any]:
        covers = self.difference.covers
        told = [change for change in covers if change.ha >= LEAST_HA][:MOST_COVERS]
        rest = covers[len(told) :]
        named = {item.key: (item.name[language], item.colour) for item in legend.covers}
        unknown = (say("cmp.no_cover", language), "")
        rows = [
            {
                "before": named.get(change.before, unknown)[0],
                "before_colour": named.get(change.before, unknown)[1],
                "after": named.get(change.after, unknown)[0],
                "after_colour": named.get(change.after, unknown)[1],
                "ha": number_words(change.ha, language, 2),
            }
            for change in told
        ]
        small = sum(change.ha for change in rest)
        return {
            "covers": rows,
            "covers_rest": {"count": len(rest), "ha": number_words(small, language, 2)} if rest else None,
            "covers_all": number_words(sum(change.ha for change in covers), language, 2),
        }


def _spot(difference: Difference, rise: np.ndarray) -> Spot | None:
    """Return the middle of the cell with the largest positive value."""
    row, column = np.unravel_index(int(np.argmax(rise)), rise.shape)
    if rise[row, column] <= 0:
        return None
    return float(difference.grid.x[column]), float(difference.grid.y[row])


def _groups(features: Sequence[Feature]) -> tuple[FeatureGroup, ...]:
    """Sort features by kind; kinds that nobody thought of come last."""
    kinds = {feature.kind for feature in features}
    groups = []
    for kind in (*KINDS, *sorted(kinds - set(KINDS))):
        some = [feature for feature in features if feature.kind == kind]
        names = {tuple(sorted(feature.name.items())): feature.name for feature in some if feature.name}
        if some:
            groups.append(FeatureGroup(kind, len(some), tuple(names.values())))
    return tuple(groups)


def _told(group: FeatureGroup, language: str) -> dict[str, Any]:
    known = group.kind if group.kind in KINDS else "other"
    names = sorted({name[language] for name in group.names})
    return {
        "kind": say(f"cmp.kind_{known}", language),
        "count": number_words(group.count, language, 0),
        "names": names[:MOST_NAMES],
        "more": max(len(names) - MOST_NAMES, 0),
    }


def _volume_sentence(key: str, volume: float, language: str) -> str:
    if volume < LEAST_M3:
        return say(f"cmp.{key}_none", language)
    said = say(f"cmp.{key}_about", language, n=volume_words(volume, language))
    return capital(said)


def _steps(language: str) -> list[dict[str, Any]]:
    """Legend of the steps, the most raised first."""
    return [
        {"step": step, "colour": DIFFERENCE_COLOURS[step], "name": step_words(step, language)}
        for step in range(MOST_STEP, -MOST_STEP - 1, -1)
    ]
