"""A named viewpoint as a camera: near ones as they are given, those of the whole block fitted to it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model.frame import RDExtent

__all__ = ["HEADROOM", "OVERVIEW", "Viewpoint", "camera_at", "is_overview"]

OVERVIEW = 1.2
"""A viewpoint farther than so many diagonals of the box is one of the whole block."""
HEADROOM = 8.0
"""Houses and trees on today's highest ground, m."""


class Viewpoint(Protocol):
    """What a scene says of a viewpoint."""

    @property
    def azimuth(self) -> float:
        """Compass direction from the focal point to the camera, degrees."""

    @property
    def elevation(self) -> float:
        """Degrees above the horizon."""

    @property
    def distance(self) -> float:
        """m; says how much is in view."""

    @property
    def focal(self) -> tuple[float, float, float]:
        """What it looks at: RD x, y, m; m NAP."""


def is_overview(viewpoint: Viewpoint, extent: RDExtent) -> bool:
    """Tell whether a viewpoint is one of the whole block."""
    return viewpoint.distance >= OVERVIEW * CameraLimits(extent).diagonal


def camera_at(
    viewpoint: Viewpoint,
    extent: RDExtent,
    frame: LocalFrame,
    heights: tuple[float, float],
    skyline: np.ndarray | None = None,
) -> Turntable:
    """Return the camera of a viewpoint: the same one in every period, as long as nothing would be cropped.

    Parameters
    ----------
    viewpoint : Viewpoint
    extent : RDExtent
        The box.
    frame : LocalFrame
        What it is drawn in.
    heights : (base, top)
        Lowest and highest of the block in most periods, m NAP: an overview has all of it just in view.
    skyline : (n, 3), optional
        Points round what is drawn now, local: where it stands out of an overview, such as land ice does,
        that one is from just so much farther.
    """
    x, y, z = viewpoint.focal
    limits = CameraLimits(extent, (max(heights) - min(heights)) * frame.exaggeration)
    camera = Turntable(limits, x, y, z, viewpoint.azimuth, viewpoint.elevation, viewpoint.distance)
    if not is_overview(viewpoint, extent):
        return camera
    fitted = camera.fitted(frame, heights)
    return fitted if skyline is None else fitted.holding(frame, skyline)
