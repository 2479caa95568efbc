"""The virtual core in plain words: what lies under a spot, who put it there, and how high the ground lay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wijkgenese3d.geometry.colours import ground_colour
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import Timeline, year_words
from wijkgenese3d.report.core_log import CoreSlice, Interval
from wijkgenese3d.report.core_note import standing_out
from wijkgenese3d.report.nearby import place_name
from wijkgenese3d.scene.plain_words import capital, plain_metres, short_name, span_words
from wijkgenese3d.scene.visible_legend import hex_of
from wijkgenese3d.scene.words import lithology_name, say, ui_words

__all__ = ["CoreTeller"]

THIN = 0.5
"""m: below it a layer is called thin."""
NEAR = 60.0
"""m: how far a street or place may lie to name a spot."""
MOVED = 0.5
"""m: a smaller difference with the stop before is not told."""
NO_COVER = "#EDE6D6"


@dataclass(frozen=True)
class CoreTeller:
    """Tells cores of one scene.

    Parameters
    ----------
    legend : Legend
    timeline : Timeline
    today : str
        Id of the stop whose ground is the dashed line.
    depth : float
        How far down a log goes, m.
    """

    legend: Legend
    timeline: Timeline
    today: str
    depth: float = 30.0

    def tell(
        self,
        spot: tuple[float, float],
        cores: Sequence[CoreSlice],
        shown: CoreSlice,
        features: FeatureTable,
        language: str,
        colour_set: str = "contrast",
    ) -> dict[str, Any]:
        """Return ``Core`` of the shared components.

        Parameters
        ----------
        spot : (x, y)
            RD, m.
        cores : sequence of CoreSlice
            Of all stops, in order.
        shown : CoreSlice
            Of the moment that is shown: one of them, or that of a year between them.
        features : FeatureTable
            What stands there at that moment.
        language, colour_set : str
        """
        index = self.timeline.ids.index(self.timeline.at_or_before(shown.year).id)
        today = next(core.ground for core in cores if core.slice_id == self.today)
        return {
            "where": self._where(spot, shown, features, language),
            "ground": shown.ground,
            "depth": self.depth,
            "intervals": [self._interval(part, language, colour_set) for part in merged(shown.intervals)],
            "zones": self._zones(shown.intervals, language),
            "bars": [self._bar(k, core, language) for k, core in enumerate(cores)],
            "today": today,
            "index": index,
            "sentence": self._sentence(cores, shown, index, language),
            "note": standing_out(cores, self.legend, language),
        }

    def between(self, shown: CoreSlice, language: str) -> dict[str, Any]:
        """Return the bar of a year between the stops."""
        return {"label": year_words(shown.year, language), **self._state(shown, language)}

    def _where(
        self, spot: tuple[float, float], shown: CoreSlice, features: FeatureTable, language: str
    ) -> str:
        place = place_name(features, spot, NEAR, language) or short_name(self._cover(shown, language))
        return say("core.where", language, straat=place, z=round(shown.ground))

    def _cover(self, core: CoreSlice, language: str) -> str:
        if core.land_cover is None:
            return capital(ui_words(language)["core.nothing"])
        return self.legend.cover(core.land_cover).name[language]

    def _interval(self, part: Interval, language: str, colour_set: str) -> dict[str, Any]:
        lithology = self.legend.lithology(part.lithology)
        name = lithology_name(self.legend, part.lithology, language)
        thick = part.depth_base - part.depth_top
        key = "core.thin" if thick < THIN else "core.thick"
        return {
            "depth_top": part.depth_top,
            "depth_base": part.depth_base,
            "name": name,
            "text": say(key, language, soort=name, m=plain_metres(thick, language)),
            "colour": hex_of(ground_colour(self.legend.unit(part.unit), lithology, colour_set)),
            "pattern": lithology.pattern,
            "ink": lithology.pattern_ink,
            "certainty": part.event.certainty_shape,
            "event": say(
                "core.made",
                language,
                wat=part.event.text.get(language, part.event.id),
                wanneer=span_words(part.event.date, language),
            ),
            "event_certainty": part.event.certainty,
        }

    def _zones(self, parts: Sequence[Interval], language: str) -> list[dict[str, Any]]:
        """Return a bracket for each run of layers of one zone of the legend, from the ground down."""
        names = dict(self.legend.zones)
        zones = []
        for key, run in groupby(parts, key=lambda part: self.legend.unit(part.unit).zone):
            layers = list(run)
            zones.append(
                {
                    "name": names[key][language],
                    "depth_top": layers[0].depth_top,
                    "depth_base": layers[-1].depth_base,
                }
            )
        return zones

    def _bar(self, index: int, core: CoreSlice, language: str) -> dict[str, Any]:
        stop = self.timeline.stop(core.slice_id)
        return {
            "id": core.slice_id,
            "index": index,
            "label": year_words(stop.year, language),
            **self._state(core, language),
            "certainty": stop.certainty,
        }

    def _state(self, core: CoreSlice, language: str) -> dict[str, Any]:
        cover = self.legend.cover(core.land_cover) if core.land_cover is not None else None
        return {
            "ground": core.ground,
            "cover": self._cover(core, language),
            "cover_colour": cover.colour if cover else NO_COVER,
        }

    def _sentence(self, cores: Sequence[CoreSlice], shown: CoreSlice, index: int, language: str) -> str:
        """Say what lies on the ground, and how far it moved since the stop before."""
        year = year_words(shown.year, language)
        said = say(
            "core.sentence",
            language,
            jaar=capital(year),
            bedekking=short_name(self._cover(shown, language)),
        )
        before = index if shown.slice_id != cores[index].slice_id else index - 1
        if before < 0 or abs(shown.ground - cores[before].ground) < MOVED:
            return said
        moved = shown.ground - cores[before].ground
        since = year_words(cores[before].year, language)
        ago = "_ago" if since.endswith(("ago", "geleden")) else ""
        key = f"core.{'rose' if moved > 0 else 'fell'}{ago}"
        told = say(key, language, m=plain_metres(abs(moved), language), jaar=since)
        return f"{said} {told}".replace("..", ".")


def merged(parts: Sequence[Interval]) -> tuple[Interval, ...]:
    """Join layers on each other that are the same ground, put there by the same event."""
    joined: list[Interval] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and (last.lithology, last.unit, last.event) == (part.lithology, part.unit, part.event):
            joined[-1] = Interval(
                last.top,
                part.base,
                last.depth_top,
                part.depth_base,
                part.lithology,
                part.unit,
                part.tno,
                part.event,
            )
        else:
            joined.append(part)
    return tuple(joined)
