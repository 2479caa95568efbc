"""Named lines, polygons and points of a scene, and what a field can ask of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import shapely

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.polyline import NearestOnLine, chaikin, nearest_on_line

__all__ = ["Line", "Points", "Polygon", "Vector", "Vectors"]


@dataclass(frozen=True)
class Line:
    """A line, straight or smoothed.

    Parameters
    ----------
    name : str
    xy : (n, 2) float64
        RD New, m, after smoothing.
    z : (n,) float64 or None
        Levels, m NAP, where the line carries them.
    properties : mapping
        As in the file.
    """

    what: ClassVar[str] = "line"
    name: str
    xy: np.ndarray = field(repr=False)
    z: np.ndarray | None = field(default=None, repr=False)
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def smoothed(
        cls, name: str, points: np.ndarray, passes: int = 0, properties: Mapping[str, Any] | None = None
    ) -> Line:
        """Make a line from (n, 2) or (n, 3) points, after ``passes`` of Chaikin corner cutting."""
        points = chaikin(np.asarray(points, dtype=np.float64), passes)
        z = points[:, 2] if points.shape[1] > 2 else None
        return cls(name, points[:, :2], z, properties or {})

    @property
    def length(self) -> float:
        """Length, m."""
        return float(np.hypot(*np.diff(self.xy, axis=0).T).sum())

    def nearest(self, x: np.ndarray, y: np.ndarray) -> NearestOnLine:
        """Distance, place along, side and level of the nearest point, on a grid of 1-D centres."""
        return nearest_on_line(x, y, self.xy, self.z)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax."""
        return _bounds(self.xy)


@dataclass(frozen=True)
class Polygon:
    """A simple polygon; ``xy`` (n, 2) is the ring without its repeated last point, RD New, m."""

    what: ClassVar[str] = "polygon"
    name: str
    xy: np.ndarray = field(repr=False)
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def shape(self) -> shapely.Polygon:
        """The same as a shapely polygon."""
        return shapely.Polygon(self.xy)

    @property
    def area(self) -> float:
        """Area, m2."""
        return float(self.shape.area)

    def contains(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Tell which points of a grid of 1-D centres lie inside, (ny, nx) bool."""
        x, y = np.ravel(x), np.ravel(y)
        inside = np.zeros((y.size, x.size), dtype=bool)
        xmin, ymin, xmax, ymax = self.bounds()
        i = slice(*np.searchsorted(x, (xmin, xmax)))
        j = slice(*np.searchsorted(y, (ymin, ymax)))
        if i.stop > i.start and j.stop > j.start:
            shape = self.shape
            shapely.prepare(shape)
            inside[j, i] = shapely.contains_xy(shape, x[None, i], y[j, None])
        return inside

    def distance(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Distance to the edge on a grid of 1-D centres, m, (ny, nx): positive inside, negative outside."""
        ring = np.vstack([self.xy, self.xy[:1]])
        away = nearest_on_line(x, y, ring, None).distance
        return np.where(self.contains(x, y), away, -away)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax."""
        return _bounds(self.xy)


@dataclass(frozen=True)
class Points:
    """A layer of points with numbers.

    Parameters
    ----------
    name : str
        Name of the layer.
    xy : (n, 2) float64
        RD New, m.
    properties : tuple of mappings
        One per point, as in the file.
    """

    what: ClassVar[str] = "points"
    name: str
    xy: np.ndarray = field(repr=False)
    properties: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def numbers(self, key: str, default: float | None = None) -> np.ndarray:
        """Return a property of all points, (n,) float64.

        Raises
        ------
        DeclarationError
            A point lacks it (and there is no default), or it is not a finite number.
        """
        values = []
        for index, row in enumerate(self.properties):
            value = row.get(key, default)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                msg = f"point {index + 1} of {self.name!r}: {key!r} is {value!r}, a number is needed"
                raise DeclarationError(msg, where="vectors")
            values.append(float(value))
        return np.array(values)

    def has(self, key: str) -> bool:
        """Tell whether every point carries a property."""
        return all(key in row for row in self.properties)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax."""
        return _bounds(self.xy)


Vector = Line | Polygon | Points


class Vectors:
    """The vectors of a scene, by name."""

    def __init__(self, items: Mapping[str, Vector], files: Mapping[str, str] | None = None) -> None:
        self._items, self._files = dict(items), dict(files or {})

    def __contains__(self, name: str) -> bool:
        return name in self._items

    @property
    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._items))

    def any(self, name: str) -> Vector:
        """Return the vector with this name.

        Raises
        ------
        DeclarationError
            There is none; the nearest name is offered.
        """
        if name not in self._items:
            near = nearest_name(name, self._items)
            msg = f"unknown line, polygon or point layer {name!r}{near}"
            hint = "names are those in the scene's vectors folder"
            found = near.split("'")[1] if near else ""
            if found in self._files:
                hint += f"; {found!r} stands in {self._files[found]}"
            raise DeclarationError(msg, hint=hint)
        return self._items[name]

    def line(self, name: str) -> Line:
        """Return a line; raises as :meth:`any`, also where it is something else."""
        return self._of(Line, name)

    def polygon(self, name: str) -> Polygon:
        """Return a polygon; raises as :meth:`any`, also where it is something else."""
        return self._of(Polygon, name)

    def points(self, name: str) -> Points:
        """Return a layer of points; raises as :meth:`any`, also where it is something else."""
        return self._of(Points, name)

    def _of(self, kind: type[Any], name: str) -> Any:
        item = self.any(name)
        if not isinstance(item, kind):
            msg = f"{name!r} is a {item.what}, a {kind.what} is needed"
            raise DeclarationError(msg)
        return item


def _bounds(xy: np.ndarray) -> tuple[float, float, float, float]:
    (xmin, ymin), (xmax, ymax) = xy.min(axis=0), xy.max(axis=0)
    return float(xmin), float(ymin), float(xmax), float(ymax)
