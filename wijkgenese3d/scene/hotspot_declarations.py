"""What a scene may say of its tasks on one map: heat, water and heritage."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wijkgenese3d.scene.declaration_base import Certainty, Declaration, Finite, Positive, Text

__all__ = ["HeatDeclaration", "HotspotDeclaration"]

Share = Annotated[float, Field(ge=0, le=1, strict=True)]


class HeatDeclaration(Declaration):
    """How much some classes of land cover warm a place, until a later row says otherwise."""

    covers: list[str] = Field(min_length=1, description="Keys of land cover in the legend.")
    stone: Share = Field(description="Share of it that is stone or roof, 0 to 1.")
    from_year: Finite | None = Field(None, description="From then on, astronomical; absent for always.")


class HotspotDeclaration(Declaration):
    """Heat, water and heritage on one map; indicative."""

    from_year: Finite = Field(description="Before then nothing is said, astronomical.")
    certainty: Certainty
    sources: list[str] = Field(min_length=1)
    caveat: Text = Field(description="What must be said with the map.")
    within: Positive = Field(50.0, description="Around each place so far is looked, m.")
    tree_m2: Positive = Field(60.0, description="Crown of one tree, m2.")
    hot_from: Share = Field(0.5, description="From this index on a place counts as hot.")
    wet_from: Positive = Field(0.1, description="From this depth on standing water counts, m.")
    heritage_until: Finite = Field(
        description="What people made up to then, and still lies in the ground, is heritage; astronomical."
    )
    heritage_vectors: list[str] = Field(
        default_factory=list, description="Vectors of the scene that are heritage as well, such as a trench."
    )
    heat: list[HeatDeclaration] = Field(min_length=1)

    def speaks_of(self, year: float) -> bool:
        """Tell whether there is a map of a year."""
        return year >= self.from_year
