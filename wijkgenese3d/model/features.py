"""Things that stand on or in the ground, each with the years in which it exists."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError

__all__ = ["Feature", "FeatureTable"]

Coordinates = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Feature:
    """A building, road, tram line, sewer, pin ...

    Parameters
    ----------
    id : str
        Unique in its scene.
    kind : str
        ``building``, ``line`` or ``pin``.
    type : str
        Kind of thing within it, e.g. ``tuindorp``, ``straat``, ``tram``, ``riool``.
    geometry : str
        ``Polygon`` (closed ring without the repeated last point), ``LineString`` or ``Point``.
    xy : tuple of (x, y) or (x, y, z)
        RD New, m; z in m NAP where the thing has a level of its own.
    from_year, to_year : float
        Exists from ``from_year`` up to, not including, ``to_year`` (astronomical; inf where it stays).
    event : int
        Index of the event.
    certainty, certainty_shape : str
        As on the event.
    height : float
        m above the ground; 0 for flat things.
    width : float
        m, of a line; 0 otherwise.
    name : dict
        Per language; empty where it has none.
    plan_level : str
        ``strategisch``, ``tactisch`` or ``operationeel``.
    """

    id: str
    kind: str
    type: str
    geometry: str
    xy: Coordinates
    from_year: float
    to_year: float
    event: int
    certainty: str
    certainty_shape: str
    alliance: str
    height: float = 0.0
    width: float = 0.0
    name: dict[str, str] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    plan_level: str = "operationeel"

    def __post_init__(self) -> None:
        fewest = {"Point": 1, "LineString": 2, "Polygon": 3}
        if self.geometry not in fewest or len(self.xy) < fewest[self.geometry]:
            msg = f"feature {self.id}: {self.geometry} of {len(self.xy)} points"
            raise DataError(msg)
        if not all(math.isfinite(v) for point in self.xy for v in point):
            msg = f"feature {self.id}: a coordinate is not a finite number"
            raise DataError(msg)
        if not self.from_year < self.to_year:
            msg = f"feature {self.id}: exists from {self.from_year:g} to {self.to_year:g}"
            raise DataError(msg)

    def exists(self, year: float) -> bool:
        """Tell whether the thing stands there in a year."""
        return self.from_year <= year < self.to_year


@dataclass(frozen=True)
class FeatureTable:
    """Features of all years; :meth:`at` gives those of one moment."""

    rows: tuple[Feature, ...] = ()

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, year: float) -> FeatureTable:
        """Return the features that exist in a year."""
        return FeatureTable(tuple(row for row in self.rows if row.exists(year)))

    def of(self, kind: str, *types: str) -> FeatureTable:
        """Return the features of a kind, and of the given types where any are given."""
        rows = (row for row in self.rows if row.kind == kind and (not types or row.type in types))
        return FeatureTable(tuple(rows))

    def where(self, kept: np.ndarray) -> FeatureTable:
        """Return some of the features; ``kept`` (n,) bool."""
        return FeatureTable(tuple(row for row, stays in zip(self.rows, kept, strict=True) if stays))

    def centres(self) -> np.ndarray:
        """Mean of the corners of each feature, (n, 2) float64, RD."""
        if not self.rows:
            return np.empty((0, 2))
        return np.array([np.mean([p[:2] for p in row.xy], axis=0) for row in self.rows])
