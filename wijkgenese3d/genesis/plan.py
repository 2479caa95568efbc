"""A scene as the replay needs it: events with compiled steps on a grid. Checked when it is made."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.expressions import Call, Expression, Fields
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.kinds import (
    Cover,
    GroundStep,
    Ice,
    LineFeature,
    Settle,
    Soil,
    Step,
    Water,
)
from wijkgenese3d.genesis.vectors import Vectors
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import FABRIC, Legend
from wijkgenese3d.model.timeline import Timeline

__all__ = ["CompiledStep", "Event", "Plan", "compile_fields"]


DEEPEST = 200
"""Named fields that use each other, one after the other."""
NOT_BETWEEN_CELLS = ("blur", "slope", "facing", "height", "cover", "use")
"""Functions that look at cells, and so cannot be asked for a sample within one."""


@dataclass(frozen=True)
class CompiledStep:
    """A step with its fields read; ``slot`` is its place in the replay order of the scene."""

    step: Step
    slot: int
    event: int
    where: str
    expressions: Mapping[str, Expression] = field(repr=False)


@dataclass(frozen=True)
class Event:
    """A dated event and its steps; ``needs`` are ids of events without which it makes no sense."""

    info: EventInfo
    steps: tuple[CompiledStep, ...]
    needs: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Id of the event."""
        return self.info.id

    def counts(self, year: float) -> bool:
        """Tell whether its changes of ground, soil and cover count: the end of its date has passed."""
        return self.info.date.end <= year

    @property
    def changes(self) -> bool:
        """Tell whether it changes ground, soil or cover; others only have features."""
        return any(isinstance(step.step, (GroundStep, Cover, Soil)) for step in self.steps)


def _samples(step: CompiledStep) -> int:
    return step.step.samples if isinstance(step.step, GroundStep) else 1


def compile_fields(sources: Mapping[str, str | float]) -> Fields:
    """Read the named fields of a scene.

    Raises
    ------
    DeclarationError
        A field cannot be read, takes the name of something else, or uses itself (the circle is shown).
    """
    taken = {"x", "y", "ground", *FUNCTIONS}
    fields = Fields()
    for name, source in sources.items():
        if not name.isidentifier() or name in taken:
            msg = f"{name!r} cannot be the name of a field: use a word that is not taken"
            raise DeclarationError(msg, where=f"fields.{name}")
        try:
            fields[name] = parse(source, FUNCTIONS, sources)
        except DeclarationError as error:
            place = f"fields.{name}"
            raise error.at(place) from None
    done: set[str] = set()
    for name in fields:
        _find_circle(name, fields, (), done)
    return fields


def _find_circle(name: str, fields: Mapping[str, Expression], path: tuple[str, ...], done: set[str]) -> None:
    if name in path:
        circle = " -> ".join((*path[path.index(name) :], name))
        msg = f"the field uses itself: {circle}"
        raise DeclarationError(msg, where=f"fields.{path[0]}", hint="break the circle")
    if len(path) > DEEPEST:
        msg = f"fields use each other more than {DEEPEST} deep"
        raise DeclarationError(msg, where=f"fields.{path[0]}")
    for other in sorted(fields[name].names):
        if other not in done:
            _find_circle(other, fields, (*path, name), done)
    done.add(name)


