"""Dialogs: help with all keys, what this model is, and on a phone how much higher to draw."""

from __future__ import annotations

from typing import Any

from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.ui.address_ui import share_link
from wijkgenese3d.web.ui.compare_ui import compare_choice
from wijkgenese3d.web.ui.parts import close_button, say
from wijkgenese3d.web.ui.picture_ui import factor_list
from wijkgenese3d.web.ui.report_ui import report_dialog

__all__ = ["dialogs"]

_KEYS = (
    ("help.arrows", "help.periods"),
    ("Home, End", "help.ends"),
    ("help.space", "help.play"),
    ("J", "help.year"),
    ("1 - 7", "help.views"),
    ("Shift + ←, →", "help.turn"),
    ("↑, ↓", "help.tilt"),
    ("+, -", "help.zoom"),
    ("P", "help.probe"),
    ("L, H, S", "help.cut"),
    ("T", "help.words"),
    ("V", "cmp.key"),
    ("0", "help.reset"),
    ("Ctrl + Z, Ctrl + Y", "undo.keys"),
    ("Esc", "help.close"),
)


# Vuetify gives the focus back only to a button that it knows; ours open a dialog by its name.
_FOCUS = (
    "window.wijkOpener = {dialog} ? window.wijkOpener || window.document.activeElement "
    ": window.setTimeout((from) => from?.isConnected && from.focus(), 60, window.wijkOpener) && null"
)


def dialogs(name: Any) -> None:
    """Build the dialogs; who closes one is back at the button that opened it."""
    client.ClientStateChange(value=name.dialog, change=_FOCUS.format(dialog=name.dialog))
    with _dialog(name, "help", "help.title"):
        html.P(f"{{{{ {say(name, 'help.mouse')} }}}}")
        html.H3(f"{{{{ {say(name, 'help.keys')} }}}}")
        with html.Dl(classes="wijk-keys"):
            for key, meaning in _KEYS:
                html.Dt(f"{{{{ {say(name, key)} }}}}" if key.startswith("help.") else key)
                html.Dd(f"{{{{ {say(name, meaning)} }}}}")
    with _dialog(name, "about", "app.about"):
        for key in ("dis.full", "dis.long", "dis.scale", "dis.glyph", "dis.pattern"):
            html.P(f"{{{{ {say(name, key)} }}}}")
        html.H3(f"{{{{ {say(name, 'cert.title')} }}}}")
        with html.Dl(classes="wijk-keys"):
            for key in ("cert.z", "cert.w", "cert.a"):
                html.Dt(f"{{{{ {say(name, key)} }}}}")
                html.Dd(f"{{{{ {say(name, key + '_help')} }}}}")
        html.P(f"{{{{ {name.notes}.credits }}}}", v_if=f"{name.notes}.credits")
    with _dialog(name, "compare", "cmp.title"):
        compare_choice(name)
    with _dialog(name, "share", "link.title"):
        share_link(name)
    with _dialog(name, "report", "act.still", 1120):
        report_dialog(name)
    with (
        _dialog(name, "heights", "view.height_menu"),
        v3.VList(raw_attrs=[f':aria-label="{say(name, "view.height_menu")}"']),
    ):
        factor_list(name, f"{name.exaggeration} = n; {name.dialog} = ''")


def _dialog(name: Any, key: str, title: str, width: int = 640) -> Any:
    """Build the frame of a dialog; its content is added to what is returned."""
    label = say(name, title)
    with (
        v3.VDialog(
            model_value=(f"{name.dialog} === '{key}'",),
            update_modelValue=f"{name.dialog} = ''",
            max_width=width,
            scrollable=True,
            raw_attrs=[f':aria-label="{label}"'],
        ),
        v3.VCard(classes="wijk-dialog"),
    ):
        with html.Div(classes="head"):
            html.H2(f"{{{{ {label} }}}}")
            close_button(name, f"{name.dialog} = ''")
        return html.Div(classes="body", raw_attrs=['tabindex="0"'])
