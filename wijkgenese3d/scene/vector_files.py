"""Reading a scene's vectors: GeoJSON in RD New that a planner edits in QGIS."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector, Vectors
from wijkgenese3d.model.frame import RDExtent

__all__ = ["read_vectors"]

RD_NAMES = ("EPSG::28992", "EPSG:28992")
HINT_RD = "save the layer in QGIS with CRS EPSG:28992 (Amersfoort / RD New)"


def read_vectors(folder: Path, extent: RDExtent) -> Vectors:
    """Read all ``*.geojson`` files of a folder.

    Lines and polygons carry a ``name``; points carry a ``layer`` and are gathered by it.

    Parameters
    ----------
    folder : Path
    extent : RDExtent
        Box of the scene; a polygon or point wholly outside it is an error.

    Raises
    ------
    DeclarationError
        Not GeoJSON, degrees instead of metres, another CRS, a number that is not finite, a polygon
        that crosses itself or lies outside the box, a name that is missing or stands twice.
    """
    files = sorted(folder.glob("*.geojson"))
    if not files:
        msg = "no *.geojson files"
        raise DeclarationError(msg, where=folder.name)
    items: dict[str, Vector] = {}
    places: dict[str, str] = {}
    points: dict[str, list[tuple[list[float], dict[str, Any]]]] = {}
    for path in files:
        where = f"{folder.name}/{path.name}"
        for index, feature in enumerate(_features(path, where)):
            place = f"{where}: feature {index + 1}"
            properties, geometry = _parts(feature, place)
            if geometry.get("type") == "Point":
                layer, xyz = _point(geometry, properties, place, extent)
                own = properties.get("name")
                if own is not None and any(own == row.get("name") for _, row in points.get(layer, ())):
                    msg = f"the name {own!r} stands twice in layer {layer!r}"
                    raise DeclarationError(msg, where=place)
                points.setdefault(layer, []).append((xyz, properties))
                places[layer] = where
                continue
            name = properties.get("name")
            if not isinstance(name, str) or not name:
                msg = "has no 'name'"
                raise DeclarationError(msg, where=place)
            if name in items or name in points:
                msg = f"the name {name!r} stands twice"
                raise DeclarationError(msg, where=place)
            places[name] = where
            items[name] = _line_or_polygon(name, geometry, properties, f"{place} ({name})", extent)
    for layer, rows in points.items():
        if layer in items:
            msg = f"{layer!r} is both a layer of points and a line or polygon"
            raise DeclarationError(msg, where=folder.name)
        items[layer] = _points(layer, rows)
    return Vectors(items, places)


def _features(path: Path, where: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"cannot be read: {error.strerror}"
        raise DeclarationError(msg, where=where) from None
    except RecursionError:
        msg = "nested too deep to be GeoJSON"
        raise DeclarationError(msg, where=where) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        msg = f"not valid GeoJSON: {error}"
        raise DeclarationError(msg, where=where) from None
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        msg = "not a GeoJSON FeatureCollection"
        raise DeclarationError(msg, where=where)
    crs = "EPSG::28992"
    if data.get("crs"):
        try:
            crs = str(data["crs"]["properties"]["name"])
        except (TypeError, KeyError):
            crs = str(data["crs"])
    if not crs.endswith(RD_NAMES):
        msg = f"the CRS is {crs!r}; RD New (EPSG:28992) is needed"
        raise DeclarationError(msg, where=where, hint=HINT_RD)
    return list(data["features"])


def _parts(feature: Any, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the properties and the geometry of a feature; empty where there are none."""
    parts = feature if isinstance(feature, dict) else {"properties": feature}
    found = []
    for key in ("properties", "geometry"):
        part = parts.get(key) or {}
        if not isinstance(part, dict):
            msg = f"is not a GeoJSON feature: {key} = {str(part)[:40]!r}"
            raise DeclarationError(msg, where=where)
        found.append(part)
    return found[0], found[1]


