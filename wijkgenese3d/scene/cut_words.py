"""How the block is cut open, in words: for pictures, which must say what was taken off."""

from __future__ import annotations

from wijkgenese3d.geometry.cut import Bite, Cut
from wijkgenese3d.scene.cut_text import CORNERS
from wijkgenese3d.scene.plain_words import plain_metres
from wijkgenese3d.scene.words import say, ui_words

__all__ = ["cut_words"]


def cut_words(cut: Cut, language: str) -> str:
    """Say what was dug off, lifted or cut out; empty for a whole block.

    >>> cut_words(Cut(dig=5.0, lid=True), "nl")
    '5 m afgegraven · deksel opgetild'
    """
    parts = []
    if cut.dig:
        parts.append(say("cut.said_dig", language, m=plain_metres(cut.dig, language)))
    if cut.lid:
        parts.append(say("cut.said_lid", language))
    if isinstance(cut.piece, Bite):
        corner = list(CORNERS.values()).index((cut.piece.east, cut.piece.north))
        name = ui_words(language)["cut.corners"].split(" · ")[corner]
        parts.append(say("cut.said_bite", language, hoek=name, z=plain_metres(cut.piece.z, language)))
    elif cut.piece is not None:
        (x0, y0), (x1, y1) = cut.piece.start, cut.piece.end
        parts.append(say("cut.said_line", language, a=f"{x0:.0f}, {y0:.0f}", b=f"{x1:.0f}, {y1:.0f}"))
    return " · ".join(parts)
