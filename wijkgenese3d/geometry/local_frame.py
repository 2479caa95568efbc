"""From RD and NAP to the frame that is drawn in, and back: the one place for origin and exaggeration.

RD coordinates do not fit float32 (a step of 1/32 m at y = 427000), and heights are drawn larger than
they are. Everything on this floor goes through here just before it becomes vertices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.errors import UsageError
from wijkgenese3d.model.frame import RDExtent

__all__ = ["LocalFrame"]


@dataclass(frozen=True)
class LocalFrame:
    """A frame with its origin near the block and its heights exaggerated.

    Parameters
    ----------
    x0, y0 : float
        RD place of the local origin, m.
    z0 : float
        Height of the local origin, m NAP.
    exaggeration : float
        How many times larger heights are drawn; display only.

    Raises
    ------
    UsageError
        The exaggeration is not a positive number.

    Examples
    --------
    >>> frame = LocalFrame(189000.0, 427000.0, 0.0, 3.0)
    >>> frame.to_local(189010.0, 427020.0, 5.0)
    array([10., 20., 15.], dtype=float32)
    >>> frame.from_local(np.array([10.0, 20.0, 15.0]))
    array([1.8901e+05, 4.2702e+05, 5.0000e+00])
    """

    x0: float
    y0: float
    z0: float = 0.0
    exaggeration: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.exaggeration) and self.exaggeration > 0):
            msg = f"exaggeration {self.exaggeration} is not a positive number"
            raise UsageError(msg, hint="1 is true to scale; 2 to 5 shows a gentle landscape")

    @classmethod
    def of(cls, extent: RDExtent, exaggeration: float = 1.0) -> LocalFrame:
        """Return the frame in the middle of a box, with its heights from NAP 0."""
        x0, y0 = (extent.xmin + extent.xmax) / 2, (extent.ymin + extent.ymax) / 2
        return cls(x0, y0, 0.0, exaggeration)

    def to_local(self, x: np.ndarray | float, y: np.ndarray | float, z: np.ndarray | float) -> np.ndarray:
        """Return local points.

        Parameters
        ----------
        x, y, z : floats or arrays that broadcast together
            RD, m; m NAP.

        Returns
        -------
        (..., 3) float32
        """
        xyz = np.broadcast_arrays(
            np.asarray(x, dtype=np.float64) - self.x0,
            np.asarray(y, dtype=np.float64) - self.y0,
            (np.asarray(z, dtype=np.float64) - self.z0) * self.exaggeration,
        )
        return np.stack(xyz, axis=-1).astype(np.float32)

    def from_local(self, points: np.ndarray) -> np.ndarray:
        """Return RD x, y and m NAP of local points, (..., 3) float64."""
        scale = np.array([1.0, 1.0, 1.0 / self.exaggeration])
        origin = np.array([self.x0, self.y0, self.z0])
        return np.asarray(np.asarray(points, dtype=np.float64) * scale + origin)
