"""Schemas and reference are those of the code, and a schema refuses what it should."""

from __future__ import annotations

import dataclasses
import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.kinds import KINDS, Paint, Ribbon, Rows, SoilCoat
from wijkgenese3d.scene import schema

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "scenes" / "hengstdal"
FRESH = "run: python tools/make_reference.py"
SCHEMAS = {
    "scene": schema.scene_schema(),
    "events": schema.events_schema(),
    "story": schema.story_schema(),
    "sources": schema.sources_schema(),
}
FILES = [
    *((f"{name}.toml", name) for name in ("scene", "story", "sources")),
    *((f"events/{path.name}", "events") for path in sorted((SCENE / "events").glob("*.toml"))),
]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``tools/make_reference.py``, which is no package."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def findings(name: str, text: str) -> list[str]:
    """What the schema has against a TOML text."""
    errors = Draft202012Validator(SCHEMAS[name]).iter_errors(tomllib.loads(text))
    return [f"{error.json_path}: {error.message}" for error in errors]


# ---------------------------------------------------------------- fresh


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_file_is_fresh(tool: ModuleType, name: str) -> None:
    path = f"scenes/{name}.schema.json"
    assert (ROOT / path).read_text(encoding="utf-8") == tool.schema_texts()[path], FRESH


def test_reference_is_fresh(tool: ModuleType) -> None:
    assert tool.REFERENCE.read_text(encoding="utf-8") == tool.reference(), FRESH


def test_every_function_and_kind_is_in_the_reference(tool: ModuleType) -> None:
    text = tool.REFERENCE.read_text(encoding="utf-8")
    for function in FUNCTIONS.values():
        assert f"| `{function.usage}` | {function.doc} |" in text, FRESH
    for kind in KINDS:
        assert f"### {kind}\n\n![{kind}](images/kinds/{kind}.png)" in text, FRESH


def test_every_group_of_functions_has_a_heading(tool: ModuleType) -> None:
    assert {item.make.__module__.rsplit(".", 1)[-1] for item in FUNCTIONS.values()} == set(tool.GROUPS)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_a_picture(tool: ModuleType, kind: str) -> None:
    path = tool.PICTURES / f"{kind}.png"
    assert path.is_file(), FRESH
    assert path.stat().st_size < 12_000
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.size == tool.SIZE


def test_no_picture_of_a_kind_that_is_gone(tool: ModuleType) -> None:
    assert {path.stem for path in tool.PICTURES.glob("*.png")} == set(KINDS)


