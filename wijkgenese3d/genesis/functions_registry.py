"""The registry of field functions, and what several of them use."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.genesis.field_functions import Registry
from wijkgenese3d.genesis.moment import Moment

__all__ = ["FUNCTIONS", "nearest", "smoothstep"]

FUNCTIONS = Registry()


def smoothstep(a: np.ndarray | float, b: np.ndarray | float, v: np.ndarray) -> np.ndarray:
    """Return 0 at ``a``, 1 at ``b``, smooth between (3 t^2 - 2 t^3); falls where a > b.

    >>> smoothstep(0.0, 2.0, np.array([-1.0, 1.0, 3.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    t = np.clip((v - a) / (b - a), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def nearest(moment: Moment, name: str, what: int) -> np.ndarray:
    """One of the four answers of a line, kept per grid for all who ask."""
    site = moment.site
    keys = [f"@nearest {name} {k}" for k in range(4)]
    if keys[what] not in site.kept:
        for key, value in zip(keys, site.vectors.line(name).nearest(site.x, site.y), strict=True):
            site.kept[key] = value
    return site.kept[keys[what]]
