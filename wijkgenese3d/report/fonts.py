"""The letters of pictures: those of the browser part, and others where these lack a sign."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

__all__ = ["FALLBACK", "Face", "Font", "drawable", "find_font", "font_file", "font_name"]

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Face = str
"""``sans``, ``bold`` or ``serif`` (for titles)."""

FALLBACK = "Pillow's own font, without accents"
_BUNDLED = {
    "sans": "inter-latin-400.woff",
    "bold": "inter-latin-600.woff",
    "serif": "source-serif-4-latin-600.woff",
}
_NAMES = {
    "sans": (
        "DejaVuSans.ttf",
        "NotoSans-Regular.ttf",
        "LiberationSans-Regular.ttf",
        "Arial.ttf",
        "arial.ttf",
    ),
    "bold": (
        "DejaVuSans-Bold.ttf",
        "NotoSans-Bold.ttf",
        "LiberationSans-Bold.ttf",
        "Arial Bold.ttf",
        "arialbd.ttf",
    ),
    "serif": (
        "DejaVuSerif-Bold.ttf",
        "NotoSerif-Bold.ttf",
        "LiberationSerif-Bold.ttf",
        "Times New Roman.ttf",
    ),
}
_PLAIN = str.maketrans(
    {"×": "x", "–": "-", "−": "-", "’": "'", "‘": "'", "·": "-", "²": "2", "³": "3", "…": "..."}
)


def find_font(size: int, bold: bool = False, serif: bool = False, text: str = "") -> Font:
    """Return a font of a size in pixels; the plain one of Pillow where the machine has none.

    Parameters
    ----------
    size : int
    bold, serif : bool
        Serif letters are always bold.
    text : str
        What is to be written: a font is taken that has all its signs, where there is one.
    """
    place = font_file("serif" if serif else "bold" if bold else "sans", text)
    return _opened(place, size)


@cache
def _opened(place: str | None, size: int) -> Font:
    return ImageFont.truetype(place, size) if place else ImageFont.load_default(size)


def font_file(face: Face, text: str = "") -> str | None:
    """Return where the font of a face is that can write this text; None where the machine has none at all."""
    wanted = {ord(sign) for sign in text if not sign.isspace()}
    for place in _places(face):
        if wanted <= _signs(place):
            return place
    return next(iter(_places(face)), None)


@cache
def _places(face: Face) -> tuple[str, ...]:
    """Where fonts are: the same one everywhere first, so that pictures look alike."""
    found = find_spec("matplotlib")  # comes along with pyvista; not loaded, only looked into
    inside = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    own = [str(inside / _NAMES[face][0])] if inside else []
    return tuple(place for place in (*_bundled(face), *own, *_NAMES[face]) if _opens(place))


def _bundled(face: Face) -> list[str]:
    place = Path(__file__).parents[1] / "viewer" / "dist" / "trame" / "fonts" / _BUNDLED[face]
    return [str(place)] if place.is_file() else []


def _opens(place: str) -> bool:
    try:
        ImageFont.truetype(place, 10)
    except OSError:
        return False
    return True


@cache
def _signs(place: str) -> frozenset[int]:
    """Return the signs that a font has, as Unicode numbers."""
    from fontTools.ttLib import TTFont, TTLibError

    path = getattr(ImageFont.truetype(place, 10), "path", place)
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (OSError, TTLibError):
        return frozenset()


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
