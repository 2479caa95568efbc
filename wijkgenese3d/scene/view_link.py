"""Links to a view: the address of the app, or what stands behind its ``#``, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from wijkgenese3d.errors import UsageError
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.view_state import ViewChoices, ViewState, left_out

__all__ = ["LONGEST", "NOT_DRAWN", "drawn_part", "read_address", "read_link", "view_choices"]

LONGEST = 4000
"""Letters of an address."""
_MOST_FIELDS = 60
NOT_DRAWN = frozenset({"p", "y", "k", "h", "lang", "t", "pins", "v"})
"""Keys of an address that say nothing of how a picture for a report is drawn, or are asked for apart."""


def read_address(text: str) -> tuple[dict[str, str], bool]:
    """Return what stands behind the ``#`` as texts by key, and whether some of it could not be read at all.

    >>> read_address("#p=T06&c=dam")
    ({'p': 'T06', 'c': 'dam'}, False)
    """
    text = text.removeprefix("#")
    try:
        pairs = parse_qsl(text[:LONGEST], keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}, True
    return dict(pairs), len(text) > LONGEST or (bool(text) and not pairs)


def view_choices(scene: Scene, start: str) -> ViewChoices:
    """Return what there is to choose from in a scene; ``start`` is the id of the slice to open with."""
    extent, stops = scene.plan.grid.extent, scene.timeline.stops
    return ViewChoices(
        slice_ids=scene.timeline.ids,
        start=start,
        years=(stops[0].year, stops[-1].year),
        units=tuple(unit.key for unit in scene.plan.legend.units),
        cameras=tuple(camera.key for camera in scene.cameras),
        exaggeration=scene.file.frame.exaggeration,
        box=(extent.xmin, extent.ymin, extent.xmax, extent.ymax),
    )


def read_link(text: str, choices: ViewChoices) -> ViewState:
    """Return the view that a link says.

    Parameters
    ----------
    text : str
        The address of the app, or only what stands behind its ``#``.
    choices : ViewChoices
        What there is to choose from.

    Raises
    ------
    UsageError
        Some of it cannot be read, or does not fit the scene: a picture of another view would be wrong.
    """
    behind = text.partition("#")[2] if "#" in text else "" if "://" in text else text
    texts, broken = read_address(behind.strip())
    out = left_out(texts, choices)
    if broken or out or not text.strip():
        said = ", ".join(f"{key}={texts[key][:60]}" for key in out) or text[:60]
        msg = f"--link: {said!r} does not fit this scene"
        hint = f"copy the address of the app again; slices are {', '.join(choices.slice_ids)}"
        raise UsageError(msg, hint=hint)
    return ViewState.from_address(texts, choices)


def drawn_part(view: ViewState, choices: ViewChoices) -> Mapping[str, str]:
    """Return what a view says of how every slice is drawn: the same part, the same pictures.

    Slice, language, colours and heights are not in it, nor is what a report does not show.
    """
    whole = replace(view, language=choices.opening().language)
    return {key: text for key, text in whole.as_address(choices).items() if key not in NOT_DRAWN}
