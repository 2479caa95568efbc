"""What can lie over the block, such as rain: it follows the moment, and is told in the language of now."""

from __future__ import annotations

from collections.abc import Callable

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.last_asked import LastAsked
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["OverBlockLogic"]


class OverBlockLogic:
    """What everything that lies over the block has.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    timeline : TimelineLogic
        Has the moment.
    redraw : function
        Has the block drawn with what it now has.
    """

    thread = ""
    """Name of the thread in which it is worked out."""

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        timeline: TimelineLogic,
        redraw: Callable[[], None],
    ) -> None:
        self._state, self._content, self._timeline, self._redraw = state, content, timeline, redraw
        self._asking = LastAsked(state, self.thread)
        timeline.on_drawn.append(self._again)
        state.bind_changes({state.name.language: lambda *_: self._again()})

    def close(self) -> None:
        """Stop."""
        self._asking.close()

    def _again(self) -> None:
        """Tell of the moment of now."""
        raise NotImplementedError
