"""A visual is one thing in the picture: an actor that stays, and inputs that change from slice to slice.

Nothing is kept of the slice before, nor of what is no longer shown: to hand an array to OpenGL again takes
30 ms a slice, to keep all slices there takes 40 MB each.
"""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkTexture

from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh, pixels_of
from wijkgenese3d.render.vtk_arrays import coloured_polydata, image_data, textured_polydata

__all__ = ["ColouredVisual", "TexturedVisual"]


class _Visual:
    """One unlit actor, hidden until it has something to show."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self.mapper = vtkPolyDataMapper()
        self.actor = vtkActor()
        self.actor.SetMapper(self.mapper)
        self.actor.GetProperty().LightingOff()
        self.actor.SetVisibility(False)
        self._shown: object = None
        self._renderer = renderer
        renderer.AddActor(self.actor)

    def raise_by(self, height: float) -> None:
        """Draw it so much higher from now on, m of the drawing."""
        self.actor.SetPosition(0.0, 0.0, height)

    def set_visible(self, visible: bool) -> None:
        """Show it or leave it out, as long as it has something to show."""
        self.actor.SetVisibility(visible and self._shown is not None)

    def _hide(self) -> None:
        """Show nothing from now on, and keep nothing of what was shown, here or in OpenGL."""
        self.actor.SetVisibility(False)
        if self._shown is not None:
            self._shown = None
            self.mapper.SetInputDataObject(None)
            self.actor.ReleaseGraphicsResources(self._renderer.GetRenderWindow())


class TexturedVisual(_Visual):
    """Terrain and walls."""

    def __init__(self, renderer: vtkRenderer, blank: RGB = (255, 255, 255)) -> None:
        super().__init__(renderer)
        self._blank = image_data(np.full((2, 2, 3), blank, dtype=np.uint8))
        self._image: object = self._blank
        self._textured_with: object = None
        self._texture = vtkTexture()
        self._texture.InterpolateOn()
        self._texture.MipmapOn()
        self._texture.EdgeClampOn()
        # Sixteen samples a pixel would be the default, and most of the time of a frame in software.
        self._texture.SetMaximumAnisotropicFiltering(1)
        self.actor.SetTexture(self._texture)

    def show(self, mesh: TexturedMesh | None) -> None:
        """Draw this mesh from now on; None hides it.

        The very same mesh or texture as before is not handed to OpenGL again.
        """
        if mesh is None:
            self._hide()
            return
        self.actor.SetVisibility(True)
        if mesh is self._shown:
            return
        self._shown = mesh
        self.mapper.SetInputDataObject(textured_polydata(mesh))
        if mesh.texture is not self._textured_with:
            self._textured_with = mesh.texture
            self._image = image_data(pixels_of(mesh.texture))
            self._texture.SetInputDataObject(self._image)

    def _hide(self) -> None:
        self._image, self._textured_with = self._blank, None
        self._texture.SetInputDataObject(self._blank)
        super()._hide()

    def blank(self, blank: bool) -> None:
        """Draw it in one colour, or with its texture."""
        self._texture.SetInputDataObject(self._blank if blank else self._image)


class ColouredVisual(_Visual):
    """Buildings, trees, ice and water."""

    def show(self, mesh: ColouredMesh | None) -> None:
        """Draw this mesh from now on; None, or one without faces, hides it."""
        if mesh is None or not len(mesh.triangles):
            self._hide()
            return
        self.actor.SetVisibility(True)
        if mesh is not self._shown:
            self._shown = mesh
            self.mapper.SetInputDataObject(coloured_polydata(mesh))
