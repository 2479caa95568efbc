"""What a scene may not say, and what the answer is: file, place, the nearest name or a hint.

Every case changes one file of a copy of Hengstdal, and puts it back.
"""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest

from wijkgenese3d.errors import DeclarationError, UsageError
from wijkgenese3d.scene.load import load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
TOP, STORY, SOURCES = "scene.toml", "story.toml", "sources.toml"
ICE, OLD, CITY = "events/1-ijstijd.toml", "events/2-oudheid.toml", "events/4-stad.toml"
G01, H03, R01 = f"{ICE}: G01", f"{OLD}: H03", f"{OLD}: R01"
BY = '"0.42 * sm(-0.35, 0.25, noise(420, seed=31)) * wash_slope"'
MOUND = """[[event.step]]
kind = "mound"
at = "barrows"
unit = "AAr"
near = "barrows"
reach = 12
samples = 4"""
PAINT = "\"max(inside('camp_legion'), inside('canabae_west'), inside('canabae_east'), inside('kops_post'))\""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the scene."""
    copy = tmp_path_factory.mktemp("scene") / "hengstdal"
    shutil.copytree(SCENE, copy)
    return copy


def refusal(folder: Path, file: str, text: str | bytes) -> DeclarationError:
    """What is said of the scene with another text in one file."""
    path = folder / file
    whole = path.read_bytes() if path.exists() else None
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        with pytest.raises(DeclarationError) as caught:
            load_scene(folder)
    finally:
        if whole is None:
            path.unlink()
        else:
            path.write_bytes(whole)
    assert caught.value.exit_code == 2
    return caught.value


def changed(file: str, old: str, new: str) -> str:
    """The text of a file with one change."""
    text = (SCENE / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    return text.replace(old, new, 1)


# (name of the case, file, text, text in its place, start of the answer, parts of the answer)
CASES: list[tuple[str, str, str, str, str, list[str]]] = [
    # ---- keys and values of scene.toml
    ("unknown key, top", TOP, "events = [", "storey = 'a'\nevents = [", TOP,
     ["unknown key 'storey'", "perhaps 'story'?"]),
    ("unknown key, frame", TOP, "exaggeration = 4", "exageration = 4", TOP,
     ["unknown key 'frame.exageration'", "perhaps 'exaggeration'?"]),
    ("unknown key, slice", TOP, "cell = false", "cel = false", TOP,
     ["unknown key 'slice.6.cel'", "perhaps 'cell'?"]),
    ("unknown key, camera", TOP, "azimuth = 215", "azimut = 215", TOP,
     ["unknown key 'camera.1.azimut'", "perhaps 'azimuth'?"]),
    ("unknown key, fabric", TOP, "azimuth_deg = 78", "azimuth = 78", TOP,
     ["unknown key 'fabric.GE.sheets.azimuth'", "perhaps 'azimuth_deg'?"]),
    ("unknown kind of fabric", TOP, 'kind = "sheets"', 'kind = "sheet"', TOP, ["fabric.GE", "'sheets'"]),
    ("missing key", TOP, 'boundary = "quarter"\n', "", TOP, ["key 'scene.boundary' is missing"]),
    ("missing frame", TOP, "base = -20 ", "# ", TOP, ["key 'frame.base' is missing"]),
    ("missing en", TOP, ', en = "Neighbourhood genesis Hengstdal"', "", TOP,
     ["text 'scene.title.en' is missing: every text is given in nl and en"]),
    ("missing nl", TOP, 'nl = "Wijkgenese Hengstdal", ', "", TOP, ["text 'scene.title.nl' is missing"]),
    ("empty text", TOP, '"Neighbourhood genesis Hengstdal"', '"  "', TOP,
     ["text 'scene.title.en' is empty", "nl and en"]),
    ("number in quotes", TOP, "base = -20 ", "base = '-20' ", TOP, ["key 'frame.base'", "'-20'"]),
    ("bool for a number", TOP, "base = -20 ", "base = true ", TOP, ["key 'frame.base'", "'True'"]),
    ("text for a number", TOP, "base = -20 ", "base = 'low' ", TOP, ["key 'frame.base'", "'low'"]),
    ("nan", TOP, "top = 115", "top = nan", TOP, ["key 'frame.top'", "finite", "'nan'"]),
    ("inf", TOP, "dz = 0.5", "dz = inf", TOP, ["key 'frame.dz'", "finite", "'inf'"]),
    ("nan in the box", TOP, "[188400, 426700, 190400, 428200]", "[188400, nan, 190400, 428200]", TOP,
     ["key 'frame.extent.2'", "finite"]),
    ("cell below 0", TOP, "cell = 5\n", "cell = -5\n", TOP, ["key 'frame.cell'", "greater than 0", "'-5'"]),
    ("box not whole cells", TOP, "cell = 5\n", "cell = 7\n", TOP, ["whole number of cells of 7 m"]),
    ("box turned round", TOP, "[188400, 426700, 190400, 428200]", "[190400, 426700, 188400, 428200]", TOP,
     ["a lower bound is not below its upper bound"]),
    ("cover cell", TOP, "cover_cell = 2.5", "cover_cell = 2", TOP,
     ["cover cell of 2 m must divide the map cell of 5 m"]),
    ("base above top", TOP, "top = 115", "top = -30", TOP, ["base must lie below the top"]),
    ("elevation", TOP, "elevation = 90", "elevation = 91", TOP, ["key 'camera.7.elevation'", "90"]),
    ("bad id", TOP, 'id = "T02"', 'id = "T 02"', TOP, ["key 'slice.2.id'", "'T 02'"]),
    ("boundary unknown", TOP, 'boundary = "quarter"', 'boundary = "quartr"', TOP,
     ["'quartr'", "perhaps 'quarter'?"]),
    ("boundary a line", TOP, 'boundary = "quarter"', 'boundary = "broerdijk"', TOP,
     ["'broerdijk' is a line, a polygon is needed"]),
    ("fabric for no unit", TOP, "[fabric.DR]", "[fabric.DRX]", TOP, ["fabric", "'DRX'"]),
    ("dips of a fabric", TOP, "[[-20, 20], [30, 28], [100, 38]]", "[[30, 20], [-20, 28]]",
     f"{TOP}: fabric.GE",
     ["dips must ascend"]),
    ("beds of a fabric", TOP, "[0.93, 7], [1, 8]]", "[0.93, 7]]", f"{TOP}: fabric.GE", ["must ascend to 1"]),
    ("shares of a fabric", TOP, "[[7, 0.6], [8, 0.2], [6, 0.2]]", "[[7, 0.6], [8, 0.2]]", f"{TOP}: fabric.DR",
     ["add up to 1"]),
    ("lithology of a bed", TOP, "[0.93, 7], [1, 8]]", "[0.93, 77], [1, 8]]", f"{TOP}: fabric.GE",
     ["unknown lithology code 77; allowed are"]),
    ("lithology of a lens", TOP, "[[7, 0.6], [8, 0.2], [6, 0.2]]", "[[7, 0.6], [8, 0.2], [66, 0.2]]",
     f"{TOP}: fabric.DR", ["unknown lithology code 66"]),
    ("lithology of a step", OLD, 'unit = "COL"', 'unit = "COL"\nlithology = 11',
     f"{H03}, step 2 (colluvium), lithology", ["unknown lithology code 11"]),
    ("nan in a step", OLD, "reach = 12", "reach = nan", f"{OLD}: H02, step 1 (mound)",
     ["key 'reach': nan is not a finite number"]),
    # ---- cameras
    ("camera for no slice", TOP, '"T06a", "T06", "T07", "T08"', '"T06a", "T6", "T07", "T08"', TOP,
     ["unknown slice 'T6'; perhaps 'T"]),
    ("double camera", TOP, 'key = "nw"', 'key = "ov"', TOP, ["camera 'ov' stands twice"]),
    # ---- slices
    ("double slice id", TOP, '[[slice]]\nid = "T03"',
     '[[slice]]\nid = "T02"\nyear = -13000\n[[slice]]\nid = "T03"', TOP,
     ["'T02'", "not unique"]),
    ("years not ascending", TOP, "year = 1490", "year = 90", TOP,
     ["slice T07 (90) does not come after T06 (100)"]),
    ("two slices in a year", TOP, "year = 1490", "year = 100", TOP,
     ["slice T07 (100) does not come after T06 (100)"]),
    # ---- named fields
    ("field uses itself", TOP, 'n3 = "noise(90, seed=103)"', 'n3 = "n3 + 1"', f"{TOP}: fields.n3",
     ["the field uses itself: n3 -> n3"]),
    ("circle of three", TOP, 'n1 = "noise(170, seed=101)"',
     'n1 = "c2 + 1"\nc2 = "2 * c3"\nc3 = "sm(0, 1, n1)"', TOP, ["the field uses itself:",
     "n1 -> c2 -> c3 -> n1"]),
    ("field with a taken name", TOP, "n1 = ", "ground = 1\nn1 = ", f"{TOP}: fields.ground",
     ["cannot be the name of a field"]),
    ("field named as a function", TOP, "n1 = ", "noise = 1\nn1 = ", f"{TOP}: fields.noise",
     ["cannot be the name of a field"]),
    ("bool for a field", TOP, 'n3 = "noise(90, seed=103)"', "n3 = true", TOP, ["n3"]),
    ("list for a field", TOP, 'n3 = "noise(90, seed=103)"', "n3 = [1]", TOP, ["fields.n3"]),
    ("nan for a field", TOP, 'n3 = "noise(90, seed=103)"', "n3 = nan", f"{TOP}: fields.n3",
     ["nan is not a finite"]),
    ("unknown vector in a field", TOP, "dist('broerdijk')", "dist('broedijk')", f"{TOP}: fields.dd",
     ["'broedijk'", "perhaps 'broerdijk'?"]),
    ("line where points are needed", TOP, "thin_plate('envelope'", "thin_plate('broerdijk'",
     f"{TOP}: fields.envelope",
     ["'broerdijk' is a line, a points is needed"]),
    ("unknown event in a field", TOP, "before('R06')", "before('R66')", f"{TOP}: fields.on_dam",
     ["unknown event 'R66'", "perhaps 'R"]),
    ("unknown fabric in a field", TOP, "sheet('GE'", "sheet('GEE'", f"{TOP}: fields.sheet_place",
     ["no fabric for unit 'GEE'", "perhaps 'GE'?"]),
    # ---- expressions in a step
    ("unknown function", OLD, BY, '"nois(420)"', f"{H03}, step 1 (erode), by",
     ["unknown function 'nois'", "perhaps 'noise'?"]),
    ("unknown name", OLD, BY, '"wash_slop * 2"', f"{H03}, step 1 (erode), by",
     ["unknown name 'wash_slop'", "perhaps 'wash_slope'?"]),
    ("unknown option", OLD, BY, '"noise(420, sed=1)"', f"{H03}, step 1 (erode), by",
     ["no option 'sed'", "perhaps 'seed'?"]),
    ("too few arguments", OLD, BY, '"sm(1, 2)"', f"{H03}, step 1 (erode), by",
     ["sm takes sm(a, b, v), 2 arguments given"]),
    ("import", OLD, BY, '\'__import__("os").system("ls")\'', f"{H03}, step 1 (erode), by", ["an attribute"]),
    ("import by name", OLD, BY, '\'__import__("os")\'', f"{H03}, step 1 (erode), by",
     ["unknown function '__import__'"]),
    ("attribute", OLD, BY, '"x.shape"', f"{H03}, step 1 (erode), by", ["an attribute", "is not part of"]),
    ("lambda", OLD, BY, '"lambda: 1"', f"{H03}, step 1 (erode), by", ["a function of your own"]),
    ("loop", OLD, BY, '"[x for x in y]"', f"{H03}, step 1 (erode), by", ["a loop is not part of"]),
    ("syntax", OLD, BY, '"1 + * 2"', f"{H03}, step 1 (erode), by",
     ["cannot read the expression '1 + * 2'", "character"]),
    ("word for a number", OLD, BY, "\"'abc' + 1\"", f"{H03}, step 1 (erode), by",
     ["'abc' stands where a number"]),
    ("bool in a step", OLD, BY, "true", f"{H03}, step 1 (erode)", ["by", "neither a number nor a text"]),
    ("text for a number in a step", OLD, "reach = 12", 'reach = "12"', OLD, ["reach", "given: '12'"]),
    ("list in a step", OLD, BY, "[1, 2]", f"{H03}, step 1 (erode)", ["by"]),
    ("inf in a step", OLD, BY, "inf", f"{H03}, step 1 (erode), by", ["inf is not a finite number"]),
    ("unknown vector in a step", OLD, PAINT, "\"inside('camp_legio')\"",
     f"{OLD}: L06, step 1 (cover), paint.5.where",
     ["'camp_legio'", "perhaps 'camp_legion'?"]),
    ("unknown class in a field", OLD, "cover('akker')", "cover('akkr')",
     f"{OLD}: L05, step 1 (cover), paint.3.where",
     ["'akkr'", "perhaps 'akker'?"]),
    ("later event in a field", OLD, BY, "\"before('R06')\"", f"{H03}, step 1 (erode), by",
     ["event 'R06' stands later in the file"]),
    # ---- steps
    ("unknown kind", OLD, 'kind = "mound"', 'kind = "mouns"', f"{OLD}: H02, step 1",
     ["unknown kind 'mouns'", "perhaps 'mound'?"]),
    ("no kind", OLD, 'kind = "mound"\n', "", f"{OLD}: H02, step 1", ["unknown kind None"]),
    ("unknown key, step", OLD, "share = 0.7", "shar = 0.7", f"{H03}, step 2 (colluvium)",
     ["unknown key 'shar'", "perhaps 'share'?"]),
    ("unknown key, paint", OLD, 'use = "bos"', 'us = "bos"', f"{OLD}: L05, step 1 (cover)",
     ["unknown key 'paint.1.us'", "perhaps 'use'?"]),
    ("unknown key, rows", OLD, "setback = 3", "setbak = 3", f"{OLD}: R03, step 4 (settle)",
     ["unknown key 'rows.setbak'", "perhaps 'setback'?"]),
    ("missing key, step", OLD, 'unit = "COL"\n', "", f"{H03}, step 2 (colluvium)", ["key 'unit' is missing"]),
    ("ill-typed value", OLD, "reach = 12", "reach = 'far'", f"{OLD}: H02, step 1 (mound)",
     ["key 'reach'", "'far'"]),
    ("ill-typed list", OLD, 'lines = ["aqueduct"]', "lines = 3", f"{OLD}: R07, step 1 (line)",
     ["key 'lines'", "'3'"]),
    ("samples", OLD, "samples = 4", "samples = 9", f"{OLD}: H02, step 1 (mound)", ["samples = 9; 1 to 8"]),
    ("reach below 0", OLD, "reach = 12", "reach = -1", f"{OLD}: H02, step 1 (mound)", ["reach = -1"]),
    ("blur in samples", OLD, '"level(\'broerdijk\')"', '"blur(ground, 9)"',
     f"{OLD}: R06, step 1 (embank), crest",
     ["blur cannot be used in a step with samples"]),
    ("unknown unit", OLD, 'unit = "COL"', 'unit = "COK"', f"{H03}, step 2 (colluvium), unit",
     ["'COK'", "perhaps 'COL'?"]),
    ("unknown cover class", OLD, 'cover = "heide"', 'cover = "heid"', f"{OLD}: L05, step 1 (cover)",
     ["'heid'", "perhaps 'heide'?"]),
    ("unknown use", OLD, 'use = "veld"', 'use = "velt"', f"{OLD}: L05, step 1 (cover)",
     ["'velt'", "perhaps 'veld'?"]),
    ("unknown soil", ICE, 'soil = "holtpodzol"', 'soil = "holtpodsol"', ICE, ["perhaps 'holtpodzol'?"]),
    ("unknown near", OLD, 'near = "barrows"', 'near = "barows"', f"{OLD}: H02, step 1 (mound), near",
     ["'barows'", "perhaps 'barrows'?"]),
    ("polygon for a line", OLD, 'line = "broerdijk"', 'line = "quarter"',
     f"{OLD}: R06, step 1 (embank), line",
     ["'quarter' is a polygon, a line is needed"]),
    ("two ways to settle", OLD, 'at = "farms_iron_age"', 'at = "farms_iron_age"\nribbon = '
     "{line = 'trench', every = 9, length = 5, depth = 5, setback = 5}", f"{OLD}: H04, step 1 (settle)",
     ["exactly one of 'rows', 'ribbon' and 'at'"]),
    ("rows too close", OLD, "spacing = 46", "spacing = 20", f"{OLD}: R03, step 4 (settle)",
     ["a spacing of 20 m is too small"]),
    ("step not a table", OLD, MOUND, "step = [3]", f"{OLD}: H02", ["key 'step.1'"]),
    # ---- events
    ("unknown key, event", ICE, 'alliance = "natuur"', 'aliance = "natuur"', G01,
     ["unknown key 'aliance'", "perhaps 'alliance'?"]),
    ("missing en, event", ICE, "text.en =", "text.de =", G01, ["unknown key 'text.de'", "allowed"]),
    ("missing text, event", ICE,
     "title = {nl = \"Het ijs duwt de stuwwal op\", en = \"Ice pushes up the ridge\"}",
     "title = {nl = \"Het ijs\"}", G01, ["text 'title.en' is missing"]),
    ("empty text, event", ICE, 'nl = "Het ijs duwt de stuwwal op"', 'nl = ""', G01,
     ["text 'title.nl' is empty"]),
    ("unknown certainty", ICE, 'certainty = "zeker"', 'certainty = "zekr"', G01,
     ["'zekr'", "perhaps 'zeker'?"]),
    ("unknown alliance", ICE, 'alliance = "natuur"', 'alliance = "natur"', G01,
     ["'natur'", "perhaps 'natuur'?"]),
    ("unknown source", ICE, '"GP-W", "PONS"', '"GP-W", "PON"', G01,
     ["unknown source 'PON'", "perhaps 'PONS'?"]),
    ("no sources", ICE, 'sources = ["RCE", "GP-W", "PONS"]', "sources = []", G01, ["key 'sources'"]),
    ("date a text", ICE, "date = -150000", "date = 'lang geleden'", G01, ["date", "lang geleden"]),
    ("date nan", ICE, "date = -150000", "date = nan", G01, ["date", "finite"]),
    ("date reversed", OLD, "date = [-18, -11]", "date = [-11, -18]", f"{R01}, date",
     ["the end lies before the start"]),
    ("until before start", OLD, "date = -11\nuntil = 69", "date = -11\nuntil = -12", f"{OLD}: R02",
     ["until -12 does not come after the start of its date (-11)"]),
    ("counts too early", OLD, 'date = [80, 100]\nuntil = 105', 'date = [80, 90]\nuntil = 105', "event R07",
     ["counts from 90, before R0", "change one of the two dates"]),
    ("needs a later event", OLD, "date = [-18, -11]", 'date = [-18, -11]\nneeds = ["R02"]', "event R01",
     ["needs R02, which stands later in the file", "put R01 after R02"]),
    ("needs an unknown event", OLD, 'needs = ["R05", "R06"]', 'needs = ["R05", "R66"]', "event R07",
     ["needs 'R66', which is not an event", "perhaps 'R"]),
    ("double event id", OLD, 'id = "H03"', 'id = "H02"', f"{OLD}: H02", ["event id 'H02' stands twice"]),
    ("double id over files", OLD, 'id = "H03"', 'id = "G01"', f"{OLD}: G01", ["event id 'G01' stands twice"]),
    # ---- story and sources
    ("story missing", STORY, "[T02]\n", "[T02x]\n", STORY, ["'T02x'", "perhaps 'T02'?"]),
    ("story for no slice", STORY, "[T01]\n", "[T99]\ntitle = 3\n[T01]\n", STORY,
     ["a story for 'T99', which is not a slice"]),
    ("story, unknown key", STORY, "lesson.en = ", "lessen.en = ", f"{STORY}: T01",
     ["unknown key 'lessen'", "perhaps 'lesson'?"]),
    ("story, unknown source", STORY, '"HNG-IJ", "aanname"]', '"HNG-IY", "aanname"]', f"{STORY}: T01",
     ["unknown source 'HNG-IY'", "perhaps 'HNG-IJ'?"]),
    ("story, alliance missing", STORY, "mens = {nl", "mns = {nl", f"{STORY}: T01",
     ["unknown key 'alliances.mns'", "perhaps 'mens'?"]),
    ("story, unknown view", STORY, 'view = "nw"', 'view = "nnw"', f"{STORY}: T01, look_at 1",
     ["unknown view 'nnw'", "perhaps 'n"]),
    ("story, look_at outside", STORY, "at = [190150, 427600]", "at = [190450, 427600]",
     f"{STORY}: T01, look_at 1",
     ["[190450.0, 427600.0] lies outside the box"]),
    ("story, at of one number", STORY, "at = [190150, 427600]", "at = [190150]", f"{STORY}: T01",
     ["look_at.1.at"]),
    ("story not a table", STORY, "[T01]\n", "T02y = 3\n[T01]\n", STORY, ["'T02y'"]),
    ("source, unknown key", SOURCES, 'publisher = "geopaden.nl"', 'publiser = "geopaden.nl"',
     f"{SOURCES}: GP-W",
     ["unknown key 'publiser'", "perhaps 'publisher'?"]),
    ("source, no title", SOURCES, 'title = "Stuwwallen"\n', "", f"{SOURCES}: GP-W",
     ["key 'title' is missing"]),
    ("source not a table", SOURCES, "[AB3]", "AB4 = 3\n[AB3]", f"{SOURCES}: AB4", ["'3'"]),
    # ---- files
    ("no such event file", TOP, "events/5-toekomst.toml", "events/6-toekomst.toml", "events/6-toekomst.toml",
     ["no such file"]),
    ("no vectors", TOP, "events = [", 'vectors = "nowhere"\nevents = [', "nowhere", ["no *.geojson files"]),
    ("story elsewhere", TOP, "events = [", 'story = "tale.toml"\nevents = [', "tale.toml", ["no such file"]),
    ("broken TOML", OLD, "date = [-18, -11]", "date = [-18, -11", OLD, ["not valid TOML", "(at line "]),
    ("key twice", TOP, "cell = 5\n", "cell = 5\ncell = 6\n", TOP, ["not valid TOML", "(at line 33"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "start", "parts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_refused(folder: Path, file: str, old: str, new: str, start: str, parts: list[str]) -> None:
    error = refusal(folder, file, changed(file, old, new))
    said = str(error)
    assert said.startswith(start), said
    for part in parts:
        assert part in f"{said} {error.hint}"


def test_the_whole_scene_holds(folder: Path) -> None:
    scene = load_scene(folder)
    assert scene.name == "hengstdal"
    assert len(scene.timeline) == len(scene.stories) == 16
    assert load_scene(folder / "scene.toml").input_hash == scene.input_hash
    assert load_scene(folder, cell=10).input_hash != scene.input_hash
    assert scene.z_range.base == -20
    assert set(scene.fabrics) == {scene.plan.legend.unit(u).index for u in ("GE", "DR")}
    assert scene.cameras[0].key == "ov"


def test_event_files_of_the_wrong_shape(folder: Path) -> None:
    for text in (
        "event = 3",
        "event = [3]",
        "event = 'G01'",
        "event = []",
        "",
        "[event]\nid = 'A'",
        "event = [[1]]",
        "[[evnt]]\nid = 'A'",
    ):
        error = refusal(folder, OLD, text)
        assert str(error).startswith(OLD), text


def test_not_utf8(folder: Path) -> None:
    assert str(refusal(folder, STORY, b"[T01]\ntitle = '\xff'")).startswith(f"{STORY}: not a text in UTF-8")


def test_not_a_folder(folder: Path) -> None:
    for place in (folder / "nowhere", folder / "story.toml"):
        with pytest.raises(UsageError, match="is not a folder") as caught:
            load_scene(place)
        assert caught.value.exit_code == 2
        assert "scenes/hengstdal" in caught.value.hint
        assert str(place) in str(caught.value)


def test_a_folder_without_a_scene(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no such file") as caught:
        load_scene(tmp_path)
    assert caught.value.where == "scene.toml"
    assert "folder that holds scene.toml" in caught.value.hint


@pytest.mark.parametrize("cell", [7.0, 3.0, -5.0, math.nan, math.inf])
def test_a_cell_that_does_not_fit(folder: Path, cell: float) -> None:
    with pytest.raises(DeclarationError, match="cell") as caught:
        load_scene(folder, cell=cell)
    assert caught.value.exit_code == 2


# ---------------------------------------------------------------- vectors

RING = [[189000, 427000], [189100, 427000], [189100, 427080], [189000, 427000]]
EXTRA = "vectors/extra.geojson"


def geojson(geometry: Any, properties: Any, **more: Any) -> str:
    """A file of one feature."""
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more})


def line(coordinates: Any, name: Any = "extra", **more: Any) -> str:
    """A file of one line."""
    return geojson({"type": "LineString", "coordinates": coordinates}, {"name": name, **more})


def polygon(*rings: Any, name: Any = "extra") -> str:
    """A file of one polygon."""
    return geojson({"type": "Polygon", "coordinates": list(rings)}, {"name": name})


def point(coordinates: Any, **properties: Any) -> str:
    """A file of one point."""
    return geojson({"type": "Point", "coordinates": coordinates}, properties)


WALK = [[189000, 427000], [189100, 427010]]
BOW = [[189000, 427000], [189100, 427100], [189100, 427000], [189000, 427100]]
AWAY = [[179000, 427000], [179100, 427000], [179100, 427080]]
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
ONE = f"{EXTRA}: feature 1"
NAMED = f"{ONE} (extra)"

VECTOR_CASES: list[tuple[str, str, str, list[str]]] = [
    ("degrees", line([[5.88, 51.83], [5.89, 51.84]]), NAMED,
     ["5.88, 51.83 are degrees", "EPSG:28992", "QGIS"]),
    ("degrees, polygon", polygon([[5.88, 51.83], [5.89, 51.84], [5.9, 51.8]]), NAMED, ["are degrees"]),
    ("degrees, point", point([5.88, 51.83], layer="extra"), NAMED, ["are degrees"]),
    ("other CRS", geojson({"type": "LineString", "coordinates": WALK}, {"name": "extra"}, crs=CRS84), EXTRA,
     ["CRS84", "RD New (EPSG:28992) is needed", "QGIS"]),
    ("CRS of a wrong shape", geojson({}, {"name": "extra"}, crs="RD"), EXTRA, ["CRS"]),
    ("self-crossing", polygon(BOW), NAMED, ["not simple", "Self-intersection", "without crossing itself"]),
    ("polygon outside", polygon(AWAY), NAMED, ["the polygon lies outside the box"]),
    ("point outside", point([179000, 427000], layer="extra"), NAMED, ["179000, 427000 lies outside the box"]),
    ("NaN", line([[189000, math.nan], [189100, 427000]]), NAMED, ["point 1 is not a finite number"]),
    ("inf", line([[189000, 427000, 1], [189100, 427000, math.inf]]), NAMED,
     ["point 2 is not a finite number"]),
    ("NaN of a point", point([189000, 427000], layer="extra", radius=math.nan), NAMED, ["'radius' is nan"]),
    ("no name", line(WALK, name=None), ONE, ["has no 'name'"]),
    ("empty name", line(WALK, name=""), ONE, ["has no 'name'"]),
    ("name a number", line(WALK, name=3), ONE, ["has no 'name'"]),
    ("no properties", geojson({"type": "LineString", "coordinates": WALK}, None), ONE, ["has no 'name'"]),
    ("point without a layer", point([189000, 427000], name="extra"), ONE, ["is a point without a 'layer'"]),
    ("double name", line(WALK, name="aqueduct"), "vectors/", ["the name 'aqueduct' stands twice"]),
    ("layer and line", point([189000, 427000], layer="aqueduct"), "vectors",
     ["'aqueduct' is both a layer of points"]),
    ("MultiPolygon", geojson({"type": "MultiPolygon", "coordinates": [[RING]]}, {"name": "extra"}), NAMED,
     ["geometry 'MultiPolygon'; Point, LineString or Polygon", "split multi-part"]),
    ("no geometry", geojson(None, {"name": "extra"}), NAMED, ["geometry None"]),
    ("geometry a text", geojson("here", {"name": "extra"}), ONE, []),
    ("properties a text", geojson({"type": "LineString", "coordinates": WALK}, "extra"), ONE, []),
    ("a hole", polygon([[189000, 427000], [189100, 427000], [189100, 427080]], RING), NAMED,
     ["polygon of 2 rings"]),
    ("two corners", polygon([[189000, 427000], [189100, 427000], [189000, 427000]]), NAMED, ["3 corners"]),
    ("coordinates a number", geojson({"type": "Polygon", "coordinates": 3}, {"name": "extra"}), NAMED, []),
    ("ring a number", polygon(3), NAMED, ["not a list of points"]),
    ("line of one point", line([[189000, 427000]]), NAMED, ["2 points or more"]),
    ("line without points", line([]), NAMED, ["2, or all have 3"]),
    ("one number", line([[189000], [189100]]), NAMED, ["2, or all have 3"]),
    ("mixed 2 and 3", line([[189000, 427000], [189100, 427000, 3]]), NAMED, ["2, or all have 3"]),
    ("texts for numbers", line([["a", "b"], ["c", "d"]]), NAMED, ["not a list of points"]),
    ("smooth 6", line(WALK, smooth=6), NAMED, ["'smooth' is 6; 0 to 5"]),
    ("smooth a text", line(WALK, smooth="3"), NAMED, ["'smooth' is '3'"]),
    ("broken JSON", '{"type": "FeatureCollection", "features": [', EXTRA, ["not valid GeoJSON", "line 1"]),
    ("empty file", "", EXTRA, ["not valid GeoJSON"]),
    ("not a FeatureCollection", json.dumps({"type": "Feature"}), EXTRA, ["not a GeoJSON FeatureCollection"]),
    ("a list", "[]", EXTRA, ["not a GeoJSON FeatureCollection"]),
    ("no features", json.dumps({"type": "FeatureCollection"}), EXTRA, ["not a GeoJSON FeatureCollection"]),
    ("features a number", json.dumps({"type": "FeatureCollection", "features": 3}), EXTRA, []),
    ("a feature a number", json.dumps({"type": "FeatureCollection", "features": [3]}), EXTRA, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "parts"), [c[1:] for c in VECTOR_CASES], ids=[c[0] for c in VECTOR_CASES]
)
def test_vectors_refused(folder: Path, text: str, start: str, parts: list[str]) -> None:
    error = refusal(folder, EXTRA, text)
    said = str(error)
    assert said.startswith(start), said
    for part in parts:
        assert part in f"{said} {error.hint}"


def test_a_line_may_run_out_of_the_box_and_a_polygon_may_overlap_it(folder: Path) -> None:
    path = folder / EXTRA
    for text in (
        line([[150000, 400000], [189100, 427000]]),
        polygon([[180000, 427000], [190000, 427000], [190000, 427900]]),
    ):
        path.write_text(text, encoding="utf-8")
        try:
            assert "extra" in load_scene(folder).vectors.names
        finally:
            path.unlink()
