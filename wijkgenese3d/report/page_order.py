"""What picture is asked for: from where, how large, on which page, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.errors import UsageError, nearest_name
from wijkgenese3d.geometry.colours import CONTRAST
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.viewpoint import OwnView, Viewpoint
from wijkgenese3d.report.block_image import MOST
from wijkgenese3d.report.page_layout import LAYOUTS, PageLayout, layout_for, page_size
from wijkgenese3d.scene.layers import LAYER_KEYS
from wijkgenese3d.scene.view_state import CameraState, ViewState

__all__ = [
    "BARE",
    "LARGEST",
    "OWN",
    "SMALLEST",
    "PageOrder",
    "check_size",
    "pick_layout",
    "pick_view",
    "viewpoint_of",
]

BARE = "bare"
"""The layout without a page: the block alone."""
BARE_SIZE = (1920, 1080)
OWN = "own"
"""Key of a camera that is none of the viewpoints of the scene."""
SMALLEST, LARGEST = 200, 7680
"""Of a side, px."""
DOTS = 300.0
"""Dots per inch of a picture without a page, where it becomes one."""


@dataclass(frozen=True)
class PageOrder:
    """What is asked for.

    Parameters
    ----------
    view : Viewpoint
    layout : PageLayout or None
        None for the block alone.
    size : (width, height)
        px.
    language : str
    cut : Cut, optional
    colour_set : str
    shown : ViewState, optional
        Which layers are on, what lies over the block, what is pale; by default as a scene opens.
    """

    view: Viewpoint
    layout: PageLayout | None
    size: tuple[int, int]
    language: str
    cut: Cut | None = None
    colour_set: str = CONTRAST
    shown: ViewState | None = None

    @property
    def off(self) -> frozenset[str] | None:
        """Keys of the layers that are left out; None for those that a scene opens without."""
        return None if self.shown is None else frozenset(LAYER_KEYS) - self.shown.layers

    @property
    def scale(self) -> float:
        """Pixels a unit of the drawing: mm of a page, or px."""
        return self.layout.scale(self.size) if self.layout else 1.0

    @property
    def unit(self) -> float:
        """What a unit of the drawing measures on paper, mm."""
        return 1.0 if self.layout else 25.4 / DOTS

    @property
    def told(self) -> str:
        """The order in a line, kept in a picture so that it can be made again."""
        key = getattr(self.view, "key", "") or OWN
        size = f"{self.size[0]}x{self.size[1]}"
        return f"view {key}, layout {self.layout.key if self.layout else BARE} {size}, {self.colour_set}"

    @property
    def dots(self) -> int:
        """Dots per inch of its pixels on paper."""
        return round(self.scale * 25.4 if self.layout else DOTS)


def pick_layout(key: str | None, size: tuple[int, int] | None) -> tuple[PageLayout | None, tuple[int, int]]:
    """Return the layout (None for the block alone) and the size, px.

    Parameters
    ----------
    key : str or None
        One of :data:`~wijkgenese3d.report.page_layout.LAYOUTS` or ``bare``; None takes the page that has
        the shape of the size, and the block alone where none has.
    size : (width, height) or None
        px; None takes that of the layout.

    Raises
    ------
    UsageError
        Unknown layout, or a size that cannot be drawn or does not fit it.
    """
    if size is not None:
        check_size(size)
    if key is not None and key not in (*LAYOUTS, BARE):
        msg = f"unknown layout {key!r}{nearest_name(key, [*LAYOUTS, BARE])}"
        raise UsageError(msg, hint=f"layouts are {', '.join([*LAYOUTS, BARE])}")
    layout = layout_for(size) if key is None else LAYOUTS.get(key)
    return layout, page_size(layout, size) if layout else size or BARE_SIZE


def check_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size that can be drawn.

    Raises
    ------
    UsageError
        A side is too small or too large, or there are too many pixels.
    """
    if all(SMALLEST <= side <= LARGEST for side in size) and size[0] * size[1] > MOST:
        msg = f"size {size[0]}x{size[1]}; at most {MOST // 1_000_000} million pixels are allowed"
        raise UsageError(msg, hint="such as --size 7680x4320")
    if not all(SMALLEST <= side <= LARGEST for side in size):
        msg = f"size {size[0]}x{size[1]}; sides from {SMALLEST} to {LARGEST} px are allowed"
        raise UsageError(msg, hint="such as --size 1920x1080")
    return size


def pick_view(views: Sequence[Any], key: str | None) -> Any:
    """Return the viewpoint with a key; the first one for none.

    Raises
    ------
    UsageError
        There is none with this key; the nearest is offered.
    """
    if key is None:
        return views[0]
    for view in views:
        if view.key == key:
            return view
    keys = [view.key for view in views]
    msg = f"unknown view {key!r}{nearest_name(key, keys)}"
    raise UsageError(msg, hint=f"views are {', '.join(keys)}")


def viewpoint_of(views: Sequence[Any], camera: CameraState) -> Any:
    """Return what a camera looks from: one of the viewpoints, or a place of its own.

    Raises
    ------
    UsageError
        As :func:`pick_view`.
    """
    if camera.key:
        return pick_view(views, camera.key)
    return OwnView(camera.azimuth, camera.elevation, camera.distance, camera.focal)
