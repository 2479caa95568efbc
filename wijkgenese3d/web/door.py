"""Who comes in: one page at a time, with a secret that is new at every start.

A second tab or browser gets a page of its own that says so, never the view of the first one. A reload is
no second page: its socket closes as soon as the answer arrives, so it is asked to come back a moment later.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from wijkgenese3d.web.plain_page import AGAIN, TAKE_OVER, come_back, page_address, plain_page

__all__ = ["Access", "Door", "Keys"]

_PATIENCE = 2.0
"""s: an old socket gets this long to close."""


@dataclass(frozen=True)
class Keys:
    """What opens one start of the app.

    Parameters
    ----------
    secret : str
        Of the socket.
    ticket : str
        Of the pages: the value of a cookie.
    """

    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def cookie(self) -> str:
        """Name of the cookie. Cookies know no ports: two apps on one machine must not take each other's."""
        return f"wijk_{hashlib.sha256(self.ticket.encode()).hexdigest()[:10]}"


@dataclass(frozen=True)
class Access:
    """Who may come.

    Parameters
    ----------
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.
    keys : Keys, optional
        Of a supervisor before this server, the only one that may then ask.
    """

    origins: Collection[str] = ()
    keys: Keys | None = None


class Door:
    """Lets one page in.

    Parameters
    ----------
    send_away : function
        Awaited with True before the socket of a page closes, so that the page can say why; with False after.
    language : function
        Returns the language of the app.
    keys : Keys, optional
        Of the supervisor before this door: who has them not gets nothing at all, and nobody is given them.
    """

    def __init__(
        self,
        send_away: Callable[[bool], Awaitable[None]],
        language: Callable[[], str],
        keys: Keys | None = None,
    ) -> None:
        self._keys, self._closed = keys or Keys(), keys is not None
        self._send_away, self._language = send_away, language
        self._handlers: list[Any] = []

    def watch(self, handlers: list[Any]) -> None:
        """Take the socket handlers of the server, and give them the secret."""
        self._handlers = handlers
        for handler in handlers:
            handler.serverProtocol.updateSecret(self.secret)

    @property
    def secret(self) -> str:
        """What a page of this start says to its socket."""
        return self._keys.secret

    @property
    def taken(self) -> bool:
        """Whether a page is open."""
        return any(not socket.closed for socket in self._sockets())

    def admits(self, request: web.Request) -> bool:
        """Tell whether somebody may ask anything."""
        return not self._closed or self._has_ticket(request)

    def knows(self, request: web.Request) -> bool:
        """Tell whether a page of this start asks, and no page of another origin on this machine."""
        return self._has_ticket(request) and request.headers.get("Sec-Fetch-Site", "none") in (
            "same-origin",
            "none",
        )

    def welcome(self, response: web.Response) -> web.Response:
        """Give a page what it needs to connect, out of reach of its scripts and of other sites."""
        response.headers["Cache-Control"] = "no-store"
        if not self._closed:
            keys = self._keys
            response.set_cookie(keys.cookie, keys.ticket, httponly=True, samesite="Strict", path="/")
        return response

    async def stop(self, request: web.Request) -> web.Response | None:
        """Return what a visitor gets instead of the app; None lets it in."""
        if TAKE_OVER in request.query and self.knows(request):
            await self.clear()
            headers = {"Location": page_address(request.query), "Cache-Control": "no-store"}
            return web.Response(status=303, headers=headers)
        if not self.taken:
            return None
        here = page_address(request.query, **{TAKE_OVER: "1"})
        last = AGAIN in request.query
        page = plain_page("open", self._language(), here) if last else come_back(request.query)
        return self.welcome(web.Response(status=409, text=page, content_type="text/html"))

    async def clear(self) -> None:
        """Close what is open."""
        if not self.taken:
            return
        await self._send_away(True)
        closing = [socket.close(code=4001, message=b"elsewhere") for socket in self._sockets()]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*closing, return_exceptions=True), _PATIENCE)
        await self.free()
        await self._send_away(False)

    async def free(self) -> bool:
        """Wait a moment until no page is open; tell whether that is so."""
        for _ in range(round(_PATIENCE / 0.05)):
            if not self.taken:
                return True
            await asyncio.sleep(0.05)
        return not self.taken

    def _has_ticket(self, request: web.Request) -> bool:
        given = request.cookies.get(self._keys.cookie, "")
        return secrets.compare_digest(given.encode(), self._keys.ticket.encode())

    def _sockets(self) -> list[Any]:
        return [socket for handler in self._handlers for socket in list(handler.connections.values())]
