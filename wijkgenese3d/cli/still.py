"""``wijkgenese3d still``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkgenese3d.cli.arguments import AtSlice, AtYear, SceneFolder, check_exaggeration
from wijkgenese3d.cli.opened import OpenedScene, open_built, read_moment, read_named
from wijkgenese3d.cli.picture_options import (
    ColourSet,
    Exaggeration,
    Layout,
    Link,
    PictureLang,
    asked_view,
    read_size,
)
from wijkgenese3d.cli.terminal import answer
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.model.timeline import Stop

__all__ = ["still"]


def still(
    scene: SceneFolder,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="A .png, .jpg, .tif or .pdf; it and the .txt beside it are replaced.",
        ),
    ],
    slice_id: AtSlice = None,
    year: AtYear = None,
    link: Link = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="NAME", help="A viewpoint of the scene; by default its first."),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            "--size", metavar="WxH", help="Pixels, such as 3840x2160; by default as the layout has."
        ),
    ] = None,
    layout: Annotated[
        Layout | None,
        typer.Option(
            "--layout",
            help="A page with legend, timeline and sources, or the block alone (bare); by default the page "
            "that has the shape of --size, a4 without it.",
        ),
    ] = None,
    lang: PictureLang = None,
    exaggeration: Exaggeration = None,
    colours: ColourSet = None,
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
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="ID|Y", help="A second moment, and what changed."),
    ] = None,
    blocks: Annotated[bool, typer.Option("--blocks", help="Draw the ground in blocks.")] = False,
    grey: Annotated[
        bool, typer.Option("--grey", help="In greys, with stronger signs of the ground, for such a printer.")
    ] = False,
) -> None:
    """Draw one picture of the block, with its description beside it (.txt)."""
    from wijkgenese3d.exports.atomic import check_target, write_files
    from wijkgenese3d.render.opengl import use_opengl
    from wijkgenese3d.report.page_grey import grey_drawing, grey_setting
    from wijkgenese3d.report.page_maker import PageMaker, page_bytes
    from wijkgenese3d.report.page_order import PageOrder, pick_layout, pick_view, viewpoint_of
    from wijkgenese3d.report.picture_file import EXTENSIONS
    from wijkgenese3d.scene.cut_text import read_cut
    from wijkgenese3d.scene.drawing import view_setting
    from wijkgenese3d.scene.load import load_scene
    from wijkgenese3d.scene.view_state import CameraState

    extension = check_target(out, (*EXTENSIONS, ".pdf"))
    beside = out.with_suffix(".txt")
    check_target(beside, (".txt",))
    page, pixels = pick_layout(layout.value if layout else None, read_size(size) if size else None)
    check_exaggeration(exaggeration)
    declared = load_scene(scene)
    for key in hide or []:
        declared.plan.legend.unit(key)
    given = {
        "language": lang and lang.value,
        "exaggeration": exaggeration,
        "colour_set": colours and colours.value,
        "hidden_units": frozenset(hide) if hide else None,
        "cut": read_cut(";".join(cut), declared.plan.grid.extent) if cut else None,
        "blocks": blocks or None,
        "camera": CameraState(pick_view(declared.cameras, view).key) if view else None,
    }
    shown, _ = asked_view(declared, link, given)
    if link is not None and (slice_id, year) == (None, None):
        slice_id, year = (shown.slice_id, None) if shown.year is None else (None, shown.year)
    moment = read_moment(declared.timeline, slice_id, year)
    other = None if compare is None else read_named(declared.timeline, compare)
    if other is not None and page is None:
        msg = "--compare needs a page"
        raise UsageError(msg, hint="such as --layout a4, or a --size of the shape of a page")
    if other is not None:
        moment, other = _in_order(moment, other)
    use_opengl()
    opened = open_built(declared)
    setting = view_setting(declared, opened.today.ground, shown)
    camera = viewpoint_of(declared.cameras, shown.camera)
    order = PageOrder(camera, page, pixels, shown.language, shown.cut, shown.colour_set, shown)
    if grey:
        setting = grey_setting(setting)
    with PageMaker(declared, setting, order) as maker:
        if other is None:
            drawing = maker.make(opened.at(moment))
            drawing.description += _twin(opened, moment, shown.language)
        else:
            drawing = maker.compare(opened.at(moment), opened.at(other))
    drawing.source += f"; {order.told}{', grey' if grey else ''}"
    if grey:
        drawing = grey_drawing(drawing)
    write_files({out: page_bytes(drawing, order, extension), beside: drawing.description + "\n"})
    answer(str(out))
    answer(str(beside))


def _in_order(one: Stop | float, two: Stop | float) -> tuple[Stop | float, Stop | float]:
    """Return two moments, the earlier first.

    Raises
    ------
    UsageError
        They are one moment.
    """
    years = [moment if isinstance(moment, float | int) else moment.year for moment in (one, two)]
    if years[0] == years[1]:
        msg = "--compare names the moment that is shown already"
        raise UsageError(msg, hint="give another slice or year")
    return (one, two) if years[0] < years[1] else (two, one)


def _twin(opened: OpenedScene, moment: Stop | float, language: str) -> str:
    """Return what can be seen in a slice, in words; nothing for a year between the stops."""
    from wijkgenese3d.scene.content import SceneContent
    from wijkgenese3d.scene.text_twin import twin_text

    if isinstance(moment, float | int):
        return ""
    content = SceneContent(opened.scene, opened.reader, opened.today)
    return "\n\n" + twin_text(content.text_twin(moment.id, language))
