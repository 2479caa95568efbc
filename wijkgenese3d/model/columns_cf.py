"""Columns as a CF contiguous ragged array, for files and for exchange."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.cf import CONVENTIONS, CRS_ATTRS, X_ATTRS, Y_ATTRS, grid_from_centres
from wijkgenese3d.model.columns import Columns

__all__ = ["dataset_of", "parts_of"]

_RUN_ATTRS: dict[str, dict[str, Any]] = {
    "top": {"long_name": "top of the run above NAP", "units": "m", "positive": "up"},
    "lithology": {"long_name": "GeoTOP lithoclass; 253: given by the fabric of the unit", "units": "1"},
    "unit": {"long_name": "index of the body in the legend", "units": "1"},
    "event": {"long_name": "index of the event that put the run there", "units": "1"},
}


def dataset_of(columns: Columns) -> xr.Dataset:
    """Return columns as a dataset.

    Returns
    -------
    xarray.Dataset
        ``row_size (y, x)`` uint16; ``top`` float32 m NAP, ``lithology``, ``unit`` uint8 and ``event``
        uint16 over ``run``; scalars ``base`` and ``cell`` (m); coordinates are cell centres in RD.
    """
    mapped = {"grid_mapping": "crs"}
    size_attrs = {"long_name": "runs in the column", "units": "1", "sample_dimension": "run", **mapped}
    grid = columns.grid
    return xr.Dataset(
        {
            "row_size": (("y", "x"), columns.row_size, size_attrs),
            **{name: (("run",), getattr(columns, name), attrs) for name, attrs in _RUN_ATTRS.items()},
            "base": ((), columns.base, {"long_name": "underside of all columns", "units": "m"}),
            "cell": ((), grid.cell, {"long_name": "side of a map cell", "units": "m"}),
            "crs": ((), np.int32(0), dict(CRS_ATTRS)),
        },
        coords={"x": ("x", grid.x, dict(X_ATTRS)), "y": ("y", grid.y, dict(Y_ATTRS))},
        attrs={"Conventions": CONVENTIONS, "title": "Ground as columns of runs"},
    )


def parts_of(dataset: xr.Dataset) -> dict[str, Any]:
    """Return the arguments of :class:`~wijkgenese3d.model.columns.Columns` that a dataset holds.

    Raises
    ------
    DataError
        A variable is missing, or the coordinates are not those of a square grid.
    """
    for name in ("row_size", *_RUN_ATTRS, "base", "cell", "x", "y"):
        if name not in dataset.variables:
            msg = f"no variable {name!r} in this dataset; it holds {', '.join(map(str, dataset.variables))}"
            raise DataError(msg, hint="columns are read from what Columns.to_dataset wrote")
    if dataset["row_size"].dims != ("y", "x"):
        msg = f"row_size has dimensions {dataset['row_size'].dims}; ('y', 'x') needed"
        raise DataError(msg)
    grid = grid_from_centres(dataset["x"].values, dataset["y"].values, float(dataset["cell"]))
    arrays = {name: dataset[name].values for name in ("row_size", *_RUN_ATTRS)}
    return {"grid": grid, "base": float(dataset["base"]), **arrays}
