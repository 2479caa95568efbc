"""Targets 1-5: the surface of the block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import get_args

import numpy as np

from tests.bench import baselines, blocks
from tests.bench.blocks import Block
from tests.bench.own_process import peaks
from tests.bench.timing import Row, Times, at_least, at_most, compared, interleaved, one_pass_ms
from wijkgenese3d.geometry.skin import CellRuns, CellVolume, Kernel, block_skin
from wijkgenese3d.model.fabric import Fabric

__all__ = ["expanded", "large", "meshes", "peak_memory", "thin_cells"]

Cells = CellRuns | CellVolume
MakeCells = Callable[[], Cells]


def _mesh(cells: Cells, kernel: Kernel, visible: Collection[int] | None = None) -> Callable[[], object]:
    """The job of making a drawable surface."""
    return lambda: baselines.polydata(block_skin(cells, kernel=kernel, visible=visible))


def _mesh_of(make: MakeCells) -> Callable[[], object]:
    """The same, cells included."""
    return lambda: baselines.polydata(block_skin(make(), kernel="runs"))


def meshes(block: Block) -> Iterator[Row]:
    """Targets 1-3: from a volume, and from runs, to PolyData."""
    image = baselines.image_of(block.volume)
    times = interleaved(
        {
            "threshold": lambda: baselines.threshold_surface(image, "dataset_surface"),
            "geometry": lambda: baselines.threshold_surface(image, "geometry"),
            "numpy": _mesh(block.volume, "numpy"),
            "volume": _mesh(block.volume, "voxels"),
            "volume, merged": _mesh(block.volume, "runs"),
            "runs": _mesh(block.runs, "runs"),
            "tops": _mesh_of(lambda: CellRuns.of_columns(block.columns, block.dz)),
        }
    )
    once = one_pass_ms(block.volume.label)
    for name, goal in (("threshold", 40), ("geometry", 20), ("numpy", 5)):
        row = compared(("1", block.name, f"volume to PolyData, against {name}"), times, name, "volume", once)
        yield at_least(row, goal)
    yield compared(
        ("1", block.name, "volume to merged PolyData, against threshold"),
        times,
        "threshold",
        "volume, merged",
        once,
    )
    yield _same_area(block)
    yield from _from_runs(block, times, once)
    yield from _counts(block)


def _from_runs(block: Block, times: Times, once: float) -> Iterator[Row]:
    what = f"runs ({block.runs.per_column:.1f} a column) to merged PolyData, against threshold"
    row = compared(("2", block.name, what), times, "threshold", "runs", once)
    yield at_least(row, 100)
    passes = times["runs"] / once
    yield at_most(Row("2", block.name, "the same, in passes over the voxels", passes, passes=passes), 60)
    what = "exact tops to merged PolyData, against threshold"
    yield compared(("2", block.name, what), times, "threshold", "tops", once)


def _same_area(block: Block) -> Row:
    """Area per label, all kernels, whole and with three units hidden."""
    same = True
    units = np.unique(block.runs.classes[:, 0])
    for visible in (None, [int(u) for u in units if u not in units[1:8:3]]):
        meshed = [
            baselines.areas(baselines.polydata(block_skin(cells, kernel=kernel, visible=visible)))
            for kernel in get_args(Kernel)
            for cells in (block.runs, block.volume)
        ]
        first = meshed[0]
        same &= all(
            m.keys() == first.keys() and all(abs(m[k] - first[k]) <= 1e-4 * first[k] for k in first)
            for m in meshed
        )
    return at_least(Row("1", block.name, "area per label, equal in all kernels (1 = yes)", float(same)), 1)


def _counts(block: Block) -> Iterator[Row]:
    """Target 3."""
    merged = len(block_skin(block.runs, kernel="runs"))
    culled = len(block_skin(block.volume, kernel="voxels"))
    greedy = baselines.greedy_quads(baselines.labels_of(block.volume))
    row = Row("3", block.name, f"{merged} merged quads, of {culled} culled", merged / culled)
    yield at_most(row, 1 / 3, "1/3")
    yield at_most(Row("3", block.name, f"{merged} merged quads, of {greedy} greedy", merged / greedy), 1.15)


def large(quick: bool) -> Iterator[Row]:
    """Target 2 where the voxels do not fit the cache of the processor."""
    nx, nz = (400, 100) if quick else (1000, 160)
    block = blocks.standard(nx, nx, nz)
    once = one_pass_ms(block.volume.label)
    passes = interleaved({"ours": _mesh(block.runs, "runs")})["ours"] / once
    row = Row("2", block.name, "runs to merged PolyData, in passes over the voxels", passes, passes=passes)
    yield at_most(row, 30)


def peak_memory(block: Block) -> Iterator[Row]:
    """Target 4: peak above the loaded block, in own processes."""
    mb = peaks(block)
    for way in ("runs", "voxels"):
        what = f"peak memory, {way} {mb[way]:.0f} MB, of threshold's {mb['threshold']:.0f} MB"
        yield at_most(Row("4", block.name, what, mb[way] / mb["threshold"]), 1 / 30, "1/30")


def expanded(block: Block, fabrics: dict[int, Fabric]) -> Iterator[Row]:
    """Targets 1-3 with the fabric expanded: no target of their own; both kernels, whole and with units hidden."""
    volume = CellVolume.of_columns(block.columns, block.dz, fabrics)
    volume = blocks.padded(volume, block.nz)
    runs = volume.as_runs()
    image = baselines.image_of(volume)
    units = [int(u) for u in np.unique(volume.classes[:, 0])]
    # What lies over the first body with a fabric, so that the fabric itself is seen.
    peeled = [u for u in units if u in fabrics] or units
    times = interleaved(
        {
            "threshold": lambda: baselines.threshold_surface(image, "dataset_surface"),
            "voxels": _mesh(volume, "voxels"),
            "runs": _mesh(volume, "runs"),
            "peeled voxels": _mesh(volume, "voxels", peeled),
            "peeled runs": _mesh(volume, "runs", peeled),
        }
    )
    once = one_pass_ms(volume.label)
    what = f"fabric expanded ({runs.per_column:.1f} runs a column)"
    for kernel in ("voxels", "runs"):
        place = ("1-2", block.name, f"{what}, volume by kernel {kernel}, against threshold")
        yield compared(place, times, "threshold", kernel, once)
    place = ("1-2", block.name, f"{what}, units hidden, kernel voxels against runs")
    yield compared(place, times, "peeled runs", "peeled voxels", once)
    merged, culled = (len(block_skin(volume, kernel=k, visible=peeled)) for k in ("runs", "voxels"))
    what = f"fabric expanded, units hidden: {merged} merged quads, of {culled} culled"
    yield Row("3", block.name, what, merged / culled)


def thin_cells(block: Block) -> Iterator[Row]:
    """Target 5: eight times lower cells cost the same."""
    height = block.nz * block.dz
    thick, thin = (CellRuns.of_columns(block.columns, height / n) for n in (100, 800))
    times = interleaved(
        {
            "thick": _mesh(thick, "runs"),
            "thin": _mesh(thin, "runs"),
            "thick tops": _mesh_of(lambda: CellRuns.of_columns(block.columns, height / 100)),
            "thin tops": _mesh_of(lambda: CellRuns.of_columns(block.columns, height / 800)),
        },
        9,
    )
    for kind, what in (("", "runs to mesh"), (" tops", "exact tops to mesh")):
        a, b = times[f"thick{kind}"], times[f"thin{kind}"]
        row = Row(
            "5",
            block.name,
            f"{what}, time at 800 cells high of 100 high",
            b / a,
            "x",
            baseline_ms=a,
            ours_ms=b,
            times={"baseline": times.each[f"thick{kind}"], "ours": times.each[f"thin{kind}"]},
        )
        yield row if kind else at_most(row, 1.5)
    row = Row("5", block.name, "bytes of runs at 800 high of 100 high", thin.n_bytes / thick.n_bytes, "x")
    yield at_most(row, 1.1)
