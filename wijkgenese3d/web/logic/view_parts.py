"""What each logic keeps of the view: a line here makes it part of the address, and of undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.web.logic.address_logic import ViewPart

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["view_parts"]


def view_parts(app: App) -> Sequence[ViewPart]:
    """Return the parts of the view of an app, in the order in which they are put: the camera last."""
    data, timeline, view = app.state.data, app.timeline, app.view

    def put_words(wanted: ViewState) -> None:
        data.language, data.theme = wanted.language, wanted.theme

    def look() -> dict[str, Any]:
        return {
            "colour_set": data.colour_set,
            "exaggeration": float(data.exaggeration),
            "hidden_units": frozenset(data.units_off),
            "blocks": data.blocks,
            "certainty": data.certainty,
        }

    def put_look(wanted: ViewState) -> None:
        data.colour_set, data.exaggeration = wanted.colour_set, wanted.exaggeration
        data.certainty = wanted.certainty
        app.units.show(wanted.hidden_units, wanted.blocks)

    def put_cut(wanted: ViewState) -> None:
        if wanted.cut != app.cutting.cut:
            data.cut_panel = data.cut_panel and bool(wanted.cut)
            app.cutting.disarm()
            app.cutting.put(wanted.cut)

    def put_pins(wanted: ViewState) -> None:
        if wanted.pins != app.core.pins:
            app.core.put(wanted.pins)

    return (
        ViewPart(lambda: {"language": data.language, "theme": data.theme}, put_words),
        ViewPart(look, put_look),
        ViewPart(lambda: {"layers": app.layers.shown}, lambda wanted: app.layers.show(wanted.layers)),
        ViewPart(
            lambda: {"slice_id": timeline.slice_id, "year": timeline.year},
            lambda wanted: timeline.show(wanted.slice_id, wanted.year),
        ),
        *_over_the_block(app),
        ViewPart(lambda: {"cut": app.cutting.cut}, put_cut),
        ViewPart(lambda: {"pins": app.core.pins}, put_pins),
        ViewPart(lambda: {"camera": view.goal}, lambda wanted: view.take(wanted.camera)),
    )


def _over_the_block(app: App) -> Sequence[ViewPart]:
    """Return the parts of what is compared, and of what lies over the block."""

    def put_compare(wanted: ViewState) -> None:
        if wanted.compare != app.compare.view:
            app.compare.take(wanted.compare)

    def put_water(wanted: ViewState) -> None:
        if wanted.rain != app.rain.storm:
            app.rain.fall(wanted.rain)
        if wanted.spots != app.spots.shown:
            app.spots.put(wanted.spots)

    return (
        ViewPart(lambda: {"compare": app.compare.view}, put_compare),
        ViewPart(lambda: {"rain": app.rain.storm, "spots": app.spots.shown}, put_water),
    )
