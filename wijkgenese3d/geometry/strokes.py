"""What layers paint over the land cover: roads and rails, sewers, contours, shadows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from wijkgenese3d.geometry.canvas import Canvas
from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.drape import Stroke
from wijkgenese3d.geometry.light import lit
from wijkgenese3d.geometry.rasterised import beside_lines, inside_rings
from wijkgenese3d.geometry.surroundings import Quiet
from wijkgenese3d.model.features import Feature

__all__ = ["Paint", "contour_strokes", "line_strokes", "shadow_strokes"]

CONTOUR_EVERY = 2.5
"""Interval of the contours, m."""
_CONTOUR = 0.80
_LEVEL = 0.001
"""Slope below which ground is level and has no contour."""
_KERB = 0.72
"""How light the edge of a road is."""
_KERB_WIDE = (0.6, 1.2)
"""How far that edge reaches inward and outward, m."""
_THIN, _CASING = 2.0, 4.5
"""Width of a thin line and of its lighter casing, m."""
_SHADOW = 0.40
_SEEN = 0.10
"""Of the full shadow: what is lighter is left out."""
SHADOW_TOWARDS = (0.74, -0.67)
"""Direction of shadows on the ground, x east, y north: away from the light."""
_DASH, _GAP = 9.0, 6.0
THIN = {
    "tram": "rail",
    "spoor": "rail",
    "riool": "pipe",
    "waterleiding": "channel",
    "beek": "channel",
    "sloot": "channel",
}
"""Types of lines that are drawn as one thin line, whatever their width."""


@dataclass(eq=False)
class Paint:
    """What strokes are painted with.

    Parameters
    ----------
    canvas : Canvas
    light : (rows, columns) float32
        Bare light on the ground.
    quiet : Quiet, optional
        Where colours are toned down.
    """

    canvas: Canvas
    light: np.ndarray
    quiet: Quiet | None = None

    def covered(self, layer: str, mask: np.ndarray, colour: RGB, brightness: float = 1.0) -> Stroke:
        """Paint pixels in one colour, in the light that falls there."""
        index = np.flatnonzero(mask).astype(np.int32)
        own = np.broadcast_to(np.array(colour, dtype=np.float32), (len(index), 3))
        laid = lit(own, self.light.ravel()[index] * brightness)
        if self.quiet is not None:
            self.quiet.tone(laid, index)
        return Stroke(layer, index, laid)

    def darkened(self, layer: str, index: np.ndarray, share: np.ndarray) -> Stroke:
        """Make pixels darker, whatever is shown there: a share (n,) of 0 is black, 1 leaves them."""
        return Stroke(layer, index, np.rint(255 * share).astype(np.uint8))


def line_strokes(
    paint: Paint, lines: Iterable[Feature], classes: Callable[[Feature], int], colours: BlockColours
) -> list[Stroke]:
    """Paint roads with their edges, rails, channels and sewers.

    Parameters
    ----------
    lines : iterable of Feature
        Poly-lines with a width.
    classes : function
        Code of the land cover that a line shows as, 0 for none.
    """
    roads: dict[int, list[Feature]] = {}
    thin: dict[str, list[Feature]] = {}
    for line in lines:
        code = classes(line)
        if line.type in THIN:
            thin.setdefault(THIN[line.type], []).append(line)
        elif code:
            roads.setdefault(code, []).append(line)
    strokes = []
    for code, some in roads.items():
        colour = _rgb(colours.cover[code])
        away = beside_lines(paint.canvas, [(_xy(line), max(line.width, 3.0)) for line in some])
        inner = away <= -_KERB_WIDE[0]
        strokes.append(paint.covered("roads", (away <= _KERB_WIDE[1]) & ~inner, colour, _KERB))
        strokes.append(paint.covered("roads", inner, colour, 1.04))
    for key, some in thin.items():
        strokes += _thin_strokes(paint, key, some, colours)
    return strokes


def _thin_strokes(paint: Paint, key: str, lines: list[Feature], colours: BlockColours) -> list[Stroke]:
    """Draw rails, channels or pipes: one line in a lighter casing; pipes lie in the ground and are dashed."""
    layer, casing, colour = {
        "channel": ("water", colours.plaster, colours.water),
        "rail": ("roads", colours.plaster, colours.rail),
        "pipe": ("sewer", colours.boundary, colours.sewer),
    }[key]
    wide = beside_lines(paint.canvas, [(_xy(line), _CASING) for line in lines]) <= 0
    dashes = (_DASH + _GAP, _DASH) if key == "pipe" else None
    narrow = beside_lines(paint.canvas, [(_xy(line), _THIN) for line in lines], dashes) <= 0
    return [paint.covered(layer, wide & ~narrow, casing), paint.covered(layer, narrow, colour)]


def _xy(line: Feature) -> np.ndarray:
    return np.array([point[:2] for point in line.xy])


def contour_strokes(paint: Paint, heights: np.ndarray) -> list[Stroke]:
    """Draw contours where heights (rows, columns), m NAP, pass a step of the interval."""
    step = np.floor(heights / CONTOUR_EVERY).astype(np.int16)
    line = np.zeros(step.shape, dtype=bool)
    least = np.float32(_LEVEL * paint.canvas.pixel)
    for axis in (0, 1):
        # Level ground at the height of a contour would be full of ink by the roughness of its numbers.
        passes = (np.diff(step, axis=axis) != 0) & (np.abs(np.diff(heights, axis=axis)) > least)
        part = line[:-1] if axis == 0 else line[:, :-1]
        part |= passes
    index = np.flatnonzero(line).astype(np.int32)
    return [paint.darkened("contours", index, np.full(len(index), _CONTOUR))]


def shadow_strokes(
    paint: Paint,
    rings: Sequence[np.ndarray] | np.ndarray,
    lengths: Sequence[float] | np.ndarray,
    layer: str,
    soft: float = 1.4,
    *,
    upright: bool = True,
) -> list[Stroke]:
    """Lay soft shadows of upright things on the ground, away from the light.

    Parameters
    ----------
    rings : sequence of (n, 2)
        Plans, RD.
    lengths : sequence of float
        Of the shadows, m.
    soft : float
        Width of their edge, m.
    upright : bool
        Things whose walls stand on their plan: the ground under it cannot be seen, and gets no shadow.
    """
    if not len(rings):
        return []

    towards = np.array(SHADOW_TOWARDS)
    swept = (
        ring + towards * (length * part)
        for ring, length in zip(rings, lengths, strict=True)
        for part in (0.0, 0.5, 1.0)
    )
    dark = gaussian_filter(inside_rings(paint.canvas, swept).astype(np.float32), soft / paint.canvas.pixel)
    if upright:
        dark[inside_rings(paint.canvas, rings)] = 0.0
    index = np.flatnonzero(dark > _SEEN).astype(np.int32)
    return [paint.darkened(layer, index, 1.0 - _SHADOW * dark.ravel()[index])]


def _rgb(colour: np.ndarray) -> RGB:
    r, g, b = (int(c) for c in colour)
    return r, g, b
