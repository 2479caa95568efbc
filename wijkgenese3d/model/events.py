"""What the model keeps of each event, so that each spot can say who put it there, when and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wijkgenese3d.model.timeline import Years

__all__ = ["ALLIANCES", "CERTAINTIES", "EventInfo"]

CERTAINTIES = ("zeker", "waarschijnlijk", "aanname")
ALLIANCES = ("natuur", "bebouwing", "mens")


@dataclass(frozen=True)
class EventInfo:
    """An event of the scene, as far as a reader of the model needs it.

    ``certainty`` says that it happened, ``certainty_shape`` its place and numbers here. ``until``
    is the year in which its features were gone, None where they stay.
    """

    id: str
    date: Years
    certainty: str
    certainty_shape: str
    sources: tuple[str, ...]
    text: Mapping[str, str]
    alliance: str
    until: float | None = None
    kinds: tuple[str, ...] = field(default=())
