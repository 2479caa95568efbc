"""What the page calls to cut the block open; each call checks what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wijkgenese3d.web.checks import number, share

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["CUT_TRIGGERS", "cut_triggers"]

CUT_TRIGGERS = (
    "cut", "cut_field", "cut_other", "cut_redraw", "cut_across", "cut_off", "cut_drag", "cut_nudge", "hover",
    "section_point", "section_leave", "section_file", "section_name",
)  # fmt: skip
"""Names of the triggers of a cut."""


def cut_triggers(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return what the page calls."""
    return {**_cut(app), **_hand(app), **_section(app)}


def _cut(app: App) -> Mapping[str, Callable[..., Any]]:
    def cut(kind: object = None, *_: object) -> None:
        app.cutting.choose(kind)

    def field(name: object = None, text: object = None, *_: object) -> None:
        app.cutting.set_field(name, text)

    def other(*_: object) -> None:
        app.cutting.other_half()

    def redraw(*_: object) -> None:
        app.cutting.arm()

    def across(*_: object) -> None:
        app.cutting.across()

    def off(*_: object) -> None:
        app.cutting.reset()

    return {
        "cut": cut,
        "cut_field": field,
        "cut_other": other,
        "cut_redraw": redraw,
        "cut_across": across,
        "cut_off": off,
    }


def _hand(app: App) -> Mapping[str, Callable[..., Any]]:
    def drag(key: object = None, x: object = None, y: object = None, rest: object = None, *_: object) -> None:
        across, down = number(x), number(y)
        if isinstance(key, str) and across is not None and down is not None and isinstance(rest, bool):
            app.area.move(not rest)
            place = (min(max(across, -1.0), 2.0), min(max(down, -1.0), 2.0))
            app.cut_tool.drag(key, place, resting=rest)

    def nudge(key: object = None, right: object = None, up: object = None, *_: object) -> None:
        east, north = number(right), number(up)
        if isinstance(key, str) and east is not None and north is not None and abs(east) + abs(north) <= 100:
            app.cut_tool.nudge(key, east, north)

    def hover(x: object = None, y: object = None, *_: object) -> None:
        across, down = share(x), share(y)
        if across is not None and down is not None and app.state.data.section is not None:
            app.cut_tool.hover(app.compare.spot(across, down)[:2])

    return {"cut_drag": drag, "cut_nudge": nudge, "hover": hover}


def _section(app: App) -> Mapping[str, Callable[..., Any]]:
    def point(distance: object = None, z: object = None, *_: object) -> None:
        along = number(distance)
        if along is not None:
            app.section.point(along, number(z))

    def leave(*_: object) -> None:
        app.section.leave()

    async def file(kind: object = None, *_: object) -> Any:
        return app.server.protocol.addAttachment(memoryview(await app.section.file(kind)))

    def name(kind: object = None, *_: object) -> str:
        return app.section.file_name(kind)

    return {"section_point": point, "section_leave": leave, "section_file": file, "section_name": name}
