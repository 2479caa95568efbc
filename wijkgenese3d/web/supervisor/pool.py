"""The visitors and their children: a bounded number, one spare ready, a place back when somebody leaves."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from wijkgenese3d.web.supervisor.child import Child, ChildError

__all__ = ["FullError", "Pool", "Session"]

_log = logging.getLogger(__name__)

UNOPENED = 60.0
"""s: a place is kept this long, at most, for a page that was asked for and never opened."""
_TICK = 0.25
"""s between two looks round."""
_AFTER_FAILURE = 30.0
"""s until a spare is tried again."""


class FullError(Exception):
    """All places are taken."""


@dataclass(eq=False)
class Session:
    """The visit of one person.

    Parameters
    ----------
    child : Child
        Its app.
    id : str
        In the address; hexadecimal, because the client of trame makes addresses lower case.
    ticket : str
        Value of its cookie.
    """

    child: Child
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    sockets: int = 0
    opened: bool = False
    seen: float = field(default_factory=time.monotonic)

    def touch(self) -> None:
        """Take note that somebody is there."""
        self.seen = time.monotonic()

    def left(self, idle: float) -> bool:
        """Tell whether nobody has been there for longer than ``idle``, s."""
        patience = idle if self.opened else min(idle, UNOPENED)
        return not self.sockets and time.monotonic() - self.seen > patience


class Pool:
    """Gives each visitor a child.

    Parameters
    ----------
    start : function
        Starts a child; raises ChildError.
    places : int
        How many children there may be at the same time, the spare included.
    idle : float
        How long a place is kept for somebody who left, s.
    rest : float
        How long after a visitor came the next spare is started, s: the machine draws for the visitor first.
    """

    def __init__(
        self, start: Callable[[], Awaitable[Child]], places: int, idle: float, rest: float = 0.0
    ) -> None:
        self.places, self.idle = places, idle
        self._start, self._rest = start, rest
        self._sessions: dict[str, Session] = {}
        self._spare: asyncio.Task[Child] | None = None
        self._coming = 0
        self._ending: set[asyncio.Task[None]] = set()
        self._not_before, self._closed = 0.0, False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def used(self) -> int:
        """Places that are taken: visitors, those who are let in now, and children that have not ended yet.

        What has crashed takes none, also before the keeper finds it: its visitor may begin anew at once.
        """
        visitors = sum(session.child.alive for session in self._sessions.values())
        return visitors + self._coming + len(self._ending)

    def find(self, name: str) -> Session | None:
        """Return the session with this id, if its child runs."""
        session = self._sessions.get(name)
        return session if session and session.child.alive else None

    async def open(self, first: Child) -> None:
        """Begin, with a spare that is ready."""
        self._spare = asyncio.get_running_loop().create_task(_ready(first))
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def take(self) -> Session:
        """Give a visitor a place.

        Raises
        ------
        FullError
            There is none.
        ChildError
            Its child could not start.
        """
        if self._closed or self.used >= self.places:
            raise FullError
        self._coming += 1
        try:
            session = Session(await self._next())
            self._sessions[session.id] = session
            if self._closed:
                self._drop(session)
                raise FullError
        finally:
            self._coming -= 1
            self._not_before = max(self._not_before, time.monotonic() + self._rest)
        return session

    async def close(self) -> None:
        """End all children."""
        self._closed = True
        if self._keeper:
            self._keeper.cancel()
        for session in list(self._sessions.values()):
            self._drop(session)
        if self._spare:
            self._end(self._spare)
        self._spare = None
        while self._ending:
            await asyncio.wait(self._ending)

    async def _next(self) -> Child:
        """Return the spare, or a new child where there is none or it has ended."""
        spare, self._spare = self._spare, None
        if spare is not None and not _has_failed(spare):
            try:
                child = await asyncio.shield(spare)
            except asyncio.CancelledError:
                self._end(spare)
                raise
            if child.alive:
                return child
        return await self._start()

    async def _keep(self) -> None:
        """Look round: who has left, what has crashed, is there a spare."""
        while True:
            for session in list(self._sessions.values()):
                if not session.child.alive:
                    _log.warning("the app of a visitor ended with %s", session.child.process.returncode)
                    self._drop(session)
                elif session.left(self.idle):
                    self._drop(session)
            self._refill()
            await asyncio.sleep(_TICK)

    def _refill(self) -> None:
        if self._spare is not None and _has_failed(self._spare):
            _log.warning("a spare app ended; another one is tried in %g s", _AFTER_FAILURE)
            self._spare, self._not_before = None, time.monotonic() + _AFTER_FAILURE
        room = self.used < self.places
        if self._spare is None and room and time.monotonic() >= self._not_before:
            self._spare = asyncio.get_running_loop().create_task(_started(self._start))

    def _drop(self, session: Session) -> None:
        del self._sessions[session.id]
        self._end(asyncio.get_running_loop().create_task(_ready(session.child)))

    def _end(self, child: asyncio.Task[Child]) -> None:
        """End a child, also one that is still starting; its place is free once it has gone."""
        ending = asyncio.get_running_loop().create_task(_stop(child))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


async def _ready(child: Child) -> Child:
    return child


async def _started(start: Callable[[], Awaitable[Child]]) -> Child:
    return await start()


def _has_failed(child: asyncio.Task[Child]) -> bool:
    """Tell whether a child could not start, or has ended since."""
    if not child.done():
        return False
    return child.cancelled() or child.exception() is not None or not child.result().alive


async def _stop(starting: asyncio.Task[Child]) -> None:
    if not starting.done():
        starting.cancel()
    with contextlib.suppress(ChildError, asyncio.CancelledError):
        await (await starting).stop()
