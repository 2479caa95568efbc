"""Building a scene: replay its slices, write the prepared model, and find it again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.genesis.replay import Effect, Replay, State
from wijkgenese3d.model import PreparedModel, PreparedReader, RDExtent, TimeSlice, open_prepared
from wijkgenese3d.model.layers import Layer
from wijkgenese3d.scene.load import Scene

__all__ = ["Build", "make_prepared", "open_scene", "prepare", "replayed_slice"]

BEFORE = "before:"
ERODED = "eroded:"


@dataclass(frozen=True)
class Build:
    """What a build did.

    Where the prepared model lies, whether it was made now, up to which slice an older one still held
    (None: nothing did), how long it took and how large it is.
    """

    path: Path
    made: bool
    restarted_at: str | None
    seconds: float
    bytes: int


def prepare(
    scene: Scene,
    path: Path,
    *,
    window: RDExtent | None = None,
    whole: Path | None = None,
    force: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Build:
    """Make the prepared model of a scene where it is absent or out of date.

    Parameters
    ----------
    scene : Scene
    path : Path
        Where it lies or will lie.
    window : RDExtent, optional
        Only these cells; the whole-area numbers come from the prepared whole, or from a replay of it.
    whole : Path, optional
        Where the prepared model of the whole area lies, for its numbers.
    force : bool
        Replay from the start, also when nothing has changed.
    progress : callable, optional
        Called with an event or slice, and steps done and in all.

    Raises
    ------
    DeclarationError
        A field of an event fails.
    DataError
        The folder cannot be written to, the disk is full, or another build holds it.
    """
    from wijkgenese3d.model import write_prepared

    begin = time.perf_counter()
    wanted = _hash(scene, window)
    old = None if force else _reader_or_none(path)
    if old is not None and old.input_hash == wanted:
        return Build(path, False, None, time.perf_counter() - begin, old.n_bytes)
    if window is not None and whole is not None:
        old = _reader_or_none(whole)
    model, start = make_prepared(scene, window=window, old=old, progress=progress)
    write_prepared(path, model)
    size = sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    return Build(path, True, start, time.perf_counter() - begin, size)


def _hash(scene: Scene, window: RDExtent | None) -> str:
    return scene.input_hash if window is None else f"{scene.input_hash} {window.as_list()}"


def _reader_or_none(path: Path) -> PreparedReader | None:
    """Open an older model to go on from; a damaged one is simply made anew."""
    try:
        return open_prepared(path) if path.exists() else None
    except DataError:
        return None


def make_prepared(
    scene: Scene,
    *,
    window: RDExtent | None = None,
    old: PreparedReader | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[PreparedModel, str | None]:
    """Replay all slices of a scene.

    Parameters
    ----------
    scene : Scene
    window : RDExtent, optional
        Only these cells.
    old : PreparedReader, optional
        An older model to go on from; for a window that of the whole area, for its numbers.
    progress : callable, optional
        As in :func:`prepare`.

    Returns
    -------
    model : PreparedModel
    restarted_at : str or None
        Slice of ``old`` from which the replay went on.
    """
    plan = scene.plan
    tell = _Progress(scene, progress)
    numbers = None
    if window is not None:
        numbers = _whole_area_numbers(scene, old, tell)
    replay = Replay(plan, window=window, numbers=numbers, progress=tell.event)
    kept = {} if window is not None or old is None else _kept(scene, replay, old)
    slices = []
    for stop in scene.timeline:
        slices.append(kept[stop.id] if stop.id in kept else replay.time_slice(stop.year, stop.id))
        tell.slice(stop.id)
    return _model(scene, replay, slices, _hash(scene, window)), (list(kept)[-1] if kept else None)


def _whole_area_numbers(
    scene: Scene, old: PreparedReader | None, tell: _Progress
) -> Mapping[str, float | np.ndarray]:
    """Return the numbers of the prepared whole where it is up to date, else of a replay of the whole."""
    if old is not None and old.input_hash == scene.input_hash:
        return {k: v for k, v in old.numbers.items() if not k.startswith((BEFORE, ERODED))}
    whole = Replay(scene.plan, progress=tell.event)
    for stop in scene.timeline:
        whole.time_slice(stop.year)
    return whole.numbers.values


def _model(scene: Scene, replay: Replay, slices: list[TimeSlice], input_hash: str) -> PreparedModel:
    plan = scene.plan
    layers: dict[int, Layer] = {layer.slot: layer for s in slices for layer in s.stack.layers}
    numbers: dict[str, float | np.ndarray] = {
        key: value if isinstance(value, float) else np.asarray(value, dtype=np.float64)
        for key, value in replay.numbers.values.items()
    }
    last = replay.state(scene.timeline.stops[-1].year)
    grounds = {s.slice_id: s.stack.ground_mm for s in slices}
    for name, before in last.befores.items():
        difference = before[replay.inner] - grounds[_first_with(scene, name)]
        numbers[f"{BEFORE}{name}"] = difference.astype(np.float64)
    for name, volume in last.eroded.items():
        numbers[f"{ERODED}{name}"] = float(volume)
    return PreparedModel(
        name=scene.name,
        grid=slices[0].grid,
        base=plan.base,
        cover_grid=slices[0].cover_grid,
        timeline=scene.timeline,
        events=tuple(event.info for event in plan.events),
        layers=tuple(layers[slot] for slot in sorted(layers)),
        slices=tuple(slices),
        features=replay.features,
        input_hash=input_hash,
        chain={stop.id: plan.chain(plan.counted(stop.year)) for stop in scene.timeline},
        numbers=numbers,
        meta={
            "effects": _effects(replay),
            "bodies": {stop.id: plan.bodies(stop.year) for stop in scene.timeline},
            # To go on from here: the order of events that the last state holds, and for the ground before
            # an event the slice from which it is told.
            "counted": [plan.events[k].id for k in last.counted],
            "befores": {name: _first_with(scene, name) for name in last.befores},
        },
    )


def _effects(replay: Replay) -> list[dict[str, Any]]:
    """Return what each step did, in replay order; once, also where it was replayed more than once."""
    first: dict[int, Effect] = {}
    for effect in replay.effects:
        first.setdefault(effect.slot, effect)
    return [vars(first[slot]) for slot in sorted(first)]


def _first_with(scene: Scene, event: str) -> str:
    """Slice in which an event first counts: the ground before it differs little from that slice's."""
    plan = scene.plan
    return next(
        (s.id for s in scene.timeline if plan.index[event] in plan.counted(s.year)), scene.timeline.ids[-1]
    )


