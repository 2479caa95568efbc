"""A visual is one thing in the picture: an actor that stays, and inputs that change from slice to slice."""

from __future__ import annotations

from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkTexture

from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh
from wijkgenese3d.render.vtk_arrays import coloured_polydata, texture_of, textured_polydata

__all__ = ["ColouredVisual", "TexturedVisual"]

_Made = TypeVar("_Made")


class _Visual(Generic[_Made]):
    """One unlit actor; what is made for a mesh is kept as long as the mesh itself."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._made: WeakKeyDictionary[object, _Made] = WeakKeyDictionary()
        self.mapper = vtkPolyDataMapper()
        self.actor = vtkActor()
        self.actor.SetMapper(self.mapper)
        self.actor.GetProperty().LightingOff()
        self.actor.SetVisibility(False)
        renderer.AddActor(self.actor)


class TexturedVisual(_Visual[tuple[vtkPolyData, vtkTexture]]):
    """Terrain and walls."""

    def show(self, mesh: TexturedMesh | None) -> None:
        """Draw this mesh from now on; None hides it."""
        self.actor.SetVisibility(mesh is not None)
        if mesh is None:
            return
        if mesh not in self._made:
            self._made[mesh] = (textured_polydata(mesh), texture_of(mesh.texture))
        data, texture = self._made[mesh]
        self.mapper.SetInputDataObject(data)
        self.actor.SetTexture(texture)


class ColouredVisual(_Visual[vtkPolyData]):
    """Buildings, ice and water."""

    def show(self, mesh: ColouredMesh | None) -> None:
        """Draw this mesh from now on; None, or one without faces, hides it."""
        seen = mesh is not None and len(mesh.triangles) > 0
        self.actor.SetVisibility(seen)
        if mesh is None or not seen:
            return
        if mesh not in self._made:
            self._made[mesh] = coloured_polydata(mesh)
        self.mapper.SetInputDataObject(self._made[mesh])
