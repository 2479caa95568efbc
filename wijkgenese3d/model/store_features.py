"""Features as ragged arrays: all points after each other, and how many each feature has."""

from __future__ import annotations

import json
from math import isnan
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.features import Feature, FeatureTable

__all__ = ["FEATURE_ARRAYS", "features_from_arrays", "features_to_arrays"]

_NUMBERS = ("event", "from_year", "to_year", "height", "width")
_WORDS = ("id", "kind", "type", "geometry", "certainty", "certainty_shape", "alliance", "plan_level")
FEATURE_ARRAYS = ("points", "point_count", "numbers", "words")


def features_to_arrays(table: FeatureTable) -> dict[str, np.ndarray]:
    """Return features as arrays.

    Returns
    -------
    dict
        ``points`` (n_points, 3) float64: RD x, y in m and z in m NAP, NaN where a point has none;
        ``point_count`` (n,) uint32; ``numbers`` (5, n) float64: event, from and to year, height and
        width in m; ``words`` (n_bytes,) uint8: JSON in UTF-8.
    """
    rows = table.rows
    points = [(*point, np.nan)[:3] for row in rows for point in row.xy]
    words: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in _WORDS}
    words["name"] = [dict(row.name) for row in rows]
    words["source"] = [list(row.source) for row in rows]
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return {
        "points": np.array(points, dtype=np.float64).reshape(-1, 3),
        "point_count": np.array([len(row.xy) for row in rows], dtype=np.uint32),
        "numbers": np.array([[getattr(row, name) for row in rows] for name in _NUMBERS], dtype=np.float64),
        "words": np.frombuffer(text, dtype=np.uint8),
    }


def features_from_arrays(arrays: dict[str, np.ndarray]) -> FeatureTable:
    """Return the features that :func:`features_to_arrays` described.

    Raises
    ------
    DataError
        The arrays do not count the same features.
    """
    words = json.loads(arrays["words"].tobytes())
    counts = arrays["point_count"].tolist()
    event, *numbers = arrays["numbers"].tolist()
    told = [words[name] for name in (*_WORDS, "name", "source")]
    if any(len(row) != len(counts) for row in (*told, event)) or sum(counts) != len(arrays["points"]):
        msg = f"the arrays of the features do not all hold {len(counts)} features"
        raise DataError(msg)
    points = [point[:2] if isnan(point[2]) else point for point in map(tuple, arrays["points"].tolist())]
    ends = np.cumsum(counts, dtype=np.int64).tolist()
    # Ten thousand buildings are read at every start: one pass over all fields together is the fast way.
    rows = []
    for count, end, number, told_here, *values in zip(
        counts, ends, map(int, event), zip(*told, strict=True), *numbers, strict=True
    ):
        *plain, name, source = told_here
        own = dict(zip(_WORDS, plain, strict=True)) | dict(zip(_NUMBERS[1:], values, strict=True))
        xy = tuple(points[end - count : end])
        rows.append(Feature(xy=xy, event=number, name=name, source=tuple(source), **own))
    return FeatureTable(tuple(rows))
