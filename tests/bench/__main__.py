"""``python -m tests.bench [--quick] [--json FILE]``: one run, one table of ratios."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import (
    blocks,
    rows_browser,
    rows_draw,
    rows_model,
    rows_rain,
    rows_report,
    rows_surface,
    table,
)
from tests.bench.blocks import Block
from tests.bench.timing import Row
from wijkgenese3d.scene.prepare import make_prepared


def all_rows(quick: bool) -> Iterator[Row]:
    """Measure, row by row."""
    block = blocks.standard(200, 150, 100) if quick else blocks.standard()
    yield from _of_block(block)
    yield from rows_model.sections(block, {})
    yield from rows_model.standard_storage(block)
    yield from rows_surface.large(quick)
    yield from rows_model.huge(quick)
    scene, replay, slices = blocks.hengstdal(quick)
    now = list(slices.values())[-1].stack
    nz = round((scene.z_range.top - scene.z_range.base) / scene.cell.dz)
    real = Block.of(f"Hengstdal {now.grid.cell:g} m", now, scene.cell.dz, nz)
    yield from _of_block(real)
    yield from rows_surface.expanded(real, scene.fabrics)
    yield from rows_model.sections(real, scene.fabrics)
    yield from rows_model.scene_storage(real, make_prepared(scene)[0])
    yield from rows_model.build(real.name, quick)
    yield from rows_model.events(real.name, replay.effects)
    yield from rows_rain.rain(real.name, scene, slices)
    yield from rows_draw.drawing(real, scene, slices)
    yield from rows_report.reports(real.name)
    yield from rows_browser.in_a_browser(real.name)


def _of_block(block: Block) -> Iterator[Row]:
    yield from rows_surface.meshes(block)
    yield from rows_surface.peak_memory(block)
    yield from rows_surface.thin_cells(block)
    yield from rows_model.rules(block)


def main() -> None:
    """Print the table; a row that misses its target is marked, and the run goes on."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small blocks, to see that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all rows to a file")
    given = parser.parse_args()
    machine = table.machine()
    facts = ", ".join(f"{name} {value}" for name, value in machine.items())
    sys.stdout.write(f"{facts}\n\n{table.HEAD}\n{'-' * len(table.HEAD)}\n")
    made = []
    for row in all_rows(given.quick):
        made.append(row)
        sys.stdout.write(table.line(row) + "\n")
        sys.stdout.flush()
    missed = sum(row.ok is False for row in made)
    sys.stdout.write(
        f"\n{len(made)} rows, {missed} below target. Times are medians; 'passes' is the time of ours in passes"
        " over the voxels of the block in memory.\n"
    )
    if given.json:
        kept = {"machine": machine, "quick": given.quick, "rows": [row.as_dict() for row in made]}
        given.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
