"""How sure: the choice from where on things are pale, a mark per row, and the sources of what is in view."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from wijkgenese3d.web.ui.parts import close_button, say, tool
from wijkgenese3d.web.ui.widgets import WijkBadge, WijkMark

__all__ = ["certainty_filter", "certainty_mark", "sources_panel"]

_CHOICES = (("aanname", "sure.all"), ("waarschijnlijk", "sure.likely"), ("zeker", "sure.certain"))
_HOW = "{zeker: 'cert.z', waarschijnlijk: 'cert.w', aanname: 'cert.a'}"
_COPY = (
    "trigger('sources_text').then((text) => window.wijk_viewer.copyText(text))"
    ".then((done) => trigger('sources_copied', [done]))"
)


def certainty_filter(name: Any) -> None:
    """Build the choice; the browser gives radio buttons their arrows."""
    with html.Fieldset(classes="wijk-sure", raw_attrs=['aria-describedby="sure-note sure-shapes"']):
        html.Legend(f"{{{{ {say(name, 'sure.filter')} }}}}")
        for value, label in _CHOICES:
            with html.Label():
                html.Input(
                    raw_attrs=[
                        'type="radio"',
                        'name="wijk-sure"',
                        f'value="{value}"',
                        f":checked=\"{name.certainty} === '{value}'\"",
                        f"@change=\"{name.certainty} = '{value}'\"",
                    ]
                )
                html.Span(f"{{{{ {say(name, label)} }}}}")
        html.P(f"{{{{ {say(name, 'sure.note')} }}}}", id="sure-note", classes="note")
        html.P(f"{{{{ {say(name, 'sure.shapes')} }}}}", id="sure-shapes", classes="note")


def certainty_mark(name: Any, found: str) -> None:
    """Build the mark of a row; ``found`` is the expression of how sure it is, empty for no mark."""
    how = f"{name.words}[{_HOW}[{found}]].toLowerCase()"
    WijkMark(
        v_if=found,
        certainty=(found,),
        text=(f"{say(name, 'sure.least')}.replace('{{hoe}}', {how})",),
    )


def sources_panel(name: Any) -> None:
    """Build the panel with the sources of what is in view; links are text until somebody follows one."""
    with html.Div(classes="head"):
        html.H2(f"{{{{ {say(name, 'src.title')} }}}}", id="sources-title")
        with html.Div(classes="tools"):
            tool("mdi-content-copy", say(name, "src.copy"), _COPY)
            close_button(name, "trigger('side', [''])")
    html.P(f"{{{{ {say(name, 'src.note')} }}}}", classes="note")
    html.P(f"{{{{ {say(name, 'src.busy')} }}}}", v_if=f"!{name.sources}.length", raw_attrs=['role="status"'])
    with html.Div(v_for=f"part in {name.sources}", key="part.key"):
        html.H3("{{ part.title }}")
        with (
            html.Ul(),
            html.Li(v_for="row in part.rows", key="part.key + row.name + row.when", classes="wijk-source"),
        ):
            html.Strong("{{ row.name }}")
            html.Span("{{ [row.when, row.what].filter(Boolean).join(' · ') }}", classes="what")
            WijkBadge(certainty=("row.certainty",), text=("row.certainty_words",))
            with html.Ul(), html.Li(v_for="source in row.sources", key="source.text"):
                _source(name)


def _source(name: Any) -> None:
    html.A(
        "{{ source.text }}",
        v_if="source.url",
        raw_attrs=[
            ':href="source.url"',
            'target="_blank"',
            'rel="noopener noreferrer"',
            f":aria-label=\"source.text + ' (' + {say(name, 'src.new_tab')} + ')'\"",
        ],
    )
    html.Span("{{ source.text }}", v_else=True)
    html.Span(f"{{{{ ' · ' + {say(name, 'src.licence')} + ': ' + source.licence }}}}", v_if="source.licence")
    html.Span("{{ ' · ' + source.credit }}", v_if="source.credit")
