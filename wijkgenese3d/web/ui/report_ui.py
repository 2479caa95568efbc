"""Pictures for a report: the button, the dialog with its preview, and how far a series is."""

from __future__ import annotations

from typing import Any

from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.logic.report_logic import DIALOG
from wijkgenese3d.web.logic.report_order import FORMATS, LAYOUTS
from wijkgenese3d.web.ui.parts import PHONE, action, say

__all__ = ["REPORT", "report_action", "report_chip", "report_dialog"]

REPORT = "trigger('report_open')"
_SHAPES = {"a4": "24 17", "a4-portrait": "17 24", "16x9": "26 15", "bare": "22 16"}
"""Width and height of the sign of each layout, px."""


def report_action(name: Any) -> None:
    """Build the button of the bar."""
    action("mdi-image-outline", say(name, "act.still"), REPORT, exists=f"{name.density} === 'work'")


def report_chip(name: Any) -> None:
    """Build what stands in the bar while something is being made, and when it is ready to be saved."""
    away = f"{name.density} === 'work' && {name.dialog} !== '{DIALOG}'"
    with html.Button(
        v_if=f"{away} && ({name.rep_job} || {name.rep_file})",
        click=REPORT,
        classes="wijk-chip",
        raw_attrs=['type="button"', f':aria-label="{_chip_words(name)}"'],
    ):
        v3.VIcon(icon=(f"{name.rep_job} ? 'mdi-progress-clock' : 'mdi-check-circle-outline'",), size=20)
        html.Span(f"{{{{ {_chip_words(name)} }}}}", v_if=f"!{PHONE}")
        html.Span(
            f"{{{{ {name.rep_job}.done }}}}/{{{{ {name.rep_job}.total }}}}",
            v_if=f"{PHONE} && {name.rep_job} && {name.rep_job}.total",
            raw_attrs=['aria-hidden="true"'],
        )


def _chip_words(name: Any) -> str:
    job = name.rep_job
    counted = _counted(name, "rep.chip")
    busy = f"({job}.total ? {counted} : {job}.kind === 'series' ? {say(name, 'rep.all_busy')} : "
    return f"({job} ? {busy}{say(name, 'rep.busy')}) : {say(name, 'rep.ready')})"


def _counted(name: Any, key: str) -> str:
    """Return a word with how many are done, and of how many."""
    job = name.rep_job
    return f"{say(name, key)}.replace('{{n}}', {job}.done).replace('{{m}}', {job}.total)"


def report_dialog(name: Any) -> None:
    """Build what stands in the dialog."""
    with html.Div(classes="wijk-report"):
        _preview(name)
        with html.Div(classes="choices"):
            _radios(name, "layout", "rep.layout", [(key, say(name, f"rep.layout_{key}")) for key in LAYOUTS])
            _sizes(name)
            _radios(name, "format", "rep.format", [(key, f"'{key.upper()}'") for key in FORMATS])
            _save(name)
    _series(name)
    # The page fetches the file by itself as soon as it is there, once.
    client.ClientStateChange(
        value=name.rep_file,
        change=f"{name.rep_file} && Object.assign(window.document.createElement('a'), "
        f"{{ href: {name.rep_file}.url, download: {name.rep_file}.name }}).click()",
    )


def _preview(name: Any) -> None:
    alt = f"{say(name, 'rep.preview')} + ': ' + {name.story}.date + ', ' + {name.story}.title"
    empty = f"!{name.rep_preview} && !{name.rep_error}"
    with html.Div(classes="preview", raw_attrs=[f':data-layout="{name.rep}.layout"']):
        with html.Div(classes="sheet", raw_attrs=[f":style=\"{{ '--shape': {name.rep}.shape }}\""]):
            html.Img(v_if=name.rep_preview, src=(name.rep_preview,), raw_attrs=[f':alt="{alt}"'])
            with html.P(classes="said", raw_attrs=['role="status"', 'aria-live="polite"']):
                html.Span(f"{{{{ {say(name, 'rep.busy')} }}}}", v_if=f"{empty} && !{name.rep_job}")
                html.Span(f"{{{{ {say(name, 'rep.later')} }}}}", v_if=f"{empty} && {name.rep_job}")
        with html.Div(v_if=name.rep_error, classes="failed", raw_attrs=['role="alert"']):
            html.P(f"{{{{ {name.words}[{name.rep_error}.word] }}}}")
            with html.P(v_if=f"{name.rep_error}.error", lang="en"):
                html.Span(f"{{{{ {name.rep_error}.error }}}}")
                html.Br()
                html.Span(f"{{{{ {name.rep_error}.hint }}}}")
        html.P(
            f"{{{{ {say(name, 'rep.not_compared')} }}}}",
            v_if=f"{name.cmp_mode} || {name.core}",
            classes="note",
        )


