"""A cloudburst in words: short sentences with rounded numbers, and what must be said with them."""

from __future__ import annotations

from wijkgenese3d.scene.plain_words import number_words, two_digits
from wijkgenese3d.scene.rain_declarations import RainDeclaration
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.words import say

__all__ = ["amount_words", "rain_caveats", "rain_sentences"]

_LEAST_MM = 0.5
_LEAST_M3 = 10
_LEAST_CM = 5


def amount_words(value: float, language: str) -> str:
    """Say millimetres or minutes: with a decimal only where there is one.

    >>> amount_words(36.0, "nl"), amount_words(7.25, "nl")
    ('36', '7,2')
    """
    return number_words(value, language, 0 if float(value).is_integer() else 1)


def rain_sentences(outcome: RainOutcome, language: str) -> tuple[str, ...]:
    """Tell where the rain went, in sentences of at most fifteen words.

    Parameters
    ----------
    outcome : RainOutcome
    language : str
    """
    mm = amount_words(outcome.storm.mm, language)
    if outcome.run_off_mm < _LEAST_MM:
        told = [say("rain.all_in", language, mm=mm)]
    else:
        told = [say("rain.runs_off", language, mm=mm, off=number_words(outcome.run_off_mm, language))]
    share = outcome.sewer_m3 / outcome.rain_m3 if outcome.rain_m3 > 0 else 0.0
    if share >= 0.01:
        told.append(say("rain.sewer", language, share=number_words(100 * share, language)))
    for gauge in outcome.gauges:
        if gauge.m3 is not None and gauge.m3 >= _LEAST_M3:
            volume = number_words(two_digits(gauge.m3), language)
            told.append(say("rain.passes", language, m3=volume, place=gauge.name[language]))
    for spot in outcome.low_spots:
        depth = round(20 * spot.depth_m) * 5
        if depth >= _LEAST_CM:
            told.append(say("rain.stands", language, cm=depth, place=spot.name[language]))
    return tuple(told)


def rain_caveats(told: RainDeclaration, outcome: RainOutcome, language: str) -> tuple[str, ...]:
    """Return what must be said with an answer.

    It is the caveat of the scene, and the note of the heaviest of its storms that this one reaches.

    Parameters
    ----------
    told : RainDeclaration
        What the scene says of rain.
    outcome : RainOutcome
    language : str
    """
    noted = [storm for storm in told.storm if storm.note is not None and outcome.storm.mm >= storm.mm]
    said = [told.caveat.as_dict()[language]]
    if noted:
        note = max(noted, key=lambda storm: storm.mm).note
        said += [] if note is None else [note.as_dict()[language]]
    return tuple(said)
