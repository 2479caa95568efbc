"""The outer surface of the block as quads, where the block is drawn in cells or a unit is hidden.

Two kernels make the same surface. *Runs*: columns of runs to rectangles of one label, at a cost that
grows with the columns and not with the height of the cells. *Voxels*: every cell face between what is
drawn and what is not; faster where something is hidden and columns have many runs.
:func:`block_skin` chooses.

Rectangles meet in T-junctions: shade them flat, and compare pictures pixel by pixel only with faces
of the voxel kernel.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry import skin_numpy
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.skin_cells import CellRuns, CellVolume, has_numba, visible_labels

__all__ = ["RUNS_UP_TO", "CellRuns", "CellVolume", "Kernel", "Skin", "block_skin", "choose_kernel"]

Kernel = Literal["runs", "voxels", "numpy"]

RUNS_UP_TO = 8.0
"""Mean number of runs of a column up to which the runs kernel is taken when something is hidden.

Measured on a real scene: with noise of single cells the kernels break even at 4 (from a volume) to 9 (from
runs). Where beds run on from column to column, as in a fabric, rectangles remain 3-5 times fewer far
above it: take ``kernel="runs"`` there if drawing counts for more than making.
"""

MOST_QUADS = np.iinfo(np.int32).max // 4


@dataclass(frozen=True, eq=False)
class Skin:
    """The surface of a block, in the local frame.

    Parameters
    ----------
    points : (4 n, 3) float32
        Corners, four for each quad, local m.
    quads : (n, 4) int32
        Indices of corners, counter-clockwise seen from outside.
    labels : (n,) uint8
        Row in ``classes``.
    sides : (n,) uint8
        Where a quad looks to: 0 west, 1 east, 2 south, 3 north, 4 down, 5 up.
    classes : (k, 2) uint8
        Unit (index in the legend) and lithology of each label.
    kernel : str
        Which kernel made it.
    """

    points: np.ndarray = field(repr=False)
    quads: np.ndarray = field(repr=False)
    labels: np.ndarray = field(repr=False)
    sides: np.ndarray = field(repr=False)
    classes: np.ndarray = field(repr=False)
    kernel: Kernel

    def __len__(self) -> int:
        return len(self.quads)

    @property
    def n_bytes(self) -> int:
        """Memory that the quads take."""
        return int(self.points.nbytes + self.quads.nbytes + self.labels.nbytes + self.sides.nbytes)


def block_skin(
    cells: CellRuns | CellVolume,
    *,
    visible: Collection[int] | None = None,
    frame: LocalFrame | None = None,
    kernel: Kernel | None = None,
) -> Skin:
    """Make the outer surface of a block.

    Parameters
    ----------
    cells : CellRuns or CellVolume
        The block: ``CellRuns.of_columns(columns, dz)``, or a volume where a fabric is expanded or
        voxels are imported.
    visible : collection of int, optional
        Indices in the legend of the units that are drawn; the others show what lies under them. By
        default all.
    frame : LocalFrame, optional
        The frame that is drawn in; by default the one in the middle of the box, not exaggerated.
    kernel : {"runs", "voxels", "numpy"}, optional
        By default the one that :func:`choose_kernel` says. All give the same surface; that of "runs"
        is of fewer, larger quads.

    Raises
    ------
    UsageError
        The kernel does not exist or needs numba, or the surface has more quads than indices allow.
    """
    shown = visible_labels(cells.classes, visible)
    chosen = choose_kernel(cells, whole=bool(shown[: len(cells.classes)].all())) if kernel is None else kernel
    if chosen not in get_args(Kernel):
        msg = f"unknown kernel {chosen!r}"
        raise UsageError(msg, hint=f"choose from {', '.join(get_args(Kernel))}")
    if chosen != "numpy" and not has_numba():
        msg = f"kernel {chosen!r} needs numba"
        raise UsageError(msg, hint="install numba, or take kernel 'numpy'")
    faces = _faces(cells, shown, chosen)
    boxes, marks = faces
    if len(boxes) > MOST_QUADS:
        msg = f"a surface of {len(boxes)} quads; at most {MOST_QUADS} are possible"
        raise UsageError(msg, hint="take larger cells, or a part of the box")
    edges = cells.lattice.edges(frame or LocalFrame.of(cells.lattice.grid.extent))
    if has_numba():
        from wijkgenese3d.geometry import skin_cell_kernels

        points, quads = skin_cell_kernels.expand_faces(faces, edges)
    else:
        points, quads = skin_numpy.expand_faces(faces, edges)
    labels, sides = np.ascontiguousarray(marks[:, 1]), np.ascontiguousarray(marks[:, 0])
    return Skin(points, quads, labels, sides, cells.classes, chosen)


def choose_kernel(cells: CellRuns | CellVolume, *, whole: bool = True) -> Kernel:
    """Return the kernel for these cells; ``whole`` tells that nothing is hidden.

    A whole block looks at no run below its ground, so that its rectangles cost the same however many
    runs there are.
    """
    if not has_numba():
        return "numpy"
    return "runs" if whole or cells.per_column <= RUNS_UP_TO else "voxels"


def _faces(cells: CellRuns | CellVolume, visible: np.ndarray, kernel: Kernel) -> skin_numpy.Faces:
    if kernel == "numpy":
        return skin_numpy.culled_faces(cells.as_volume().label, visible)
    if kernel == "voxels":
        from wijkgenese3d.geometry import skin_cell_kernels

        return skin_cell_kernels.culled_faces(cells.as_volume().label, visible)
    from wijkgenese3d.geometry import skin_kernels

    runs = cells.as_runs()
    return skin_kernels.merged_faces((runs.first, runs.top, runs.label), visible, cells.lattice.grid.shape)
