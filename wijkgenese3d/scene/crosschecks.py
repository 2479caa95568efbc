"""Whether the parts of a scene fit each other: slices, viewpoints, planning periods, names, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.scene.layers import KNOWN_LAYERS

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspot_declarations import HeatDeclaration
    from wijkgenese3d.scene.load import Scene
    from wijkgenese3d.scene.rain_declarations import CapacityDeclaration, SewerDeclaration

__all__ = ["check_scene"]

FILE = "scene.toml"


def check_scene(scene: Scene) -> None:
    """Check what one declaration says of another.

    Raises
    ------
    DeclarationError
        A name that is not there, one that stands twice, a place outside the box, or planning periods that
        are not in order.
    """
    _check_cameras(scene)
    _check_planning(scene)
    _check_labels(scene)
    _check_groundwater(scene)
    _check_rain(scene)
    _check_hotspots(scene)
    _check_look_at(scene)
    _check_ribbon(scene)


def _check_known(name: str, allowed: Sequence[str], what: str, where: str) -> None:
    if name not in allowed:
        msg = f"unknown {what} {name!r}{nearest_name(name, allowed)}"
        raise DeclarationError(msg, where=where, hint=f"allowed are {', '.join(allowed)}")


def _check_unique(names: Iterable[object], what: str) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            msg = f"{what} {name!r} stands twice"
            raise DeclarationError(msg, where=FILE)
        seen.add(name)


def _check_inside(scene: Scene, at: tuple[float, float], where: str) -> None:
    box = scene.plan.grid.extent
    if not box.contains(*at):
        msg = f"{list(at)} lies outside the box {box.as_list()}"
        raise DeclarationError(msg, where=where)


def _check_ribbon(scene: Scene) -> None:
    ribbon = scene.file.scene.ribbon
    if ribbon is not None:
        try:
            scene.vectors.line(ribbon.line)
        except DeclarationError as error:
            where = f"{FILE}: ribbon"
            raise error.at(where) from None


def _check_cameras(scene: Scene) -> None:
    _check_unique((camera.key for camera in scene.cameras), "camera")
    for camera in scene.cameras:
        for name in camera.slices:
            _check_known(name, scene.timeline.ids, "slice", f"{FILE}: camera {camera.key}")


def _check_planning(scene: Scene) -> None:
    """Check that planning periods follow each other, and that each has a cell of the timeline."""
    ids = scene.timeline.ids
    _check_unique((band.nr for band in scene.file.planning), "planning period")
    before = -1
    for band in scene.file.planning:
        where = f"{FILE}: planning {band.nr}"
        for name in (band.first, band.last):
            _check_known(name, ids, "slice", where)
        first, last = ids.index(band.first), ids.index(band.last)
        if last < first:
            msg = f"its last slice, {band.last}, lies before its first, {band.first}"
            raise DeclarationError(msg, where=where)
        if first <= before:
            msg = f"it begins with {band.first}, but the period before it ends with {ids[before]}"
            raise DeclarationError(msg, where=where, hint="planning periods stand in order of time")
        if not any(stop.cell for stop in scene.timeline.stops[first : last + 1]):
            msg = "it has no cell on the timeline: all its slices are ticks"
            raise DeclarationError(msg, where=where)
        before = last


def _check_labels(scene: Scene) -> None:
    _check_unique((label.id for label in scene.file.label), "label")
    for label in scene.file.label:
        where = f"{FILE}: label {label.id}"
        for name in label.slices:
            _check_known(name, scene.timeline.ids, "slice", where)
        _check_inside(scene, label.at, where)


def _check_groundwater(scene: Scene) -> None:
    water, where = scene.file.groundwater, f"{FILE}: groundwater"
    if water is None:
        return
    if (water.level is None) == (water.depth is None):
        msg = "give level or depth, not both"
        raise DeclarationError(msg, where=where)
    if water.depth is not None and water.depth[0] > water.depth[1]:
        msg = f"depth {list(water.depth)}: the least depth is larger than the largest"
        raise DeclarationError(msg, where=where)
    _check_sources(scene, water.sources, where)


def _check_sources(scene: Scene, keys: Sequence[str], where: str) -> None:
    for key in keys:
        if key not in scene.sources:
            msg = f"unknown source {key!r}{nearest_name(key, scene.sources)}"
            raise DeclarationError(msg, where=where, hint="sources are declared in sources.toml")


def _check_hotspots(scene: Scene) -> None:
    told, where = scene.file.hotspots, f"{FILE}: hotspots"
    if told is None:
        return
    _check_sources(scene, told.sources, where)
    _check_covers(scene, told.heat, f"{where}.heat")
    for name in told.heritage_vectors:
        scene.vectors.line(name)
    if scene.file.rain is None:
        msg = "a map of heat, water and heritage needs rain"
        raise DeclarationError(msg, where=where, hint="declare [rain] as well")


def _check_rain(scene: Scene) -> None:
    rain, where = scene.file.rain, f"{FILE}: rain"
    if rain is None:
        return
    _check_sources(scene, rain.sources, where)
    _check_unique((storm.key for storm in rain.storm), "rain.storm")
    _check_unique((gauge.id for gauge in rain.gauge), "rain.gauge")
    _check_unique((spot.id for spot in rain.low_spot), "rain.low_spot")
    last = scene.timeline.stops[-1].year
    if rain.from_year is not None and rain.from_year > last:
        msg = f"from_year {rain.from_year:g} lies after the last slice ({last:g})"
        raise DeclarationError(msg, where=where, hint="rain can then never be asked for")
    for gauge in rain.gauge:
        for at in gauge.line:
            _check_inside(scene, at, f"{where}.gauge {gauge.id}")
        if gauge.silent is not None and gauge.silent[0] >= gauge.silent[1]:
            msg = f"silent {list(gauge.silent)}: the first year does not come before the second"
            raise DeclarationError(msg, where=f"{where}.gauge {gauge.id}")
    for spot in rain.low_spot:
        _check_inside(scene, spot.at, f"{where}.low_spot {spot.id}")
    _check_covers(scene, rain.capacity, f"{where}.capacity")
    _check_covers(scene, rain.sewer, f"{where}.sewer")


def _check_covers(
    scene: Scene, rows: Sequence[CapacityDeclaration | SewerDeclaration | HeatDeclaration], where: str
) -> None:
    """Check that rows name land covers, and none twice from the same year."""
    known = [item.key for item in scene.plan.legend.covers]
    seen: dict[tuple[str, float | None], int] = {}
    for number, row in enumerate(rows, 1):
        for key in row.covers:
            _check_known(key, known, "land cover", f"{where} {number}")
            if (key, row.from_year) in seen:
                when = "always" if row.from_year is None else f"from {row.from_year:g}"
                msg = f"land cover {key!r} stands here and in row {seen[key, row.from_year]} for {when}"
                raise DeclarationError(msg, where=f"{where} {number}", hint="give each class one row a year")
            seen[key, row.from_year] = number


def _check_look_at(scene: Scene) -> None:
    # Where no viewpoint is declared, a point is looked at from where one is.
    keys = [camera.key for camera in scene.file.camera]
    for slice_id, story in scene.stories.items():
        for number, point in enumerate(story.look_at):
            where = f"{scene.file.story}: {slice_id}, look_at {number + 1}"
            if keys:
                _check_known(point.view, keys, "view", where)
            if point.needs is not None:
                _check_known(point.needs, KNOWN_LAYERS, "layer", where)
            _check_inside(scene, point.at, where)
