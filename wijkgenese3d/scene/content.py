"""A scene and its model as the app wants them: it fits ``Content`` of the web floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.model import PreparedReader
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import Stop
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.load import Scene

__all__ = ["SceneContent"]


@dataclass(frozen=True)
class StoryWords:
    """What is told about one slice, in one language."""

    title: str
    date_label: str
    text: str
    lesson: str
    certainty: str
    certainty_note: str


@dataclass(frozen=True)
class Viewpoint:
    """A named viewpoint, with its name per language."""

    key: str
    name: Mapping[str, str]
    azimuth: float
    elevation: float
    distance: float
    focal: tuple[float, float, float]


class SceneContent:
    """The scene for the app.

    Parameters
    ----------
    scene : Scene
    reader : PreparedReader
        Its prepared model.
    today : TimeSlice
        The slice of today, with which the app opens.
    """

    def __init__(self, scene: Scene, reader: PreparedReader, today: TimeSlice) -> None:
        self._scene, self._reader = scene, reader
        self.grey_roofs = frozenset(scene.file.scene.roofs.get("grey", []))
        self.start: str = today.slice_id
        self.today_ground: np.ndarray = today.ground
        self.stops: Sequence[Stop] = self._scene.timeline.stops
        self.grid: Grid = self._reader.grid
        self.fabrics: Mapping[int, Fabric] = self._scene.fabrics
        self.legend: Legend = self._scene.plan.legend
        self.boundary: np.ndarray = self._scene.vectors.polygon(self._scene.file.scene.boundary).xy
        self.exaggeration: float = self._scene.file.frame.exaggeration
        self.base: float = self._scene.file.frame.base
        self.cameras: Sequence[Viewpoint] = tuple(
            Viewpoint(c.key, c.name.as_dict(), c.azimuth, c.elevation, c.distance, c.focal)
            for c in self._scene.cameras
        )

    def title(self, language: str) -> str:
        """Return the title of the scene."""
        return self._scene.file.scene.title.as_dict()[language]

    def subtitle(self, language: str) -> str:
        """Return where it is."""
        return self._scene.file.scene.place.as_dict()[language]

    def credits(self, _language: str) -> str:
        """Return whom to thank; the same in all languages."""
        return "; ".join(self._scene.file.scene.credits)

    def ice_label(self, language: str) -> str:
        """Return what to say where ice is cut off; empty where the scene says nothing."""
        note = self._scene.file.scene.ice_note
        return note.as_dict()[language] if note else ""

    def story(self, slice_id: str, language: str) -> StoryWords:
        """Return what is told about a slice."""
        story = self._scene.stories[slice_id]
        return StoryWords(
            title=story.title.as_dict()[language],
            date_label=story.date_label.as_dict()[language],
            text=story.text.as_dict()[language],
            lesson=story.lesson.as_dict()[language],
            certainty=story.certainty,
            certainty_note=story.certainty_note.as_dict()[language],
        )

    def slice(self, slice_id: str) -> TimeSlice:
        """Return a slice."""
        return self._reader.slice(slice_id)
