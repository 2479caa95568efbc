"""What draws pictures, and a second one of them, for the moment that another is compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraView

__all__ = ["BESIDE", "Drawer", "SecondPicture"]

BESIDE = "-beside"
"""Ends the name under which the images of the second picture are sent."""


class Drawer(Protocol):
    """What draws; see :class:`wijkgenese3d.render.stage.Stage`."""

    def show(self, picture: BlockPicture) -> None:
        """Put a picture on the stage."""

    def set_camera(self, view: CameraView) -> None:
        """Look from here."""

    def resize(self, size: tuple[int, int], scale: float = 1.0) -> None:
        """Make the image this large."""

    def set_hidden(self, layers: frozenset[str]) -> None:
        """Leave layers out."""

    def set_dark(self, dark: bool) -> None:
        """Lay the block on dark paper, or on light."""

    def image(self, *, sharp: bool = False) -> np.ndarray:
        """Draw, and return the image, (h, w, 3) uint8; a sharp one may take longer."""

    def rest(self) -> None:
        """Give back what only drawing needs, also that of a stage beside it, until the next image."""

    def close(self) -> None:
        """Give back what it was made with."""


class SecondPicture:
    """A second stage: made when there is something to compare, and given back after that.

    Parameters
    ----------
    name : str
        Under which its images are sent.
    another : function or None
        Makes a stage.
    """

    def __init__(self, name: str, another: Callable[[], Drawer] | None) -> None:
        self.name = name
        self.drawer: Drawer | None = None
        """The stage; None while there is no second picture."""
        self.frame = LocalFrame(0.0, 0.0)
        """What the picture is drawn in."""
        self._another = another
        self._picture: BlockPicture | None = None
        self._hidden: frozenset[str] | None = None
        self._dark = False

    def show(self, picture: BlockPicture | None, frame: LocalFrame | None = None) -> None:
        """Show this picture, drawn in this frame, from now on; None ends that."""
        if picture is None or frame is None or self._another is None:
            self.close()
            return
        if picture is self._picture:
            return
        if self.drawer is None:
            self.drawer = self._another()
            self.drawer.set_dark(self._dark)
        if self._hidden is not None:
            self.drawer.set_hidden(self._hidden)
        self.drawer.show(picture)
        self._picture, self.frame = picture, frame

    def hide(self, layers: frozenset[str]) -> None:
        """Leave layers out from now on."""
        self._hidden = layers
        if self.drawer is not None:
            self.drawer.set_hidden(layers)

    def darken(self, dark: bool) -> None:
        """Lay the block on dark paper, or on light, from now on."""
        self._dark = dark
        if self.drawer is not None:
            self.drawer.set_dark(dark)

    def close(self) -> None:
        """Give the stage back."""
        if self.drawer is not None:
            self.drawer.close()
            self.drawer = self._picture = None
