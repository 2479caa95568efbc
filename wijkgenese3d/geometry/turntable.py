"""The camera as a turntable: it turns round a place on the block and never gets lost or under the ground.

The projection is parallel (a scale bar is true, and all periods look alike), so the distance only says
how much is in view: the camera itself stands well outside the block, whatever the zoom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.model.frame import RDExtent

__all__ = ["CameraLimits", "CameraView", "Turntable", "pixel_ray"]

VIEW_ANGLE = 24.0
"""Vertical angle, degrees, that turns a distance into a height of view."""
ASPECT = 1.6
"""Width by height of the picture for which cameras are made."""
_ROOM_ABOVE, _ROOM_BESIDE = 1.16, 1.06
"""How much larger than the block a fitted picture is."""
_EDGE = 0.001
"""Share of the picture, at its edges, in which nothing of what is held lies."""
_LOWEST, _HIGHEST = 8.0, 89.0
SMALLEST, LARGEST = 0.7, 6.0
"""From every camera that has the whole block just in view one can zoom so far out and in."""


@dataclass(frozen=True)
class CameraLimits:
    """What the camera keeps within.

    Parameters
    ----------
    extent : RDExtent
        The target stays over this box.
    rise : float
        From the lowest to the highest that is drawn, m of the drawing (exaggerated).
    """

    extent: RDExtent
    rise: float = 0.0

    @property
    def diagonal(self) -> float:
        """Of the box on the map, m."""
        return math.hypot(self.extent.width, self.extent.height)

    @property
    def distances(self) -> tuple[float, float]:
        """Nearest and farthest distance, m: from the least and the most that a fitted camera can have.

        No direction shows less of the block than its shorter side, nor more than the sphere around it.
        """
        least = min(self.extent.width, self.extent.height) * _ROOM_BESIDE / ASPECT
        most = math.hypot(self.diagonal, self.rise) * _ROOM_ABOVE
        return _distance(least) / LARGEST, _distance(most) / SMALLEST


@dataclass(frozen=True, eq=False)
class CameraView:
    """Where a camera stands, for whoever draws.

    Parameters
    ----------
    position, focal, up : (3,) float64
        Local.
    height : float
        Height of the view, local m (parallel projection).
    """

    position: np.ndarray
    focal: np.ndarray
    up: np.ndarray
    height: float


@dataclass(frozen=True)
class Turntable:
    """State of the camera. Immutable: every movement returns a new one, within its limits.

    Parameters
    ----------
    limits : CameraLimits
        What it keeps within.
    x, y, z : float
        The target: RD, m; m NAP.
    azimuth : float
        Compass direction from the target to the camera, degrees; 0 is north, 90 east.
    elevation : float
        Degrees above the horizon, 8-89.
    distance : float
        m; at :data:`VIEW_ANGLE` it says how much is in view.

    Examples
    --------
    >>> box = RDExtent(0.0, 0.0, 300.0, 400.0)
    >>> Turntable(CameraLimits(box), 150.0, 200.0, 0.0, 200.0, 31.0, 900.0).turned(170.0, -60.0)
    Turntable(... azimuth=10.0, elevation=8.0, distance=900.0)
    """

    limits: CameraLimits
    x: float
    y: float
    z: float
    azimuth: float
    elevation: float
    distance: float

    def __post_init__(self) -> None:
        e, (near, far) = self.limits.extent, self.limits.distances
        kept = {
            "x": _clamped(self.x, e.xmin, e.xmax),
            "y": _clamped(self.y, e.ymin, e.ymax),
            "z": _clamped(self.z, -1000.0, 1000.0),
            # Twice: a tiny negative angle rounds to 360 itself.
            "azimuth": self.azimuth % 360.0 % 360.0 if math.isfinite(self.azimuth) else 0.0,
            "elevation": _clamped(self.elevation, _LOWEST, _HIGHEST),
            "distance": _clamped(self.distance, near, far),
        }
        for name, value in kept.items():
            object.__setattr__(self, name, value)

    def turned(self, azimuth: float, elevation: float = 0.0) -> Turntable:
        """Return the camera after a turn, degrees."""
        return replace(self, azimuth=self.azimuth + azimuth, elevation=self.elevation + elevation)

    def zoomed(self, factor: float) -> Turntable:
        """Return the camera with everything drawn ``factor`` times larger."""
        if not (math.isfinite(factor) and factor > 0):
            return self
        return replace(self, distance=self.distance / factor)

    def moved(self, right: float, up: float) -> Turntable:
        """Return the camera with its target moved over the ground, as seen in the picture, m."""
        a = math.radians(self.azimuth)
        # Seen from the camera: right is anti-clockwise of the direction to it, up is away from it.
        dx = -right * math.cos(a) - up * math.sin(a)
        dy = right * math.sin(a) - up * math.cos(a)
        return replace(self, x=self.x + dx, y=self.y + dy)

    def fitted(self, frame: LocalFrame, heights: tuple[float, float]) -> Turntable:
        """Return the camera with the whole block just in view, from the same direction.

        Parameters
        ----------
        frame : LocalFrame
            What it is drawn in.
        heights : (base, top)
            Lowest and highest that is drawn, m NAP.
        """
        e = self.limits.extent
        corners = np.array(
            [(x, y, z) for x in (e.xmin, e.xmax) for y in (e.ymin, e.ymax) for z in heights], dtype=np.float64
        )
        local = frame.to_local(corners[:, 0], corners[:, 1], corners[:, 2]).astype(np.float64)
        across, upward, _ = _axes(self.azimuth, self.elevation)
        x, y = local @ across, local @ upward
        height = max(float(np.ptp(y)) * _ROOM_ABOVE, float(np.ptp(x)) * _ROOM_BESIDE / ASPECT)
        # The middle of a box is the middle of its picture; a little lower, for the notes that stand below.
        down = 0.02 * height / max(math.cos(math.radians(self.elevation)), 0.2) / frame.exaggeration
        rise = (max(heights) - min(heights)) * frame.exaggeration
        return replace(
            self,
            limits=CameraLimits(e, max(rise, self.limits.rise)),
            x=(e.xmin + e.xmax) / 2,
            y=(e.ymin + e.ymax) / 2,
            z=sum(heights) / 2 - down,
            distance=_distance(height),
        )

    def holding(self, frame: LocalFrame, points: np.ndarray) -> Turntable:
        """Return the same camera, or one from just so much farther that no point is cropped.

        The lower edge of the picture stays where it is: what stands in front stays in its place.

        Parameters
        ----------
        frame : LocalFrame
            What it is drawn in.
        points : (n, 3)
            Local.
        """
        across, upward, _ = _axes(self.azimuth, self.elevation)
        focal = frame.to_local(self.x, self.y, self.z).astype(np.float64)
        height, local = self.view_height(), points - focal
        above = (float((local @ upward).max()) + height / 2) / (1 - _EDGE)
        beside = 2 * float(np.abs(local @ across).max()) / ASPECT / (1 - 2 * _EDGE)
        needed = max(above, beside)
        if needed <= height:
            return self
        x, y, z = frame.from_local(focal + upward * (needed - height) / 2).tolist()
        return replace(self, x=x, y=y, z=z, distance=_distance(needed))

    def view_height(self, aspect: float = ASPECT) -> float:
        """Return the height of the view, m: larger in a narrow picture, so that as much stays in view."""
        return 2 * self.distance * math.tan(math.radians(VIEW_ANGLE / 2)) * max(1.0, ASPECT / aspect)

    def view(self, frame: LocalFrame, aspect: float = ASPECT) -> CameraView:
        """Return where the camera stands in a local frame, for a picture of this width by height."""
        _, _, away = _axes(self.azimuth, self.elevation)
        focal = frame.to_local(self.x, self.y, self.z).astype(np.float64)
        far = 2.0 * math.hypot(self.limits.diagonal, self.limits.rise) + 1000.0
        return CameraView(focal + away * far, focal, np.array([0.0, 0.0, 1.0]), self.view_height(aspect))


def pixel_ray(
    view: CameraView, frame: LocalFrame, across: float, upward: float, aspect: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ray through a place in the picture: origin and direction, RD and NAP.

    Parameters
    ----------
    across, upward : float
        Place in the picture, 0-1 from its left and from its lower edge.
    aspect : float
        Width by height of the picture.
    """
    ahead = view.focal - view.position
    ahead = ahead / np.linalg.norm(ahead)
    right = np.cross(ahead, view.up)
    right /= np.linalg.norm(right)
    up = np.cross(right, ahead)
    start = view.position + view.height * ((upward - 0.5) * up + (across - 0.5) * aspect * right)
    origin = frame.from_local(start)
    return origin, frame.from_local(start + ahead) - origin


def _axes(azimuth: float, elevation: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Directions to the right and upward in the picture, and towards the camera; unit, local."""
    a, e = math.radians(azimuth), math.radians(elevation)
    across = np.array([-math.cos(a), math.sin(a), 0.0])
    upward = np.array([-math.sin(a) * math.sin(e), -math.cos(a) * math.sin(e), math.cos(e)])
    away = np.array([math.sin(a) * math.cos(e), math.cos(a) * math.cos(e), math.sin(e)])
    return across, upward, away


def _distance(height: float) -> float:
    """Distance at which a view is so high, m."""
    return height / (2 * math.tan(math.radians(VIEW_ANGLE / 2)))


def _clamped(value: float, low: float, high: float) -> float:
    if not math.isfinite(value):
        return (low + high) / 2
    return min(max(value, low), high)
