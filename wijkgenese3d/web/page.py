"""The page that loads the app: trame's own, made Dutch, with a title, and zoomable."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import trame_client.module
from aiohttp import web

from wijkgenese3d.web.door import Door
from wijkgenese3d.web.plain_page import KEEP, keep_script

__all__ = ["add_page", "make_page"]


def make_page(template: str, language: str, title: str, description: str) -> str:
    """Return the page that loads the app.

    Parameters
    ----------
    template : str
        The page that comes with trame-client: it names the scripts of this release.
    language : str
        Of the page when it opens.
    title, description : str
        Plain text.
    """
    scripts = re.findall(r'<script [^>]*src="[^"]+"[^>]*></script>', template)
    styles = re.findall(r'<link rel="stylesheet"[^>]*>', template)
    return f"""<!doctype html>
<html lang="{html.escape(language, quote=True)}" class="wijk" data-theme="light" data-density="work"
 data-app-name="trame" data-launcher-retry="[]">
<head>
<base href=".">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{html.escape(description, quote=True)}">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
{chr(10).join(scripts)}
{chr(10).join(styles)}
</head>
<body>
<noscript>Deze app heeft JavaScript nodig. This app needs JavaScript.</noscript>
<div id="app"></div>
</body>
</html>
"""


def add_page(server: Any, door: Door, language: str, title: str, description: str) -> None:
    """Serve this page instead of trame's own, to one visitor, on a server that has not been started yet."""
    template = (Path(trame_client.module.__file__).parent / "vue3-www" / "index.html").read_text("utf-8")
    page = make_page(template, language, title, description)

    async def index(request: web.Request) -> web.Response:
        stopped = await door.stop(request)
        return stopped or door.welcome(web.Response(text=page, content_type="text/html"))

    async def keep(_request: web.Request) -> web.Response:
        return web.Response(text=keep_script(), content_type="text/javascript")

    async def session(request: web.Request) -> web.Response:
        # The page asks a launcher first: that is where it gets the secret.
        if not door.knows(request):
            raise web.HTTPForbidden
        scheme = "wss" if request.headers.get("Origin", "").startswith("https:") else "ws"
        text = json.dumps({"sessionURL": f"{scheme}://USE_HOST/ws", "secret": door.secret})
        return web.Response(text=text, content_type="application/json", headers={"Cache-Control": "no-store"})

    def on_bind(ws_server: Any) -> None:
        door.watch(ws_server._ws_handlers)
        ws_server.app.router.add_get("/", index)
        ws_server.app.router.add_get("/index.html", index)
        ws_server.app.router.add_get(f"/{KEEP}", keep)
        ws_server.app.router.add_post("/paraview/", session)

    server.controller.on_server_bind.add(on_bind)
