"""Sources and thanks on a page: smaller where there are many, never broken off in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from wijkgenese3d.report.drawing import Label
from wijkgenese3d.report.page_inks import SOFT
from wijkgenese3d.report.page_text import LEAST, SMALLEST, Box, Paragraph, fits, stacked
from wijkgenese3d.scene.plain_words import capital
from wijkgenese3d.scene.words import say

__all__ = ["credit_items"]

_BETWEEN = "; "


def credit_items(box: Box, credit: Sequence[str], language: str) -> list[Label]:
    """Return sources and thanks, in a box.

    Where not all sources fit in the smallest letters, the last ones make place for the words that all of
    them stand in the text beside the picture; thanks, licence, model and version always stand there.

    Parameters
    ----------
    box : Box
        mm.
    credit : sequence of str
        The sources; then the rest, a paragraph each.
    language : str
    """
    sources = credit[0].split(_BETWEEN) if credit[0] else []
    for kept in range(len(sources), -1, -1):
        texts = (_told(sources, kept, language), *credit[1:])
        parts = [Paragraph(text, LEAST, SOFT, gap=0.4, least=SMALLEST) for text in texts]
        if fits(parts, box) or kept == 0:
            break
    return stacked(parts, box)[0]


def _told(sources: Sequence[str], kept: int, language: str) -> str:
    if kept == len(sources):
        return _BETWEEN.join(sources)
    closing = say("page.all_sources", language)
    if kept == 0:
        return f"{capital(closing)}."
    return f"{_BETWEEN.join(sources[:kept])}{_BETWEEN}{closing}."
