"""Words of the app itself, Dutch (B1) and English."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["certainty_words", "exaggeration_words", "ui_words"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "skip": ("Ga naar de tijdlijn", "Skip to the timeline"),
    "language": ("Taal", "Language"),
    "picture": (
        "3D-beeld van de wijk. Sleep om te draaien, gebruik het wiel om in te zoomen. "
        "Toetsen: links en rechts voor de tijd, shift met pijltjes om te draaien, plus en min om te zoomen.",
        "3D picture of the quarter. Drag to turn, use the wheel to zoom. "
        "Keys: left and right for time, shift with arrows to turn, plus and minus to zoom.",
    ),
    "loading": ("Het blok wordt geladen", "Loading the block"),
    "busy": ("Deze periode wordt gemaakt", "Making this period"),
    "failed": (
        "Er ging iets mis met deze periode. Kies een andere.",
        "This period failed. Choose another one.",
    ),
    "timeline": ("Tijdlijn", "Timeline"),
    "previous": ("Vorige periode", "Previous period"),
    "next": ("Volgende periode", "Next period"),
    "of": ("van", "of"),
    "view": ("Standpunt", "Viewpoint"),
    "own_view": ("Eigen standpunt", "Your own viewpoint"),
    "tools": ("Beeld draaien en zoomen", "Turn and zoom the picture"),
    "turn_left": ("Draai naar links", "Turn left"),
    "turn_right": ("Draai naar rechts", "Turn right"),
    "zoom_in": ("Zoom in", "Zoom in"),
    "zoom_out": ("Zoom uit", "Zoom out"),
    "reset": ("Begin opnieuw", "Start again"),
    "certainty": ("Hoe zeker is dit?", "How certain is this?"),
    "lesson": ("Les voor nu", "Lesson for now"),
    "north": ("noord", "north"),
    "disclaimer": (
        "Schematisch model, geen meetgegevens; niet gebruiken voor bouwen of graven.",
        "Schematic model, no survey data; do not use for building or digging.",
    ),
    "ended": ("De app is gestopt", "The app has stopped"),
    "ended_help": (
        "Start de app opnieuw en probeer het nog eens.",
        "Start the app again, then try once more.",
    ),
    "retry": ("Probeer opnieuw", "Try again"),
    "elsewhere": ("U kijkt nu ergens anders", "You are looking elsewhere now"),
    "elsewhere_help": (
        "De app staat open in een ander tabblad of een andere browser.",
        "The app is open in another tab or browser.",
    ),
    "go_on_here": ("Hier verder", "Continue here"),
}

_CERTAINTY: Mapping[str, tuple[str, str]] = {
    "zeker": ("Zeker", "Certain"),
    "waarschijnlijk": ("Waarschijnlijk", "Likely"),
    "aanname": ("Aanname", "Assumption"),
}


def ui_words(language: str) -> dict[str, str]:
    """Return all words of the app in one language."""
    return {key: _in(pair, language) for key, pair in _WORDS.items()}


def certainty_words(certainty: str, language: str) -> str:
    """Return what a certainty is called.

    >>> certainty_words("aanname", "en")
    'Assumption'
    """
    return _in(_CERTAINTY[certainty], language)


def exaggeration_words(factor: float, language: str) -> str:
    """Say how much larger heights are drawn.

    >>> exaggeration_words(2.5, "nl")
    'Hoogte 2,5× overdreven'
    >>> exaggeration_words(3.0, "en")
    'Height exaggerated 3×'
    """
    if factor == 1:
        return _in(("Echte verhouding (1×)", "True proportions (1×)"), language)
    number = f"{factor:g}"
    return (
        f"Hoogte {number.replace('.', ',')}× overdreven"
        if language == "nl"
        else f"Height exaggerated {number}×"
    )


def _in(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]
