"""One moment as a picture: everything that is drawn, as plain arrays."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.ndimage import minimum_filter

from wijkgenese3d.geometry.buildings import make_buildings
from wijkgenese3d.geometry.canvas import Canvas, resampled
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cover_bodies import make_ice, make_water
from wijkgenese3d.geometry.doubt import (
    Doubt,
    doubt_strokes,
    pale_mesh,
    pale_strokes,
    pale_units,
    pale_wall,
    pale_wash,
)
from wijkgenese3d.geometry.drape import Drape, Stroke, paint_cover
from wijkgenese3d.geometry.glyphs import make_glyphs
from wijkgenese3d.geometry.groundwater import make_groundwater
from wijkgenese3d.geometry.light import lit
from wijkgenese3d.geometry.light_on_ground import GroundLight
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh
from wijkgenese3d.geometry.outline import make_outline
from wijkgenese3d.geometry.paper import make_shadow
from wijkgenese3d.geometry.peel import Peeled, peel
from wijkgenese3d.geometry.rasterised import inside_rings
from wijkgenese3d.geometry.strokes import Paint, contour_strokes, line_strokes, shadow_strokes
from wijkgenese3d.geometry.surroundings import Quiet, Surroundings
from wijkgenese3d.geometry.terrain import make_terrain
from wijkgenese3d.geometry.trees import (
    Density,
    Ribbon,
    Trees,
    make_trees,
    plant_trees,
    tree_density,
    wood_cover,
)
from wijkgenese3d.geometry.walls import FabricImages, Wall, WallMarks, make_wall, walls_of
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import CoverClass
from wijkgenese3d.model.timeline import Timeline
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["BlockPicture", "BlockSetting", "make_block_picture", "skyline_of"]

_SQUARE = 8
"""Side of the squares of a skyline, cells."""


@dataclass(frozen=True, eq=False)
class BlockSetting:
    """What is the same in every slice of a scene.

    Parameters
    ----------
    grid : Grid
        Map cells of the ground.
    today_ground : (ny, nx)
        Today's ground surface, m NAP: 30 m below it the walls fade.
    fabrics : mapping of int to Fabric
        By index of the unit.
    colours : BlockColours
        What everything is painted with.
    base : float
        Underside of the block, m NAP.
    exaggeration : float
        How many times larger heights are drawn.
    boundary : (n, 2)
        Ring round the quarter, RD, m; may be empty.
    roofs : mapping of str to str
        Type of building to ``grey``, ``straw`` or ``pale``; others have a red roof.
    covers : tuple of CoverClass
        Classes of land cover, for their trees.
    certainty : (k,) uint8, optional
        How sure the shape is of what each event put there: 0 certain, 1 likely, 2 assumed.
    groundwater : float, optional
        Its level, m NAP, where it is known.
    hidden_units : frozenset of int
        Indices of units that are not drawn: what lies under them shows.
    as_blocks : bool
        Draw the ground in blocks instead of smooth.
    packed : bool
        Pack drapes and walls: for who keeps many pictures.
    surroundings : Surroundings, optional
        How the land outside the quarter is toned down.
    timeline : Timeline, optional
        Stops of the scene: a class of land cover may have its own number of trees in some.
    ribbon : Ribbon, optional
        Where the factors of ``trees_factor_in_ribbon`` hold.
    doubt : Doubt, optional
        How sure everything is, and from where on it is drawn pale.
    """

    grid: Grid
    today_ground: np.ndarray = field(repr=False)
    fabrics: Mapping[int, Fabric] = field(repr=False)
    colours: BlockColours = field(repr=False)
    base: float = 0.0
    exaggeration: float = 1.0
    boundary: np.ndarray = field(default_factory=lambda: np.empty((0, 2)), repr=False)
    roofs: Mapping[str, str] = field(default_factory=dict)
    covers: tuple[CoverClass, ...] = field(default=(), repr=False)
    certainty: np.ndarray | None = field(default=None, repr=False)
    groundwater: float | None = None
    hidden_units: frozenset[int] = frozenset()
    as_blocks: bool = False
    packed: bool = False
    surroundings: Surroundings | None = None
    timeline: Timeline | None = None
    ribbon: Ribbon | None = None
    doubt: Doubt | None = None
    _canvases: dict[Grid, Canvas] = field(default_factory=dict, init=False, repr=False)
    _quiets: dict[Grid, Quiet] = field(default_factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @cached_property
    def frame(self) -> LocalFrame:
        """The frame that everything is drawn in."""
        return LocalFrame.of(self.grid.extent, self.exaggeration)

    @cached_property
    def walls(self) -> tuple[Wall, ...]:
        """The four sides."""
        return walls_of(self.grid, self.today_ground)

    @cached_property
    def shadow(self) -> TexturedMesh:
        """What the block lays on the paper."""
        return make_shadow(self.grid.extent, self.base, self.frame, self.colours.ink)

    @cached_property
    def fabric_images(self) -> FabricImages:
        """Fabrics on the walls, made once."""
        return FabricImages(self.fabrics)

    def canvas(self, cover_grid: Grid) -> Canvas:
        """Return what a raster of land cover is painted on; made once, also where two threads ask."""
        with self._lock:
            if cover_grid not in self._canvases:
                self._canvases[cover_grid] = Canvas.over(cover_grid)
            return self._canvases[cover_grid]

    def quiet(self, part: TimeSlice) -> Quiet | None:
        """Return where the land outside the boundary is toned down in a slice; None where it is not."""
        if self.surroundings is None or part.year < self.surroundings.from_year or len(self.boundary) < 3:
            return None
        canvas, grid = self.canvas(part.cover_grid), part.cover_grid
        with self._lock:
            if grid not in self._quiets:
                outside = ~inside_rings(canvas, [self.boundary])
                self._quiets[grid] = Quiet(canvas, outside, self.surroundings.share)
            return self._quiets[grid]

    @cached_property
    def wall_colours(self) -> BlockColours:
        """Colours of the walls: hidden units are left blank."""
        if not self.hidden_units:
            return self.colours
        ground = self.colours.ground.copy()
        ground[sorted(self.hidden_units)] = self.colours.paper
        return replace(self.colours, ground=ground, blank=self.hidden_units)

    def tree_density(self, part: TimeSlice) -> Density:
        """Return how many trees a hectare stand where in a slice; a year is as the stop before it."""
        stop = self.timeline.stop_of(part.slice_id, part.year) if self.timeline else part.slice_id
        return tree_density(self.covers, stop, self.ribbon)


@dataclass(frozen=True, eq=False)
class BlockPicture:
    """Everything that is drawn of one moment, in the local frame.

    Parameters
    ----------
    slice_id : str
        Which moment.
    terrain : TexturedMesh
        The ground; its texture comes from :attr:`drape` where there is one.
    walls : tuple of TexturedMesh
        South, east, north, west.
    buildings : ColouredMesh
        May be empty.
    ice, water, trees, glyphs, groundwater : ColouredMesh or None
        None where there is none.
    outline : DashedLine or None
        Boundary of the quarter.
    drape : Drape or None
        What lies on the ground, layer by layer; None where the texture of the terrain is all.
    blocks : ColouredMesh or None
        The ground in blocks, in place of terrain and walls.
    shadow : TexturedMesh or None
        Of the block on the paper.
    bare : TexturedMesh or None
        The ground under a lid that is lifted: then terrain and all that stands on it are that lid.
    lid_rise : float
        How high the lid is lifted, m of the drawing.
    guides : DashedLine or None
        Between the block and its lid.
    inner : tuple of TexturedMesh
        Walls and floor that come to light where a piece is cut out, at most three.
    rain : ColouredMesh or None
        Water of a cloudburst.
    ghost : BlockPicture or None
        What was there before a half was taken, to be drawn faintly over it in a sharp image.
    skyline : (n, 3) float32
        Points round the top of ground and ice, local: where none is cropped, nothing is.
    ground : (ny, nx) float32
        The ground as it is drawn, without what is hidden, m NAP.
    standing : (ny, nx) float64 or None
        How high that what was on the ground is in a block that is cut open, such as on its lid, m NAP; NaN
        where it was taken. None where it is on the ground.
    old_ground : ColouredMesh or None
        Where the ground lay in another moment, before the sides.
    """

    slice_id: str
    terrain: TexturedMesh = field(repr=False)
    walls: tuple[TexturedMesh, ...] = field(repr=False)
    buildings: ColouredMesh = field(repr=False)
    ice: ColouredMesh | None = field(repr=False)
    water: ColouredMesh | None = field(repr=False)
    outline: DashedLine | None = field(repr=False)
    drape: Drape | None = field(default=None, repr=False)
    trees: ColouredMesh | None = field(default=None, repr=False)
    glyphs: ColouredMesh | None = field(default=None, repr=False)
    groundwater: ColouredMesh | None = field(default=None, repr=False)
    blocks: ColouredMesh | None = field(default=None, repr=False)
    shadow: TexturedMesh | None = field(default=None, repr=False)
    bare: TexturedMesh | None = field(default=None, repr=False)
    lid_rise: float = 0.0
    guides: DashedLine | None = field(default=None, repr=False)
    inner: tuple[TexturedMesh, ...] = field(default=(), repr=False)
    rain: ColouredMesh | None = field(default=None, repr=False)
    ghost: BlockPicture | None = field(default=None, repr=False)
    skyline: np.ndarray = field(default_factory=lambda: np.empty((0, 3), np.float32), repr=False)
    ground: np.ndarray = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    standing: np.ndarray | None = field(default=None, repr=False)
    old_ground: ColouredMesh | None = field(default=None, repr=False)


def make_block_picture(time_slice: TimeSlice, setting: BlockSetting) -> BlockPicture:
    """Make what is drawn of one moment.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    grid, colours, frame = setting.grid, setting.colours, setting.frame
    peeled = peel(time_slice.stack, setting.hidden_units, setting.fabrics) if setting.hidden_units else None
    stack = peeled.stack if peeled else time_slice.stack
    ground = stack.ground
    standing = _standing(time_slice.features.at(time_slice.year), grid, peeled)
    ice, water = (_not_over(body, peeled) for body in (time_slice.ice, time_slice.water))
    trees = plant_trees(time_slice.cover_grid, time_slice.land_cover, setting.tree_density(time_slice))
    trees = trees.where(_kept(trees.x, trees.y, grid, peeled))
    light = GroundLight(ground, grid.cell, setting.exaggeration)
    things = _things(setting, setting.quiet(time_slice), light, (standing, trees))
    marks = WallMarks(setting.certainty, None if peeled is None else peeled.bare)
    drape = make_drape(time_slice, setting, standing, trees, light, peeled)
    picture = BlockPicture(
        slice_id=time_slice.slice_id,
        # The drape brings the texture.
        terrain=make_terrain(grid, ground, np.zeros((1, 1, 3), dtype=np.uint8), frame),
        drape=drape,
        walls=tuple(
            make_wall(wall, stack, setting.fabric_images, setting.wall_colours, frame, marks)
            for wall in setting.walls
        ),
        buildings=things.buildings or ColouredMesh.merged([]),
        trees=things.trees,
        ice=make_ice(grid, ice, ground, colours, frame),
        water=make_water(grid, water, ground, colours, frame),
        glyphs=things.glyphs,
        groundwater=make_groundwater(grid, ground, (setting.base, setting.groundwater), colours, frame),
        outline=make_outline(setting.boundary, grid, ground, frame, wood_cover(trees, grid)),
        blocks=_blocks(time_slice, setting) if setting.as_blocks else None,
        shadow=setting.shadow,
        skyline=skyline_of(grid, np.fmax(ground, ice), frame),
        ground=_under_feet(setting, ground)[0].astype(np.float32),
    )
    if setting.doubt is not None:
        picture = _paled(picture, time_slice, stack, setting, setting.doubt)
    if setting.packed:
        picture = replace(picture, drape=drape.packed(), walls=tuple(wall.packed() for wall in picture.walls))
    return picture


