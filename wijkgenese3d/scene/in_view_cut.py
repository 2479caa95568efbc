"""What of a block that is cut open is in view: its lid, the bare ground under it, floors and inner walls."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.geometry.cut import Bite, Cut
from wijkgenese3d.geometry.ground_at import ground_at
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.line_of_sight import Hits, Sight, hits_of
from wijkgenese3d.geometry.opened import SKIN, OpenedBlock
from wijkgenese3d.geometry.walls import OFFICIAL_DEPTH
from wijkgenese3d.model.legend import AIR
from wijkgenese3d.scene.in_view import CODES, LINES, UNTOLD, Met, Samples, cells_of

__all__ = ["CutSamples", "cut_samples"]

_UNDER_EDGE = 0.3
"""A line of sight that comes from over the piece meets its wall so far below the ground, or lower, m."""


@dataclass(frozen=True, eq=False, kw_only=True)
class CutSamples(Samples):
    """What lies where in a slice that is cut open.

    Parameters
    ----------
    block : OpenedBlock
    cut : Cut
    rise : float
        How high the lid is lifted, m; 0 for none.
    """

    block: OpenedBlock = field(repr=False)
    cut: Cut
    rise: float

    def met(self, projection: Projection) -> Met:
        """Return what the lines of sight meet: the lid first, then what is left of the block."""
        sight, surface = Sight.of(projection, LINES), []
        if self.rise > 0:
            lid = hits_of(sight, self.grid, self.surface + self.rise, float(self.surface.min()))
            there = ~self.cut.takes(*lid.ground[:, :2].T)
            surface.append(lid.ground[there])
            sight = sight.without(lid.lines[there])
        whole = self._whole
        taken = self.cut.takes(*np.meshgrid(self.grid.x, self.grid.y), whole)
        piece = self.cut.piece
        floor = piece.z if isinstance(piece, Bite) else self.base
        hits = hits_of(sight, self.grid, np.where(taken, np.minimum(whole, floor), whole), self.base)
        top, bare = self._told_apart(hits, sight.ahead, taken)
        codes, events = self._codes(np.concatenate([*hits.sides.values(), bare]))
        return Met(np.concatenate([*surface, top])[:, :2], codes, events, sight.share)

    @property
    def _bare(self) -> bool:
        """Whether nothing is on the block any more."""
        return self.cut.lid or self.cut.dig > 0

    @property
    def _whole(self) -> np.ndarray:
        """The top of the block without a lid, before a piece is taken, (ny, nx), m NAP."""
        if not self._bare:
            return self.surface
        return np.maximum(self.block.stack.ground - self.cut.dig, self.block.stack.base)

    def _told_apart(self, hits: Hits, ahead: np.ndarray, taken: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the surface is met with all that is on it, and where bare ground is, (n, 3) each."""
        at, heights = hits.ground, self._whole
        here = cells_of(self.grid, *at[:, :2].T)
        back = at[:, :2] - ahead[:2] * self.grid.cell / max(float(np.hypot(*ahead[:2])), 1e-9)
        floor = taken[here]
        wall = taken[cells_of(self.grid, *back.T)] & ~floor & (at[:, 2] < heights[here] - _UNDER_EDGE)
        top, inner = at[~floor & ~wall], [at[wall]]
        if isinstance(piece := self.cut.piece, Bite):
            inner.append(np.column_stack((at[floor, :2], np.full(floor.sum(), piece.z))))
        if not self._bare:
            return top, np.concatenate(inner)
        # As the bare ground is drawn: what lies just below its skin, or where it was dug.
        down = max(self.cut.dig, SKIN)
        level = np.maximum(self.block.stack.ground - down, self.block.stack.base)
        z = Sampler(self.grid, *top[:, :2].T)(level)
        return np.empty((0, 3)), np.concatenate([*inner, np.column_stack((top[:, :2], z))])

    def _codes(self, xyz: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what lies at places of bare ground: unit with lithoclass, and event with unit."""
        setting = self.block.setting
        unit, lithology, event = ground_at(self.block.stack, setting.fabrics, xyz)
        today = Sampler(setting.grid, *xyz[:, :2].T)(setting.today_ground)
        # What fades away below 30 m, or is left blank, is not told.
        told = (unit != AIR) & (xyz[:, 2] > today - OFFICIAL_DEPTH)
        told &= ~np.isin(unit, sorted(setting.hidden_units))
        unit = unit.astype(np.int64)
        return np.where(told, unit * CODES + lithology, UNTOLD), np.where(told, event * CODES + unit, UNTOLD)


def cut_samples(samples: Samples, block: OpenedBlock, cut: Cut, picture: BlockPicture) -> Samples:
    """Return what lies where once the block is cut open.

    Parameters
    ----------
    samples : Samples
        Of the whole block.
    block : OpenedBlock
    cut : Cut
    picture : BlockPicture
        Of the block, cut open like this.
    """
    if not cut:
        return samples
    rise = picture.lid_rise / block.setting.frame.exaggeration
    kept = {item.name: getattr(samples, item.name) for item in fields(Samples)}
    gone = (cut.dig > 0 or cut.lid) and not rise
    kept["houses"] = {} if gone else {key: _left(rows, cut, rise) for key, rows in samples.houses.items()}
    return CutSamples(**kept, block=block, cut=cut, rise=rise)


def _left(rows: np.ndarray, cut: Cut, rise: float) -> np.ndarray:
    """Return the places and areas of roofs that still stand, as high as they stand now."""
    x, y, z = rows[:, :3].T
    left = rows[~cut.takes(x, y, None if rise > 0 else z)]
    return left + np.array([0.0, 0.0, rise, 0.0])
