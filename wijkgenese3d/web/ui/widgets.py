"""Small widgets of the app: icons, and the image that the stage sends."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from trame.widgets import html
from trame.widgets.rca import RemoteControlledArea
from trame_client.widgets.core import AbstractElement

__all__ = ["BlockImage", "PictureFrame", "icon", "style_module"]

_STATIC = Path(__file__).resolve().parent.parent / "static"

_PATHS = {
    "previous": "M15 5l-7 7 7 7",
    "next": "M9 5l7 7-7 7",
    "turn_left": "M4 9a8.5 8.5 0 1 1-.3 5M4 4v5h5",
    "turn_right": "M20 9a8.5 8.5 0 1 0 .3 5M20 4v5h-5",
    "zoom_in": "M12 5v14M5 12h14",
    "zoom_out": "M5 12h14",
    "reset": "M4 11l8-7 8 7M6 10v9h12v-9",
}


class _Svg(AbstractElement):
    """An inline drawing."""

    def __init__(self, box: str, content: str, extra: str = "") -> None:
        attributes = [f'viewBox="{box}"', 'aria-hidden="true"', 'focusable="false"']
        super().__init__("svg", content, raw_attrs=[*attributes, *([extra] if extra else [])])


def icon(name: str) -> AbstractElement:
    """Draw one of the icons."""
    return _Svg("0 0 24 24", f'<path d="{_PATHS[name]}" />')


def logo() -> AbstractElement:
    """Draw the block of the bar."""
    return _Svg(
        "0 0 34 28",
        '<g stroke="#2E2620" stroke-width="1.6" stroke-linejoin="round">'
        '<path d="M17 2 32 10 17 18 2 10Z" fill="#85A454" />'
        '<path d="M2 10 17 18V26L2 18Z" fill="#CA974F" />'
        '<path d="M32 10 17 18V26L32 18Z" fill="#FBD977" /></g>',
    )


def compass(angle: str) -> AbstractElement:
    """Draw a needle that points to the north of the picture; ``angle`` is an expression, degrees."""
    return _Svg(
        "0 0 48 48",
        f"<g :style=\"{{transform: `rotate(${{{angle}}}deg)`, transformOrigin: '24px 24px'}}\">"
        '<circle cx="24" cy="24" r="22" fill="#FFFCF5" fill-opacity=".92" />'
        '<path d="M24 16 31 40 24 35 17 40Z" fill="#5C5346" />'
        '<text x="24" y="14" text-anchor="middle" font-size="12" font-weight="700" fill="#5C5346">'
        "N</text></g>",
        'class="compass"',
    )


class PictureFrame(RemoteControlledArea):
    """The part of the page that sends its events to a picture area, without an image of its own."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, display="none", event_throttle_ms=25, **kwargs)


class BlockImage(AbstractElement):
    """The last image that a picture area sent.

    trame-rca's own image has no text alternative; this one is named by what stands around it.
    """

    def __init__(self, name: str) -> None:
        super().__init__("image-stream", raw_attrs=[f'name="{name}"', 'v-slot="{ image }"'])
        with self:
            html.Img(
                src=("image && image.src",),
                alt="",
                v_if="image",
                classes="block-image",
                raw_attrs=['draggable="false"'],
            )


def style_module() -> dict[str, Any]:
    """Return the trame module with the style of the app; its address changes with its content."""
    mark = sha256((_STATIC / "app.css").read_bytes()).hexdigest()[:10]
    base = f"__wijk_{mark}"
    return {"serve": {base: str(_STATIC)}, "styles": [f"{base}/app.css"]}
