"""Surfaces, storms and plain twins of the kernels, for the tests of this floor."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from wijkgenese3d.hydrology.infiltration import Capacities, OnTheSpot, Storm, on_the_spot

GARDEN, STREET, ROOF, UNKNOWN = 1, 2, 3, 9

shapes = npst.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12)


@st.composite
def surfaces(draw) -> np.ndarray:
    """Ground in whole decimetres, so that there are flats, hollows within hollows and ties."""
    steps = draw(npst.arrays(np.int16, draw(shapes), elements=st.integers(0, 12)))
    return steps / 10.0 + draw(st.sampled_from([-7.0, 0.0, 43.0]))


def capacities(garden: float = 30.0, street_sewer: float = 20.0) -> Capacities:
    """Garden, street and roof; other classes are unknown."""
    made = Capacities(np.full(256, np.nan), *(np.zeros(256) for _ in range(3)), np.zeros(256, dtype=bool))
    made.rate_mm_h[[GARDEN, STREET, ROOF]] = garden, 0.0, 0.0
    made.storage_mm[[GARDEN, STREET, ROOF]] = 3.0, 1.0, 1.0
    made.to_gardens[ROOF] = 0.5
    made.sewer_mm_h[[STREET, ROOF]] = street_sewer
    made.paved[[STREET, ROOF]] = True
    return made


def bare(mm: float, shape: tuple[int, int], spare_mm: float = 0.0) -> OnTheSpot:
    """Rain of which nothing is taken on the spot."""
    nothing = np.zeros(shape)
    return OnTheSpot(mm, nothing, nothing, np.full(shape, mm), np.full(shape, spare_mm))


def gardens(mm: float, shape: tuple[int, int]) -> OnTheSpot:
    """Rain of an hour on gardens everywhere."""
    return on_the_spot(Storm(mm, 60), np.full(shape, GARDEN, dtype=np.uint8), capacities(), 1)


def label_hollows_plain(ground: np.ndarray, filled: np.ndarray) -> tuple[np.ndarray, int]:
    """Plain twin of the kernel: grow from each cell in reading order."""
    label = np.full(ground.shape, -1, dtype=np.int32)
    count = 0
    for first in np.ndindex(ground.shape):
        if label[first] >= 0 or not filled[first] > ground[first]:
            continue
        todo = [first]
        while todo:
            row, column = todo.pop()
            if not (0 <= row < ground.shape[0] and 0 <= column < ground.shape[1]):
                continue
            here = row, column
            wet = filled[here] > ground[here] and filled[here] == filled[first]
            if wet and label[here] < 0:
                label[here] = count
                todo += [(row + dr, column + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)]
        count += 1
    return label, count


def route_plain(order, downstream, hollow, room, run_off, spare):
    """Plain twin of the kernel: one parcel of water at a time."""
    through, taken = np.zeros(len(run_off)), np.zeros(len(run_off))
    coming = {cell: run_off[cell] for cell in range(len(run_off))}
    held, arrived, outflow = np.zeros(len(room)), np.zeros(len(room)), 0.0
    for cell in order:
        taken[cell] = min(coming[cell], spare[cell])
        water = through[cell] = coming[cell] - taken[cell]
        below, pool = downstream[cell], hollow[cell]
        leaves_box = below == cell
        if pool != -1 and (leaves_box or hollow[below] != pool):
            arrived[pool] += water
            rest = max(arrived[pool] - room[pool], 0.0)
            passed = min(water, rest)
            held[pool] += water - passed
            water = passed
        if leaves_box:
            outflow += water
        else:
            coming[below] += water
    return through, taken, held, arrived, outflow
