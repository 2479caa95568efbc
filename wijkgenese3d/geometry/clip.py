"""Cut a piece away from triangles: what lies inside all of a few half-spaces goes, crisp along their planes.

Triangles that a plane does not touch are only chosen, never copied corner by corner: of the 240,000 of a
terrain a few thousand are really cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh

__all__ = ["HalfSpaces", "Taken", "clip", "clip_strokes", "drop_whole", "feet_of"]

Mesh = TypeVar("Mesh", TexturedMesh, ColouredMesh)


@dataclass(frozen=True, eq=False)
class HalfSpaces:
    """The piece that is taken: where ``points @ normals[k] > offsets[k]`` for every plane ``k``.

    Parameters
    ----------
    normals : (k, 3) float64
        Local.
    offsets : (k,) float64
        Local m, for unit normals.
    """

    normals: np.ndarray
    offsets: np.ndarray

    def distances(self, points: np.ndarray) -> np.ndarray:
        """Return how far points, (..., 3) local, lie inside each half-space, (..., k) float64; m."""
        return np.asarray(points, dtype=np.float64) @ self.normals.T - self.offsets

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Tell which points lie in the piece that is taken, (...) bool."""
        return np.asarray((self.distances(points) > 0).all(axis=-1))


@dataclass(frozen=True, eq=False)
class Taken:
    """The part of a mesh that was taken.

    Parameters
    ----------
    corners : (m, 3, 3) float64
        Corners of its triangles, local.
    distances : (m, 3, k) float64
        Of the corners, inside each half-space; exactly 0 on its plane.
    """

    corners: np.ndarray = field(repr=False)
    distances: np.ndarray = field(repr=False)

    def edges_on(self, plane: int) -> np.ndarray:
        """Return the edges that lie on a plane, (e, 2, 3) float64, local."""
        on = self.distances[:, :, plane] == 0.0
        found = [self.corners[on[:, a] & on[:, b]][:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))]
        return np.concatenate(found)


def clip(mesh: Mesh, piece: HalfSpaces) -> tuple[Mesh, Taken]:
    """Take a piece away.

    Returns
    -------
    mesh
        What is left; the very same where nothing goes.
    Taken
        What went.
    """
    count = len(piece.offsets)
    distance = piece.distances(mesh.points)
    inside = (distance > 0) @ (1 << np.arange(count))
    a, b, c = inside[mesh.triangles.T]
    every = (1 << count) - 1
    touches = (a | b | c) == every
    if not touches.any():
        return mesh, Taken(np.empty((0, 3, 3)), np.empty((0, 3, count)))
    whole = (a & b & c) == every
    mixed = np.flatnonzero(touches & ~whole)
    soup = _soup(mesh, distance, mixed)
    parts = []
    for k in range(count):
        column = soup.shape[2] - count + k
        parts.append(_half(soup, column, -1.0))
        soup = _half(soup, column, 1.0)
    kept = _rebuilt(mesh, np.flatnonzero(~touches), np.concatenate(parts))
    wholly = mesh.triangles[np.flatnonzero(whole)]
    corners = np.concatenate((mesh.points[wholly].astype(np.float64), soup[:, :, :3]))
    return kept, Taken(corners, np.concatenate((distance[wholly], soup[:, :, soup.shape[2] - count :])))


def feet_of(mesh: ColouredMesh) -> np.ndarray:
    """Return the foot of the thing that each triangle belongs to, (m, 3) float64, local.

    A thing is what hangs together: a house, a crown. Its foot is the middle of its corners, at the lowest.
    """
    if not len(mesh.triangles):
        return np.empty((0, 3))
    n = len(mesh.points)
    ends = np.concatenate((mesh.triangles[:, :2], mesh.triangles[:, 1:]))
    # They take 0.2 s to load: for who cuts.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(n, n))
    count, part = connected_components(graph, directed=False)
    number = np.bincount(part, minlength=count)
    foot = np.stack([np.bincount(part, mesh.points[:, k], count) / number for k in range(3)], axis=1)
    lowest = np.full(count, np.inf)
    np.minimum.at(lowest, part, mesh.points[:, 2])
    foot[:, 2] = lowest
    return np.asarray(foot[part[mesh.triangles[:, 0]]])


