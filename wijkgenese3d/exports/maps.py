"""Maps of one moment as GeoTIFF: the ground, what lies at its surface, and the land cover."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.exports.formats import What
from wijkgenese3d.exports.geotiff import CodeTable, RasterWords, geotiff
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CRS_COMPOUND
from wijkgenese3d.model.legend import FABRIC, Legend
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["map_tiff", "top_lithology"]

_NO_CODE = 255
_SKIN = 0.001
"""How far below the ground the topmost lithology is asked of a fabric, m."""


def map_tiff(
    part: TimeSlice, what: What, legend: Legend, fabrics: dict[int, Fabric], about: Provenance
) -> bytes:
    """Return a map of a slice.

    Parameters
    ----------
    part : TimeSlice
    what : What
        ``ground`` (m NAP), ``lithology`` (of what lies at the surface) or ``land_cover``.
    legend : Legend
        Names and colours of codes.
    fabrics : mapping of int to Fabric
        By index of the unit.
    about : Provenance
    """
    language, texts = about.language, about.as_texts()
    if what is What.ground:
        said = f"Ground surface in {part.slice_id}, m NAP; no survey data"
        ground = part.ground.astype(np.float32)
        return geotiff(ground, part.grid, RasterWords(said, crs=CRS_COMPOUND, texts=texts))
    codes: CodeTable
    if what is What.lithology:
        codes = {c.code: (c.name[language], hex_to_rgb(c.colour_contrast)) for c in legend.lithologies}
        said = f"Lithology at the surface in {part.slice_id}, GeoTOP lithoclass; no survey data"
        return geotiff(top_lithology(part, fabrics), part.grid, RasterWords(said, codes=codes, texts=texts))
    codes = {c.code: (c.name[language], hex_to_rgb(c.colour)) for c in legend.covers}
    said = f"Land cover in {part.slice_id}; no survey data"
    cover = np.where(part.land_cover == 0, np.uint8(_NO_CODE), part.land_cover)
    return geotiff(cover, part.cover_grid, RasterWords(said, codes=codes, texts=texts))


def top_lithology(part: TimeSlice, fabrics: dict[int, Fabric]) -> np.ndarray:
    """Return the GeoTOP lithoclass at the surface of each cell, (ny, nx) uint8.

    Raises
    ------
    KeyError
        A unit asks for a fabric that is not given.
    """
    columns = part.columns
    top = columns.start + columns.row_size - 1
    lithology = columns.lithology[top].copy()
    unit = columns.unit[top]
    for index in np.unique(unit[lithology == FABRIC]):
        iy, ix = np.nonzero((lithology == FABRIC) & (unit == index))
        z = part.ground[iy, ix] - _SKIN
        lithology[iy, ix] = fabrics[int(index)].lithology(part.grid.x[ix], part.grid.y[iy], z)
    return lithology
