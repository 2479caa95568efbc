"""Cutting the block open: which cut, its fields and handles, and its picture as soon as it is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.scene.cut_text import CORNERS
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.cut_fields import Limits, as_fields, refused, with_field, within
from wijkgenese3d.web.logic.opener import CutGround, Opener, Opening
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.spots import spot_at
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["CutLogic"]

_BITE_SHARE, _BITE_DEPTH = 0.45, 25.0
"""Of the block's sides, and m below the ground at its inner edge, that a first bite takes."""
_DIG = 5.0
"""m: a first dig."""


class CutLogic:
    """Keeps the cut.

    Parameters
    ----------
    state : TypedState
        ``cut``, ``cut_errors``, ``cut_armed`` and ``cut_panel`` are written.
    content : Content
        The scene.
    opening : Opening
        Has the cut, for every picture.
    timeline : TimelineLogic
        Has the whole picture, and takes the one that is cut.
    view : ViewLogic
        Says from where is looked.
    screen : Screen
        Has the size of the picture.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        opening: Opening,
        timeline: TimelineLogic,
        view: ViewLogic,
        screen: Screen,
    ) -> None:
        self._state, self._content, self._opening = state, content, opening
        self._timeline, self._view, self._screen = timeline, view, screen
        self._opener = Opener(opening, lambda: timeline.whole, self._show, self._tell)
        self._first: tuple[float, float] | None = None
        self.on_cut: list[Callable[[CutGround, bool], None]] = []
        """Called in the thread that cuts, with what is cut and whether it must be quick."""
        self.on_shown: list[Callable[[], None]] = []
        """Called when the picture of a cut is there."""
        timeline.opener = self._open
        self._publish()

    @property
    def cut(self) -> Cut:
        """How the block is cut open."""
        return self._opening.cut

    @property
    def limits(self) -> Limits:
        """Between what a cut can lie."""
        top = float(self._content.today_ground.max())
        if self._timeline.whole is not None:
            top = max(top, float(self._timeline.whole.ground.max()))
        return Limits(self._content.grid.extent, self._content.base, top)

    # ------------------------------------------------------------------------------ choosing a cut
    def choose(self, kind: object) -> None:
        """Take a tool, or lay it down: ``lid``, ``bite``, ``line`` or ``dig``; another means nothing."""
        data, cut = self._state.data, self.cut
        match kind:
            case "lid":
                self.put(replace(cut, lid=not cut.lid))
            case "dig":
                self.put(replace(cut, dig=0.0 if cut.dig else _DIG))
                data.cut_panel = bool(self.cut)
            case "bite":
                piece = None if isinstance(cut.piece, Bite) else self._first_bite()
                self.put(replace(cut, piece=piece))
                data.cut_panel = bool(self.cut)
            case "line":
                self._choose_line()

    def _choose_line(self) -> None:
        data = self._state.data
        if isinstance(self.cut.piece, Halving) or data.cut_armed:
            self.disarm()
            self.put(replace(self.cut, piece=None))
            data.cut_panel = bool(self.cut)
            return
        self.arm()

    def arm(self) -> None:
        """Ask for the two points of a line."""
        data = self._state.data
        self._first, data.cut_armed, data.armed = None, "first", False
        data.cut_panel = True

    def disarm(self) -> None:
        """Ask for no points any more."""
        self._first, self._state.data.cut_armed = None, ""
        self._screen.refresh()

    def across(self) -> None:
        """Halve the block through its middle, as it is seen: the nearer half goes."""
        e, a = self._content.grid.extent, math.radians(self._view.camera.azimuth)
        half = 0.35 * min(e.width, e.height)
        x, y = (e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2
        right = (-math.cos(a) * half, math.sin(a) * half)
        self._halve((x - right[0], y - right[1]), (x + right[0], y + right[1]))

    def pick(self, x: float, y: float) -> bool:
        """Take a place in the picture as a point of the line, where one is asked for."""
        data = self._state.data
        if not data.cut_armed:
            return False
        spot = spot_at(self._timeline.drawn, self._content.grid, self._view.camera, self._screen.size, (x, y))
        if spot is None:
            data.message = data.words["core.outside"]
        elif self._first is None:
            self._first, data.cut_armed = spot, "second"
            self._screen.refresh()
        elif math.dist(self._first, spot) < 1.0:
            data.message = data.words["cut.same"]
        else:
            self._halve(self._first, spot)
        return True

    def _halve(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        a = math.radians(self._view.camera.azimuth)
        dx, dy = end[0] - start[0], end[1] - start[1]
        # The half that is nearer to who looks.
        left = -dy * math.sin(a) + dx * math.cos(a) > 0
        self.disarm()
        # The section takes its place.
        self._state.data.cut_panel = False
        self.put(replace(self.cut, piece=Halving(start, end, left)))

    def _first_bite(self) -> Bite:
        """Return a box at the corner that is nearest to who looks."""
        e, a = self._content.grid.extent, math.radians(self._view.camera.azimuth)
        east, north = math.sin(a) > 0, math.cos(a) > 0
        x = e.xmax - _BITE_SHARE * e.width if east else e.xmin + _BITE_SHARE * e.width
        y = e.ymax - _BITE_SHARE * e.height if north else e.ymin + _BITE_SHARE * e.height
        drawn = self._timeline.whole
        ground = self._content.today_ground if drawn is None else drawn.ground
        surface = float(Sampler(self._content.grid, np.array([x]), np.array([y]))(ground)[0])
        z = max(round(surface - _BITE_DEPTH), self._content.base)
        return Bite(x, y, float(z), east, north)

    # --------------------------------------------------------------------------- changing the cut
    def put(self, cut: Cut, *, quick: bool = False) -> None:
        """Cut like this from now on."""
        self._opening.cut, self._opening.quick = cut, quick
        self._state.data.cut_errors = {}
        self._publish()
        self.redraw()

    def settle(self) -> None:
        """Draw what a hand moved finely, now that it let go."""
        if self._opening.quick:
            self._opening.quick = False
            self.redraw()

    def set_field(self, field: object, text: object) -> None:
        """Take what somebody typed in a field, or say at the field why not; None takes it back."""
        data = self._state.data
        if not isinstance(field, str) or field not in as_fields(self.cut):
            return
        if field == "corner":
            if isinstance(self.cut.piece, Bite) and isinstance(text, str) and text in CORNERS:
                self._turn_corner(text)
            return
        others = {key: error for key, error in data.cut_errors.items() if key != field}
        if text is None:
            data.cut_errors = others
            return
        low, high = self.limits.of(field)
        value = within(text, (low, high), data.words, round((low + high) / 2))
        if not isinstance(value, str):
            try:
                self.put(with_field(self.cut, field, value))
            except UsageError:
                value = data.words["cut.same"]
        data.cut_errors = others | ({field: refused(text, value)} if isinstance(value, str) else {})

    def _turn_corner(self, corner: str) -> None:
        piece, e = self.cut.piece, self._content.grid.extent
        assert isinstance(piece, Bite)
        east, north = CORNERS[corner]
        # As large as it was, at the other corner.
        x = piece.x if east == piece.east else e.xmin + e.xmax - piece.x
        y = piece.y if north == piece.north else e.ymin + e.ymax - piece.y
        self.put(replace(self.cut, piece=Bite(x, y, piece.z, east, north)))

    def other_half(self) -> None:
        """Take the other half away, or the piece at the other corner."""
        piece = self.cut.piece
        if isinstance(piece, Halving):
            self.put(replace(self.cut, piece=replace(piece, left=not piece.left)))

    def reset(self) -> None:
        """Make the block whole."""
        self.disarm()
        self._state.data.cut_panel = False
        self.put(Cut())

    # ---------------------------------------------------------------------------- drawing the cut
    @property
    def first_point(self) -> tuple[float, float] | None:
        """The first point of a line that is being drawn, RD, m."""
        return self._first

    def _publish(self) -> None:
        limits = {field: list(self.limits.of(field)) for field in ("dig", "x", "y", "z")}
        self._state.data.cut = {**as_fields(self.cut), "limits": limits}

    def _open(self, drawn: Drawn) -> bool:
        """Take a whole picture to be cut; tell whether it is to be."""
        if not self._opening.changes:
            self._opener.forget()
            return False
        self.redraw()
        return True

    def redraw(self) -> None:
        """Draw the block with what it now has; the whole one again where it has nothing."""
        whole = self._timeline.whole
        if whole is None:
            return
        if self._opening.changes:
            self._opener.ask()
            return
        self._opener.forget()
        self._put(whole)

    def _show(self, opened: Drawn) -> None:
        with self._state.state:
            self._put(opened)

    def _put(self, drawn: Drawn) -> None:
        self._timeline.show_opened(drawn)
        for listener in self.on_shown:
            listener()

    def _tell(self, ground: CutGround, quick: bool) -> None:
        for listener in self.on_cut:
            listener(ground, quick)
