"""A copy of a tiny scene, and the command line run in this process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wijkgenese3d.cli import main

KLEIN = Path(__file__).resolve().parent / "scenes" / "klein"


@dataclass
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON document."""
        return json.loads(self.out)

    def failed(self, code: int, *fragments: str) -> None:
        """Assert that it failed as it should: exit code, one error, one hint, nothing else."""
        assert self.code == code, self.err
        # A build that fails half-way has told how far it was.
        lines = [line for line in self.err.splitlines() if not line.startswith(("building ", "replaying "))]
        assert [line.split(":")[0] for line in lines] == ["error", "hint"], self.err
        assert self.out == ""
        assert "Traceback" not in self.err
        for fragment in fragments:
            assert fragment in self.err, self.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run a command; every argument is made a text."""

    def run_it(*arguments: object) -> Said:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return Said(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    """A copy of the tiny scene, in a project of its own; not built."""
    folder = tmp_path / "scenes" / "klein"
    shutil.copytree(KLEIN, folder)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny scene, built; for who only reads."""
    folder = tmp_path_factory.mktemp("built") / "scenes" / "klein"
    shutil.copytree(KLEIN, folder)
    assert main(["build", str(folder), "--json"]) == 0
    return folder


def model_of(folder: Path) -> Path:
    """Where the model of a copy lies."""
    return folder.parents[1] / "data" / "subsurface" / ".prepared" / "klein" / "10m.zarr"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file of a scene, once."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def opengl():
    """Off-screen OpenGL, or the test is skipped with the reason."""
    from wijkgenese3d.errors import MissingPartError
    from wijkgenese3d.render.opengl import use_opengl

    try:
        return use_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
