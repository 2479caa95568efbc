"""A page for a report: the block with everything that makes it a picture one can rely on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.geometry.annotations import Mark
from wijkgenese3d.geometry.colours import hex_of
from wijkgenese3d.report.block_image import BlockImage
from wijkgenese3d.report.drawing import Drawing, Item, Picture, Stroke
from wijkgenese3d.report.over_picture import OverPicture
from wijkgenese3d.report.page_credit import credit_items
from wijkgenese3d.report.page_head import head_items
from wijkgenese3d.report.page_inks import ACCENT, EDGE, INK, SOFT
from wijkgenese3d.report.page_layout import PageLayout
from wijkgenese3d.report.page_legend import LegendGroup, legend_items
from wijkgenese3d.report.page_text import LEAST, Box, Paragraph, stacked
from wijkgenese3d.report.page_timeline import PageTime, timeline_items

__all__ = ["PageWords", "make_page", "must_items", "picture_items"]

_HEAD = 0.44
"""Share of the column of words that title, date and badge may take."""
_PORTRAIT_HEAD = Box(12.0, 11.0, 186.0, 27.0)


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
    depths : str
        What depths count from: it is said where there are figures of depths.
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
    depths: str = ""

    @property
    def heading(self) -> str:
        """Title and place of the scene in one line."""
        return " · ".join(filter(None, (self.title, self.place)))

    @property
    def moment(self) -> str:
        """Date and period of the slice in one line."""
        return ": ".join(filter(None, (self.date, self.period)))


def make_page(
    layout: PageLayout, words: PageWords, block: BlockImage, legend: Sequence[LegendGroup]
) -> Drawing:
    """Return the page as a drawing in mm.

    Parameters
    ----------
    layout : PageLayout
    words : PageWords
    block : BlockImage
        Of the shape of its box, ``layout.picture``.
    legend : sequence of LegendGroup
        What is in view of it.
    """
    paper = hex_of(layout.paper)
    title = f"{words.title} · {words.moment}"
    page = Drawing(
        layout.width,
        layout.height,
        paper,
        title,
        words.description,
        source=words.source,
        language=words.language,
    )
    # In the order in which it is read out.
    page.add(*_words(layout, words, paper))
    box = layout.picture(whole=block.whole)
    page.add(*picture_items(box, block))
    over = OverPicture((box.width, box.height), layout.letter, plate=paper)
    overlay: dict[str, Any] = block.overlay(over, words.marks, words.sides)
    page.add(*(item.moved(box.left, box.top) for item in over.items(overlay)))
    page.add(*timeline_items(words.time, layout.time, paper))
    page.add(*legend_items(legend, layout.legend, layout.columns))
    page.add(*must_items(layout.must, words, depths=bool(overlay["ticks"])))
    page.add(*credit_items(layout.credit, words.credit, words.language))
    return page


def picture_items(box: Box, block: BlockImage, alt: str | None = None) -> list[Item]:
    """Return the block in its box; one that fills it has a hairline round it."""
    picture = Picture(box.left, box.top, block.pixels, box.width, box.height, drawn=True, alt=alt)
    return [picture] if block.whole else [picture, Stroke(box.ring, EDGE, 0.15)]


def _words(layout: PageLayout, words: PageWords, paper: str) -> list[Item]:
    if layout.key == "a4-portrait":
        head, _ = _head(_PORTRAIT_HEAD, layout, words, paper)
        return [*head, *_story(layout.words, layout, words)]
    head, bottom = _head(layout.words, layout, words, paper)
    return [*head, *_story(layout.words.below(bottom + 2.0), layout, words)]


def _head(box: Box, layout: PageLayout, words: PageWords, paper: str) -> tuple[list[Item], float]:
    """Return place, title, date, badge and planning period, and where they end, mm."""
    parts = [
        Paragraph(words.heading, 0.42 * layout.title, SOFT, bold=True, gap=0.8),
        Paragraph(words.period or words.date, layout.title, INK, serif=True, gap=1.0),
        Paragraph(words.date if words.period else "", 0.5 * layout.title, ACCENT, bold=True, gap=1.4),
    ]
    wide = box.width > 1.5 * 90.0
    room = Box(box.left, box.top, box.width, box.height if wide else _HEAD * box.height)
    sure = (words.certainty, words.certainty_words)
    return head_items(parts, sure, (words.plan, ""), room, 0.42 * layout.title, paper)


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


def must_items(box: Box, words: PageWords, *, depths: bool) -> list[Item]:
    """Return what must be said, in a box; also what depths count from where some are given."""
    said = [*words.must, *([words.depths] if depths else [])]
    parts = [Paragraph(text, 1.15 * LEAST, INK, bold=True, gap=0.4) for text in said]
    return list(stacked(parts, box)[0])
