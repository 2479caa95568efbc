"""Where all that is in view comes from: events of the ground and things on it, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wijkgenese3d.model.events import EventInfo
from wijkgenese3d.model.features import FeatureTable
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.scene.declarations import SourceDeclaration, StoryDeclaration
from wijkgenese3d.scene.plain_words import short_name, span_words
from wijkgenese3d.scene.story_words import source_words
from wijkgenese3d.scene.words import certainty_words, say

__all__ = ["Seen", "SourceTeller", "source_json", "sources_text"]

MOST_NAMES = 3


@dataclass(frozen=True)
class Seen:
    """What is in view.

    Parameters
    ----------
    ground : mapping of (event, unit) to int
        Pixels of what an event put there; indices in the scene and in the legend.
    features : FeatureTable
        Things of this moment that are in the picture.
    """

    ground: Mapping[tuple[int, int], int] = field(default_factory=dict)
    features: FeatureTable = field(default_factory=FeatureTable)


def source_json(source: SourceDeclaration, language: str) -> dict[str, str]:
    """Return what is said of a source: ``text``, ``licence``, ``credit``, and ``url`` if it is on the web."""
    url = source.url or ""
    return {
        "text": f"{source_words(source, language)}{f' ({source.year})' if source.year else ''}",
        "licence": source.licence or "",
        "credit": source.credit or "",
        "url": url if urlsplit(url).scheme in ("http", "https") else "",
    }


@dataclass(frozen=True)
class SourceTeller:
    """Tells sources of one scene.

    Parameters
    ----------
    legend : Legend
    events : sequence of EventInfo
        In the order of the scene.
    sources : mapping of str to SourceDeclaration
        By key.
    """

    legend: Legend
    events: Sequence[EventInfo]
    sources: Mapping[str, SourceDeclaration]

    def tell(self, story: StoryDeclaration, seen: Seen, language: str) -> list[dict[str, Any]]:
        """Return three parts (the period, on the ground, in the ground): ``key``, ``title`` and ``rows``.

        A row has ``name``, ``what``, ``when``, ``certainty``, ``certainty_words`` and ``sources``. In the
        ground what is largest in the picture goes first.
        """
        parts = (
            ("period", [self._period(story, language)]),
            ("on", self._things(seen.features, language)),
            ("in", self._ground(seen.ground, language)),
        )
        return [
            {"key": key, "title": say(f"src.{key}", language), "rows": rows} for key, rows in parts if rows
        ]

    def _period(self, story: StoryDeclaration, language: str) -> dict[str, Any]:
        return {
            "name": story.title.as_dict()[language],
            "what": story.certainty_note.as_dict()[language],
            "when": story.date_label.as_dict()[language],
            **self._sure(story.certainty, story.sources, language),
        }

    def _things(self, features: FeatureTable, language: str) -> list[dict[str, Any]]:
        names: dict[int, dict[str, None]] = {}
        for row in features:
            named = names.setdefault(row.event, {})
            if row.name:
                named[row.name[language].partition(",")[0]] = None
        known = sorted(event for event in names if event < len(self.events))
        return [self._row(event, _some(list(names[event]), language), language) for event in known]

    def _ground(self, ground: Mapping[tuple[int, int], int], language: str) -> list[dict[str, Any]]:
        pixels: dict[int, int] = {}
        units: dict[int, dict[int, int]] = {}
        for (event, unit), seen in ground.items():
            if event < len(self.events) and unit < len(self.legend.units) and seen > 0:
                pixels[event] = pixels.get(event, 0) + seen
                units.setdefault(event, {})[unit] = seen
        rows = []
        for event in sorted(pixels, key=lambda key: -pixels[key]):
            largest = sorted(units[event], key=lambda unit: -units[event][unit])
            names = [short_name(self.legend.units[unit].name[language]) for unit in largest]
            rows.append(self._row(event, _some(list(dict.fromkeys(names)), language), language))
        return rows

    def _row(self, index: int, what: str, language: str) -> dict[str, Any]:
        event = self.events[index]
        return {
            "name": event.text.get(language, event.id),
            "what": what,
            "when": span_words(event.date, language),
            **self._sure(event.certainty, event.sources, language),
        }

    def _sure(self, certainty: str, keys: Sequence[str], language: str) -> dict[str, Any]:
        found = [source_json(self.sources[key], language) for key in keys if key in self.sources]
        return {
            "certainty": certainty,
            "certainty_words": certainty_words(certainty, language),
            "sources": list({one["text"]: one for one in found}.values()),
        }


def sources_text(parts: Sequence[Mapping[str, Any]], heading: str) -> str:
    """Return the same as plain text, to copy: a line for each row, its sources under it."""
    lines = [heading]
    for part in parts:
        lines += ["", part["title"]]
        for row in part["rows"]:
            about = ", ".join(word for word in (row["when"], row["what"]) if word)
            lines.append(f"- {row['name']} ({about}): {row['certainty_words']}")
            for source in row["sources"]:
                more = [source["text"], source["licence"], source["credit"], source["url"]]
                lines.append(f"  {', '.join(word for word in more if word)}")
    return "\n".join(lines) + "\n"


def _some(names: Sequence[str], language: str) -> str:
    """Return the first names, and that there are more."""
    said = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return say("src.more", language, namen=said, n=more) if more > 0 else said
