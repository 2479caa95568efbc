"""Who comes in: one page at a time, with a secret that is new at every start.

A second tab or browser gets a page of its own that says so, never the view of the first one. A reload is
no second page: its socket closes as soon as the answer arrives, so it is asked to come back a moment later.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import html
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

__all__ = ["AGAIN", "TAKE_OVER", "Door"]

TAKE_OVER, AGAIN = "neem-over", "weer"
"""Parts of the address: take the place of the page that is open; look once more whether it is free."""
_PATIENCE = 2.0
"""s: an old socket gets this long to close."""
_WORDS = {
    "nl": (
        "Deze app is al open",
        "U kijkt in een ander tabblad of een andere browser. Wat daar te zien is, blijft daar.",
        "Hier verder",
        "Het andere venster stopt dan.",
    ),
    "en": (
        "This app is open already",
        "You are looking in another tab or browser. What is shown there stays there.",
        "Continue here",
        "The other window then stops.",
    ),
}
_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4efe4;color:#241f1a;"
    "font:17px/1.5 Roboto,'Noto Sans',system-ui,sans-serif}main{max-width:30em;padding:24px}"
    "h1{font-size:1.6em;line-height:1.2}a{display:inline-block;padding:12px 20px;border-radius:10px;"
    "background:#1f5561;color:#fff;text-decoration:none;font-weight:600}"
    "a:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}"
    "section+section{margin-top:32px;color:#5c5346}"
)


class Door:
    """Lets one page in.

    Parameters
    ----------
    send_away : function
        Awaited with True before the socket of a page closes, so that the page can say why; with False after.
    language : function
        Returns the language of the app.
    """

    def __init__(self, send_away: Callable[[bool], Awaitable[None]], language: Callable[[], str]) -> None:
        self.secret, self._ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        # Cookies know no ports: two apps on one machine must not take each other's.
        self.cookie = f"wijk_{hashlib.sha256(self._ticket.encode()).hexdigest()[:10]}"
        self._send_away, self._language = send_away, language
        self._handlers: list[Any] = []

    def watch(self, handlers: list[Any]) -> None:
        """Take the socket handlers of the server, and give them the secret."""
        self._handlers = handlers
        for handler in handlers:
            handler.serverProtocol.updateSecret(self.secret)

    @property
    def taken(self) -> bool:
        """Whether a page is open."""
        return any(not socket.closed for socket in self._sockets())

    def knows(self, request: web.Request) -> bool:
        """Tell whether a page of this start asks, and no page of another origin on this machine."""
        ours = secrets.compare_digest(request.cookies.get(self.cookie, "").encode(), self._ticket.encode())
        return ours and request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")

    def welcome(self, response: web.Response) -> web.Response:
        """Give a page what it needs to connect, out of reach of its scripts and of other sites."""
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(self.cookie, self._ticket, httponly=True, samesite="Strict", path="/")
        return response

    async def stop(self, request: web.Request) -> web.Response | None:
        """Return what a visitor gets instead of the app; None lets it in."""
        if TAKE_OVER in request.query and self.knows(request):
            await self.clear()
            return web.Response(status=303, headers={"Location": "index.html", "Cache-Control": "no-store"})
        if not self.taken:
            return None
        last = AGAIN in request.query
        page = _page(self._language()) if last else _wait()
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

    def _sockets(self) -> list[Any]:
        return [socket for handler in self._handlers for socket in list(handler.connections.values())]


def _wait() -> str:
    """Return an empty page that comes back: ``remove`` makes the app take that out of its address."""
    again = f"index.html?{AGAIN}=1&amp;remove={AGAIN}"
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Wijkgenese</title>'
        f'<meta http-equiv="refresh" content="1;url={again}">'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body></body></html>'
    )


def _page(language: str) -> str:
    first, second = ("en", "nl") if language == "en" else ("nl", "en")
    parts = []
    for code in (first, second):
        title, text, button, note = (html.escape(word) for word in _WORDS[code])
        level = "h1" if code == first else "h2"
        parts.append(
            f'<section lang="{code}"><{level}>{title}</{level}><p>{text}</p>'
            f'<p><a href="index.html?{TAKE_OVER}=1">{button}</a></p><p>{note}</p></section>'
        )
    return (
        f'<!doctype html><html lang="{first}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{html.escape(_WORDS[first][0])}</title><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>"
    )
