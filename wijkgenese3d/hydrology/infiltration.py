"""What the ground and the sewer take of a cloudburst on the spot, class by class of the land cover."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wijkgenese3d.errors import DataError, UsageError

__all__ = ["LONGEST_MINUTES", "MOST_MM", "Capacities", "OnTheSpot", "Storm", "on_the_spot"]

MOST_MM = 1000.0
"""More rain than this is not a cloudburst: the Dutch record of a day is about 200 mm."""
LONGEST_MINUTES = 1440.0


@dataclass(frozen=True)
class Storm:
    """A cloudburst that falls evenly over the whole box.

    Parameters
    ----------
    mm : float
        Depth of the rain, mm; 0 to :data:`MOST_MM`.
    minutes : float
        How long it lasts; 1 to :data:`LONGEST_MINUTES`.

    Raises
    ------
    UsageError
        One of them lies outside its range, or is not a number.
    """

    mm: float
    minutes: float

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("mm", self.mm, 0.0, MOST_MM),
            ("minutes", self.minutes, 1.0, LONGEST_MINUTES),
        ):
            if not least <= value <= most:
                msg = f"{name} = {value:g} is no cloudburst; {least:g} to {most:g} is allowed"
                raise UsageError(msg, hint="36 mm in 60 minutes comes about once in ten years")

    @property
    def hours(self) -> float:
        """How long it lasts, h."""
        return self.minutes / 60.0


@dataclass(frozen=True, eq=False)
class Capacities:
    """What each class of land cover can take; the index is its code.

    Parameters
    ----------
    rate_mm_h : (256,) float64
        What sinks into the ground, mm per hour; NaN for a class of which nothing is known.
    storage_mm : (256,) float64
        What stays on leaves and in puddles, mm, once per storm.
    to_gardens : (256,) float64
        Share of the rain that is led to gardens before the rest counts, 0 to 1; it sinks in there.
    sewer_mm_h : (256,) float64
        What the sewer takes of what the ground leaves, mm per hour.
    paved : (256,) bool
        Ground that takes no water that comes from elsewhere.
    """

    rate_mm_h: np.ndarray = field(repr=False)
    storage_mm: np.ndarray = field(repr=False)
    to_gardens: np.ndarray = field(repr=False)
    sewer_mm_h: np.ndarray = field(repr=False)
    paved: np.ndarray = field(repr=False)


@dataclass(frozen=True, eq=False)
class OnTheSpot:
    """Where the rain on each map cell goes before it flows, means over the cell.

    Parameters
    ----------
    rain_mm : float
    ground_mm, sewer_mm, run_off_mm : (ny, nx) float64
        Together the rain: into the ground or kept on it, down the sewer, and what is left.
    spare_mm : (ny, nx) float64
        What unpaved ground in the cell could still take.
    """

    rain_mm: float
    ground_mm: np.ndarray = field(repr=False)
    sewer_mm: np.ndarray = field(repr=False)
    run_off_mm: np.ndarray = field(repr=False)
    spare_mm: np.ndarray = field(repr=False)


def on_the_spot(storm: Storm, land_cover: np.ndarray, capacities: Capacities, times: int) -> OnTheSpot:
    """Divide the rain of a storm, on the raster of land cover, and take the means over map cells.

    The rule is a bucket: what is led to gardens is gone; of the rest what fits within rate x time +
    storage is taken; then the sewer takes its share, and what is left runs off. Means are taken last:
    a street beside a garden sheds water though the two together could take it.

    Parameters
    ----------
    storm : Storm
    land_cover : (ny * times, nx * times) uint8
        Codes.
    capacities : Capacities
    times : int
        Cells of land cover along the side of a map cell.

    Raises
    ------
    DataError
        A class occurs of which nothing is known.
    """
    present = np.flatnonzero(np.bincount(land_cover.ravel(), minlength=256))
    unknown = present[np.isnan(capacities.rate_mm_h[present])]
    if len(unknown):
        msg = f"no capacity is given for land cover {', '.join(str(code) for code in unknown)}"
        raise DataError(msg, hint="give each class that occurs a capacity")
    holds = np.nan_to_num(capacities.rate_mm_h) * storm.hours + capacities.storage_mm
    led_off = capacities.to_gardens * storm.mm
    on_it = np.minimum(holds, storm.mm - led_off)
    ground = led_off + on_it
    sewer = np.minimum(capacities.sewer_mm_h * storm.hours, storm.mm - ground)
    spare = np.where(capacities.paved, 0.0, holds - on_it)
    ground_mm, sewer_mm, spare_mm = (
        _cell_means(values, land_cover, times) for values in (ground, sewer, spare)
    )
    # The rest, and not a mean of its own: so the parts make up the rain exactly.
    rest = np.maximum(storm.mm - ground_mm - sewer_mm, 0.0)
    return OnTheSpot(storm.mm, ground_mm, sewer_mm, np.where(rest < _DUST, 0.0, rest), spare_mm)


_DUST = 1e-9
"""mm; less is the rounding of a mean."""


def _cell_means(of_code: np.ndarray, codes: np.ndarray, times: int) -> np.ndarray:
    ny, nx = codes.shape[0] // times, codes.shape[1] // times
    return np.asarray(of_code[codes].reshape(ny, times, nx, times).mean(axis=(1, 3)))
