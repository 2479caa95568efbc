"""A raster in RD New as GeoTIFF, in tiles and compressed; GDAL writes, through rasterio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from wijkgenese3d.model.frame import CRS, Grid

__all__ = ["CodeTable", "RasterWords", "geotiff", "write_geotiff"]

TILE = 256
_PREDICTORS = {"f": 3, "u": 2}

CodeTable = Mapping[int, tuple[str, tuple[int, int, int]]]
"""Name and colour, sRGB, by code."""


@dataclass(frozen=True)
class RasterWords:
    """What a raster says of itself.

    Parameters
    ----------
    description : str
        What the values are.
    unit : str
        Of the values.
    crs : str
        RD New, or RD New with NAP where the values are heights.
    codes : mapping of int to (name, colour), optional
        Legend of codes, as a colour table and as texts.
    texts : mapping of str to str
        What more there is to say.
    """

    description: str
    unit: str = "m"
    crs: str = CRS
    codes: CodeTable | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def write_geotiff(path: Path, raster: np.ndarray, grid: Grid, words: RasterWords) -> None:
    """Write a raster of heights or depths, m, in place; parameters as :func:`geotiff`.

    See :func:`~wijkgenese3d.exports.atomic.written_aside`.
    """
    path.write_bytes(geotiff(np.asarray(raster, dtype=np.float32), grid, words))


def geotiff(raster: np.ndarray, grid: Grid, words: RasterWords) -> bytes:
    """Return a raster as a file; north is up, and the outer edges are those of the grid.

    Parameters
    ----------
    raster : (ny, nx) float32 or uint8
        Values of the cells, row 0 in the south; without a value is NaN, or 255 where they are codes.
    grid : Grid
        Map cells, RD New.
    words : RasterWords

    Raises
    ------
    ValueError
        The raster does not fit the grid.
    """
    from rasterio.io import MemoryFile

    if raster.shape != grid.shape:
        msg = f"a raster of {raster.shape} does not fit the grid {grid.shape}"
        raise ValueError(msg)
    with MemoryFile() as memory:
        with memory.open(**_profile(raster, grid, words)) as file:
            file.write(np.ascontiguousarray(raster[::-1]), 1)
            file.set_band_description(1, words.description)
            file.update_tags(
                TIFFTAG_IMAGEDESCRIPTION=words.description, TIFFTAG_SOFTWARE="wijkgenese3d", **words.texts
            )
            if words.codes:
                file.write_colormap(1, {code: (*colour, 255) for code, (_, colour) in words.codes.items()})
                file.update_tags(1, **{f"class_{code}": name for code, (name, _) in words.codes.items()})
            else:
                file.set_band_unit(1, words.unit)
        return bytes(memory.getbuffer())


def _profile(raster: np.ndarray, grid: Grid, words: RasterWords) -> dict[str, Any]:
    """Return how GDAL stores the raster, and where it lies."""
    from rasterio import Affine, crs

    tiled = {"tiled": True, "blockxsize": TILE, "blockysize": TILE}
    return {
        "driver": "GTiff",
        "height": grid.ny,
        "width": grid.nx,
        "count": 1,
        "dtype": raster.dtype.name,
        "crs": crs.CRS.from_string(words.crs),
        "transform": Affine(grid.cell, 0.0, grid.extent.xmin, 0.0, -grid.cell, grid.extent.ymax),
        "nodata": 255 if words.codes else np.nan,
        "compress": "deflate",
        "predictor": _PREDICTORS[raster.dtype.kind],
        **(tiled if max(grid.shape) > TILE else {}),
    }
