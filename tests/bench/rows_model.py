"""Targets 6, 7, 9 and 11: sections, rules, storage, a thousand million cells; the build and its events."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.bench import baselines, blocks
from tests.bench.blocks import Block
from tests.bench.own_process import run_alone
from tests.bench.timing import Row, at_least, at_most, compared, interleaved, one_pass_ms
from wijkgenese3d.genesis.replay import Effect
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.skin import CellRuns
from wijkgenese3d.model import Columns, PreparedModel, TimeSlice, open_prepared, write_prepared
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.timeline import Stop, Timeline, Years

__all__ = ["build", "events", "huge", "rules", "sections", "storage"]


def sections(block: Block, fabrics: dict[int, Fabric]) -> Iterator[Row]:
    """Target 6: a section of 2000 x 400 along a line with a bend."""
    e = block.stack.grid.extent
    corners = [(e.xmin + 20, e.ymin + 30), (e.xmin + e.width / 2, e.ymax - 200), (e.xmax - 20, e.ymin + 60)]
    length = sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners))
    line = SectionLine.along(corners, step=length / 2000)
    dz = (float(block.stack.ground.max()) - block.stack.base) / 400
    image, places = baselines.image_of(block.volume), baselines.section_places(block.volume, line)
    flat: dict[int, Fabric] = dict.fromkeys(fabrics, _Same())
    jobs = {
        "ours": lambda: make_section(block.stack, flat, line, dz=dz),
        "map_coordinates": lambda: baselines.section_by_map_coordinates(block.volume, places),
        "oblique slice": lambda: image.slice(normal=(1.0, 0.7, 0.0)),
        "numpy": lambda: baselines.section_by_numpy(block.volume, line),
        "with fabric": lambda: make_section(block.stack, fabrics, line, dz=dz),
    }
    times, once = interleaved(jobs), one_pass_ms(block.volume.label)
    for name, goal in (("map_coordinates", 8), ("oblique slice", 200)):
        what = f"section of exact layers, against {name} of voxels"
        yield at_least(compared(("6", block.name, what), times, name, "ours", once), goal)
    own = times["ours"]
    row = Row("6", block.name, "section of exact layers", own, "ms", ours_ms=own, passes=own / once)
    yield at_most(row, 2, "2 when quiet")
    what = "for comparison: NumPy on voxels, columns first, against map_coordinates"
    yield compared(("6", block.name, what), times, "map_coordinates", "numpy", once)
    if fabrics:
        own = times["with fabric"]
        yield Row("6", block.name, "section with its fabric", own, "ms", ours_ms=own, passes=own / once)


class _Same:
    """A fabric of one lithology: what a section costs without the fabric's own arithmetic."""

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        return np.full(np.broadcast(x, y, z).shape, 7, dtype=np.uint8)

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        return np.array([top]), np.array([7], dtype=np.uint8)


def rules(block: Block) -> Iterator[Row]:
    """Target 7: surfaces of layers to runs, against the same surfaces to voxels."""
    stack, nz, dz = block.stack, block.nz, block.dz
    times = interleaved(
        {
            "voxels": lambda: baselines.voxels_by_rules(stack, nz, dz),
            "counted voxels": lambda: baselines.voxels_by_counting(stack, nz, dz),
            "runs": lambda: Columns.from_stack(stack),
            "cells": lambda: CellRuns.of_columns(Columns.from_stack(stack), dz),
        }
    )
    once = one_pass_ms(block.volume.label)
    what = f"{len(stack.layers)} surfaces to runs"
    row = compared(("7", block.name, f"{what}, against NumPy voxels"), times, "voxels", "runs", once)
    yield at_least(row, 8)
    place = ("7", block.name, f"{what}, against NumPy voxels by counting")
    yield compared(place, times, "counted voxels", "runs", once)
    place = ("7", block.name, f"{what} in whole cells, against NumPy voxels")
    yield compared(place, times, "voxels", "cells", once)
    yield _same_cells(block)


def _same_cells(block: Block) -> Row:
    """Share of the cells in which rules to voxels and rules to runs differ."""
    voxels = baselines.voxels_by_rules(block.stack, block.nz, block.dz)
    classes = [tuple(pair) for pair in block.volume.classes.tolist()]
    of_layer = [classes.index((s.unit, s.lithology)) if (s.unit, s.lithology) in classes else 255
                for s in block.stack.layers]  # fmt: skip
    wanted = np.array([254, *of_layer], dtype=np.uint8)[voxels]
    differ = float(np.mean(wanted != block.volume.label))
    return at_most(Row("7", block.name, "cells of another label than by rules to voxels", differ), 0.0003)


