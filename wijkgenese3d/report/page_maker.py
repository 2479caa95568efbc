"""Pictures of slices of one scene, all with the same camera, layout and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

import numpy as np
from PIL import Image

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.annotations import Mark
from wijkgenese3d.geometry.block import BlockSetting, skyline_of
from wijkgenese3d.geometry.colours import OFFICIAL
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.block_fit import insets_for
from wijkgenese3d.report.block_image import BlockImage, BlockPainter, on_paper
from wijkgenese3d.report.contact_sheet import merged_legend
from wijkgenese3d.report.difference_facts import DifferenceFacts
from wijkgenese3d.report.drawing import Drawing, Picture
from wijkgenese3d.report.drawing_pdf import to_pdf
from wijkgenese3d.report.drawing_pixels import paint
from wijkgenese3d.report.over_picture import OverPicture
from wijkgenese3d.report.page import make_page
from wijkgenese3d.report.page_compare import COMPARE_LETTER, compare_boxes, make_compare_page, told_lines
from wijkgenese3d.report.page_layout import LAYOUTS
from wijkgenese3d.report.page_lines import line_group
from wijkgenese3d.report.page_order import PageOrder
from wijkgenese3d.report.page_text import Box
from wijkgenese3d.report.page_words import credit_lines, page_words
from wijkgenese3d.report.picture_file import encoded
from wijkgenese3d.report.still_words import still_words
from wijkgenese3d.scene.cut_words import cut_words
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.over_block import OverBlock
from wijkgenese3d.scene.view_words import view_words
from wijkgenese3d.scene.visible_legend import class_order, visible_legend
from wijkgenese3d.scene.words import say

__all__ = ["PageMaker", "common_skyline", "page_bytes", "page_image"]

_LARGE = 9_000_000
"""A page of more pixels is not painted twice as large first: its lines are thin enough."""


@dataclass
class PageMaker:
    """Makes pictures; must be used from one thread and closed.

    Parameters
    ----------
    scene : Scene
    setting : BlockSetting
        What the block is drawn with.
    order : PageOrder
    """

    scene: Scene
    setting: BlockSetting
    order: PageOrder
    legend: list[dict[str, Any]] = field(init=False, default_factory=list, repr=False)
    """What was in view in the last picture."""
    _painter: BlockPainter = field(init=False, repr=False)
    _over: OverBlock | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        layout = self.order.layout
        if layout is not None:
            self.setting = on_paper(self.setting, layout.paper)
        shown = self.order.shown
        self._over = None if shown is None else OverBlock(self.scene, shown)
        self._painter = BlockPainter(self.setting, self.order.off, self._over)

    def __enter__(self) -> PageMaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the stage back."""
        self._painter.close()

    def make(self, part: TimeSlice, skyline: np.ndarray | None = None) -> Drawing:
        """Return the picture of a slice as a drawing: in mm with a layout, in px without.

        Parameters
        ----------
        part : TimeSlice
        skyline : (n, 3), optional
            See :func:`common_skyline`.
        """
        order, layout = self.order, self.order.layout
        if layout is None:
            return self._bare(part, skyline)
        box = layout.picture(whole=self._painter.sees_whole(order.view))
        block = self._paint(part, box, layout.letter, skyline)
        words = page_words(self.scene, part, self.setting, order.language, order.cut, self._also(part))
        self._read_legend(block)
        return make_page(layout, replace(words, marks=self._named(words.marks)), block, self.legend)

    def _also(self, part: TimeSlice) -> str:
        """Say what else differs from the block as it is."""
        return "" if self._over is None else view_words(self._over, part, self.order.language)

    def _named(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        """Return the names on the block, none where their layer is off."""
        return () if self.order.off and "names" in self.order.off else marks

    def compare(self, before: TimeSlice, after: TimeSlice) -> Drawing:
        """Return two slices side by side, from one camera, with what changed; needs a layout.

        Raises
        ------
        UsageError
            The layout is the block alone.
        """
        order, layout = self.order, self.order.layout
        if layout is None:
            msg = "two moments need a page"
            raise UsageError(msg, hint=f"choose a layout: {', '.join(LAYOUTS)}")
        box = compare_boxes(layout).blocks[0]
        skyline = common_skyline((before, after), self.setting)
        blocks, words, legends = [], [], []
        for part in (before, after):
            blocks.append(self._paint(part, box, COMPARE_LETTER * layout.letter, skyline))
            told = page_words(self.scene, part, self.setting, order.language, order.cut, self._also(part))
            words.append(replace(told, marks=self._named(told.marks)))
            self._read_legend(blocks[-1])
            legends.append(self.legend)
        stops = [self.scene.timeline.stop_of(part.slice_id, part.year) for part in (before, after)]
        words[0] = replace(words[0], credit=credit_lines(self.scene, stops, order.language))
        classes = self.scene.plan.legend
        self.legend = merged_legend(legends, class_order(classes))
        facts = DifferenceFacts.between(before, after, classes).table(classes, order.language)
        lines = told_lines(facts, order.language)
        pairs = (words[0], words[1]), (blocks[0], blocks[1])
        return make_compare_page(layout, *pairs, self.legend, lines)

    def _paint(self, part: TimeSlice, box: Box, letter: float, skyline: np.ndarray | None) -> BlockImage:
        """Draw the block for a box of a page, mm: as large as the words round it leave room for."""
        order = self.order
        size = (round(box.width * order.scale), round(box.height * order.scale))
        insets = insets_for(box, letter)
        return self._painter.paint(part, order.view, size, order.cut, skyline, insets)

    def _read_legend(self, block: BlockImage) -> None:
        classes, order = self.scene.plan.legend, self.order
        on, within = visible_legend(classes, block.counts(), order.language, order.colour_set)
        if order.colour_set == OFFICIAL:
            within["title"] = say("leg.in_tno", order.language)
        self.legend = [on, within, line_group(block, order.language, ground=bool(within["items"]))]

    def _bare(self, part: TimeSlice, skyline: np.ndarray | None) -> Drawing:
        order = self.order
        opened = cut_words(order.cut, order.language) if order.cut else ""
        differs = " · ".join(filter(None, (opened, self._also(part))))
        height = self.setting.exaggeration
        words = still_words(self.scene, part, height, order.language, self.setting, differs)
        block = self._painter.paint(part, order.view, order.size, order.cut, skyline)
        self._read_legend(block)
        over = OverPicture.of(order.size, words.lines)
        width, height = order.size
        drawing = Drawing(width, height, "#FFFFFF", words.title, words.description)
        drawing.source, drawing.language = words.source, order.language
        drawing.add(Picture(0.0, 0.0, block.pixels, drawn=True))
        drawing.add(
            *over.items(block.overlay(over, self._named(words.marks), words.sides)), *over.honest_items()
        )
        return drawing


def common_skyline(parts: Sequence[TimeSlice], setting: BlockSetting) -> np.ndarray:
    """Return points round all slices, (n, 3) local: an overview that holds them is the same for all."""
    tops = [np.fmax(part.ground, part.ice) for part in parts]
    return skyline_of(setting.grid, np.maximum.reduce(tops), setting.frame)


def page_image(drawing: Drawing, order: PageOrder) -> Image.Image:
    """Paint a picture at the size that was asked for."""
    # Without a page nothing but words and thin lines is painted; a page may have slanted edges.
    smooth = 1 if order.layout is None or order.size[0] * order.size[1] > _LARGE else 2
    image = paint(drawing, order.scale, smooth)
    return image if image.size == order.size else image.resize(order.size, Image.Resampling.LANCZOS)


def page_bytes(drawing: Drawing, order: PageOrder, extension: str) -> bytes:
    """Return the bytes of a file with a picture; what it shows and from what stands inside.

    Parameters
    ----------
    drawing : Drawing
    order : PageOrder
    extension : str
        ``.pdf``, or one of :data:`~wijkgenese3d.report.picture_file.EXTENSIONS`.
    """
    if extension == ".pdf":
        return to_pdf([drawing], order.unit)
    return encoded(page_image(drawing, order), extension, drawing, order.dots)
