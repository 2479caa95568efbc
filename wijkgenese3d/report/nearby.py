"""What a spot is called: the street or building nearest to it."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.model.features import Feature, FeatureTable

__all__ = ["place_name"]


def place_name(features: FeatureTable, spot: tuple[float, float], within: float, language: str) -> str:
    """Return the name of the nearest street or building; empty where there is none near enough.

    What the spot lies in or on goes first; of two, the wider: a street before the tram in it.

    Parameters
    ----------
    features : FeatureTable
        Of one moment.
    spot : (x, y)
        RD, m.
    within : float
        How far it may lie, m.
    language : str
    """
    best: tuple[float, float, str] | None = None
    for feature in features:
        if not _names_a_place(feature):
            continue
        found = (_distance(feature, spot), -feature.width, feature.name[language])
        if found[0] <= within and (best is None or found < best):
            best = found
    return best[2] if best else ""


def _names_a_place(feature: Feature) -> bool:
    """Tell whether people would call a spot after it: pins and what lies in the ground do not count."""
    return bool(feature.name) and feature.kind in {"line", "building"} and feature.height >= 0


def _distance(feature: Feature, spot: tuple[float, float]) -> float:
    """Distance to the edge of a thing, m; 0 in or on it."""
    xy = np.array([point[:2] for point in feature.xy], dtype=np.float64) - np.asarray(spot, dtype=np.float64)
    if feature.geometry == "Polygon":
        if _holds_origin(xy):
            return 0.0
        xy = np.vstack([xy, xy[:1]])
    if len(xy) == 1:
        return float(np.hypot(*xy[0]))
    start, step = xy[:-1], np.diff(xy, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-12)
    along = np.clip(-(start * step).sum(axis=1) / length, 0.0, 1.0)
    nearest = start + along[:, None] * step
    return max(float(np.hypot(nearest[:, 0], nearest[:, 1]).min()) - feature.width / 2, 0.0)


def _holds_origin(ring: np.ndarray) -> bool:
    """Tell whether a ring lies around (0, 0): an odd number of its sides crosses the line to the east."""
    (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
    crosses = (y0 > 0) != (y1 > 0)
    rise = np.where(crosses, y1 - y0, 1.0)
    return bool(np.count_nonzero(crosses & (x0 - y0 * (x1 - x0) / rise > 0)) % 2)
