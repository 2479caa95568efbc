"""What is less certain than asked for is pale, with a hatch; things in doubt have dashed ink round them.

Nothing is taken away: who asks for what is certain also sees where that ends. What counts is whether a
thing was there at all; how sure its shape is, the borders on the walls say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wijkgenese3d.geometry.canvas import Canvas, resampled
from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.drape import Stroke
from wijkgenese3d.geometry.level_map import LevelMap
from wijkgenese3d.geometry.mesh import ColouredMesh, IndexedImage, TexturedMesh
from wijkgenese3d.geometry.rasterised import beside_lines
from wijkgenese3d.geometry.section import Section, SectionLine, make_section
from wijkgenese3d.geometry.strokes import Paint
from wijkgenese3d.geometry.walls import ROW, Wall
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack, MmRaster

__all__ = [
    "Doubt",
    "doubt_strokes",
    "pale_level",
    "pale_mesh",
    "pale_section",
    "pale_strokes",
    "pale_units",
    "pale_wall",
    "pale_wash",
]

KEPT = 0.55
"""Share of its own colour that a pale thing keeps."""
_HATCH, _HATCH_EVERY, _HATCH_WIDE = 0.80, 10.0, 2.0
"""How light the hatch is; from line to line, and width of a line, drawn m."""
_STROKES = {1: (12.0, 8.0), 2: (6.0, 3.0)}
"""Length of a stroke and its gap, and of the stroke alone, m: for what is likely, and what is assumed."""
_INK_WIDE = 1.6


@dataclass(frozen=True, eq=False)
class Doubt:
    """How sure it is that things were there, and from where on they are drawn pale.

    Parameters
    ----------
    events : (k,) uint8
        By event: 0 certain, 1 likely, 2 assumed.
    made : (k,) bool
        By event: whether people made it; then what it leaves is a thing, with an outline.
    periods : sequence of (year, uint8)
        Of the stops, in order of time: what grows on the ground is as sure as its period.
    least : int
        What is less certain than this is pale; 2 is nothing.
    """

    events: np.ndarray = field(repr=False)
    made: np.ndarray = field(repr=False)
    periods: Sequence[tuple[float, int]] = field(default=(), repr=False)
    least: int = 2

    @property
    def in_doubt(self) -> np.ndarray:
        """By event, whether what it left is pale, (k,) bool."""
        return np.asarray(self.events > self.least)

    def period(self, year: float) -> bool:
        """Tell whether the period of a year is less certain than asked for."""
        before = [sure for start, sure in self.periods if start <= year]
        return bool(before) and before[-1] > self.least

    def of(self, features: FeatureTable) -> tuple[FeatureTable, FeatureTable]:
        """Part features in those that are sure enough, and those that are not."""
        sure = [CERTAINTIES.index(row.certainty) <= self.least for row in features]
        pairs = list(zip(features, sure, strict=True))
        kept, doubtful = (FeatureTable(tuple(row for row, ok in pairs if ok is is_)) for is_ in (True, False))
        return kept, doubtful


def pale_wall(mesh: TexturedMesh, wall: Wall, stack: LayerStack, doubt: Doubt, paper: RGB) -> TexturedMesh:
    """Return a wall with what is in doubt on it pale and hatched.

    Parameters
    ----------
    mesh : TexturedMesh
        As :func:`~wijkgenese3d.geometry.walls.make_wall` made it.
    wall, stack
        What it was made of.
    """
    if not isinstance(mesh.texture, IndexedImage) or not doubt.in_doubt.any():
        return mesh
    event, z = _events(stack, wall.line, len(mesh.texture.index))
    pale = _is_in(event, doubt.in_doubt)
    # 45 degrees on the ground as it is: the same in all heights that can be chosen.
    hatch = (z[:, None] + wall.line.distance[None, :]) % _HATCH_EVERY < _HATCH_WIDE
    own = mesh.texture.palette
    mixed = _mixed(own, paper)
    palette = np.concatenate((own, mixed, (mixed * _HATCH).astype(np.uint8)))
    size = np.uint32(len(own))
    index = mesh.texture.index + pale * size + (pale & hatch) * size
    return replace(mesh, texture=IndexedImage.of(index, palette))


def pale_section(image: np.ndarray, section: Section, doubt: Doubt | None, paper: RGB) -> np.ndarray:
    """Return the drawing of a section, (m, n, 3) uint8, with what is in doubt pale and hatched."""
    if doubt is None or not doubt.in_doubt.any():
        return image
    at = section.z[:, None] + section.line.distance[None, :]
    return _paled(image, _is_in(section.event, doubt.in_doubt), at, paper)


def pale_level(image: np.ndarray, level: LevelMap, doubt: Doubt | None, paper: RGB) -> np.ndarray:
    """Return the drawing of a level, (rows, columns, 3) uint8, with what is in doubt pale and hatched."""
    if doubt is None or not doubt.in_doubt.any():
        return image
    at = level.pixels.y[:, None] + level.pixels.x[None, :]
    return _paled(image, _is_in(level.event, doubt.in_doubt), at, paper)


def _paled(image: np.ndarray, pale: np.ndarray, at: np.ndarray, paper: RGB) -> np.ndarray:
    """Return an image with pixels pale, and lines over them where ``at``, m, comes round."""
    result, hatch = image.copy(), at[pale] % _HATCH_EVERY < _HATCH_WIDE
    mixed = _mixed(image[pale], paper).astype(np.float32)
    result[pale] = (mixed * np.where(hatch, np.float32(_HATCH), np.float32(1))[:, None]).astype(np.uint8)
    return result


def _events(stack: LayerStack, line: SectionLine, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Event of every pixel of a wall, (rows, n), and height of its rows, m NAP."""
    top = stack.base + rows * ROW
    section = make_section(stack, _no_fabric, line, dz=ROW, top=top)
    return section.event[:rows], section.z[:rows]


