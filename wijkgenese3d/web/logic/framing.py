"""Where in the picture the whole block stands: in what the story, the tools and the notes leave free."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import Turntable

__all__ = ["PHONE", "Room", "framed", "holding", "is_narrow", "room_for", "room_in_half", "tools_width"]

PHONE = 720.0
"""A picture narrower than this is one of a phone, CSS pixels."""
_WIDE = 1.9
"""A picture of a phone that is as much wider than high is one on its side."""
_LOW = 320.0
"""A picture of a phone that is lower than this has a sheet under it, and no story in it."""
_STEEP = 60.0
"""From so steep above, degrees, a block is shifted over the ground."""
_EDGE_ABOVE = 0.015
"""What stands out of the block stays so far below the upper edge of the picture."""
_EDGE, _DEPTHS = 0.96, 52.0
"""From this share on a box is at the right edge; width of the depths beside the block, CSS pixels."""
_LEAST = 0.3
"""The block takes at least so much of the picture each way, however much lies over it."""


@dataclass(frozen=True)
class Room:
    """What is left free round the block, CSS pixels, and where the block stands in what is left.

    Parameters
    ----------
    left, top, right, bottom : float
        From each edge of the picture.
    across, down : float
        0 is at the left or upper end, 1 at the right or lower one.
    """

    left: float
    top: float
    right: float
    bottom: float
    across: float = 0.5
    down: float = 0.5


def is_narrow(size: tuple[float, float]) -> bool:
    """Tell whether a picture is one of a phone held upright, also above a sheet."""
    return size[0] < PHONE and size[0] < _WIDE * size[1]


def tools_width(boxes: Sequence[Sequence[float]], width: float) -> float:
    """Return how much of the right side of a picture a column of tools takes, CSS pixels.

    Parameters
    ----------
    boxes : sequence of (left, top, right, bottom)
        What lies over the picture, fractions; a column is at the right edge and begins at the top.
    width : float
        Of the picture, CSS pixels.
    """
    columns = [
        1 - left
        for left, top, right, bottom in boxes
        if left > 0.5 and right > _EDGE and top < 0.15 and bottom - top > _LEAST
    ]
    return max(columns, default=0.0) * width


def room_for(size: tuple[float, float], density: str, tools: float = 0.0) -> Room:
    """Return the room for a block in a picture of this size.

    On a desk the story is at the upper left: the block stands low and to the right. On a phone the story
    lies above the block, and the notes below it; above a sheet there are only the notes. ``tools`` is the
    width of the column of tools, CSS pixels.
    """
    width, height = size
    if width < PHONE and not is_narrow(size):
        return Room(10, 44, 76, 46)
    if width < PHONE:
        return Room(10, 38, 10, 24) if height < _LOW else Room(8, 0.34 * height, 8, 112, down=0.4)
    if density == "zaal":
        return Room(30, 0.03 * height, 110, 96, across=0.75, down=1.0)
    return Room(24, 0.05 * height, max(tools + _DEPTHS, 116), 58, across=0.9, down=1.0)


def room_in_half(size: tuple[float, float], tools: float) -> Room:
    """Return the room for a block in one of two halves of this size: alike in both, clear of the tools."""
    return Room(24, 0.22 * size[1], max(tools + 12, 24), 70)


def framed(
    camera: Turntable,
    frame: LocalFrame,
    heights: tuple[float, float],
    size: tuple[float, float],
    room: Room,
) -> Turntable:
    """Return the camera, looking from the same direction, with the whole box as large as the room allows.

    Parameters
    ----------
    camera : Turntable
        Gives the direction.
    frame : LocalFrame
        What is drawn in.
    heights : (base, top)
        Lowest and highest that is drawn, m NAP.
    size : (width, height)
        Of the picture, CSS pixels.
    room : Room
    """
    aspect = size[0] / size[1]
    low, high = _corners(camera, frame, heights, size)
    free = np.array([size[0] - room.left - room.right, size[1] - room.top - room.bottom])
    free = np.maximum(free / size, _LEAST)
    taken = high - low
    larger = float((free / taken).min())
    camera = camera.zoomed(larger)
    low, high = _corners(camera, frame, heights, size)
    spare = np.maximum(free - (high - low), 0.0) * (room.across, room.down)
    wanted = np.array([room.left, room.top]) / size + spare
    right, down = wanted - low
    view_height = camera.view_height(aspect)
    aside = camera.moved(-float(right) * view_height * aspect, 0.0)
    return _raised(aside, frame, float(down) * view_height)


def holding(camera: Turntable, frame: LocalFrame, points: np.ndarray, size: tuple[float, float]) -> Turntable:
    """Return the same camera, or one from just so much farther that no point is cropped at the top.

    What stands in front stays where it is in the picture.

    Parameters
    ----------
    camera : Turntable
    frame : LocalFrame
        What is drawn in.
    points : (n, 3)
        Round what is drawn, local.
    size : (width, height)
        Of the picture, CSS pixels.
    """
    if not len(points):
        return camera
    x, y, z = frame.from_local(points).T
    places = Projection(camera.view(frame, size[0] / size[1]), frame, size)(x, y, z)
    top = float(places[:, 1].min())
    if top >= _EDGE_ABOVE:
        return camera
    # The lower edge of the picture stays: from there up everything is drawn so much smaller.
    factor = (1 - _EDGE_ABOVE) / (1 - top)
    smaller = camera.zoomed(factor)
    grown = smaller.view_height(size[0] / size[1]) - camera.view_height(size[0] / size[1])
    return _raised(smaller, frame, grown / 2)


def _raised(camera: Turntable, frame: LocalFrame, upward: float) -> Turntable:
    """Return the camera with its target so much higher in the picture, m."""
    elevation = math.radians(camera.elevation)
    if camera.elevation > _STEEP:
        return camera.moved(0.0, upward / math.sin(elevation))
    # By height, so that the block goes on turning round its middle.
    return replace(camera, z=camera.z + upward / (math.cos(elevation) * frame.exaggeration))


def _corners(
    camera: Turntable, frame: LocalFrame, heights: tuple[float, float], size: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the upper left and the lower right end of the box in the picture, fractions."""
    e = camera.limits.extent
    x, y, z = (a.ravel() for a in np.meshgrid((e.xmin, e.xmax), (e.ymin, e.ymax), heights))
    places = Projection(camera.view(frame, size[0] / size[1]), frame, size)(x, y, z)
    return places.min(axis=0), places.max(axis=0)
