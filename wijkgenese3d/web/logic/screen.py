"""Where logic puts pictures: in the app a picture area over a stage, in tests a list."""

from __future__ import annotations

from typing import Protocol

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.turntable import Turntable

__all__ = ["Screen"]


class Screen(Protocol):
    """Shows one picture from one place. Each call asks for at most one drawing, soon."""

    def show(self, picture: BlockPicture) -> None:
        """Show this picture from now on."""

    def look(self, camera: Turntable) -> None:
        """Look from here from now on."""
