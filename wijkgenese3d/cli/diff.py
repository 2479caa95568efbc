"""``wijkgenese3d diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import Json, Lang, Language, SceneFolder
from wijkgenese3d.cli.opened import OpenedScene, open_built, read_named
from wijkgenese3d.cli.terminal import answer, answer_json

if TYPE_CHECKING:
    from wijkgenese3d.model.timeslice import TimeSlice
    from wijkgenese3d.report.difference import Difference

__all__ = ["diff"]

EXTENSIONS = (".tif", ".png", ".pdf", ".csv")


def diff(
    scene: SceneFolder,
    before: Annotated[str, typer.Argument(metavar="A", help="The id of a slice, or a year.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The id of a slice, or a year.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A .tif (m), a map (.png, .pdf) or a .csv; replaced if it is there.",
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Say what changed from slice A to B: ground, land cover, features."""
    from wijkgenese3d.exports.atomic import check_target
    from wijkgenese3d.report.difference import difference_between, difference_text
    from wijkgenese3d.scene.load import load_scene

    extension = "" if out is None else check_target(out, EXTENSIONS)
    declared = load_scene(scene)
    moments = (read_named(declared.timeline, before), read_named(declared.timeline, after))
    opened = open_built(declared)
    parts = (opened.at(moments[0]), opened.at(moments[1]))
    legend = declared.plan.legend
    difference = difference_between(*parts, legend)
    if out is not None:
        _write(out, extension, opened, parts, difference, lang.value)
    if as_json:
        answer_json(difference.as_json())
        return
    answer(difference_text(difference, legend, lang.value))
    if out is not None:
        answer(str(out))


def _write(
    out: Path,
    extension: str,
    opened: OpenedScene,
    parts: tuple[TimeSlice, TimeSlice],
    difference: Difference,
    language: str,
) -> None:
    from wijkgenese3d.exports.atomic import write_file, written_aside

    if extension == ".tif":
        from wijkgenese3d.exports.geotiff import RasterWords, write_geotiff
        from wijkgenese3d.exports.provenance import Provenance

        said = f"Ground of {difference.after} minus ground of {difference.before}, m; no survey data"
        before, after = (Provenance.of(opened.scene, part, language) for part in parts)
        words = RasterWords(said, texts=after.since(before))
        with written_aside(out) as aside:
            write_geotiff(aside, difference.rise, difference.grid, words)
    elif extension == ".csv":
        from wijkgenese3d.exports.tables import difference_csv

        write_file(out, difference_csv(difference.as_json()))
    else:
        from wijkgenese3d.report.captions import difference_caption
        from wijkgenese3d.report.difference_picture import DifferenceSubject, difference_file

        scene = opened.scene
        ring = scene.vectors.polygon(scene.file.scene.boundary).xy
        caption = difference_caption(scene, *parts, language)
        write_file(
            out, difference_file(DifferenceSubject(difference, ring, caption), extension.removeprefix("."))
        )
