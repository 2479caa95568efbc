"""From a scene and a line to what a picture of a section shows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import section_caption
from wijkgenese3d.report.section_picture import SectionSubject
from wijkgenese3d.scene.load import Scene

__all__ = ["section_subject"]


def section_subject(
    scene: Scene,
    part: TimeSlice,
    today_ground: np.ndarray,
    corners: Sequence[tuple[float, float]],
    language: str,
) -> SectionSubject:
    """Return what a section through one slice shows.

    Parameters
    ----------
    scene : Scene
    part : TimeSlice
        The moment.
    today_ground : (ny, nx)
        Today's ground surface, m NAP.
    corners : sequence of (x, y)
        The line, RD, m.
    language : str
    """
    return SectionSubject(
        part=part,
        today_ground=today_ground,
        fabrics=scene.fabrics,
        legend=scene.plan.legend,
        corners=corners,
        exaggeration=scene.file.frame.exaggeration,
        depth=scene.file.frame.depth,
        caption=section_caption(scene, part, language),
    )
