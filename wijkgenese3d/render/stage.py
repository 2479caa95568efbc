"""The stage: one set of actors in a window off-screen, on which pictures are swapped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - what makes the windows
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkFloatArray, vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow, vtkTexture

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.mesh import TexturedMesh
from wijkgenese3d.geometry.paper import make_paper
from wijkgenese3d.geometry.turntable import CameraView
from wijkgenese3d.render.ink import draw_ink
from wijkgenese3d.render.outline_visual import OutlineVisual
from wijkgenese3d.render.rest import give_back
from wijkgenese3d.render.visual import ColouredVisual, TexturedVisual
from wijkgenese3d.render.vtk_arrays import image_data

__all__ = ["LAYERS", "Stage"]

LAYERS = frozenset(
    {"subsurface", "plants", "water", "contours", "houses", "roads", "sewer", "border", "groundwater"}
)
"""Keys of the layers that a stage can leave out."""
GHOST = 0.12
"""How much is seen of the half that is taken away."""
_OFF = frozenset({"sewer", "groundwater"})
"""Left out until somebody asks for them."""

_BAND = 2_000_000
"""Pixels that are worked on at a time."""


class Stage:
    """Draws one picture at a time; must be used from one thread.

    Nothing is lit (the light is baked into the colours), only a shadow is translucent and multi-sampling is
    off: in software OpenGL each of these costs more than the scene itself. It is plain VTK: a plotter of
    PyVista takes 1.7 s longer to load and 110 MB more.

    Parameters
    ----------
    colours : BlockColours
        For the paper behind the block and the boundary on it.
    size : (width, height)
        Of the image, pixels.
    beside : Stage, optional
        Another stage, in whose window this one draws as well: one of its own takes 30 bytes a pixel more.
        It is closed before the other.
    """

    def __init__(
        self, colours: BlockColours, size: tuple[int, int] = (1280, 720), *, beside: Stage | None = None
    ) -> None:
        self._own_window = beside is None
        self._window: vtkRenderWindow = _new_window() if beside is None else beside._window
        self._renderer = renderer = vtkRenderer()
        renderer.SetTwoSidedLighting(False)
        renderer.SetAutomaticLightCreation(False)
        # Only the shadow is translucent: no 26 bytes a pixel to put several in order.
        renderer.SetUseOIT(False)
        self._window.AddRenderer(renderer)
        renderer.GetActiveCamera().SetParallelProjection(True)
        self._papers = {
            False: _texture(make_paper(colours.sky_top, colours.sky_bottom)),
            True: _texture(make_paper(colours.night_top, colours.night_bottom)),
        }
        self.set_dark(False)
        renderer.SetTexturedBackground(True)
        self._ink = colours.ink
        self._shadow = TexturedVisual(renderer)
        self._shadow.actor.ForceTranslucentOn()
        self._shadow_of: TexturedMesh | None = None
        self._terrain = TexturedVisual(renderer)
        self._walls = [TexturedVisual(renderer, blank=colours.paper) for _ in range(4)]
        self._bare = TexturedVisual(renderer, blank=colours.paper)
        self._inner = [TexturedVisual(renderer, blank=colours.paper) for _ in range(3)]
        self._buildings = ColouredVisual(renderer)
        self._trees = ColouredVisual(renderer)
        self._blocks = ColouredVisual(renderer)
        self._glyphs = ColouredVisual(renderer)
        self._groundwater = ColouredVisual(renderer)
        self._water = ColouredVisual(renderer)
        self._rain = ColouredVisual(renderer)
        self._ice = ColouredVisual(renderer)
        self._old_ground = ColouredVisual(renderer)
        self._outline = OutlineVisual(renderer, colours.boundary, colours.boundary_casing)
        self._guides = OutlineVisual(renderer, colours.ink, colours.paper)
        self._size = size
        self._draped: tuple[object, frozenset[str], np.ndarray] | None = None
        self._picture: BlockPicture | None = None
        self._hidden: frozenset[str] = _OFF

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the image, pixels."""
        return self._size

    def resize(self, size: tuple[int, int], scale: float = 1.0) -> None:
        """Make the image this wide and high from now on, pixels; lines are drawn ``scale`` times as wide."""
        self._size = size
        self._outline.set_scale(scale)
        self._guides.set_scale(scale / 2)

    def show(self, picture: BlockPicture) -> None:
        """Put a picture on the stage in place of the one before."""
        self._picture = picture
        for visual, mesh in zip(self._walls, picture.walls, strict=True):
            visual.show(mesh)
        self._buildings.show(picture.buildings)
        self._trees.show(picture.trees)
        self._water.show(picture.water)
        self._rain.show(picture.rain)
        self._ice.show(picture.ice)
        self._old_ground.show(picture.old_ground)
        self._blocks.show(picture.blocks)
        self._glyphs.show(picture.glyphs)
        self._groundwater.show(picture.groundwater)
        self._outline.show(picture.outline)
        self._guides.show(picture.guides)
        self._bare.show(picture.bare)
        for number, visual in enumerate(self._inner):
            visual.show(picture.inner[number] if number < len(picture.inner) else None)
        for thing in self._on_the_lid():
            thing.raise_by(picture.lid_rise)
        if picture.shadow is not None and picture.shadow is not self._shadow_of:
            self._shadow.show(picture.shadow)
            self._shadow_of = picture.shadow
        self._show_layers()
        self._show_drape()

    def set_dark(self, dark: bool) -> None:
        """Lay the block on dark paper, or on light; it is drawn alike on both."""
        self._renderer.SetBackgroundTexture(self._papers[dark])

    def set_hidden(self, layers: frozenset[str]) -> None:
        """Leave layers out from now on; keys are those of :data:`LAYERS`, others mean nothing."""
        if layers == self._hidden:
            return
        self._hidden = layers
        if self._picture is not None:
            self._show_layers()
            self._show_drape()

    def _show_drape(self) -> None:
        assert self._picture is not None
        terrain, drape = self._picture.terrain, self._picture.drape
        if drape is not None:
            # A block that is cut open has the drape of the whole one.
            if self._draped is None or self._draped[:2] != (drape, self._hidden):
                self._draped = (drape, self._hidden, drape.texture(self._hidden))
            terrain = replace(terrain, texture=self._draped[2])
        self._terrain.show(terrain)
        self._terrain.actor.SetVisibility(self._picture.blocks is None)

    def _show_layers(self) -> None:
        """Switch actors by their layer."""
        smooth = self._picture is None or self._picture.blocks is None
        for visual, layer in (
            (self._buildings, "houses"),
            (self._trees, "plants"),
            (self._water, "water"),
            (self._glyphs, "houses"),
            (self._groundwater, "groundwater"),
            (self._outline, "border"),
        ):
            visual.set_visible(layer not in self._hidden)
        for wall in (*self._walls, *self._inner, self._bare):
            wall.set_visible(smooth)
            wall.blank("subsurface" in self._hidden)

    def _on_the_lid(self) -> tuple[TexturedVisual | ColouredVisual | OutlineVisual, ...]:
        """Return what goes up with the lid."""
        on_ground = (self._buildings, self._trees, self._glyphs, self._water, self._rain, self._ice)
        return (self._terrain, *on_ground, self._outline)

    def set_camera(self, view: CameraView) -> None:
        """Look from here."""
        camera = self._renderer.GetActiveCamera()
        camera.SetPosition(*view.position)
        camera.SetFocalPoint(*view.focal)
        camera.SetViewUp(*view.up)
        camera.SetParallelScale(view.height / 2)

    def image(self, *, sharp: bool = False, reduce: int = 1) -> np.ndarray:
        """Draw, and return the image, (height, width, 3) uint8, its first row above.

        Parameters
        ----------
        sharp : bool
            With lines of ink; takes longer.
        reduce : int
            Averaged over squares of so many pixels a side, which must divide both sides.
        """
        image = self._drawn(sharp, reduce)
        shown = self._picture
        if sharp and shown is not None and shown.ghost is not None:
            self.show(shown.ghost)
            faint = self._drawn(sharp, reduce)
            self.show(shown)
            image = (image * np.float32(1 - GHOST) + faint * np.float32(GHOST)).astype(np.uint8)
        return image

    def rest(self) -> None:
        """Give back what only drawing needs, until the next image, also of a stage beside this one."""
        give_back(self._window)

    def _drawn(self, sharp: bool, reduce: int) -> np.ndarray:
        self._take_window()
        self._renderer.ResetCameraClippingRange()
        self._window.Render()
        width, height = self._size
        result = np.empty((height // reduce, width // reduce, 3), dtype=np.uint8)
        # In bands: what a large image needs besides itself would be several times as large.
        rows = max(reduce, _BAND // (width * reduce) * reduce)
        for first in range(0, height, rows):
            last = min(first + rows, height)
            band = self._band(first, last, sharp)
            if reduce > 1:
                band = _averaged(band, reduce)
            result[(height - last) // reduce : (height - first) // reduce] = band[::-1]
        return result

    def _take_window(self) -> None:
        """Have the window draw this stage and nothing else, in its size."""
        if self._window.GetSize() != self._size:
            self._window.SetSize(*self._size)
        for renderer in self._window.GetRenderers():
            renderer.SetDraw(renderer is self._renderer)

    def _band(self, first: int, last: int, sharp: bool) -> np.ndarray:
        """Return some rows of what is drawn, counted from below, (rows, width, 3) uint8."""
        width, height = self._size
        # Ink looks one row further on both sides.
        low, high = (max(first - 1, 0), min(last + 1, height)) if sharp else (first, last)
        pixels = vtkUnsignedCharArray()
        self._window.GetPixelData(0, low, width - 1, high - 1, 0, pixels, 0)
        image = vtk_to_numpy(pixels).reshape(high - low, width, 3)
        if sharp:
            pixel = 2 * self._renderer.GetActiveCamera().GetParallelScale() / height
            image = draw_ink(image, self._depth(low, high), pixel, self._ink)
        return np.asarray(image[first - low : last - low])

    def _depth(self, low: int, high: int) -> np.ndarray:
        """Return how far behind the nearest plane each pixel of some rows lies, (rows, width) float32."""
        width = self._size[0]
        values = vtkFloatArray()
        self._window.GetZbufferData(0, low, width - 1, high - 1, values)
        near, far = self._renderer.GetActiveCamera().GetClippingRange()
        return np.asarray(vtk_to_numpy(values).reshape(high - low, width) * np.float32(far - near))

    def close(self) -> None:
        """Give back all that was made for it, and its own window."""
        for paper in self._papers.values():
            paper.ReleaseGraphicsResources(self._window)
        self._renderer.SetBackgroundTexture(None)  # type: ignore[arg-type]
        self._renderer.ReleaseGraphicsResources(self._window)
        self._renderer.RemoveAllViewProps()
        self._window.RemoveRenderer(self._renderer)
        if self._own_window:
            self._window.Finalize()


def _new_window() -> vtkRenderWindow:
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetMultiSamples(0)
    return window


def _averaged(image: np.ndarray, times: int) -> np.ndarray:
    """Return an image averaged over squares of pixels."""
    height, width, channels = image.shape
    squares = image.reshape(height // times, times, width // times, times, channels)
    total = squares.sum(axis=(1, 3), dtype=np.uint16)
    return np.asarray(((total + times * times // 2) // (times * times)).astype(np.uint8))


def _texture(image: np.ndarray) -> vtkTexture:
    texture = vtkTexture()
    texture.SetInputDataObject(image_data(image))
    texture.InterpolateOn()
    return texture
