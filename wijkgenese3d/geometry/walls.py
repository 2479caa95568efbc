"""The four sides of the block: one strip of quads each, cut exactly by ground and base.

What they show is a texture looked up in the ground along the edge of the box; everything deeper than
30 m below *today's* ground is faded under a dashed line, in every period.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.lattice import Sampler, node_coordinates, to_nodes
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import IndexedImage, TexturedMesh
from wijkgenese3d.geometry.pattern_tiles import LEVELS, SIZE, ground_tile
from wijkgenese3d.geometry.section import Section, SectionLine, make_section
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack

__all__ = [
    "FADE_KEPT",
    "FADE_OVER",
    "FADE_STEPS",
    "OFFICIAL_DEPTH",
    "SIDES",
    "FabricImages",
    "Wall",
    "WallMarks",
    "make_wall",
    "paint_section",
    "walls_of",
]

SIDES = ("south", "east", "north", "west")

OFFICIAL_DEPTH = 30.0
"""The model tells of the ground down to here, m below today's surface."""

STEP = 1.0
"""Width of a pixel along the wall, m."""
ROW = 0.25
"""Height of a pixel, m."""

_SHADE = {
    "south": (0.97, 0.97, 0.97),
    "west": (0.79, 0.81, 0.84),
    "north": (0.90, 0.91, 0.93),
    "east": (0.83, 0.85, 0.88),
}
FADE_KEPT = (0.45, 0.12)
"""Share of its own colour that the faded part keeps, 30 m below today and :data:`FADE_OVER` deeper."""
FADE_OVER, FADE_STEPS = 40.0, 8
_INK = 0.62
"""Share of the ink of a pattern where it lies fully."""
_CLASS_CONTACT = 0.40
_DASH, _GAP = 14.0, 10.0
_DOT, _DOT_EVERY = 3.0, 24.0
_LINE, _TOPSOIL = 2.0, 2.4
"""Half the width of a dashed line, and the topsoil, m of the drawing: as wide at any exaggeration."""


@dataclass(frozen=True, eq=False)
class Wall:
    """Where one side of the block runs, and where today's ground lies there.

    Parameters
    ----------
    side : str
        One of :data:`SIDES`.
    line : SectionLine
        From west to east or from south to north.
    today : (n,) float64
        Today's ground along the line, m NAP.
    """

    side: str
    line: SectionLine = field(repr=False)
    today: np.ndarray = field(repr=False)


@dataclass(frozen=True, eq=False)
class WallMarks:
    """What more is known of a wall than what lies there.

    Parameters
    ----------
    certainty : (k,) uint8, optional
        By event: 0 certain, 1 likely, 2 assumed, for the border on top of what it put there.
    bare : (ny, nx) bool, optional
        Where units were taken off: there is no topsoil.
    """

    certainty: np.ndarray | None = None
    bare: np.ndarray | None = None


def walls_of(grid: Grid, today_ground: np.ndarray) -> tuple[Wall, ...]:
    """Return the four walls of a box."""
    e = grid.extent
    ends = {
        "south": ((e.xmin, e.ymin), (e.xmax, e.ymin)),
        "east": ((e.xmax, e.ymin), (e.xmax, e.ymax)),
        "north": ((e.xmin, e.ymax), (e.xmax, e.ymax)),
        "west": ((e.xmin, e.ymin), (e.xmin, e.ymax)),
    }
    walls = []
    for side in SIDES:
        line = SectionLine.along(ends[side], STEP)
        walls.append(Wall(side, line, Sampler(grid, line.x, line.y)(today_ground)))
    return tuple(walls)


