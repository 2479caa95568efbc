"""What the ground is: frame, legend, timeline, columns and their voxels, slices, and the store.

Numbers and names only; nothing here knows how a scene is replayed or drawn. What leans on xarray or
zarr is loaded when it is first used, so that the command line starts fast. The function that makes
voxels has the name of its module: ``from wijkgenese3d.model.voxels import voxels``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wijkgenese3d.model.columns import Column, Columns, expand
from wijkgenese3d.model.events import ALLIANCES, CERTAINTIES, EventInfo
from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.model.frame import (
    CRS,
    CRS_COMPOUND,
    CRS_VERTICAL,
    CellSize,
    FloatGrid,
    Grid,
    NapRange,
    RDExtent,
)
from wijkgenese3d.model.layers import Layer, LayerStack, MmRaster, to_millimetres
from wijkgenese3d.model.legend import (
    AIR,
    FABRIC,
    OUTSIDE,
    CoverClass,
    Legend,
    Lithology,
    LithologyClass,
    Member,
    SoilClass,
    Unit,
    UseClass,
    data_folder,
    read_legend,
)
from wijkgenese3d.model.prepared import PreparedModel, prepared_path
from wijkgenese3d.model.timeline import PRESENT_BP, Stop, Timeline, Years, year_words
from wijkgenese3d.model.timeslice import TimeSlice

if TYPE_CHECKING:
    from wijkgenese3d.model.store import PreparedReader, open_prepared, write_prepared
    from wijkgenese3d.model.voxels import AIR_EVENT, OUTSIDE_EVENT, VoxelModel, check_voxel_dataset

__all__ = [
    "AIR",
    "AIR_EVENT",
    "ALLIANCES",
    "CERTAINTIES",
    "CRS",
    "CRS_COMPOUND",
    "CRS_VERTICAL",
    "FABRIC",
    "OUTSIDE",
    "OUTSIDE_EVENT",
    "PRESENT_BP",
    "CellSize",
    "Column",
    "Columns",
    "CoverClass",
    "EventInfo",
    "Fabric",
    "Feature",
    "FeatureTable",
    "FloatGrid",
    "Grid",
    "Layer",
    "LayerStack",
    "Legend",
    "Lithology",
    "LithologyClass",
    "Member",
    "MmRaster",
    "NapRange",
    "PreparedModel",
    "PreparedReader",
    "RDExtent",
    "SoilClass",
    "Stop",
    "TimeSlice",
    "Timeline",
    "Unit",
    "UseClass",
    "VoxelModel",
    "Years",
    "check_voxel_dataset",
    "data_folder",
    "expand",
    "open_prepared",
    "prepared_path",
    "read_legend",
    "to_millimetres",
    "write_prepared",
    "year_words",
]

_LAZY = {
    **dict.fromkeys(("PreparedReader", "open_prepared", "write_prepared"), "store"),
    **dict.fromkeys(("AIR_EVENT", "OUTSIDE_EVENT", "VoxelModel", "check_voxel_dataset"), "voxels"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
