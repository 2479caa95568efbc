"""What the app needs to know of a scene; the scene gives an object that fits this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from wijkgenese3d.model.fabric import Fabric
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeline import Stop
from wijkgenese3d.model.timeslice import TimeSlice

__all__ = ["LANGUAGES", "Camera", "Content", "Story"]

LANGUAGES = ("nl", "en")
"""The first is what the app opens with."""


class Story(Protocol):
    """What is told about one slice, in one language."""

    @property
    def title(self) -> str:
        """Title of the period."""

    @property
    def date_label(self) -> str:
        """Full date in words."""

    @property
    def text(self) -> str:
        """The caption."""

    @property
    def lesson(self) -> str:
        """What one can learn from it; may be empty."""

    @property
    def certainty(self) -> str:
        """``zeker``, ``waarschijnlijk`` or ``aanname``."""

    @property
    def certainty_note(self) -> str:
        """What is certain and what is not; may be empty."""


class Camera(Protocol):
    """A named viewpoint."""

    @property
    def key(self) -> str:
        """Unique name."""

    @property
    def name(self) -> Mapping[str, str]:
        """Name per language."""

    @property
    def azimuth(self) -> float:
        """Compass direction from the focal point to the camera, degrees."""

    @property
    def elevation(self) -> float:
        """Degrees above the horizon."""

    @property
    def distance(self) -> float:
        """m; says how much is in view, see :mod:`wijkgenese3d.geometry.turntable`."""

    @property
    def focal(self) -> tuple[float, float, float]:
        """What it looks at: RD x, y, m; m NAP."""


class Content(Protocol):
    """A scene with its model, ready to be shown. Nothing of it changes while the app runs."""

    @property
    def stops(self) -> Sequence[Stop]:
        """Stops of the timeline, oldest first."""

    @property
    def start(self) -> str:
        """Id of the stop that is shown first."""

    @property
    def grid(self) -> Grid:
        """Map cells of the ground, the same in every slice."""

    @property
    def today_ground(self) -> np.ndarray:
        """Today's ground surface, (ny, nx), m NAP."""

    @property
    def fabrics(self) -> Mapping[int, Fabric]:
        """Fabrics by index of the unit in the legend."""

    @property
    def legend(self) -> Legend:
        """What codes mean."""

    @property
    def boundary(self) -> np.ndarray:
        """Ring round the quarter, (n, 2), RD, m; may be empty."""

    @property
    def exaggeration(self) -> float:
        """How many times larger heights are drawn."""

    @property
    def base(self) -> float:
        """Flat underside of the block, m NAP."""

    @property
    def grey_roofs(self) -> frozenset[str]:
        """Types of buildings with a grey roof."""

    @property
    def cameras(self) -> Sequence[Camera]:
        """Viewpoints; the first is the one to open with."""

    def title(self, language: str) -> str:
        """Return the title of the scene."""

    def subtitle(self, language: str) -> str:
        """Return a line under the title; may be empty."""

    def credits(self, language: str) -> str:
        """Return whom to thank for what is drawn, such as the boundary; may be empty."""

    def ice_label(self, language: str) -> str:
        """Return what to say where ice is cut off; may be empty."""

    def story(self, slice_id: str, language: str) -> Story:
        """Return what is told about a slice."""

    def slice(self, slice_id: str) -> TimeSlice:
        """Return a slice; called once for each, from another thread than the app's own."""
