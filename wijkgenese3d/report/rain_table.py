"""Where a cloudburst went, as text to read in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from wijkgenese3d.report.words import number_words
from wijkgenese3d.scene.rain import RainDesk
from wijkgenese3d.scene.rain_outcome import RainOutcome
from wijkgenese3d.scene.rain_words import amount_words, rain_caveats, rain_sentences
from wijkgenese3d.scene.words import certainty_words, say

__all__ = ["rain_text"]

_LEAST_DEPTH = 0.005
"""m; water that is less deep reads as none."""


def rain_text(desk: RainDesk, outcomes: Sequence[RainOutcome], language: str) -> str:
    """Return a table with a row per slice; for one slice also sentences, for more which say nothing; caveats.

    Parameters
    ----------
    desk : RainDesk
    outcomes : sequence of RainOutcome
        Of one storm, at least one.
    language : str
    """
    storm = outcomes[0].storm
    title = say(
        "rain.storm",
        language,
        mm=amount_words(storm.mm, language),
        minutes=amount_words(storm.minutes, language),
    )
    heads = ("period", "rain", "ground", "in_sewer", "ponded", "outflow", "depth", "at")
    rows = [[say(f"rain.{key}", language) for key in heads]]
    rows += [_row(outcome, language) for outcome in outcomes]
    wide = [max(len(row[k]) for row in rows) for k in range(len(heads))]
    lines = [f"{desk.scene.file.scene.title.as_dict()[language]}: {title}", ""]
    for row in rows:
        cells = [row[0].ljust(wide[0]), *(text.rjust(w) for text, w in zip(row[1:], wide[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    if len(outcomes) == 1:
        lines += ["", *rain_sentences(outcomes[0], language)]
    else:
        # Who asks for all of them sees which of them say nothing.
        without = [stop.id for stop in desk.scene.timeline if not desk.has(stop.year)]
        lines += [f"{stop.ljust(wide[0])}  {say('rainapp.none', language)}" for stop in without]
        lines.append("")
    lines += rain_caveats(desk.rain, outcomes[0], language)
    lines.append(f"{certainty_words(desk.rain.certainty, language)}.")
    return "\n".join(lines)


def _row(outcome: RainOutcome, language: str) -> list[str]:
    ground = outcome.infiltrated_m3 - outcome.sewer_m3
    parts = (ground, outcome.sewer_m3, outcome.ponded_m3, outcome.outflow_m3)
    depth, at = say("rain.none", language), ""
    if outcome.max_depth_at is not None and outcome.max_depth_m >= _LEAST_DEPTH:
        depth = f"{number_words(outcome.max_depth_m, language, 2)} m"
        at = ",".join(f"{v:.0f}" for v in outcome.max_depth_at)
    return [
        outcome.slice_id,
        f"{number_words(outcome.rain_m3, language, 0)} m3",
        *(f"{number_words(part, language, 0)} m3 {_share(part, outcome, language)}" for part in parts),
        depth,
        at,
    ]


def _share(part: float, outcome: RainOutcome, language: str) -> str:
    return f"({number_words(100 * part / outcome.rain_m3, language)} %)" if outcome.rain_m3 > 0 else ""
