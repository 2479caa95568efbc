"""The block in which only what was raised or dug has a colour, with signs that need no colour."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting
from wijkgenese3d.geometry.canvas import Canvas, edges, resampled
from wijkgenese3d.geometry.colours import hex_to_rgb
from wijkgenese3d.geometry.difference_steps import DIFFERENCE_COLOURS, MOST_STEP, step_of
from wijkgenese3d.geometry.drape import Drape
from wijkgenese3d.geometry.ghost_line import make_ghost_line
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["DifferenceDrape", "difference_picture"]

SATURATION = 0.25
"""How much of their own colour land and houses keep."""
_LIGHT = (0.62, 0.38, 205.0)
"""How light a colour is laid on: at black, and how much more at the brightness of the third number."""
_BAND = 128
MARKS = {1: (44.0, 8.0, 3.5), 2: (36.0, 10.0, 5.0), 3: (34.0, 11.0, 6.0)}
"""By step: distance between the signs, half their length, and their width, m: closer and heavier for more."""
_UPRIGHT = math.radians(221.0)
"""Direction from which signs stand upright: that of the usual overview."""
_LEAN = 1.6
"""How much longer signs are away from that eye: seen at a slant they look as high as they are wide."""
_ON_DARK = 2
"""From this step on signs are light: the ground is dark there."""
_EDGE = 0.62
"""How light the line between two steps is."""


@dataclass(frozen=True, eq=False, kw_only=True)
class DifferenceDrape(Drape):
    """A drape in grey, with what was raised or dug laid over it.

    Parameters
    ----------
    base : Drape
        Of the later moment.
    step : (h, w) int8
        Step of every pixel, -3 to 3; row 0 in the south.
    marks : tuple of (index, colour)
        Pixels (flat) of the signs, and their colour.
    """

    base: Drape = field(repr=False)
    step: np.ndarray = field(repr=False)
    marks: tuple[tuple[np.ndarray, tuple[int, int, int]], ...] = field(default=(), repr=False)

    def texture(self, hidden: frozenset[str] = frozenset()) -> np.ndarray:
        """Return the texture without the layers that are hidden, (h, w, 3) uint8."""
        image = self.base.texture(hidden)
        for first in range(0, len(image), _BAND):
            band = slice(first, first + _BAND)
            image[band] = faded(image[band], self.step[band])
        flat = image.reshape(-1, 3)
        for index, colour in self.marks:
            flat[index] = colour
        edge = np.flatnonzero(edges(self.step))
        flat[edge] = (flat[edge] * np.float32(_EDGE)).astype(np.uint8)
        return image


def difference_picture(
    picture: BlockPicture, before: TimeSlice, after: TimeSlice, setting: BlockSetting
) -> BlockPicture:
    """Return the picture of the later moment with its difference from the earlier one.

    Parameters
    ----------
    picture : BlockPicture
        Of the later moment, with a drape.
    before, after : TimeSlice
        The two moments, on the grid of the setting.
    setting : BlockSetting
        What ``picture`` was drawn with.
    """
    canvas = setting.canvas(after.cover_grid)
    rise = after.ground - before.ground
    step = step_of(resampled(rise, setting.grid, canvas))
    base = picture.drape
    assert base is not None
    marks = _marks(step, canvas, setting.colours.ink)
    return replace(
        picture,
        drape=DifferenceDrape(base.wash, base.strokes, base=base, step=step, marks=marks),
        old_ground=make_ghost_line(before.ground, after.ground, setting.grid, setting.frame, setting.colours),
        buildings=_grey(picture.buildings),
        trees=picture.trees and _grey(picture.trees),
        glyphs=picture.glyphs and _grey(picture.glyphs),
        water=picture.water and _grey(picture.water),
        ice=picture.ice and _grey(picture.ice),
    )


def faded(colours: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Return colours (..., 3) uint8 as they look under a step (...,): land keeps a quarter of its own colour.

    What is darker in the land stays darker: streets and houses can be recognised under a step.
    """
    own = colours.astype(np.int16)
    # Three bytes with their weights: more than 16 bits with a sign can hold.
    red, green, blue = (colours[..., k].astype(np.int32) for k in range(3))
    grey = ((77 * red + 150 * green + 29 * blue) // 256).astype(np.int16)
    laid = _laid_colours()[step.astype(np.intp) + MOST_STEP, grey]
    keep = np.where(step == 0, np.int16(round(256 * SATURATION)), np.int16(0))
    laid += (own - grey[..., None]) * keep[..., None] // np.int16(256)
    return np.clip(laid, 0, 255).astype(np.uint8)


def _laid_colours() -> np.ndarray:
    """Colour of a step over every brightness of what lies below, (7, 256, 3) int16."""
    dark, more, bright = _LIGHT
    light = dark + more * np.arange(256) / bright
    own = np.array([hex_to_rgb(DIFFERENCE_COLOURS[k]) for k in range(-MOST_STEP, MOST_STEP + 1)])
    return np.asarray(np.clip(own[:, None, :] * light[None, :, None], 0, 255)).astype(np.int16)


def _grey(mesh: ColouredMesh) -> ColouredMesh:
    return replace(mesh, colours=faded(mesh.colours, np.zeros(len(mesh.colours), dtype=np.int8)))


def _marks(
    step: np.ndarray, canvas: Canvas, ink: tuple[int, int, int]
) -> tuple[tuple[np.ndarray, tuple[int, int, int]], ...]:
    """Plus signs where it was raised and minus signs where it was dug, on a lattice anchored in RD."""
    found = []
    for size, (every, half, width) in MARKS.items():
        x, y = (
            np.arange(np.ceil(start / every), (start + n * canvas.pixel) / every) * every
            for start, n in ((canvas.xmin, step.shape[1]), (canvas.ymin, step.shape[0]))
        )
        column = np.clip(((x - canvas.xmin) / canvas.pixel).astype(int), 0, step.shape[1] - 1)
        row = np.clip(((y - canvas.ymin) / canvas.pixel).astype(int), 0, step.shape[0] - 1)
        there = step[row[:, None], column[None, :]]
        colour = (255, 252, 245) if size >= _ON_DARK else ink
        for sign in (1, -1):
            r, c = np.nonzero(there == sign * size)
            shape = _sign(half / canvas.pixel, width / canvas.pixel, plus=sign > 0)
            found.append((_stamped(row[r], column[c], shape, step.shape), colour))
    return tuple((index, colour) for index, colour in found if len(index))


def _sign(half: float, width: float, *, plus: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns of the pixels of a sign, from its middle."""
    reach = max(1, math.ceil(half * _LEAN))
    north, east = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    across = np.abs(-east * math.cos(_UPRIGHT) + north * math.sin(_UPRIGHT))
    along = np.abs(east * math.sin(_UPRIGHT) + north * math.cos(_UPRIGHT)) / _LEAN
    thin = max(0.6, width / 2)
    pixels = (across <= half) & (along <= thin)
    if plus:
        pixels |= (along <= half) & (across <= thin)
    rows, columns = np.nonzero(pixels)
    return rows - reach, columns - reach


def _stamped(
    row: np.ndarray, column: np.ndarray, sign: tuple[np.ndarray, np.ndarray], shape: tuple[int, ...]
) -> np.ndarray:
    """Return the pixels (flat, int32) of a sign at many places; what falls off the edge is left out."""
    r, c = row[:, None] + sign[0], column[:, None] + sign[1]
    inside = (r >= 0) & (r < shape[0]) & (c >= 0) & (c < shape[1])
    return np.unique(r[inside] * shape[1] + c[inside]).astype(np.int32)