@pytest.mark.parametrize("kind", ["incise", "settle"])
def test_picture_is_the_same_each_time(tool: ModuleType, kind: str) -> None:
    assert tool.picture(kind) == tool.picture(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_picture_shows_what_the_step_does(tool: ModuleType, kind: str) -> None:
    """The step is not one that leaves everything as it was."""
    replay = tool.Replay(tool.tiny_plan(kind))
    before, after = replay.time_slice(500), replay.time_slice(1500)
    changed = [
        (before.stack.ground_mm != after.stack.ground_mm).any(),
        (before.land_cover != after.land_cover).any(),
        (before.soil != after.soil).any(),
        (before.ice == before.ice).sum() != (after.ice == after.ice).sum(),
        len(list(before.features)) != len(list(after.features)),
    ]
    assert any(changed)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("kind", KINDS)
def test_kind_says_what_it_is_and_what_its_keys_are(kind: str) -> None:
    item = KINDS[kind]
    assert schema.docstring_text(item).endswith((".", "`")), item
    words = schema.described_parameters(item)
    own = {field.name for field in dataclasses.fields(item)} - {"kind", "lithology"}
    assert own <= set(words), f"{item.__name__}: no words for {sorted(own - set(words))}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_words(name: str) -> None:
    def silent(part: Any, path: str) -> list[str]:
        if isinstance(part, list):
            return [found for row in part for found in silent(row, path)]
        if not isinstance(part, dict):
            return []
        own = [
            f"{path}/{key}" for key, value in part.get("properties", {}).items() if not value["description"]
        ]
        return own + [found for key, value in part.items() for found in silent(value, f"{path}/{key}")]

    assert silent(SCHEMAS[name], "") == []


@pytest.mark.parametrize("table", [Rows, Ribbon, Paint, SoilCoat])
def test_tables_of_steps_are_in_the_schema(table: type) -> None:
    keys = {field.name for field in dataclasses.fields(table)}
    assert set(SCHEMAS["events"]["$defs"][table.__name__]["properties"]) == keys


def test_words_of_a_docstring() -> None:
    class Base:
        """A base.

        Parameters
        ----------
        a : int
            Base words,
            on two lines.
        b : str
        """

    class Derived(Base):
        """What it is, with
        ``code``.

        A second paragraph.

        Parameters
        ----------
        c, d : float
            Both.
        e : list of texts

        Raises
        ------
        ValueError
            Never.
        """

    assert schema.docstring_text(Derived) == "What it is, with `code`.\n\nA second paragraph."
    assert schema.described_parameters(Derived) == {
        "a": "Base words, on two lines.",
        "c": "Both.",
        "d": "Both.",
        "e": "List of texts.",
    }


# ---------------------------------------------------------------- what holds and what does not


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == schema.DIALECT


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_closed(name: str) -> None:
    """No table takes keys that it does not know."""
    made = SCHEMAS[name]
    for part in [made, *made["$defs"].values()]:
        if "properties" in part:
            assert part["additionalProperties"] is False, part["title"]


@pytest.mark.parametrize(("file", "name"), FILES)
def test_hengstdal_holds(file: str, name: str) -> None:
    text = (SCENE / file).read_text(encoding="utf-8")
    assert findings(name, text) == []
    up = "../" * file.count("/")
    assert text.splitlines()[0] == f"#:schema {up}../{name}.schema.json"


EVENT = """[[event]]
id = "A"
title = {nl = "a", en = "a"}
date = 1900
certainty = "zeker"
certainty_shape = "aanname"
alliance = "natuur"
sources = ["gk"]
text = {nl = "a", en = "a"}
"""
GOOD_STEPS = [
    'kind = "erode"\nby = 0.5',
    'kind = "erode"\nby = 1\nsamples = 4\nnear = "axis"\nreach = 30',
    'kind = "drape"\nunit = "EC"\nthick = "0.5 * noise(20)"\nlithology = 2',
    'kind = "cover"\npaint = [{where = "x > 5", cover = "bos"}, {use = "wonen"}]',
    'kind = "settle"\ntype = "rij"\nat = "spots"\nclear_of = {brook = 10}',
    'kind = "line"\nlines = ["a"]\ntype = "tram"\nwidth = 3',
]
BAD_STEPS = {
    "no kind": "by = 0.5",
    "unknown kind": 'kind = "errode"\nby = 0.5',
    "key of another kind": 'kind = "erode"\nby = 0.5\nthick = 1',
    "misspelt key": 'kind = "drape"\nunit = "EC"\nthik = 1',
    "missing key": 'kind = "drape"\nunit = "EC"',
    "field that is a list": 'kind = "drape"\nunit = "EC"\nthick = [1]',
    "field that is true": 'kind = "drape"\nunit = "EC"\nthick = true',
    "number that is a text": 'kind = "erode"\nby = 1\nreach = "far"',
    "samples of a half": 'kind = "erode"\nby = 1\nsamples = 1.5',
    "unknown key in a coat": 'kind = "cover"\npaint = [{were = "x > 5", cover = "bos"}]',
    "coats that are no list": 'kind = "cover"\npaint = {cover = "bos"}',
    "missing key in rows": 'kind = "settle"\ntype = "rij"\nrows = {polygon = "yard"}',
    "side that is not there": (
        'kind = "settle"\ntype = "rij"\n'
        'ribbon = {line = "a", every = 9, length = 8, depth = 8, setback = 3, sides = "top"}'
    ),
    "hole of three numbers": (
        'kind = "settle"\ntype = "rij"\nrows = {polygon = "yard", angle = 0, spacing = 50, length = 30,'
        " depth = 9, gap = 5, setback = 4, street = 6, hole = [1, 2, 3]}"
    ),
    "distance that is a text": 'kind = "line"\nlines = ["a"]\ntype = "t"\nwidth = 3\nclear_of = {b = "far"}',
}
BAD_EVENTS = {
    "no events": "event = []",
    "unknown key": EVENT + 'colour = "red"',
    "no date": EVENT.replace("date = 1900\n", ""),
    "date that is a text": EVENT.replace("1900", '"1900"'),
    "date of three years": EVENT.replace("1900", "[1, 2, 3]"),
    "no English": EVENT.replace('title = {nl = "a", en = "a"}', 'title = {nl = "a"}'),
    "empty text": EVENT.replace('text = {nl = "a", en = "a"}', 'text = {nl = "", en = "a"}'),
    "certainty that is no word of ours": EVENT.replace('"zeker"', '"certain"'),
    "unknown alliance": EVENT.replace('"natuur"', '"nature"'),
    "no sources": EVENT.replace('["gk"]', "[]"),
    "id with a space": EVENT.replace('id = "A"', 'id = "A 1"'),
    "key beside the events": "year = 3\n" + EVENT,
}
TOP = (SCENE / "scene.toml").read_text(encoding="utf-8")
BAD_SCENES = {
    "unknown key": ("[frame]", "[frame]\ncel = 5"),
    "cell of 0": ("\ncell = 5", "\ncell = 0"),
    "box of three numbers": ("[188400, 426700, 190400, 428200]", "[188400, 426700, 190400]"),
    "camera below the horizon": ("elevation = 31", "elevation = -3"),
    "name with a dot": ('name = "hengstdal"', 'name = "hengst.dal"'),
    "unknown fabric": ('kind = "bedding"', 'kind = "beds"'),
    "key of another fabric": ("dip_deg = 1", "dip_deg = 1\nlevel = 3"),
    "field that is a list": ('uphill = "', 'downhill = [1]\nuphill = "'),
}
BAD_STORIES = {
    "slice with a space": '["T 01"]\n',
    "missing keys": "[T01]\ndraft = []\n",
    "unknown language": '[T01]\ndraft = ["de"]\n',
}
BAD_SOURCES = {
    "no title": '[A]\nkind = "published"\n',
    "unknown key": '[A]\ntitle = "a"\nkind = "published"\nauthor = "b"\n',
    "label in one language": '[A]\ntitle = "a"\nkind = "published"\nlabel = {nl = "a"}\n',
    "year that is a list": '[A]\ntitle = "a"\nkind = "published"\nyear = [1900]\n',
}


@pytest.mark.parametrize("step", GOOD_STEPS)
def test_good_step(step: str) -> None:
    assert findings("events", f"{EVENT}[[event.step]]\n{step}") == []


@pytest.mark.parametrize("step", BAD_STEPS.values(), ids=BAD_STEPS)
def test_bad_step(step: str) -> None:
    assert findings("events", f"{EVENT}[[event.step]]\n{step}")


@pytest.mark.parametrize("text", BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_bad_event(text: str) -> None:
    assert findings("events", EVENT) == []
    assert findings("events", text)


@pytest.mark.parametrize(("old", "new"), BAD_SCENES.values(), ids=BAD_SCENES)
def test_bad_scene(old: str, new: str) -> None:
    assert old in TOP
    assert findings("scene", TOP.replace(old, new, 1))


@pytest.mark.parametrize("text", BAD_STORIES.values(), ids=BAD_STORIES)
def test_bad_story(text: str) -> None:
    assert findings("story", text)


@pytest.mark.parametrize("text", BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_bad_source(text: str) -> None:
    assert findings("sources", text)
