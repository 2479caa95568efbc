"""Features as tables: which layer a thing goes to, and its columns, the same in every file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from wijkgenese3d.geometry.strokes import THIN
from wijkgenese3d.geometry.trees import Trees
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend

__all__ = ["FEATURE_COLUMNS", "TREE_COLUMNS", "feature_row", "layers_of", "shape_of", "tree_columns"]

FEATURE_COLUMNS: Mapping[str, type] = {
    "id": str,
    "kind": str,
    "type": str,
    "name_nl": str,
    "name_en": str,
    "from_year": float,
    "to_year": float,
    "certainty": str,
    "certainty_shape": str,
    "alliance": str,
    "plan_level": str,
    "event": str,
    "event_nl": str,
    "event_en": str,
    "source": str,
    "height_m": float,
    "width_m": float,
    "level_m_nap": float,
}
"""Columns of a feature and what they hold.

Years are astronomical and whole; ``to_year`` is empty where it stays.
"""
TREE_COLUMNS = ("crown_m", "land_cover")
"""Columns of a tree: diameter of its crown, and key of the land cover it stands in."""

_OF_KIND = {"building": "buildings", "pin": "pins"}
_OF_LINE = {"rail": "rails", "pipe": "sewers", "channel": "channels"}
STREETS = "streets"


def layers_of(features: Iterable[Feature]) -> dict[str, list[Feature]]:
    """Divide features over the layers buildings, streets, rails, sewers, channels, pins; none is empty."""
    layers: dict[str, list[Feature]] = {}
    for feature in features:
        if feature.kind == "line":
            name = _OF_LINE.get(THIN.get(feature.type, ""), STREETS)
        else:
            name = _OF_KIND.get(feature.kind, feature.kind)
        layers.setdefault(name, []).append(feature)
    order = [_OF_KIND["building"], STREETS, *_OF_LINE.values(), _OF_KIND["pin"]]
    others = [name for name in layers if name not in order]
    return {name: layers[name] for name in (*order, *others) if name in layers}


def shape_of(feature: Feature) -> shapely.Geometry:
    """Return the geometry in RD, m, in two dimensions."""
    xy = np.array([point[:2] for point in feature.xy])
    if feature.geometry == "Polygon":
        return shapely.Polygon(xy)
    return shapely.LineString(xy) if feature.geometry == "LineString" else shapely.Point(xy[0])


def feature_row(feature: Feature, events: Sequence[EventInfo]) -> dict[str, Any]:
    """Return the columns of a feature; None where there is nothing to say."""
    event = events[feature.event]
    heights = [point[2] for point in feature.xy if len(point) > 2]
    return {
        "id": feature.id,
        "kind": feature.kind,
        "type": feature.type,
        "name_nl": feature.name.get("nl"),
        "name_en": feature.name.get("en"),
        "from_year": _whole(feature.from_year),
        "to_year": _whole(feature.to_year),
        "certainty": feature.certainty,
        "certainty_shape": feature.certainty_shape,
        "alliance": feature.alliance,
        "plan_level": feature.plan_level,
        "event": event.id,
        "event_nl": event.text.get("nl"),
        "event_en": event.text.get("en"),
        "source": "; ".join(feature.source),
        "height_m": feature.height or None,
        "width_m": feature.width or None,
        "level_m_nap": round(sum(heights) / len(heights), 3) if heights else None,
    }


def _whole(year: float) -> int | None:
    """Return the year in which a moment lies; the day of an invented house is no knowledge."""
    return math.floor(year) if math.isfinite(year) else None


def tree_columns(trees: Trees, grid: Grid, land_cover: np.ndarray, legend: Legend) -> dict[str, np.ndarray]:
    """Return the columns of trees, (n,) each.

    Parameters
    ----------
    trees : Trees
    grid, land_cover
        Raster of codes, (h, w) uint8.
    legend : Legend
    """
    keys = np.full(256, "", dtype=object)
    for item in legend.covers:
        keys[item.code] = item.key
    ix = np.clip(((trees.x - grid.extent.xmin) / grid.cell).astype(int), 0, grid.nx - 1)
    iy = np.clip(((trees.y - grid.extent.ymin) / grid.cell).astype(int), 0, grid.ny - 1)
    return {"crown_m": np.round(2 * trees.radius, 2), "land_cover": keys[land_cover[iy, ix]]}
