"""Undo and redo of changes of the view. What is read or heard (language, light or dark) is no part of it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import fields, replace

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.scene.view_state import ADDRESS_KEYS, ViewState
from wijkgenese3d.scene.words import say
from wijkgenese3d.web.logic.address_logic import AddressLogic, part_words
from wijkgenese3d.web.logic.app_state import AppState

__all__ = ["HistoryLogic", "change_of"]

MOST = 100
"""Changes that can be undone."""
QUIET = 0.7
"""s: changes of one kind that follow each other faster are one, such as a drag."""
_KEPT = ("theme", "language")
"""Fields that are no change of the view."""
_SINGLE = frozenset({"layers", "hidden_units", "blocks", "colour_set", "viewpoint", "certainty"})
"""Kinds of change that stand by themselves, however fast they follow each other."""
_KEYS = {**ADDRESS_KEYS, "moment": "p", "viewpoint": "c"}
"""Key in an address by kind of change."""


def change_of(before: ViewState, after: ViewState) -> frozenset[str]:
    """Return what kinds of change lie between two views; empty where there is none to undo.

    A stop and a year are both of the kind ``moment``; a fixed viewpoint is ``viewpoint``, a camera that
    is moved by hand ``camera``; all other kinds are called as the fields.
    """
    names = {item.name for item in fields(ViewState) if item.name not in _KEPT}
    found = {name for name in names if getattr(before, name) != getattr(after, name)}
    if found & {"slice_id", "year"}:
        found = found - {"slice_id", "year"} | {"moment"}
    if "camera" in found and after.camera.key:
        found = found - {"camera"} | {"viewpoint"}
    return frozenset(found)


class HistoryLogic:
    """Keeps what can be undone and done again.

    Parameters
    ----------
    state : TypedState
        ``view_undo``, ``view_redo`` and ``spoken`` are written.
    address : AddressLogic
        Has the view, and shows another one.
    clock : function
        Returns the time, s.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        address: AddressLogic,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state, self._address, self._clock = state, address, clock
        self._past: deque[ViewState] = deque(maxlen=MOST)
        self._future: list[ViewState] = []
        self._now = address.view
        self._kind: frozenset[str] = frozenset()
        self._at, self._played = 0.0, False
        self.on_change: Callable[[], None] = lambda: None
        """Called when there is another change to undo."""
        address.on_change.append(self.note)
        state.bind_changes({state.name.playing: self._on_playing})

    def note(self, view: ViewState) -> None:
        """Take in that the view has become another one."""
        kind, at, plays = change_of(self._now, view), self._clock(), self._state.data.playing
        if not kind:
            self._now = view
            return
        if self._goes_on(kind, at, plays):
            if self._past and not change_of(self._past[-1], view):
                self._past.pop()
                kind = frozenset()
        else:
            self._past.append(self._now)
        self._future.clear()
        self._now, self._kind, self._at, self._played = view, kind, at, plays
        self.on_change()
        self._tell()

    def close(self) -> None:
        """Let the next change be one by itself."""
        self._address.notice()
        self._kind = frozenset()

    def clear(self) -> None:
        """Forget everything: from here on is what can be undone."""
        self._past.clear()
        self._future.clear()
        self._now, self._kind = self._address.view, frozenset()
        self._tell()

    def undo(self) -> None:
        """Take the last change back, where there is one."""
        self._address.notice()
        if self._past:
            self._future.append(self._now)
            self._show(self._past.pop(), "undo.done")

    def returned(self) -> None:
        """Take in that the last change was taken back by somebody else."""
        view = self._address.view
        if self._past and not change_of(self._past[-1], view):
            self._past.pop()
            self._future.append(self._now)
            self._now, self._kind = view, frozenset()
            self._address.show(view)
            self._tell()

    def redo(self) -> None:
        """Do a change again that was taken back, where there is one."""
        self._address.notice()
        if self._future:
            self._past.append(self._now)
            self._show(self._future.pop(), "undo.again")

    def _on_playing(self, plays: bool) -> None:
        if self._played and not plays:
            self.close()

    def _goes_on(self, kind: frozenset[str], at: float, plays: bool) -> bool:
        """Tell whether a change belongs to the one before it. All that is played is one."""
        if kind != self._kind or kind & _SINGLE:
            return False
        return (plays and self._played) or (plays == self._played and at - self._at <= QUIET)

    def _show(self, view: ViewState, key: str) -> None:
        data, kind = self._state.data, change_of(self._now, view)
        self._address.show(replace(view, theme=data.theme, language=data.language))
        self._now, self._kind = self._address.view, frozenset()
        self._tell()
        what = part_words(sorted({_KEYS.get(name, name) for name in kind}), data.language)
        said = say(key, data.language, wat=what)
        data.spoken = f"{said} {data.spoken}" if "moment" in kind else said

    def _tell(self) -> None:
        data = self._state.data
        data.view_undo, data.view_redo = bool(self._past), bool(self._future)
