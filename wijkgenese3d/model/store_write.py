"""Write the prepared model: aside, then renamed, so that a failed build leaves nothing behind."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from zarr.codecs import BloscCodec, BloscShuffle, Crc32cCodec

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.prepared import PreparedModel
from wijkgenese3d.model.store_changes import block_of, changes_of
from wijkgenese3d.model.store_features import features_to_arrays
from wijkgenese3d.model.store_layout import (
    ATTRIBUTE,
    FORMAT,
    FORMAT_VERSION,
    NO_HEIGHT,
    RASTER_TILE,
    RASTERS,
    TILE,
    events_to_json,
    grid_to_json,
    layers_to_json,
    seal_of,
    timeline_to_json,
)
from wijkgenese3d.model.store_lock import locked
from wijkgenese3d.model.unfinished import remove_unfinished

__all__ = ["write_prepared"]


def write_prepared(path: Path, model: PreparedModel, *, wait: float = 30.0) -> None:
    """Write a prepared model; one that stood there is replaced when the new one is complete.

    Heights of ice and water are kept in whole millimetres, as those of the ground already are.

    Parameters
    ----------
    path : Path
        Folder to make, such as :func:`~wijkgenese3d.model.prepared.prepared_path` gives.
    model : PreparedModel
        What to write.
    wait : float
        Seconds to wait for another process that builds the same model.

    Raises
    ------
    DataError
        It cannot be written: the disk is full, the folder is read-only, or ``path`` holds something
        that is not a prepared model.
    UsageError
        Another process holds the lock for longer than ``wait``.
    """
    with _naming_trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path, wait):
            _refuse_foreign(path)
            _sweep(path)
            aside = path.with_name(f".{path.name}.new-{os.getpid()}-{secrets.token_hex(4)}")
            try:
                _write(aside, model)
                _sync(aside)
                _swap(aside, path)
            except BaseException:
                remove_unfinished(aside)
                raise


@contextmanager
def _naming_trouble(path: Path) -> Iterator[None]:
    """Turn what the disk says into an error that helps."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            msg = f"the disk is full: {error.strerror}"
            hint = f"free space on the disk of {path.parent}, or choose another place with --out"
        else:
            msg = f"the prepared model cannot be written: {error.strerror or error}"
            hint = f"make {path.parent} writable, or choose another place with --out"
        raise DataError(msg, where=str(path), hint=hint) from error


def _refuse_foreign(path: Path) -> None:
    """Never replace a folder that a build cannot have made."""
    if not path.exists() or (path.is_dir() and ((path / "zarr.json").is_file() or not any(path.iterdir()))):
        return
    msg = "this is not a prepared model, and is not replaced"
    raise DataError(msg, where=str(path), hint="move it away, or choose another place with --out")


def _sweep(path: Path) -> None:
    """Clear up after a build that was killed: the lock is ours, so nobody works there."""
    for old in sorted(path.parent.glob(f".{path.name}.old-*")):
        if path.exists():
            shutil.rmtree(old)
        else:
            old.rename(path)
    for aside in path.parent.glob(f".{path.name}.new-*"):
        shutil.rmtree(aside)


def _sync(folder: Path) -> None:
    """Wait until all files are on the disk itself: a rename must not overtake what it renames."""
    if os.name == "nt":
        return  # Windows opens no folder, and flushes no file that was opened for reading.
    for directory, _, files in os.walk(folder):
        for name in (*files, "."):
            descriptor = os.open(os.path.join(directory, name), os.O_RDONLY)  # noqa: PTH118 - many files
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _swap(aside: Path, path: Path) -> None:
    """Put the new model in the place of the old one."""
    old = path.with_name(f".{path.name}.old-{secrets.token_hex(4)}")
    replaces = path.exists()
    if replaces:
        path.rename(old)
    try:
        aside.rename(path)
    except OSError:
        if replaces:
            old.rename(path)
        raise
    if os.name != "nt":
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    if replaces:
        shutil.rmtree(old, ignore_errors=True)


