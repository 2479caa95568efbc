"""``info``, ``check``, ``core`` and ``diff``: what they say of the tiny scene."""

from __future__ import annotations

import csv
import io
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from pypdf import PdfReader

from tests.cli.conftest import edit, model_of
from wijkgenese3d.model import open_prepared

SCENES = Path(__file__).resolve().parents[2] / "scenes"

INTERVAL_KEYS = [
    "top",
    "base",
    "depth_top",
    "depth_base",
    "lithology",
    "unit",
    "tno",
    "event",
    "date",
    "certainty",
    "certainty_shape",
]


# ---------------------------------------------------------------- info


def test_info_of_a_scene(run, klein):
    said = run("info", klein, "--json").json
    assert said["kind"] == "scene"
    assert said["name"] == "klein"
    assert said["extent"] == [190010, 428030, 190110, 428110]
    assert said["cell"] == [10, 10, 0.5]
    assert said["crs"] == "EPSG:7415"
    assert said["licence"] == "EUPL-1.2"
    assert [s["id"] for s in said["slices"]] == ["S1", "S2", "S3"]
    assert said["slices"][1] == {
        "id": "S2",
        "year": 1200,
        "label": {"nl": "rond 1200", "en": "about 1200"},
        "certainty": "aanname",
    }
    assert [unit["unit"] for unit in said["layers"]] == ["DR", "AAr"]
    assert [view["key"] for view in said["views"]] == ["ov"]
    assert run("info", klein / "scene.toml", "--json").json == said
    assert "EPSG:7415" in run("info", klein).out
    assert not model_of(klein).exists()


def test_info_of_a_model(run, built):
    said = run("info", model_of(built), "--json").json
    assert said["kind"] == "model"
    assert said["shape"] == {"slice": 3, "y": 8, "x": 10}
    assert said["events"] == 5
    assert said["features"] == 3
    assert [unit["unit"] for unit in said["layers"]] == ["DR", "AAr"]
    assert "S3" in run("info", model_of(built)).out


def test_info_of_something_else(run, tmp_path):
    file = tmp_path / "boring.csv"
    file.write_text("x,y\n")
    run("info", file).failed(3, "boring.csv", "scene.toml")
    run("info", tmp_path).failed(3)
    run("info", tmp_path / "nothing").failed(2, "does not exist")


# ---------------------------------------------------------------- check


def test_check_of_a_good_scene(run, klein):
    said = run("check", klein)
    assert (said.code, said.out) == (0, f"{klein}: 0 errors, 0 warnings\n")
    assert not model_of(klein).exists(), "check writes nothing"
    answer = run("check", klein, klein, "--json").json
    assert [scene["errors"] for scene in answer["scenes"]] == [0, 0]


def test_check_reads_the_model_where_there_is_one(run, built):
    said = run("check", built)
    assert (said.code, said.err) == (0, "")


def test_check_warns_of_texts_sources_and_places(run, klein):
    edit(klein, "events.toml", "Een weg", "Een weg " + "x" * 60)
    edit(klein, "story.toml", "Het is bos.", "Het is " + "heel " * 20 + "mooi bos.")
    edit(klein, "sources.toml", "[verzonnen]", '[ongebruikt]\ntitle = "x"\nkind = "published"\n[verzonnen]')
    edit(klein, "vectors/klein.geojson", "[190060, 428098]", "[190060, 428083]")
    edit(klein, "events.toml", "date = 1900", "date = 1900\nuntil = 2100")
    said = run("check", klein)
    assert said.code == 0, said.err
    warnings = [line for line in said.err.splitlines() if line.startswith("warning: ")]
    for fragment in (
        "event K4: title.nl has 68 characters",
        "story.toml: S1: a sentence of 24 words in text.nl",
        "sources.toml: ongebruikt",
        "event K5: huis_1 does not fit",
    ):
        assert any(fragment in line for line in warnings), said.err
    assert said.out.endswith("0 errors, 4 warnings\n")


