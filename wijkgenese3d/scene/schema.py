"""JSON Schema of the TOML files of a scene, made from their declarations: an editor checks while one types.

A schema says which keys there are and what they hold. What a value means (names that exist, dates in
order, one of two keys) is checked by :func:`wijkgenese3d.scene.load.load_scene`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, TypeAdapter

from wijkgenese3d.genesis.kinds import KINDS
from wijkgenese3d.scene.declaration_base import Id
from wijkgenese3d.scene.declarations import EventsFile, SceneFile, SourceDeclaration, StoryDeclaration

__all__ = [
    "DIALECT",
    "described_parameters",
    "docstring_text",
    "events_schema",
    "scene_schema",
    "sources_schema",
    "step_schema",
    "story_schema",
]

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FIELD = "#/$defs/Field"
_UNDERLINED = re.compile(r"^(\w[\w ]*)\n-+$", flags=re.MULTILINE)

_WORDS = {
    # Keys that say the same wherever they stand, and have no words where they are declared.
    "at": "Place in RD New, m.",
    "certainty": "How sure it is: zeker, waarschijnlijk or aanname.",
    "certainty_note": "What is certain, and what is assumed.",
    "id": "Letters, digits and underscores, at most 40; unique.",
    "key": "Letters, digits and underscores, at most 40; unique.",
    "line": "Name of the line.",
    "lithology": "GeoTOP lithoclass; by default that of the unit.",
    "polygon": "Name of the polygon.",
    "seed": "Another number gives another draw.",
    "soil": "Key of the soil in the legend.",
    "sources": "Keys in the file of sources.",
    "text": "What is told about it.",
    "where": "Painted where this is above 0.5.",
}
_WORDS_AT = {
    "Text.nl": "In Dutch.",
    "Text.en": "In English.",
    "SceneFile.scene": "What the scene is called, and how it may be used.",
    "SceneFile.frame": "Where the block is, and how it is divided.",
    "SceneFile.story": "File of stories.",
    "SceneFile.sources": "File of sources.",
    "SceneFile.vectors": "Folder of GeoJSON files.",
    "SceneFile.slice": "Stops on the timeline, in order of time; each is a `[[slice]]`.",
    "SceneFile.planning": "Planning periods, in order of time; each is a `[[planning]]`.",
    "SceneFile.label": "Names on the block; each is a `[[label]]`.",
    "SceneFile.groundwater": "What is known of the groundwater.",
    "SceneFile.rain": "Where a cloudburst goes.",
    "SceneFile.hotspots": "Heat, water and heritage on one map.",
    "SceneFile.camera": "Fixed viewpoints, the first is the default; each is a `[[camera]]`. "
    "Without any there is one of the whole block.",
    "SceneDeclaration.name": "Short name, also of the prepared model.",
    "SceneDeclaration.title": "Title on the page.",
    "SceneDeclaration.place": "Where it is.",
    "SceneDeclaration.licence": "Licence of the scene (SPDX).",
    "SceneDeclaration.credits": "Lines that must be shown with a picture.",
    "SceneDeclaration.disclaimer": "What the model may not be used for.",
    "CameraDeclaration.name": "Name of the viewpoint.",
    "HotspotDeclaration.heat": "How much land cover warms; each is a `[[hotspots.heat]]`.",
    "RainDeclaration.storm": "Cloudbursts to choose from; each is a `[[rain.storm]]`.",
    "RainDeclaration.capacity": "What land cover takes; each is a `[[rain.capacity]]`.",
    "RainDeclaration.sewer": "What sewers take; each is a `[[rain.sewer]]`.",
    "RainDeclaration.gauge": "Lines where passing water is counted; each is a `[[rain.gauge]]`.",
    "RainDeclaration.low_spot": "Places where water may stand; each is a `[[rain.low_spot]]`.",
    "SheetsDeclaration.kind": "Always `sheets`.",
    "SheetsDeclaration.azimuth_deg": "Direction towards which the sheets dip, degrees from north.",
    "SheetsDeclaration.origin": "RD x, y from which sheets are counted, m.",
    "SheetsDeclaration.sole_lithology": "GeoTOP lithoclass of the sole.",
    "BeddingDeclaration.kind": "Always `bedding`.",
    "BeddingDeclaration.dip_deg": "Dip of the beds, degrees.",
    "BeddingDeclaration.origin": "RD x, y through which the beds are drawn, m.",
    "BeddingDeclaration.wave": "Amplitude of the waves in a bed, and their size along x and y, m.",
    "BeddingDeclaration.thickness": "Least and largest thickness of a bed, m.",
    "BeddingDeclaration.shares": "Pairs of lithoclass and the share of the beds that have it.",
    "BeddingDeclaration.lenses": "Lithoclass, noise above (negative: below) which a lens lies, its class.",
    "BeddingDeclaration.lens_size": "Size of a lens along x and y, m.",
    "EventsFile.event": "Events in replay order; each is an `[[event]]`.",
    "EventDeclaration.title": "What happened.",
    "EventDeclaration.alliance": "To which of the three it belongs: natuur, bebouwing or mens.",
    "StoryDeclaration.title": "Title of the slice.",
    "StoryDeclaration.short": "Name for a narrow timeline.",
    "StoryDeclaration.date_label": "The period in words.",
    "StoryDeclaration.text": "The story.",
    "StoryDeclaration.lesson": "What the past teaches.",
    "StoryDeclaration.draft": "Languages whose text is still a draft.",
    "StoryDeclaration.alliances": "One line for each of natuur, bebouwing and mens.",
    "StoryDeclaration.look_at": "Points to look at.",
    "LookAtDeclaration.text": "What is to be seen.",
    "LookAtDeclaration.view": "Key of the viewpoint that shows it.",
    "AlliancesDeclaration.natuur": "Nature.",
    "AlliancesDeclaration.bebouwing": "What is built.",
    "AlliancesDeclaration.mens": "People.",
    "SourceDeclaration.title": "Title, or what the source is.",
    "SourceDeclaration.kind": "published, general knowledge, assumption or computed.",
    "SourceDeclaration.publisher": "Who published it.",
    "SourceDeclaration.url": "Where it is on the web.",
    "SourceDeclaration.year": "Year of publication.",
    "SourceDeclaration.note": "Remark.",
    "SourceDeclaration.label": "Name in both languages where there is no publication.",
    "SourceDeclaration.credit": "Line that must be shown.",
    "SourceDeclaration.licence": "Licence of the source.",
}


# ---------------------------------------------------------------- docstrings


def docstring_text(item: type) -> str:
    """Return what a docstring says above its first section; paragraphs stay apart.

    Parameters
    ----------
    item : type
        A class with a numpydoc docstring.
    """
    doc = inspect.cleandoc(item.__doc__ or "")
    return _plain(_UNDERLINED.split(doc, maxsplit=1)[0])


def described_parameters(item: type) -> dict[str, str]:
    """Return the words about each parameter in the docstrings of a class and of its bases.

    Parameters
    ----------
    item : type
        A class with numpydoc docstrings; ``a, b : type`` gives both the same words.
    """
    words: dict[str, str] = {}
    for base in reversed(item.__mro__):
        words.update(_parameters(base))
    return words


def _parameters(item: type) -> dict[str, str]:
    parts = _UNDERLINED.split(inspect.cleandoc(item.__doc__ or ""))
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    words: dict[str, str] = {}
    # An entry begins at the margin; its words are indented under it.
    for entry in re.split(r"\n(?=\S)", sections.get("Parameters", "").strip("\n")):
        head, _, body = entry.partition("\n")
        names, _, sort = head.partition(" : ")
        text = _plain(inspect.cleandoc(body)) if body.strip() else ""
        if not text and sort not in ("", "str"):
            text = f"{sort[0].upper()}{sort[1:]}."
        for name in names.split(", "):
            if text:
                words[name.strip()] = text
    return words


def _plain(text: str) -> str:
    """Join lines within paragraphs, and write code as Markdown does."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join(paragraphs).replace("``", "`")


# ---------------------------------------------------------------- tidying what pydantic makes


def _word(owner: str, key: str) -> str:
    return _WORDS_AT.get(f"{owner}.{key}", _WORDS.get(key, ""))


def _tidied(schema: Any) -> Any:
    """Leave out what TOML cannot say (null), what OpenAPI adds, and titles made from keys."""
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _tidied(value) for key, value in schema.items() if key != "discriminator"}
    if "default" in schema and schema["default"] is None:
        del schema["default"]
    choices = [part for part in schema.get("anyOf", []) if part != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema = {**choices[0], **schema}
    elif choices:
        schema["anyOf"] = choices
    for value in schema.get("properties", {}).values():
        value.pop("title", None)
    return schema


def _described_model(schema: Schema, owner: str) -> Schema:
    """Give every property of a declaration its words."""
    schema["description"] = _plain(schema.get("description", ""))
    for key, value in schema.get("properties", {}).items():
        if not value.get("description"):
            value["description"] = _word(owner, key)
    return schema


def _model(model: type[BaseModel]) -> tuple[Schema, Schema]:
    """Return the schema of a declaration, and the definitions it refers to."""
    schema = _tidied(model.model_json_schema())
    definitions = schema.pop("$defs", {})
    for name, part in definitions.items():
        _described_model(part, name)
    return _described_model(schema, model.__name__), definitions


def _described_dataclass(schema: Schema, item: type, words: dict[str, str]) -> None:
    """Give the keys of a step, or of a table in it, their words; and say which are field expressions."""
    schema["description"] = docstring_text(item)
    hints = get_type_hints(item, include_extras=True)
    for key, value in schema["properties"].items():
        text = words.get(key) or _word(item.__name__, key)
        value["description"] = "Which kind of step it is." if key == "kind" else text
        if "field expression" in repr(hints[key]):
            value.pop("anyOf", None)
            value["$ref"] = FIELD


def _tables_in(item: type) -> Iterator[type]:
    """Yield the dataclasses that the keys of a dataclass hold."""
    hints = get_type_hints(item)
    todo = [hints[f.name] for f in fields(item)]
    while todo:
        hint = todo.pop(0)
        if isinstance(hint, type) and is_dataclass(hint):
            yield hint
        todo += get_args(hint)


def step_schema(kind: str) -> tuple[Schema, Schema]:
    """Return the schema of a kind of step, and the definitions of the tables in it.

    Parameters
    ----------
    kind : str
        A key of ``KINDS``.
    """
    item = KINDS[kind]
    schema = _tidied(TypeAdapter(item).json_schema())
    definitions = schema.pop("$defs", {})
    _described_dataclass(schema, item, described_parameters(item))
    for table in _tables_in(item):
        _described_dataclass(definitions[table.__name__], table, described_parameters(table))
    properties = schema["properties"]
    properties["kind"].pop("default", None)
    # What is particular to a kind first, what all steps share last.
    shared = ("mask", "lithology", "near", "reach", "samples", "finer_than")
    order = sorted(properties, key=lambda key: shared.index(key) if key in shared else -1)
    schema["properties"] = {key: properties[key] for key in order}
    schema["required"] = ["kind", *schema.get("required", [])]
    schema["title"] = kind
    return schema, definitions


# ---------------------------------------------------------------- the four files


def _file(schema: Schema, definitions: Schema, title: str, description: str) -> Schema:
    return {
        "$schema": DIALECT,
        **schema,
        "title": title,
        "description": description,
        "$defs": definitions,
    }


def _field_definition() -> Schema:
    return {
        "title": "Field",
        "description": "A field expression: a number, or a text in the field language.",
        "type": ["string", "number"],
    }


def scene_schema() -> Schema:
    """Return the schema of ``scene.toml``."""
    schema, definitions = _model(SceneFile)
    named = schema["properties"]["fields"]
    named["additionalProperties"] = {"$ref": FIELD}
    definitions["Field"] = _field_definition()
    return _file(schema, definitions, "scene.toml", "A scene: frame, files, stops, viewpoints and fields.")


def events_schema() -> Schema:
    """Return the schema of a file of events; a step is one of all kinds, told apart by ``kind``."""
    schema, definitions = _model(EventsFile)
    choices = []
    for kind in KINDS:
        step, tables = step_schema(kind)
        definitions |= {**tables, f"step_{kind}": step}
        choices.append({"$ref": f"#/$defs/step_{kind}"})
    steps = definitions["EventDeclaration"]["properties"]["step"]
    steps["items"] = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS), "description": "Which kind of step it is."}},
        "oneOf": choices,
    }
    definitions["Field"] = _field_definition()
    return _file(schema, definitions, "Events of a scene", "Dated events and what they do, in replay order.")


def _tables_by_key(model: type[BaseModel], keys: Schema, title: str, description: str) -> Schema:
    schema, definitions = _model(model)
    definitions[model.__name__] = schema
    table = {
        "type": "object",
        "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
        "propertyNames": keys,
    }
    return _file(table, definitions, title, description)


def story_schema() -> Schema:
    """Return the schema of the file of stories: one table per slice."""
    ids = TypeAdapter(Id).json_schema()
    return _tables_by_key(StoryDeclaration, ids, "Stories of a scene", "One table per slice, by its id.")


def sources_schema() -> Schema:
    """Return the schema of the file of sources: one table per source."""
    keys = {"minLength": 1}
    return _tables_by_key(SourceDeclaration, keys, "Sources of a scene", "One table per source, by its key.")
