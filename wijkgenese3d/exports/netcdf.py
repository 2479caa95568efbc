"""Datasets as files: NetCDF-4 through h5netcdf, and Zarr v3."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import xarray as xr
import zarr

from wijkgenese3d.exports.folders import folder_aside, replace_folder
from wijkgenese3d.exports.slice_dataset import COVER, encoding_of

__all__ = ["netcdf", "write_zarr"]


def netcdf(dataset: xr.Dataset, cover: xr.Dataset) -> bytes:
    """Return a dataset as NetCDF-4, made in memory: a full disk cannot leave a part of it.

    Parameters
    ----------
    dataset : xarray.Dataset
    cover : xarray.Dataset
        Finer maps, for a group of their own.
    """
    file = io.BytesIO()
    dataset.to_netcdf(file, engine="h5netcdf", encoding=encoding_of(dataset))
    cover.to_netcdf(file, engine="h5netcdf", mode="a", group=COVER, encoding=encoding_of(cover))
    return file.getvalue()


def write_zarr(dataset: xr.Dataset, cover: xr.Dataset, path: Path) -> None:
    """Write a dataset as a Zarr v3 folder, as a whole; it replaces one that stands there.

    Parameters
    ----------
    dataset, cover
        As of :func:`netcdf`.
    path : Path

    Raises
    ------
    DataError
        The disk is full, or the folder cannot be written to.
    """
    with folder_aside(path) as aside, warnings.catch_warnings():
        # All metadata in one file is no part of the standard yet; who cannot read it passes it by.
        warnings.filterwarnings("ignore", "Consolidated metadata", UserWarning)
        made = aside / path.name
        for part, group in ((dataset, None), (cover, COVER)):
            encoding = {
                name: {"chunks": given["chunksizes"]} if "chunksizes" in given else {}
                for name, given in encoding_of(part).items()
            }
            part.to_zarr(made, group=group, mode="w-", zarr_format=3, consolidated=False, encoding=encoding)
        zarr.consolidate_metadata(made, zarr_format=3)
        replace_folder(made, path)
