"""Small models for tests: a lopsided one with known numbers, and hypothesis strategies for any other.

The lopsided one is 4 x 3 cells of 2 m, off the origin, every layer with codes of its own and every
cell with heights of its own: swapped axes or a shift of half a cell cannot pass unseen.
"""

import numpy as np
from hypothesis import strategies as st

from wijkgenese3d.model import (
    FABRIC,
    Columns,
    EventInfo,
    Feature,
    FeatureTable,
    Grid,
    Layer,
    LayerStack,
    PreparedModel,
    RDExtent,
    Stop,
    Timeline,
    TimeSlice,
    Years,
    to_millimetres,
)

LOPSIDED_GRID = Grid(RDExtent(187_003.0, 427_001.0, 187_011.0, 427_007.0), 2.0)
"""nx = 4, ny = 3."""


def lopsided_stack() -> LayerStack:
    """Three layers; the middle one lies in the eastern half only, the upper one in row 2 only."""
    iy, ix = np.indices(LOPSIDED_GRID.shape)
    stack = LayerStack(LOPSIDED_GRID, -2.0)
    stack = stack.deposited(Layer(2, 5, 7, 11), to_millimetres(3.0 + 0.25 * ix + 1.0 * iy))
    stack = stack.deposited(Layer(4, 3, 2, 12), to_millimetres(np.where(ix >= 2, 0.3, 0.0)))
    return stack.deposited(Layer(7, 9, 0, 13), to_millimetres(np.where(iy == 2, 1.7, 0.0)))


def assert_invariants(columns: Columns) -> None:
    """Say again, cell by cell, what columns must be."""
    ny, nx = columns.grid.shape
    run = 0
    for iy in range(ny):
        for ix in range(nx):
            size = int(columns.row_size[iy, ix])
            tops = columns.top[run : run + size].tolist()
            assert size >= 1
            assert columns.start[iy, ix] == run
            assert all(low < high for low, high in zip([columns.base, *tops], tops, strict=False))
            assert columns.ground[iy, ix] == tops[-1]
            run += size
    assert run == columns.n_runs == len(columns.lithology) == len(columns.unit) == len(columns.event)


class Sheets:
    """A fabric of level sheets of 1.5 m clay and 1.5 m sand, the same everywhere."""

    def lithology(self, x, y, z):
        _, _, z = np.broadcast_arrays(x, y, z)
        return np.where(np.floor(z / 1.5) % 2 == 0, 2, 7).astype(np.uint8)

    def intervals(self, x, y, base, top):
        inner = np.arange(np.floor(base / 1.5) + 1, np.ceil(top / 1.5)) * 1.5
        tops = np.array([*inner, top])
        below = np.array([base, *inner])
        return tops, self.lithology(x, y, (tops + below) / 2)


@st.composite
def grids(draw, most=5):
    cell = draw(st.sampled_from([0.5, 2.0, 5.0]))
    nx, ny = draw(st.integers(1, most)), draw(st.integers(1, most))
    x, y = draw(st.integers(10_000, 270_000)), draw(st.integers(310_000, 610_000))
    return Grid(RDExtent(x, y, x + nx * cell, y + ny * cell), cell)


def rasters(grid, low, high):
    """Strategy of int32 rasters, mm; half of them are zero in places."""
    values = st.integers(low, high) | st.just(0)
    flat = st.lists(values, min_size=grid.nx * grid.ny, max_size=grid.nx * grid.ny)
    return flat.map(lambda numbers: np.array(numbers, dtype=np.int32).reshape(grid.shape))


@st.composite
def layers(draw, slot):
    lithology = draw(st.integers(0, 9) | st.just(FABRIC))
    return Layer(slot, draw(st.integers(0, 2)), lithology, draw(st.integers(0, 3)))


@st.composite
def stacks(draw, grid=None, most=5):
    """Deposits, with cuts and sinking in between; at least 1 mm is left everywhere."""
    grid = grid or draw(grids())
    base_mm = draw(st.integers(-30_000, 5_000))
    stack = LayerStack(grid, base_mm / 1000)
    stack = stack.deposited(draw(layers(0)), draw(rasters(grid, 1, 20_000)) + 1)
    for slot in range(1, draw(st.integers(1, most))):
        stack = stack.deposited(draw(layers(slot * 3)), draw(rasters(grid, -500, 4_000)))
        if draw(st.booleans()):
            stack = stack.cut(np.maximum(stack.ground_mm - draw(rasters(grid, 0, 6_000)), stack.base_mm + 1))
        if draw(st.booleans()) and stack.layers[-1].unit != stack.layers[0].unit:
            stack = stack.thinned(stack.layers[-1].unit, draw(rasters(grid, 0, 300)))
            stack = (
                stack
                if (stack.ground_mm > stack.base_mm).all()
                else stack.deposited(Layer(slot * 3 + 1, 0, 3, 0), np.full(grid.shape, 1, dtype=np.int32))
            )
    return stack


