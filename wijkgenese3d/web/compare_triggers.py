"""What the page calls to compare two moments; each call checks what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["COMPARE_TRIGGERS", "compare_triggers"]

COMPARE_TRIGGERS = frozenset(
    {
        "compare", "compare_year", "compare_mode", "compare_swap", "compare_stop", "compare_look",
        "compare_csv", "compare_command",
    }
)  # fmt: skip
"""Names of these triggers."""


def compare_triggers(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return what the page calls, by name."""
    return {**_choosing(app), **_taking(app)}


def _choosing(app: App) -> Mapping[str, Callable[..., Any]]:
    compare = app.compare

    def choose(index: object = None, *_: object) -> None:
        if type(index) is int and abs(index) < 10_000:
            compare.choose(index)

    def year(text: object = None, *_: object) -> None:
        if isinstance(text, str):
            compare.type_year(text)

    def mode(which: object = None, *_: object) -> None:
        if isinstance(which, str):
            compare.set_mode(which)

    def swap(*_: object) -> None:
        compare.swap()

    def stop(*_: object) -> None:
        compare.stop()

    return {
        "compare": choose,
        "compare_year": year,
        "compare_mode": mode,
        "compare_swap": swap,
        "compare_stop": stop,
    }


def _taking(app: App) -> Mapping[str, Callable[..., Any]]:
    compare, data = app.compare, app.state.data

    def look(key: object = None, *_: object) -> None:
        spot = compare.spot_of(key) if isinstance(key, str) else None
        if spot is not None:
            app.view.look_at("", spot, app.core.height(spot))

    def csv(copied: object = False, *_: object) -> str:
        if copied is True:
            data.message = data.words["cmp.copied"]
        return compare.csv()

    def command(copied: object = False, *_: object) -> str:
        if copied is True:
            data.message = data.words["cmp.command_copied"]
        return compare.command()

    return {"compare_look": look, "compare_csv": csv, "compare_command": command}
