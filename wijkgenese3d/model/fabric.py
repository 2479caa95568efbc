"""What a fabric must be able to tell; :mod:`wijkgenese3d.genesis.fabric` makes them."""

from __future__ import annotations

from typing import Protocol

import numpy as np

__all__ = ["Fabric"]


class Fabric(Protocol):
    """Lithology of a body as a function of place: tilted sheets, bedding."""

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return the GeoTOP lithoclass at points.

        Parameters
        ----------
        x, y, z : float arrays that broadcast together
            RD New, m; m NAP.

        Returns
        -------
        uint8 array of the broadcast shape
        """

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the exact runs of the fabric in one column between ``base`` and ``top``.

        Returns
        -------
        tops : (n,) float64
            m NAP, ascending; the last is ``top``.
        lithology : (n,) uint8
            GeoTOP lithoclass below each top; no two neighbours are equal.
        """
