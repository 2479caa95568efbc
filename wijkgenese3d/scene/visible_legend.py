"""The legend of what is in view: classes by how many pixels of the picture they take."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours, hex_of, hex_to_rgb
from wijkgenese3d.model.legend import AIR, CoverClass, Legend, LithologyClass
from wijkgenese3d.scene.view_state import COLOUR_SETS
from wijkgenese3d.scene.words import lithology_name, say

__all__ = [
    "LEAST_SHARE",
    "THINGS",
    "Swatch",
    "VisibleCounts",
    "class_order",
    "count_visible",
    "hex_of",
    "joined_legend",
    "visible_legend",
]

LEAST_SHARE = 0.0025
"""Of the visible pixels: what is smaller stays out of the legend. What covers 0.3 % is never missed."""

THINGS = ("ice", "roof_red", "roof_grey", "trees")
"""What can be seen on the ground beside the classes of land cover."""
_PATTERNS = {
    "ice": "crevasse lines",
    "roof_red": "roof glyph",
    "roof_grey": "roof glyph",
    "trees": "tree glyphs",
}
_LAYER_OF = {"roof_red": "houses", "roof_grey": "houses", "trees": "plants"}
_CODES = 256


@dataclass(frozen=True)
class VisibleCounts:
    """How many pixels of the picture show what.

    Parameters
    ----------
    cover : mapping of int to int
        By code of land cover.
    ground : mapping of (unit, lithology) to int
        By index of the unit in the legend and GeoTOP lithoclass.
    things : mapping of str to int
        By key of :data:`THINGS`.
    """

    cover: Mapping[int, int] = field(default_factory=dict)
    ground: Mapping[tuple[int, int], int] = field(default_factory=dict)
    things: Mapping[str, int] = field(default_factory=dict)

    def without(self, layers: Collection[str]) -> VisibleCounts:
        """Return what is left of it where layers are left out, by their keys."""
        off = [thing for thing, layer in _LAYER_OF.items() if layer in layers]
        things = {key: seen for key, seen in self.things.items() if key not in off}
        return VisibleCounts(self.cover, {} if "subsurface" in layers else self.ground, things)

    @property
    def total(self) -> int:
        """All pixels that show something."""
        return sum(self.cover.values()) + sum(self.ground.values()) + sum(self.things.values())


@dataclass(frozen=True)
class Swatch:
    """A class in the legend: colours are hex sRGB, patterns those of the legend files."""

    key: str
    name: str
    colour: str
    pattern: str
    ink: str

    def as_json(self) -> dict[str, str]:
        """Return it as ``Swatch`` of the shared components."""
        return dict(vars(self))


def count_visible(
    drape: np.ndarray,
    wall_unit: np.ndarray,
    wall_lithology: np.ndarray,
    things: Mapping[str, int] | None = None,
) -> VisibleCounts:
    """Count classes in arrays of any shape; each element counts as one pixel.

    Parameters
    ----------
    drape : uint8 array
        Codes of land cover that are seen from above; 0 is nothing.
    wall_unit, wall_lithology : uint8 arrays of one shape
        Index of the unit and lithoclass on the walls that are seen; units that are not ground (air,
        outside) are left out.
    things : mapping, optional
        Pixels of ice, roofs and trees; roofs of the drape become red ones where nothing is said of them.
    """
    cover = np.bincount(np.ravel(drape), minlength=_CODES)
    cover[0] = 0
    pairs = np.ravel(wall_unit).astype(np.int64) * _CODES + np.ravel(wall_lithology)
    ground = np.bincount(pairs[pairs < AIR * _CODES], minlength=1)
    return VisibleCounts(
        {int(code): int(cover[code]) for code in np.flatnonzero(cover)},
        {divmod(int(pair), _CODES): int(ground[pair]) for pair in np.flatnonzero(ground)},
        {key: value for key, value in (things or {}).items() if value > 0},
    )


def visible_legend(
    legend: Legend, counts: VisibleCounts, language: str, colour_set: str = COLOUR_SETS[0]
) -> list[dict[str, Any]]:
    """Return the two groups of the legend, with the classes that can be seen, in the order of their codes.

    A lithology has its plain colour, not that of one of its units: the pattern is the same everywhere.

    Parameters
    ----------
    legend : Legend
    counts : VisibleCounts
    language : str
    colour_set : str
        ``contrast``, or ``official`` for the colours of TNO.
    """
    least = max(LEAST_SHARE * counts.total, 1)
    groups = (
        ("on", _on_the_ground(legend, counts, least, language)),
        ("in", _in_the_ground(legend, counts, least, language, colour_set)),
    )
    return [
        {"key": key, "title": say(f"leg.{key}", language), "items": [item.as_json() for item in items]}
        for key, items in groups
    ]


def joined_legend(
    one: Sequence[Mapping[str, Any]], another: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the legend of two pictures: what is in the first, then what only the other has."""
    joined = []
    for first, second in zip(one, another, strict=True):
        known = {item["key"] for item in first["items"]}
        more = [item for item in second["items"] if item["key"] not in known]
        joined.append({**first, "items": [*first["items"], *more]})
    return joined


def class_order(legend: Legend) -> tuple[str, ...]:
    """Return the keys of all that a legend can list, in the order in which it does."""
    covers = [item.key for item in sorted(legend.covers, key=lambda item: item.code)]
    lithologies = [item.key for item in sorted(legend.lithologies, key=lambda item: item.code)]
    return (*covers, *THINGS, *lithologies)


def _on_the_ground(legend: Legend, counts: VisibleCounts, least: float, language: str) -> list[Swatch]:
    things = dict(counts.things)
    ink = hex_of(BlockColours.ink)
    items = []
    for item in sorted(legend.covers, key=lambda cover: cover.code):
        seen = counts.cover.get(item.code, 0)
        if item.palette_other:
            # Roofs have two colours: those of the land cover are of the first kind.
            things[item.palette] = things.get(item.palette, 0) + seen
        elif seen >= least:
            items.append(_cover_swatch(item, ink, language))
    colours = {"ice": BlockColours.ice, "trees": BlockColours.leaves, "roof_grey": BlockColours.roof_grey}
    colours |= {item.palette: hex_to_rgb(item.colour) for item in legend.covers if item.palette_other}
    for key in THINGS:
        if things.get(key, 0) >= least:
            name = say(f"leg.{key}", language)
            items.append(Swatch(key, name, hex_of(colours[key]), _PATTERNS[key], ink))
    return items


def _cover_swatch(item: CoverClass, ink: str, language: str) -> Swatch:
    return Swatch(item.key, item.name[language], item.colour.upper(), item.pattern, ink)


def _in_the_ground(
    legend: Legend, counts: VisibleCounts, least: float, language: str, colour_set: str
) -> list[Swatch]:
    seen: dict[int, int] = {}
    for (unit, lithology), pixels in counts.ground.items():
        if unit < len(legend.units):
            seen[lithology] = seen.get(lithology, 0) + pixels
    return [
        _ground_swatch(legend, item, language, colour_set)
        for item in sorted(legend.lithologies, key=lambda row: row.code)
        if seen.get(item.code, 0) >= least
    ]


def _ground_swatch(legend: Legend, item: LithologyClass, language: str, colour_set: str) -> Swatch:
    colour = item.colour_official if colour_set == COLOUR_SETS[1] else item.colour_contrast
    name = lithology_name(legend, item.code, language)
    return Swatch(item.key, name, colour.upper(), item.pattern, item.pattern_ink.upper())
