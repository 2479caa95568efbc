"""Planning periods of a scene, as bands under its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wijkgenese3d.model.timeline import Timeline
from wijkgenese3d.scene.declarations import PlanningDeclaration
from wijkgenese3d.scene.words import say

__all__ = ["band_of", "bands", "plan_words"]


def bands(planning: Sequence[PlanningDeclaration], timeline: Timeline, language: str) -> list[dict[str, Any]]:
    """Return ``Band`` of the shared components for each planning period.

    ``first`` and ``last`` count the cells of the timeline from 0; ticks are not counted.
    """
    cells = [stop.id for stop in timeline if stop.cell]
    found = []
    for band in planning:
        own = [cells.index(slice_id) for slice_id in _slices(band, timeline) if slice_id in cells]
        found.append(
            {
                "nr": band.nr,
                "name": band.name.as_dict()[language],
                "short": band.short.as_dict()[language],
                "first": own[0],
                "last": own[-1],
            }
        )
    return found


def band_of(
    planning: Sequence[PlanningDeclaration], timeline: Timeline, slice_id: str
) -> PlanningDeclaration | None:
    """Return the planning period of a slice; None where it has none."""
    return next((band for band in planning if slice_id in _slices(band, timeline)), None)


def plan_words(
    planning: Sequence[PlanningDeclaration], timeline: Timeline, slice_id: str, language: str
) -> str:
    """Say which planning period a slice is in; empty where it is in none."""
    band = band_of(planning, timeline, slice_id)
    if band is None:
        return ""
    return say("plan.band", language, nr=band.nr, n=len(planning), naam=band.name.as_dict()[language])


def _slices(band: PlanningDeclaration, timeline: Timeline) -> tuple[str, ...]:
    first, last = timeline.ids.index(band.first), timeline.ids.index(band.last)
    return timeline.ids[first : last + 1]
