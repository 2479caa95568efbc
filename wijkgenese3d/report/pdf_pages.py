"""Joining pages that were written one by one into one PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

from wijkgenese3d import __version__

__all__ = ["joined_pages"]

_KEPT = ("/Subject", "/Keywords")


def joined_pages(pages: Sequence[bytes], title: str) -> bytes:
    """Return one PDF of the pages of many, with the language, subject and keywords of the first.

    Words stay words, in the order in which they were written. The tags with the texts for who does not
    see the pictures are lost: joining trees of tags is not supported; each page has them in its own file.

    Parameters
    ----------
    pages : sequence of bytes
        PDFs.
    title : str
        Of the whole; each page is a bookmark with the title of its own.
    """
    writer = PdfWriter()
    for page in pages:
        reader = PdfReader(io.BytesIO(page))
        told = reader.metadata.title if reader.metadata else None
        writer.append(reader, outline_item=told, import_outline=False)
    writer.compress_identical_objects(remove_duplicates=True)
    first = PdfReader(io.BytesIO(pages[0]))
    language = first.root_object.get("/Lang")
    if language is not None:
        writer._root_object[_name("/Lang")] = language
    software = f"wijkgenese3d {__version__}"
    kept = {key: str(first.metadata[key]) for key in _KEPT if first.metadata and key in first.metadata}
    writer.add_metadata({**kept, "/Title": title, "/Creator": software, "/Producer": software})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _name(text: str) -> object:
    from pypdf.generic import NameObject

    return NameObject(text)
