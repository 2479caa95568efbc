"""Looking into the ground: a spot that was clicked, its core through all moments, and its pin."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.gestures import Action, Step, Turn
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.spots import spot_at
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["CoreLogic"]

_log = logging.getLogger(__name__)
STEP, FAR = 25.0, 100.0
"""m: so far an arrow moves the probe, and with Shift."""
LETTERS = ("A", "B")
"""Names of two pins."""


class CoreLogic:
    """Keeps the spot that is looked into, or two of them side by side.

    Parameters
    ----------
    state : TypedState
        ``core``, ``probe_second``, ``probe_kept``, ``probe_active``, ``side`` and ``armed`` are written.
    content : Content
        The scene.
    timeline : TimelineLogic
        Says which moment is shown.
    view : ViewLogic
        Has the camera.
    screen : Screen
        Has the size of the picture, and shows the pin.
    """

    def __init__(
        self,
        state: TypedState[AppState],
        content: Content,
        timeline: TimelineLogic,
        view: ViewLogic,
        screen: Screen,
    ) -> None:
        self._state, self._content, self._timeline = state, content, timeline
        self._view, self._screen = view, screen
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cores")
        self._tasks: set[asyncio.Task[None]] = set()
        self.pins: tuple[tuple[float, float], ...] = ()
        """The spots, RD m in whole decimetres: one, or two of which the first was kept."""
        self.by_keys = False
        """Whether arrows move the probe."""
        self._seen = False
        """Whether the panel is open."""
        timeline.on_moment.append(self._again)
        timeline.on_drawn.append(self._again_for_year)
        names = state.name
        state.bind_changes(
            {
                names.language: lambda *_: self._again(),
                names.colour_set: lambda *_: self._again(),
                names.side: lambda *_: self._on_side(),
            }
        )

    @property
    def spot(self) -> tuple[float, float] | None:
        """The spot that moves, RD m."""
        return self.pins[self._state.data.probe_active] if self.pins else None

    @property
    def marks(self) -> Sequence[tuple[str, tuple[float, float]]]:
        """Letter and spot of each pin; one alone has no letter, unless it was kept."""
        lettered = self._state.data.probe_kept or len(self.pins) > 1
        return [(LETTERS[k] if lettered else "", spot) for k, spot in enumerate(self.pins)]

    def pick(self, x: float, y: float, drawn: Drawn | None = None) -> bool:
        """Look into the ground at a place in the picture, fractions from its left and upper edge.

        Parameters
        ----------
        x, y : float
        drawn : Drawn, optional
            The picture, where it is not that of the moment that is shown.
        """
        self.by_keys, drawn = False, drawn or self._timeline.drawn
        if drawn is None:
            return False
        hit = spot_at(drawn, self._content.grid, self._view.camera, self._screen.size, (x, y))
        data = self._state.data
        if hit is None:
            if data.armed:
                data.message = data.words["core.outside"]
            return False
        self.look_into((hit[0], hit[1]))
        return True

    def probe(self) -> None:
        """Look into the ground in the middle of the picture; from then on arrows move the probe.

        Where the block does not lie there, in the middle of the block. Pins that are kept while another
        panel is open are shown again where they are.
        """
        if self.pins and self._state.data.side != "core":
            self._state.data.side, self.by_keys = "core", True
            return
        if not self.pick(0.5, 0.5) and self._timeline.drawn is not None:
            e = self._content.grid.extent
            self.look_into(((e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2))
        self.by_keys = self.spot is not None

    def move(self, action: Action) -> bool:
        """Move the probe by an arrow, as seen in the picture; tell whether the action was an arrow."""
        if not self.by_keys or self.spot is None:
            return False
        arrow = action.arrow if isinstance(action, Step | Turn) else None
        if arrow is None:
            return False
        a, e = math.radians(self._view.camera.azimuth), self._content.grid.extent
        step, right, up = FAR if arrow.far else STEP, arrow.right, arrow.up
        x = self.spot[0] + step * (-right * math.cos(a) - up * math.sin(a))
        y = self.spot[1] + step * (right * math.sin(a) - up * math.cos(a))
        if e.xmin < x < e.xmax and e.ymin < y < e.ymax:
            self.look_into((x, y))
        return True

    def height(self, spot: tuple[float, float]) -> float:
        """Return the height of the ground that is shown at a spot, m NAP."""
        ground = self._content.today_ground if self._timeline.drawn is None else self._timeline.drawn.ground
        at = Sampler(self._content.grid, *np.array(spot).reshape(2, 1))(ground)
        return float(at[0])

    def look_into(self, spot: tuple[float, float]) -> None:
        """Look into the ground at a spot in the box, RD m: the pin goes there, or a second comes."""
        data = self._state.data
        here = self._inside(spot)
        if data.probe_kept and len(self.pins) == 1:
            self.pins, data.probe_active = (self.pins[0], here), 1
        else:
            pins = list(self.pins) or [here]
            pins[data.probe_active] = here
            self.pins = tuple(pins)
        data.side, data.armed, data.message, data.probe_error = "core", False, "", ""
        if data.sheet:
            data.sheet = ""
        self._screen.refresh()
        self._again(data.probe_active)

    def keep(self, on: bool) -> None:
        """Keep this spot, so that the next one stands beside it; or let go of the first of two."""
        data = self._state.data
        if on and len(self.pins) == 1:
            data.probe_kept = data.armed = True
        elif not on and self.pins:
            data.armed = False
            self.put(self.pins[-1:])
        self._screen.refresh()

    def drop(self, index: int) -> None:
        """Take one pin away; the other stays."""
        if 0 <= index < len(self.pins):
            self.put(self.pins[:index] + self.pins[index + 1 :])

    def choose(self, index: int) -> None:
        """Say which of two pins moves from now on."""
        if 0 <= index < len(self.pins):
            self._state.data.probe_active = index

    def put(self, pins: Sequence[tuple[float, float]]) -> None:
        """Have just these pins, two at most; none closes the panel."""
        data = self._state.data
        if not pins:
            self.forget()
            data.side = "" if data.side == "core" else data.side
            return
        told = {spot: core for spot, core in zip(self.pins, (data.core, data.probe_second), strict=False)}
        self.by_keys = False
        self.pins = tuple(self._inside(spot) for spot in pins[: len(LETTERS)])
        data.probe_active, data.probe_kept = len(self.pins) - 1, len(self.pins) > 1
        known = [told.get(spot) for spot in self.pins]
        data.core, data.probe_second = known[0], known[1] if len(known) > 1 else None
        data.side = "core"
        self._screen.refresh()
        self._again()

    def forget(self) -> None:
        """Take the pins away."""
        data = self._state.data
        self.by_keys, data.probe_kept, data.probe_active = False, False, 0
        if self.pins:
            self.pins = ()
            data.core = data.probe_second = None
            self._screen.refresh()

    def close(self) -> None:
        """Stop."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _inside(self, spot: tuple[float, float]) -> tuple[float, float]:
        """Return a spot in whole decimetres, within the box: its outer edge is outside."""
        e = self._content.grid.extent
        x, y = (round(value, 1) for value in spot)
        return min(max(x, e.xmin), e.xmax - 0.1), min(max(y, e.ymin), e.ymax - 0.1)

    def _on_side(self) -> None:
        """Take the pins away when their panel is closed; they stay when another panel takes its place."""
        data, seen = self._state.data, self._seen
        self._seen = data.side == "core"
        if self._seen:
            return
        self.by_keys = data.armed = False
        if seen and not data.side:
            self.forget()

    def _again_for_year(self) -> None:
        if self._timeline.year is not None:
            self._again()

    def _again(self, *indices: int) -> None:
        """Tell the cores of these pins anew, by default of all."""
        for index in indices or range(len(self.pins)):
            task = asyncio.get_running_loop().create_task(self._tell(index, self.pins[index]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tell(self, index: int, spot: tuple[float, float]) -> None:
        data, shown, asked = self._state.data, self._shown, self._asked_of(spot)
        colours, where = data.colour_set, (*spot, self._timeline.slice_id, data.language)

        def work() -> dict[str, Any] | None:
            # Of many spots in a row, those that the pin has left already need no answer.
            if self.pins[index : index + 1] != (spot,):
                return None
            moment = None if shown is None else shown.moment
            return self._content.core(*where, moment=moment, colour_set=colours)

        try:
            core = await asyncio.get_running_loop().run_in_executor(self._executor, work)
        except Exception:
            _log.exception("no core at %s", spot)
            return
        # Meanwhile another spot or moment may have been chosen: then another answer is on its way.
        if core and self.pins[index : index + 1] == (spot,) and self._asked_of(spot) == asked:
            with self._state.state:
                if index == 0:
                    data.core = core
                else:
                    data.probe_second = core

    def _asked_of(self, spot: tuple[float, float]) -> tuple[Any, ...]:
        """Return all that a core depends on."""
        data = self._state.data
        year = None if self._shown is None else self._shown.key.year
        return spot, self._timeline.slice_id, year, data.language, data.colour_set

    @property
    def moment(self) -> TimeSlice | None:
        """The year between the stops that is shown, once its picture is there; None at a stop."""
        return None if self._shown is None else self._shown.moment

    @property
    def _shown(self) -> Drawn | None:
        """The picture on the screen, once it is that of the year that was asked for."""
        drawn = self._timeline.drawn
        return drawn if drawn is not None and drawn.key.year == self._timeline.year else None
