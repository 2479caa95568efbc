"""The program as a whole: help, exit codes, how errors are said, doctor, serve."""

from __future__ import annotations

import json
import os
import resource
import runpy
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.cli.conftest import KLEIN
from wijkgenese3d.cli import main
from wijkgenese3d.cli.app import command
from wijkgenese3d.cli.arguments import read_points
from wijkgenese3d.cli.doctor import PACKAGES
from wijkgenese3d.errors import MissingPartError, UsageError

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "wijkgenese3d"]
HEAVY = {
    "h5netcdf",
    "numba",
    "numpy",
    "PIL",
    "pyogrio",
    "pyvista",
    "rasterio",
    "rich",
    "scipy",
    "shapely",
    "trame",
    "trimesh",
    "vtk",
    "vtkmodules",
    "xarray",
    "zarr",
}


def test_documented_help_is_fresh():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from write_help import TARGET, document
    finally:
        sys.path.remove(str(ROOT / "tools"))
    assert TARGET.read_text(encoding="utf-8") == document(), "run: python tools/write_help.py"


def test_every_command_is_a_module_of_its_own():
    for name in command.commands:
        assert (ROOT / "wijkgenese3d" / "cli" / f"{name}.py").is_file()
    assert list(command.commands) == [
        "build",
        "check",
        "info",
        "core",
        "section",
        "diff",
        "rain",
        "still",
        "series",
        "export",
        "serve",
        "doctor",
    ]


def test_help_loads_nothing_heavy():
    code = "import sys; from wijkgenese3d.cli import main; main(['--help'])"
    code += "".join(f"; main([{name!r}, '--help'])" for name in command.commands)
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {module.split(".")[0] for module in done.stdout.splitlines()[-1].split()}
    assert loaded & HEAVY == set()


def test_help_is_quick():
    used = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*PROGRAM, "--help"], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(used) < 0.4


def test_without_a_command_help_is_shown(run):
    said = run()
    assert said.code == 0
    assert "Commands:" in said.out
    assert run("--version").out.startswith("wijkgenese3d ")


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["biuld", "x"], "no such command 'biuld'; perhaps 'build'?"),
        (["build", "x", "--sell", "5"], "no such option '--sell'; perhaps '--cell'?"),
        (["build"], "missing argument 'SCENE'"),
        (["build", "x", "y"], "unexpected extra argument"),
        (["--nope"], "no such option '--nope'"),
        (["serve", str(KLEIN), "--port", "eighty"], "--port"),
    ],
)
def test_wrong_use(run, arguments, fragment):
    run(*arguments).failed(2, fragment)


