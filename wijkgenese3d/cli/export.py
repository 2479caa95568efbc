"""``wijkgenese3d export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wijkgenese3d.cli.arguments import AtSlice, AtYear, Lang, Language, SceneFolder, check_exaggeration
from wijkgenese3d.cli.opened import open_built, read_moment
from wijkgenese3d.cli.terminal import answer

__all__ = ["export"]


def export(
    scene: SceneFolder,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A .nc, .zarr, .vti, .vtm, .glb, .stl, .3mf, .gpkg, .tif or .csv; replaced if it is there.",
        ),
    ],
    slice_id: AtSlice = None,
    year: AtYear = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--what",
            metavar="WHAT",
            help="ground, voxels, block, features, lithology or land-cover; which of them a kind of file "
            "can hold is listed above, the first by default.",
        ),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", metavar="1:N", help="Of a .stl or .3mf; by default one that fits in 200 mm."),
    ] = None,
    exaggeration: Annotated[
        float | None,
        typer.Option(
            "--exaggeration",
            metavar="F",
            help="How many times larger heights are in a .glb, .vtm, .stl or .3mf; by default 1.",
        ),
    ] = None,
    lang: Lang = Language.nl,
) -> None:
    """Write one moment as a file for other programs, by its extension.

    .nc, .zarr: voxels with all maps, or ground (the maps alone). .vti: voxels. .vtm, .glb: block.
    .stl, .3mf: ground, or block (with houses, water and ice on it). .gpkg: features. .tif: ground,
    lithology (at the surface) or land-cover. .csv: features, ground, or voxels (what lies under every
    map cell). Beside a .csv, .stl or .3mf comes a text (a.stl.txt) that says what it is and whose.
    """
    from wijkgenese3d.exports.formats import check_options, check_what, choose_format
    from wijkgenese3d.exports.printing import read_scale
    from wijkgenese3d.exports.provenance import Provenance
    from wijkgenese3d.exports.write_slice import SliceFile
    from wijkgenese3d.scene.load import load_scene

    file = choose_format(out)
    held = check_what(file, what)
    check_options(file, scale=scale is not None, exaggeration=exaggeration is not None)
    check_exaggeration(exaggeration)
    of = read_scale(scale)
    declared = load_scene(scene)
    moment = read_moment(declared.timeline, slice_id, year)
    opened = open_built(declared)
    part = opened.at(moment)
    about = Provenance.of(declared, part, lang.value)
    factor = 1.0 if exaggeration is None else exaggeration
    job = SliceFile(declared, part, opened.today.ground, opened.reader.events, about, factor, of)
    for line in (str(out), *job.write(out, file, held)):
        answer(line)
