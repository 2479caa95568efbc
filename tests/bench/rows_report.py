"""Pages for reports: a still of 4K and of 8K in processes of their own, against a bare screenshot; a series."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.own_process import run_alone
from tests.bench.timing import Row, at_most

__all__ = ["reports"]

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "scenes" / "hengstdal"


def reports(name: str) -> Iterator[Row]:
    """All rows; nothing without off-screen OpenGL."""
    try:
        from wijkgenese3d.render.opengl import find_opengl

        find_opengl()
    except Exception:
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for size, seconds, megabytes in (("3840x2160", 12.0, 3000.0), ("7680x4320", None, 4000.0)):
            out = place / f"{size}.png"
            yield from _still(name, ("--layout", "16x9", "--size", size), out, (seconds, megabytes))
        yield from _still(name, (), place / "a4.pdf", (None, None))
        yield from _against_bare(name)
        yield _series(name, place / "series")


def _still(
    name: str, options: tuple[str, ...], out: Path, goals: tuple[float | None, float | None]
) -> Iterator[Row]:
    """Seconds and peak memory of the whole command, started anew."""
    taken, peak = _run(["still", str(SCENE), "--slice", "T14", *options, "-o", str(out)])
    said = options[-1] if options else "a4 as PDF, 300 dpi"
    row = Row("report", name, f"still, {said}, with legend and words, the whole command", taken, "s")
    yield at_most(row, goals[0], f"{goals[0]:g} s") if goals[0] else row
    row = Row("report", name, f"peak memory of it, {said}", peak, "MB")
    yield at_most(row, goals[1], f"{goals[1]:g} MB") if goals[1] else row


def _against_bare(name: str) -> Iterator[Row]:
    """What the page costs beside a bare screenshot of the same scene, both 3840 x 2160, in one process."""
    found = run_alone("page", str(SCENE))
    bare = found["bare_ms"]
    for key, what in (("block", "the block twice as large, with ink, averaged"), ("page", "the whole page")):
        ratio = found[f"{key}_ms"] / bare
        yield Row(
            "report",
            name,
            f"{what}, of a bare screenshot, 3840 x 2160",
            ratio,
            "x",
            baseline_ms=bare,
            ours_ms=found[f"{key}_ms"],
        )


def _series(name: str, out: Path) -> Row:
    taken, _ = _run(["series", str(SCENE), "-o", str(out), "--size", "1920x1080"])
    row = Row(
        "report", name, "series of 15 at 1920 x 1080, with sheet and PDF, the whole command", taken, "s"
    )
    return at_most(row, 90.0, "90 s")


def _run(arguments: list[str]) -> tuple[float, float]:
    """Run a command; return seconds and its peak memory, MB.

    The peak is read while it runs: what the system tells of a process that ended has that of ours in it.
    """
    begin = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "wijkgenese3d", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0.0
    while child.poll() is None:
        peak = max(peak, _peak(child.pid))
        time.sleep(0.02)
    seconds = time.perf_counter() - begin
    if child.returncode:
        msg = f"wijkgenese3d {' '.join(arguments)} ended with {child.returncode}"
        raise AssertionError(msg)
    return seconds, peak


def _peak(pid: int) -> float:
    """Return the most memory that a process had so far, MB; 0 where it has none any more."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
