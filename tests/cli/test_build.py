"""``build``, and what happens to it: interrupted, twice at once, on a full disk, on a damaged model."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import edit, model_of
from wijkgenese3d.model import open_prepared

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "wijkgenese3d"]
DIES_WHILE_WRITING = """
import sys, time
from pathlib import Path
from wijkgenese3d.cli import main
from wijkgenese3d.model import store_write

def stop(folder):
    Path(sys.argv[2]).write_text("written aside")
    time.sleep(600)

store_write._sync = stop
main(["build", sys.argv[1], "--force"])
"""


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in model_of(folder).parent.glob(".*") if not p.name.endswith(".lock"))


def test_json_is_the_contract(run, klein):
    said = run("build", klein, "--json")
    assert said.code == 0
    answer = said.json
    assert set(answer) == {"path", "shape", "cell", "extent", "seconds", "bytes"}
    assert answer["path"] == str(model_of(klein))
    assert answer["shape"] == {"slice": 3, "z": 100, "y": 8, "x": 10}
    assert answer["cell"] == [10, 10, 0.5]
    assert answer["extent"] == [190010, 428030, 190110, 428110]
    size = sum(f.stat().st_size for f in model_of(klein).rglob("*") if f.is_file())
    assert answer["bytes"] == size


def test_says_what_it_did_and_then_that_there_is_nothing_to_do(run, klein):
    first = run("build", klein)
    assert first.code == 0
    assert str(model_of(klein)) in first.out
    assert "3 slices of 100 x 8 x 10 cells of 0.5 x 10 x 10 m" in first.out
    assert first.err.startswith("building klein: 1/6 K1\n")
    mark = (model_of(klein) / "zarr.json").stat().st_mtime_ns
    again = run("build", klein)
    assert again.code == 0
    assert "nothing to do" in again.out
    assert again.err == ""
    assert (model_of(klein) / "zarr.json").stat().st_mtime_ns == mark
    assert "nothing to do" not in run("build", klein, "--force").out


def test_going_on_from_a_slice_that_still_holds_is_said(run, klein):
    run("build", klein)
    edit(klein, "events.toml", "thick = 1.5", "thick = 1.25")
    assert "on from S1" in run("build", klein).out


def test_a_changed_number_changes_the_answer(run, klein):
    at = ("core", klein, "--at", 190085, 428050, "--slice", "S2", "--json")
    before = run(*at).json["slices"][0]["ground"]
    edit(klein, "events.toml", "thick = 1.5", "thick = 2.5")
    assert run(*at).json["slices"][0]["ground"] == pytest.approx(before + 1.0)


def test_cell_dz_window_and_out(run, klein, tmp_path):
    out = tmp_path / "elsewhere"
    said = run(
        "build",
        klein,
        "--cell",
        5,
        "--dz",
        0.25,
        "--window",
        190020,
        428040,
        190050,
        428060,
        "--out",
        out,
        "--json",
    )
    assert said.json["shape"] == {"slice": 3, "z": 200, "y": 4, "x": 6}
    assert said.json["extent"] == [190020, 428040, 190050, 428060]
    assert Path(said.json["path"]).parent == out
    assert open_prepared(Path(said.json["path"])).grid.cell == 5
    assert not model_of(klein).exists()


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["--cell", "0"], "--cell is 0"),
        (["--cell", "nan"], "--cell is nan"),
        (["--dz", "-1"], "--dz is -1"),
        (["--cell", "7"], "not a whole number of cells of 7 m"),
        (["--cell", "x"], "--cell"),
        (["--window", "1", "2", "3", "4"], "does not overlap the box"),
        (["--window", "190050", "428040", "190020", "428060"], "lower bound is not below"),
        (["--window", "1", "2", "3"], "--window"),
    ],
)
def test_wrong_sizes(run, klein, arguments, fragment):
    run("build", klein, *arguments).failed(2, fragment)
    assert not model_of(klein).parent.exists()


def test_folder_that_cannot_be_written(run, klein, tmp_path):
    (tmp_path / "file").write_text("in the way")
    run("build", klein, "--out", tmp_path / "file" / "models").failed(3, "cannot be written", "--out")


def test_full_disk(run, klein, monkeypatch):
    run("build", klein)
    edit(klein, "events.toml", "thick = 1.5", "thick = 2.5")

    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("wijkgenese3d.model.store_write._sync", full)
    said = run("build", klein)
    assert said.code == 3
    assert "error: " in said.err
    assert "the disk is full" in said.err
    assert "hint: free space" in said.err
    assert leftovers(klein) == []
    assert len(open_prepared(model_of(klein)).slice_ids) == 3


def test_damaged_model_is_said_and_can_be_made_anew(run, klein):
    run("build", klein)
    chunk = max(
        (p for p in (model_of(klein) / "change").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    chunk.write_bytes(chunk.read_bytes()[:-5])
    run("core", klein, "--at", 190085, 428050).failed(3, "bytes instead of", "build SCENE --force")
    run("info", model_of(klein)).failed(3, "build SCENE --force")
    assert run("check", klein).code == 3
    assert run("build", klein, "--force").code == 0
    assert run("core", klein, "--at", 190085, 428050).code == 0


def test_damage_inside_a_chunk_is_seen(run, klein):
    run("build", klein)
    chunk = max(
        (p for p in (model_of(klein) / "change").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    data = bytearray(chunk.read_bytes())
    data[len(data) // 2] ^= 0xFF
    chunk.write_bytes(bytes(data))
    run("core", klein, "--at", 190085, 428050).failed(3, "damaged", "build SCENE --force")


def test_killed_while_writing(run, klein, tmp_path):
    run("build", klein)
    edit(klein, "events.toml", "thick = 1.5", "thick = 2.5")
    mark = tmp_path / "mark"
    child = subprocess.Popen([sys.executable, "-c", DIES_WHILE_WRITING, klein, mark], cwd=ROOT)
    try:
        for _ in range(1200):
            if mark.exists() or child.poll() is not None:
                break
            time.sleep(0.05)
        assert mark.exists()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert leftovers(klein) != []
    assert len(open_prepared(model_of(klein)).slice_ids) == 3
    assert run("build", klein).code == 0
    assert leftovers(klein) == []
    ground = run("core", klein, "--at", 190085, 428050, "--slice", "S2", "--json").json["slices"][0]["ground"]
    assert ground == pytest.approx(23.125, abs=0.2)


def test_two_builds_at_once(run, klein):
    builds = [
        subprocess.Popen(
            [*COMMAND, "build", str(klein), "--force", "--json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [build.communicate() for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert leftovers(klein) == []
    assert "nothing to do" in run("build", klein).out
