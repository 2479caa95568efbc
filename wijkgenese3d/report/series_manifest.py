"""The list of what a series has made: with it a broken series goes on, and a picture can be traced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.report.series_order import MANIFEST

__all__ = ["Made", "Manifest", "sha256_of"]

MADE_OF = ("input_hash", "version", "drawing")
"""Options that are no wish of anybody: a series follows them."""


@dataclass(frozen=True)
class Made:
    """A file that was made.

    Parameters
    ----------
    path : str
        Its name in the folder of the series.
    kind : str
        ``picture``, ``text``, ``sheet``, ``pages`` or ``film``.
    sha256 : str
    size : int
        Bytes.
    view, slice_id : str
        What it shows; a file with all slices has no slice.
    year : float or None
        Astronomical.
    """

    path: str
    kind: str
    sha256: str
    size: int
    view: str
    slice_id: str = ""
    year: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as it stands in the manifest."""
        told: dict[str, Any] = {"path": self.path, "kind": self.kind, "view": self.view}
        if self.slice_id:
            told |= {"slice": self.slice_id, "year": self.year}
        return {**told, "bytes": self.size, "sha256": self.sha256}


@dataclass
class Manifest:
    """What is known of a series in a folder.

    Parameters
    ----------
    folder : Path
    key : str
        Of the options; files of other options do not count.
    options : mapping
    made : dict of str to Made
        By path.
    outdated : tuple of str
        Files of an earlier series that this one replaces.
    """

    folder: Path
    key: str
    options: Mapping[str, Any]
    made: dict[str, Made] = field(default_factory=dict)
    outdated: tuple[str, ...] = ()

    @classmethod
    def found(cls, folder: Path, key: str, options: Mapping[str, Any]) -> Manifest:
        """Return what an earlier run of the same options left: files that are as they were written.

        What an earlier run of another model or version left is not there, but is known: see ``outdated``.

        Raises
        ------
        DataError
            There is a manifest that no series has made, or that was damaged.
        UsageError
            The folder holds a series with other options.
        """
        manifest = cls(folder, key, options)
        told = _read(folder / MANIFEST)
        if told is None:
            return manifest
        rows = [made for made in map(_made, told["files"]) if _is_as_written(folder, made)]
        if told["key"] == key:
            manifest.add(rows)
            return manifest
        other = [name for name in options if told["options"].get(name) != options[name]]
        changed = [name for name in other if name not in MADE_OF]
        if changed:
            msg = f"the folder {str(folder)!r} holds a series with another {' and '.join(changed)}"
            raise UsageError(msg, hint="choose another folder with -o, or --force to replace that series")
        manifest.outdated = tuple(made.path for made in rows)
        return manifest

    @classmethod
    def replacing(cls, folder: Path, key: str, options: Mapping[str, Any]) -> Manifest:
        """Return an empty manifest for a folder; what a series has left there is outdated.

        Raises
        ------
        DataError
            There is a manifest that no series has made, or that was damaged.
        """
        told = _read(folder / MANIFEST)
        rows = [] if told is None else [m for m in map(_made, told["files"]) if _is_as_written(folder, m)]
        return cls(folder, key, options, outdated=tuple(made.path for made in rows))

    def remove_outdated(self) -> None:
        """Remove files of an earlier series that are as it wrote them, and are not made anew."""
        for name in self.outdated:
            if name not in self.made:
                (self.folder / name).unlink(missing_ok=True)
        self.outdated = ()

    def has(self, *paths: str) -> bool:
        """Tell whether all these files are there."""
        return all(path in self.made for path in paths)

    def add(self, files: Iterable[Made]) -> None:
        """Take note of files."""
        self.made.update({one.path: one for one in files})

    def text(self, *, complete: bool) -> str:
        """Return the manifest as JSON, files in order of their names."""
        files = [self.made[path].as_json() for path in sorted(self.made)]
        told = {"key": self.key, "complete": complete, "options": dict(self.options), "files": files}
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def sha256_of(path: Path) -> tuple[str, int]:
    """Return the hash of a file and its size, bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest(), path.stat().st_size


def _read(place: Path) -> dict[str, Any] | None:
    """Return the manifest of a series; None where there is none."""
    if not place.exists():
        return None
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        if isinstance(told["key"], str) and isinstance(told["options"], dict):
            list(map(_made, told["files"]))
            return dict(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
    msg = "this file is no list of a series, or it was damaged"
    raise DataError(msg, where=str(place), hint="choose another folder with -o, or take the file away")


def _made(row: Mapping[str, Any]) -> Made:
    return Made(
        path=str(row["path"]),
        kind=str(row["kind"]),
        sha256=str(row["sha256"]),
        size=int(row["bytes"]),
        view=str(row["view"]),
        slice_id=str(row.get("slice", "")),
        year=row.get("year"),
    )


def _is_as_written(folder: Path, made: Made) -> bool:
    place = folder / made.path
    # A name from a file is not trusted: it may not lead out of the folder.
    if Path(made.path).name != made.path or not place.is_file():
        return False
    return sha256_of(place) == (made.sha256, made.size)
