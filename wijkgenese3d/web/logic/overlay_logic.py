"""What is written over the picture, and the legend of what is in view: both follow the camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trame_server.utils.typed_state import TypedState

from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.lettering import Lettering
from wijkgenese3d.geometry.turntable import Turntable
from wijkgenese3d.scene.words import side_words
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.content import Content
from wijkgenese3d.web.logic.framing import PHONE
from wijkgenese3d.web.logic.pictures import Drawn
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic

__all__ = ["OverlayLogic"]

_LARGER = {"work": 1.0, "zaal": 1.78}
"""Letters of a label to those of work."""


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
        self.moved: Callable[[Sequence[Sequence[float]]], None] = lambda _: None
        """Called with what lies over the picture when that has changed."""

    def keep_clear(self, boxes: Sequence[tuple[float, ...]]) -> None:
        """Write nothing there from now on: left, top, right, bottom, fractions of the picture."""
        if boxes != self._covered:
            self._covered = boxes
            self.moved(boxes)

    def follow(self, camera: Turntable, size: tuple[float, float], at_rest: bool) -> None:
        """Put everything in place for an image of this size (CSS pixels) from this camera."""
        drawn, data = self._timeline.drawn, self._state.data
        if drawn is None:
            return
        larger = _LARGER.get(data.density, 1.0)
        view = camera.view(drawn.frame, size[0] / size[1])
        projection = Projection(view, drawn.frame, (size[0] / larger, size[1] / larger))
        content = self._content
        shape = BlockShape(content.grid, drawn.ground, content.today_ground, content.base)
        most = 2 if size[0] < PHONE else 4
        with self._state.state:
            overlay = annotate(
                projection, shape, self._marks(drawn), self._sides(), most, self._lettering(projection)
            )
            data.overlay = {**overlay, "handles": self.handles(projection)}
            if at_rest or self._timeline.whole is not self._counted:
                self._count(projection)
                self._counted = self._timeline.whole

    def _count(self, projection: Projection) -> None:
        drawn, data = self._timeline.drawn, self._state.data
        if drawn is None or drawn.samples is None:
            return
        counts = drawn.samples.counts(projection, drawn.frame.exaggeration)
        legend = self._content.visible_legend(counts, data.language, data.colour_set)
        if legend != data.legend:
            data.legend = legend

    def _lettering(self, projection: Projection) -> Lettering:
        """Say what is covered in the pixels of the projection, in which letters have the size of work."""
        wide, high = projection.size
        boxes = (
            (left * wide, top * high, right * wide, base * high) for left, top, right, base in self._covered
        )
        return Lettering(taken=tuple(boxes))

    def _marks(self, drawn: Drawn) -> list[Mark]:
        """Return what is named on the picture that is shown, which may be older than the moment asked for."""
        data, slice_id = self._state.data, drawn.key.slice_id
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
