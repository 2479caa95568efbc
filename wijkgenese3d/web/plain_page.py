"""Pages that stand by themselves, also without scripts: title, some sentences, a link; in both languages."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from wijkgenese3d.scene.words import LANGUAGES, ui_words

__all__ = ["AGAIN", "KEEP", "TAKE_OVER", "come_back", "keep_script", "page_address", "plain_page"]

TAKE_OVER, AGAIN = "neem-over", "weer"
"""Parts of the address: take the place of the page that is open; look once more whether it is free."""
KEEP = "wijk-keep.js"
"""Script beside these pages: it carries the view, which the address has behind its ``#``, over them."""
_MARKS = frozenset({TAKE_OVER, AGAIN, "remove"})
_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4efe4;color:#241f1a;"
    "font:17px/1.5 Roboto,'Noto Sans',system-ui,sans-serif}main{max-width:30em;padding:24px}"
    "h1{font-size:1.6em;line-height:1.2}a{display:inline-block;padding:12px 20px;border-radius:10px;"
    "background:#1f5561;color:#fff;text-decoration:none;font-weight:600}"
    "a:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}"
    "section+section{margin-top:32px;color:#5c5346}"
)


def page_address(query: Mapping[str, str], **more: str) -> str:
    """Return the address of the app's page beside this one, with what the address said and more.

    Our own marks are left out: a link on another site that says "take over" must not be followed for it.

    >>> page_address({"t": "T06", "neem-over": "1"}, weer="1")
    'index.html?t=T06&weer=1'
    """
    kept = [(key, value) for key, value in query.items() if key not in _MARKS]
    query_string = urlencode([*kept, *more.items()])
    return f"index.html?{query_string}" if query_string else "index.html"


@cache
def keep_script() -> str:
    """Return the script :data:`KEEP`."""
    return (Path(__file__).parent / "static" / "keep.js").read_text("utf-8")


def come_back(query: Mapping[str, str]) -> str:
    """Return an empty page that comes back after a second.

    Parameters
    ----------
    query : mapping of str to str
        What the address said: it is kept. ``remove`` makes the app take our own mark out of its address.
    """
    again = html.escape(page_address(query, **{AGAIN: "1", "remove": AGAIN}))
    return (
        f'<!doctype html><html lang="{LANGUAGES[0]}"><head><meta charset="utf-8"><title>Wijkgenese</title>'
        f'<noscript><meta http-equiv="refresh" content="1;url={again}"></noscript>'
        f'<script src="{KEEP}" data-again="{again}"></script>'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body></body></html>'
    )


def plain_page(key: str, language: str, link: str, **values: object) -> str:
    """Return a page in both languages.

    Parameters
    ----------
    key : str
        Of the words: ``page.{key}.title``, ``text``, ``button``, and ``note`` where there is one.
    language : str
        The one that comes first.
    link : str
        Where the button leads.
    **values
        What is filled in.
    """
    first = language if language in LANGUAGES else LANGUAGES[0]
    order = (first, *(code for code in LANGUAGES if code != first))
    sections = [_section(key, code, code == first, link, values) for code in order]
    title = html.escape(ui_words(first)[f"page.{key}.title"])
    return (
        f'<!doctype html><html lang="{first}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="icon" href="data:,">'
        f'<script src="{KEEP}"></script>'
        f"<style>{_STYLE}</style></head><body><main>{''.join(sections)}</main></body></html>"
    )


def _section(key: str, language: str, first: bool, link: str, values: Mapping[str, object]) -> str:
    words = ui_words(language)

    def said(part: str) -> str:
        return html.escape(words[f"page.{key}.{part}"].format(**values))

    level = "h1" if first else "h2"
    note = f"<p>{said('note')}</p>" if f"page.{key}.note" in words else ""
    return (
        f'<section lang="{language}"><{level}>{said("title")}</{level}><p>{said("text")}</p>'
        f'<p><a href="{html.escape(link)}">{said("button")}</a></p>{note}</section>'
    )
