"""The page: bar, story, picture and timeline."""

from __future__ import annotations

from typing import Any

from trame.ui.html import DivLayout
from trame.widgets import client, html

from wijkgenese3d.web.door import TAKE_OVER
from wijkgenese3d.web.ui.widgets import BlockImage, PictureFrame, compass, icon, logo, style_module

__all__ = ["AREA", "TRIGGERS", "gone_page", "make_ui"]

AREA = "block"
"""Name of the picture area."""
TRIGGERS = frozenset({"turn", "zoom", "view", "reset"})
"""What the buttons call."""


def make_ui(server: Any, name: Any) -> None:
    """Build the page.

    Parameters
    ----------
    server : trame server
    name : AppState
        Names of the keys of the state.
    """
    server.enable_module(style_module())
    with DivLayout(server, classes="wijk-page") as layout:
        layout.root.classes = "wijk"
        client.ClientStateChange(
            value=name.language,
            trigger_on_create=True,
            change=f"window.document.documentElement.lang = {name.language}",
        )
        client.ClientStateChange(
            value=name.heading,
            trigger_on_create=True,
            change=f"window.document.title = {name.heading}.title",
        )
        html.Button(
            f"{{{{ {name.words}.skip }}}}",
            classes="skip",
            click="window.document.getElementById('time-slider').focus()",
        )
        _bar(name)
        _story(name)
        _picture(name)
        _timeline(name)
        html.Div(f"{{{{ {name.spoken} }}}}", classes="unseen", raw_attrs=['aria-live="polite"'])


def gone_page(name: Any) -> str:
    """Return what stands in the page once its connection is closed."""
    words = name.words
    return (
        '<main class="gone" role="alert">'
        f"<h1>{{{{ {name.elsewhere} ? {words}.elsewhere : {words}.ended }}}}</h1>"
        f"<p>{{{{ {name.elsewhere} ? {words}.elsewhere_help : {words}.ended_help }}}}</p>"
        f"<p><a :href=\"{name.elsewhere} ? 'index.html?{TAKE_OVER}=1' : 'index.html'\">"
        f"{{{{ {name.elsewhere} ? {words}.go_on_here : {words}.retry }}}}</a></p></main>"
    )


def _bar(name: Any) -> None:
    with html.Header(classes="bar"):
        logo()
        html.H1(f"{{{{ {name.heading}.title }}}}")
        html.P(f"{{{{ {name.heading}.subtitle }}}}")
        with html.Div(
            classes="languages", raw_attrs=['role="group"', f':aria-label="{name.words}.language"']
        ):
            for code, title in (("nl", "Nederlands"), ("en", "English")):
                html.Button(
                    code.upper(),
                    click=f"{name.language} = '{code}'",
                    raw_attrs=[
                        f'aria-label="{code.upper()}: {title}"',
                        f'lang="{code}"',
                        f":aria-pressed=\"{name.language} === '{code}' ? 'true' : 'false'\"",
                    ],
                )


def _story(name: Any) -> None:
    story, words = name.story, name.words
    with html.Section(classes="story", raw_attrs=['aria-labelledby="story-title"', 'tabindex="0"']):
        with html.P(classes="date"):
            html.Span(f"{{{{ {story}.date }}}}")
            with html.Span(classes="badge", raw_attrs=[f':title="{words}.certainty"']):
                html.Span(classes=(f"'dot ' + {story}.certainty",), raw_attrs=['aria-hidden="true"'])
                html.Span(f"{{{{ {story}.certainty_words }}}}")
        html.H2(f"{{{{ {story}.title }}}}", id="story-title")
        html.P(f"{{{{ {story}.text }}}}", classes="text", id="story-text")
        with html.P(classes="lesson", v_if=f"{story}.lesson"):
            html.B(f"{{{{ {words}.lesson }}}}")
            html.Span(f"{{{{ {story}.lesson }}}}")
        with html.P(classes="note", v_if=f"{story}.certainty_note"):
            html.B(f"{{{{ {words}.certainty }}}}")
            html.Span(f"{{{{ {story}.certainty_note }}}}")
        html.P(f"{{{{ {name.notes}.credits }}}}", classes="note", v_if=f"{name.notes}.credits")


