"""What buttons and parts of the page call; each checks what it gets, for a browser may send anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wijkgenese3d.web.address_triggers import ADDRESS_TRIGGERS, address_calls
from wijkgenese3d.web.checks import number, share
from wijkgenese3d.web.compare_triggers import COMPARE_TRIGGERS, compare_triggers
from wijkgenese3d.web.cut_triggers import CUT_TRIGGERS, cut_triggers
from wijkgenese3d.web.logic.app_state import SIDES
from wijkgenese3d.web.logic.gestures import KEY_ZOOM, Turn, Zoom
from wijkgenese3d.web.probe_triggers import PROBE_TRIGGERS, probe_triggers
from wijkgenese3d.web.report_triggers import REPORT_TRIGGERS, report_triggers
from wijkgenese3d.web.water_triggers import WATER_TRIGGERS, water_triggers

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["TRIGGERS", "make_triggers"]

TRIGGERS = frozenset(
    {
        "go", "play", "year", "look", "pick", "moving", "turn", "zoom", "view", "reset", "layer", "unit",
        "blocks", "side", "close", "covered", "undo", *CUT_TRIGGERS, *WATER_TRIGGERS, *PROBE_TRIGGERS,
        *COMPARE_TRIGGERS,
    }
) | ADDRESS_TRIGGERS | REPORT_TRIGGERS  # fmt: skip
"""Names of all triggers."""
_NO_TOUCH = frozenset({"play", "covered"})
"""Those that do not end playing."""
_MOST_BOXES = 12


def make_triggers(app: App) -> None:
    """Register what the page calls."""
    for table in (
        _time(app),
        _camera(app),
        _picture(app),
        _ground(app),
        _layers(app),
        cut_triggers(app),
        water_triggers(app),
        probe_triggers(app),
        compare_triggers(app),
        address_calls(app),
        report_triggers(app),
    ):
        for name, call in table.items():
            app.server.controller.trigger(name)(call if name in _NO_TOUCH else _touching(app, call))


def _touching(app: App, call: Callable[..., Any]) -> Callable[..., Any]:
    """Any touch ends playing."""

    def touched(*arguments: object) -> Any:
        app.play.stop()
        answer = call(*arguments)
        app.address.notice()
        return answer

    return touched


def _time(app: App) -> Mapping[str, Callable[..., Any]]:
    def go(index: object = None, *_: object) -> None:
        if type(index) is int and abs(index) < 10_000:
            app.timeline.go(index)

    def play(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            app.play.play(on)

    def year(text: object = None, *_: object) -> None:
        if isinstance(text, str):
            app.timeline.type_year(text)

    def look(nr: object = None, *_: object) -> None:
        if type(nr) is int:
            app.look_at(nr)

    return {"go": go, "play": play, "year": year, "look": look}


def _camera(app: App) -> Mapping[str, Callable[..., Any]]:
    def turn(degrees: object = None, *_: object) -> None:
        value = number(degrees)
        if value is not None and abs(value) <= 360:
            app.view.apply(Turn(value))

    def zoom(direction: object = None, *_: object) -> None:
        if type(direction) is int and direction in (1, -1):
            app.view.apply(Zoom(KEY_ZOOM if direction == 1 else 1 / KEY_ZOOM))

    def view(key: object = None, *_: object) -> None:
        if isinstance(key, str):
            app.view.view_from(key)

    return {"turn": turn, "zoom": zoom, "view": view}


def _picture(app: App) -> Mapping[str, Callable[..., Any]]:
    def reset(*_: object) -> None:
        app.reset()

    def undo(*_: object) -> None:
        app.undo()

    def covered(boxes: object = None, *_: object) -> None:
        if isinstance(boxes, list) and len(boxes) <= _MOST_BOXES and all(_is_box(box) for box in boxes):
            app.overlay.keep_clear([tuple(float(side) for side in box) for box in boxes])

    def moving(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            app.area.move(on)
            if not on:
                app.cutting.settle()

    return {"reset": reset, "undo": undo, "moving": moving, "covered": covered}


def _ground(app: App) -> Mapping[str, Callable[..., Any]]:
    data = app.state.data

    def pick(x: object = None, y: object = None, *_: object) -> None:
        across, down = share(x), share(y)
        if across is None or down is None:
            return
        right, below, drawn = app.compare.spot(across, down)
        if not app.cutting.pick(right, below):
            app.core.pick(right, below, drawn)

    def side(which: object = None, *_: object) -> None:
        if isinstance(which, str) and which in SIDES:
            data.side = which

    def close(*_: object) -> None:
        app.close_one()

    return {"pick": pick, "side": side, "close": close}


def _layers(app: App) -> Mapping[str, Callable[..., Any]]:
    def layer(key: object = None, on: object = None, *_: object) -> None:
        if isinstance(key, str) and isinstance(on, bool):
            app.layers.switch(key, on)

    def unit(key: object = None, on: object = None, *_: object) -> None:
        if isinstance(key, str) and isinstance(on, bool):
            app.units.switch(key, on)

    def blocks(on: object = None, *_: object) -> None:
        if isinstance(on, bool):
            app.units.in_blocks(on)

    return {"layer": layer, "unit": unit, "blocks": blocks}


def _is_box(box: object) -> bool:
    """Tell whether it is a box in the picture: left, top, right, bottom, 0 to 1."""
    return isinstance(box, list) and len(box) == 4 and all(share(side) is not None for side in box)
