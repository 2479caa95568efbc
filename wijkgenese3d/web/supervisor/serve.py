"""Serve several visitors until stopped."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from wijkgenese3d.web.server import address_of
from wijkgenese3d.web.supervisor.child import start_child
from wijkgenese3d.web.supervisor.pool import Pool
from wijkgenese3d.web.supervisor.proxy import Proxy
from wijkgenese3d.web.supervisor.site import Site

__all__ = ["Terms", "supervise"]

_PATIENCE = 60.0
"""s: a child is ready by then, or it is taken to hang."""
_REST = 4.0
"""s that a new visitor has the machine, before the next spare is started."""


@dataclass(frozen=True)
class Terms:
    """Who may come, and for how long.

    Parameters
    ----------
    places : int
        How many visitors at the same time.
    idle : float
        How long a place is kept for somebody who left, s.
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.
    rest : float
        How long after a visitor came the next spare is started, s.
    """

    places: int
    idle: float = 600.0
    origins: Collection[str] = ()
    rest: float = _REST


async def supervise(
    command: Sequence[str],
    terms: Terms,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    on_ready: Callable[[str, str], None] = print,
    env: Mapping[str, str] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; then all children are ended.

    Parameters
    ----------
    command : sequence of str
        Starts a child: :func:`wijkgenese3d.web.supervisor.child.start_child`.
    terms : Terms
    host, port
        Where to listen; port 0 takes a free one.
    on_ready : function
        Called with the title and the address once a visitor can come.
    env : mapping of str to str, optional
        Environment of the children.

    Raises
    ------
    ChildError
        The first child could not start.
    """
    # The first one may have a model to build: it gets its time, but not after Ctrl+C.
    stop = _stop_at_signal()
    first = asyncio.ensure_future(start_child(command, env=env))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((first, stopping), return_when=asyncio.FIRST_COMPLETED)
    if not first.done():
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        return
    child = first.result()
    pool = Pool(lambda: start_child(command, _PATIENCE, env), terms.places, terms.idle, terms.rest)
    proxy = Proxy()
    runner = web.AppRunner(
        Site(pool, proxy, terms.origins).application(), access_log=None, shutdown_timeout=2.0
    )
    try:
        await pool.open(child)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        await site.start()
        on_ready(child.title, address_of(host, runner.addresses[0][1]))
        await stopping
        await site.stop()
    finally:
        # Sockets of visitors close with those of their children.
        await pool.close()
        await proxy.close()
        await runner.cleanup()


def _stop_at_signal() -> asyncio.Event:
    """Return what is set by the first SIGINT or SIGTERM; a second one ends at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def ask() -> None:
        stop.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)

    # Windows has no such handlers: there Ctrl+C cancels the task that runs this.
    with contextlib.suppress(NotImplementedError):
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ask)
    return stop
