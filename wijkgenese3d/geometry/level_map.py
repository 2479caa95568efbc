"""What lies at a level in the ground, seen from above: the floor of a pit, or the ground without its cover.

The brother of a section: surfaces are linear between cell centres, and a fabric is asked at every pixel.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.geometry.canvas import edges, resampled
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.light import lit
from wijkgenese3d.geometry.pattern_tiles import LEVELS, SIZE, ground_tile
from wijkgenese3d.geometry.section import AIR_EVENT
from wijkgenese3d.geometry.walls import FADE_KEPT, FADE_OVER, FADE_STEPS, OFFICIAL_DEPTH
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack, MmRaster
from wijkgenese3d.model.legend import AIR, FABRIC

__all__ = ["LevelMap", "LevelPixels", "make_level_map", "paint_level"]

MOST_PIXELS = 500_000
FINEST = 1.0
"""Side of the smallest pixel, m."""
_INK, _CONTACT, _CONTOUR = 0.62, 0.66, 0.80
"""Share of ink of a pattern and of a border; how light a contour is."""
_CONTOUR_EVERY = 2.5


@dataclass(frozen=True)
class LevelPixels:
    """Pixels over a part of the map.

    Parameters
    ----------
    xmin, ymin : float
        South-west corner, RD, m.
    pixel : float
        Side of a pixel, m.
    shape : (rows, columns)
        Row 0 in the south.
    """

    xmin: float
    ymin: float
    pixel: float
    shape: tuple[int, int]

    @classmethod
    def over(cls, x: tuple[float, float], y: tuple[float, float], most: int = MOST_PIXELS) -> LevelPixels:
        """Return pixels that cover two spans, m RD, as fine as ``most`` of them allow."""
        width, height = x[1] - x[0], y[1] - y[0]
        pixel = max(FINEST, math.sqrt(width * height / most))
        shape = max(1, math.ceil(height / pixel - 1e-9)), max(1, math.ceil(width / pixel - 1e-9))
        return cls(x[0], y[0], pixel, shape)

    @property
    def steps(self) -> tuple[float, float]:
        """Width and height of a pixel, m: they are square."""
        return self.pixel, self.pixel

    @property
    def x(self) -> np.ndarray:
        """Middles of the columns, RD, m."""
        return self.xmin + (np.arange(self.shape[1]) + 0.5) * self.pixel

    @property
    def y(self) -> np.ndarray:
        """Middles of the rows, RD, m."""
        return self.ymin + (np.arange(self.shape[0]) + 0.5) * self.pixel


@dataclass(frozen=True, eq=False)
class LevelMap:
    """What lies at a level.

    Parameters
    ----------
    pixels : LevelPixels
    z : (rows, columns) float32
        The level, m NAP.
    unit, lithology : (rows, columns) uint8
        Index in the legend; GeoTOP lithoclass, fabrics expanded; 254 above the ground.
    passed : (rows, columns) uint16
        How many layers lie below the level.
    events : (n + 1,) int64
        Index of the event of each layer, and 65534 for the air.
    """

    pixels: LevelPixels
    z: np.ndarray = field(repr=False)
    unit: np.ndarray = field(repr=False)
    lithology: np.ndarray = field(repr=False)
    passed: np.ndarray = field(repr=False)
    events: np.ndarray = field(repr=False)

    @property
    def event(self) -> np.ndarray:
        """Index of the event of each pixel, (rows, columns); 65534 above the ground."""
        return np.asarray(self.events[self.passed])


def make_level_map(
    stack: LayerStack, fabrics: Mapping[int, Fabric], level: MmRaster, pixels: LevelPixels
) -> LevelMap:
    """Look up what lies at a level.

    Parameters
    ----------
    stack : LayerStack
    fabrics : mapping of int to Fabric
        By index of the unit.
    level : (ny, nx) int32
        At the cell centres, mm NAP.
    pixels : LevelPixels
        Where to look.

    Raises
    ------
    DataError
        A layer asks for a fabric that is not given.
    """
    passed = np.zeros(pixels.shape, dtype=np.uint16)
    for top in stack.tops:
        above = top - level
        if (above > 0).all():
            # Tops never lie below the one before.
            break
        if (above <= 0).all():
            passed += 1
        else:
            passed += resampled(above, stack.grid, pixels) <= 0
    unit = np.array([*(layer.unit for layer in stack.layers), AIR], dtype=np.uint8)[passed]
    lithology = np.array([*(layer.lithology for layer in stack.layers), AIR], dtype=np.uint8)[passed]
    z = resampled(level / np.float32(1000.0), stack.grid, pixels)
    _ask(fabrics, pixels, z, unit, lithology)
    events = np.array([*(layer.event for layer in stack.layers), AIR_EVENT])
    return LevelMap(pixels, z, unit, lithology, passed, events)


def _ask(
    fabrics: Mapping[int, Fabric],
    pixels: LevelPixels,
    z: np.ndarray,
    unit: np.ndarray,
    lithology: np.ndarray,
) -> None:
    """Put the lithology of fabrics in place."""
    asked = lithology == FABRIC
    for index in np.unique(unit[asked]).tolist():
        fabric = fabrics.get(index)
        if fabric is None:
            msg = f"unit {index} asks for a fabric that is not given"
            raise DataError(msg, hint="give the fabrics of the scene")
        mask = asked & (unit == index)
        # Along the axes: most of a fabric depends on the place on the map alone.
        rows, columns = (_span(mask.any(axis=axis)) for axis in (1, 0))
        part = mask[rows, columns]
        heights = z[rows, columns]
        if heights.min() == heights.max():
            heights = heights[:1, :1]
        codes = fabric.lithology(pixels.x[None, columns], pixels.y[rows, None], heights)
        lithology[rows, columns][part] = codes[part]


def _span(some: np.ndarray) -> slice:
    """From the first to the last that is true."""
    found = np.flatnonzero(some)
    return slice(int(found[0]), int(found[-1]) + 1)


def paint_level(
    level: LevelMap,
    today: np.ndarray,
    grid: Grid,
    colours: BlockColours,
    light: np.ndarray | float,
    *,
    contours: bool = False,
) -> np.ndarray:
    """Draw a level: lithology with its pattern, borders of units in ink, faded deeper than 30 m below today.

    Parameters
    ----------
    level : LevelMap
    today : (ny, nx)
        Today's ground surface, m NAP, on ``grid``.
    light : (rows, columns) or float
        How light it is.
    contours : bool
        Draw a line every 2.5 m of height.

    Returns
    -------
    (rows, columns, 3) uint8
    """
    palette, code_of = _palette(level, colours)
    code = code_of[level.unit, level.lithology & 15]
    code += np.where(
        edges(colours.blank_as_one(level.unit)), np.uint16(LEVELS), _pattern_step(level, colours)
    )
    deep = resampled(today, grid, level.pixels) - OFFICIAL_DEPTH - level.z
    step = np.clip(np.ceil(deep / (FADE_OVER / FADE_STEPS)), 0, FADE_STEPS).astype(np.uint16)
    code += step * np.uint16(len(palette) // (1 + FADE_STEPS))
    if isinstance(light, float) and not contours:
        return np.asarray(np.take(lit(palette, np.full(len(palette), light)), code, axis=0))
    bright = np.broadcast_to(np.asarray(light, dtype=np.float32), level.pixels.shape)
    if contours:
        line = edges(np.floor(level.z / _CONTOUR_EVERY).astype(np.int16))
        bright = np.where(line, bright * np.float32(_CONTOUR), bright)
    return lit(np.take(palette, code, axis=0), bright)


def _palette(level: LevelMap, colours: BlockColours) -> tuple[np.ndarray, np.ndarray]:
    """Colours by code, float32, first plain and then more and more faded; first code by unit and lithology.

    Each class has one colour per step of ink, and one for the border of its unit.
    """
    present = np.flatnonzero(np.bincount(level.unit.ravel(), minlength=256))
    size = LEVELS + 1
    code_of = np.zeros((256, 16), dtype=np.uint16)
    code_of[present] = (np.arange(len(present))[:, None] * 16 + np.arange(16)) * size
    own = colours.ground[present].reshape(-1, 1, 3).astype(np.float32)
    ink = np.repeat(np.tile(colours.inks, (len(present), 1))[:, None, :], size, axis=1).astype(np.float32)
    ink[:, LEVELS] = colours.ink
    share = np.append(np.linspace(0.0, _INK, LEVELS), _CONTACT).astype(np.float32)[None, :, None]
    inked = own + (ink - own) * share
    # Of what is left blank there is no pattern; its border with what is shown stays.
    inked[np.repeat(np.isin(present, sorted(colours.blank)), 16), :LEVELS] = colours.paper
    plain = inked.reshape(-1, 3)
    paper = np.array(colours.paper, dtype=np.float32)
    faded = [paper + (plain - paper) * np.float32(kept) for kept in np.linspace(*FADE_KEPT, FADE_STEPS)]
    return np.concatenate((plain, *faded)), code_of


def _pattern_step(level: LevelMap, colours: BlockColours) -> np.ndarray:
    """Step of ink of the pattern of each pixel, uint16, anchored in RD."""
    names = sorted(set(colours.patterns))
    tiles = np.stack([ground_tile(name) for name in names]).astype(np.uint16)
    of_class = np.array([names.index(name) for name in colours.patterns], dtype=np.uint8)
    row, column = (np.floor(a).astype(np.int64) % SIZE for a in (level.pixels.y, level.pixels.x))
    return np.asarray(tiles[of_class[level.lithology & 15], row[:, None], column[None, :]])