def make_wall(
    wall: Wall,
    stack: LayerStack,
    fabrics: FabricImages,
    colours: BlockColours,
    frame: LocalFrame,
    marks: WallMarks | None = None,
) -> TexturedMesh:
    """Return one wall: its vertices follow the nodes of the terrain, so that the two close exactly."""
    marks = marks or WallMarks()
    x, y, ground = _edge(stack.grid, stack.ground, wall.side)
    section = make_section(stack, fabrics, wall.line, dz=ROW, top=max(float(ground.max()), stack.base + ROW))
    height = len(section.z) * ROW
    along = np.hypot(x - x[0], y - y[0]) / wall.line.length
    bottom, top = frame.to_local(x, y, stack.base), frame.to_local(x, y, ground)
    uv = np.empty((2, len(x), 2), dtype=np.float32)
    uv[..., 0] = along
    uv[0, :, 1], uv[1, :, 1] = 0.0, (ground - stack.base) / height
    sampler = Sampler(stack.grid, wall.line.x, wall.line.y)
    soil = np.True_ if marks.bare is None else sampler(marks.bare.astype(np.float64)) < 0.5
    drawn = _Drawing(frame.exaggeration, marks.certainty, soil)
    palette, code = _painted(section, wall.today, colours, _SHADE[wall.side], drawn)
    texture = IndexedImage.of(code, palette)
    outward = wall.side in ("south", "east")
    triangles = _strip(len(x), outward)
    return TexturedMesh(np.concatenate((bottom, top)), triangles, uv.reshape(-1, 2), texture)


def paint_section(
    section: Section,
    today: np.ndarray,
    colours: BlockColours,
    tone: tuple[float, float, float] = (1, 1, 1),
    *,
    exaggeration: float = 1.0,
    certainty: np.ndarray | None = None,
) -> np.ndarray:
    """Return the drawing of a section, (m, n, 3) uint8, row 0 at the base.

    Lithology with its pattern; borders of units in ink (whole where they are certain, dashes where they
    are likely, dots where they are assumed); topsoil; a dashed line 30 m below today's ground, dots at 10
    and 20 m, and everything deeper faded.

    Parameters
    ----------
    section : Section
        What lies where.
    today : (n,)
        Today's ground along the line, m NAP.
    tone : three floats
        Light on the side, per colour channel.
    exaggeration : float
        Patterns are as wide as they are high in the drawing.
    certainty : (k,) uint8, optional
        By event: 0 certain, 1 likely, 2 assumed, for the border on top of what it put there.
    """
    drawn = _Drawing(exaggeration, certainty, np.True_)
    palette, code = _painted(section, today, colours, tone, drawn)
    return np.asarray(np.take(palette, code, axis=0))


class _Drawing(NamedTuple):
    """How a section is drawn; ``soil`` (n,) bool tells where topsoil lies on it."""

    exaggeration: float
    certainty: np.ndarray | None
    soil: np.ndarray | np.bool_


def _painted(
    section: Section,
    today: np.ndarray,
    colours: BlockColours,
    tone: tuple[float, float, float],
    drawn: _Drawing,
) -> tuple[np.ndarray, np.ndarray]:
    """Palette, (k, 3) uint8, and the row of it for every pixel, (m, n) uint16; see :func:`paint_section`."""
    palette, code_of = _palette(section, colours, tone)
    half = len(palette) // (1 + FADE_STEPS)
    first = code_of[section.unit, section.lithology & 15]
    between = _lithology_contacts(section)
    code = first + np.where(between, np.uint16(LEVELS), _ink(section, colours, drawn.exaggeration))
    special = half - 2
    code[_contacts(section, drawn.certainty, colours)] = special
    row, line = float(section.z[1] - section.z[0]) if len(section.z) > 1 else ROW, _LINE / drawn.exaggeration
    topsoil, line = max(_TOPSOIL / drawn.exaggeration, row), max(line, row / 2)
    code[(section.z[:, None] > section.ground - topsoil) & drawn.soil] = special + 1
    below = section.z[:, None] - (today - OFFICIAL_DEPTH)
    deep = np.clip(np.ceil(-below / (FADE_OVER / FADE_STEPS)), 0, FADE_STEPS).astype(np.uint16)
    code += deep * np.uint16(half)
    under = section.z[:, None] < section.ground
    place = _anchored(section.line)
    stroke = (place % (_DASH + _GAP)) < _DASH
    code[(np.abs(below) <= line) & stroke & under] = special
    dot = (place % _DOT_EVERY) < _DOT
    if colours.blank:
        # On blank paper dots would be the sign of sand.
        under = under & ~np.isin(section.unit, sorted(colours.blank))
    for depth in (10.0, 20.0):
        code[(np.abs(below - (OFFICIAL_DEPTH - depth)) <= line) & dot & under] = special
    return palette, code


