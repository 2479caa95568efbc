"""What a file says of itself: what it shows, of which moment, whom to thank, what it is not for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wijkgenese3d import __version__
from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.sources import source_json
from wijkgenese3d.scene.words import say

__all__ = ["Provenance"]


@dataclass(frozen=True)
class Provenance:
    """Words with a file, in one language.

    Parameters
    ----------
    title : str
        Of the scene, with the moment.
    summary : str
        What happens in the moment, and how sure it is.
    disclaimer : str
        What it must not be used for.
    licence : str
    credits : tuple of str
        Lines that must be shown.
    sources : tuple of str
        What has been read for the events up to the moment.
    scene, slice_id, year
        Which moment of which scene.
    version : str
        Hash of all that the scene was made of: another hash is another model.
    language : str
    made : datetime
        When the file was written.
    """

    title: str
    summary: str
    disclaimer: str
    licence: str
    credits: tuple[str, ...]
    sources: tuple[str, ...] = field(repr=False)
    scene: str
    slice_id: str
    year: float
    version: str
    language: str
    made: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @classmethod
    def of(cls, scene: Scene, part: TimeSlice, language: str) -> Provenance:
        """Return what a file of a slice says; a year between the stops has the words of its year."""
        declared = scene.file.scene
        story = scene.stories.get(part.slice_id)
        title = declared.title.as_dict()[language]
        summary = [declared.certainty_note.as_dict()[language]]
        moment = year_words(part.year, language)
        if story is not None:
            moment = f"{story.date_label.as_dict()[language]}: {story.title.as_dict()[language]}"
            summary = [story.text.as_dict()[language], story.certainty_note.as_dict()[language], *summary]
        return cls(
            title=f"{title} · {moment}",
            summary=" ".join(_sentence(text) for text in summary),
            disclaimer=declared.disclaimer.as_dict()[language],
            licence=declared.licence,
            credits=tuple(declared.credits),
            sources=tuple(_sources(scene, part.year, language)),
            scene=scene.name,
            slice_id=part.slice_id,
            year=part.year,
            version=scene.input_hash[:12],
            language=language,
        )

    @property
    def made_by(self) -> str:
        """Program and scene, in one line."""
        return f"wijkgenese3d {__version__}, scene {self.scene} {self.slice_id} ({self.version})"

    @property
    def credit(self) -> str:
        """Whom to thank, and the licence, in one line."""
        return " · ".join((*self.credits, self.licence))

    def as_texts(self) -> dict[str, str]:
        """Return it as named texts, by the attribute names of CF and ACDD, for files that hold such pairs."""
        return {
            "title": self.title,
            "summary": self.summary,
            "comment": self.disclaimer,
            "license": self.licence,
            "acknowledgement": "; ".join(self.credits),
            "references": "; ".join(self.sources),
            "source": f"model: dated events replayed; {self.made_by}",
            "history": f"{self.made.isoformat().replace('+00:00', 'Z')} made by wijkgenese3d {__version__}",
            "scene": self.scene,
            "slice": self.slice_id,
            "year": f"{self.year:.10g}",
        }

    def as_page(self) -> str:
        """Return it as plain text, for a file beside one that cannot hold it."""
        sources = (f"- {source}" for source in self.sources)
        made = f"{self.made_by}, {self.made.date()}"
        parts = (self.title, self.summary, self.disclaimer, self.credit, made)
        heading = say("src.title", self.language)
        return "\n\n".join((*parts, "\n".join((f"{heading}:", *sources)))) + "\n"

    def since(self, before: Provenance) -> dict[str, str]:
        """Return the same of what changed since another moment of the scene, earlier or later."""
        texts, first = max(self, before, key=lambda one: one.year).as_texts(), before.as_texts()
        own = self.as_texts()
        both = {key: f"{first[key]} > {own[key]}" for key in ("title", "slice", "year")}
        return {**texts, "summary": f"{before.summary} {self.summary}", **both}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sources(scene: Scene, year: float, language: str) -> Sequence[str]:
    """Return what was read for the events that have begun, each once, in the order of the scene."""
    begun = (event.info for event in scene.plan.events if event.info.date.start <= year)
    keys = dict.fromkeys(key for info in begun for key in info.sources)
    return [source_json(scene.sources[key], language)["text"] for key in keys]
