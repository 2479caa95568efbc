"""How the block is cut open, as a short text for an address or a command, and back.

Parts are joined with ``;``: ``dig:5`` (m), ``lid``, ``bite:zw,189400,427100,10`` (corner of the block; RD
x, y of the inner edge; floor in m NAP) or ``line:189000,427000,189800,427400,left`` (two points in RD;
which half goes).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from wijkgenese3d.errors import UsageError, nearest_name
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.model.frame import RDExtent

__all__ = ["CORNERS", "cut_as_text", "read_cut"]

CORNERS: Mapping[str, tuple[bool, bool]] = {
    "zw": (False, False),
    "zo": (True, False),
    "nw": (False, True),
    "no": (True, True),
}
"""Corners of the block: whether in the east, and whether in the north."""
_HALVES = {"left": True, "right": False}


def cut_as_text(cut: Cut) -> str:
    """Return the text of a cut; empty for none.

    >>> cut_as_text(Cut(dig=5.0, piece=Bite(189400.0, 427100.04, 10.0, False, False)))
    'dig:5;bite:zw,189400,427100,10'
    """
    parts = [f"dig:{_number(cut.dig)}"] if cut.dig else []
    if cut.lid:
        parts.append("lid")
    piece = cut.piece
    if isinstance(piece, Bite):
        corner = next(key for key, sides in CORNERS.items() if sides == (piece.east, piece.north))
        parts.append(f"bite:{corner},{_number(piece.x)},{_number(piece.y)},{_number(piece.z)}")
    elif piece is not None:
        points = ",".join(_number(value) for value in (*piece.start, *piece.end))
        parts.append(f"line:{points},{'left' if piece.left else 'right'}")
    return ";".join(parts)


def read_cut(text: str, extent: RDExtent) -> Cut:
    """Read the text of a cut.

    Parameters
    ----------
    text : str
    extent : RDExtent
        Of the block: a bite or a line must touch it.

    Raises
    ------
    UsageError
        A part that is unknown, given twice, or cannot be.
    """
    found: dict[str, object] = {}
    for part in filter(None, text.split(";")):
        name, _, rest = part.partition(":")
        if name not in _READ:
            msg = f"cannot cut with {part!r}{nearest_name(name, tuple(_READ))}"
            raise UsageError(msg, hint="give dig:M, lid, bite:CORNER,X,Y,Z or line:X,Y,X,Y,left|right")
        key, read = _READ[name]
        if key in found:
            msg = f"{part!r} comes on top of another {key} in {text!r}"
            raise UsageError(msg, hint="give each part once, and either a bite or a line")
        found[key] = read(rest, extent)
    return Cut(**found)  # type: ignore[arg-type]


def _read_dig(text: str, _extent: RDExtent) -> float:
    (depth,) = _numbers("dig", text.split(","), 1)
    return depth


def _read_lid(text: str, _extent: RDExtent) -> bool:
    if text:
        msg = f"lid takes no {text!r}"
        raise UsageError(msg, hint="give just: lid")
    return True


def _read_bite(text: str, extent: RDExtent) -> Bite:
    corner, *rest = text.split(",")
    if corner not in CORNERS:
        msg = f"bite: {corner!r} is no corner{nearest_name(corner, tuple(CORNERS))}"
        raise UsageError(msg, hint=f"choose from {', '.join(CORNERS)}")
    x, y, z = _numbers("bite", rest, 3)
    if not (extent.xmin <= x <= extent.xmax and extent.ymin <= y <= extent.ymax):
        msg = f"bite: {x:.10g},{y:.10g} lies outside the block"
        raise UsageError(msg, hint=_box(extent))
    return Bite(x, y, z, *CORNERS[corner])


def _read_line(text: str, extent: RDExtent) -> Halving:
    *points, half = text.split(",")
    if half not in _HALVES:
        points, half = [*points, half], "right"
    x0, y0, x1, y1 = _numbers("line", points, 4)
    halving = Halving((x0, y0), (x1, y1), _HALVES[half])
    if not halving.faces(extent):
        msg = f"line: {text} misses the block"
        raise UsageError(msg, hint=_box(extent))
    return halving


_READ: Mapping[str, tuple[str, Callable[[str, RDExtent], object]]] = {
    "dig": ("dig", _read_dig),
    "lid": ("lid", _read_lid),
    "bite": ("piece", _read_bite),
    "line": ("piece", _read_line),
}


def _numbers(name: str, texts: list[str], count: int) -> list[float]:
    try:
        values = [float(text) for text in texts]
    except ValueError:
        values = []
    if len(values) != count or not all(math.isfinite(value) for value in values):
        msg = f"{name}: {','.join(texts)!r} is not {count} number{'s' if count > 1 else ''}"
        raise UsageError(msg, hint="numbers in metres, parted by commas: RD x and y, m NAP")
    return values


def _box(extent: RDExtent) -> str:
    return (
        f"the block runs from {extent.xmin:.10g},{extent.ymin:.10g} to {extent.xmax:.10g},{extent.ymax:.10g}"
    )


def _number(value: float) -> str:
    return f"{round(value, 1):.10g}"
