"""The ground of all slices as one raster of thickness per deposit and change.

At a slice, a layer is as thick as the sum of its changes up to that slice: its deposit, what was cut
from it, what it sank. Thickness compresses far better than tops: it is zero where a layer is absent,
and what lies above a cut or a sinking layer does not change at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wijkgenese3d.model.layers import Layer, LayerStack, MmRaster

__all__ = ["Change", "block_of", "changes_of", "stacks_of", "tops_of"]

Change = tuple[int, int]
"""``(slice index, slot)``: at that slice the layer in that slot got another thickness."""


def changes_of(stacks: Sequence[LayerStack]) -> list[Change]:
    """List the changes between consecutive slices, in order of slice and slot.

    A layer that a slice lacks altogether keeps its thickness for when it comes back.
    """
    changes: list[Change] = []
    seen: dict[int, tuple[MmRaster, MmRaster | int]] = {}
    for index, stack in enumerate(stacks):
        below: MmRaster | int = stack.base_mm
        for layer, top in zip(stack.layers, stack.tops, strict=True):
            earlier = seen.get(layer.slot)
            if earlier is None or not _same_thickness(earlier, (top, below)):
                changes.append((index, layer.slot))
            seen[layer.slot] = (top, below)
            below = top
    return changes


def _same_thickness(a: tuple[MmRaster, MmRaster | int], b: tuple[MmRaster, MmRaster | int]) -> bool:
    """Compare two (top, what is below it); rasters that are shared need no look."""
    # The base is the same number in all slices, so two of them are equal.
    if a[0] is b[0] and (a[1] is b[1] or (isinstance(a[1], int) and isinstance(b[1], int))):
        return True
    return np.array_equal(a[0] - a[1], b[0] - b[1])


def block_of(stacks: Sequence[LayerStack], changes: Sequence[Change], rows: slice) -> MmRaster:
    """Return the rasters of the changes for some rows, (n_changes, n_rows, nx) int32, mm."""
    number = {change: k for k, change in enumerate(changes)}
    nx = stacks[0].grid.nx
    block = np.zeros((len(changes), rows.stop - rows.start, nx), dtype=np.int32)
    held: dict[int, MmRaster] = {}
    for index, stack in enumerate(stacks):
        below: MmRaster | int = stack.base_mm
        for layer, top in zip(stack.layers, stack.tops, strict=True):
            change = number.get((index, layer.slot))
            if change is not None:
                thickness = np.asarray(top[rows] - (below if isinstance(below, int) else below[rows]))
                block[change] = thickness - held.get(layer.slot, 0)
                held[layer.slot] = thickness
            below = top
    return block


def tops_of(
    block: MmRaster, changes: Sequence[Change], index: int, layers: Sequence[Layer], base_mm: int
) -> MmRaster:
    """Add up the changes to the tops at one slice.

    Parameters
    ----------
    block : (n_changes, ...) int32
        From :func:`block_of`, mm; any part of the grid, also a single cell.
    index : int
        Index of the slice.
    layers : sequence of Layer
        Those of that slice, slots ascending.

    Returns
    -------
    (n_layers, ...) int32
        mm NAP.
    """
    place = {layer.slot: k for k, layer in enumerate(layers)}
    tops: MmRaster = np.zeros((len(layers), *block.shape[1:]), dtype=np.int32)
    for change, (made_at, slot) in enumerate(changes):
        if made_at <= index and slot in place:
            tops[place[slot]] += block[change]
    if len(layers):
        tops[0] += base_mm
    for k in range(1, len(tops)):
        tops[k] += tops[k - 1]
    return tops


def stacks_of(
    block: MmRaster, changes: Sequence[Change], layers: Sequence[Sequence[Layer]], empty: LayerStack
) -> Iterator[LayerStack]:
    """Yield the stack of every slice; tops that two of them share are one array.

    Parameters
    ----------
    block : (n_changes, ny, nx) int32
        From :func:`block_of`, all rows.
    layers : sequence of sequence of Layer
        Those of each slice.
    empty : LayerStack
        Gives the grid and the base.
    """
    thickness: dict[int, MmRaster] = {}
    earlier: LayerStack = empty
    for index, own in enumerate(layers):
        changed = set()
        for change, (made_at, slot) in enumerate(changes):
            if made_at == index:
                thickness[slot] = thickness.get(slot, np.int32(0)) + block[change]
                changed.add(slot)
        tops: list[MmRaster] = []
        shared = True
        for k, layer in enumerate(own):
            shared = shared and earlier.layers[k : k + 1] == (layer,) and layer.slot not in changed
            below = tops[-1] if tops else np.int32(empty.base_mm)
            tops.append(earlier.tops[k] if shared else below + thickness[layer.slot])
        earlier = LayerStack(empty.grid, empty.base, tuple(own), tuple(tops))
        yield earlier
