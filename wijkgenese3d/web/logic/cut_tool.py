"""A hand on the cut: handles over the picture, arrows on them, and the pointer of section and block."""

from __future__ import annotations

import asyncio
from typing import Any

from wijkgenese3d.geometry.annotations import Mark, Projection
from wijkgenese3d.geometry.cut import Halving
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.cut_handles import Handle, dragged, handles_of, nudged
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.section_logic import SectionLogic
from wijkgenese3d.web.logic.spots import spot_at
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["CutTool"]

_AT_REST = 0.4
"""After so long without another arrow a cut is drawn finely, s."""


class CutTool:
    """Moves the cut by what is done in the picture.

    Parameters
    ----------
    content : Content
        The scene.
    cutting : CutLogic
        Has the cut.
    section : SectionLogic
        Has the pointer.
    timeline, view, screen
        What is drawn, from where, and how large.
    """

    def __init__(
        self,
        content: Content,
        cutting: CutLogic,
        section: SectionLogic,
        timeline: TimelineLogic,
        view: ViewLogic,
        screen: Screen,
    ) -> None:
        self._content, self._cutting, self._section = content, cutting, section
        self._timeline, self._view, self._screen = timeline, view, screen
        self._later: asyncio.TimerHandle | None = None

    def by_key(self, kind: str) -> None:
        """Take a tool by its key: a line then goes through the middle, for who has no pointer."""
        if kind == "line" and not isinstance(self._cutting.cut.piece, Halving):
            self._cutting.across()
        else:
            self._cutting.choose(kind)

    def handles(self, projection: Projection) -> list[dict[str, Any]]:
        """Return the handles in the picture, ``CutHandle[]``."""
        limits = self._cutting.limits
        return [handle.as_json(projection, limits) for handle in self._handles()]

    def points(self) -> list[Mark]:
        """Return the first point of a line that is being drawn, and the pointer of the section."""
        marks = []
        if self._cutting.first_point is not None:
            marks.append(Mark("first", "", *self._cutting.first_point, kind="pin"))
        if self._section.spot is not None:
            marks.append(Mark("pointer", "", *self._section.spot, kind="pointer"))
        return marks

    def drag(self, key: str, place: tuple[float, float], *, resting: bool) -> None:
        """Move a handle to a place in the picture; ``resting`` when the hand lets go."""
        handle = next((one for one in self._handles() if one.key == key), None)
        drawn = self._timeline.drawn
        if handle is None or drawn is None:
            return
        size = self._screen.size
        view = self._view.camera.view(drawn.frame, size[0] / size[1])
        projection = Projection(view, drawn.frame, size)
        cut = dragged(self._cutting.cut, handle, place, projection, self._cutting.limits)
        if cut != self._cutting.cut or resting:
            self._cutting.put(cut, quick=not resting)

    def nudge(self, key: str, right: float, up: float) -> None:
        """Move a handle by arrows: drawn as quickly as in a hand, and finely when no other arrow follows."""
        cut = nudged(self._cutting.cut, key, right, up, self._cutting.limits)
        if cut == self._cutting.cut:
            return
        self._cutting.put(cut, quick=True)
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(_AT_REST, self._settle)

    def _settle(self) -> None:
        self._later = None
        self._cutting.settle()

    def hover(self, place: tuple[float, float]) -> None:
        """Point in the section at the place that is nearest to what lies under the pointer."""
        spot = spot_at(self._timeline.drawn, self._content.grid, self._view.camera, self._screen.size, place)
        self._section.follow(spot)
        self._screen.refresh()

    def _handles(self) -> list[Handle]:
        whole = self._timeline.whole
        if whole is None:
            return []
        return handles_of(self._cutting.cut, whole.ground, self._cutting.limits, self._content.grid)
