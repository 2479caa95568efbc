"""Where logic puts pictures: in the app a picture area over a stage, in tests a list."""

from __future__ import annotations

from typing import Protocol

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import Turntable

__all__ = ["Screen"]


class Screen(Protocol):
    """Shows one picture from one place. Each call asks for at most one drawing, soon."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture in the page, CSS pixels."""

    @property
    def halves(self) -> bool:
        """Whether each of two pictures has half of the screen; the size is then that of one."""

    def show(self, picture: BlockPicture, frame: LocalFrame) -> None:
        """Show this picture, drawn in this frame, from now on."""

    def look(self, camera: Turntable) -> None:
        """Look from here from now on."""

    def hide(self, layers: frozenset[str]) -> None:
        """Leave layers out from now on."""

    def refresh(self) -> None:
        """Have what is written over the picture made again."""

    def show_beside(
        self, picture: BlockPicture | None, frame: LocalFrame | None = None, *, halves: bool = False
    ) -> None:
        """Show this picture as well, each in its half or both in all of the screen; None ends that."""

    def cover(self, picture: BlockPicture | None) -> None:
        """Show this picture in place of the one that is shown, in the same frame; None ends that."""
