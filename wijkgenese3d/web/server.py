"""Serve the app: one process, one person."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wijkgenese3d.errors import UsageError
from wijkgenese3d.web.memory import give_back_large_arrays

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App
    from wijkgenese3d.web.door import Access
    from wijkgenese3d.web.logic.content import Content
    from wijkgenese3d.web.logic.pictures import Settings

__all__ = ["address_of", "check_free", "make_app", "serve"]


def make_app(content: Content, settings: Settings, access: Access | None = None) -> tuple[App, Any]:
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

    def another() -> Stage:
        return Stage(setting.colours, beside=stage)

    return App(content, settings, stage, access=access, another=another), stage


def serve(
    content: Content,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    on_ready: Callable[[str], None] = print,
    access: Access | None = None,
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
    access : Access, optional
        Who may come; by default any page of this server.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL, or the browser part was not built.
    UsageError
        The port is taken, or the host is none of this machine.
    """
    give_back_large_arrays()
    check_free(host, port)
    app, stage = make_app(content, settings, access)

    def ready(**_: Any) -> None:
        on_ready(address_of(host, app.server.port))

    app.server.controller.on_server_ready.add(ready)
    try:
        with contextlib.suppress(KeyboardInterrupt, SystemExit):
            asyncio.run(app.run(host, port))
    finally:
        stage.close()


def address_of(host: str, port: int) -> str:
    """Return the address at which a browser on this machine opens what listens on ``host``.

    >>> address_of("0.0.0.0", 8080)
    'http://localhost:8080/'
    """
    here = host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::")
    shown = "localhost" if here else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


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
