"""One moment for ParaView and PyVista: voxels (.vti), or the block in pieces (.vtm), in RD and m NAP.

Heights are exaggerated only where that is asked for. What is known of a place goes along as values of
cells; a texture does not (VTK files hold none), so terrain has a colour at every node instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import xarray as xr
from scipy.ndimage import uniform_filter

from wijkgenese3d.exports.block_parts import Mesh
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.lattice import Sampler, node_coordinates
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh, pixels_of
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.frame import CRS_COMPOUND, Grid
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR, Legend
from wijkgenese3d.render.vtk_files import Piece, write_image, write_pieces

__all__ = ["block_pieces", "write_block", "write_voxels"]

Names = tuple[Legend, Sequence[EventInfo]]


def write_voxels(path: Path, voxels: xr.Dataset, names: Names, about: Provenance) -> None:
    """Write voxels as image data in place: lithology, unit and event of every cell.

    Raises
    ------
    OSError
        The disk is full, or the place cannot be written to.
    """
    cell = tuple(float(voxels[axis].attrs["cell_size"]) for axis in "xyz")
    lowest = tuple(float(voxels[axis].values[0]) - size / 2 for axis, size in zip("xyz", cell, strict=True))
    arrays = {name: voxels[name].values for name in ("lithology", "unit", "event")}
    dx, dy, dz = cell
    x, y, z = lowest
    write_image(path, (x, y, z), (dx, dy, dz), arrays, arrays["lithology"] >= AIR, _texts(names, about, 1.0))


def write_block(
    path: Path, pieces: Mapping[str, Piece], names: Names, about: Provenance, exaggeration: float
) -> None:
    """Write the pieces of a block as multiblock data in place, with a folder of the same name beside it.

    Raises
    ------
    OSError
        As :func:`write_voxels`.
    """
    write_pieces(path, pieces, _texts(names, about, exaggeration))


def block_pieces(
    parts: Mapping[str, Mesh], stack: LayerStack, setting: BlockSetting, dz: float
) -> dict[str, Piece]:
    """Return the parts of a block as pieces in RD.

    Parameters
    ----------
    parts : mapping of str to TexturedMesh or ColouredMesh
        In the local frame of the setting; painted walls become cells that know what lies there.
    stack : LayerStack
        The ground.
    setting : BlockSetting
    dz : float
        Height of a cell of the walls, m.
    """
    pieces = {}
    for name, mesh in parts.items():
        if name.startswith("wall_"):
            pieces[name] = _wall(name.removeprefix("wall_"), stack, setting, dz)
        elif isinstance(mesh, ColouredMesh):
            pieces[name] = Piece(_in_rd(mesh.points, setting.frame), mesh.triangles, {"colour": mesh.colours})
        else:
            pieces[name] = _terrain(mesh, setting)
    return pieces


def _in_rd(points: np.ndarray, frame: LocalFrame) -> np.ndarray:
    """Return local points in RD and m NAP, heights as exaggerated as they are drawn."""
    origin = np.array([frame.x0, frame.y0, frame.z0 * frame.exaggeration])
    return np.asarray(points + origin)


def _terrain(mesh: TexturedMesh, setting: BlockSetting) -> Piece:
    """Return terrain with its height in m NAP and the mean colour of its drape round every node."""
    frame, pixels = setting.frame, pixels_of(mesh.texture)
    rows, columns = pixels.shape[:2]
    grid = setting.grid
    near = max(1, round(rows / grid.ny)), max(1, round(columns / grid.nx)), 1
    mean = uniform_filter(pixels, near, mode="nearest")
    column = np.clip((mesh.uv[:, 0] * columns).astype(int), 0, columns - 1)
    row = np.clip((mesh.uv[:, 1] * rows).astype(int), 0, rows - 1)
    height = frame.from_local(mesh.points)[:, 2].astype(np.float32)
    known = {"colour": mean[row, column], "ground_m_nap": height}
    return Piece(_in_rd(mesh.points, frame), mesh.triangles, {}, known)


def _wall(side: str, stack: LayerStack, setting: BlockSetting, dz: float) -> Piece:
    """Return a side of the block as cells, as wide as map cells, cut off by the ground."""
    grid = stack.grid
    # A column between each two nodes of the terrain, so that the two close exactly.
    x, y = _nodes(grid, side)
    ground = Sampler(grid, x, y)(stack.ground)
    line = _middles(x, y)
    section = make_section(stack, setting.fabrics, line, dz=dz, top=max(float(ground.max()), stack.base + dz))
    edges = stack.base + np.arange(len(section.z) + 1) * dz
    height = np.minimum(edges[:, None], ground)
    exaggerated = height * setting.frame.exaggeration
    points = np.stack(np.broadcast_arrays(x, y, exaggerated), axis=-1).reshape(-1, 3)
    corner = np.arange(height.size).reshape(height.shape)
    quads = np.stack((corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]), axis=-1)
    # A cell whose middle is above the ground, but whose foot is not, is of what lies below it.
    codes = [_filled_up(a, section.unit == AIR) for a in (section.unit, section.lithology, section.event)]
    kept = height[1:, :-1] + height[1:, 1:] > height[:-1, :-1] + height[:-1, 1:]
    unit, lithology, event = (a[kept] for a in codes)
    colour = setting.colours.ground[unit, lithology & 15]
    known = {"lithology": lithology, "unit": unit, "event": event, "colour": colour}
    used, faces = np.unique(quads[kept], return_inverse=True)
    return Piece(points[used], faces.reshape(-1, 4), known)


def _nodes(grid: Grid, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the nodes along a side, with the block at the left hand."""
    x, y = node_coordinates(grid)
    e = grid.extent
    if side in ("south", "north"):
        return (x, np.full(len(x), e.ymin)) if side == "south" else (x[::-1], np.full(len(x), e.ymax))
    return (np.full(len(y), e.xmax), y) if side == "east" else (np.full(len(y), e.xmin), y[::-1])


def _middles(x: np.ndarray, y: np.ndarray) -> SectionLine:
    """Return the middles between nodes."""
    at = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    middle_at, middle_x, middle_y = ((a[1:] + a[:-1]) / 2 for a in (at, x, y))
    return SectionLine(middle_at, middle_x, middle_y, float(at[-1]))


def _filled_up(codes: np.ndarray, air: np.ndarray) -> np.ndarray:
    """Give air the code of the highest ground below it, (m, n)."""
    row = np.where(air, 0, np.arange(len(codes))[:, None])
    return np.take_along_axis(codes, np.maximum.accumulate(row, axis=0), axis=0)


def _texts(names: Names, about: Provenance, exaggeration: float) -> dict[str, list[str]]:
    """Return what a file says of itself, and the names of its codes in their order."""
    legend, events = names
    return {
        **{key: [text] for key, text in about.as_texts().items()},
        "crs": [CRS_COMPOUND],
        "exaggeration": [f"{exaggeration:g}"],
        "lithology_names": [f"{item.code} {item.key}" for item in legend.lithologies],
        "unit_names": [f"{item.index} {item.key}" for item in legend.units],
        "event_names": [f"{index} {event.id}" for index, event in enumerate(events)],
    }
