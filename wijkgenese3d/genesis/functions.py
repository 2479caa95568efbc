"""The functions of the field language. Each states its usage, what it reads, and how far it looks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage
from scipy.interpolate import PchipInterpolator, RBFInterpolator

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call, Word
from wijkgenese3d.genesis.field_functions import Registry, constant
from wijkgenese3d.genesis.moment import Moment
from wijkgenese3d.genesis.noise import hashed, noise, noise_on_grid
from wijkgenese3d.genesis.vectors import Line, Polygon

__all__ = ["FUNCTIONS", "smoothstep"]

FUNCTIONS = Registry()
add = FUNCTIONS.add

BLUR_REACH = 4.0
"""A Gaussian is cut off at this many sigma (and at least one cell)."""


def smoothstep(a: np.ndarray, b: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return 0 at ``a``, 1 at ``b``, smooth between (3 t^2 - 2 t^3); falls where a > b.

    >>> smoothstep(np.float64(0), np.float64(2), np.array([-1.0, 1.0, 3.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    t = np.clip((v - a) / (b - a), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def _values(moment: Moment, call: Call) -> list[np.ndarray]:
    return [child.evaluate(moment) for child in call.children]


def _word(call: Call, index: int = 0) -> str:
    node = call.children[index]
    assert isinstance(node, Word)
    return node.value


def _option(call: Call, key: str, default: float) -> float:
    return next((constant(node) for name, node in call.options if name == key), default)


def _full(moment: Moment, value: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), moment.site.grid.shape)


# ---------------------------------------------------------------- arithmetic


@add("sm(a, b, v)", "field field field", cheap=True)
def _sm(moment: Moment, call: Call) -> np.ndarray:
    """Smoothstep: 0 at a, 1 at b, smooth between; falls where a > b."""
    return smoothstep(*_values(moment, call))


@add("exp(v)", "field", cheap=True)
def _exp(moment: Moment, call: Call) -> np.ndarray:
    """e to the power v."""
    return np.exp(_values(moment, call)[0])


@add("sqrt(v)", "field", cheap=True)
def _sqrt(moment: Moment, call: Call) -> np.ndarray:
    """Square root."""
    return np.sqrt(_values(moment, call)[0])


@add("sin(v)", "field", cheap=True)
def _sin(moment: Moment, call: Call) -> np.ndarray:
    """Sine of v in radians."""
    return np.sin(_values(moment, call)[0])


@add("abs(v)", "field", cheap=True)
def _abs(moment: Moment, call: Call) -> np.ndarray:
    """Size of v without its sign."""
    return np.abs(_values(moment, call)[0])


@add("min(a, b, ...)", "field field ...", required=2, cheap=True)
def _min(moment: Moment, call: Call) -> np.ndarray:
    """Smallest of the values, cell by cell."""
    result, *others = _values(moment, call)
    for other in others:
        result = np.minimum(result, other)
    return result


@add("max(a, b, ...)", "field field ...", required=2, cheap=True)
def _max(moment: Moment, call: Call) -> np.ndarray:
    """Largest of the values, cell by cell."""
    result, *others = _values(moment, call)
    for other in others:
        result = np.maximum(result, other)
    return result


@add("clip(v, low, high)", "field field field", cheap=True)
def _clip(moment: Moment, call: Call) -> np.ndarray:
    """v, but not below low or above high."""
    return np.clip(*_values(moment, call))


@add("where(condition, a, b)", "field field field", cheap=True)
def _where(moment: Moment, call: Call) -> np.ndarray:
    """a where the condition is not 0, else b."""
    condition, a, b = _values(moment, call)
    return np.where(condition != 0.0, a, b)


@add("linear(v, a0, b0, a1, b1, ...)", "field number ...", required=5, cheap=True)
def _linear(moment: Moment, call: Call) -> np.ndarray:
    """Straight pieces through the pairs (a, b), constant outside."""
    a, b = _pairs(call)
    return np.interp(call.children[0].evaluate(moment), a, b)


@add("spline(v, a0, b0, a1, b1, ...)", "field number ...", required=5, cheap=True)
def _spline(moment: Moment, call: Call) -> np.ndarray:
    """Smooth monotone curve (PCHIP) through the pairs (a, b), constant outside."""
    a, b = _pairs(call)
    v = np.clip(call.children[0].evaluate(moment), a[0], a[-1])
    return np.asarray(PchipInterpolator(a, b)(v))


def _pairs(call: Call) -> tuple[np.ndarray, np.ndarray]:
    numbers = [constant(node) for node in call.children[1:]]
    a, b = np.array(numbers[0::2]), np.array(numbers[1::2])
    if len(a) != len(b) or np.any(np.diff(a) <= 0):
        msg = f"{call.function.name} needs pairs whose first numbers ascend"
        raise DeclarationError(msg)
    return a, b


# ---------------------------------------------------------------- place


@add("noise(size[, size_y], seed=, x=, y=)", "number number", required=1,
     options={"seed": "number", "x": "field", "y": "field"})
def _noise(moment: Moment, call: Call) -> np.ndarray:
    """Noise of about -1 to 1 with bumps of this size in metres, anchored in RD; x and y bend the grid."""
    sizes = [constant(node) for node in call.children]
    size_x, size_y = sizes[0], sizes[-1]
    if min(size_x, size_y) <= 0:
        msg = f"noise needs a size above 0, not {min(size_x, size_y):g}"
        raise DeclarationError(msg)
    seed, options = int(_option(call, "seed", 0)), dict(call.options)
    if "x" in options or "y" in options:
        x = options["x"].evaluate(moment) if "x" in options else moment.site.x
        y = options["y"].evaluate(moment) if "y" in options else moment.site.y
        return noise(_full(moment, x), _full(moment, y), size_x, size_y, seed)
    return noise_on_grid(moment.site.x, moment.site.y, size_x, size_y, seed)


def _nearest(moment: Moment, name: str, what: int) -> np.ndarray:
    """One of the four answers of a line, kept per grid for all who ask."""
    site = moment.site
    keys = [f"@nearest {name} {k}" for k in range(4)]
    if keys[what] not in site.kept:
        for key, value in zip(keys, site.vectors.line(name).nearest(site.x, site.y), strict=True):
            site.kept[key] = value
    return site.kept[keys[what]]


@add("dist('name')", "vector")
def _dist(moment: Moment, call: Call) -> np.ndarray:
    """Distance in metres to a line, to the edge of a polygon (0 inside), or to the nearest point."""
    site, item = moment.site, moment.site.vectors.any(_word(call))
    if isinstance(item, Line):
        return _nearest(moment, item.name, 0)
    if isinstance(item, Polygon):
        return np.maximum(-item.distance(site.x, site.y), 0.0)
    result = np.full(site.grid.shape, np.inf)
    for x, y in item.xy:
        result = np.minimum(result, np.hypot(site.x - x, site.y - y))
    return result


@add("edge('polygon')", "polygon")
def _edge(moment: Moment, call: Call) -> np.ndarray:
    """Distance in metres to the edge of a polygon: positive inside, negative outside."""
    site = moment.site
    return site.vectors.polygon(_word(call)).distance(site.x, site.y)


@add("along('line')", "line")
def _along(moment: Moment, call: Call) -> np.ndarray:
    """Metres along a line from its first point, of the nearest point on it."""
    return _nearest(moment, _word(call), 1)


@add("part('line')", "line")
def _part(moment: Moment, call: Call) -> np.ndarray:
    """Place along a line, 0 at its first point to 1 at its last."""
    return _nearest(moment, _word(call), 1) / moment.site.vectors.line(_word(call)).length


@add("side('line')", "line")
def _side(moment: Moment, call: Call) -> np.ndarray:
    """+1 left of a line in the direction drawn, -1 right of it."""
    return _nearest(moment, _word(call), 2)


@add("level('line')", "line")
def _level(moment: Moment, call: Call) -> np.ndarray:
    """Level in m NAP that a line carries, at its nearest point."""
    if moment.site.vectors.line(_word(call)).z is None:
        msg = f"line {_word(call)!r} carries no levels (a third coordinate)"
        raise DeclarationError(msg)
    return _nearest(moment, _word(call), 3)


@add("inside('polygon', soften=)", "polygon", options={"soften": "number"})
def _inside(moment: Moment, call: Call) -> np.ndarray:
    """1 inside a polygon, 0 outside; soften lets it fall over so many metres, half on each side."""
    site, polygon = moment.site, moment.site.vectors.polygon(_word(call))
    soften = _option(call, "soften", 0.0)
    if soften <= 0:
        return polygon.contains(site.x, site.y).astype(np.float64)
    edge = polygon.distance(site.x, site.y)
    return smoothstep(np.float64(-soften / 2), np.float64(soften / 2), edge)


@add("bowl('points', power=)", "points", options={"power": "number"})
def _bowl(moment: Moment, call: Call) -> np.ndarray:
    """Round (radius) or oval (rx, ry) bowls or mounds at points, of their depth or height; power 2 is a paraboloid, more is fuller."""
    power = _option(call, "power", 2.0)
    site, points = moment.site, moment.site.vectors.points(_word(call))
    oval = points.has("rx")
    rx, ry = (points.numbers("rx"), points.numbers("ry")) if oval else (points.numbers("radius"),) * 2
    size = points.numbers("depth" if points.has("depth") else "height")
    result = np.zeros(site.grid.shape)
    for (px, py), a, b, most in zip(points.xy, rx, ry, size, strict=True):
        away = np.hypot((site.x - px) / a, (site.y - py) / b)
        result = np.maximum(result, most * np.maximum(1.0 - away**power, 0.0))
    return result


@add("thin_plate('points', smoothing=)", "points", options={"smoothing": "number"})
def _thin_plate(moment: Moment, call: Call) -> np.ndarray:
    """Thin-plate spline (Duchon 1977) through the z of points; coordinates in km, so smoothing is small."""
    points = moment.site.vectors.points(_word(call))
    origin = points.xy.mean(axis=0)
    plate = RBFInterpolator(
        (points.xy - origin) / 1000.0,
        points.numbers("z"),
        smoothing=_option(call, "smoothing", 0.0),
        kernel="thin_plate_spline",
    )
    site = moment.site
    gx, gy = np.meshgrid(site.grid.x - origin[0], site.grid.y - origin[1])
    places = np.column_stack([gx.ravel(), gy.ravel()]) / 1000.0
    return np.asarray(plate(places)).reshape(site.grid.shape)


@add("valley(z, 'line', half, side, p)", "field line field field field")
def _valley(moment: Moment, call: Call) -> np.ndarray:
    """z with a valley cut along a line that carries floor levels: half the floor width, width of the side, power."""
    z, half, width, power = (call.children[k].evaluate(moment) for k in (0, 2, 3, 4))
    floor, away = _nearest(moment, _word(call, 1), 3), _nearest(moment, _word(call, 1), 0)
    share = 1.0 - np.exp(-((np.maximum(away - half, 0.0) / width) ** power))
    return np.minimum(z, floor + (z - floor) * share)


@add("sheet('unit', z)", "fabric field")
def _sheet(moment: Moment, call: Call) -> np.ndarray:
    """Place within a tilted sheet of a unit's fabric at height z: 0 at its sole to 1 at the next."""
    from wijkgenese3d.genesis.fabric import Sheets

    fabric = moment.site.fabrics[_word(call)]
    if not isinstance(fabric, Sheets):
        msg = f"the fabric of {_word(call)!r} has no sheets"
        raise DeclarationError(msg)
    return fabric.fraction(moment.site.x, moment.site.y, call.children[1].evaluate(moment))


