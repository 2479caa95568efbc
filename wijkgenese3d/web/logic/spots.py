"""Places in the picture and on the ground: which spot lies under a pointer."""

from __future__ import annotations

from wijkgenese3d.geometry.pick import pick_ground
from wijkgenese3d.geometry.turntable import Turntable, pixel_ray
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.web.logic.pictures import Drawn

__all__ = ["spot_at"]


def spot_at(
    drawn: Drawn | None,
    grid: Grid,
    camera: Turntable,
    size: tuple[float, float],
    place: tuple[float, float],
) -> tuple[float, float] | None:
    """Return the spot of the ground under a place in the picture, RD, m; None beside the block.

    Parameters
    ----------
    drawn : Drawn or None
        The picture, with the ground that is left in it.
    grid : Grid
        Map cells of the ground.
    camera : Turntable
        From where is looked.
    size : (width, height)
        Of the picture.
    place : (x, y)
        Fractions from its left and upper edge.
    """
    if drawn is None:
        return None
    aspect = size[0] / size[1]
    view = camera.view(drawn.frame, aspect)
    origin, direction = pixel_ray(view, drawn.frame, place[0], 1.0 - place[1], aspect)
    hit = pick_ground(grid, drawn.ground, origin, direction)
    return None if hit is None else hit[:2]
