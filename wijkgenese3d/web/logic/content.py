"""What the app needs to know of a scene; the scene gives an object that fits this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from wijkgenese3d.geometry.viewpoint import Viewpoint
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import Stop
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.hotspot_declarations import HotspotDeclaration
from wijkgenese3d.scene.places import PlaceBook
from wijkgenese3d.scene.rain_declarations import RainDeclaration
from wijkgenese3d.scene.sources import Seen
from wijkgenese3d.scene.view_state import ViewChoices, ViewState
from wijkgenese3d.scene.visible_legend import VisibleCounts

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspots import HotspotDesk
    from wijkgenese3d.scene.rain import RainDesk

__all__ = ["Camera", "Content", "Label", "LookAt", "Moment", "Story", "TwinPart"]


class Story(Protocol):
    """What is told about one slice, in one language."""

    @property
    def title(self) -> str:
        """Title of the period."""

    @property
    def date_label(self) -> str:
        """Full date in words."""


class Label(Protocol):
    """A name on the block."""

    @property
    def id(self) -> str:
        """Unique in its slice."""

    @property
    def text(self) -> str:
        """What is written."""

    @property
    def at(self) -> tuple[float, float]:
        """RD, m."""

    @property
    def certainty(self) -> str | None:
        """How sure the thing itself is, where that differs from the period."""


class LookAt(Protocol):
    """A point to look at."""

    @property
    def nr(self) -> int:
        """Number in the story, from 1."""

    @property
    def at(self) -> tuple[float, float]:
        """RD, m."""

    @property
    def view(self) -> str:
        """Key of the viewpoint to look from."""


class Moment(Protocol):
    """A typed year."""

    @property
    def year(self) -> float:
        """Astronomical."""

    @property
    def label(self) -> str:
        """The year in words."""

    @property
    def after(self) -> int:
        """Index of the stop at or before it."""

    @property
    def slice_id(self) -> str:
        """The stop that is the same moment; empty where there is none."""

    def as_json(self) -> dict[str, Any]:
        """Return ``Moment`` of the shared components."""


class TwinPart(Protocol):
    """A part of the description in words."""

    def as_json(self) -> dict[str, Any]:
        """Return ``title`` and ``sentences``."""


class Camera(Viewpoint, Protocol):
    """A named viewpoint."""

    @property
    def key(self) -> str:
        """Unique name."""

    @property
    def name(self) -> Mapping[str, str]:
        """Name per language."""

    @property
    def narrow(self) -> tuple[float, float] | None:
        """Azimuth and elevation in a narrow picture, degrees, where they are others."""


class Content(Protocol):
    """A scene with its model, ready to be shown. Nothing of it changes while the app runs.

    What lies in the ground, :meth:`slice`, :meth:`at_year`, :meth:`core`, :meth:`text_twin` and
    :meth:`sources` are asked for in other threads than the app's own.
    """

    @property
    def stops(self) -> Sequence[Stop]:
        """Stops of the timeline, oldest first."""

    @property
    def start(self) -> str:
        """Id of the stop that is shown first."""

    @property
    def grid(self) -> Grid:
        """Map cells of the ground, the same in every slice."""

    @property
    def today_ground(self) -> np.ndarray:
        """Today's ground surface, (ny, nx), m NAP."""

    @property
    def legend(self) -> Legend:
        """What codes mean."""

    @property
    def fabrics(self) -> Mapping[int, Fabric]:
        """Fabrics by index of the unit."""

    @property
    def events(self) -> Sequence[EventInfo]:
        """What happened, by the index that the ground carries."""

    @property
    def exaggeration(self) -> float:
        """How many times larger heights are drawn at first."""

    @property
    def base(self) -> float:
        """Flat underside of the block, m NAP."""

    @property
    def folder(self) -> str:
        """How commands call the scene."""

    @property
    def place(self) -> Path:
        """Folder of the scene, for commands that the app starts."""

    def picture_name(self, view: ViewState, *, series: bool = False) -> str:
        """Return the name of a file with a picture of a view, or of all periods, without extension."""

    @property
    def cameras(self) -> Sequence[Camera]:
        """Viewpoints; the first is the one to open with."""

    def choices(self) -> ViewChoices:
        """Return what there is to choose from, for addresses."""

    def words(self, language: str) -> dict[str, str]:
        """Return the words of the interface by key."""

    def title(self, language: str) -> str:
        """Return the title of the scene."""

    def subtitle(self, language: str) -> str:
        """Return a line under the title; may be empty."""

    def credits(self, language: str) -> str:
        """Return whom to thank for what is drawn, such as the boundary; may be empty."""

    def ice_label(self, language: str) -> str:
        """Return what to say where ice is cut off; may be empty."""

    def bands(self, language: str) -> list[dict[str, Any]]:
        """Return the planning periods, ``Band[]``."""

    def moment(self, text: str, language: str) -> Moment:
        """Read a typed year; raises :class:`~wijkgenese3d.errors.UsageError` with words for people."""

    def moment_of(self, year: float, language: str) -> Moment:
        """Return the moment of a year, astronomical; raises as :meth:`moment` where it is not shown."""

    def story(self, slice_id: str, language: str) -> Story:
        """Return what is told about a slice."""

    def story_json(self, slice_id: str, language: str) -> dict[str, Any]:
        """Return ``Story`` of the shared components."""

    def look_at(self, slice_id: str, language: str) -> Sequence[LookAt]:
        """Return the points to look at."""

    def labels(self, slice_id: str, language: str) -> Sequence[Label]:
        """Return the names on the block, the most important first."""

    def layers(self, slice_id: str, language: str) -> list[dict[str, Any]]:
        """Return the layers by alliance."""

    def visible_legend(
        self, counts: VisibleCounts, language: str, colour_set: str = "contrast"
    ) -> list[dict[str, Any]]:
        """Return the legend of what is in view, ``LegendGroup[]``."""

    def features_at(self, slice_id: str) -> FeatureTable:
        """Return what stands there in a slice."""

    def sources(self, slice_id: str, seen: Seen, language: str) -> list[dict[str, Any]]:
        """Return the sources of a slice and of what is in view: ``{key, title, rows}`` of each part."""

    def slice(self, slice_id: str) -> TimeSlice:
        """Return a slice."""

    def at_year(self, year: float) -> TimeSlice:
        """Return the slice of a year between the stops, replayed."""

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
        """Return ``Core`` of the shared components at a spot, RD m."""

    @property
    def rain_told(self) -> RainDeclaration | None:
        """What the scene says of rain."""

    @property
    def hotspots_told(self) -> HotspotDeclaration | None:
        """What the scene says of heat, water and heritage."""

    @property
    def rain_desk(self) -> RainDesk | None:
        """Answers of rain; None where the scene says nothing of it."""

    @property
    def hotspot_desk(self) -> HotspotDesk | None:
        """Answers of heat, water and heritage; None where the scene says nothing of them."""

    def section_picture(
        self, kind: str, ends: Sequence[tuple[float, float]], part: TimeSlice, language: str
    ) -> bytes:
        """Return the picture of a section along a line (RD, m), ``png`` or ``svg``."""

    @property
    def places(self) -> PlaceBook:
        """Streets and landmarks of all years."""

    def core_data(self, x: float, y: float, *, moment: TimeSlice | None = None) -> dict[str, Any]:
        """Return the core at a spot as ``core --json`` gives it, with that of a year between the stops."""

    def core_picture(
        self, cores: Sequence[Mapping[str, Any]], moment: str | TimeSlice, language: str, kind: str
    ) -> bytes | str:
        """Draw one or two cores that were told, at a stop or a year between them, ``png`` or ``svg``."""

    def text_twin(self, slice_id: str, language: str) -> Sequence[TwinPart]:
        """Return a slice in words."""
