"""What the panel of "Prik hier" calls; each checks what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["PROBE_TRIGGERS", "probe_triggers"]

PROBE_TRIGGERS = frozenset(
    {
        "probe_search", "probe_go", "probe_keep", "probe_drop", "probe_choose", "probe_copy",
        "probe_take", "probe_file",
    }
)  # fmt: skip
_COPIES = ("txt", "csv")
_FILES = (*_COPIES, "png", "svg", "pdf")


def probe_triggers(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return what is called, by name."""
    return {**_places(app), **_pins(app), **_to_take_along(app)}


def _places(app: App) -> Mapping[str, Callable[..., Any]]:
    def search(text: object = None, *_: object) -> None:
        if isinstance(text, str):
            app.probe.search(text)

    def go(text: object = None, place: object = "", *_: object) -> bool:
        return isinstance(text, str) and isinstance(place, str) and app.probe.go(text, place)

    return {"probe_search": search, "probe_go": go}


def _pins(app: App) -> Mapping[str, Callable[..., Any]]:
    def keep(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            app.core.keep(on)

    def drop(index: object = None, *_: object) -> None:
        if type(index) is int:
            app.core.drop(index)

    def choose(index: object = None, *_: object) -> None:
        if type(index) is int:
            app.core.choose(index)

    return {"probe_keep": keep, "probe_drop": drop, "probe_choose": choose}


def _to_take_along(app: App) -> Mapping[str, Callable[..., Any]]:
    data = app.state.data

    async def copy(kind: object = None, *_: object) -> bytes | str:
        text = await app.probe.take(kind) if isinstance(kind, str) and kind in _COPIES else ""
        if text:
            data.message = data.words[f"probe.{kind}_copied"]
        return text

    async def take(kind: object = None, *_: object) -> bytes | str:
        return await app.probe.take(kind) if isinstance(kind, str) and kind in _FILES else ""

    def file(kind: object = None, *_: object) -> str:
        return app.probe.file(kind) if isinstance(kind, str) and kind in _FILES else ""

    return {"probe_copy": copy, "probe_take": take, "probe_file": file}