def columns():
    """Strategy of columns."""
    return stacks().map(Columns.from_stack)


def timeline(count: int) -> Timeline:
    """Stops T01, T02 ... a century apart, from the year -50."""
    words = {"nl": "toen", "en": "then"}
    return Timeline(
        tuple(Stop(f"T{k + 1:02d}", -50.0 + 100 * k, words, words, words, "zeker") for k in range(count))
    )


def time_slice(stop: Stop, stack: LayerStack, seed: int) -> TimeSlice:
    """A slice with rasters of its own."""
    rng = np.random.default_rng(seed)
    cover_grid = stack.grid.refined(2)
    heights = (rng.integers(-3000, 60_000, stack.grid.shape) / 1000).astype(np.float32)
    return TimeSlice(
        slice_id=stop.id,
        year=stop.year,
        stack=stack,
        cover_grid=cover_grid,
        land_cover=rng.integers(0, 20, cover_grid.shape, dtype=np.uint8),
        painted=rng.integers(0, 12, cover_grid.shape, dtype=np.uint8),
        use=rng.integers(0, 9, cover_grid.shape, dtype=np.uint8),
        soil=rng.integers(0, 7, stack.grid.shape, dtype=np.uint8),
        ice=np.where(rng.random(stack.grid.shape) < 0.5, heights, np.float32(np.nan)),
        water=np.full(stack.grid.shape, np.nan, dtype=np.float32),
        features=FEATURES.at(stop.year),
    )


_HOUSE = ((187_004.0, 427_002.5), (187_006.0, 427_002.5), (187_006.0, 427_004.0))
_SEWER = ((187_003.5, 427_001.25, -1.5), (187_010.0, 427_006.0, -2.25))
_SURE = {"certainty": "zeker", "certainty_shape": "aanname", "alliance": "natuur"}

FEATURES = FeatureTable(
    (
        Feature(
            "huis-1", "building", "tuindorp", "Polygon", _HOUSE, 30.0, float("inf"), 12, **_SURE,
            height=6.5, name={"nl": "Huis één"}, source=("kaart", "boek"),
        ),
        Feature(
            "riool", "line", "riool", "LineString", _SEWER, 40.0, 120.0, 13, **_SURE,
            width=0.4, plan_level="tactisch",
        ),
        Feature("speld", "pin", "vondst", "Point", ((187_009.0, 427_003.0),), -500.5, 60.0, 11, **_SURE),
    )
)  # fmt: skip

EVENTS = tuple(
    EventInfo(
        f"E{k:02d}", Years(-150_000.0 + k, 10.5 * k), "zeker", "aanname", ("bron",), {"nl": "é", "en": "e"},
        "mens", until=None if k % 2 else 900.0, kinds=("deposit",),
    )
    for k in range(14)
)  # fmt: skip

NUMBERS = {"plane('yard')": np.array([0.1, 1 / 3, np.nan]), "table": np.eye(2, 3), "n": 3, "level": 0.1}


def prepared_model(stacks_in_time=None, mark="one") -> PreparedModel:
    """A model to store; by default of three slices of the lopsided stack, the last one cut."""
    if stacks_in_time is None:
        full = lopsided_stack()
        early = LayerStack(full.grid, full.base, full.layers[:1], full.tops[:1])
        surface = np.where(np.indices(full.grid.shape)[1] == 1, 900, 99_000).astype(np.int32)
        stacks_in_time = [early, full, full.cut(surface)]
    stops = timeline(len(stacks_in_time))
    every = {layer.slot: layer for stack in stacks_in_time for layer in stack.layers}
    parts = tuple(time_slice(s, k, n) for n, (s, k) in enumerate(zip(stops, stacks_in_time, strict=True)))
    return PreparedModel(
        name="scheef",
        grid=stacks_in_time[0].grid,
        base=stacks_in_time[0].base,
        cover_grid=parts[0].cover_grid,
        timeline=stops,
        events=EVENTS,
        layers=tuple(every[slot] for slot in sorted(every)),
        slices=parts,
        features=FEATURES,
        input_hash=mark,
        chain={stop.id: f"{mark}-{stop.id}" for stop in stops},
        numbers={
            "plane('yard')": np.array([0.1, 1 / 3, np.nan]),
            "table": np.eye(2, 3),
            "n": 3,
            "level": 0.1,
        },
        meta={"mark": mark},
    )
