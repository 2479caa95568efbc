"""Rain, and heat, water and heritage: their buttons in the bar, and their panels at the side."""

from __future__ import annotations

from typing import Any

from trame.widgets import html

from wijkgenese3d.web.ui.parts import action, say
from wijkgenese3d.web.ui.widgets import WijkRain, WijkSpots

__all__ = ["water_actions", "water_notes", "water_panels", "water_rows"]

_BUTTONS = (
    ("rain", "mdi-weather-pouring", "act.rain"),
    ("spots", "mdi-map-marker-alert-outline", "act.spots"),
)


def water_actions(name: Any) -> None:
    """Build the buttons of the bar."""
    for key, icon, word in _BUTTONS:
        on = f"{name.side} === '{key}'"
        action(
            icon, say(name, word), f"trigger('{key}', [!({on})])", on, exists=f"{getattr(name, key)}.exists"
        )


def water_rows(name: Any) -> tuple[tuple[str, str, str], ...]:
    """Return the buttons as rows of the list of a phone."""
    return tuple((icon, say(name, word), f"trigger('{key}', [true])") for key, icon, word in _BUTTONS)


def water_notes(name: Any) -> None:
    """Build what must be read of rain and map where they are in the picture; of more their panels tell."""
    rain, spots = name.rain, name.spots
    mm, minutes = (f"{rain}.{key}?.toLocaleString({name.language})" for key in ("mm", "minutes"))
    storm = f"{say(name, 'rain.storm')}.replace('{{mm}}', {mm}).replace('{{minutes}}', {minutes})"
    titles = (f"{say(name, 'rainapp.storm')} + ': ' + {storm}", say(name, "spots.title"))
    # Of two moments the other may show what this one does not; a picture of what changed shows neither.
    laid = (f"{rain}.on && ({rain}.parts || {name.cmp_mode})",
            f"{spots}.shown?.length && (!{spots}.empty || {name.cmp_mode})")  # fmt: skip
    caveats = (f"{rain}.caveats?.[0]", f"{spots}.caveat")
    for key, title, there, caveat in zip(("rain", "spots"), titles, laid, caveats, strict=True):
        open_ = f"{name.side} === '{key}'"
        with html.Span(v_if=f"({there}) && {name.cmp_mode} !== 'diff'", classes="water"):
            # It stays when its panel opens: who pressed it by key is still there.
            html.Button(
                f"{{{{ {title} }}}}",
                type="button",
                classes="wijk-textbutton",
                click=f"trigger('side', [{open_} ? '' : '{key}'])",
                raw_attrs=[f':aria-expanded="String({open_})"'],
            )
            html.Span(f"{{{{ {caveat} }}}}", v_if=f"!({open_})")


def water_panels(name: Any) -> None:
    """Build the panels, where the scene says something of them."""
    WijkRain(
        v_if=f"{name.side} === 'rain' && {name.rain}.exists",
        rain=(name.rain,),
        errors=(name.rain_errors,),
        index=(name.index,),
        words=(name.words,),
        density=(name.density,),
        choose="trigger('rain_choose', [$event])",
        field="(key, text) => trigger('rain_field', [key, text])",
        go="trigger('go', [$event])",
        close="trigger('side', [''])",
        dry="trigger('rain', [false])",
        wet="trigger('rain', [true])",
    )
    WijkSpots(
        v_if=f"{name.side} === 'spots' && {name.spots}.exists",
        spots=(name.spots,),
        words=(name.words,),
        density=(name.density,),
        show="(theme, on) => trigger('spots_show', [theme, on])",
        go="trigger('spots_go', [$event])",
        close="trigger('side', [''])",
        off="trigger('spots', [false])",
    )
