"""A font to draw with: found on this machine, or the plain one that Pillow carries."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

__all__ = ["FALLBACK", "Font", "drawable", "find_font", "font_name"]

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

FALLBACK = "Pillow's own font, without accents"
_NAMES = {
    False: ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf"),
    True: (
        "DejaVuSans-Bold.ttf",
        "NotoSans-Bold.ttf",
        "LiberationSans-Bold.ttf",
        "Arial Bold.ttf",
        "arialbd.ttf",
    ),
}
_PLAIN = str.maketrans(
    {"×": "x", "–": "-", "−": "-", "’": "'", "‘": "'", "·": "-", "²": "2", "³": "3", "…": "..."}
)


@cache
def find_font(size: int, bold: bool = False) -> Font:
    """Return a font of a size in pixels; the plain one of Pillow where the machine has none."""
    for place in _places(bold):
        try:
            return ImageFont.truetype(place, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _places(bold: bool) -> list[str]:
    """Where fonts may be: the same one everywhere first, so that pictures look alike."""
    found = find_spec("matplotlib")  # comes along with pyvista; not loaded, only looked into
    inside = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    own = [str(inside / _NAMES[bold][0])] if inside else []
    return [*own, *_NAMES[bold]]


def font_name() -> str:
    """Say which font pictures are drawn with."""
    font = find_font(12)
    path = getattr(font, "path", None)
    return Path(path).name if isinstance(path, str) else FALLBACK


def drawable(text: str, font: Font) -> str:
    """Return the text as the font can draw it: without accents where it is the plain one of Pillow."""
    if isinstance(getattr(font, "path", None), str):
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return plain.encode("ascii", "ignore").decode()
