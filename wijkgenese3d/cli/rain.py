"""``wijkgenese3d rain``."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import AtYear, Json, Lang, Language, SceneFolder, read_number
from wijkgenese3d.cli.opened import open_built, read_moment
from wijkgenese3d.cli.terminal import answer, answer_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wijkgenese3d.hydrology.infiltration import Storm
    from wijkgenese3d.model.timeline import Stop
    from wijkgenese3d.model.timeslice import TimeSlice
    from wijkgenese3d.scene.rain import RainDesk
    from wijkgenese3d.scene.rain_outcome import RainOutcome

__all__ = ["rain"]

ALL = "all"
EXTENSIONS = (".tif", ".png", ".svg", ".pdf")


def rain(
    scene: SceneFolder,
    slice_id: Annotated[
        str | None,
        typer.Option("--slice", metavar="ID|all", help="A stop on the timeline, or all that have rain."),
    ] = None,
    year: AtYear = None,
    mm: Annotated[
        str | None,
        typer.Option("--mm", metavar="MM", help="Depth of the rain; by default as the scene's first storm."),
    ] = None,
    minutes: Annotated[
        str | None,
        typer.Option("--minutes", metavar="MIN", help="How long it lasts; by default as the first storm."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A picture (.png, .svg, .pdf); or the depth of standing water (m) as .tif, with --slice all "
            "one file per slice, FILE-ID.tif.",
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Say where a cloudburst goes: into the ground, to the sewer, standing, away."""
    from wijkgenese3d.exports.atomic import check_target
    from wijkgenese3d.exports.provenance import Provenance
    from wijkgenese3d.scene.load import load_scene
    from wijkgenese3d.scene.rain import RainDesk

    extension = "" if out is None else check_target(out, EXTENSIONS)
    declared = load_scene(scene)
    desk = RainDesk(declared)
    storm = _storm(desk, mm, minutes)
    moments = _moments(desk, slice_id, year)
    files = _files(out, moments, many=slice_id == ALL and extension == ".tif")
    for file in files:
        check_target(file, EXTENSIONS)
    opened = open_built(declared)
    parts = [opened.at(moment) for moment in moments]
    outcomes = [desk.outcome(part, storm) for part in parts]
    if extension == ".tif":
        _write(files, outcomes, [Provenance.of(declared, part, lang.value).as_texts() for part in parts])
    elif out is not None:
        _write_picture(out, desk, parts, outcomes, lang.value)
    if as_json:
        answer_json({"mm": storm.mm, "minutes": storm.minutes, "slices": [o.as_json() for o in outcomes]})
        return
    from wijkgenese3d.report.rain_table import rain_text

    answer(rain_text(desk, outcomes, lang.value))
    for file in files:
        answer(str(file))


def _storm(desk: RainDesk, mm: str | None, minutes: str | None) -> Storm:
    from wijkgenese3d.hydrology.infiltration import Storm

    usual = desk.usual_storm
    return Storm(
        usual.mm if mm is None else read_number("--mm", mm),
        usual.minutes if minutes is None else read_number("--minutes", minutes),
    )


def _moments(desk: RainDesk, slice_id: str | None, year: float | None) -> list[Stop | float]:
    timeline = desk.scene.timeline
    if slice_id == ALL and year is None:
        return [stop for stop in timeline if desk.has(stop.year)]
    moment = read_moment(timeline, slice_id, year)
    if isinstance(moment, (int, float)):
        desk.check_year(moment, f"year {moment:g}")
    else:
        desk.check_year(moment.year, moment.id)
    return [moment]


def _files(out: Path | None, moments: Sequence[Stop | float], *, many: bool) -> list[Path]:
    """Name the files to write: none, the one that is asked for, or one per slice."""
    if out is None:
        return []
    if not many:
        return [out]
    ids = [str(moment) if isinstance(moment, (int, float)) else moment.id for moment in moments]
    return [out.with_name(f"{out.stem}-{name}{out.suffix}") for name in ids]


def _write(
    files: Sequence[Path], outcomes: Sequence[RainOutcome], texts: Sequence[Mapping[str, str]]
) -> None:
    """Write the depth maps, with what each says of itself; all are whole before the first takes its place."""
    from wijkgenese3d.exports.atomic import written_aside
    from wijkgenese3d.exports.geotiff import RasterWords, write_geotiff

    with ExitStack() as places:
        for file, outcome, about in zip(files, outcomes, texts, strict=bool(files)):
            storm = outcome.storm
            said = (
                f"Depth of standing water in {outcome.slice_id} after {storm.mm:g} mm of rain in "
                f"{storm.minutes:g} minutes, m; NaN where none stands; a simple calculation, no survey data"
            )
            aside = places.enter_context(written_aside(file))
            write_geotiff(aside, outcome.depth_m, outcome.grid, RasterWords(said, texts=about))


def _write_picture(
    out: Path, desk: RainDesk, parts: Sequence[TimeSlice], outcomes: Sequence[RainOutcome], language: str
) -> None:
    from wijkgenese3d.exports.atomic import write_file
    from wijkgenese3d.report.rain_picture import rain_file
    from wijkgenese3d.report.rain_subject import rain_subject

    subject = rain_subject(desk, parts, outcomes, language)
    write_file(out, rain_file(subject, out.suffix.lower().removeprefix(".")))
