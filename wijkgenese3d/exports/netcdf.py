"""Datasets as files: NetCDF-4 through h5netcdf, and Zarr v3."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import xarray as xr
from zarr.errors import ZarrUserWarning

from wijkgenese3d.exports.folders import folder_aside, replace_folder
from wijkgenese3d.exports.slice_dataset import encoding_of

__all__ = ["netcdf", "write_zarr"]


def netcdf(dataset: xr.Dataset) -> bytes:
    """Return a dataset as NetCDF-4, made in memory: a full disk cannot leave a part of it."""
    file = io.BytesIO()
    dataset.to_netcdf(file, engine="h5netcdf", encoding=encoding_of(dataset))
    return file.getvalue()


def write_zarr(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset as a Zarr v3 folder, as a whole; it replaces one that stands there.

    Raises
    ------
    DataError
        The disk is full, or the folder cannot be written to.
    """
    encoding = {
        name: {"chunks": given["chunksizes"]} if "chunksizes" in given else {}
        for name, given in encoding_of(dataset).items()
    }
    with folder_aside(path) as aside:
        made = aside / path.name
        with warnings.catch_warnings():
            # All metadata in one file is no part of the standard yet; who cannot read it passes it by.
            warnings.simplefilter("ignore", ZarrUserWarning)
            dataset.to_zarr(made, mode="w-", zarr_format=3, consolidated=True, encoding=encoding)
        replace_folder(made, path)
