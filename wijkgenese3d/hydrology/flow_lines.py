"""The ways that much water takes, as lines of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkgenese3d.hydrology.terrain import Terrain

__all__ = ["FlowLine", "flow_lines"]


@dataclass(frozen=True, eq=False)
class FlowLine:
    """A way down.

    Parameters
    ----------
    cells : (n,) int64
        Flat indices, from high to low, n >= 2; the last may be that of another line, in which it ends.
    m3 : (n,) float64
        What goes through each cell.
    """

    cells: np.ndarray
    m3: np.ndarray


def flow_lines(terrain: Terrain, through_m3: np.ndarray, least_m3: float) -> tuple[FlowLine, ...]:
    """Return the ways along which at least so much water goes.

    Every cell with that much water is on one line, and a line that meets another ends there. Where
    two meet, the one with more water goes on.

    Parameters
    ----------
    terrain : Terrain
    through_m3 : (ny, nx) float64
        As in ``Cloudburst``.
    least_m3 : float
        Positive.
    """
    through = through_m3.ravel()
    wet = through >= least_m3
    index = np.flatnonzero(wet & (terrain.downstream != np.arange(len(through))))
    fed = np.zeros(len(through), dtype=bool)
    fed[terrain.downstream[index]] = True
    heads = np.flatnonzero(wet & ~fed)
    # The wettest tributary of each cell carries the line on; others end in it.
    main = np.full(len(through), -1, dtype=np.int64)
    rising = index[np.argsort(through[index], kind="stable")]
    main[terrain.downstream[rising]] = rising
    lines = []
    for head in heads.tolist():
        cells = _down(head, terrain.downstream, wet, main)
        if len(cells) > 1:
            found = np.array(cells, dtype=np.int64)
            lines.append(FlowLine(found, through[found]))
    return tuple(lines)


def _down(head: int, downstream: np.ndarray, wet: np.ndarray, main: np.ndarray) -> list[int]:
    cells = [head]
    while True:
        here = cells[-1]
        towards = int(downstream[here])
        if towards == here or not wet[towards]:
            return cells
        cells.append(towards)
        if main[towards] != here:
            return cells
