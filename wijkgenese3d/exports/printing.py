"""The ground, or the block with what stands on it, as a body to print: STL and 3MF, in millimetres."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.errors import UsageError
from wijkgenese3d.exports.feature_table import shape_of
from wijkgenese3d.exports.formats import What
from wijkgenese3d.exports.provenance import Provenance
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.geometry.solid import make_solid
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["PRINT_SIZE", "PrintedBody", "printed_body", "read_scale"]

PRINT_SIZE = 200.0
"""Longest side of a print where no scale is asked for, mm: the bed of a common printer."""
SMALLEST, LARGEST = 5.0, 5000.0
"""Longest side that can be asked for, mm."""


@dataclass(frozen=True, eq=False)
class PrintedBody:
    """A closed body in millimetres, its base at z = 0 and its south-west corner at 0, 0.

    Parameters
    ----------
    points : (n, 3) float64
        mm.
    triangles : (m, 3) int32
    scale : float
        ``N`` of 1:N.
    exaggeration : float
        How many times larger heights are than the scale says.
    name : str
        Scene and moment, in ASCII.
    """

    points: np.ndarray
    triangles: np.ndarray
    scale: float
    exaggeration: float
    name: str

    @property
    def size(self) -> tuple[float, float, float]:
        """Width, depth and height, mm."""
        x, y, z = np.ptp(self.points, axis=0).tolist()
        return x, y, z

    @property
    def said(self) -> str:
        """Scale, size and exaggeration in one line."""
        size = " x ".join(f"{side:.1f}" for side in self.size)
        return f"1:{self.scale:g}, {size} mm, heights x {self.exaggeration:g}"

    def stl(self) -> bytes:
        """Return it as binary STL; the header names it, with its scale."""
        content = bytes(self._mesh().export(file_type="stl"))
        # A header that begins with "solid" would be read as text.
        header = f"{self.name} 1:{self.scale:g} mm, heights x {self.exaggeration:g}".encode(
            "ascii", "replace"
        )
        return header[:80].ljust(80) + content[80:]

    def three_mf(self) -> bytes:
        """Return it as 3MF."""
        return bytes(self._mesh().export(file_type="3mf"))

    def _mesh(self):
        import trimesh

        return trimesh.Trimesh(
            self.points, self.triangles, process=False, metadata={"name": f"{self.name} 1:{self.scale:g}"}
        )


def read_scale(text: str | None) -> float | None:
    """Read ``1:N``; None where there is none.

    Raises
    ------
    UsageError
        It is not 1:N with an N of 1 or more.
    """
    if text is None:
        return None
    found = re.fullmatch(r"\s*1\s*:\s*(\d{1,9}(?:\.\d{1,6})?)\s*", text)
    if not found or float(found[1]) < 1:
        msg = f"--scale: {text!r} is not 1:N"
        raise UsageError(msg, hint="give a scale such as 1:10000")
    return float(found[1])


def printed_body(
    part: TimeSlice, base: float, what: What, scale: float | None, exaggeration: float, about: Provenance
) -> PrintedBody:
    """Return a slice as a body to print.

    Parameters
    ----------
    part : TimeSlice
    base : float
        Underside, m NAP.
    what : What
        ``ground``, or ``block``: with houses, water and ice on it, as heights on the raster of land cover.
    scale : float, optional
        ``N`` of 1:N; by default a round one with which the longest side is :data:`PRINT_SIZE` at most.
    exaggeration : float
        How many times larger heights are than the scale says.
    about : Provenance

    Raises
    ------
    UsageError
        With that scale it would be too small or too large.
    """
    grid, heights = (part.grid, part.ground) if what is What.ground else _with_things(part)
    e = grid.extent
    tall = (float(heights.max()) - base) * exaggeration
    longest = max(e.width, e.height, tall)
    chosen = _fitting(longest) if scale is None else scale
    side = longest * 1000.0 / chosen
    if not SMALLEST <= side <= LARGEST:
        msg = (
            f"--scale 1:{chosen:g} makes a print of {side:.3g} mm; {SMALLEST:g} to {LARGEST:g} mm is allowed"
        )
        raise UsageError(msg, hint=f"1:{_fitting(longest):g} makes it {PRINT_SIZE:g} mm or a little less")
    points, triangles = make_solid(grid, heights, base)
    points = (points - (e.xmin, e.ymin, base)) * (1.0, 1.0, exaggeration) * (1000.0 / chosen)
    return PrintedBody(
        points, triangles, chosen, exaggeration, f"wijkgenese3d {about.scene} {about.slice_id}"
    )


def _fitting(longest: float) -> float:
    """Return N of a scale of two digits with which ``longest`` metres are :data:`PRINT_SIZE` at most."""
    least = longest * 1000.0 / PRINT_SIZE
    step = 10.0 ** (math.floor(math.log10(least)) - 1)
    return float(math.ceil(least / step - 1e-9) * step)


def _with_things(part: TimeSlice) -> tuple[Grid, np.ndarray]:
    """Return the raster of land cover, and on it the height of whatever is highest, m NAP."""
    from rasterio import Affine
    from rasterio.features import rasterize

    grid, coarse = part.cover_grid, part.grid
    e = grid.extent
    times = round(coarse.cell / grid.cell)
    heights = _finer(part.ground, coarse, grid)
    for body in (part.water, part.ice):
        heights = np.fmax(heights, np.kron(body, np.ones((times, times))))
    houses = [f for f in part.features.at(part.year).of("building") if f.height > 0]
    shapes = [(shape_of(f), f.height) for f in sorted(houses, key=lambda f: f.height)]
    if shapes:
        place = Affine(grid.cell, 0.0, e.xmin, 0.0, -grid.cell, e.ymax)
        up = rasterize(shapes, grid.shape, transform=place, dtype="float64")
        heights = heights + up[::-1]
    return grid, heights


def _finer(ground: np.ndarray, coarse: Grid, grid: Grid) -> np.ndarray:
    """Return the ground at the centres of a finer raster, linear between those of the coarse one."""
    x, y = np.meshgrid(grid.x, grid.y)
    return Sampler(coarse, x, y)(ground)
