"""What is written over a picture: names, scale bar, depth ticks, sides and north, seen by the same camera.

Only places are computed here, as fractions of the picture from its left and its upper edge; whoever
shows the picture draws them, as text in a page or on a still.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.lettering import LETTERS, Box, Lettering, Room, overlap, text_box
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.pick import pick_ground
from wijkgenese3d.geometry.turntable import CameraView, pixel_ray
from wijkgenese3d.model.frame import Grid

__all__ = ["BlockShape", "Mark", "Projection", "annotate"]

MOST_LABELS = 4
_LEADERS = (26.0, 60.0, 94.0, 128.0)
"""Lengths of the line from a place to its name, px, tried in turn."""
_SHIFTS = (0, 1, -1, 2, -2)
"""How many half plates a name may stand beside its place: its line slants where there is no room above."""
_PLATE_HIGH, _PADDING, _DOT = 26.0, 18.0, 18.0
"""Height of the plate of a name, room beside its words, and what a sign of certainty takes, px."""
_PIN = 9.0
"""Half the width of a pin, px."""
_HIDDEN_BEHIND = 45.0
"""A place is hidden where the ground in front of it lies farther from it than this, m."""
_ON_THINGS = ("label", "look")
"""Kinds of marks that belong to something on the ground: they go where that goes."""
_FIGURE = 13.0
"""Height of a figure of a depth, with its halo and a hair of room, px."""
_DEPTHS = (0.0, 10.0, 20.0, 30.0)
_SIDES: Mapping[str, tuple[float, float]] = {
    "south": (0.0, -1.0),
    "east": (1.0, 0.0),
    "north": (0.0, 1.0),
    "west": (-1.0, 0.0),
}
_FACING = 0.12
_BESIDE = 0.028
"""How far from the block its scale bar and the names of its sides stand, of its diagonal."""
_INSIDE = 0.02
"""Share of the picture along its edges in which nothing begins or ends."""
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where along its side a name may stand, tried in turn."""
_CORNER, _ABOVE = 92.0, 48.0
"""Where a scale bar in the corner begins, right of the needle, and how high it lies, px."""


@dataclass(frozen=True, eq=False)
class BlockShape:
    """The shape of the block in one slice.

    Parameters
    ----------
    grid : Grid
        Map cells.
    ground, today : (ny, nx)
        Ground surface of the slice and of today, m NAP.
    base : float
        Underside, m NAP.
    standing : (ny, nx), optional
        How high that what was on the ground is now, such as on a lid, m NAP; NaN where it was taken.
    """

    grid: Grid
    ground: np.ndarray
    today: np.ndarray
    base: float
    standing: np.ndarray | None = None

    def under(self, mark: Mark) -> np.ndarray:
        """Return what a mark stands on, (ny, nx), m NAP: a probe on the ground, a name on what it names."""
        on_ground = self.standing is None or mark.kind not in _ON_THINGS
        return self.ground if on_ground else cast("np.ndarray", self.standing)


@dataclass(frozen=True)
class Mark:
    """A named place.

    Parameters
    ----------
    id, text : str
    x, y : float
        RD, m.
    certainty : str or None
        Where the thing itself is in doubt.
    kind : str
        ``label``; ``pin`` (the probe), ``pointer`` or ``look`` (a point to look at) for rings.
    """

    id: str
    text: str
    x: float
    y: float
    certainty: str | None = None
    kind: str = "label"


@dataclass(frozen=True, eq=False)
class Projection:
    """From the local frame to the picture.

    Parameters
    ----------
    view : CameraView
    frame : LocalFrame
    size : (width, height)
        Of the picture, CSS pixels.
    """

    view: CameraView
    frame: LocalFrame
    size: tuple[float, float]
    _axes: tuple[np.ndarray, np.ndarray, np.ndarray] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ahead = self.view.focal - self.view.position
        ahead = ahead / np.linalg.norm(ahead)
        right = np.cross(ahead, self.view.up)
        right = right / np.linalg.norm(right)
        object.__setattr__(self, "_axes", (right, np.cross(right, ahead), ahead))

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.size[0] / self.size[1]

    @property
    def away(self) -> np.ndarray:
        """Direction towards the camera, (3,), unit, local."""
        return np.asarray(-self._axes[2])

    def __call__(self, x: Any, y: Any, z: Any) -> np.ndarray:
        """Return places in the picture, (..., 2): fractions from its left and upper edge.

        Parameters
        ----------
        x, y, z : floats or arrays
            RD, m; m NAP.
        """
        local = self.frame.to_local(x, y, z).astype(np.float64) - self.view.focal
        right, up, _ = self._axes
        return np.stack(
            (
                0.5 + local @ right / (self.view.height * self.aspect),
                0.5 - local @ up / self.view.height,
            ),
            axis=-1,
        )

    def vector(self, dx: float, dy: float) -> tuple[float, float]:
        """Return how a level direction looks: to the right and upward, shares of its length."""
        direction = np.array([dx, dy, 0.0])
        return float(direction @ self._axes[0]), float(direction @ self._axes[1])


