"""Words and names with a picture of the block, from the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wijkgenese3d.geometry.annotations import Mark
from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import section_caption
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.words import certainty_words, exaggeration_words, side_words, ui_words

__all__ = ["StillWords", "label_marks", "still_words"]


@dataclass(frozen=True)
class StillWords:
    """What is written with a picture.

    Parameters
    ----------
    title, description : str
        Kept in the file; the description is the text for who does not see it.
    lines : sequence of str
        Always in the picture: certainty, exaggeration, and that it is no survey.
    sides : dict
        Names of the sides, and ``scale``.
    source : str
        Slice, scene and licence, kept in the file so that the picture can be traced and made again.
    marks : sequence of Mark
        Names on the block, the most important first.
    changed, ice : str
        What was cut or taken off, and that land ice is cut off above; also in ``lines``; mostly empty.
    """

    title: str
    description: str
    lines: Sequence[str]
    sides: dict[str, str]
    source: str
    marks: Sequence[Mark] = ()
    changed: str = ""
    ice: str = ""


def label_marks(scene: Scene, part: TimeSlice, language: str) -> list[Mark]:
    """Return the names on the block in a slice, the most important first.

    A year between the stops has the names of the stop before it.
    """
    slice_id = scene.timeline.stop_of(part.slice_id, part.year)
    declared = [item for item in scene.file.label if not item.slices or slice_id in item.slices]
    return [
        Mark(item.id, item.name.as_dict()[language], *item.at, item.certainty)
        for item in sorted(declared, key=lambda item: item.priority)
    ]


def still_words(
    scene: Scene,
    part: TimeSlice,
    exaggeration: float,
    language: str,
    drawn: BlockSetting | None = None,
    also: str = "",
) -> StillWords:
    """Return what is written with a picture of a slice.

    Parameters
    ----------
    scene : Scene
    part : TimeSlice
    exaggeration : float
        How many times larger heights are drawn.
    language : str
    drawn : BlockSetting, optional
        Of a picture in which units are taken off or the ground stands in blocks: it says so.
    also : str
        What else differs from the block as it is, such as how it is cut open: it says so.
    """
    words = ui_words(language)
    caption = section_caption(scene, part, language)
    note = exaggeration_words(exaggeration, language)
    story = scene.stories.get(part.slice_id)
    sure = certainty_words(story.certainty, language) if story else caption.certainty
    title = scene.file.scene.title.as_dict()[language]
    told = [f"{title}. {_sentence(caption.subtitle)}"]
    if story is not None:
        told.append(story.text.as_dict()[language])
    told += [_sentence(caption.certainty), f"{_sentence(note)} {caption.disclaimer}", caption.credit]
    lines = [f"{caption.subtitle} · {sure}", f"{note} · {words['dis.short']}"]
    changed = " · ".join(filter(None, (_changed(scene, drawn, language), also)))
    if changed:
        lines.insert(1, changed)
        told.insert(1, _sentence(changed))
    note_of_ice = scene.file.scene.ice_note
    ice = note_of_ice.as_dict()[language] if note_of_ice and np.isfinite(part.ice).any() else ""
    if ice:
        # Land ice is cut off above: what is drawn must not be taken for its height.
        lines.insert(0, ice)
        told.insert(2, _sentence(ice))
    return StillWords(
        title=f"{title} · {caption.subtitle}",
        description="\n".join(told),
        lines=lines,
        sides=side_words(language),
        source=f"{scene.name} {part.slice_id} ({scene.input_hash[:12]}), heights x {exaggeration:g}"
        f"{', ' + changed if changed else ''}, {scene.file.scene.licence}",
        marks=label_marks(scene, part, language),
        changed=changed,
        ice=ice,
    )


def _sentence(text: str) -> str:
    """Return words with one full stop behind them."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _changed(scene: Scene, drawn: BlockSetting | None, language: str) -> str:
    """Say what was taken off, and that the ground stands in blocks; empty where nothing is changed."""
    if drawn is None:
        return ""
    units = [unit.name[language] for unit in scene.plan.legend.units if unit.index in drawn.hidden_units]
    parts = []
    if units:
        parts.append(f"{'Zonder' if language == 'nl' else 'Without'}: {', '.join(units)}")
    if drawn.as_blocks:
        parts.append(ui_words(language)["lay.blocks"])
    return " · ".join(parts)
