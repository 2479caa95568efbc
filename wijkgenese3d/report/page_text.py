"""Words in boxes on a page: as large as wanted where there is room, smaller where not, never outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wijkgenese3d.report.drawing import Label, text_width, wrapped

__all__ = ["LEADING", "LEAST", "SMALLEST", "Box", "Paragraph", "fits", "fitted_line", "stacked"]

LEAST = 7.5 * 25.4 / 72
"""The smallest letters of what is told on a page, mm: 7.5 pt."""
SMALLEST = 6 * 25.4 / 72
"""The smallest letters of all, mm: 6 pt, where there is much to list."""
LEADING = 1.34
"""Height of a line, of its letters."""
_STEP = 0.97
_TINY = 0.25
"""Below this share of what was wanted letters are not made smaller any more: words are broken off."""


@dataclass(frozen=True)
class Box:
    """A place on a page: its upper left corner and its size, mm."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side, mm."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its underside, mm."""
        return self.top + self.height

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, mm."""
        return self.left, self.top, self.right, self.bottom

    @property
    def ring(self) -> list[tuple[float, float]]:
        """Its edge, once round: the last corner is the first, mm."""
        x0, y0, x1, y1 = self.ends
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]

    def below(self, top: float) -> Box:
        """Return the part of it that is below a height, mm."""
        return Box(self.left, top, self.width, max(0.0, self.bottom - top))


@dataclass(frozen=True)
class Paragraph:
    """Words with the size of their letters and the room under them, mm.

    Parameters
    ----------
    text : str
    size : float
    colour : str
    bold, serif : bool
    gap : float
        Under it.
    least : float
        Smallest letters.
    may_be_cut : bool
        Where nothing else helps, its end is left out and it says so with an ellipsis.
    """

    text: str
    size: float
    colour: str
    bold: bool = False
    serif: bool = False
    gap: float = 0.0
    least: float = LEAST
    may_be_cut: bool = False

    def lines(self, width: float, shrink: float) -> tuple[float, list[str]]:
        """Return the size of the letters, and the lines that fit a width, both mm."""
        size = max(min(self.least, self.size), self.size * shrink)
        lines = wrapped(self.text, size, width, self.bold, self.serif)
        return size, [part for line in lines for part in _broken(line, size, width, self.bold, self.serif)]


def stacked(parts: Sequence[Paragraph], box: Box) -> tuple[list[Label], float]:
    """Set paragraphs under each other in a box.

    Returns
    -------
    labels : list of Label
        All of them inside the box.
    bottom : float
        Where the last one ends, mm.
    """
    parts = [part for part in parts if part.text]
    shrink = 1.0
    while _height(parts, box.width, shrink) > box.height and shrink > _TINY:
        shrink *= _STEP
        if all(part.size * shrink < part.least for part in parts):
            break
    room = box.height
    set_parts = [(part, *part.lines(box.width, shrink)) for part in parts]
    over = _total(set_parts) - room
    labels: list[Label] = []
    y = box.top
    for part, size, lines in set_parts:
        step = size * LEADING
        kept = lines
        if over > 0 and part.may_be_cut:
            kept = _cut(lines, max(0, len(lines) - int(-(-over // step))), size, box.width, part)
            over = 0.0
        for line in kept:
            if y + step > box.bottom + 1e-6:
                break
            labels.append(
                Label(box.left, y + step / 2, line, size, part.colour, bold=part.bold, serif=part.serif)
            )
            y += step
        y += part.gap if kept else 0.0
    return labels, y


def fits(parts: Sequence[Paragraph], box: Box) -> bool:
    """Tell whether paragraphs can be set in a box without anything left out."""
    return _height([part for part in parts if part.text], box.width, 0.0) <= box.height + 1e-6


def fitted_line(
    text: str, width: float, size: float, least: float, bold: bool = False, serif: bool = False
) -> tuple[str, float]:
    """Return one line and its letters, mm, that fit a width; broken off where the least is too large."""
    wide = text_width(text, 1.0, bold, serif)
    if wide * least <= width:
        return text, min(size, width / max(wide, 1e-9))
    return _ended(text, least, width, bold, serif), least


def _height(parts: Sequence[Paragraph], width: float, shrink: float) -> float:
    return _total([(part, *part.lines(width, shrink)) for part in parts])


def _total(parts: Sequence[tuple[Paragraph, float, list[str]]]) -> float:
    heights = [len(lines) * size * LEADING + part.gap for part, size, lines in parts]
    return sum(heights) - (parts[-1][0].gap if parts else 0.0)


def _cut(lines: list[str], count: int, size: float, width: float, part: Paragraph) -> list[str]:
    if count == 0:
        return []
    last = f"{lines[count - 1].rstrip('.,;: ')}…"
    return [*lines[: count - 1], _ended(last, size, width, part.bold, part.serif)]


def _ended(text: str, size: float, width: float, bold: bool, serif: bool) -> str:
    """Return as much of a line as fits, with an ellipsis where that is not all."""
    if text_width(text, size, bold, serif) <= width:
        return text
    kept = text.rstrip("…")
    while kept and text_width(f"{kept}…", size, bold, serif) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _broken(word: str, size: float, width: float, bold: bool, serif: bool) -> list[str]:
    """Break a word that is wider than a line."""
    parts = []
    while len(word) > 1 and text_width(word, size, bold, serif) > width:
        count = len(word) - 1
        while count > 1 and text_width(word[:count], size, bold, serif) > width:
            count -= 1
        parts.append(word[:count])
        word = word[count:]
    return [*parts, word]
