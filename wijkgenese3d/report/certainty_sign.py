"""The sign of how sure something is: on a timeline, beside a badge, and on names."""

from __future__ import annotations

import math

from wijkgenese3d.report.drawing import Area, Item, Stroke

__all__ = ["SURE", "certainty_dot"]

SURE = {"zeker": "#1B4F5A", "waarschijnlijk": "#7E5A10", "aanname": "#7A7264"}
"""Colour by certainty."""


def certainty_dot(certainty: str, middle: tuple[float, float], radius: float, inside: str) -> list[Item]:
    """Return the sign of how sure something is: a full, a half full, or a dashed dot."""
    colour = SURE[certainty]
    ring = _circle(middle, radius)
    if certainty == "zeker":
        return [Area([ring], colour)]
    width = 0.28 * radius
    hollow: list[Item] = [Area([ring], inside)]
    if certainty == "waarschijnlijk":
        half = [point for point in ring if point[0] <= middle[0] + 1e-9]
        half.sort(key=lambda point: point[1])
        return [*hollow, Area([half], colour), Stroke([*ring, ring[0]], colour, width)]
    return [*hollow, Stroke([*ring, ring[0]], colour, width, 2 * math.pi * radius / 14)]


def _circle(middle: tuple[float, float], radius: float, points: int = 36) -> list[tuple[float, float]]:
    angles = [2 * math.pi * k / points for k in range(points)]
    return [(middle[0] + radius * math.sin(a), middle[1] - radius * math.cos(a)) for a in angles]
