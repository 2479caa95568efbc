"""The rows of the table: targets 1-7, 9 and 11 of the performance study, on both blocks."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.bench import baselines, blocks
from tests.bench.blocks import Block
from tests.bench.timing import Row, interleaved, one_pass_ms, peak_mb, ratio
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.skin import CellRuns, CellVolume, block_skin
from wijkgenese3d.model import Columns, PreparedModel, open_prepared, write_prepared
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.timeline import Stop, Timeline, Years

__all__ = ["huge", "meshes", "rules", "sections", "storage", "thin_cells"]


def meshes(block: Block, quick: bool) -> Iterator[Row]:
    """Targets 1-4: from a volume, and from runs, to a drawable surface."""
    image = baselines.image_of(block.volume)
    times = interleaved(
        {
            "threshold": lambda: baselines.threshold_surface(image, "dataset_surface"),
            "geometry": lambda: baselines.threshold_surface(image, "geometry"),
            "numpy": lambda: block_skin(block.volume, kernel="numpy"),
            "volume": lambda: baselines.polydata(block_skin(block.volume, kernel="voxels")),
            "runs": lambda: baselines.polydata(block_skin(block.runs, kernel="runs")),
        }
    )
    once = one_pass_ms(block.volume.label)
    for name, goal in (("threshold", 40), ("geometry", 20), ("numpy", 5)):
        value = ratio(times, name, "volume")
        yield Row("1", block.name, f"volume to PolyData, against {name}", value, "x", f">= {goal}", value >= goal,
                  times["volume"] / once)  # fmt: skip
    merged = block_skin(block.runs, kernel="runs")
    culled = block_skin(block.volume, kernel="voxels")
    same = _same_areas(
        baselines.areas(baselines.polydata(merged)), baselines.areas(baselines.polydata(culled))
    )
    yield Row("1", block.name, "area per label, runs against cells", float(same), "", "equal", same)
    value = ratio(times, "threshold", "runs")
    yield Row("2", block.name, "runs to merged PolyData, against threshold", value, "x", ">= 100", value >= 100,
              times["runs"] / once)  # fmt: skip
    passes = times["runs"] / once
    yield Row("2", block.name, "runs to merged PolyData, in memory passes", passes, "", "<= 60", passes <= 60)
    value = len(merged) / len(culled)
    yield Row("3", block.name, "merged quads, of culled", value, "", "<= 0.333", value <= 1 / 3)
    value = len(merged) / baselines.greedy_quads(baselines.labels_of(block.volume))
    yield Row("3", block.name, "merged quads, of greedy", value, "", "<= 1.15", value <= 1.15)
    if block.name.startswith("standard"):
        value = max(peak_mb("runs", quick), 0.1) / peak_mb("threshold", quick)
        yield Row(
            "4", block.name, "peak memory of meshing, of threshold's", value, "", "<= 0.033", value <= 1 / 30
        )


def _same_areas(a: dict[int, float], b: dict[int, float]) -> bool:
    return a.keys() == b.keys() and all(abs(a[k] - b[k]) <= 1e-4 * b[k] for k in a)


def expanded(block: Block, fabrics: dict[int, Fabric]) -> Iterator[Row]:
    """Targets 1-2 with the fabric expanded: no target, both kernels."""
    volume = CellVolume.of_columns(block.columns, block.dz, fabrics)
    image = baselines.image_of(volume)
    runs = volume.as_runs()
    times = interleaved(
        {
            "threshold": lambda: baselines.threshold_surface(image, "dataset_surface"),
            "voxels": lambda: block_skin(volume, kernel="voxels"),
            "runs": lambda: block_skin(runs, kernel="runs"),
        },
        3,
    )
    once = one_pass_ms(volume.label)
    what = f"fabric expanded ({runs.per_column:.1f} runs a column), kernel"
    for name in ("voxels", "runs"):
        yield Row("1-2", block.name, f"{what} {name}, against threshold", ratio(times, "threshold", name), "x", "", None,
                  times[name] / once)  # fmt: skip


def thin_cells(stack_name: str, columns: Columns, height: float) -> Iterator[Row]:
    """Target 5: eight times thinner cells cost the same."""
    thick, thin = (CellRuns.of_columns(columns, height / n) for n in (100, 800))
    times = interleaved(
        {"thick": lambda: block_skin(thick, kernel="runs"), "thin": lambda: block_skin(thin, kernel="runs")}
    )
    value = times["thin"] / times["thick"]
    yield Row("5", stack_name, "runs to mesh, 800 cells high against 100", value, "x", "<= 1.5", value <= 1.5)
    value = thin.n_bytes / thick.n_bytes
    yield Row(
        "5", stack_name, "bytes of runs, 800 cells high against 100", value, "x", "<= 1.1", value <= 1.1
    )


def sections(block: Block, fabrics: dict[int, Fabric]) -> Iterator[Row]:
    """Target 6: a section of 2000 x 400 along a line with a bend."""
    e = block.stack.grid.extent
    corners = [(e.xmin + 20, e.ymin + 30), (e.xmin + e.width / 2, e.ymax - 200), (e.xmax - 20, e.ymin + 60)]
    length = sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners))
    line = SectionLine.along(corners, step=length / 2000)
    labels = baselines.labels_of(block.volume)
    height = float(block.stack.ground.max()) - block.stack.base
    image = baselines.image_of(block.volume)
    flat = {k: _Same() for k in fabrics}
    jobs = {
        "ours": lambda: make_section(block.stack, flat, line, dz=height / 400),
        "map_coordinates": lambda: baselines.section_by_map_coordinates(labels, line, (e.xmin, e.ymin)),
        "oblique": lambda: image.slice(normal=(1.0, 0.7, 0.0)),
    }
    if fabrics:
        jobs["with fabric"] = lambda: make_section(block.stack, fabrics, line, dz=height / 400)
    times, once = interleaved(jobs), one_pass_ms(block.volume.label)
    for name, goal in (("map_coordinates", 8), ("oblique", 200)):
        value = ratio(times, name, "ours")
        yield Row("6", block.name, f"section 2000 x 400, against {name}", value, "x", f">= {goal}", value >= goal,
                  times["ours"] / once)  # fmt: skip
    yield Row(
        "6", block.name, "section 2000 x 400", times["ours"], "ms", "<= 2 when quiet", times["ours"] <= 2
    )
    if fabrics:
        yield Row("6", block.name, "section 2000 x 400 with its fabric", times["with fabric"], "ms", "", None)


class _Same:
    """A fabric of one lithology: what a section costs without the fabric's own arithmetic."""

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        return np.full(np.broadcast(x, y, z).shape, 7, dtype=np.uint8)

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        return np.array([top]), np.array([7], dtype=np.uint8)


