"""The virtual core: what lies under one spot, slice by slice, from the ground down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.model.columns import Column, Columns, expand
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["CoreBook", "CoreSlice", "Interval", "core_as_json"]


@dataclass(frozen=True)
class Interval:
    """One interval of a core.

    Parameters
    ----------
    top, base : float
        m NAP, whole millimetres.
    depth_top, depth_base : float
        m below the ground of the slice.
    lithology : int
        GeoTOP lithoclass.
    unit, tno : str
        Key of the body in the legend, and the published code.
    event : EventInfo
        What put it there.
    """

    top: float
    base: float
    depth_top: float
    depth_base: float
    lithology: int
    unit: str
    tno: str
    event: EventInfo

    def as_json(self) -> dict[str, Any]:
        """Return it as ``core --json`` gives it."""
        return {
            "top": self.top,
            "base": self.base,
            "depth_top": self.depth_top,
            "depth_base": self.depth_base,
            "lithology": self.lithology,
            "unit": self.unit,
            "tno": self.tno,
            "event": self.event.id,
            "date": self.event.date.as_list(),
            "certainty": self.event.certainty,
            "certainty_shape": self.event.certainty_shape,
        }


@dataclass(frozen=True)
class CoreSlice:
    """The core in one slice; ``land_cover`` is a key of the legend, None where there is none."""

    slice_id: str
    year: float
    ground: float
    land_cover: str | None
    intervals: tuple[Interval, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as ``core --json`` gives it."""
        return {
            "id": self.slice_id,
            "year": int(self.year) if float(self.year).is_integer() else self.year,
            "ground": self.ground,
            "land_cover": self.land_cover,
            "intervals": [interval.as_json() for interval in self.intervals],
        }


@dataclass(frozen=True)
class CoreBook:
    """Makes cores of slices of one scene.

    Parameters
    ----------
    legend, events
        What codes mean.
    fabrics : mapping of int to Fabric
        By index of the unit in the legend.
    depth : float
        How far below the ground of the slice a core goes, m; the base of the model ends it sooner.
    """

    legend: Legend
    events: Sequence[EventInfo]
    fabrics: Mapping[int, Fabric]
    depth: float = 30.0

    def slice(self, part: TimeSlice, x: float, y: float) -> CoreSlice:
        """Return the core at a point, RD m, in one slice.

        Raises
        ------
        UsageError
            The point lies outside the box.
        """
        grid = part.grid
        code = int(part.land_cover[part.cover_grid.index_of(x, y)])
        iy, ix = grid.index_of(x, y)
        # Of this one column alone: all of them take a hundred times as long.
        column = Columns.from_stack(part.stack.part(slice(iy, iy + 1), slice(ix, ix + 1))).column(0, 0)
        return self.core((part.slice_id, part.year), column, code, (x, y), grid)

    def core(
        self, moment: tuple[str, float], column: Column, cover: int, spot: tuple[float, float], grid: Grid
    ) -> CoreSlice:
        """Return the core of a column that has been read already.

        Parameters
        ----------
        moment : (slice id, year)
        column : Column
            As the model holds it, fabric not expanded.
        cover : int
            Code of land cover at the spot.
        spot : (x, y)
            RD, m.
        grid : Grid
            Map cells: a fabric is asked at the centre of the cell.
        """
        iy, ix = grid.index_of(*spot)
        full = expand(column, self.fabrics, float(grid.x[ix]), float(grid.y[iy]))
        covers = {item.code: item.key for item in self.legend.covers}
        return CoreSlice(*moment, _mm(full.ground), covers.get(cover), self.intervals(full))

    def intervals(self, column: Column) -> tuple[Interval, ...]:
        """Return the intervals of a column without fabric, top to bottom, down to the depth."""
        ground = _mm(column.ground)
        floor = max(_mm(ground - self.depth), _mm(column.base))
        intervals = []
        for k in reversed(range(len(column))):
            top, base = _mm(column.tops[k]), max(_mm(column.bases[k]), floor)
            if top <= base:
                continue
            unit = self.legend.units[int(column.unit[k])]
            intervals.append(
                Interval(
                    top,
                    base,
                    _mm(ground - top),
                    _mm(ground - base),
                    int(column.lithology[k]),
                    unit.key,
                    unit.tno,
                    self.events[int(column.event[k])],
                )
            )
        return tuple(intervals)


def core_as_json(x: float, y: float, slices: Iterable[CoreSlice]) -> dict[str, Any]:
    """Return the answer of ``core --json``."""
    return {"x": x, "y": y, "slices": [part.as_json() for part in slices]}


def _mm(height: float) -> float:
    """Round to whole millimetres; never minus zero."""
    return round(float(height), 3) + 0.0
