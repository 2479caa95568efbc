"""Field functions that look around, or at the state of ground and cover."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call, Word
from wijkgenese3d.genesis.field_functions import argument_word, constant, on_grid
from wijkgenese3d.genesis.functions_registry import FUNCTIONS
from wijkgenese3d.genesis.moment import Moment

BLUR_REACH = 4.0
"""A Gaussian is cut off at this many sigma (and at least one cell)."""


def _sigma_reach(index: int) -> Callable[[Call, float], float]:
    def reach(call: Call, cell: float) -> float:
        return max(BLUR_REACH * constant(call.children[min(index, len(call.children) - 1)]), cell) + 2 * cell

    return reach


def _blurred(moment: Moment, value: np.ndarray, sigma: float) -> np.ndarray:
    if moment.refined:
        msg = "blur, slope, facing and height cannot be used in a step with samples"
        raise DeclarationError(msg)
    raster = np.ascontiguousarray(on_grid(moment, value))
    e = moment.site.whole.extent
    if not 0 <= sigma <= max(e.width, e.height):
        msg = f"a blur of {sigma:g} m; 0 m to the size of the box ({max(e.width, e.height):g} m) is allowed"
        raise DeclarationError(msg)
    if sigma == 0:
        return raster
    radius = max(1, int(BLUR_REACH * sigma / moment.site.grid.cell + 0.5))
    return np.asarray(
        ndimage.gaussian_filter(raster, sigma / moment.site.grid.cell, mode="nearest", radius=radius)
    )


@FUNCTIONS.add("blur(v, sigma)", "field number", reach=_sigma_reach(1))
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


@FUNCTIONS.add(
    "slope([v, ]sigma)", "field number", required=1, reads_state=_reads_ground(1), reach=_sigma_reach(1)
)
def _slope(moment: Moment, call: Call) -> np.ndarray:
    """Slope (m per m) of the ground, or of v, after a blur of sigma metres."""
    surface = _surface(moment, call, 1)
    return np.hypot(*_gradient(moment, _blurred(moment, surface, constant(call.children[-1]))))


@FUNCTIONS.add(
    "facing([v, ]azimuth, sigma)",
    "field number number",
    required=2,
    reads_state=_reads_ground(2),
    reach=_sigma_reach(2),
)
def _facing(moment: Moment, call: Call) -> np.ndarray:
    """+1 where the slope faces the azimuth (degrees from north), -1 where it faces away."""
    surface = _surface(moment, call, 2)
    rise_x, rise_y = _gradient(moment, _blurred(moment, surface, constant(call.children[-1])))
    azimuth = np.radians(constant(call.children[-2]))
    down = -(rise_x * np.sin(azimuth) + rise_y * np.cos(azimuth))
    return down / np.maximum(np.hypot(rise_x, rise_y), 1e-9)


@FUNCTIONS.add(
    "height([v, ]sigma)", "field number", required=1, reads_state=_reads_ground(1), reach=_sigma_reach(1)
)
def _height(moment: Moment, call: Call) -> np.ndarray:
    """Height in metres of the ground, or of v, above its own surroundings (its blur of sigma metres)."""
    surface = on_grid(moment, _surface(moment, call, 1))
    return surface - _blurred(moment, surface, constant(call.children[-1]))


@FUNCTIONS.add("before('event')", "event", reads_state=True)
def _before(moment: Moment, call: Call) -> np.ndarray:
    """Ground just before an event, m NAP; the ground itself where the event is not replayed."""
    return moment.befores.get(argument_word(call), moment.ground)


@FUNCTIONS.add("cover('class', ...)", "class ...", required=1, reads_state=True)
def _cover(moment: Moment, call: Call) -> np.ndarray:
    """1 where the land cover is one of the classes now, 0 elsewhere."""
    return _among(moment, call, "cover", moment.cover)


@FUNCTIONS.add("use('class', ...)", "class ...", required=1, reads_state=True)
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