def storage(name: str, path: Path, cells: int, point: tuple[float, float], slice_id: str) -> Iterator[Row]:
    """Target 9: size on disk, and how long a look takes; ``cells`` of one slice."""
    reader = open_prepared(path)
    raw = cells * len(reader.slice_ids)
    size, ground = _bytes(path), _bytes(path / "change")
    what = f"ground of {len(reader.slice_ids)} slices, {ground / 1e6:.2f} MB, of {raw / 1e6:.0f} MB of labels"
    yield at_most(Row("9", name, what, ground / raw), 1 / 200, "1/200")
    what = f"all of it, {size / 1e6:.2f} MB, with cover, use, soil, ice, water, features"
    yield Row("9", name, what, size / raw)
    times = interleaved(
        {
            "open": lambda: open_prepared(path).column(*point),
            "column": lambda: reader.column(*point),
            "stack": lambda: reader.stack(slice_id),
            "slice": lambda: open_prepared(path).slice(slice_id),
        },
        9,
    )
    for job, what, goal in (
        ("open", "column through all slices, open and read", 5),
        ("column", "column through all slices, kept open", 2),
        ("stack", "ground of one slice", 100),
        ("slice", "everything of one slice, open and read", 100),
    ):
        row = Row("9", name, what, times[job], "ms", ours_ms=times[job], times={"ours": times.each[job]})
        yield at_most(row, goal)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def standard_storage(block: Block) -> Iterator[Row]:
    """Target 9 on fifteen slices of the standard block."""
    slices = blocks.fifteen(block)
    layers = {layer.slot: layer for part in slices for layer in part.stack.layers}
    stops = tuple(Stop(part.slice_id, part.year, {}, {}, {}, "aanname") for part in slices)
    info = tuple(EventInfo(f"E{k}", Years(0, 0), "zeker", "aanname", (), {}, "natuur") for k in range(40))
    model = PreparedModel(
        name="standard", grid=block.stack.grid, base=0.0, cover_grid=slices[0].cover_grid, timeline=Timeline(stops),
        events=info, layers=tuple(layers[k] for k in sorted(layers)), slices=slices, input_hash="bench",
    )  # fmt: skip
    e = block.stack.grid.extent
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard.zarr"
        write_prepared(path, model)
        yield from storage(block.name, path, block.volume.label.size, (e.xmin + 333, e.ymin + 222), "S07")


def scene_storage(block: Block, model: PreparedModel) -> Iterator[Row]:
    """Target 9 on a scene."""
    e = block.stack.grid.extent
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scene.zarr"
        write_prepared(path, model)
        middle = (e.xmin + 0.6 * e.width, e.ymin + 0.4 * e.height)
        parts: Sequence[TimeSlice] = model.slices
        yield from storage(block.name, path, block.volume.label.size, middle, parts[-1].slice_id)


def huge(quick: bool) -> Iterator[Row]:
    """Target 11: surfaces to runs to quads at 1e9 cells, against 6.25 times fewer columns; no volume."""
    nx, ny = (1000, 625) if quick else (2500, 2500)
    found = run_alone("huge", str(nx), str(ny))
    small, big = (float(np.median(found["times"][k])) for k in ("small", "large"))
    name = f"standard {nx} x {ny} x 160"
    what = f"{nx * ny * 160:.0e} cells, surfaces to {found['large']['quads']} quads, of 1/6.25 of the columns"
    row = Row("11", name, what, big / small, "x", baseline_ms=small, ours_ms=big, times=found["times"])
    yield at_most(row, 15)
    what = f"its peak memory, all included ({found['large']['runs_mb']:.0f} MB of runs)"
    yield at_most(Row("11", name, what, found["peak_mb"] / 1024, "GB"), 4)


def build(name: str, quick: bool) -> Iterator[Row]:
    """Build of the scene in a process of its own."""
    found = run_alone("build", str(quick))
    for what, value, unit in (
        ("build from nothing", found["seconds"], "s"),
        ("build when nothing changed", found["again_seconds"], "s"),
        (f"build without the last event, from {found['restarted_at']}", found["changed_seconds"], "s"),
        ("peak memory of the build", found["peak_mb"], "MB"),
        ("size on disk", found["bytes"] / 1e6, "MB"),
    ):
        yield Row("build", name, what, value, unit)


def events(name: str, effects: Sequence[Effect], most: int = 15) -> Iterator[Row]:
    """Which events the replay spends its time on."""
    spent: dict[str, float] = {}
    for effect in effects:
        key = f"{effect.event} {effect.kind}"
        spent[key] = spent.get(key, 0.0) + effect.ms
    total = sum(spent.values())
    for key, ms in sorted(spent.items(), key=lambda item: -item[1])[:most]:
        yield Row("event", name, f"{key}: {ms / total:.0%} of the replay", ms, "ms", ours_ms=ms)
    yield Row("event", name, f"all {len(effects)} steps", total, "ms", ours_ms=total)
