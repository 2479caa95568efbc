"""Where heat, water and heritage come together in a slice; an index to compare places, no temperature.

Heat is the share of stone and roofs within some metres, less the share of tree crowns there. Water is what
a cloudburst leaves standing. Heritage is what people of long ago made and still lies in the ground: each
layer knows its event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.ndimage import label, uniform_filter

from wijkgenese3d.errors import UsageError
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import MmRaster
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.hotspot_declarations import HotspotDeclaration
from wijkgenese3d.scene.rain_outcome import RainOutcome

if TYPE_CHECKING:
    from wijkgenese3d.scene.load import Scene

__all__ = ["HotspotDesk", "Hotspots", "heat_index"]

_THICK_MM = 100
"""A layer that is thinner than this is no heritage, mm."""
_BESIDE = 8.0
"""A vector is heritage so far to both sides of it, m."""
_SMALLEST = 400.0
"""A place where all three meet is named from this size on, m2."""
_SIDE = np.sqrt(np.pi)
"""A square with this side has the area of a circle of radius 1."""


@dataclass(frozen=True, eq=False)
class Hotspots:
    """Heat, water and heritage in one slice.

    Parameters
    ----------
    grid : Grid
        Map cells.
    heat : (ny, nx) float32
        0 (cool) to 1 (stone all around).
    hot, wet, old : (ny, nx) bool
        Where each counts.
    meets : (ny, nx) bool
        Where all three lie within reach.
    places : tuple of (x, y, m2)
        Middles of the areas where they meet, RD, m, the largest first.
    """

    grid: Grid
    heat: np.ndarray = field(repr=False)
    hot: np.ndarray = field(repr=False)
    wet: np.ndarray = field(repr=False)
    old: np.ndarray = field(repr=False)
    meets: np.ndarray = field(repr=False)
    places: tuple[tuple[float, float, float], ...]


def heat_index(stone: np.ndarray, trees: np.ndarray, cell: float, within: float) -> np.ndarray:
    """Return the index of each cell, 0 to 1.

    Parameters
    ----------
    stone, trees : (ny, nx) float
        Share of stone and roofs, and of crowns, in each cell.
    cell : float
        Side of a cell, m.
    within : float
        Radius around each cell, m; a square of the same area is taken.
    """
    size = max(1, round(within * _SIDE / cell))
    around = uniform_filter(np.asarray(stone - trees, dtype=np.float64), size, mode="nearest")
    return np.clip(around, 0.0, 1.0).astype(np.float32)


@dataclass(frozen=True, eq=False)
class HotspotDesk:
    """Answers where heat, water and heritage come together.

    Parameters
    ----------
    scene : Scene

    Raises
    ------
    UsageError
        The scene says nothing of them.
    """

    scene: Scene

    def __post_init__(self) -> None:
        _ = self.told

    @property
    def told(self) -> HotspotDeclaration:
        """What the scene says."""
        if self.scene.file.hotspots is None:
            msg = f"scene {self.scene.name} says nothing of heat, water and heritage"
            raise UsageError(msg, hint="declare [hotspots] in scene.toml: docs/scene-reference.md")
        return self.scene.file.hotspots

    def has(self, year: float) -> bool:
        """Tell whether there is a map of a year."""
        return self.told.speaks_of(year)

    def find(self, part: TimeSlice, rain: RainOutcome) -> Hotspots:
        """Make the map of a slice.

        Parameters
        ----------
        part : TimeSlice
        rain : RainOutcome
            A cloudburst over the same slice.

        Raises
        ------
        UsageError
            The slice lies before the years of which the scene speaks.
        """
        if not self.has(part.year):
            msg = f"there is no map of heat, water and heritage in {part.year:g}"
            raise UsageError(msg, hint=f"the scene speaks of them from {self.told.from_year:g}")
        told, grid = self.told, part.grid
        heat = heat_index(*self._shares(part), grid.cell, told.within)
        hot = heat >= told.hot_from
        wet = np.nan_to_num(rain.depth_m) >= told.wet_from
        old = self._heritage(part)
        meets = _near(hot, grid.cell, told.within) & _near(wet, grid.cell, told.within)
        meets &= _near(old, grid.cell, told.within)
        return Hotspots(grid, heat, hot, wet, old, meets, _places(meets, grid))

    def _shares(self, part: TimeSlice) -> tuple[np.ndarray, np.ndarray]:
        """Share of stone, and of crowns, in each cell."""
        legend, stone, trees = self.scene.plan.legend, np.zeros(256), np.zeros(256)
        for row in sorted(
            self.told.heat, key=lambda row: -np.inf if row.from_year is None else row.from_year
        ):
            if row.from_year is None or row.from_year <= part.year:
                for key in row.covers:
                    stone[legend.cover(key).code] = row.stone
        for item in legend.covers:
            per_ha = item.trees_per_ha_in.get(part.slice_id, item.trees_per_ha)
            trees[item.code] = min(1.0, per_ha * self.told.tree_m2 / 10_000.0)
        times = part.cover_grid.ny // part.grid.ny
        shape = (part.grid.ny, times, part.grid.nx, times)
        shares = [table[part.land_cover].reshape(shape).mean(axis=(1, 3)) for table in (stone, trees)]
        return shares[0], shares[1]

    def _heritage(self, part: TimeSlice) -> np.ndarray:
        """Where something that people of long ago made still lies in the ground."""
        events = self.scene.plan.events
        old = np.zeros(part.grid.shape, dtype=bool)
        below: MmRaster = np.full(part.grid.shape, part.stack.base_mm, dtype=np.int32)
        for layer, top in zip(part.stack.layers, part.stack.tops, strict=True):
            info = events[layer.event].info
            if info.alliance != "natuur" and info.date.end <= self.told.heritage_until:
                old |= top - below >= _THICK_MM
            below = top
        for name in self.told.heritage_vectors:
            old |= self._beside(name, part.grid)
        return old

    def _beside(self, name: str, grid: Grid) -> np.ndarray:
        shape = shapely.LineString(self.scene.vectors.line(name).xy)
        x, y = np.meshgrid(grid.x, grid.y)
        shapely.prepare(shape)
        return np.asarray(shapely.dwithin(shape, shapely.points(x, y), _BESIDE))


def _near(mask: np.ndarray, cell: float, within: float) -> np.ndarray:
    """Where something lies within reach; a square of the same area as the circle."""
    size = max(1, round(within * _SIDE / cell))
    return np.asarray(uniform_filter(mask.astype(np.float32), size, mode="constant") > 0.5 / size**2)


def _places(meets: np.ndarray, grid: Grid) -> tuple[tuple[float, float, float], ...]:
    areas, count = label(meets)
    found = []
    for number in range(1, count + 1):
        row, column = np.nonzero(areas == number)
        size = len(row) * grid.cell**2
        if size >= _SMALLEST:
            found.append((float(grid.x[column].mean()), float(grid.y[row].mean()), float(size)))
    return tuple(sorted(found, key=lambda place: -place[2]))
