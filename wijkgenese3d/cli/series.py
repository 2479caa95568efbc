"""``wijkgenese3d series``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import Lang, Language, SceneFolder, check_exaggeration
from wijkgenese3d.cli.opened import open_built
from wijkgenese3d.cli.picture_options import Colours, Layout, read_size
from wijkgenese3d.cli.terminal import Progress, answer
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.scene.load import Scene

__all__ = ["series"]

MOST_WORKERS = 16


class Film(StrEnum):
    """Kind of a film."""

    mp4 = "mp4"
    webp = "webp"


def series(
    scene: SceneFolder,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="DIR", help="Folder for the files; made if it is not there."),
    ],
    views: Annotated[
        str | None,
        typer.Option("--views", metavar="A,B", help="Viewpoints of the scene; by default its first."),
    ] = None,
    slices: Annotated[
        str | None,
        typer.Option(
            "--slices", metavar="A,B", help="Stops; by default all that have a place on the timeline."
        ),
    ] = None,
    size: Annotated[
        str | None, typer.Option("--size", metavar="WxH", help="Pixels of a picture; by default 1920x1080.")
    ] = None,
    layout: Annotated[
        Layout | None,
        typer.Option("--layout", help="By default the page that has the shape of --size, 16x9 without it."),
    ] = None,
    film: Annotated[Film | None, typer.Option("--film", help="A film of the pictures as well.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes; by default as many as help.")
    ] = None,
    lang: Lang = Language.nl,
    exaggeration: Annotated[
        float | None,
        typer.Option("--exaggeration", metavar="F", help="How many times larger heights are drawn."),
    ] = None,
    colours: Annotated[Colours, typer.Option("--colours", help="Colours of the ground.")] = Colours.contrast,
) -> None:
    """Draw the same picture of every slice, a sheet with all of them, pages (.pdf), and a film.

    What is there already, made with the same options, is kept: a run that was broken off goes on.
    """
    from wijkgenese3d.exports.atomic import check_folder, write_file, written_aside
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.report.page_order import BARE, pick_layout, pick_view
    from wijkgenese3d.report.series import Series
    from wijkgenese3d.report.series_order import SeriesOrder
    from wijkgenese3d.scene.load import load_scene

    asked = read_size(size) if size else None
    if asked is None and layout is None:
        asked = (1920, 1080)
    page, pixels = pick_layout(layout.value if layout else None, asked)
    check_exaggeration(exaggeration)
    count = _workers(workers)
    if out.exists() and not out.is_dir():
        msg = f"{str(out)!r} is a file"
        raise UsageError(msg, hint="give the name of a folder with -o")
    check_folder(out, "-o")
    declared = load_scene(scene)
    keys = _split(views) or [declared.cameras[0].key]
    for key in keys:
        pick_view(declared.cameras, key)
    stops = _stops(declared, slices)
    use_opengl()
    opened = open_built(declared)
    order = SeriesOrder(
        folder=declared.folder,
        out=out,
        views=tuple(dict.fromkeys(keys)),
        slices=stops,
        layout=page.key if page else BARE,
        size=pixels,
        language=lang.value,
        colour_set=colours.value,
        exaggeration=exaggeration or declared.file.frame.exaggeration,
    )
    parts = [opened.reader.slice(key) for key in stops]
    with Progress(f"series of {declared.name}") as progress:
        made = Series(declared, order, parts, opened.today, write_file, written_aside, progress)
        places = made.run(count, film.value if film else None)
    answer("\n".join(map(str, places)))


def _workers(asked: int | None) -> int:
    """Return the number of processes: software OpenGL uses all cores by itself, so two are enough."""
    if asked is None:
        return min(2, os.cpu_count() or 1)
    if not 1 <= asked <= MOST_WORKERS:
        msg = f"--workers {asked}; from 1 to {MOST_WORKERS} is allowed"
        raise UsageError(msg, hint="2 is enough on most machines")
    return asked


def _stops(scene: Scene, text: str | None) -> tuple[str, ...]:
    """Return the ids of stops, in order of time."""
    asked = _split(text)
    for key in asked:
        scene.timeline.stop(key)
    if asked:
        return tuple(stop.id for stop in scene.timeline if stop.id in asked)
    return tuple(stop.id for stop in scene.timeline if stop.cell)


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]
