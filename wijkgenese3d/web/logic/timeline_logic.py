"""Time: which moment is shown, with which colours and heights; its picture comes as soon as it is there."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import UsageError
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.awaited import Awaited
from wijkgenese3d.web.logic.content import Content, Moment
from wijkgenese3d.web.logic.gestures import Action, GoTo, Step
from wijkgenese3d.web.logic.pictures import Drawn, Look, PictureKey, Pictures
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["TimelineLogic"]

_log = logging.getLogger(__name__)
_LONGEST = 40
"""Letters of a typed year."""


class TimelineLogic:
    """Keeps the moment that is shown, and shows its picture.

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
        self.on_moment: list[Callable[[], None]] = []
        """Called when another moment was chosen."""
        self.on_drawn: list[Callable[[], None]] = []
        """Called when its picture is there."""
        self.year: float | None = None
        """A typed year, astronomical."""
        self.drawn: Drawn | None = None
        """The picture on the screen."""
        self.whole: Drawn | None = None
        """The same before it was cut open."""
        self.opener: Callable[[Drawn], bool] = lambda _: False
        """Takes a picture that is to be cut open before it is shown."""
        state.data.index = self._ids.index(content.start)
        names = state.name
        options = (names.colour_set, names.exaggeration, names.certainty)
        state.bind_changes(dict.fromkeys(options, lambda *_: self.look_anew()))
        self._awaited = Awaited(state, pictures, "main", self._tell, self._put)
        self._awaited.key = self.key

    @property
    def slice_id(self) -> str:
        """Id of the stop that is shown; of a typed year that of the stop before it."""
        return self._ids[self._state.data.index]

    @property
    def key(self) -> PictureKey:
        """The picture that should be on the screen."""
        data = self._state.data
        height, off = float(data.exaggeration), tuple(data.units_off)
        look = Look(data.colour_set, height, off, data.blocks, data.certainty)
        return PictureKey(self.slice_id, self.year, look)

    @property
    def at_end(self) -> bool:
        """Whether the last stop is shown."""
        return self.year is None and self._state.data.index == len(self._ids) - 1

    def apply(self, action: Action) -> bool:
        """Go to another stop; tell whether the action was one of time."""
        index = self._state.data.index
        match action:
            case Step(by) if self.year is not None and by < 0:
                self.go(index + by + 1)
            case Step(by):
                self.go(index + by)
            case GoTo(end):
                self.go(0 if end == 0 else len(self._ids) - 1)
            case _:
                return False
        return True

    def go(self, index: int) -> None:
        """Show a stop."""
        data = self._state.data
        index = max(0, min(index, len(self._ids) - 1))
        if index == data.index and self.year is None:
            # There or on its way already, unless it failed.
            self._want()
            return
        self.year, data.moment, data.index = None, None, index
        self._changed()

    def show(self, slice_id: str, year: float | None) -> None:
        """Show a stop by its id, or a year (astronomical); an unknown one means nothing."""
        if year is None:
            if slice_id in self._ids:
                self.go(self._ids.index(slice_id))
            return
        if year != self.year:
            self.show_year(year)

    def type_year(self, text: str) -> None:
        """Show the very moment that somebody typed, or say why not."""
        self._show_moment(lambda language: self._content.moment(text[:_LONGEST], language))

    def show_year(self, year: float) -> None:
        """Show a year (astronomical), or say why not."""
        self._show_moment(lambda language: self._content.moment_of(year, language))

    def _show_moment(self, find: Callable[[str], Moment]) -> None:
        data = self._state.data
        try:
            moment = find(data.language)
        except UsageError as error:
            data.message = str(error)
            return
        data.message = ""
        if moment.slice_id:
            self.go(self._ids.index(moment.slice_id))
            return
        self.year, data.index, data.moment = moment.year, moment.after, moment.as_json()
        self._changed()

    def translate(self) -> None:
        """Say a typed year in the language of now."""
        if self.year is not None:
            language = self._state.data.language
            self._state.data.moment = self._content.moment_of(self.year, language).as_json()

    async def start(self, first: Callable[[], Awaitable[None]] | None = None) -> None:
        """Show the first picture, then make the others.

        Parameters
        ----------
        first : function, optional
            What is waited for before the others are begun.
        """
        self._awaited.key = self.key
        await self._awaited.wait()
        if first is not None:
            await first()
        self._prepare()

    def _prepare(self) -> None:
        """Have all stops made with these colours and heights, the nearest first."""
        data = self._state.data
        near = sorted(range(len(self._ids)), key=lambda i: abs(i - data.index))
        look = self.key.look
        self._pictures.prepare([PictureKey(self._ids[i], None, look) for i in near] if look.plain else [])

    def look_anew(self) -> None:
        """Draw with the colours, heights and units of now."""
        wanted = self._awaited.key
        if wanted is None or self.key.look != wanted.look:
            self._want()
            self._prepare()

    def _changed(self) -> None:
        for listener in self.on_moment:
            try:
                listener()
            except Exception:
                # Whatever goes wrong in what follows the moment, its picture comes.
                _log.exception("a listener to the moment failed")
        self._want()

    def _want(self) -> None:
        self._awaited.want(self.key)

    def _tell(self, busy: bool, failed: bool) -> None:
        self._state.data.busy, self._state.data.failed = busy, failed

    def _put(self, drawn: Drawn) -> None:
        self.drawn = self.whole = drawn
        if not self.opener(drawn):
            self._screen.show(drawn.picture, drawn.frame)
        self._view.make_room(drawn.picture.skyline, drawn.frame)
        for listener in self.on_drawn:
            listener()

    def show_opened(self, drawn: Drawn) -> None:
        """Show the picture of this moment cut open, or whole again."""
        self.drawn = drawn
        self._screen.show(drawn.picture, drawn.frame)
        self._view.make_room(drawn.picture.skyline, drawn.frame)
