"""The picture: the block, the story over it, what it honestly is, and the tools to look at it."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from wijkgenese3d.web.logic.app_state import FACTORS
from wijkgenese3d.web.ui.compare_ui import (
    compare_bar,
    compare_frame,
    compare_notes,
    other_image,
    overlay_of_one,
)
from wijkgenese3d.web.ui.cut_ui import CUT_DRAG, CUT_NUDGE, cut_panel, cut_tools, section_panel
from wijkgenese3d.web.ui.parts import PHONE, say, tool
from wijkgenese3d.web.ui.probe_ui import searching
from wijkgenese3d.web.ui.water_ui import water_notes
from wijkgenese3d.web.ui.widgets import BlockImage, PictureFrame, WijkStage, WijkStory, WijkTools

__all__ = ["factor_list", "picture"]

_OVER = ".wijk-caption, .wijk-tools, .wijk-honest, .wijk-cut-panel"
"""What lies over the picture."""
_PLAIN = (
    "!$event.ctrlKey && !$event.altKey && !$event.metaKey && "
    "!$event.target.closest('input, textarea, select, [contenteditable]')"
)
"""A key by itself, and not in a field."""
_YEAR = "window.document.querySelector('.wijk-year input')"


def picture(name: Any, area: str) -> None:
    """Build everything in the middle of the page."""
    with v3.VMain(classes="wijk-main"):
        _picture(name, area)
        section_panel(name)


def _picture(name: Any, area: str) -> None:
    with html.Div(
        classes="wijk-picture",
        raw_attrs=[
            f':class="{{ lifted: {PHONE} && ({name.side} && !{searching(name)} || {name.cut_panel}), '
            f"probing: {PHONE} && {searching(name)}, comparing: {name.cmp_mode}, "
            f"'with-section': !!{name.section} }}\"",
            # The picture does not tell the keys of a Mac from plain ones: those are of the browser.
            '@keydown.capture="$event.metaKey && $event.stopPropagation()"',
        ],
        keydown=(
            f"$event.key.toLowerCase() === 'j' && {_PLAIN} && ($event.preventDefault(), {_YEAR}?.focus())"
        ),
    ):
        with (
            WijkStage(
                overlay=(overlay_of_one(name),),
                armed=(name.armed,),
                words=(name.words,),
                density=(name.density,),
                pick="trigger('pick', [$event.x, $event.y])",
                start="trigger('moving', [true])",
                settle="trigger('moving', [false])",
                hover=f"{name.section} && trigger('hover', [$event.x, $event.y])",
                drag=CUT_DRAG,
                nudge=CUT_NUDGE,
                over=_OVER,
                covered="trigger('covered', [$event])",
            ),
            compare_frame(name),
        ):
            _frame(name, area)
        _story(name)
        _notes(name)
        compare_bar(name)
        _tools(name)
        cut_panel(name)


def _frame(name: Any, area: str) -> None:
    with PictureFrame(
        area,
        id="picture",
        raw_attrs=[
            'role="application"',
            f':aria-label="{say(name, "view.picture")}"',
            'aria-describedby="picture-text"',
        ],
    ):
        BlockImage(area)
        other_image(area)
    html.P(
        f"{{{{ {name.story}.date }}}}: {{{{ {name.story}.title }}}}. {{{{ {name.story}.text }}}}",
        id="picture-text",
        classes="unseen",
    )


def _story(name: Any) -> None:
    below = f"{PHONE} && ({name.side} || {name.cut_panel} || !!{name.section})"
    with html.Div(classes="wijk-caption", raw_attrs=[f':class="{{ below: {below}, open: !{name.folded} }}"']):
        WijkStory(
            story=(name.story,),
            words=(name.words,),
            density=(name.density,),
            folded=(name.folded,),
            fold=f"{name.folded} = $event",
            # On a phone the story lies over what it points at.
            look=f"{PHONE} && ({name.folded} = true); trigger('look', [$event])",
        )


def _notes(name: Any) -> None:
    notes = name.notes
    with html.Div(classes="wijk-state", raw_attrs=['role="status"']):
        html.P(f"{{{{ {say(name, 'st.busy')} }}}}", v_if=name.busy)
        html.P(f"{{{{ {say(name, 'st.failed')} }}}}", v_if=name.failed)
        compare_notes(name)
        html.P(f"{{{{ {notes}.ice }}}}", v_if=f"{notes}.ice")
    with html.Div(classes="wijk-honest"):
        water_notes(name)
        html.B(f"{{{{ {notes}.exaggeration }}}} · {{{{ {notes}.depth }}}}")
        html.Span(f"{{{{ {say(name, 'dis.full')} }}}}")


def _tools(name: Any) -> None:
    with WijkTools(label=(say(name, "view.tools"),)):
        _viewpoints(name)
        with html.Template(v_if=f"!{PHONE}"):
            cut_tools(name)
            _heights(name)
            for key, icon, click in (
                ("left", "mdi-rotate-left", "trigger('turn', [15])"),
                ("right", "mdi-rotate-right", "trigger('turn', [-15])"),
                ("in", "mdi-plus", "trigger('zoom', [1])"),
                ("out", "mdi-minus", "trigger('zoom', [-1])"),
            ):
                tool(icon, say(name, f"view.{key}"), click, words=True)
        tool("mdi-restore", say(name, "view.reset"), "trigger('reset')", "last", words=True)


def _viewpoints(name: Any) -> None:
    label = say(name, "view.point")
    found = f"{name.cameras}.find((one) => one.key === {name.viewpoint})"
    now = f"({found} || {{name: {say(name, 'view.own')}}}).name"
    full = f"{label} + ': ' + {now}"
    with _menu("mdi-video-outline", "viewpoint", now, (full, full), label):
        v3.VListItem(
            v_for=f"(camera, i) in {name.cameras}",
            key="camera.key",
            title=("(i + 1) + '  ' + camera.name",),
            active=(f"camera.key === {name.viewpoint}",),
            click="trigger('view', [camera.key])",
            classes="wijk-choice",
        )


def _heights(name: Any) -> None:
    label = f"{say(name, 'view.ve')}.replace('{{n}}', {name.exaggeration})"
    title = say(name, "view.height_menu")
    with _menu("mdi-arrow-expand-vertical", "height", label, (label, title), title):
        factor_list(name, f"{name.exaggeration} = n")


def _menu(icon: str, classes: str, shown: str, spoken: tuple[str, str], title: str) -> Any:
    """Build a tool that opens a list; ``shown``, ``spoken`` (label, title) and ``title`` are expressions."""
    attributes = [f':aria-label="{spoken[0]}"', f':title="{spoken[1]}"']
    with v3.VMenu(location="start", attach=".wijk-picture"):
        with (
            v3.Template(v_slot_activator="{ props }"),
            v3.VBtn(variant="text", classes=f"wijk-tool {classes}", v_bind="props", raw_attrs=attributes),
        ):
            v3.VIcon(icon, size=22)
            html.Span(f"{{{{ {shown} }}}}", classes="label")
        return v3.VList(raw_attrs=[f':aria-label="{title}"'], density="compact")


def factor_list(name: Any, click: str) -> None:
    """Build the choices of how much higher to draw."""
    factors = ", ".join(f"{factor:g}" for factor in FACTORS)
    one, more = say(name, "view.ve_true"), say(name, "view.ve")
    v3.VListItem(
        v_for=f"n in [{factors}]",
        key="n",
        title=(f"n === 1 ? {one} : {more}.replace('{{n}}', n)",),
        active=(f"n === {name.exaggeration}",),
        click=click,
        classes="wijk-choice",
    )
