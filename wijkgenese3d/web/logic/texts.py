"""Words that only the app has, Dutch (B1) and English; the others come with the scene."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["app_words", "depth_words"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "app.language": ("Taal", "Language"),
    "app.zaal": ("Voor de zaal", "For a hall"),
    "app.light": ("Lichte weergave", "Light display"),
    "app.about": ("Over dit model", "About this model"),
    "app.skip_picture": ("Ga naar het beeld", "Skip to the picture"),
    "app.panel": ("Paneel naast het beeld", "Panel beside the picture"),
    "app.bar": ("Knoppen", "Buttons"),
    "view.heights": ("Hoogte", "Height"),
    "view.height_menu": ("Hoeveel hoger tekenen?", "How much higher to draw?"),
    "view.reset_done": ("Alles staat weer zoals aan het begin.", "Everything is as it was at the start."),
    "view.undo": ("Zet terug", "Undo"),
    "dis.full": (
        "Schematisch model, geen meetgegevens; niet gebruiken voor bouwen of graven.",
        "Schematic model, no survey data; do not use for building or digging.",
    ),
    "gone.ended": ("De app is gestopt", "The app has stopped"),
    "gone.ended_help": (
        "Start de app opnieuw en probeer het nog eens.",
        "Start the app again, then try once more.",
    ),
    "gone.elsewhere": ("U kijkt nu ergens anders", "You are looking elsewhere now"),
    "gone.elsewhere_help": (
        "De app staat open in een ander tabblad of een andere browser.",
        "The app is open in another tab or browser.",
    ),
    "gone.here": ("Hier verder", "Continue here"),
    "core.file": ("boring", "core"),
    "core.depths": ("{a} tot {b} m: {wat}", "{a} to {b} m: {wat}"),
    "help.title": ("Hulp: muis, vinger en toetsen", "Help: mouse, finger and keys"),
    "help.mouse": (
        "Sleep om te draaien. Wiel of twee vingers: zoomen. Klik of tik: kijk in de grond.",
        "Drag to turn. Wheel or two fingers: zoom. Click or tap: look into the ground.",
    ),
    "help.keys": ("Toetsen als het beeld is gekozen", "Keys when the picture has the focus"),
    "help.periods": ("Vorige of volgende periode", "Previous or next period"),
    "help.ends": ("Eerste of laatste periode", "First or last period"),
    "help.turn": ("Draaien in stappen van 15 graden", "Turn in steps of 15 degrees"),
    "help.tilt": ("Kantelen", "Tilt"),
    "help.zoom": ("Zoomen", "Zoom"),
    "help.views": ("Vaste standpunten", "Fixed viewpoints"),
    "help.play": ("Afspelen of pauze", "Play or pause"),
    "help.year": ("Typ een jaar", "Type a year"),
    "help.probe": (
        "Prik in het midden; pijltjes verplaatsen de prik 25 m, met Shift 100 m",
        "Probe in the middle; arrows move it 25 m, with Shift 100 m",
    ),
    "help.words": ("Beschrijving in woorden", "Description in words"),
    "help.reset": ("Begin opnieuw", "Start again"),
    "help.close": ("Sluit het paneel", "Close the panel"),
    "help.arrows": ("links, rechts", "left, right"),
    "help.updown": ("omhoog, omlaag", "up, down"),
    "help.space": ("spatie", "space"),
}


def app_words(language: str) -> dict[str, str]:
    """Return the words of the app in one language."""
    return {key: pair[1] if language == "en" else pair[0] for key, pair in _WORDS.items()}


def depth_words(depth: float, language: str) -> str:
    """Say how deep the model is.

    >>> depth_words(30.0, "en")
    '30 m deep'
    """
    return f"{depth:g} m {'deep' if language == 'en' else 'diep'}"