def test_bug_is_said_with_a_log(run, built, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(*_):
        msg = "an invented bug"
        raise RuntimeError(msg)

    monkeypatch.setattr("wijkgenese3d.report.core_log.core_as_json", broken)
    run("core", built, "--at", 190085, 428050, "--json").failed(
        70, "RuntimeError: an invented bug", "report it"
    )
    (log,) = tmp_path.glob("wijkgenese3d-*.log")
    text = log.read_text()
    assert "Traceback" in text
    assert "'core'" in text
    said = run("core", built, "--debug", "--at", 190085, 428050, "--json")
    assert said.code == 70
    assert "Traceback" in said.err


def test_debug_shows_where_an_error_comes_from(run):
    said = run("--debug", "build", "nowhere")
    assert said.code == 2
    assert "Traceback" in said.err
    assert "error: 'nowhere' is not a folder" in said.err


def test_out_of_memory(run, built, monkeypatch):
    def hungry(*_):
        raise MemoryError

    monkeypatch.setattr("wijkgenese3d.report.core_log.core_as_json", hungry)
    run("core", built, "--at", 190085, 428050, "--json").failed(4, "not enough memory")


def test_stopped_with_the_keyboard(run, built, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("wijkgenese3d.report.core_log.core_as_json", stopped)
    assert run("core", built, "--at", 190085, 428050, "--json").code == 130


def test_reader_that_goes_away(built):
    shell = f"{' '.join(PROGRAM)} core {built} --at 190085 428050 --csv | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("slice,year")
    assert done.returncode in (0, 141)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_terminal_without_accents():
    scene = str(ROOT / "scenes" / "hengstdal")
    code = (
        f"from wijkgenese3d.cli import main; main(['info', {scene!r}]); main(['info', {scene!r}, '--json'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("ascii")
    assert json.loads(text[text.index("{\n") :])["name"] == "hengstdal"


def test_app_serves_hengstdal(monkeypatch):
    asked = []
    monkeypatch.setattr("wijkgenese3d.cli.main", lambda argv: asked.append(argv) or 0)
    monkeypatch.setattr(sys, "argv", ["app.py", "--port", "9000"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
    assert ended.value.code == 0
    assert asked == [["serve", str(ROOT / "scenes" / "hengstdal"), "--port", "9000"]]


def test_points_of_a_line():
    assert read_points(["1,2", "3.5,-4"]) == [(1, 2), (3.5, -4)]
    assert read_points(["1,2 3,4"]) == [(1, 2), (3, 4)]
    with pytest.raises(UsageError, match="has 0 points"):
        read_points([])


# ---------------------------------------------------------------- doctor


def test_doctor_knows_all_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [Requirement(text).name for text in project["dependencies"]] == list(PACKAGES)


def test_doctor(run, monkeypatch):
    from wijkgenese3d.render.opengl import OpenGL

    monkeypatch.setattr(
        "wijkgenese3d.render.opengl.find_opengl", lambda: OpenGL("vtkEGLRenderWindow", "llvmpipe")
    )
    said = run("doctor", "--json")
    assert said.code == 0, said.out
    assert said.json["ok"] is True
    names = {part["name"]: part for part in said.json["parts"]}
    assert {"Python", "numpy", "OpenGL", "fonts", "memory", "cache folder", "Chromium"} <= set(names)
    assert "llvmpipe" in names["OpenGL"]["found"]
    assert "all that is needed is here" in run("doctor").out


def test_doctor_without_opengl(run, monkeypatch):
    def absent():
        raise MissingPartError("no OpenGL", hint="install libegl1")

    monkeypatch.setattr("wijkgenese3d.render.opengl.find_opengl", absent)
    said = run("doctor")
    assert said.code == 4
    assert "-> install libegl1" in said.out
    assert "something is missing" in said.out


# ---------------------------------------------------------------- serve


def test_serve_without_opengl(run, klein, monkeypatch):
    def absent():
        raise MissingPartError("no off-screen OpenGL", hint="install libegl1")

    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", absent)
    run("serve", klein).failed(4, "no off-screen OpenGL", "install libegl1")


def test_serve_opens_the_browser_only_where_one_can_be_seen(run, built, monkeypatch):
    from wijkgenese3d.web.logic.pictures import Look

    opened, served = [], []

    def serve(content, settings, *, host, port, access, on_ready):
        assert settings(Look()).packed
        served.append((host, port, tuple(access.origins)))
        on_ready("http://localhost:9000/")

    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", lambda: None)
    monkeypatch.setattr("wijkgenese3d.web.server.serve", serve)
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("wijkgenese3d.cli.serve.has_screen", lambda: True)
    said = run("serve", built, "--port", 9000)
    assert (said.code, opened) == (0, ["http://localhost:9000/"])
    assert "Wijkgenese Klein: http://localhost:9000/" in said.out
    run("serve", built, "--port", 9000, "--no-browser", "--origin", "https://wijk.example")
    monkeypatch.setattr("wijkgenese3d.cli.serve.has_screen", lambda: False)
    run("serve", built, "--port", 9000)
    assert opened == ["http://localhost:9000/"]
    assert [(host, port) for host, port, _ in served] == [("127.0.0.1", 9000)] * 3
    assert [origins for _, _, origins in served] == [(), ("https://wijk.example",), ()]


def test_serve_per_user_starts_a_supervisor_and_loads_no_scene(run, klein, monkeypatch):
    from wijkgenese3d.web.supervisor import ChildError, Terms

    asked = []

    async def supervise(command, terms, *, host, port, on_ready, env):
        asked.append((command, terms, host, env["PYTHONPATH"].split(os.pathsep)[0]))
        if len(asked) > 1:
            raise ChildError(4 if len(asked) == 2 else -11)
        on_ready("Wijkgenese Klein", f"http://localhost:{port}/")

    monkeypatch.setattr("wijkgenese3d.web.supervisor.supervise", supervise)
    given = ["serve", klein, "--per-user", "--port", 9000, "--no-browser"]
    said = run(
        *given, "--visitors", 3, "--idle", 0.5, "--origin", "https://wijk.example", "--host", "0.0.0.0"
    )
    assert said.code == 0
    assert "Wijkgenese Klein: http://localhost:9000/" in said.out
    assert "there is no login" in said.err
    command, terms, host, path = asked[0]
    assert terms == Terms(3, 30.0, ("https://wijk.example",))
    assert (host, path) == ("0.0.0.0", str(ROOT))
    assert command[:4] == [sys.executable, "-P", "-m", "wijkgenese3d"]
    assert command[4:] == ["serve", str(klein), "--behind-supervisor"]
    # What the first app says on stderr is not said twice, but the exit code is the same.
    said = run(*given)
    assert (said.code, said.err) == (4, "")
    assert asked[1][1].places >= 1
    run(*given).failed(70, "ended with -11")


@pytest.mark.parametrize(
    ("given", "fragment"),
    [
        (["--visitors", "2"], "--per-user"),
        (["--idle", "2"], "--per-user"),
        (["--per-user", "--visitors", "0"], "less than 1"),
        (["--per-user", "--idle", "0"], "--idle 0"),
        (["--per-user", "--idle", "nan"], "--idle nan"),
    ],
)
def test_serve_per_user_says_what_cannot_be(run, klein, given, fragment):
    run("serve", klein, "--port", 0, *given).failed(2, fragment)


def test_serve_on_a_taken_port(run, built, monkeypatch):
    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", lambda: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run("serve", built, "--port", taken.getsockname()[1], "--no-browser").failed(
            2, "cannot listen", "--port"
        )


def test_content_for_the_app(built):
    from wijkgenese3d.cli.opened import open_built
    from wijkgenese3d.report.app_content import AppContent
    from wijkgenese3d.scene.load import load_scene
    from wijkgenese3d.web.logic.content import Content

    opened = open_built(load_scene(built))
    content = AppContent(opened.scene, opened.reader, opened.today)
    typed: Content = content
    asked = [name for name in dir(Content) if not name.startswith("_")]
    assert all(hasattr(typed, name) for name in asked)
    assert content.start == "S3"
    assert content.today_ground.shape == content.grid.shape == (8, 10)
    assert content.boundary.shape == (4, 2)
    assert content.story("S2", "en").title == "A yard"
    assert content.story("S2", "nl").certainty_note == "aanname (het erf)"
    assert content.title("nl") == "Wijkgenese Klein"
    assert content.credits("en") == "Verzonnen"
    assert content.cameras[0].name["en"] == "Overview"
    assert content.slice("S1").slice_id == "S1"


def test_main_takes_the_arguments_of_the_process(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["wijkgenese3d", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("wijkgenese3d")
