"""What of a picture is in view, for its legend: samples on the ground and on the walls, seen by the camera.

A sample counts for the area that it stands for, as it looks from the camera. Nothing hides anything else:
for a legend that is near enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.section import SectionLine, make_section
from wijkgenese3d.geometry.walls import OFFICIAL_DEPTH, Wall
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.visible_legend import VisibleCounts

__all__ = ["Samples"]

_MOST = 24_000
"""Samples on the ground."""
_STEPS, _ROW = 160, 1.0
_CODES = 256
_OUTWARD = {"south": (0.0, -1.0), "east": (1.0, 0.0), "north": (0.0, 1.0), "west": (-1.0, 0.0)}
_CROWN = 30.0
"""Area of the crown of a tree, m2."""
_PIXELS = 1_000_000.0
"""Counts are given as of a picture of so many pixels."""


@dataclass(frozen=True, eq=False)
class _Part:
    """Samples on one plane: places (n, 3), RD and NAP; codes; m2 each; the direction it faces, as drawn."""

    xyz: np.ndarray
    code: np.ndarray
    area: float
    facing: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples of one slice.

    Parameters
    ----------
    ground : _Part
        Codes of land cover.
    walls : tuple of _Part
        Unit x 256 + lithoclass.
    things : mapping of str to (n, 4) array
        Places and drawn areas of ice, roofs and trees.
    """

    ground: _Part = field(repr=False)
    walls: tuple[_Part, ...] = field(repr=False)
    things: dict[str, np.ndarray] = field(repr=False)

    @classmethod
    def of(cls, part: TimeSlice, setting: BlockSetting) -> Samples:
        """Take samples of a slice."""
        grid = part.cover_grid
        every = max(1, math.ceil(math.sqrt(grid.nx * grid.ny / _MOST)))
        x, y = (a.ravel() for a in np.meshgrid(grid.x[::every], grid.y[::every]))
        z = Sampler(setting.grid, x, y)(part.ground)
        codes = part.land_cover[::every, ::every].ravel()
        area = (grid.cell * every) ** 2
        ground = _Part(np.stack((x, y, z), -1), codes, area, (0.0, 0.0, 1.0))
        walls = tuple(_wall(part, wall, setting) for wall in setting.walls)
        return cls(ground, walls, _things(part, setting, ground))

    def counts(self, projection: Projection, exaggeration: float) -> VisibleCounts:
        """Count what a camera sees."""
        scale = _PIXELS / (projection.view.height**2 * projection.aspect)
        cover = _counted(self.ground, projection, scale, 1.0)
        ground: dict[int, float] = {}
        for wall in self.walls:
            for code, seen in _counted(wall, projection, scale, exaggeration).items():
                ground[code] = ground.get(code, 0.0) + seen
        things = {}
        for key, rows in self.things.items():
            seen = float(rows[_inside(projection, rows), 3].sum()) * scale
            things[key] = round(seen * max(float(projection.away[2]), 0.2))
        return VisibleCounts(
            {code: round(seen) for code, seen in cover.items() if code},
            {divmod(code, _CODES): round(seen) for code, seen in ground.items()},
            {key: seen for key, seen in things.items() if seen > 0},
        )


def _wall(part: TimeSlice, wall: Wall, setting: BlockSetting) -> _Part:
    line = wall.line
    ends = ((line.x[0], line.y[0]), (line.x[-1], line.y[-1]))
    step = line.length / _STEPS
    section = make_section(part.stack, setting.fabrics, SectionLine.along(ends, step), dz=_ROW)
    today = Sampler(setting.grid, section.line.x, section.line.y)(setting.today_ground)
    z = np.broadcast_to(section.z[:, None], section.unit.shape)
    # What fades away below 30 m is not told.
    kept = (z < section.ground) & (z > today - OFFICIAL_DEPTH)
    x, y = (np.broadcast_to(a, section.unit.shape) for a in (section.line.x, section.line.y))
    codes = section.unit.astype(np.int64) * _CODES + section.lithology
    nx, ny = _OUTWARD[wall.side]
    return _Part(np.stack((x[kept], y[kept], z[kept]), -1), codes[kept], step * _ROW, (nx, ny, 0.0))


def _things(part: TimeSlice, setting: BlockSetting, ground: _Part) -> dict[str, np.ndarray]:
    """Return what stands on the ground: place and area as drawn of each, (n, 4)."""
    found = {"trees": _trees(part, setting, ground)}
    e, cell = part.grid.extent, part.grid.cell
    ice = (
        Sampler(part.grid, ground.xyz[:, 0], ground.xyz[:, 1])(np.isfinite(part.ice).astype(np.float32)) > 0.5
    )
    found["ice"] = np.column_stack((ground.xyz[ice], np.full(int(ice.sum()), ground.area)))
    houses = part.features.at(part.year).of("building")
    middle = houses.centres()
    if len(middle):
        iy = np.clip(((middle[:, 1] - e.ymin) / cell).astype(int), 0, part.grid.ny - 1)
        ix = np.clip(((middle[:, 0] - e.xmin) / cell).astype(int), 0, part.grid.nx - 1)
        area = np.array([_area(np.array([p[:2] for p in house.xy])) for house in houses])
        rows = np.column_stack((middle, part.ground[iy, ix], area))
        roofs = np.array([setting.roofs.get(house.type, "red") for house in houses])
        found["roof_red"] = rows[roofs == "red"]
        found["roof_grey"] = rows[roofs == "grey"]
    return found


def _trees(part: TimeSlice, setting: BlockSetting, ground: _Part) -> np.ndarray:
    density = setting.tree_density(part)(ground.xyz[:, 0], ground.xyz[:, 1], ground.code)
    crowns = np.minimum(density * _CROWN / 1e4, 1.0)
    has = crowns > 0
    return np.column_stack((ground.xyz[has], crowns[has] * ground.area))


def _area(ring: np.ndarray) -> float:
    """Area of a ring, m2; of a point that of a small house."""
    if len(ring) < 3:
        return 60.0
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def _inside(projection: Projection, xyz: np.ndarray) -> np.ndarray:
    places = projection(xyz[:, 0], xyz[:, 1], xyz[:, 2])
    return np.asarray(((places > 0) & (places < 1)).all(axis=-1))


def _counted(part: _Part, projection: Projection, scale: float, stretched: float) -> dict[int, float]:
    """Return the pixels of each code; nothing for what faces away."""
    share = float(np.dot(part.facing, projection.away))
    if share <= 0 or not len(part.code):
        return {}
    codes, numbers = np.unique(part.code[_inside(projection, part.xyz)], return_counts=True)
    weight = part.area * stretched * share * scale
    return {int(code): float(n) * weight for code, n in zip(codes, numbers, strict=True)}
