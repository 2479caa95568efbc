"""The parts of a block as it is drawn, by name: what files of meshes hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wijkgenese3d.geometry.block import BlockPicture, BlockSetting
from wijkgenese3d.geometry.mesh import ColouredMesh, TexturedMesh
from wijkgenese3d.geometry.walls import SIDES

__all__ = ["Mesh", "block_parts"]

Mesh = TexturedMesh | ColouredMesh

_DARK = 0.35
"""How light the underside is, of the colour of paper."""


def block_parts(
    picture: BlockPicture, setting: BlockSetting, hidden: frozenset[str] = frozenset()
) -> dict[str, Mesh]:
    """Return what the block is made of.

    Parameters
    ----------
    picture : BlockPicture
    setting : BlockSetting
        What it was made with.
    hidden : frozenset of str
        Keys of layers that are not painted on the terrain.

    Returns
    -------
    dict of str to TexturedMesh or ColouredMesh
        ``terrain``, ``wall_south`` ..., ``base``, and of ``buildings``, ``signs``, ``trees``, ``water`` and
        ``ice`` those that there are; in the local frame.
    """
    terrain = picture.terrain
    if picture.drape is not None:
        terrain = replace(terrain, texture=picture.drape.texture(hidden))
    walls = {f"wall_{side}": wall for side, wall in zip(SIDES, picture.walls, strict=True)}
    parts: dict[str, Mesh | None] = {
        "terrain": terrain,
        **walls,
        "base": _base(setting),
        "buildings": picture.buildings,
        "signs": picture.glyphs,
        "trees": picture.trees,
        "water": picture.water,
        "ice": picture.ice,
    }
    return {name: mesh for name, mesh in parts.items() if mesh is not None and len(mesh.triangles)}


def _base(setting: BlockSetting) -> ColouredMesh:
    """Return the underside, looking down."""
    e = setting.grid.extent
    x, y = np.array([e.xmin, e.xmax, e.xmax, e.xmin]), np.array([e.ymin, e.ymin, e.ymax, e.ymax])
    triangles = np.array([[0, 2, 1], [0, 3, 2]], dtype=np.int32)
    colour = (np.array(setting.colours.paper) * _DARK).astype(np.uint8)
    return ColouredMesh(setting.frame.to_local(x, y, setting.base), triangles, np.tile(colour, (2, 1)))
