"""What the picture of a cloudburst shows, from the scene."""

from __future__ import annotations

from collections.abc import Sequence

from wijkgenese3d.model.timeline import year_words
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.captions import moment_words, rain_caption
from wijkgenese3d.report.rain_picture import RainSubject
from wijkgenese3d.scene.rain import RainDesk
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.rain_words import amount_words, rain_caveats, rain_sentences
from wijkgenese3d.scene.words import certainty_words, say

__all__ = ["rain_subject"]


def rain_subject(
    desk: RainDesk, parts: Sequence[TimeSlice], outcomes: Sequence[RainOutcome], language: str
) -> RainSubject:
    """Return what a picture of one storm shows: bars for all slices, for one slice its map as well.

    Parameters
    ----------
    desk : RainDesk
    parts : sequence of TimeSlice
    outcomes : sequence of RainOutcome
        One for each of them.
    language : str
    """
    scene, storm = desk.scene, outcomes[0].storm
    said = say(
        "rain.storm",
        language,
        mm=amount_words(storm.mm, language),
        minutes=amount_words(storm.minutes, language),
    )
    one = parts[0] if len(parts) == 1 else None
    if one is not None:
        said = f"{moment_words(scene, one, language)} · {said}"
    sure = certainty_words(desk.rain.certainty, language)
    told = [" ".join(rain_sentences(outcomes[0], language))] if one is not None else []
    return RainSubject(
        outcomes=outcomes,
        names=[_name(desk, part, language) for part in parts],
        told=[*told, *rain_caveats(desk.rain, outcomes[0], language)],
        caption=rain_caption(scene, [part.slice_id for part in parts], said, sure, language),
        part=one,
        boundary=scene.vectors.polygon(scene.file.scene.boundary).xy,
    )


def _name(desk: RainDesk, part: TimeSlice, language: str) -> str:
    timeline = desk.scene.timeline
    if part.slice_id in timeline.ids:
        return f"{year_words(part.year, language)} {timeline.stop(part.slice_id).short[language]}"
    return year_words(part.year, language)
