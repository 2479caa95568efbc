"""What lies over the block: the water of a cloudburst, and the map of heat, water and heritage."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting
from wijkgenese3d.geometry.hotspot_drape import HotspotMap, hotspot_picture
from wijkgenese3d.geometry.water_paths import make_water_paths
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.view_state import SPOT_THEMES, ViewState

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspots import HotspotDesk, Hotspots
    from wijkgenese3d.scene.load import Scene
    from wijkgenese3d.scene.rain import RainDesk

__all__ = ["OverBlock", "with_rain", "with_spots"]


def with_rain(
    picture: BlockPicture, outcome: RainOutcome, part: TimeSlice, setting: BlockSetting
) -> BlockPicture:
    """Return a whole picture of a slice with the water of a storm in it."""
    # What reckons with water takes a second to load: only for who asks.
    from wijkgenese3d.scene.rain import rain_surface

    ways = [(line.xy, line.m3) for line in outcome.lines]
    surface = rain_surface(part)
    water = make_water_paths(ways, outcome.depth_m, setting.grid, surface, setting.colours, setting.frame)
    return replace(picture, rain=water)


def with_spots(
    picture: BlockPicture,
    found: Hotspots,
    shown: Collection[str],
    part: TimeSlice,
    setting: BlockSetting,
) -> BlockPicture:
    """Return a whole picture of a slice with the map laid over it.

    Parameters
    ----------
    picture : BlockPicture
    found : Hotspots
    shown : collection of str
        Which of :data:`~wijkgenese3d.scene.view_state.SPOT_THEMES`.
    part : TimeSlice
    setting : BlockSetting
        What the picture is drawn with.
    """
    layers = HotspotMap(
        found.grid,
        heat=found.heat if "heat" in shown else None,
        wet=found.wet if "water" in shown else None,
        old=found.old if "heritage" in shown else None,
        meets=found.meets if len(shown) == len(SPOT_THEMES) else None,
    )
    return hotspot_picture(picture, layers, setting.canvas(part.cover_grid))


@dataclass(frozen=True, eq=False)
class OverBlock:
    """Lays over a block what a view asks for, as far as the scene speaks of it.

    Parameters
    ----------
    scene : Scene
    view : ViewState
    """

    scene: Scene = field(repr=False)
    view: ViewState

    def rains(self, year: float) -> bool:
        """Tell whether water is drawn in a year."""
        told = self.scene.file.rain
        return self.view.rain is not None and told is not None and told.speaks_of(year)

    def maps(self, year: float) -> bool:
        """Tell whether the map is drawn in a year."""
        told = self.scene.file.hotspots
        return bool(self.view.spots) and told is not None and told.speaks_of(year)

    def __call__(self, picture: BlockPicture, part: TimeSlice, setting: BlockSetting) -> BlockPicture:
        """Return a whole picture of a slice with it.

        Raises
        ------
        DeclarationError
            A class of land cover occurs of which the scene does not say what rain it takes.
        """
        if self.maps(part.year):
            found = self._spot_desk.find(part, self._rain_desk.outcome(part, self._rain_desk.usual_storm))
            picture = with_spots(picture, found, self.view.spots, part, setting)
        if self.rains(part.year) and self.view.rain is not None:
            picture = with_rain(picture, self._rain_desk.outcome(part, self.view.rain), part, setting)
        return picture

    @cached_property
    def _rain_desk(self) -> RainDesk:
        from wijkgenese3d.scene.rain import RainDesk

        return RainDesk(self.scene)

    @cached_property
    def _spot_desk(self) -> HotspotDesk:
        from wijkgenese3d.scene.hotspots import HotspotDesk

        return HotspotDesk(self.scene)
