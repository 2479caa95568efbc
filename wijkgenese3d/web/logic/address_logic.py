"""The view as one state: put together from what each logic keeps of it, and in the address both ways.

A logic offers its part of :class:`~wijkgenese3d.scene.view_state.ViewState` as a :class:`ViewPart`; address
and history know nothing else of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.scene.view_link import LONGEST, read_address
from wijkgenese3d.scene.view_state import ViewChoices, ViewState, left_out
from wijkgenese3d.scene.words import say, ui_words
from wijkgenese3d.web.logic.app_state import AppState

__all__ = ["LONGEST", "AddressLogic", "ViewPart", "part_words"]

QUIET = 0.3
"""s: the address is written when the view has not changed for so long."""
_STAYS = ("slice_id", "year", "language", "theme", "colour_set")
"""Fields of a view that stay when everything begins again."""


@dataclass(frozen=True)
class ViewPart:
    """What one logic keeps of the view.

    Parameters
    ----------
    get : function
        Returns fields of ViewState by name, as they are now.
    put : function
        Shows what a ViewState says of them; what is the same already, it leaves alone.
    """

    get: Callable[[], Mapping[str, Any]]
    put: Callable[[ViewState], None]


class AddressLogic:
    """Keeps the address.

    Parameters
    ----------
    state : TypedState
        ``view_address`` is written, and ``message`` where something of an address is left out.
    choices : ViewChoices
        What there is to choose from.
    parts : sequence of ViewPart
        In the order in which they are put.
    """

    def __init__(self, state: TypedState[AppState], choices: ViewChoices, parts: Sequence[ViewPart]) -> None:
        self._state, self._choices, self._parts = state, choices, tuple(parts)
        self.on_change: list[Callable[[ViewState], None]] = []
        """Called with the view when it has changed, but not by :meth:`show`."""
        self._timer: asyncio.TimerHandle | None = None
        self._last = self.view
        self.write()

    @property
    def view(self) -> ViewState:
        """What is shown now."""
        found: dict[str, Any] = {}
        for part in self._parts:
            found.update(part.get())
        return replace(self._choices.opening(), **found)

    @property
    def start(self) -> ViewState:
        """What the app opens with, in the moment and the words and colours of now."""
        view = self.view
        return replace(self._choices.opening(), **{name: getattr(view, name) for name in _STAYS})

    @property
    def text(self) -> str:
        """The view that was noticed last, as the part of an address after its ``#``."""
        return urlencode(self._last.as_address(self._choices), safe=",")

    def notice(self) -> None:
        """Look whether the view has changed; cheap, so it is called after whatever may have done that."""
        view = self.view
        if view != self._last:
            self._last = view
            for listener in self.on_change:
                listener(view)
            self._write_soon()

    def show(self, view: ViewState) -> None:
        """Show a view."""
        for part in self._parts:
            part.put(view)
        self._last = self.view
        self._write_soon()

    def open(self, text: str) -> None:
        """Show what an address says, and say in words where something of it is left out."""
        texts, broken = read_address(text)
        self.show(ViewState.from_address(texts, self._choices))
        out = left_out(texts, self._choices)
        if out or broken:
            language = self._state.data.language
            self._state.data.message = say("link.left_out", language, wat=part_words(out, language))

    def write(self) -> str:
        """Write the address now, and return it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._state.data.view_address = self.text
        return self._state.data.view_address

    def close(self) -> None:
        """Write no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _write_soon(self) -> None:
        """Write once the view is quiet: a browser takes few changes of an address in a second."""
        if self._timer is not None:
            self._timer.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.write()
            return
        self._timer = loop.call_later(QUIET, self._write_later)

    def _write_later(self) -> None:
        with self._state.state:
            self.write()


def part_words(keys: Sequence[str], language: str) -> str:
    """Name parts of a view by their keys in an address, such as "de lagen, het standpunt".

    >>> part_words(("l", "zz"), "nl")
    'de lagen, een onbekend deel'
    """
    words = ui_words(language)
    named = dict.fromkeys(words.get(f"link.{key}", words["link.other"]) for key in keys)
    return ", ".join(named) or words["link.other"]