def drop_whole(mesh: ColouredMesh, piece: HalfSpaces, owner: np.ndarray) -> ColouredMesh:
    """Take away the things whose foot lies in the piece; nothing is cut in two.

    Parameters
    ----------
    mesh : ColouredMesh
    piece : HalfSpaces
    owner : (m, 3) float
        Foot of the thing that each triangle belongs to, local.
    """
    kept = ~piece.holds(owner)
    return mesh if kept.all() else replace(mesh, triangles=mesh.triangles[kept], colours=mesh.colours[kept])


def clip_strokes(line: DashedLine | None, piece: HalfSpaces) -> DashedLine | None:
    """Leave out the strokes of a line of which the middle lies in the piece; None where none is left."""
    if line is None or not line.strokes:
        return line
    middle = np.array([line.points[stroke].mean(axis=0) for stroke in line.strokes])
    kept = ~piece.holds(middle)
    strokes = tuple(s for s, stays in zip(line.strokes, kept, strict=True) if stays)
    return replace(line, strokes=strokes) if strokes else None


def _soup(mesh: TexturedMesh | ColouredMesh, distance: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Corners of the chosen triangles with all that belongs to them, (m, 3, 3 + attributes + planes)."""
    triangles = mesh.triangles[chosen]
    if isinstance(mesh, TexturedMesh):
        own = mesh.uv[triangles].astype(np.float64)
    else:
        own = np.repeat(mesh.colours[chosen][:, None, :].astype(np.float64), 3, axis=1)
    return np.concatenate((mesh.points[triangles].astype(np.float64), own, distance[triangles]), axis=2)


def _rebuilt(mesh: Mesh, chosen: np.ndarray, soup: np.ndarray) -> Mesh:
    """Return a mesh of the chosen triangles and of loose ones."""
    first = len(mesh.points)
    loose = np.arange(first, first + 3 * len(soup), dtype=np.int32).reshape(-1, 3)
    corners = soup.reshape(-1, soup.shape[2]).astype(np.float32)
    changed: dict[str, np.ndarray] = {
        "points": np.concatenate((mesh.points, corners[:, :3])),
        "triangles": np.concatenate((mesh.triangles[chosen], loose)),
    }
    if isinstance(mesh, TexturedMesh):
        changed["uv"] = np.concatenate((mesh.uv, corners[:, 3:5]))
    else:
        # One colour a triangle: what its first corner carries.
        own = np.rint(soup[:, 0, 3:6]).astype(np.uint8)
        changed["colours"] = np.concatenate((mesh.colours[chosen], own))
    return replace(mesh, **changed)


def _half(soup: np.ndarray, column: int, sign: float) -> np.ndarray:
    """Return the part of loose triangles where ``sign`` times a column is above 0; on the plane is 0."""
    value = sign * soup[:, :, column]
    inside = value > 0
    number = inside.sum(axis=1)
    one, two = soup[number == 1], soup[number == 2]
    parts = [soup[number == 3]]
    if len(one):
        one = _turned(one, inside[number == 1].argmax(axis=1))
        ab, ac = _crossing(one, 1, column), _crossing(one, 2, column)
        parts.append(np.stack((one[:, 0], ab, ac), axis=1))
    if len(two):
        two = _turned(two, (~inside[number == 2]).argmax(axis=1))
        ab, ac = _crossing(two, 1, column), _crossing(two, 2, column)
        parts.append(np.stack((ab, two[:, 1], two[:, 2]), axis=1))
        parts.append(np.stack((ab, two[:, 2], ac), axis=1))
    return np.concatenate(parts)


def _turned(soup: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Turn the corners of each triangle until ``first`` comes first."""
    order = (first[:, None] + np.arange(3)) % 3
    return np.asarray(np.take_along_axis(soup, order[:, :, None], axis=1))


def _crossing(soup: np.ndarray, to: int, column: int) -> np.ndarray:
    """Where the edge from the first corner to another one meets the plane."""
    a, b = soup[:, 0], soup[:, to]
    share = a[:, column] / (a[:, column] - b[:, column])
    met = a + (b - a) * share[:, None]
    met[:, column] = 0.0
    return np.asarray(met)
