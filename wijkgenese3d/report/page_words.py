"""The words of a page, from the scene."""

from __future__ import annotations

from collections.abc import Sequence

from wijkgenese3d.geometry.block import BlockSetting
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.model.timeline import Timeline
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import made_with, section_caption
from wijkgenese3d.report.page import PageWords
from wijkgenese3d.report.page_timeline import PageTime
from wijkgenese3d.report.still_words import still_words
from wijkgenese3d.report.words import word
from wijkgenese3d.scene.cut_words import cut_words
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.plain_words import capital
from wijkgenese3d.scene.planning import bands, plan_words
from wijkgenese3d.scene.stop_words import era_words, stop_words
from wijkgenese3d.scene.story_words import sources_sentence
from wijkgenese3d.scene.words import certainty_words, exaggeration_words, say

__all__ = ["credit_lines", "must_lines", "page_words"]


def page_words(
    scene: Scene,
    part: TimeSlice,
    drawn: BlockSetting,
    language: str,
    cut: Cut | None = None,
    also: str = "",
) -> PageWords:
    """Return what is written on a page with a slice; a year between the stops has the story of none.

    Parameters
    ----------
    scene : Scene
    part : TimeSlice
    drawn : BlockSetting
        What the block is drawn with: what was taken off is said.
    language : str
    cut : Cut, optional
        How the block is cut open: it is said.
    also : str
        What else is to be said of how the picture differs from the block as it is.
    """
    declared = scene.file.scene
    differs = " · ".join(filter(None, (cut_words(cut, language) if cut else "", also)))
    still = still_words(scene, part, drawn.exaggeration, language, drawn, differs)
    stop_id = scene.timeline.stop_of(part.slice_id, part.year)
    story = scene.stories.get(part.slice_id)
    told = scene.stories[stop_id]
    date, _, period = section_caption(scene, part, language).subtitle.partition(": ")
    sure = told.certainty if story is not None else "aanname"
    return PageWords(
        title=declared.title.as_dict()[language],
        place=declared.place.as_dict()[language],
        date=date,
        period=period,
        certainty=sure,
        certainty_words=certainty_words(sure, language),
        plan=plan_words(scene.file.planning, scene.timeline, stop_id, language),
        story=story.text.as_dict()[language] if story else "",
        note=story.certainty_note.as_dict()[language] if story else "",
        changed=capital(" · ".join(filter(None, (still.changed, still.ice)))),
        must=must_lines(scene, drawn.exaggeration, language),
        credit=credit_lines(scene, [stop_id], language),
        sides=still.sides,
        marks=still.marks,
        time=PageTime(
            [stop_words(stop, language) for stop in scene.timeline if stop.cell],
            era_words(scene.timeline.stops, language),
            bands(scene.file.planning, scene.timeline, language),
            _place(scene.timeline, part),
            bands_word=say("plan.periods", language),
        ),
        description=still.description,
        source=still.source,
        language=language,
        depths=say("page.depths", language),
    )


def must_lines(scene: Scene, exaggeration: float, language: str) -> list[str]:
    """Return what must stand on every page: that it is no survey, and how much heights are exaggerated."""
    return [scene.file.scene.disclaimer.as_dict()[language], f"{exaggeration_words(exaggeration, language)}."]


def credit_lines(scene: Scene, slices: Sequence[str], language: str) -> list[str]:
    """Return the sources of slices; then thanks, licence, and with which model and version it was made."""
    keys = dict.fromkeys(key for slice_id in slices for key in scene.stories[slice_id].sources)
    sources = sources_sentence(list(keys), scene.sources, language)
    declared = scene.file.scene
    return [
        f"{word('sources', language)}: {sources}" if sources else "",
        " · ".join([*declared.credits, declared.licence, made_with(scene)]),
    ]


def _place(timeline: Timeline, part: TimeSlice) -> float:
    """Return where a moment stands on the timeline: the number of its cell, or between two of them."""
    cells = [stop for stop in timeline if stop.cell]
    for k, stop in enumerate(cells):
        if stop.year == part.year:
            return float(k)
    before = max((k for k, stop in enumerate(cells) if stop.year < part.year), default=0)
    return min(before + 0.5, len(cells) - 1.0)
