"""A scene with its prepared model, built when it is not there or out of date."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wijkgenese3d.cli.terminal import Progress
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.model.store import PreparedReader
    from wijkgenese3d.model.timeslice import TimeSlice
    from wijkgenese3d.scene.load import Scene

__all__ = ["OpenedScene", "open_built"]


@dataclass(frozen=True)
class OpenedScene:
    """A scene and the reader of its model."""

    scene: Scene
    reader: PreparedReader = field(repr=False)

    @cached_property
    def today(self) -> TimeSlice:
        """The slice of today: the last stop that is not in the future."""
        return self.reader.slice(self.scene.timeline.at_or_before(datetime.now(UTC).year).id)

    def moment(self, slice_id: str | None, year: float | None) -> TimeSlice:
        """Return the slice that ``--slice`` or ``--year`` names.

        Raises
        ------
        UsageError
            Both, neither, an unknown slice, or a year before the first stop or after the last.
        """
        hint = f"slices are {', '.join(self.reader.slice_ids)}"
        if (slice_id is None) == (year is None):
            msg = "give one of --slice ID and --year Y"
            raise UsageError(msg, hint=hint)
        return self.reader.slice(slice_id) if slice_id is not None else self._at(float(year or 0.0))

    def named(self, text: str) -> TimeSlice:
        """Return the slice that a text names: the id of a stop, or a year; raises as :meth:`moment`."""
        text = text.strip()
        if text not in self.reader.slice_ids:
            try:
                year = float(text)
            except ValueError:
                return self.reader.slice(text)
            return self._at(year)
        return self.reader.slice(text)

    def _at(self, year: float) -> TimeSlice:
        stops = self.scene.timeline.stops
        if not (math.isfinite(year) and stops[0].year <= year <= stops[-1].year):
            msg = f"year {year:g} lies outside the timeline, {stops[0].year:g} to {stops[-1].year:g}"
            raise UsageError(msg, hint="years are astronomical: 20 BC is -19")
        for stop in stops:
            if stop.year == year:
                return self.reader.slice(stop.id)
        from wijkgenese3d.scene.prepare import replayed_slice

        return replayed_slice(self.scene, self.reader, year)


def open_built(folder: Path) -> OpenedScene:
    """Load a scene and open its model, after building it where that is needed.

    Raises
    ------
    DeclarationError
        The scene does not hold.
    DataError
        The model is damaged, or cannot be written.
    """
    from wijkgenese3d.model import open_prepared, prepared_path
    from wijkgenese3d.scene.load import load_scene
    from wijkgenese3d.scene.prepare import prepare

    scene = load_scene(folder)
    path = prepared_path(scene.folder, scene.name, scene.cell.dx)
    # A damaged model is said, not replaced: it may be a sign of a failing disk.
    if not path.exists() or open_prepared(path).input_hash != scene.input_hash:
        with Progress(f"building {scene.name}") as progress:
            prepare(scene, path, progress=progress)
    return OpenedScene(scene, open_prepared(path))
