"""What a skin must hold, said again without kernels."""

from collections import Counter

import numpy as np

from wijkgenese3d.geometry.skin_cells import CellLattice, CellVolume, visible_labels
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.legend import AIR, OUTSIDE

STEPS = ((-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1))
"""West, east, south, north, down, up, as (x, y, z)."""


def small_volume(nz, ny, nx, seed, share):
    """A volume of four labels, of which a ``share`` of the cells is solid, with long and short runs."""
    rng = np.random.default_rng(seed)
    label = np.repeat(rng.integers(0, 4, (nz, ny, nx)), 2, axis=0)[:nz].astype(np.uint8)
    label[rng.random(label.shape) >= share] = AIR
    label[0, rng.random((ny, nx)) < 0.1] = OUTSIDE
    lattice = CellLattice(Grid(RDExtent(0, 0, nx, ny), 1.0), 0.0, 1.0, nz)
    return CellVolume(lattice, label, np.array([[k, 9 - k] for k in range(4)], dtype=np.uint8))


def by_hand(volume, visible):
    """Every open face as (side, x, y, z, label): cell by cell."""
    shown = visible_labels(volume.classes, visible)
    nz, ny, nx = volume.label.shape

    def solid(x, y, z):
        return 0 <= x < nx and 0 <= y < ny and 0 <= z < nz and shown[volume.label[z, y, x]]

    return {
        (side, x, y, z, int(volume.label[z, y, x]))
        for side, (dx, dy, dz) in enumerate(STEPS)
        for x in range(nx)
        for y in range(ny)
        for z in range(nz)
        if solid(x, y, z) and not solid(x + dx, y + dy, z + dz)
    }


def _cells(skin, lattice):
    """Cell indices of the low and high corner of every quad, (n, 3) each."""
    grid = lattice.grid
    middle = np.array([grid.extent.width / 2, grid.extent.height / 2, -lattice.z0])
    corners = (skin.points[skin.quads] + middle) / [grid.cell, grid.cell, lattice.dz]
    low, high = np.rint(corners.min(axis=1)), np.rint(corners.max(axis=1))
    return low.astype(int), high.astype(int)


def unit_faces(skin, lattice):
    """The quads cut into cell faces, as :func:`by_hand`; none may lie on another."""
    found = []
    for low, high, side, label in zip(*_cells(skin, lattice), skin.sides, skin.labels, strict=True):
        axis = side // 2
        assert low[axis] == high[axis]
        ranges = [range(low[a], high[a]) for a in range(3)]
        ranges[axis] = [low[axis] - side % 2]
        found += [(int(side), x, y, z, int(label)) for x in ranges[0] for y in ranges[1] for z in ranges[2]]
    assert len(found) == len(set(found))
    return {tuple(int(v) for v in face) for face in found}


def areas(skin, lattice):
    """Number of cell faces per (unit, lithology, side)."""
    low, high = _cells(skin, lattice)
    size = high - low
    count = np.where(size == 0, 1, size).prod(axis=1)
    total = Counter()
    for pair, side, n in zip(skin.classes[skin.labels].tolist(), skin.sides.tolist(), count, strict=True):
        total[*pair, side] += int(n)
    return total


def _normals(skin):
    a, b, c, d = (skin.points[skin.quads[:, k]].astype(np.float64) for k in range(4))
    np.testing.assert_array_equal(a + c, b + d)
    return np.cross(b - a, d - a), a


def assert_looks_outward(skin):
    """Corners go round counter-clockwise, seen from the side that a quad looks to."""
    normals, _ = _normals(skin)
    for side, step in enumerate(STEPS):
        own = normals[skin.sides == side]
        assert ((own @ np.array(step)) > 0).all()
        assert (np.count_nonzero(own, axis=1) == 1).all()


def volume_inside(skin):
    """Volume by the theorem of Gauss; needs a closed surface that looks outward."""
    normals, corner = _normals(skin)
    assert np.allclose(normals.sum(axis=0), 0, atol=1e-3)
    middle = (skin.points[skin.quads[:, 0]].astype(np.float64) + skin.points[skin.quads[:, 2]]) / 2
    assert middle.shape == corner.shape
    return float((normals * middle).sum() / 3)


def assert_closed(skin):
    """Every edge of a cell face is passed as often one way as the other."""
    _, index = np.unique(skin.points, axis=0, return_inverse=True)
    quads = index.reshape(-1)[skin.quads]
    edges = Counter()
    for k in range(4):
        for a, b in zip(quads[:, k].tolist(), quads[:, (k + 1) % 4].tolist(), strict=True):
            edges[a, b] += 1
            edges[b, a] -= 1
    assert not any(edges.values())
