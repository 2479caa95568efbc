"""The colours of a block: tables by code, made from the legend. Colour is defined nowhere else here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.model.legend import Legend

__all__ = ["RGB", "BlockColours", "hex_to_rgb"]

RGB = tuple[int, int, int]

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


@dataclass(frozen=True, eq=False)
class BlockColours:
    """What everything is painted with, sRGB.

    Parameters
    ----------
    cover : (256, 3) uint8
        By code of land cover.
    grain : (256,) float32
        How much the tone of a land cover varies from place to place: a wood more than a street.
    ground : (256, 16, 3) uint8
        By index of the unit and GeoTOP lithoclass: lithology with 35 % of the unit's tint.
    others : RGB
        Of the things that have no class in the legend.
    """

    cover: np.ndarray
    grain: np.ndarray
    ground: np.ndarray
    ice: RGB = (226, 241, 250)
    ice_cut: RGB = (176, 208, 230)
    water: RGB = (57, 133, 177)
    plaster: RGB = (226, 208, 184)
    roof: RGB = (169, 67, 43)
    roof_grey: RGB = (95, 104, 117)
    ink: RGB = (46, 38, 32)
    topsoil: RGB = (104, 82, 60)
    paper: RGB = (240, 233, 219)
    boundary: RGB = (255, 255, 255)
    boundary_casing: RGB = (59, 51, 43)
    sky_top: RGB = (248, 244, 234)
    sky_bottom: RGB = (233, 224, 206)

    @classmethod
    def of(cls, legend: Legend) -> BlockColours:
        """Return the colours of a legend: its contrast palette."""
        cover = np.full((256, 3), UNKNOWN, dtype=np.uint8)
        grain = np.full(256, 0.02, dtype=np.float32)
        for item in legend.covers:
            cover[item.code] = hex_to_rgb(item.colour)
            grain[item.code] += min(item.trees_per_ha, 120.0) * 0.0012
        ground = np.full((256, 16, 3), UNKNOWN, dtype=np.uint8)
        for unit in legend.units:
            tint = np.array(hex_to_rgb(unit.tint))
            for lithology in legend.lithologies:
                own = np.array(hex_to_rgb(lithology.colour_contrast))
                mixed = own * (1 - TINT_SHARE) + tint * TINT_SHARE
                ground[unit.index, lithology.code] = np.rint(mixed)
        return cls(cover=cover, grain=grain, ground=ground)