def _coordinates(raw: Any, where: str) -> np.ndarray:
    try:
        lengths = {len(point) for point in raw}
        xyz = np.array(raw if len(lengths) == 1 else [], dtype=np.float64)
    except (TypeError, ValueError):
        msg = "coordinates are not a list of points of 2 or 3 numbers"
        raise DeclarationError(msg, where=where) from None
    if len(lengths) != 1 or xyz.ndim != 2 or xyz.shape[1] not in (2, 3):
        msg = "coordinates must all have 2, or all have 3 numbers"
        raise DeclarationError(msg, where=where)
    if not np.isfinite(xyz).all():
        bad = int(np.argwhere(~np.isfinite(xyz))[0][0])
        msg = f"point {bad + 1} is not a finite number"
        raise DeclarationError(msg, where=where)
    if (np.abs(xyz[:, 0]) <= 180).all() and (np.abs(xyz[:, 1]) <= 90).all():
        msg = f"coordinates such as {xyz[0, 0]:g}, {xyz[0, 1]:g} are degrees; RD metres are needed"
        raise DeclarationError(msg, where=where, hint=HINT_RD)
    return xyz


def _point(
    geometry: dict[str, Any], properties: dict[str, Any], where: str, extent: RDExtent
) -> tuple[str, list[float]]:
    layer = properties.get("layer")
    if not isinstance(layer, str) or not layer:
        msg = "is a point without a 'layer'"
        raise DeclarationError(msg, where=where)
    xyz = _coordinates([geometry.get("coordinates") or []], f"{where} ({layer})")[0]
    if not extent.contains(xyz[0], xyz[1]):
        msg = f"point {xyz[0]:g}, {xyz[1]:g} lies outside the box {extent.as_list()}"
        raise DeclarationError(msg, where=f"{where} ({layer})")
    for key, value in properties.items():
        if isinstance(value, float) and not math.isfinite(value):
            msg = f"{key!r} is {value}"
            raise DeclarationError(msg, where=f"{where} ({layer})")
    return layer, [float(v) for v in xyz]


def _points(layer: str, rows: list[tuple[list[float], dict[str, Any]]]) -> Points:
    properties = tuple({**({"z": xyz[2]} if len(xyz) > 2 else {}), **row} for xyz, row in rows)
    return Points(layer, np.array([xyz[:2] for xyz, _ in rows]), properties)


def _line_or_polygon(
    name: str, geometry: dict[str, Any], properties: dict[str, Any], where: str, extent: RDExtent
) -> Vector:
    kind, raw = geometry.get("type"), geometry.get("coordinates") or []
    if kind == "LineString":
        xyz = _coordinates(raw, where)
        if len(xyz) < 2:
            msg = "a line needs 2 points or more"
            raise DeclarationError(msg, where=where)
        smooth = properties.get("smooth", 0)
        if not isinstance(smooth, int) or not 0 <= smooth <= 5:
            msg = f"'smooth' is {smooth!r}; 0 to 5 passes are allowed"
            raise DeclarationError(msg, where=where)
        return Line.smoothed(name, xyz, smooth, properties)
    if kind == "Polygon":
        rings = len(raw) if isinstance(raw, list) else 0
        if rings != 1:
            msg = f"a polygon of {rings} rings; one ring without holes is needed"
            raise DeclarationError(msg, where=where)
        xy = _coordinates(raw[0], where)[:, :2]
        if len(xy) > 1 and np.array_equal(xy[0], xy[-1]):
            xy = xy[:-1]
        _check_polygon(xy, where, extent)
        return Polygon(name, xy, properties)
    allowed = ("Point", "LineString", "Polygon")
    msg = f"geometry {kind!r}; Point, LineString or Polygon is needed{nearest_name(str(kind), allowed)}"
    hint = "split multi-part features in QGIS" if str(kind).startswith("Multi") else ""
    raise DeclarationError(msg, where=where, hint=hint)


def _check_polygon(xy: np.ndarray, where: str, extent: RDExtent) -> None:
    if len(xy) < 3:
        msg = "a polygon needs 3 corners or more"
        raise DeclarationError(msg, where=where)
    shape = shapely.Polygon(xy)
    if not shape.is_valid:
        msg = f"the polygon is not simple: {shapely.is_valid_reason(shape)}"
        raise DeclarationError(msg, where=where, hint="draw it without crossing itself")
    if not shape.intersects(shapely.box(*extent.as_list())):
        msg = f"the polygon lies outside the box {extent.as_list()}"
        raise DeclarationError(msg, where=where)
