"""A place where a picture is shown: the last one that was asked for, as soon as it is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.pictures import Drawn, PictureKey, Pictures, Superseded

__all__ = ["Awaited"]

_log = logging.getLogger(__name__)


class Awaited:
    """Waits for pictures of one place.

    Parameters
    ----------
    state : TypedState
        Sent with each picture.
    pictures : Pictures
        Made in the background.
    place : str
        As in :meth:`.Pictures.get`.
    tell : function
        Takes whether a picture is being made, and whether that failed.
    put : function
        Takes the picture.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        pictures: Pictures,
        place: str,
        tell: Callable[[bool, bool], None],
        put: Callable[[Drawn], None],
    ) -> None:
        self._state, self._pictures, self._place = state, pictures, place
        self._tell, self._put = tell, put
        self._tasks: set[asyncio.Task[None]] = set()
        self.key: PictureKey | None = None
        """The picture that should be there."""
        self._failed = False

    def want(self, key: PictureKey) -> None:
        """Show this picture: at once, or when it is made, unless another one is wanted meanwhile.

        The one that is wanted already is left alone, unless it failed: then it is tried again.
        """
        if key == self.key and not self._failed:
            return
        self.key, self._failed = key, False
        ready = self._pictures.ready(key)
        self._tell(ready is None, False)
        if ready is not None:
            self._put(ready)
            return
        task = asyncio.get_running_loop().create_task(self.wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def leave(self) -> None:
        """Wait for no picture any longer."""
        self.key = None
        self._pictures.leave(self._place)

    async def wait(self) -> None:
        """Show the picture that is wanted as soon as it is there."""
        key, drawn = self.key, None
        if key is None:
            return
        try:
            drawn = await self._pictures.get(key, self._place)
        except Superseded:
            return
        except Exception:
            _log.exception("the picture of %s could not be made", key)
        if key != self.key:
            return
        self._failed = drawn is None
        with self._state.state:
            self._tell(False, drawn is None)
            if drawn is not None:
                self._put(drawn)
