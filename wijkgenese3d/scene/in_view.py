"""What of a picture is in view, for legend and sources: what each of some 20,000 lines of sight meets first.

So what is hidden does not count, and what covers three thousandths of the picture is met by some sixty of
them. Houses and crowns of trees have no place in the raster of the ground: they count by their area.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.line_of_sight import first_hits
from wijkgenese3d.geometry.packed import Packed, PackedArray
from wijkgenese3d.geometry.peel import peel
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.walls import OFFICIAL_DEPTH, Wall
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack
from wijkgenese3d.model.legend import AIR
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.visible_legend import VisibleCounts

__all__ = ["CODES", "LINES", "UNTOLD", "Met", "Samples", "cells_of"]

LINES = 20_000
"""Lines of sight."""
CODES, UNTOLD = 256, -1
"""Two codes make one, the first times ``CODES``; the code of what is not told."""
_KEPT_UNTOLD = np.iinfo(np.uint16).max
_STEPS, _ROW = 400, 0.5
_CROWN = 30.0
"""Area of the crown of a tree, m2."""
_HOUSE = 60.0
"""Area of a house of which only the place is known, m2."""
_PIXELS = 1_000_000.0
"""Counts are given as of a picture of so many pixels."""


@dataclass(frozen=True, eq=False)
class _Side:
    """A side of the block: codes (rows from below, columns along it) uint16, unit x 256 + lithoclass.

    ``events`` has the same shape and type: which put it there. What is not told is the largest number.
    """

    start: tuple[float, float]
    step: float
    bottom: float
    codes: np.ndarray
    events: np.ndarray

    def at(self, xyz: np.ndarray) -> np.ndarray:
        """Return the codes at points of the side."""
        codes = self.codes[self._cells(xyz)].astype(np.int64)
        return np.where(codes == _KEPT_UNTOLD, UNTOLD, codes)

    def event_at(self, xyz: np.ndarray) -> np.ndarray:
        """Return what put the ground at points of the side: event x 256 + unit, or untold."""
        cells = self._cells(xyz)
        events, codes = self.events[cells].astype(np.int64), self.codes[cells]
        return np.where(codes == _KEPT_UNTOLD, UNTOLD, events * CODES + codes // CODES)

    def _cells(self, xyz: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        along = np.hypot(xyz[:, 0] - self.start[0], xyz[:, 1] - self.start[1])
        column = np.clip((along / self.step).astype(np.intp), 0, self.codes.shape[1] - 1)
        row = np.clip(((xyz[:, 2] - self.bottom) / _ROW).astype(np.intp), 0, self.codes.shape[0] - 1)
        return row, column


@dataclass(frozen=True, eq=False)
class Met:
    """What lines of sight meet first.

    Parameters
    ----------
    surface : (n, 2)
        RD, m, of those that meet the surface with all that is on it.
    ground : (m,) int
        Unit x 256 + lithoclass of those that meet bare ground, or untold.
    events : (m,) int
        Event x 256 + unit of the same.
    share : float
        Of the picture that each line of sight stands for.
    """

    surface: np.ndarray
    ground: np.ndarray
    events: np.ndarray
    share: float


@dataclass(frozen=True, eq=False)
class Samples:
    """What lies where in one slice.

    Parameters
    ----------
    grid, cover_grid : Grid
        Of the surface and of the land cover.
    surface : (ny, nx)
        Of ground or ice, m NAP.
    base : float
        Underside of the block, m NAP.
    cover : uint8 raster
        Codes of land cover.
    ice : bool raster
        Where there is ice.
    trees : function
        Trees per hectare at places (RD, m) with their codes of land cover.
    sides : mapping of str to packed _Side
        As rasters of this are kept for every picture, they are packed.
    houses : mapping of str to (n, 4) array
        Places (RD, m NAP) and areas (m2) of roofs, by key of the legend.
    top : (ny, nx) int32, packed
        Event x 256 + unit of what lies at the surface.
    skin : (ny, nx) int32, packed
        Unit x 256 + lithoclass of what is drawn at the surface where that is bare ground, or untold.
    bare : (ny, nx) bool
        Where nothing stands on it either.
    """

    grid: Grid
    cover_grid: Grid
    surface: np.ndarray = field(repr=False)
    base: float
    cover: np.ndarray = field(repr=False)
    ice: np.ndarray = field(repr=False)
    trees: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray] = field(repr=False)
    sides: dict[str, Packed[_Side]] = field(repr=False)
    houses: dict[str, np.ndarray] = field(repr=False)
    top: PackedArray = field(repr=False)
    skin: PackedArray = field(repr=False)
    bare: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, part: TimeSlice, setting: BlockSetting) -> Samples:
        """Take what a slice holds, as it is drawn: without units that are hidden."""
        stack, bare = part.stack, np.zeros(part.grid.shape, dtype=bool)
        skin = np.full(part.grid.shape, UNTOLD, dtype=np.int32)
        if setting.hidden_units or setting.as_blocks:
            peeled = peel(stack, setting.hidden_units, setting.fabrics)
            stack, bare = peeled.stack, peeled.bare
            shown = (bare | setting.as_blocks) & (peeled.unit != AIR)
            skin[shown] = (peeled.unit.astype(np.int32) * CODES + peeled.lithology)[shown]
        ice = np.isfinite(part.ice) & ~bare
        houses = _houses(part, setting).items()
        return cls(
            part.grid,
            part.cover_grid,
            np.where(ice, part.ice, stack.ground).astype(np.float32),
            setting.base,
            part.land_cover,
            ice,
            setting.tree_density(part),
            {wall.side: Packed.of(_side(stack, wall, setting)) for wall in setting.walls},
            {key: rows[~bare[cells_of(part.grid, *rows[:, :2].T)]] for key, rows in houses},
            PackedArray.of(_top(stack)),
            PackedArray.of(skin),
            bare,
        )

    def counts(self, projection: Projection, exaggeration: float) -> VisibleCounts:
        """Count what a camera sees; ``exaggeration`` is that of its frame."""
        met = self.met(projection)
        weight = met.share * _PIXELS
        x, y = met.surface.T
        cells, codes = cells_of(self.grid, x, y), self.cover[cells_of(self.cover_grid, x, y)]
        on_ice, skin = self.ice[cells], self.skin.array()[cells]
        grown, covered = ~on_ice & ~self.bare[cells], ~on_ice & (skin == UNTOLD)
        crowns = np.minimum(self.trees(x[grown], y[grown], codes[grown]) * _CROWN / 1e4, 1.0)
        things = {"ice": on_ice.sum() * weight, "trees": crowns.sum() * weight}
        scale = _PIXELS / (projection.view.height**2 * projection.aspect)
        for key, rows in self.houses.items():
            seen = float(rows[_inside(projection, rows), 3].sum()) * scale
            things[key] = seen * max(float(projection.away[2]), 0.2)
        ground = np.concatenate((met.ground, skin[~on_ice]))
        return VisibleCounts(
            {code: n for code, n in _counted(codes[covered], weight).items() if code},
            {divmod(code, CODES): n for code, n in _counted(ground, weight).items()},
            {key: round(seen) for key, seen in things.items() if seen > 0},
        )

    def seen(self, projection: Projection) -> dict[tuple[int, int], int]:
        """Count the pixels of what each event put there of each unit: by event and unit, ice left out."""
        met = self.met(projection)
        cells = cells_of(self.grid, *met.surface.T)
        codes = np.concatenate((met.events, self.top.array()[cells][~self.ice[cells]]))
        counted = _counted(codes, met.share * _PIXELS)
        return {divmod(code, CODES): pixels for code, pixels in counted.items()}

    def met(self, projection: Projection) -> Met:
        """Return what the lines of sight meet."""
        hits = first_hits(projection, self.grid, self.surface, self.base, LINES)
        sides = [(self.sides[name].unpacked(), xyz) for name, xyz in hits.sides.items()]
        none = np.empty(0, dtype=np.int64)
        return Met(
            hits.ground[:, :2],
            np.concatenate([none, *(side.at(xyz) for side, xyz in sides)]),
            np.concatenate([none, *(side.event_at(xyz) for side, xyz in sides)]),
            hits.share,
        )


def _top(stack: LayerStack) -> np.ndarray:
    """Event x 256 + unit of what lies at the surface, (ny, nx) int32."""
    code = np.full(stack.grid.shape, UNTOLD, dtype=np.int32)
    below: np.ndarray | int = stack.base_mm
    for layer, top in zip(stack.layers, stack.tops, strict=True):
        code[top > below] = layer.event * CODES + layer.unit
        below = top
    return code


def _side(stack: LayerStack, wall: Wall, setting: BlockSetting) -> _Side:
    line = wall.line
    ends = ((line.x[0], line.y[0]), (line.x[-1], line.y[-1]))
    step = line.length / _STEPS
    # Where all units are hidden there is nothing, but still a side.
    top = max(float(stack.ground.max()), stack.base + _ROW)
    section = make_section(stack, setting.fabrics, SectionLine.along(ends, step), dz=_ROW, top=top)
    today = Sampler(setting.grid, section.line.x, section.line.y)(setting.today_ground)
    z = np.broadcast_to(section.z[:, None], section.unit.shape)
    # What fades away below 30 m, or is left blank, is not told.
    told = (z < section.ground) & (z > today - OFFICIAL_DEPTH)
    told &= ~np.isin(section.unit, sorted(setting.hidden_units))
    code = section.unit.astype(np.uint16) * np.uint16(CODES) + section.lithology
    codes = np.where(told, code, np.uint16(_KEPT_UNTOLD))
    events = section.event.astype(np.uint16)
    return _Side(ends[0], step, float(section.z[0]) - _ROW / 2, codes, events)


def _houses(part: TimeSlice, setting: BlockSetting) -> dict[str, np.ndarray]:
    """Return a row for the middle and each corner of a house: a large one may be in view in part."""
    houses = list(part.features.at(part.year).of("building"))
    if not houses:
        return {}
    rows, roofs = [], []
    for house in houses:
        ring = np.array([point[:2] for point in house.xy], dtype=np.float64)
        points = np.vstack((ring.mean(axis=0), ring))
        rows.append(np.column_stack((points, np.full(len(points), _area(ring) / len(points)))))
        roofs += [setting.roofs.get(house.type, "red")] * len(points)
    x, y, area = np.vstack(rows).T
    found, kind = np.column_stack((x, y, part.ground[cells_of(part.grid, x, y)], area)), np.array(roofs)
    return {"roof_red": found[kind == "red"], "roof_grey": found[kind == "grey"]}


def _area(ring: np.ndarray) -> float:
    """Area of a ring, m2; of a point that of a small house."""
    if len(ring) < 3:
        return _HOUSE
    x, y = (ring - ring[0]).T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def cells_of(grid: Grid, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of the cell of each place."""
    e = grid.extent
    iy = np.clip(((y - e.ymin) / grid.cell).astype(np.intp), 0, grid.ny - 1)
    return iy, np.clip(((x - e.xmin) / grid.cell).astype(np.intp), 0, grid.nx - 1)


def _inside(projection: Projection, rows: np.ndarray) -> np.ndarray:
    places = projection(rows[:, 0], rows[:, 1], rows[:, 2])
    return np.asarray(((places > 0) & (places < 1)).all(axis=-1))


def _counted(codes: np.ndarray, weight: float) -> dict[int, int]:
    """Return the pixels of each code that is told."""
    found, numbers = np.unique(codes[codes != UNTOLD], return_counts=True)
    return {int(code): round(float(n) * weight) for code, n in zip(found, numbers, strict=True)}
