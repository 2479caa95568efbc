"""How a failure is said: one line ``error:``, one line ``hint:``, and an exit code."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from wijkgenese3d import __version__
from wijkgenese3d.errors import MissingPartError, UsageError, WijkgeneseError, nearest_name

__all__ = ["BUG", "exit_code_of", "say_error", "say_warning"]

BUG = WijkgeneseError.exit_code

# What typer raises for wrong use is a class of its own; its name has moved, its place in the tree has not.
_TyperError = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

_HINTS = {
    2: "correct it, and see: wijkgenese3d check SCENE, or wijkgenese3d COMMAND --help",
    3: "see what it holds: wijkgenese3d info PATH",
    4: "see what this machine lacks: wijkgenese3d doctor",
    5: "try again, or fetch it by hand",
}
"""For an error that has none of its own."""


def exit_code_of(error: Exception, arguments: Sequence[str], *, debug: bool) -> int:
    """Say an error on stderr and return the exit code that belongs to it."""
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, _TyperError):
        error = _usage(error)
    elif isinstance(error, MemoryError):
        error = MissingPartError(
            "there is not enough memory", hint="choose larger cells, or a smaller window"
        )
    if isinstance(error, WijkgeneseError) and error.exit_code != BUG:
        say_error(error)
        return error.exit_code
    _say_bug(error, arguments)
    return BUG


def say_error(error: WijkgeneseError) -> None:
    """Say what is wrong, and what to do about it."""
    _say("error", str(error))
    _say("hint", error.hint or _HINTS.get(error.exit_code, "see: wijkgenese3d --help"))


def say_warning(message: str, hint: str = "") -> None:
    """Say what may be wrong."""
    _say("warning", f"{message} ({hint})" if hint else message)


def _say(kind: str, text: str) -> None:
    sys.stderr.write(f"{kind}: {' '.join(text.split())}\n")


def _usage(error: Any) -> UsageError:
    """Turn an error of typer into one of ours, with the nearest name."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "wijkgenese3d"
    name = getattr(error, "option_name", None)
    if name and hasattr(error, "possibilities"):
        options = _options(context)
        msg = f"no such option {name!r}{nearest_name(name, options)}"
        return UsageError(msg, hint=f"options are {', '.join(options)}")
    text = error.format_message().strip().rstrip(".")
    return UsageError(text[:1].lower() + text[1:], hint=f"see: {path} --help")


def _options(context: Any) -> list[str]:
    if context is None:
        return []
    names = [name for parameter in context.command.get_params(context) for name in parameter.opts]
    return [name for name in names if name.startswith("--")]


def _say_bug(error: Exception, arguments: Sequence[str]) -> None:
    _say("error", f"a bug in wijkgenese3d: {type(error).__name__}: {error}")
    trace = "".join(traceback.format_exception(error))
    log = f"wijkgenese3d {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    log += f"arguments: {list(arguments)!r}\n\n{trace}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="wijkgenese3d-", suffix=".log", delete=False
        ) as file:
            file.write(log)
    except OSError:
        sys.stderr.write(trace)
        _say("hint", "please report it with the lines above")
        return
    _say("hint", f"please report it, with the log in {file.name}; --debug shows it here")
