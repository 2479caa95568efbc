"""What may be wrong in a scene: said with file, place and the nearest name, and nothing is written."""

from __future__ import annotations

import pytest

from tests.cli.conftest import edit, model_of

VECTORS = "vectors/klein.geojson"
YARD = "[[[190070, 428040], [190100, 428040], [190100, 428060], [190070, 428060], [190070, 428040]]]"
STEP = "18 + slope_up"

CASES = {
    "unknown key": (
        "scene.toml",
        "exaggeration = 2",
        "exageration = 2",
        ["scene.toml", "perhaps 'exaggeration'?"],
    ),
    "not TOML": ("scene.toml", "[frame]", "[frame", ["scene.toml", "not valid TOML"]),
    "NaN": ("scene.toml", "base = -20", "base = nan", ["scene.toml", "base"]),
    "infinite year": ("scene.toml", "year = 1200", "year = inf", ["scene.toml", "year"]),
    "slices not in order": ("scene.toml", "year = 1200", "year = 2021", ["S3", "does not come after"]),
    "box upside down": (
        "scene.toml",
        "[190010, 428030, 190110, 428110]",
        "[190110, 428030, 190010, 428110]",
        ["lower bound"],
    ),
    "field that uses itself": (
        "scene.toml",
        'slope_up = "0.03',
        'slope_up = "slope_up + 0.03',
        ["fields.slope_up", "uses itself"],
    ),
    "unknown function": (
        "events.toml",
        STEP,
        "18 + nosie(30)",
        ["events.toml: K1, step 1", "perhaps 'noise'?"],
    ),
    "unknown name": (
        "events.toml",
        STEP,
        "18 + slope_op",
        ["events.toml: K1, step 1", "perhaps 'slope_up'?"],
    ),
    "import": ("events.toml", STEP, "__import__('os')", ["events.toml: K1, step 1", "__import__"]),
    "attribute": ("events.toml", STEP, "x.real", ["events.toml: K1, step 1"]),
    "index": ("events.toml", STEP, "[x][0]", ["events.toml: K1, step 1"]),
    "deep nesting": ("events.toml", STEP, "(" * 400 + "1" + ")" * 400, ["events.toml: K1, step 1"]),
    "unknown unit": (
        "events.toml",
        'unit = "AAr"',
        'unit = "AAx"',
        ["K3", "unknown unit 'AAx'", "perhaps 'AA"],
    ),
    "unknown kind": ("events.toml", 'kind = "incise"', 'kind = "incize"', ["K2", "perhaps 'incise'?"]),
    "unknown line": ("events.toml", 'line = "beek"', 'line = "beekje"', ["K2", "perhaps 'beek'?"]),
    "unknown need": ("events.toml", 'needs = ["K4"]', 'needs = ["K44"]', ["K5", "perhaps 'K4'?"]),
    "before its need": (
        "events.toml",
        "date = [1950, 1960]",
        "date = [1850, 1860]",
        ["K5", "before K4 which it needs"],
    ),
    "date upside down": (
        "events.toml",
        "[1000, 1100]",
        "[1100, 1000]",
        ["K3", "the end lies before the start"],
    ),
    "bad certainty": (
        "events.toml",
        'certainty = "zeker"',
        'certainty = "zekr"',
        ["K1", "certainty", "perhaps 'zeker'?"],
    ),
    "no certainty of shape": ("events.toml", 'certainty_shape = "aanname"', "", ["K1", "certainty_shape"]),
    "no English": (
        "events.toml",
        'title = {nl = "Een weg", en = "A road"}',
        'title = {nl = "Een weg"}',
        ["K4", "title.en", "nl and en"],
    ),
    "empty Dutch": (
        "story.toml",
        'title = {nl = "Een erf", en',
        'title = {nl = "", en',
        ["story.toml: S2", "title.nl", "nl and en"],
    ),
    "unknown source": (
        "story.toml",
        'sources = ["verzonnen"]',
        'sources = ["verzonen"]',
        ["story.toml: S1", "perhaps 'verzonnen'?"],
    ),
    "no story": ("story.toml", "[S3]", "[S4]", ["story.toml", "S4"]),
    "unknown view": (
        "story.toml",
        'view = "ov"',
        'view = "of"',
        ["story.toml: S1, look_at 1", "unknown view 'of'"],
    ),
    "polygon outside": (
        VECTORS,
        YARD,
        "[[[191070, 428040], [191100, 428040], [191100, 428060]]]",
        ["klein.geojson", "erf", "outside the box"],
    ),
    "polygon that crosses itself": (
        VECTORS,
        YARD,
        "[[[190070, 428040], [190100, 428060], [190100, 428040], [190070, 428060]]]",
        ["erf", "not simple"],
    ),
    "degrees": (
        VECTORS,
        YARD,
        "[[[5.86, 51.83], [5.87, 51.83], [5.87, 51.84]]]",
        ["erf", "are degrees", "EPSG:28992"],
    ),
    "other CRS": (VECTORS, "EPSG::28992", "EPSG::4326", ["klein.geojson", "EPSG::4326", "EPSG:28992"]),
    "NaN in a vector": (
        VECTORS,
        "[190070, 428040], [190100",
        "[NaN, 428040], [190100",
        ["erf", "not a finite"],
    ),
    "not GeoJSON": (VECTORS, '"features": [', '"features": ', ["klein.geojson", "not valid GeoJSON"]),
    "name twice": (VECTORS, '"name": "weg"', '"name": "beek"', ["'beek' stands twice"]),
}


@pytest.mark.parametrize("case", CASES)
def test_wrong_scene(run, klein, case):
    name, old, new, fragments = CASES[case]
    edit(klein, name, old, new)
    run("build", klein).failed(2, *fragments)
    assert not model_of(klein).parent.exists()
    checked = run("check", klein)
    assert checked.code == 2
    assert checked.err == run("build", klein).err
    assert "1 error" in checked.out


@pytest.mark.parametrize("field", ["18 / (x - x)", "9 ** 9 ** 9 ** 9"])
def test_wrong_only_when_replayed(run, klein, field):
    edit(klein, "events.toml", STEP, field)
    said = run("build", klein)
    assert said.code == 2
    assert "error: events.toml: K1, step 1 (deposit)" in said.err
    assert "hint: " in said.err
    assert not model_of(klein).exists()


@pytest.mark.parametrize("name", ["events.toml", "story.toml", "sources.toml", VECTORS])
def test_file_that_is_not_there(run, klein, name):
    (klein / name).unlink()
    run("build", klein).failed(2)


def test_folder_without_a_scene(run, tmp_path):
    run("build", tmp_path).failed(2, "scene.toml", "no such file")
    run("build", tmp_path / "nothing").failed(2, "is not a folder")
