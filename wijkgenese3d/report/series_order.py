"""What series is asked for, and what its files are called."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wijkgenese3d import __version__
from wijkgenese3d.model.timeline import Stop, year_words
from wijkgenese3d.report.page_order import BARE, OWN
from wijkgenese3d.scene.load import Scene, hash_of_code
from wijkgenese3d.scene.view_state import ViewState
from wijkgenese3d.scene.words import say

__all__ = ["MANIFEST", "PARTS", "SeriesOrder", "SeriesPicture", "picture_stem", "slug", "view_slug"]

MANIFEST = "manifest.json"
PARTS = ".wijkgenese3d-parts"
"""Folder of what sheet and pages are made of, until the series is whole."""


@dataclass(frozen=True)
class SeriesPicture:
    """One picture of a series: the key of its viewpoint, its slice, and its name without extension."""

    view: str
    slice_id: str
    stem: str


@dataclass(frozen=True)
class SeriesOrder:
    """What is asked for.

    Parameters
    ----------
    folder : Path
        Of the scene.
    out : Path
        Folder that the files go to.
    views : tuple of str
        Keys of viewpoints.
    slices : tuple of str
        Ids of stops, in order of time.
    layout : str
        Key of a layout, or ``bare``.
    size : (width, height)
        px.
    language, colour_set : str
    exaggeration : float
        How many times larger heights are drawn.
    today : str
        Id of the slice of today: below its ground depths are counted.
    shown : ViewState, optional
        Of a link: camera, layers, cut, units and all else that is not told above.
    link : dict of str to str
        The same as texts of an address: what has to be known to make the pictures again.
    """

    folder: Path
    out: Path
    views: tuple[str, ...]
    slices: tuple[str, ...]
    layout: str
    size: tuple[int, int]
    language: str
    colour_set: str
    exaggeration: float
    today: str
    shown: ViewState | None = None
    link: Mapping[str, str] = field(default_factory=dict)

    def options(self, scene: Scene) -> dict[str, Any]:
        """Return all that decides how each picture looks: the same options give the same pictures."""
        told = {"link": dict(self.link)} if self.shown is not None else {}
        return {
            "scene": scene.name,
            "input_hash": scene.input_hash,
            "version": __version__,
            "drawing": drawing_hash(),
            "today": self.today,
            "layout": self.layout or BARE,
            "size": list(self.size),
            "language": self.language,
            "colours": self.colour_set,
            "exaggeration": self.exaggeration,
            "slices": list(self.slices),
            **told,
        }

    def key(self, scene: Scene) -> str:
        """Return the options as a short hash."""
        return hashlib.sha256(json.dumps(self.options(scene), sort_keys=True).encode()).hexdigest()[:16]

    def pictures(self, scene: Scene) -> list[SeriesPicture]:
        """Return the pictures, view by view in order of time."""
        return [
            SeriesPicture(view, slice_id, picture_stem(scene, slice_id, view, self.language))
            for view in self.views
            for slice_id in self.slices
        ]


@cache
def drawing_hash() -> str:
    """Return a hash of the code that draws: pictures of another version of it are not the same."""
    return hash_of_code("geometry", "hydrology", "scene", "render", "report")[:16]


def picture_stem(scene: Scene, slice_id: str, view: str, language: str, year: float | None = None) -> str:
    """Return the name of a picture: scene, number of the slice, date, viewpoint.

    Such as ``wijk_06_100-nchr_ov``: sorted by name they stand in order of time. A year between the
    stops has the number of the stop before it.
    """
    stop: Stop = scene.timeline.stop(slice_id)
    cells = [one for one in scene.timeline if one.cell and one.year <= stop.year]
    # An extra stop has the number of the period before it, and a letter.
    number = f"{len(cells):02d}{'' if stop.cell else 'a'}"
    date = slug(year_words(stop.year if year is None else year, language))
    return f"{slug(scene.name)}_{number}_{date}_{view_slug(view, language)}"


def view_slug(view: str, language: str) -> str:
    """Return the key of a viewpoint as part of the name of a file."""
    return say("series.own", language) if view == OWN else slug(view)


def slug(text: str) -> str:
    """Return a text as part of the name of a file.

    >>> slug("100 n.Chr."), slug("ca. 150.000 jaar geleden")
    ('100-nchr', 'ca-150000-jaar-geleden')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace(".", "").replace(",", "")).strip("-")
