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


class ViewLogic:
    """Keeps the camera and says which way is north.

    Parameters
    ----------
    state : TypedState
        ``compass`` is written.
    content : Content
        Its cameras; the first is taken at the start.
    screen : Screen
        What looks.
    """

    def __init__(self, state: TypedState[AppState], content: Content, screen: Screen) -> None:
        self._state, self._screen = state, screen
        self._cameras = [_turntable(camera, content) for camera in content.cameras]
        self._keys = [camera.key for camera in content.cameras]
        self.camera = self._cameras[0]
        self._look(self.camera)

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
                if 0 <= number < len(self._cameras):
                    self._look(self._cameras[number])
            case Reset():
                self._look(self._cameras[0])
            case _:
                return False
        return True

    def view_from(self, key: object) -> None:
        """Take a viewpoint by its key; an unknown one means nothing."""
        if key in self._keys:
            self.apply(ViewFrom(self._keys.index(str(key))))

    def _look(self, camera: Turntable) -> None:
        self.camera = camera
        self._state.data.compass = round(camera.azimuth + 180) % 360
        self._screen.look(camera)


def _turntable(camera: Camera, content: Content) -> Turntable:
    """Return a viewpoint; one from so far that the whole block is meant is fitted to the block."""
    x, y, z = camera.focal
    limits = CameraLimits(content.grid.extent)
    made = Turntable(limits, x, y, z, camera.azimuth, camera.elevation, camera.distance)
    if camera.distance < OVERVIEW * limits.diagonal:
        return made
    return made.fitted(LocalFrame.of(content.grid.extent, content.exaggeration), content.heights)
