"""Handles on a cut: where they stand in the picture, and what the cut becomes when one is moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.turntable import pixel_ray
from wijkgenese3d.web.logic.cut_fields import Limits

__all__ = ["Handle", "dragged", "handles_of", "nudged"]

STEP, STEP_UP = 10.0, 1.0
"""m: so far an arrow moves a handle, on the map and up or down."""
_AXES = {"x": np.array([1.0, 0.0, 0.0]), "y": np.array([0.0, 1.0, 0.0]), "z": np.array([0.0, 0.0, 1.0])}


@dataclass(frozen=True)
class Handle:
    """A handle.

    Parameters
    ----------
    key : str
        ``x``, ``y``, ``z`` of a bite; ``a``, ``b`` of a line.
    at : (x, y, z)
        RD, m; m NAP.
    value : float
        What it sets, for who cannot see it: RD or NAP, m; of a point its distance from the west.
    """

    key: str
    at: tuple[float, float, float]
    value: float

    def as_json(self, projection: Projection, limits: Limits) -> dict[str, Any]:
        """Return ``CutHandle`` of the shared components."""
        place = projection(*self.at)
        low, high = limits.of("z" if self.key == "z" else "y" if self.key == "y" else "x")
        return {
            "key": self.key,
            "at": [round(float(place[0]), 4), round(float(place[1]), 4)],
            "value": round(self.value, 1),
            "min": low,
            "max": high,
        }


def handles_of(cut: Cut, ground: np.ndarray, limits: Limits, grid: Any) -> list[Handle]:
    """Return the handles of a cut.

    Parameters
    ----------
    cut : Cut
    ground : (ny, nx)
        Ground surface of the whole block, m NAP, on ``grid``.
    limits : Limits
    grid : Grid
    """
    piece = cut.piece
    if isinstance(piece, Halving):
        points = np.array([piece.start, piece.end])
        z = Sampler(grid, points[:, 0], points[:, 1])(ground) - cut.dig
        return [
            Handle(key, (point[0], point[1], float(height)), point[0])
            for key, point, height in zip("ab", (piece.start, piece.end), z, strict=True)
        ]
    if not isinstance(piece, Bite):
        return []
    (x0, x1), (y0, y1) = piece.footprint(limits.extent)
    places = {"x": (piece.x, (y0 + y1) / 2), "y": ((x0 + x1) / 2, piece.y), "z": (piece.x, piece.y)}
    xy = np.array(list(places.values()))
    z = np.maximum(Sampler(grid, xy[:, 0], xy[:, 1])(ground) - cut.dig, piece.z)
    found = [
        Handle(key, (*place, float(height)), getattr(piece, key))
        for (key, place), height in zip(places.items(), z, strict=True)
        if key != "z"
    ]
    return [*found, Handle("z", (piece.x, piece.y, piece.z), piece.z)]


def dragged(
    cut: Cut, handle: Handle, place: tuple[float, float], projection: Projection, limits: Limits
) -> Cut:
    """Return the cut with a handle moved to a place in the picture, fractions from left and above."""
    piece = cut.piece
    if isinstance(piece, Bite):
        axis = _AXES[handle.key]
        start = np.asarray(projection(*handle.at)) * projection.size
        step = np.asarray(projection(*(np.array(handle.at) + axis))) * projection.size - start
        length = float(step @ step)
        if length < 1e-6:
            # Seen along its own axis it cannot be moved.
            return cut
        moved = float((np.array(place) * projection.size - start) @ step) / length
        return _moved(cut, handle.key, moved, limits)
    if isinstance(piece, Halving):
        origin, direction = pixel_ray(
            projection.view, projection.frame, place[0], 1.0 - place[1], projection.aspect
        )
        if abs(direction[2]) < 1e-9:
            return cut
        at = origin + direction * (handle.at[2] - origin[2]) / direction[2]
        return _point(cut, handle.key, (float(at[0]), float(at[1])), limits)
    return cut


def nudged(cut: Cut, key: str, right: float, up: float, limits: Limits) -> Cut:
    """Return the cut with a handle moved by arrows, in steps to the east and to the north (or upward)."""
    piece = cut.piece
    if isinstance(piece, Bite) and key in _AXES:
        step = STEP_UP if key == "z" else STEP
        return _moved(cut, key, (right or up) * step, limits)
    if isinstance(piece, Halving) and key in "ab":
        x, y = piece.start if key == "a" else piece.end
        return _point(cut, key, (x + right * STEP, y + up * STEP), limits)
    return cut


def _moved(cut: Cut, key: str, by: float, limits: Limits) -> Cut:
    piece = cut.piece
    assert isinstance(piece, Bite)
    moved = replace(piece, **{key: getattr(piece, key) + by})
    return replace(cut, piece=moved.within(limits.extent, limits.base, limits.top))


def _point(cut: Cut, key: str, spot: tuple[float, float], limits: Limits) -> Cut:
    piece, e = cut.piece, limits.extent
    assert isinstance(piece, Halving)
    kept = (min(max(spot[0], e.xmin), e.xmax), min(max(spot[1], e.ymin), e.ymax))
    other = piece.end if key == "a" else piece.start
    if abs(kept[0] - other[0]) + abs(kept[1] - other[1]) < 2 * STEP_UP:
        return cut
    moved = replace(piece, start=kept) if key == "a" else replace(piece, end=kept)
    return replace(cut, piece=moved)
