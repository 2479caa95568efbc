"""Things that stand out as one sign each: a windmill. Where and when they stood is in the scene."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.light import lit, shade
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, face_normals
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid

__all__ = ["MILLS", "make_glyphs"]

MILLS = frozenset({"molen"})
TALLEST = 1.75
"""Signs are drawn at most so many times higher than they are."""
_SIDES = 8
_HIGH, _FOOT, _HEAD = 17.0, 6.5, 3.4
"""Height, and radius below and above, m: larger than life, as a sign on a map."""
_SAIL, _SAIL_WIDE = 13.0, 2.6
_FACING = (-0.62, -0.78)
"""Where the sails look: to the default viewpoint."""


def make_glyphs(
    features: Iterable[Feature], grid: Grid, ground: np.ndarray, colours: BlockColours, frame: LocalFrame
) -> ColouredMesh | None:
    """Return all signs as one mesh, or None where there are none.

    Parameters
    ----------
    features : iterable of Feature
        Points of a type in :data:`MILLS` are drawn, others are not.
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP: what they stand on.
    """
    places = np.array([f.xy[0][:2] for f in features if f.geometry == "Point" and f.type in MILLS])
    if not len(places):
        return None
    floor = Sampler(grid, places[:, 0], places[:, 1])(ground)
    return ColouredMesh.merged(
        [_mill(x, y, z, colours, frame) for (x, y), z in zip(places.tolist(), floor.tolist(), strict=True)]
    )


def _mill(x: float, y: float, z: float, colours: BlockColours, frame: LocalFrame) -> ColouredMesh:
    """Body of eight sides, a cap, and four sails."""
    higher = min(frame.exaggeration, TALLEST) / frame.exaggeration
    turn = 2 * np.pi * np.arange(_SIDES) / _SIDES
    ring = [
        frame.to_local(x + r * np.cos(turn), y + r * np.sin(turn), z + up * higher)
        for r, up in ((_FOOT, -0.5), (_HEAD, _HIGH))
    ]
    tip = frame.to_local(x, y, z + (_HIGH + 4.0) * higher)[None]
    points = np.concatenate((*ring, tip))
    a = np.arange(_SIDES)
    b = (a + 1) % _SIDES
    body = np.concatenate((np.stack((a, b, b + _SIDES), 1), np.stack((a, b + _SIDES, a + _SIDES), 1)))
    cap = np.stack((a + _SIDES, b + _SIDES, np.full(_SIDES, 2 * _SIDES)), 1)
    triangles = np.concatenate((body, cap)).astype(np.int32)
    own = np.concatenate(
        (np.tile(colours.plaster, (len(body), 1)), np.tile(colours.roof_straw, (len(cap), 1)))
    )
    brightness = 1.0 + 0.6 * (shade(face_normals(points, triangles)) - 1.0)
    solid = ColouredMesh(points, triangles, lit(own.astype(np.float32), brightness))
    return ColouredMesh.merged([solid, _sails(x, y, z, colours, frame)])


def _sails(x: float, y: float, z: float, colours: BlockColours, frame: LocalFrame) -> ColouredMesh:
    """Four blades that cross in front of the cap, seen from both sides."""
    higher = min(frame.exaggeration, TALLEST)
    out = np.array([*_FACING, 0.0]) / np.hypot(*_FACING)
    across = np.array([-out[1], out[0], 0.0])
    hub = frame.to_local(x, y, z).astype(np.float64) + out * (_HEAD + 1.5) + [0.0, 0.0, _HIGH * higher]
    up = np.array([0.0, 0.0, 1.0])
    points: list[np.ndarray] = []
    triangles: list[tuple[int, int, int]] = []
    for angle in np.pi / 4 + np.pi / 2 * np.arange(4):
        along = np.cos(angle) * across + np.sin(angle) * up
        side = -np.sin(angle) * across + np.cos(angle) * up
        first = 4 * (len(points) // 4)
        points += [hub, hub + along * _SAIL, hub + along * _SAIL + side * _SAIL_WIDE, hub + side * 0.6]
        triangles += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    faces = np.array(triangles, dtype=np.int32)
    faces = np.concatenate((faces, faces[:, ::-1]))
    colour = np.tile(np.array(colours.ink, dtype=np.uint8), (len(faces), 1))
    return ColouredMesh(np.array(points, dtype=np.float32), faces, colour)
