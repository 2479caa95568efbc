"""Two moments side by side, or what changed between them; the moment of the timeline is one of the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.errors import UsageError
from wijkgenese3d.exports.tables import difference_csv
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.scene.view_state import COMPARE_MODES, CompareState
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.awaited import Awaited
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.gestures import Action, Move
from wijkgenese3d.web.logic.other_moment import Other, in_order
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import Drawn, Look, PictureKey, Pictures
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["CompareLogic"]

_LONGEST = 40
"""Letters of a typed year."""


class CompareLogic:
    """Keeps the other moment, and shows it beside the one of the timeline.

    The earlier one is always to the left, whichever was chosen first.

    Parameters
    ----------
    state : TypedState
        The fields that begin with ``cmp_`` are written.
    content : Content
        The scene.
    pictures : Pictures
        Made in the background.
    screen : Screen
        What shows them.
    timeline : TimelineLogic
        Has the moment that is shown.
    overlay : OverlayLogic
        Writes over a picture.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        pictures: Pictures,
        screen: Screen,
        timeline: TimelineLogic,
        overlay: OverlayLogic,
    ) -> None:
        self._state, self._content = state, content
        self._screen, self._timeline, self._overlay = screen, timeline, overlay
        self._awaited = Awaited(state, pictures, "beside", self._tell_waiting, self._put)
        self.other: Other | None = None
        """What is compared with."""
        self.drawn: Drawn | None = None
        """The other picture, or that of what changed."""
        self._opened: Drawn | None = None
        self.on_drawn: list[Callable[[], None]] = []
        """Called when the other picture is there."""
        timeline.on_moment.append(self._tell)
        timeline.on_drawn.append(self._want)
        names = state.name
        state.bind_changes(
            {names.language: lambda *_: self._translate(), names.dialog: lambda *_: self._clear_error()}
        )

    # ------------------------------------------------------------------------------ choosing
    def choose(self, index: int) -> bool:
        """Compare with a stop; tell whether that can be."""
        if not 0 <= index < len(self._content.stops):
            return False
        return self._take(Other(index))

    def type_year(self, text: str) -> bool:
        """Compare with the very moment that somebody typed; otherwise ``cmp_error`` says what is wrong."""
        data = self._state.data
        try:
            moment = self._content.moment(text[:_LONGEST], data.language)
        except UsageError as error:
            data.cmp_error = str(error)
            return False
        return self._take(Other(moment.after, None if moment.slice_id else moment.year))

    @property
    def view(self) -> CompareState | None:
        """What is compared, for an address; None where nothing is."""
        data, other = self._state.data, self.other
        if other is None:
            return None
        return CompareState(*other.place(self._content), data.cmp_mode, data.cmp_at)

    def take(self, view: CompareState | None) -> bool:
        """Compare as an address says, or not; tell whether that can be."""
        if view is None:
            self.stop()
            return True
        ids = [stop.id for stop in self._content.stops]
        other = Other(ids.index(view.slice_id), view.year) if view.slice_id in ids else None
        if other is None or view.mode not in COMPARE_MODES or not self._take(other, view.mode):
            return False
        self._state.data.cmp_at = view.at
        return True

    def set_mode(self, mode: str) -> None:
        """Compare in another way; an unknown one means nothing."""
        data = self._state.data
        if self.other is None or mode not in COMPARE_MODES:
            return
        data.cmp_mode = mode
        if mode == "diff":
            data.side = "compare"
        elif data.side == "compare":
            data.side = ""
        self._tell()
        self._want()
        if self.drawn is not None:
            self._show()

    def swap(self) -> None:
        """Let the timeline move the other one from now on."""
        if self.other is None:
            return
        chosen, self.other = self.other, self._now
        if chosen.year is None:
            self._timeline.go(chosen.index)
        else:
            self._timeline.show_year(chosen.year)
        self._tell()
        self._want()

    def stop(self) -> None:
        """Show the moment of the timeline alone again."""
        data = self._state.data
        if self.other is None:
            return
        self.other = self.drawn = self._opened = None
        data.cmp_mode, data.cmp_index, data.cmp_moment, data.cmp_at = "", None, None, 0.5
        data.cmp_overlay = data.cmp_difference = None
        data.cmp_busy = data.cmp_failed = False
        data.spoken = data.words["cmp.ended"]
        if data.side == "compare":
            data.side = ""
        self._awaited.leave()
        self._show()

    # ------------------------------------------------------------------------------ what is seen
    @property
    def halves(self) -> bool:
        """Whether each picture takes half of the screen."""
        return self._state.data.cmp_mode == "side" and self.drawn is not None

    def shown(self) -> tuple[Drawn | None, str]:
        """Return the picture on the screen itself, not beside it, and the id of its stop."""
        drawn = self._timeline.drawn
        if self._state.data.cmp_mode == "diff" and self.drawn is not None:
            drawn = self.drawn
        # Of the picture: the moment that was asked for may not be there yet.
        return drawn, drawn.key.slice_id if drawn is not None else self._timeline.slice_id

    def beside(self) -> Drawn | None:
        """Return the picture beside the one on the screen; None where there is none."""
        return self._opened if self.whole_beside is not None else None

    @property
    def whole_beside(self) -> Drawn | None:
        """The same before it is cut open."""
        return self.drawn if self._state.data.cmp_mode in ("swipe", "side") else None

    def show_opened(self, drawn: Drawn) -> None:
        """Show the other moment cut open, or whole again."""
        if drawn is not self._opened:
            self._opened = drawn
            self._show()

    def window(self, drawn: Drawn) -> tuple[float, float]:
        """Return from where to where a picture goes across the screen, shares of its width."""
        if not self.halves:
            return 0.0, 1.0
        left = (drawn is not self._opened) == (self._state.data.cmp_main == "a")
        return (0.0, 0.5) if left else (0.5, 1.0)

    def spot(self, x: float, y: float) -> tuple[float, float, Drawn | None]:
        """Return where a place on the screen lies in the picture that is seen there, and that picture."""
        data, main, other = self._state.data, self.shown()[0], self.beside()
        if other is None:
            return x, y, main
        border = 0.5 if data.cmp_mode == "side" else data.cmp_at
        left = x < border
        seen = main if left == (data.cmp_main == "a") else other
        if data.cmp_mode == "side":
            x = 2 * x if left else 2 * x - 1
        return x, y, seen

    def as_seen(self, action: Action) -> Action:
        """Return a movement over the whole screen as one over the picture in which it was made."""
        return (
            replace(action, across=2 * action.across) if self.halves and isinstance(action, Move) else action
        )

    def follow(self, camera: Turntable, size: tuple[float, float]) -> None:
        """Write over the other picture, of this size (CSS pixels), seen from this camera."""
        drawn = self.beside()
        if drawn is not None:
            with self._state.state:
                self._state.data.cmp_overlay = self._overlay.written(drawn, drawn.key.slice_id, camera, size)

    # ------------------------------------------------------------------------------ what is taken away
    def spot_of(self, key: str) -> tuple[float, float] | None:
        """Return where most was ``raised`` or ``dug``, RD m; None where nothing was."""
        facts = self.drawn.facts if self.drawn else None
        return None if facts is None else {"raised": facts.raised_at, "dug": facts.dug_at}.get(key)

    def csv(self) -> str:
        """Return what changed as ``diff -o FILE.csv`` writes it; empty where nothing is compared."""
        facts = self.drawn.facts if self.drawn else None
        return difference_csv(facts.difference.as_json()) if facts else ""

    def command(self) -> str:
        """Return the command that gives the same numbers; empty where nothing is compared."""
        if self.other is None:
            return ""
        first, last = (one.name(self._content) for one in self._ends())
        return f"wijkgenese3d diff {self._content.folder} {first} {last}"

    # ------------------------------------------------------------------------------ inside
    def _take(self, other: Other, mode: str = "") -> bool:
        data = self._state.data
        if other == self._now:
            data.cmp_error = data.words["cmp.itself"]
            return False
        try:
            other.label(self._content, data.language)
        except UsageError as error:
            data.cmp_error = str(error)
            return False
        self.other = other
        data.cmp_error = ""
        if data.dialog == "compare":
            data.dialog = ""
        self.set_mode(mode or data.cmp_mode or COMPARE_MODES[0])
        data.spoken = self._said("cmp.spoken")
        return True

    @property
    def _now(self) -> Other:
        return Other(self._state.data.index, self._timeline.year)

    def _ends(self) -> tuple[Other, Other]:
        """Return the earlier and the later moment."""
        assert self.other is not None
        return in_order(self._content, self._now, self.other)

    def _said(self, key: str) -> str:
        return self._state.data.words[key].format(**self._state.data.cmp_dates)

    def _tell(self) -> None:
        """Say which two moments are compared."""
        data, other = self._state.data, self.other
        if other is None:
            return
        ends, language = self._ends(), data.language
        data.cmp_main = "b" if ends[0] == other else "a"
        data.cmp_dates = {
            key: one.label(self._content, language) for key, one in zip("ab", ends, strict=True)
        }
        data.cmp_index, data.cmp_moment = other.index, other.as_moment(self._content, language)

    def _translate(self) -> None:
        self._tell()
        self._tell_difference()

    def _clear_error(self) -> None:
        if self._state.data.cmp_error:
            self._state.data.cmp_error = ""

    def _key(self) -> PictureKey | None:
        """Return the picture that should be on the screen beside, or in place of, that of the timeline."""
        data, other, look = self._state.data, self.other, self._timeline.key.look
        if other is None:
            return None
        if data.cmp_mode != "diff":
            return PictureKey(*other.place(self._content), look)
        # Of the ground as it lies: with units taken off there is no ground to compare.
        first, last = (one.place(self._content) for one in self._ends())
        return PictureKey(*last, Look(look.colour_set, look.exaggeration), first)

    def _want(self) -> None:
        key = self._key()
        if key is None:
            return
        if self.drawn is not None and (self.drawn.key.since is None) != (key.since is None):
            self.drawn = self._opened = None
            self._show()
        self._awaited.want(key)

    def _tell_waiting(self, busy: bool, failed: bool) -> None:
        self._state.data.cmp_busy, self._state.data.cmp_failed = busy, failed

    def _put(self, drawn: Drawn) -> None:
        self.drawn = self._opened = drawn
        self._show()
        self._tell_difference()
        for listener in self.on_drawn:
            listener()

    def _tell_difference(self) -> None:
        facts, data = self.drawn.facts if self.drawn else None, self._state.data
        data.cmp_difference = facts.table(self._content.legend, data.language) if facts else None

    def _show(self) -> None:
        """Put the picture beside, or in place of, that of the timeline; without one leave that alone."""
        mode, drawn = self._state.data.cmp_mode, self.drawn
        self._screen.cover(drawn.picture if drawn and mode == "diff" else None)
        if beside := self.beside():
            self._screen.show_beside(beside.picture, beside.frame, halves=mode == "side")
        else:
            self._screen.show_beside(None)
        self._screen.refresh()
