"""Small plans made from a few dicts, without files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.plan import CompiledStep, Event, Plan, compile_fields
from wijkgenese3d.genesis.vectors import Line, Points, Polygon, Vector, Vectors
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import read_legend
from wijkgenese3d.model.timeline import Stop, Timeline, Years
from wijkgenese3d.scene.files import read_step

# Lopsided and off-origin: swapped axes or half-cell shifts cannot pass.
EXTENT = RDExtent(188405.0, 426690.0, 188705.0, 426890.0)


def vectors() -> dict[str, Vector]:
    """Lines, polygons and points inside :data:`EXTENT`."""
    yard = np.array([[188455.0, 426720], [188575, 426725], [188580, 426815], [188450, 426810]])
    quarter = np.array([[188420.0, 426700], [188690, 426700], [188690, 426880], [188420, 426880]])
    axis = np.array([[188405.0, 426750, 2], [188555, 426780, 1], [188705, 426770, 0]])
    crest = np.array([[188500.0, 426700, 14], [188510, 426880, 13]])
    spots = np.array([[188480.0, 426850], [188600, 426840]])
    mounds = ({"radius": 12.0, "height": 2.0}, {"radius": 15.0, "height": 1.5})
    return {
        "quarter": Polygon("quarter", quarter),
        "yard": Polygon("yard", yard),
        "axis": Line.smoothed("axis", axis, 2),
        "crest": Line.smoothed("crest", crest),
        "spots": Points("spots", spots, mounds),
    }


def event(id_: str, date: Any, *steps: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An event as a dict."""
    return {"id": id_, "date": date, "steps": list(steps), **more}


def make_plan(
    events: Sequence[Mapping[str, Any]],
    *,
    cell: float = 5.0,
    cover_cell: float = 2.5,
    extent: RDExtent = EXTENT,
    fields: Mapping[str, str | float] | None = None,
    fabrics: Mapping[str, Any] | None = None,
    extra: Mapping[str, Vector] | None = None,
) -> Plan:
    """Make a plan."""
    fields = dict(fields or {})
    made, slot = [], 0
    for index, row in enumerate(events):
        steps = []
        for number, table in enumerate(row["steps"]):
            step = read_step(table, f"{row['id']}, step {number + 1}")
            compiled = {key: parse(text, FUNCTIONS, fields) for key, text in step.texts()}
            steps.append(
                CompiledStep(step, slot, index, f"{row['id']}, step {number + 1} ({step.kind})", compiled)
            )
            slot += 1
        date = row["date"]
        years = Years(*date) if isinstance(date, (list, tuple)) else Years(date, date)
        info = EventInfo(row["id"], years, "zeker", "aanname", ("gk",), {}, "natuur", row.get("until"))
        made.append(Event(info, tuple(steps), tuple(row.get("needs", ()))))
    stop = Stop("S1", 3000.0, {}, {}, {}, "aanname")
    return Plan(
        name="klein",
        grid=Grid(extent, cell),
        cover_cell=cover_cell,
        base=-20.0,
        boundary="quarter",
        vectors=Vectors({**vectors(), **(extra or {})}),
        fields=compile_fields(fields),
        fabrics=dict(fabrics or {}),
        events=tuple(made),
        timeline=Timeline((stop,)),
        legend=read_legend(),
    )


BASE = event(
    "A",
    0,
    {
        "kind": "deposit",
        "unit": "DR",
        "top": "10 + 0.02 * (x - 188405) - 0.01 * (y - 426690)",
        "lithology": 7,
    },
)
"""A sloping plain of sand, 10 to 16 m NAP."""