def rules(block: Block, nz: int) -> Iterator[Row]:
    """Target 7: surfaces to runs, against surfaces to voxels."""
    grid = block.stack.grid
    tops = blocks.surfaces(grid, nz * block.dz)
    times = interleaved(
        {
            "voxels": lambda: baselines.voxels_by_rules(tops, nz, block.dz),
            "runs": lambda: CellRuns.of_columns(Columns.from_stack(blocks.stack_of(grid, tops)), block.dz),
        }
    )
    value = ratio(times, "voxels", "runs")
    yield Row("7", block.name, "rules to runs, against NumPy rules to voxels", value, "x", ">= 8", value >= 8)
    voxels = baselines.voxels_by_rules(tops, nz, block.dz)
    ours = block.volume.label
    solid = (ours < 254) == (voxels[: ours.shape[0]] > 0)
    yield Row("7", block.name, "cells with other air or ground", 1 - float(solid.mean()), "", "<= 0.0003",
              float(solid.mean()) >= 0.9997)  # fmt: skip


def storage(name: str, path: Path, raw: int, point: tuple[float, float], slice_id: str) -> Iterator[Row]:
    """Target 9: size on disk, and how long a look takes."""
    size = sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    ground = sum(f.stat().st_size for f in (path / "change").rglob("*") if f.is_file())
    yield Row(
        "9",
        name,
        "ground of all slices, of raw voxels",
        ground / raw,
        "",
        "<= 0.005",
        ground / raw <= 1 / 200,
    )
    yield Row("9", name, "all of it", size / 1e6, "MB", "<= 5", size <= 5e6)
    reader = open_prepared(path)
    times = interleaved(
        {
            "open": lambda: open_prepared(path).column(*point),
            "column": lambda: reader.column(*point),
            "stack": lambda: reader.stack(slice_id),
            "slice": lambda: reader.slice(slice_id),
        },
        9,
    )
    for job, what, goal in (
        ("open", "column through all slices, open and read", 5),
        ("column", "column through all slices, kept open", 2),
        ("stack", "ground of one slice", 100),
        ("slice", "everything of one slice", 100),
    ):
        yield Row("9", name, what, times[job], "ms", f"<= {goal}", times[job] <= goal)


def standard_storage(block: Block) -> Iterator[Row]:
    """Target 9 on fifteen slices of the standard block."""
    slices = blocks.fifteen(block)
    layers = {layer.slot: layer for part in slices for layer in part.stack.layers}
    stops = tuple(Stop(part.slice_id, part.year, {}, {}, {}, "aanname") for part in slices)
    events = tuple(EventInfo(f"E{k}", Years(0, 0), "zeker", "aanname", (), {}, "natuur") for k in range(40))
    model = PreparedModel(
        name="standard", grid=block.stack.grid, base=0.0, cover_grid=slices[0].cover_grid, timeline=Timeline(stops),
        events=events, layers=tuple(layers[k] for k in sorted(layers)), slices=slices, input_hash="bench",
    )  # fmt: skip
    raw = block.volume.label.size * len(slices)
    e = block.stack.grid.extent
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard.zarr"
        write_prepared(path, model)
        yield from storage(block.name, path, raw, (e.xmin + 333, e.ymin + 222), "S07")


def huge(quick: bool) -> Iterator[Row]:
    """Target 11: surfaces to runs to quads at 1e9 cells, against a million columns; no volume is made."""

    def run(n: int) -> float:
        grid = Grid(RDExtent(188400, 426700, 188400 + 5 * n, 426700 + 5 * n), 5.0)
        tops = blocks.surfaces(grid, 80.0)
        begin = time.perf_counter()
        runs = CellRuns.of_columns(Columns.from_stack(blocks.stack_of(grid, tops)), 0.5)
        block_skin(runs, kernel="runs")
        return time.perf_counter() - begin

    small, large = (320, 800) if quick else (1000, 2500)
    run(100)
    value = run(large) / run(small)
    cells = f"{large * large * 160:.1e}"
    yield Row("11", f"standard {large} x {large} x 160", f"{cells} cells, against {small * small} columns", value, "x",
              "<= 15", value <= 15)  # fmt: skip
