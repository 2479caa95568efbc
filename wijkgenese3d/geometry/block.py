"""One moment as a picture: everything that is drawn, as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wijkgenese3d.geometry.buildings import make_buildings
from wijkgenese3d.geometry.canvas import Canvas, resampled
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cover_bodies import make_ice, make_water
from wijkgenese3d.geometry.drape import Drape, paint_cover
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh
from wijkgenese3d.geometry.outline import make_outline
from wijkgenese3d.geometry.paper import make_shadow
from wijkgenese3d.geometry.strokes import Paint, contour_strokes, line_strokes, shadow_strokes
from wijkgenese3d.geometry.terrain import make_terrain
from wijkgenese3d.geometry.trees import Trees, make_trees, plant_trees
from wijkgenese3d.geometry.walls import FabricImages, Wall, make_wall, walls_of
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.features import Feature
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import CoverClass
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["BlockPicture", "BlockSetting", "make_block_picture"]

MANY_TREES = 12_000
"""From so many trees on, the boundary runs above them."""


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
        Type of building to ``grey`` or ``straw``; others have a red roof.
    covers : tuple of CoverClass
        Classes of land cover, for their trees.
    certainty : (k,) uint8, optional
        How sure the shape is of what each event put there: 0 certain, 1 likely, 2 assumed.
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

    @cached_property
    def canvases(self) -> dict[Grid, Canvas]:
        """What drapes are painted on, by the raster of land cover; made once."""
        return {}

    def canvas(self, cover_grid: Grid) -> Canvas:
        """Return what a raster of land cover is painted on."""
        if cover_grid not in self.canvases:
            self.canvases[cover_grid] = Canvas.over(cover_grid)
        return self.canvases[cover_grid]

    def trees_per_ha(self, slice_id: str) -> np.ndarray:
        """Return the trees per hectare of each code of land cover in a slice, (256,)."""
        result = np.zeros(256)
        for item in self.covers:
            number = item.trees_per_ha_in.get(slice_id, item.trees_per_ha)
            result[item.code] = number * item.trees_factor_in_ribbon
        return result


@dataclass(frozen=True, eq=False)
class BlockPicture:
    """Everything that is drawn of one moment, in the local frame.

    Parameters
    ----------
    slice_id : str
        Which moment.
    terrain : TexturedMesh
        The ground; its texture is :attr:`drape` with all layers.
    drape : Drape
        What lies on the ground, layer by layer.
    walls : tuple of TexturedMesh
        South, east, north, west.
    buildings : ColouredMesh
        May be empty.
    trees, ice, water : ColouredMesh or None
        None where there is none.
    outline : DashedLine or None
        Boundary of the quarter.
    shadow : TexturedMesh
        Of the block on the paper.
    top : float
        Highest ground or ice, m NAP.
    """

    slice_id: str
    terrain: TexturedMesh = field(repr=False)
    drape: Drape = field(repr=False)
    walls: tuple[TexturedMesh, ...] = field(repr=False)
    buildings: ColouredMesh = field(repr=False)
    trees: ColouredMesh | None = field(repr=False)
    ice: ColouredMesh | None = field(repr=False)
    water: ColouredMesh | None = field(repr=False)
    outline: DashedLine | None = field(repr=False)
    shadow: TexturedMesh = field(repr=False)
    top: float = 0.0


def make_block_picture(time_slice: TimeSlice, setting: BlockSetting) -> BlockPicture:
    """Make what is drawn of one moment.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    grid, ground, colours, frame = setting.grid, time_slice.ground, setting.colours, setting.frame
    houses = time_slice.features.at(time_slice.year).of("building")
    trees = plant_trees(
        time_slice.cover_grid, time_slice.land_cover, setting.trees_per_ha(time_slice.slice_id)
    )
    drape = make_drape(time_slice, setting, trees)
    return BlockPicture(
        slice_id=time_slice.slice_id,
        terrain=make_terrain(grid, ground, drape.wash, frame),
        drape=drape,
        walls=tuple(
            make_wall(wall, time_slice.stack, setting.fabric_images, colours, frame, setting.certainty)
            for wall in setting.walls
        ),
        buildings=make_buildings(houses, grid, ground, colours, frame, setting.roofs),
        trees=make_trees(trees, grid, ground, colours, frame),
        ice=make_ice(grid, time_slice.ice, ground, colours, frame),
        water=make_water(grid, time_slice.water, ground, colours, frame),
        outline=make_outline(setting.boundary, grid, ground, frame, over_trees=len(trees) > MANY_TREES),
        shadow=setting.shadow,
        top=float(np.fmax(ground, time_slice.ice).max()),
    )


def make_drape(time_slice: TimeSlice, setting: BlockSetting, trees: Trees) -> Drape:
    """Paint what lies on the ground: land cover first, then roads, contours and shadows over it."""
    grid, ground, colours = setting.grid, time_slice.ground, setting.colours
    canvas = setting.canvas(time_slice.cover_grid)
    wash, light = paint_cover(canvas, grid, ground, time_slice.painted, colours, setting.exaggeration)
    paint = Paint(canvas, wash.copy(), light)
    now = time_slice.features.at(time_slice.year)
    strokes = line_strokes(paint, now.of("line"), lambda line: _class_of(time_slice, line, setting), colours)
    strokes += contour_strokes(paint, resampled(ground, grid, canvas))
    houses = [f for f in now.of("building") if f.geometry == "Polygon" and f.height > 0]
    rings = [np.array([p[:2] for p in f.xy]) for f in houses]
    strokes += shadow_strokes(paint, rings, [0.9 * min(f.height, 12.0) for f in houses], "houses")
    single = ~trees.dense
    crowns = _rings(trees.x[single], trees.y[single], trees.radius[single])
    strokes += shadow_strokes(paint, crowns, 0.7 * trees.radius[single], "plants", 1.0)
    return Drape(wash, tuple(strokes))


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
