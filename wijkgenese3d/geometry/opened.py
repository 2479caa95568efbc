"""The block cut open: what is left of its picture, and the walls and floors that come to light."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting, skyline_of
from wijkgenese3d.geometry.canvas import resampled
from wijkgenese3d.geometry.clip import HalfSpaces, Taken, clip, clip_strokes, drop_whole, feet_of
from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.doubt import pale_level, pale_section, pale_units
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.level_map import MOST_PIXELS, LevelPixels, make_level_map, paint_level
from wijkgenese3d.geometry.light_on_ground import hill_shade
from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh
from wijkgenese3d.geometry.outline import make_outline
from wijkgenese3d.geometry.peel import peel
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.terrain import make_terrain
from wijkgenese3d.geometry.walls import paint_section
from wijkgenese3d.model.layers import LayerStack, to_millimetres
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["SKIN", "OpenedBlock", "open_block", "opened_block"]

_STEP, _ROW = 1.0, 0.25
"""Width and height of a pixel of an inner wall, m; twice that in a hand."""
_TONE = 0.92
"""Inner walls are so much darker than a wall in full light."""
_FLOOR_TONE = 0.90
_LID = 0.072
"""How high a lid is lifted, in diagonals of the block, m of the drawing."""
SKIN = 0.1
"""Under a lid the ground is looked at so deep below its surface, m."""
_GUIDE = 9.0
"""Length of the strokes between a lid and the block, m of the drawing."""


@dataclass(frozen=True, eq=False)
class OpenedBlock:
    """A whole block that can be cut open, again and again.

    Parameters
    ----------
    picture : BlockPicture
        The whole block.
    stack : LayerStack
        Its ground, without units that are hidden.
    setting : BlockSetting
        What it is drawn with.
    """

    picture: BlockPicture
    stack: LayerStack = field(repr=False)
    setting: BlockSetting = field(repr=False)

    @cached_property
    def house_feet(self) -> np.ndarray:
        """Foot of the house of each triangle, local."""
        return feet_of(self.picture.buildings)

    @cached_property
    def tree_feet(self) -> np.ndarray:
        """Foot of the tree of each triangle, local."""
        return np.empty((0, 3)) if self.picture.trees is None else feet_of(self.picture.trees)

    @cached_property
    def glyph_feet(self) -> np.ndarray:
        """Foot of the sign of each triangle, local."""
        return np.empty((0, 3)) if self.picture.glyphs is None else feet_of(self.picture.glyphs)

    def cut(self, cut: Cut, *, quick: bool = False) -> BlockPicture:
        """Return the picture of the block, cut open.

        Parameters
        ----------
        cut : Cut
        quick : bool
            Draw what comes to light coarser, for a hand that moves it.
        """
        return open_block(self, cut, 2 if quick else 1) if cut else self.picture


def opened_block(part: TimeSlice, setting: BlockSetting, picture: BlockPicture) -> OpenedBlock:
    """Return the whole block of a slice, to be cut open.

    Parameters
    ----------
    part : TimeSlice
    setting : BlockSetting
    picture : BlockPicture
        Of the slice, drawn with the setting.
    """
    stack = part.stack
    if setting.hidden_units:
        stack = peel(stack, setting.hidden_units, setting.fabrics).stack
    return OpenedBlock(picture, stack, setting)


def open_block(block: OpenedBlock, cut: Cut, coarser: int = 1) -> BlockPicture:
    """Cut a block open.

    Parameters
    ----------
    block : OpenedBlock
    cut : Cut
    coarser : int
        How many times wider than usual the pixels of what comes to light are.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    picture = _in_blocks(block, cut) if block.picture.blocks is not None else _cut(block, cut, coarser)
    grid, ground, base = block.setting.grid, block.stack.ground, block.stack.base
    rise = picture.lid_rise / block.setting.frame.exaggeration
    standing = cut.standing(grid, ground, base, rise)
    return replace(picture, ground=cut.ground(grid, ground, base).astype(np.float32), standing=standing)


def _cut(block: OpenedBlock, cut: Cut, coarser: int) -> BlockPicture:
    picture = block.picture
    if cut.lid:
        picture = _lifted(block, cut, coarser)
    elif cut.dig > 0:
        picture = _dug(block, cut, coarser)
    return picture if cut.piece is None else _pieced(block, picture, cut, coarser)


