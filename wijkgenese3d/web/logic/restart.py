"""Begin again, and for a few seconds the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.web.logic.address_logic import AddressLogic
from wijkgenese3d.web.logic.app_state import AppState

__all__ = ["UNDO_SECONDS", "Restart"]

UNDO_SECONDS = 6.0


class Restart:
    """Shows the view of the start, and can put back what was shown; moment, colours and language stay.

    Parameters
    ----------
    state : TypedState
        ``side``, ``sheet``, ``dialog``, ``armed``, ``cut_panel``, ``folded``, ``message`` and ``undo`` are
        written.
    address : AddressLogic
        Has the view, and shows another one.
    disarm : function
        Asks for no points of a line any more.
    """

    def __init__(
        self, state: TypedState[AppState], address: AddressLogic, disarm: Callable[[], None] = lambda: None
    ) -> None:
        self._state, self._address, self._disarm = state, address, disarm
        self._kept: tuple[ViewState, str] | None = None
        self._forgets: asyncio.TimerHandle | None = None
        self.done: Callable[[], Any] = lambda: None
        """Called when everything is back at the start, before the way back is offered."""

    def withdraw(self) -> None:
        """Offer the way back no longer: something else was changed since."""
        data = self._state.data
        if data.undo:
            self._forget()
            data.message = ""

    def put_away(self) -> None:
        """Close what lies over the picture and beside it, and take up no tool; nothing leads back."""
        data = self._state.data
        self.withdraw()
        data.side = data.sheet = data.dialog = data.message = ""
        data.armed, data.cut_panel, data.folded = False, False, True
        self._disarm()

    def reset(self) -> None:
        """Take everything back to the start."""
        data = self._state.data
        before, side = self._address.view, data.side
        self.put_away()
        self._address.show(self._address.start)
        if (self._address.view, data.side) != (before, side):
            self.done()
            self._offer((before, side))

    def undo(self) -> None:
        """Put back what the last reset took away, as long as that is offered."""
        data = self._state.data
        if self._kept is None:
            return
        view, side = self._kept
        self._forget()
        data.message = ""
        self._address.show(replace(view, theme=data.theme, language=data.language))
        data.side = side

    def _offer(self, before: tuple[ViewState, str]) -> None:
        self._forget()
        data = self._state.data
        self._kept, data.undo, data.message = before, True, data.words["view.reset_done"]
        self._forgets = asyncio.get_running_loop().call_later(UNDO_SECONDS, self._too_late)

    def _too_late(self) -> None:
        data = self._state.data
        with self._state.state:
            self._forget()
            # The page clears what it says itself, but another page may have been opened since.
            if data.message == data.words["view.reset_done"]:
                data.message = ""

    def _forget(self) -> None:
        if self._forgets is not None:
            self._forgets.cancel()
        self._kept, self._forgets, self._state.data.undo = None, None, False
