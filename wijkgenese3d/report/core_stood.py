"""What stood at a spot through time: buildings, roads, pipes and marks on or near it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.timeline import Timeline, Years, year_words
from wijkgenese3d.scene.plain_words import span_words
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["Stood", "StoodBook"]

NEAR = 25.0
"""m: what lies farther away did not stand at this spot."""
MOST = 8
"""The nearest of all, in order of time."""


@dataclass(frozen=True)
class Stood:
    """A thing, or several of one kind put there by one event, at or near a spot.

    Parameters
    ----------
    feature : Feature
        The nearest of them.
    distance : float
        How near that is, m; 0 for what the spot lies in or on.
    start, end : float
        First year, and the first in which all are gone (inf where one stays), astronomical.
    """

    feature: Feature
    distance: float
    start: float
    end: float

    def with_years_of(self, other: Stood) -> Stood:
        """Return it with the years of another as well."""
        return replace(self, start=min(self.start, other.start), end=max(self.end, other.end))


@dataclass(frozen=True)
class StoodBook:
    """Says what stood at a spot.

    Parameters
    ----------
    features : FeatureTable
        Of all years.
    events : sequence of EventInfo
        By index: an unnamed thing is called after what put it there.
    timeline : Timeline
    """

    features: FeatureTable
    events: Sequence[EventInfo]
    timeline: Timeline

    def at(self, spot: tuple[float, float], most: int = MOST) -> tuple[Stood, ...]:
        """Return what stood at a spot (RD, m), the oldest first; of more than ``most`` the nearest."""
        here = shapely.Point(spot)
        tree, wide = self._tree
        found: dict[tuple[Any, ...], Stood] = {}
        rows = self.features.rows
        near = []
        for k in tree.query(here, predicate="dwithin", distance=NEAR + wide / 2):
            away = max(float(shapely.distance(here, tree.geometries[k])) - rows[k].width / 2, 0.0)
            if away <= NEAR:
                near.append(Stood(rows[k], away, _whole(rows[k].from_year), _whole(rows[k].to_year)))
        for thing in sorted(near, key=lambda one: (one.distance, one.feature.id)):
            feature = thing.feature
            key = (feature.kind, tuple(sorted(feature.name.items())) or (feature.type, feature.event))
            found[key] = found[key].with_years_of(thing) if key in found else thing
        return tuple(sorted(list(found.values())[:most], key=lambda one: (one.start, one.end)))

    def rows(self, spot: tuple[float, float], year: float, language: str) -> list[dict[str, Any]]:
        """Return ``CoreStood[]`` of the shared components; ``year`` is the moment that is shown."""
        return [self._row(thing, year, language) for thing in self.at(spot)]

    def _row(self, thing: Stood, year: float, language: str) -> dict[str, Any]:
        feature = thing.feature
        first, last = self._stops(thing)
        away = round(thing.distance)
        return {
            "name": feature.name.get(language) or self._called(feature, language),
            "kind": feature.kind,
            "years": _years(thing, language),
            "away": say("probe.away", language, m=away) if away else "",
            "first": first,
            "last": last,
            "now": thing.start <= year < thing.end,
            "certainty": feature.certainty,
        }

    def _called(self, feature: Feature, language: str) -> str:
        """Call an unnamed thing after what put it there."""
        event = self.events[feature.event]
        kind = ui_words(language)[f"probe.kind_{feature.kind}"]
        return f"{event.text.get(language, event.id)} ({kind})"

    def _stops(self, thing: Stood) -> tuple[float, float]:
        """Return where it begins and ends on the row of stops, each 1 wide; equal between two stops."""
        there = [k for k, stop in enumerate(self.timeline) if thing.start <= stop.year < thing.end]
        if there:
            return there[0], there[-1] + 1
        before = sum(stop.year <= thing.start for stop in self.timeline)
        return before, before

    @cached_property
    def _tree(self) -> tuple[shapely.STRtree, float]:
        """All things by place, and the width of the widest, m."""
        shapes = [_shape(row) for row in self.features]
        return shapely.STRtree(shapes), max((row.width for row in self.features), default=0.0)


def _shape(row: Feature) -> shapely.Geometry:
    xy = np.array([point[:2] for point in row.xy])
    if row.geometry == "Point":
        return shapely.Point(xy[0])
    return shapely.LineString(xy) if row.geometry == "LineString" else shapely.Polygon(xy)


def _whole(year: float) -> float:
    """Take away the last digits of a year that was reckoned: 1909.999999 is 1910."""
    return year if math.isinf(year) else round(year, 4)


def _years(thing: Stood, language: str) -> str:
    if math.isinf(thing.end):
        return say("probe.since", language, jaar=year_words(thing.start, language))
    return span_words(Years(thing.start, thing.end), language)
