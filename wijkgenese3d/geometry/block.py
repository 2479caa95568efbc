"""One moment as a picture: everything that is drawn, as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wijkgenese3d.geometry.buildings import make_buildings
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.cover_bodies import make_ice, make_water
from wijkgenese3d.geometry.drape import make_drape
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh
from wijkgenese3d.geometry.outline import make_outline
from wijkgenese3d.geometry.terrain import make_terrain
from wijkgenese3d.geometry.walls import FabricImages, Wall, make_wall, walls_of
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["BlockPicture", "BlockSetting", "make_block_picture"]


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
    exaggeration : float
        How many times larger heights are drawn.
    boundary : (n, 2)
        Ring round the quarter, RD, m; may be empty.
    grey_roofs : frozenset of str
        Types of buildings with a grey roof.
    """

    grid: Grid
    today_ground: np.ndarray = field(repr=False)
    fabrics: Mapping[int, Fabric] = field(repr=False)
    colours: BlockColours = field(repr=False)
    exaggeration: float = 1.0
    boundary: np.ndarray = field(default_factory=lambda: np.empty((0, 2)), repr=False)
    grey_roofs: frozenset[str] = frozenset()

    @cached_property
    def frame(self) -> LocalFrame:
        """The frame that everything is drawn in."""
        return LocalFrame.of(self.grid.extent, self.exaggeration)

    @cached_property
    def walls(self) -> tuple[Wall, ...]:
        """The four sides."""
        return walls_of(self.grid, self.today_ground)

    @cached_property
    def fabric_images(self) -> FabricImages:
        """Fabrics on the walls, made once."""
        return FabricImages(self.fabrics)


@dataclass(frozen=True, eq=False)
class BlockPicture:
    """Everything that is drawn of one moment, in the local frame.

    Parameters
    ----------
    slice_id : str
        Which moment.
    terrain : TexturedMesh
        The ground with what lies on it.
    walls : tuple of TexturedMesh
        South, east, north, west.
    buildings : ColouredMesh
        May be empty.
    ice, water : ColouredMesh or None
        None where there is none.
    outline : DashedLine or None
        Boundary of the quarter.
    top : float
        Highest ground or ice, m NAP.
    """

    slice_id: str
    terrain: TexturedMesh = field(repr=False)
    walls: tuple[TexturedMesh, ...] = field(repr=False)
    buildings: ColouredMesh = field(repr=False)
    ice: ColouredMesh | None = field(repr=False)
    water: ColouredMesh | None = field(repr=False)
    outline: DashedLine | None = field(repr=False)
    top: float = 0.0


def make_block_picture(time_slice: TimeSlice, setting: BlockSetting) -> BlockPicture:
    """Make what is drawn of one moment.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    grid, ground, colours, frame = setting.grid, time_slice.ground, setting.colours, setting.frame
    drape = make_drape(
        grid, ground, time_slice.cover_grid, time_slice.land_cover, colours, setting.exaggeration
    )
    houses = time_slice.features.at(time_slice.year).of("building")
    return BlockPicture(
        slice_id=time_slice.slice_id,
        terrain=make_terrain(grid, ground, drape, frame),
        walls=tuple(
            make_wall(wall, time_slice.stack, setting.fabric_images, colours, frame) for wall in setting.walls
        ),
        buildings=make_buildings(houses, grid, ground, colours, frame, setting.grey_roofs),
        ice=make_ice(grid, time_slice.ice, ground, colours, frame),
        water=make_water(grid, time_slice.water, ground, colours, frame),
        outline=make_outline(setting.boundary, grid, ground, frame),
        top=float(np.fmax(ground, time_slice.ice).max()),
    )
