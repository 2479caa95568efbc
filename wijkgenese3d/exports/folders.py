"""Write a folder, or a file with a folder beside it, as a whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wijkgenese3d.errors import UsageError
from wijkgenese3d.exports.atomic import check_folder, disk_error
from wijkgenese3d.model.unfinished import remove_unfinished

__all__ = ["check_folder_target", "check_pieces_target", "folder_aside", "replace_folder"]

_ZARR_MARKS = ("zarr.json", ".zgroup")


def check_folder_target(path: Path) -> None:
    """Check, before anything is computed, that a Zarr folder can be written.

    Raises
    ------
    UsageError
        Its parent is not there, or something stands there that is no Zarr folder: that is never replaced.
    DataError
        Its parent cannot be written to.
    """
    if not path.parent.exists():
        msg = f"the folder {str(path.parent)!r} does not exist"
        raise UsageError(msg, hint="make it first, or choose another place with -o")
    if path.exists() and not any((path / mark).is_file() for mark in _ZARR_MARKS):
        msg = f"{str(path)!r} is no Zarr folder, and is not replaced"
        raise UsageError(msg, hint="choose another name with -o")
    check_folder(path.parent, "-o")


def check_pieces_target(path: Path) -> None:
    """Check that the folder of pieces beside a .vtm can be written.

    Raises
    ------
    UsageError
        Something else stands there: that is never replaced.
    """
    beside = path.with_suffix("")
    if not beside.exists():
        return
    inside = list(beside.iterdir()) if beside.is_dir() else [beside]
    if any(item.suffix != ".vtp" or not item.stem.startswith(f"{path.stem}_") for item in inside):
        msg = f"{str(beside)!r} holds other things than pieces of {path.name}, and is not replaced"
        raise UsageError(msg, hint="choose another name with -o")


@contextmanager
def folder_aside(path: Path) -> Iterator[Path]:
    """Give an empty folder beside ``path`` to write in; it is gone afterwards, with what is left in it.

    Raises
    ------
    DataError
        The disk is full, or the folder cannot be written to.
    """
    aside = path.with_name(f".{path.stem}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        aside.mkdir()
        yield aside
    except BaseException as error:
        remove_unfinished(aside)
        if isinstance(error, OSError):
            raise disk_error(path, error) from error
        raise
    shutil.rmtree(aside, ignore_errors=True)


def replace_folder(made: Path, path: Path) -> None:
    """Put a folder in the place of another; when that fails the other is put back.

    Raises
    ------
    OSError
        It cannot be renamed.
    """
    if not path.exists():
        made.rename(path)
        return
    old = made.with_name(f"{made.name}.old")
    path.rename(old)
    try:
        made.rename(path)
    except OSError:
        with suppress(OSError):
            old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)
