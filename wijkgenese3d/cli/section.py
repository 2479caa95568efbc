"""``wijkgenese3d section``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import AtSlice, AtYear, Lang, Language, SceneFolder, read_points
from wijkgenese3d.cli.opened import OpenedScene, open_built, read_moment
from wijkgenese3d.cli.terminal import answer
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["section"]

EXTENSIONS = (".png", ".svg", ".pdf", ".csv")


def section(
    scene: SceneFolder,
    line: Annotated[
        list[str], typer.Option("--line", metavar="X,Y X,Y ...", help="Two points or more, RD metres.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="FILE", help="A .png, .svg, .pdf or .csv; replaced if it is there."
        ),
    ],
    slice_id: AtSlice = None,
    year: AtYear = None,
    lang: Lang = Language.nl,
) -> None:
    """Cut the ground along a line: a picture (.png, .svg, .pdf) or a table (.csv)."""
    from wijkgenese3d.exports.atomic import check_target, write_file
    from wijkgenese3d.scene.load import load_scene

    extension = check_target(out, EXTENSIONS)
    points = read_points(line)
    declared = load_scene(scene)
    for x, y in points:
        declared.plan.grid.index_of(x, y)
    if all(point == points[0] for point in points):
        msg = f"all points of --line are {points[0][0]:g},{points[0][1]:g}"
        raise UsageError(msg, hint="give two different points")
    moment = read_moment(declared.timeline, slice_id, year)
    opened = open_built(declared)
    part = opened.at(moment)
    write_file(out, _content(extension, opened, part, points, lang.value))
    answer(str(out))


def _content(
    extension: str, opened: OpenedScene, part: TimeSlice, points: list[tuple[float, float]], language: str
) -> bytes | str:
    scene = opened.scene
    if extension == ".csv":
        from wijkgenese3d.exports.section_csv import section_csv
        from wijkgenese3d.geometry.section import SectionLine

        along = SectionLine.along(points, part.grid.cell)
        return section_csv(part.stack, scene.fabrics, scene.plan.legend, opened.reader.events, along)
    from wijkgenese3d.report.section_picture import section_file
    from wijkgenese3d.report.section_subject import section_subject

    subject = section_subject(scene, part, opened.today.ground, points, language)
    return section_file(subject, extension.removeprefix("."))
