"""What stands there as GeoPackage: one layer per kind, RD New; pyogrio writes."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from wijkgenese3d.exports.feature_table import (
    FEATURE_COLUMNS,
    feature_row,
    layers_of,
    shape_of,
    tree_columns,
)
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.geometry.trees import Trees
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import CRS
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["write_geopackage"]

BOUNDARY, TREES = "quarter", "trees"
_LITTLE = 200_000
"""Bytes that a GeoPackage needs at least: with less left, the disk is full."""


def write_geopackage(
    path: Path,
    part: TimeSlice,
    trees: Trees,
    boundary: np.ndarray,
    names: tuple[Legend, Sequence[EventInfo]],
    about: Provenance,
) -> None:
    """Write the features of a slice as a GeoPackage, in place.

    Parameters
    ----------
    path : Path
        Must not exist; SQLite puts a file of its own beside it for a while.
    part : TimeSlice
    trees : Trees
        Symbols, as many per hectare as the land cover says.
    boundary : (n, 2)
        Ring round the quarter, RD, m; fewer than three points is none.
    names : (Legend, sequence of EventInfo)
    about : Provenance

    Raises
    ------
    OSError
        The disk is full, or the place cannot be written to.
    """
    legend, events = names
    layers: dict[str, tuple[Any, Mapping[str, np.ndarray]]] = {}
    for name, features in layers_of(part.features.at(part.year)).items():
        layers[name] = [shape_of(f) for f in features], _columns(features, events)
    if len(trees):
        columns = tree_columns(trees, part.cover_grid, part.land_cover, legend)
        layers[TREES] = shapely.points(trees.x, trees.y), columns
    if len(boundary) > 2:
        title = np.array([about.title], dtype=object)
        layers[BOUNDARY] = [shapely.Polygon(boundary[:, :2])], {"title": title}
    try:
        for name, (shapes, values) in layers.items():
            _add_layer(path, name, np.asarray(shapes, dtype=object), values, about)
    except RuntimeError as error:
        # What GDAL and SQLite say of a full disk is text, of whatever they missed first.
        if "full" in str(error) or shutil.disk_usage(path.parent).free < _LITTLE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise OSError(errno.EIO, f"GDAL says: {error}") from error


def _add_layer(
    path: Path, name: str, shapes: np.ndarray, columns: Mapping[str, np.ndarray], about: Provenance
) -> None:
    """Add a layer of geometries of one kind; the first makes the file."""
    from pyogrio.raw import write

    first = not path.exists()
    texts = about.as_texts()
    write(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=list(columns.values()),
        fields=list(columns),
        geometry_type=shapes[0].geom_type,
        crs=CRS,
        driver="GPKG",
        layer=name,
        append=not first,
        dataset_metadata=texts if first else None,
        layer_metadata={"IDENTIFIER": name, "DESCRIPTION": about.title},
    )


def _columns(features: Sequence[Feature], events: Sequence[EventInfo]) -> dict[str, np.ndarray]:
    rows = [feature_row(feature, events) for feature in features]
    columns: dict[str, np.ndarray] = {}
    for name, kind in FEATURE_COLUMNS.items():
        values = [row[name] for row in rows]
        if kind is float:
            columns[name] = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
        else:
            columns[name] = np.array(values, dtype=object)
    return columns
