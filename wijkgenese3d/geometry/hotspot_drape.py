"""Heat, water and heritage laid over the ground: each has a sign beside its colour."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.canvas import Canvas, resampled
from wijkgenese3d.geometry.drape import Drape
from wijkgenese3d.model.frame import Grid

__all__ = ["HEAT_STEPS", "HOTSPOT_COLOURS", "HotspotDrape", "HotspotMap", "hotspot_picture"]

HEAT_STEPS = (0.35, 0.5, 0.65)
"""From these indices on the steps of heat begin."""
HOTSPOT_COLOURS: dict[str, tuple[int, int, int]] = {
    "heat1": (246, 200, 140),
    "heat2": (226, 120, 66),
    "heat3": (150, 38, 30),
    "water": (38, 116, 176),
    "heritage": (88, 62, 140),
}
"""sRGB; lighter to darker with more heat, so that they are told apart in grey."""
_LAID_ON = (0.45, 0.58, 0.66)
"""How much of its colour each step of heat lays on the ground."""
_KEEPS = 0.35
"""How much of their own colour the other grounds keep."""
_DOTS = (20.0, 14.0, 9.0)
"""Distance between the dots of each step of heat, m: closer for more."""
_DOT = 1.6
_HATCH, _STROKE = 11.0, 2.6
"""Distance between the lines of heritage, and their width, m."""
_RING = 4.0
"""Width of the line round the places where all three meet, m."""
_BAND = 128


@dataclass(frozen=True, eq=False)
class HotspotMap:
    """What is laid over the ground; None for what is not shown.

    Parameters
    ----------
    grid : Grid
    heat : (ny, nx) float, optional
        0 to 1.
    wet, old, meets : (ny, nx) bool, optional
    """

    grid: Grid
    heat: np.ndarray | None = None
    wet: np.ndarray | None = None
    old: np.ndarray | None = None
    meets: np.ndarray | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class HotspotDrape(Drape):
    """A drape in grey with the map over it.

    Parameters
    ----------
    base : Drape
    heat : (h, w) uint8
        Step of heat of every pixel, 0 to 3; row 0 in the south.
    marks : tuple of (index, colour, share)
        Pixels (flat) of water, signs and lines; their colour, and how much of it is laid on.
    """

    base: Drape = field(repr=False)
    heat: np.ndarray = field(repr=False)
    marks: tuple[tuple[np.ndarray, tuple[int, int, int], float], ...] = field(default=(), repr=False)

    def texture(self, hidden: frozenset[str] = frozenset()) -> np.ndarray:
        """Return the texture without the layers that are hidden, (h, w, 3) uint8."""
        image = self.base.texture(hidden)
        for first in range(0, len(image), _BAND):
            band = slice(first, first + _BAND)
            image[band] = _tinted(image[band], self.heat[band])
        flat = image.reshape(-1, 3)
        for index, colour, share in self.marks:
            laid = flat[index] * np.float32(1 - share) + np.array(colour, dtype=np.float32) * np.float32(
                share
            )
            flat[index] = laid.astype(np.uint8)
        return image


def hotspot_picture(picture: BlockPicture, found: HotspotMap, canvas: Canvas) -> BlockPicture:
    """Return a picture with the map laid over it; the same where it has no drape.

    Parameters
    ----------
    picture : BlockPicture
    found : HotspotMap
    canvas : Canvas
        What the drape of the picture is painted on.
    """
    if picture.drape is None:
        return picture
    steps = np.zeros(canvas.shape, dtype=np.uint8)
    marks = []
    if found.heat is not None:
        heat = resampled(found.heat, found.grid, canvas)
        steps = np.searchsorted(np.array(HEAT_STEPS, dtype=np.float32), heat, side="right").astype(np.uint8)
        marks.append((_dots(steps, canvas), (60, 24, 18), 0.55))
    if found.old is not None:
        old = _spread(found.old, found.grid, canvas)
        marks.append((_hatched(old, canvas), HOTSPOT_COLOURS["heritage"], 0.85))
    if found.wet is not None:
        wet = np.flatnonzero(_spread(found.wet, found.grid, canvas))
        marks.append((wet, HOTSPOT_COLOURS["water"], 0.9))
    if found.meets is not None:
        meets = _spread(found.meets, found.grid, canvas)
        marks.append((_ring(meets, canvas), (20, 16, 14), 0.9))
    drape = HotspotDrape(wash=picture.drape.wash, base=picture.drape, heat=steps, marks=tuple(marks))
    return replace(picture, drape=drape)


def _tinted(image: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Pixels in near grey, with the colours of heat over them."""
    own = image.astype(np.float32)
    grey = own.mean(axis=-1, keepdims=True)
    own = grey + (own - grey) * np.float32(_KEEPS)
    table = np.array([(0, 0, 0), *(HOTSPOT_COLOURS[f"heat{k}"] for k in (1, 2, 3))], dtype=np.float32)
    share = np.array([0.0, *_LAID_ON], dtype=np.float32)[step][..., None]
    return np.asarray((own * (1 - share) + table[step] * share).astype(np.uint8))


def _spread(mask: np.ndarray, grid: Grid, canvas: Canvas) -> np.ndarray:
    return np.asarray(resampled(mask.astype(np.float32), grid, canvas) > 0.5)


def _metres(canvas: Canvas) -> tuple[np.ndarray, np.ndarray]:
    """Middles of the rows (h, 1) and columns (1, w), RD, m: signs are anchored there."""
    rows, columns = canvas.shape
    y = canvas.ymin + (np.arange(rows) + 0.5) * canvas.pixel
    x = canvas.xmin + (np.arange(columns) + 0.5) * canvas.pixel
    return y[:, None], x[None, :]


def _dots(steps: np.ndarray, canvas: Canvas) -> np.ndarray:
    y, x = _metres(canvas)
    found = np.zeros(canvas.shape, dtype=bool)
    for number, apart in enumerate(_DOTS, 1):
        near_y = np.abs((y + apart / 2) % apart - apart / 2) <= _DOT
        near_x = np.abs((x + apart / 2) % apart - apart / 2) <= _DOT
        found |= near_y & near_x & (steps == number)
    return np.flatnonzero(found)


def _hatched(mask: np.ndarray, canvas: Canvas) -> np.ndarray:
    y, x = _metres(canvas)
    return np.flatnonzero(mask & ((x + y) % _HATCH < _STROKE))


def _ring(mask: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Pixels just inside the border of a mask."""
    from scipy.ndimage import binary_erosion

    inner = binary_erosion(mask, iterations=max(1, round(_RING / canvas.pixel)))
    return np.flatnonzero(mask & ~inner)
