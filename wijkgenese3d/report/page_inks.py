"""The colours of words and lines on pages and over pictures: those of the app by day."""

from __future__ import annotations

__all__ = ["ACCENT", "EDGE", "INK", "SOFT"]

INK, SOFT, ACCENT, EDGE = "#241F1A", "#5C5346", "#96560A", "#857A68"
