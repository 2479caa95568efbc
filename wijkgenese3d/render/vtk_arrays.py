"""From plain arrays to VTK: meshes, strokes and textures.

Arrays are shared, not copied, and must not be written to afterwards. Colours are as given.
"""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import VTK_TYPE_INT32, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData

from wijkgenese3d.geometry.mesh import ColouredMesh, DashedLine, TexturedMesh

__all__ = ["coloured_polydata", "dashed_polydata", "image_data", "textured_polydata"]


def textured_polydata(mesh: TexturedMesh) -> vtkPolyData:
    """Return the mesh with its texture coordinates."""
    data = _polydata(mesh.points, mesh.triangles)
    coordinates = numpy_to_vtk(np.ascontiguousarray(mesh.uv))
    coordinates.SetName("uv")
    data.GetPointData().SetTCoords(coordinates)
    return data


def coloured_polydata(mesh: ColouredMesh) -> vtkPolyData:
    """Return the mesh with a colour per face."""
    data = _polydata(mesh.points, mesh.triangles)
    colours = numpy_to_vtk(np.ascontiguousarray(mesh.colours))
    colours.SetName("colour")
    data.GetCellData().SetScalars(colours)
    return data


def dashed_polydata(line: DashedLine) -> vtkPolyData:
    """Return the strokes as lines."""
    data = vtkPolyData()
    data.SetPoints(_points(line.points))
    counts = [len(stroke) for stroke in line.strokes]
    cells = vtkCellArray()
    offsets = np.concatenate(([0], np.cumsum(counts)))
    cells.SetData(_indices(offsets), _indices(np.concatenate(line.strokes)))
    data.SetLines(cells)
    return data


def image_data(image: np.ndarray) -> vtkImageData:
    """Return an image of (h, w, 3) or (h, w, 4) uint8, its first row below."""
    height, width, channels = image.shape
    data = vtkImageData()
    data.SetDimensions(width, height, 1)
    data.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(image).reshape(-1, channels)))
    return data


def _polydata(points: np.ndarray, triangles: np.ndarray) -> vtkPolyData:
    data = vtkPolyData()
    data.SetPoints(_points(points))
    cells = vtkCellArray()
    offsets = np.arange(0, 3 * len(triangles) + 1, 3, dtype=np.int32)
    cells.SetData(_indices(offsets), _indices(triangles.ravel()))
    data.SetPolys(cells)
    return data


def _points(points: np.ndarray) -> vtkPoints:
    made = vtkPoints()
    made.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=np.float32)))
    return made


def _indices(values: np.ndarray) -> object:
    return numpy_to_vtk(np.ascontiguousarray(values, dtype=np.int32), array_type=VTK_TYPE_INT32)
