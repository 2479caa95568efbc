"""Read the header of a prepared model, and know a damaged or foreign one by it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.store_layout import ATTRIBUTE, FORMAT, FORMAT_VERSION, seal_of

__all__ = ["REBUILD", "mark_of", "read_header"]

REBUILD = "run 'wijkgenese3d build SCENE --force' to make it anew"


def mark_of(path: Path) -> tuple[int, int, int] | None:
    """Return what tells one build at ``path`` from the next, None where there is none."""
    try:
        found = (path / "zarr.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_header(path: Path) -> dict[str, Any]:
    """Read the header and check that it is ours, whole, and that all files are there.

    Raises
    ------
    DataError
        There is no model, or it is incomplete, damaged, foreign, or of another version.
    """
    attributes = _attributes(path)
    header = attributes.get(ATTRIBUTE)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        msg = "this is not a prepared model of wijkgenese3d"
        raise DataError(msg, where=str(path), hint="give the folder that 'wijkgenese3d build' made")
    if header.get("version") != FORMAT_VERSION:
        msg = f"the prepared model has format {header.get('version')}, not {FORMAT_VERSION} as is read here"
        raise DataError(msg, where=str(path), hint=REBUILD)
    if attributes.get("seal") != seal_of(header):
        msg = "the header is damaged: it does not match its seal"
        raise DataError(msg, where=f"{path}/zarr.json", hint=REBUILD)
    _check_files(path, header["files"])
    return header


def _attributes(path: Path) -> dict[str, Any]:
    if not path.exists():
        msg = "there is no prepared model"
        raise DataError(msg, where=str(path), hint="run 'wijkgenese3d build SCENE'")
    if not (path / "zarr.json").is_file():
        msg = "this is not a prepared model of wijkgenese3d: it has no zarr.json"
        raise DataError(msg, where=str(path), hint=REBUILD)
    try:
        attributes = json.loads((path / "zarr.json").read_bytes())["attributes"]
        return dict(attributes)
    except (OSError, ValueError, LookupError, TypeError) as error:
        msg = f"the header cannot be read: {error}"
        raise DataError(msg, where=f"{path}/zarr.json", hint=REBUILD) from error


def _check_files(path: Path, files: Mapping[str, int]) -> None:
    """Compare the size of every file with the one it was written with."""
    for name, size in files.items():
        file = f"{path}/{name}"
        try:
            found = os.stat(file).st_size  # noqa: PTH116 - pathlib takes longer than all the rest
        except OSError:
            msg = "a file of the prepared model is missing"
            raise DataError(msg, where=file, hint=REBUILD) from None
        if found != size:
            msg = f"a file of the prepared model has {found} bytes instead of {size}"
            raise DataError(msg, where=file, hint=REBUILD)
