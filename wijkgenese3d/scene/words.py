"""The words of the interface, Dutch (B1) and English, by key; they stand in ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wijkgenese3d.model.legend import Legend

__all__ = [
    "LANGUAGES",
    "certainty_words",
    "exaggeration_words",
    "lithology_name",
    "say",
    "side_words",
    "ui_words",
]

LANGUAGES = ("nl", "en")
"""The first is what the app opens with."""

_CERTAINTY = {"zeker": "cert.z", "waarschijnlijk": "cert.w", "aanname": "cert.a"}
_PLAIN_LITHOLOGY = {0: 0, 1: 1, 2: 2, 3: 3, 5: 4, 6: 5, 7: 6, 8: 7}
"""Place of a GeoTOP lithoclass in the list ``lith.names``."""


@cache
def ui_words(language: str) -> Mapping[str, str]:
    """Return all words of the interface in one language, by key.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`; another is taken for the first.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: texts[language] for key, texts in table.items()})


def say(key: str, language: str, **values: object) -> str:
    """Return the words for a key, with its places filled in.

    >>> say("time.count", "nl", nr=3, n=15)
    '3 van 15'
    """
    return ui_words(language)[key].format(**values)


def certainty_words(certainty: str, language: str) -> str:
    """Return what a certainty is called.

    >>> certainty_words("aanname", "en")
    'Assumption'
    """
    return ui_words(language)[_CERTAINTY[certainty]]


def exaggeration_words(factor: float, language: str, digits: int = 6) -> str:
    """Say how much larger heights are drawn.

    Parameters
    ----------
    factor : float
    language : str
    digits : int
        Significant digits of what is said.

    Examples
    --------
    >>> exaggeration_words(2.5, "nl"), exaggeration_words(3.98, "en", digits=2)
    ('Hoogte 2,5× overdreven', 'Height exaggerated 4×')
    """
    said = f"{factor:.{digits}g}"
    if float(said) == 1:
        return ui_words(language)["view.ve_true"]
    return say("view.ve_note", language, n=said.replace(".", ",") if language == "nl" else said)


def side_words(language: str) -> dict[str, str]:
    """Return the names of the sides (``north`` ...), and as ``scale`` how a scale bar is described."""
    words = ui_words(language)
    sides = zip(("north", "east", "south", "west"), words["view.sides"].split(" · "), strict=True)
    return {**dict(sides), "scale": words["view.scale"]}


def lithology_name(legend: Legend, code: int, language: str) -> str:
    """Return the plain words for a lithoclass; its name in the legend where there are none.

    Parameters
    ----------
    legend : Legend
    code : int
        GeoTOP lithoclass.
    language : str
    """
    if code not in _PLAIN_LITHOLOGY:
        return legend.lithology(code).name[language]
    return ui_words(language)["lith.names"].split(" · ")[_PLAIN_LITHOLOGY[code]]
