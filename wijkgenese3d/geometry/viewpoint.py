"""A named viewpoint as a camera: near ones as they are given, those of the whole block fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model.frame import RDExtent

__all__ = ["HEADROOM", "OVERVIEW", "OwnView", "Viewpoint", "camera_at", "is_overview", "sees_whole"]

OVERVIEW = 1.2
"""A viewpoint farther than so many diagonals of the box is one of the whole block."""
HEADROOM = 8.0
"""Houses and trees on today's highest ground, m."""
_WHOLE = 0.9
"""From this share on of the distance at which the block just fits, a hand has left all of it in view."""


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


@dataclass(frozen=True)
class OwnView:
    """A place on the turntable that a hand has chosen; fields as of :class:`Viewpoint`."""

    azimuth: float
    elevation: float
    distance: float
    focal: tuple[float, float, float]


def is_overview(viewpoint: Viewpoint, extent: RDExtent) -> bool:
    """Tell whether a viewpoint is one of the whole block."""
    return viewpoint.distance >= OVERVIEW * CameraLimits(extent).diagonal


def sees_whole(
    viewpoint: Viewpoint, extent: RDExtent, frame: LocalFrame, heights: tuple[float, float]
) -> bool:
    """Tell whether a picture from a viewpoint has the whole block, as an overview or as a hand left it.

    Parameters are those of :func:`camera_at`.
    """
    if not isinstance(viewpoint, OwnView):
        return is_overview(viewpoint, extent)
    camera = _placed(viewpoint, extent, frame, heights)
    return camera.distance >= _WHOLE * camera.fitted(frame, heights).distance


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
    camera = _placed(viewpoint, extent, frame, heights)
    if not sees_whole(viewpoint, extent, frame, heights):
        return camera
    fitted = camera.fitted(frame, heights)
    return fitted if skyline is None else fitted.holding(frame, skyline)


def _placed(
    viewpoint: Viewpoint, extent: RDExtent, frame: LocalFrame, heights: tuple[float, float]
) -> Turntable:
    """Return the camera just as a viewpoint says."""
    x, y, z = viewpoint.focal
    limits = CameraLimits(extent, (max(heights) - min(heights)) * frame.exaggeration)
    return Turntable(limits, x, y, z, viewpoint.azimuth, viewpoint.elevation, viewpoint.distance)
