"""To compare two moments: the frame round their pictures, how they are compared, the choice, the numbers."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.web.second_picture import BESIDE
from wijkgenese3d.web.ui.cut_ui import CUT_DRAG, CUT_NUDGE
from wijkgenese3d.web.ui.parts import NARROW, action, say
from wijkgenese3d.web.ui.widgets import (
    BlockImage,
    WijkCompare,
    WijkCompareBar,
    WijkCompareChoice,
    WijkDifference,
)

__all__ = [
    "compare_action",
    "compare_bar",
    "compare_choice",
    "compare_frame",
    "compare_notes",
    "difference_panel",
    "other_image",
    "overlay_of_one",
]

_COPY = ".then((text) => window.navigator.clipboard.writeText(text))"


def compare_action(name: Any) -> None:
    """Build the button in the bar."""
    action("mdi-compare", say(name, "cmp.with"), f"{name.dialog} = 'compare'", name.cmp_mode)


def overlay_of_one(name: Any) -> str:
    """Return the expression of what is written over one picture: names go by side, or all by half."""
    one = f"(!{name.cmp_mode} || {name.cmp_mode} === 'diff' || {name.cmp_busy} || {name.cmp_failed})"
    bare = f"({name.cmp_mode} === 'swipe' && {name.overlay} ? {{...{name.overlay}, labels: []}} : null)"
    return f"{one} ? {name.overlay} : {bare}"


def compare_frame(name: Any) -> WijkCompare:
    """Build the frame round the picture; its content is added to what is returned."""
    return WijkCompare(
        mode=(name.cmp_mode,),
        at=(name.cmp_at,),
        main=(name.cmp_main,),
        dates=(name.cmp_dates,),
        overlay=(name.overlay,),
        other=(name.cmp_overlay,),
        busy=(f"{name.cmp_busy} || {name.cmp_failed}",),
        difference=(name.cmp_difference,),
        note=(_left_out(name),),
        open=(f"{name.side} === 'compare'",),
        words=(name.words,),
        density=(name.density,),
        at_moved=f"{name.cmp_at} = $event",
        close="trigger('close')",
        drag=CUT_DRAG,
        nudge=CUT_NUDGE,
    )


def other_image(area: str) -> None:
    """Build the image of the other moment."""
    BlockImage(f"{area}{BESIDE}", "beside")


def compare_bar(name: Any) -> None:
    """Build the choice of how two moments are compared, over the picture."""
    panel = f"{name.side} === 'compare'"
    WijkCompareBar(
        v_if=name.cmp_mode,
        mode=(name.cmp_mode,),
        narrow=(NARROW,),
        open=(panel,),
        words=(name.words,),
        density=(name.density,),
        mode_chosen="trigger('compare_mode', [$event])",
        choose=f"{name.dialog} = 'compare'",
        swap="trigger('compare_swap')",
        table=f"trigger('side', [{panel} ? '' : 'compare'])",
        stop="trigger('compare_stop')",
    )


def compare_notes(name: Any) -> None:
    """Build what is said of the other picture."""
    html.P(f"{{{{ {say(name, 'cmp.busy')} }}}}", v_if=f"{name.cmp_busy} && !{name.busy}")
    html.P(f"{{{{ {say(name, 'cmp.failed')} }}}}", v_if=name.cmp_failed)
    same = f"{name.cmp_mode} && {name.cmp_dates}.a === {name.cmp_dates}.b"
    html.P(f"{{{{ {say(name, 'cmp.twice')} }}}}", v_if=same)


def _left_out(name: Any) -> str:
    """Return the expression that says what of the view a difference does not show; empty for nothing."""
    chosen = (
        (f"{name.units_off}.length", "u"),
        (name.blocks, "b"),
        (f"({name.cut}.kind || {name.cut}.lid || {name.cut}.dig)", "x"),
        (f"{name.certainty} !== '{CERTAINTIES[-1]}'", "z"),
        (f"{name.rain}.on", "r"),
        (f"({name.spots}.shown || []).length", "o"),
    )
    words = ", ".join(f"{when} ? {say(name, f'link.{key}')} : ''" for when, key in chosen)
    said = f"{say(name, 'cmp.whole')}.replace('{{wat}}', what)"
    return f"[[{words}].filter(Boolean).join(', ')].map((what) => what && {said})[0]"


def compare_choice(name: Any) -> None:
    """Build the choice of a moment, for a dialog."""
    WijkCompareChoice(
        stops=(name.stops,),
        index=(name.index,),
        moment=(name.moment,),
        compare=(f"{name.cmp_moment} ? null : {name.cmp_index}",),
        error=(name.cmp_error,),
        words=(name.words,),
        density=(name.density,),
        choose="trigger('compare', [$event])",
        year="trigger('compare_year', [$event])",
    )


def difference_panel(name: Any) -> None:
    """Build what changed, for the panel beside the picture."""
    WijkDifference(
        v_if=f"{name.side} === 'compare'",
        difference=(name.cmp_difference,),
        dates=(name.cmp_dates,),
        note=(_left_out(name),),
        words=(name.words,),
        density=(name.density,),
        close="trigger('side', [''])",
        look="trigger('compare_look', [$event])",
        copy=f"trigger('compare_csv', [true]){_COPY}",
        command=f"trigger('compare_command', [true]){_COPY}",
    )
