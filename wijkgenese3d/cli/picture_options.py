"""Options of commands that make pictures, and how they are read."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wijkgenese3d.cli.arguments import Language
from wijkgenese3d.cli.opened import today_of
from wijkgenese3d.errors import UsageError

if TYPE_CHECKING:
    from wijkgenese3d.scene.load import Scene
    from wijkgenese3d.scene.view_state import ViewState

__all__ = ["ColourSet", "Colours", "Exaggeration", "Layout", "Link", "PictureLang", "asked_view", "read_size"]

Link = Annotated[
    str | None,
    typer.Option(
        "--link",
        metavar="TEXT",
        help="An address of the app, or what stands behind its #: what it shows is drawn; other options win.",
    ),
]
PictureLang = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of what is written; by default that of --link, or nl."),
]
Exaggeration = Annotated[
    float | None, typer.Option("--exaggeration", metavar="F", help="How many times larger heights are drawn.")
]


class Layout(StrEnum):
    """How a picture is laid out."""

    a4 = "a4"
    a4_portrait = "a4-portrait"
    screen = "16x9"
    bare = "bare"


class Colours(StrEnum):
    """Colours of the ground."""

    contrast = "contrast"
    official = "official"


ColourSet = Annotated[
    Colours | None,
    typer.Option("--colours", help="Colours of the ground; by default those of --link, or contrast."),
]


def asked_view(scene: Scene, link: str | None, given: dict[str, Any]) -> tuple[ViewState, dict[str, str]]:
    """Return what is to be drawn, and as texts of an address how every slice is.

    Parameters
    ----------
    scene : Scene
    link : str or None
        As given; without one it is how the app opens.
    given : dict
        Fields of ViewState that an option says; None says nothing.

    Raises
    ------
    UsageError
        The link does not fit the scene.
    """
    from wijkgenese3d.scene.view_link import drawn_part, read_link, view_choices

    choices = view_choices(scene, today_of(scene.timeline).id)
    view = choices.opening() if link is None else read_link(link, choices)
    view = replace(view, **{key: value for key, value in given.items() if value is not None})
    return view, dict(drawn_part(view, choices))


def read_size(text: str) -> tuple[int, int]:
    """Return width and height that a text says, px.

    Raises
    ------
    UsageError
        It does not.
    """
    found = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", text)
    if not found:
        msg = f"--size: {text!r} is not WxH"
        raise UsageError(msg, hint="give whole pixels, such as --size 1920x1080")
    return int(found[1]), int(found[2])
