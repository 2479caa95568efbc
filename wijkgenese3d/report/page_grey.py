"""Pages without colour, for a printer that has none: tones by lightness, and stronger signs of the ground."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.colours import hex_of, hex_to_rgb
from wijkgenese3d.report.drawing import Area, Drawing, Item, Label, Picture, Stroke

__all__ = ["grey_drawing", "grey_setting"]

SIGNS = 1.3
"""How much stronger the ink of the signs is than in colour."""
_LUMA = np.array((0.2126, 0.7152, 0.0722), dtype=np.float32)
"""Share of red, green and blue in lightness (Rec. 709)."""


def grey_setting(setting: BlockSetting) -> BlockSetting:
    """Return a setting whose signs of the ground are stronger: in grey they tell what colours told."""
    inks = setting.colours.inks.astype(np.float32)
    stronger = np.clip(np.rint(128 + SIGNS * (inks - 128)), 0, 255).astype(np.uint8)
    return replace(setting, colours=replace(setting.colours, inks=stronger))


def grey_drawing(drawing: Drawing) -> Drawing:
    """Return a drawing in greys."""
    return replace(drawing, background=_grey(drawing.background), items=[_item(i) for i in drawing.items])


def _item(item: Item) -> Item:
    match item:
        case Area():
            return replace(item, fill=_grey(item.fill), edge=_grey(item.edge))
        case Stroke():
            return replace(item, colour=_grey(item.colour))
        case Label():
            return replace(item, colour=_grey(item.colour), halo=_grey(item.halo))
        case Picture():
            tone = np.rint(item.pixels.astype(np.float32) @ _LUMA).astype(np.uint8)
            return replace(item, pixels=np.repeat(tone[..., None], 3, axis=2))


def _grey(colour: str) -> str:
    """Return a hex colour as grey; an empty one stays empty.

    >>> _grey("#FF0000"), _grey("")
    ('#363636', '')
    """
    if not colour:
        return ""
    rgb = np.array(hex_to_rgb(colour), dtype=np.float32)
    return hex_of((round(float(rgb @ _LUMA)),) * 3)
