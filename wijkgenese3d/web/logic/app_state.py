"""What the browser and the app share. Only ``index`` and ``language`` may be set by the browser."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["AppState"]


@dataclass
class AppState:
    """State of the app.

    Parameters
    ----------
    index : int
        Which stop of the timeline is shown.
    language : str
        ``nl`` or ``en``.
    words : dict
        Words of the app in this language.
    heading : dict
        ``title`` and ``subtitle`` of the scene.
    story : dict
        ``title``, ``date``, ``text``, ``lesson``, ``certainty``, ``certainty_words``, ``certainty_note``.
    notes : dict
        ``exaggeration``, ``credits`` and ``ice``; empty where there is nothing to say.
    stops : list of dict
        ``id``, ``number``, ``label``, ``short``, ``title``, ``certainty``, ``kind`` of each stop.
    eras : list of dict
        ``name`` and ``span`` of each run of stops that count in the same way.
    cameras : list of dict
        ``key``, ``name`` of each viewpoint.
    viewpoint : str
        Key of the viewpoint; empty when the camera has been moved by hand.
    compass : int
        Compass direction that lies above in the picture, degrees.
    busy, failed : bool
        The picture of this stop is still being made; could not be made.
    spoken : str
        What a screen reader says after a change.
    elsewhere : bool
        Somebody goes on in another window.
    """

    index: int = 0
    language: str = "nl"
    words: dict[str, str] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    story: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    stops: list[dict[str, str]] = field(default_factory=list)
    eras: list[dict[str, str]] = field(default_factory=list)
    cameras: list[dict[str, str]] = field(default_factory=list)
    viewpoint: str = ""
    compass: int = 0
    busy: bool = True
    failed: bool = False
    spoken: str = ""
    elsewhere: bool = False
