"""The bar: what the app is, and what one can do with it."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.ui.address_ui import SHARE, share_action, undo_tools
from wijkgenese3d.web.ui.compare_ui import compare_action
from wijkgenese3d.web.ui.cut_ui import cut_rows
from wijkgenese3d.web.ui.parts import PHONE, action, say, tool
from wijkgenese3d.web.ui.probe_ui import arm
from wijkgenese3d.web.ui.report_ui import REPORT, report_action, report_chip
from wijkgenese3d.web.ui.water_ui import water_actions, water_rows
from wijkgenese3d.web.ui.widgets import logo

__all__ = ["bar", "more_list"]


def bar(name: Any) -> None:
    """Build the bar."""
    work = f"{name.density} === 'work'"
    with v3.VAppBar(flat=True, height=(f"{name.density} === 'zaal' ? 64 : 56",), classes="wijk-bar"):
        tool(
            "mdi-menu",
            say(name, "app.menu"),
            f"{name.layers_open} = !{name.layers_open}",
            extra=(
                f'v-if="{work} && !{PHONE}"',
                f":aria-expanded=\"{name.layers_open} ? 'true' : 'false'\"",
            ),
        )
        logo()
        html.H1(f"{{{{ {name.heading}.title }}}}")
        html.P(f"{{{{ {name.heading}.subtitle }}}}", classes="subtitle")
        v3.VSpacer()
        report_chip(name)
        action("mdi-crosshairs", say(name, "act.core"), arm(name), name.armed)
        with html.Template(v_if=f"!{PHONE}"):
            _desk_actions(name)
        with html.Template(v_else=True):
            action("mdi-layers-outline", say(name, "app.menu"), f"{name.sheet} = 'layers'")
            action("mdi-dots-vertical", say(name, "app.more"), f"{name.sheet} = 'more'")


def _desk_actions(name: Any) -> None:
    words = f"{name.side} === 'words'"
    compare_action(name)
    water_actions(name)
    zaal, sources = f"{name.density} === 'zaal'", f"{name.side} === 'sources'"
    action("mdi-text-long", say(name, "act.words"), f"trigger('side', [{words} ? '' : 'words'])", words)
    show = f"trigger('side', [{sources} ? '' : 'sources'])"
    action("mdi-book-open-variant", say(name, "src.title"), show, sources, classes="bare")
    action(
        "mdi-projector-screen-outline",
        say(name, "app.zaal"),
        # Then the keys for the evening work at once.
        f"{name.density} = {zaal} ? 'work' : 'zaal'; trigger('side', ['']);"
        " window.document.getElementById('picture').focus()",
        zaal,
    )
    report_action(name)
    share_action(name)
    undo_tools(name)
    _languages(name)
    _theme(name)
    action("mdi-help-circle-outline", say(name, "app.help"), f"{name.dialog} = 'help'", classes="bare")
    action("mdi-information-outline", say(name, "app.about"), f"{name.dialog} = 'about'", classes="bare")


def _languages(name: Any) -> None:
    with html.Div(
        classes="languages", raw_attrs=['role="group"', f':aria-label="{say(name, "app.language")}"']
    ):
        for code, title in (("nl", "Nederlands"), ("en", "English")):
            with v3.VBtn(
                variant="text",
                click=f"{name.language} = '{code}'",
                classes="wijk-action",
                raw_attrs=[
                    f'aria-label="{code.upper()}: {title}"',
                    f'lang="{code}"',
                    f":aria-pressed=\"{name.language} === '{code}' ? 'true' : 'false'\"",
                ],
            ):
                html.Span(code.upper())


def _theme(name: Any) -> None:
    dark = f"{name.theme} === 'dark'"
    label = f"({dark} ? {say(name, 'app.light')} : {say(name, 'app.theme')})"
    tool(
        (f"{dark} ? 'mdi-weather-sunny' : 'mdi-weather-night'",),
        label,
        f"{name.theme} = {dark} ? 'light' : 'dark'",
    )


def more_list(name: Any) -> None:
    """Build what stands under "Meer" on a phone."""
    dark = f"({name.theme} === 'dark')"
    language = f"({name.language} === 'nl' ? 'en' : 'nl')"
    rows = (
        ("mdi-compare", say(name, "cmp.with"), f"{name.dialog} = 'compare'"),
        ("mdi-text-long", say(name, "act.words"), "trigger('side', ['words'])"),
        ("mdi-book-open-variant", say(name, "src.title"), "trigger('side', ['sources'])"),
        (
            "mdi-theme-light-dark",
            f"({dark} ? {say(name, 'app.light')} : {say(name, 'app.theme')})",
            f"{name.theme} = {dark} ? 'light' : 'dark'",
        ),
        (
            "mdi-translate",
            f"({name.language} === 'nl' ? 'English' : 'Nederlands')",
            f"{name.language} = {language}",
        ),
        *cut_rows(name),
        *water_rows(name),
        ("mdi-rotate-left", say(name, "view.left"), "trigger('turn', [15])"),
        ("mdi-rotate-right", say(name, "view.right"), "trigger('turn', [-15])"),
        ("mdi-plus", say(name, "view.in"), "trigger('zoom', [1])"),
        ("mdi-minus", say(name, "view.out"), "trigger('zoom', [-1])"),
        ("mdi-arrow-expand-vertical", say(name, "view.heights"), f"{name.dialog} = 'heights'"),
        ("mdi-image-outline", say(name, "act.still"), REPORT),
        ("mdi-share-variant-outline", say(name, "act.share"), SHARE),
        ("mdi-undo", say(name, "undo.undo"), "trigger('undo')"),
        ("mdi-redo", say(name, "undo.redo"), "trigger('redo')"),
        ("mdi-help-circle-outline", say(name, "app.help"), f"{name.dialog} = 'help'"),
        ("mdi-information-outline", say(name, "app.about"), f"{name.dialog} = 'about'"),
    )
    with html.Ul(classes="wijk-more"):
        for icon, label, click in rows:
            with (
                html.Li(),
                html.Button(click=f"{name.sheet} = ''; {click}", raw_attrs=['type="button"']),
            ):
                v3.VIcon(icon, size=22)
                html.Span(f"{{{{ {label} }}}}")
