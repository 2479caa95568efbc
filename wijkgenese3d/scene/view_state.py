"""What somebody looks at: the moment, what is shown of it, and from where; in an address and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.scene.cut_text import cut_as_text, read_cut
from wijkgenese3d.scene.layers import LAYER_KEYS, LAYERS
from wijkgenese3d.scene.words import LANGUAGES

__all__ = [
    "ADDRESS_KEYS",
    "COLOUR_SETS",
    "COMPARE_MODES",
    "EXAGGERATIONS",
    "MOST_PINS",
    "SPOT_THEMES",
    "THEMES",
    "CameraState",
    "CompareState",
    "ViewChoices",
    "ViewState",
    "left_out",
]

COLOUR_SETS = ("contrast", "official")
THEMES = ("light", "dark")
EXAGGERATIONS = (1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 10.0)
MOST_PINS = 2
COMPARE_MODES = ("swipe", "side", "diff")
"""A border between two moments, side by side, or what changed."""
SPOT_THEMES = ("heat", "water", "heritage")
"""What can lie over the ground as a map."""
NONE = "-"
"""An empty set in an address."""


@dataclass(frozen=True)
class CameraState:
    """A viewpoint of the scene, or a place on the turntable.

    Parameters
    ----------
    key : str
        Of the viewpoint; empty for a place of one's own.
    azimuth, elevation : float
        Compass direction from the focal point to the camera, and above the horizon, degrees.
    distance : float
        m on the drawing.
    focal : (x, y, z)
        RD, m; m NAP.
    """

    key: str = ""
    azimuth: float = 0.0
    elevation: float = 0.0
    distance: float = 0.0
    focal: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def as_text(self) -> str:
        """Return the key, or the six numbers with commas."""
        if self.key:
            return self.key
        numbers = (self.azimuth, self.elevation, self.distance, *self.focal)
        return ",".join(f"{round(value, 1):.10g}" for value in numbers)


@dataclass(frozen=True)
class CompareState:
    """What the moment is compared with, and how.

    Parameters
    ----------
    slice_id : str
        The other stop; with a ``year`` the stop before it.
    year : float or None
        A moment between the stops, astronomical.
    mode : str
        One of :data:`COMPARE_MODES`.
    at : float
        Place of the border, 0 to 1 from the left; kept to a hundredth.
    """

    slice_id: str
    year: float | None = None
    mode: str = COMPARE_MODES[0]
    at: float = 0.5

    def as_text(self) -> str:
        """Return the four with commas, the border in percent."""
        year = NONE if self.year is None else f"{self.year:.10g}"
        return f"{self.slice_id},{year},{self.mode},{round(self.at * 100)}"


@dataclass(frozen=True)
class ViewChoices:
    """What there is to choose from in a scene; the first viewpoint is the one to open with.

    Parameters
    ----------
    slice_ids, start
        All slices, and the one to open with.
    years : (first, last)
        Span that can be replayed.
    units, cameras
        Keys of the units in the legend, and of the viewpoints.
    exaggeration : float
        The scene's own.
    box : (xmin, ymin, xmax, ymax)
        RD, m: a target of the camera lies in it.
    """

    slice_ids: tuple[str, ...]
    start: str
    years: tuple[float, float]
    units: tuple[str, ...]
    cameras: tuple[str, ...]
    exaggeration: float
    box: tuple[float, float, float, float]

    def opening(self, language: str = LANGUAGES[0]) -> ViewState:
        """Return what the app opens with."""
        key = self.cameras[0] if self.cameras else ""
        return ViewState(
            slice_id=self.start, exaggeration=self.exaggeration, language=language, camera=CameraState(key)
        )


@dataclass(frozen=True)
class ViewState:
    """What is shown.

    Parameters
    ----------
    slice_id : str
        The stop; with a ``year`` the stop before it.
    year : float or None
        A moment between the stops, astronomical.
    layers : frozenset of str
        Keys of the layers that are switched on.
    hidden_units : frozenset of str
        Keys of the units that are left out of the ground.
    colour_set, theme, language : str
        One of :data:`COLOUR_SETS`, of :data:`THEMES`, of the languages.
    exaggeration : float
        How many times heights are drawn larger.
    camera : CameraState
    cut : Cut
        How the block is cut open.
    pins : tuple of (x, y)
        Spots that are looked into, RD m in whole decimetres; :data:`MOST_PINS` at most.
    compare : CompareState or None
        Another moment to compare with.
    rain : Storm or None
        What falls.
    spots : frozenset of str
        Which of :data:`SPOT_THEMES` lie over the ground.
    blocks : bool
        Whether the ground is drawn in blocks.
    certainty : str
        What is less certain is drawn pale: one of :data:`~wijkgenese3d.model.events.CERTAINTIES`.
    """

    slice_id: str
    year: float | None = None
    layers: frozenset[str] = frozenset(layer.key for layer in LAYERS if layer.on)
    hidden_units: frozenset[str] = frozenset()
    colour_set: str = COLOUR_SETS[0]
    exaggeration: float = 4.0
    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    camera: CameraState = field(default_factory=CameraState)
    cut: Cut = field(default_factory=Cut)
    pins: tuple[tuple[float, float], ...] = ()
    compare: CompareState | None = None
    rain: Storm | None = None
    spots: frozenset[str] = frozenset()
    blocks: bool = False
    certainty: str = CERTAINTIES[-1]

    def as_address(self, choices: ViewChoices) -> dict[str, str]:
        """Return what differs from the opening view, as texts by short keys; the slice always."""
        opening = choices.opening()
        texts = {"p": self.slice_id}
        if self.year is not None:
            texts["y"] = f"{self.year:.10g}"
        for key, name in _PLAIN.items():
            if getattr(self, name) != getattr(opening, name):
                texts[key] = _text(getattr(self, name))
        return texts

    @classmethod
    def from_address(cls, texts: Mapping[str, str], choices: ViewChoices) -> ViewState:
        """Read an address; whatever is unknown or cannot be is left out, so it always gives a view."""
        found: dict[str, Any] = {}
        for key, name in _PLAIN.items():
            read = _READ[name](texts[key], choices) if key in texts else None
            if read is not None:
                found[name] = read
        if texts.get("p") in choices.slice_ids:
            found["slice_id"] = texts["p"]
        year = _number(texts.get("y", ""))
        if year is not None and choices.years[0] <= year <= choices.years[1]:
            found["year"] = year
        view = replace(choices.opening(), **found)
        other = view.compare
        # A moment is never compared with itself.
        if other is not None and (other.slice_id, other.year) == (view.slice_id, view.year):
            return replace(view, compare=None)
        return view


def left_out(texts: Mapping[str, str], choices: ViewChoices) -> tuple[str, ...]:
    """Return the keys of an address that :meth:`ViewState.from_address` leaves out, also in part.

    >>> box = ViewChoices(("T01",), "T01", (0.0, 1.0), (), ("ov",), 4.0, (0.0, 0.0, 1.0, 1.0))
    >>> left_out({"p": "T01", "c": "ov", "l": "roads,volcano", "t": "neon"}, box)
    ('l', 't')
    """
    # A comparison of a moment with itself is understood, and yet left out.
    itself = ViewState.from_address(texts, choices).compare is None
    return tuple(
        key
        for key, text in texts.items()
        if not _is_read(key, text, choices) or (_PLAIN.get(key) == "compare" and itself)
    )


def _is_read(key: str, text: str, choices: ViewChoices) -> bool:
    """Tell whether all of a text is understood."""
    if key == "p":
        return text in choices.slice_ids
    if key == "y":
        year = _number(text)
        return year is not None and choices.years[0] <= year <= choices.years[1]
    read = _READ[_PLAIN[key]](text, choices) if key in _PLAIN else None
    if isinstance(read, frozenset):
        return text == NONE or read == frozenset(text.split(","))
    return read is not None


_PLAIN = {
    "l": "layers",
    "u": "hidden_units",
    "k": "colour_set",
    "h": "exaggeration",
    "lang": "language",
    "t": "theme",
    "c": "camera",
    "x": "cut",
    "pins": "pins",
    "v": "compare",
    "r": "rain",
    "o": "spots",
    "b": "blocks",
    "z": "certainty",
}


ADDRESS_KEYS: Mapping[str, str] = {name: key for key, name in _PLAIN.items()}
"""Key in an address by field of a view; beside these ``p`` for the slice and ``y`` for the year."""


def _text(value: object) -> str:
    for kind, write in _WRITE.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


_WRITE: Mapping[type, Callable[[Any], str]] = {
    frozenset: lambda value: ",".join(sorted(value)) or NONE,
    Storm: lambda value: f"{value.mm:.10g},{value.minutes:.10g}",
    CameraState: CameraState.as_text,
    CompareState: CompareState.as_text,
    Cut: cut_as_text,
    tuple: lambda value: "_".join(f"{x:.10g},{y:.10g}" for x, y in value),
    bool: lambda value: "1" if value else "0",
    float: lambda value: f"{value:g}",
}
"""How kinds of values are written; ``bool`` before what it is a kind of."""


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _some(text: str, known: tuple[str, ...]) -> frozenset[str] | None:
    """Return the known names in a list; None where it has none, unless it says so."""
    names = frozenset(text.split(",")) & frozenset(known)
    return names if names or text == NONE else None


def _one(text: str, known: tuple[str, ...]) -> str | None:
    return text if text in known else None


def _exaggeration(text: str, choices: ViewChoices) -> float | None:
    value = _number(text)
    return value if value in (*EXAGGERATIONS, choices.exaggeration) else None


def _camera(text: str, choices: ViewChoices) -> CameraState | None:
    """Return a viewpoint by its key, or a place of one's own within what the turntable can do."""
    if text in choices.cameras:
        return CameraState(text)
    numbers = [_number(part) for part in text.split(",")]
    values = [value for value in numbers if value is not None]
    if len(numbers) != 6 or len(values) != 6:
        return None
    azimuth, elevation, distance, x, y, z = values
    xmin, ymin, xmax, ymax = choices.box
    inside = xmin <= x <= xmax and ymin <= y <= ymax and abs(z) < 1000
    if not (inside and 0 <= elevation <= 90 and 1 <= distance <= 100_000):
        return None
    return CameraState("", azimuth % 360, elevation, distance, (x, y, z))