def _kept(scene: Scene, replay: Replay, old: PreparedReader) -> dict[str, TimeSlice]:
    """Slices of an older model that still hold, in order; the replay goes on from the last state."""
    plan = scene.plan
    bodies = old.meta.get("bodies", {})
    if not _restart(scene, replay, old, plan.counted(scene.timeline.stops[-1].year)):
        return {}
    before = {part.slice_id: part for part in old.slices()}
    kept = {
        stop.id: before[stop.id]
        for stop in scene.timeline
        if old.chain.get(stop.id) == plan.chain(plan.counted(stop.year))
        and bodies.get(stop.id) == plan.bodies(stop.year)
        and before[stop.id].year == stop.year
        and before[stop.id].features == replay.features.at(stop.year)
    }
    years = [f" in {part.year:g}/" for part in kept.values()]
    _take_numbers(replay, old, lambda key: any(year in key for year in years))
    return kept


def _take_numbers(replay: Replay, old: PreparedReader, wanted: Callable[[str], bool]) -> None:
    """Take over whole-area numbers of an older model."""
    for key, value in old.numbers.items():
        if wanted(key):
            replay.numbers.values[key] = value
            replay.numbers.used.add(key)


def _restart(scene: Scene, replay: Replay, old: PreparedReader, wanted: tuple[int, ...]) -> str | None:
    """Give the replay the state of an older model that leads furthest towards the wanted events."""
    plan = scene.plan
    if old.grid != plan.grid:
        return None
    good = [
        stop
        for stop in scene.timeline
        if wanted[: len(plan.counted(stop.year))] == plan.counted(stop.year)
        and old.chain.get(stop.id) == plan.chain(plan.counted(stop.year))
        and _remembers(scene, old, plan.counted(stop.year))
    ]
    if not good:
        return None
    counted = plan.counted(good[-1].year)
    ids = {plan.events[k].id for k in counted}
    replay.start_from(_state(counted, old, good[-1].id, ids))
    replay.effects += [Effect(**row) for row in old.meta["effects"] if row["event"] in ids]
    _take_numbers(replay, old, lambda key: key.startswith(("field/", *(f"{name}/" for name in ids))))
    return good[-1].id


