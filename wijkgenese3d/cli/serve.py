"""``wijkgenese3d serve``."""

from __future__ import annotations

import os
import sys
import webbrowser
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import SceneFolder
from wijkgenese3d.cli.failures import say_warning
from wijkgenese3d.cli.opened import OpenedScene, open_built
from wijkgenese3d.cli.per_user import PerUser, serve_per_user
from wijkgenese3d.cli.terminal import answer
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkgenese3d.geometry.block import BlockSetting
    from wijkgenese3d.report.app_content import AppContent
    from wijkgenese3d.web.door import Access
    from wijkgenese3d.web.logic.pictures import Look

__all__ = ["serve"]

IDLE = 10.0
"""Minutes."""


def serve(
    scene: SceneFolder,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8080,
    origin: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Address by which others open the app, such as http://kiosk:8080."),
    ] = None,
    per_user: Annotated[
        bool,
        typer.Option("--per-user", help="An app of their own for each visitor; else one visitor at a time."),
    ] = False,
    visitors: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="With --per-user: how many at the same time; two per core, if each has 1 GB of memory.",
            show_default=False,
        ),
    ] = None,
    idle: Annotated[
        float | None,
        typer.Option(
            metavar="MINUTES",
            help=f"With --per-user: a place waits this long for who left; {IDLE:g} by default.",
            show_default=False,
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    behind_supervisor: Annotated[bool, typer.Option("--behind-supervisor", hidden=True)] = False,
) -> None:
    """Open a scene in the browser.

    Builds the model where that is needed, then serves the app until it is stopped.
    """
    if not per_user and (visitors, idle) != (None, None):
        msg = "--visitors and --idle say nothing without --per-user"
        raise UsageError(msg, hint="add --per-user, or leave them out")
    if behind_supervisor:
        _serve_behind_supervisor(scene)
        return
    if host not in ("127.0.0.1", "localhost", "::1"):
        say_warning("everybody on the network can open this app, and there is no login")

    def ready(title: str, address: str) -> None:
        answer(f"{title}: {address}  (stop with Ctrl+C)")
        sys.stdout.flush()
        if not no_browser and has_screen():
            webbrowser.open(address)

    if per_user:
        given = PerUser(visitors, IDLE if idle is None else idle)
        serve_per_user(scene, given, (host, port), origin or [], ready)
    else:
        from wijkgenese3d.web.door import Access

        _serve(scene, host, port, Access(origin or ()), ready)


def _serve(
    scene: SceneFolder,
    host: str,
    port: int,
    access: Access,
    on_ready: Callable[[str, str], None],
) -> None:
    # VTK without OpenGL ends the process: that is found out before a build makes anybody wait, in a child
    # process, and meanwhile the scene is read.
    from concurrent.futures import ThreadPoolExecutor

    from wijkgenese3d.render.opengl import find_opengl, use_opengl

    with ThreadPoolExecutor(max_workers=1) as pool:
        tried = pool.submit(find_opengl)
        from wijkgenese3d.scene.load import load_scene

        loaded = load_scene(scene)
        tried.result()
    use_opengl()
    from wijkgenese3d.web.server import check_free
    from wijkgenese3d.web.server import serve as serve_app

    check_free(host, port)
    content = _content(open_built(loaded))
    serve_app(
        content,
        lambda look: _setting(content, look),
        host=host,
        port=port,
        on_ready=lambda address: on_ready(content.title("nl"), address),
        access=access,
    )


def _content(opened: OpenedScene) -> AppContent:
    """Return what is shown; ``opened``, which keeps the slice of today (22 MB), is let go of here."""
    from wijkgenese3d.report.app_content import AppContent

    return AppContent(opened.scene, opened.reader, opened.today)


def _serve_behind_supervisor(scene: SceneFolder) -> None:
    """Serve one visitor of ``--per-user``: to the supervisor only, and as long as it is there."""
    from wijkgenese3d.web.door import Access, Keys
    from wijkgenese3d.web.supervisor import end_with_supervisor, tell_supervisor

    end_with_supervisor()
    keys = Keys()

    def ready(title: str, address: str) -> None:
        tell_supervisor(address, keys, title)

    _serve(scene, "127.0.0.1", 0, Access(keys=keys), ready)


def _setting(content: AppContent, look: Look) -> BlockSetting:
    from wijkgenese3d.scene.drawing import block_setting, scene_doubt

    options = asdict(look)
    doubt = scene_doubt(content.scene, options.pop("certainty"))
    setting = block_setting(content.scene, content.today_ground, **options)
    return replace(setting, packed=True, doubt=doubt)


def has_screen() -> bool:
    """Tell whether a browser could show something on this machine."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
