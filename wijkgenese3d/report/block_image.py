"""The block as pixels from one viewpoint, and what of it is in view: for stills, pages and series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.block import BlockPicture, BlockSetting, make_block_picture
from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.opened import opened_block
from wijkgenese3d.geometry.turntable import CameraView, Turntable
from wijkgenese3d.geometry.viewpoint import HEADROOM, Viewpoint, camera_at, sees_whole
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.block_fit import FADE, Insets, faded, filling
from wijkgenese3d.report.over_picture import OverPicture
from wijkgenese3d.scene.in_view import Samples
from wijkgenese3d.scene.in_view_cut import cut_samples
from wijkgenese3d.scene.visible_legend import VisibleCounts

__all__ = ["MOST", "BlockImage", "BlockPainter", "on_paper"]

Over = Callable[[BlockPicture, TimeSlice, BlockSetting], BlockPicture]
"""Lays something over a whole picture of a slice."""
MOST = 34_000_000
"""Pixels that can be drawn at once: 7680x4320, or 3840x2160 twice as large and then averaged."""
_SUPERSAMPLE = 2
_FREE = 0.96
"""Share of the picture that an overview takes: a hair of paper round the block."""
_STEEP = 70.0
"""From so high, degrees, the shadow is a grey rim on all sides and says nothing."""


def on_paper(setting: BlockSetting, colour: RGB) -> BlockSetting:
    """Return a setting whose block lies on paper of one colour, as the page around it has."""
    return replace(setting, colours=replace(setting.colours, sky_top=colour, sky_bottom=colour, paper=colour))


@dataclass(frozen=True, eq=False)
class BlockImage:
    """A picture of the block.

    Parameters
    ----------
    pixels : (height, width, 3) uint8
        Row 0 on top.
    view : CameraView
    setting : BlockSetting
    shape : BlockShape
        Of the slice, as far as it was not cut away.
    samples : Samples
        What lies where in it.
    off : frozenset of str
        Keys of the layers that were left out.
    whole : bool
        All of the block is in view; a nearer picture is filled to its edges.
    """

    pixels: np.ndarray = field(repr=False)
    view: CameraView
    setting: BlockSetting = field(repr=False)
    shape: BlockShape = field(repr=False)
    samples: Samples = field(repr=False)
    off: frozenset[str] = frozenset()
    whole: bool = True

    def overlay(self, over: OverPicture, marks: Sequence[Mark], sides: dict[str, str]) -> dict[str, Any]:
        """Return where names, scale bar, depths, sides and north stand."""
        projection = Projection(self.view, self.setting.frame, over.logical_size)
        return annotate(projection, self.shape, marks, sides, lettering=over.lettering)

    def counts(self) -> VisibleCounts:
        """Count what is in view, for the legend."""
        height, width = self.pixels.shape[:2]
        projection = Projection(self.view, self.setting.frame, (float(width), float(height)))
        return self.samples.counts(projection, self.setting.exaggeration).without(self.off)


class BlockPainter:
    """Draws the block; keeps one stage for many pictures, and is closed after use.

    Parameters
    ----------
    setting : BlockSetting
    off : frozenset of str, optional
        Keys of the layers that are left out; by default those that a scene opens without.
    over : function, optional
        Lays something over a whole picture of a slice, such as rain.

    Raises
    ------
    MissingPartError
        When drawing: there is no off-screen OpenGL.
    """

    def __init__(
        self, setting: BlockSetting, off: frozenset[str] | None = None, over: Over | None = None
    ) -> None:
        self._setting, self._off, self._over = setting, off, over
        self._stage: Any = None

    def close(self) -> None:
        """Give the stage back."""
        if self._stage is not None:
            self._stage.close()
            self._stage = None

    def paint(
        self,
        part: TimeSlice,
        view: Viewpoint,
        size: tuple[int, int],
        cut: Cut | None = None,
        skyline: np.ndarray | None = None,
        insets: Insets | None = None,
    ) -> BlockImage:
        """Draw a slice.

        Parameters
        ----------
        part : TimeSlice
        view : Viewpoint
            From where; an overview has the whole block just in view.
        size : (width, height)
            px.
        cut : Cut, optional
            How the block is cut open.
        skyline : (n, 3), optional
            Local points that have to be in an overview as well: those of all slices of a series, which
            has one camera.
        insets : Insets, optional
            What an overview leaves free round the block, which fills the rest, on paper of one colour.
        """
        setting = self._setting
        picture, samples = make_block_picture(part, setting), Samples.of(part, setting)
        if self._over is not None:
            picture = self._over(picture, part, setting)
        if cut:
            block = opened_block(part, setting, picture)
            picture = block.cut(cut)
            samples = cut_samples(samples, block, cut, picture)
        points = picture.skyline if skyline is None else np.concatenate([picture.skyline, skyline])
        whole, aspect = self.sees_whole(view), size[0] / size[1]
        seen = self._camera(view, points).view(setting.frame, aspect)
        if whole and insets is not None:
            seen = filling(seen, np.concatenate([points, self._base_corners()]), aspect, insets)
            if view.elevation >= _STEEP:
                picture = replace(picture, shadow=None)
        pixels = self._pixels(picture, seen, size)
        if whole and insets is not None:
            pixels = faded(pixels, setting.colours.sky_top, round(FADE * size[0]))
        shape = BlockShape(setting.grid, picture.ground, setting.today_ground, setting.base, picture.standing)
        return BlockImage(pixels, seen, setting, shape, samples, self._off or frozenset(), whole)

    def sees_whole(self, view: Viewpoint) -> bool:
        """Tell whether a picture from a viewpoint has the whole block."""
        return sees_whole(view, *self._seen_in())

    def _seen_in(self) -> tuple[RDExtent, LocalFrame, tuple[float, float]]:
        setting = self._setting
        heights = (setting.base, float(setting.today_ground.max()) + HEADROOM)
        return setting.grid.extent, setting.frame, heights

    def _camera(self, view: Viewpoint, skyline: np.ndarray) -> Turntable:
        camera = camera_at(view, *self._seen_in(), skyline)
        return camera.zoomed(_FREE) if self.sees_whole(view) else camera

    def _base_corners(self) -> np.ndarray:
        """Return the lower corners of the block, (4, 3) local."""
        e, setting = self._setting.grid.extent, self._setting
        x, y = np.meshgrid((e.xmin, e.xmax), (e.ymin, e.ymax))
        return np.asarray(setting.frame.to_local(x.ravel(), y.ravel(), setting.base))

    def _pixels(self, picture: BlockPicture, seen: CameraView, size: tuple[int, int]) -> np.ndarray:
        from wijkgenese3d.render.stage import Stage

        times = _SUPERSAMPLE if size[0] * size[1] * _SUPERSAMPLE**2 <= MOST else 1
        large = (size[0] * times, size[1] * times)
        if self._stage is None:
            self._stage = Stage(self._setting.colours, large)
            if self._off is not None:
                self._stage.set_hidden(self._off)
        self._stage.resize(large, times * size[1] / 800)
        self._stage.show(picture)
        self._stage.set_camera(seen)
        return np.asarray(self._stage.image(sharp=True, reduce=times))
