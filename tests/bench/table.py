"""The table: one line per row, and the machine that it was measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from tests.bench.timing import Row

PACKAGES = ("numpy", "numba", "scipy", "vtk", "pyvista", "zarr")

HEAD = (
    f"{'target':<7}{'block':<27}{'what':<76}{'value':>9}    {'goal':<16}{'':<5}"
    f"{'baseline ms':>12}{'ours ms':>10}{'passes':>8}"
)


def machine() -> dict[str, object]:
    """What the run was made on, and how busy that was before it began."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
            return next(row.split(":", 1)[1].strip() for row in file if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def line(row: Row) -> str:
    """A row as a line of the table."""
    mark = {None: "", True: "ok", False: "MISS"}[row.ok]
    return (
        f"{row.target:<7}{row.block:<27}{row.what:<76}{_number(row.value):>9} {row.unit:<3}{row.goal:<16}{mark:<5}"
        f"{_number(row.baseline_ms):>12}{_number(row.ours_ms):>10}{_number(row.passes):>8}"
    ).rstrip()


def _number(value: float | None) -> str:
    """Three significant digits, never as a power of ten."""
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 4
    return f"{value:.{digits}f}"
