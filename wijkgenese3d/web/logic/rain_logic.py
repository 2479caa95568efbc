"""Rain in the app: which storm falls, where its water goes in this moment, and a chart of all moments."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import WijkgeneseError
from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.hydrology.infiltration import LONGEST_MINUTES, MOST_MM, Storm
from wijkgenese3d.model.timeline import Stop
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.over_block import with_rain
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.rain_words import rain_caveats, rain_sentences
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.cut_fields import refused, within
from wijkgenese3d.web.logic.opener import CutGround
from wijkgenese3d.web.logic.over_block_logic import OverBlockLogic
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["RainLogic"]

_log = logging.getLogger(__name__)
_LIMITS = {"mm": (1.0, MOST_MM), "minutes": (1.0, LONGEST_MINUTES)}
"""Of what can be typed."""


class RainLogic(OverBlockLogic):
    """Keeps the storm, and ``rain`` for the panel; nothing of it where the scene says nothing of rain.

    Parameters are those of :class:`.OverBlockLogic`.
    """

    thread = "rain"

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        timeline: TimelineLogic,
        redraw: Callable[[], None],
    ) -> None:
        super().__init__(state, content, timeline, redraw)
        self._told = content.rain_told
        self._bars: dict[str, dict[str, Any] | None] = {}
        self.storm: Storm | None = None
        """What falls; None for dry weather."""
        state.data.rain = self._json()

    @property
    def active(self) -> bool:
        """Whether it rains."""
        return self.storm is not None

    @property
    def version(self) -> Storm | None:
        """What the picture depends on."""
        return self.storm

    # ------------------------------------------------------------------------------ choosing a storm
    def start(self) -> None:
        """Let the usual storm fall, unless it rains already."""
        if self._told is not None and self.storm is None:
            self.fall(self._told.usual_storm)

    def stop(self) -> None:
        """Let it be dry."""
        if self.storm is not None:
            self.fall(None)

    def fall(self, storm: Storm | None) -> None:
        """Let a storm fall from now on, or none."""
        if storm != self.storm:
            self.storm, self._bars = storm, {}
        self._state.data.rain_errors = {}
        self._state.data.rain = self._json()
        self._redraw()
        self._again()

    def choose(self, key: object) -> None:
        """Let a storm of the scene fall, by its key; an unknown one means nothing."""
        if self._told is None:
            return
        for storm in self._told.storm:
            if storm.key == key:
                self.fall(Storm(storm.mm, storm.minutes))

    def set_field(self, field: object, text: object) -> None:
        """Take what somebody typed, or say at the field why not; None takes it back."""
        if self._told is None or not isinstance(field, str) or field not in _LIMITS:
            return
        data, storm = self._state.data, self.storm or self._told.usual_storm
        errors = {key: error for key, error in data.rain_errors.items() if key != field}
        if text is not None:
            value = within(text, _LIMITS[field], data.words, getattr(self._told.usual_storm, field))
            if isinstance(value, str):
                errors[field] = refused(text, value)
            else:
                self.fall(replace(storm, **{field: value}))
        data.rain_errors = errors

    async def warm(self) -> None:
        """Let the usual storm fall on the opening slice, unseen: the first time its kernels are compiled."""
        if self._told is None:
            return
        slice_id, told = self._content.start, self._told

        def work() -> None:
            part = self._content.slice(slice_id)
            desk = self._content.rain_desk
            if desk is not None and told.speaks_of(part.year):
                desk.outcome(part, told.usual_storm)

        with contextlib.suppress(RuntimeError, WijkgeneseError):
            await self._asking.in_thread(work)

    # ------------------------------------------------------------------------------- in the picture
    def decorate(self, ground: CutGround, picture: BlockPicture, version: Storm | None) -> BlockPicture:
        """Return a whole picture with the water of a storm in it; in the thread that cuts."""
        outcome = self._outcome(ground.part, version)
        if outcome is None:
            return picture
        return with_rain(picture, outcome, ground.part, ground.setting)

    def _outcome(self, part: TimeSlice, storm: Storm | None) -> RainOutcome | None:
        """Return where a storm goes over a slice; None where that cannot be asked."""
        if storm is None or self._told is None or not self._told.speaks_of(part.year):
            return None
        desk = self._content.rain_desk
        assert desk is not None
        try:
            return desk.outcome(part, storm)
        except WijkgeneseError:
            _log.exception("no rain over %s", part.slice_id)
            return None

    # --------------------------------------------------------------------------------- in the panel
    def _again(self) -> None:
        """Tell of this moment, then of all others."""
        data, storm, whole, bars = self._state.data, self.storm, self._timeline.whole, self._bars
        if storm is None or self._told is None:
            self._asking.leave()
            data.rain = self._json()
            return
        if not data.rain["parts"]:
            data.rain = self._json(busy=True)
        if whole is None:
            return
        slice_id, found = self._timeline.slice_id, []

        def now() -> None:
            found.append(self._outcome(whole.moment or self._content.slice(slice_id), storm))

        def bar(stop: Stop) -> None:
            bars[stop.id] = self._bar(stop, storm)

        def tell() -> None:
            data.rain = self._json(found[0])

        others = (partial(bar, stop) for stop in self._content.stops if stop.id not in bars)
        self._asking.ask(chain((now,), others), tell)

    def _bar(self, stop: Stop, storm: Storm) -> dict[str, Any] | None:
        """Return where the water of a storm went in a slice, mm; in the thread."""
        if self._told is None or not self._told.speaks_of(stop.year):
            return None
        outcome = self._outcome(self._content.slice(stop.id), storm)
        if outcome is None or not outcome.rain_m3:
            return None
        per = outcome.storm.mm / outcome.rain_m3
        soaked = outcome.infiltrated_m3 - outcome.sewer_m3
        parts = {"ground": soaked, "sewer": outcome.sewer_m3, "ponded": outcome.ponded_m3}
        parts["outflow"] = outcome.outflow_m3
        return {key: round(value * per, 2) for key, value in parts.items()}

    def _json(self, outcome: RainOutcome | None = None, *, busy: bool = False) -> dict[str, Any]:
        """Return ``Rain`` of the shared components."""
        language, rain, storm = self._state.data.language, self._told, self.storm
        if rain is None:
            return {"exists": False}
        storms = [
            {"key": one.key, "name": one.name.as_dict()[language], "mm": one.mm, "minutes": one.minutes}
            for one in rain.storm
        ]
        shown = storm or rain.usual_storm
        told: dict[str, Any] = {
            "exists": True,
            "on": storm is not None,
            "busy": busy,
            "mm": shown.mm,
            "minutes": shown.minutes,
            "key": next(
                (s["key"] for s in storms if (s["mm"], s["minutes"]) == (shown.mm, shown.minutes)), ""
            ),
            "storms": storms,
            "sentences": [],
            "caveats": [rain.caveat.as_dict()[language]],
            "certainty": rain.certainty,
            "parts": None,
            "depth": None,
            "bars": [
                {"id": stop.id, "index": k, "label": stop.label[language], "parts": self._bars.get(stop.id)}
                for k, stop in enumerate(self._content.stops)
            ],
        }
        if outcome is not None:
            told["sentences"] = list(rain_sentences(outcome, language))
            told["caveats"] = list(rain_caveats(rain, outcome, language))
            told["parts"] = {
                "rain_m3": round(outcome.rain_m3),
                "infiltrated_m3": round(outcome.infiltrated_m3),
                "sewer_m3": round(outcome.sewer_m3),
                "ponded_m3": round(outcome.ponded_m3),
                "outflow_m3": round(outcome.outflow_m3),
            }
            told["depth"] = round(outcome.max_depth_m, 2)
        return told
