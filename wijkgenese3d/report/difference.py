"""What changed from one slice to another: ground, land cover, features."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wijkgenese3d.errors import DataError
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.model.legend import Legend
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.words import number_words, word

__all__ = ["CoverChange", "Difference", "difference_between", "difference_text"]

NO_COVER = "geen"


@dataclass(frozen=True)
class CoverChange:
    """Area that went from one class of land cover to another: keys of the legend, ha."""

    before: str
    after: str
    ha: float


@dataclass(frozen=True)
class Difference:
    """The difference between two slices.

    Parameters
    ----------
    before, after : str
        Ids of the slices.
    grid : Grid
        Map cells of ``rise``.
    rise : (ny, nx) float64
        Ground of ``after`` minus ground of ``before``, m, exact to the millimetre.
    covers : tuple of CoverChange
        Largest first.
    came, went : int
        Features that stand only in ``after``, and only in ``before``.
    """

    before: str
    after: str
    grid: Grid
    rise: np.ndarray = field(repr=False)
    covers: tuple[CoverChange, ...]
    came: int
    went: int

    @property
    def raised_m3(self) -> float:
        """Volume between the two grounds where it rose, m3."""
        return float(np.maximum(self.rise, 0.0).sum()) * self.grid.cell**2

    @property
    def dug_m3(self) -> float:
        """Volume between the two grounds where it fell, m3."""
        return float(np.maximum(-self.rise, 0.0).sum()) * self.grid.cell**2

    @property
    def max_raised_m(self) -> float:
        """Largest rise, m; 0 where nothing rose."""
        return max(float(self.rise.max()), 0.0)

    @property
    def max_dug_m(self) -> float:
        """Largest fall, m, positive; 0 where nothing fell."""
        return max(-float(self.rise.min()), 0.0) + 0.0

    def as_json(self) -> dict[str, Any]:
        """Return it as ``diff --json`` gives it."""
        return {
            "from": self.before,
            "to": self.after,
            "raised_m3": round(self.raised_m3, 1),
            "dug_m3": round(self.dug_m3, 1),
            "max_raised_m": round(self.max_raised_m, 3),
            "max_dug_m": round(self.max_dug_m, 3),
            "land_cover": [{"from": c.before, "to": c.after, "ha": c.ha} for c in self.covers],
            "features": {"came": self.came, "went": self.went},
        }


def difference_between(before: TimeSlice, after: TimeSlice, legend: Legend) -> Difference:
    """Compare two slices of one model.

    Raises
    ------
    DataError
        They lie on different grids.
    """
    if before.grid != after.grid or before.cover_grid != after.cover_grid:
        msg = f"slices {before.slice_id} and {after.slice_id} lie on different grids"
        raise DataError(msg)
    old = {feature.id for feature in before.features}
    new = {feature.id for feature in after.features}
    rise = after.stack.ground_mm.astype(np.int64) - before.stack.ground_mm
    return Difference(
        before.slice_id,
        after.slice_id,
        before.grid,
        rise / 1000.0,
        _cover_changes(before, after, legend),
        len(new - old),
        len(old - new),
    )


def _cover_changes(before: TimeSlice, after: TimeSlice, legend: Legend) -> tuple[CoverChange, ...]:
    keys = {item.code: item.key for item in legend.covers}
    pairs = before.land_cover.astype(np.int64) * 256 + after.land_cover
    counts = np.bincount(pairs.ravel(), minlength=256 * 256)
    ha = before.cover_grid.cell**2 / 10_000.0
    changes = [
        CoverChange(keys.get(k // 256, NO_COVER), keys.get(k % 256, NO_COVER), round(int(counts[k]) * ha, 4))
        for k in np.flatnonzero(counts).tolist()
        if k // 256 != k % 256
    ]
    return tuple(sorted(changes, key=lambda c: (-c.ha, c.before, c.after)))


def difference_text(difference: Difference, legend: Legend, language: str) -> str:
    """Return the difference as text to read in a terminal."""
    lines = [f"{difference.before} -> {difference.after}"]
    for key, volume, most in (
        ("raised", difference.raised_m3, difference.max_raised_m),
        ("dug", difference.dug_m3, difference.max_dug_m),
    ):
        largest = f"{word('at_most', language)} {number_words(most, language, 2)} m"
        lines.append(f"  {word(key, language)}: {number_words(volume, language, 0)} m3 ({largest})")
    names = {item.key: item.name[language] for item in legend.covers}
    lines.append(
        f"  {word('land_cover', language)} (ha): {'' if difference.covers else word('none', language)}"
    )
    for change in difference.covers:
        ends = (names.get(key, word("no_cover", language)) for key in (change.before, change.after))
        lines.append(f"  {number_words(change.ha, language, 2):>10}  {' -> '.join(ends)}")
    moves = f"{difference.came} {word('came', language)}, {difference.went} {word('went', language)}"
    lines.append(f"  {word('features', language)}: {moves}")
    return "\n".join(line.rstrip() for line in lines)
