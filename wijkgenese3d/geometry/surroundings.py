"""The land outside the quarter, toned down: nothing is claimed about the neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, Self, TypeVar

import numpy as np

from wijkgenese3d.geometry.canvas import Canvas
from wijkgenese3d.geometry.mesh import ColouredMesh

__all__ = ["GREY", "Quiet", "Surroundings"]

GREY = (206, 206, 196)
"""What colours there are mixed with."""


@dataclass(frozen=True)
class Surroundings:
    """Outside the boundary colours are mixed with grey.

    Parameters
    ----------
    from_year : float
        From then on, astronomical.
    share : float
        Of grey.
    """

    from_year: float
    share: float


class _Things(Protocol):
    def where(self, kept: np.ndarray) -> Self:
        """Return some of them."""


T = TypeVar("T", bound=_Things)


@dataclass(frozen=True, eq=False)
class Quiet:
    """Where colours are mixed with grey, and how much.

    Parameters
    ----------
    canvas : Canvas
    outside : (rows, columns) bool
        Pixels outside the boundary.
    share : float
        Of grey; 0 leaves everything as it is.
    """

    canvas: Canvas
    outside: np.ndarray = field(repr=False)
    share: float

    def holds(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Tell which places (n,), RD, m, lie there."""
        at = np.floor(self.canvas.to_pixels(np.stack((x, y), axis=-1)) + 0.5).astype(int)
        column, row = np.clip(at, 0, np.array(self.outside.shape[::-1]) - 1).T
        return np.asarray(self.outside[row, column])

    def tone(self, colours: np.ndarray, index: np.ndarray) -> None:
        """Mix colours (n, 3) uint8 of pixels (n,), flat, with grey where they lie outside, in place."""
        there = self.outside.ravel()[index]
        colours[there] = self._mixed(colours[there])

    def tone_image(self, image: np.ndarray) -> None:
        """Mix an image (rows, columns, 3) uint8 with grey outside, in place."""
        image[self.outside] = self._mixed(image[self.outside])

    def mesh(
        self, make: Callable[[T], ColouredMesh | None], things: T, there: np.ndarray
    ) -> ColouredMesh | None:
        """Make a mesh of things, of which some (n,) bool lie outside."""
        inner, outer = make(things.where(~there)), make(things.where(there))
        if outer is None:
            return inner
        outer = replace(outer, colours=self._mixed(outer.colours))
        return outer if inner is None else ColouredMesh.merged([inner, outer])

    def _mixed(self, colours: np.ndarray) -> np.ndarray:
        mixed = colours * np.float32(1 - self.share) + np.array(GREY, dtype=np.float32) * np.float32(
            self.share
        )
        return np.asarray(mixed.astype(np.uint8))