def annotate(
    projection: Projection,
    block: BlockShape,
    marks: Sequence[Mark] = (),
    words: Mapping[str, str] | None = None,
    most: int = MOST_LABELS,
    lettering: Lettering | None = None,
) -> dict[str, Any]:
    """Return everything that is written over a picture, as plain JSON (``Overlay`` of the viewer).

    Parameters
    ----------
    projection : Projection
    block : BlockShape
    marks : sequence of Mark
        Labels in order of importance, and rings.
    words : mapping, optional
        Names of the sides (``south`` ...) and ``scale`` with ``{m}`` and ``{kant}`` or ``{side}``.
    most : int
        Labels at most.
    lettering : Lettering, optional
        How wide words are, and where something is written already: nothing lies over anything else.
    """
    words, lettering = words or {}, lettering or Lettering()
    room = Room(projection.size, lettering.taken)
    ticks = _ticks(projection, block, room, lettering)
    scale = _scale(projection, block, words, (room, lettering))
    sides = _sides(projection, block, words, (room, lettering))
    labels, pins = _places(projection, block, marks, (room, lettering, most))
    east, north = projection.vector(0.0, 1.0)
    return {
        "labels": labels,
        "scale": scale,
        "ticks": ticks,
        "sides": sides,
        "north": {"angle": math.degrees(math.atan2(east, north)), "length": math.hypot(east, north)},
        "pins": pins,
    }


