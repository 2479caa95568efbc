"""A page with two moments side by side, from one camera, and in words and numbers what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wijkgenese3d.geometry.colours import hex_of
from wijkgenese3d.report.block_image import BlockImage
from wijkgenese3d.report.drawing import Drawing, Item
from wijkgenese3d.report.over_picture import OverPicture
from wijkgenese3d.report.page import PageWords, must_items, picture_items
from wijkgenese3d.report.page_credit import credit_items
from wijkgenese3d.report.page_head import head_items
from wijkgenese3d.report.page_inks import ACCENT, INK, SOFT
from wijkgenese3d.report.page_layout import PageLayout
from wijkgenese3d.report.page_legend import LegendGroup, legend_items
from wijkgenese3d.report.page_text import LEAST, Box, Paragraph, stacked
from wijkgenese3d.report.page_timeline import timeline_items
from wijkgenese3d.report.words import word

__all__ = ["COMPARE_LETTER", "CompareBoxes", "compare_boxes", "make_compare_page", "told_lines"]

_MARGIN, _GAP, _HEAD = 10.0, 5.0, 30.0
_SHAPE, _FLAT = 0.53, 0.46
"""Height of a block, of its width; on a screen, which has less room below."""
_MOST_COVERS = 4
COMPARE_LETTER = 0.9
"""Letters over a block, of those on a page with one."""


@dataclass(frozen=True)
class CompareBoxes:
    """Places on a page with two moments, mm: their heads and blocks, what changed, and the legend."""

    heads: tuple[Box, Box]
    blocks: tuple[Box, Box]
    told: Box
    legend: Box
    columns: int


def compare_boxes(layout: PageLayout) -> CompareBoxes:
    """Return the places: beside each other, on an upright page under each other."""
    if layout.width < layout.height:
        return _upright(layout)
    width = (layout.width - 2 * _MARGIN - _GAP) / 2
    screen = layout.legend.top < layout.time.top
    top, height = _MARGIN + _HEAD, (_FLAT if screen else _SHAPE) * width
    lefts = (_MARGIN, _MARGIN + width + _GAP)
    heads = (Box(lefts[0], _MARGIN, width, _HEAD), Box(lefts[1], _MARGIN, width, _HEAD))
    blocks = (Box(lefts[0], top, width, height), Box(lefts[1], top, width, height))
    below = top + height + 3.0
    whole = Box(_MARGIN, below, layout.width - 2 * _MARGIN, layout.time.top - 2.0 - below)
    if not screen:
        return CompareBoxes(heads, blocks, whole, layout.legend, layout.columns)
    # On a screen the legend of one moment stands under its story, which is not there now.
    told = Box(whole.left, below, 0.4 * whole.width, whole.height)
    legend = Box(told.right + 6.0, below, whole.right - told.right - 6.0, whole.height)
    return CompareBoxes(heads, blocks, told, legend, 5)


def _upright(layout: PageLayout) -> CompareBoxes:
    left, width = _MARGIN + 62.0, layout.width - 2 * _MARGIN - 56.0
    height = (layout.time.top - _MARGIN - 3 * _GAP) / 2
    tops = (_MARGIN + 2.0, _MARGIN + 2.0 + height + _GAP)
    heads = (Box(12.0, tops[0], 58.0, height), Box(12.0, tops[1], 58.0, height))
    blocks = (Box(left, tops[0], width, height), Box(left, tops[1], width, height))
    return CompareBoxes(heads, blocks, layout.words, layout.legend, layout.columns)


def make_compare_page(
    layout: PageLayout,
    words: tuple[PageWords, PageWords],
    blocks: tuple[BlockImage, BlockImage],
    legend: Sequence[LegendGroup],
    told: Sequence[str],
) -> Drawing:
    """Return the page as a drawing in mm.

    Parameters
    ----------
    layout : PageLayout
    words : (PageWords, PageWords)
        Of the earlier and the later moment.
    blocks : (BlockImage, BlockImage)
        Of the shape of :func:`compare_boxes`.
    legend : sequence of LegendGroup
        What is in view of both.
    told : sequence of str
        What changed.
    """
    one, two = words
    paper = hex_of(layout.paper)
    title = f"{one.title} · {one.moment} → {two.moment}"
    description = "\n\n".join((one.description, two.description, "\n".join(told)))
    page = Drawing(layout.width, layout.height, paper, title, description)
    page.source, page.language = f"{one.source} → {two.source}", one.language
    places, size = compare_boxes(layout), 0.95 * layout.body
    depths = False
    for head, box, each, block in zip(places.heads, places.blocks, words, blocks, strict=True):
        items, ticks = _half(layout, (head, box), each, block, paper)
        page.add(*items)
        depths |= ticks
    lines = [Paragraph(text, size, INK, gap=0.8, may_be_cut=k > 1) for k, text in enumerate(told)]
    differs = [Paragraph(text, LEAST, ACCENT, bold=True, gap=0.8) for text in _changed_lines(one, two)]
    page.add(*stacked([*differs, *lines], places.told)[0])
    time = replace(one.time, other=two.time.place)
    page.add(*timeline_items(time, layout.time, paper))
    page.add(*legend_items(legend, places.legend, places.columns))
    page.add(
        *must_items(layout.must, one, depths=depths), *credit_items(layout.credit, one.credit, one.language)
    )
    return page


def _half(
    layout: PageLayout, boxes: tuple[Box, Box], words: PageWords, block: BlockImage, paper: str
) -> tuple[list[Item], bool]:
    """Return one moment (its head, its block, what stands over that), and whether it has depths."""
    place, box = boxes
    parts = [
        Paragraph(words.heading, 0.36 * layout.title, SOFT, bold=True, gap=0.6),
        Paragraph(words.period or words.date, 0.7 * layout.title, INK, serif=True, gap=0.6),
        Paragraph(words.date if words.period else "", 0.42 * layout.title, ACCENT, bold=True),
    ]
    sure = (words.certainty, words.certainty_words)
    items, _ = head_items(parts, sure, (words.plan, words.note), place, 0.36 * layout.title, paper)
    items += picture_items(box, block, words.description)
    over = OverPicture((box.width, box.height), COMPARE_LETTER * layout.letter, plate=paper)
    overlay: dict[str, Any] = block.overlay(over, words.marks, words.sides)
    items += [item.moved(box.left, box.top) for item in over.items(overlay)]
    return items, bool(overlay["ticks"])


def _changed_lines(one: PageWords, two: PageWords) -> list[str]:
    """Say what was cut or taken off: once where it is the same in both, else of which moment it is."""
    if one.changed == two.changed:
        return [one.changed]
    return [f"{each.date}: {each.changed}" for each in (one, two) if each.changed]


def told_lines(table: Mapping[str, Any], language: str) -> list[str]:
    """Return what changed in lines, of the table of :class:`.DifferenceFacts`."""
    lines, became = [" ".join(table["sentences"])], word("became", language)
    most = table["covers"][:_MOST_COVERS]
    rows = [f"{row['before']} {became} {row['after'].lower()}, {row['ha']} ha" for row in most]
    if rows:
        lines.append(f"{word('land_cover', language)}: {'; '.join(rows)}.")
    for key in ("came", "went"):
        groups = [_group(group) for group in table[key]]
        if groups:
            lines.append(f"{word(key, language).capitalize()}: {'; '.join(groups)}.")
    return lines


def _group(group: Mapping[str, Any]) -> str:
    said = f"{group['count']} {group['kind'].lower()}"
    return f"{said} ({', '.join(group['names'])}{' …' if group['more'] else ''})" if group["names"] else said
