"""How sure the parts of a slice are: its layers, its units, and what in it is less sure than its period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wijkgenese3d.model.events import CERTAINTIES, EventInfo
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.layers import LayerStack, MmRaster

__all__ = ["layer_certainties", "least_certain", "less_certain", "unit_certainties", "unit_events"]


def least_certain(certainties: Iterable[str]) -> str:
    """Return the least certain; empty for none.

    >>> least_certain(["zeker", "aanname", "waarschijnlijk"]), least_certain([])
    ('aanname', '')
    """
    return max(certainties, key=CERTAINTIES.index, default="")


def unit_events(stack: LayerStack) -> dict[int, tuple[int, ...]]:
    """Return the events that put each unit there, where any of it is left; indices in legend and scene."""
    found: dict[int, set[int]] = {}
    below: MmRaster | int = stack.base_mm
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        if (top > below).any():
            found.setdefault(layer.unit, set()).add(layer.event)
        below = top
    return {unit: tuple(sorted(events)) for unit, events in found.items()}


def unit_certainties(
    by_unit: Mapping[int, Sequence[int]], events: Sequence[EventInfo], keys: Sequence[str]
) -> dict[str, str]:
    """Return by key of a unit how sure the least certain event is that put some of it there.

    Parameters
    ----------
    by_unit : mapping of int to sequence of int
        As :func:`unit_events` returns it.
    events : sequence of EventInfo
    keys : sequence of str
        Of all units, in the order of the legend.
    """
    return {
        keys[unit]: least_certain(events[event].certainty for event in some if event < len(events))
        for unit, some in by_unit.items()
    }


def layer_certainties(features: FeatureTable, period: str, ground: Iterable[str]) -> dict[str, str]:
    """Return by key of a layer how sure the least certain thing in it is; layers with nothing are left out.

    Parameters
    ----------
    features : FeatureTable
        Of the moment alone.
    period : str
        Of the period: what grows and flows is as sure as that.
    ground : iterable of str
        Of the units in the ground.
    """
    lines = list(features.of("line"))
    found = {
        "subsurface": least_certain(ground),
        "plants": period,
        "water": period,
        "houses": least_certain(row.certainty for row in features.of("building")),
        "roads": least_certain(row.certainty for row in lines if row.height >= 0),
        "sewer": least_certain(row.certainty for row in lines if row.height < 0),
    }
    return {key: sure for key, sure in found.items() if sure}


def less_certain(
    stack: LayerStack, features: FeatureTable, events: Sequence[EventInfo], period: str
) -> tuple[EventInfo, ...]:
    """Return the events in a slice that are less certain than its period, the least certain first.

    Of two that are as sure, what people made goes before what nature did, and the younger first.
    """
    present = {event for some in unit_events(stack).values() for event in some}
    present |= {row.event for row in features}
    found = [
        events[index]
        for index in present
        if index < len(events) and CERTAINTIES.index(events[index].certainty) > CERTAINTIES.index(period)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(event: EventInfo) -> tuple[float, ...]:
    return -CERTAINTIES.index(event.certainty), float(event.alliance == "natuur"), -event.date.end
