"""``section``: a table, and two kinds of picture."""

from __future__ import annotations

import csv
import errno
import io
import itertools
import os
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import model_of

LINE = ("--line", "190012,428050", "190108,428050")


def cut(run, scene, file, *arguments):
    return run("section", scene, *(arguments or (*LINE, "--slice", "S2")), "-o", file)


def test_table(run, built, tmp_path):
    file = tmp_path / "snede.csv"
    said = cut(run, built, file)
    assert (said.code, said.out) == (0, f"{file}\n")
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert list(rows[0]) == ["distance_m", "x", "y", "top", "base", "unit", "lithology", "event"]
    places = sorted({float(row["distance_m"]) for row in rows})
    assert len(places) == 10
    assert places[0] == pytest.approx(4.8)
    for place in places:
        column = [row for row in rows if float(row["distance_m"]) == place]
        assert all(upper["base"] == lower["top"] for upper, lower in itertools.pairwise(column))
        assert float(column[-1]["base"]) == -20
        assert float(column[0]["x"]) == pytest.approx(190012 + place)
    raised = [row for row in rows if row["unit"] == "AAr"]
    assert {(row["event"], row["lithology"]) for row in raised} == {("K3", "0")}
    assert max(float(row["top"]) - float(row["base"]) for row in raised) == pytest.approx(1.5)
    assert {row["lithology"] for row in rows if row["unit"] == "DR"} == {"6", "7", "8"}


def test_table_agrees_with_the_core(run, built, tmp_path):
    file = tmp_path / "snede.csv"
    cut(run, built, file, "--line", "190084.999,428045", "190085.001,428045", "--slice", "S2")
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    core = run("core", built, "--at", 190085, 428045, "--slice", "S2", "--json").json["slices"][0]
    for row, interval in zip(rows, core["intervals"][:-1], strict=False):
        assert float(row["top"]) == pytest.approx(interval["top"], abs=2e-3)
        assert (row["unit"], int(row["lithology"])) == (interval["unit"], interval["lithology"])


def test_png(run, built, tmp_path):
    file = tmp_path / "snede.png"
    assert cut(run, built, file).code == 0
    with Image.open(file) as image:
        assert image.width == 1600
        assert image.text["Title"] == "Doorsnede · Wijkgenese Klein. Rond 1200: Een erf"
        for fragment in ("geen meetgegevens", "Oude ophoging", "aanname (het erf)", "m NAP"):
            assert fragment in image.text["Description"]
        pixels = np.asarray(image.convert("RGB"))
    colours = {tuple(c) for c in np.unique(pixels.reshape(-1, 3), axis=0).tolist()}
    assert (0xF7, 0xF3, 0xEA) in colours, "paper"
    assert (0xFB, 0xF9, 0xF3) in colours, "air"
    assert len(colours) > 8


def test_svg(run, built, tmp_path):
    file = tmp_path / "snede.svg"
    assert cut(run, built, file, *LINE, "--year", "1150", "--lang", "en").code == 0
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    space = {"s": "http://www.w3.org/2000/svg"}
    texts = [element.text for element in root.iterfind(".//s:text", space)]
    assert "Section · Neighbourhood genesis Klein" in texts
    assert "Year 1150 (between 5000 BC and 1200)" in texts
    assert "Schematic model, no survey data." in texts
    assert "Old made ground (until 1500)" in texts
    assert "height (m NAP)" in texts
    assert any(text.startswith("True proportions") for text in texts)
    assert root.find("s:desc", space).text
    assert len(root.findall(".//s:path", space)) > 10
    assert root.find(".//s:image", space) is None


def test_line_with_a_bend(run, built, tmp_path):
    file = tmp_path / "snede.svg"
    cut(run, built, file, "--line", "190012,428040 190060,428050", "190100,428100", "--slice", "S3")
    texts = {element.text for element in ET.fromstring(file.read_text(encoding="utf-8")).iter()}
    assert {"A", "B", "C"} <= texts


def test_same_command_same_bytes(run, built, tmp_path):
    for extension in ("png", "svg", "csv"):
        files = [tmp_path / f"{k}.{extension}" for k in range(2)]
        for file in files:
            cut(run, built, file)
        assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["--line", "190012,428050"], "--line has 1 point; two or more are needed"),
        (["--line", "190012,428050", "190012,428050"], "all points of --line are 190012,428050"),
        (["--line", "190012,428050", "199999,428050"], "point 199999, 428050 lies outside the box"),
        (["--line", "190012,428050", "nan,428050"], "not a pair of finite numbers"),
        (["--line", "190012;428050", "190018,428050"], "is not a point X,Y"),
        (["--line", "190012,5,428050,5", "190018,428050"], "is not a point X,Y"),
        ([], "--line"),
        ([*LINE, "--slice", "S8"], "unknown slice 'S8'"),
        ([*LINE], "give one of --slice ID and --year Y"),
        ([*LINE, "--slice", "S1", "--year", "100"], "give one of --slice ID and --year Y"),
    ],
)
def test_used_wrongly(run, klein, tmp_path, arguments, fragment):
    file = tmp_path / "snede.png"
    if arguments == [*LINE] or "--slice" in arguments or not arguments:
        run("section", klein, *arguments, "-o", file).failed(2, fragment)
    else:
        run("section", klein, *arguments, "--slice", "S1", "-o", file).failed(2, fragment)
    assert not file.exists()
    assert not model_of(klein).exists()


@pytest.mark.parametrize(
    ("name", "code", "fragment"),
    [
        ("snede.pgn", 2, "unknown extension '.pgn'; perhaps '.png'?"),
        ("snede", 2, "has no extension"),
        ("nothing/snede.png", 2, "does not exist"),
        ("folder.png", 2, "is a folder"),
        ("file.txt/snede.png", 3, "cannot be written"),
    ],
)
def test_places_that_cannot_be_written(run, klein, tmp_path, name, code, fragment):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file.txt").write_text("in the way")
    cut(run, klein, tmp_path / name).failed(code, fragment)
    assert not model_of(klein).exists(), "said before anything is computed"


@pytest.mark.parametrize("extension", ["png", "svg", "csv"])
def test_full_disk_leaves_the_old_file(run, built, tmp_path, monkeypatch, extension):
    file = tmp_path / f"snede.{extension}"
    file.write_text("old")

    def full(_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("wijkgenese3d.exports.atomic._sync", full)
    cut(run, built, file).failed(3, "the disk is full", "free space")
    assert file.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [file.name]
