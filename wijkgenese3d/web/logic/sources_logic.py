"""How sure the layers and units are, and the sources of what is in view, while somebody reads them."""

from __future__ import annotations

import asyncio
import logging
import math
from typing import Any

import numpy as np
from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.scene.certainty import layer_certainties, unit_certainties
from wijkgenese3d.scene.sources import Seen, sources_text
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["SourcesLogic"]

_log = logging.getLogger(__name__)
_EVERY = 15.0
"""m along a line: a shorter piece of it in the picture may be missed."""


class SourcesLogic:
    """Keeps ``certainties`` and ``sources``.

    Parameters
    ----------
    state : TypedState
        Of the app.
    content : Content
        The scene.
    timeline : TimelineLogic
        Has the picture that is shown.
    """

    def __init__(self, state: TypedState[AppState], content: Content, timeline: TimelineLogic) -> None:
        self._state, self._content, self._timeline = state, content, timeline
        self._view: tuple[Turntable, tuple[float, float]] | None = None
        self._asked = 0
        self._task: asyncio.Task[None] | None = None
        timeline.on_drawn.append(self._fill)
        state.bind_changes({state.name.side: lambda *_: self._ask()})

    def follow(self, camera: Turntable, size: tuple[float, float]) -> None:
        """Tell the sources of what this camera sees, when the picture is at rest."""
        self._view = (camera, size)
        self._ask()

    @property
    def text(self) -> str:
        """The sources as plain text, to copy."""
        data = self._state.data
        story = data.story
        return sources_text(data.sources, f"{story['date']}: {story['title']}. {data.words['dis.short']}.")

    def _fill(self) -> None:
        """Say how sure everything in this moment is."""
        drawn, content = self._timeline.drawn, self._content
        if drawn is None:
            return
        keys = [unit.key for unit in content.legend.units]
        units = unit_certainties(drawn.unit_events, content.events, keys)
        stop = next(stop for stop in content.stops if stop.id == drawn.key.slice_id)
        layers = layer_certainties(_features(content, drawn), stop.certainty, units.values())
        found = {"layers": layers, "units": units}
        if found != self._state.data.certainties:
            self._state.data.certainties = found

    def _ask(self) -> None:
        data, drawn = self._state.data, self._timeline.drawn
        if data.side != "sources" or drawn is None or self._view is None:
            return
        self._asked += 1
        camera, size = self._view
        self._task = asyncio.get_running_loop().create_task(self._tell(self._asked, drawn, camera, size))

    async def _tell(self, number: int, drawn: Drawn, camera: Turntable, size: tuple[float, float]) -> None:
        language = self._state.data.language

        def work() -> list[dict[str, Any]]:
            projection = Projection(camera.view(drawn.frame, size[0] / size[1]), drawn.frame, size)
            seen = _seen(self._content, drawn, projection)
            return self._content.sources(drawn.key.slice_id, seen, language)

        try:
            found = await asyncio.to_thread(work)
        except Exception:
            _log.exception("no sources of %s", drawn.key)
            return
        if number == self._asked and found != self._state.data.sources:
            with self._state.state:
                self._state.data.sources = found


def _features(content: Content, drawn: Drawn) -> FeatureTable:
    """Return what stands there at the moment of a picture."""
    if (features := drawn.features) is not None:
        return features
    year = next(stop.year for stop in content.stops if stop.id == drawn.key.slice_id)
    return content.features_at(drawn.key.slice_id).at(year)


def _seen(content: Content, drawn: Drawn, projection: Projection) -> Seen:
    """Return what is in the picture; of a thing, a point of its outline is enough."""
    ground = {} if drawn.samples is None else drawn.samples.seen(projection)
    things = [row for row in _features(content, drawn) if row.kind != "pin"]
    if not things:
        return Seen(ground)
    outlines = [_outline(row) for row in things]
    xy = np.concatenate(outlines)
    z = Sampler(content.grid, xy[:, 0], xy[:, 1])(drawn.ground)
    places = projection(xy[:, 0], xy[:, 1], z)
    inside = ((places > 0) & (places < 1)).all(axis=-1)
    first = np.cumsum([0, *(len(points) for points in outlines[:-1])])
    kept = np.logical_or.reduceat(inside, first)
    return Seen(ground, FeatureTable(tuple(row for row, ok in zip(things, kept, strict=True) if ok)))


def _outline(thing: Feature) -> np.ndarray:
    """Points on a thing, (n, 2) RD, m: its corners, and on a line one every so often."""
    xy = np.array([point[:2] for point in thing.xy], dtype=np.float64)
    if thing.geometry != "LineString":
        return xy
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    along = np.linspace(0.0, at[-1], max(2, math.ceil(at[-1] / _EVERY)))
    return np.stack([np.interp(along, at, xy[:, k]) for k in (0, 1)], axis=1)