def _paled(
    picture: BlockPicture, time_slice: TimeSlice, stack: LayerStack, setting: BlockSetting, doubt: Doubt
) -> BlockPicture:
    """Make pale what is less certain than asked for; the drape and the houses are so already."""
    paper = setting.colours.paper
    trees, water = picture.trees, picture.water
    if doubt.period(time_slice.year):
        trees, water = (body and pale_mesh(body, paper) for body in (trees, water))
    walls = tuple(
        pale_wall(mesh, wall, stack, doubt, paper)
        for mesh, wall in zip(picture.walls, setting.walls, strict=True)
    )
    return replace(picture, walls=walls, trees=trees, water=water)


class _Things(NamedTuple):
    buildings: ColouredMesh | None
    trees: ColouredMesh | None
    glyphs: ColouredMesh | None


def _things(
    setting: BlockSetting, quiet: Quiet | None, light: GroundLight, standing: tuple[FeatureTable, Trees]
) -> _Things:
    """Make the meshes of what stands on the ground, toned down outside the quarter."""
    grid, colours, frame = setting.grid, setting.colours, setting.frame
    (features, trees), roofs = standing, setting.roofs
    ground, lowest = _under_feet(setting, light.ground)
    houses, pins = features.of("building"), features.of("pin")

    def built(some: FeatureTable) -> ColouredMesh | None:
        if setting.doubt is None:
            return make_buildings(some, grid, lowest, colours, frame, roofs) if len(some) else None
        sure, unsure = (
            make_buildings(part, grid, lowest, colours, frame, roofs) for part in setting.doubt.of(some)
        )
        return ColouredMesh.merged([sure, pale_mesh(unsure, colours.paper)]) if len(some) else None

    def planted(some: Trees) -> ColouredMesh | None:
        return make_trees(some, grid, ground, colours, frame, light)

    def set_up(some: FeatureTable) -> ColouredMesh | None:
        return make_glyphs(some, grid, ground, colours, frame)

    if quiet is None:
        return _Things(built(houses), planted(trees), set_up(pins))
    return _Things(
        quiet.mesh(built, houses, quiet.holds(*houses.centres().T)),
        quiet.mesh(planted, trees, quiet.holds(trees.x, trees.y)),
        quiet.mesh(set_up, pins, quiet.holds(*pins.centres().T)),
    )


