"""Buildings as boxes with a simple roof: a ridge over four corners, flat over any other plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import dist

import numpy as np

from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.light import lit, shade
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, face_normals
from wijkgenese3d.geometry.polygon import counter_clockwise, triangulated
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid

__all__ = ["make_buildings"]

HEIGHT_SHARE = 0.62
"""Share of the exaggeration of the ground that buildings get, at least true to scale: rows are no walls."""
_SOFT = 0.6
"""Share of the light that shows: drawn this steep, roofs turned away from it would be black."""
_ROOF_SHARE, _ROOF_SLOPE = 0.42, 0.9
_SUNK = 1.0
_RIDGE_AT_MOST = 18.0

# Corners 0-3 at the foot, 4-7 at the eaves, 8 and 9 at the ends of the ridge; long sides 0-1 and 2-3.
_GABLED = np.array(
    [
        *((a, (a + 1) % 4, (a + 1) % 4 + 4) for a in range(4)),
        *((a, (a + 1) % 4 + 4, a + 4) for a in range(4)),
        (5, 6, 9),
        (7, 4, 8),
        (4, 5, 9),
        (4, 9, 8),
        (6, 7, 8),
        (6, 8, 9),
    ],
    dtype=np.int32,
)
_GABLED_ROOF = np.array([False] * 10 + [True] * 4)


def make_buildings(
    features: Iterable[Feature],
    grid: Grid,
    ground: np.ndarray,
    colours: BlockColours,
    frame: LocalFrame,
    roofs: Mapping[str, str] | None = None,
) -> ColouredMesh:
    """Return all buildings as one mesh.

    Parameters
    ----------
    features : iterable of Feature
        Polygons with a height above 0 are drawn, others are not.
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP: what the buildings stand on.
    roofs : mapping of str to str, optional
        Type of building to ``grey``, ``straw`` or ``pale``; others have a red roof.
    """
    drawn = [f for f in features if f.geometry == "Polygon" and f.height > 0]
    if not drawn:
        return ColouredMesh.merged([])
    rings = [counter_clockwise(np.array([p[:2] for p in f.xy])) for f in drawn]
    corners = np.concatenate(rings)
    at = Sampler(grid, corners[:, 0], corners[:, 1])(ground)
    ends = np.cumsum([len(ring) for ring in rings])
    levels = np.split(at, ends[:-1])
    taller = max(1.0, HEIGHT_SHARE * frame.exaggeration) / frame.exaggeration
    heights = np.array([f.height for f in drawn]) * taller
    kinds = {"grey": colours.roof_grey, "straw": colours.roof_straw, "pale": colours.roof_pale}
    roof = np.array([kinds.get((roofs or {}).get(f.type, ""), colours.roof) for f in drawn])
    gabled = np.array([_has_ridge(ring) for ring in rings])
    parts = []
    if gabled.any():
        which = np.flatnonzero(gabled)
        quads = np.stack([rings[i] for i in which])
        floor = np.stack([levels[i] for i in which])
        parts.append(_gabled(quads, floor, heights[which], roof[which], colours.plaster, frame))
    parts.extend(
        _flat(rings[i], levels[i], float(heights[i]), roof[i], colours.plaster, frame)
        for i in np.flatnonzero(~gabled)
    )
    return ColouredMesh.merged(parts)


def _has_ridge(ring: np.ndarray) -> bool:
    """Tell whether a plan is a narrow quadrilateral."""
    if len(ring) != 4:
        return False
    a, b, c, d = ring.tolist()
    return min(dist(a, b) + dist(c, d), dist(b, c) + dist(d, a)) / 2 <= _RIDGE_AT_MOST


def _gabled(
    quads: np.ndarray,
    floor: np.ndarray,
    heights: np.ndarray,
    roofs: np.ndarray,
    plaster: RGB,
    frame: LocalFrame,
) -> ColouredMesh:
    """Boxes (n, 4, 2) on the ground at their corners (n, 4), with a ridge along the longer sides."""
    sides = np.hypot(*np.moveaxis(np.roll(quads, -1, axis=1) - quads, -1, 0))
    turn = sides[:, 0] + sides[:, 2] < sides[:, 1] + sides[:, 3]
    quads = np.where(turn[:, None, None], np.roll(quads, -1, axis=1), quads)
    width = np.minimum(sides[:, 0] + sides[:, 2], sides[:, 1] + sides[:, 3]) / 2
    top = floor.mean(axis=1) + heights
    eaves = top - np.minimum(_ROOF_SHARE * heights, _ROOF_SLOPE * width / 2)
    foot = floor.min(axis=1) - _SUNK
    xy = np.concatenate(
        (quads, quads, quads[:, [3, 0]].mean(1)[:, None], quads[:, [1, 2]].mean(1)[:, None]), axis=1
    )
    z = np.concatenate(
        [np.repeat(h[:, None], k, axis=1) for h, k in ((foot, 4), (eaves, 4), (top, 2))], axis=1
    )
    points = frame.to_local(xy[..., 0], xy[..., 1], z).reshape(-1, 3)
    first = np.arange(len(quads), dtype=np.int32)[:, None, None] * 10
    triangles = (_GABLED + first).reshape(-1, 3)
    own = np.where(_GABLED_ROOF[None, :, None], roofs[:, None, :], np.array(plaster)[None, None, :])
    return ColouredMesh(points, triangles, _in_light(points, triangles, own.reshape(-1, 3)))


def _flat(
    ring: np.ndarray, floor: np.ndarray, height: float, roof: np.ndarray, plaster: RGB, frame: LocalFrame
) -> ColouredMesh:
    """One prism with a flat roof."""
    n = len(ring)
    foot = frame.to_local(ring[:, 0], ring[:, 1], floor.min() - _SUNK)
    top = frame.to_local(ring[:, 0], ring[:, 1], floor.mean() + height)
    a = np.arange(n)
    b = (a + 1) % n
    walls = np.concatenate((np.stack((a, b, b + n), 1), np.stack((a, b + n, a + n), 1)))
    cap = triangulated(ring) + n
    triangles = np.concatenate((walls, cap)).astype(np.int32)
    own = np.concatenate((np.tile(plaster, (len(walls), 1)), np.tile(roof, (len(cap), 1))))
    points = np.concatenate((foot, top))
    return ColouredMesh(points, triangles, _in_light(points, triangles, own))


def _in_light(points: np.ndarray, triangles: np.ndarray, own: np.ndarray) -> np.ndarray:
    brightness = 1.0 + _SOFT * (shade(face_normals(points, triangles)) - 1.0)
    return lit(own.astype(np.float32), brightness)
