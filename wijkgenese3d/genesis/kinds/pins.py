"""Kind ``pins``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wijkgenese3d.genesis.kinds.base import Step

__all__ = ["Pins"]


@dataclass(frozen=True, kw_only=True)
class Pins(Step):
    """Marks at points: a find, a story, a place where something happened.

    Parameters
    ----------
    at : str
        Layer of points; their ``label_nl`` and ``label_en`` are the words.
    type : str
        vondst, verhaal, krater, bron ...
    """

    kind: Literal["pins"] = "pins"
    at: str
    type: str = "verhaal"

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the step refers to."""
        yield "at", "points", self.at