def _radios(name: Any, field: str, title: str, choices: list[tuple[str, str]]) -> None:
    """Build a choice; the browser gives radio buttons their arrows. A label is an expression."""
    with html.Fieldset(classes=f"wijk-choose {field}"):
        html.Legend(f"{{{{ {say(name, title)} }}}}")
        for key, label in choices:
            with html.Label():
                _radio(name, field, f"'{key}'", f'value="{key}"')
                if field == "layout":
                    width, height = _SHAPES[key].split()
                    html.Span(
                        classes=f"shape {key}",
                        raw_attrs=[f'style="width: {width}px; height: {height}px"', 'aria-hidden="true"'],
                    )
                html.Span(f"{{{{ {label} }}}}")


def _sizes(name: Any) -> None:
    with html.Fieldset(classes="wijk-choose size"):
        html.Legend(f"{{{{ {say(name, 'rep.sizes')} }}}}")
        with html.Label(v_for=f"size in {name.rep}.sizes", key="size.key"):
            _radio(name, "size", "size.key", ':value="size.key"')
            html.Span(f"{{{{ {name.words}['rep.size_' + size.key] }}}}")
            html.Small("{{ size.px }}")


def _radio(name: Any, field: str, key: str, value: str) -> None:
    html.Input(
        raw_attrs=[
            'type="radio"',
            f'name="wijk-report-{field}"',
            value,
            f':checked="{name.rep}.{field} === {key}"',
            f':disabled="!!{name.rep_job}"',
            f"@change=\"trigger('report_choose', ['{field}', {key}])\"",
        ]
    )


def _save(name: Any) -> None:
    busy, file = f"!!{name.rep_job}", name.rep_file
    picture = f"({name.rep_job} && {name.rep_job}.kind === 'picture')"
    # One button for both, so that the focus has a place to stay.
    with v3.VBtn(
        variant="flat",
        click=f"{picture} ? trigger('report_cancel') : {busy} || trigger('report_save')",
        classes="wijk-save",
        raw_attrs=[f":aria-disabled=\"{busy} && !({picture}) ? 'true' : undefined\""],
    ):
        v3.VIcon(icon=(f"{picture} ? 'mdi-close' : 'mdi-download'",), size=22)
        html.Span(f"{{{{ {picture} ? {say(name, 'rep.stop')} : {say(name, 'rep.save')} }}}}")
    with html.Div(classes="ready", raw_attrs=['role="status"', 'aria-live="polite"']):
        html.P(f"{{{{ {say(name, 'rep.busy')} }}}}", v_if=picture)
        html.P(f"{{{{ {say(name, 'rep.done')}.replace('{{naam}}', {file}.name) }}}}", v_if=file)
        html.A(
            f"{{{{ {say(name, 'rep.again')} }}}}",
            v_if=file,
            raw_attrs=[f':href="{file}.url"', f':download="{file}.name"'],
        )


def _series(name: Any) -> None:
    job = name.rep_job
    running = f"({job} && {job}.kind === 'series')"
    with html.Section(classes="wijk-series", raw_attrs=['aria-labelledby="report-all"']):
        with html.Div():
            html.H3(f"{{{{ {say(name, 'rep.all')} }}}}", id="report-all")
            how = f"{say(name, 'rep.all_help')}.replace('{{n}}', {name.rep}.count)"
            html.P(f"{{{{ {how} }}}}", id="report-all-how")
        with html.Div(classes="run"):
            with html.Label(v_if=f"!{running}"):
                html.Input(
                    raw_attrs=[
                        'type="checkbox"',
                        f':checked="{name.rep}.film"',
                        f':disabled="!!{job}"',
                        "@change=\"trigger('report_choose', ['film', $event.target.checked])\"",
                    ]
                )
                html.Span(f"{{{{ {say(name, 'rep.film')} }}}}")
            with html.Template(v_else=True):
                _progress(name)
            v3.VBtn(
                f"{{{{ {running} ? {say(name, 'rep.stop')} : {say(name, 'rep.all_make')} }}}}",
                variant="outlined",
                click=f"{running} ? trigger('report_cancel') : {job} || trigger('report_series')",
                classes="wijk-quiet",
                raw_attrs=[
                    'aria-describedby="report-all-how"',
                    f":aria-disabled=\"{job} && !{running} ? 'true' : undefined\"",
                ],
            )
        html.P(
            f"{{{{ {running} ? {say(name, 'rep.all_busy')} : '' }}}}",
            classes="unseen",
            raw_attrs=['role="status"'],
        )


def _progress(name: Any) -> None:
    """Build how far the series is: a reader hears that it has begun and ended, not every step."""
    job = name.rep_job
    html.Progress(
        raw_attrs=[
            f':max="{job}.total || 1"',
            f':value="{job}.total ? {job}.done : undefined"',
            f':aria-label="{say(name, "rep.all_busy")}"',
        ]
    )
    counted = _counted(name, "rep.progress")
    html.Span(f"{{{{ {job}.total ? {counted} : {say(name, 'rep.all_busy')} }}}}")