def _no_fabric(*_asked: object) -> np.ndarray:
    return np.zeros((1, 1), dtype=np.uint8)


def _is_in(event: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Tell which events are chosen; what is no event, such as the air, is not."""
    known = event < len(chosen)
    return np.asarray(known & chosen[np.where(known, event, 0)])


def pale_wash(
    wash: np.ndarray, canvas: Canvas, stack: LayerStack, year: float, doubt: Doubt, paper: RGB
) -> None:
    """Make land cover pale and hatched, in place: all of a period in doubt, and ground that people made."""
    if doubt.period(year):
        index = np.arange(wash.shape[0] * wash.shape[1], dtype=np.int64)
    else:
        chosen = doubt.in_doubt & doubt.made
        if not chosen.any():
            return
        index = np.flatnonzero(_on_canvas(_is_in(_surface(stack), chosen), stack.grid, canvas))
    flat = wash.reshape(-1, 3)
    row, column = np.divmod(index, canvas.shape[1])
    across, along = canvas.steps
    hatch = (row * along + column * across) % _HATCH_EVERY < _HATCH_WIDE
    mixed = _mixed(flat[index], paper).astype(np.float32)
    flat[index] = (mixed * np.where(hatch, np.float32(_HATCH), np.float32(1))[:, None]).astype(np.uint8)


def pale_strokes(strokes: Iterable[Stroke], paper: RGB) -> list[Stroke]:
    """Return strokes in pale colours; what only darkens stays."""
    return [replace(s, colour=_mixed(s.colour, paper)) if s.colour.ndim == 2 else s for s in strokes]


def pale_mesh(mesh: ColouredMesh, paper: RGB) -> ColouredMesh:
    """Return a mesh in pale colours."""
    return replace(mesh, colours=_mixed(mesh.colours, paper))


def pale_units(colours: BlockColours, stack: LayerStack, doubt: Doubt) -> BlockColours:
    """Return colours for ground in blocks: a unit is pale where most of it is in doubt."""
    share: dict[int, list[float]] = {}
    below: MmRaster = np.full(stack.grid.shape, stack.base_mm, dtype=np.int32)
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        thick = float((top - below).sum(dtype=np.int64))
        kept = share.setdefault(layer.unit, [0.0, 0.0])
        kept[bool(_is_in(np.array([layer.event]), doubt.in_doubt)[0])] += thick
        below = top
    units = [unit for unit, (sure, unsure) in share.items() if unsure > sure]
    ground = colours.ground.copy()
    ground[units] = _mixed(ground[units], colours.paper)
    return replace(colours, ground=ground)


def doubt_strokes(
    paint: Paint, stack: LayerStack, features: FeatureTable, doubt: Doubt, colours: BlockColours
) -> list[Stroke]:
    """Draw dashed ink round what people made and is not certain: ground, lines, buildings with a name."""
    strokes = []
    surface = _surface(stack)
    for sure, dashes in _STROKES.items():
        area = _on_canvas(_is_in(surface, (doubt.events == sure) & doubt.made), stack.grid, paint.canvas)
        if area.any():
            inked = _in_rhythm(_rim(area), paint.canvas, dashes)
            strokes.append(paint.covered("doubt", inked, colours.ink))
        some = [row for row in features if CERTAINTIES.index(row.certainty) == sure]
        for layer, things in (("roads", _over_ground(some)), ("houses", _named(some))):
            lines = [(line, _INK_WIDE) for thing in things for line in _edges(thing)]
            if lines:
                inked = beside_lines(paint.canvas, lines, dashes) <= 0
                strokes.append(paint.covered(layer, inked, colours.ink))
    return strokes


def _over_ground(features: Iterable[Feature]) -> list[Feature]:
    return [row for row in features if row.kind == "line" and row.height >= 0]


def _named(features: Iterable[Feature]) -> list[Feature]:
    return [row for row in features if row.kind == "building" and row.geometry == "Polygon" and row.name]


def _edges(thing: Feature) -> list[np.ndarray]:
    """Return the outline of a building, or both edges of a line."""
    xy = np.array([point[:2] for point in thing.xy], dtype=np.float64)
    if thing.kind == "building":
        return [np.vstack((xy, xy[:1]))]
    step = np.gradient(xy, axis=0)
    across = np.stack((-step[:, 1], step[:, 0]), 1) / np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    half = max(thing.width, 3.0) / 2 + 1.0
    return [xy + across * half, xy - across * half]


def _surface(stack: LayerStack) -> np.ndarray:
    """Event of what lies at the surface, (ny, nx) int64; 65535 where there is nothing."""
    found = np.full(stack.grid.shape, 65535, dtype=np.int64)
    below: MmRaster = np.full(stack.grid.shape, stack.base_mm, dtype=np.int32)
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        found[top > below] = layer.event
        below = top
    return found


def _on_canvas(raster: np.ndarray, grid: Grid, canvas: Canvas) -> np.ndarray:
    """Map cells as pixels of a canvas, (rows, columns) bool, their corners rounded off."""
    return np.asarray(resampled(raster.astype(np.float32), grid, canvas) > 0.5)


def _rim(area: np.ndarray) -> np.ndarray:
    """Pixels of an area that have a neighbour outside it, two wide."""
    inner = area.copy()
    for _ in range(2):
        kept = inner.copy()
        kept[1:] &= inner[:-1]
        kept[:-1] &= inner[1:]
        kept[:, 1:] &= inner[:, :-1]
        kept[:, :-1] &= inner[:, 1:]
        inner = kept
    return area & ~inner


def _in_rhythm(rim: np.ndarray, canvas: Canvas, dashes: tuple[float, float]) -> np.ndarray:
    """Return the pixels of a rim that lie in the strokes of a line that runs west-east or north-south."""
    every, long = dashes
    row, column = np.nonzero(rim)
    across, along = canvas.steps
    inked = rim.copy()
    inked[row, column] = (row * along + column * across) % every < long
    return inked


def _mixed(colour: np.ndarray, paper: RGB) -> np.ndarray:
    own = np.asarray(colour, dtype=np.float32) * np.float32(KEPT)
    return np.asarray(own + np.array(paper, np.float32) * np.float32(1 - KEPT)).astype(np.uint8)
