"""Kind ``soil``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from wijkgenese3d.genesis.kinds.base import FieldText, Step

__all__ = ["Soil", "SoilCoat"]


@dataclass(frozen=True, kw_only=True)
class SoilCoat:
    """A soil and where it forms (above 0.5)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    soil: str
    where: FieldText = 1.0


@dataclass(frozen=True, kw_only=True)
class Soil(Step):
    """A soil forms or is spoilt: a property of the surface that never changes volumes.

    Parameters
    ----------
    paint : list of coats
        Painted in order, later over earlier.
    """

    kind: Literal["soil"] = "soil"
    paint: tuple[SoilCoat, ...]

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield the soils."""
        for index, coat in enumerate(self.paint):
            yield f"paint.{index + 1}.soil", "soil", coat.soil
