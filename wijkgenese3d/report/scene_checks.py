"""What is wrong, or asks for a second look, in a scene that could be read, and in its model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from wijkgenese3d.errors import DeclarationError, WijkgeneseError
from wijkgenese3d.genesis.kinds import KINDS, GroundStep
from wijkgenese3d.genesis.settlement import left_out
from wijkgenese3d.genesis.vectors import Line
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import CellSize
from wijkgenese3d.model.legend import AIR, FABRIC, Lithology
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.model.voxels import voxels
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.rain import RainDesk

__all__ = ["Finding", "check_declarations", "check_effects", "check_features", "check_slice"]

LONGEST_TITLE = 60
"""Characters."""
LONGEST_SENTENCE = 20
"""Words, in Dutch: B1."""
MOST_VOXELS = 3_000_000
"""Of the coarse voxels that stand in for all of them."""
_SURE = 1e-3
"""m; a voxel centre so near the ground may fall on either side, for heights are whole millimetres."""


CUT_OFF_M = 0.5
"""A step that would still change more than this where its reach ends, m, is worth a warning."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found: ``level`` is ``error`` or ``warning``."""

    level: str
    where: str
    message: str
    hint: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as ``check --json`` gives it."""
        return {"level": self.level, "where": self.where, "message": self.message, "hint": self.hint}

    @classmethod
    def of(cls, error: WijkgeneseError) -> Finding:
        """Return an error as a finding."""
        return cls("error", error.where, error.message, error.hint)


# ---------------------------------------------------------------- declarations


def check_declarations(scene: Scene) -> Iterator[Finding]:
    """Yield what the reader of a scene lets pass: texts, sources and places."""
    for key, event in scene.events.items():
        yield from _texts(f"event {key}", event.title.as_dict(), {"text": event.text.nl})
    for key, story in scene.stories.items():
        texts = {"text": story.text.nl, "lesson": story.lesson.nl}
        yield from _texts(f"{scene.file.story}: {key}", story.title.as_dict(), texts)
    if scene.file.rain is not None:
        notes = {f"storm {s.key}": s.note.nl for s in scene.file.rain.storm if s.note is not None}
        yield from _texts("scene.toml: rain", {}, {"caveat": scene.file.rain.caveat.nl, **notes})
    yield from _sources(scene)
    yield from _vectors(scene)
    last = scene.timeline.stops[-1]
    for planned in scene.plan.events:
        if planned.changes and not planned.counts(last.year):
            message = f"counts from {planned.info.date.end:g}, after the last slice {last.id} ({last.year:g})"
            yield Finding("warning", f"event {planned.id}", message, "it is not seen in any slice")


def _texts(where: str, title: dict[str, str], texts: dict[str, str]) -> Iterator[Finding]:
    for language, text in title.items():
        if len(text) > LONGEST_TITLE:
            message = f"title.{language} has {len(text)} characters; at most {LONGEST_TITLE} fit"
            yield Finding("warning", where, message, "shorten it")
    for key, text in texts.items():
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = len(sentence.split())
            if words > LONGEST_SENTENCE:
                message = f"a sentence of {words} words in {key}.nl; at most {LONGEST_SENTENCE} read easily"
                yield Finding("warning", where, message, f"split it: {sentence[:60]}...")


def _sources(scene: Scene) -> Iterator[Finding]:
    used = {key for event in scene.events.values() for key in event.sources}
    used |= {key for story in scene.stories.values() for key in story.sources}
    used |= {key for part in (scene.file.groundwater, scene.file.rain) if part for key in part.sources}
    used |= {str(p.get("source")) for name in scene.vectors.names for p in _properties(scene, name)}
    for key in scene.sources:
        if key not in used:
            yield Finding("warning", f"{scene.file.sources}: {key}", "nothing in the scene uses this source")


def _properties(scene: Scene, name: str) -> Iterable[Mapping[str, Any]]:
    own = scene.vectors.any(name).properties
    return own if isinstance(own, tuple) else (own,)


def _vectors(scene: Scene) -> Iterator[Finding]:
    box = shapely.box(*scene.plan.grid.extent.as_list())
    for name in scene.vectors.names:
        vector = scene.vectors.any(name)
        if isinstance(vector, Line) and not shapely.LineString(vector.xy).intersects(box):
            yield Finding("warning", f"vectors: {name}", "the line lies outside the box of the scene")


# ---------------------------------------------------------------- the model


def check_features(scene: Scene, features: FeatureTable) -> Iterator[Finding]:
    """Yield what is wrong with the features of all years."""
    count = len(scene.plan.events)
    for feature in features:
        where = f"feature {feature.id}"
        if not 0 <= feature.event < count:
            yield Finding("error", where, f"belongs to event {feature.event}, of {count}")
        for key in ("certainty", "certainty_shape"):
            if getattr(feature, key) not in CERTAINTIES:
                yield Finding("error", where, f"{key} is {getattr(feature, key)!r}")
    for event, name in left_out(scene.plan, features):
        yield Finding(
            "warning",
            f"event {event}",
            f"{name} does not fit and was left out",
            "move it, or make it smaller",
        )


def check_effects(effects: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Find steps whose ``reach`` cuts off what they do, in the effects that a build has kept."""
    for effect in effects:
        kind = KINDS[effect["kind"]]
        if issubclass(kind, GroundStep) and effect["max_raised_m"] <= 0 and effect["max_cut_m"] <= 0:
            yield Finding("warning", f"event {effect['event']}", f"{effect['kind']} changes nothing")
        lost = float(effect.get("cut_off_m", 0.0))
        if lost > CUT_OFF_M:
            text = f"{effect['kind']} would still change the ground by {lost:.1f} m where its reach ends"
            yield Finding("warning", f"event {effect['event']}", text, "make reach larger")


