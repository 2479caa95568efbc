"""Close what a trame server leaves open: who may connect, what may be called, what may be set.

Touches private parts of wslink and trame-server: the tests of this module tell when they change.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import wslink.chunking
from aiohttp import web

from wijkgenese3d.web.door import Door
from wijkgenese3d.web.origins import is_own_origin

__all__ = ["CONTENT_SECURITY", "Rules", "harden"]

_log = logging.getLogger(__name__)

METHODS = frozenset(
    {
        "trame.state.get",
        "trame.state.update",
        "trame.trigger",
        "trame.lifecycle.update",
        "trame.error.client",
        "trame.rca.size",
        "trame.rca.event",
    }
)
"""What the page calls; everything else, such as ``application.exit``, is taken away."""

# Vue compiles its templates in the browser ('unsafe-eval') and sets styles on elements.
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' blob: data:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}
_MOST_BYTES = 262_144


@dataclass(frozen=True)
class Rules:
    """What a browser may do.

    Parameters
    ----------
    state : mapping of str to function
        Keys that a browser may set, each with a check of the value.
    triggers : collection of str
        Triggers that a browser may call.
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.
    """

    state: Mapping[str, Callable[[Any], bool]]
    triggers: Collection[str] = ()
    origins: Collection[str] = ()


def harden(server: Any, rules: Rules, door: Door) -> None:
    """Apply the rules to a trame server that has not been started yet; one socket passes the door."""
    wslink.chunking.UnChunker.set_max_message_size = _limited_size

    def on_bind(ws_server: Any) -> None:
        ws_server.app.middlewares.append(_guard(rules, door))
        for handler in ws_server._ws_handlers:
            _limit(handler, rules)

    server.controller.on_server_bind.add(on_bind)


def _limited_size(self: Any, size: int) -> None:
    self.max_message_size = min(size, _MOST_BYTES)


def _guard(rules: Rules, door: Door) -> Any:
    """Return a middleware that refuses foreign pages and adds the headers of this server."""

    # aiohttp finds the next handler by the name of this parameter: it must be called ``handler``.
    @web.middleware
    async def guard(request: web.Request, handler: Any) -> web.StreamResponse:
        if not door.admits(request):
            raise web.HTTPForbidden
        if request.headers.get("Upgrade", "").lower() == "websocket":
            origin = request.headers.get("Origin")
            if origin not in rules.origins and not is_own_origin(origin, request.host):
                raise web.HTTPForbidden
            if not await door.free():
                raise web.HTTPConflict
            return await handler(request)
        if request.path.rstrip("/").endswith("/ws"):
            raise web.HTTPBadRequest(text="a WebSocket is needed here")
        response = await handler(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guard


def _limit(handler: Any, rules: Rules) -> None:
    """Keep only what the page calls, and check what it sends."""
    owner, update = handler.functionMap["trame.state.update"]
    trigger_owner, trigger = handler.functionMap["trame.trigger"]
    wrapped, send = handler.sendWrappedError, handler.sendWrappedMessage

    def checked_update(self: Any, changes: object) -> Any:
        good = [change for change in changes if _allowed(change, rules)] if isinstance(changes, list) else []
        return update(self, good) if good else None

    async def checked_trigger(self: Any, name: object, args: object = (), _kwargs: object = None) -> Any:
        if name not in rules.triggers or not isinstance(args, list | tuple):
            _log.warning("refused trigger %r", name)
            return None
        return await trigger(self, name, list(args), {})

    async def without_trace(
        rpc_id: Any, code: Any, message: Any, _data: Any = None, client_id: Any = None
    ) -> Any:
        return await wrapped(rpc_id, code, message, None, client_id=client_id)

    async def to_who_is_there(*args: Any, **kwargs: Any) -> Any:
        # A page that leaves while something is on its way to it is nothing to report.
        with contextlib.suppress(ConnectionError):
            return await send(*args, **kwargs)

    handler.functionMap = {name: pair for name, pair in handler.functionMap.items() if name in METHODS}
    handler.functionMap["trame.state.update"] = (owner, checked_update)
    handler.functionMap["trame.trigger"] = (trigger_owner, checked_trigger)
    handler.sendWrappedError = without_trace
    handler.sendWrappedMessage = to_who_is_there


def _allowed(change: object, rules: Rules) -> bool:
    """Tell whether a browser may make this change of the state."""
    if not isinstance(change, dict):
        return False
    key = change.get("key")
    check = rules.state.get(key) if isinstance(key, str) else None
    good = check is not None and bool(check(change.get("value")))
    if not good:
        _log.warning("refused state %r", key)
    return good
