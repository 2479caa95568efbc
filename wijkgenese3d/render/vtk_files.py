"""Files of VTK: voxels as image data (.vti), and meshes together (.vtm with a folder beside it)."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import VTK_TYPE_INT32, vtkObject, vtkPoints, vtkStringArray
from vtkmodules.vtkCommonDataModel import (
    vtkCellArray,
    vtkCompositeDataSet,
    vtkDataObject,
    vtkDataSetAttributes,
    vtkImageData,
    vtkMultiBlockDataSet,
    vtkPolyData,
)
from vtkmodules.vtkCommonMisc import vtkErrorCode
from vtkmodules.vtkIOXML import vtkXMLImageDataWriter, vtkXMLMultiBlockDataWriter, vtkXMLWriter

__all__ = ["Piece", "write_image", "write_pieces"]

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, eq=False)
class Piece:
    """A mesh with what is known of it.

    Parameters
    ----------
    points : (n, 3) float64
    faces : (m, k) int
        Indices of points, three or four for each face.
    of_faces, of_points : mapping of str to array
        Values by name, (m, ...) and (n, ...); one of three bytes called ``colour`` is shown at once.
    """

    points: np.ndarray
    faces: np.ndarray
    of_faces: Mapping[str, np.ndarray] = field(default_factory=dict)
    of_points: Mapping[str, np.ndarray] = field(default_factory=dict)


def write_image(
    path: Path,
    lowest: tuple[float, float, float],
    cell: tuple[float, float, float],
    arrays: Mapping[str, np.ndarray],
    empty: np.ndarray,
    texts: Texts,
) -> None:
    """Write voxels in place.

    Parameters
    ----------
    path : Path
    lowest : (x, y, z)
        Corner of the box, its outer edges.
    cell : (dx, dy, dz)
    arrays : mapping of str to (nz, ny, nx)
        Values of the cells; the first is shown at once.
    empty : (nz, ny, nx) bool
        Cells that are not drawn: programs show the others at once, without a threshold.
    texts : mapping of str to sequence of str
        What the file says of itself, and names of codes.

    Raises
    ------
    OSError
        The disk is full, or the place cannot be written to.
    """
    data = vtkImageData()
    nz, ny, nx = next(iter(arrays.values())).shape
    data.SetDimensions(nx + 1, ny + 1, nz + 1)
    data.SetOrigin(*lowest)
    data.SetSpacing(*cell)
    for name, values in arrays.items():
        _add(data.GetCellData(), name, np.ascontiguousarray(values).reshape(-1))
    data.GetCellData().SetActiveScalars(next(iter(arrays)))
    hidden = np.where(empty, np.uint8(vtkDataSetAttributes.HIDDENCELL), np.uint8(0))
    _add(data.GetCellData(), vtkDataSetAttributes.GhostArrayName(), hidden.reshape(-1))
    _say(data, texts)
    _write(vtkXMLImageDataWriter(), data, path)


def write_pieces(path: Path, pieces: Mapping[str, Piece], texts: Texts) -> None:
    """Write meshes as a .vtm in place: the pieces go to a folder of the same name beside it.

    Raises
    ------
    OSError
        As :func:`write_image`.
    """
    blocks = vtkMultiBlockDataSet()
    for k, (name, piece) in enumerate(pieces.items()):
        blocks.SetBlock(k, _polydata(piece))
        blocks.GetMetaData(k).Set(vtkCompositeDataSet.NAME(), name)
    _say(blocks, texts)
    _write(vtkXMLMultiBlockDataWriter(), blocks, path)


def _polydata(piece: Piece) -> vtkPolyData:
    data, points = vtkPolyData(), vtkPoints()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(piece.points, dtype=np.float64), deep=True))
    data.SetPoints(points)
    count, sides = piece.faces.shape
    cells = vtkCellArray()
    cells.SetData(_indices(np.arange(count + 1) * sides), _indices(piece.faces.ravel()))
    data.SetPolys(cells)
    for kept, values in ((data.GetCellData(), piece.of_faces), (data.GetPointData(), piece.of_points)):
        for name, array in values.items():
            _add(kept, name, array)
            if name == "colour":
                kept.SetActiveScalars(name)
    return data


def _indices(values: np.ndarray) -> object:
    return numpy_to_vtk(np.ascontiguousarray(values, np.int32), deep=True, array_type=VTK_TYPE_INT32)


def _add(kept: vtkDataSetAttributes, name: str, values: np.ndarray) -> None:
    array = numpy_to_vtk(np.ascontiguousarray(values), deep=True)
    array.SetName(name)
    kept.AddArray(array)


def _say(data: vtkDataObject, texts: Texts) -> None:
    for name, lines in texts.items():
        array = vtkStringArray()
        array.SetName(name)
        for line in lines:
            array.InsertNextValue(line)
        data.GetFieldData().AddArray(array)


def _write(writer: vtkXMLWriter, data: vtkDataObject, path: Path) -> None:
    writer.SetFileName(str(path))
    writer.SetInputData(data)
    writer.SetDataModeToAppended()
    writer.SetEncodeAppendedData(False)
    writer.SetCompressorTypeToZLib()
    with _quiet():
        done, code = writer.Write(), writer.GetErrorCode()
    if done == 1 and code == vtkErrorCode.NoError:
        return
    # Below its own numbers are those of the system.
    own = {vtkErrorCode.OutOfDiskSpaceError: errno.ENOSPC}
    number = code if 0 < code < vtkErrorCode.FirstVTKErrorCode else own.get(code, errno.EIO)
    raise OSError(number, os.strerror(number), str(path))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep VTK from telling on stderr what becomes an error."""
    shown = vtkObject.GetGlobalWarningDisplay()
    vtkObject.GlobalWarningDisplayOff()
    try:
        yield
    finally:
        vtkObject.SetGlobalWarningDisplay(shown)
