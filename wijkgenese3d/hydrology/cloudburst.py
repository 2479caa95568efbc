"""A cloudburst over a surface: what sinks in, what the sewer takes, what stands, what leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.hydrology.infiltration import OnTheSpot
from wijkgenese3d.hydrology.kernels import route
from wijkgenese3d.hydrology.terrain import Hollows, Terrain

__all__ = ["Cloudburst", "cloudburst", "pond_depth"]


@dataclass(frozen=True, eq=False)
class Cloudburst:
    """Where the water of one storm went.

    Parameters
    ----------
    rain_m3 : float
        All that fell; the sum of the next four.
    ground_m3, sewer_m3, ponded_m3, outflow_m3 : float
        Into the ground or kept on it (on the spot and along the way), down the sewer, standing in
        hollows, and out of the box over its edge.
    run_off_mm : (ny, nx) float64
        What each cell shed of its own rain, mm.
    through_m3 : (ny, nx) float64
        What went through each cell.
    depth_m : (ny, nx) float64
        Depth of standing water, NaN where there is none.
    held_m3, arrived_m3 : (k,) float64
        Of each hollow of the terrain: what stays in it, and what came to it.
    """

    rain_m3: float
    ground_m3: float
    sewer_m3: float
    ponded_m3: float
    outflow_m3: float
    run_off_mm: np.ndarray = field(repr=False)
    through_m3: np.ndarray = field(repr=False)
    depth_m: np.ndarray = field(repr=False)
    held_m3: np.ndarray = field(repr=False)
    arrived_m3: np.ndarray = field(repr=False)

    @property
    def missing_m3(self) -> float:
        """Rain that the four volumes do not account for, m3: rounding alone."""
        return self.rain_m3 - self.ground_m3 - self.sewer_m3 - self.ponded_m3 - self.outflow_m3


def cloudburst(terrain: Terrain, spot: OnTheSpot, path_share: float) -> Cloudburst:
    """Let the run-off of a storm go over a surface.

    Time plays no part: all run-off goes down at once, from high to low. Each hollow fills before it
    passes anything on; along its path water sinks into unpaved ground that could take more.

    Parameters
    ----------
    terrain : Terrain
    spot : OnTheSpot
        On the cells of the terrain.
    path_share : float
        Share of the spare capacity that passing water finds, 0 to 1.

    Raises
    ------
    DataError
        The two lie on different cells.
    """
    if spot.run_off_mm.shape != terrain.ground.shape:
        msg = f"run-off on {spot.run_off_mm.shape} cells does not fit a ground of {terrain.ground.shape}"
        raise DataError(msg)
    per_mm = terrain.cell_area / 1000.0
    through, taken, held, arrived, outflow = route(
        terrain.order,
        terrain.downstream,
        terrain.hollow.ravel(),
        terrain.hollows.volume_m3,
        spot.run_off_mm.ravel() * per_mm,
        spot.spare_mm.ravel() * (per_mm * path_share),
    )
    return Cloudburst(
        rain_m3=spot.rain_mm * per_mm * terrain.ground.size,
        ground_m3=float(spot.ground_mm.sum() * per_mm + taken.sum()),
        sewer_m3=float(spot.sewer_mm.sum() * per_mm),
        ponded_m3=float(held.sum()),
        outflow_m3=float(outflow),
        run_off_mm=spot.run_off_mm,
        through_m3=through.reshape(terrain.ground.shape),
        depth_m=pond_depth(terrain, held),
        held_m3=held,
        arrived_m3=arrived,
    )


def pond_depth(terrain: Terrain, held_m3: np.ndarray) -> np.ndarray:
    """Return the depth of water that stands level in each hollow, (ny, nx) float64, m; NaN where none.

    Parameters
    ----------
    terrain : Terrain
    held_m3 : (k,) float64
        Water in each hollow. A hollow within a hollow counts as one with it: water in it stands at
        the level it would have in the whole.
    """
    depth = np.full(terrain.ground.shape, np.nan)
    hollows = terrain.hollows
    ground, flat = terrain.ground.ravel(), depth.ravel()
    for k in np.flatnonzero(held_m3 > 0):
        cells = hollows.cells[hollows.start[k] : hollows.start[k + 1]]
        level = _level(hollows, int(k), ground[cells], held_m3[k] / terrain.cell_area)
        wet = cells[ground[cells] < level]
        flat[wet] = level - ground[wet]
    return depth


def _level(hollows: Hollows, k: int, ground: np.ndarray, held: float) -> float:
    """Level at which so much water stands (m3 per m2 of a cell) over cells from low to high."""
    cells = np.arange(1, len(ground) + 1)
    # What it takes to reach the foot of the next cell; the last is bounded by the spill.
    below = np.cumsum(ground)
    upto = np.append(ground[1:], hollows.level[k]) * cells - below
    wet = min(int(np.searchsorted(upto, held)), len(ground) - 1)
    return min(float((held + below[wet]) / (wet + 1)), float(hollows.level[k]))
