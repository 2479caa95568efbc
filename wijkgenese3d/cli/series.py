"""``wijkgenese3d series``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import SceneFolder, check_exaggeration
from wijkgenese3d.cli.opened import open_built
from wijkgenese3d.cli.picture_options import (
    ColourSet,
    Exaggeration,
    Layout,
    Link,
    PictureLang,
    asked_view,
    read_size,
)
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
    link: Link = None,
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
    lang: PictureLang = None,
    exaggeration: Exaggeration = None,
    colours: ColourSet = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a series with other options that is in the folder.")
    ] = False,
) -> None:
    """Draw the same picture of every slice, a sheet with all of them, pages (.pdf), and a film.

    What is there already, made with the same options, is kept: a run that was broken off goes on.
    """
    from wijkgenese3d.exports.atomic import check_folder, write_file, written_aside
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.report.page_order import BARE, OWN, pick_layout, pick_view
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
    given = {
        "language": lang and lang.value,
        "exaggeration": exaggeration,
        "colour_set": colours and colours.value,
    }
    shown, drawn = asked_view(declared, link, given)
    keys = _split(views)
    for key in keys:
        pick_view(declared.cameras, key)
    if keys:
        # The key of a viewpoint stands with each picture: it does not count twice.
        drawn.pop("c", None)
    keys = keys or [shown.camera.key or OWN]
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
        language=shown.language,
        colour_set=shown.colour_set,
        exaggeration=shown.exaggeration,
        today=opened.today.slice_id,
        shown=None if link is None else shown,
        link=drawn,
    )
    with Progress(f"series of {declared.name}") as progress:
        made = Series(declared, order, opened.reader.slice, write_file, written_aside, progress, force)
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
    if text is not None and not asked:
        msg = f"--slices {text!r} names no slice"
        raise UsageError(msg, hint=f"slices are {', '.join(scene.timeline.ids)}")
    if asked:
        return tuple(stop.id for stop in scene.timeline if stop.id in asked)
    return tuple(stop.id for stop in scene.timeline if stop.cell)


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]
