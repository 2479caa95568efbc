"""Trees as symbols: as many per hectare as the land cover says, at the same places in every slice."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.light import TOWARDS_LIGHT
from wijkgenese3d.geometry.light_on_ground import GroundLight
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.hashing import hashed
from wijkgenese3d.model.legend import CoverClass

__all__ = ["Density", "Ribbon", "Trees", "make_trees", "plant_trees", "tree_density"]

Density = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""``(x, y, code) -> trees per hectare`` of places, arrays of one shape."""

SPACING = 6.0
"""Side of the lattice on which at most one tree stands, m: up to 277 a hectare."""
TALLEST = 1.75
"""Trees are drawn at most so many times higher than they are, whatever the exaggeration of the ground."""
_RADIUS = (3.4, 5.4)
_RISE = 1.9
"""Height of a crown, of its radius."""
_SIDES = 5
_TONE = 0.09
_WOOD_ROUND, _CLOSED = 20.0, 0.35
"""How far around trees count for a wood, m, and the share of crowns from which it is one."""
_STEEP = 2.2
"""Crowns are lit as on ground drawn at least so many times higher: a valley reads under a wood."""
_DENSE = 60.0
"""From so many trees a hectare on, crowns touch and are only seen from above."""


@dataclass(frozen=True, eq=False)
class Ribbon:
    """A strip along a line.

    Parameters
    ----------
    xy : (n, 2)
        Corners of the line, RD, m.
    reach : float
        To either side, m.
    """

    xy: np.ndarray
    reach: float

    def holds(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Tell which places (n,) lie in it."""
        inside = np.zeros(len(x), dtype=bool)
        for (ax, ay), (bx, by) in itertools.pairwise(self.xy[:, :2].tolist()):
            squared = (bx - ax) ** 2 + (by - ay) ** 2 or 1.0
            t = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared, 0.0, 1.0)
            inside |= np.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) < self.reach
        return inside


@dataclass(frozen=True, eq=False)
class Trees:
    """Where trees stand.

    Parameters
    ----------
    x, y : (n,)
        RD, m.
    radius : (n,)
        Of the crown, m.
    tone : (n,)
        -1 to 1: how much lighter or darker than its kind.
    dense : (n,) bool
        In the middle of a wood.
    """

    x: np.ndarray
    y: np.ndarray
    radius: np.ndarray
    tone: np.ndarray
    dense: np.ndarray

    def __len__(self) -> int:
        return len(self.x)

    def where(self, kept: np.ndarray) -> Trees:
        """Return some of them; ``kept`` (n,) bool."""
        return Trees(self.x[kept], self.y[kept], self.radius[kept], self.tone[kept], self.dense[kept])


def tree_density(covers: Iterable[CoverClass], stop: str, ribbon: Ribbon | None = None) -> Density:
    """Return how many trees a hectare stand at places in a stop.

    Parameters
    ----------
    covers : iterable of CoverClass
    stop : str
        Id of the stop.
    ribbon : Ribbon, optional
        Where the factors of the classes hold.
    """
    number, factor = np.zeros(256), np.ones(256)
    for item in covers:
        number[item.code], factor[item.code] = item.trees_in(stop), item.trees_factor_in_ribbon

    def density(x: np.ndarray, y: np.ndarray, code: np.ndarray) -> np.ndarray:
        found = number[code]
        if ribbon is not None:
            special = np.nonzero(factor[code] != 1.0)
            inside = ribbon.holds(x[special], y[special])
            found[special] *= np.where(inside, factor[code[special]], 1.0)
        return found

    return density


def plant_trees(cover_grid: Grid, land_cover: np.ndarray, density_of: Density) -> Trees:
    """Return the trees of a raster of land cover.

    A place of the lattice has a tree where its hashed number is below the density there, so that a tree
    stays where it is as long as the land cover does.

    Parameters
    ----------
    cover_grid, land_cover
        Raster of codes, (h, w) uint8, with roofs and streets on it.
    density_of : function
        Trees per hectare of places: ``(x, y, code) -> density``, arrays of one shape.
    """
    e = cover_grid.extent
    i = np.arange(np.floor(e.xmin / SPACING), np.ceil(e.xmax / SPACING)).astype(np.int64)[None, :]
    j = np.arange(np.floor(e.ymin / SPACING), np.ceil(e.ymax / SPACING)).astype(np.int64)[:, None]
    draw = [hashed(i, j, seed).astype(np.float64) / 2**32 for seed in (71, 72, 73, 74, 75)]
    x, y = (i + 0.5 + 0.8 * (draw[0] - 0.5)) * SPACING, (j + 0.5 + 0.8 * (draw[1] - 0.5)) * SPACING
    inside = (x > e.xmin + 2) & (x < e.xmax - 2) & (y > e.ymin + 2) & (y < e.ymax - 2)
    ix = np.clip(((x - e.xmin) / cover_grid.cell).astype(np.int64), 0, cover_grid.nx - 1)
    iy = np.clip(((y - e.ymin) / cover_grid.cell).astype(np.int64), 0, cover_grid.ny - 1)
    density = density_of(x, y, land_cover[iy, ix])
    stands = inside & (draw[2] < density * SPACING**2 / 10_000.0)
    margin = 3
    near = (
        (density > _DENSE)
        & _all_around(density > _DENSE, margin)
        & (x > e.xmin + 14)
        & (x < e.xmax - 14)
        & (y > e.ymin + 14)
        & (y < e.ymax - 14)
    )
    low, high = _RADIUS
    radius = low + (high - low) * draw[3]
    return Trees(*(a[stands] for a in (x, y, radius, 2 * draw[4] - 1, near)))


def _all_around(dense: np.ndarray, margin: int) -> np.ndarray:
    """Tell where all places within a margin are dense."""
    padded = np.pad(dense, margin, mode="edge")
    result = np.ones(dense.shape, dtype=bool)
    rows, columns = dense.shape
    for k in range(2 * margin + 1):
        result &= padded[k : k + rows, margin : margin + columns]
        result &= padded[margin : margin + rows, k : k + columns]
    return result


def wood_cover(trees: Trees, grid: Grid) -> np.ndarray:
    """Return how much wood there is round each map cell, (ny, nx), 0 to 1; it grows with every tree."""
    e = grid.extent
    bounds = ((e.ymin, e.ymax), (e.xmin, e.xmax))
    area = np.histogram2d(trees.y, trees.x, grid.shape, bounds, weights=np.pi * trees.radius**2)[0]
    share = gaussian_filter(area / grid.cell**2, _WOOD_ROUND / grid.cell, mode="nearest")
    return np.asarray(np.clip(share / _CLOSED, 0.0, 1.0))


def make_trees(
    trees: Trees,
    grid: Grid,
    ground: np.ndarray,
    colours: BlockColours,
    frame: LocalFrame,
    light: GroundLight | None = None,
) -> ColouredMesh | None:
    """Return the crowns as one mesh: five faces upward each, and five more where the sides are seen.

    Crowns take the light of the ground they stand on, so that a valley reads under a wood.

    Parameters
    ----------
    trees : Trees
    grid, ground
        Map cells and ground surface, (ny, nx), m NAP.
    light : GroundLight, optional
        On that ground, where it is known already.

    Returns
    -------
    ColouredMesh or None
        None where there are none.
    """
    if not len(trees):
        return None
    sampler = Sampler(grid, trees.x, trees.y)
    light = light or GroundLight(ground, grid.cell, frame.exaggeration)
    floor, bright = sampler.many((ground, light.at_least(_STEEP)))
    points = _crown_points(trees, floor, frame)
    own = _tones(trees, bright, colours)
    count = len(trees)
    first = np.arange(count, dtype=np.int32)[:, None, None] * (_SIDES + 2)
    k = np.arange(_SIDES, dtype=np.int32)
    upper = np.stack((1 + k, 1 + (k + 1) % _SIDES, np.zeros_like(k)), axis=1)
    lower = np.stack((1 + (k + 1) % _SIDES, 1 + k, np.full_like(k, _SIDES + 1)), axis=1)
    seen = ~trees.dense
    triangles = np.concatenate(((upper + first).reshape(-1, 3), (lower + first[seen]).reshape(-1, 3)))
    shades = _face_light()
    top = own[:, None, :] * shades[None, :_SIDES, None]
    side = own[seen][:, None, :] * shades[None, _SIDES:, None]
    colour = np.concatenate((top.reshape(-1, 3), side.reshape(-1, 3)))
    return ColouredMesh(points, triangles, np.clip(colour, 0, 255).astype(np.uint8))


def _crown_points(trees: Trees, floor: np.ndarray, frame: LocalFrame) -> np.ndarray:
    """Apex, a ring of five, and a foot: (n * 7, 3) float32, local."""
    higher = min(frame.exaggeration, TALLEST) / frame.exaggeration
    tall = trees.radius * _RISE * higher
    turn = 2 * np.pi * (np.arange(_SIDES) / _SIDES)[None, :] + trees.tone[:, None] * 0.25
    x = np.concatenate(
        (trees.x[:, None], trees.x[:, None] + trees.radius[:, None] * np.cos(turn), trees.x[:, None]), axis=1
    )
    y = np.concatenate(
        (trees.y[:, None], trees.y[:, None] + trees.radius[:, None] * np.sin(turn), trees.y[:, None]), axis=1
    )
    ring = np.repeat((0.55 * tall)[:, None], _SIDES, axis=1)
    lift = np.concatenate((tall[:, None], ring, np.zeros((len(trees), 1))), axis=1)
    return frame.to_local(x, y, floor[:, None] + lift).reshape(-1, 3)


def _tones(trees: Trees, bright: np.ndarray, colours: BlockColours) -> np.ndarray:
    """Colour of each tree in the light of its ground, (n, 3) float64."""
    leaves = np.array(colours.leaves, dtype=np.float64)
    yellow = np.array([1.10, 1.04, 0.82])
    tone = (1.0 + _TONE * trees.tone * 1.3) * bright
    warm = np.clip(trees.tone, 0, 1)[:, None]
    return np.asarray(leaves * (1 + (yellow - 1) * warm) * tone[:, None])


def _face_light() -> np.ndarray:
    """Light on the faces of a crown, (2 * sides,): all crowns are turned alike, but for a little."""
    a = 2 * np.pi * (np.arange(_SIDES) + 0.5) / _SIDES
    normals = np.stack((np.cos(a), np.sin(a), np.full(_SIDES, 1.1)), axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return np.concatenate((0.82 + 0.42 * np.maximum(normals @ TOWARDS_LIGHT, -0.2), np.full(_SIDES, 0.62)))
