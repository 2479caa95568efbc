"""Everything that is said, in one language: words of the interface, story, timeline, notes, description."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.walls import OFFICIAL_DEPTH
from wijkgenese3d.scene.stop_words import era_words, stop_words
from wijkgenese3d.scene.words import exaggeration_words
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.texts import app_words, depth_words
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["WordsLogic"]

_log = logging.getLogger(__name__)


class WordsLogic:
    """Fills what is said, at every change of moment, language, height or panel.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    timeline : TimelineLogic
        Says which moment is shown.
    """

    def __init__(self, state: TypedState[AppState], content: Content, timeline: TimelineLogic) -> None:
        self._state, self._content, self._timeline = state, content, timeline
        self._twin_of: tuple[str, str] | None = None
        self._task: asyncio.Task[None] | None = None
        timeline.on_moment.append(self._fill_moment)
        timeline.on_drawn.append(self._fill_notes)
        self.fill()
        state.bind_changes({state.name.language: self._on_language, state.name.side: self._on_side})

    def fill(self) -> None:
        """Fill everything."""
        data, content = self._state.data, self._content
        language = data.language
        data.words = {**content.words(language), **app_words(language)}
        data.heading = {"title": content.title(language), "subtitle": content.subtitle(language)}
        data.stops = [stop_words(stop, language) for stop in content.stops]
        data.eras = era_words(content.stops, language)
        data.bands = content.bands(language)
        data.cameras = [{"key": camera.key, "name": camera.name[language]} for camera in content.cameras]
        self._fill_moment()

    def _on_language(self, *_: object) -> None:
        self._timeline.translate()
        self.fill()

    def _on_side(self, *_: object) -> None:
        self._fill_twin()

    def _fill_moment(self) -> None:
        data = self._state.data
        story: dict[str, Any] = dict(self._content.story_json(self._timeline.slice_id, data.language))
        said = f"{story['date']}: {story['title']}"
        if data.moment is not None:
            story["date"], said = data.moment["label"], data.moment["sentence"]
        data.story, data.spoken = story, said
        self._fill_notes()
        self._fill_twin()

    def _fill_notes(self) -> None:
        data, content = self._state.data, self._content
        drawn = self._timeline.drawn
        ice = drawn is not None and drawn.picture.ice is not None
        data.notes = {
            "exaggeration": exaggeration_words(float(data.exaggeration), data.language),
            "depth": depth_words(OFFICIAL_DEPTH, data.language),
            "credits": content.credits(data.language),
            "ice": content.ice_label(data.language) if ice else "",
        }

    def _fill_twin(self) -> None:
        """Have the description made, when somebody reads it."""
        data = self._state.data
        wanted = (self._timeline.slice_id, data.language)
        if data.side != "words" or wanted == self._twin_of:
            return
        self._twin_of = wanted
        data.twin = []
        self._task = asyncio.get_running_loop().create_task(self._tell(wanted))

    async def _tell(self, wanted: tuple[str, str]) -> None:
        try:
            parts = await asyncio.to_thread(self._content.text_twin, *wanted)
        except Exception:
            _log.exception("no description of %s", wanted)
            self._twin_of = None
            return
        if wanted == self._twin_of:
            with self._state.state:
                self._state.data.twin = [part.as_json() for part in parts]
