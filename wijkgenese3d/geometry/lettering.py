"""Room for words on a picture: how large they are, and what is taken. All in px at letters of 13.5 px."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["LETTERS", "Box", "Lettering", "Room", "overlap", "text_box"]

LETTERS = 13.5
"""Height of letters, px: a picture with larger letters is measured as if it were smaller."""
_PER_LETTER = 7.6
_GAP = 4.0

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""


@dataclass(frozen=True)
class Lettering:
    """What is known of the letters of whoever writes.

    Parameters
    ----------
    width : function
        Returns how wide words are, px.
    taken : tuple of Box
        Where something is written already.
    """

    width: Callable[[str], float] = lambda text: len(text) * _PER_LETTER
    taken: tuple[Box, ...] = ()


class Room:
    """The picture, and what of it is taken.

    Parameters
    ----------
    size : (width, height)
        Of the picture, px.
    taken : iterable of Box
    """

    def __init__(self, size: tuple[float, float], taken: Iterable[Box] = ()) -> None:
        self._size, self._taken = size, list(taken)

    def allows(self, box: Box) -> bool:
        """Tell whether a box is free and in the picture."""
        width, height = self._size
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        return inside and not any(overlap(box, other, _GAP) for other in self._taken)

    def keep(self, *boxes: Box) -> None:
        """Take boxes, whatever lies there."""
        self._taken += boxes

    def take(self, *boxes: Box) -> bool:
        """Take boxes if all are free and in the picture; tell whether they were."""
        free = all(self.allows(box) for box in boxes)
        if free:
            self.keep(*boxes)
        return free


def overlap(a: Box, b: Box, gap: float = 0.0) -> bool:
    """Tell whether two boxes lie over each other, or nearer together than a gap."""
    return a[0] - gap < b[2] and b[0] - gap < a[2] and a[1] - gap < b[3] and b[1] - gap < a[3]


def text_box(at: tuple[float, float], width: float, height: float = LETTERS, angle: float = 0.0) -> Box:
    """Return the box round words about a place, turned by an angle, degrees."""
    turn = math.radians(angle)
    half = (abs(math.cos(turn)) * width + abs(math.sin(turn)) * height) / 2
    high = (abs(math.sin(turn)) * width + abs(math.cos(turn)) * height) / 2
    return at[0] - half, at[1] - high, at[0] + half, at[1] + high
