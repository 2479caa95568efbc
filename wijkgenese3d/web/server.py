"""Put the app together and serve it: one process, one person."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Collection
from typing import Any

from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.web.door import Door
from wijkgenese3d.web.harden import Rules, harden
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import LANGUAGES, Content
from wijkgenese3d.web.logic.gestures import KEY_ZOOM, Gestures, Reset, Turn, Zoom
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.page import add_page
from wijkgenese3d.web.picture_area import Drawer, PictureArea
from wijkgenese3d.web.ui.app_ui import AREA, TRIGGERS, gone_page, make_ui

__all__ = ["App", "check_free", "make_app", "serve", "setting_of"]


def setting_of(content: Content) -> BlockSetting:
    """Return what is the same in every picture of a scene."""
    return BlockSetting(
        grid=content.grid,
        today_ground=content.today_ground,
        fabrics=content.fabrics,
        colours=BlockColours.of(content.legend),
        base=content.base,
        exaggeration=content.exaggeration,
        boundary=content.boundary,
        roofs=dict.fromkeys(content.grey_roofs, "grey"),
        covers=content.legend.covers,
    )


class App:
    """The app over one scene.

    Parameters
    ----------
    content : Content
        The scene.
    drawer : Drawer
        The stage to draw on; closed by its owner.
    name : str
        Of the trame server, unique in the process.
    origins : collection of str
        Origins that may connect beside the pages of this server.
    """

    def __init__(
        self, content: Content, drawer: Drawer, name: str = "wijkgenese3d", origins: Collection[str] = ()
    ) -> None:
        self.content = content
        self.server = get_server(name, client_type="vue3")
        self.state = TypedState(self.server.state, AppState)
        setting = setting_of(content)
        self.pictures = Pictures(content, setting)
        self.area = PictureArea(AREA, drawer, setting.frame, self._on_event, self._sent)
        self.view = ViewLogic(self.state, content, self.area)
        self.timeline = TimelineLogic(self.state, content, self.pictures, self.area, self.view)
        self._gestures = Gestures()
        self._add_triggers()
        make_ui(self.server, self.state.name)
        language = LANGUAGES[0]
        title = content.title(language)
        self.server.state.trame__title = title
        self.server.state.trame__template_error = gone_page(self.state.name)
        self.door = Door(self._send_away, lambda: self.state.data.language)
        add_page(self.server, self.door, language, title, content.subtitle(language))
        harden(self.server, self._rules(origins), self.door)
        self.server.controller.on_server_ready.add(self._on_ready)

    async def run(self, host: str, port: int, timeout: int = 0) -> None:
        """Serve until stopped.

        Parameters
        ----------
        host, port
            Where to listen; port 0 takes a free one.
        timeout : int
            Stop after so many seconds without a visitor; 0 never stops.
        """
        # trame would read the arguments of our own command.
        os.environ["TRAME_ARGS"] = ""
        try:
            await self.server.start(
                port=port,
                host=host,
                timeout=timeout,
                open_browser=False,
                show_connection_info=False,
                exec_mode="coroutine",
            )
        finally:
            await self.area.close()
            self.pictures.close()

    def _on_ready(self, **_: Any) -> None:
        self.server.root_server.controller.rc_area_register(self.area)
        self._preparing = asyncio.get_running_loop().create_task(self.timeline.start())

    async def _send_away(self, leaving: bool) -> None:
        """Let the page that is open say that somebody goes on in another one."""
        with self.server.state:
            self.state.data.elsewhere = leaving
        if leaving:
            await asyncio.sleep(0)
            await self._sent()
            await asyncio.sleep(0.1)

    async def _sent(self) -> None:
        """Wait until the network has taken what was sent, but not for a browser that is gone."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.server.network_completion, 2.0)

    def _on_event(self, event: object) -> None:
        action = self._gestures.read(event)
        if action is None:
            return
        with self.server.state:
            if not self.view.apply(action, self.area.aspect):
                self.timeline.apply(action)

    def _add_triggers(self) -> None:
        """Register what the buttons call; each checks what it gets."""
        trigger = self.server.controller.trigger

        @trigger("turn")
        def turn(degrees: object = 0, *_: object) -> None:
            if type(degrees) in (int, float) and abs(degrees) <= 360:  # type: ignore[arg-type]
                self.view.apply(Turn(float(degrees)))  # type: ignore[arg-type]

        @trigger("zoom")
        def zoom(direction: object = 0, *_: object) -> None:
            if direction in (1, -1):
                self.view.apply(Zoom(KEY_ZOOM if direction == 1 else 1 / KEY_ZOOM))

        @trigger("view")
        def view(key: object = "", *_: object) -> None:
            self.view.view_from(key)

        @trigger("reset")
        def reset(*_: object) -> None:
            self.view.apply(Reset())

    def _rules(self, origins: Collection[str]) -> Rules:
        names, count = self.state.name, len(self.content.stops)
        return Rules(
            state={
                str(names.index): lambda value: type(value) is int and 0 <= value < count,
                str(names.language): lambda value: isinstance(value, str) and value in LANGUAGES,
            },
            triggers=TRIGGERS,
            origins=frozenset(origins),
        )


def make_app(content: Content, origins: Collection[str] = ()) -> tuple[App, Any]:
    """Return the app and the stage it draws on; the caller closes the stage.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL.
    """
    from wijkgenese3d.render.opengl import use_opengl

    use_opengl()
    from wijkgenese3d.render.stage import Stage

    stage = Stage(BlockColours.of(content.legend))
    return App(content, stage, origins=origins), stage


def serve(
    content: Content,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    on_ready: Callable[[str], None] = print,
    origins: Collection[str] = (),
    timeout: int = 0,
) -> None:
    """Serve the app until it is stopped.

    Parameters
    ----------
    content : Content
        The scene.
    host, port
        Where to listen; port 0 takes a free one.
    on_ready : function
        Called with the address once a browser can open it.
    origins : collection of str
        Origins that may connect beside the pages of this server, such as that of a proxy in front.
    timeout : int
        Stop after so many seconds without a visitor; 0 never stops.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL.
    UsageError
        The port is taken, or the host is none of this machine.
    """
    check_free(host, port)
    app, stage = make_app(content, origins)
    shown = "localhost" if host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::") else host

    def ready(**_: Any) -> None:
        on_ready(f"http://{shown}:{app.server.port}/")

    app.server.controller.on_server_ready.add(ready)
    try:
        with contextlib.suppress(KeyboardInterrupt, SystemExit):
            asyncio.run(app.run(host, port, timeout))
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