# ---------------------------------------------------------------- surroundings


def _sigma_reach(index: int) -> Callable[[Call, float], float]:
    def reach(call: Call, cell: float) -> float:
        return max(BLUR_REACH * constant(call.children[min(index, len(call.children) - 1)]), cell) + 2 * cell

    return reach


def _blurred(moment: Moment, value: np.ndarray, sigma: float) -> np.ndarray:
    if moment.refined:
        msg = "blur, slope, facing and height cannot be used in a step with samples"
        raise DeclarationError(msg)
    raster = np.ascontiguousarray(_full(moment, value))
    if sigma <= 0:
        return raster
    radius = max(1, int(BLUR_REACH * sigma / moment.site.grid.cell + 0.5))
    return np.asarray(
        ndimage.gaussian_filter(raster, sigma / moment.site.grid.cell, mode="nearest", radius=radius)
    )


@add("blur(v, sigma)", "field number", reach=_sigma_reach(1))
def _blur(moment: Moment, call: Call) -> np.ndarray:
    """v, smoothed by a Gaussian of so many metres."""
    return _blurred(moment, call.children[0].evaluate(moment), constant(call.children[1]))


def _reads_ground(arguments: int) -> Callable[[Call], bool]:
    # Without a surface of its own, a function looks at the ground.
    return lambda call: len(call.children) == arguments