# ---------------------------------------------------------------------------------- digging, and the lid
def _lowered(block: OpenedBlock, cut: Cut) -> np.ndarray:
    """Return the ground surface that is left, (ny, nx) int32, mm NAP."""
    ground = block.stack.ground_mm - round(cut.dig * 1000)
    return np.asarray(np.maximum(ground, block.stack.base_mm).astype(np.int32))


def _bare(block: OpenedBlock, lowered: np.ndarray, coarser: int) -> TexturedMesh:
    """Return the ground without anything on it, painted with what lies there."""
    setting, e = block.setting, block.setting.grid.extent
    pixels = LevelPixels.over((e.xmin, e.xmax), (e.ymin, e.ymax), MOST_PIXELS // coarser**2)
    level = np.minimum(lowered, block.stack.ground_mm - round(SKIN * 1000))
    level_map = make_level_map(block.stack, setting.fabrics, level, pixels)
    surface = lowered / 1000.0
    light = resampled(hill_shade(surface, setting.grid.cell, setting.exaggeration), setting.grid, pixels)
    texture = paint_level(
        level_map, setting.today_ground, setting.grid, setting.wall_colours, light, contours=True
    )
    texture = pale_level(texture, level_map, setting.doubt, setting.colours.paper)
    mesh = make_terrain(setting.grid, surface, texture, setting.frame)
    return replace(mesh, uv=mesh.uv * _covered(pixels, (e.width, e.height)))


def _covered(pixels: LevelPixels, size: tuple[float, float]) -> np.ndarray:
    """Return the share of the pixels that lie within a width and height, (2,) float32."""
    rows, columns = pixels.shape
    return np.array([size[0] / (columns * pixels.pixel), size[1] / (rows * pixels.pixel)], dtype=np.float32)


def _dug(block: OpenedBlock, cut: Cut, coarser: int) -> BlockPicture:
    """Return the block with its top taken off: nothing stands on it any more."""
    setting, lowered = block.setting, _lowered(block, cut)
    floor = lowered / 1000.0
    return replace(
        block.picture,
        terrain=_bare(block, lowered, coarser),
        drape=None,
        walls=tuple(_sunk(wall, block, cut) for wall in block.picture.walls),
        buildings=ColouredMesh.merged([]),
        trees=None,
        ice=None,
        water=None,
        rain=None,
        glyphs=None,
        outline=make_outline(setting.boundary, setting.grid, floor, setting.frame),
        skyline=skyline_of(setting.grid, floor, setting.frame),
    )


def _sunk(wall: TexturedMesh, block: OpenedBlock, cut: Cut) -> TexturedMesh:
    """Return a wall with its upper edge so much lower: its texture lies by height and stays."""
    frame, count = block.setting.frame, len(wall.points) // 2
    points, uv = wall.points.copy(), wall.uv.copy()
    low = points[:count, 2]
    down = np.float32(cut.dig * frame.exaggeration)
    high = np.maximum(points[count:, 2] - down, low)
    rise = np.maximum(points[count:, 2] - low, np.float32(1e-6))
    uv[count:, 1] *= (high - low) / rise
    points[count:, 2] = high
    return replace(wall, points=points, uv=uv)


def _lifted(block: OpenedBlock, cut: Cut, coarser: int) -> BlockPicture:
    """Return the block with its surface, and all that stands on it, above it."""
    lowered = _lowered(block, cut)
    walls = tuple(_sunk(wall, block, cut) for wall in block.picture.walls)
    e = block.setting.grid.extent
    rise = _LID * float(np.hypot(e.width, e.height))
    return replace(
        block.picture,
        bare=_bare(block, lowered, coarser),
        walls=walls if cut.dig > 0 else block.picture.walls,
        lid_rise=rise,
        skyline=block.picture.skyline + np.array([0.0, 0.0, rise], dtype=np.float32),
        guides=_guides(block, lowered, rise),
    )


def _guides(block: OpenedBlock, lowered: np.ndarray, rise: float) -> DashedLine:
    """Return upright strokes at the corners, from the block to its lid."""
    e, frame = block.setting.grid.extent, block.setting.frame
    points: list[tuple[float, float, float]] = []
    strokes = []
    for x, column in ((e.xmin, 0), (e.xmax, -1)):
        for y, row in ((e.ymin, 0), (e.ymax, -1)):
            foot = frame.to_local(x, y, lowered[row, column] / 1000.0)
            top = frame.to_local(x, y, block.stack.ground_mm[row, column] / 1000.0)[2] + rise
            for low in np.arange(foot[2], top, 2 * _GUIDE):
                strokes.append(np.array([len(points), len(points) + 1], dtype=np.int32))
                points += [(foot[0], foot[1], low), (foot[0], foot[1], min(low + _GUIDE, top))]
    return DashedLine(np.array(points, dtype=np.float32), tuple(strokes))


# ------------------------------------------------------------------------------------ a bite, and a half
def _pieced(block: OpenedBlock, picture: BlockPicture, cut: Cut, coarser: int) -> BlockPicture:
    """Take a piece out of a picture."""
    piece, frame = cut.piece, block.setting.frame
    assert piece is not None
    space = piece.taken(frame)
    # Of a lid only what hangs above the piece goes: it has no floor.
    over = HalfSpaces(space.normals[:2], space.offsets[:2]) if cut.lid else space
    terrain, taken = clip(picture.terrain, over)
    bare = picture.bare
    if bare is not None:
        bare, taken = clip(bare, space)
    faces = _inner_walls(block, piece, taken, coarser)
    if isinstance(piece, Bite) and len(taken.corners):
        faces += (_floor(block, piece, taken, coarser),)
    colours = block.setting.colours
    return replace(
        picture,
        terrain=terrain,
        bare=bare,
        walls=tuple(clip(wall, space)[0] for wall in picture.walls),
        ice=_closed(block, picture.ice, over, colours.ice_cut),
        water=_closed(block, picture.water, over, colours.water),
        rain=picture.rain and clip(picture.rain, over)[0],
        groundwater=picture.groundwater and clip(picture.groundwater, space)[0],
        inner=faces,
        guides=clip_strokes(picture.guides, over),
        ghost=picture if isinstance(piece, Halving) else None,
        **_standing(block, picture, over),
    )


def _standing(block: OpenedBlock, picture: BlockPicture, space: HalfSpaces) -> dict[str, Any]:
    """Return what still stands when a piece is taken: things go whole, or stay."""
    trees, glyphs = picture.trees, picture.glyphs
    return {
        "buildings": drop_whole(picture.buildings, space, block.house_feet)
        if len(picture.buildings.triangles)
        else picture.buildings,
        "trees": trees and drop_whole(trees, space, block.tree_feet),
        "glyphs": glyphs and drop_whole(glyphs, space, block.glyph_feet),
        "outline": clip_strokes(picture.outline, space),
    }


def _closed(
    block: OpenedBlock, body: ColouredMesh | None, space: HalfSpaces, colour: RGB
) -> ColouredMesh | None:
    """Return ice or water without the piece, closed where it is cut: from its surface down to the ground."""
    if body is None:
        return None
    left, taken = clip(body, space)
    upright = np.flatnonzero(space.normals[:, 2] == 0)
    edges = np.concatenate([taken.edges_on(int(number)) for number in upright])
    if not len(edges):
        return left
    frame = block.setting.frame
    rd = frame.from_local(edges)
    sampler = Sampler(block.setting.grid, rd[..., 0].ravel(), rd[..., 1].ravel())
    floor = sampler(block.stack.ground).reshape(rd.shape[:2])
    low = frame.to_local(rd[..., 0], rd[..., 1], np.minimum(floor, rd[..., 2]))
    corners = np.concatenate((edges, low[:, ::-1]), axis=1).reshape(-1, 3).astype(np.float32)
    triangles = _quads(len(edges))
    tint = np.tile(np.array(colour, dtype=np.uint8), (len(triangles), 1))
    return ColouredMesh.merged([left, ColouredMesh(corners, triangles, tint)])


def _inner_walls(
    block: OpenedBlock, piece: Bite | Halving, taken: Taken, coarser: int
) -> tuple[TexturedMesh, ...]:
    """Return the walls from the floor of the piece up to the ground, along its upright sides."""
    setting, walls = block.setting, []
    bottom = piece.z if isinstance(piece, Bite) else block.stack.base
    for number, ends in enumerate(piece.faces(setting.grid.extent)):
        edges = taken.edges_on(number)
        if len(edges) and ends[0] != ends[1]:
            walls.append(_inner_wall(block, ends, edges, (bottom, coarser)))
    return tuple(walls)


def _inner_wall(
    block: OpenedBlock,
    ends: tuple[tuple[float, float], tuple[float, float]],
    edges: np.ndarray,
    drawn: tuple[float, int],
) -> TexturedMesh:
    """Return a wall under edges of the ground, (e, 2, 3) local."""
    setting, stack, frame = block.setting, block.stack, block.setting.frame
    bottom, coarser = drawn
    line, row = SectionLine.along(ends, _STEP * coarser), _ROW * coarser
    top = max(float(frame.from_local(edges.reshape(-1, 3))[:, 2].max()), bottom, stack.base + row)
    section = make_section(stack, setting.fabrics, line, dz=row, top=top)
    today = Sampler(setting.grid, line.x, line.y)(setting.today_ground)
    image = paint_section(
        section,
        today,
        setting.wall_colours,
        (_TONE, _TONE, _TONE),
        exaggeration=setting.exaggeration,
        certainty=setting.certainty,
    )
    image = pale_section(image, section, setting.doubt, setting.colours.paper)
    floor = edges.copy()
    floor[..., 2] = frame.to_local(0.0, 0.0, bottom)[2]
    corners = np.concatenate((edges, floor[:, ::-1]), axis=1)
    rd = frame.from_local(corners)
    along = np.hypot(rd[..., 0] - ends[0][0], rd[..., 1] - ends[0][1]) / line.length
    uv = np.stack((along, (rd[..., 2] - stack.base) / (len(section.z) * row)), axis=-1)
    return TexturedMesh(
        corners.reshape(-1, 3).astype(np.float32),
        _quads(len(corners)),
        uv.reshape(-1, 2).astype(np.float32),
        image,
    )


def _quads(count: int) -> np.ndarray:
    """Return two triangles for each four corners that follow one another, (2 * count, 3) int32."""
    first = np.arange(count, dtype=np.int32)[:, None, None] * 4
    return np.asarray((np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32) + first).reshape(-1, 3))


