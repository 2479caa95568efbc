"""What is written over the picture, and the legend of what is in view: both follow the camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.lettering import Lettering
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.scene.visible_legend import joined_legend
from wijkgenese3d.scene.words import side_words
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.framing import PHONE
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["OverlayLogic"]

_LARGER = {"work": 1.0, "zaal": 1.78}
"""Letters of a label to those of work."""


def _shown(drawn: Drawn | None) -> tuple[Drawn | None, str]:
    """Return a picture and the id of its stop."""
    return drawn, "" if drawn is None else drawn.key.slice_id


class OverlayLogic:
    """Writes ``overlay`` with each image, and ``legend`` with another picture and when it is at rest.

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
        self._counted: Drawn | None = None
        self._covered: Sequence[tuple[float, ...]] = ()
        self.handles: Callable[[Projection], list[dict[str, Any]]] = lambda _: []
        """Handles that can be dragged over the picture."""
        self.points: Callable[[], list[Mark]] = list
        """Rings of a line that is drawn, and of a pointer."""
        self.pins: Callable[[], Sequence[tuple[str, tuple[float, float]]]] = tuple
        """Letter and spot of each pin."""
        self.shown: Callable[[], tuple[Drawn | None, str]] = lambda: _shown(timeline.drawn)
        """What is on the screen, and the id of its stop."""
        self.beside: Callable[[], Drawn | None] = lambda: None
        """What is on the screen beside it."""
        self.window: Callable[[Drawn], tuple[float, float]] = lambda _: (0.0, 1.0)
        """From where to where a picture goes across the screen, shares of its width."""
        self.moved: Callable[[Sequence[Sequence[float]]], None] = lambda _: None
        """Called with what lies over the picture when that has changed."""

    def keep_clear(self, boxes: Sequence[tuple[float, ...]]) -> None:
        """Write nothing there from now on: left, top, right, bottom, fractions of the picture."""
        if boxes != self._covered:
            self._covered = boxes
            self.moved(boxes)

    def follow(self, camera: Turntable, size: tuple[float, float], at_rest: bool) -> None:
        """Put everything in place for an image of this size (CSS pixels) from this camera."""
        drawn, slice_id = self.shown()
        if drawn is None:
            return
        projection = self._projection(drawn, camera, size)
        with self._state.state:
            written = self.written(drawn, slice_id, camera, size)
            # What changed is drawn of the whole block: there is nothing to move.
            handles = self.handles(projection) if drawn.facts is None else []
            self._state.data.overlay = {**written, "handles": handles}
            if at_rest or self._timeline.whole is not self._counted:
                self._count(drawn, projection)
                self._counted = self._timeline.whole

    def written(
        self, drawn: Drawn, slice_id: str, camera: Turntable, size: tuple[float, float]
    ) -> dict[str, Any]:
        """Return what is written over a picture, ``Overlay`` of the shared components."""
        content = self._content
        standing = drawn.picture.standing
        shape = BlockShape(content.grid, drawn.ground, content.today_ground, content.base, standing)
        most = 2 if size[0] < PHONE else 4
        projection = self._projection(drawn, camera, size)
        return annotate(
            projection,
            shape,
            self._marks(slice_id),
            self._sides(),
            most,
            self._lettering(projection, self.window(drawn)),
        )

    def _projection(self, drawn: Drawn, camera: Turntable, size: tuple[float, float]) -> Projection:
        larger = _LARGER.get(self._state.data.density, 1.0)
        view = camera.view(drawn.frame, size[0] / size[1])
        return Projection(view, drawn.frame, (size[0] / larger, size[1] / larger))

    def _count(self, drawn: Drawn, projection: Projection) -> None:
        """Tell the legend of all that is on the screen."""
        data = self._state.data
        legends = [
            self._content.visible_legend(
                one.samples.counts(projection, one.frame.exaggeration), data.language, data.colour_set
            )
            for one in (drawn, self.beside())
            if one is not None and one.samples is not None
        ]
        if legends and (legend := reduce(joined_legend, legends)) != data.legend:
            data.legend = legend

    def _lettering(self, projection: Projection, window: tuple[float, float]) -> Lettering:
        """Say what is covered in the pixels of the projection, in which letters have the size of work."""
        wide, high = projection.size
        start, share = window[0], window[1] - window[0]
        boxes = (
            ((left - start) / share * wide, top * high, (right - start) / share * wide, base * high)
            for left, top, right, base in self._covered
        )
        return Lettering(taken=tuple(boxes))

    def _marks(self, slice_id: str) -> list[Mark]:
        """Return what is named on a picture of a stop, which may be older than the moment asked for."""
        data = self._state.data
        # Pins first: no name covers them.
        marks = [Mark(f"pin{letter}", letter, *spot, kind="pin") for letter, spot in self.pins()]
        if "names" not in data.off:
            marks += [
                Mark(label.id, label.text, *label.at, label.certainty)
                for label in self._content.labels(slice_id, data.language)
            ]
        if "stories" not in data.off or not data.folded:
            marks += [
                Mark(f"look{point.nr}", str(point.nr), *point.at, kind="look")
                for point in self._content.look_at(slice_id, data.language)
            ]
        return marks + self.points()

    def _sides(self) -> Mapping[str, str]:
        return {**side_words(self._state.data.language), "scale": "{m} m"}
