"""A scene and its model as the app wants them: it fits ``Content`` of the web floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkgenese3d.geometry.packed import PackedArray
from wijkgenese3d.model import PreparedReader
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import Stop
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.certainty import less_certain
from wijkgenese3d.scene.hotspot_declarations import HotspotDeclaration
from wijkgenese3d.scene.layers import (
    LAYER_KEYS,
    LayerRow,
    SliceFacts,
    groundwater_reason,
    layer_groups,
    layer_rows,
)
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.moments import Moment, moment_words, parse_year
from wijkgenese3d.scene.places import PlaceBook, make_places
from wijkgenese3d.scene.planning import bands, plan_words
from wijkgenese3d.scene.prepare import replayed_slice
from wijkgenese3d.scene.rain_declarations import RainDeclaration
from wijkgenese3d.scene.sources import Seen, SourceTeller
from wijkgenese3d.scene.story_words import (
    LookAt,
    StoryWords,
    alliance_texts,
    look_at_points,
    sources_sentence,
)
from wijkgenese3d.scene.text_twin import TwinPart, TwinWriter, with_doubts
from wijkgenese3d.scene.view_link import view_choices
from wijkgenese3d.scene.view_state import ViewChoices
from wijkgenese3d.scene.visible_legend import VisibleCounts, visible_legend
from wijkgenese3d.scene.words import certainty_words, ui_words

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspots import HotspotDesk
    from wijkgenese3d.scene.rain import RainDesk

__all__ = ["SceneContent", "SceneLabel", "Viewpoint"]


@dataclass(frozen=True)
class Viewpoint:
    """A named viewpoint, with its name per language; ``narrow`` is its direction in a narrow picture."""

    key: str
    name: Mapping[str, str]
    azimuth: float
    elevation: float
    distance: float
    focal: tuple[float, float, float]
    narrow: tuple[float, float] | None = None


@dataclass(frozen=True)
class SceneLabel:
    """A name on the block: what is written, where (RD, m), and how sure the thing is, if that differs."""

    id: str
    text: str
    at: tuple[float, float]
    certainty: str | None
    priority: int


@dataclass(frozen=True)
class _Remembered:
    """What is kept of a slice after it was read."""

    land_cover: PackedArray
    features: FeatureTable
    facts: SliceFacts


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
        self._kept: dict[str, _Remembered] = {}
        self._first: TimeSlice | None = today
        self._twins: dict[tuple[str, str], tuple[TwinPart, ...]] = {}
        self.grey_roofs = frozenset(scene.file.scene.roofs.get("grey", []))
        self.start: str = today.slice_id
        self.today_ground: np.ndarray = today.ground
        self.stops: Sequence[Stop] = self._scene.timeline.stops
        self.slice_ids: tuple[str, ...] = self._scene.timeline.ids
        self.grid: Grid = self._reader.grid
        self.fabrics: Mapping[int, Fabric] = self._scene.fabrics
        self.legend: Legend = self._scene.plan.legend
        self.events: Sequence[EventInfo] = reader.events
        self.boundary: np.ndarray = self._scene.vectors.polygon(self._scene.file.scene.boundary).xy
        self.exaggeration: float = self._scene.file.frame.exaggeration
        self.base: float = self._scene.file.frame.base
        self.cameras: Sequence[Viewpoint] = tuple(
            Viewpoint(
                c.key, c.name.as_dict(), c.azimuth, c.elevation, c.distance, c.focal, c.narrow_direction
            )
            for c in self._scene.cameras
        )

    @property
    def rain_told(self) -> RainDeclaration | None:
        """What the scene says of rain."""
        return self._scene.file.rain

    @property
    def hotspots_told(self) -> HotspotDeclaration | None:
        """What the scene says of heat, water and heritage."""
        return self._scene.file.hotspots

    @cached_property
    def rain_desk(self) -> RainDesk | None:
        """Answers of rain; None where the scene says nothing of it."""
        # The kernels of water take half a second to load: for who asks.
        from wijkgenese3d.scene.rain import RainDesk

        return None if self._scene.file.rain is None else RainDesk(self._scene)

    @cached_property
    def hotspot_desk(self) -> HotspotDesk | None:
        """Answers of heat, water and heritage; None where the scene says nothing of them."""
        from wijkgenese3d.scene.hotspots import HotspotDesk

        return None if self._scene.file.hotspots is None else HotspotDesk(self._scene)

    # ------------------------------------------------------------ the scene

    @property
    def scene(self) -> Scene:
        """The scene itself."""
        return self._scene

    @property
    def folder(self) -> str:
        """How commands call it: from where the program runs, or its name where that is elsewhere."""
        folder, here = self._scene.folder.resolve(), Path.cwd()
        return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else folder.name

    def words(self, language: str) -> dict[str, str]:
        """Return the words of the interface; what depends on the scene alone is filled in."""
        words = dict(ui_words(language))
        words["plan.band"] = words["plan.band"].replace("{n}", str(len(self._scene.file.planning)))
        return words

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

    def choices(self) -> ViewChoices:
        """Return what there is to choose from, for addresses."""
        return view_choices(self._scene, self.start)

    # ------------------------------------------------------------ time

    def bands(self, language: str) -> list[dict[str, Any]]:
        """Return the planning periods, ``Band[]`` of the shared components."""
        return bands(self._scene.file.planning, self._scene.timeline, language)

    def moment(self, text: str, language: str) -> Moment:
        """Read a typed year.

        Raises
        ------
        UsageError
            It is no year, or not in the time of the scene; the message is for people, in the language.
        """
        return self.moment_of(parse_year(text, language), language)

    def moment_of(self, year: float, language: str) -> Moment:
        """Return the moment of a year, astronomical.

        Raises
        ------
        UsageError
            It is not in the time of the scene; the message is for people, in the language.
        """
        return moment_words(self._scene.timeline, year, language)

    def at_year(self, year: float) -> TimeSlice:
        """Return the slice of a year between the stops, replayed."""
        return replayed_slice(self._scene, self._reader, year)

    def slice(self, slice_id: str) -> TimeSlice:
        """Return a slice."""
        part = self._take_first(slice_id) or self._reader.slice(slice_id)
        self._remember(part)
        return part

    def _take_first(self, slice_id: str) -> TimeSlice | None:
        """Return the slice of today once: it was just read, and is most often the first to be asked for."""
        first, self._first = self._first, None
        return first if first is not None and first.slice_id == slice_id else None

    def features_at(self, slice_id: str) -> FeatureTable:
        """Return what stands there in a slice."""
        return self._recall(slice_id).features

    def cover_at(self, slice_id: str, cell: tuple[int, int]) -> int:
        """Return the code of land cover of a slice in a cell (row, column) of its raster."""
        return int(self._recall(slice_id).land_cover.array()[cell])

    def _recall(self, slice_id: str) -> _Remembered:
        if slice_id not in self._kept:
            self._remember(self._reader.slice(slice_id))
        return self._kept[slice_id]

    def _remember(self, part: TimeSlice) -> None:
        story = self._scene.stories[part.slice_id]
        facts = SliceFacts.of(
            part,
            self.legend,
            self._scene.timeline.stop_of(part.slice_id, part.year),
            names=bool(self.labels(part.slice_id, "nl")),
            stories=bool(story.look_at),
        )
        self._kept[part.slice_id] = _Remembered(PackedArray.of(part.land_cover), part.features, facts)

    # ------------------------------------------------------------ what is shown

    def layers(self, slice_id: str, language: str) -> list[dict[str, Any]]:
        """Return the layers by alliance: ``{key, name, layers: [{key, name, exists, reason, note, on}]}``."""
        return layer_groups(self.layer_rows(slice_id, language), language)

    def layer_rows(self, slice_id: str, language: str) -> tuple[LayerRow, ...]:
        """Return all layers as they are in a slice."""
        file = self._scene.file
        deep = groundwater_reason(file.groundwater, self.today_ground, file.frame.depth, language)
        return layer_rows(self._recall(slice_id).facts, self._reader.features, deep, language)

    def labels(self, slice_id: str, language: str) -> tuple[SceneLabel, ...]:
        """Return the names on the block in a slice, the most important first."""
        shown = [label for label in self._scene.file.label if not label.slices or slice_id in label.slices]
        return tuple(
            SceneLabel(label.id, label.name.as_dict()[language], label.at, label.certainty, label.priority)
            for label in sorted(shown, key=lambda label: label.priority)
        )

    def visible_legend(
        self, counts: VisibleCounts, language: str, colour_set: str = "contrast"
    ) -> list[dict[str, Any]]:
        """Return the legend of what is in view, ``LegendGroup[]`` of the shared components."""
        return visible_legend(self.legend, counts, language, colour_set)

    # ------------------------------------------------------------ words

    def story(self, slice_id: str, language: str) -> StoryWords:
        """Return what is told about a slice."""
        return StoryWords.of(self._scene.stories[slice_id], language)

    def look_at(self, slice_id: str, language: str) -> tuple[LookAt, ...]:
        """Return the points to look at whose layer can be shown."""
        return look_at_points(self._scene.stories[slice_id].look_at, LAYER_KEYS, language)

    def story_json(self, slice_id: str, language: str) -> dict[str, Any]:
        """Return ``Story`` of the shared components."""
        story, said = self._scene.stories[slice_id], self.story(slice_id, language)
        return {
            "date": said.date_label,
            "certainty": said.certainty,
            "certainty_words": certainty_words(said.certainty, language),
            "title": said.title,
            "text": said.text,
            "plan": plan_words(self._scene.file.planning, self._scene.timeline, slice_id, language),
            "alliances": alliance_texts(story, language),
            "look_at": [point.as_json() for point in self.look_at(slice_id, language)],
            "lesson": said.lesson,
            "certainty_note": said.certainty_note,
            "sources": sources_sentence(story.sources, self._scene.sources, language),
        }

    def text_twin(self, slice_id: str, language: str) -> tuple[TwinPart, ...]:
        """Return a slice in words; made when it is first asked for."""
        key = (slice_id, language)
        if key not in self._twins:
            index = self.slice_ids.index(slice_id)
            before = self.slice(self.slice_ids[index - 1]) if index else None
            certainty = self._scene.stories[slice_id].certainty
            part = self.slice(slice_id)
            doubted = less_certain(part.stack, part.features.at(part.year), self.events, certainty)
            twin = self._writer.write(part, before, certainty, language)
            self._twins[key] = with_doubts(twin, doubted, language)
        return self._twins[key]

    def sources(self, slice_id: str, seen: Seen, language: str) -> list[dict[str, Any]]:
        """Return the sources of a slice and of what is in view, part by part."""
        teller = SourceTeller(self.legend, self.events, self._scene.sources)
        return teller.tell(self._scene.stories[slice_id], seen, language)

    @cached_property
    def places(self) -> PlaceBook:
        """Streets and landmarks of all years, to find a spot by."""
        return make_places(self._scene, self._reader.features)

    @cached_property
    def _writer(self) -> TwinWriter:
        quarter = self._scene.vectors.polygon(self._scene.file.scene.boundary)
        coarse, fine = self.grid, self._reader.cover_grid
        return TwinWriter(self.legend, quarter.contains(coarse.x, coarse.y), quarter.contains(fine.x, fine.y))
