"""What a view leaves out, makes pale or lays over the block, in words: a picture has to say so."""

from __future__ import annotations

from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.layers import LAYERS, layer_name
from wijkgenese3d.scene.over_block import OverBlock
from wijkgenese3d.scene.rain_words import amount_words
from wijkgenese3d.scene.view_state import SPOT_THEMES
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["view_words"]

_SILENT = frozenset({"names", "stories"})
"""Layers of which nobody takes the absence for something that was not there."""
_SURE = {CERTAINTIES[0]: "sure.certain", CERTAINTIES[1]: "sure.likely"}


def view_words(over: OverBlock, part: TimeSlice, language: str) -> str:
    """Return what differs in a picture of a slice from the block as it is; empty where nothing does.

    Parameters
    ----------
    over : OverBlock
        The view, and what it lays over the block.
    part : TimeSlice
    language : str
    """
    view, parts = over.view, []
    off = [layer.key for layer in LAYERS if layer.on and layer.key not in view.layers | _SILENT]
    if off:
        names = ", ".join(layer_name(key, language).lower() for key in off)
        parts.append(say("rep.said_off", language, lagen=names))
    if view.certainty in _SURE:
        parts.append(say("rep.said_sure", language, wat=ui_words(language)[_SURE[view.certainty]].lower()))
    if over.rains(part.year) and view.rain is not None:
        storm = {key: amount_words(getattr(view.rain, key), language) for key in ("mm", "minutes")}
        parts.append(say("rep.said_rain", language, bui=say("rain.storm", language, **storm)))
    if over.maps(part.year):
        themes = [ui_words(language)[f"rep.said_{key}"] for key in SPOT_THEMES if key in view.spots]
        if len(themes) == len(SPOT_THEMES):
            themes.append(ui_words(language)["rep.said_meets"])
        parts.append(say("rep.said_spots", language, wat=", ".join(themes)))
    return " · ".join(parts)
