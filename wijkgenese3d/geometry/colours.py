"""The colours of a block: tables by code, made from the legend. Colour is defined nowhere else here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.model.legend import Legend, LithologyClass, Unit

__all__ = ["COLOUR_SETS", "RGB", "BlockColours", "ground_colour", "hex_of", "hex_to_rgb"]

RGB = tuple[int, int, int]

CONTRAST, OFFICIAL = "contrast", "official"
COLOUR_SETS = (CONTRAST, OFFICIAL)
"""Colours of the ground: ours, which are told apart by everybody, and those of TNO."""

TINT_SHARE = 0.35
"""How much of a unit's tint is mixed into the colour of its lithology."""
UNKNOWN: RGB = (237, 230, 214)


def hex_to_rgb(text: str) -> RGB:
    """Return the three bytes of a hex colour.

    >>> hex_to_rgb("#A9432B")
    (169, 67, 43)
    """
    digits = text.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def hex_of(colour: RGB | np.ndarray) -> str:
    """Return three bytes as a hex colour.

    >>> hex_of((169, 67, 43))
    '#A9432B'
    """
    return "#{:02X}{:02X}{:02X}".format(*(int(value) for value in colour))


@dataclass(frozen=True, eq=False)
class BlockColours:
    """What everything is painted with, sRGB.

    Parameters
    ----------
    cover : (256, 3) uint8
        By code of land cover.
    cover_patterns : tuple of str
        Pattern by code of land cover; see :mod:`.pattern_tiles`.
    ground : (256, 16, 3) uint8
        By index of the unit and GeoTOP lithoclass: lithology with 35 % of the unit's tint.
    inks : (16, 3) uint8
        Ink of the pattern by lithoclass.
    patterns : tuple of str
        Pattern by lithoclass.
    blank : frozenset of int
        Units that are left white on the walls, without any ink.
    others : RGB
        Of the things that have no class in the legend.
    """

    cover: np.ndarray
    cover_patterns: tuple[str, ...]
    ground: np.ndarray
    inks: np.ndarray
    patterns: tuple[str, ...]
    blank: frozenset[int] = frozenset()
    ice: RGB = (226, 241, 250)
    ice_cut: RGB = (176, 208, 230)
    water: RGB = (57, 133, 177)
    plaster: RGB = (226, 208, 184)
    roof: RGB = (169, 67, 43)
    roof_grey: RGB = (95, 104, 117)
    roof_straw: RGB = (190, 156, 96)
    roof_pale: RGB = (176, 168, 156)
    leaves: RGB = (71, 109, 79)
    trunk: RGB = (92, 70, 52)
    rail: RGB = (58, 52, 48)
    sewer: RGB = (122, 62, 130)
    ink: RGB = (46, 38, 32)
    topsoil: RGB = (104, 82, 60)
    paper: RGB = (240, 233, 219)
    boundary: RGB = (255, 255, 255)
    boundary_casing: RGB = (59, 51, 43)
    sky_top: RGB = (248, 244, 234)
    sky_bottom: RGB = (233, 224, 206)
    night_top: RGB = (52, 60, 62)
    night_bottom: RGB = (21, 24, 25)

    @classmethod
    def of(cls, legend: Legend, colour_set: str = CONTRAST) -> BlockColours:
        """Return the colours of a legend.

        Parameters
        ----------
        legend : Legend
        colour_set : str
            One of :data:`COLOUR_SETS`: ``contrast`` mixes lithology and unit; ``official`` gives the
            published colour of the lithology, and where the model has made ground its own.
        """
        cover = np.full((256, 3), UNKNOWN, dtype=np.uint8)
        cover_patterns = ["none"] * 256
        for item in legend.covers:
            cover[item.code] = hex_to_rgb(item.colour)
            cover_patterns[item.code] = item.pattern
        ground = np.full((256, 16, 3), UNKNOWN, dtype=np.uint8)
        inks = np.zeros((16, 3), dtype=np.uint8)
        patterns = ["none"] * 16
        for lithology in legend.lithologies:
            inks[lithology.code] = hex_to_rgb(lithology.pattern_ink)
            patterns[lithology.code] = lithology.pattern
        for unit in legend.units:
            for lithology in legend.lithologies:
                ground[unit.index, lithology.code] = ground_colour(unit, lithology, colour_set)
        return cls(cover, tuple(cover_patterns), ground, inks, tuple(patterns))

    def blank_as_one(self, unit: np.ndarray) -> np.ndarray:
        """Return units, uint8, with all that are left blank as one: no line lies between them."""
        if not self.blank:
            return unit
        one = np.arange(256, dtype=np.uint8)
        one[sorted(self.blank)] = min(self.blank)
        return np.asarray(one[unit])


def ground_colour(unit: Unit, lithology: LithologyClass, colour_set: str = CONTRAST) -> RGB:
    """Return the colour of a lithology in a unit, as on the walls of the block."""
    if colour_set == OFFICIAL:
        return hex_to_rgb(lithology.colour_official)
    own, tint = (np.array(hex_to_rgb(text)) for text in (lithology.colour_contrast, unit.tint))
    r, g, b = np.rint(own * (1 - TINT_SHARE) + tint * TINT_SHARE).astype(int).tolist()
    return r, g, b
