"""Loops that NumPy cannot say; each has a plain Python twin in the tests."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["label_hollows", "route"]


@njit(cache=True)
def label_hollows(ground: np.ndarray, filled: np.ndarray) -> tuple[np.ndarray, int]:
    """Give each hollow a number: a hollow is neighbours (8) that are filled to one level.

    Parameters
    ----------
    ground, filled : (ny, nx) float64
        Equal outside hollows.

    Returns
    -------
    (ny, nx) int32, and int
        Number of the hollow from 0, -1 for none; and how many there are.
    """
    ny, nx = ground.shape
    label = np.full((ny, nx), -1, dtype=np.int32)
    todo = np.empty(ny * nx, dtype=np.int64)
    count = 0
    for first in range(ny * nx):
        row, column = divmod(first, nx)
        if label[row, column] >= 0 or filled[row, column] <= ground[row, column]:
            continue
        level = filled[row, column]
        label[row, column] = count
        todo[0] = first
        waiting = 1
        while waiting:
            waiting -= 1
            row, column = divmod(todo[waiting], nx)
            for r in range(max(row - 1, 0), min(row + 2, ny)):
                for c in range(max(column - 1, 0), min(column + 2, nx)):
                    if label[r, c] < 0 and filled[r, c] == level and filled[r, c] > ground[r, c]:
                        label[r, c] = count
                        todo[waiting] = r * nx + c
                        waiting += 1
        count += 1
    return label, count


@njit(cache=True)
def route(
    order: np.ndarray,
    downstream: np.ndarray,
    hollow: np.ndarray,
    room: np.ndarray,
    run_off: np.ndarray,
    spare: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, float]:
    """Let run-off go down, cell by cell from high to low.

    In each cell the ground takes what it can still take; what leaves a hollow first fills it.

    Parameters
    ----------
    order, downstream : (n,) int64
        As in ``Terrain``.
    hollow : (n,) int32
        Number of the hollow of each cell, -1 for none.
    room : (k,) float64
        What each hollow holds, m3.
    run_off, spare : (n,) float64
        m3 that a cell sheds, and that its ground takes of what passes.

    Returns
    -------
    through : (n,) float64
        m3 that goes through each cell, after its own ground took its share.
    taken : (n,) float64
        m3 that the ground took along the way.
    held : (k,) float64
        m3 that stays in each hollow.
    arrived : (k,) float64
        m3 that came to each hollow.
    outflow : float
        m3 that leaves over the edge.
    """
    through = run_off.copy()
    taken = np.zeros(len(run_off))
    held = np.zeros(len(room))
    arrived = np.zeros(len(room))
    outflow = 0.0
    for cell in order:
        taken[cell] = min(through[cell], spare[cell])
        through[cell] -= taken[cell]
        water = through[cell]
        towards = downstream[cell]
        own = hollow[cell]
        if own >= 0 and (towards == cell or hollow[towards] != own):
            stays = min(water, room[own] - held[own])
            arrived[own] += water
            held[own] += stays
            water -= stays
        if towards == cell:
            outflow += water
        else:
            through[towards] += water
    return through, taken, held, arrived, outflow
