"""The blocks that are measured: a generated standard block, and Hengstdal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wijkgenese3d.genesis.noise import noise_on_grid
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.geometry.skin import CellRuns, CellVolume
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.layers import Layer, LayerStack, to_millimetres
from wijkgenese3d.model.legend import AIR
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.load import Scene, load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
LITHOLOGIES = (7, 5, 2, 8, 6, 3, 5, 1, 2, 3, 0, 0)


@dataclass
class Block:
    """A block with everything the rows need; ``volume`` is ``nz`` cells high, air above the ground."""

    name: str
    stack: LayerStack
    columns: Columns
    dz: float
    runs: CellRuns
    volume: CellVolume

    @classmethod
    def of(cls, name: str, stack: LayerStack, dz: float, nz: int) -> Block:
        """Derive the rest from the layers."""
        columns = Columns.from_stack(stack)
        runs = CellRuns.of_columns(columns, dz)
        return cls(name, stack, columns, dz, runs, padded(runs.as_volume(), nz))

    @property
    def nz(self) -> int:
        """Cells above each other, air included."""
        return len(self.volume.label)


def padded(volume: CellVolume, nz: int) -> CellVolume:
    """Put air on top, so that the volume is ``nz`` cells high."""
    label = np.full((max(nz, len(volume.label)), *volume.label.shape[1:]), AIR, dtype=np.uint8)
    label[: len(volume.label)] = volume.label
    return CellVolume(replace(volume.lattice, nz=len(label)), label, volume.classes)


def surfaces(grid: Grid, height: float) -> Iterator[np.ndarray]:
    """Tops of twelve layers, m above the base, (ny, nx) float64: smooth, many thin out to nothing.

    The ground fills 31.6 % of ``height``, a column has some 4.7 of the layers, and the relief of a block
    of 400 x 300 x 200 shows some 440 000 cell faces.
    """
    x, y = grid.x, grid.y
    ground = height * (0.25 * noise_on_grid(x, y, 900, 700, 1) + 0.08 * noise_on_grid(x, y, 130, 90, 2))
    ground = np.maximum(ground + 0.316 * height - ground.mean(), 0.02 * height)
    below = np.zeros(grid.shape)
    for k in range(len(LITHOLOGIES) - 1):
        bias, thick = (0.5, 0.12) if k < 2 else (-0.3, 0.08)
        share = np.clip(noise_on_grid(x, y, 400 + 30 * k, 300 + 20 * k, 10 + k) + bias, 0, 1)
        below = np.minimum(below + share * height * thick, ground - 0.02)
        yield below
    yield ground


def stack_of(grid: Grid, tops: Iterable[np.ndarray]) -> LayerStack:
    """Rules to layers: what the replay does with a deposit."""
    stack = LayerStack(grid, 0.0)
    for slot, (top, lithology) in enumerate(zip(tops, LITHOLOGIES, strict=True)):
        unit = slot % 11
        stack = stack.deposited(Layer(slot, unit, lithology, slot), to_millimetres(top) - stack.ground_mm)
    return stack


def standard_stack(nx: int, ny: int, height: float) -> LayerStack:
    """Layers of the standard block, nx x ny columns of 5 m."""
    grid = Grid(RDExtent(188400, 426700, 188400 + 5 * nx, 426700 + 5 * ny), 5.0)
    return stack_of(grid, surfaces(grid, height))


def standard(nx: int = 400, ny: int = 300, nz: int = 200, dz: float = 0.5) -> Block:
    """Make the standard block: nx x ny columns of 5 m, nz cells of dz, 31.6 % of it solid."""
    return Block.of(f"standard {nx} x {ny} x {nz}", standard_stack(nx, ny, nz * dz), dz, nz)


def hengstdal_scene(quick: bool) -> Scene:
    """Read Hengstdal; in a quick run at 10 m."""
    return load_scene(SCENE, cell=10.0 if quick else None)


def hengstdal(quick: bool) -> tuple[Scene, Replay, dict[str, TimeSlice]]:
    """Replay Hengstdal, all slices."""
    scene = hengstdal_scene(quick)
    replay = Replay(scene.plan)
    return scene, replay, {s.id: replay.time_slice(s.year, s.id) for s in scene.timeline}


def fifteen(block: Block) -> tuple[TimeSlice, ...]:
    """Fifteen slices of a block, each with a dam, a pit or a thin cover more than the one before."""
    grid, slices = block.stack.grid, []
    stack = block.stack
    x, y = grid.x[None, :], grid.y[:, None]
    for k in range(15):
        cx, cy = (
            grid.extent.xmin + grid.extent.width * (k + 1) / 17,
            grid.extent.ymin + grid.extent.height / 2,
        )
        hill = 4.0 * np.exp(-(((x - cx) / 60) ** 2) - ((y - cy) / 200) ** 2)
        if k % 3 == 1:
            stack = stack.cut(stack.ground_mm - to_millimetres(hill))
        elif k:
            stack = stack.deposited(
                Layer(100 + k, 10, 0, 20 + k), to_millimetres(np.where(hill > 0.05, hill, 0))
            )
        fine = grid.refined(2)
        cover = (noise_on_grid(fine.x, fine.y, 200, 150, k // 4) > 0).astype(np.uint8) + np.uint8(3)
        none = np.full(grid.shape, np.nan, dtype=np.float32)
        soil = np.zeros(grid.shape, dtype=np.uint8)
        slices.append(
            TimeSlice(
                f"S{k:02d}", float(k), stack, fine, cover, cover, cover, soil, none, none, FeatureTable()
            )
        )
    return tuple(slices)
