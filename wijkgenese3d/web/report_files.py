"""The address of a file that was made for a report: only the page of this start gets it, as a download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from wijkgenese3d.web.door import Door

__all__ = ["add_report_files"]


def add_report_files(server: Any, door: Door, find: Callable[[str], Path | None]) -> None:
    """Serve files on a server that has not been started yet.

    Parameters
    ----------
    server : trame server
    door : Door
        Knows the page that may have them.
    find : function
        Returns the file that a token opens, or None.
    """

    async def give(request: web.Request) -> web.StreamResponse:
        path = find(request.match_info["token"])
        # The name in the address is only for people: the file is the one that the token opens.
        if path is None or not door.knows(request) or not path.is_file():
            raise web.HTTPNotFound
        named = f"attachment; filename*=UTF-8''{quote(path.name)}"
        return web.FileResponse(path, headers={"Content-Disposition": named, "Cache-Control": "no-store"})

    def on_bind(ws_server: Any) -> None:
        ws_server.app.router.add_get("/report/{token}/{name}", give)

    server.controller.on_server_bind.add(on_bind)
