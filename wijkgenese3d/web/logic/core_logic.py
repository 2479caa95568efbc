"""Looking into the ground: a spot that was clicked, its core through all moments, and its pin."""

from __future__ import annotations

import asyncio
import logging
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.gestures import Action, Step, Turn
from wijkgenese3d.web.logic.screen import Screen
from wijkgenese3d.web.logic.spots import spot_at
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

__all__ = ["CoreLogic"]

_log = logging.getLogger(__name__)
STEP = 25.0
"""m: so far an arrow moves the probe."""


class CoreLogic:
    """Keeps the spot that is looked into.

    Parameters
    ----------
    state : TypedState
        ``core``, ``side`` and ``armed`` are written.
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
        self._asked = 0
        self._task: asyncio.Task[None] | None = None
        self.spot: tuple[float, float] | None = None
        """RD, m."""
        self.by_keys = False
        """Whether arrows move the probe."""
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

    def pick(self, x: float, y: float) -> bool:
        """Look into the ground at a place in the picture, fractions from its left and upper edge."""
        self.by_keys, drawn = False, self._timeline.drawn
        if drawn is None:
            return False
        hit = spot_at(drawn, self._content.grid, self._view.camera, self._screen.size, (x, y))
        data = self._state.data
        if hit is None:
            if data.armed:
                data.message = data.words["core.outside"]
            return False
        self.look_into(hit[0], hit[1])
        return True

    def probe(self) -> None:
        """Look into the ground in the middle of the picture; from then on arrows move the probe.

        Where the block does not lie there, in the middle of the block.
        """
        if not self.pick(0.5, 0.5) and self._timeline.drawn is not None:
            e = self._content.grid.extent
            self.look_into((e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2)
        self.by_keys = self.spot is not None

    def move(self, action: Action) -> bool:
        """Move the probe by an arrow, as seen in the picture; tell whether the action was an arrow."""
        if not self.by_keys or self.spot is None:
            return False
        match action:
            case Step(by):
                right, up = float(by), 0.0
            case Turn(azimuth, elevation) if azimuth == 0:
                right, up = 0.0, math.copysign(1.0, elevation)
            case _:
                return False
        a, e = math.radians(self._view.camera.azimuth), self._content.grid.extent
        x = self.spot[0] + STEP * (-right * math.cos(a) - up * math.sin(a))
        y = self.spot[1] + STEP * (right * math.sin(a) - up * math.cos(a))
        if e.xmin < x < e.xmax and e.ymin < y < e.ymax:
            self.look_into(x, y)
        return True

    def height(self, spot: tuple[float, float]) -> float:
        """Return the height of the ground that is shown at a spot, m NAP."""
        ground = self._content.today_ground if self._timeline.drawn is None else self._timeline.drawn.ground
        at = Sampler(self._content.grid, *np.array(spot).reshape(2, 1))(ground)
        return float(at[0])

    def look_into(self, x: float, y: float) -> None:
        """Look into the ground at a spot, RD m."""
        data = self._state.data
        self.spot = (x, y)
        data.side, data.armed, data.message = "core", False, ""
        if data.sheet:
            data.sheet = ""
        self._screen.refresh()
        self._again()

    def forget(self) -> None:
        """Take the pin away."""
        self.by_keys = False
        if self.spot is not None:
            self.spot = None
            self._state.data.core = None
            self._screen.refresh()

    def close(self) -> None:
        """Stop."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _on_side(self) -> None:
        if self._state.data.side != "core":
            self.forget()

    def _again_for_year(self) -> None:
        if self._timeline.year is not None:
            self._again()

    def _again(self) -> None:
        """Tell the core of this spot anew."""
        if self.spot is not None:
            self._asked += 1
            self._task = asyncio.get_running_loop().create_task(self._tell(self._asked, self.spot))

    async def _tell(self, number: int, spot: tuple[float, float]) -> None:
        data, drawn = self._state.data, self._timeline.drawn
        moment = drawn.moment if drawn is not None and self._timeline.year is not None else None
        options: dict[str, Any] = {"moment": moment, "colour_set": data.colour_set}
        where = (*spot, self._timeline.slice_id, data.language)

        def work() -> dict[str, Any]:
            return self._content.core(*where, **options)

        try:
            core = await asyncio.get_running_loop().run_in_executor(self._executor, work)
        except Exception:
            _log.exception("no core at %s", spot)
            return
        if number == self._asked and self.spot is not None:
            with self._state.state:
                data.core = core
