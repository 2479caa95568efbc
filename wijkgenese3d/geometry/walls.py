"""The four sides of the block: one strip of quads each, cut exactly by ground and base.

What they show is a texture looked up in the ground along the edge of the box; everything deeper than
30 m below *today's* ground is faded under a dashed line, in every period.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.colours import RGB, BlockColours
from wijkgenese3d.geometry.lattice import Sampler, node_coordinates, to_nodes
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import TexturedMesh
from wijkgenese3d.geometry.section import Section, SectionLine, make_section
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack

__all__ = ["OFFICIAL_DEPTH", "SIDES", "FabricImages", "Wall", "make_wall", "paint_section", "walls_of"]

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
_KEPT = 0.45
"""Share of its own colour that the faded part keeps."""
_DASH, _GAP = 14.0, 10.0
_LINE = 0.5
"""Half the width of the dashed line, m."""
_TOPSOIL = 0.6


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
    wall: Wall, stack: LayerStack, fabrics: FabricImages, colours: BlockColours, frame: LocalFrame
) -> TexturedMesh:
    """Return one wall: its vertices follow the nodes of the terrain, so that the two close exactly."""
    x, y, ground = _edge(stack.grid, stack.ground, wall.side)
    section = make_section(stack, fabrics, wall.line, dz=ROW, top=max(float(ground.max()), stack.base + ROW))
    height = len(section.z) * ROW
    along = np.hypot(x - x[0], y - y[0]) / wall.line.length
    bottom, top = frame.to_local(x, y, stack.base), frame.to_local(x, y, ground)
    uv = np.empty((2, len(x), 2), dtype=np.float32)
    uv[..., 0] = along
    uv[0, :, 1], uv[1, :, 1] = 0.0, (ground - stack.base) / height
    texture = paint_section(section, wall.today, colours, _SHADE[wall.side])
    outward = wall.side in ("south", "east")
    triangles = _strip(len(x), outward)
    return TexturedMesh(np.concatenate((bottom, top)), triangles, uv.reshape(-1, 2), texture)


def paint_section(
    section: Section, today: np.ndarray, colours: BlockColours, tone: tuple[float, float, float] = (1, 1, 1)
) -> np.ndarray:
    """Return the colours of a section, (m, n, 3) uint8, row 0 at the base.

    Parameters
    ----------
    section : Section
        What lies where.
    today : (n,)
        Today's ground along the line, m NAP; 30 m below it the picture fades.
    tone : three floats
        Light on the side, per colour channel.
    """
    palette, code_of = _palette(section, colours, tone)
    code = code_of[section.unit, section.lithology & 15]
    special = len(palette) // 2 - 2
    contact = _contacts(section.unit)
    code[contact] = special
    code[section.z[:, None] > section.ground - _TOPSOIL] = special + 1
    limit = today - OFFICIAL_DEPTH
    below = section.z[:, None] - limit
    code[below < 0] += len(palette) // 2
    stroke = (section.line.distance % (_DASH + _GAP)) < _DASH
    code[(np.abs(below) <= _LINE) & stroke & (section.z[:, None] < section.ground)] = special
    return np.asarray(np.take(palette, code, axis=0))


def _palette(
    section: Section, colours: BlockColours, tone: tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Colours by code, first as they are and then faded, and the code by unit and lithology."""
    units = int(colours.ground.shape[0])
    present = np.flatnonzero(np.bincount(section.unit.ravel(), minlength=units))
    code_of = np.zeros((units, 16), dtype=np.uint16)
    code_of[present] = (np.arange(len(present))[:, None] * 16 + np.arange(16)).astype(np.uint16)
    plain = np.concatenate(
        [
            colours.ground[present].reshape(-1, 3),
            _rgb(_mixed(colours.ink, colours.paper, 0.6)),
            _rgb(colours.topsoil),
        ]
    ) * np.asarray(tone)
    faded = plain * _KEPT + np.asarray(colours.paper) * np.asarray(tone) * (1 - _KEPT)
    return np.clip(np.rint(np.concatenate((plain, faded))), 0, 255).astype(np.uint8), code_of


def _rgb(colour: RGB) -> np.ndarray:
    return np.array([colour], dtype=np.float64)


def _mixed(a: RGB, b: RGB, share: float) -> RGB:
    """Return ``share`` of ``a`` with the rest of ``b``."""
    r, g, bl = (round(u * share + v * (1 - share)) for u, v in zip(a, b, strict=True))
    return r, g, bl


def _contacts(unit: np.ndarray) -> np.ndarray:
    """Pixels on the border of two units, (m, n) bool: two rows or one column wide."""
    contact = np.zeros(unit.shape, dtype=bool)
    across = unit[1:] != unit[:-1]
    contact[1:] |= across
    contact[:-1] |= across
    contact[:, 1:] |= unit[:, 1:] != unit[:, :-1]
    return contact


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

    def __call__(self, unit: int, line: SectionLine, z: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Return the lithology of the pixels in ``mask``; rows must start at the same base each time."""
        with self._lock:
            return np.asarray(self._image(unit, line, z)[: len(z)][mask])

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
