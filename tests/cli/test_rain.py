"""``rain``: its contract, its depth maps, and what it says when it is used wrongly."""

from __future__ import annotations

import errno
import os
from xml.etree import ElementTree

import numpy as np
import pytest
import rasterio
from PIL import Image
from pypdf import PdfReader

from tests.cli.conftest import edit, model_of

KEYS = ["id", "rain_m3", "infiltrated_m3", "ponded_m3", "outflow_m3", "max_depth_m", "max_depth_at"]


def test_json_is_the_contract(run, built):
    said = run("rain", built, "--slice", "S3", "--mm", 50, "--minutes", 30, "--json").json
    assert list(said) == ["mm", "minutes", "slices"]
    assert (said["mm"], said["minutes"]) == (50, 30)
    (part,) = said["slices"]
    assert list(part)[: len(KEYS)] == KEYS
    assert part["id"] == "S3"
    assert part["rain_m3"] == pytest.approx(100 * 80 * 0.050)
    parts = part["infiltrated_m3"] + part["ponded_m3"] + part["outflow_m3"]
    assert parts == pytest.approx(part["rain_m3"], rel=1e-3)
    assert part["sewer_m3"] <= part["infiltrated_m3"]


def test_the_first_storm_of_the_scene_is_the_default(run, built):
    usual = run("rain", built, "--slice", "S3", "--json").json
    assert (usual["mm"], usual["minutes"]) == (40, 60)
    assert run("rain", built, "--slice", "S3", "--mm", "40", "--json").json == usual


def test_all_are_the_slices_that_have_rain(run, built):
    said = run("rain", built, "--slice", "all", "--json").json["slices"]
    assert [part["id"] for part in said] == ["S2", "S3"]
    assert said[1] == run("rain", built, "--slice", "S3", "--json").json["slices"][0]


def test_a_year_between_the_stops(run, built):
    (road,) = run("rain", built, "--year", 1930, "--json").json["slices"]
    assert (road["id"], road["year"]) == ("year 1930", 1930)
    (houses,) = run("rain", built, "--slice", "S3", "--json").json["slices"]
    assert road["sewer_m3"] < houses["sewer_m3"]
    assert run("rain", built, "--year", 2020, "--json").json["slices"] == [houses]


def test_text(run, built):
    dutch = run("rain", built, "--slice", "S3")
    assert dutch.code == 0
    assert "Wijkgenese Klein: 40 mm in 60 minuten" in dutch.out
    assert "naar het riool" in dutch.out
    assert "In de wijk stroomt van 40 mm regen" in dutch.out
    assert "Een verzonnen berekening.\nAanname.\n" in dutch.out
    assert "heel veel regen" not in dutch.out
    english = run("rain", built, "--slice", "all", "--mm", "120", "--lang", "en").out
    assert "120 mm in 60 minutes" in english
    assert "This is very much rain." in english


def dig(folder):
    """Make a pit in the yard of the tiny scene."""
    edit(folder, "events.toml", "thick = 1.5", "thick = 0.1")
    edit(
        folder,
        "events.toml",
        '[[event.step]]\nkind = "cover"\npaint = [{cover = "akker"',
        '[[event.step]]\nkind = "excavate"\nby = "2 * inside(\'erf\')"\n'
        '[[event.step]]\nkind = "cover"\npaint = [{cover = "akker"',
    )


def test_depth_map(run, klein, tmp_path):
    dig(klein)
    file = tmp_path / "diepte.tif"
    said = run("rain", klein, "--slice", "S3", "--mm", "90", "-o", file, "--json")
    assert said.code == 0, said.err
    (part,) = said.json["slices"]
    with rasterio.open(file) as raster:
        depth = raster.read(1)[::-1]
        assert raster.crs.to_epsg() == 28992
        assert "m; NaN where none" in raster.descriptions[0]
        tags = raster.tags()
    assert "S3 after 90 mm" in tags["TIFFTAG_IMAGEDESCRIPTION"]
    assert (tags["license"], tags["scene"], tags["slice"], tags["year"]) == (
        "EUPL-1.2",
        "klein",
        "S3",
        "2020",
    )
    assert "Schematisch model" in tags["comment"]
    assert depth.shape == (8, 10)
    assert np.nansum(depth) * 100 == pytest.approx(part["ponded_m3"], rel=1e-3)
    assert np.nanmax(depth) == pytest.approx(part["max_depth_m"], abs=1e-3)
    x, y = part["max_depth_at"]
    assert depth[int((y - 428030) / 10), int((x - 190010) / 10)] == np.nanmax(depth)
    assert not (depth == 0).any()


