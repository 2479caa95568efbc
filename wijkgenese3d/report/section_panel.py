"""A section beside the block: its drawing with what an axis needs, and what lies at each place in words."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.doubt import pale_section
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import Section, SectionLine, make_section
from wijkgenese3d.geometry.walls import OFFICIAL_DEPTH, paint_section
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, Legend
from wijkgenese3d.model.timeline import Years
from wijkgenese3d.scene.plain_words import plain_metres, span_words
from wijkgenese3d.scene.words import certainty_words, lithology_name, say

__all__ = ["PanelSection", "SectionGround", "make_panel_section"]

_WIDEST = 1400
"""Columns of pixels at most."""
_ROW = 0.2
"""Height of a row, m."""
_ABOVE = 3.0
"""m of air above the highest ground."""


@dataclass(frozen=True, eq=False)
class SectionGround:
    """What a section goes through.

    Parameters
    ----------
    setting : BlockSetting
        What the block is drawn with: its fabrics, colours and certainties.
    stack : LayerStack
        The ground.
    legend : Legend
    events : sequence of EventInfo
        By index.
    """

    setting: BlockSetting
    stack: LayerStack = field(repr=False)
    legend: Legend = field(repr=False)
    events: Sequence[EventInfo] = field(repr=False)


@dataclass(frozen=True, eq=False)
class PanelSection:
    """A section that is shown beside the block.

    Parameters
    ----------
    section : Section
        What lies where.
    start, end : (x, y)
        RD, m.
    ground : SectionGround
    image : bytes
        JPEG, its first row above.
    """

    section: Section
    start: tuple[float, float]
    end: tuple[float, float]
    ground: SectionGround = field(repr=False)
    image: bytes = field(repr=False)

    @property
    def length(self) -> float:
        """Of the line, m."""
        return self.section.line.length

    def as_json(self) -> dict[str, Any]:
        """Return ``Section`` of the shared components."""
        z = self.section.z
        half = (z[1] - z[0]) / 2 if len(z) > 1 else _ROW / 2
        line = np.linspace(0, len(self.section.ground) - 1, min(len(self.section.ground), 200)).astype(int)
        return {
            "image": "data:image/jpeg;base64," + base64.b64encode(self.image).decode("ascii"),
            "length": round(self.length, 1),
            "base": float(z[0] - half),
            "top": float(z[-1] + half),
            "ground": [
                [round(float(self.section.line.distance[k]), 1), round(float(self.section.ground[k]), 2)]
                for k in line
            ],
        }

    def place(self, distance: float) -> tuple[float, float]:
        """Return the place on the map at a distance from the start, RD, m."""
        share = min(max(distance / self.length, 0.0), 1.0)
        (x0, y0), (x1, y1) = self.start, self.end
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)

    def distance_of(self, x: float, y: float) -> float:
        """Return how far along the line the nearest place to a spot lies, m."""
        (x0, y0), (x1, y1) = self.start, self.end
        along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / self.length
        return min(max(along, 0.0), self.length)

    def _column(self, distance: float) -> int:
        count = len(self.section.ground)
        return int(np.clip(distance / self.length * count, 0, count - 1))

    def words(self, distance: float, z: float, language: str) -> dict[str, str]:
        """Return what lies at a place: ``where`` and ``what``; the latter is empty above the ground.

        Parameters
        ----------
        distance : float
            From the start, m.
        z : float
            m NAP.
        """
        section = self.section
        column = self._column(distance)
        row = int(np.clip(np.searchsorted(section.z, z), 0, len(section.z) - 1))
        depth = float(section.ground[column]) - z
        where = say(
            "sec.where",
            language,
            m=f"{round(distance):d}",
            z=plain_metres(z, language),
            diep=plain_metres(max(depth, 0.0), language),
        )
        if section.unit[row, column] == AIR or depth < 0:
            return {"where": where, "what": ""}
        return {"where": where, "what": self._what(row, column, language)}

    def log(self, distance: float, language: str) -> list[str]:
        """Return the layers at a distance from the start, from the ground to 30 m below it, in words."""
        section = self.section
        column = self._column(distance)
        solid = section.unit[:, column] != AIR
        codes = [section.unit[:, column], section.lithology[:, column], section.event[:, column]]
        key = np.stack([code.astype(np.int64) for code in codes])[:, solid]
        if not key.shape[1]:
            return []
        starts = np.flatnonzero(np.concatenate(([True], (key[:, 1:] != key[:, :-1]).any(axis=0))))
        ground, lines = float(section.ground[column]), list[str]()
        ends = [*starts[1:].tolist(), key.shape[1]]
        step = float(section.z[1] - section.z[0]) if len(section.z) > 1 else _ROW
        for first, last in reversed(list(zip(starts.tolist(), ends, strict=True))):
            a = max(0.0, ground - (section.z[last - 1] + step / 2))
            b = min(ground - (section.z[first] - step / 2), OFFICIAL_DEPTH)
            if a >= OFFICIAL_DEPTH:
                break
            soort = lithology_name(self.ground.legend, int(key[1, first]), language)
            parts = {"a": plain_metres(a, language), "b": plain_metres(b, language), "soort": soort}
            lines.append(say("core.layer", language, **parts))
        return lines

    def _what(self, row: int, column: int, language: str) -> str:
        """Say what lies there, who put it there, when, and how sure that is."""
        legend, section = self.ground.legend, self.section
        event = self.ground.events[int(section.event[row, column])]
        date: Years = event.date
        return say(
            "sec.what",
            language,
            soort=lithology_name(legend, int(section.lithology[row, column]), language),
            eenheid=legend.units[int(section.unit[row, column])].name[language],
            wat=event.text.get(language, event.id),
            wanneer=span_words(date, language),
            zeker=certainty_words(event.certainty_shape, language).lower(),
        )


def make_panel_section(
    ground: SectionGround, ends: tuple[tuple[float, float], tuple[float, float]], *, quick: bool = False
) -> PanelSection:
    """Cut the ground along a line and draw it.

    Parameters
    ----------
    ground : SectionGround
    ends : two points
        RD, m.
    quick : bool
        Coarser, while a hand moves the line.

    Raises
    ------
    UsageError
        The points are the same.
    """
    setting, stack = ground.setting, ground.stack
    length = float(np.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]))
    coarser = 2 if quick else 1
    line = SectionLine.along(ends, max(0.25, length / _WIDEST) * coarser)
    top = float(Sampler(setting.grid, line.x, line.y)(stack.ground).max()) + _ABOVE
    section = make_section(stack, setting.fabrics, line, dz=_ROW * coarser, top=max(top, stack.base + _ABOVE))
    today = Sampler(setting.grid, line.x, line.y)(setting.today_ground)
    pixels = paint_section(section, today, setting.wall_colours, certainty=setting.certainty)
    pixels = pale_section(pixels, section, setting.doubt, setting.colours.paper)
    pixels[section.z[:, None] > section.ground] = setting.colours.sky_top
    packed = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[::-1])).save(packed, "JPEG", quality=60 if quick else 86)
    return PanelSection(section, ends[0], ends[1], ground, packed.getvalue())
