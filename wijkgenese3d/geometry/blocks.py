"""The ground as blocks ("blokjes"): its voxels, each face in the colour of what lies there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.geometry.skin import CellVolume, block_skin
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.fabric import Fabric

__all__ = ["BLOCK_HEIGHT", "make_blocks"]

BLOCK_HEIGHT = 2.0
"""Height of a block, m: thinner ones cannot be told apart in the whole block."""
_SIDES = (0.80, 0.84, 0.95, 0.88, 0.6, 1.0)
"""Light on west, east, south, north, below and above."""


def make_blocks(
    columns: Columns,
    fabrics: Mapping[int, Fabric],
    colours: BlockColours,
    frame: LocalFrame,
    hidden: Collection[int] = (),
    height: float = BLOCK_HEIGHT,
) -> ColouredMesh:
    """Return the blocks of a slice.

    Parameters
    ----------
    columns : Columns
        The ground.
    fabrics : mapping of int to Fabric
        Asked at the middle of each block.
    hidden : collection of int
        Indices of the units that are not drawn; what lies under them shows.
    height : float
        Of a block, m.
    """
    cells = CellVolume.of_columns(columns, height, fabrics)
    shown = sorted({int(unit) for unit in cells.classes[:, 0]} - set(hidden))
    skin = block_skin(cells, visible=shown, frame=frame)
    unit, lithology = cells.classes[skin.labels].T
    light = np.array(_SIDES)[skin.sides]
    own = colours.ground[unit, lithology & 15] * light[:, None]
    triangles = skin.quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    return ColouredMesh(skin.points, triangles, np.repeat(own.astype(np.uint8), 2, axis=0))
