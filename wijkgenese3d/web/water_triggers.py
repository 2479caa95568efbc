"""What the page calls for rain, and for heat, water and heritage; each call checks what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wijkgenese3d.web.checks import number

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["WATER_TRIGGERS", "water_triggers"]

WATER_TRIGGERS = ("rain", "rain_choose", "rain_field", "spots", "spots_show", "spots_go")
"""Names of these triggers."""


def water_triggers(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return what the page calls."""
    return {**_rain(app), **_spots(app)}


def _side(app: App, side: str, on: bool) -> None:
    """Open a panel, or close it if it is the one that is open."""
    data = app.state.data
    data.side = side if on else "" if data.side == side else data.side


def _rain(app: App) -> Mapping[str, Callable[..., Any]]:
    def rain(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            _side(app, "rain", on)
            (app.rain.start if on else app.rain.stop)()

    def choose(key: object = None, *_: object) -> None:
        app.rain.choose(key)

    def field(name: object = None, text: object = None, *_: object) -> None:
        app.rain.set_field(name, text)

    return {"rain": rain, "rain_choose": choose, "rain_field": field}


def _spots(app: App) -> Mapping[str, Callable[..., Any]]:
    def spots(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            _side(app, "spots", on)
            (app.spots.start if on else app.spots.stop)()

    def show(theme: object = None, on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            app.spots.switch(theme, on)

    def go(index: object = None, *_: object) -> None:
        places = app.state.data.spots.get("places", [])
        place = number(index)
        if place is not None and place == int(place) and 0 <= place < len(places):
            spot = (places[int(place)]["x"], places[int(place)]["y"])
            app.view.look_at("", spot, app.core.height(spot))

    return {"spots": spots, "spots_show": show, "spots_go": go}
