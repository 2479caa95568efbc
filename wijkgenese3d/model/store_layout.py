"""How a prepared model lies on disk: a Zarr v3 group with a header in its attributes.

::

    5m.zarr/
      zarr.json            header: what, where, when; and the size of every other file
      change               (change, y, x) int32 mm      thickness per deposit and change
      land_cover, painted, use (version, y, x) uint8        finer raster; equal rasters are kept once
      soil                 (version, y, x) uint8
      ice, water           (version, y, x) int32 mm NAP, lowest int32 where there is none
      features/            ragged arrays, and their words as JSON
      numbers/             whole-area arrays

Every chunk carries a crc32c. All versions of a place lie in one chunk, so a core through all slices
reads a single one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.frame import CRS, CRS_VERTICAL, Grid, RDExtent
from wijkgenese3d.model.layers import Layer
from wijkgenese3d.model.timeline import Stop, Timeline, Years

__all__ = [
    "ATTRIBUTE",
    "FORMAT",
    "FORMAT_VERSION",
    "NO_HEIGHT",
    "RASTERS",
    "RASTER_TILE",
    "TILE",
    "events_from_json",
    "events_to_json",
    "grid_from_json",
    "grid_to_json",
    "layers_from_json",
    "layers_to_json",
    "seal_of",
    "timeline_from_json",
    "timeline_to_json",
]

ATTRIBUTE = "wijkgenese3d"
"""Attribute of the root group that holds the header."""
FORMAT = "prepared model"
FORMAT_VERSION = 1
"""Raise it when what is written changes; models of another version are built anew."""
TILE = 64
"""Rows and columns of a chunk of the ground: small, for a core reads one."""
RASTER_TILE = 256
"""Rows and columns of a chunk of the other rasters, which are read whole."""
NO_HEIGHT = -(2**31)
"""Stands for NaN in rasters of heights."""
RASTERS = ("land_cover", "painted", "use", "soil", "ice", "water")
"""Rasters of a slice beside its ground, under the names they have on TimeSlice."""

Json = Mapping[str, Any]


def seal_of(header: Json) -> str:
    """Return the sha256 of a header, so that a damaged one is not believed."""
    text = json.dumps(header, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def grid_to_json(grid: Grid) -> dict[str, Any]:
    """Return a grid for the header."""
    return {"extent": grid.extent.as_list(), "cell": grid.cell, "crs": CRS, "vertical_crs": CRS_VERTICAL}


def grid_from_json(row: Json) -> Grid:
    """Return the grid that :func:`grid_to_json` described."""
    if row["crs"] != CRS or row["vertical_crs"] != CRS_VERTICAL:
        msg = f"a grid in {row['crs']} and {row['vertical_crs']}; {CRS} and {CRS_VERTICAL} needed"
        raise DataError(msg)
    return Grid(RDExtent(*row["extent"]), row["cell"])


def layers_to_json(layers: tuple[Layer, ...]) -> list[list[int]]:
    """Return layers for the header."""
    return [[int(v) for v in (layer.slot, layer.unit, layer.lithology, layer.event)] for layer in layers]


def layers_from_json(rows: list[list[int]]) -> tuple[Layer, ...]:
    """Return the layers that :func:`layers_to_json` described."""
    return tuple(Layer(*row) for row in rows)


def timeline_to_json(timeline: Timeline) -> list[dict[str, Any]]:
    """Return a timeline for the header."""
    return [
        {
            "id": stop.id,
            "year": stop.year,
            "label": dict(stop.label),
            "title": dict(stop.title),
            "short": dict(stop.short),
            "certainty": stop.certainty,
            "cell": stop.cell,
        }
        for stop in timeline
    ]


def timeline_from_json(rows: list[Json]) -> Timeline:
    """Return the timeline that :func:`timeline_to_json` described."""
    return Timeline(tuple(Stop(**row) for row in rows))


def events_to_json(events: tuple[EventInfo, ...]) -> list[dict[str, Any]]:
    """Return events for the header."""
    return [
        {
            "id": event.id,
            "date": [event.date.start, event.date.end],
            "certainty": event.certainty,
            "certainty_shape": event.certainty_shape,
            "sources": list(event.sources),
            "text": dict(event.text),
            "alliance": event.alliance,
            "until": event.until,
            "kinds": list(event.kinds),
        }
        for event in events
    ]


def events_from_json(rows: list[Json]) -> tuple[EventInfo, ...]:
    """Return the events that :func:`events_to_json` described."""
    return tuple(
        EventInfo(
            **{
                **row,
                "date": Years(*row["date"]),
                "sources": tuple(row["sources"]),
                "kinds": tuple(row["kinds"]),
            }
        )
        for row in rows
    )
