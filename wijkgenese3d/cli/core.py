"""``wijkgenese3d core``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import AtSlice, AtYear, Json, Lang, Language, SceneFolder
from wijkgenese3d.cli.opened import open_built, read_moment
from wijkgenese3d.cli.terminal import answer, answer_json
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.cli.opened import OpenedScene
    from wijkgenese3d.model.timeline import Stop
    from wijkgenese3d.scene.load import Scene

__all__ = ["core"]

EXTENSIONS = (".png", ".svg", ".pdf", ".csv")


def core(
    scene: SceneFolder,
    at: Annotated[tuple[float, float] | None, typer.Option(metavar="X Y", help="Where, RD metres.")] = None,
    place: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Where: a street or landmark of the scene; case and accents do not count."
        ),
    ] = None,
    slice_id: AtSlice = None,
    year: AtYear = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A picture (.png, .svg, .pdf) of one slice, by default today; or a table (.csv).",
        ),
    ] = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table: one row per interval.")] = False,
    lang: Lang = Language.nl,
) -> None:
    """Show the virtual core at a point, through all slices or in one.

    Per slice the ground and what lies under it, top to bottom, down to 30 m below that slice's ground
    (or to the base of the model): m NAP, depth, lithology, unit, and the event that put it there.
    """
    from wijkgenese3d.exports.atomic import check_target, write_file
    from wijkgenese3d.exports.tables import core_csv
    from wijkgenese3d.report.core_log import CoreBook, core_as_json
    from wijkgenese3d.report.core_text import core_text
    from wijkgenese3d.scene.load import load_scene

    answers = {"--json": as_json, "--csv": as_csv, "-o": out is not None}
    if sum(answers.values()) > 1:
        msg = f"{' and '.join(name for name, asked in answers.items() if asked)} cannot go together"
        raise UsageError(msg, hint="choose one of them")
    if (at is None) == (place is None):
        msg = "give one of --at X Y and --place NAME"
        raise UsageError(msg, hint="such as --at 189365 427320, in RD metres")
    extension = "" if out is None else check_target(out, EXTENSIONS)
    declared = load_scene(scene)
    x, y = at if at is not None else _spot_of(declared, place or "")
    declared.plan.grid.index_of(x, y)
    everything = slice_id is None and year is None
    moment = None if everything else read_moment(declared.timeline, slice_id, year)
    opened = open_built(declared)
    if out is not None and extension != ".csv":
        write_file(out, _picture(opened, (x, y), moment, lang.value, extension.removeprefix(".")))
        answer(str(out))
        return
    parts = opened.reader.slices() if moment is None else (opened.at(moment),)
    legend = declared.plan.legend
    book = CoreBook(legend, opened.reader.events, declared.fabrics, declared.file.frame.depth)
    cores = [book.slice(part, x, y) for part in parts]
    if out is not None:
        write_file(out, core_csv(core_as_json(x, y, cores)))
        answer(str(out))
    elif as_json:
        answer_json(core_as_json(x, y, cores))
    elif as_csv:
        answer(core_csv(core_as_json(x, y, cores)))
    else:
        answer(core_text(x, y, cores, legend, lang.value))


def _picture(
    opened: OpenedScene, spot: tuple[float, float], moment: Stop | float | None, language: str, kind: str
) -> bytes:
    """Return the picture of the core in a slice, or in a year between them."""
    from wijkgenese3d.report.app_content import AppContent

    content = AppContent(opened.scene, opened.reader, opened.today)
    part = opened.today if moment is None else opened.at(moment)
    between = part if isinstance(moment, float | int) else None
    stop_id = opened.scene.timeline.stop_of(part.slice_id, part.year)
    core = content.core(*spot, stop_id, language, moment=between)
    return content.core_picture([core], between or stop_id, language, kind)


def _spot_of(scene: Scene, name: str) -> tuple[float, float]:
    """Return the spot of a street or landmark, RD m."""
    from wijkgenese3d.genesis.settlement import make_features
    from wijkgenese3d.scene.places import make_places

    places = make_places(scene, make_features(scene.plan))
    try:
        return places.spot_of(places.find(name, "en"), "en")
    except UsageError as error:
        hint = f"{len(places.places)} names are known; a part of one is enough, in Dutch or English"
        msg = f"--place: {error}"
        raise UsageError(msg, hint=hint) from None