def test_check_finds_ground_above_the_voxels(run, klein):
    edit(klein, "scene.toml", "top = 30", "top = 22.4")
    said = run("check", klein)
    assert said.code == 2
    assert "slice S2: the ground reaches" in said.err
    assert "hint: raise frame.top" in said.err
    found = run("check", klein, "--json").json["scenes"][0]
    assert found["errors"] == 2
    assert found["findings"][0]["level"] == "error"


def test_check_says_the_worst_of_several(run, klein, tmp_path):
    said = run("check", klein, tmp_path / "nothing", "--json")
    assert said.code == 2
    assert [scene["errors"] for scene in said.json["scenes"]] == [0, 1]
    assert said.json["scenes"][1]["name"] is None


# ---------------------------------------------------------------- core


def test_core_json_is_the_contract(run, built):
    said = run("core", built, "--at", 190085.5, 428052, "--json").json
    assert list(said) == ["x", "y", "slices"]
    assert (said["x"], said["y"]) == (190085.5, 428052)
    assert [(s["id"], s["year"]) for s in said["slices"]] == [("S1", -5000), ("S2", 1200), ("S3", 2020)]
    for part in said["slices"]:
        assert list(part) == ["id", "year", "ground", "land_cover", "intervals"]
        rows = part["intervals"]
        assert all(list(row) == INTERVAL_KEYS for row in rows)
        assert rows[0]["top"] == part["ground"]
        assert rows[0]["depth_top"] == 0
        assert rows[-1]["depth_base"] == pytest.approx(30)
        for upper, lower in itertools.pairwise(rows):
            assert upper["base"] == lower["top"]
            assert upper["depth_base"] == lower["depth_top"]
        for row in rows:
            assert row["depth_base"] == pytest.approx(part["ground"] - row["base"], abs=1e-9)
            assert row["top"] == round(row["top"], 3)
            assert row["lithology"] in range(10)
    first, second, _ = said["slices"]
    assert second["ground"] == pytest.approx(first["ground"] + 1.5)
    assert (first["land_cover"], second["land_cover"]) == ("bos", "akker")
    top = second["intervals"][0]
    assert (top["unit"], top["tno"], top["event"], top["lithology"]) == ("AAr", "AAOP", "K3", 0)
    assert top["date"] == [1000, 1100]
    assert (top["certainty"], top["certainty_shape"]) == ("waarschijnlijk", "aanname")
    assert top["base"] == pytest.approx(first["ground"])


def test_core_stops_at_the_base(run, klein):
    edit(klein, "scene.toml", "base = -20", "base = -1")
    rows = run("core", klein, "--at", 190085, 428052, "--slice", "S1", "--json").json["slices"][0][
        "intervals"
    ]
    assert rows[-1]["base"] == -1


def test_core_of_a_year_between_the_stops(run, built):
    before = run("core", built, "--at", 190085, 428052, "--year", "1099", "--json").json["slices"]
    after = run("core", built, "--at", 190085, 428052, "--year", "1100", "--json").json["slices"]
    assert [len(before), len(after)] == [1, 1]
    assert before[0]["year"] == 1099
    assert after[0]["ground"] == pytest.approx(before[0]["ground"] + 1.5)
    stop = run("core", built, "--at", 190085, 428052, "--year", "-5000", "--json").json["slices"][0]
    assert stop["id"] == "S1"


def test_core_as_csv_and_text(run, built):
    at = ("core", built, "--at", 190085, 428052)
    rows = list(csv.DictReader(io.StringIO(run(*at, "--csv").out)))
    answer = run(*at, "--json").json
    assert len(rows) == sum(len(part["intervals"]) for part in answer["slices"])
    assert rows[0]["slice"] == "S1"
    assert float(rows[0]["top"]) == answer["slices"][0]["intervals"][0]["top"]
    assert (rows[0]["date_from"], rows[0]["date_to"]) == ("-130000", "-130000")
    dutch = run(*at, "--slice", "S2").out
    assert "S2 | 1200 | maaiveld 22,25 m NAP | Akker" in dutch
    assert "0,00 tot 1,50" in dutch
    assert "waarschijnlijk" in dutch
    english = run(*at, "--slice", "S2", "--lang", "en").out
    assert "ground 22.25 m NAP" in english
    assert "likely" in english


