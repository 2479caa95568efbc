"""The list of what a series has made: with it a broken series goes on, and a picture can be traced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wijkgenese3d.report.series_order import MANIFEST

__all__ = ["Made", "Manifest", "sha256_of"]


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
    """

    folder: Path
    key: str
    options: Mapping[str, Any]
    made: dict[str, Made] = field(default_factory=dict)

    @classmethod
    def found(cls, folder: Path, key: str, options: Mapping[str, Any]) -> Manifest:
        """Return what an earlier run left: files of the same options that are as they were written.

        A manifest that cannot be read counts as none: then all is made again.
        """
        manifest = cls(folder, key, options)
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            rows = told["files"] if told["key"] == key else []
            for row in rows:
                made = _made(row)
                if _is_as_written(folder, made):
                    manifest.made[made.path] = made
        except (OSError, ValueError, KeyError, TypeError):
            manifest.made.clear()
        return manifest

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
