"""Kind ``subside``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import Change, FieldText, GroundStep, Work

__all__ = ["Subside"]


@dataclass(frozen=True, kw_only=True)
class Subside(GroundStep):
    """One unit loses thickness, and all above it sinks along: peat that oxidises, clay that ripens.

    Parameters
    ----------
    of : str
        Unit that loses thickness.
    by : field, optional
        Loss, m; a column never loses more of the unit than it has.
    share : field, optional
        Loss as a part of the present thickness, 0 to 1. Give ``by`` or ``share``.
    mask : field
        Share of the loss, 0 to 1.
    """

    kind: Literal["subside"] = "subside"
    of: str
    by: FieldText | None = None
    share: FieldText | None = None
    mask: FieldText = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.by is None) == (self.share is None) or self.samples != 1:
            msg = "subside needs either 'by' (m) or 'share' (0 to 1), and samples 1"
            raise DeclarationError(msg)

    def change(self, work: Work) -> Change:
        """Loss of thickness of the unit."""
        by_share = work.has("share")
        loss = work.value("share") * work.thickness(self.of) if by_share else work.value("by")
        return Change(thinned=(self.of, np.maximum(loss, 0.0) * work.value("mask")))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield from super().names()
        yield "of", "unit", self.of
