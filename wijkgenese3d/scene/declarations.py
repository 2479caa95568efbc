"""What a scene may say: one declaration per table of its TOML files. Unknown keys are errors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wijkgenese3d.scene.declaration_base import (
    Alliance,
    Bed,
    Certainty,
    Declaration,
    Finite,
    Id,
    Positive,
    Sheet,
    Text,
)
from wijkgenese3d.scene.hotspot_declarations import HotspotDeclaration
from wijkgenese3d.scene.rain_declarations import RainDeclaration

__all__ = [
    "AlliancesDeclaration",
    "BeddingDeclaration",
    "CameraDeclaration",
    "EventDeclaration",
    "EventsFile",
    "FrameDeclaration",
    "GroundwaterDeclaration",
    "LabelDeclaration",
    "LookAtDeclaration",
    "PlanningDeclaration",
    "SceneDeclaration",
    "SceneFile",
    "SheetsDeclaration",
    "SliceDeclaration",
    "SourceDeclaration",
    "StoryDeclaration",
    "Text",
]


class FrameDeclaration(Declaration):
    """Where the block is, and how it is divided."""

    extent: tuple[Finite, Finite, Finite, Finite] = Field(
        description="Outer edges xmin, ymin, xmax, ymax, RD New, m."
    )
    cell: Positive = Field(description="Side of a map cell, m.")
    cover_cell: Positive = Field(description="Side of a cell of land cover and use, m; divides the map cell.")
    dz: Positive = Field(0.5, description="Height of a voxel, m.")
    base: Finite = Field(description="Flat underside of the block, m NAP.")
    top: Finite = Field(description="Top of the voxel array, m NAP; above the highest ground of all periods.")
    depth: Positive = Field(30.0, description="Depth below today's ground to which the model speaks, m.")
    exaggeration: Positive = Field(3.0, description="How many times heights are drawn larger.")


class SliceDeclaration(Declaration):
    """A stop on the timeline."""

    id: Id
    year: Finite = Field(description="State date, astronomical year (year 0 exists); may lie within a year.")
    cell: bool = Field(True, description="False for an extra stop that is only a tick on the timeline.")


class NarrowDeclaration(Declaration):
    """From where a viewpoint looks in a narrow picture, such as that of a phone."""

    azimuth: Finite = Field(description="Compass direction from the focal point to the camera, degrees.")
    elevation: Annotated[float, Field(ge=0, le=90)] = Field(description="Degrees above the horizon.")


class CameraDeclaration(Declaration):
    """A fixed viewpoint, on a turntable around a point."""

    key: Id
    name: Text
    azimuth: Finite = Field(description="Compass direction from the focal point to the camera, degrees.")
    elevation: Annotated[float, Field(ge=0, le=90)] = Field(description="Degrees above the horizon.")
    distance: Positive = Field(description="From the focal point, m on the drawing.")
    focal: tuple[Finite, Finite, Finite] = Field(description="Focal point: RD x, y, m; m NAP.")
    slices: list[Id] = Field(default_factory=list, description="Slices it suits; empty for all.")
    narrow: NarrowDeclaration | None = Field(
        None, description="Another direction for a narrow picture, in which a long block seems small."
    )

    @property
    def narrow_direction(self) -> tuple[float, float] | None:
        """Azimuth and elevation in a narrow picture, degrees, where they are others."""
        return None if self.narrow is None else (self.narrow.azimuth, self.narrow.elevation)


class PlanningDeclaration(Declaration):
    """A planning period: a band under the timeline, over the slices from its first to its last."""

    nr: Annotated[int, Field(ge=1, strict=True)] = Field(description="Its number, as people know it.")
    name: Text = Field(description="Full name.")
    short: Text = Field(description="Name in the band; the number is written before it.")
    first: Id = Field(description="Slice with which it begins.")
    last: Id = Field(description="Slice with which it ends.")


class LabelDeclaration(Declaration):
    """A name on the block."""

    id: Id
    name: Text = Field(description="What is written.")
    at: tuple[Finite, Finite]
    slices: list[Id] = Field(default_factory=list, description="Slices in which it is shown; empty for all.")
    certainty: Certainty | None = Field(
        None, description="How sure the thing itself is, where that differs from the period."
    )
    priority: Annotated[int, Field(ge=1, le=9, strict=True)] = Field(
        5, description="Which name goes first where there is no room for all: 1 before 9."
    )


class GroundwaterDeclaration(Declaration):
    """What is known of the groundwater; a level where there is one, else only how deep it lies."""

    level: Finite | None = Field(None, description="Level in the whole box, m NAP.")
    depth: tuple[Positive, Positive] | None = Field(
        None, description="Least and largest depth below the ground, m, where no level is known."
    )
    certainty: Certainty
    sources: list[str] = Field(min_length=1)


class SheetsDeclaration(Declaration):
    """Fabric of ice-pushed sheets."""

    kind: Literal["sheets"]
    azimuth_deg: Finite
    origin: tuple[Finite, Finite]
    dips: list[tuple[Finite, Finite]] = Field(
        min_length=2, description="Pairs of height (m NAP) and dip (degrees)."
    )
    level: Finite = Field(description="m NAP at which the sheet coordinate is anchored.")
    waves: list[tuple[Finite, Finite, Finite, Finite]] = Field(
        default_factory=list, description="Amplitude (m), wavelength / 2 pi (m), phase (rad), y of its start."
    )
    spacing: tuple[Sheet, Sheet] = Field(description="Least and largest width of a sheet, m.")
    sole: tuple[Positive, Positive, Positive] = Field(
        description="Thickness of the clay sole, m, and its factors."
    )
    sole_lithology: int = 2
    beds: list[tuple[Positive, int]] = Field(
        min_length=1, description="Upper share of the sheet and lithoclass."
    )
    seed: int = 0


class BeddingDeclaration(Declaration):
    """Fabric of nearly level beds with lenses."""

    kind: Literal["bedding"]
    dip_deg: Annotated[float, Field(ge=-45, le=45, strict=True)]
    azimuth_deg: Finite = Field(description="Direction in which the beds rise, degrees.")
    origin: tuple[Finite, Finite]
    wave: tuple[Finite, Positive, Positive]
    thickness: tuple[Bed, Bed]
    shares: list[tuple[int, Positive]] = Field(min_length=1)
    lenses: list[tuple[int, Finite, int]] = Field(default_factory=list)
    lens_size: tuple[Positive, Positive]
    seed: int = 0


class SurroundingsDeclaration(Declaration):
    """Outside the boundary colours are mixed with grey: nothing is claimed about the neighbours."""

    from_year: Finite = Field(description="From then on, astronomical.")
    share: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(description="Of grey, 0 to 1.")


class RibbonDeclaration(Declaration):
    """A strip along a line in which land cover has fewer or more trees than elsewhere."""

    line: str = Field(description="Line in the middle of it.")
    reach: Annotated[float, Field(gt=0, strict=True)] = Field(description="To either side of the line, m.")


class SceneDeclaration(Declaration):
    """What the scene is called, and how it may be used."""

    name: Id
    title: Text
    place: Text
    licence: str
    credits: list[str] = Field(default_factory=list)
    disclaimer: Text
    boundary: str = Field(description="Polygon of the neighbourhood; shares are counted inside it.")
    certainty_note: Text
    roofs: dict[Literal["grey", "straw", "pale"], list[str]] = Field(
        default_factory=dict,
        description="Types of buildings by their roof: grey (flat or slate), straw, pale (surroundings, "
        "simplified); others are red.",
    )
    surroundings: SurroundingsDeclaration | None = Field(
        None, description="How the land outside the boundary is toned down."
    )
    ribbon: RibbonDeclaration | None = Field(
        None, description="Where `trees_factor_in_ribbon` of the land cover holds; without it nowhere."
    )
    ice_note: Text | None = Field(None, description="What to say where land ice is cut off.")


class SceneFile(Declaration):
    """``scene.toml``."""

    scene: SceneDeclaration
    frame: FrameDeclaration
    events: list[str] = Field(min_length=1, description="Event files, in replay order.")
    story: str = "story.toml"
    sources: str = "sources.toml"
    vectors: str = "vectors"
    slice: list[SliceDeclaration] = Field(min_length=1)
    planning: list[PlanningDeclaration] = Field(default_factory=list)
    label: list[LabelDeclaration] = Field(default_factory=list)
    groundwater: GroundwaterDeclaration | None = None
    rain: RainDeclaration | None = None
    hotspots: HotspotDeclaration | None = None
    camera: list[CameraDeclaration] = Field(default_factory=list)
    fields: dict[str, str | Annotated[float, Field(strict=True)]] = Field(
        default_factory=dict, description="Named field expressions: surfaces, masks, weights."
    )
    fabric: dict[str, Annotated[SheetsDeclaration | BeddingDeclaration, Field(discriminator="kind")]] = Field(
        default_factory=dict, description="Fabric by unit."
    )


class EventDeclaration(Declaration):
    """An event. Its steps are checked by their kinds."""

    id: Id
    title: Text
    date: Finite | tuple[Finite, Finite] = Field(
        description="When it was made: a year, or [from, to]; astronomical years, 20 v.Chr. = -19."
    )
    until: Finite | None = Field(None, description="Year in which its features were gone.")
    needs: list[Id] = Field(default_factory=list, description="Events without which it makes no sense.")
    certainty: Certainty = Field(description="That it happened.")
    certainty_shape: Certainty = Field(description="Place and numbers here.")
    certainty_note: Text | None = None
    alliance: Alliance
    sources: list[str] = Field(min_length=1)
    text: Text
    step: list[dict[str, object]] = Field(default_factory=list, description="What it does, in order.")


class EventsFile(Declaration):
    """A file of events."""

    event: list[EventDeclaration] = Field(min_length=1)


class LookAtDeclaration(Declaration):
    """A point to look at, with the viewpoint that shows it."""

    text: Text
    at: tuple[Finite, Finite]
    view: Id
    needs: str | None = Field(None, description="Key of the layer without which it stays hidden.")


class AlliancesDeclaration(Declaration):
    """One line per alliance."""

    natuur: Text
    bebouwing: Text
    mens: Text


class StoryDeclaration(Declaration):
    """The story of a slice."""

    title: Text
    short: Text
    date_label: Text
    text: Text
    lesson: Text
    certainty: Certainty
    certainty_note: Text
    sources: list[str] = Field(min_length=1)
    draft: list[Literal["nl", "en"]] = Field(default_factory=list)
    alliances: AlliancesDeclaration
    look_at: list[LookAtDeclaration] = Field(default_factory=list)


class SourceDeclaration(Declaration):
    """A source."""

    title: str
    kind: str
    publisher: str | None = None
    url: str | None = None
    year: int | str | None = None
    note: str | None = None
    label: Text | None = None
    credit: str | None = None
    licence: str | None = None
