"""How the block is cut open: dug off, lid lifted, a bite taken out, or halved along a line.

Only says what is taken; :mod:`.opened` draws what comes to light.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.clip import HalfSpaces
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.model.frame import Grid, RDExtent

__all__ = ["DEEPEST", "Bite", "Cut", "Halving"]

DEEPEST = 30.0
"""m: so deep can be dug, as deep as the model speaks of."""
_SHORTEST = 1.0
"""m: a line that is shorter has no direction."""


@dataclass(frozen=True)
class Bite:
    """A box out of one corner of the block (hap eruit).

    Parameters
    ----------
    x, y : float
        Its inner upright edge, RD, m.
    z : float
        Its floor, m NAP.
    east, north : bool
        At which corner of the block it lies.
    """

    x: float
    y: float
    z: float
    east: bool
    north: bool

    def taken(self, frame: LocalFrame) -> HalfSpaces:
        """Return what is taken."""
        cx, cy, cz = frame.to_local(self.x, self.y, self.z).astype(np.float64)
        sx, sy = (1.0 if side else -1.0 for side in (self.east, self.north))
        normals = np.array([[sx, 0.0, 0.0], [0.0, sy, 0.0], [0.0, 0.0, 1.0]])
        return HalfSpaces(normals, np.array([sx * cx, sy * cy, cz]))

    def footprint(self, extent: RDExtent) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return its span in x and in y, RD, m, within the block."""
        x = (self.x, extent.xmax) if self.east else (extent.xmin, self.x)
        y = (self.y, extent.ymax) if self.north else (extent.ymin, self.y)
        return x, y

    def faces(self, extent: RDExtent) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
        """Return the ends of its inner walls, in the order of the half-spaces, west or south first."""
        (x0, x1), (y0, y1) = self.footprint(extent)
        return ((self.x, y0), (self.x, y1)), ((x0, self.y), (x1, self.y))

    def within(self, extent: RDExtent, base: float, top: float) -> Bite:
        """Return it with its inner edge in the block and its floor between ``base`` and ``top``, m NAP."""
        x, y = _clamped(self.x, extent.xmin, extent.xmax), _clamped(self.y, extent.ymin, extent.ymax)
        return Bite(x, y, _clamped(self.z, base, top), self.east, self.north)


@dataclass(frozen=True)
class Halving:
    """The block halved along a line (doorsnede), which goes on to the edges of the block.

    Parameters
    ----------
    start, end : (x, y)
        RD, m.
    left : bool
        Whether the half to the left of the line is taken, seen from its start.

    Raises
    ------
    UsageError
        The points lie less than a metre apart, or are no finite numbers.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    left: bool

    def __post_init__(self) -> None:
        length = math.dist(self.start, self.end)
        if not (math.isfinite(length) and length >= _SHORTEST):
            msg = f"a section from {self.start} to {self.end} has no direction"
            raise UsageError(msg, hint=f"give two points at least {_SHORTEST:g} m apart")

    @property
    def direction(self) -> tuple[float, float]:
        """From start to end, of length 1."""
        length = math.dist(self.start, self.end)
        return (self.end[0] - self.start[0]) / length, (self.end[1] - self.start[1]) / length

    def taken(self, frame: LocalFrame) -> HalfSpaces:
        """Return what is taken."""
        dx, dy = self.direction
        normal = np.array([-dy, dx, 0.0]) * (1.0 if self.left else -1.0)
        at = frame.to_local(*self.start, 0.0).astype(np.float64)
        return HalfSpaces(normal[None, :], np.array([normal @ at]))

    def faces(self, extent: RDExtent) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
        """Return where the line meets the edges of the block, in its direction; empty where it misses it."""
        (x, y), (dx, dy) = self.start, self.direction
        near, far = -math.inf, math.inf
        for at, step, low, high in ((x, dx, extent.xmin, extent.xmax), (y, dy, extent.ymin, extent.ymax)):
            if abs(step) < 1e-12:
                if not low <= at <= high:
                    return ()
                continue
            a, b = sorted(((low - at) / step, (high - at) / step))
            near, far = max(near, a), min(far, b)
        if far - near < _SHORTEST:
            return ()
        return (((x + near * dx, y + near * dy), (x + far * dx, y + far * dy)),)


@dataclass(frozen=True)
class Cut:
    """How the block is cut open.

    Parameters
    ----------
    dig : float
        So much of the ground is taken off everywhere, m, 0 to 30; under a lid that is lifted it stays on.
    lid : bool
        Whether the ground surface with all that stands on it is lifted (deksel optillen).
    piece : Bite or Halving, optional

    Raises
    ------
    UsageError
        ``dig`` is no number from 0 to 30.
    """

    dig: float = 0.0
    lid: bool = False
    piece: Bite | Halving | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.dig) and 0.0 <= self.dig <= DEEPEST):
            msg = f"{self.dig:g} m deep cannot be dug"
            raise UsageError(msg, hint=f"give 0 to {DEEPEST:g} m")

    def __bool__(self) -> bool:
        return self.dig > 0 or self.lid or self.piece is not None

    def ground(self, grid: Grid, ground: np.ndarray, base: float) -> np.ndarray:
        """Return the highest that is left at each cell centre, (ny, nx), m NAP, without the lid.

        Parameters
        ----------
        grid, ground
            Map cells and ground surface, (ny, nx), m NAP.
        base : float
            Underside of the block, m NAP: what is left where a half is taken.
        """
        left = np.maximum(ground - self.dig, base)
        if self.piece is None:
            return left
        floor = self.piece.z if isinstance(self.piece, Bite) else base
        x, y = np.meshgrid(grid.x, grid.y)
        return np.where(self.takes(x, y, left), np.minimum(left, floor), left)

    def standing(self, grid: Grid, ground: np.ndarray, base: float, rise: float = 0.0) -> np.ndarray:
        """Return how high that what was on the ground is now, (ny, nx), m NAP; NaN where it was taken.

        Parameters
        ----------
        grid, ground, base
            As in :meth:`ground`.
        rise : float
            How high a lid is lifted, m; 0 for none.
        """
        x, y = np.meshgrid(grid.x, grid.y)
        if rise > 0:
            return np.where(self.takes(x, y), np.nan, ground + rise)
        left = np.maximum(ground - self.dig, base)
        return np.where(self.takes(x, y, left), np.nan, left)

    def takes(self, x: np.ndarray, y: np.ndarray, z: np.ndarray | None = None) -> np.ndarray:
        """Tell which places, RD, m and m NAP, lie in the piece; without heights, above or in it."""
        if self.piece is None:
            return np.zeros(np.shape(x), dtype=bool)
        space = self.piece.taken(LocalFrame(0.0, 0.0))
        if z is None:
            level = space.normals[:, 2] == 0
            space, z = HalfSpaces(space.normals[level], space.offsets[level]), np.zeros(np.shape(x))
        return space.holds(np.stack((x, y, z), axis=-1))


def _clamped(value: float, low: float, high: float) -> float:
    return min(max(value, low), high) if math.isfinite(value) else (low + high) / 2
