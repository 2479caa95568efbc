"""Between a visitor and its child: HTTP and WebSocket, passed on both ways, no more than is needed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp import ClientWebSocketResponse, WSMsgType, web

from wijkgenese3d.web.supervisor.child import Child

__all__ = ["GoneError", "Proxy"]

MOST_FROM_VISITOR = 1 << 20
"""bytes in one message; the page sends a few kilobytes."""
_MOST_FROM_CHILD = 16 << 20
_HEARTBEAT = 30.0
_PIECE = 1 << 16
_TIMES = aiohttp.ClientTimeout(total=None, sock_connect=5.0, sock_read=60.0)

_ASKED = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Range",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "User-Agent",
)
"""Headers of a visitor that a child may see: no cookies, and nothing that could make one request into two."""
_KEPT_HERE = frozenset(
    {
        "connection",
        "date",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "server",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers of a child that are between it and the supervisor."""


class GoneError(Exception):
    """The child does not answer: it has crashed, or was ended."""


class Proxy:
    """Asks children, and passes on what they say; closed by its owner."""

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=_TIMES,
            trust_env=False,
        )

    async def close(self) -> None:
        """Close what is open."""
        await self._session.close()

    async def page(self, request: web.Request, child: Child, path: str) -> web.StreamResponse:
        """Pass a question on, and its answer back as it comes.

        Parameters
        ----------
        request : web.Request
            GET or HEAD: what has a body is not passed on.
        child : Child
        path : str
            What is asked of the child, encoded, without a slash in front.

        Raises
        ------
        GoneError
            The child does not answer.
        """
        headers = {name: request.headers[name] for name in _ASKED if name in request.headers}
        query = request.rel_url.raw_query_string
        url = f"http://{child.authority}/{path}" + (f"?{query}" if query else "")
        try:
            answer = await self._session.request(
                request.method, url, headers={**headers, **child.headers}, allow_redirects=False
            )
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            raise GoneError from error
        async with answer:
            return await _pass_back(request, answer)

    async def socket(self, request: web.Request, child: Child) -> web.StreamResponse:
        """Connect a visitor with its child until one of them stops.

        Raises
        ------
        GoneError
            The child does not answer.
        """
        try:
            inner = await self._session.ws_connect(
                f"ws://{child.authority}/ws", headers=child.headers, max_msg_size=_MOST_FROM_CHILD
            )
        except aiohttp.WSServerHandshakeError as error:
            # The door of the child says no: another page is open.
            return web.Response(status=error.status)
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            raise GoneError from error
        outer = web.WebSocketResponse(max_msg_size=MOST_FROM_VISITOR, heartbeat=_HEARTBEAT)
        async with inner:
            await outer.prepare(request)
            await _both_ways(outer, inner)
            await outer.close(code=_sendable(inner.close_code))
            await inner.close(code=_sendable(outer.close_code))
        return outer


async def _pass_back(request: web.Request, answer: aiohttp.ClientResponse) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status)
    for name, value in _of_the_answer(answer.headers):
        response.headers.add(name, value)
    await response.prepare(request)
    try:
        async for piece in answer.content.iter_chunked(_PIECE):
            await response.write(piece)
        await response.write_eof()
    except (aiohttp.ClientError, TimeoutError):
        # Half an answer has gone out: the visitor must see that it is half.
        if request.transport:
            request.transport.abort()
    return response


def _of_the_answer(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the headers that go on to the visitor."""
    named = headers.get("Connection", "").lower().split(",")
    here = _KEPT_HERE.union(name.strip() for name in named)
    return [(name, value) for name, value in headers.items() if name.lower() not in here]


async def _both_ways(outer: web.WebSocketResponse, inner: ClientWebSocketResponse) -> None:
    ways = [asyncio.ensure_future(_pump(outer, inner)), asyncio.ensure_future(_pump(inner, outer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _pump(source: Any, target: Any) -> None:
    """Pass messages on, as fast as they are taken: nothing piles up here."""
    with contextlib.suppress(ConnectionError):
        async for message in source:
            if message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await target.send_bytes(message.data)
            else:
                return


def _sendable(code: int | None) -> int:
    """Return the reason to give to one side for what the other side gave; some are only for the library."""
    if code is None or code == 1006:
        return 1011
    return 1000 if code == 1005 else code