def test_core_builds_what_is_not_built(run, klein):
    said = run("core", klein, "--at", 190085, 428052, "--json")
    assert said.code == 0
    assert "building klein" in said.err
    assert len(said.json["slices"]) == 3
    assert model_of(klein).exists()


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["--at", 190200, 428052], "lies outside the box"),
        (["--at", "nan", 428052], "lies outside the box"),
        (["--at", "x", 428052], "--at"),
        (["--at", 190085], "--at"),
        ([], "--at"),
        (["--at", 190085, 428052, "--slice", "S4"], "unknown slice 'S4'"),
        (["--at", 190085, 428052, "--year", "3000"], "outside the timeline"),
        (["--at", 190085, 428052, "--year", "nan"], "outside the timeline"),
        (["--at", 190085, 428052, "--year", "1100", "--slice", "S1"], "one of --slice ID and --year"),
        (["--at", 190085, 428052, "--json", "--csv"], "--json and --csv"),
        (["--at", 190085, 428052, "--lang", "de"], "--lang"),
    ],
)
def test_core_used_wrongly(run, klein, arguments, fragment):
    run("core", klein, *arguments).failed(2, fragment)
    assert not model_of(klein).exists(), "wrong use is said before a build"


def test_core_of_hengstdal(run):
    said = run("core", SCENES / "hengstdal", "--at", 189365, 427320, "--json").json
    part = next(s for s in said["slices"] if s["id"] == "T06")
    assert len(said["slices"]) == 16
    assert part["year"] == 100
    assert part["ground"] == pytest.approx(52.8, abs=1.2)
    first = part["intervals"][0]
    assert first["top"] == part["ground"]
    assert (first["unit"], first["event"], first["tno"]) == ("AAr", "R06", "AAOP")
    assert all(row["lithology"] in range(10) for s in said["slices"] for row in s["intervals"])


# ---------------------------------------------------------------- diff


def test_diff_json_is_the_contract(run, built):
    said = run("diff", built, "S1", "S3", "--json").json
    assert said == {
        "from": "S1",
        "to": "S3",
        "raised_m3": 900.0,
        "dug_m3": 0.0,
        "max_raised_m": 1.5,
        "max_dug_m": 0.0,
        "land_cover": said["land_cover"],
        "features": {"came": 3, "went": 0},
    }
    assert {"from": "bos", "to": "akker", "ha": 0.06} in said["land_cover"]
    back = run("diff", built, "S3", "S1", "--json").json
    assert (back["raised_m3"], back["dug_m3"], back["max_dug_m"]) == (0.0, 900.0, 1.5)
    assert back["features"] == {"came": 0, "went": 3}
    assert {(row["to"], row["from"], row["ha"]) for row in back["land_cover"]} == {
        (row["from"], row["to"], row["ha"]) for row in said["land_cover"]
    }


def test_diff_of_years_also_before_christ(run, built):
    said = run("diff", built, "-12", "1955", "--json").json
    assert (said["from"], said["to"]) == ("year -12", "year 1955")
    assert said["raised_m3"] == 900.0


def test_diff_in_words(run, built):
    said = run("diff", built, "S1", "S2").out
    assert "opgehoogd: 900 m3 (hoogstens 1,50 m)" in said
    assert "Bos -> Akker" in said
    assert "raised: 900 m3 (at most 1.50 m)" in run("diff", built, "S1", "S2", "--lang", "en").out


def test_diff_as_geotiff(run, built, tmp_path):
    file = tmp_path / "verschil.tif"
    assert run("diff", built, "S1", "S2", "-o", file).code == 0
    reader = open_prepared(model_of(built))
    rise = reader.slice("S2").ground - reader.slice("S1").ground
    with rasterio.open(file) as raster:
        np.testing.assert_allclose(raster.read(1)[::-1], rise, atol=1e-6)
        assert raster.crs.to_epsg() == 28992
        assert tuple(raster.bounds) == (190010, 428030, 190110, 428110)
        assert raster.res == (10, 10)
        assert (raster.dtypes, raster.units) == (("float32",), ("m",))
        assert np.isnan(raster.nodata)
        tags = raster.tags()
    assert (tags["license"], tags["scene"], tags["slice"]) == ("EUPL-1.2", "klein", "S1 > S2")
    assert "Schematisch model" in tags["comment"]
    with Image.open(file) as image:
        assert image.mode == "F", "programs without GDAL can read it"
        np.testing.assert_allclose(np.asarray(image)[::-1], rise, atol=1e-6)


