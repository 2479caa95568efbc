"""Which files can be made, what each may hold, and what it holds when nothing is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from wijkgenese3d.errors import UsageError, nearest_name
from wijkgenese3d.exports.atomic import check_target
from wijkgenese3d.exports.folders import check_folder_target, check_pieces_target

__all__ = ["FORMATS", "FileFormat", "What", "check_options", "check_what", "choose_format"]


class What(StrEnum):
    """What a file holds of a moment."""

    ground = "ground"
    voxels = "voxels"
    block = "block"
    features = "features"
    lithology = "lithology"
    land_cover = "land-cover"


@dataclass(frozen=True)
class FileFormat:
    """A kind of file.

    Parameters
    ----------
    extension : str
        Lower case, with its dot.
    holds : tuple of What
        What it can hold; the first when nothing is asked for.
    folder, pieces : bool
        Whether it is a folder, or has one beside it.
    solid : bool
        Whether it has heights that can be drawn larger.
    printed : bool
        Whether it has a scale.
    """

    extension: str
    holds: tuple[What, ...]
    folder: bool = False
    pieces: bool = False
    solid: bool = False
    printed: bool = False


FORMATS = {
    item.extension: item
    for item in (
        FileFormat(".nc", (What.voxels, What.ground)),
        FileFormat(".zarr", (What.voxels, What.ground), folder=True),
        FileFormat(".vti", (What.voxels,)),
        FileFormat(".vtm", (What.block,), pieces=True, solid=True),
        FileFormat(".glb", (What.block,), solid=True),
        FileFormat(".stl", (What.ground, What.block), solid=True, printed=True),
        FileFormat(".3mf", (What.ground, What.block), solid=True, printed=True),
        FileFormat(".gpkg", (What.features,)),
        FileFormat(".tif", (What.ground, What.lithology, What.land_cover)),
        FileFormat(".csv", (What.features, What.ground, What.voxels)),
    )
}


def choose_format(path: Path) -> FileFormat:
    """Return the format that a path asks for, after checking that it can be written there.

    Raises
    ------
    UsageError
        Unknown extension, a folder that is not there, or something else in its place.
    DataError
        The folder cannot be written to.
    """
    known = FORMATS.get(path.suffix.lower())
    if known is not None and known.folder:
        check_folder_target(path)
        return known
    file = FORMATS[check_target(path, tuple(FORMATS))]
    if file.pieces:
        check_pieces_target(path)
    return file


def check_what(file: FileFormat, asked: str | None) -> What:
    """Return what a file of a format holds.

    Raises
    ------
    UsageError
        The format cannot hold what is asked for; the hint names what it can, and what can hold it.
    """
    if asked is None:
        return file.holds[0]
    names = [what.value for what in What]
    if asked not in names:
        msg = f"--what: unknown {asked!r}{nearest_name(asked, names)}"
        raise UsageError(msg, hint=f"a {file.extension} can hold: {', '.join(file.holds)}")
    if asked not in file.holds:
        others = [f.extension for f in FORMATS.values() if asked in f.holds]
        msg = f"a {file.extension} cannot hold {asked}"
        hint = f"it can hold: {', '.join(file.holds)}; {asked} goes into {', '.join(others)}"
        raise UsageError(msg, hint=hint)
    return What(asked)


def check_options(file: FileFormat, *, scale: bool, exaggeration: bool) -> None:
    """Check that options which are given mean something for a format.

    Raises
    ------
    UsageError
        They do not.
    """
    for given, option, trait in ((scale, "--scale", "printed"), (exaggeration, "--exaggeration", "solid")):
        if given and not getattr(file, trait):
            suited = ", ".join(f.extension for f in FORMATS.values() if getattr(f, trait))
            msg = f"{option} does not go with a {file.extension}"
            raise UsageError(msg, hint=f"it goes with {suited}")
