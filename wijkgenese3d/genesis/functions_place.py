"""Field functions of place: noise, and the vectors of the scene."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call
from wijkgenese3d.genesis.fabric import Sheets
from wijkgenese3d.genesis.field_functions import argument_word, constant, on_grid, option_number
from wijkgenese3d.genesis.functions_registry import FUNCTIONS, nearest, smoothstep
from wijkgenese3d.genesis.moment import Moment
from wijkgenese3d.genesis.noise import noise, noise_on_grid
from wijkgenese3d.genesis.vectors import Line, Polygon

SMALLEST_NOISE = 0.1
"""m; finer is finer than any cell, and its lattice would fill the memory."""


@FUNCTIONS.add(
    "noise(size[, size_y], seed=, x=, y=)",
    "number number",
    required=1,
    options={"seed": "number", "x": "field", "y": "field"},
)
def _noise(moment: Moment, call: Call) -> np.ndarray:
    """Noise of about -1 to 1 with bumps of this size in metres, anchored in RD; x and y bend the grid."""
    sizes = [constant(node) for node in call.children]
    size_x, size_y = sizes[0], sizes[-1]
    if min(size_x, size_y) < SMALLEST_NOISE:
        msg = f"noise needs a size of {SMALLEST_NOISE:g} m or more, not {min(size_x, size_y):g}; above 0"
        raise DeclarationError(msg)
    seed, options = int(option_number(call, "seed", 0)), dict(call.options)
    if "x" in options or "y" in options:
        x = options["x"].evaluate(moment) if "x" in options else moment.site.x
        y = options["y"].evaluate(moment) if "y" in options else moment.site.y
        return noise(on_grid(moment, x), on_grid(moment, y), size_x, size_y, seed)
    return noise_on_grid(moment.site.x, moment.site.y, size_x, size_y, seed)


@FUNCTIONS.add("dist('name')", "vector")
def _dist(moment: Moment, call: Call) -> np.ndarray:
    """Distance in metres to a line, to the edge of a polygon (0 inside), or to the nearest point."""
    site, item = moment.site, moment.site.vectors.any(argument_word(call))
    if isinstance(item, Line):
        return nearest(moment, item.name, 0)
    if isinstance(item, Polygon):
        return np.maximum(-item.distance(site.x, site.y), 0.0)
    result = np.full(site.grid.shape, np.inf)
    for x, y in item.xy:
        result = np.minimum(result, np.hypot(site.x - x, site.y - y))
    return result


@FUNCTIONS.add("edge('polygon')", "polygon")
def _edge(moment: Moment, call: Call) -> np.ndarray:
    """Distance in metres to the edge of a polygon: positive inside, negative outside."""
    site = moment.site
    return site.vectors.polygon(argument_word(call)).distance(site.x, site.y)


@FUNCTIONS.add("along('line')", "line")
def _along(moment: Moment, call: Call) -> np.ndarray:
    """Metres along a line from its first point, of the nearest point on it."""
    return nearest(moment, argument_word(call), 1)


@FUNCTIONS.add("part('line')", "line")
def _part(moment: Moment, call: Call) -> np.ndarray:
    """Place along a line, 0 at its first point to 1 at its last."""
    return nearest(moment, argument_word(call), 1) / moment.site.vectors.line(argument_word(call)).length


@FUNCTIONS.add("side('line')", "line")
def _side(moment: Moment, call: Call) -> np.ndarray:
    """+1 left of a line in the direction drawn, -1 right of it."""
    return nearest(moment, argument_word(call), 2)


@FUNCTIONS.add("level('line')", "line")
def _level(moment: Moment, call: Call) -> np.ndarray:
    """Level in m NAP that a line carries, at its nearest point."""
    if moment.site.vectors.line(argument_word(call)).z is None:
        msg = f"line {argument_word(call)!r} carries no levels (a third coordinate)"
        raise DeclarationError(msg)
    return nearest(moment, argument_word(call), 3)


@FUNCTIONS.add("inside('polygon', soften=)", "polygon", options={"soften": "number"})
def _inside(moment: Moment, call: Call) -> np.ndarray:
    """1 inside a polygon, 0 outside; soften lets it fall over so many metres, half on each side."""
    site, polygon = moment.site, moment.site.vectors.polygon(argument_word(call))
    soften = option_number(call, "soften", 0.0)
    if soften <= 0:
        return polygon.contains(site.x, site.y).astype(np.float64)
    edge = polygon.distance(site.x, site.y)
    return smoothstep(-soften / 2, soften / 2, edge)


@FUNCTIONS.add("bowl('points', power=)", "points", options={"power": "number"})
def _bowl(moment: Moment, call: Call) -> np.ndarray:
    """Round (radius) or oval (rx, ry) bowls or mounds at points, of their depth or height.

    power 2 (the default) is a paraboloid, more is fuller.
    """
    power = option_number(call, "power", 2.0)
    site, points = moment.site, moment.site.vectors.points(argument_word(call))
    oval = points.has("rx")
    rx, ry = (points.numbers("rx"), points.numbers("ry")) if oval else (points.numbers("radius"),) * 2
    size = points.numbers("depth" if points.has("depth") else "height")
    result = np.zeros(site.grid.shape)
    for (px, py), a, b, most in zip(points.xy, rx, ry, size, strict=True):
        away = np.hypot((site.x - px) / a, (site.y - py) / b)
        result = np.maximum(result, most * np.maximum(1.0 - away**power, 0.0))
    return result


@FUNCTIONS.add("thin_plate('points', smoothing=)", "points", options={"smoothing": "number"})
def _thin_plate(moment: Moment, call: Call) -> np.ndarray:
    """Thin-plate spline (Duchon 1977) through the z of points; coordinates in km, so smoothing is small."""
    # Not at the head: see ``spline``.
    from scipy.interpolate import RBFInterpolator

    points = moment.site.vectors.points(argument_word(call))
    origin = points.xy.mean(axis=0)
    try:
        plate = RBFInterpolator(
            (points.xy - origin) / 1000.0,
            points.numbers("z"),
            smoothing=option_number(call, "smoothing", 0.0),
            kernel="thin_plate_spline",
        )
    except (ValueError, np.linalg.LinAlgError):
        msg = f"no surface goes through the points of {points.name!r}"
        hint = "3 points or more are needed, not all in a row, and no two in one place"
        raise DeclarationError(msg, hint=hint) from None
    site = moment.site
    gx, gy = np.meshgrid(site.grid.x - origin[0], site.grid.y - origin[1])
    places = np.column_stack([gx.ravel(), gy.ravel()]) / 1000.0
    return np.asarray(plate(places)).reshape(site.grid.shape)


@FUNCTIONS.add("valley(z, 'line', half, side, p)", "field line field field field")
def _valley(moment: Moment, call: Call) -> np.ndarray:
    """z with a valley cut along a line that carries floor levels.

    half: half the width of the floor; side: width of the flank; p: power.
    """
    z, half, width, power = (call.children[k].evaluate(moment) for k in (0, 2, 3, 4))
    floor, away = nearest(moment, argument_word(call, 1), 3), nearest(moment, argument_word(call, 1), 0)
    share = 1.0 - np.exp(-((np.maximum(away - half, 0.0) / width) ** power))
    return np.minimum(z, floor + (z - floor) * share)


@FUNCTIONS.add("sheet('unit', z)", "fabric field")
def _sheet(moment: Moment, call: Call) -> np.ndarray:
    """Place within a tilted sheet of a unit's fabric at height z: 0 at its sole to 1 at the next."""
    fabric = moment.site.fabrics[argument_word(call)]
    if not isinstance(fabric, Sheets):
        msg = f"the fabric of {argument_word(call)!r} has no sheets"
        raise DeclarationError(msg)
    return fabric.fraction(moment.site.x, moment.site.y, call.children[1].evaluate(moment))