def _places(
    projection: Projection, block: BlockShape, marks: Sequence[Mark], written: tuple[Room, Lettering, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Labels and rings of the marks that can be seen."""
    room, lettering, most = written
    labels: list[dict[str, Any]] = []
    pins: list[dict[str, Any]] = []
    plates: list[Box] = []
    for mark in marks:
        z = float(Sampler(block.grid, np.array([mark.x]), np.array([mark.y]))(block.under(mark))[0])
        if not math.isfinite(z):
            continue
        foot = projection(mark.x, mark.y, z)
        inside = bool(((foot > _INSIDE) & (foot < 1 - _INSIDE)).all())
        if not inside or _hidden(projection, block, mark, foot):
            continue
        if mark.kind != "label":
            pins.append({"at": _pair(foot), "text": mark.text, "kind": mark.kind})
            if mark.kind == "pin":
                room.keep(_round_pin(projection, foot))
            continue
        x, y = foot * projection.size
        # What it names lies under something.
        if any(left <= x <= right and top <= y <= base for left, top, right, base in lettering.taken):
            continue
        wide = lettering.width(mark.text) + _PADDING + (_DOT if mark.certainty else 0.0)
        if len(labels) < most and (plate := _free_plate(projection, foot, wide, (room, plates))):
            at = ((plate[0] + plate[2]) / 2 / projection.size[0], plate[3] / projection.size[1])
            places = {"at": _pair(at), "foot": _pair(foot)}
            labels.append({"id": mark.id, "text": mark.text, **places, "certainty": mark.certainty})
    return labels, pins


def _round_pin(projection: Projection, foot: np.ndarray) -> Box:
    """Return the box of a pin, px: no name of what comes after it stands there."""
    x, y = float(foot[0]) * projection.size[0], float(foot[1]) * projection.size[1]
    return x - _PIN, y - _PIN, x + _PIN, y + _PIN


def _hidden(projection: Projection, block: BlockShape, mark: Mark, foot: np.ndarray) -> bool:
    """Tell whether higher ground stands in front of a place."""
    origin, direction = pixel_ray(
        projection.view, projection.frame, float(foot[0]), 1.0 - float(foot[1]), projection.aspect
    )
    surface = block.under(mark)
    # Where a lid is taken the ground below it hides nothing more than the ground does.
    hit = pick_ground(block.grid, np.where(np.isnan(surface), block.ground, surface), origin, direction)
    return hit is None or math.hypot(hit[0] - mark.x, hit[1] - mark.y) > _HIDDEN_BEHIND


def _free_plate(
    projection: Projection, foot: np.ndarray, wide: float, written: tuple[Room, list[Box]]
) -> Box | None:
    """Take the box of a plate above a place, px: it overlaps nothing, and its line runs through no other."""
    (width, height), (room, plates) = projection.size, written
    x, y = float(foot[0]) * width, float(foot[1]) * height
    for shift, leader in itertools.product(_SHIFTS, _LEADERS):
        middle = min(max(x + shift * (wide / 2 + 8), wide / 2 + 4), width - wide / 2 - 4)
        box = (middle - wide / 2, y - leader - _PLATE_HIGH, middle + wide / 2, y - leader)
        line = _pieces((middle, y - leader), (x, y))
        if any(overlap(piece, plate, 1.0) for piece in line for plate in plates) or not room.take(box):
            continue
        plates.append(box)
        # Names that come later stand beside the line.
        room.keep(*line)
        return box
    return None


def _pieces(start: tuple[float, float], stop: tuple[float, float], count: int = 6) -> list[Box]:
    """Return a slanting line as a row of small boxes, px."""
    steps = np.linspace(start, stop, count + 1).tolist()
    return [
        (min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]))
        for p, q in itertools.pairwise(steps)
    ]


def _front(projection: Projection) -> str:
    """Side that faces the camera most."""
    away = projection.away
    return max(_SIDES, key=lambda side: _SIDES[side][0] * away[0] + _SIDES[side][1] * away[1])


def _edge(grid: Grid, side: str, beside: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the lower edge of a side, moved outward, from left to right seen from outside."""
    e = grid.extent
    nx, ny = _SIDES[side]
    middle = np.array([(e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2])
    half = np.array([e.width / 2, e.height / 2])
    outward = np.array([nx, ny])
    right = np.array([-ny, nx])
    centre = middle + outward * half + outward * beside
    return centre - right * half, centre + right * half


def _scale(
    projection: Projection, block: BlockShape, words: Mapping[str, str], written: tuple[Room, Lettering]
) -> dict[str, Any] | None:
    """Bar of a round length along the front edge; true there, because the projection is parallel.

    Where that edge is out of the picture, or taken, the bar lies level in the lower left corner: it is
    true there for everything that lies across the picture.
    """
    e, base, side = block.grid.extent, block.base, _front(projection)
    a, b = _edge(block.grid, side, _BESIDE * math.hypot(e.width, e.height))
    long = float(np.linalg.norm(b - a))
    length = _round_length(0.34 * long)
    towards = (b - a) / long
    ends = projection(np.array([a[0], b[0]]), np.array([a[1], b[1]]), base)
    name = words.get(side, side)
    text = words.get("scale", "{m} m").format(m=f"{length:g}", side=name, kant=name)
    starts = [a + towards * 0.02 * long, b - towards * (0.02 * long + length)]
    # At the end that is nearest to the viewer: the lower one in the picture.
    for start in starts if ends[0, 1] >= ends[1, 1] else starts[::-1]:
        stop = start + towards * length
        places = projection(np.array([start[0], stop[0]]), np.array([start[1], stop[1]]), base)
        if ((places > _INSIDE) & (places < 1 - _INSIDE)).all():
            found = _bar(places * projection.size, text, projection, written)
            if found is not None:
                return found
    return _corner_scale(projection, written)


def _corner_scale(projection: Projection, written: tuple[Room, Lettering]) -> dict[str, Any] | None:
    """Level bar in the lower left corner, as low as there is room."""
    width, height = projection.size
    per_metre = height / projection.view.height
    length = _round_length(0.2 * width / per_metre)
    for up in range(8):
        y = height - _ABOVE - 2.5 * LETTERS * up
        places = np.array([(_CORNER, y), (_CORNER + length * per_metre, y)])
        found = _bar(places, f"{length:g} m", projection, written)
        if found is not None:
            return found
    return None


def _bar(
    places: np.ndarray, text: str, projection: Projection, written: tuple[Room, Lettering]
) -> dict[str, Any] | None:
    """Return a bar between two places, px, with its words below; None where there is no room."""
    room, lettering = written
    at = float(places[:, 0].mean()), float(places[:, 1].max()) + 1.1 * LETTERS
    words = text_box(at, lettering.width(text) + 4, 1.3 * LETTERS)
    # A slanting bar is a row of small boxes.
    steps = _pieces(*places.tolist())
    pieces = [(left, top - 7, right, low + 7) for left, top, right, low in steps]
    if not (room.allows(words) and room.take(*pieces)):
        return None
    room.keep(words)
    a, b = places / projection.size
    return {"a": _pair(a), "b": _pair(b), "text": text, "at": _pair(np.array(at) / projection.size)}


def _round_length(most: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above ``most``."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most)


def _ticks(
    projection: Projection, block: BlockShape, room: Room, lettering: Lettering
) -> list[dict[str, Any]]:
    """Depths below today's ground on the corner that is rightmost in the picture."""
    e, base = block.grid.extent, block.base
    columns, rows = ((e.xmin, 0), (e.xmax, -1)), ((e.ymin, 0), (e.ymax, -1))
    corners = [(x, y, row, column) for x, column in columns for y, row in rows]
    away = projection.away
    # Of two that are as far to the right, the one nearer to the viewer.
    x, y, row, column = max(
        corners,
        key=lambda c: (round(float(projection(c[0], c[1], base)[0]), 6), c[0] * away[0] + c[1] * away[1]),
    )
    surface, now = (float(a[row, column]) for a in (block.today, block.ground))
    depths = [depth for depth in _DEPTHS if base <= surface - depth <= max(now, surface)]
    if not depths:
        return []
    places = np.array([projection(x, y, surface - depth) for depth in depths])
    steps = np.abs(np.diff(places[:, 1])) * projection.size[1]
    if len(depths) > 2 and steps.min() < _FIGURE:
        depths, places = [depths[0], depths[-1]], places[[0, -1]]
    # Seen from above they would stand on top of each other.
    if len(depths) < 2 or abs(places[0, 1] - places[-1, 1]) * projection.size[1] < _FIGURE:
        return []
    texts = [f"{depth:g}{' m' if depth in (_DEPTHS[0], _DEPTHS[-1]) else ''}" for depth in depths]
    boxes = [
        (px, py - _FIGURE / 2, px + 1.35 * LETTERS + 0.85 * lettering.width(text), py + _FIGURE / 2)
        for (px, py), text in zip((places * projection.size).tolist(), texts, strict=True)
    ]
    if not all(room.allows(box) for box in boxes):
        return []
    room.keep(*boxes)
    return [{"at": _pair(place), "text": text} for place, text in zip(places, texts, strict=True)]


def _sides(
    projection: Projection, block: BlockShape, words: Mapping[str, str], written: tuple[Room, Lettering]
) -> list[dict[str, Any]]:
    """Names of the sides in view, along what is in the picture of their lower edges."""
    e, base, (room, lettering) = block.grid.extent, block.base, written
    names = []
    for side, (nx, ny) in _SIDES.items():
        if nx * projection.away[0] + ny * projection.away[1] < _FACING:
            continue
        a, b = _edge(block.grid, side, 1.6 * _BESIDE * math.hypot(e.width, e.height))
        ends = projection(np.array([a[0], b[0]]), np.array([a[1], b[1]]), base)
        first, last = _part_in_view(ends[0], ends[1])
        step = (ends[1] - ends[0]) * projection.size
        angle = math.degrees(math.atan2(step[1], step[0]))
        if abs(angle) > 90:
            angle -= math.copysign(180.0, angle)
        text = words.get(side, side)
        wide = lettering.width(text)
        if (last - first) * float(np.hypot(*step)) < wide:
            continue
        for share in _ALONG:
            at = ends[0] + (ends[1] - ends[0]) * (first + share * (last - first))
            place = float(at[0]) * projection.size[0], float(at[1]) * projection.size[1]
            if room.take(text_box(place, wide, 1.2 * LETTERS, angle)):
                names.append({"at": _pair(at), "angle": round(angle, 1), "text": text})
                break
    return names


def _part_in_view(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Return from where to where, 0 to 1, the way from one place to another lies in the picture."""
    first, last = 0.0, 1.0
    for start, step in zip(a.tolist(), (b - a).tolist(), strict=True):
        if abs(step) < 1e-9:
            if not _INSIDE < start < 1 - _INSIDE:
                return 0.0, 0.0
            continue
        low, high = sorted(((_INSIDE - start) / step, (1 - _INSIDE - start) / step))
        first, last = max(first, low), min(last, high)
    return (first, last) if last > first else (0.0, 0.0)


def _pair(place: Any) -> list[float]:
    return [round(float(place[0]), 4), round(float(place[1]), 4)]
