"""Rain on one slice, against what pyflwdir alone needs to fill a surface and add up what flows over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyflwdir

from tests.bench.timing import Row, at_most, compared, interleaved
from wijkgenese3d.hydrology.terrain import read_terrain
from wijkgenese3d.model import TimeSlice
from wijkgenese3d.scene.load import Scene
from wijkgenese3d.scene.rain import RainDesk

__all__ = ["rain"]


def rain(name: str, scene: Scene, slices: Mapping[str, TimeSlice]) -> Iterator[Row]:
    """Yield rain on the last slice: all of it in 2 s, and how much is the fill and the accumulation.

    Parameters
    ----------
    name : str
        Of the block.
    slices : mapping
        Slices of the scene by id.
    """
    part = list(slices.values())[-1]
    ground, storm = np.ascontiguousarray(part.ground), RainDesk(scene).usual_storm
    times = interleaved(
        {
            "bare": lambda: pyflwdir.from_dem(ground, nodata=-9999.0).upstream_area(),
            "terrain": lambda: read_terrain(ground, part.grid.cell),
            # A new desk each time: it would remember.
            "rain": lambda: RainDesk(scene).outcome(part, storm),
        }
    )
    own = times["rain"]
    yield at_most(Row("rain", name, "a cloudburst on one slice", own, "ms", ours_ms=own), 2000)
    what = "the same, against filling and accumulating with pyflwdir alone"
    yield compared(("rain", name, what), times, "bare", "rain", None)
    own = times["terrain"]
    yield Row("rain", name, "of which the surface: fill, way down, hollows", own, "ms", ours_ms=own)
