"""Fuzzing what people type: whatever stands in a scene, the answer is a clear error or a result.

Run with ``make soak``; the seeds are fixed, so a finding can be repeated.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from wijkgenese3d.errors import WijkgeneseError
from wijkgenese3d.genesis.expression_reader import parse
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.moment import AreaNumbers, Moment, Site
from wijkgenese3d.genesis.vectors import Line, Vectors
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.scene.load import load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
WORDS = """
x y ground as_line 'as_line' 1 0 -3.5 1e308 nan inf ( ) ( ) , + - * / % ** < >= == = seed=1 angle=2
__import__ os.system lambda [1] {1} if else for in x.shape True None ' " \\ # é @ :=
"""
PIECES = [*FUNCTIONS, *WORDS.split(), "\n", "\x00", "lambda: 1"]


def moment() -> Moment:
    """A small moment on which any expression can be evaluated."""
    grid = Grid(RDExtent(188400, 426700, 188470, 426750), 5.0)
    line = Line.smoothed("as_line", np.array([[188400.0, 426700, 3], [188470, 426750, 5]]))
    site = Site(grid, grid, Vectors({"as_line": line}), {}, {}, "as_line", AreaNumbers())
    ground = np.add.outer(np.arange(10.0), np.arange(14.0))
    return Moment(site, ground, {}, codes={"cover": {}, "use": {}})


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_an_error_or_a_field(seed: int) -> None:
    """20 x 5,000 random texts: nothing but our own errors comes out, and results are finite."""
    draw, here, read = random.Random(seed), moment(), 0
    for _ in range(5000):
        text = " ".join(draw.choice(PIECES) for _ in range(draw.randint(1, 9)))
        try:
            value = here.evaluate(parse(text, FUNCTIONS))
        except WijkgeneseError:
            continue
        except KeyError as error:
            # Names of classes and fabrics are looked up by the plan, before anything is evaluated.
            assert any(word in text for word in ("cover", "use", "sheet")), (text, error)
            continue
        read += 1
        assert value.shape == (10, 14)
        assert np.isfinite(value).all()
    assert read > 10


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_scene_is_a_clear_error(seed: int, tmp_path: Path) -> None:
    """10 x 40 scenes with one random byte change: our own error with a place, or a scene that still holds."""
    draw = random.Random(seed)
    folder = tmp_path / "hengstdal"
    shutil.copytree(SCENE, folder)
    files = [p for p in folder.rglob("*") if p.suffix in (".toml", ".geojson")]
    refused = 0
    for _ in range(40):
        path = draw.choice(files)
        whole = path.read_bytes()
        at = draw.randrange(len(whole))
        cut = draw.choice([b"", bytes([draw.randrange(256)]), b'"', b"]", b"nan", b"-9e9", b"\n\n[x]\n"])
        path.write_bytes(whole[:at] + cut + whole[at + draw.randint(0, 12) :])
        try:
            load_scene(folder)
        except WijkgeneseError as error:
            refused += 1
            assert error.exit_code == 2
            assert str(error)
        finally:
            path.write_bytes(whole)
    assert refused > 5
