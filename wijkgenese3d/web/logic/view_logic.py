"""The camera: our own turntable, moved by gestures, buttons and viewpoints."""

from __future__ import annotations

import math

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import ASPECT, CameraLimits, Turntable
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Camera, Content
from wijkgenese3d.web.logic.gestures import Action, Move, Reset, Turn, ViewFrom, Zoom
from wijkgenese3d.web.logic.screen import Screen

__all__ = ["ViewLogic"]

OVERVIEW = 1.2
"""A viewpoint farther than so many diagonals of the box is one of the whole block."""
HEADROOM = 8.0
"""Houses and trees on today's highest ground, m."""


class ViewLogic:
    """Keeps the camera and says which way is north.

    Parameters
    ----------
    state : TypedState
        ``compass`` and ``viewpoint`` are written.
    content : Content
        Its cameras; the first is taken at the start. Those of the whole block are fitted to today's.
    screen : Screen
        What looks.
    """

    def __init__(self, state: TypedState[AppState], content: Content, screen: Screen) -> None:
        self._state, self._screen = state, screen
        self._frame = LocalFrame.of(content.grid.extent, content.exaggeration)
        self._base, self._usual_top = content.base, float(content.today_ground.max()) + HEADROOM
        self._top = self._usual_top
        self._given = [_turntable(camera, content) for camera in content.cameras]
        self._keys = [camera.key for camera in content.cameras]
        self._number: int | None = None
        self._view_from(0)

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

    def make_room(self, top: float) -> None:
        """Step back where more than usual is drawn, such as ice, unless the camera has been moved by hand.

        Parameters
        ----------
        top : float
            Highest that is drawn, m NAP.
        """
        top = max(top, self._usual_top)
        if top != self._top:
            self._top = top
            if self._number is not None:
                self._view_from(self._number)

    def _view_from(self, number: int) -> None:
        if 0 <= number < len(self._given):
            camera = self._given[number]
            if camera.distance >= OVERVIEW * camera.limits.diagonal:
                camera = camera.fitted(self._frame, (self._base, self._top))
            self._look(camera)
            self._number = number
            self._state.data.viewpoint = self._keys[number]

    def _look(self, camera: Turntable) -> None:
        self.camera = camera
        self._number = None
        self._state.data.viewpoint = ""
        self._state.data.compass = round(camera.azimuth + 180) % 360
        self._screen.look(camera)


def _turntable(camera: Camera, content: Content) -> Turntable:
    x, y, z = camera.focal
    limits = CameraLimits(content.grid.extent)
    return Turntable(limits, x, y, z, camera.azimuth, camera.elevation, camera.distance)
