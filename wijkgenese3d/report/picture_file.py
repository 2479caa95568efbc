"""A picture as a file, which says what it shows and from what it was made."""

from __future__ import annotations

import io
from typing import Protocol
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin, TiffImagePlugin, TiffTags

from wijkgenese3d import __version__

__all__ = ["EXTENSIONS", "Told", "encoded"]

EXTENSIONS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_XMP = 700
"""Tag of an XMP packet in a TIFF."""


class Told(Protocol):
    """What is kept in a file."""

    @property
    def title(self) -> str:
        """Of the picture."""

    @property
    def description(self) -> str:
        """The text for who does not see it."""

    @property
    def source(self) -> str:
        """From what it was made: slice, scene and licence."""


def encoded(image: Image.Image, extension: str, told: Told, dpi: int = 300) -> bytes:
    """Return the bytes of a file, with title, description and source inside it.

    Parameters
    ----------
    extension : str
        One of :data:`EXTENSIONS`.
    """
    out = io.BytesIO()
    software = f"wijkgenese3d {__version__}"
    parts = {
        "Title": told.title,
        "Description": told.description,
        "Source": told.source,
        "Software": software,
    }
    if extension == ".png":
        info = PngImagePlugin.PngInfo()
        for key, text in parts.items():
            info.add_itxt(key, text)
        image.save(out, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=5)
        return out.getvalue()
    text = "\n".join(f"{key}: {value}" for key, value in parts.items())
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
    tags[_XMP] = _xmp(told)
    image.save(out, "TIFF", compression="tiff_adobe_deflate", dpi=(dpi, dpi), tiffinfo=tags)
    return out.getvalue()


def _xmp(told: Told) -> bytes:
    """Return title, description and source as an XMP packet (ISO 16684-1)."""
    parts = {"title": told.title, "description": told.description}
    texts = "".join(
        f'<dc:{key}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{key}>'
        for key, text in parts.items()
    )
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{texts}<dc:source>{escape(told.source)}</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{packet}<?xpacket end="w"?>'.encode()
