"""Options of commands that make pictures, and how they are read."""

from __future__ import annotations

import re
from enum import StrEnum

from wijkgenese3d.errors import UsageError

__all__ = ["Colours", "Layout", "read_size"]


class Layout(StrEnum):
    """How a picture is laid out."""

    a4 = "a4"
    a4_portrait = "a4-portrait"
    screen = "16x9"
    bare = "bare"


class Colours(StrEnum):
    """Colours of the ground."""

    contrast = "contrast"
    official = "official"


def read_size(text: str) -> tuple[int, int]:
    """Return width and height that a text says, px.

    Raises
    ------
    UsageError
        It does not.
    """
    found = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", text)
    if not found:
        msg = f"--size: {text!r} is not WxH"
        raise UsageError(msg, hint="give whole pixels, such as --size 1920x1080")
    return int(found[1]), int(found[2])
