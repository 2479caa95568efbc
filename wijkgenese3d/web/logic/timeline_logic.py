"""Time and words: which stop is shown, and what is told about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import LANGUAGES, Content
from wijkgenese3d.web.logic.gestures import Action, GoTo, Step
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.stop_words import era_words, stop_words
from wijkgenese3d.web.logic.texts import certainty_words, exaggeration_words, ui_words
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["TimelineLogic"]

_log = logging.getLogger(__name__)


class TimelineLogic:
    """Reacts to ``index`` and ``language``: fills the words at once and shows the picture when it is there.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    pictures : Pictures
        Made in the background.
    screen : Screen
        What shows them.
    view : ViewLogic
        Steps back for a high picture.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        pictures: Pictures,
        screen: Screen,
        view: ViewLogic,
    ) -> None:
        self._state, self._content, self._pictures = state, content, pictures
        self._screen, self._view = screen, view
        self._ids = [stop.id for stop in content.stops]
        self._tasks: set[asyncio.Task[None]] = set()
        state.data.index = self._ids.index(content.start)
        state.data.language = LANGUAGES[0]
        self._wanted = content.start
        self._fill_words()
        state.bind_changes({state.name.index: self._on_index, state.name.language: self._on_language})

    @property
    def slice_id(self) -> str:
        """Id of the stop that is shown."""
        return self._ids[max(0, min(self._state.data.index, len(self._ids) - 1))]

    def apply(self, action: Action) -> bool:
        """Go to another stop; tell whether the action was one of time."""
        data, last = self._state.data, len(self._ids) - 1
        match action:
            case Step(by):
                data.index = max(0, min(data.index + by, last))
            case GoTo(index):
                data.index = 0 if index == 0 else last
            case _:
                return False
        return True

    async def start(self) -> None:
        """Show the first picture, then make the others."""
        await self._show(self.slice_id)
        await self._pictures.prepare_all(self.slice_id)

    def _on_index(self, _index: int) -> None:
        slice_id = self.slice_id
        if slice_id == self._wanted:
            return
        self._wanted = slice_id
        self._fill_story()
        ready = self._pictures.ready(slice_id)
        self._state.data.busy, self._state.data.failed = ready is None, False
        if ready is None:
            self._later(self._show(slice_id))
        else:
            self._put(ready)

    def _on_language(self, _language: str) -> None:
        self._fill_words()

    async def _show(self, slice_id: str) -> None:
        """Show a picture as soon as it is there, unless another stop has been chosen meanwhile."""
        failed = False
        try:
            picture = await self._pictures.get(slice_id)
        except Exception:
            _log.exception("the picture of %s could not be made", slice_id)
            failed = True
        if slice_id != self.slice_id:
            return
        with self._state.state:
            self._state.data.busy, self._state.data.failed = False, failed
            if not failed:
                self._put(picture)
                self._fill_notes()

    def _put(self, picture: BlockPicture) -> None:
        self._view.make_room(picture.top)
        self._screen.show(picture)

    def _fill_words(self) -> None:
        data, content = self._state.data, self._content
        language = data.language if data.language in LANGUAGES else LANGUAGES[0]
        data.words = ui_words(language)
        data.heading = {"title": content.title(language), "subtitle": content.subtitle(language)}
        data.stops = [stop_words(stop, language) for stop in content.stops]
        data.eras = era_words(content.stops, language)
        data.cameras = [{"key": camera.key, "name": camera.name[language]} for camera in content.cameras]
        self._fill_story()

    def _fill_story(self) -> None:
        data = self._state.data
        language = data.language if data.language in LANGUAGES else LANGUAGES[0]
        story = self._content.story(self.slice_id, language)
        data.story = {
            "title": story.title,
            "date": story.date_label,
            "text": story.text,
            "lesson": story.lesson,
            "certainty": story.certainty,
            "certainty_words": certainty_words(story.certainty, language),
            "certainty_note": story.certainty_note,
        }
        data.spoken = f"{story.date_label}: {story.title}"
        self._fill_notes()

    def _fill_notes(self) -> None:
        data, content = self._state.data, self._content
        language = data.language if data.language in LANGUAGES else LANGUAGES[0]
        picture = self._pictures.ready(self.slice_id)
        data.notes = {
            "exaggeration": exaggeration_words(content.exaggeration, language),
            "credits": content.credits(language),
            "ice": content.ice_label(language) if picture is not None and picture.ice is not None else "",
        }

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work in the background, and keep hold of it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
