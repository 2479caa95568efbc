"""Looking for a place by name or coordinates, two pins beside each other, and taking a core along."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import UsageError
from wijkgenese3d.exports.tables import core_csv, cores_csv
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.places import Place
from wijkgenese3d.scene.plain_words import plain_metres
from wijkgenese3d.scene.words import say
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.core_logic import LETTERS, CoreLogic
from wijkgenese3d.web.logic.core_words import core_name, core_text
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["ProbeLogic"]

LONGEST = 80
"""Letters of a typed name."""
LEVEL = 0.25
"""m: a smaller difference between two pins is none."""


class ProbeLogic:
    """Finds places, and gives away what is under the pins.

    Parameters
    ----------
    state : TypedState
        ``probe_found``, ``probe_error`` and ``probe_apart`` are written.
    content : Content
        The scene.
    timeline : TimelineLogic
        Says which moment is shown.
    view : ViewLogic
        Flies to a place that was found.
    core : CoreLogic
        Has the pins.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        timeline: TimelineLogic,
        view: ViewLogic,
        core: CoreLogic,
    ) -> None:
        self._state, self._content = state, content
        self._timeline, self._view, self._core = timeline, view, core
        names = state.name
        keys = (names.core, names.probe_second, names.language)
        state.bind_changes(dict.fromkeys(keys, lambda *_: self._tell_apart()))
        state.bind_changes({names.side: lambda *_: self._clear()})

    @property
    def year(self) -> float:
        """The year that is shown, astronomical."""
        if self._timeline.year is not None:
            return self._timeline.year
        return self._content.stops[self._state.data.index].year

    def search(self, text: str) -> None:
        """Offer the places whose name fits what was typed so far."""
        data = self._state.data
        found = self._content.places.search(text[:LONGEST], data.language, self.year)
        data.probe_error = ""
        data.probe_found = [self._offer(place) for place in found]

    def go(self, text: str, place_id: str = "") -> bool:
        """Fly to a place and set the pin there, or say why not; the view then stays as it was.

        Parameters
        ----------
        text : str
            As typed.
        place_id : str, optional
            Of the place that was chosen from the list.
        """
        data, places = self._state.data, self._content.places
        try:
            place = places.by_id(place_id) or places.find(text[:LONGEST], data.language, self.year)
            spot = places.spot_of(place, data.language)
        except UsageError as error:
            data.probe_error = str(error)
            return False
        data.probe_found, data.probe_error = [], ""
        self._core.look_into(spot)
        self._fly()
        return True

    def _fly(self) -> None:
        """Fly to the pin, or so that both are in view."""
        pins = self._core.pins
        middle = (sum(x for x, _ in pins) / len(pins), sum(y for _, y in pins) / len(pins))
        self._view.fly_to(middle, self._core.height(middle), math.dist(pins[0], pins[-1]))

    async def take(self, kind: str) -> bytes | str:
        """Return what is under the pins as ``txt``, ``csv``, ``png``, ``svg`` or ``pdf``; empty without pins.

        A table holds all stops, as ``core --csv`` gives them, and a typed year among them.
        """
        cores = self._cores()
        if not cores:
            return ""
        if kind == "txt":
            return self._text(cores)
        moment, spots = self._core.moment, self._core.pins
        if kind == "csv":
            return await asyncio.to_thread(self._table, spots, moment)
        shown = moment or self._timeline.slice_id
        language = self._state.data.language
        return await asyncio.to_thread(self._content.core_picture, cores, shown, language, kind)

    def _text(self, cores: Sequence[Mapping[str, Any]]) -> str:
        data = self._state.data
        parts = [core_text(core, data.story, data.words) for core in cores]
        if len(parts) == 1:
            return parts[0]
        return "\n".join(f"{letter} · {part}" for letter, part in zip(LETTERS, parts, strict=False))

    def _table(self, spots: Sequence[tuple[float, float]], moment: TimeSlice | None) -> str:
        cores = [self._content.core_data(*spot, moment=moment) for spot in spots]
        return core_csv(cores[0]) if len(cores) == 1 else cores_csv(dict(zip(LETTERS, cores, strict=False)))

    def file(self, extension: str) -> str:
        """Return a name for a file with the cores under the pins."""
        cores = self._cores()
        return f"{core_name(cores, self._state.data.words)}.{extension}" if cores else ""

    def _cores(self) -> list[Mapping[str, Any]]:
        data = self._state.data
        return [core for core in (data.core, data.probe_second) if core]

    def _offer(self, place: Place) -> dict[str, str]:
        """Return ``Found`` of the shared components: what tells a place from others of its name."""
        language = self._state.data.language
        details = []
        if place.near:
            details.append(say("probe.near", language, naam=place.near[language]))
        if place.years is not None:
            start, end = (year_words(round(y, 4), language) if abs(y) < 1e9 else "" for y in place.years)
            key = "probe.until" if end else "probe.since"
            details.append(
                say(key, language, jaar=start, eind=end) if end else say(key, language, jaar=start)
            )
        return {"id": place.id, "name": place.name[language], "detail": ", ".join(details)}

    def _tell_apart(self) -> None:
        """Say how much higher the ground lies at one pin than at the other."""
        data = self._state.data
        cores, said = self._cores(), ""
        if len(cores) == 2:
            higher = cores[1]["ground"] - cores[0]["ground"]
            key = "probe.level" if abs(higher) < LEVEL else "probe.higher" if higher > 0 else "probe.lower"
            metres = plain_metres(max(abs(higher), 0.5), data.language)
            said = say(key, data.language, **({} if key == "probe.level" else {"m": metres}))
        if said != data.probe_apart:
            data.probe_apart = said

    def _clear(self) -> None:
        """Leave nothing of a search behind once the panel is closed."""
        data = self._state.data
        if data.side != "core":
            data.probe_found, data.probe_error, data.probe_tall = [], "", False
