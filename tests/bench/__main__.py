"""``python -m tests.bench [--quick] [--json FILE]``: one run, one table of ratios."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import blocks, rows
from tests.bench.blocks import Block
from tests.bench.timing import Row
from wijkgenese3d.scene.prepare import prepare


def all_rows(quick: bool) -> Iterator[Row]:
    """Measure, row by row."""
    block = blocks.standard(200, 150, 100) if quick else blocks.standard()
    nz = 100 if quick else 200
    yield from rows.meshes(block, quick)
    yield from rows.thin_cells(block.name, block.columns, nz * block.dz)
    yield from rows.sections(block, {})
    yield from rows.rules(block, nz)
    yield from rows.standard_storage(block)
    scene, replay, slices = blocks.hengstdal(quick)
    now = slices["T14"].stack
    real = Block.of(f"Hengstdal {now.grid.cell:g} m", now, scene.cell.dz)
    yield from rows.meshes(real, quick)
    yield from rows.expanded(real, scene.fabrics)
    yield from rows.thin_cells(real.name, real.columns, 135.0)
    yield from rows.sections(real, scene.fabrics)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hengstdal.zarr"
        first, again = prepare(scene, path), prepare(scene, path)
        layers = round((scene.z_range.top - scene.z_range.base) / scene.cell.dz)
        raw = layers * now.grid.nx * now.grid.ny * len(slices)
        yield from rows.storage(real.name, path, raw, (189365.0, 427320.0), "T14")
        yield Row(
            "build", real.name, "build, kernels compiled", first.seconds, "s", "<= 60", first.seconds <= 60
        )
        yield Row("build", real.name, "build, nothing changed", again.seconds, "s", "", None)
    yield from rows.huge(quick)
    total = sum(e.ms for e in replay.effects)
    for effect in sorted(replay.effects, key=lambda e: -e.ms)[:15]:
        name = f"{effect.event} {effect.kind}"
        yield Row("event", real.name, name, effect.ms, "ms", f"{effect.ms / total:.0%} of the replay", None)
    yield Row("event", real.name, f"all {len(replay.effects)} steps", total, "ms", "", None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("memory", "this run", "peak", peak, "MB", "", None)


def line(row: Row) -> str:
    """A row as a line of the table."""
    mark = {None: "", True: "ok", False: "MISS"}[row.ok]
    passes = "" if row.passes is None else f"{row.passes:8.1f}"
    return f"{row.target:<7}{row.block:<27}{row.what:<58}{row.value:>11.3f} {row.unit:<3}{row.goal:<22}{passes:>9}  {mark}"


def main() -> None:
    """Print the table; a row that misses its target is marked, and the run goes on."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small blocks, to see that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all rows to a file")
    given = parser.parse_args()
    head = f"{'target':<7}{'block':<27}{'what':<58}{'value':>11}    {'goal':<22}{'passes':>9}"
    sys.stdout.write(f"{head}\n{'-' * len(head)}\n")
    made = []
    for row in all_rows(given.quick):
        made.append(row)
        sys.stdout.write(line(row) + "\n")
        sys.stdout.flush()
    missed = sum(row.ok is False for row in made)
    sys.stdout.write(
        f"\n{len(made)} rows, {missed} below target. 'passes' is the time of ours in passes over the voxels.\n"
    )
    if given.json:
        given.json.write_text(json.dumps([row.as_dict() for row in made], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
