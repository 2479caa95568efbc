"""The store of prepared models: :func:`write_prepared`, :func:`open_prepared`, and the reader.

How it lies on disk: :mod:`wijkgenese3d.model.store_layout`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from wijkgenese3d.errors import DataError, UsageError, WijkgeneseError, nearest_name
from wijkgenese3d.model.columns import Column
from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.layers import Layer, LayerStack
from wijkgenese3d.model.prepared import Number
from wijkgenese3d.model.store_changes import Change, stacks_of, tops_of
from wijkgenese3d.model.store_features import FEATURE_ARRAYS, features_from_arrays
from wijkgenese3d.model.store_header import REBUILD, mark_of, read_header
from wijkgenese3d.model.store_layout import (
    NO_HEIGHT,
    RASTERS,
    TILE,
    events_from_json,
    grid_from_json,
    layers_from_json,
    timeline_from_json,
)
from wijkgenese3d.model.store_write import write_prepared
from wijkgenese3d.model.timeline import Timeline
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["PreparedReader", "open_prepared", "write_prepared"]

_SWAP = 0.3
"""Seconds that replacing a model may take; it is two renames."""


def open_prepared(path: Path) -> PreparedReader:
    """Open a prepared model; what it holds is read when it is asked for.

    Raises
    ------
    DataError
        There is none, or it is incomplete, damaged, foreign, or of another version.
    """
    until = time.monotonic() + _SWAP
    while True:
        before = mark_of(path)
        try:
            return PreparedReader(path)
        except DataError:
            # A builder may just be putting a new model in the place of this one: look again.
            swapped = mark_of(path) != before
            swapping = before is None and any(path.parent.glob(f".{path.name}.old-*"))
            if not (swapped or swapping) or time.monotonic() > until:
                raise
        time.sleep(0.01)


class PreparedReader:
    """A prepared model on disk; made by :func:`open_prepared`.

    Attributes
    ----------
    path : Path
        Where it lies.
    name : str
        Name of the scene.
    grid, cover_grid : Grid
        Map cells of the ground, and the finer raster of land cover and use.
    base : float
        Flat underside, m NAP.
    input_hash : str
        Hash of everything that the build has read.
    slice_ids : tuple of str
        In order of time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened = mark_of(path)
        self._arrays: dict[str, zarr.Array[Any]] = {}
        header = read_header(path)
        with self._reading("zarr.json"):
            self._header = header
            self.name: str = header["name"]
            self.grid: Grid = grid_from_json(header["grid"])
            self.cover_grid = Grid(self.grid.extent, header["cover_cell"])
            self.base: float = header["base"]
            self.input_hash: str = header["input_hash"]
            self.slice_ids: tuple[str, ...] = tuple(row["id"] for row in header["slices"])
            self._changes: list[Change] = [(row[0], row[1]) for row in header["changes"]]
            slots = {layer.slot: layer for layer in self.layers}
            self._slice_layers = [tuple(slots[s] for s in row["slots"]) for row in header["slices"]]

    @property
    def chain(self) -> Mapping[str, str]:
        """Per slice id the hash of what led up to that slice."""
        return dict(self._header["chain"])

    @property
    def meta(self) -> Mapping[str, Any]:
        """Anything else that the builder has kept."""
        return dict(self._header["meta"])

    @property
    def n_bytes(self) -> int:
        """Size on disk, without the header."""
        return sum(self._header["files"].values())

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All slots of the scene."""
        return layers_from_json(self._header["layers"])

    @cached_property
    def timeline(self) -> Timeline:
        """The stops."""
        return timeline_from_json(self._header["timeline"])

    @cached_property
    def events(self) -> tuple[EventInfo, ...]:
        """The events, in the order that the runs count in."""
        return events_from_json(self._header["events"])

    @cached_property
    def features(self) -> FeatureTable:
        """Features of all years."""
        with self._reading("features"):
            arrays = {name: np.asarray(self._open(f"features/{name}")[...]) for name in FEATURE_ARRAYS}
            table = features_from_arrays(arrays)
            if len(table) != self._header["n_features"]:
                msg = f"{len(table)} features where {self._header['n_features']} were written"
                raise ValueError(msg)
        return table

    @cached_property
    def numbers(self) -> Mapping[str, Number]:
        """Whole-area numbers: scalars and float64 arrays."""
        with self._reading("numbers"):
            stored = self._header["numbers"].items()
            arrays = {n: f"numbers/{value['array']}" for n, value in stored if isinstance(value, dict)}
            return {n: np.asarray(self._open(arrays[n])[...]) if n in arrays else v for n, v in stored}

    def stack(self, slice_id: str) -> LayerStack:
        """Return the ground of one slice.

        Raises
        ------
        UsageError
            There is no such slice; the nearest id is offered.
        DataError
            The model on disk is damaged.
        """
        index = self._index(slice_id)
        layers = self._slice_layers[index]
        tops = np.empty((len(layers), *self.grid.shape), dtype=np.int32)
        base_mm = LayerStack(self.grid, self.base).base_mm
        with self._reading("change"):
            array = self._ground()
            # Band by band: all changes of the whole grid together would be several times the slice.
            for start in range(0, self.grid.ny, TILE):
                rows = slice(start, min(start + TILE, self.grid.ny))
                tops[:, rows] = tops_of(np.asarray(array[:, rows]), self._changes, index, layers, base_mm)
        return LayerStack(self.grid, self.base, layers, tuple(tops))

    def slice(self, slice_id: str) -> TimeSlice:
        """Return everything of one slice; raises as :meth:`stack`."""
        index = self._index(slice_id)
        rasters = {name: self._raster(name, index) for name in RASTERS}
        return self._slice(index, self.stack(slice_id), rasters)

    def slices(self) -> tuple[TimeSlice, ...]:
        """Return all slices, read in one go; rasters that two of them share are one array."""
        with self._reading("change"):
            block = np.asarray(self._ground()[...])
        stacks = stacks_of(block, self._changes, self._slice_layers, LayerStack(self.grid, self.base))
        versions = {name: self._versions(name) for name in RASTERS}
        parts = []
        for index, stack in enumerate(stacks):
            own = {name: versions[name][self._header["rasters"][name][index]] for name in RASTERS}
            parts.append(self._slice(index, stack, own))
        return tuple(parts)

    def column(self, x: float, y: float) -> dict[str, Column]:
        """Return the column at a point (RD, m) through all slices, by slice id.

        Raises
        ------
        UsageError
            The point lies outside the model.
        DataError
            The model on disk is damaged, or the column is empty.
        """
        iy, ix = self.grid.index_of(x, y)
        with self._reading("change"):
            block = np.asarray(self._ground()[:, iy, ix])
        base_mm = LayerStack(self.grid, self.base).base_mm
        return {
            slice_id: _column(
                tops_of(block, self._changes, index, layers, base_mm), base_mm, self.base, layers
            )
            for index, (slice_id, layers) in enumerate(zip(self.slice_ids, self._slice_layers, strict=True))
        }

    def _slice(self, index: int, stack: LayerStack, rasters: Mapping[str, np.ndarray]) -> TimeSlice:
        row = self._header["slices"][index]
        return TimeSlice(
            slice_id=row["id"],
            year=row["year"],
            stack=stack,
            cover_grid=self.cover_grid,
            features=self.features.at(row["year"]),
            **rasters,
        )

    def _index(self, slice_id: str) -> int:
        if slice_id not in self.slice_ids:
            msg = f"unknown slice {slice_id!r}{nearest_name(slice_id, self.slice_ids)}"
            raise UsageError(msg, hint=f"slices are {', '.join(self.slice_ids)}")
        return self.slice_ids.index(slice_id)

    def _ground(self) -> zarr.Array[Any]:
        return self._open("change", (len(self._changes), *self.grid.shape))

    def _raster(self, name: str, index: int) -> np.ndarray:
        return np.asarray(self._versions(name, self._header["rasters"][name][index])[0])

    def _versions(self, name: str, only: int | None = None) -> np.ndarray:
        """Return all versions of a raster, or ``only`` one of them."""
        with self._reading(name):
            grid = self.cover_grid if name in {"land_cover", "painted", "use"} else self.grid
            array = self._open(name, (max(self._header["rasters"][name]) + 1, *grid.shape))
            stored = np.asarray(array[:] if only is None else array[only : only + 1])
        return _mm_to_heights(stored) if stored.dtype == np.int32 else stored

    def _open(self, name: str, shape: tuple[int, ...] | None = None) -> zarr.Array[Any]:
        if name in self._arrays:
            return self._arrays[name]
        array = zarr.open_array(self.path / name, mode="r")
        if shape is not None and array.shape != shape:
            msg = f"its shape is {array.shape}, the header says {shape}"
            raise ValueError(msg)
        self._arrays[name] = array
        return array

    @contextmanager
    def _reading(self, part: str) -> Iterator[None]:
        """Turn whatever damaged files make of the reading libraries into one error."""
        try:
            yield
        except WijkgeneseError as error:
            self._refuse_replaced()
            raise DataError(error.message, where=f"{self.path}/{part}", hint=REBUILD) from error
        except (OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError) as error:
            self._refuse_replaced()
            msg = f"the prepared model is damaged: {error}"
            raise DataError(msg, where=f"{self.path}/{part}", hint=REBUILD) from error
        self._refuse_replaced()

    def _refuse_replaced(self) -> None:
        """Refuse to mix what was read before and after a build: that renames the whole folder."""
        if mark_of(self.path) != self._opened:
            msg = "the prepared model was built anew while it was open"
            raise DataError(msg, where=str(self.path), hint="open it again")


def _mm_to_heights(whole: np.ndarray) -> np.ndarray:
    heights = (whole / 1000.0).astype(np.float32)
    heights[whole == NO_HEIGHT] = np.nan
    return heights


def _column(tops_mm: np.ndarray, base_mm: int, base: float, layers: tuple[Layer, ...]) -> Column:
    """Make one column, equal to that of :meth:`Columns.from_stack`."""
    runs: list[tuple[int, Layer]] = []
    below = base_mm
    for top, layer in zip(tops_mm.tolist(), layers, strict=True):
        if top <= below:
            continue
        below = top
        if runs and _codes(runs[-1][1]) == _codes(layer):
            runs.pop()
        runs.append((top, layer))
    if not runs:
        msg = "a column of the prepared model is empty"
        raise DataError(msg, hint=REBUILD)
    return Column(
        base,
        (np.array([top for top, _ in runs]) / 1000.0).astype(np.float32).astype(np.float64),
        np.array([layer.lithology for _, layer in runs], dtype=np.uint8),
        np.array([layer.unit for _, layer in runs], dtype=np.uint8),
        np.array([layer.event for _, layer in runs], dtype=np.uint16),
    )


def _codes(layer: Layer) -> tuple[int, int, int]:
    return layer.unit, layer.lithology, layer.event
