"""The scene for the app, with the virtual core: everything that the app shows in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wijkgenese3d.model import PreparedReader
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import core_caption
from wijkgenese3d.report.core_log import CoreBook, CoreSlice, core_as_json
from wijkgenese3d.report.core_picture import core_file
from wijkgenese3d.report.core_stood import StoodBook
from wijkgenese3d.report.core_words import CoreTeller
from wijkgenese3d.report.page_order import OWN
from wijkgenese3d.report.section_picture import section_file
from wijkgenese3d.report.section_subject import section_subject
from wijkgenese3d.report.series_order import picture_stem, slug, view_slug
from wijkgenese3d.scene.content import SceneContent
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.scene.words import say

__all__ = ["AppContent"]


class AppContent(SceneContent):
    """What the app needs of a scene, the core included.

    Parameters
    ----------
    scene : Scene
    reader : PreparedReader
        Its prepared model.
    today : TimeSlice
        The slice of today.
    """

    def __init__(self, scene: Scene, reader: PreparedReader, today: TimeSlice) -> None:
        super().__init__(scene, reader, today)
        depth = scene.file.frame.depth
        self._book = CoreBook(self.legend, reader.events, scene.fabrics, depth)
        self._teller = CoreTeller(self.legend, scene.timeline, today.slice_id, depth)
        self._stood = StoodBook(reader.features, reader.events, scene.timeline)

    @property
    def place(self) -> Path:
        """Folder of the scene, for commands that the app starts."""
        return self.scene.folder.resolve()

    def picture_name(self, view: ViewState, *, series: bool = False) -> str:
        """Return the name of a file with a picture of a view, or of all periods, without extension."""
        key, language = view.camera.key or OWN, view.language
        if series:
            return f"{slug(self.scene.name)}_{view_slug(key, language)}_{say('series.all', language)}"
        return picture_stem(self.scene, view.slice_id, key, language, view.year)

    def core(
        self,
        x: float,
        y: float,
        slice_id: str,
        language: str,
        *,
        moment: TimeSlice | None = None,
        colour_set: str = "contrast",
    ) -> dict[str, Any]:
        """Return ``Core`` of the shared components at a spot, RD m.

        Parameters
        ----------
        x, y : float
        slice_id : str
            The stop that is shown.
        language : str
        moment : TimeSlice, optional
            The moment that is shown, where that is a year between the stops.
        colour_set : str

        Raises
        ------
        UsageError
            The spot lies outside the box.
        """
        cores = self._cores(x, y)
        if moment is None:
            shown = next(core for core in cores if core.slice_id == slice_id)
            features = self.features_at(slice_id)
        else:
            shown, features = self._book.slice(moment, x, y), moment.features
        told = self._teller.tell((x, y), cores, shown, features, language, colour_set)
        return {
            **told,
            "at": [round(x, 1), round(y, 1)],
            "between": None if moment is None else self._teller.between(shown, language),
            "stood": self._stood.rows((x, y), shown.year, language),
        }

    def section_picture(
        self, kind: str, ends: Sequence[tuple[float, float]], part: TimeSlice, language: str
    ) -> bytes:
        """Return the picture of a section: ``png``, ``svg`` or ``pdf``.

        Parameters
        ----------
        kind : str
        ends : sequence of (x, y)
            The line, RD, m.
        part : TimeSlice
            The moment.
        language : str
        """
        subject = section_subject(self.scene, part, self.today_ground, ends, language)
        return section_file(subject, kind)

    def core_data(self, x: float, y: float, *, moment: TimeSlice | None = None) -> dict[str, Any]:
        """Return the core at a spot, RD m, as ``core --json`` gives it; with a ``moment`` in its place.

        Raises
        ------
        UsageError
            The spot lies outside the box.
        """
        cores = self._cores(x, y)
        if moment is not None:
            cores = sorted([*cores, self._book.slice(moment, x, y)], key=lambda core: core.year)
        return core_as_json(x, y, cores)

    def core_picture(
        self, cores: Sequence[Mapping[str, Any]], moment: str | TimeSlice, language: str, kind: str
    ) -> bytes:
        """Draw cores that were told, at a stop or a year between them: ``png``, ``svg`` or ``pdf``."""
        part = self.slice(moment) if isinstance(moment, str) else moment
        caption = core_caption(self.scene, part, language)
        return core_file(cores, caption, kind)

    def _cores(self, x: float, y: float) -> list[CoreSlice]:
        """Return the cores of all stops at a spot."""
        columns = self._reader.column(x, y)
        fine = self._reader.cover_grid.index_of(x, y)
        return [
            self._book.core(
                (stop.id, stop.year), columns[stop.id], self.cover_at(stop.id, fine), (x, y), self.grid
            )
            for stop in self.stops
        ]
