"""Field functions that need a look at the whole area first, and parcels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call
from wijkgenese3d.genesis.field_functions import argument_word, constant, on_grid, option_number
from wijkgenese3d.genesis.functions_registry import FUNCTIONS, nearest
from wijkgenese3d.genesis.moment import Moment
from wijkgenese3d.model.hashing import hashed

JITTER = 0.12
"""How far the middle of a parcel is moved, as a part of its size, unless the scene says otherwise."""


@FUNCTIONS.add("fill(v)", "field", reads_state=False)
def _fill(moment: Moment, call: Call) -> np.ndarray:
    """v with its hollows filled to their rim, so that water finds a way out of the whole area."""
    site, inner = moment.site, call.children[0]
    value, static = on_grid(moment, inner.evaluate(moment)), inner.static(site.fields)

    def depth() -> np.ndarray:
        # Imported here: pyflwdir compiles at its first use.
        from pyflwdir.dem import fill_depressions

        everywhere = value if site.is_whole else _on_whole(moment, call)
        filled, _ = fill_depressions(np.ascontiguousarray(everywhere), nodata=-9999.0)
        return np.asarray(filled, dtype=np.float64) - everywhere

    key = f"field/{call.text}@{site.whole.cell:g}" if static else f"{moment.key}/{call.text}"
    raster = np.asarray(site.numbers.get(key, depth))
    return value + (raster if site.is_whole else raster[site.place])


def _on_whole(moment: Moment, call: Call) -> np.ndarray:
    """Evaluate what a step that sees a part of the area wants filled, on the whole area."""
    if not call.children[0].static(moment.site.fields):
        msg = f"{call.text} looks at the whole ground, and cannot be used in a step with near"
        raise DeclarationError(msg)
    site = replace(moment.site, grid=moment.site.whole, kept={})
    whole = replace(moment, site=site, ground=np.zeros(site.grid.shape), befores={}, cover=None, use=None)
    return on_grid(whole, call.children[0].evaluate(whole))


@FUNCTIONS.add("plane('polygon')", "polygon", reads_state=True)
def _plane(moment: Moment, call: Call) -> np.ndarray:
    """Flat plane that fits the ground inside a polygon best (least squares)."""
    site, name = moment.site, argument_word(call)
    polygon = site.vectors.polygon(name)
    centre = polygon.xy.mean(axis=0)

    def fit() -> np.ndarray:
        j, i = np.nonzero(polygon.contains(site.x, site.y))
        if i.size == 0:
            # A polygon between the centres of coarse cells: the cell nearest to its middle.
            j, i = (
                np.array([np.abs(a - c).argmin()])
                for a, c in zip((site.y, site.x), centre[::-1], strict=True)
            )
        heights = moment.ground[j, i]
        terms = np.column_stack([np.ones(i.size), site.grid.x[i] - centre[0], site.grid.y[j] - centre[1]])
        plane, _, rank, _ = np.linalg.lstsq(terms, heights, rcond=None)
        # Cells in one row hold no plane: a level one, then.
        return np.asarray(plane if rank == 3 else [heights.mean(), 0.0, 0.0])

    a, b, c = np.asarray(moment.number(f"plane {name}", fit))
    return a + b * (site.x - centre[0]) + c * (site.y - centre[1])


@FUNCTIONS.add("grade('line')", "line", reads_state=True)
def _grade(moment: Moment, call: Call) -> np.ndarray:
    """Straight fall along a line between the ground at its two ends, m NAP."""
    site, name = moment.site, argument_word(call)

    def ends() -> np.ndarray:
        cells = [site.grid.index_of(*point) for point in site.vectors.line(name).xy[[0, -1]]]
        return np.array([moment.ground[cell] for cell in cells])

    first, last = np.asarray(moment.number(f"grade {name}", ends))
    return np.asarray(first + (last - first) * (nearest(moment, name, 1) / site.vectors.line(name).length))


@FUNCTIONS.add("rank(score, share[, among])", "field number field", required=2, reads_state=True)
def _rank(moment: Moment, call: Call) -> np.ndarray:
    """1 in the best share of the quarter by score, 0 elsewhere; among: only cells where it is above 0.

    The same threshold goes for the surroundings.
    """
    score, share = on_grid(moment, call.children[0].evaluate(moment)), constant(call.children[1])
    among = np.ones(score.shape, dtype=bool)
    if len(call.children) > 2:
        among = on_grid(moment, call.children[2].evaluate(moment)) > 0.0
    site = moment.site

    def threshold() -> float:
        quarter = site.vectors.polygon(site.boundary).contains(site.x, site.y)
        values = np.sort(score[quarter & among])[::-1]
        count = min(round(share * np.count_nonzero(quarter)), values.size)
        if count == 0:
            return 1e30
        # Parcels share a score: take the whole parcel at the border, or leave it, whichever is nearer.
        border = values[count - 1]
        upto, before = np.count_nonzero(values >= border), np.count_nonzero(values > border)
        higher = values[before - 1] if before else 1e30
        return float(border if upto - count <= count - before else higher)

    least = float(moment.number(f"rank {call.text}", threshold))
    return ((score >= least) & among).astype(np.float64)


def _parcel_reach(call: Call, cell: float) -> float:
    # Half a parcel to its middle, and what that is moved by: half of the jitter.
    size = constant(call.children[1]) + constant(call.children[2])
    return (0.5 + 0.5 * abs(option_number(call, "jitter", JITTER))) * size + cell


@FUNCTIONS.add(
    "parcel(v, width, length, angle=, jitter=, seed=)",
    "field number number",
    options={"angle": "number", "jitter": "number", "seed": "number"},
    reach=_parcel_reach,
)
def _parcel(moment: Moment, call: Call) -> np.ndarray:
    """v read at the centre of the parcel that holds the cell, so that fields get straight edges.

    Parcels are a turned brick pattern.
    """
    value = on_grid(moment, call.children[0].evaluate(moment))
    width, length = (constant(node) for node in call.children[1:])
    seed, jitter = int(option_number(call, "seed", 0)), option_number(call, "jitter", JITTER)
    turn = np.radians(option_number(call, "angle", -17.0))
    cos, sin = np.cos(turn), np.sin(turn)
    site = moment.site
    u, v = site.x * cos + site.y * sin, site.y * cos - site.x * sin
    row = np.floor(v / length)
    column = np.floor(u / width + 0.5 * (row % 2))
    draw = [hashed(column, row, seed + k).astype(np.float64) / 4294967296.0 - 0.5 for k in (0, 1)]
    pu = (column + 0.5 - 0.5 * (row % 2) + jitter * draw[0]) * width
    pv = (row + 0.5 + jitter * draw[1]) * length
    px, py = pu * cos - pv * sin, pu * sin + pv * cos
    e, grid = site.grid.extent, site.grid
    i = np.clip(((px - e.xmin) / grid.cell).astype(np.int64), 0, grid.nx - 1)
    j = np.clip(((py - e.ymin) / grid.cell).astype(np.int64), 0, grid.ny - 1)
    return value[j, i]