def check_slice(scene: Scene, part: TimeSlice) -> Iterator[Finding]:
    """Yield which invariants of the model a slice breaks."""
    where = f"slice {part.slice_id}"
    try:
        part.stack.check()
        columns = part.columns
    except WijkgeneseError as error:
        yield Finding("error", where, error.message, error.hint)
        return
    legend = scene.plan.legend
    known = {
        "event": range(len(scene.plan.events)),
        "unit": range(len(legend.units)),
        "lithology": [*Lithology, FABRIC],
    }
    for name, allowed in known.items():
        strange = np.setdiff1d(getattr(columns, name), np.array(list(allowed)))
        if strange.size:
            yield Finding("error", where, f"a run has {name} {strange[0]}, which is not known")
    codes = {
        "land_cover": [item.code for item in legend.covers],
        "use": [item.code for item in legend.uses],
        "soil": [item.code for item in legend.soils],
    }
    for name, allowed_codes in codes.items():
        strange = np.setdiff1d(getattr(part, name), np.array([0, *allowed_codes]))
        if strange.size:
            yield Finding("error", where, f"{name} has code {strange[0]}, which is not in the legend")
    yield from _ground(scene, part, where)
    yield from _air(part, where)
    yield from _rain(scene, part, where)


def _rain(scene: Scene, part: TimeSlice, where: str) -> Iterator[Finding]:
    """Check that rain can be computed where the scene says that it can be asked for."""
    if scene.file.rain is None or not (desk := RainDesk(scene)).has(part.year):
        return
    try:
        desk.check_covers(part)
    except DeclarationError as error:
        yield Finding("error", where, str(error), error.hint)


def _ground(scene: Scene, part: TimeSlice, where: str) -> Iterator[Finding]:
    highest, top = float(part.ground.max()), scene.z_range.top
    if highest > top:
        message = f"the ground reaches {highest:.2f} m NAP, above the top of the voxels ({top:g} m NAP)"
        yield Finding("error", where, message, "raise frame.top in scene.toml")
    for name in ("ice", "water"):
        level = getattr(part, name)
        there = np.isfinite(level)
        if (level[there] < part.ground[there] - _SURE).any():
            yield Finding("error", where, f"{name} lies below the ground")


def _air(part: TimeSlice, where: str) -> Iterator[Finding]:
    """Check on coarse voxels that one is air exactly where its centre lies above the ground."""
    columns, cell = part.columns, part.grid.cell
    height = float(columns.ground.max()) - columns.base
    dz = max(0.5, height * columns.row_size.size / MOST_VOXELS)
    data = voxels(columns, CellSize(cell, cell, dz))
    above = data["z"].values[:, None, None] - columns.ground[None].astype(np.float64)
    wrong = ((data["lithology"].values == AIR) != (above > 0)) & (np.abs(above) > _SURE)
    if wrong.any():
        yield Finding(
            "error", where, f"{int(wrong.sum())} voxels are air below the ground, or ground above it"
        )
