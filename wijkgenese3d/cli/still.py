"""``wijkgenese3d still``."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wijkgenese3d.cli.arguments import AtSlice, AtYear, Lang, Language, SceneFolder
from wijkgenese3d.cli.opened import open_built, read_moment
from wijkgenese3d.cli.terminal import answer
from wijkgenese3d.errors import UsageError

__all__ = ["still"]

LARGEST_FACTOR = 10.0


class Layout(StrEnum):
    """How a picture is laid out."""

    bare = "bare"


class Colours(StrEnum):
    """Colours of the ground."""

    contrast = "contrast"
    official = "official"


def still(
    scene: SceneFolder,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A .png, .jpg or .tif; it and the .txt beside it are replaced.",
        ),
    ],
    slice_id: AtSlice = None,
    year: AtYear = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="NAME", help="A viewpoint of the scene; by default its first."),
    ] = None,
    size: Annotated[
        str, typer.Option("--size", metavar="WxH", help="Pixels, such as 3840x2160.")
    ] = "1920x1080",
    layout: Annotated[Layout, typer.Option("--layout", help="bare: the block alone.")] = Layout.bare,
    lang: Lang = Language.nl,
    exaggeration: Annotated[
        float | None,
        typer.Option("--exaggeration", metavar="F", help="How many times larger heights are drawn."),
    ] = None,
    colours: Annotated[Colours, typer.Option("--colours", help="Colours of the ground.")] = Colours.contrast,
    hide: Annotated[
        list[str] | None,
        typer.Option(
            "--hide", metavar="UNIT", help="Take a unit off, such as DR; may be given more than once."
        ),
    ] = None,
    cut: Annotated[
        list[str] | None,
        typer.Option(
            "--cut",
            metavar="WHAT",
            help="Cut the block open: dig:M, lid, bite:CORNER,X,Y,Z (corner zw, zo, nw or no; floor in m "
            "NAP) or line:X,Y,X,Y,left|right; may be given more than once.",
        ),
    ] = None,
    blocks: Annotated[bool, typer.Option("--blocks", help="Draw the ground in blocks.")] = False,
) -> None:
    """Draw one picture of the block, with its description beside it (.txt)."""
    from wijkgenese3d.exports.atomic import check_target, write_file
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.report.still import EXTENSIONS, bare_still, check_size, encoded, pick_view
    from wijkgenese3d.report.still_words import still_words
    from wijkgenese3d.scene.cut_text import read_cut
    from wijkgenese3d.scene.drawing import block_setting
    from wijkgenese3d.scene.load import load_scene

    extension = check_target(out, EXTENSIONS)
    pixels = check_size(_read_size(size))
    _check_factor(exaggeration)
    declared = load_scene(scene)
    for key in hide or []:
        declared.plan.legend.unit(key)
    opening = read_cut(";".join(cut or []), declared.plan.grid.extent)
    chosen = pick_view(declared.cameras, view)
    moment = read_moment(declared.timeline, slice_id, year)
    use_opengl()
    opened = open_built(declared)
    part = opened.at(moment)
    setting = block_setting(
        declared,
        opened.today.ground,
        colour_set=colours.value,
        exaggeration=exaggeration,
        hidden_units=hide or [],
        as_blocks=blocks,
    )
    words = still_words(declared, part, setting.exaggeration, lang.value, setting, opening)
    image = bare_still(part, setting, chosen, pixels, words, opening)
    write_file(out, encoded(image, extension, words))
    beside = out.with_suffix(".txt")
    write_file(beside, words.description + "\n")
    answer(str(out))
    answer(str(beside))


def _read_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", text)
    if not found:
        msg = f"--size: {text!r} is not WxH"
        raise UsageError(msg, hint="give whole pixels, such as --size 1920x1080")
    return int(found[1]), int(found[2])


def _check_factor(factor: float | None) -> None:
    if factor is not None and not 1 <= factor <= LARGEST_FACTOR:
        msg = f"--exaggeration {factor:g}; from 1 to {LARGEST_FACTOR:g} is allowed"
        raise UsageError(msg, hint="1 is true to scale")
