"""The ground as blocks ("blokjes"): its voxels, each face in the colour of what lies there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from wijkgenese3d.geometry.colours import BlockColours
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.mesh import ColouredMesh
from wijkgenese3d.geometry.skin import CellVolume, block_skin
from wijkgenese3d.geometry.walls import FADE_KEPT, FADE_OVER, FADE_STEPS, OFFICIAL_DEPTH
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.legend import AIR

__all__ = ["BLOCK_HEIGHT", "block_tops", "make_blocks"]

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
    today: np.ndarray | None = None,
) -> ColouredMesh:
    """Return the blocks of a slice, :data:`BLOCK_HEIGHT` high.

    Parameters
    ----------
    columns : Columns
        The ground.
    fabrics : mapping of int to Fabric
        Asked at the middle of each block.
    hidden : collection of int
        Indices of the units that are not drawn; what lies under them shows.
    today : (ny, nx), optional
        Today's ground surface, m NAP: 30 m below it the blocks fade, as the walls do.
    """
    cells, kept = CellVolume.of_columns(columns, BLOCK_HEIGHT, fabrics), np.ones(1)
    count = len(cells.classes)
    if today is not None:
        cells, kept = _faded(cells, today)
    shown = sorted({int(unit) for unit in cells.classes[:, 0]} - set(hidden))
    skin = block_skin(cells, visible=shown, frame=frame)
    unit, lithology = cells.classes[skin.labels].T
    share = kept[skin.labels // count][:, None]
    own = colours.ground[unit, lithology & 15] * share + np.array(colours.paper) * (1 - share)
    own *= np.array(_SIDES)[skin.sides][:, None]
    triangles = skin.quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    return ColouredMesh(skin.points, triangles, np.repeat(own.astype(np.uint8), 2, axis=0))


def block_tops(ground: np.ndarray, base: float) -> np.ndarray:
    """Return the top of the highest block in each cell, m NAP: the middle of a block lies in the ground."""
    return np.asarray(base + np.floor((ground - base) / BLOCK_HEIGHT + 0.5) * BLOCK_HEIGHT)


def _faded(cells: CellVolume, today: np.ndarray) -> tuple[CellVolume, np.ndarray]:
    """Give blocks far below today's ground labels of their own; and the share of colour by their round."""
    count = len(cells.classes)
    rounds = min(FADE_STEPS, (AIR - 1) // max(count, 1) - 1)
    if rounds < 1:
        return cells, np.ones(1)
    kept = np.concatenate(([1.0], np.linspace(*FADE_KEPT, rounds)))
    lattice = cells.lattice
    middle = lattice.z0 + (np.arange(lattice.nz) + 0.5) * lattice.dz
    label = cells.label.copy()
    for k, z in enumerate(middle.tolist()):
        below = today - OFFICIAL_DEPTH - z
        deep = np.clip(np.ceil(below / (FADE_OVER / rounds)), 0, rounds).astype(np.uint8)
        label[k] += np.where(label[k] < AIR, deep * np.uint8(count), np.uint8(0))
    return CellVolume(lattice, label, np.tile(cells.classes, (rounds + 1, 1))), kept
