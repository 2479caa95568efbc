"""Fabric: the lithology inside a body as a function of place, exact in height.

Both kinds have a coordinate that rises with height along every vertical, so the borders of a column
are found in closed form: tilted beds stay crisp at any resolution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.noise import noise
from wijkgenese3d.model.hashing import hashed

__all__ = ["Bedding", "Sheets"]


def _uniform(count: int, seed: int, row: int) -> np.ndarray:
    """Return ``count`` fixed numbers in [0, 1)."""
    return hashed(np.arange(count), np.array([row]), seed).astype(np.float64) / 4294967296.0


def _merge(tops: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join neighbours of the same lithology; ``tops`` ascending."""
    keep = np.append(codes[1:] != codes[:-1], True)
    return tops[keep], codes[keep].astype(np.uint8)


@dataclass(frozen=True)
class Sheets:
    """Ice-pushed sheets that dip listrically: steep above, flatter below.

    Along the dip, ``p`` is the horizontal distance from the origin, with two waves across it;
    ``H(z)`` is the integral of 1 / tan(dip), 0 at ``level``; a sheet is a range of ``w = p + H(z)``.
    Within a sheet lies a sole of clay, then beds by share of its width.

    Parameters
    ----------
    azimuth_deg : float
        Direction of dip, degrees clockwise from north.
    origin : (x, y)
        RD New, m.
    dips : sequence of (z, dip_deg)
        Dip at heights, m NAP ascending; linear between, constant outside.
    level : float
        m NAP where H is 0.
    waves : sequence of (amplitude, wavelength, phase, y0)
        Adds ``amplitude sin((y - y0) / wavelength + phase)`` to p, m.
    spacing : (least, most)
        Width of a sheet in w, m.
    sole : (thickness, least, most)
        Thickness of the clay sole normal to the bed, m, times a factor per sheet.
    beds : sequence of (share, lithology)
        Up to this share of the sheet's width; the last share is 1.
    reach : (w0, w1)
        Range of w that the sheets fill, m.
    seed : int
    """

    azimuth_deg: float
    origin: tuple[float, float]
    dips: Sequence[tuple[float, float]]
    level: float
    waves: Sequence[tuple[float, float, float, float]]
    spacing: tuple[float, float]
    sole: tuple[float, float, float]
    beds: Sequence[tuple[float, int]]
    reach: tuple[float, float] = (-6000.0, 6000.0)
    seed: int = 0
    sole_lithology: int = 2

    def __post_init__(self) -> None:
        heights = [z for z, _ in self.dips]
        shares = [share for share, _ in self.beds]
        if heights != sorted(set(heights)) or not all(1 <= dip <= 80 for _, dip in self.dips):
            msg = "dips must ascend in height and lie between 1 and 80 degrees"
            raise DeclarationError(msg)
        if shares != sorted(set(shares)) or shares[-1] != 1:
            msg = f"shares of the beds {shares} must ascend to 1"
            raise DeclarationError(msg)

    @cached_property
    def _knots(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Heights, dips (rad) and H of the knots of the dip curve."""
        z = np.array([k for k, _ in self.dips], dtype=np.float64)
        dip = np.radians([d for _, d in self.dips])
        pieces = [self._piece(a, b, da, db, b) for a, b, da, db in zip(z, z[1:], dip, dip[1:], strict=False)]
        total = np.concatenate([[0.0], np.cumsum(pieces)])
        offset = self._rise_from(z, dip, total, np.array([self.level]))[0]
        return z, dip, total - offset

    @staticmethod
    def _piece(z0: float, z1: float, dip0: float, dip1: float, z: float) -> float:
        """Integral of 1 / tan(dip) from z0 to z, dip linear from (z0, dip0) to (z1, dip1)."""
        slope = (dip1 - dip0) / (z1 - z0)
        if abs(slope) < 1e-12:
            return (z - z0) / math.tan(dip0)
        return math.log(math.sin(dip0 + slope * (z - z0)) / math.sin(dip0)) / slope

    @staticmethod
    def _rise_from(knots: np.ndarray, dip: np.ndarray, total: np.ndarray, z: np.ndarray) -> np.ndarray:
        """H at heights z for knots with known H."""
        result = np.where(
            z < knots[0],
            total[0] + (z - knots[0]) / np.tan(dip[0]),
            total[-1] + (z - knots[-1]) / np.tan(dip[-1]),
        )
        for k in range(len(knots) - 1):
            inside = (z >= knots[k]) & (z <= knots[k + 1])
            slope = (dip[k + 1] - dip[k]) / (knots[k + 1] - knots[k])
            if abs(slope) < 1e-12:
                value = total[k] + (z - knots[k]) / np.tan(dip[k])
            else:
                angle = np.clip(dip[k] + slope * (z - knots[k]), 1e-3, np.pi / 2)
                value = total[k] + np.log(np.sin(angle) / np.sin(dip[k])) / slope
            result = np.where(inside, value, result)
        return np.asarray(result)

    def rise(self, z: np.ndarray) -> np.ndarray:
        """Return H(z), m: horizontal distance that a bed moves between ``level`` and z."""
        return self._rise_from(*self._knots, np.asarray(z, dtype=np.float64))

    def height(self, rise: np.ndarray) -> np.ndarray:
        """Return z, m NAP, for values of H: the inverse of :meth:`rise`, in closed form."""
        knots, dip, total = self._knots
        rise = np.asarray(rise, dtype=np.float64)
        result = np.where(
            rise < total[0],
            knots[0] + (rise - total[0]) * np.tan(dip[0]),
            knots[-1] + (rise - total[-1]) * np.tan(dip[-1]),
        )
        for k in range(len(knots) - 1):
            inside = (rise >= total[k]) & (rise <= total[k + 1])
            slope = (dip[k + 1] - dip[k]) / (knots[k + 1] - knots[k])
            if abs(slope) < 1e-12:
                value = knots[k] + (rise - total[k]) * np.tan(dip[k])
            else:
                sine = np.clip(np.sin(dip[k]) * np.exp(slope * (rise - total[k])), -1.0, 1.0)
                value = knots[k] + (np.arcsin(sine) - dip[k]) / slope
            result = np.where(inside, value, result)
        return np.asarray(result)

    def plan(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return p, m: distance along the dip direction, with the waves."""
        azimuth = math.radians(self.azimuth_deg)
        p = (np.asarray(x) - self.origin[0]) * math.sin(azimuth)
        p = p + (np.asarray(y) - self.origin[1]) * math.cos(azimuth)
        for amplitude, wavelength, phase, y0 in self.waves:
            p = p + amplitude * np.sin((np.asarray(y) - y0) / wavelength + phase)
        return p

    @cached_property
    def bounds(self) -> np.ndarray:
        """Sheet boundaries in w, m, ascending, (n + 1,) float64."""
        least, most = self.spacing
        count = math.ceil((self.reach[1] - self.reach[0]) / least) + 1
        steps = least + (most - least) * _uniform(count, self.seed, 0)
        return np.concatenate([[self.reach[0]], self.reach[0] + np.cumsum(steps)])

    @cached_property
    def _borders(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower border in w and lithology of every bed of every sheet."""
        bounds = self.bounds
        normal, least, most = self.sole
        factor = least + (most - least) * _uniform(len(bounds) - 1, self.seed, 1)
        dip = np.interp(self.level, [z for z, _ in self.dips], [d for _, d in self.dips])
        soles = normal * factor / math.sin(math.radians(dip))
        lower, codes = [], []
        for start, end, sole in zip(bounds, bounds[1:], soles, strict=False):
            lower.append(start)
            codes.append(self.sole_lithology)
            before = start + sole
            for share, lithology in self.beds:
                if start + share * (end - start) > before:
                    lower.append(before)
                    codes.append(lithology)
                    before = start + share * (end - start)
        return np.array(lower), np.array(codes, dtype=np.uint8)

    def fraction(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return the place within a sheet, 0 at its sole to 1 at the next."""
        w = self.plan(x, y) + self.rise(z)
        index = np.clip(np.searchsorted(self.bounds, w, side="right") - 1, 0, len(self.bounds) - 2)
        start, end = self.bounds[index], self.bounds[index + 1]
        return np.asarray((w - start) / (end - start))

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return the lithoclass at points; see :class:`~wijkgenese3d.model.fabric.Fabric`."""
        lower, codes = self._borders
        w = self.plan(x, y) + self.rise(z)
        return np.asarray(codes[np.clip(np.searchsorted(lower, w, side="right") - 1, 0, len(codes) - 1)])

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the exact runs of one column; see :class:`~wijkgenese3d.model.fabric.Fabric`."""
        lower, codes = self._borders
        p = float(self.plan(np.array(x), np.array(y)))
        w0, w1 = (p + float(self.rise(np.array(z))) for z in (base, top))
        first = max(int(np.searchsorted(lower, w0, side="right")) - 1, 0)
        last = int(np.searchsorted(lower, w1, side="left"))
        tops = np.append(self.height(lower[first + 1 : last] - p), top)
        return _merge(tops, codes[first : first + len(tops)])


@dataclass(frozen=True)
class Bedding:
    """Beds of outwash: nearly level, wavy, with lenses.

    The bed coordinate is ``v = z - tan(dip) ((x - x0) sin(azimuth) + (y - y0) cos(azimuth) turned
    uphill) + wave noise``; beds are ranges of v.

    Parameters
    ----------
    dip_deg, azimuth_deg : float
        Slope and direction (clockwise from north) in which the beds *rise*.
    origin : (x, y)
        RD New, m.
    wave : (amplitude, size_x, size_y)
        Undulation, m.
    thickness : (least, most)
        Of a bed, m.
    shares : sequence of (lithology, share)
        Share of the beds drawn of each lithology; adds up to 1.
    lenses : sequence of (lithology, above, becomes)
        Where the bed's own noise exceeds ``above`` (or lies below it, for a negative number), the
        lithology becomes another.
    lens_size : (size_x, size_y)
        m.
    reach : (v0, v1)
        Range of v filled, m NAP.
    seed : int
    """

    dip_deg: float
    azimuth_deg: float
    origin: tuple[float, float]
    wave: tuple[float, float, float]
    thickness: tuple[float, float]
    shares: Sequence[tuple[int, float]]
    lenses: Sequence[tuple[int, float, int]]
    lens_size: tuple[float, float]
    reach: tuple[float, float] = (-100.0, 250.0)
    seed: int = 0

    def __post_init__(self) -> None:
        if abs(sum(share for _, share in self.shares) - 1.0) > 1e-6:
            msg = "the shares of a bedding must add up to 1"
            raise DeclarationError(msg)

    @cached_property
    def _beds(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower border in v and lithology of every bed."""
        least, most = self.thickness
        count = math.ceil((self.reach[1] - self.reach[0]) / least) + 1
        steps = least + (most - least) * _uniform(count, self.seed, 0)
        lower = self.reach[0] + np.concatenate([[0.0], np.cumsum(steps)[:-1]])
        limits = np.cumsum([share for _, share in self.shares])
        codes = np.array([code for code, _ in self.shares], dtype=np.uint8)
        drawn = np.searchsorted(limits, _uniform(count, self.seed, 1), side="right")
        return lower, codes[np.clip(drawn, 0, len(codes) - 1)]

    def _shift(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """v - z: depends on the place only."""
        azimuth = math.radians(self.azimuth_deg)
        uphill = (np.asarray(x) - self.origin[0]) * math.sin(azimuth)
        uphill = uphill + (np.asarray(y) - self.origin[1]) * math.cos(azimuth)
        amplitude, size_x, size_y = self.wave
        return np.asarray(
            amplitude * noise(x, y, size_x, size_y, self.seed + 7)
            - math.tan(math.radians(self.dip_deg)) * uphill
        )

    def _lens(self, bed: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Lithology of beds at places, all broadcast."""
        code = self._beds[1][bed]
        result = np.array(np.broadcast_to(code, np.broadcast(bed, x, y).shape))
        if np.isin(code, [lithology for lithology, _, _ in self.lenses]).any():
            value = noise(x, y, *self.lens_size, self.seed + 1009 * (bed + 1))
            for lithology, above, becomes in self.lenses:
                beyond = value > above if above >= 0 else value < above
                result[(code == lithology) & beyond] = becomes
        return result

    def lithology(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return the lithoclass at points; see :class:`~wijkgenese3d.model.fabric.Fabric`."""
        lower, codes = self._beds
        x, y, z = np.asarray(x), np.asarray(y), np.asarray(z)
        v = z + self._shift(x, y)
        bed = np.clip(np.searchsorted(lower, v, side="right") - 1, 0, len(codes) - 1)
        result = np.array(codes[bed])
        for index in np.unique(bed):
            lens = self._lens(index, x, y)
            if (lens != codes[index]).any():
                here = bed == index
                result[here] = np.broadcast_to(lens, result.shape)[here]
        return np.asarray(result)

    def intervals(self, x: float, y: float, base: float, top: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the exact runs of one column; see :class:`~wijkgenese3d.model.fabric.Fabric`."""
        lower, _ = self._beds
        px, py = np.array([x]), np.array([y])
        shift = float(self._shift(px, py)[0])
        first = max(int(np.searchsorted(lower, base + shift, side="right")) - 1, 0)
        last = int(np.searchsorted(lower, top + shift, side="left"))
        tops = np.append(lower[first + 1 : last] - shift, top)
        return _merge(tops, self._lens(np.arange(first, first + len(tops)), px, py))
