"""Heat, water and heritage on the block: which of them are shown, and where they come together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import WijkgeneseError
from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.hotspot_words import hotspot_sentences, meeting_places
from wijkgenese3d.scene.over_block import with_spots
from wijkgenese3d.scene.view_state import SPOT_THEMES
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.opener import CutGround
from wijkgenese3d.web.logic.over_block_logic import OverBlockLogic
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspots import Hotspots

__all__ = ["SpotsLogic"]

_log = logging.getLogger(__name__)
_KEPT = 4
"""Maps that are kept: two moments that are compared, and the two before."""


class SpotsLogic(OverBlockLogic):
    """Keeps ``spots``; nothing of them where the scene says nothing of them.

    Parameters are those of :class:`.OverBlockLogic`.
    """

    thread = "spots"

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        timeline: TimelineLogic,
        redraw: Callable[[], None],
    ) -> None:
        super().__init__(state, content, timeline, redraw)
        self._told = content.hotspots_told
        self._found: dict[tuple[str, float], Hotspots] = {}
        self.shown: frozenset[str] = frozenset()
        """Which of :data:`SPOT_THEMES`."""
        state.data.spots = self._json()

    @property
    def active(self) -> bool:
        """Whether any of them is shown."""
        return bool(self.shown)

    @property
    def version(self) -> frozenset[str]:
        """What the picture depends on."""
        return self.shown

    def start(self) -> None:
        """Show all of them, unless some are shown already."""
        if self._told is not None and not self.shown:
            self.put(frozenset(SPOT_THEMES))

    def switch(self, theme: object, on: bool) -> None:
        """Show one of them, or leave it out; an unknown one means nothing."""
        if theme in SPOT_THEMES and self._told is not None:
            self.put(self.shown | {str(theme)} if on else self.shown - {str(theme)})

    def stop(self) -> None:
        """Show none of them."""
        if self.shown:
            self.put(frozenset())

    def put(self, shown: frozenset[str]) -> None:
        """Show these from now on."""
        self.shown = shown & frozenset(SPOT_THEMES)
        self._redraw()
        self._again()

    def decorate(self, ground: CutGround, picture: BlockPicture, version: frozenset[str]) -> BlockPicture:
        """Return a whole picture with the map of these themes laid over it; in the thread that cuts."""
        found = self._find(ground.part)
        if found is None:
            return picture
        return with_spots(picture, found, version, ground.part, ground.setting)

    def _find(self, part: TimeSlice) -> Hotspots | None:
        if self._told is None or not self._told.speaks_of(part.year):
            return None
        desk, rain = self._content.hotspot_desk, self._content.rain_desk
        assert desk is not None
        assert rain is not None
        key = (part.slice_id, part.year)
        if (found := self._found.get(key)) is not None:
            return found
        try:
            found = desk.find(part, rain.outcome(part, rain.usual_storm))
        except WijkgeneseError:
            _log.exception("no map of %s", part.slice_id)
            return None
        # Panel and pictures ask in their own threads: what is kept is replaced, never changed.
        self._found = dict([*self._found.items(), (key, found)][-_KEPT:])
        return found

    def _again(self) -> None:
        data, whole, slice_id = self._state.data, self._timeline.whole, self._timeline.slice_id
        if not self.shown or self._told is None or whole is None:
            self._asking.leave()
            data.spots = self._json()
            return
        found = []

        def find() -> None:
            found.append(self._find(whole.moment or self._content.slice(slice_id)))

        def tell() -> None:
            data.spots = self._json(found[0])

        self._asking.ask((find,), tell)

    def _json(self, found: Hotspots | None = None) -> dict[str, Any]:
        """Return what the panel shows."""
        language, told = self._state.data.language, self._told
        if told is None:
            return {"exists": False}
        names = [(label.text, *label.at) for label in self._content.labels(self._timeline.slice_id, language)]
        return {
            "exists": True,
            "shown": sorted(self.shown),
            "until": year_words(told.heritage_until, language),
            "caveat": told.caveat.as_dict()[language],
            "certainty": told.certainty,
            "sentences": [] if found is None else list(hotspot_sentences(found, names, language)),
            "places": []
            if found is None
            else [
                {"name": name, "x": x, "y": y, "m2": round(m2)}
                for name, x, y, m2 in meeting_places(found, names)
            ],
            "empty": bool(self.shown) and found is None,
        }
