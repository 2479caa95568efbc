"""Heat, water and heritage in words: where they come together, and what the map is not."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist
from typing import TYPE_CHECKING

from wijkgenese3d.scene.plain_words import number_words
from wijkgenese3d.scene.words import say

if TYPE_CHECKING:
    from wijkgenese3d.scene.hotspots import Hotspots

__all__ = ["hotspot_sentences", "meeting_places"]

NEAR = 250.0
"""m: how far a named place may lie from where they meet."""
MOST = 3
"""So many places are named."""


def meeting_places(
    found: Hotspots, names: Sequence[tuple[str, float, float]]
) -> list[tuple[str, float, float, float]]:
    """Return where all three meet, the largest first: name, RD x and y, and m2.

    Parameters
    ----------
    found : Hotspots
    names : sequence of (name, x, y)
        Places to name them by; where none is near the name is empty.
    """
    places = []
    for x, y, size in found.places[:MOST]:
        near = sorted((dist((x, y), (a, b)), name) for name, a, b in names)
        close = [name for distance, name in near if distance <= NEAR]
        places.append((close[0] if close else "", x, y, size))
    return places


def hotspot_sentences(
    found: Hotspots, names: Sequence[tuple[str, float, float]], language: str
) -> tuple[str, ...]:
    """Tell how much is hot, and where heat, water and heritage come together."""
    hectares = number_words(round(float(found.hot.sum()) * found.grid.cell**2 / 10_000), language)
    told = [say("spots.hot", language, ha=hectares)]
    named = dict.fromkeys(name for name, *_ in meeting_places(found, names) if name)
    if named:
        told.append(say("spots.meet", language, plekken=", ".join(named)))
    elif found.places:
        told.append(say("spots.meet_somewhere", language))
    else:
        told.append(say("spots.meet_nowhere", language))
    return tuple(told)
