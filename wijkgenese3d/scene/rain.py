"""A cloudburst over a slice of a scene: what the hydrology floor says, for the places that a scene names."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkgenese3d.errors import DeclarationError, UsageError
from wijkgenese3d.hydrology.cloudburst import Cloudburst, cloudburst
from wijkgenese3d.hydrology.flow_lines import flow_lines
from wijkgenese3d.hydrology.infiltration import Capacities, Storm, on_the_spot
from wijkgenese3d.hydrology.terrain import Terrain, read_terrain
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.rain_declarations import GaugeDeclaration, LowSpotDeclaration, RainDeclaration
from wijkgenese3d.scene.rain_outcome import Gauged, RainOutcome, Standing, WaterLine

if TYPE_CHECKING:
    from wijkgenese3d.scene.load import Scene

__all__ = ["RainDesk", "capacities_in", "rain_surface"]

_KEPT = 48
"""Outcomes that are kept: three storms over all slices of a scene."""
_CODES = 256


def capacities_in(rain: RainDeclaration, legend: Legend, year: float) -> Capacities:
    """Return what each class of land cover takes in a year: of its rows the latest that has begun."""
    made = Capacities(
        rate_mm_h=np.full(_CODES, np.nan),
        storage_mm=np.zeros(_CODES),
        to_gardens=np.zeros(_CODES),
        sewer_mm_h=np.zeros(_CODES),
        paved=np.zeros(_CODES, dtype=bool),
    )
    for row in sorted(rain.capacity, key=_begins):
        if _begins(row) <= year:
            for key in row.covers:
                code = legend.cover(key).code
                made.rate_mm_h[code] = row.mm_per_hour
                made.storage_mm[code] = row.storage_mm
                made.to_gardens[code] = row.to_gardens
                made.paved[code] = row.paved
    for sewer in sorted(rain.sewer, key=_begins):
        if _begins(sewer) <= year:
            for key in sewer.covers:
                made.sewer_mm_h[legend.cover(key).code] = sewer.mm_per_hour
    return made


def rain_surface(part: TimeSlice) -> np.ndarray:
    """Return what rain falls on, (ny, nx) float64, m NAP: the ground, or the open water or ice over it."""
    return np.asarray(np.fmax(np.fmax(part.ground, part.water), part.ice))


def _begins(row: Any) -> float:
    return -np.inf if row.from_year is None else float(row.from_year)


@dataclass(eq=False)
class RainDesk:
    """Answers where a cloudburst goes, and remembers its latest answers.

    Parameters
    ----------
    scene : Scene

    Raises
    ------
    UsageError
        The scene declares no rain.
    """

    scene: Scene
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _answers: OrderedDict[tuple[str, float, Storm], RainOutcome] = field(
        default_factory=OrderedDict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        _ = self.rain

    @property
    def rain(self) -> RainDeclaration:
        """What the scene says of rain."""
        if self.scene.file.rain is None:
            msg = f"scene {self.scene.name} says nothing of rain"
            raise UsageError(msg, hint="declare [rain] in scene.toml: docs/scene-reference.md")
        return self.scene.file.rain

    @property
    def usual_storm(self) -> Storm:
        """The first storm of the scene."""
        return self.rain.usual_storm

    @cached_property
    def _inside(self) -> np.ndarray:
        grid = self.scene.plan.grid
        boundary = self.scene.vectors.polygon(self.scene.file.scene.boundary)
        inside = np.asarray(boundary.contains(grid.x, grid.y))
        return inside if inside.any() else np.ones(grid.shape, dtype=bool)

    def has(self, year: float) -> bool:
        """Tell whether rain can be asked for in a year."""
        return self.rain.speaks_of(year)

    def check_year(self, year: float, name: str) -> None:
        """Check that rain can be asked for.

        Raises
        ------
        UsageError
            The year lies before the first of which the scene speaks.
        """
        if not self.has(year):
            ids = [stop.id for stop in self.scene.timeline if self.has(stop.year)]
            msg = f"rain over {name} cannot be computed: the scene speaks of it from {self.rain.from_year:g}"
            raise UsageError(msg, hint=f"slices with rain are {', '.join(ids)}")

    def check_covers(self, part: TimeSlice) -> None:
        """Check that the scene says of each land cover in a slice what it takes.

        Raises
        ------
        DeclarationError
            A class occurs for which no row has begun.
        """
        known = capacities_in(self.rain, self.scene.plan.legend, part.year).rate_mm_h
        counts = np.bincount(part.land_cover.ravel(), minlength=_CODES)
        unknown = np.flatnonzero((counts > 0) & np.isnan(known))
        if len(unknown):
            keys = {item.code: item.key for item in self.scene.plan.legend.covers}
            names = ", ".join(repr(keys.get(code, "geen")) for code in unknown.tolist())
            msg = f"{part.slice_id} has land cover {names}, and no row says what it takes in {part.year:g}"
            hint = "add a [[rain.capacity]] with these covers"
            if 0 in unknown:
                hint = "let a cover step paint the whole box, and give each class a [[rain.capacity]]"
            raise DeclarationError(msg, where="scene.toml: rain.capacity", hint=hint)

    def outcome(self, part: TimeSlice, storm: Storm) -> RainOutcome:
        """Let a storm fall on a slice.

        Parameters
        ----------
        part : TimeSlice
            Of this scene.
        storm : Storm

        Raises
        ------
        UsageError
            As :meth:`check_year`.
        DeclarationError
            A class of land cover occurs of which the scene does not say what it takes.
        """
        self.check_year(part.year, part.slice_id)
        key = (part.slice_id, part.year, storm)
        # Panel and picture ask at once, each in its thread: the second takes what the first worked out.
        with self._lock:
            answer = self._answers.pop(key, None) or self._computed(part, storm)
            self._answers[key] = answer
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
            return answer

    def _computed(self, part: TimeSlice, storm: Storm) -> RainOutcome:
        self.check_covers(part)
        capacities = capacities_in(self.rain, self.scene.plan.legend, part.year)
        terrain = read_terrain(rain_surface(part), part.grid.cell)
        times = round(part.grid.cell / part.cover_grid.cell)
        burst = cloudburst(
            terrain, on_the_spot(storm, part.land_cover, capacities, times), self.rain.path_share
        )
        deepest, at = _deepest(burst.depth_m, part.grid)
        return RainOutcome(
            slice_id=part.slice_id,
            year=part.year,
            storm=storm,
            grid=part.grid,
            rain_m3=burst.rain_m3,
            infiltrated_m3=burst.ground_m3 + burst.sewer_m3,
            sewer_m3=burst.sewer_m3,
            ponded_m3=burst.ponded_m3,
            outflow_m3=burst.outflow_m3,
            run_off_mm=float(burst.run_off_mm[self._inside].mean()),
            max_depth_m=deepest,
            max_depth_at=at,
            gauges=tuple(_gauged(gauge, part, terrain, burst) for gauge in self.rain.gauge),
            low_spots=tuple(_standing(spot, part.grid, burst.depth_m) for spot in self.rain.low_spot),
            depth_m=burst.depth_m.astype(np.float32),
            lines=_lines(terrain, burst, part.grid, self.rain.line_from_m3),
        )


def _deepest(depth: np.ndarray, grid: Grid) -> tuple[float, tuple[float, float] | None]:
    if not np.isfinite(depth).any():
        return 0.0, None
    row, column = divmod(int(np.nanargmax(depth)), grid.nx)
    return float(depth[row, column]), (float(grid.x[column]), float(grid.y[row]))


def _gauged(gauge: GaugeDeclaration, part: TimeSlice, terrain: Terrain, burst: Cloudburst) -> Gauged:
    name = gauge.name.as_dict()
    if gauge.silent is not None and gauge.silent[0] <= part.year < gauge.silent[1]:
        return Gauged(gauge.id, name, None)
    cells = _cells_on(gauge.line, part.grid)
    passing = burst.through_m3.ravel()[cells]
    # Across a hollow water spreads over many cells: there all that came to it counts.
    pools = terrain.hollow.ravel()[cells]
    came = burst.arrived_m3[pools[pools >= 0]]
    return Gauged(gauge.id, name, float(max(passing.max(), came.max(initial=0.0))))


def _cells_on(line: tuple[tuple[float, float], tuple[float, float]], grid: Grid) -> np.ndarray:
    """Flat indices of the cells on a line, sampled so closely that none is missed."""
    (x0, y0), (x1, y1) = line
    count = int(np.hypot(x1 - x0, y1 - y0) / grid.cell * 4) + 2
    share = np.linspace(0.0, 1.0, count)
    places = zip((x0 + (x1 - x0) * share).tolist(), (y0 + (y1 - y0) * share).tolist(), strict=True)
    rows_columns = np.array([grid.index_of(x, y) for x, y in places])
    return np.unique(rows_columns[:, 0] * grid.nx + rows_columns[:, 1])


def _standing(spot: LowSpotDeclaration, grid: Grid, depth: np.ndarray) -> Standing:
    x, y = spot.at
    near = np.hypot(grid.x[None, :] - x, grid.y[:, None] - y) <= spot.within
    deepest = np.nan_to_num(depth[near]).max(initial=0.0)
    return Standing(spot.id, spot.name.as_dict(), float(deepest))


def _lines(terrain: Terrain, burst: Cloudburst, grid: Grid, least: float) -> tuple[WaterLine, ...]:
    lines = []
    for line in flow_lines(terrain, burst.through_m3, least):
        rows, columns = np.divmod(line.cells, grid.nx)
        lines.append(WaterLine(np.stack((grid.x[columns], grid.y[rows]), axis=1), line.m3))
    return tuple(lines)
