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
from wijkgenese3d.cli.opened import open_built
from wijkgenese3d.cli.terminal import answer

if TYPE_CHECKING:
    from wijkgenese3d.geometry.block import BlockSetting
    from wijkgenese3d.web.logic.pictures import Look

__all__ = ["serve"]


def serve(
    scene: SceneFolder,
    host: Annotated[
        str, typer.Option(help="Where to listen; 0.0.0.0 for the whole network. One visitor at a time.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8080,
    origin: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Address by which others open the app, such as http://kiosk:8080."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open a scene in the browser.

    Builds the model where that is needed, then serves the app until it is stopped.
    """
    # VTK without OpenGL ends the process: that is found out first, before a build makes anybody wait.
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.scene.load import load_scene

    use_opengl()
    loaded = load_scene(scene)
    from wijkgenese3d.report.app_content import AppContent
    from wijkgenese3d.scene.drawing import block_setting
    from wijkgenese3d.web.server import check_free
    from wijkgenese3d.web.server import serve as serve_app

    check_free(host, port)
    if host not in ("127.0.0.1", "localhost", "::1"):
        say_warning("everybody on the network can open this app, and there is no login")
    opened = open_built(loaded)

    def ready(address: str) -> None:
        answer(f"{opened.scene.file.scene.title.nl}: {address}  (stop with Ctrl+C)")
        sys.stdout.flush()
        if not no_browser and has_screen():
            webbrowser.open(address)

    def settings(look: Look) -> BlockSetting:
        ground = opened.today.ground
        setting = block_setting(opened.scene, ground, **asdict(look))
        return replace(setting, packed=True)

    serve_app(
        AppContent(opened.scene, opened.reader, opened.today),
        settings,
        host=host,
        port=port,
        on_ready=ready,
        origins=origin or (),
    )


def has_screen() -> bool:
    """Tell whether a browser could show something on this machine."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
