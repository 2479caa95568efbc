"""Colours of the parts that Vuetify draws: those of the palette of the project."""

from __future__ import annotations

from typing import Any

__all__ = ["vuetify_config"]

_LIGHT = {
    "background": "#F4EFE4",
    "surface": "#FFFCF5",
    "surface-variant": "#EDE6D6",
    "on-background": "#241F1A",
    "on-surface": "#241F1A",
    "on-surface-variant": "#5C5346",
    "primary": "#1F5561",
    "on-primary": "#FFFFFF",
    "secondary": "#96560A",
    "on-secondary": "#FFFFFF",
    "error": "#A3261B",
}
_DARK = {
    "background": "#151819",
    "surface": "#1E2324",
    "surface-variant": "#2A3031",
    "on-background": "#F4F0E7",
    "on-surface": "#F4F0E7",
    "on-surface-variant": "#C9C3B6",
    "primary": "#8FD0DA",
    "on-primary": "#06262C",
    "secondary": "#F2B65A",
    "on-secondary": "#2C1B00",
    "error": "#FFB4A8",
}


def vuetify_config() -> dict[str, Any]:
    """Return the settings of Vuetify."""
    themes = {
        "light": {"dark": False, "colors": _LIGHT},
        "dark": {"dark": True, "colors": _DARK},
    }
    return {
        "theme": {"defaultTheme": "light", "themes": themes},
        "defaults": {"VBtn": {"ripple": False}, "VListItem": {"ripple": False}},
    }