def test_all_slices_are_a_file_each(run, built, tmp_path):
    said = run("rain", built, "--slice", "all", "-o", tmp_path / "diepte.tif")
    names = ["diepte-S2.tif", "diepte-S3.tif"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [line.rpartition(os.sep)[2] for line in said.out.splitlines()[-2:]] == names


def test_full_disk_leaves_nothing_half_written(run, built, tmp_path, monkeypatch):
    (tmp_path / "diepte-S2.tif").write_text("old")
    written = []

    def full(path):
        written.append(path)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("wijkgenese3d.exports.atomic._sync", full)
    said = run("rain", built, "--slice", "all", "-o", tmp_path / "diepte.tif")
    said.failed(3, "the disk is full")
    assert written
    assert [path.name for path in tmp_path.iterdir()] == ["diepte-S2.tif"]
    assert (tmp_path / "diepte-S2.tif").read_text() == "old"


@pytest.mark.parametrize(
    ("arguments", "fragments"),
    [
        ([], ["give one of --slice ID and --year Y"]),
        (["--slice", "S3", "--year", "2020"], ["give one of"]),
        (["--slice", "all", "--year", "2020"], ["give one of"]),
        (["--slice", "S8"], ["unknown slice 'S8'", "S1, S2, S3"]),
        (["--slice", "S1"], ["rain over S1", "from 1000", "S2, S3"]),
        (["--year", "900"], ["rain over year 900", "from 1000"]),
        (["--year", "3000"], ["year 3000 lies outside the timeline"]),
        (["--slice", "S3", "--mm", "veel"], ["--mm: 'veel' is not a number"]),
        (["--slice", "S3", "--mm", "36 mm"], ["--mm: '36 mm' is not a number", "without its unit"]),
        (["--slice", "S3", "--mm", "36,5"], ["--mm: '36,5'", "a point for decimals"]),
        (["--slice", "S3", "--mm", "nan"], ["--mm: 'nan'"]),
        (["--slice", "S3", "--mm", "-1"], ["mm = -1", "0 to 1000"]),
        (["--slice", "S3", "--mm", "1001"], ["mm = 1001", "0 to 1000"]),
        (["--slice", "S3", "--minutes", "inf"], ["--minutes: 'inf'"]),
        (["--slice", "S3", "--minutes", "0"], ["minutes = 0", "1 to 1440"]),
        (["--slice", "S3", "--minutes", "1441"], ["minutes = 1441", "1 to 1440"]),
        (["--slice", "S3", "--hours", "1"], ["no such option '--hours'"]),
        (["--slice", "S3", "-o", "diepte.doc"], ["unknown extension '.doc'", "allowed are .tif, .png"]),
        (["--slice", "S3", "-o", "nothing/diepte.tif"], ["does not exist"]),
    ],
)
def test_used_wrongly(run, klein, arguments, fragments):
    run("rain", klein, *arguments).failed(2, *fragments)
    assert not model_of(klein).exists(), "said before anything is computed"


def test_no_scene(run, tmp_path):
    run("rain", tmp_path / "nergens", "--slice", "S1").failed(2, "nergens")


def test_a_folder_in_the_way_of_one_of_many(run, klein, tmp_path):
    (tmp_path / "diepte-S3.tif").mkdir()
    run("rain", klein, "--slice", "all", "-o", tmp_path / "diepte.tif").failed(2, "diepte-S3.tif")
    assert not model_of(klein).exists()


GROUND = 'covers = ["akker"]\nmm_per_hour = 20'
CASES = {
    "unknown key": ("paved = true", "pavd = true", ["rain.capacity", "perhaps 'paved'?"]),
    "unknown cover": ('covers = ["akker"]', 'covers = ["akkr"]', ["rain.capacity 2", "perhaps 'akker'?"]),
    "unknown cover of a sewer": (
        'covers = ["straat", "dak"]\nmm_per_hour = 10',
        'covers = ["straad"]\nmm_per_hour = 10',
        ["rain.sewer 1", "perhaps 'straat'?"],
    ),
    "no cover": ('covers = ["akker"]', "covers = []", ["rain.capacity", "covers"]),
    "two rows": (GROUND, 'covers = ["bos"]\nmm_per_hour = 20', ["capacity 2", "'bos'", "row 1", "always"]),
    "negative": ("mm_per_hour = 20", "mm_per_hour = -20", ["mm_per_hour", "-20"]),
    "infinite": ("mm_per_hour = 20", "mm_per_hour = inf", ["mm_per_hour"]),
    "a text": ("mm_per_hour = 20", 'mm_per_hour = "20"', ["mm_per_hour"]),
    "too much to gardens": ("mm_per_hour = 20", "mm_per_hour = 20\nto_gardens = 1.5", ["to_gardens"]),
    "no storm": (
        "mm = 40\nminutes = 60",
        "mm = 0\nminutes = 60",
        ["storm", "mm"],
    ),
    "long storm": ("mm = 40\nminutes = 60", "mm = 40\nminutes = 9999", ["storm", "minutes", "1440"]),
    "storm twice": ('key = "zwaar"', 'key = "bui"', ["rain.storm 'bui' stands twice"]),
    "one language": ('caveat = {nl = "Een verzonnen berekening.", en', "caveat = {en", ["rain", "nl"]),
    "no caveat": ("caveat = ", "# ", ["rain", "caveat"]),
    "unknown source": (
        'certainty = "aanname"\nsources = ["verzonnen"]\ncaveat',
        'certainty = "aanname"\nsources = ["verzonen"]\ncaveat',
        ["rain", "perhaps 'verzonnen'?"],
    ),
    "gauge outside": ("[190030, 428110]]", "[190030, 428111]]", ["rain.gauge beek", "outside the box"]),
    "silence turned round": ("silent = [1000, 1900]", "silent = [1900, 1000]", ["gauge beek", "silent"]),
    "spot outside": ("at = [190060, 428070]\nwithin", "at = [0, 0]\nwithin", ["rain.low_spot laag"]),
    "no radius": ("within = 60", "within = 0", ["within"]),
    "never": ("from_year = 1000", "from_year = 2021", ["rain: from_year 2021", "2020"]),
    "all of the path": ("line_from_m3 = 10", "line_from_m3 = 10\npath_share = 2", ["path_share"]),
}


@pytest.mark.parametrize("name", CASES)
def test_declarations_that_do_not_hold(run, klein, name):
    old, new, fragments = CASES[name]
    edit(klein, "scene.toml", old, new)
    run("rain", klein, "--slice", "S3").failed(2, "scene.toml", *fragments)


def test_a_scene_without_rain(run, klein):
    text = (klein / "scene.toml").read_text(encoding="utf-8")
    start, end = text.index("[rain]"), text.index("[fields]")
    (klein / "scene.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    run("rain", klein, "--slice", "S3").failed(2, "klein says nothing of rain", "[rain]")


def test_a_cover_of_which_nothing_is_said(run, klein):
    edit(klein, "scene.toml", 'covers = ["akker"]', 'covers = ["tuin"]')
    run("rain", klein, "--slice", "S3").failed(2, "rain.capacity", "'akker'")


def test_check_finds_what_rain_would_stumble_over(run, klein):
    edit(klein, "scene.toml", 'covers = ["akker"]', 'covers = ["tuin"]')
    edit(klein, "scene.toml", "Een verzonnen berekening.", "Een " + "heel " * 20 + "verzonnen berekening.")
    said = run("check", klein)
    assert said.code == 2
    assert "slice S2: scene.toml: rain.capacity: S2 has land cover 'akker'" in said.err
    assert "slice S1" not in said.err
    assert "warning: scene.toml: rain: a sentence of 23 words in caveat.nl" in said.err


def test_a_source_of_rain_alone_is_used(run, klein):
    edit(klein, "sources.toml", "[verzonnen]", '[neerslag]\ntitle = "x"\nkind = "published"\n[verzonnen]')
    assert "neerslag" in run("check", klein).err
    edit(klein, "scene.toml", 'sources = ["verzonnen"]\ncaveat', 'sources = ["neerslag"]\ncaveat')
    assert "neerslag" not in run("check", klein).err


@pytest.mark.parametrize("extension", [".png", ".svg", ".pdf"])
def test_a_picture_has_a_bar_for_each_slice(run, built, tmp_path, extension):
    out = tmp_path / f"regen{extension}"
    said = run("rain", built, "--slice", "all", "-o", out)
    assert said.code == 0, said.err
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    told = run("rain", built, "--slice", "all", "--json").json["slices"]
    shares = [f"{100 * row['outflow_m3'] / row['rain_m3']:.0f} %" for row in told]
    if extension == ".pdf":
        text = PdfReader(out).pages[0].extract_text()
    elif extension == ".svg":
        text = " ".join(e.text or "" for e in ElementTree.fromstring(out.read_text("utf-8")).iter())
    else:
        with Image.open(out) as image:
            text = image.text["Description"]
        shares = [f"{row['outflow_m3']:,.0f} m³".replace(",", ".") for row in told]
    # A part that is too narrow for its figure has none.
    assert any(share in text for share in shares)
    assert "Schematisch" in text


def test_the_picture_of_one_slice_has_a_map_of_the_water(run, built, tmp_path):
    out = tmp_path / "regen.png"
    run("rain", built, "--slice", "S3", "--mm", "120", "--minutes", "30", "-o", out)
    with Image.open(out) as image:
        pixels, dry = np.asarray(image.convert("RGB")).reshape(-1, 3), tmp_path / "droog.png"
    run("rain", built, "--slice", "S3", "--mm", "1", "--minutes", "600", "-o", dry)
    with Image.open(dry) as image:
        less = np.asarray(image.convert("RGB")).reshape(-1, 3)

    def blue(colours):
        return int((colours[:, 2] > colours[:, 0].astype(int) + 40).sum())

    assert blue(pixels) > blue(less)
