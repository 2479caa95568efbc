"""Schemas, reference and pictures are fresh, and the schema agrees with the loader."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import jsonschema
import pytest

from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.kinds import KINDS
from wijkgenese3d.scene import schema

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "scenes" / "hengstdal"
SPEC = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
assert SPEC
assert SPEC.loader
make_reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_reference)


@pytest.mark.parametrize("name", make_reference.SCHEMAS)
def test_schema_files_are_fresh(name: str) -> None:
    """``python tools/make_reference.py`` has been run."""
    assert (ROOT / "scenes" / f"{name}.schema.json").read_text(encoding="utf-8") == make_reference.schema_text(name)


def test_reference_is_fresh() -> None:
    """It names every kind and every function."""
    text = (ROOT / "docs" / "scene-reference.md").read_text(encoding="utf-8")
    assert text == make_reference.reference()
    assert all(f"`{kind}`" in text for kind in KINDS)
    assert all(f"`{function.usage}`" in text for function in FUNCTIONS.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_picture_and_words(kind: str) -> None:
    """One picture per kind, and a docstring for the reference."""
    path = ROOT / "docs" / "images" / "kinds" / f"{kind}.png"
    assert 200 < path.stat().st_size < 12_000
    assert make_reference.picture(kind).size == make_reference.SIZE
    assert KINDS[kind].__doc__


FILES = [("scene", "scene.toml"), ("story", "story.toml"), ("sources", "sources.toml")]
FILES += [("events", f"events/{path.name}") for path in sorted((SCENE / "events").glob("*.toml"))]


@pytest.mark.parametrize(("name", "file"), FILES, ids=[f[1] for f in FILES])
def test_the_scene_fits_its_schema(name: str, file: str) -> None:
    """What the loader takes, an editor takes too; the first line names the schema."""
    text = (SCENE / file).read_text(encoding="utf-8")
    jsonschema.validate(tomllib.loads(text), make_reference.SCHEMAS[name]())
    assert text.startswith(f"#:schema {'../' * (file.count('/') + 1)}{name}.schema.json\n")


EVENT = """
[[event]]
id = "A"
title = {nl = "a", en = "a"}
date = 1
certainty = "zeker"
certainty_shape = "aanname"
alliance = "natuur"
sources = ["gk"]
text = {nl = "a", en = "a"}
[[event.step]]
kind = "drape"
unit = "EC"
thick = 1
"""
BAD = [
    EVENT.replace('kind = "drape"', 'kind = "drap"'),
    EVENT.replace("thick = 1", "thik = 1"),
    EVENT.replace("thick = 1", ""),
    EVENT.replace("thick = 1", "thick = true"),
    EVENT.replace('{nl = "a", en = "a"}', '{nl = "a"}', 1),
    EVENT.replace('"zeker"', '"misschien"'),
    EVENT.replace("date = 1", "date = [1, 2, 3]"),
    EVENT + "extra = 1\n",
]


def test_a_good_event_fits() -> None:
    """The base of the bad ones is good."""
    jsonschema.validate(tomllib.loads(EVENT), schema.events_schema())


@pytest.mark.parametrize("text", BAD)
def test_a_bad_event_does_not_fit(text: str) -> None:
    """An editor underlines it."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), schema.events_schema())
