"""A folder as one file to download."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

__all__ = ["zip_folder"]


def zip_folder(folder: Path, out: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    """Put the files of a folder in a zip, as they are: pictures do not get smaller.

    Parameters
    ----------
    folder : Path
    out : Path
    stopped : function, optional
        Asked before each file: nobody waits for it any more.

    Raises
    ------
    OSError
        A file cannot be read or written.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.iterdir()):
            if stopped():
                return
            if path.is_file() and not path.name.startswith("."):
                packed.write(path, path.name)