def skyline_of(grid: Grid, top: np.ndarray, frame: LocalFrame) -> np.ndarray:
    """Return the corners of squares over the ground, each as high as the highest in it, (n, 3) float32."""
    rows, columns = np.arange(0, grid.ny, _SQUARE), np.arange(0, grid.nx, _SQUARE)
    highest = np.maximum.reduceat(np.maximum.reduceat(top, rows, axis=0), columns, axis=1)
    x = np.append(grid.x_edges[columns], grid.extent.xmax)
    y = np.append(grid.y_edges[rows], grid.extent.ymax)
    corners = [(xs[None, :], ys[:, None]) for xs in (x[:-1], x[1:]) for ys in (y[:-1], y[1:])]
    return np.concatenate([frame.to_local(cx, cy, highest).reshape(-1, 3) for cx, cy in corners])


def _blocks(time_slice: TimeSlice, setting: BlockSetting) -> ColouredMesh:
    # Voxels bring xarray and pandas along, 1.5 s to load: only for who asks for blocks.
    from wijkgenese3d.geometry.blocks import make_blocks

    columns, frame = time_slice.columns, setting.frame
    hidden, today = setting.hidden_units, setting.today_ground
    colours = setting.colours
    if setting.doubt is not None:
        colours = pale_units(colours, time_slice.stack, setting.doubt)
    return make_blocks(columns, setting.fabrics, colours, frame, hidden, today)


