"""A page for a report: the block with everything that makes it a picture one can rely on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.geometry.annotations import Mark
from wijkgenese3d.report.block_image import BlockImage
from wijkgenese3d.report.certainty_sign import SURE, certainty_dot
from wijkgenese3d.report.drawing import Drawing, Item, Label, Picture, text_width
from wijkgenese3d.report.over_picture import OverPicture
from wijkgenese3d.report.page_layout import PageLayout
from wijkgenese3d.report.page_legend import LegendGroup, legend_items
from wijkgenese3d.report.page_text import LEAST, Box, Paragraph, fitted_line, stacked
from wijkgenese3d.report.page_timeline import PageTime, timeline_items

__all__ = ["ACCENT", "INK", "SOFT", "PageWords", "badge_items", "credit_items", "make_page", "must_items"]

INK, SOFT, ACCENT = "#241F1A", "#5C5346", "#96560A"
_HEAD = 0.46
"""Share of the column of words that title, date and badge may take."""
_PORTRAIT_HEAD = Box(12.0, 11.0, 186.0, 24.0)


@dataclass(frozen=True)
class PageWords:
    """Everything that is written on a page, in one language.

    Parameters
    ----------
    title, place : str
        Of the scene.
    date, period : str
        Of the slice.
    certainty, certainty_words : str
        How sure the period is.
    plan : str
        Its planning period; empty where it has none.
    story, note : str
        What is told of it, and what is known of it.
    changed : str
        What was cut or taken off; empty where nothing was.
    must : sequence of str
        What always stands in the picture: that it is schematic, how much heights are exaggerated.
    credit : sequence of str
        Sources, whom to thank, licence, and which model and version it was made with.
    sides : dict
        Names of the sides, and ``scale``.
    marks : sequence of Mark
        Names on the block.
    time : PageTime
    description, source, language : str
        Kept in the file.
    """

    title: str
    place: str
    date: str
    period: str
    certainty: str
    certainty_words: str
    plan: str
    story: str
    note: str
    changed: str
    must: Sequence[str]
    credit: Sequence[str]
    sides: dict[str, str]
    marks: Sequence[Mark]
    time: PageTime
    description: str
    source: str
    language: str


def make_page(
    layout: PageLayout, words: PageWords, block: BlockImage, legend: Sequence[LegendGroup]
) -> Drawing:
    """Return the page as a drawing in mm.

    Parameters
    ----------
    layout : PageLayout
    words : PageWords
    block : BlockImage
        Of the shape of ``layout.block``.
    legend : sequence of LegendGroup
        What is in view of it.
    """
    paper = "#{:02X}{:02X}{:02X}".format(*layout.paper)
    moment = ": ".join(filter(None, (words.date, words.period)))
    title = f"{words.title} · {moment}"
    page = Drawing(
        layout.width,
        layout.height,
        paper,
        title,
        words.description,
        source=words.source,
        language=words.language,
    )
    box = layout.block
    page.add(Picture(box.left, box.top, block.pixels, box.width, box.height, drawn=True))
    over = OverPicture((box.width, box.height), layout.letter, plate=paper)
    overlay: dict[str, Any] = block.overlay(over, words.marks, words.sides)
    page.add(*(item.moved(box.left, box.top) for item in over.items(overlay)))
    page.add(*_words(layout, words, paper))
    page.add(*timeline_items(words.time, layout.time, paper))
    page.add(*legend_items(legend, layout.legend, layout.columns))
    page.add(*must_items(layout.must, words))
    page.add(*credit_items(layout.credit, words))
    return page


def _words(layout: PageLayout, words: PageWords, paper: str) -> list[Item]:
    if layout.key == "a4-portrait":
        head, _ = _head(_PORTRAIT_HEAD, layout, words, paper)
        return [*head, *_story(layout.words, layout, words)]
    head, bottom = _head(layout.words, layout, words, paper)
    return [*head, *_story(layout.words.below(bottom + 2.0), layout, words)]


def _head(box: Box, layout: PageLayout, words: PageWords, paper: str) -> tuple[list[Item], float]:
    """Return place, title, date and badge, and where they end, mm."""
    wide = box.width > 1.5 * 90.0
    parts = [
        Paragraph(words.title, 0.42 * layout.title, SOFT, bold=True, gap=0.8),
        Paragraph(words.period or words.date, layout.title, INK, serif=True, gap=1.0),
        Paragraph(words.date if words.period else "", 0.5 * layout.title, ACCENT, bold=True, gap=1.4),
    ]
    badge = 0.42 * layout.title
    room = Box(box.left, box.top, box.width, (box.height if wide else _HEAD * box.height) - 1.7 * badge)
    labels, y = stacked(parts, room)
    return [*labels, *badge_items(words, box, y, badge, paper)], y + 1.7 * badge


def badge_items(words: PageWords, box: Box, y: float, size: float, paper: str) -> list[Item]:
    """Return the sign and the words of how sure the period is."""
    radius, middle = 0.42 * size, y + 0.75 * size
    text, letters = fitted_line(words.certainty_words, box.width - 1.6 * size, size, LEAST, bold=True)
    items = certainty_dot(words.certainty, (box.left + radius, middle), radius, paper)
    x = box.left + 1.5 * size
    items.append(Label(x, middle, text, letters, SURE[words.certainty], bold=True))
    beside = x + text_width(text, letters, bold=True) + 1.2 * size
    said, small = fitted_line(words.plan, max(box.right - beside, 0.1), 0.9 * letters, LEAST)
    if said and said == words.plan:
        items.append(Label(beside, middle, said, small, SOFT))
    return items


def _story(box: Box, layout: PageLayout, words: PageWords) -> list[Item]:
    labels, _ = stacked(
        [
            Paragraph(words.changed, 0.92 * layout.body, ACCENT, bold=True, gap=1.6),
            Paragraph(words.story, layout.body, INK, gap=1.8, may_be_cut=True),
            Paragraph(words.note, 0.86 * layout.body, SOFT),
        ],
        box,
    )
    return list(labels)


def must_items(box: Box, words: PageWords) -> list[Item]:
    """Return what must be said, in a box."""
    return list(
        stacked([Paragraph(text, 1.15 * LEAST, INK, bold=True, gap=0.4) for text in words.must], box)[0]
    )


def credit_items(box: Box, words: PageWords) -> list[Item]:
    """Return sources and thanks, in a box."""
    parts = [Paragraph(text, LEAST, SOFT, gap=0.4, may_be_cut=k == 0) for k, text in enumerate(words.credit)]
    return list(stacked(parts, box)[0])
