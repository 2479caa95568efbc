"""What we are measured against: the ways of PyVista, SciPy and plain NumPy, and greedy merging."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from numba import njit
from scipy import ndimage

from wijkgenese3d.geometry.section import SectionLine
from wijkgenese3d.geometry.skin import CellVolume, Skin
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR


def labels_of(volume: CellVolume) -> np.ndarray:
    """Labels from 1, 0 where there is air."""
    return np.where(volume.label >= AIR, 0, volume.label + 1).astype(np.uint8)


def image_of(volume: CellVolume) -> pv.ImageData:
    """The label volume as a PyVista grid of cells."""
    nz, ny, nx = volume.label.shape
    cell = volume.lattice.grid.cell
    image = pv.ImageData(dimensions=(nx + 1, ny + 1, nz + 1), spacing=(cell, cell, volume.lattice.dz))
    image.cell_data["label"] = labels_of(volume).ravel()
    return image


def threshold_surface(image: pv.ImageData, algorithm: str) -> pv.PolyData:
    """PyVista's own way to the surface of what is not air."""
    return image.threshold(0.5, scalars="label").extract_surface(algorithm=algorithm)


def polydata(skin: Skin) -> pv.PolyData:
    """A skin as PyVista draws it."""
    mesh = pv.PolyData.from_regular_faces(skin.points, skin.quads)
    mesh.cell_data["label"] = skin.labels
    return mesh


def areas(mesh: pv.PolyData) -> dict[int, float]:
    """Area per label, m2."""
    sizes = mesh.compute_cell_sizes(length=False, volume=False)["Area"]
    labels = np.asarray(mesh.cell_data["label"]).astype(int)
    return {int(k): float(sizes[labels == k].sum()) for k in np.unique(labels)}


@njit(cache=True)
def greedy_quads(label: np.ndarray) -> int:
    """Number of quads after greedy merging on voxels (Lysenko 2012), label by label; 0 is air."""
    count = 0
    for axis in range(3):
        turned = label.transpose((axis, (axis + 1) % 3, (axis + 2) % 3))
        mask = np.zeros((turned.shape[1], turned.shape[2]), dtype=np.uint8)
        for side in (-1, 1):
            for a in range(turned.shape[0]):
                b = a + side
                for i in range(mask.shape[0]):
                    for j in range(mask.shape[1]):
                        covered = 0 <= b < turned.shape[0] and turned[b, i, j] != 0
                        mask[i, j] = 0 if covered else turned[a, i, j]
                count += _greedy_plane(mask)
    return count


@njit(cache=True)
def _greedy_plane(mask: np.ndarray) -> int:
    """Take the rectangles of one plane out of its mask; return how many."""
    count = 0
    for i in range(mask.shape[0]):
        for j in range(mask.shape[1]):
            own = mask[i, j]
            if own == 0:
                continue
            width, height = 1, 1
            while j + width < mask.shape[1] and mask[i, j + width] == own:
                width += 1
            while i + height < mask.shape[0] and (mask[i + height, j : j + width] == own).all():
                height += 1
            mask[i : i + height, j : j + width] = 0
            count += 1
    return count


def _section_indices(volume: CellVolume, line: SectionLine, rows: int) -> tuple[np.ndarray, ...]:
    """Fractional indices (z, y, x) of the pixels; z (rows,), y and x (n,)."""
    grid = volume.lattice.grid
    z = np.linspace(0, len(volume.label) - 1, rows)
    y = (line.y - grid.extent.ymin) / grid.cell - 0.5
    x = (line.x - grid.extent.xmin) / grid.cell - 0.5
    return z, y, x


def section_places(volume: CellVolume, line: SectionLine) -> np.ndarray:
    """Fractional indices of every pixel, (3, 400, n) float64: what ``map_coordinates`` wants to be given."""
    z, y, x = _section_indices(volume, line, 400)
    return np.array([np.broadcast_to(part, (z.size, x.size)) for part in (z[:, None], y, x)])


def section_by_map_coordinates(volume: CellVolume, places: np.ndarray) -> np.ndarray:
    """Section by SciPy's look-up of the nearest voxel, 400 pixels high."""
    return np.asarray(ndimage.map_coordinates(volume.label, places, order=0, mode="nearest"))


def section_by_numpy(volume: CellVolume, line: SectionLine) -> np.ndarray:
    """Section by NumPy's look-up of the nearest voxel, columns first, 400 pixels high."""
    z, y, x = (np.rint(part).astype(np.intp) for part in _section_indices(volume, line, 400))
    _, ny, nx = volume.label.shape
    return np.asarray(volume.label[:, y.clip(0, ny - 1), x.clip(0, nx - 1)][z])


def voxels_by_rules(stack: LayerStack, nz: int, dz: float) -> np.ndarray:
    """Layer surfaces straight to a label volume in NumPy, (nz, ny, nx) uint8; 0 is air.

    From the youngest layer down: all that lies below its top.
    """
    z = (np.rint((stack.base + (np.arange(nz) + 0.5) * dz) * 1000).astype(np.int32))[:, None, None]
    labels = np.zeros((nz, *stack.grid.shape), dtype=np.uint8)
    for k in range(len(stack.layers) - 1, -1, -1):
        labels[z < stack.tops[k][None]] = k + 1
    return labels


def voxels_by_counting(stack: LayerStack, nz: int, dz: float) -> np.ndarray:
    """The same, quicker: where each layer begins in each column, added up along z."""
    begins = np.zeros((nz + 1, stack.grid.nx * stack.grid.ny), dtype=np.uint8)
    cells = np.arange(begins.shape[1])
    for top in stack.tops:
        first = np.ceil((top.ravel() / 1000.0 - stack.base) / dz - 0.5).astype(np.intp)
        begins[np.clip(first, 0, nz), cells] += 1
    labels = np.cumsum(begins[:nz], axis=0, dtype=np.uint8)
    labels += 1
    labels[labels == len(stack.tops) + 1] = 0
    return labels.reshape(nz, *stack.grid.shape)
