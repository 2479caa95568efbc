"""The link to a view, and undoing changes of the view: buttons, dialog, and what is said."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from wijkgenese3d.web.ui.parts import action, say, tool
from wijkgenese3d.web.ui.widgets import WijkAddress

__all__ = ["SHARE", "address", "share_action", "share_link", "undo_tools"]

SHARE = (
    "trigger('share').then((text) => window.wijk_viewer.copyLink(text))"
    ".then((copied) => trigger('shared', [copied]))"
)
"""Copies the link, or shows it where the browser does not let us copy."""


def address(name: Any) -> None:
    """Build what keeps the address."""
    WijkAddress(
        address=(name.view_address,),
        open="trigger('open_view', $event)",
        undo="trigger('undo')",
        redo="trigger('redo')",
    )


def undo_tools(name: Any) -> None:
    """Build the two buttons of the bar; one that can do nothing keeps the focus, and says so."""
    for key, icon, ready in (
        ("undo", "mdi-undo", name.view_undo),
        ("redo", "mdi-redo", name.view_redo),
    ):
        tool(
            icon,
            say(name, f"undo.{key}"),
            f"{ready} && trigger('{key}')",
            f"wijk-{key}",
            (f":aria-disabled=\"{ready} ? undefined : 'true'\"",),
        )


def share_action(name: Any) -> None:
    """Build the button of the bar."""
    action("mdi-share-variant-outline", say(name, "link.button"), SHARE, classes="share")


def share_link(name: Any) -> None:
    """Build what stands in the dialog: the link, chosen already, to copy by hand."""
    html.P(f"{{{{ {say(name, 'link.by_hand')} }}}}", id="share-how")
    html.Input(
        classes="wijk-link",
        raw_attrs=[
            'type="text"',
            "readonly",
            f':value="window.wijk_viewer.linkTo({name.view_address}, window.location)"',
            f':aria-label="{say(name, "link.title")}"',
            'aria-describedby="share-how"',
            '@focus="$event.target.select()"',
        ],
    )
