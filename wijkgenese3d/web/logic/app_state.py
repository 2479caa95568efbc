"""What the browser and the app share; :data:`SETTABLE` says what the browser itself may set, and to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wijkgenese3d.model.events import ALLIANCES, CERTAINTIES
from wijkgenese3d.scene.view_state import COLOUR_SETS, EXAGGERATIONS, THEMES
from wijkgenese3d.scene.view_state import COMPARE_MODES as WAYS_TO_COMPARE
from wijkgenese3d.scene.words import LANGUAGES

__all__ = ["COMPARE_MODES", "DENSITIES", "DIALOGS", "FACTORS", "SETTABLE", "SHEETS", "SIDES", "AppState"]

DENSITIES = ("work", "zaal")
FACTORS = EXAGGERATIONS
"""How many times larger heights may be drawn."""
SIDES = ("", "core", "words", "rain", "spots", "compare", "sources")
"""What stands beside the picture: nothing, or one of these panels."""
DIALOGS = ("", "help", "about", "heights", "compare", "share", "report")
SHEETS = ("", "layers", "more")
"""Sheets of a phone."""
COMPARE_MODES = ("", *WAYS_TO_COMPARE)
"""How two moments are compared: not, with a border that moves, side by side, or what changed."""


@dataclass
class AppState:
    """State of the app. Kinds of JSON are those of ``viewer/src/types.ts``.

    Parameters
    ----------
    index : int
        Which stop of the timeline is shown.
    moment : Moment or None
        A typed year between two stops, which is then shown.
    language, theme, density, colour_set : str
        ``nl`` or ``en``; ``light`` or ``dark``; ``work`` or ``zaal``; ``contrast`` or ``official``.
    exaggeration : float
        How many times larger heights are drawn.
    playing : bool
        Whether the app goes on by itself.
    words : dict
        Words of the interface in this language, by key.
    heading : dict
        ``title`` and ``subtitle`` of the scene.
    story : Story
        Of the stop that is shown.
    notes : dict
        ``exaggeration``, ``depth``, ``ice`` and ``credits``; empty where there is nothing to say.
    stops, eras, bands : list
        ``Stop[]``, ``Era[]``, ``Band[]`` of the timeline.
    layers : list of dict
        By alliance: ``{key, name, layers: [{key, name, exists, reason, note, on}]}``.
    off : list of str
        Keys of the layers that are switched off.
    units : list of dict
        Units of the ground in this moment, the youngest first: ``{key, name}``.
    units_off : list of str
        Keys of the units that are taken off.
    blocks : bool
        Whether the ground is drawn in blocks.
    legend : list
        ``LegendGroup[]`` of what is in view.
    cameras : list of dict
        ``key``, ``name`` of each viewpoint.
    viewpoint : str
        Key of the viewpoint; empty when the camera has been moved by hand.
    overlay : Overlay or None
        What is written over the picture.
    armed : bool
        Whether a click is asked for, to look into the ground there.
    core : Core or None
        Of the spot that was clicked.
    twin : list of dict
        The description in words: ``title`` and ``sentences`` of each part.
    side, dialog, sheet : str
        What is open, one of :data:`SIDES`, :data:`DIALOGS`, :data:`SHEETS`.
    groups_open : list of str or None
        Alliances whose layers are unfolded; None until somebody chose.
    layers_open, folded : bool
        Whether the layers are beside the picture; whether the story is folded.
    calm : bool
        Whether the visitor wants no movement.
    busy, failed : bool
        The picture of this moment is still being made; could not be made.
    message : str
        What is said for a moment, such as that a year could not be read.
    undo : bool
        Whether the last *begin again* can be taken back.
    spoken : str
        What a screen reader says after a change: date and title.
    elsewhere : bool
        Somebody goes on in another window.
    cut : dict
        How the block is cut open, ``CutFields`` of the shared components.
    cut_panel : bool
        Whether the fields of the cut are open.
    cut_errors : dict
        ``Refused`` of the shared components, by field: what was typed and cannot be, and why.
    cut_armed : str
        Which point of a line is asked for: ``first``, ``second`` or none.
    section : Section or None
        Beside the block.
    rain : dict
        Storms, and where the water of this one goes, ``Rain`` of the shared components.
    rain_errors : dict
        ``Refused`` of the shared components, by field: what was typed and cannot be, and why.
    spots : dict
        Heat, water and heritage, and where they meet.
    section_at : dict or None
        Where the pointer is in the section, and what lies there.
    probe_second : Core or None
        The core of the second of two pins; ``core`` is that of the first.
    probe_kept : bool
        The first pin stays where it is; the next spot stands beside it.
    probe_active : int
        Which of the pins moves, 0 or 1.
    probe_apart : str
        How the ground at the two pins differs, in words.
    probe_found : list of Found
        Places whose name fits what was typed.
    probe_error : str
        Why a name or coordinate was not taken.
    probe_tall : bool
        The sheet of a phone is drawn up.
    cmp_mode : str
        One of :data:`COMPARE_MODES`.
    cmp_index : int or None
        The stop that is compared with; of a typed year the one before it.
    cmp_moment : Moment or None
        The typed year that is compared with.
    cmp_main : str
        Whether the moment of the timeline is the earlier one, ``a``, or the later one, ``b``.
    cmp_dates : dict
        Dates of the earlier (``a``) and the later (``b``) moment in words.
    cmp_at : float
        Place of the border, 0 to 1 from the left.
    cmp_overlay : Overlay or None
        What is written over the other picture.
    cmp_difference : Difference or None
        What changed.
    cmp_busy, cmp_failed : bool
        The other picture is still being made; could not be made.
    cmp_error : str
        What is wrong with what was chosen.
    view_address : str
        What is shown, as the part of the address after its ``#``.
    view_undo, view_redo : bool
        Whether there is a change of the view to undo, or one to do again.
    certainty : str
        What is less certain is drawn pale: one of ``CERTAINTIES``.
    certainties : dict
        How sure the layers and units of this moment are, by their key: ``{layers: {...}, units: {...}}``.
    rep : dict
        What is chosen of a report picture, and its sizes: ``{layout, size, format, film, sizes, ...}``.
    rep_preview : str
        Address of its preview, with the picture in it; empty while it is made.
    rep_job : dict or None
        What is being made: ``{kind, done, total}``, kind ``picture`` or ``series``.
    rep_error : dict or None
        What went wrong: ``{word, error, hint}``, a key of the words and what the command said.
    rep_file : dict or None
        What can be downloaded: ``{url, name}``.
    sources : list of dict
        Of what is in view, while somebody reads them: ``{title, rows: [...]}`` of each part.
    """

    index: int = 0
    moment: dict | None = None
    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    density: str = DENSITIES[0]
    colour_set: str = COLOUR_SETS[0]
    exaggeration: float = 4.0
    playing: bool = False
    words: dict[str, str] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    story: dict = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    stops: list[dict] = field(default_factory=list)
    eras: list[dict] = field(default_factory=list)
    bands: list[dict] = field(default_factory=list)
    layers: list[dict] = field(default_factory=list)
    off: list[str] = field(default_factory=list)
    units: list[dict] = field(default_factory=list)
    units_off: list[str] = field(default_factory=list)
    blocks: bool = False
    legend: list[dict] = field(default_factory=list)
    cameras: list[dict] = field(default_factory=list)
    viewpoint: str = ""
    overlay: dict | None = None
    armed: bool = False
    core: dict | None = None
    twin: list[dict] = field(default_factory=list)
    side: str = ""
    dialog: str = ""
    sheet: str = ""
    layers_open: bool = True
    groups_open: list[str] | None = None
    folded: bool = True
    calm: bool = False
    busy: bool = True
    failed: bool = False
    message: str = ""
    undo: bool = False
    spoken: str = ""
    elsewhere: bool = False
    cut: dict = field(default_factory=dict)
    cut_panel: bool = False
    cut_errors: dict[str, dict[str, str]] = field(default_factory=dict)
    cut_armed: str = ""
    section: dict | None = None
    rain: dict = field(default_factory=dict)
    rain_errors: dict[str, dict[str, str]] = field(default_factory=dict)
    spots: dict = field(default_factory=dict)
    section_at: dict | None = None
    probe_second: dict | None = None
    probe_kept: bool = False
    probe_active: int = 0
    probe_apart: str = ""
    probe_found: list[dict] = field(default_factory=list)
    probe_error: str = ""
    probe_tall: bool = False
    cmp_mode: str = ""
    cmp_index: int | None = None
    cmp_moment: dict | None = None
    cmp_main: str = "b"
    cmp_dates: dict[str, str] = field(default_factory=dict)
    cmp_at: float = 0.5
    cmp_overlay: dict | None = None
    cmp_difference: dict | None = None
    cmp_busy: bool = False
    cmp_failed: bool = False
    cmp_error: str = ""
    view_address: str = ""
    view_undo: bool = False
    view_redo: bool = False
    certainty: str = CERTAINTIES[-1]
    certainties: dict[str, dict] = field(default_factory=dict)
    sources: list[dict] = field(default_factory=list)
    rep: dict = field(default_factory=dict)
    rep_preview: str = ""
    rep_job: dict | None = None
    rep_error: dict | None = None
    rep_file: dict | None = None


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _groups(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= len(ALLIANCES)
        and all(isinstance(v, str) and v in ALLIANCES for v in value)
    )


def _factor(value: Any) -> bool:
    return type(value) in (int, float) and value in FACTORS


def _share(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1


SETTABLE: Mapping[str, Callable[[Any], bool]] = {
    "language": _one_of(LANGUAGES),
    "theme": _one_of(THEMES),
    "density": _one_of(DENSITIES),
    "colour_set": _one_of(COLOUR_SETS),
    "exaggeration": _factor,
    "side": _one_of(SIDES),
    "dialog": _one_of(DIALOGS),
    "sheet": _one_of(SHEETS),
    "layers_open": _flag,
    "groups_open": _groups,
    "folded": _flag,
    "calm": _flag,
    "armed": _flag,
    "message": _one_of(("",)),
    "cut_panel": _flag,
    "probe_tall": _flag,
    "cmp_at": _share,
    "certainty": _one_of(CERTAINTIES),
}
"""What the browser may set, with a check of the value; for everything else it calls a trigger."""
