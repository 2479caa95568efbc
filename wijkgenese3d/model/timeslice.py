"""One moment: the ground, the landscape on it and the settlement in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.columns import Columns
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import LayerStack

__all__ = ["TimeSlice"]


@dataclass(frozen=True)
class TimeSlice:
    """State of the neighbourhood at one year.

    Parameters
    ----------
    slice_id : str
        ``"T06"``, or ``"year 1494"`` for a year between the stops.
    year : float
        Astronomical.
    stack : LayerStack
        The ground.
    cover_grid : Grid
        Finer raster of land cover and use, over the same extent.
    land_cover, use : (ny, nx) uint8 on ``cover_grid``
        Codes of the legend; 0 is none.
    painted : (ny, nx) uint8 on ``cover_grid``
        Land cover as the events painted it, without the roofs, streets and water that lie over it in
        ``land_cover``: what is left when they go.
    soil : (ny, nx) uint8 on the grid of the stack
        Codes of the legend; 0 is none.
    ice, water : (ny, nx) float32 on the grid of the stack
        Height of the surface, m NAP, NaN where there is none.
    features : FeatureTable
        What stands there in this year.

    Raises
    ------
    DataError
        A raster does not fit its grid.
    """

    slice_id: str
    year: float
    stack: LayerStack
    cover_grid: Grid
    land_cover: np.ndarray = field(repr=False)
    painted: np.ndarray = field(repr=False)
    use: np.ndarray = field(repr=False)
    soil: np.ndarray = field(repr=False)
    ice: np.ndarray = field(repr=False)
    water: np.ndarray = field(repr=False)
    features: FeatureTable = field(default_factory=FeatureTable, repr=False)

    def __post_init__(self) -> None:
        if self.cover_grid.extent != self.stack.grid.extent:
            msg = "the land cover raster does not cover the same box as the ground"
            raise DataError(msg)
        rasters = (
            ("land_cover", self.cover_grid, np.uint8),
            ("painted", self.cover_grid, np.uint8),
            ("use", self.cover_grid, np.uint8),
            ("soil", self.stack.grid, np.uint8),
            ("ice", self.stack.grid, np.float32),
            ("water", self.stack.grid, np.float32),
        )
        for name, grid, dtype in rasters:
            raster = getattr(self, name)
            if raster.shape != grid.shape or raster.dtype != dtype:
                msg = f"{name} is {raster.dtype} {raster.shape}; {np.dtype(dtype)} {grid.shape} needed"
                raise DataError(msg)

    @property
    def grid(self) -> Grid:
        """Map cells of the ground."""
        return self.stack.grid

    @cached_property
    def columns(self) -> Columns:
        """The ground as columns of runs."""
        return Columns.from_stack(self.stack)

    @property
    def ground(self) -> np.ndarray:
        """Ground surface (maaiveld), (ny, nx) float64, m NAP."""
        return self.stack.ground
