"""Answers that take a while: worked out in a thread, and told as long as nothing else was asked since."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.web.logic.app_state import AppState

__all__ = ["LastAsked"]


class LastAsked:
    """Works out what was asked for last.

    Parameters
    ----------
    state : TypedState
        Sent with each answer.
    name : str
        Of the thread.
    """

    def __init__(self, state: TypedState[AppState], name: str) -> None:
        self._state = state
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._number = 0
        self._task: asyncio.Task[None] | None = None

    def ask(self, works: Iterable[Callable[[], object]], tell: Callable[[], None]) -> None:
        """Do these one after another in the thread, and tell after each, until something else is asked."""
        self._number += 1
        self._task = asyncio.get_running_loop().create_task(self._run(self._number, works, tell))

    def leave(self) -> None:
        """Tell nothing of what was asked before."""
        self._number += 1

    async def in_thread(self, work: Callable[[], object]) -> None:
        """Do this in the thread."""
        await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def close(self) -> None:
        """Stop."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    async def _run(
        self, number: int, works: Iterable[Callable[[], object]], tell: Callable[[], None]
    ) -> None:
        for work in works:
            await self.in_thread(work)
            if number != self._number:
                return
            with self._state.state:
                tell()
