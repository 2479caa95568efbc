"""Jobs that run in a process of their own, so that their peak of memory is their own.

``python -m tests.bench.own_process JOB ...`` prints one line of JSON; :func:`run_alone` calls it.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import baselines, blocks
from tests.bench.timing import interleaved
from wijkgenese3d.geometry.skin import CellRuns, block_skin
from wijkgenese3d.model import Columns
from wijkgenese3d.scene.prepare import prepare

Answer = dict[str, Any]


def run_alone(job: str, *given: str) -> Answer:
    """Run a job in a new process and return what it found."""
    command = [sys.executable, "-m", "tests.bench.own_process", job, *given]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: Answer = json.loads(done.stdout)
    return answer


def peaks(block: blocks.Block) -> dict[str, float]:
    """Peak memory of making a surface above what the loaded block takes, MB, per way of making it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("volume", "runs"):
            (Path(folder) / name).write_bytes(pickle.dumps(getattr(block, name), protocol=5))
        ways = {"threshold": "volume", "geometry": "volume", "voxels": "volume", "runs": "runs"}
        return {way: run_alone("peak", way, str(Path(folder) / source))["mb"] for way, source in ways.items()}


# ---------------------------------------------------------------- jobs


def peak(way: str, source: str) -> Answer:
    """Rise of the peak while a surface is made; once small before, to import and compile."""
    small = blocks.standard(40, 30, 50)
    cells = pickle.loads(Path(source).read_bytes())
    if way in ("threshold", "geometry"):
        algorithm = "dataset_surface" if way == "threshold" else way
        image = baselines.image_of(cells)
        del cells
        small_image = baselines.image_of(small.volume)

        def make(large: bool) -> object:
            return baselines.threshold_surface(image if large else small_image, algorithm)
    else:

        def make(large: bool) -> object:
            few = small.runs if way == "runs" else small.volume
            return block_skin(cells if large else few, kernel=way)  # type: ignore[arg-type]

    make(large=False)
    _forget_peak()
    before = _status("VmRSS")
    made = make(large=True)
    rise = _status("VmHWM") - before
    del made
    return {"mb": rise}


def huge(nx: str, ny: str) -> Answer:
    """Surfaces to runs to quads on nx x ny columns of 160 cells, and on 6.25 times fewer; no volume."""
    sizes = {"small": (int(nx) * 2 // 5, int(ny) * 2 // 5), "large": (int(nx), int(ny))}
    block_skin(CellRuns.of_columns(Columns.from_stack(blocks.standard_stack(50, 50, 80.0)), 0.5))
    stacks = {name: blocks.standard_stack(*size, 80.0) for name, size in sizes.items()}
    _forget_peak()
    times: dict[str, list[float]] = {name: [] for name in stacks}
    answer: Answer = {"times": times}
    for turn in range(6):
        for name, stack in stacks.items():
            begin = time.perf_counter()
            runs = CellRuns.of_columns(Columns.from_stack(stack), 0.5)
            skin = block_skin(runs, kernel="runs")
            if turn:
                times[name].append((time.perf_counter() - begin) * 1000.0)
            answer[name] = {"quads": len(skin), "runs_mb": runs.n_bytes / 2**20}
            del runs, skin
    answer["peak_mb"] = _status("VmHWM")
    return answer


def build(quick: str) -> Answer:
    """Build Hengstdal from nothing, again, and again with its last event left out."""
    scene = blocks.hengstdal_scene(quick == "True")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hengstdal.zarr"
        _forget_peak()
        before = _status("VmRSS")
        first = prepare(scene, path)
        peak_mb, again = _status("VmHWM") - before, prepare(scene, path)
        fewer = replace(scene.plan, events=scene.plan.events[:-1])
        changed = prepare(replace(scene, plan=fewer, input_hash="without the last event"), path)
    return {
        "seconds": first.seconds,
        "again_seconds": again.seconds,
        "changed_seconds": changed.seconds,
        "restarted_at": changed.restarted_at,
        "bytes": first.bytes,
        "peak_mb": peak_mb,
    }


def page(folder: str) -> Answer:
    """A bare screenshot of a slice, its block as a still has it, and its page, all 3840 x 2160; ms, medians."""
    from wijkgenese3d.cli.opened import open_built
    from wijkgenese3d.geometry.block import make_block_picture
    from wijkgenese3d.geometry.viewpoint import camera_at
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.render.stage import Stage
    from wijkgenese3d.report.block_image import BlockPainter
    from wijkgenese3d.report.page_layout import LAYOUTS
    from wijkgenese3d.report.page_maker import PageMaker, page_image
    from wijkgenese3d.report.page_order import PageOrder
    from wijkgenese3d.scene.drawing import block_setting
    from wijkgenese3d.scene.load import load_scene

    use_opengl()
    opened = open_built(load_scene(folder))
    part, size = opened.today, (3840, 2160)
    setting = block_setting(opened.scene, part.ground)
    order = PageOrder(opened.scene.cameras[0], LAYOUTS["16x9"], size, "nl")
    picture, stage = make_block_picture(part, setting), Stage(setting.colours, size)
    stage.show(picture)
    camera = camera_at(order.view, setting.grid.extent, setting.frame, (setting.base, 110.0), picture.skyline)
    stage.set_camera(camera.view(setting.frame, size[0] / size[1]))
    with PageMaker(opened.scene, setting, order) as maker, closing(BlockPainter(setting)) as painter:
        jobs: dict[str, Callable[[], object]] = {
            "bare": stage.image,
            "block": lambda: painter.paint(part, order.view, size),
            "page": lambda: page_image(maker.make(part), order),
        }
        times = interleaved(jobs, 3)
    return {f"{key}_ms": times[key] for key in jobs}


# ---------------------------------------------------------------- memory


def _forget_peak() -> None:
    """Begin to count the peak anew; where Linux does not allow it, the peak so far stays."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        sys.stderr.write("the peak of memory cannot be reset here: the rows on memory are too low\n")


def _status(name: str) -> float:
    """Memory of this process, MB: ``VmRSS`` now, ``VmHWM`` at its peak."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    return next(int(row.split()[1]) for row in text.splitlines() if row.startswith(name)) / 1024.0


JOBS: dict[str, Callable[..., Answer]] = {"peak": peak, "huge": huge, "build": build, "page": page}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(JOBS[sys.argv[1]](*sys.argv[2:])))
