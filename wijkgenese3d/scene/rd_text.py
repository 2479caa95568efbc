"""Coordinates in RD New as people type them."""

from __future__ import annotations

import re

__all__ = ["decimal", "looks_like_rd", "parse_rd"]

_WORDS = re.compile(r"\b(?:rd(?:\s*new)?|epsg:?\s*28992|x|y|m)\b\s*[:=]?", re.IGNORECASE)
_ONE = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{2,3}[.]\d{3}(?:,\d+)?")
_LONGEST = 60


def looks_like_rd(text: str) -> bool:
    """Tell whether a text is meant as coordinates: figures and signs, and no other words.

    >>> looks_like_rd("x 189392 y 427317"), looks_like_rd("Plein 1944")
    (True, False)
    """
    rest = _WORDS.sub(" ", text)
    return any(c.isdigit() for c in rest) and not any(c.isalpha() for c in rest)


def parse_rd(text: str) -> tuple[float, float] | None:
    """Read ``x, y`` in metres; None where it is not two numbers.

    Parted by a comma, a semicolon or a space; decimals by a point or, where a space or semicolon parts the
    two, by a comma; thousands by a point.

    >>> parse_rd("189392, 427317"), parse_rd("x=189392,5 y=427317"), parse_rd("189.392 427.317")
    ((189392.0, 427317.0), (189392.5, 427317.0), (189392.0, 427317.0))
    """
    rest = " ".join(_WORDS.sub(" ", text[: _LONGEST + 1]).split())
    if len(text) > _LONGEST:
        return None
    for sign in (r"\s*;\s*", r"\s*,?\s+", r","):
        parts = [part for part in re.split(sign, rest) if part]
        if len(parts) == 2:
            numbers = [_number(part.strip()) for part in parts]
            x, y = numbers
            return None if x is None or y is None else (x, y)
    return None


def decimal(value: float) -> str:
    """Write metres with at most one decimal.

    >>> decimal(189392.0), decimal(427317.25)
    ('189392', '427317.2')
    """
    return f"{round(value, 1):.10g}"


def _number(text: str) -> float | None:
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ".")) if _ONE.fullmatch(text) else None
