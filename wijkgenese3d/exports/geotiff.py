"""A raster in RD New as GeoTIFF, float32, without GDAL: Pillow writes the image and the tags."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, TiffImagePlugin, TiffTags

from wijkgenese3d.model.frame import Grid

__all__ = ["write_geotiff"]

_PIXEL_SCALE, _TIE_POINT, _GEO_KEYS, _GDAL_METADATA, _NO_DATA = 33550, 33922, 34735, 42112, 42113
_DESCRIPTION, _SOFTWARE = 270, 305
_RD_KEYS = (
    (1, 1, 0, 3),  # version 1, revision 1.0, three keys
    (1024, 0, 1, 1),  # GTModelType: projected
    (1025, 0, 1, 1),  # GTRasterType: a value stands for the area of its pixel
    (3072, 0, 1, 28992),  # ProjectedCRS: Amersfoort / RD New
)


def write_geotiff(path: Path, raster: np.ndarray, grid: Grid, description: str, unit: str = "m") -> None:
    """Write a raster; north is up, and the outer edges are those of the grid.

    Parameters
    ----------
    path : Path
        Written in place; see :func:`~wijkgenese3d.exports.atomic.written_aside`.
    raster : (ny, nx) float
        Values at cell centres, row 0 in the south; NaN where there is none.
    grid : Grid
        Map cells, RD New.
    description : str
        What the values are.
    unit : str
        Of the values.
    """
    if raster.shape != grid.shape:
        msg = f"a raster of {raster.shape} does not fit the grid {grid.shape}"
        raise ValueError(msg)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    e, kinds = grid.extent, TiffTags
    _set(tags, _PIXEL_SCALE, kinds.DOUBLE, (grid.cell, grid.cell, 0.0))
    _set(tags, _TIE_POINT, kinds.DOUBLE, (0.0, 0.0, 0.0, e.xmin, e.ymax, 0.0))
    _set(tags, _GEO_KEYS, kinds.SHORT, tuple(value for row in _RD_KEYS for value in row))
    _set(tags, _NO_DATA, kinds.ASCII, "nan")
    _set(
        tags,
        _GDAL_METADATA,
        kinds.ASCII,
        f'<GDALMetadata><Item name="UNITTYPE" sample="0" role="unittype">{unit}</Item></GDALMetadata>',
    )
    _set(tags, _DESCRIPTION, kinds.ASCII, description.encode("ascii", "replace").decode())
    _set(tags, _SOFTWARE, kinds.ASCII, "wijkgenese3d")
    image = Image.fromarray(np.ascontiguousarray(raster[::-1], dtype=np.float32))
    image.save(path, format="TIFF", tiffinfo=tags)


def _set(tags: TiffImagePlugin.ImageFileDirectory_v2, tag: int, kind: int, value: object) -> None:
    tags.tagtype[tag] = kind
    tags[tag] = value
