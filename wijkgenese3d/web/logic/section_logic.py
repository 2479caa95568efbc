"""The section beside the block: drawn with every cut along a line, with a pointer that is in both."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.exports.section_csv import section_csv
from wijkgenese3d.geometry.cut import Halving
from wijkgenese3d.geometry.section import SectionLine
from wijkgenese3d.report.section_panel import PanelSection, SectionGround, make_panel_section
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.opener import CutGround
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["FILES", "SectionLogic"]

FILES = ("png", "svg", "pdf", "csv")
"""Kinds of files of a section."""
Ends = tuple[tuple[float, float], tuple[float, float]]


class SectionLogic:
    """Keeps ``section`` and ``section_at``.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    cutting : CutLogic
        Has the line.
    timeline : TimelineLogic
        Has the picture.
    screen : Screen
        Shows the pointer on the block.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        cutting: CutLogic,
        timeline: TimelineLogic,
        screen: Screen,
    ) -> None:
        self._state, self._content, self._cutting = state, content, cutting
        self._timeline, self._screen = timeline, screen
        self._made: PanelSection | None = None
        self._distance: float | None = None
        self.spot: tuple[float, float] | None = None
        """Where the pointer is on the block, RD, m."""
        cutting.on_cut.append(self._make)
        cutting.on_shown.append(self._publish)
        state.bind_changes({state.name.language: lambda *_: self._tell()})

    def point(self, distance: float, z: float | None = None) -> None:
        """Point at a place of the section: m from its start, m NAP; without height at all layers."""
        if self._made is None or not math.isfinite(distance):
            return
        self._distance = min(max(distance, 0.0), self._made.length)
        self.spot = self._made.place(self._distance)
        self._tell(z)
        self._screen.refresh()

    def follow(self, spot: tuple[float, float] | None) -> None:
        """Point at the place that is nearest to a spot of the block; None takes the pointer away."""
        if self._made is None:
            return
        if spot is None:
            self.leave()
            return
        self._distance = self._made.distance_of(*spot)
        self.spot = self._made.place(self._distance)
        self._tell()

    def leave(self) -> None:
        """Point at nothing any more."""
        if self.spot is not None:
            self.spot = self._distance = None
            self._state.data.section_at = None
            self._screen.refresh()

    def file_name(self, kind: object) -> str:
        """Return a name for a file with this section."""
        if self._made is None or kind not in FILES:
            return ""
        points = "-".join(f"{value:.0f}" for point in (self._made.start, self._made.end) for value in point)
        return f"{self._state.data.words['sec.file']}-{self._timeline.slice_id}-{points}.{kind}"

    async def file(self, kind: object) -> bytes:
        """Return this section as a file: ``png``, ``svg``, ``pdf`` or ``csv``; empty where there is none."""
        made, whole = self._made, self._timeline.whole
        if made is None or whole is None or kind not in FILES:
            return b""
        language = self._state.data.language
        return await asyncio.get_running_loop().run_in_executor(
            None, self._file, str(kind), (made.start, made.end), whole, language
        )

    def _file(self, kind: str, ends: Ends, whole: Drawn, language: str) -> bytes:
        """Make a file; in a thread."""
        content = self._content
        part = whole.moment or content.slice(whole.key.slice_id)
        if kind != "csv":
            return content.section_picture(kind, ends, part, language)
        line = SectionLine.along(ends, part.grid.cell)
        return section_csv(part.stack, content.fabrics, content.legend, content.events, line).encode("utf-8")

    def _make(self, ground: CutGround, quick: bool) -> None:
        """Draw the section; in the thread that cuts."""
        piece = self._cutting.cut.piece
        if not isinstance(piece, Halving):
            self._made = None
            return
        events = self._content.events
        through = SectionGround(ground.setting, ground.stack, self._content.legend, events)
        self._made = make_panel_section(through, (piece.start, piece.end), quick=quick)

    def _publish(self) -> None:
        if not isinstance(self._cutting.cut.piece, Halving):
            self._made = None
        data = self._state.data
        if self._made is None:
            data.section = data.section_at = None
            self.spot = self._distance = None
            return
        data.section = self._made.as_json()
        if self._distance is not None:
            self.point(self._distance)

    def _tell(self, z: float | None = None) -> None:
        """Say what lies where the pointer is."""
        data = self._state.data
        if self._made is None or self._distance is None:
            return
        found: dict[str, Any] = {
            "distance": round(self._distance, 1),
            "z": z,
            "where": "",
            "what": "",
            "log": [],
        }
        if z is None:
            found["log"] = self._made.log(self._distance, data.language)
        else:
            found |= self._made.words(self._distance, z, data.language)
        data.section_at = found
