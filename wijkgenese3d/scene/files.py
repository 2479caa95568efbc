"""Reading declarations: TOML into checked values; every error says file, place, what is allowed."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import tomllib
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.kinds import KINDS, Step

__all__ = ["read_declaration", "read_step", "read_toml"]

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    DeclarationError
        It is absent, unreadable or not TOML (the line is named).
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        msg = "no such file"
        raise DeclarationError(msg, where=where, hint="a scene is a folder that holds scene.toml") from None
    except OSError as error:
        msg = f"cannot be read: {error.strerror}"
        raise DeclarationError(msg, where=where) from None
    except UnicodeDecodeError as error:
        msg = f"not a text in UTF-8: {error}"
        raise DeclarationError(msg, where=where, hint="save it as UTF-8") from None
    except RecursionError:
        msg = "nested too deep to be a declaration"
        raise DeclarationError(msg, where=where) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, path, where) from None


def _not_toml(error: tomllib.TOMLDecodeError, path: Path, where: str) -> DeclarationError:
    """Show the line that cannot be read, and guess what was meant."""
    found = re.search(r"at line (\d+)", str(error))
    lines = path.read_text(encoding="utf-8").splitlines()
    line = lines[int(found.group(1)) - 1].strip() if found and int(found.group(1)) <= len(lines) else ""
    hint = "texts stand in quotes, numbers are bare, lists in square brackets"
    if re.search(r"=\s*-?\d+,\d", line):
        hint = "write numbers with a point: 7.5, not 7,5"
    elif re.search(r"=\s*-?[\d.]+\s*[A-Za-z%]", line):
        hint = "write numbers without their unit: 40, not 40 m"
    shown = f"; the line is: {line}" if line else ""
    msg = f"not valid TOML: {error}{shown}"
    return DeclarationError(msg, where=where, hint=hint)


def read_declaration(model: type[Model], table: Mapping[str, Any], where: str) -> Model:
    """Check a table against a declaration.

    Raises
    ------
    DeclarationError
        The first thing that does not hold, with its place in the file.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise _first(error, model, table, where) from None


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def read_step(table: Mapping[str, Any], where: str) -> Step:
    """Check a step of an event against its kind.

    Raises
    ------
    DeclarationError
        Unknown kind or key (the nearest is offered), a missing or ill-typed value.
    """
    name = table.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        msg = f"unknown kind {name!r}{nearest_name(str(name), KINDS)}"
        raise DeclarationError(msg, where=where, hint=f"kinds are {', '.join(KINDS)}")
    place = f"{where} ({name})"
    try:
        # Through JSON, where strict still takes a list for a tuple, but not "12" or true for 12.
        step: Step = _adapter(name).validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        raise _first(error, KINDS[name], table, place) from None
    except DeclarationError as error:
        raise error.at(place) from None
    texts = {key for key, _ in step.texts()}
    for key, value in _numbers(step):
        # Field expressions say so themselves.
        if key not in texts and not math.isfinite(value):
            msg = f"key {key!r}: {value} is not a finite number"
            raise DeclarationError(msg, where=place)
    return step


def _numbers(part: Any, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield ``(key, number)`` of every number in a step; keys inside others with dots, rows from 1."""
    if isinstance(part, float):
        yield prefix, part
    elif dataclasses.is_dataclass(part):
        for f in dataclasses.fields(part):
            yield from _numbers(getattr(part, f.name), f"{prefix}.{f.name}" if prefix else f.name)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _numbers(value, f"{prefix}.{key}")
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from _numbers(value, f"{prefix}.{index + 1}")


def _first(error: ValidationError, model: Any, table: Mapping[str, Any], where: str) -> DeclarationError:
    """Turn the first finding of pydantic into an error of ours."""
    found = error.errors()
    # An unknown key explains a missing one: name it first.
    first = next(
        (f for f in found if f["type"] in ("extra_forbidden", "unexpected_keyword_argument")), found[0]
    )
    place = ".".join(str(p + 1) if isinstance(p, int) else str(p) for p in first["loc"])
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        key, allowed = str(first["loc"][-1]), sorted(_keys_at(model, first["loc"][:-1]))
        msg = f"unknown key {place!r}{nearest_name(key, allowed)}"
        return DeclarationError(msg, where=where, hint=f"allowed are {', '.join(allowed)}")
    if first["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        if str(first["loc"][-1]) in ("nl", "en"):
            msg = f"text {place!r} is missing: every text is given in nl and en"
        else:
            msg = f"key {place!r} is missing"
        return DeclarationError(msg, where=where)
    if first["type"] == "string_too_short":
        msg = f"text {place!r} is empty: every text is given in nl and en"
        return DeclarationError(msg, where=where)
    given = first.get("input")
    message = first["msg"].removeprefix("Value error, ")
    if dataclasses.is_dataclass(model) and first["loc"][-1] in ("str", "float"):
        # One arm of a field expression: it may be a number or a text.
        place, message = place.rpartition(".")[0], "neither a number nor a text"
    msg = f"key {place!r}: {message} (given: {str(given)[:80]!r})"
    if first["type"] == "literal_error":
        expected = str(first.get("ctx", {}).get("expected", ""))
        names = [w.strip(" '\"") for part in expected.split(",") for w in part.split(" or ")]
        msg += nearest_name(str(given), names)
    return DeclarationError(msg, where=where)


def _keys_at(model: Any, loc: Iterable[Any]) -> set[str]:
    """Keys that a declaration allows at a place."""
    for part in loc:
        if isinstance(part, int):
            continue
        inner = _models_in(_field_type(model, str(part)))
        if inner:
            model = inner[0] if len(inner) == 1 else inner
        elif isinstance(model, list):
            # A discriminated union: pydantic puts the tag in the path.
            model = next((m for m in model if str(part) in m.__name__.lower()), model[0])
    if isinstance(model, list):
        model = model[0]
    if dataclasses.is_dataclass(model):
        return {f.name for f in dataclasses.fields(model)}
    return set(model.model_fields)


def _field_type(model: Any, name: str) -> Any:
    if isinstance(model, list):
        return None
    if dataclasses.is_dataclass(model):
        import typing

        return typing.get_type_hints(model).get(name)
    info = model.model_fields.get(name)
    return None if info is None else info.annotation


def _models_in(annotation: Any) -> list[Any]:
    """Return the declarations inside an annotation such as ``list[Text] | None``."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        is_model = issubclass(annotation, BaseModel) or dataclasses.is_dataclass(annotation)
        return [annotation] if is_model else []
    if get_origin(annotation) is None:
        return []
    return [m for a in get_args(annotation) for m in _models_in(a)]
