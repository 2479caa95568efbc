"""One moment as a labelled dataset with CF attributes: voxels, ground, land cover, soil, ice and water."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.model.cf import CONVENTIONS, CRS_ATTRS, X_ATTRS, Y_ATTRS
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CellSize, Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.model.voxels import voxels

__all__ = ["COVER", "cover_dataset", "encoding_of", "maps_dataset", "slice_dataset"]

COVER = "cover"
"""Group of the finer maps: CF wants one grid with its coordinates in a group."""
_CHUNK = (16, 256, 256)
_MAPPED = {"grid_mapping": "crs"}


def slice_dataset(
    part: TimeSlice,
    cell: CellSize,
    fabrics: Mapping[int, Fabric],
    names: tuple[Legend, Sequence[EventInfo]],
    about: Provenance,
) -> xr.Dataset:
    """Return a slice with its voxels.

    Parameters
    ----------
    part : TimeSlice
    cell : CellSize
        Of a voxel, m; its sides are those of the map cells.
    fabrics : mapping of int to Fabric
        By index of the unit.
    names : (Legend, sequence of EventInfo)
    about : Provenance

    Returns
    -------
    xarray.Dataset
        ``(z, y, x)``: lithology, unit, event; and all of :func:`maps_dataset`.

    Raises
    ------
    UsageError
        More voxels than fit.
    """
    legend, events = names
    volume = voxels(part.columns, cell, fabrics=fabrics, legend=legend, events=events)
    maps = maps_dataset(part, legend, about)
    return volume.drop_vars("crs").assign(maps.data_vars).assign_coords(maps.coords).assign_attrs(maps.attrs)


def maps_dataset(part: TimeSlice, legend: Legend, about: Provenance) -> xr.Dataset:
    """Return the maps of a slice on its map cells.

    Returns
    -------
    xarray.Dataset
        ``(y, x)``: ground, ice, water (float32, m NAP, NaN where none), soil (uint8); scalars ``year`` and
        ``crs``.
    """
    soil = _flags(("y", "x"), part.soil, legend.soils, "soil", standard_name="soil_type")
    year = {"long_name": "astronomical year (year 0 exists)", "units": "1"}
    return xr.Dataset(
        {**_heights(part), "soil": soil, "crs": _crs()},
        {**_axes(part.grid, "x", "y"), "year": ((), float(part.year), year)},
        {"Conventions": CONVENTIONS, **about.as_texts()},
    )


def cover_dataset(part: TimeSlice, legend: Legend) -> xr.Dataset:
    """Return the finer maps of a slice, for the group :data:`COVER`.

    Returns
    -------
    xarray.Dataset
        ``(y_cover, x_cover)``: land_cover, use (uint8, 0 where none); and ``crs``.
    """
    dims = ("y_cover", "x_cover")
    return xr.Dataset(
        {
            "land_cover": _flags(dims, part.land_cover, legend.covers, "land cover"),
            "use": _flags(dims, part.use, legend.uses, "what a place is for"),
            "crs": _crs(),
        },
        _axes(part.cover_grid, "x_cover", "y_cover"),
        {"title": f"Finer maps of {part.slice_id}"},
    )


def encoding_of(dataset: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Return how NetCDF stores each variable: compressed in chunks; only heights have a fill value."""
    encoding: dict[str, dict[str, Any]] = {}
    for name, variable in dataset.variables.items():
        kind: dict[str, Any] = {"_FillValue": np.float32(np.nan) if name in _HEIGHTS else None}
        if variable.ndim > 1:
            # Few levels to a chunk: what is looked at is most often a map.
            chunks = tuple(
                min(n, most) for n, most in zip(variable.shape, _CHUNK[-variable.ndim :], strict=True)
            )
            kind |= {"zlib": True, "complevel": 4, "shuffle": True, "chunksizes": chunks}
        encoding[str(name)] = kind
    return encoding


_HEIGHTS: Mapping[str, tuple[str, str]] = {
    "ground": ("ground_level_altitude", "ground surface above NAP"),
    "ice": ("surface_altitude", "surface of the ice above NAP"),
    "water": ("water_surface_height_above_reference_datum", "level of open water above NAP"),
}


def _heights(part: TimeSlice) -> dict[str, Any]:
    rasters = {"ground": part.ground.astype(np.float32), "ice": part.ice, "water": part.water}
    return {
        name: (
            ("y", "x"),
            rasters[name],
            {"standard_name": standard, "long_name": said, "units": "m", **_MAPPED},
        )
        for name, (standard, said) in _HEIGHTS.items()
    }


def _flags(
    dims: tuple[str, str], raster: np.ndarray, classes: Sequence[Any], said: str, **attrs: str
) -> tuple[Any, ...]:
    """Return a variable of codes with its legend; 0 is none."""
    codes = {0: "none"} | {item.code: item.key.replace(" ", "_") for item in classes}
    legend = {
        "flag_values": np.array(list(codes), dtype=raster.dtype),
        "flag_meanings": " ".join(codes.values()),
    }
    return (dims, raster, {"long_name": said, **attrs, **legend, **_MAPPED})


def _crs() -> tuple[Any, ...]:
    return ((), np.int32(0), dict(CRS_ATTRS))


def _axes(grid: Grid, x: str, y: str) -> dict[str, Any]:
    size = {"cell_size": float(grid.cell)}
    return {x: (x, grid.x, {**X_ATTRS, **size}), y: (y, grid.y, {**Y_ATTRS, **size})}
