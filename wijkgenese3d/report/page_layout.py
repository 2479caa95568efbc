"""Where things stand on a page: three layouts, in mm, each of one shape at any size in pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.colours import RGB
from wijkgenese3d.report.page_text import Box

__all__ = ["LAYOUTS", "PageLayout", "layout_for", "page_size"]

_SHAPE = 0.005
"""How far the shape of a picture may differ from that of its page."""
FEWEST = 3.0
"""Pixels a mm: with fewer the smallest letters cannot be read."""


@dataclass(frozen=True)
class PageLayout:
    """A page.

    Parameters
    ----------
    key : str
    width, height : float
        mm; of a screen as if it were a page of this size.
    default : (width, height)
        px where nothing is asked for: 300 dots per inch on paper.
    paper : RGB
        White on paper, so that no ink is spent; the colour of the app on a screen.
    block, near, words, time, legend, must, credit : Box
        Of the picture of the whole block, whose paper is that of the page; of a nearer one, which is
        filled to its edges and stays in the margins; of title, period and story; of the timeline; of the
        legend; of what must be said; of sources and thanks.
    columns : int
        Most columns of the legend.
    title, body : float
        Height of the letters of the title and of the story, mm.
    letter : float
        Of those over the picture, mm.
    """

    key: str
    width: float
    height: float
    default: tuple[int, int]
    paper: RGB
    block: Box
    near: Box
    words: Box
    time: Box
    legend: Box
    must: Box
    credit: Box
    columns: int
    title: float
    body: float
    letter: float

    def picture(self, *, whole: bool) -> Box:
        """Return the box of the picture: of the whole block, or of a part of it."""
        return self.block if whole else self.near

    def scale(self, size: tuple[int, int]) -> float:
        """Return how many pixels a mm has in a picture of a size, px."""
        return size[0] / self.width


def page_size(layout: PageLayout, size: tuple[int, int] | None) -> tuple[int, int]:
    """Return the size of a picture of a page, px.

    Raises
    ------
    UsageError
        It has not the shape of the page, or is too small for its words.
    """
    if size is None:
        return layout.default
    wanted = layout.width / layout.height
    if not _fits(layout, size):
        msg = f"size {size[0]}x{size[1]} has not the shape of layout {layout.key}"
        raise UsageError(msg, hint=f"such as --size {size[0]}x{round(size[0] / wanted)}")
    least = round(FEWEST * layout.width)
    if size[0] < least:
        msg = f"size {size[0]}x{size[1]} is too small for the words of layout {layout.key}"
        raise UsageError(msg, hint=f"from {least}x{round(least / wanted)}, or --layout bare")
    return size


def layout_for(size: tuple[int, int] | None) -> PageLayout | None:
    """Return the layout of the shape of a picture; the first without a size, None where there is none."""
    if size is None:
        return _A4
    fits = (page for page in LAYOUTS.values() if _fits(page, size) and size[0] >= FEWEST * page.width)
    return next(fits, None)


def _fits(layout: PageLayout, size: tuple[int, int]) -> bool:
    return abs(size[0] / size[1] * layout.height / layout.width - 1) <= _SHAPE


_A4 = PageLayout(
    key="a4",
    width=297.0,
    height=210.0,
    default=(3508, 2480),
    paper=(255, 255, 255),
    block=Box(75.0, 2.0, 221.0, 138.0),
    near=Box(79.0, 10.0, 208.0, 128.0),
    words=Box(10.0, 10.0, 64.0, 129.0),
    time=Box(10.0, 141.0, 277.0, 24.0),
    legend=Box(10.0, 167.0, 205.0, 26.0),
    must=Box(222.0, 167.0, 65.0, 25.0),
    credit=Box(10.0, 194.0, 277.0, 11.5),
    columns=5,
    title=22 * 25.4 / 72,
    body=3.35,
    letter=2.75,
)
_A4_PORTRAIT = PageLayout(
    key="a4-portrait",
    width=210.0,
    height=297.0,
    default=(2480, 3508),
    paper=(255, 255, 255),
    block=Box(4.0, 38.0, 205.0, 139.0),
    near=Box(12.0, 40.0, 186.0, 135.0),
    words=Box(12.0, 207.0, 90.0, 50.0),
    time=Box(10.0, 178.0, 190.0, 26.0),
    legend=Box(108.0, 207.0, 92.0, 50.0),
    must=Box(12.0, 259.0, 186.0, 12.5),
    credit=Box(12.0, 272.0, 186.0, 18.0),
    columns=3,
    title=22 * 25.4 / 72,
    body=3.35,
    letter=2.75,
)
_SCREEN = PageLayout(
    key="16x9",
    width=320.0,
    height=180.0,
    default=(3840, 2160),
    paper=(244, 239, 228),
    block=Box(79.0, 1.0, 240.0, 142.0),
    near=Box(84.0, 7.0, 230.0, 134.0),
    words=Box(8.0, 5.0, 70.0, 83.5),
    time=Box(8.0, 143.0, 236.0, 22.6),
    legend=Box(8.0, 89.5, 72.0, 52.5),
    must=Box(252.0, 145.0, 62.0, 20.0),
    credit=Box(8.0, 165.6, 304.0, 11.4),
    columns=3,
    title=7.8,
    body=3.4,
    letter=3.4,
)

LAYOUTS: Mapping[str, PageLayout] = MappingProxyType(
    {page.key: page for page in (_A4, _A4_PORTRAIT, _SCREEN)}
)
"""By the name of the command line."""
