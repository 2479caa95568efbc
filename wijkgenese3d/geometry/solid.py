"""The ground as one closed body, down to a flat base: what a printer needs."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.geometry.lattice import node_coordinates, to_nodes
from wijkgenese3d.geometry.terrain import lattice_triangles
from wijkgenese3d.model.frame import Grid

__all__ = ["make_solid"]


def make_solid(grid: Grid, heights: np.ndarray, base: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a closed body: surface, four upright sides and a flat underside.

    Its surface and sides are those of the drawn block. Every edge belongs to two triangles, so it is
    watertight by construction.

    Parameters
    ----------
    grid : Grid
        Map cells.
    heights : (ny, nx)
        At cell centres, m NAP, above the base everywhere.
    base : float
        Underside, m NAP.

    Returns
    -------
    points : (n, 3) float64
        RD, m; m NAP.
    triangles : (m, 3) int32
        Counter-clockwise seen from outside.

    Raises
    ------
    ValueError
        A height does not lie above the base: the body would have no thickness there.
    """
    if not (heights > base).all():
        msg = f"a height of {heights.min():g} m does not lie above the base, {base:g} m"
        raise ValueError(msg)
    x, y = node_coordinates(grid)
    rows, columns = len(y), len(x)
    top = np.stack(np.broadcast_arrays(x[None, :], y[:, None], to_nodes(heights)), axis=-1).reshape(-1, 3)
    rim = _rim(rows, columns)
    under = top[rim] * (1, 1, 0) + (0, 0, base)
    middle = np.array([[x.mean(), y.mean(), base]])
    low = len(top) + np.arange(len(rim))
    following = np.roll(np.arange(len(rim)), -1)
    triangles = np.concatenate(
        (
            lattice_triangles(rows, columns),
            np.stack((low, low[following], rim[following]), axis=1),
            np.stack((low, rim[following], rim), axis=1),
            np.stack((np.full(len(rim), len(top) + len(rim)), low[following], low), axis=1),
        )
    )
    return np.concatenate((top, under, middle)), triangles.astype(np.int32)


def _rim(rows: int, columns: int) -> np.ndarray:
    """Nodes round a lattice, counter-clockwise seen from above, each once."""
    node = np.arange(rows * columns).reshape(rows, columns)
    return np.concatenate((node[0, :-1], node[:-1, -1], node[-1, :0:-1], node[:0:-1, 0]))
