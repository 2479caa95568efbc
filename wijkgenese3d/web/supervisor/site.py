"""What a visitor can ask of the supervisor, and the pages that it has itself."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from wijkgenese3d.web.origins import comes_from_us, scheme_of
from wijkgenese3d.web.plain_page import AGAIN, KEEP, come_back, keep_script, page_address, plain_page
from wijkgenese3d.web.supervisor.child import ChildError
from wijkgenese3d.web.supervisor.pool import FullError, Pool, Session
from wijkgenese3d.web.supervisor.proxy import GoneError, Proxy

__all__ = ["Site"]

_log = logging.getLogger(__name__)

COOKIE = "wijk_bezoek"
_RETRY_AFTER = "60"
_ID = "{id:[0-9a-f]{32}}"
# The page of the app brings its own; these are for pages that need no scripts.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class Site:
    """Lets visitors in, each to its own child.

    Parameters
    ----------
    pool : Pool
    proxy : Proxy
    origins : collection of str
        Origins that may connect beside the pages of this server.
    """

    def __init__(self, pool: Pool, proxy: Proxy, origins: Collection[str] = ()) -> None:
        self._pool, self._proxy, self._origins = pool, proxy, frozenset(origins)

    def application(self) -> web.Application:
        """Return the server's routes."""
        app = web.Application(middlewares=[_guard], client_max_size=4096)
        app.add_routes(
            [
                web.get("/", self._enter, allow_head=False),
                web.get("/index.html", self._enter, allow_head=False),
                web.get(f"/{KEEP}", self._keep),
                web.get(f"/s/{_ID}/{KEEP}", self._keep),
                web.post(f"/s/{_ID}/paraview/", self._session),
                web.get(f"/s/{_ID}/ws", self._socket, allow_head=False),
                web.get(f"/s/{_ID}/{{path:.*}}", self._page),
            ]
        )
        return app

    async def _keep(self, _request: web.Request) -> web.StreamResponse:
        """Give the script of the pages that are ours: it holds no secret, so anybody may have it."""
        return web.Response(text=keep_script(), content_type="text/javascript")

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Give a visitor a place, and send it there; what its address says goes along."""
        if not _is_visit(request):
            raise web.HTTPForbidden(text="open this address in a window of its own")
        try:
            session = await self._pool.take()
        except FullError:
            headers = {"Retry-After": _RETRY_AFTER}
            return _say(request, 503, "full", headers, n=self._pool.places)
        except ChildError as error:
            _log.warning("%s", error)
            return _say(request, 503, "failed", {"Retry-After": _RETRY_AFTER})
        folder = f"/s/{session.id}/"
        target = folder + page_address(request.query)
        response = web.Response(status=303, headers={"Location": target, "Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE,
            session.ticket,
            path=folder,
            httponly=True,
            samesite="Strict",
            secure=scheme_of(request) == "https",
        )
        return response

    async def _session(self, request: web.Request) -> web.StreamResponse:
        """Tell the page where its socket is and what opens it."""
        session = self._known(request)
        if session is None or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise web.HTTPForbidden
        origin = request.headers.get("Origin", "")
        own = urlsplit(origin).scheme if origin in self._origins else scheme_of(request)
        scheme = "wss" if own == "https" else "ws"
        told = {
            "sessionURL": f"{scheme}://USE_HOST/s/{session.id}/ws",
            "secret": session.child.keys.secret,
        }
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=json.dumps(told), content_type="application/json", headers=headers)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() != "websocket":
            raise web.HTTPBadRequest(text="a WebSocket is needed here")
        session = self._known(request)
        if session is None or not comes_from_us(request, self._origins):
            raise web.HTTPForbidden
        session.sockets, session.opened = session.sockets + 1, True
        try:
            return await self._proxy.socket(request, session.child)
        except GoneError:
            raise web.HTTPGone from None
        finally:
            session.sockets -= 1
            session.touch()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path.split("/", 3)[3]
        session = self._pool.find(request.match_info["id"])
        if session is None:
            return self._ended(request)
        if self._known(request) is None:
            return self._stranger(request, path)
        session.touch()
        try:
            return await self._proxy.page(request, session.child, path)
        except GoneError:
            return self._ended(request)

    def _known(self, request: web.Request) -> Session | None:
        """Return the session that is asked for, if this visitor has its cookie."""
        session = self._pool.find(request.match_info["id"])
        given = request.cookies.get(COOKIE, "").encode()
        return session if session and secrets.compare_digest(given, session.ticket.encode()) else None

    def _ended(self, request: web.Request) -> web.Response:
        minutes = max(1, round(self._pool.idle / 60))
        return _say(request, 410, "ended", min=minutes)

    def _stranger(self, request: web.Request, path: str) -> web.Response:
        """Answer who has no cookie.

        After a link on another site a browser leaves out cookies that are strictly ours, although it got one
        a moment ago. So the page comes back by itself once, and then it is we who ask.
        """
        if path not in ("", "index.html"):
            raise web.HTTPForbidden
        if AGAIN in request.query:
            return _say(request, 403, "other")
        return _html(403, come_back(request.query))


# aiohttp finds the next handler by the name of this parameter: it must be called ``handler``.
@web.middleware
async def _guard(request: web.Request, handler: Any) -> web.StreamResponse:
    """Add the headers of this server to its own answers."""
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        refusal.headers.update(_HEADERS)
        raise
    if not response.prepared:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def _is_visit(request: web.Request) -> bool:
    """Tell whether a person opens the address: no image on another site, and no browser that looks ahead."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _say(
    request: web.Request,
    status: int,
    key: str,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> web.Response:
    """Return a page of our own; its button begins anew, with what this address says."""
    page = plain_page(key, request.query.get("lang", ""), "/" + page_address(request.query), **values)
    return _html(status, page, headers)


def _html(status: int, page: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {hdrs.CACHE_CONTROL: "no-store", **(headers or {})}
    return web.Response(status=status, text=page, content_type="text/html", headers=kept)
