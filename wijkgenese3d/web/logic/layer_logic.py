"""Layers: which there are in the moment that is shown, and which of them are switched off."""

from __future__ import annotations

from collections.abc import Collection

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["LayerLogic"]


class LayerLogic:
    """Keeps the layers.

    Parameters
    ----------
    state : TypedState
        ``layers`` and ``off`` are written.
    content : Content
        The scene.
    timeline : TimelineLogic
        Says which moment is shown.
    screen : Screen
        What leaves them out.
    """

    def __init__(
        self, state: TypedState[AppState], content: Content, timeline: TimelineLogic, screen: Screen
    ) -> None:
        self._state, self._content, self._timeline, self._screen = state, content, timeline, screen
        timeline.on_moment.append(self._fill)
        state.bind_changes({state.name.language: lambda *_: self._fill()})
        self._fill()
        self.reset()

    def reset(self) -> None:
        """Switch the layers as they were at the start."""
        self._put([key for key, on in self._rows().items() if not on])

    def switch(self, key: object, on: bool) -> None:
        """Switch a layer on or off; an unknown one means nothing."""
        rows, off = self._rows(), set(self._state.data.off)
        if key in rows:
            off = off - {str(key)} if on else off | {str(key)}
            self._put([row for row in rows if row in off])

    @property
    def shown(self) -> frozenset[str]:
        """Keys of the layers that are switched on."""
        return frozenset(self._rows()) - frozenset(self._state.data.off)

    def show(self, keys: Collection[str]) -> None:
        """Switch these on and all others off; unknown ones mean nothing."""
        self._put([row for row in self._rows() if row not in keys])

    def _rows(self) -> dict[str, bool]:
        """Return all keys, with whether each is on at the start."""
        return {row["key"]: row["on"] for group in self._state.data.layers for row in group["layers"]}

    def _fill(self) -> None:
        data = self._state.data
        data.layers = self._content.layers(self._timeline.slice_id, data.language)

    def _put(self, off: list[str]) -> None:
        if off != self._state.data.off:
            self._state.data.off = off
        self._screen.hide(frozenset(off))
