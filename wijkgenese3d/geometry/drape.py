"""What lies on the ground, painted as a picture of it from above with the light baked in."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image

from wijkgenese3d.geometry.canvas import Canvas, edges, resampled
from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.light import lit
from wijkgenese3d.geometry.light_on_ground import GroundLight
from wijkgenese3d.geometry.packed import Packed, unpacked
from wijkgenese3d.geometry.pattern_tiles import cover_tile
from wijkgenese3d.model.frame import Grid

__all__ = ["Drape", "PackedImage", "Stroke", "paint_cover"]

_BAND = 64
_EDGE = 0.80
"""How light the line between two land covers is."""


@dataclass(frozen=True, eq=False)
class Stroke:
    """Pixels that a layer paints over the drape.

    Parameters
    ----------
    layer : str
        Key of the layer: it can be switched off.
    index : (n,) int32
        Flat index of the pixels.
    colour : (n, 3) uint8, or (n,) uint8
        sRGB, the light already in it; or the share, of 255, that is kept of whatever lies below: contours
        and shadows darken what is shown, not what was once painted there.
    """

    layer: str
    index: np.ndarray
    colour: np.ndarray

    def paint_on(self, flat: np.ndarray) -> None:
        """Paint these pixels of an image, (h * w, 3) uint8, in place."""
        if self.colour.ndim > 1:
            flat[self.index] = self.colour
            return
        index, share = self.index.astype(np.intp), self.colour.astype(np.uint16)
        for channel in flat.T:
            # A product of two bytes, divided by 255 and rounded, in whole numbers.
            kept = channel[index] * share
            kept += 128
            kept += kept >> 8
            channel[index] = kept >> 8


@dataclass(frozen=True)
class PackedImage:
    """An image as JPEG bytes of high quality: a fifth of the memory; three million pixels unpack in 25 ms."""

    data: bytes = field(repr=False)

    @classmethod
    def of(cls, pixels: np.ndarray) -> PackedImage:
        """Pack an image, (h, w, 3) uint8."""
        packed = io.BytesIO()
        Image.fromarray(pixels).save(packed, "JPEG", quality=95, subsampling=0)
        return cls(packed.getvalue())

    def pixels(self) -> np.ndarray:
        """Return the image, (h, w, 3) uint8, within two or three steps of what it was."""
        return np.array(Image.open(io.BytesIO(self.data)))


@dataclass(frozen=True, eq=False)
class Drape:
    """The texture of the terrain, layer by layer.

    Parameters
    ----------
    wash : (h, w, 3) uint8, or PackedImage
        Land cover in its light; row 0 in the south.
    strokes : tuple of Stroke, or of Packed
        Roads, contours, shadows ..., in the order in which they are painted.
    """

    wash: np.ndarray | PackedImage = field(repr=False)
    strokes: tuple[Stroke | Packed[Stroke], ...] = ()

    def texture(self, hidden: frozenset[str] = frozenset()) -> np.ndarray:
        """Return the texture without the layers that are hidden, (h, w, 3) uint8."""
        image = self.wash.pixels() if isinstance(self.wash, PackedImage) else self.wash.copy()
        flat = image.reshape(-1, 3)
        for stroke in map(unpacked, self.strokes):
            if stroke.layer not in hidden:
                stroke.paint_on(flat)
        return image

    def packed(self) -> Drape:
        """Return the same in a fifth of the memory; colours of the wash within two or three steps."""
        wash = PackedImage.of(self.wash) if isinstance(self.wash, np.ndarray) else self.wash
        return replace(self, wash=wash, strokes=tuple(Packed.of(unpacked(one)) for one in self.strokes))


def paint_cover(
    canvas: Canvas,
    grid: Grid,
    ground_light: GroundLight,
    land_cover: np.ndarray,
    colours: BlockColours,
) -> tuple[np.ndarray, np.ndarray]:
    """Paint land cover: a flat wash, a sign per class, a line between classes.

    Parameters
    ----------
    canvas : Canvas
    grid : Grid
        Map cells.
    ground_light : GroundLight
        On these cells.
    land_cover : (h, w) uint8
        Codes on the raster over which the canvas lies.

    Returns
    -------
    (rows, columns, 3) uint8 and (rows, columns) float32
        The wash, and the bare light on the ground for what is painted over it.
    """
    light = resampled(ground_light.bare, grid, canvas)
    tiles, of_code = _tiles(colours, np.flatnonzero(np.bincount(land_cover.ravel(), minlength=256)))
    flat = land_cover.ravel()
    row, column = canvas.tile_index()
    cell = canvas.cover_index.array()
    image = np.empty((*canvas.shape, 3), dtype=np.uint8)
    # Band by band: what lies between is small enough to stay in the cache, and is not kept.
    for first in range(0, canvas.shape[0], _BAND):
        band = slice(first, first + _BAND)
        # One row more, for the lines between classes.
        more = flat[cell[first : first + _BAND + 1]]
        codes = more[:_BAND]
        brightness = light[band] * canvas.lightness(band)
        brightness *= tiles[of_code[codes], row[band], column]
        brightness[edges(more)[: len(codes)]] *= _EDGE
        image[band] = lit(colours.cover[codes].astype(np.float32), brightness)
    return image, light


def _tiles(colours: BlockColours, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tiles of the patterns in use, (k, n, n), and which of them each code takes."""
    names = sorted({colours.cover_patterns[code] for code in present})
    of_code = np.zeros(256, dtype=np.uint8)
    for code in present:
        of_code[code] = names.index(colours.cover_patterns[code])
    return np.stack([cover_tile(name) for name in names]), of_code
