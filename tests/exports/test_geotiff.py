"""GeoTIFF: tiles and compression of large rasters, NaN, the place of each cell, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from rasterio.io import MemoryFile

from wijkgenese3d.exports.geotiff import RasterWords, geotiff, write_geotiff
from wijkgenese3d.model.frame import Grid, RDExtent

GRID = Grid(RDExtent(188400, 426700, 190000, 427700), 5)


def test_a_large_raster_is_tiled_compressed_and_comes_back(tmp_path):
    y, x = np.mgrid[0 : GRID.ny, 0 : GRID.nx]
    raster = (0.03 * x + 0.01 * y).astype(np.float32)
    raster[17, 33] = np.nan
    write_geotiff(tmp_path / "a.tif", raster, GRID, RasterWords("Hoogte in één jaar, m"))
    content = (tmp_path / "a.tif").read_bytes()
    assert len(content) < raster.nbytes / 4
    with MemoryFile(content).open() as file:
        assert file.block_shapes == [(256, 256)]
        assert file.profile["compress"] == "deflate"
        np.testing.assert_array_equal(file.read(1)[::-1], raster)
        assert file.descriptions == ("Hoogte in één jaar, m",)
        # The middle of cell (17, 33) from the south-west.
        row, column = file.index(188400 + 33.5 * 5, 426700 + 17.5 * 5)
        assert np.isnan(file.read(1)[row, column])
        assert file.read_masks(1)[row, column] == 0


def test_codes_and_heights_name_their_crs():
    codes = np.zeros(GRID.shape, dtype=np.uint8)
    words = RasterWords("x", codes={0: ("geen", (1, 2, 3))})
    with MemoryFile(geotiff(codes, GRID, words)).open() as file:
        assert file.crs.to_epsg() == 28992
        assert file.colormap(1)[0] == (1, 2, 3, 255)
    heights = RasterWords("x", crs="EPSG:7415")
    with MemoryFile(geotiff(codes.astype(np.float32), GRID, heights)).open() as file:
        assert file.crs.to_epsg() == 7415


def test_a_raster_of_another_grid_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        geotiff(np.zeros((3, 3), np.float32), GRID, RasterWords("x"))
