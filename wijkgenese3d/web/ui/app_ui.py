"""The page as a whole: bar, panels, picture, timeline, dialogs; what is spoken; what the root says."""

from __future__ import annotations

from typing import Any

from trame.ui.vuetify3 import VAppLayout
from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.plain_page import TAKE_OVER
from wijkgenese3d.web.ui.address_ui import address
from wijkgenese3d.web.ui.bar_ui import bar
from wijkgenese3d.web.ui.dialogs_ui import dialogs
from wijkgenese3d.web.ui.panels_ui import panels, sheets
from wijkgenese3d.web.ui.parts import NARROW, say
from wijkgenese3d.web.ui.picture_ui import picture
from wijkgenese3d.web.ui.theme import vuetify_config
from wijkgenese3d.web.ui.widgets import WijkTimeline, style_module, viewer_module

__all__ = ["AREA", "gone_page", "make_ui"]

AREA = "block"
"""Name of the picture area."""
_ROOT = "window.document.documentElement"
_NOW = ".wijk-timeline [aria-current], .wijk-timeline input"
_STILL = "window.matchMedia('(prefers-reduced-motion: reduce)').matches"
_ESCAPE = "$event.key === 'Escape' && !$event.target.closest('.wijk-stage') && trigger('close')"


def make_ui(server: Any, name: Any) -> None:
    """Build the page.

    Parameters
    ----------
    server : trame server
    name : AppState
        Names of the keys of the state.

    Raises
    ------
    MissingPartError
        The shared components were not built.
    """
    with VAppLayout(server, vuetify_config=vuetify_config(), theme=(name.theme,), full_height=True) as layout:
        server.enable_module(viewer_module())
        server.enable_module(style_module())
        layout.root.events += [("keydown", "keydown")]
        layout.root.keydown = _ESCAPE
        _root(name)
        html.Button(
            f"{{{{ {say(name, 'app.skip_time')} }}}}",
            classes="skip",
            click=f"window.document.querySelector({_NOW!r}).focus()",
        )
        html.Button(
            f"{{{{ {say(name, 'app.skip_text')} }}}}", classes="skip", click="trigger('side', ['words'])"
        )
        bar(name)
        panels(name)
        picture(name, AREA)
        _timeline(name)
        sheets(name)
        dialogs(name)
        _message(name)
        address(name)
        html.Div(f"{{{{ {name.spoken} }}}}", classes="unseen", raw_attrs=['aria-live="polite"'])


def _root(name: Any) -> None:
    """Tell the root of the page what the styles and the browser look for there."""
    for value, change in (
        (name.language, f"{_ROOT}.lang = {name.language}"),
        (name.theme, f"{_ROOT}.dataset.theme = {name.theme}"),
        (name.density, f"{_ROOT}.dataset.density = {name.density}"),
        (name.heading, f"window.document.title = {name.heading}.title"),
    ):
        client.ClientStateChange(value=value, trigger_on_create=True, change=change)
    client.ClientTriggers(mounted=f"{name.calm} = {_STILL}")


def _timeline(name: Any) -> None:
    with v3.VFooter(app=True, classes="wijk-time"):
        WijkTimeline(
            stops=(name.stops,),
            eras=(name.eras,),
            bands=(name.bands,),
            index=(name.index,),
            moment=(name.moment,),
            playing=(name.playing,),
            compare=(name.cmp_index,),
            compare_moment=(name.cmp_moment,),
            busy=(name.busy,),
            narrow=(NARROW,),
            density=(name.density,),
            words=(name.words,),
            step="trigger('go', [$event])",
            play="trigger('play', [$event])",
            year="trigger('year', [$event])",
        )


def _message(name: Any) -> None:
    """Build what is said for a moment, in the picture, so that the timeline stays free."""
    with v3.VSnackbar(
        model_value=(f"!!{name.message}",),
        update_modelValue=f"{name.message} = ''",
        timeout=6000,
        attach=".wijk-picture",
        contained=True,
        classes="wijk-message",
    ):
        html.Span(f"{{{{ {name.message} }}}}")
        with (
            v3.Template(v_slot_actions=True),
            v3.VBtn(v_if=name.undo, variant="text", click="trigger('undo')", classes="wijk-undo"),
        ):
            html.Span(f"{{{{ {say(name, 'view.undo')} }}}}")


def gone_page(name: Any) -> str:
    """Return what stands in the page once its connection is closed."""

    def either(elsewhere: str, ended: str) -> str:
        return f"{{{{ {name.elsewhere} ? {say(name, elsewhere)} : {say(name, ended)} }}}}"

    return (
        '<main class="wijk-gone" role="alert">'
        f"<h1>{either('gone.elsewhere', 'gone.ended')}</h1>"
        f"<p>{either('gone.elsewhere_help', 'gone.ended_help')}</p>"
        f"<p><a :href=\"'index.html' + ({name.elsewhere} ? '?{TAKE_OVER}=1' : '') + window.location.hash\">"
        f"{either('gone.here', 'st.retry')}</a></p></main>"
    )
