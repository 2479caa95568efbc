"""A visual is one thing in the picture: an actor that stays, and inputs that change from slice to slice.

Nothing is kept of the slice before: to hand an array to OpenGL again takes 30 ms a slice, to keep all
slices there takes 40 MB each.
"""

from __future__ import annotations

from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkTexture

from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh
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
        renderer.AddActor(self.actor)


class TexturedVisual(_Visual):
    """Terrain and walls."""

    def __init__(self, renderer: vtkRenderer) -> None:
        super().__init__(renderer)
        self._texture = vtkTexture()
        self._texture.InterpolateOn()
        self._texture.MipmapOn()
        self._texture.EdgeClampOn()
        # Sixteen samples a pixel would be the default, and most of the time of a frame in software.
        self._texture.SetMaximumAnisotropicFiltering(1)
        self.actor.SetTexture(self._texture)

    def show(self, mesh: TexturedMesh) -> None:
        """Draw this mesh from now on."""
        self.mapper.SetInputDataObject(textured_polydata(mesh))
        self._texture.SetInputDataObject(image_data(mesh.texture))
        self.actor.SetVisibility(True)


class ColouredVisual(_Visual):
    """Buildings, ice and water."""

    def show(self, mesh: ColouredMesh | None) -> None:
        """Draw this mesh from now on; None, or one without faces, hides it."""
        if mesh is None or not len(mesh.triangles):
            self.actor.SetVisibility(False)
            return
        self.mapper.SetInputDataObject(coloured_polydata(mesh))
        self.actor.SetVisibility(True)