def _remembers(scene: Scene, old: PreparedReader, counted: tuple[int, ...]) -> bool:
    """Tell whether an older model holds all that a state after these events remembers.

    What it kept is told from its last state: that must have come by the same events; and it must have
    kept the ground before every event that is asked for now.
    """
    ids = [scene.plan.events[k].id for k in counted]
    asked = scene.plan.remembered.intersection(ids)
    return ids == old.meta.get("counted", [])[: len(ids)] and asked <= set(old.meta.get("befores", {}))


def _state(counted: tuple[int, ...], old: PreparedReader, slice_id: str, ids: set[str]) -> State:
    """State of an older model at one of its slices, after the events with these ids."""
    part = old.slice(slice_id)
    befores = {}
    for name in ids.intersection(old.meta["befores"]):
        ground = old.stack(old.meta["befores"][name]).ground_mm
        befores[name] = (ground + np.asarray(old.numbers[f"{BEFORE}{name}"])).astype(np.int32)
    volumes = {name: old.numbers.get(f"{ERODED}{name}") for name in ids}
    eroded = {name: float(volume) for name, volume in volumes.items() if volume is not None}
    return State(part.stack, part.painted, part.use, part.soil, befores, eroded, counted)


class _Progress:
    """Counts events and slices for a progress bar."""

    def __init__(self, scene: Scene, report: Callable[[str, int, int], None] | None) -> None:
        self.report = report
        self.total = sum(event.changes for event in scene.plan.events) + len(scene.timeline)
        self.done = 0
        self.seen: set[str] = set()

    def event(self, event_id: str) -> None:
        if event_id not in self.seen:
            self.seen.add(event_id)
            self._step(event_id)

    def slice(self, slice_id: str) -> None:
        self._step(slice_id)

    def _step(self, name: str) -> None:
        self.done = min(self.done + 1, self.total)
        if self.report:
            self.report(name, self.done, self.total)


def open_scene(scene: Scene, path: Path) -> PreparedReader:
    """Open the prepared model of a scene; it must be up to date.

    Raises
    ------
    DataError
        It is absent, damaged, or made from other inputs.
    """
    if not path.exists():
        msg = f"scene {scene.name!r} has not been built"
        raise DataError(msg, hint=f"run: wijkgenese3d build {scene.folder}")
    reader = open_prepared(path)
    if not reader.input_hash.startswith(scene.input_hash):
        msg = f"scene {scene.name!r} has changed since it was built"
        raise DataError(msg, hint=f"run: wijkgenese3d build {scene.folder}")
    return reader


def replayed_slice(scene: Scene, reader: PreparedReader, year: float) -> TimeSlice:
    """Replay a year between the stops, from the nearest slice that leads up to it."""
    replay = Replay(scene.plan)
    _restart(scene, replay, reader, scene.plan.counted(year))
    return replay.time_slice(year)