def _write(aside: Path, model: PreparedModel) -> None:
    root = zarr.open_group(aside, mode="w", zarr_format=3)
    header = _header(model)
    header["changes"] = _write_ground(root, model)
    header["rasters"] = {name: _write_raster(root, model, name) for name in RASTERS}
    features = root.create_group("features")
    for name, array in features_to_arrays(model.features).items():
        _write_array(features, name, array)
    header["numbers"] = _write_numbers(root, model)
    # Last, and over all files: whatever is missing or cut short afterwards is seen at opening.
    header["files"] = {
        str(file.relative_to(aside).as_posix()): file.stat().st_size
        for file in sorted(aside.rglob("*"))
        if file.is_file() and file != aside / "zarr.json"
    }
    root.attrs.update({ATTRIBUTE: header, "seal": seal_of(header)})


def _header(model: PreparedModel) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "name": model.name,
        "grid": grid_to_json(model.grid),
        "cover_cell": model.cover_grid.cell,
        "base": model.base,
        "input_hash": model.input_hash,
        "chain": dict(model.chain),
        "timeline": timeline_to_json(model.timeline),
        "events": events_to_json(model.events),
        "layers": layers_to_json(model.layers),
        "slices": [
            {"id": s.slice_id, "year": s.year, "slots": [layer.slot for layer in s.stack.layers]}
            for s in model.slices
        ],
        "n_features": len(model.features),
        "meta": dict(model.meta),
    }


def _write_ground(root: zarr.Group, model: PreparedModel) -> list[list[int]]:
    """Write the changes, in bands of one row of chunks, and return what each of them is."""
    stacks = [part.stack for part in model.slices]
    changes = changes_of(stacks)
    ny, nx = model.grid.shape
    array = _create(root, "change", (len(changes), ny, nx), np.dtype(np.int32), TILE)
    for start in range(0, ny, TILE):
        rows = slice(start, min(start + TILE, ny))
        array[:, rows] = block_of(stacks, changes, rows)
    return [list(change) for change in changes]


def _write_raster(root: zarr.Group, model: PreparedModel, name: str) -> list[int]:
    """Write the distinct rasters of one kind, and return which of them each slice has."""
    versions: list[np.ndarray] = []
    index: list[int] = []
    for part in model.slices:
        raster = getattr(part, name)
        stored = _heights_to_mm(raster) if raster.dtype == np.float32 else raster
        same = (k for k, version in enumerate(versions) if np.array_equal(version, stored))
        k = next(same, len(versions))
        if k == len(versions):
            versions.append(stored)
        index.append(k)
    array = _create(root, name, (len(versions), *versions[0].shape), versions[0].dtype, RASTER_TILE)
    array[:] = np.stack(versions)
    return index


def _heights_to_mm(heights: np.ndarray) -> np.ndarray:
    whole = np.full(heights.shape, NO_HEIGHT, dtype=np.int32)
    there = np.isfinite(heights)
    whole[there] = np.rint(heights[there].astype(np.float64) * 1000.0).astype(np.int32)
    return whole


def _write_numbers(root: zarr.Group, model: PreparedModel) -> dict[str, Any]:
    """Write arrays; return scalars as they are, and ``{"array": n}`` for the place of an array."""
    group = root.create_group("numbers")
    header: dict[str, Any] = {}
    for k, (name, value) in enumerate(model.numbers.items()):
        if isinstance(value, np.ndarray):
            _write_array(group, str(k), value)
            header[name] = {"array": k}
        else:
            header[name] = value.item() if isinstance(value, np.generic) else value
    return header


def _write_array(group: zarr.Group, name: str, array: np.ndarray) -> None:
    stored = _create(group, name, array.shape, array.dtype)
    if array.size:
        stored[...] = array


def _create(
    group: zarr.Group, name: str, shape: Sequence[int], dtype: np.dtype, tile: int = 0
) -> zarr.Array[Any]:
    """Make an array; of a stack of rasters, all versions of a ``tile`` lie in one chunk."""
    chunks = tuple(max(n, 1) for n in shape)
    if tile:
        chunks = (chunks[0], min(tile, chunks[1]), min(tile, chunks[2]))
    shuffle = BloscShuffle.shuffle if dtype.itemsize > 1 else BloscShuffle.noshuffle
    packed = BloscCodec(typesize=dtype.itemsize, cname="zstd", clevel=5, shuffle=shuffle)
    return group.create_array(
        name,
        shape=tuple(shape),
        dtype=dtype,
        chunks=chunks,
        compressors=[packed, Crc32cCodec()],
        fill_value=0,
        dimension_names=("version", "y", "x") if tile else None,
    )
