"""Cutting the block open: tools in the column, the numbers beside it, the section under the picture."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from wijkgenese3d.web.ui.parts import PHONE, say, tool
from wijkgenese3d.web.ui.widgets import WijkCut, WijkSection

__all__ = [
    "CUT_DRAG",
    "CUT_NUDGE",
    "TOOLS",
    "cut_panel",
    "cut_rows",
    "cut_sheet",
    "cut_tools",
    "section_panel",
]

TOOLS = (
    ("lid", "mdi-layers-plus", "view.lid"),
    ("line", "mdi-content-cut", "view.section"),
    ("bite", "mdi-cube-outline", "view.box"),
    ("dig", "mdi-shovel", "cut.dig"),
)
"""Key, icon and word of each tool."""
CUT_DRAG = "trigger('cut_drag', [$event.key, $event.x, $event.y, $event.rest])"
CUT_NUDGE = "trigger('cut_nudge', [$event.key, $event.right, $event.up])"
"""What a handle over the picture does."""


def _on(name: Any, kind: str) -> str:
    """Return the expression that tells whether a tool is in use."""
    if kind == "lid":
        return f"{name.cut}.lid"
    if kind == "dig":
        return f"{name.cut}.dig > 0"
    line = f"{name.cut}.kind === '{kind}'"
    return f"({line} || !!{name.cut_armed})" if kind == "line" else f"({line})"


def cut_tools(name: Any) -> None:
    """Build the tools in the column."""
    for kind, icon, key in TOOLS:
        pressed = f":aria-pressed=\"{_on(name, kind)} ? 'true' : 'false'\""
        tool(icon, say(name, key), f"trigger('cut', ['{kind}'])", "cut", (pressed,), words=True)


def cut_rows(name: Any) -> tuple[tuple[str, str, str], ...]:
    """Return the tools as rows of the list of a phone: icon, label, and what a touch does."""
    return tuple((icon, say(name, key), f"trigger('cut', ['{kind}'])") for kind, icon, key in TOOLS)


def cut_panel(name: Any) -> None:
    """Build the numbers of the cut beside the tools."""
    with html.Aside(
        v_if=f"{name.cut_panel} && !{PHONE}",
        classes="wijk-cut-panel",
        raw_attrs=[f':aria-label="{say(name, "cut.title")}"'],
    ):
        _fields(name)


def cut_sheet(name: Any) -> None:
    """Build the numbers of the cut for a phone, below the picture."""
    with html.Aside(
        v_if=f"{name.cut_panel} && {PHONE} && !{name.side}",
        classes="wijk-lower-sheet",
        raw_attrs=[f':aria-label="{say(name, "cut.title")}"'],
    ):
        _fields(name)


def _fields(name: Any) -> None:
    WijkCut(
        cut=(name.cut,),
        errors=(name.cut_errors,),
        armed=(name.cut_armed,),
        words=(name.words,),
        density=(name.density,),
        field="(key, text) => trigger('cut_field', [key, text])",
        other="trigger('cut_other')",
        redraw="trigger('cut_redraw')",
        across="trigger('cut_across')",
        off="trigger('cut_off')",
        close=f"{name.cut_panel} = false",
    )


def section_panel(name: Any) -> None:
    """Build the section under the picture."""
    save = "utils.download(file, trigger('section_file', [kind]))"
    save = f"trigger('section_name', [kind]).then((file) => {save})"
    with html.Div(v_if=f"{name.section}", classes="wijk-section-panel"):
        WijkSection(
            section=(name.section,),
            at=(name.section_at,),
            words=(name.words,),
            density=(name.density,),
            point="(distance, z) => trigger('section_point', [distance, z])",
            leave="trigger('section_leave')",
            save=f"(kind) => {save}",
            numbers=f"{name.cut_panel} = !{name.cut_panel}",
            other="trigger('cut_other')",
            close="trigger('cut', ['line'])",
        )
