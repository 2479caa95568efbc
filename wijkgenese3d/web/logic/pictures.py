"""Pictures of all slices: each is made once, in the background, and kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting, make_block_picture
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.web.logic.content import Content

__all__ = ["Pictures"]

_log = logging.getLogger(__name__)


class Pictures:
    """Makes pictures in one thread of its own, what is asked for before what may be asked for.

    Parameters
    ----------
    content : Content
        The scene.
    setting : BlockSetting
        What is the same in every slice.
    make : function
        Makes a picture of a slice.
    """

    def __init__(
        self,
        content: Content,
        setting: BlockSetting,
        make: Callable[[TimeSlice, BlockSetting], BlockPicture] = make_block_picture,
    ) -> None:
        self._content, self._setting, self._make = content, setting, make
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._made: dict[str, asyncio.Future[BlockPicture]] = {}

    def ready(self, slice_id: str) -> BlockPicture | None:
        """Return the picture if it has been made."""
        future = self._made.get(slice_id)
        if future is None or not future.done() or future.cancelled() or future.exception():
            return None
        return future.result()

    async def get(self, slice_id: str) -> BlockPicture:
        """Return the picture, made now where it has not been. The next call after a failure tries again."""
        future = self._made.get(slice_id)
        if future is None:
            loop = asyncio.get_running_loop()
            future = loop.run_in_executor(self._executor, self._prepare, slice_id)
            self._made[slice_id] = future
        try:
            return await asyncio.shield(future)
        except Exception:
            self._made.pop(slice_id, None)
            raise

    async def prepare_all(self, start: str) -> None:
        """Make all pictures, near ``start`` first; one at a time, so that a request never waits long."""
        ids = [stop.id for stop in self._content.stops]
        at = ids.index(start)
        for slice_id in sorted(ids, key=lambda i: abs(ids.index(i) - at)):
            try:
                await self.get(slice_id)
            except Exception:
                _log.exception("the picture of %s could not be made", slice_id)

    def close(self) -> None:
        """Stop making pictures."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _prepare(self, slice_id: str) -> BlockPicture:
        return self._make(self._content.slice(slice_id), self._setting)
