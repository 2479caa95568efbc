"""Kind ``cover``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.kinds.base import FieldText, Step

__all__ = ["Cover", "Paint"]


@dataclass(frozen=True, kw_only=True)
class Paint:
    """One coat of paint on the map of land cover, of use, or of both.

    Parameters
    ----------
    where : field
        Painted where this is above 0.5.
    cover : str, optional
        Class of land cover.
    use : str, optional
        Class of use.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    where: FieldText = 1.0
    cover: str | None = None
    use: str | None = None

    def __post_init__(self) -> None:
        if self.cover is None and self.use is None:
            msg = "a coat of paint needs 'cover', 'use' or both"
            raise DeclarationError(msg)


@dataclass(frozen=True, kw_only=True)
class Cover(Step):
    """The landscape changes: coats are painted in order, later over earlier.

    Roofs, streets and water are not painted here: they are laid over the cover from the features
    that stand there at the moment shown.

    Parameters
    ----------
    paint : list of coats
    """

    kind: Literal["cover"] = "cover"
    paint: tuple[Paint, ...]

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield the classes that are painted."""
        for index, coat in enumerate(self.paint):
            for sort in ("cover", "use"):
                name = getattr(coat, sort)
                if name is not None:
                    yield f"paint.{index + 1}.{sort}", sort, name
