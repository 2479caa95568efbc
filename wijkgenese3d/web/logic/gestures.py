"""What a movement of mouse, finger or key means. What comes from a browser is checked here before use."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Action",
    "Arrow",
    "Close",
    "Compare",
    "CutOpen",
    "Gestures",
    "GoTo",
    "Move",
    "Play",
    "Probe",
    "Reset",
    "Step",
    "Turn",
    "Undo",
    "ViewFrom",
    "Words",
    "Zoom",
]

KEY_TURN, KEY_TILT, KEY_ZOOM = 15.0, 10.0, 1.2
_DRAG_TURN, _DRAG_TILT = 180.0, 90.0
_WHEEL_ZOOM = 1.15
_MOST_ZOOM = 4.0


@dataclass(frozen=True)
class Arrow:
    """An arrow key: to the right and up are positive; ``far`` with Shift."""

    right: int
    up: int
    far: bool = False


@dataclass(frozen=True)
class Turn:
    """Turn the camera, degrees; ``arrow`` is the key that asked for it, if one did."""

    azimuth: float
    elevation: float = 0.0
    arrow: Arrow | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Zoom:
    """Draw everything so many times larger."""

    factor: float


@dataclass(frozen=True)
class Move:
    """Shift the picture, in shares of its width and height; to the right and upward positive."""

    across: float
    upward: float


@dataclass(frozen=True)
class Step:
    """Go so many stops on in time; ``arrow`` is the key that asked for it, if one did."""

    by: int
    arrow: Arrow | None = field(default=None, compare=False)


@dataclass(frozen=True)
class GoTo:
    """Go to the first (0) or last (-1) stop."""

    index: int


@dataclass(frozen=True)
class ViewFrom:
    """Take the viewpoint with this number."""

    number: int


@dataclass(frozen=True)
class Reset:
    """Take the camera back to where it began."""


@dataclass(frozen=True)
class Undo:
    """Take back the last time that everything began again."""


@dataclass(frozen=True)
class Play:
    """Go on by itself, or stop that."""


@dataclass(frozen=True)
class Probe:
    """Look into the ground in the middle of the picture."""


@dataclass(frozen=True)
class Words:
    """Open or close the description in words."""


@dataclass(frozen=True)
class Close:
    """Close the panel that was opened last."""


@dataclass(frozen=True)
class CutOpen:
    """Cut the block open with a tool, or make it whole again: ``lid``, ``bite`` or ``line``."""

    kind: str


@dataclass(frozen=True)
class Compare:
    """Choose a moment to compare with."""


Action = (
    Turn
    | Zoom
    | Move
    | Step
    | GoTo
    | ViewFrom
    | Reset
    | Undo
    | Play
    | Probe
    | Words
    | Close
    | CutOpen
    | Compare
)

_KEYS: Mapping[str, Action] = {
    "ArrowLeft": Step(-1, Arrow(-1, 0)),
    "ArrowRight": Step(1, Arrow(1, 0)),
    "ArrowUp": Turn(0.0, KEY_TILT, Arrow(0, 1)),
    "ArrowDown": Turn(0.0, -KEY_TILT, Arrow(0, -1)),
    "Home": GoTo(0),
    "End": GoTo(-1),
    "+": Zoom(KEY_ZOOM),
    "=": Zoom(KEY_ZOOM),
    "-": Zoom(1 / KEY_ZOOM),
    "_": Zoom(1 / KEY_ZOOM),
    "0": Reset(),
    " ": Play(),
    "p": Probe(),
    "P": Probe(),
    "t": Words(),
    "T": Words(),
    "Escape": Close(),
    **{
        key: CutOpen(kind) for kind, keys in {"lid": "lL", "bite": "hH", "line": "sS"}.items() for key in keys
    },
    "v": Compare(),
    "V": Compare(),
    **{str(n): ViewFrom(n - 1) for n in range(1, 8)},
}
_SHIFT_KEYS: Mapping[str, Action] = {
    "ArrowLeft": Turn(KEY_TURN, arrow=Arrow(-1, 0, far=True)),
    "ArrowRight": Turn(-KEY_TURN, arrow=Arrow(1, 0, far=True)),
    "ArrowUp": Turn(0.0, KEY_TILT, Arrow(0, 1, far=True)),
    "ArrowDown": Turn(0.0, -KEY_TILT, Arrow(0, -1, far=True)),
}


class Gestures:
    """Reads the events of a remote controlled area, one after the other.

    Places are in the browser's pixels, y upward, with the size of the picture beside them. An event of
    a kind or type that is not expected means nothing.
    """

    def __init__(self) -> None:
        self._button: str | None = None
        self._at = (0.0, 0.0)
        self._scale = 1.0

    def read(self, event: object) -> Action | None:
        """Return what an event means, or None."""
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            return None
        kind = event["type"]
        if kind.endswith("ButtonPress"):
            self._press(kind.removesuffix("ButtonPress"), event)
            return None
        if kind.endswith("ButtonRelease"):
            self._button = None
            return None
        if kind in ("KeyDown", "keyDown"):
            return self._key(event)
        reader = {
            "MouseMove": self._drag,
            "MouseWheel": self._wheel,
            "Pinch": self._pinch,
            "Pan": self._pan,
        }.get(kind)
        if reader is not None:
            return reader(event)
        if kind in ("StartPinch", "StartPan"):
            self._button, self._scale, self._at = None, 1.0, (0.0, 0.0)
        return None

    def _press(self, button: str, event: Mapping[str, Any]) -> None:
        place = _place(event)
        if place is not None:
            self._button = "Right" if button == "Left" and event.get("shiftKey") else button
            self._at = place

    def _drag(self, event: Mapping[str, Any]) -> Action | None:
        place, size = _place(event), _size(event)
        if self._button is None or place is None or size is None:
            return None
        across, upward = (place[0] - self._at[0]) / size[0], (place[1] - self._at[1]) / size[1]
        self._at = place
        if abs(across) > 2 or abs(upward) > 2:
            return None
        if self._button == "Left":
            return Turn(across * _DRAG_TURN, -upward * _DRAG_TILT)
        return Move(across, upward)

    def _wheel(self, event: Mapping[str, Any]) -> Action | None:
        spin = _number(event.get("spinY"))
        if spin is None:
            return None
        return Zoom(_WHEEL_ZOOM ** -max(-3.0, min(3.0, spin)))

    def _pinch(self, event: Mapping[str, Any]) -> Action | None:
        scale = _number(event.get("factor"))
        if scale is None or scale <= 0:
            return None
        factor, self._scale = scale / self._scale, scale
        return Zoom(max(1 / _MOST_ZOOM, min(_MOST_ZOOM, factor)))

    def _pan(self, event: Mapping[str, Any]) -> Action | None:
        moved, size = event.get("translation"), _size(event)
        if size is None or not isinstance(moved, list | tuple) or len(moved) != 2:
            return None
        x, y = _number(moved[0]), _number(moved[1])
        if x is None or y is None:
            return None
        last, self._at = self._at, (x, y)
        return Move((x - last[0]) / size[0], (y - last[1]) / size[1])

    def _key(self, event: Mapping[str, Any]) -> Action | None:
        key = event.get("key")
        if key in ("z", "Z") and event.get("controlKey") and not event.get("altKey"):
            return Undo()
        if not isinstance(key, str) or event.get("controlKey") or event.get("altKey"):
            return None
        shifted = _SHIFT_KEYS.get(key) if event.get("shiftKey") else None
        return shifted or _KEYS.get(key)


def _number(value: object) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _place(event: Mapping[str, Any]) -> tuple[float, float] | None:
    x, y = _number(event.get("x")), _number(event.get("y"))
    return None if x is None or y is None else (x, y)


def _size(event: Mapping[str, Any]) -> tuple[float, float] | None:
    w, h = _number(event.get("w")), _number(event.get("h"))
    return None if w is None or h is None or w < 1 or h < 1 else (w, h)
