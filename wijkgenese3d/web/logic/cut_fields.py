"""What the fields of a cut hold: numbers as people type them, and a cut with one of them changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.cut import DEEPEST, Bite, Cut, Halving
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.scene.cut_text import CORNERS

__all__ = ["Limits", "as_fields", "read_number", "refused", "with_field", "within"]

_LONGEST = 40
"""Letters of a typed number."""
_POINTS = {"x1": (0, 0), "y1": (0, 1), "x2": (1, 0), "y2": (1, 1)}


@dataclass(frozen=True)
class Limits:
    """Between what a cut can lie.

    Parameters
    ----------
    extent : RDExtent
        Of the block.
    base, top : float
        Of the block, m NAP.
    """

    extent: RDExtent
    base: float
    top: float

    def of(self, field: str) -> tuple[float, float]:
        """Return the least and the most that a field may be."""
        e = self.extent
        if field == "dig":
            return 0.0, DEEPEST
        if field == "z":
            return math.floor(self.base), math.ceil(self.top)
        return (e.xmin, e.xmax) if field.startswith("x") else (e.ymin, e.ymax)


def as_fields(cut: Cut) -> dict[str, Any]:
    """Return what the fields show."""
    fields: dict[str, Any] = {"dig": round(cut.dig, 1), "lid": cut.lid, "kind": ""}
    piece = cut.piece
    if isinstance(piece, Bite):
        corner = next(key for key, sides in CORNERS.items() if sides == (piece.east, piece.north))
        place = {"x": round(piece.x), "y": round(piece.y), "z": round(piece.z, 1)}
        fields |= {"kind": "bite", "corner": corner, **place}
    elif piece is not None:
        numbers = zip(_POINTS, (*piece.start, *piece.end), strict=True)
        fields |= {"kind": "line", "left": piece.left, **{key: round(value) for key, value in numbers}}
    return fields


def read_number(text: object) -> float | None:
    """Return a number as people type it, with a comma or a point; None where it is none.

    >>> read_number("189.392,5"), read_number(" 10 m"), read_number("tien"), read_number("1e400")
    (189392.5, 10.0, None, None)
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    plain = str(text)[:_LONGEST].strip().removesuffix("m").strip().replace("\N{MINUS SIGN}", "-")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def within(
    text: object, limits: tuple[float, float], words: Mapping[str, str], example: float
) -> float | str:
    """Return the number that somebody typed, or what is wrong with it in words for at its field.

    Parameters
    ----------
    text : object
        From a browser.
    limits : (least, most)
    words : mapping
        Of the interface.
    example : float
        What could have been typed.
    """
    value, (low, high) = read_number(text), limits
    if value is None:
        return words["cut.bad_number"].replace("{voorbeeld}", f"{example:.10g}")
    if not low <= value <= high:
        return words["cut.bad_range"].replace("{a}", f"{low:.10g}").replace("{b}", f"{high:.10g}")
    return value


def refused(text: object, said: str) -> dict[str, str]:
    """Return ``Refused`` of the shared components: what cannot be stays at its field as it was typed."""
    return {"typed": text[:_LONGEST] if isinstance(text, str) else "", "said": said}


def with_field(cut: Cut, field: str, value: float) -> Cut:
    """Return a cut with one field changed.

    Raises
    ------
    UsageError
        The field does not belong to this cut, or the cut would have no direction.
    """
    piece = cut.piece
    if field == "dig":
        return replace(cut, dig=value)
    if isinstance(piece, Bite) and field in ("x", "y", "z"):
        place = {"x": piece.x, "y": piece.y, "z": piece.z} | {field: value}
        return replace(cut, piece=Bite(**place, east=piece.east, north=piece.north))
    if isinstance(piece, Halving) and field in _POINTS:
        points = [list(piece.start), list(piece.end)]
        point, axis = _POINTS[field]
        points[point][axis] = value
        (x0, y0), (x1, y1) = points
        return replace(cut, piece=replace(piece, start=(x0, y0), end=(x1, y1)))
    msg = f"no field {field!r} here"
    raise UsageError(msg)
