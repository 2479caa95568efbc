"""Voxels: the columns at a chosen cell size, for exchange, for display as blocks, and as a test oracle.

Always derived from columns, never edited. Imported voxels become columns: :meth:`VoxelModel.to_columns`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.cf import CONVENTIONS, CRS_ATTRS, X_ATTRS, Y_ATTRS, Z_ATTRS, grid_from_centres
from wijkgenese3d.model.column_arrays import AIR_CODES, OUTSIDE_CODES, runs_of_voxels
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import CellSize, FloatGrid, NapRange, RDExtent
from wijkgenese3d.model.legend import AIR, FABRIC, OUTSIDE, Legend, Lithology
from wijkgenese3d.model.voxel_checks import check_voxel_dataset, spacing_along
from wijkgenese3d.model.voxel_volumes import MOST_VOXELS, voxel_volumes

__all__ = ["AIR_EVENT", "MOST_VOXELS", "OUTSIDE_EVENT", "VoxelModel", "check_voxel_dataset", "voxels"]

AIR_EVENT = AIR_CODES[2]
"""Event code of a voxel above the ground."""
OUTSIDE_EVENT = OUTSIDE_CODES[2]
"""Event code of a voxel outside the model."""


def voxels(
    columns: Columns,
    cell: CellSize,
    z_range: NapRange | None = None,
    fabrics: Mapping[int, Fabric] | None = None,
    legend: Legend | None = None,
    events: Sequence[EventInfo] = (),
) -> xr.Dataset:
    """Make voxels of columns.

    A voxel gets the codes of the run that holds its centre, in the map cell that holds its centre.
    Voxels start at the south-western corner of the box and at the lower bound of ``z_range``; one
    whose centre falls outside the box is coded as outside.

    Parameters
    ----------
    columns : Columns
        The ground.
    cell : CellSize
        Size of a voxel, m; need not be that of the columns.
    z_range : NapRange, optional
        Heights to cover, m NAP; by default from the base to the highest ground, widened to whole
        multiples of ``dz``.
    fabrics : mapping of int to Fabric, optional
        By index of the unit, asked at the voxel centres. Without it such voxels keep lithology 253.
    legend : Legend, optional
        Names lithology and units in ``flag_meanings``.
    events : sequence of EventInfo
        Names events in ``flag_meanings``.

    Returns
    -------
    xarray.Dataset
        Dimensions ``(z, y, x)``, cell centres, ascending, RD m and m NAP, with CF attributes:
        ``lithology``, ``unit`` uint8 (254 air, 255 outside), ``event`` uint16 (65534, 65535).

    Raises
    ------
    UsageError
        That would be more than :data:`MOST_VOXELS` voxels.
    DataError
        A unit asks for a fabric that is not among ``fabrics``.
    """
    made = voxel_volumes(columns, cell, z_range, fabrics)
    return _dataset(made.volumes, made.centres, cell, _meanings(legend, events))


def _meanings(legend: Legend | None, events: Sequence[EventInfo]) -> dict[str, dict[int, str]]:
    """Names of the codes of each variable; empty where nobody gave them."""
    ends = ({AIR: "air", OUTSIDE: "outside"}, {AIR_EVENT: "air", OUTSIDE_EVENT: "outside"})
    names: dict[str, dict[int, str]] = {"lithology": {}, "unit": {}, "event": {}}
    if legend is None:
        names["lithology"] = {code.value: code.name.lower() for code in Lithology}
    else:
        names["lithology"] = {row.code: row.key for row in legend.lithologies}
        names["unit"] = {row.index: row.key for row in legend.units} | ends[0]
    names["lithology"] |= {FABRIC: "fabric"} | ends[0]
    if events:
        names["event"] = {index: event.id for index, event in enumerate(events)} | ends[1]
    return names


def _dataset(
    volumes: tuple[np.ndarray, ...],
    centres: tuple[FloatGrid, ...],
    cell: CellSize,
    meanings: Mapping[str, Mapping[int, str]],
) -> xr.Dataset:
    long_names = {"lithology": "GeoTOP lithoclass", "unit": "body of ground", "event": "event that made it"}
    variables: dict[str, Any] = {}
    for name, volume in zip(long_names, volumes, strict=True):
        attrs: dict[str, Any] = {"long_name": long_names[name], "units": "1", "grid_mapping": "crs"}
        if meanings[name]:
            attrs["flag_values"] = np.array(list(meanings[name]), dtype=volume.dtype)
            attrs["flag_meanings"] = " ".join(text.replace(" ", "_") for text in meanings[name].values())
        variables[name] = (("z", "y", "x"), volume, attrs)
    variables["crs"] = ((), np.int32(0), dict(CRS_ATTRS))
    axes = zip("zyx", centres, (Z_ATTRS, Y_ATTRS, X_ATTRS), (cell.dz, cell.dy, cell.dx), strict=True)
    coords = {axis: (axis, values, {**attrs, "cell_size": float(step)}) for axis, values, attrs, step in axes}
    return xr.Dataset(variables, coords, {"Conventions": CONVENTIONS, "title": "Voxel model of the ground"})


@dataclass(frozen=True, eq=False)
class VoxelModel:
    """A dataset of voxels that has passed :func:`check_voxel_dataset`; an invalid one cannot be made.

    Raises
    ------
    DataError
        The dataset is not a voxel model as :func:`voxels` makes.
    """

    dataset: xr.Dataset

    def __post_init__(self) -> None:
        check_voxel_dataset(self.dataset)

    @property
    def cell(self) -> CellSize:
        """Size of a voxel, m."""
        return CellSize(*(spacing_along(self.dataset, axis) for axis in "xyz"))

    @property
    def extent(self) -> RDExtent:
        """Outer edges, RD, m."""
        (x0, x1), (y0, y1) = self._bounds("x"), self._bounds("y")
        return RDExtent(x0, y0, x1, y1)

    @property
    def z_range(self) -> NapRange:
        """Lowest and highest edge, m NAP."""
        return NapRange(*self._bounds("z"))

    def _bounds(self, axis: str) -> tuple[float, float]:
        values, half = self.dataset[axis].values, spacing_along(self.dataset, axis) / 2
        return float(values[0]) - half, float(values[-1]) + half

    def to_columns(self) -> Columns:
        """Return the voxels as columns, without loss: :func:`voxels` makes the same voxels of them.

        Voxels of equal codes above each other become one run; its top is the edge between them.

        Raises
        ------
        DataError
            Columns cannot hold it: voxels that are not square in plan, air or a gap below ground, a
            column without ground, or an underside that is not flat.
        """
        cell = self.cell
        grid = grid_from_centres(self.dataset["x"].values, self.dataset["y"].values, cell.dx)
        codes = tuple(self.dataset[name].values for name in ("lithology", "unit", "event"))
        solid = self._solid(codes[0])
        row_size, end, source = runs_of_voxels(codes, solid)
        lowest = self.z_range.base
        return Columns(
            grid,
            lowest + int(solid[0, 0, 0]) * cell.dz,
            row_size,
            (lowest + end * cell.dz).astype(np.float32),
            *(code.reshape(-1)[source] for code in codes),
        )

    def _solid(self, lithology: np.ndarray) -> np.ndarray:
        """First and one past the last z index of the ground in each column, (2, ny, nx) int32."""
        ground = lithology < AIR
        first = ground.argmax(axis=0)
        end = lithology.shape[0] - ground[::-1].argmax(axis=0)
        self._refuse(~ground.any(axis=0), "holds no ground")
        self._refuse(ground.sum(axis=0) != end - first, "has a gap in the ground")
        below = np.arange(lithology.shape[0])[:, None, None] < first
        self._refuse((below & (lithology == AIR)).any(axis=0), "has air below the ground")
        self._refuse(first != first[0, 0], "has another underside than the first column")
        return np.stack((first, end)).astype(np.int32)

    def _refuse(self, wrong: Any, what: str) -> None:
        if wrong.any():
            iy, ix = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
            x, y = float(self.dataset["x"][ix]), float(self.dataset["y"][iy])
            msg = f"column at x {x:g}, y {y:g} (row {iy}, column {ix}) {what}"
            raise DataError(msg, hint="cut the voxels to where they are complete")
