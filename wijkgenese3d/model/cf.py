"""CF attributes for RD New and NAP, and reading a grid back from coordinates.

The rest of the model knows where things are as a :class:`~wijkgenese3d.model.frame.Grid`; files for
exchange say it with CF-1.11 attributes. Both directions live here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError, WijkgeneseError
from wijkgenese3d.model.frame import CRS, CRS_COMPOUND, CRS_VERTICAL, FloatGrid, Grid, RDExtent

__all__ = [
    "CONVENTIONS",
    "CRS_ATTRS",
    "CRS_WKT",
    "X_ATTRS",
    "Y_ATTRS",
    "Z_ATTRS",
    "grid_from_centres",
    "spacing_of",
]

CONVENTIONS = "CF-1.11"

CRS_WKT = (
    'COMPOUNDCRS["Amersfoort / RD New + NAP height",PROJCRS["Amersfoort / RD New",BASEGEOGCRS["Amersfoort",'
    'DATUM["Amersfoort",ELLIPSOID["Bessel 1841",6377397.155,299.1528128,LENGTHUNIT["metre",1]]],'
    'PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4289]],'
    'CONVERSION["RD New",METHOD["Oblique Stereographic",ID["EPSG",9809]],'
    'PARAMETER["Latitude of natural origin",52.1561605555556,ANGLEUNIT["degree",0.0174532925199433],'
    'ID["EPSG",8801]],PARAMETER["Longitude of natural origin",5.38763888888889,'
    'ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],'
    'PARAMETER["Scale factor at natural origin",0.9999079,SCALEUNIT["unity",1],ID["EPSG",8805]],'
    'PARAMETER["False easting",155000,LENGTHUNIT["metre",1],ID["EPSG",8806]],'
    'PARAMETER["False northing",463000,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],'
    'AXIS["easting (X)",east,ORDER[1],LENGTHUNIT["metre",1]],'
    'AXIS["northing (Y)",north,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",28992]],'
    'VERTCRS["NAP height",VDATUM["Normaal Amsterdams Peil"],CS[vertical,1],'
    'AXIS["gravity-related height (H)",up,LENGTHUNIT["metre",1]],ID["EPSG",5709]],ID["EPSG",7415]]'
)
"""EPSG:7415 as WKT2:2019, for programs that read ``crs_wkt``, such as GDAL and QGIS."""

CRS_ATTRS: Mapping[str, Any] = {
    "grid_mapping_name": "stereographic",
    "crs_wkt": CRS_WKT,
    "crs_name": "Amersfoort / RD New + NAP height",
    "epsg_code": CRS_COMPOUND,
    "epsg_code_horizontal": CRS,
    "epsg_code_vertical": CRS_VERTICAL,
    "projected_crs_name": "Amersfoort / RD New",
    "geographic_crs_name": "Amersfoort",
    "horizontal_datum_name": "Amersfoort",
    "geoid_name": "Normaal Amsterdams Peil",
    "reference_ellipsoid_name": "Bessel 1841",
    "prime_meridian_name": "Greenwich",
    "semi_major_axis": 6377397.155,
    "inverse_flattening": 299.1528128,
    "longitude_of_prime_meridian": 0.0,
    "latitude_of_projection_origin": 52.1561605555556,
    "longitude_of_projection_origin": 5.38763888888889,
    "scale_factor_at_projection_origin": 0.9999079,
    "false_easting": 155000.0,
    "false_northing": 463000.0,
}
"""Attributes of the grid mapping variable: RD New by its numbers, since the model has no pyproj.

CF has one name for all stereographic projections (appendix F). RD is the double one, EPSG method 9809:
who reads the numbers as a plain one is 0.6 m off at 60 km from its middle. So the WKT says which, and
programs that know it read it first.
"""

X_ATTRS: Mapping[str, Any] = {
    "standard_name": "projection_x_coordinate",
    "long_name": "RD x of the cell centre",
    "units": "m",
    "axis": "X",
}
Y_ATTRS: Mapping[str, Any] = {
    "standard_name": "projection_y_coordinate",
    "long_name": "RD y of the cell centre",
    "units": "m",
    "axis": "Y",
}
Z_ATTRS: Mapping[str, Any] = {
    "standard_name": "height_above_geopotential_datum",
    "long_name": "height of the cell centre above NAP",
    "units": "m",
    "positive": "up",
    "axis": "Z",
}

_TOLERANCE = 1e-4
"""Largest deviation from regular spacing, as a share of the spacing."""


def spacing_of(centres: FloatGrid, name: str) -> float:
    """Return the spacing of cell centres.

    Parameters
    ----------
    centres : (n,) float array
        At least two, ascending, m.
    name : str
        Name of the axis, for the error.

    Raises
    ------
    DataError
        Fewer than two values, not one-dimensional, not finite, not ascending, or not regular.
    """
    values = np.asarray(centres, dtype=np.float64)
    if values.ndim != 1 or values.size < 2:
        msg = f"axis {name} has shape {values.shape}; two or more values are needed to know the cell size"
        raise DataError(msg)
    steps = np.diff(values)
    step = float((values[-1] - values[0]) / (values.size - 1))
    if not np.isfinite(values).all() or step <= 0:
        msg = f"axis {name} does not ascend"
        raise DataError(msg, hint="order each axis from low to high, y from south to north")
    if np.abs(steps - step).max() > _TOLERANCE * step:
        msg = f"axis {name} is not regular: steps of {steps.min():g} to {steps.max():g} m"
        raise DataError(msg)
    return step


def grid_from_centres(x: FloatGrid, y: FloatGrid, cell: float | None = None) -> Grid:
    """Return the grid whose cell centres are ``x`` and ``y``.

    Parameters
    ----------
    x, y : (nx,), (ny,) float arrays
        Cell centres, RD, m, ascending.
    cell : float, optional
        Cell size, m; needed only where an axis has a single cell.

    Raises
    ------
    DataError
        The axes are not regular, or the cells are not square.
    """
    sizes = [spacing_of(a, name) for a, name in ((x, "x"), (y, "y")) if cell is None or np.size(a) > 1]
    size = float(cell) if cell is not None else sizes[0]
    if any(abs(s - size) > _TOLERANCE * size for s in sizes):
        msg = f"cells of {' x '.join(f'{s:g}' for s in sizes)} m where square cells of {size:g} m are needed"
        raise DataError(msg)
    half = size / 2
    xmin, ymin = float(x[0]) - half, float(y[0]) - half
    try:
        return Grid(RDExtent(xmin, ymin, xmin + len(x) * size, ymin + len(y) * size), size)
    except WijkgeneseError as error:
        raise DataError(error.message) from error
