"""Words with a picture of a scene: title, date, how sure it is, what it is not for, whom to thank."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wijkgenese3d import __version__
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.drawing import Label, wrapped
from wijkgenese3d.report.words import word
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.plain_words import capital
from wijkgenese3d.scene.story_words import sources_sentence
from wijkgenese3d.scene.words import ui_words

__all__ = [
    "Caption",
    "core_caption",
    "difference_caption",
    "heading",
    "made_with",
    "rain_caption",
    "section_caption",
]

_INK, _SOFT = "#2E2620", "#6E6457"


@dataclass(frozen=True)
class Caption:
    """Words with a picture, in its language; ``source`` is kept in the file, so that it can be traced."""

    title: str
    subtitle: str
    certainty: str
    disclaimer: str
    credit: str
    language: str
    source: str = ""


def section_caption(scene: Scene, part: TimeSlice, language: str) -> Caption:
    """Return the words with a section through one slice."""
    story = scene.stories.get(part.slice_id)
    sure = scene.file.scene.certainty_note.as_dict()[language]
    if story is not None:
        sure, first = story.certainty_note.as_dict()[language], word(story.certainty, language)
        if not sure.startswith(first):
            sure = f"{first} · {sure}"
    keys = [part.slice_id] if story is not None else []
    return _caption(scene, "section", moment_words(scene, part, language), sure, keys, language)


def core_caption(scene: Scene, part: TimeSlice, language: str) -> Caption:
    """Return the words with the core at a spot in one slice."""
    caption = section_caption(scene, part, language)
    title = f"{ui_words(language)['act.core']} · {scene.file.scene.title.as_dict()[language]}"
    return replace(caption, title=title)


def difference_caption(scene: Scene, before: TimeSlice, after: TimeSlice, language: str) -> Caption:
    """Return the words with the difference between two slices."""
    moments = " → ".join(moment_words(scene, part, language) for part in (before, after))
    sure = scene.file.scene.certainty_note.as_dict()[language]
    keys = [part.slice_id for part in (before, after) if part.slice_id in scene.stories]
    return _caption(scene, "difference", moments, sure, keys, language)


def rain_caption(scene: Scene, slices: list[str], storm: str, sure: str, language: str) -> Caption:
    """Return the words with the rain of a storm over slices; ``sure`` is how certain that is."""
    return _caption(scene, "rain", storm, sure, [key for key in slices if key in scene.stories], language)


def moment_words(scene: Scene, part: TimeSlice, language: str) -> str:
    """Say which moment a slice shows."""
    story = scene.stories.get(part.slice_id)
    if story is not None:
        date = story.date_label.as_dict()[language]
        return f"{capital(date)}: {story.title.as_dict()[language]}"
    before = scene.timeline.at_or_before(part.year)
    later = [stop for stop in scene.timeline if stop.year > part.year]
    said = f"{word('year', language)} {year_words(part.year, language)}"
    if not later:
        return said
    ends = f" {word('and', language)} ".join(year_words(s.year, language) for s in (before, later[0]))
    return f"{said} ({word('between', language)} {ends})"


def _caption(scene: Scene, kind: str, moment: str, sure: str, slices: list[str], language: str) -> Caption:
    declared = scene.file.scene
    keys = dict.fromkeys(key for slice_id in slices for key in scene.stories[slice_id].sources)
    sources = sources_sentence(list(keys), scene.sources, language)
    credit = [*declared.credits, declared.licence, made_with(scene)]
    if sources:
        credit.insert(0, f"{word('sources', language)}: {sources}")
    return Caption(
        title=f"{word(kind, language)} · {declared.title.as_dict()[language]}",
        subtitle=moment,
        certainty=f"{word('certainty', language).capitalize()}: {sure}",
        disclaimer=declared.disclaimer.as_dict()[language],
        credit=" · ".join(credit),
        language=language,
        source=f"{word(kind, language)}, {moment}, {made_with(scene)}, {declared.licence}",
    )


def made_with(scene: Scene) -> str:
    """Say of which model a picture is, down to what it was computed from, and which version drew it."""
    return f"{scene.name} {scene.input_hash[:12]} · wijkgenese3d {__version__}"


def heading(caption: Caption, left: float, width: float) -> list[Label]:
    """Return the title, the moment, and in at most two lines how sure it is; 150 px high."""
    labels = [
        Label(left, 42, caption.title, 32, _INK, bold=True),
        Label(left, 84, caption.subtitle, 21, _INK),
    ]
    for k, text in enumerate(wrapped(caption.certainty, 15, width - 2 * left)[:2]):
        labels.append(Label(left, 114 + 21 * k, text, 15, _SOFT))
    return labels
