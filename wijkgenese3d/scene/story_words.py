"""What is told about a slice, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkgenese3d.model.events import ALLIANCES
from wijkgenese3d.scene.declarations import LookAtDeclaration, SourceDeclaration, StoryDeclaration
from wijkgenese3d.scene.words import say

__all__ = ["LookAt", "StoryWords", "alliance_texts", "look_at_points", "source_words", "sources_sentence"]


@dataclass(frozen=True)
class StoryWords:
    """What is told about one slice, in one language."""

    title: str
    date_label: str
    text: str
    lesson: str
    certainty: str
    certainty_note: str

    @classmethod
    def of(cls, story: StoryDeclaration, language: str) -> StoryWords:
        """Return the story in one language."""
        return cls(
            title=story.title.as_dict()[language],
            date_label=story.date_label.as_dict()[language],
            text=story.text.as_dict()[language],
            lesson=story.lesson.as_dict()[language],
            certainty=story.certainty,
            certainty_note=story.certainty_note.as_dict()[language],
        )


@dataclass(frozen=True)
class LookAt:
    """A point to look at: its number in the list, what is to be seen, where (RD, m), and the viewpoint."""

    nr: int
    text: str
    at: tuple[float, float]
    view: str

    def as_json(self) -> dict[str, Any]:
        """Return it as a story has it."""
        return {"nr": self.nr, "text": self.text}


def look_at_points(
    points: Iterable[LookAtDeclaration], shown: Iterable[str], language: str
) -> tuple[LookAt, ...]:
    """Return the points whose layer can be shown, numbered from 1."""
    keys = set(shown)
    kept = [point for point in points if point.needs is None or point.needs in keys]
    return tuple(
        LookAt(nr, point.text.as_dict()[language], point.at, point.view) for nr, point in enumerate(kept, 1)
    )


def alliance_texts(story: StoryDeclaration, language: str) -> list[dict[str, str]]:
    """Return key, name and text of each alliance."""
    return [
        {
            "key": key,
            "name": say(f"lay.{key}", language),
            "text": getattr(story.alliances, key).as_dict()[language],
        }
        for key in ALLIANCES
    ]


def source_words(source: SourceDeclaration, language: str) -> str:
    """Say what a source is: who published it and its title, or its label."""
    if source.label:
        return source.label.as_dict()[language]
    return f"{source.publisher}, {source.title}" if source.publisher else source.title


def sources_sentence(keys: Sequence[str], sources: Mapping[str, SourceDeclaration], language: str) -> str:
    """Return the sources of a story in words, each once."""
    return "; ".join(dict.fromkeys(source_words(sources[key], language) for key in keys))
