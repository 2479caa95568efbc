"""The head of a page: title, period and date, how sure it is, and its planning period."""

from __future__ import annotations

from collections.abc import Sequence

from wijkgenese3d.report.certainty_sign import SURE, certainty_dot
from wijkgenese3d.report.drawing import Item, Label, text_width
from wijkgenese3d.report.page_inks import SOFT
from wijkgenese3d.report.page_text import LEADING, LEAST, SMALLEST, Box, Paragraph, fitted_line, stacked

__all__ = ["head_items"]

_BADGE = 1.7
"""Height of the line of the sign, of its letters."""


def head_items(
    parts: Sequence[Paragraph],
    sure: tuple[str, str],
    after: tuple[str, str],
    box: Box,
    badge: float,
    paper: str,
) -> tuple[list[Item], float]:
    """Set a head in a box; nothing of it is left out.

    Parameters
    ----------
    parts : sequence of Paragraph
        Title, period and date.
    sure : (certainty, words)
    after : (planning period, note)
        The period stands beside the sign where there is room, and under it where not; the note below.
    box : Box
    badge : float
        Letters of the sign, mm.
    paper : str
        Colour of the page, for the inside of the sign.

    Returns
    -------
    items, bottom : list of Item, float
        And where they end, mm.
    """
    certainty, words = sure
    text, letters = fitted_line(words, box.width - 1.6 * badge, badge, LEAST, bold=True)
    x = box.left + 1.5 * badge
    beside = x + text_width(text, letters, bold=True) + 1.2 * badge
    plan, note = after
    said, small = fitted_line(plan, max(box.right - beside, 0.1), 0.9 * letters, LEAST)
    fits = said == plan
    below = [] if fits else [Paragraph(plan, 0.9 * letters, SOFT, gap=0.6)]
    below += [Paragraph(note, 1.05 * LEAST, SOFT, least=SMALLEST)]
    reserved = parts[-1].gap + _BADGE * badge + sum(_least_height(part, box.width) for part in below)
    labels, y = stacked(parts, Box(box.left, box.top, box.width, max(box.height - reserved, 1.0)))
    radius, middle = 0.42 * badge, y + 0.75 * badge
    items: list[Item] = [*labels, *certainty_dot(certainty, (box.left + radius, middle), radius, paper)]
    items.append(Label(x, middle, text, letters, SURE[certainty], bold=True))
    if fits and plan:
        items.append(Label(beside, middle, said, small, SOFT))
    more, bottom = stacked(below, box.below(y + _BADGE * badge))
    return [*items, *more], bottom


def _least_height(part: Paragraph, width: float) -> float:
    """Return how high a paragraph is in its smallest letters, mm."""
    if not part.text:
        return 0.0
    size, lines = part.lines(width, 0.0)
    return len(lines) * size * LEADING + part.gap
