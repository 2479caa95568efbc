"""One builder at a time: a lock file beside the prepared model.

The lock is the kernel's (``flock``, on Windows ``msvcrt.locking``): it ends with the process that
holds it, however that ends, so a lock file left by a killed build is never in the way. What is written
in the file only serves to say who is busy.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from wijkgenese3d.errors import UsageError

__all__ = ["lock_path", "locked"]

_POLL = 0.05
"""Seconds between two attempts."""


def lock_path(path: Path) -> Path:
    """Return the lock file of a prepared model."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def locked(path: Path, wait: float = 30.0, doing: str = "building this model") -> Iterator[None]:
    """Hold the lock of a prepared model.

    Parameters
    ----------
    path : Path
        The prepared model; its folder must exist.
    wait : float
        Seconds to wait for another builder.
    doing : str
        What the holder of the lock is busy with.

    Raises
    ------
    UsageError
        Another builder still holds the lock; it is named.
    """
    until = time.monotonic() + wait
    # The file stays: removing it would let a third builder lock a new file of the same name.
    descriptor = os.open(lock_path(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        while not _try(descriptor):
            if time.monotonic() >= until:
                msg = f"{_holder(descriptor)} is {doing}, and did not finish in {wait:g} seconds"
                raise UsageError(msg, where=str(path), hint="wait until it is done, or stop it")
            time.sleep(_POLL)
        _sign(descriptor)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Byte that is locked: far behind the text, which others must be able to read."""

    def _try(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _sign(descriptor: int) -> None:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": started}
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(holder).encode())


def _holder(descriptor: int) -> str:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = json.loads(os.read(descriptor, 1000))
        return f"process {holder['pid']} on {holder['host']}, since {holder['since']},"
    except (ValueError, KeyError, TypeError):
        return "another process"
