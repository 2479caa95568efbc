"""Where the water of a cloudburst went, over one slice: numbers, named places, a map and lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model.frame import Grid

__all__ = ["Gauged", "RainOutcome", "Standing", "WaterLine"]


@dataclass(frozen=True)
class Gauged:
    """Water that passes a named line; ``m3`` is None in years of which nothing is said."""

    id: str
    name: Mapping[str, str]
    m3: float | None


@dataclass(frozen=True)
class Standing:
    """Deepest water near a named spot, m, 0 where there is none."""

    id: str
    name: Mapping[str, str]
    depth_m: float


@dataclass(frozen=True, eq=False)
class WaterLine:
    """A way that much water takes.

    Parameters
    ----------
    xy : (n, 2) float64
        Cell centres from high to low, RD, m.
    m3 : (n,) float64
        What goes through each.
    """

    xy: np.ndarray
    m3: np.ndarray


@dataclass(frozen=True, eq=False)
class RainOutcome:
    """Where the water of one storm over one slice went.

    Parameters
    ----------
    slice_id, year
        Of the slice.
    storm : Storm
    grid : Grid
        Of ``depth_m``.
    rain_m3 : float
        All that fell on the box: the sum of ``infiltrated_m3``, ``ponded_m3`` and ``outflow_m3``.
    infiltrated_m3 : float
        Taken by the ground, what lies on it and the sewer, on the spot or along the way.
    sewer_m3 : float
        The part of it that the sewer took.
    ponded_m3, outflow_m3 : float
        Standing in hollows, and out of the box over its edge.
    run_off_mm : float
        What is not taken in on the spot, mean over the neighbourhood, mm.
    max_depth_m : float
        Of standing water, 0 where there is none.
    max_depth_at : (x, y) or None
        Centre of that cell, RD.
    gauges : tuple of Gauged
    low_spots : tuple of Standing
    depth_m : (ny, nx) float32
        Depth of standing rain on what lies there (``rain_surface``), m; NaN where there is none.
    lines : tuple of WaterLine
    """

    slice_id: str
    year: float
    storm: Storm
    grid: Grid
    rain_m3: float
    infiltrated_m3: float
    sewer_m3: float
    ponded_m3: float
    outflow_m3: float
    run_off_mm: float
    max_depth_m: float
    max_depth_at: tuple[float, float] | None
    gauges: tuple[Gauged, ...]
    low_spots: tuple[Standing, ...]
    depth_m: np.ndarray = field(repr=False)
    lines: tuple[WaterLine, ...] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return it as ``rain --json`` gives a slice."""
        return {
            "id": self.slice_id,
            "rain_m3": round(self.rain_m3, 1),
            "infiltrated_m3": round(self.infiltrated_m3, 1),
            "ponded_m3": round(self.ponded_m3, 1),
            "outflow_m3": round(self.outflow_m3, 1),
            "max_depth_m": round(self.max_depth_m, 3),
            "max_depth_at": None if self.max_depth_at is None else list(self.max_depth_at),
            "year": self.year,
            "sewer_m3": round(self.sewer_m3, 1),
            "run_off_mm": round(self.run_off_mm, 2),
            "gauges": [{"id": g.id, "m3": None if g.m3 is None else round(g.m3, 1)} for g in self.gauges],
            "low_spots": [{"id": s.id, "depth_m": round(s.depth_m, 3)} for s in self.low_spots],
        }