def _under_feet(setting: BlockSetting, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what names and trees stand on, and houses: no corner of those may hang in the air on blocks."""
    if not setting.as_blocks:
        return ground, ground
    from wijkgenese3d.geometry.blocks import block_tops

    tops = block_tops(ground, setting.base)
    return tops, minimum_filter(tops, 3)


def _kept(x: np.ndarray, y: np.ndarray, grid: Grid, peeled: Peeled | None) -> np.ndarray:
    """Tell which places still have the ground under them."""
    if peeled is None:
        return np.ones(len(x), dtype=bool)
    e = grid.extent
    ix = np.clip(((x - e.xmin) / grid.cell).astype(int), 0, grid.nx - 1)
    iy = np.clip(((y - e.ymin) / grid.cell).astype(int), 0, grid.ny - 1)
    return np.asarray(~peeled.bare[iy, ix])


def _standing(things: FeatureTable, grid: Grid, peeled: Peeled | None) -> FeatureTable:
    """Lines, and what still has the ground under it: houses, mills."""
    if peeled is None:
        return things
    middle = things.centres()
    kept = _kept(middle[:, 0], middle[:, 1], grid, peeled)
    lines = np.array([thing.kind == "line" for thing in things], dtype=bool)
    return things.where(kept | lines)


def _not_over(body: np.ndarray, peeled: Peeled | None) -> np.ndarray:
    """Ice or water without what would float: the ground under it is taken off."""
    return body if peeled is None else np.where(peeled.bare, np.float32(np.nan), body)


def make_drape(
    time_slice: TimeSlice,
    setting: BlockSetting,
    standing: FeatureTable,
    trees: Trees,
    light: GroundLight,
    peeled: Peeled | None = None,
) -> Drape:
    """Paint what lies on the ground: land cover first, then roads, contours and shadows over it.

    Parameters
    ----------
    time_slice : TimeSlice
    setting : BlockSetting
    standing : FeatureTable
        Lines, and buildings that still have the ground under them.
    trees : Trees
        The same.
    light : GroundLight
        On the ground that is drawn.
    peeled : Peeled, optional
        Where units are taken off: what is laid bare hides roads, but not contours.
    """
    grid, colours = setting.grid, setting.colours
    canvas = setting.canvas(time_slice.cover_grid)
    wash, bare_light = paint_cover(canvas, grid, light, time_slice.painted, colours)
    quiet = setting.quiet(time_slice)
    if quiet is not None:
        quiet.tone_image(wash)
    stack = peeled.stack if peeled else time_slice.stack
    if setting.doubt is not None:
        pale_wash(wash, canvas, stack, time_slice.year, setting.doubt, colours.paper)
    paint = Paint(canvas, bare_light, quiet)
    strokes = _line_strokes(paint, standing.of("line"), time_slice, setting)
    if setting.doubt is not None:
        strokes += doubt_strokes(paint, stack, standing, setting.doubt, colours)
    if peeled is not None:
        strokes.append(_laid_bare(paint, grid, peeled, colours))
    strokes += contour_strokes(paint, resampled(light.ground, grid, canvas))
    houses = [f for f in standing.of("building") if f.geometry == "Polygon" and f.height > 0]
    rings = [np.array([p[:2] for p in f.xy]) for f in houses]
    strokes += shadow_strokes(paint, rings, [0.9 * min(f.height, 12.0) for f in houses], "houses")
    single = ~trees.dense
    crowns = _rings(trees.x[single], trees.y[single], trees.radius[single])
    strokes += shadow_strokes(paint, crowns, 0.7 * trees.radius[single], "plants", 1.0, upright=False)
    return Drape(wash, tuple(strokes))


def _line_strokes(
    paint: Paint, lines: FeatureTable, time_slice: TimeSlice, setting: BlockSetting
) -> list[Stroke]:
    """Paint lines; those that are less certain than asked for are pale, under the others."""

    def painted(some: FeatureTable) -> list[Stroke]:
        return line_strokes(paint, some, lambda line: _class_of(time_slice, line, setting), setting.colours)

    if setting.doubt is None:
        return painted(lines)
    sure, unsure = setting.doubt.of(lines)
    return pale_strokes(painted(unsure), setting.colours.paper) + painted(sure)


def _laid_bare(paint: Paint, grid: Grid, peeled: Peeled, colours: BlockColours) -> Stroke:
    """Paint what comes to the surface where hidden units are taken off."""
    index = np.flatnonzero(resampled(peeled.bare.astype(np.float32), grid, paint.canvas) > 0.5)
    across, along = paint.canvas.steps
    row, column = np.divmod(index, paint.canvas.shape[1])
    iy = np.minimum(((row + 0.5) * along / grid.cell).astype(int), grid.ny - 1)
    ix = np.minimum(((column + 0.5) * across / grid.cell).astype(int), grid.nx - 1)
    own = colours.ground[peeled.unit[iy, ix], peeled.lithology[iy, ix] & 15].astype(np.float32)
    return Stroke("bare", index.astype(np.int32), lit(own, paint.light.ravel()[index]))


def _rings(x: np.ndarray, y: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """Hexagons, (n, 6, 2)."""
    turn = np.arange(6) * np.pi / 3
    return np.stack(
        (x[:, None] + radius[:, None] * np.cos(turn), y[:, None] + radius[:, None] * np.sin(turn)), -1
    )


def _class_of(time_slice: TimeSlice, line: Feature, setting: BlockSetting) -> int:
    """Code of the land cover that a line shows as, 0 for none: what lies there over what was painted."""
    xy = np.array([p[:2] for p in line.xy])
    middle = (xy[1:] + xy[:-1]) / 2
    grid = time_slice.cover_grid
    e = grid.extent
    ix = np.floor((middle[:, 0] - e.xmin) / grid.cell).astype(int)
    iy = np.floor((middle[:, 1] - e.ymin) / grid.cell).astype(int)
    inside = (ix >= 0) & (ix < grid.nx) & (iy >= 0) & (iy < grid.ny)
    over, under = (a[iy[inside], ix[inside]] for a in (time_slice.land_cover, time_slice.painted))
    laid = over[over != under]
    if len(laid):
        return int(np.bincount(laid).argmax())
    roads = {item.code for item in setting.covers if item.pattern == "edge lines"}
    return int(np.bincount(over).argmax()) if len(over) and int(np.bincount(over).argmax()) in roads else 0
