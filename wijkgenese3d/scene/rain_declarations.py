"""What a scene may say of rain: storms, what ground and sewers take, and where to look."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.scene.declaration_base import Amount, Certainty, Declaration, Finite, Id, Positive, Text

__all__ = [
    "CapacityDeclaration",
    "GaugeDeclaration",
    "LowSpotDeclaration",
    "RainDeclaration",
    "SewerDeclaration",
    "StormDeclaration",
]


class StormDeclaration(Declaration):
    """A cloudburst that can be chosen; the first is what is shown unless another is asked for."""

    key: Id
    name: Text = Field(description="What it is called.")
    mm: Annotated[float, Field(gt=0, le=1000, strict=True)] = Field(description="Depth of the rain, mm.")
    minutes: Annotated[float, Field(ge=1, le=1440, strict=True)] = Field(description="How long it lasts.")
    note: Text | None = Field(None, description="What must be said with it.")


class CapacityDeclaration(Declaration):
    """What some classes of land cover take of the rain, until a later row says otherwise."""

    covers: list[str] = Field(min_length=1, description="Keys of land cover in the legend.")
    mm_per_hour: Amount = Field(description="What sinks in, mm per hour.")
    storage_mm: Amount = Field(0.0, description="What stays on leaves and in puddles, mm, once a storm.")
    to_gardens: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Share of the rain that is led to gardens first, and sinks in there."
    )
    paved: bool = Field(False, description="True where water that comes from elsewhere cannot sink in.")
    from_year: Finite | None = Field(None, description="From then on, astronomical; absent for always.")


class SewerDeclaration(Declaration):
    """What a sewer takes of the rain that some classes of land cover shed."""

    covers: list[str] = Field(min_length=1, description="Keys of land cover in the legend.")
    mm_per_hour: Amount = Field(description="What the sewer takes, mm per hour.")
    from_year: Finite | None = Field(None, description="From then on, astronomical; absent for always.")


class GaugeDeclaration(Declaration):
    """A line across which water is counted: the cell on it through which most goes."""

    id: Id
    name: Text = Field(description="Where the water goes there, as in a sentence: to the brook.")
    line: tuple[tuple[Finite, Finite], tuple[Finite, Finite]] = Field(description="Its ends, RD x, y, m.")
    silent: tuple[Finite, Finite] | None = Field(
        None, description="Years from, up to and not including, in which nothing is said of it."
    )


class LowSpotDeclaration(Declaration):
    """A place where water may stand: the deepest water near it is told."""

    id: Id
    name: Text = Field(description="Where it is, as in a sentence.")
    at: tuple[Finite, Finite]
    within: Positive = Field(60.0, description="How far around it is looked, m.")


class RainDeclaration(Declaration):
    """Where a cloudburst goes: what ground and sewers take, and where to look."""

    from_year: Finite | None = Field(
        None, description="Before then rain cannot be asked for (ice); absent for always."
    )
    certainty: Certainty
    sources: list[str] = Field(min_length=1)
    caveat: Text = Field(description="What must be said with every answer.")
    path_share: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.5, description="Share of its spare capacity that unpaved ground gives to water that passes."
    )
    line_from_m3: Positive = Field(120.0, description="A line is drawn where more than this passes, m3.")
    storm: list[StormDeclaration] = Field(min_length=1)
    capacity: list[CapacityDeclaration] = Field(min_length=1)
    sewer: list[SewerDeclaration] = Field(default_factory=list)
    gauge: list[GaugeDeclaration] = Field(default_factory=list)
    low_spot: list[LowSpotDeclaration] = Field(default_factory=list)

    def speaks_of(self, year: float) -> bool:
        """Tell whether rain can be asked for in a year."""
        return self.from_year is None or year >= self.from_year

    @property
    def usual_storm(self) -> Storm:
        """The first storm of the scene."""
        return Storm(self.storm[0].mm, self.storm[0].minutes)
