"""A scene with its prepared model, built when it is not there or out of date."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wijkgenese3d.cli.terminal import Progress
from wijkgenese3d.errors import UsageError, nearest_name

if TYPE_CHECKING:
    from wijkgenese3d.model.store import PreparedReader
    from wijkgenese3d.model.timeline import Stop, Timeline
    from wijkgenese3d.model.timeslice import TimeSlice
    from wijkgenese3d.scene.load import Scene

__all__ = ["OpenedScene", "open_built", "read_moment", "read_named", "today_of"]


@dataclass(frozen=True)
class OpenedScene:
    """A scene and the reader of its model."""

    scene: Scene
    reader: PreparedReader = field(repr=False)

    @cached_property
    def today(self) -> TimeSlice:
        """The slice of today: the last stop that is not in the future."""
        return self.reader.slice(today_of(self.scene.timeline).id)

    def at(self, moment: Stop | float) -> TimeSlice:
        """Return the slice of a stop, or that of a year, replayed on the spot."""
        from wijkgenese3d.scene.prepare import replayed_slice

        if isinstance(moment, (int, float)):
            return replayed_slice(self.scene, self.reader, moment)
        return self.reader.slice(moment.id)


def today_of(timeline: Timeline) -> Stop:
    """Return the stop of today: the last that is not in the future."""
    return timeline.at_or_before(datetime.now(UTC).year)


def read_moment(timeline: Timeline, slice_id: str | None, year: float | None) -> Stop | float:
    """Return what ``--slice`` or ``--year`` names: a stop, or a year between the stops.

    Raises
    ------
    UsageError
        Both, neither, an unknown slice, or a year before the first stop or after the last.
    """
    if slice_id is not None and year is None:
        return timeline.stop(slice_id)
    if year is not None and slice_id is None:
        return _in_time(timeline, year)
    msg = "give one of --slice ID and --year Y"
    raise UsageError(msg, hint=f"slices are {', '.join(timeline.ids)}")


def read_named(timeline: Timeline, text: str) -> Stop | float:
    """Return what a text names: a stop by its id, or else a year; raises as :func:`read_moment`."""
    text = text.strip()
    if text in timeline.ids:
        return timeline.stop(text)
    try:
        year = float(text)
    except ValueError:
        msg = f"unknown slice {text!r}{nearest_name(text, timeline.ids)}"
        hint = f"slices are {', '.join(timeline.ids)}; a year is a number, such as 1935 or -19 (20 BC)"
        raise UsageError(msg, hint=hint) from None
    return _in_time(timeline, year)


def _in_time(timeline: Timeline, year: float) -> Stop | float:
    first, last = timeline.stops[0].year, timeline.stops[-1].year
    if not (math.isfinite(year) and first <= year <= last):
        msg = f"year {year:g} lies outside the timeline, {first:g} to {last:g}"
        raise UsageError(msg, hint="years are astronomical: 20 BC is -19")
    return next((stop for stop in timeline if stop.year == year), year)


def open_built(scene: Scene) -> OpenedScene:
    """Open the model of a scene, after building it where it is absent or out of date.

    Raises
    ------
    DataError
        The model is damaged, or cannot be written.
    """
    from wijkgenese3d.model import open_prepared, prepared_path
    from wijkgenese3d.scene.prepare import prepare

    path = prepared_path(scene.folder, scene.name, scene.cell.dx)
    # A damaged model is said, not replaced: it may be a sign of a failing disk.
    if not path.exists() or open_prepared(path).input_hash != scene.input_hash:
        with Progress(f"building {scene.name}") as progress:
            prepare(scene, path, progress=progress)
    return OpenedScene(scene, open_prepared(path))