def _palette(
    section: Section, colours: BlockColours, tone: tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Colours by code, first plain and then more and more faded; first code by unit and lithology.

    Each class has one colour per step of ink, and one for its border with another lithology.
    """
    units = int(colours.ground.shape[0])
    present = np.flatnonzero(np.bincount(section.unit.ravel(), minlength=units))
    size = LEVELS + 1
    code_of = np.zeros((units, 16), dtype=np.uint16)
    first = (np.arange(len(present))[:, None] * 16 + np.arange(16)) * size
    code_of[present] = first.astype(np.uint16)
    own = colours.ground[present].reshape(-1, 1, 3).astype(np.float64)
    ink = np.tile(colours.inks.astype(np.float64), (len(present), 1)).reshape(-1, 1, 3)
    share = np.append(np.linspace(0.0, _INK, LEVELS), _CLASS_CONTACT)[None, :, None]
    contact = np.broadcast_to(_rgb(colours.ink), ink.shape)
    ink = np.concatenate((np.repeat(ink, LEVELS, axis=1), contact), axis=1)
    inked = (own * (1 - share) + ink * share).reshape(len(present), -1, 3)
    inked[np.isin(present, sorted(colours.blank))] = _rgb(colours.paper)
    plain = np.concatenate(
        (inked.reshape(-1, 3), _rgb(_mixed(colours.ink, colours.paper, 0.78)), _rgb(colours.topsoil))
    ) * np.asarray(tone)
    paper = np.asarray(colours.paper) * np.asarray(tone)
    faded = [plain * kept + paper * (1 - kept) for kept in np.linspace(*FADE_KEPT, FADE_STEPS)]
    return np.clip(np.rint(np.concatenate((plain, *faded))), 0, 255).astype(np.uint8), code_of


def _ink(section: Section, colours: BlockColours, exaggeration: float) -> np.ndarray:
    """Step of ink on every pixel, (m, n) uint16: patterns on a lattice of drawn metres."""
    names = sorted(set(colours.patterns))
    tiles = np.stack([ground_tile(name) for name in names])
    of_class = np.array([names.index(name) for name in colours.patterns], dtype=np.uint8)
    row = np.floor(section.z * exaggeration).astype(np.int64) % SIZE
    column = np.floor(_anchored(section.line)).astype(np.int64) % SIZE
    return tiles[of_class[section.lithology & 15], row[:, None], column[None, :]].astype(np.uint16)


def _anchored(line: SectionLine) -> np.ndarray:
    """Place along a line, m, (n,), counted from RD: on the walls of a part of a box patterns lie the same."""
    dx, dy = line.x[-1] - line.x[0], line.y[-1] - line.y[0]
    long = math.hypot(dx, dy)
    if long == 0:
        return line.distance
    return np.asarray(line.distance - line.distance[0] + (line.x[0] * dx + line.y[0] * dy) / long)


def _rgb(colour: RGB) -> np.ndarray:
    return np.array([colour], dtype=np.float64)


def _mixed(a: RGB, b: RGB, share: float) -> RGB:
    """Return ``share`` of ``a`` with the rest of ``b``."""
    r, g, bl = (round(u * share + v * (1 - share)) for u, v in zip(a, b, strict=True))
    return r, g, bl


def _contacts(section: Section, certainty: np.ndarray | None, colours: BlockColours) -> np.ndarray:
    """Pixels on the border of two units, (m, n) bool, two rows wide, in strokes by certainty."""
    unit = colours.blank_as_one(section.unit)
    contact = np.zeros(unit.shape, dtype=bool)
    across = unit[1:] != unit[:-1]
    contact[1:] |= across
    contact[:-1] |= across
    contact[:, 1:] |= unit[:, 1:] != unit[:, :-1]
    if certainty is None or not len(certainty):
        return contact
    # The border was made by what lies on it: of two neighbours the younger event.
    y, x = np.nonzero(contact)
    event = section.event
    above = np.minimum(y + 1, len(event) - 1)
    known = np.where(event[above, x] < len(certainty), event[above, x], event[y, x])
    sure = certainty[np.minimum(known, len(certainty) - 1)]
    place = _anchored(section.line)[x]
    keep = np.choose(sure, [np.ones(len(x), bool), place % 12.0 < 8.0, place % 6.0 < 3.0])
    contact[y, x] = keep
    return contact


def _lithology_contacts(section: Section) -> np.ndarray:
    """Pixels on the border of two lithologies of one unit, (m, n) bool, one pixel wide."""
    kind = section.lithology
    line = np.zeros(kind.shape, dtype=bool)
    line[1:] = (kind[1:] != kind[:-1]) & (section.unit[1:] == section.unit[:-1])
    line[:, 1:] |= (kind[:, 1:] != kind[:, :-1]) & (section.unit[:, 1:] == section.unit[:, :-1])
    return line


def _edge(grid: Grid, ground: np.ndarray, side: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes of the lattice along one side: x, y and ground, west to east or south to north."""
    x, y = node_coordinates(grid)
    nodes = to_nodes(ground)
    if side in ("south", "north"):
        row = 0 if side == "south" else -1
        return x, np.full(len(x), y[row]), nodes[row]
    column = 0 if side == "west" else -1
    return np.full(len(y), x[column]), y, nodes[:, column]


def _strip(count: int, outward: bool) -> np.ndarray:
    """Triangles of a strip whose lower vertices come first, counter-clockwise seen from outside."""
    a = np.arange(count - 1)
    b, c, d = a + 1, a + count, a + count + 1
    quads = (a, b, d, a, d, c) if outward else (b, a, c, b, c, d)
    return np.stack(quads, axis=1).reshape(-1, 3).astype(np.int32)


class FabricImages:
    """Remembers what a fabric looks like on a whole wall: it does not change from slice to slice.

    Parameters
    ----------
    fabrics : mapping of int to Fabric
        By index of the unit.
    """

    def __init__(self, fabrics: Mapping[int, Fabric]) -> None:
        self._fabrics = fabrics
        self._images: dict[tuple[int, int], np.ndarray] = {}
        self._lines: dict[int, SectionLine] = {}
        self._lock = threading.Lock()

    def __call__(
        self, line: SectionLine, z: np.ndarray, unit: int, rows: slice, columns: np.ndarray
    ) -> np.ndarray:
        """Return the lithology of rows and columns; rows must start at the same base each time."""
        with self._lock:
            return self._image(unit, line, z)[rows, columns]

    def _image(self, unit: int, line: SectionLine, z: np.ndarray) -> np.ndarray:
        key = (unit, id(line))
        self._lines[id(line)] = line
        known = self._images.get(key)
        have = 0 if known is None else len(known)
        if have < len(z):
            fabric = self._fabrics.get(unit)
            if fabric is None:
                msg = f"unit {unit} asks for a fabric that is not given"
                raise DataError(msg, hint="give the fabrics of the scene")
            more = fabric.lithology(line.x[None, :], line.y[None, :], z[have:, None])
            more = np.broadcast_to(more, (len(z) - have, len(line.x))).astype(np.uint8)
            known = more if known is None else np.concatenate((known, more))
            self._images[key] = known
        assert known is not None
        return known
