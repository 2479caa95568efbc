"""The layers that can be shown, by alliance; which of them a slice has, and in words why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkgenese3d.model.events import ALLIANCES
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.words import say, ui_words

if TYPE_CHECKING:
    from wijkgenese3d.scene.declarations import GroundwaterDeclaration

__all__ = [
    "KNOWN_LAYERS",
    "LAYERS",
    "LAYER_KEYS",
    "Layer",
    "LayerRow",
    "SliceFacts",
    "groundwater_reason",
    "layer_groups",
    "layer_name",
    "layer_rows",
]


@dataclass(frozen=True)
class Layer:
    """A layer that can be switched: its key, the alliance it belongs to, and whether it opens switched on."""

    key: str
    alliance: str
    on: bool = True


LAYERS = (
    Layer("subsurface", "natuur"),
    Layer("plants", "natuur"),
    Layer("water", "natuur"),
    Layer("contours", "natuur"),
    Layer("groundwater", "natuur", on=False),
    Layer("houses", "bebouwing"),
    Layer("roads", "bebouwing"),
    Layer("sewer", "bebouwing", on=False),
    Layer("names", "mens"),
    Layer("stories", "mens", on=False),
    Layer("border", "mens"),
)
LAYER_KEYS = tuple(layer.key for layer in LAYERS)
KNOWN_LAYERS = (*LAYER_KEYS, "rain")
"""Also those that a story may point at but that cannot be shown yet."""

_WORDS = {"subsurface": "lay.sub", "groundwater": "lay.gw"}


@dataclass(frozen=True)
class LayerRow:
    """A layer in one slice.

    Parameters
    ----------
    layer : Layer
    name : str
        In the language.
    reason : str
        Why there is nothing to show; empty where there is.
    note : str
        A longer sentence with it; may be empty.
    """

    layer: Layer
    name: str
    reason: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it for the list of layers."""
        return {
            "key": self.layer.key,
            "name": self.name,
            "exists": not self.reason,
            "reason": self.reason,
            "note": self.note,
            "on": self.layer.on,
        }


@dataclass(frozen=True)
class SliceFacts:
    """What the layers need to know of a slice: its year, and of what it has any."""

    year: float
    trees: bool
    water: bool
    names: bool
    stories: bool

    @classmethod
    def of(cls, part: TimeSlice, legend: Legend, stop: str, *, names: bool, stories: bool) -> SliceFacts:
        """Look at a slice.

        Parameters
        ----------
        part : TimeSlice
        legend : Legend
        stop : str
            Id of the stop that it is; of a year between the stops that of the one before it.
        names, stories : bool
            Whether the scene has any for it.
        """
        found = np.flatnonzero(np.bincount(part.land_cover.ravel(), minlength=256))
        seen = [item for item in legend.covers if item.code in found]
        trees = any(item.trees_in(stop) > 0 for item in seen)
        wet = any(item.palette in {"water", "wadi"} for item in seen)
        bodies = bool(np.isfinite(part.water).any() or np.isfinite(part.ice).any())
        return cls(part.year, trees, wet or bodies, names, stories)


def layer_rows(facts: SliceFacts, features: FeatureTable, deep: str, language: str) -> tuple[LayerRow, ...]:
    """Return all layers as they are in one slice, in order.

    Parameters
    ----------
    facts : SliceFacts
    features : FeatureTable
        Of all years.
    deep : str
        Why no groundwater can be shown, as :func:`groundwater_reason` says it.
    language : str
    """
    rows = []
    for layer in LAYERS:
        words = ui_words(language)
        reason = deep if layer.key == "groundwater" else _reason(layer.key, facts, features, language)
        note = words["lay.gw_note"] if reason == words["lay.too_deep"] else ""
        rows.append(LayerRow(layer, layer_name(layer.key, language), reason, note))
    return tuple(rows)


def layer_name(key: str, language: str) -> str:
    """Return what a layer is called."""
    return ui_words(language)[_WORDS.get(key, f"lay.{key}")]


def layer_groups(rows: Sequence[LayerRow], language: str) -> list[dict[str, Any]]:
    """Return the layers by alliance: key, name and the layers of each."""
    return [
        {
            "key": alliance,
            "name": ui_words(language)[f"lay.{alliance}"],
            "layers": [row.as_json() for row in rows if row.layer.alliance == alliance],
        }
        for alliance in ALLIANCES
    ]


def groundwater_reason(
    water: GroundwaterDeclaration | None, today: np.ndarray, depth: float, language: str
) -> str:
    """Say why no groundwater can be shown; empty where it can.

    Parameters
    ----------
    water : GroundwaterDeclaration or None
        What the scene knows of it.
    today : (ny, nx) array
        Today's ground, m NAP.
    depth : float
        Depth below it to which the model speaks, m.
    language : str
    """
    if water is None:
        return say("lay.unknown", language)
    if water.level is not None:
        return "" if water.level > float(np.min(today)) - depth else say("lay.too_deep", language)
    known = water.depth is not None and water.depth[0] >= depth
    return say("lay.too_deep" if known else "lay.unknown", language)


def _reason(key: str, facts: SliceFacts, features: FeatureTable, language: str) -> str:
    """Say why a slice has nothing of a layer; empty where it has."""
    if key in {"houses", "roads", "sewer"}:
        return _when(_things(key, features), facts.year, language)
    has = {
        "plants": (facts.trees, "lay.no_trees"),
        "water": (facts.water, "lay.no_water"),
        "names": (facts.names, "lay.no_names"),
        "stories": (facts.stories, "lay.no_stories"),
    }
    there, word = has.get(key, (True, ""))
    return "" if there else say(word, language)


def _things(key: str, features: FeatureTable) -> list[Feature]:
    """Return the features of a layer, of all years; a line below the ground counts as sewer."""
    if key == "houses":
        return list(features.of("building"))
    return [row for row in features.of("line") if (row.height < 0) == (key == "sewer")]


def _when(things: Sequence[Feature], year: float, language: str) -> str:
    """Say when there will be such things, or until when there were; empty where there are."""
    if any(row.exists(year) for row in things):
        return ""
    later = [row.from_year for row in things if row.from_year > year]
    if later:
        return say("lay.after", language, jaar=year_words(min(later), language))
    earlier = [row.to_year for row in things]
    if earlier:
        return say("lay.until", language, jaar=year_words(max(earlier), language))
    return say("lay.none", language)
