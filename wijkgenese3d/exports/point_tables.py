"""Tables of one moment as CSV: features, the ground, and what lies under every map cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely

from wijkgenese3d.exports.feature_table import FEATURE_COLUMNS, feature_row, layers_of, shape_of
from wijkgenese3d.exports.stepped_runs import SteppedRuns, stepped
from wijkgenese3d.exports.tables import csv_text
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["features_csv", "ground_csv", "runs_csv"]


def features_csv(part: TimeSlice, events: Sequence[EventInfo]) -> str:
    """Return what stands there: one row per thing, with its layer, its middle and its geometry (WKT, RD)."""
    rows = []
    for layer, features in layers_of(part.features.at(part.year)).items():
        for feature in features:
            shape = shape_of(feature)
            middle = shape.representative_point()
            place = {"layer": layer, "x": round(middle.x, 3), "y": round(middle.y, 3)}
            wkt = shapely.to_wkt(shape, rounding_precision=3)
            rows.append({**feature_row(feature, events), **place, "wkt": wkt})
    return csv_text(("layer", *FEATURE_COLUMNS, "x", "y", "wkt"), rows)


def ground_csv(part: TimeSlice) -> str:
    """Return the ground: one row per map cell, RD and m NAP, from south-west to north-east."""
    x, y = np.meshgrid(part.grid.x, part.grid.y)
    return _rows(("x", "y", "ground_m_nap"), (x, y, part.ground), ("%.3f", "%.3f", "%.3f"))


def runs_csv(
    part: TimeSlice, legend: Legend, events: Sequence[EventInfo], fabrics: Mapping[int, Fabric], step: float
) -> str:
    """Return what lies under every map cell: one row per run, bottom to top, in m NAP.

    Tops of bodies are exact. Inside a body with a fabric the lithology is asked at the middle of steps, for
    its exact beds take a minute to find in a whole block; one core has them.

    Parameters
    ----------
    part : TimeSlice
    legend, events
        Names of units, lithologies and events.
    fabrics : mapping of int to Fabric
        By index of the unit.
    step : float
        Height of a step, m.

    Raises
    ------
    DataError
        A unit asks for a fabric that is not given.
    """
    names = (
        [unit.key for unit in legend.units],
        {item.code: item.key for item in legend.lithologies},
        [event.id for event in events],
    )
    text = io.StringIO()
    text.write("x,y,top,base,lithology,lithology_key,unit,event\n")
    # Row by row of the map: the steps of a whole block are too many at once.
    for iy in range(part.grid.ny):
        runs = stepped(part.columns.part(slice(iy, iy + 1), slice(0, part.grid.nx)), fabrics, step)
        text.writelines(_run_lines(runs, names))
    return text.getvalue()


def _run_lines(
    runs: SteppedRuns, names: tuple[Sequence[str], Mapping[int, str], Sequence[str]]
) -> Iterator[str]:
    units, lithologies, ids = names
    columns = (runs.x, runs.y, runs.top, runs.base, runs.lithology, runs.unit, runs.event)
    for x, y, top, base, code, unit, event in zip(*(c.tolist() for c in columns), strict=True):
        kind = lithologies[code]
        yield f"{x:.3f},{y:.3f},{top:.3f},{base:.3f},{code},{kind},{units[unit]},{ids[event]}\n"


def _rows(names: Sequence[str], columns: Sequence[np.ndarray], form: Sequence[str]) -> str:
    text = io.StringIO()
    np.savetxt(
        text,
        np.stack([column.ravel() for column in columns], axis=1),
        fmt=list(form),
        delimiter=",",
        header=",".join(names),
        comments="",
    )
    return text.getvalue()
