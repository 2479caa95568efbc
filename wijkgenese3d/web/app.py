"""The app over one scene: state and logic, put together on a trame server."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from typing import Any

from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.web.child_command import ChildCommand
from wijkgenese3d.web.door import Access, Door
from wijkgenese3d.web.harden import Rules, harden
from wijkgenese3d.web.logic.address_logic import AddressLogic
from wijkgenese3d.web.logic.app_state import SETTABLE, AppState
from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.core_logic import CoreLogic
from wijkgenese3d.web.logic.cut_beside import CutBeside
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.cut_tool import CutTool
from wijkgenese3d.web.logic.gestures import (
    Action,
    Close,
    Compare,
    CutOpen,
    Gestures,
    Play,
    Probe,
    Reset,
    Undo,
    Words,
)
from wijkgenese3d.web.logic.history_logic import HistoryLogic
from wijkgenese3d.web.logic.layer_logic import LayerLogic
from wijkgenese3d.web.logic.opener import Opening
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import Pictures, Settings
from wijkgenese3d.web.logic.play_logic import PlayLogic
from wijkgenese3d.web.logic.probe_logic import ProbeLogic
from wijkgenese3d.web.logic.rain_logic import RainLogic
from wijkgenese3d.web.logic.report_logic import ReportLogic
from wijkgenese3d.web.logic.restart import Restart
from wijkgenese3d.web.logic.section_logic import SectionLogic
from wijkgenese3d.web.logic.sources_logic import SourcesLogic
from wijkgenese3d.web.logic.spots_logic import SpotsLogic
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.unit_logic import UnitLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.logic.view_parts import view_parts
from wijkgenese3d.web.logic.words_logic import WordsLogic
from wijkgenese3d.web.memory import give_back_heaps, give_back_soon, keep_tidy
from wijkgenese3d.web.page import add_page
from wijkgenese3d.web.picture_area import Drawer, PictureArea
from wijkgenese3d.web.report_files import add_report_files
from wijkgenese3d.web.triggers import TRIGGERS, make_triggers
from wijkgenese3d.web.ui.app_ui import AREA, gone_page, make_ui

__all__ = ["App"]

_ALONE = 5.0
"""How long other pictures wait for a first page that opens, s."""


class App:
    """The app over one scene.

    Parameters
    ----------
    content : Content
        The scene.
    settings : function
        Gives what it is drawn with, by set of colours and exaggeration.
    drawer : Drawer
        The stage to draw on; closed by its owner.
    name : str
        Of the trame server, unique in the process.
    access : Access, optional
        Who may come; by default any page of this server.
    another : function, optional
        Makes a second stage, to compare with.
    """

    def __init__(
        self,
        content: Content,
        settings: Settings,
        drawer: Drawer,
        name: str = "wijkgenese3d",
        access: Access | None = None,
        another: Callable[[], Drawer] | None = None,
    ) -> None:
        self.content = content
        self._preparing: asyncio.Task[None] | None = None
        self._image_sent = asyncio.Event()
        self.server = get_server(name, client_type="vue3")
        self.state = TypedState(self.server.state, AppState)
        self.state.data.exaggeration = content.exaggeration
        self.pictures = Pictures(content, settings)
        self.area = PictureArea(AREA, drawer, self._on_event, self._on_image, self._sent, another)
        self.view = ViewLogic(self.state, content, self.area)
        self.area.on_size, self.area.on_rest = self.view.refit, give_back_soon
        self.timeline = TimelineLogic(self.state, content, self.pictures, self.area, self.view)
        # Half a second before anybody can ask for it: meanwhile the page is made.
        self.pictures.begin(self.timeline.key)
        self.play = PlayLogic(self.state, self.timeline)
        self.words = WordsLogic(self.state, content, self.timeline)
        self.layers = LayerLogic(self.state, content, self.timeline, self.area)
        self.units = UnitLogic(self.state, content, self.timeline)
        self.core = CoreLogic(self.state, content, self.timeline, self.view, self.area)
        self.overlay = OverlayLogic(self.state, content, self.timeline)
        self.overlay.moved = self._make_way
        self.opening = Opening(content, settings)
        self.cutting = CutLogic(self.state, content, self.opening, self.timeline, self.view, self.area)
        self.section = SectionLogic(self.state, content, self.cutting, self.timeline, self.area)
        self.cut_tool = CutTool(content, self.cutting, self.section, self.timeline, self.view, self.area)
        self.rain = RainLogic(self.state, content, self.timeline, self.cutting.redraw)
        self.spots = SpotsLogic(self.state, content, self.timeline, self.cutting.redraw)
        self.opening.decorators += [self.spots, self.rain]
        self.overlay.handles, self.overlay.points = self.cut_tool.handles, self.cut_tool.points
        self.overlay.pins = lambda: self.core.marks
        self.probe = ProbeLogic(self.state, content, self.timeline, self.view, self.core)
        self.compare = CompareLogic(
            self.state, content, self.pictures, self.area, self.timeline, self.overlay
        )
        self.cut_beside = CutBeside(self.opening, self.cutting, self.compare, self._together)
        self.overlay.shown, self.overlay.beside = self.compare.shown, self.compare.beside
        self.overlay.window = self.compare.window
        self.sources = SourcesLogic(self.state, content, self.timeline)
        self.address = AddressLogic(self.state, content.choices(), view_parts(self))
        self.history = HistoryLogic(self.state, self.address)
        self.report = ReportLogic(self.state, content, self._link, ChildCommand())
        self.restart = Restart(self.state, self.address, self.cutting.disarm)
        self.restart.done = lambda: self.history.note(self.address.view)
        self.history.on_change = self.restart.withdraw
        self._gestures = Gestures()
        self._redraw_at_change()
        make_triggers(self)
        make_ui(self.server, self.state.name)
        self._open_to_visitors(access or Access())

    def _link(self) -> tuple[ViewState, str]:
        """Return what is shown now, and the link to it."""
        self.address.notice()
        return self.address.view, self.address.text

    def _make_way(self, boxes: Sequence[Sequence[float]]) -> None:
        """Put block and names clear of what lies over the picture."""
        self.view.make_way(boxes)
        self.area.refresh()

    def _redraw_at_change(self) -> None:
        """Have what is written over the picture follow these too."""
        names = self.state.name
        keys = (names.language, names.density, names.folded, names.off)
        self.state.bind_changes(dict.fromkeys(keys, lambda *_: self.area.request()))
        self.state.bind_changes({names.density: lambda *_: self.view.refit()})
        self.state.bind_changes({names.theme: lambda theme: self.area.darken(theme == "dark")})
        set_by_page = (
            names.language,
            names.theme,
            names.colour_set,
            names.exaggeration,
            names.certainty,
            names.cmp_at,
        )
        self.state.bind_changes(dict.fromkeys(set_by_page, lambda *_: self.address.notice()))

    def _open_to_visitors(self, access: Access) -> None:
        data, names = self.state.data, self.state.name
        title = data.heading["title"]
        self.server.state.trame__title = title
        self.server.state.trame__template_error = gone_page(names)
        self.door = Door(self._send_away, lambda: data.language, access.keys)
        add_page(self.server, self.door, data.language, title, data.heading["subtitle"])
        add_report_files(self.server, self.door, self.report.file)
        allowed = {str(getattr(names, key)): check for key, check in SETTABLE.items()}
        harden(self.server, Rules(allowed, TRIGGERS, frozenset(access.origins)), self.door)
        self.server.controller.on_server_ready.add(self._on_ready)

    async def run(self, host: str, port: int) -> None:
        """Serve until stopped.

        Parameters
        ----------
        host, port
            Where to listen; port 0 takes a free one.
        """
        # trame would read the arguments of our own command.
        os.environ["TRAME_ARGS"] = ""
        try:
            await self.server.start(
                port=port,
                host=host,
                timeout=0,
                open_browser=False,
                show_connection_info=False,
                exec_mode="coroutine",
            )
        finally:
            self.play.stop()
            self.address.close()
            await self.report.close()
            if self._preparing is not None:
                self._preparing.cancel()
            await self.area.close()
            self.pictures.close()
            self.core.close()
            self.opening.close()
            self.rain.close()
            self.spots.close()

    def look_at(self, nr: int) -> None:
        """Fly to a point of the story."""
        points = self.content.look_at(self.timeline.slice_id, self.state.data.language)
        for point in points:
            if point.nr == nr:
                self.view.look_at(point.view, point.at, self.core.height(point.at))

    def reset(self) -> None:
        """Take everything back to the start; the moment stays."""
        self.history.close()
        self.restart.reset()

    def undo(self) -> None:
        """Take the last change of the view back; a new beginning with the panel too."""
        if self.state.data.undo:
            self.restart.undo()
            self.history.returned()
        else:
            self.history.undo()

    def open_view(self, text: str, *, fresh: bool) -> None:
        """Show what an address says; a fresh page can undo nothing of before, and no panel is open in it."""
        before = self.address.view
        if fresh:
            self.restart.put_away()
        self.address.open(text)
        if self.address.view == before:
            return
        if fresh:
            self.history.clear()
        else:
            self.history.note(self.address.view)

    def close_one(self) -> None:
        """Close the panel that lies on top."""
        data = self.state.data
        if data.armed:
            data.armed = False
        elif data.cut_armed:
            self.cutting.disarm()
        elif data.dialog or data.sheet:
            data.dialog = data.sheet = ""
        elif data.cut_panel:
            data.cut_panel = False
        elif data.side:
            data.side = ""
        elif data.cmp_mode:
            self.compare.stop()
        else:
            data.folded = True

    def _together(self, change: Callable[[], None]) -> None:
        with self.server.state:
            change()

    def _on_ready(self, **_: Any) -> None:
        self.server.root_server.controller.rc_area_register(self.area)
        self._preparing = asyncio.get_running_loop().create_task(self._prepare())

    async def _prepare(self) -> None:
        """Show the first picture; then make what will be asked for next."""
        await self.timeline.start(self._first_image)
        await self.pictures.idle()
        await self.rain.warm()
        await asyncio.get_running_loop().run_in_executor(None, give_back_heaps)
        await keep_tidy()

    async def _first_image(self) -> None:
        """Leave the machine to the first image in the page; pictures are also made when nobody comes."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._image_sent.wait(), _ALONE)

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

    def _on_image(self, camera: Turntable, size: tuple[float, float], at_rest: bool) -> None:
        self.overlay.follow(camera, size, at_rest)
        self.compare.follow(camera, size)
        if at_rest:
            self._image_sent.set()
            self.sources.follow(camera, size)
            with self.server.state:
                self.address.notice()

    def _on_event(self, event: object) -> None:
        action = self._gestures.read(event)
        if action is None:
            return
        with self.server.state:
            self._do(action)
            self.address.notice()

    def _do(self, action: Action) -> None:
        data = self.state.data
        if isinstance(action, Play):
            self.play.toggle()
            return
        self.play.stop()
        action = self.compare.as_seen(action)
        match action:
            case Probe():
                self.core.probe()
            case Words():
                data.side = "" if data.side == "words" else "words"
            case Compare():
                data.dialog = "compare"
            case Close():
                self.close_one()
            case Reset():
                self.reset()
            case Undo():
                self.undo()
            case CutOpen(kind):
                self.cut_tool.by_key(kind)
            case _:
                _ = (
                    self.core.move(action)
                    or self.view.apply(action, self.area.aspect)
                    or self.timeline.apply(action)
                )
