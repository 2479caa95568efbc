"""What we are measured against: the ways of PyVista, SciPy and plain NumPy."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from numba import njit
from scipy import ndimage

from wijkgenese3d.geometry.section import SectionLine
from wijkgenese3d.geometry.skin import CellVolume, Skin


def image_of(volume: CellVolume) -> pv.ImageData:
    """The label volume as a PyVista grid of cells."""
    nz, ny, nx = volume.label.shape
    image = pv.ImageData(dimensions=(nx + 1, ny + 1, nz + 1), spacing=(5.0, 5.0, 0.5))
    image.cell_data["label"] = labels_of(volume).ravel()
    return image


def labels_of(volume: CellVolume) -> np.ndarray:
    """Labels from 1, 0 where there is air."""
    return np.where(volume.label >= 254, 0, volume.label + 1).astype(np.uint8)


def threshold_surface(image: pv.ImageData, algorithm: str) -> pv.PolyData:
    """PyVista's own way to the surface of what is not air."""
    return image.threshold(0.5, scalars="label").extract_surface(algorithm=algorithm)


def polydata(skin: Skin) -> pv.PolyData:
    """A skin as PyVista draws it."""
    mesh = pv.PolyData.from_regular_faces(skin.points, skin.quads)
    mesh.cell_data["label"] = skin.labels
    return mesh


def areas(mesh: pv.PolyData, offset: int = 0) -> dict[int, float]:
    """Area per label, m2."""
    sizes = mesh.compute_cell_sizes(length=False, volume=False)["Area"]
    labels = np.asarray(mesh.cell_data["label"]).astype(int) + offset
    return {int(k): float(sizes[labels == k].sum()) for k in np.unique(labels)}


@njit(cache=True)
def greedy_quads(label: np.ndarray) -> int:  # noqa: C901, PLR0912 - one loop, as published
    """Number of quads after greedy merging on voxels (Lysenko 2012), label by label; 0 is air."""
    count = 0
    shape = np.array(label.shape)
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        mask = np.zeros((shape[u], shape[v]), dtype=np.uint8)
        at = np.zeros(3, dtype=np.int64)
        for side in (-1, 1):
            for a in range(shape[axis]):
                for i in range(shape[u]):
                    for j in range(shape[v]):
                        at[axis], at[u], at[v] = a, i, j
                        own = label[at[0], at[1], at[2]]
                        b = a + side
                        other = 0
                        if 0 <= b < shape[axis]:
                            at[axis] = b
                            other = label[at[0], at[1], at[2]]
                        mask[i, j] = own if own and not other else 0
                for i in range(shape[u]):
                    j = 0
                    while j < shape[v]:
                        c = mask[i, j]
                        if c == 0:
                            j += 1
                            continue
                        w = 1
                        while j + w < shape[v] and mask[i, j + w] == c:
                            w += 1
                        h, same = 1, True
                        while same and i + h < shape[u]:
                            for k in range(w):
                                if mask[i + h, j + k] != c:
                                    same = False
                                    break
                            if same:
                                h += 1
                        mask[i : i + h, j : j + w] = 0
                        count += 1
                        j += w
    return count


def section_by_map_coordinates(
    labels: np.ndarray, line: SectionLine, origin: tuple[float, float]
) -> np.ndarray:
    """Section by SciPy's look-up of the nearest voxel, 400 pixels high."""
    rows = np.linspace(0, labels.shape[0] - 1, 400)
    z = np.repeat(rows[:, None], line.x.size, axis=1)
    y = np.broadcast_to((line.y - origin[1]) / 5.0 - 0.5, z.shape)
    x = np.broadcast_to((line.x - origin[0]) / 5.0 - 0.5, z.shape)
    return np.asarray(ndimage.map_coordinates(labels, [z, y, x], order=0, mode="nearest"))


def voxels_by_rules(tops: list[np.ndarray], nz: int, dz: float) -> np.ndarray:
    """Rules straight to a label volume in NumPy, (nz, ny, nx) uint8."""
    z = ((np.arange(nz) + 0.5) * dz)[:, None, None]
    labels = np.zeros((nz, *tops[0].shape), dtype=np.uint8)
    for k in range(len(tops) - 1, -1, -1):
        labels[z < tops[k][None]] = k + 1
    return labels
