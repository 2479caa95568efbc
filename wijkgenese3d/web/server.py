"""Serve the app: one process, one person."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from wijkgenese3d.errors import UsageError
from wijkgenese3d.web.memory import give_back_large_arrays

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App
    from wijkgenese3d.web.logic.content import Content
    from wijkgenese3d.web.logic.pictures import Settings

__all__ = ["check_free", "make_app", "serve"]


def make_app(content: Content, settings: Settings, origins: Collection[str] = ()) -> tuple[App, Any]:
    """Return the app and the stage it draws on; the caller closes the stage.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL, or the browser part was not built.
    """
    from wijkgenese3d.render.opengl import use_opengl

    use_opengl()
    from wijkgenese3d.render.stage import Stage
    from wijkgenese3d.web.app import App
    from wijkgenese3d.web.logic.pictures import Look

    setting = settings(Look())
    stage = Stage(setting.colours)
    return App(content, settings, stage, origins=origins), stage


def serve(
    content: Content,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    on_ready: Callable[[str], None] = print,
    origins: Collection[str] = (),
) -> None:
    """Serve the app until it is stopped.

    Parameters
    ----------
    content : Content
        The scene.
    settings : function
        Gives what it is drawn with, by set of colours and exaggeration.
    host, port
        Where to listen; port 0 takes a free one.
    on_ready : function
        Called with the address once a browser can open it.
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL, or the browser part was not built.
    UsageError
        The port is taken, or the host is none of this machine.
    """
    give_back_large_arrays()
    check_free(host, port)
    app, stage = make_app(content, settings, origins)
    shown = "localhost" if host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::") else host

    def ready(**_: Any) -> None:
        on_ready(f"http://{shown}:{app.server.port}/")

    app.server.controller.on_server_ready.add(ready)
    try:
        with contextlib.suppress(KeyboardInterrupt, SystemExit):
            asyncio.run(app.run(host, port))
    finally:
        stage.close()


def check_free(host: str, port: int) -> None:
    """Say plainly that a port is taken, before anything heavy starts.

    Raises
    ------
    UsageError
        The port is taken, or the host is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            msg = f"cannot listen on {host} port {port}: {error}"
            raise UsageError(msg, hint="choose another one with --port, such as --port 9000") from error
