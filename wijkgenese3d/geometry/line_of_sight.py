"""What a camera sees of a block in each of many places of its picture: ground, a side, or nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.turntable import pixel_ray
from wijkgenese3d.model.frame import Grid

__all__ = ["Hits", "Sight", "first_hits", "hits_of"]

SIDES = ("west", "east", "south", "north")
_STEPS, _HALVINGS = 72, 6


@dataclass(frozen=True, eq=False)
class Sight:
    """Lines of sight: the projection is parallel, so all have one direction.

    Parameters
    ----------
    start : (n, 3)
        RD, m; m NAP.
    ahead : (3,)
        Their direction.
    share : float
        Of the picture that each stands for.
    """

    start: np.ndarray
    ahead: np.ndarray
    share: float

    @classmethod
    def of(cls, projection: Projection, most: int) -> Sight:
        """Return those through the middles of about ``most`` equal parts of the picture."""
        start, ahead = _rays(projection, most)
        return cls(start, ahead, 1.0 / len(start))

    def without(self, lines: np.ndarray) -> Sight:
        """Return all but some, given by their numbers."""
        return Sight(np.delete(self.start, lines, axis=0), self.ahead, self.share)


@dataclass(frozen=True, eq=False)
class Hits:
    """Where the lines of sight meet the block first.

    Parameters
    ----------
    ground : (n, 3)
        RD and m NAP of those that meet the surface.
    lines : (n,) int
        The number of each of these among all lines of sight.
    sides : mapping of str to (m, 3)
        RD and m NAP of those that meet a side, by its name.
    share : float
        Of the picture that each line of sight stands for.
    """

    ground: np.ndarray
    lines: np.ndarray
    sides: dict[str, np.ndarray]
    share: float


def first_hits(projection: Projection, grid: Grid, surface: np.ndarray, base: float, most: int) -> Hits:
    """Return what is seen in the middles of about ``most`` equal parts of the picture.

    Parameters
    ----------
    projection : Projection
        The camera.
    grid, surface, base
        As in :func:`hits_of`.
    most : int
        Lines of sight.
    """
    return hits_of(Sight.of(projection, most), grid, surface, base)


def hits_of(sight: Sight, grid: Grid, surface: np.ndarray, base: float) -> Hits:
    """Return what lines of sight meet.

    On the block each goes on in equal steps until it is below the surface, and halves its last step.

    Parameters
    ----------
    sight : Sight
    grid : Grid
        Of the surface.
    surface : (ny, nx)
        Highest that is drawn as ground, m NAP.
    base : float
        Underside of the block, m NAP.
    """
    ahead = sight.ahead
    enter, leave, side = _through_box(sight.start, ahead, grid, float(surface.max()), base)
    inside = np.flatnonzero(enter < leave)
    start, enter, leave, side = sight.start[inside], enter[inside], leave[inside], side[inside]
    at = start + enter[:, None] * ahead
    on_side = (side >= 0) & (at[:, 2] <= _height(grid, surface, at))
    walls = {name: at[on_side & (side == k)] for k, name in enumerate(SIDES)}
    free = ~on_side
    ground, met = _march(start[free], ahead, enter[free], leave[free], grid, surface)
    found = {name: points for name, points in walls.items() if len(points)}
    return Hits(ground, inside[free][met], found, sight.share)


def _rays(projection: Projection, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the lines of sight start, (n, 3), and their direction, (3,); RD and m NAP."""
    across = max(2, round(math.sqrt(most * projection.aspect)))
    down = max(2, round(most / across))
    corner, ahead = pixel_ray(projection.view, projection.frame, 0.0, 0.0, projection.aspect)
    right = pixel_ray(projection.view, projection.frame, 1.0, 0.0, projection.aspect)[0] - corner
    up = pixel_ray(projection.view, projection.frame, 0.0, 1.0, projection.aspect)[0] - corner
    u, v = np.meshgrid((np.arange(across) + 0.5) / across, (np.arange(down) + 0.5) / down)
    start = corner + u.reshape(-1, 1) * right + v.reshape(-1, 1) * up
    return start, np.asarray(ahead, dtype=np.float64)


def _through_box(
    start: np.ndarray, ahead: np.ndarray, grid: Grid, top: float, base: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where each line enters and leaves the box, and through which side (index, or -1: from above)."""
    e = grid.extent
    low, high = np.array([e.xmin, e.ymin, base]), np.array([e.xmax, e.ymax, top])
    # A direction along a side would divide by nothing: it never gets to that side.
    safe = np.where(np.abs(ahead) < 1e-12, 1e-12, ahead)
    one, other = (low - start) / safe, (high - start) / safe
    first = np.minimum(one, other)
    enter, leave = first.max(axis=1), np.maximum(one, other).min(axis=1)
    axis = first.argmax(axis=1)
    names = np.array([0 if ahead[0] > 0 else 1, 2 if ahead[1] > 0 else 3, -1])
    return enter, leave, names[axis]


def _march(
    start: np.ndarray,
    ahead: np.ndarray,
    enter: np.ndarray,
    leave: np.ndarray,
    grid: Grid,
    surface: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return where lines from above meet the surface, (n, 3), and which do: some pass over it."""
    step = (leave - enter) / _STEPS
    open_, reached = np.arange(len(start)), np.full(len(start), np.nan)
    for k in range(1, _STEPS + 1):
        t = enter[open_] + k * step[open_]
        at = start[open_] + t[:, None] * ahead
        below = at[:, 2] <= _height(grid, surface, at)
        reached[open_[below]] = t[below]
        open_ = open_[~below]
        if not len(open_):
            break
    hit = np.flatnonzero(np.isfinite(reached))
    start, after, step = start[hit], reached[hit], step[hit]
    for _ in range(_HALVINGS):
        step = step / 2
        at = start + (after - step)[:, None] * ahead
        after = np.where(at[:, 2] <= _height(grid, surface, at), after - step, after)
    return start + after[:, None] * ahead, hit


def _height(grid: Grid, surface: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the height of the surface in the map cell of each point, m NAP."""
    e = grid.extent
    ix = np.clip(((at[:, 0] - e.xmin) / grid.cell).astype(np.intp), 0, grid.nx - 1)
    iy = np.clip(((at[:, 1] - e.ymin) / grid.cell).astype(np.intp), 0, grid.ny - 1)
    return np.asarray(surface[iy, ix])
