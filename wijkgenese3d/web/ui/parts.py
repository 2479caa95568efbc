"""Small things that the whole page is made with."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

__all__ = ["NARROW", "PHONE", "WIDE", "action", "close_button", "say", "tool"]

_WIDTH = "$vuetify.display.width"
PHONE = f"({_WIDTH} < 720)"
"""A phone: sheets from below, in place of panels at the side."""
NARROW = f"({_WIDTH} < 1024)"
"""A phone or a tablet upright: the timeline is a slider."""
WIDE = f"({_WIDTH} >= 1600)"
"""Room for a panel at each side, and for words beside icons."""


def say(name: Any, key: str) -> str:
    """Return the expression of a word."""
    return f"{name.words}['{key}']"


def tool(
    icon: Any, label: str, click: str, classes: str = "", extra: tuple[str, ...] = (), words: bool = False
) -> Any:
    """Make a button that is an icon; ``label`` is an expression, and so is an ``icon`` in a tuple.

    With ``words`` the label stands beside the icon where there is room.
    """
    attributes = [f':aria-label="{label}"', f':title="{label}"', *extra]
    options = {"variant": "text", "click": click, "raw_attrs": attributes}
    if not words:
        return v3.VBtn(icon=icon, classes=f"wijk-tool {classes}", **options)
    with v3.VBtn(classes=f"wijk-tool {classes}", **options) as button:
        v3.VIcon(icon, size=22)
        html.Span(f"{{{{ {label} }}}}", classes="label")
    return button


def action(
    icon: str, label: str, click: str, pressed: str = "", classes: str = "", *, exists: str = ""
) -> None:
    """Make a button of the bar: an icon, with its words beside it where there is room."""
    attributes = [f':aria-label="{label}"', f':title="{label}"', *([f'v-if="{exists}"'] if exists else [])]
    if pressed:
        attributes.append(f":aria-pressed=\"{pressed} ? 'true' : 'false'\"")
    with v3.VBtn(variant="text", click=click, classes=f"wijk-action {classes}", raw_attrs=attributes):
        v3.VIcon(icon, size=22)
        html.Span(f"{{{{ {label} }}}}", classes="label")


def close_button(name: Any, click: str) -> None:
    """Make the button that closes a panel."""
    tool("mdi-close", say(name, "app.close"), click)
