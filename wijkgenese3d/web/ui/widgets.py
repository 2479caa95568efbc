"""Widgets of the app: the shared components of the viewer, and the image that the stage sends."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from trame.widgets.rca import RemoteControlledArea
from trame_client.widgets.core import AbstractElement

from wijkgenese3d.errors import MissingPartError

__all__ = [
    "BlockImage",
    "PictureFrame",
    "WijkAddress",
    "WijkBadge",
    "WijkCompare",
    "WijkCompareBar",
    "WijkCompareChoice",
    "WijkCore",
    "WijkCut",
    "WijkDifference",
    "WijkLegend",
    "WijkMark",
    "WijkRain",
    "WijkSection",
    "WijkSpots",
    "WijkStage",
    "WijkStory",
    "WijkTimeline",
    "WijkTools",
    "logo",
    "style_module",
    "viewer_module",
]

_WEB = Path(__file__).resolve().parents[1]
_STATIC = _WEB / "static"
_BUILT = _WEB.parent / "viewer" / "dist" / "trame"
_SCRIPT, _STYLE = "wijk-viewer.umd.js", "wijk-viewer.css"


def viewer_module(built: Path = _BUILT) -> dict[str, Any]:
    """Return the trame module with the shared components; its address changes with its content.

    Raises
    ------
    MissingPartError
        It was not built.
    """
    script, style = built / _SCRIPT, built / _STYLE
    if not (script.is_file() and style.is_file()):
        msg = "the browser part of the app is not there"
        raise MissingPartError(msg, hint="run make run once: it builds what the browser needs")
    base = f"__wijk_{sha256(script.read_bytes() + style.read_bytes()).hexdigest()[:10]}"
    return {
        "serve": {base: str(built)},
        "scripts": [f"{base}/{_SCRIPT}"],
        "styles": [f"{base}/{_STYLE}"],
        "vue_use": ["wijk_viewer"],
    }


def style_module() -> dict[str, Any]:
    """Return the trame module with the style of the app; its address changes with its content."""
    mark = sha256((_STATIC / "app.css").read_bytes()).hexdigest()[:10]
    base = f"__wijk_app_{mark}"
    return {"serve": {base: str(_STATIC)}, "styles": [f"{base}/app.css"]}


class _Part(AbstractElement):
    """A shared component; what it takes and tells stands in ``viewer/src/types.ts``."""

    _tag = ""
    _takes: tuple[str, ...] = ()
    _tells: tuple[str, ...] = ()

    def __init__(self, children: Any = None, **kwargs: Any) -> None:
        super().__init__(self._tag, children, **kwargs)
        self._attr_names += ["words", "density", *self._takes]
        self._event_names += list(self._tells)


_COMPARED = ("compare_moment", "compareMoment")


class WijkTimeline(_Part):
    """Which moment is shown."""

    _tag = "wijk-timeline"
    _takes = ("stops", "eras", "bands", "index", "moment", "playing", "busy", "narrow", "compare", _COMPARED)  # type: ignore[assignment]
    _tells = ("step", "play", "year")


class WijkStage(_Part):
    """Lies round the picture: tells a click from a drag, and draws what is written over it."""

    _tag = "wijk-stage"
    _takes = ("overlay", "armed", "over")
    _tells = ("pick", "hover", "start", "settle", "drag", "nudge", "covered")


class WijkTools(_Part):
    """A column of buttons that is one stop for the Tab key."""

    _tag = "wijk-tools"
    _takes = ("label",)


class WijkStory(_Part):
    """What is told about the moment that is shown."""

    _tag = "wijk-story"
    _takes = ("story", "folded")
    _tells = ("look", "fold")


class WijkLegend(_Part):
    """What colours and signs mean."""

    _tag = "wijk-legend"
    _takes = ("groups", "note", "colours")
    _tells = (("colours_chosen", "colours"),)  # type: ignore[assignment]


class WijkCore(_Part):
    """What lies under a spot, or two, and a field to find a place."""

    _tag = "wijk-core"
    _takes = ("core", "narrow", "second", "kept", "active", "apart", "found", "error", "tall")
    _tells = ("close", "go", "copy", "save", "keep", "choose", "drop", "search", "place", ("grow", "tall"))  # type: ignore[assignment]


class WijkCut(_Part):
    """The numbers of a cut."""

    _tag = "wijk-cut"
    _takes = ("cut", "errors", "armed")
    _tells = ("field", "other", "redraw", "across", "off", "close")


class WijkSection(_Part):
    """The section beside the block."""

    _tag = "wijk-section"
    _takes = ("section", "at")
    _tells = ("point", "leave", "save", "numbers", "other", "close")


class WijkRain(_Part):
    """Where the water of a cloudburst goes."""

    _tag = "wijk-rain"
    _takes = ("rain", "errors", "index")
    _tells = ("choose", "field", "go", "close", "dry", "wet")


class WijkSpots(_Part):
    """Heat, water and heritage on one map."""

    _tag = "wijk-spots"
    _takes = ("spots",)
    _tells = ("show", "go", "close", "off")


class WijkCompare(_Part):
    """Lies round the images of two moments: a border between them, or two halves."""

    _tag = "wijk-compare"
    _takes = ("mode", "at", "main", "dates", "overlay", "other", "busy", "difference", "note", "open")
    _tells = (("at_moved", "at"), "close", "drag", "nudge")  # type: ignore[assignment]


class WijkCompareBar(_Part):
    """How two moments are compared."""

    _tag = "wijk-compare-bar"
    _takes = ("mode", "narrow", "open")
    _tells = (("mode_chosen", "mode"), "choose", "swap", "table", "stop")  # type: ignore[assignment]


class WijkCompareChoice(_Part):
    """Which moment to compare with."""

    _tag = "wijk-compare-choice"
    _takes = ("stops", "index", "moment", "compare", "error")
    _tells = ("choose", "year")


class WijkDifference(_Part):
    """What changed, in words and numbers."""

    _tag = "wijk-difference"
    _takes = ("difference", "dates", "note")
    _tells = ("close", "look", "copy", "command")


class WijkAddress(_Part):
    """Keeps the address of the page and the view the same, and hears the keys of undo and redo."""

    _tag = "wijk-address"
    _takes = ("address",)
    _tells = ("open", "undo", "redo")


class WijkBadge(_Part):
    """How sure something is, in words with its shape."""

    _tag = "wijk-badge"
    _takes = ("certainty", "text")


class WijkMark(_Part):
    """How sure something is, as a shape that says so to who cannot see it."""

    _tag = "wijk-mark"
    _takes = ("certainty", "text")


class PictureFrame(RemoteControlledArea):
    """The part of the page that sends its events to a picture area, without an image of its own."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, display="none", event_throttle_ms=25, **kwargs)


