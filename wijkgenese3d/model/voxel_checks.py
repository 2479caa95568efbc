"""What a dataset of voxels must be, checked before anything is made of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.cf import spacing_of
from wijkgenese3d.model.column_arrays import AIR_CODES, OUTSIDE_CODES
from wijkgenese3d.model.legend import AIR, FABRIC, OUTSIDE, Lithology

__all__ = ["check_voxel_dataset", "spacing_along"]

_DTYPES = {"lithology": np.uint8, "unit": np.uint8, "event": np.uint16}
_LITHOLOGIES = (*(code.value for code in Lithology), FABRIC, AIR, OUTSIDE)


def check_voxel_dataset(dataset: xr.Dataset) -> None:
    """Check dimensions, order, regular spacing, dtypes, units and codes.

    Raises
    ------
    DataError
        Something does not hold; it is named, with what was found.
    """
    for name, dtype in _DTYPES.items():
        if name not in dataset.data_vars:
            msg = f"no variable {name!r}; the dataset holds {', '.join(map(str, dataset.data_vars))}"
            raise DataError(msg)
        variable = dataset[name]
        if variable.dims != ("z", "y", "x"):
            msg = f"{name} has dimensions {variable.dims}; ('z', 'y', 'x') needed"
            raise DataError(msg)
        if variable.dtype != dtype:
            msg = f"{name} is {variable.dtype}; {np.dtype(dtype)} needed"
            raise DataError(msg)
    for axis in ("z", "y", "x"):
        _check_axis(dataset, axis)
    for name in _DTYPES:
        _check_codes(dataset, name)
    _check_air(dataset)


def spacing_along(dataset: xr.Dataset, axis: str) -> float:
    """Return the size of the cells along an axis, m; an axis of one cell states its own.

    Raises
    ------
    DataError
        The axis is not regular, or of one cell without ``cell_size``.
    """
    values = dataset[axis].values
    stated = dataset[axis].attrs.get("cell_size")
    if values.size == 1 and isinstance(stated, (int, float)) and stated > 0:
        return float(stated)
    return spacing_of(values, axis)


def _check_axis(dataset: xr.Dataset, axis: str) -> None:
    if axis not in dataset.coords:
        msg = f"no coordinate {axis!r} of cell centres"
        raise DataError(msg)
    units = dataset[axis].attrs.get("units")
    if units != "m":
        msg = f"coordinate {axis} is in {units!r}; 'm' needed"
        raise DataError(msg)
    if not np.issubdtype(dataset[axis].dtype, np.floating):
        msg = f"coordinate {axis} is {dataset[axis].dtype}; float needed"
        raise DataError(msg)
    spacing_along(dataset, axis)


def _check_codes(dataset: xr.Dataset, name: str) -> None:
    """Check that all codes are known; plane by plane, for a volume can be most of the memory."""
    volume = dataset[name].values
    allowed: Any = dataset[name].attrs.get("flag_values")
    if allowed is None and name != "lithology":
        return
    known = np.zeros(np.iinfo(volume.dtype).max + 1, dtype=bool)
    known[list(_LITHOLOGIES) if name == "lithology" else np.atleast_1d(allowed)] = True
    for k, plane in enumerate(volume):
        if not known[plane].all():
            iy, ix = np.argwhere(~known[plane])[0]
            msg = f"unknown {name} code {plane[iy, ix]} at (z, y, x) index ({k}, {iy}, {ix})"
            raise DataError(msg)


def _check_air(dataset: xr.Dataset) -> None:
    """Check that what is air, or outside, is so in all three variables."""
    lithology = dataset["lithology"].values
    others = [dataset[name].values for name in ("unit", "event")]
    for codes in (AIR_CODES, OUTSIDE_CODES):
        for k, plane in enumerate(lithology):
            marked = plane == codes[0]
            if any(
                ((other[k] == code) != marked).any() for other, code in zip(others, codes[1:], strict=True)
            ):
                msg = f"voxels of z index {k} are air or outside in one variable but not in another"
                raise DataError(msg)
