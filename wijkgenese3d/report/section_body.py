"""The ground in the picture of a section: as pixels for PNG, as polygons for SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours, hex_of, hex_to_rgb
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import Section, SectionLine, make_section
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, FABRIC
from wijkgenese3d.report.drawing import Area, Picture
from wijkgenese3d.report.section_frame import LEFT, TOP, SectionFrame

__all__ = ["AIR_COLOUR", "FADE", "PAPER", "body_areas", "body_pixels", "cut", "over_ground"]

PAPER, AIR_COLOUR = "#F7F3EA", "#FBF9F3"
FADE = 0.55
"""Share of paper in the colours deeper than the model speaks."""
STEP = 2
"""Width and height of the smallest part of a fabric in SVG, px."""


def cut(
    stack: LayerStack, fabrics: Mapping[int, Fabric], line: SectionLine, frame: SectionFrame, rows: int
) -> Section:
    """Cut the ground; the uppermost ``rows`` rows of the section fill the plot exactly."""
    size = (frame.top - frame.bottom) / rows
    count = max(rows, round((frame.top - stack.base) / size))
    return make_section(stack, fabrics, line, dz=(frame.top - stack.base) / count, top=frame.top)


def body_pixels(section: Section, frame: SectionFrame, colours: BlockColours, deep: np.ndarray) -> Picture:
    """Return the plot as pixels; what lies below ``deep`` (n,) m NAP is faded."""
    rows = slice(-frame.height, None)
    unit, lithology = section.unit[rows], section.lithology[rows]
    ground = unit != AIR
    pixels = np.empty((*unit.shape, 3), dtype=np.uint8)
    pixels[:] = hex_to_rgb(AIR_COLOUR)
    pixels[ground] = colours.ground[unit[ground], lithology[ground]]
    faded = ground & (section.z[rows, None] < deep)
    mixed = pixels[faded] * (1 - FADE) + np.array(hex_to_rgb(PAPER)) * FADE
    pixels[faded] = np.rint(mixed).astype(np.uint8)
    return Picture(LEFT, TOP, pixels[::-1])


def body_areas(
    stack: LayerStack,
    fabrics: Mapping[int, Fabric],
    corners: list[tuple[float, float]],
    frame: SectionFrame,
    colours: BlockColours,
) -> Iterator[Area]:
    """Yield the layers as polygons with exact tops; a fabric is drawn in them, small part by small part."""
    line = SectionLine.along(corners, frame.length * STEP / frame.width)
    sampler = Sampler(stack.grid, line.x, line.y)
    section = cut(stack, fabrics, line, frame, frame.height // STEP)
    below = np.full(len(line.x), stack.base)
    for layer, raster in zip(stack.layers, stack.tops, strict=True):
        top = np.maximum(sampler(raster) / 1000.0, below)
        rings = _bands(line, below, top, frame)
        below = top
        if not rings:
            continue
        if layer.lithology != FABRIC:
            yield Area(rings, hex_of(colours.ground[layer.unit, layer.lithology]))
            continue
        inside = (section.unit == layer.unit) & (section.event == layer.event)
        yield from _fabric(section, inside, rings, frame, colours, layer.unit)


def _bands(
    line: SectionLine, low: np.ndarray, high: np.ndarray, frame: SectionFrame
) -> list[list[tuple[float, float]]]:
    """Rings of the stretches where a body has a thickness, with the points at both sides of them."""
    there = high > low
    wide = there.copy()
    wide[1:] |= there[:-1]
    wide[:-1] |= there[1:]
    upper, lower = frame.points(line.distance, high), frame.points(line.distance, low)
    rings = []
    for start, end in _runs(wide):
        if end - start > 1 or len(there) == 1:
            rings.append([*upper[start:end], *reversed(lower[start:end])])
    return rings


def _fabric(
    section: Section,
    inside: np.ndarray,
    rings: list[list[tuple[float, float]]],
    frame: SectionFrame,
    colours: BlockColours,
    unit: int,
) -> Iterator[Area]:
    """Yield the body in the colour of its commonest lithology, then the others over it."""
    rows = slice(-(frame.height // STEP), None)
    inside, lithology = inside[rows][::-1], section.lithology[rows][::-1]
    codes, counts = np.unique(lithology[inside], return_counts=True)
    if not len(codes):
        return
    order = codes[np.argsort(-counts)]
    yield Area(rings, hex_of(colours.ground[unit, order[0]]))
    across, down = frame.width / lithology.shape[1], frame.height / lithology.shape[0]
    for code in order[1:]:
        parts = []
        for k, row in enumerate(inside & (lithology == code)):
            y0, y1 = TOP + k * down, TOP + (k + 1) * down + 0.3
            for start, end in _runs(row):
                x0, x1 = LEFT + start * across, LEFT + end * across
                parts.append([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        yield Area(parts, hex_of(colours.ground[unit, code]))


def _runs(there: np.ndarray) -> Iterator[tuple[int, int]]:
    """First and one past the last index of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def over_ground(
    line: SectionLine,
    ground: np.ndarray,
    level: np.ndarray,
    frame: SectionFrame,
    kind: Literal["ice", "water"],
    colours: BlockColours,
) -> list[Area]:
    """Return ice or water that stands above the ground; ``level`` (n,) m NAP, NaN where there is none."""
    high = np.where(np.isfinite(level), np.maximum(level, ground), ground)
    rings = _bands(line, ground, high, frame)
    colour = colours.ice_cut if kind == "ice" else colours.water
    return [Area(rings, hex_of(colour))] if rings else []
