"""Arguments that commands share, and how a line and a year are read."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from wijkgenese3d.errors import UsageError

__all__ = [
    "AtSlice",
    "AtYear",
    "DiffCommand",
    "Json",
    "Lang",
    "Language",
    "SceneFolder",
    "SectionCommand",
    "check_exaggeration",
    "read_number",
    "read_points",
]


class Language(StrEnum):
    """Language of texts and pictures."""

    nl = "nl"
    en = "en"


SceneFolder = Annotated[Path, typer.Argument(metavar="SCENE", help="Folder that holds scene.toml.")]
AtSlice = Annotated[
    str | None, typer.Option("--slice", metavar="ID", help="A stop on the timeline, such as T06.")
]
AtYear = Annotated[
    float | None,
    typer.Option(
        "--year",
        metavar="Y",
        help="Any year between the stops, replayed on the spot; astronomical: 20 BC is -19.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, and nothing else.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the words.")]

LARGEST_FACTOR = 10.0
"""How many times larger heights may be drawn."""
_NEGATIVE = re.compile(r"-\d")


class SectionCommand(TyperCommand):
    """Reads ``--line X,Y X,Y ...``: as many points as follow."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``--line`` before each of its points."""
        spread: list[str] = []
        in_line = False
        for argument in args:
            if argument.startswith("--line="):
                spread += ["--line", argument.removeprefix("--line=")]
                in_line = True
            elif argument == "--line":
                spread.append(argument)
                in_line = True
            elif in_line and (spread[-1] == "--line" or _is_point(argument)):
                spread += [argument] if spread[-1] == "--line" else ["--line", argument]
            else:
                in_line = False
                spread.append(argument)
        return super().parse_args(ctx, spread)


def _is_point(argument: str) -> bool:
    return "," in argument and "/" not in argument and (argument[0] != "-" or bool(_NEGATIVE.match(argument)))


class DiffCommand(TyperCommand):
    """Takes a year before Christ, such as ``-12``, as an argument instead of as options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep negative numbers from looking like options: a space stands before them."""
        return super().parse_args(ctx, [f" {a}" if _NEGATIVE.match(a) else a for a in args])


def check_exaggeration(factor: float | None) -> None:
    """Check ``--exaggeration``.

    Raises
    ------
    UsageError
        It is not a number from 1 to :data:`LARGEST_FACTOR`.
    """
    if factor is not None and not 1 <= factor <= LARGEST_FACTOR:
        msg = f"--exaggeration {factor:g}; from 1 to {LARGEST_FACTOR:g} is allowed"
        raise UsageError(msg, hint="1 is true to scale")


def read_number(option: str, text: str) -> float:
    """Read the number of an option.

    Raises
    ------
    UsageError
        It is not a finite number.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        msg = f"{option}: {text!r} is not a number"
        raise UsageError(msg, hint="give a number with a point for decimals, and without its unit")
    return value


def read_points(texts: list[str]) -> list[tuple[float, float]]:
    """Read the points of a line.

    Raises
    ------
    UsageError
        One is not two finite numbers with a comma between them, or there are fewer than two.
    """
    points = [_read_point(text) for given in texts for text in given.split()]
    if len(points) < 2:
        msg = f"--line has {len(points)} point{'' if len(points) == 1 else 's'}; two or more are needed"
        raise UsageError(msg, hint="give them as --line X,Y X,Y in RD metres, with a point for decimals")
    return points


def _read_point(text: str) -> tuple[float, float]:
    hint = "give points as X,Y in RD metres, with a point for decimals, such as 189365.5,427320"
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        msg = f"--line: {text!r} is not a point X,Y"
        raise UsageError(msg, hint=hint) from None
    if not (math.isfinite(x) and math.isfinite(y)):
        msg = f"--line: {text!r} is not a pair of finite numbers"
        raise UsageError(msg, hint=hint)
    return x, y
