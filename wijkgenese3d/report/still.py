"""One picture of the block: drawn twice as large where it is not very large, with what is written over it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin, TiffImagePlugin, TiffTags

from wijkgenese3d import __version__
from wijkgenese3d.errors import UsageError, nearest_name
from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.block import BlockSetting, make_block_picture
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.opened import opened_block
from wijkgenese3d.geometry.viewpoint import HEADROOM, Viewpoint, camera_at, is_overview
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.drawing_pixels import paint_over
from wijkgenese3d.report.over_picture import OverPicture

__all__ = [
    "EXTENSIONS",
    "LARGEST",
    "MOST",
    "SMALLEST",
    "StillWords",
    "bare_still",
    "check_size",
    "encoded",
    "pick_view",
]

EXTENSIONS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
SMALLEST, LARGEST = 200, 7680
"""Of a side, px."""
MOST = 34_000_000
"""Pixels that can be drawn at once: 7680x4320, or 3840x2160 twice as large and then averaged."""
_SUPERSAMPLE = 2
_XMP = 700
"""Tag of an XMP packet in a TIFF."""


@dataclass(frozen=True)
class StillWords:
    """What is written with a picture.

    Parameters
    ----------
    title, description : str
        Kept in the file; the description is the text for who does not see it.
    lines : sequence of str
        Always in the picture: certainty, exaggeration, and that it is no survey.
    sides : dict
        Names of the sides, and ``scale``.
    source : str
        Slice, scene and licence, kept in the file so that the picture can be traced and made again.
    marks : sequence of Mark
        Names on the block, the most important first.
    """

    title: str
    description: str
    lines: Sequence[str]
    sides: dict[str, str]
    source: str
    marks: Sequence[Mark] = ()


def pick_view(views: Sequence[Any], key: str | None) -> Any:
    """Return the viewpoint with a key; the first one for none.

    Raises
    ------
    UsageError
        There is none with this key; the nearest is offered.
    """
    if key is None:
        return views[0]
    for view in views:
        if view.key == key:
            return view
    keys = [view.key for view in views]
    msg = f"unknown view {key!r}{nearest_name(key, keys)}"
    raise UsageError(msg, hint=f"views are {', '.join(keys)}")


def bare_still(
    part: TimeSlice,
    setting: BlockSetting,
    view: Viewpoint,
    size: tuple[int, int],
    words: StillWords,
    cut: Cut | None = None,
) -> Image.Image:
    """Draw a picture of the block without a page around it.

    Parameters
    ----------
    part : TimeSlice
    setting : BlockSetting
    view : Viewpoint
        From where; an overview has the whole block just in view.
    size : (width, height)
        px.
    words : StillWords
    cut : Cut, optional
        How the block is cut open.

    Raises
    ------
    MissingPartError
        There is no off-screen OpenGL.
    """
    from wijkgenese3d.render.stage import Stage

    picture = make_block_picture(part, setting)
    if cut:
        picture = opened_block(part, setting, picture).cut(cut)
    heights = (setting.base, float(setting.today_ground.max()) + HEADROOM)
    camera = camera_at(view, setting.grid.extent, setting.frame, heights, picture.skyline)
    if is_overview(view, setting.grid.extent):
        camera = camera.zoomed(0.96)
    seen = camera.view(setting.frame, size[0] / size[1])
    times = _SUPERSAMPLE if size[0] * size[1] * _SUPERSAMPLE**2 <= MOST else 1
    stage = Stage(setting.colours, (size[0] * times, size[1] * times))
    try:
        stage.resize((size[0] * times, size[1] * times), times * size[1] / 800)
        stage.show(picture)
        stage.set_camera(seen)
        image = Image.fromarray(stage.image(sharp=True, reduce=times))
    finally:
        stage.close()
    block = BlockShape(setting.grid, picture.ground, setting.today_ground, setting.base)
    over = OverPicture.of(size, words.lines)
    projection = Projection(seen, setting.frame, over.logical_size)
    overlay = annotate(projection, block, words.marks, words.sides, lettering=over.lettering)
    paint_over(image, [*over.items(overlay), *over.honest_items()])
    return image


def encoded(image: Image.Image, extension: str, words: StillWords, dpi: int = 300) -> bytes:
    """Return the bytes of a file, with title, description and source inside it.

    Parameters
    ----------
    extension : str
        One of :data:`EXTENSIONS`.
    """
    out = io.BytesIO()
    software = f"wijkgenese3d {__version__}"
    told = {
        "Title": words.title,
        "Description": words.description,
        "Source": words.source,
        "Software": software,
    }
    if extension == ".png":
        info = PngImagePlugin.PngInfo()
        for key, text in told.items():
            info.add_itxt(key, text)
        image.save(out, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=5)
        return out.getvalue()
    text = "\n".join(f"{key}: {value}" for key, value in told.items())
    if extension in (".jpg", ".jpeg"):
        exif = Image.Exif()
        exif[0x010E], exif[0x0131] = text.encode("utf-8"), software
        image.save(
            out, "JPEG", quality=92, subsampling=0, dpi=(dpi, dpi), exif=exif, comment=text.encode("utf-8")
        )
        return out.getvalue()
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    # The tag is ASCII by its rules, and UTF-8 by what readers make of it; XMP is UTF-8 by its own.
    tags[270], tags[305] = text.encode("utf-8"), software
    tags.tagtype[_XMP] = TiffTags.BYTE
    tags[_XMP] = _xmp(words)
    image.save(out, "TIFF", compression="tiff_adobe_deflate", dpi=(dpi, dpi), tiffinfo=tags)
    return out.getvalue()


def _xmp(words: StillWords) -> bytes:
    """Return title, description and source as an XMP packet (ISO 16684-1)."""
    told = {"title": words.title, "description": words.description}
    texts = "".join(
        f'<dc:{key}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{key}>'
        for key, text in told.items()
    )
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{texts}<dc:source>{escape(words.source)}</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{packet}<?xpacket end="w"?>'.encode()


def check_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size that can be drawn.

    Raises
    ------
    UsageError
        A side is too small or too large, or there are too many pixels.
    """
    if all(SMALLEST <= side <= LARGEST for side in size) and size[0] * size[1] > MOST:
        msg = f"size {size[0]}x{size[1]}; at most {MOST // 1_000_000} million pixels are allowed"
        raise UsageError(msg, hint="such as --size 7680x4320")
    if not all(SMALLEST <= side <= LARGEST for side in size):
        msg = f"size {size[0]}x{size[1]}; sides from {SMALLEST} to {LARGEST} px are allowed"
        raise UsageError(msg, hint="such as --size 1920x1080")
    return size
