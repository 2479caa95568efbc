"""What stands there shows on the map: roofs, streets and open water over the painted land cover."""

from __future__ import annotations

import numpy as np
import shapely

from wijkgenese3d.genesis.kinds import LineFeature, Settle
from wijkgenese3d.genesis.plan import Plan
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import Grid

__all__ = ["lay_features_over", "rasterised"]


def rasterised(grid: Grid, shape: shapely.Geometry) -> tuple[slice, slice, np.ndarray]:
    """Return rows, columns and the cells in them whose centre lies inside a shape, bool."""
    xmin, ymin, xmax, ymax = shape.bounds
    i = slice(*np.searchsorted(grid.x, (xmin, xmax)))
    j = slice(*np.searchsorted(grid.y, (ymin, ymax)))
    if i.stop <= i.start or j.stop <= j.start:
        return j, i, np.zeros((max(0, j.stop - j.start), max(0, i.stop - i.start)), dtype=bool)
    shapely.prepare(shape)
    return j, i, shapely.contains_xy(shape, grid.x[None, i], grid.y[j, None])


def lay_features_over(
    plan: Plan, cover: np.ndarray, grid: Grid, features: FeatureTable, water: np.ndarray, times: int
) -> np.ndarray:
    """Return the land cover with water, streets and roofs on it, in that order.

    Parameters
    ----------
    plan : Plan
        For the class that each step's features show as.
    cover : (ny, nx) uint8 on ``grid``
        Painted land cover; it is not changed.
    grid : Grid
        Raster of land cover.
    features : FeatureTable
        What stands there.
    water : float32
        Open water on the map cells, NaN where none; ``times`` cover cells per map cell.
    """
    result = cover.copy()
    wet = np.repeat(np.repeat(np.isfinite(water), times, axis=0), times, axis=1)
    result[wet] = plan.legend.cover("water").code
    for kind in ("line", "building"):
        for feature in features.of(kind):
            key = _class_of(plan, feature)
            if key:
                rows, columns, there = rasterised(grid, _shape(feature))
                result[rows, columns][there] = plan.legend.cover(key).code
    return result


def _shape(feature: Feature) -> shapely.Geometry:
    if feature.geometry == "LineString":
        return shapely.LineString(feature.xy).buffer(feature.width / 2, cap_style="flat")
    return shapely.Polygon(feature.xy)


def _class_of(plan: Plan, feature: Feature) -> str:
    """Class of land cover that a feature shows as: that of the step which made it; empty for none."""
    number = int(feature.id.split(".")[1]) - 1
    step = plan.events[feature.event].steps[number].step
    if isinstance(step, Settle):
        if feature.kind == "line":
            return step.rows.street_cover if step.rows else ""
        return step.cover
    if isinstance(step, LineFeature):
        return step.cover or ""
    return ""