def test_diff_as_map(run, built, tmp_path):
    file = tmp_path / "verschil.png"
    assert run("diff", built, "S1", "S2", "-o", file, "--lang", "en").code == 0
    with Image.open(file) as image:
        assert "no survey data" in image.text["Description"]
        assert "900 m³ raised" in image.text["Description"]
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert (0xF1, 0xA3, 0x40) in colours, "raised by 0.5 to 2 m"
    assert (0xE4, 0xDE, 0xD2) in colours, "the same"
    assert (0x21, 0x66, 0xAC) in colours, "the legend says what dug looks like"


def test_diff_as_table(run, built, tmp_path):
    file = tmp_path / "verschil.csv"
    assert run("diff", built, "S1", "S3", "-o", file, "--json").json["to"] == "S3"
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {"what": "raised", "from": "S1", "to": "S3", "value": "900.0", "unit": "m3"} in rows
    assert {"what": "land_cover", "from": "bos", "to": "akker", "value": "0.06", "unit": "ha"} in rows


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["S1"], "argument 'B'"),
        (["S1", "S9"], "unknown slice 'S9'"),
        (["S1", "9999"], "outside the timeline"),
        (["S1", "nan"], "outside the timeline"),
        (["S1", "S2", "-o", "x.jpg"], "unknown extension '.jpg'"),
        (["S1", "S2", "--jsn"], "no such option '--jsn'; perhaps '--json'?"),
    ],
)
def test_diff_used_wrongly(run, klein, arguments, fragment):
    run("diff", klein, *arguments).failed(2, fragment)
    assert not model_of(klein).exists()


def test_json_document_is_all_there_is_on_stdout(run, klein):
    said = run("diff", klein, "S1", "S2", "--json")
    json.loads(said.out)
    assert "building" in said.err


def test_a_core_at_a_place_by_name_is_the_core_at_its_spot(run, built):
    by_name = run("core", built, "--place", "cooperatieweg", "--json").json
    assert by_name == run("core", built, "--at", 190060, 428083, "--json").json
    assert run("core", built, "--place", "190060; 428083", "--json").json == by_name


def test_a_place_that_is_not_known_is_refused(run, built):
    run("core", built, "--place", "Kerkstraat").failed(2, "--place", "'Kerkstraat'", "3 names are known")
    run("core", built, "--place", "Hoekhius").failed(2, "Corner house")
    run("core", built, "--place", "1, 2").failed(2, "outside the block")
    run("core", built).failed(2, "--at X Y", "--place NAME")
    run("core", built, "--place", "Hoekhuis", "--at", 190060, 428083).failed(2, "--at X Y", "--place NAME")


@pytest.mark.parametrize("extension", [".png", ".svg", ".pdf", ".csv"])
def test_a_core_is_a_file(run, built, tmp_path, extension):
    out = tmp_path / f"kern{extension}"
    said = run("core", built, "--at", "190045", "428035", "--slice", "S3", "-o", out)
    assert said.code == 0, said.err
    assert said.out.strip() == str(out)
    start = {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF", ".csv": b"slice"}[extension]
    assert out.read_bytes().startswith(start)
    if extension == ".pdf":
        assert "m NAP" in PdfReader(out).pages[0].extract_text()


def test_a_core_is_one_answer(run, built, tmp_path):
    spot = ("--at", "190045", "428035", "--slice", "S3")
    run("core", built, *spot, "-o", tmp_path / "kern.doc").failed(2, "unknown extension '.doc'")
    run("core", built, *spot, "-o", tmp_path / "kern.png", "--json").failed(2, "cannot go together")
