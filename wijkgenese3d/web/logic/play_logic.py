"""Going on by itself: the next stop after a while, when its picture is there."""

from __future__ import annotations

import asyncio

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["PlayLogic"]

SECONDS = {"work": 2.6, "zaal": 7.0}
_WAIT = 0.05


class PlayLogic:
    """Plays all stops from the one that is shown; any touch stops it.

    Parameters
    ----------
    state : TypedState
        ``playing`` is written.
    timeline : TimelineLogic
        What is moved.
    """

    def __init__(self, state: TypedState[AppState], timeline: TimelineLogic) -> None:
        self._state, self._timeline = state, timeline
        self._task: asyncio.Task[None] | None = None

    def play(self, on: bool) -> None:
        """Begin, at the first stop where the last one is shown; or stop."""
        self.stop()
        if not on:
            return
        self._state.data.playing = True
        if self._timeline.at_end:
            self._timeline.go(0)
        self._task = asyncio.get_running_loop().create_task(self._run())

    def toggle(self) -> None:
        """Begin or stop."""
        self.play(not self._state.data.playing)

    def stop(self) -> None:
        """Stop, at any touch."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._state.data.playing:
            self._state.data.playing = False

    async def _run(self) -> None:
        data = self._state.data
        while not self._timeline.at_end:
            await asyncio.sleep(SECONDS.get(data.density, SECONDS["work"]))
            while data.busy:
                await asyncio.sleep(_WAIT)
            with self._state.state:
                self._timeline.go(data.index + 1)
        with self._state.state:
            data.playing = False