def _picture(name: Any) -> None:
    words, notes = name.words, name.notes
    with html.Main(classes="picture"):
        with PictureFrame(
            AREA,
            raw_attrs=[
                'role="application"',
                f':aria-label="{words}.picture"',
                'aria-describedby="story-title story-text"',
            ],
        ):
            BlockImage(AREA)
        html.P(f"{{{{ {words}.busy }}}}", v_if=f"{name.busy}", classes="plate busy")
        html.P(f"{{{{ {words}.failed }}}}", v_if=f"{name.failed}", classes="plate busy")
        html.P(f"{{{{ {notes}.ice }}}}", v_if=f"{notes}.ice", classes="plate ice")
        with html.P(classes="plate honest"):
            html.B(f"{{{{ {notes}.exaggeration }}}}")
            html.Span(f" · {{{{ {words}.disclaimer }}}}")
        compass(f"-({name.compass})")
        _tools(name)


def _tools(name: Any) -> None:
    words = name.words
    with html.Div(classes="views"), html.Label():
        html.Span(f"{{{{ {words}.view }}}}", classes="unseen")
        with html.Select(
            id="viewpoint",
            change="trigger('view', [$event.target.value])",
            raw_attrs=[f':value="{name.viewpoint}"'],
        ):
            html.Option(
                f"{{{{ {words}.own_view }}}}",
                value="",
                raw_attrs=["disabled", "hidden"],
            )
            html.Option(
                "{{ camera.name }}",
                v_for=f"camera in {name.cameras}",
                key="camera.key",
                value=("camera.key",),
            )
    with html.Div(classes="tools", raw_attrs=['role="group"', f':aria-label="{words}.tools"']):
        for key, call in (
            ("turn_left", "trigger('turn', [15])"),
            ("turn_right", "trigger('turn', [-15])"),
            ("zoom_in", "trigger('zoom', [1])"),
            ("zoom_out", "trigger('zoom', [-1])"),
            ("reset", "trigger('reset')"),
        ):
            with html.Button(
                click=call, raw_attrs=[f':aria-label="{words}.{key}"', f':title="{words}.{key}"']
            ):
                icon(key)


def _timeline(name: Any) -> None:
    index, stops, words = name.index, name.stops, name.words
    last = f"{stops}.length - 1"
    with html.Nav(classes="time", raw_attrs=[f':aria-label="{words}.timeline"']):
        _step("previous", f"{index} = Math.max(0, {index} - 1)", f"{index} <= 0", words)
        with html.Div(classes="middle", style=(f"'--stops: ' + {stops}.length",)):
            with html.P(classes="now", raw_attrs=['aria-hidden="true"']):
                html.B(f"{{{{ {stops}[{index}].label }}}}")
                html.Span(
                    f"{{{{ {stops}[{index}].short }}}} · "
                    f"{{{{ {index} + 1 }}}} {{{{ {words}.of }}}} {{{{ {stops}.length }}}}"
                )
            with html.Div(classes="eras", raw_attrs=['aria-hidden="true"']):
                html.Span(
                    "{{ era.name }}",
                    v_for=f"(era, i) in {name.eras}",
                    key="i",
                    style=("'grid-column: span ' + era.span",),
                )
            _stops(name)
            _slider(name, last)
        _step("next", f"{index} = Math.min({last}, {index} + 1)", f"{index} >= {last}", words)


def _step(key: str, click: str, disabled: str, words: str) -> None:
    with html.Button(
        classes="step",
        click=click,
        raw_attrs=[f':aria-label="{words}.{key}"', f':title="{words}.{key}"', f':disabled="{disabled}"'],
    ):
        icon(key)


def _stops(name: Any) -> None:
    with (
        html.Ol(classes="stops"),
        html.Li(v_for=f"(stop, i) in {name.stops}", key="stop.id"),
        html.Button(
            click=f"{name.index} = i",
            classes=("stop.kind",),
            raw_attrs=[
                ":aria-label=\"stop.label + ': ' + stop.title\"",
                f":aria-current=\"i === {name.index} ? 'true' : 'false'\"",
            ],
        ),
    ):
        html.Span("{{ stop.number }}", classes="when")
        html.Span("{{ stop.short }}", classes="what")


def _slider(name: Any, last: str) -> None:
    index, stops = name.index, name.stops
    with html.Div(classes="track"):
        with html.Div(classes="dots", raw_attrs=['aria-hidden="true"']):
            html.Span(v_for=f"stop in {stops}", key="stop.id", classes=("'dot ' + stop.certainty",))
        html.Input(
            id="time-slider",
            type="range",
            min=0,
            max=(last,),
            step=1,
            value=(index,),
            input=f"{index} = Number($event.target.value)",
            raw_attrs=[
                f':aria-label="{name.words}.timeline"',
                f":aria-valuetext=\"{stops}[{index}].label + ': ' + {stops}[{index}].title\"",
            ],
        )
