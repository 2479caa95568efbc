"""The camera: our own turntable, moved by gestures, buttons, viewpoints and points to look at."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import ASPECT, Turntable
from wijkgenese3d.geometry.viewpoint import HEADROOM, camera_at, is_overview
from wijkgenese3d.scene.view_state import CameraState
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.flight import Flight
from wijkgenese3d.web.logic.framing import framed, holding, is_narrow, room_for, room_in_half, tools_width
from wijkgenese3d.web.logic.gestures import Action, Move, Reset, Turn, ViewFrom, Zoom
from wijkgenese3d.web.logic.screen import Screen

__all__ = ["ViewLogic"]

SPARE = 1.6
"""How much wider a view is than what must stay in it."""
CLOSE_BY = 0.62
"""A point to look at is seen from so many diagonals away, or nearer."""


class ViewLogic:
    """Keeps the camera.

    Parameters
    ----------
    state : TypedState
        ``viewpoint`` is written.
    content : Content
        Its cameras; the first is taken at the start. Those of the whole block are fitted to today's.
    screen : Screen
        What looks.
    """

    def __init__(self, state: TypedState[AppState], content: Content, screen: Screen) -> None:
        self._state, self._screen, self._content = state, screen, content
        self.frame = LocalFrame.of(content.grid.extent, state.data.exaggeration)
        self._heights = (content.base, float(content.today_ground.max()) + HEADROOM)
        self._skyline: np.ndarray | None = None
        self._keys = [camera.key for camera in content.cameras]
        self._number: int | None = None
        self._boxes: Sequence[Sequence[float]] = ()
        self._flight = Flight()
        self._jump_to(0)

    def apply(self, action: Action, aspect: float = ASPECT) -> bool:
        """Move the camera; tell whether the action was one of the camera.

        Parameters
        ----------
        action : Action
            From a gesture, key or button.
        aspect : float
            Width by height of the picture.
        """
        camera = self.camera
        match action:
            case Turn(azimuth, elevation):
                self._look(camera.turned(azimuth, elevation))
            case Zoom(factor):
                self._look(camera.zoomed(factor))
            case Move(across, upward):
                height = camera.view_height(aspect)
                flat = math.sin(math.radians(camera.elevation))
                self._look(camera.moved(-across * height * aspect, -upward * height / max(flat, 0.2)))
            case ViewFrom(number):
                self._view_from(number)
            case Reset():
                self._view_from(0)
            case _:
                return False
        return True

    def view_from(self, key: object) -> None:
        """Take a viewpoint by its key; an unknown one means nothing."""
        if key in self._keys:
            self._view_from(self._keys.index(str(key)))

    def look_at(self, key: str, spot: tuple[float, float], height: float) -> None:
        """Fly to a spot (RD, m) at a height (m NAP), and look from the direction of a viewpoint."""
        number = self._keys.index(key) if key in self._keys else 0
        placed = self._placed(number)
        near = min(self._content.cameras[number].distance, CLOSE_BY * placed.limits.diagonal)
        end = replace(placed, x=spot[0], y=spot[1], z=height, distance=near)
        self._go(end, lambda: None)

    @property
    def goal(self) -> CameraState:
        """Where the camera stands, or where it flies to."""
        if self._number is not None:
            return CameraState(self._keys[self._number])
        end = self._end
        return CameraState("", end.azimuth, end.elevation, end.distance, (end.x, end.y, end.z))

    def take(self, goal: CameraState) -> None:
        """Fly to a viewpoint, or to a place of one's own."""
        if goal == self.goal:
            return
        if goal.key:
            self.view_from(goal.key)
            return
        angles = (goal.azimuth, goal.elevation, goal.distance)
        self._go(Turntable(self.camera.limits, *goal.focal, *angles), lambda: None)

    def fly_to(self, spot: tuple[float, float], height: float, span: float = 0.0) -> None:
        """Fly to a spot from the direction that is looked from, near enough to see it well.

        Parameters
        ----------
        spot : (x, y)
            RD, m.
        height : float
            m NAP.
        span : float, optional
            How much around it must stay in view, m across.
        """
        camera = self.camera
        near = min(camera.distance, CLOSE_BY * camera.limits.diagonal)
        needed = camera.distance * span * SPARE / camera.view_height(1.0)
        end = replace(camera, x=spot[0], y=spot[1], z=height, distance=max(near, needed))
        self._go(end, lambda: None)

    def make_room(self, skyline: np.ndarray, frame: LocalFrame) -> None:
        """Step back for what would be cropped, such as ice, unless the camera has been moved by hand.

        Parameters
        ----------
        skyline : (n, 3)
            Points round what is drawn, local.
        frame : LocalFrame
            What it is drawn in.
        """
        number = 0 if self._number is None else self._number
        before = self._placed(number)
        self._skyline, self.frame = skyline, frame
        after = self._placed(number)
        if after == before:
            return
        if self._number is None:
            # A steeper block needs more room to zoom out.
            self._put(replace(self.camera, limits=after.limits))
        else:
            self._jump_to(number)

    def refit(self) -> None:
        """Place the camera anew in a picture of another size, unless it has been moved by hand."""
        if self._number is None:
            return
        placed = self._placed(self._number)
        if placed != self.camera:
            self._flight.stop()
            self._put(placed)

    def make_way(self, boxes: Sequence[Sequence[float]]) -> None:
        """Keep the whole block clear of the column of tools among what lies over the picture."""
        self._boxes = boxes
        self.refit()

    def _placed(self, number: int) -> Turntable:
        """Return a viewpoint, fitted where it is one of the whole block."""
        viewpoint, extent = self._content.cameras[number], self._content.grid.extent
        camera, size = camera_at(viewpoint, extent, self.frame, self._heights), self._screen.size
        halves = self._screen.halves
        if viewpoint.narrow is not None and is_narrow(size) and not halves:
            azimuth, elevation = viewpoint.narrow
            camera = camera.turned(azimuth - viewpoint.azimuth, elevation - viewpoint.elevation)
        if not is_overview(viewpoint, extent):
            return camera
        # With boxes and size of now: either may have come before the other.
        tools = tools_width(self._boxes, self._screen.size[0] * (2 if halves else 1))
        room = room_in_half(size, tools) if halves else room_for(size, self._state.data.density, tools)
        placed = framed(camera, self.frame, self._heights, size, room)
        return placed if self._skyline is None else holding(placed, self.frame, self._skyline, size)

    def _jump_to(self, number: int) -> None:
        self._look(self._placed(number))
        self._arrive(number)

    def _view_from(self, number: int) -> None:
        if 0 <= number < len(self._keys):
            self._go(self._placed(number), lambda: self._arrive(number))
            self._arrive(number)

    def _arrive(self, number: int) -> None:
        self._number = number
        self._state.data.viewpoint = self._keys[number]

    def _go(self, end: Turntable, arrive: Callable[[], None]) -> None:
        """Fly there, or jump where nobody wants movement."""
        start = self.camera
        calm = self._state.data.calm
        self._look(end if calm else start)
        self._end = end
        if calm or start == end:
            arrive()
            return

        def look(camera: Turntable, last: bool) -> None:
            self._put(camera)
            if last:
                with self._state.state:
                    arrive()

        self._flight.go(start, end, look)

    def _look(self, camera: Turntable) -> None:
        """Look from a place of one's own."""
        self._flight.stop()
        self._number = None
        self._state.data.viewpoint = ""
        self._end = camera
        self._put(camera)

    def _put(self, camera: Turntable) -> None:
        self.camera = camera
        self._screen.look(camera)
