"""The units of the ground: which there are, and which are taken off to see what lies under them."""

from __future__ import annotations

from collections.abc import Collection

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["UnitLogic"]


class UnitLogic:
    """Keeps ``units``, ``units_off`` and ``blocks``.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    timeline : TimelineLogic
        Draws anew.
    """

    def __init__(self, state: TypedState[AppState], content: Content, timeline: TimelineLogic) -> None:
        self._state, self._content, self._timeline = state, content, timeline
        timeline.on_drawn.append(self._fill)
        state.bind_changes({state.name.language: lambda *_: self._fill()})

    def switch(self, key: str, on: bool) -> None:
        """Put a unit back or take it off; an unknown one means nothing. The last one stays."""
        data = self._state.data
        keys = [unit.key for unit in self._content.legend.units]
        if key not in keys:
            return
        off = set(data.units_off) - {key} if on else set(data.units_off) | {key}
        if {unit["key"] for unit in data.units} <= off:
            return
        data.units_off = [name for name in keys if name in off]
        self._timeline.look_anew()

    def in_blocks(self, on: bool) -> None:
        """Draw the ground in blocks, or smooth."""
        self._state.data.blocks = on
        self._timeline.look_anew()

    def show(self, hidden: Collection[str], blocks: bool) -> None:
        """Take these units off and no others, smooth or in blocks; unknown ones mean nothing."""
        data = self._state.data
        data.units_off = [unit.key for unit in self._content.legend.units if unit.key in hidden]
        data.blocks = blocks
        self._timeline.look_anew()

    def _fill(self) -> None:
        drawn, data = self._timeline.drawn, self._state.data
        if drawn is None:
            return
        units = [self._content.legend.units[index] for index in drawn.units]
        rows = [{"key": unit.key, "name": unit.name[data.language]} for unit in units]
        if rows != data.units:
            data.units = rows
