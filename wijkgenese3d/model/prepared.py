"""The prepared model: all slices of a scene, replayed once; what it holds and where it lies."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid, RDExtent
from wijkgenese3d.model.layers import Layer
from wijkgenese3d.model.timeline import Timeline
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["Number", "PreparedModel", "prepared_path"]

Number = float | int | np.ndarray
"""A whole-area number: a scalar, or a 1-D or 2-D float64 array."""


@dataclass(frozen=True, eq=False)
class PreparedModel:
    """Everything that a build makes of a scene.

    Parameters
    ----------
    name : str
        Name of the scene.
    grid, cover_grid : Grid
        Map cells of the ground, and the finer raster of land cover and use.
    base : float
        Flat underside of the ground, m NAP.
    timeline : Timeline
        The stops.
    events : tuple of EventInfo
        In the order of the scene; runs carry the index in it.
    layers : tuple of Layer
        All slots of the scene, ascending.
    slices : tuple of TimeSlice
        In order of time. The layers of each stack are a subset of ``layers``; a raster that two
        slices share should be the same array, which saves comparing it.
    features : FeatureTable
        Of all years.
    input_hash : str
        Hash of everything that the build has read.
    chain : mapping of str to str
        Per slice id the hash of what led up to that slice, to restart a replay there.
    numbers : mapping of str to number or array
        Whole-area numbers that a replay of a window or of a year between the stops needs.
    meta : mapping
        Anything else that JSON can hold.

    Raises
    ------
    DataError
        The parts do not fit each other.
    """

    name: str
    grid: Grid
    base: float
    cover_grid: Grid
    timeline: Timeline
    events: tuple[EventInfo, ...]
    layers: tuple[Layer, ...]
    slices: tuple[TimeSlice, ...] = field(repr=False)
    features: FeatureTable = field(default_factory=FeatureTable, repr=False)
    input_hash: str = ""
    chain: Mapping[str, str] = field(default_factory=dict, repr=False)
    numbers: Mapping[str, Number] = field(default_factory=dict, repr=False)
    meta: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        slots = [layer.slot for layer in self.layers]
        if slots != sorted(set(slots)):
            msg = f"layer slots {slots} do not ascend"
            raise DataError(msg)
        if not self.slices or not self.layers:
            msg = f"a prepared model of {len(self.slices)} slices and {len(self.layers)} layers is empty"
            raise DataError(msg)
        ids = [part.slice_id for part in self.slices]
        known = [slice_id for slice_id in self.timeline.ids if slice_id in ids]
        if ids != known:
            msg = f"slices {ids} are not stops of the timeline {list(self.timeline.ids)}, in its order"
            raise DataError(msg)
        for part in self.slices:
            self._check_slice(part)
        self._check_numbers()

    def _check_slice(self, part: TimeSlice) -> None:
        if part.grid != self.grid or part.cover_grid != self.cover_grid:
            msg = f"slice {part.slice_id} lies on another grid than the model"
            raise DataError(msg)
        if part.stack.base != self.base:
            msg = f"slice {part.slice_id} has base {part.stack.base:g} m NAP, the model {self.base:g}"
            raise DataError(msg)
        strange = set(part.stack.layers) - set(self.layers)
        if strange:
            slots = sorted(layer.slot for layer in strange)
            msg = f"slice {part.slice_id} has layers in slots {slots} that the model does not know"
            raise DataError(msg)

    def _check_numbers(self) -> None:
        for name, value in self.numbers.items():
            if isinstance(value, np.ndarray) and (value.dtype != np.float64 or value.ndim not in {1, 2}):
                msg = f"number {name!r} is {value.dtype} of {value.ndim} dimensions; float64 of 1 or 2 needed"
                raise DataError(msg)


def prepared_path(scene_folder: Path, scene_name: str, cell: float, window: RDExtent | None = None) -> Path:
    """Return where the prepared model of a scene lies, whether it is there or not.

    That is ``data/subsurface/.prepared/<scene>/`` in the project of the scene: the nearest folder
    above it that holds ``data/subsurface`` or ``pyproject.toml``, or that holds the ``scenes`` folder
    it stands in. Where there is none, or it cannot be written to, it is the user's cache folder.

    Parameters
    ----------
    scene_folder : Path
        Folder with ``scene.toml``.
    scene_name : str
        Name of the scene; characters that a file name cannot have are replaced.
    cell : float
        Side of a map cell, m. Each cell size, and each window, has a model of its own.
    window : RDExtent, optional
        Part of the box of the scene.
    """
    folder = scene_folder.resolve()
    scene = re.sub(r"[^\w.-]+", "_", scene_name).strip(".") or "scene"
    name = f"{_plain(cell)}m"
    if window is not None:
        name += "-" + "-".join(_plain(value) for value in window.as_list())
    project = _project_of(folder)
    if project is not None:
        place = project / "data" / "subsurface" / ".prepared" / scene
        if _writable(place):
            return place / f"{name}.zarr"
    # Two scenes of one name in different places share this folder, so the place is in its name.
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    return _user_cache() / "wijkgenese3d" / "prepared" / f"{scene}-{mark}" / f"{name}.zarr"


def _plain(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _project_of(folder: Path) -> Path | None:
    for parent in folder.parents:
        if (parent / "data" / "subsurface").is_dir() or (parent / "pyproject.toml").is_file():
            return parent
    return folder.parent.parent if folder.parent.name == "scenes" else None


def _writable(place: Path) -> bool:
    """Tell whether a folder could be written to, or be made."""
    nearest = next(p for p in (place, *place.parents) if p.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".cache"
