"""Write a file as a whole or not at all: aside first, then renamed."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from wijkgenese3d.errors import DataError, UsageError, nearest_name

__all__ = ["check_folder", "check_target", "disk_error", "write_file", "write_files", "written_aside"]


def check_target(path: Path, extensions: Sequence[str]) -> str:
    """Check, before anything is computed, that a file can be written; return its extension.

    Parameters
    ----------
    path : Path
        File to be written; one that stands there will be replaced.
    extensions : sequence of str
        Allowed ones, lower case with their dot.

    Raises
    ------
    UsageError
        Another extension, a folder that is not there, or a folder instead of a file.
    DataError
        The folder cannot be written to.
    """
    extension = path.suffix.lower()
    allowed = ", ".join(extensions)
    if extension not in extensions:
        given = f"unknown extension {path.suffix!r}" if path.suffix else "no extension"
        msg = f"{str(path)!r} has {given}{nearest_name(extension, extensions)}"
        raise UsageError(msg, hint=f"allowed are {allowed}")
    if path.is_dir():
        msg = f"{str(path)!r} is a folder"
        raise UsageError(msg, hint="give the name of a file")
    folder = path.parent
    if not folder.exists():
        msg = f"the folder {str(folder)!r} does not exist"
        raise UsageError(msg, hint="make it first, or choose another place with -o")
    check_folder(folder, "-o")
    return extension


def check_folder(folder: Path, option: str) -> None:
    """Check that files can be written in a folder, or that it can be made.

    Raises
    ------
    DataError
        It cannot; the hint names the option that says where to write.
    """
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        msg = f"the folder {str(folder)!r} cannot be written to"
        raise DataError(msg, hint=f"make {str(nearest)!r} writable, or choose another place with {option}")


def write_file(path: Path, content: bytes | str) -> None:
    """Write a file, UTF-8 where it is text; raises as :func:`written_aside`."""
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes | str]) -> None:
    """Write files that belong together: all are whole before the first takes its place.

    Raises as :func:`written_aside`.
    """
    with ExitStack() as places:
        for path, content in contents.items():
            aside = places.enter_context(written_aside(path))
            aside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write to; rename it to ``path`` when all of it is on the disk.

    Raises
    ------
    DataError
        The disk is full, or the folder cannot be written to. What stood at ``path`` is untouched.
    """
    if path.is_symlink():
        # What a link points to is replaced, not the link.
        path = path.resolve()
    aside = path.with_name(f".{path.stem}.{os.getpid()}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield aside
        _sync(aside)
        aside.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise disk_error(path, error) from error
    finally:
        aside.unlink(missing_ok=True)


def disk_error(path: Path, error: OSError) -> DataError:
    """Return what to say of an error of the disk while ``path`` was written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        msg = f"the disk is full: {error.strerror}"
        hint = f"free space on the disk of {path.parent}, or choose another place with -o"
    else:
        msg = f"the file cannot be written: {error.strerror or error}"
        hint = f"make {path.parent} writable, or choose another place with -o"
    return DataError(msg, where=str(path), hint=hint)


def _sync(path: Path) -> None:
    """Wait until it is on the disk itself: a rename must not overtake what it renames."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
