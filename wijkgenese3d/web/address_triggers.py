"""What the page calls for its address, for a link to share, for undo, and to copy the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wijkgenese3d.web.logic.address_logic import LONGEST

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["ADDRESS_TRIGGERS", "address_calls"]

ADDRESS_TRIGGERS = frozenset({"open_view", "share", "shared", "redo", "sources_text", "sources_copied"})
"""Names of these triggers."""


def address_calls(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return the calls by name; each checks what it gets."""
    data = app.state.data

    def open_view(text: object = None, first: object = False, *_: object) -> None:
        if isinstance(text, str) and len(text) <= 2 * LONGEST:
            app.open_view(text, fresh=first is True)

    def share(*_: object) -> str:
        app.address.notice()
        return app.address.write()

    def shared(copied: object = None, *_: object) -> None:
        if copied is True:
            data.message = data.words["act.shared"]
        elif copied is False:
            data.dialog = "share"

    def sources_text(*_: object) -> str:
        return app.sources.text

    def sources_copied(done: object = None, *_: object) -> None:
        if isinstance(done, bool):
            data.message = data.words["src.copied" if done else "src.not_copied"]

    def redo(*_: object) -> None:
        app.history.redo()

    return {
        "open_view": open_view,
        "share": share,
        "shared": shared,
        "sources_text": sources_text,
        "sources_copied": sources_copied,
        "redo": redo,
    }