@dataclass(frozen=True)
class Plan:
    """All that a replay needs.

    Parameters
    ----------
    name : str
    grid : Grid
        Map cells of the whole area.
    cover_cell : float
        Cell of land cover and use, m; divides the map cell.
    base : float
        Flat underside, m NAP.
    boundary : str
        Polygon of the neighbourhood.
    vectors : Vectors
    fields : mapping
        Compiled named fields.
    fabrics : mapping
        Fabric by unit key.
    events : tuple of Event
        In replay order.
    timeline : Timeline
    legend : Legend
    key : str
        Hash of everything above that is not an event (declarations as written), for restarts.

    Raises
    ------
    DeclarationError
        A name that is not there, a double id, an event that counts before one it needs ...
    """

    name: str
    grid: Grid
    cover_cell: float
    base: float
    boundary: str
    vectors: Vectors
    fields: Mapping[str, Expression]
    fabrics: Mapping[str, Fabric]
    events: tuple[Event, ...]
    timeline: Timeline
    legend: Legend
    key: str = ""

    def __post_init__(self) -> None:
        times = self.grid.cell / self.cover_cell
        if times < 1 or abs(times - round(times)) > 1e-9:
            msg = f"the cover cell of {self.cover_cell:g} m must divide the map cell of {self.grid.cell:g} m"
            raise DeclarationError(msg)
        self.vectors.polygon(self.boundary)
        for name, expression in self.fields.items():
            self._check_expression(expression, f"fields.{name}", set())
        self._check_events()

    @property
    def cover_times(self) -> int:
        """Cover cells per map cell and direction."""
        return round(self.grid.cell / self.cover_cell)

    @cached_property
    def index(self) -> dict[str, int]:
        """Index of an event by id."""
        return {event.id: k for k, event in enumerate(self.events)}

    @cached_property
    def remembered(self) -> frozenset[str]:
        """Events whose ground before them is asked for later."""
        return self.asked(
            e for event in self.events for step in event.steps for e in step.expressions.values()
        )

    def asked(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """Return the events whose ground before them is asked for, also through named fields."""
        events: set[str] = set()
        for expression in expressions:
            events |= expression.events.union(*(self.fields[name].events for name in self._named(expression)))
        return frozenset(events)

    @cached_property
    def halo(self) -> float:
        """How far outside a window its replay may look, m.

        What depends on place looks so far once; what looks at the state adds up from step to step.
        """
        cell, place, state = self.grid.cell, 0.0, 0.0
        for event in self.events:
            for step in event.steps:
                nodes = [e.node for e in step.expressions.values()]
                own = getattr(step.step, "halo", None)
                place = max([place, *(node.halo(self.fields, cell) for node in nodes)])
                state += max((node.state_halo(self.fields, cell) for node in nodes), default=0.0)
                state += own(cell) if own else 0.0
                # The ground is read between cells, by samples and by land cover: a neighbour counts.
                finer = isinstance(step.step, Cover) and self.cover_times > 1
                state += cell if finer or _samples(step) > 1 else 0.0
        return place + state

    def counted(self, year: float) -> tuple[int, ...]:
        """Return indices of the events whose changes count in a year, in replay order."""
        return tuple(k for k, event in enumerate(self.events) if event.changes and event.counts(year))

    def chain(self, counted: Iterable[int]) -> str:
        """Hash of all that leads to the state after these events: equal hashes mean equal states."""
        digest = hashlib.sha256(repr((self.key, self.grid, self.cover_cell, self.base)).encode())
        for k in counted:
            event = self.events[k]
            # Layers know their event and step by place: one that moves up makes other layers.
            steps = [(step.slot, step.step) for step in event.steps]
            digest.update(repr((k, event.id, event.info.date, steps)).encode())
        return digest.hexdigest()

    def bodies(self, year: float) -> str:
        """Hash of the ice and water of a year, and of the classes that features show as.

        Equal hashes over equal ground and equal features give equal rasters.
        """
        digest = hashlib.sha256(self.key.encode())
        for event in self.events:
            until = math.inf if event.info.until is None else event.info.until
            if event.info.date.start <= year < until:
                steps = [step.step for step in event.steps if isinstance(step.step, (Ice, Water))]
                shown = [
                    (step.step.cover, getattr(getattr(step.step, "rows", None), "street_cover", None))
                    for step in event.steps
                    if isinstance(step.step, (Settle, LineFeature))
                ]
                digest.update(repr((event.id, steps, shown)).encode() if steps or shown else b"")
        return digest.hexdigest()

    # ------------------------------------------------------------ checks

    def _check_events(self) -> None:
        seen: dict[str, Event] = {}
        for event in self.events:
            where = f"event {event.id}"
            if event.id in seen:
                msg = f"event id {event.id!r} stands twice"
                raise DeclarationError(msg, where=where)
            for need in event.needs:
                self._check_need(event, need, seen, where)
            for step in event.steps:
                self._check_step(step, seen | {event.id: event})
            seen[event.id] = event

    def _check_need(self, event: Event, need: str, seen: Mapping[str, Event], where: str) -> None:
        ids = [other.id for other in self.events]
        if need not in ids:
            msg = f"needs {need!r}, which is not an event{nearest_name(need, ids)}"
            raise DeclarationError(msg, where=where)
        if need == event.id:
            msg = f"needs itself ({need})"
            raise DeclarationError(msg, where=where)
        if need not in seen:
            msg = f"needs {need}, which stands later in the file"
            raise DeclarationError(msg, where=where, hint=f"put {event.id} after {need}")
        first, own = seen[need].info.date.end, event.info.date.end
        if own < first:
            msg = f"counts from {own:g}, before {need} which it needs (counts from {first:g})"
            raise DeclarationError(msg, where=where, hint="change one of the two dates")

    def _check_step(self, step: CompiledStep, seen: Mapping[str, Event]) -> None:
        for parameter, sort, name in step.step.names():
            try:
                self._look_up(sort, name, set(seen))
            except DeclarationError as error:
                place = f"{step.where}, {parameter}"
                raise error.at(place) from None
        for parameter, expression in step.expressions.items():
            self._check_expression(expression, f"{step.where}, {parameter}", set(seen))
        self._check_samples(step)
        try:
            self._check_lithology(step)
        except DeclarationError as error:
            place = f"{step.where}, lithology"
            raise error.at(place) from None

    def _check_samples(self, step: CompiledStep) -> None:
        if not isinstance(step.step, GroundStep) or step.step.samples == 1:
            return
        for parameter, expression in step.expressions.items():
            for part in (expression, *(self.fields[name] for name in self._named(expression))):
                for node in part.node.walk():
                    if isinstance(node, Call) and node.function.name in NOT_BETWEEN_CELLS:
                        msg = f"{node.function.name} cannot be used in a step with samples"
                        raise DeclarationError(msg, where=f"{step.where}, {parameter}")

    def _named(self, expression: Expression) -> frozenset[str]:
        """Return the named fields that an expression uses, also through others."""
        found, todo = frozenset[str](), list(expression.names)
        while todo:
            name = todo.pop()
            if name not in found:
                found |= {name}
                todo += self.fields[name].names
        return found

    def _check_lithology(self, step: CompiledStep) -> None:
        """Check the lithoclass of what a step puts there; a unit with a fabric needs one."""
        code, unit = getattr(step.step, "lithology", None), getattr(step.step, "unit", None)
        if code is not None:
            self.legend.lithology(code)
        elif unit and self.legend.unit(unit).lithology == FABRIC and unit not in self.fabrics:
            msg = f"unit {unit!r} has no lithology of its own, and the scene gives it no fabric"
            raise DeclarationError(msg, hint=f"add [fabric.{unit}], or a lithology to the step")

    def _check_expression(self, expression: Expression, where: str, seen: set[str]) -> None:
        for node in expression.node.walk():
            if not isinstance(node, Call):
                continue
            for sort, name in node.function.words(node):
                what = node.function.name if sort == "class" else sort
                try:
                    self._look_up(what, name, seen)
                except DeclarationError as error:
                    raise error.at(where) from None

    def _look_up(self, sort: str, name: str, seen: set[str]) -> Any:
        if sort == "event":
            ids = [event.id for event in self.events]
            if name not in ids:
                msg = f"unknown event {name!r}{nearest_name(name, ids)}"
                raise DeclarationError(msg)
            if seen and name not in seen:
                msg = f"event {name!r} stands later in the file"
                raise DeclarationError(msg)
        elif sort == "fabric":
            if name not in self.fabrics:
                msg = f"no fabric for unit {name!r}{nearest_name(name, self.fabrics)}"
                raise DeclarationError(msg)
        elif sort in ("unit", "cover", "use", "soil"):
            getattr(self.legend, sort)(name)
        else:
            getattr(self.vectors, "any" if sort == "vector" else sort)(name)
