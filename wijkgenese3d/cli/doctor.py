"""``wijkgenese3d doctor``."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

import typer

from wijkgenese3d.cli.arguments import Json
from wijkgenese3d.cli.terminal import answer, answer_json
from wijkgenese3d.errors import MissingPartError

__all__ = ["PACKAGES", "doctor"]

PACKAGES = (
    "aiohttp",
    "av",
    "fonttools",
    "fpdf2",
    "h5netcdf",
    "h5py",
    "lxml",
    "networkx",
    "numba",
    "numcodecs",
    "numpy",
    "pillow",
    "pydantic",
    "pyflwdir",
    "pyogrio",
    "pypdf",
    "pyvista",
    "rasterio",
    "rich",
    "scipy",
    "shapely",
    "trame",
    "trame-pyvista",
    "trame-rca",
    "trame-vuetify",
    "trimesh",
    "typer",
    "vtk",
    "xarray",
    "zarr",
)
"""What the project depends on."""
OLDEST_PYTHON = (3, 11)
LEAST_MEMORY = 2.0
"""GB; a scene with its pictures takes about one."""
INSTALL = "run 'make run' once, or: pip install wijkgenese3d"


@dataclass(frozen=True)
class Part:
    """One thing that was looked for; ``needed`` says whether the program can do without."""

    name: str
    found: str
    ok: bool
    needed: bool = True
    hint: str = ""

    @property
    def status(self) -> str:
        """``ok``, ``missing``, or ``optional`` for what is absent but not needed."""
        if self.ok:
            return "ok"
        return "missing" if self.needed else "optional"

    def as_json(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return {"name": self.name, "status": self.status, "found": self.found, "hint": self.hint}


def doctor(as_json: Json = False) -> None:
    """Say what this machine has and what it lacks.

    Looks at Python, packages, off-screen OpenGL, fonts, memory, the cache folder, and Chromium for the
    tests; says what to install.
    """
    parts = [_python(), *_packages(), _opengl(), _fonts(), _memory(), _cache(), _chromium()]
    ok = all(part.ok or not part.needed for part in parts)
    if as_json:
        answer_json({"ok": ok, "parts": [part.as_json() for part in parts]})
    else:
        for part in parts:
            answer(f"{part.status:<9} {part.name:<16} {part.found}")
            if not part.ok:
                answer(f"{'':<9} {'':<16} -> {part.hint}")
        answer("all that is needed is here" if ok else "something is missing: see the lines with ->")
    if not ok:
        raise typer.Exit(MissingPartError.exit_code)


def _python() -> Part:
    ok = sys.version_info >= OLDEST_PYTHON
    found = f"{platform.python_version()} ({sys.executable})"
    return Part("Python", found, ok, hint="install Python 3.11 or newer")


def _packages() -> Iterator[Part]:
    for name in PACKAGES:
        try:
            yield Part(name, metadata.version(name), True)
        except metadata.PackageNotFoundError:
            yield Part(name, "not installed", False, hint=INSTALL)


def _opengl() -> Part:
    from wijkgenese3d.render.opengl import find_opengl

    if util.find_spec("vtkmodules") is None:
        return Part("OpenGL", "not tried without vtk", False, hint=INSTALL)
    try:
        found = find_opengl()
    except MissingPartError as error:
        return Part("OpenGL", "no way to draw without a screen", False, hint=error.hint)
    return Part("OpenGL", f"{found.renderer} ({found.window_class})", True)


def _fonts() -> Part:
    hint = "install it with: sudo apt-get install fonts-dejavu-core"
    if util.find_spec("PIL") is None:
        return Part("fonts", "not tried without pillow", False, needed=False, hint=INSTALL)
    from wijkgenese3d.report.fonts import FALLBACK, font_name

    name = font_name()
    return Part("fonts", name, name != FALLBACK, needed=False, hint=hint)


def _memory() -> Part:
    hint = f"close other programs: {LEAST_MEMORY:g} GB is needed"
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    except (AttributeError, OSError, ValueError):
        return Part("memory", "unknown", True)
    return Part("memory", f"{total:.1f} GB", total >= LEAST_MEMORY, hint=hint)


def _cache() -> Part:
    """Look where a model goes that cannot lie beside its scene."""
    from wijkgenese3d.model import prepared_path

    place = prepared_path(Path("/nowhere/scene"), "scene", 5.0).parent.parent
    nearest = next(p for p in (place, *place.parents) if p.exists())
    ok = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    free = shutil.disk_usage(nearest).free / 1e9
    return Part(
        "cache folder",
        f"{place} ({free:.1f} GB free; for scenes in a folder that cannot be written)",
        ok,
        hint=f"make {nearest} writable",
    )


def _chromium() -> Part:
    """Look for the browser that some tests use; it is not needed to run the program."""
    hint = "for the tests only: python -m playwright install chromium"
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if place := shutil.which(name):
            return Part("Chromium", place, True, needed=False)
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(given) if given else Path.home() / ".cache" / "ms-playwright"
    builds = sorted(folder.glob("chromium*")) if folder.is_dir() else []
    return Part("Chromium", str(builds[-1]) if builds else "not found", bool(builds), needed=False, hint=hint)
