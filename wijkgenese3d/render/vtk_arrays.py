"""From plain arrays to VTK: meshes, strokes and textures. Colours are as given: nothing here lights them."""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkTexture

from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh

__all__ = ["coloured_polydata", "dashed_polydata", "texture_of", "textured_polydata"]


def textured_polydata(mesh: TexturedMesh) -> vtkPolyData:
    """Return the mesh with its texture coordinates."""
    data = _polydata(mesh.points, mesh.triangles)
    coordinates = numpy_to_vtk(mesh.uv, deep=True)
    coordinates.SetName("uv")
    data.GetPointData().SetTCoords(coordinates)
    return data


def coloured_polydata(mesh: ColouredMesh) -> vtkPolyData:
    """Return the mesh with a colour per face."""
    data = _polydata(mesh.points, mesh.triangles)
    colours = numpy_to_vtk(np.ascontiguousarray(mesh.colours), deep=True)
    colours.SetName("colour")
    data.GetCellData().SetScalars(colours)
    return data


def dashed_polydata(line: DashedLine) -> vtkPolyData:
    """Return the strokes as lines."""
    data = vtkPolyData()
    data.SetPoints(_points(line.points))
    counts = [len(stroke) for stroke in line.strokes]
    cells = vtkCellArray()
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    cells.SetData(_ids(offsets), _ids(np.concatenate(line.strokes).astype(np.int64)))
    data.SetLines(cells)
    return data


def texture_of(image: np.ndarray) -> vtkTexture:
    """Return a texture of (h, w, 3) uint8, its first row below. Belongs to one window only."""
    height, width = image.shape[:2]
    data = vtkImageData()
    data.SetDimensions(width, height, 1)
    data.GetPointData().SetScalars(numpy_to_vtk(image.reshape(-1, 3), deep=True))
    texture = vtkTexture()
    texture.SetInputDataObject(data)
    texture.InterpolateOn()
    texture.MipmapOn()
    texture.EdgeClampOn()
    # Sixteen samples a pixel would be the default, and most of the time of a frame in software.
    texture.SetMaximumAnisotropicFiltering(1)
    return texture


def _polydata(points: np.ndarray, triangles: np.ndarray) -> vtkPolyData:
    data = vtkPolyData()
    data.SetPoints(_points(points))
    cells = vtkCellArray()
    offsets = np.arange(0, 3 * len(triangles) + 1, 3, dtype=np.int64)
    cells.SetData(_ids(offsets), _ids(triangles.ravel().astype(np.int64)))
    data.SetPolys(cells)
    return data


def _points(points: np.ndarray) -> vtkPoints:
    made = vtkPoints()
    made.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=np.float32), deep=True))
    return made


def _ids(values: np.ndarray) -> object:
    return numpy_to_vtkIdTypeArray(np.ascontiguousarray(values), deep=True)