class BlockImage(AbstractElement):
    """The last image that a picture area sent.

    trame-rca's own image has no text alternative; this one is named by what stands around it.
    """

    def __init__(self, name: str, classes: str = "main") -> None:
        super().__init__("image-stream", raw_attrs=[f'name="{name}"', 'v-slot="{ image }"'])
        from trame.widgets import html

        with self:
            html.Img(
                src=("image && image.src",),
                alt="",
                v_if="image",
                classes=f"block-image {classes}",
                raw_attrs=['draggable="false"'],
            )


class _Svg(AbstractElement):
    """An inline drawing."""

    def __init__(self, box: str, content: str, extra: str = "") -> None:
        attributes = [f'viewBox="{box}"', 'aria-hidden="true"', 'focusable="false"']
        super().__init__("svg", content, raw_attrs=[*attributes, *([extra] if extra else [])])


def logo() -> AbstractElement:
    """Draw the block of the bar."""
    return _Svg(
        "0 0 34 28",
        '<g stroke="#2E2620" stroke-width="1.6" stroke-linejoin="round">'
        '<path d="M17 2 32 10 17 18 2 10Z" fill="#85A454" />'
        '<path d="M2 10 17 18V26L2 18Z" fill="#CA974F" />'
        '<path d="M32 10 17 18V26L32 18Z" fill="#FBD977" /></g>',
        'class="logo"',
    )