def _cut(text: str, choices: ViewChoices) -> Cut | None:
    try:
        return read_cut(text, RDExtent(*choices.box))
    except UsageError:
        return None


def _pins(text: str, choices: ViewChoices) -> tuple[tuple[float, float], ...] | None:
    """Return the spots in the box, the first ones; one that cannot be is left out."""
    xmin, ymin, xmax, ymax = choices.box
    spots = []
    for part in text.split("_"):
        numbers = [_number(number) for number in part.split(",")]
        values = [round(value, 1) for value in numbers if value is not None]
        if len(numbers) != 2 or len(values) != 2:
            continue
        x, y = values
        if xmin <= x < xmax and ymin <= y < ymax and (x, y) not in spots:
            spots.append((x, y))
    return tuple(spots[:MOST_PINS]) or None


def _compare(text: str, choices: ViewChoices) -> CompareState | None:
    parts = text.split(",")
    if len(parts) != 4 or parts[0] not in choices.slice_ids or parts[2] not in COMPARE_MODES:
        return None
    year, at = _number(parts[1]), _number(parts[3])
    known = parts[1] == NONE or (year is not None and choices.years[0] <= year <= choices.years[1])
    if not known or at is None or not 0 <= at <= 100:
        return None
    return CompareState(parts[0], year, parts[2], round(at) / 100)


def _rain(text: str, _choices: ViewChoices) -> Storm | None:
    numbers = [_number(part) for part in text.split(",")]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or not numbers[0]:
        return None
    try:
        return Storm(numbers[0], numbers[1])
    except UsageError:
        return None


_READ: Mapping[str, Callable[[str, ViewChoices], Any]] = {
    "layers": lambda text, _: _some(text, LAYER_KEYS),
    "hidden_units": lambda text, choices: _some(text, choices.units),
    "colour_set": lambda text, _: _one(text, COLOUR_SETS),
    "exaggeration": _exaggeration,
    "language": lambda text, _: _one(text, LANGUAGES),
    "theme": lambda text, _: _one(text, THEMES),
    "camera": _camera,
    "cut": _cut,
    "pins": _pins,
    "compare": _compare,
    "rain": _rain,
    "spots": lambda text, _: _some(text, SPOT_THEMES),
    "certainty": lambda text, _: _one(text, CERTAINTIES),
    "blocks": lambda text, _: {"0": False, "1": True}.get(text),
}