def _floor(block: OpenedBlock, bite: Bite, taken: Taken, coarser: int) -> TexturedMesh:
    """Return the floor of a bite: what was taken of the ground, laid flat."""
    setting, frame = block.setting, block.setting.frame
    x, y = bite.footprint(setting.grid.extent)
    pixels = LevelPixels.over(x, y, MOST_PIXELS // coarser**2)
    level = np.full(block.stack.grid.shape, to_millimetres(np.array(bite.z)), dtype=np.int32)
    level_map = make_level_map(block.stack, setting.fabrics, level, pixels)
    texture = paint_level(level_map, setting.today_ground, setting.grid, setting.wall_colours, _FLOOR_TONE)
    texture = pale_level(texture, level_map, setting.doubt, setting.colours.paper)
    points = taken.corners.reshape(-1, 3).copy()
    points[:, 2] = frame.to_local(0.0, 0.0, bite.z)[2]
    rd = frame.from_local(points)
    size = np.array(pixels.shape[::-1]) * pixels.pixel
    uv = (rd[:, :2] - (x[0], y[0])) / size
    triangles = np.arange(len(points), dtype=np.int32).reshape(-1, 3)
    return TexturedMesh(points.astype(np.float32), triangles, uv.astype(np.float32), texture)


# ------------------------------------------------------------------------------------------- the blokjes
def _in_blocks(block: OpenedBlock, cut: Cut) -> BlockPicture:
    """Return the ground in blocks, cut along the cells."""
    from wijkgenese3d.geometry.blocks import make_blocks
    from wijkgenese3d.model.columns import Columns

    setting = block.setting
    left = cut.ground(setting.grid, block.stack.ground, block.stack.base)
    columns = Columns.from_stack(block.stack.cut(to_millimetres(left)))
    hidden, today, colours = setting.hidden_units, setting.today_ground, setting.colours
    if setting.doubt is not None:
        colours = pale_units(colours, block.stack, setting.doubt)
    blocks = make_blocks(columns, setting.fabrics, colours, setting.frame, hidden, today)
    picture = replace(block.picture, blocks=blocks)
    if cut.dig > 0 or cut.lid:
        off: dict[str, Any] = dict.fromkeys(("trees", "ice", "water", "rain", "glyphs", "outline"))
        return replace(picture, buildings=ColouredMesh.merged([]), **off)
    if cut.piece is None:
        return picture
    space = cut.piece.taken(setting.frame)
    return replace(
        picture,
        ice=_closed(block, picture.ice, space, setting.colours.ice_cut),
        water=_closed(block, picture.water, space, setting.colours.water),
        rain=picture.rain and clip(picture.rain, space)[0],
        **_standing(block, picture, space),
    )
