"""The viewpoint of a scene that declares none."""

from __future__ import annotations

import math

from wijkgenese3d.geometry.viewpoint import OVERVIEW
from wijkgenese3d.scene.declaration_base import Text
from wijkgenese3d.scene.declarations import CameraDeclaration, FrameDeclaration
from wijkgenese3d.scene.words import say

__all__ = ["overview_camera"]


def overview_camera(frame: FrameDeclaration) -> CameraDeclaration:
    """Return a viewpoint from the south-west, so far that it is fitted to the block."""
    xmin, ymin, xmax, ymax = frame.extent
    return CameraDeclaration(
        key="ov",
        name=Text(**{language: say("view.overview", language) for language in ("nl", "en")}),
        azimuth=221,
        elevation=31,
        distance=2 * OVERVIEW * math.hypot(xmax - xmin, ymax - ymin),
        focal=((xmin + xmax) / 2, (ymin + ymax) / 2, (frame.base + frame.top) / 2),
    )
