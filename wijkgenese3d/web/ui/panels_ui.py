"""Panels beside the picture, or on a phone in a sheet under it: layers, core, description, sources."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.ui.bar_ui import more_list
from wijkgenese3d.web.ui.certainty_ui import certainty_filter, certainty_mark, sources_panel
from wijkgenese3d.web.ui.compare_ui import difference_panel
from wijkgenese3d.web.ui.cut_ui import cut_sheet
from wijkgenese3d.web.ui.parts import PHONE, WIDE, close_button, say
from wijkgenese3d.web.ui.probe_ui import probe_panel, searching
from wijkgenese3d.web.ui.water_ui import water_panels
from wijkgenese3d.web.ui.widgets import WijkLegend

__all__ = ["panels", "sheets"]

_ICONS = "{natuur: 'mdi-leaf', bebouwing: 'mdi-home-city-outline', mens: 'mdi-account-group-outline'}"
_TALL = "$vuetify.display.height >= 1000"


def panels(name: Any) -> None:
    """Build the panels of a desk."""
    work = f"{name.density} === 'work'"
    shown = f"{work} && !{PHONE} && {name.layers_open} && ({WIDE} || !{name.side})"
    with v3.VNavigationDrawer(
        v_if=shown,
        permanent=True,
        mobile=False,
        order=1,
        width=256,
        classes="wijk-panel layers",
        raw_attrs=[f':aria-label="{say(name, "app.menu")}"'],
    ):
        _layers(name)
    with v3.VNavigationDrawer(
        v_if=f"{name.side} && !{PHONE}",
        permanent=True,
        mobile=False,
        order=1,
        location="right",
        width=(f"{name.density} === 'zaal' ? 460 : 304",),
        classes="wijk-panel",
        raw_attrs=[f':aria-label="{say(name, "app.panel")}"'],
    ):
        _side(name)


def sheets(name: Any) -> None:
    """Build the sheets of a phone; the one of the core leaves the picture in use."""
    with html.Aside(
        v_if=f"{name.side} && {PHONE}",
        classes="wijk-lower-sheet",
        raw_attrs=[
            f':class="{{ tall: {name.probe_tall}, short: {searching(name)} }}"',
            f':aria-label="{say(name, "app.panel")}"',
        ],
    ):
        _side(name)
    cut_sheet(name)
    with (
        v3.VBottomSheet(
            model_value=(f"!!{name.sheet} && {PHONE}",),
            update_modelValue=f"{name.sheet} = ''",
            raw_attrs=[
                f":aria-label=\"{name.sheet} === 'more' ? {say(name, 'app.more')} : {say(name, 'app.menu')}\""
            ],
        ),
        html.Div(classes="wijk-sheet-body"),
    ):
        with html.Div(classes="head"):
            html.H2(f"{{{{ {name.sheet} === 'more' ? {say(name, 'app.more')} : {say(name, 'app.menu')} }}}}")
            close_button(name, f"{name.sheet} = ''")
        with html.Template(v_if=f"{name.sheet} === 'layers'"):
            _layers(name)
        with html.Template(v_if=f"{name.sheet} === 'more'"):
            more_list(name)


def _layers(name: Any) -> None:
    groups = f"{name.groups_open} || ({_TALL} ? ['natuur', 'bebouwing', 'mens'] : ['natuur'])"
    with (
        v3.VExpansionPanels(
            variant="accordion",
            flat=True,
            multiple=True,
            model_value=(groups,),
            update_modelValue=f"{name.groups_open} = $event",
            classes="wijk-layers",
        ),
        v3.VExpansionPanel(
            v_for=f"group in {name.layers}",
            key="group.key",
            value=("group.key",),
            raw_attrs=[':data-alliance="group.key"'],
        ),
    ):
        with v3.VExpansionPanelTitle():
            v3.VIcon(icon=(f"{_ICONS}[group.key]",), size=22)
            html.Span("{{ group.name }}")
        with v3.VExpansionPanelText(), html.Ul():
            _layer_row(name)
    WijkLegend(
        groups=(name.legend,),
        note=(say(name, "leg.only"),),
        colours=(name.colour_set,),
        words=(name.words,),
        colours_chosen=f"{name.colour_set} = $event",
    )
    certainty_filter(name)
    _units(name)


def _layer_row(name: Any) -> None:
    with html.Li(v_for="layer in group.layers", key="layer.key", classes="wijk-layer"):
        v3.VCheckboxBtn(
            model_value=(f"layer.exists && !{name.off}.includes(layer.key)",),
            update_modelValue="trigger('layer', [layer.key, !!$event])",
            label=("layer.name",),
            disabled=("!layer.exists",),
            color="primary",
            raw_attrs=[":aria-describedby=\"layer.reason ? 'why-' + layer.key : undefined\""],
        )
        certainty_mark(name, f"layer.exists && ({name.certainties}.layers || {{}})[layer.key]")
        html.Span(
            "{{ layer.reason }}",
            v_if="layer.reason",
            classes="why",
            raw_attrs=[":id=\"'why-' + layer.key\"", ':title="layer.note"'],
        )


def _units(name: Any) -> None:
    """Build the units of the ground, folded: for who wants to look under them."""
    with html.Details(classes="wijk-units"):
        html.Summary(f"{{{{ {say(name, 'lay.units')} }}}}")
        html.P(f"{{{{ {say(name, 'lay.units_note')} }}}}", classes="note")
        with html.Ul(), html.Li(v_for=f"unit in {name.units}", key="unit.key", classes="wijk-layer"):
            v3.VCheckboxBtn(
                model_value=(f"!{name.units_off}.includes(unit.key)",),
                update_modelValue="trigger('unit', [unit.key, !!$event])",
                label=("unit.name",),
                color="primary",
            )
            certainty_mark(name, f"({name.certainties}.units || {{}})[unit.key]")
        with html.Div(classes="wijk-layer"):
            v3.VCheckboxBtn(
                model_value=(name.blocks,),
                update_modelValue="trigger('blocks', [!!$event])",
                label=(say(name, "lay.blocks"),),
                color="primary",
            )


def _side(name: Any) -> None:
    probe_panel(name)
    water_panels(name)
    difference_panel(name)
    with html.Section(
        v_if=f"{name.side} === 'sources'",
        classes="wijk-words wijk-sources",
        raw_attrs=['aria-labelledby="sources-title"'],
    ):
        sources_panel(name)
    with html.Section(
        v_if=f"{name.side} === 'words'", classes="wijk-words", raw_attrs=['aria-labelledby="words-title"']
    ):
        with html.Div(classes="head"):
            html.H2(f"{{{{ {say(name, 'act.words')} }}}}", id="words-title")
            close_button(name, "trigger('side', [''])")
        html.P(f"{{{{ {name.story}.date }}}}", classes="date")
        html.P(f"{{{{ {name.story}.title }}}}", classes="title")
        html.P(f"{{{{ {name.story}.text }}}}")
        with html.Div(v_for=f"part in {name.twin}", key="part.title"):
            html.H3("{{ part.title }}")
            html.P("{{ part.sentences.join(' ') }}")
        html.H3(f"{{{{ {say(name, 'src.title')} }}}}")
        html.P(f"{{{{ {name.story}.certainty_note }}}}")
        html.P(f"{{{{ {name.story}.sources }}}}")
        html.Button(
            f"{{{{ {say(name, 'src.all')} }}}}",
            click="trigger('side', ['sources'])",
            classes="wijk-textbutton",
            raw_attrs=['type="button"'],
        )