def _surface(moment: Moment, call: Call, alone: int) -> np.ndarray:
    if len(call.children) == alone:
        return moment.ground
    return call.children[0].evaluate(moment)


def _gradient(moment: Moment, raster: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rise_y, rise_x = np.gradient(raster, moment.site.grid.cell)
    return rise_x, rise_y


@add("slope([v, ]sigma)", "field number", required=1, reads_state=_reads_ground(1), reach=_sigma_reach(1))
def _slope(moment: Moment, call: Call) -> np.ndarray:
    """Slope (m per m) of the ground, or of v, after a blur of sigma metres."""
    surface = _surface(moment, call, 1)
    return np.hypot(*_gradient(moment, _blurred(moment, surface, constant(call.children[-1]))))


@add("facing([v, ]azimuth, sigma)", "field number number", required=2, reads_state=_reads_ground(2),
     reach=_sigma_reach(2))
def _facing(moment: Moment, call: Call) -> np.ndarray:
    """+1 where the slope faces the azimuth (degrees from north), -1 where it faces away."""
    surface = _surface(moment, call, 2)
    rise_x, rise_y = _gradient(moment, _blurred(moment, surface, constant(call.children[-1])))
    azimuth = np.radians(constant(call.children[-2]))
    down = -(rise_x * np.sin(azimuth) + rise_y * np.cos(azimuth))
    return down / np.maximum(np.hypot(rise_x, rise_y), 1e-9)


@add("height([v, ]sigma)", "field number", required=1, reads_state=_reads_ground(1), reach=_sigma_reach(1))
def _height(moment: Moment, call: Call) -> np.ndarray:
    """Height in metres of the ground, or of v, above its own surroundings (its blur of sigma metres)."""
    surface = _full(moment, _surface(moment, call, 1))
    return surface - _blurred(moment, surface, constant(call.children[-1]))


@add("before('event')", "event", reads_state=True)
def _before(moment: Moment, call: Call) -> np.ndarray:
    """Ground just before an event, m NAP; the ground itself where the event is not replayed."""
    return moment.befores.get(_word(call), moment.ground)


@add("cover('class', ...)", "class ...", required=1, reads_state=True)
def _cover(moment: Moment, call: Call) -> np.ndarray:
    """1 where the land cover is one of the classes now, 0 elsewhere."""
    return _among(moment, call, "cover", moment.cover)


@add("use('class', ...)", "class ...", required=1, reads_state=True)
def _use(moment: Moment, call: Call) -> np.ndarray:
    """1 where the place is used for one of the classes now, 0 elsewhere (a share on coarser cells)."""
    return _among(moment, call, "use", moment.use)


def _among(moment: Moment, call: Call, what: str, raster: np.ndarray | None) -> np.ndarray:
    codes = moment.codes.get(what, {})
    wanted = [codes[node.value] for node in call.children if isinstance(node, Word)]
    if raster is None:
        return np.zeros(moment.site.grid.shape)
    found = np.isin(raster, wanted).astype(np.float64)
    times = found.shape[0] // moment.site.grid.ny
    if times > 1:
        ny, nx = moment.site.grid.shape
        found = found.reshape(ny, times, nx, times).mean(axis=(1, 3))
    return found


# ---------------------------------------------------------------- whole area


@add("fill(v)", "field", reads_state=False)
def _fill(moment: Moment, call: Call) -> np.ndarray:
    """v with its hollows filled to their rim, so that water finds a way out of the whole area."""
    site, value = moment.site, _full(moment, call.children[0].evaluate(moment))

    def depth() -> np.ndarray:
        # Imported here: pyflwdir compiles at its first use.
        from pyflwdir.dem import fill_depressions

        filled, _ = fill_depressions(np.ascontiguousarray(value), nodata=-9999.0)
        return np.asarray(filled, dtype=np.float64) - value

    key = f"field/{call.text}@{site.whole.cell:g}"
    raster = np.asarray(site.numbers.get(key, depth))
    return value + (raster if site.is_whole else raster[site.place])


@add("plane('polygon')", "polygon", reads_state=True)
def _plane(moment: Moment, call: Call) -> np.ndarray:
    """Flat plane that fits the ground inside a polygon best (least squares)."""
    site, name = moment.site, _word(call)
    centre = site.vectors.polygon(name).xy.mean(axis=0)

    def fit() -> np.ndarray:
        inside = site.vectors.polygon(name).contains(site.x, site.y)
        j, i = np.nonzero(inside)
        terms = np.column_stack([np.ones(i.size), site.grid.x[i] - centre[0], site.grid.y[j] - centre[1]])
        return np.asarray(np.linalg.lstsq(terms, moment.ground[inside], rcond=None)[0])

    a, b, c = np.asarray(moment.number(f"plane {name}", fit))
    return a + b * (site.x - centre[0]) + c * (site.y - centre[1])


@add("grade('line')", "line", reads_state=True)
def _grade(moment: Moment, call: Call) -> np.ndarray:
    """Straight fall along a line between the ground at its two ends, m NAP."""
    site, name = moment.site, _word(call)

    def ends() -> np.ndarray:
        cells = [site.grid.index_of(*point) for point in site.vectors.line(name).xy[[0, -1]]]
        return np.array([moment.ground[cell] for cell in cells])

    first, last = np.asarray(moment.number(f"grade {name}", ends))
    return np.asarray(first + (last - first) * (_nearest(moment, name, 1) / site.vectors.line(name).length))


@add("rank(score, share[, among])", "field number field", required=2, reads_state=True)
def _rank(moment: Moment, call: Call) -> np.ndarray:
    """1 in the best share of the quarter by score (only among cells where among > 0), 0 elsewhere; the same threshold goes for the surroundings."""
    score, share = _full(moment, call.children[0].evaluate(moment)), constant(call.children[1])
    among = np.ones(score.shape, dtype=bool)
    if len(call.children) > 2:
        among = _full(moment, call.children[2].evaluate(moment)) > 0.0
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
    return constant(call.children[1]) + constant(call.children[2])


@add("parcel(v, width, length, angle=, jitter=, seed=)", "field number number",
     options={"angle": "number", "jitter": "number", "seed": "number"}, reach=_parcel_reach)
def _parcel(moment: Moment, call: Call) -> np.ndarray:
    """v read at the centre of the parcel that holds the cell: a turned brick pattern, so fields get straight edges."""
    value = _full(moment, call.children[0].evaluate(moment))
    width, length = (constant(node) for node in call.children[1:])
    seed, jitter = int(_option(call, "seed", 0)), _option(call, "jitter", 0.12)
    turn = np.radians(_option(call, "angle", -17.0))
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
