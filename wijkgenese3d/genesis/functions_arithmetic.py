"""Field functions of numbers only."""

from __future__ import annotations

import numpy as np

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expressions import Call
from wijkgenese3d.genesis.field_functions import argument_values, constant
from wijkgenese3d.genesis.functions_registry import FUNCTIONS, smoothstep
from wijkgenese3d.genesis.moment import Moment


@FUNCTIONS.add("sm(a, b, v)", "field field field", cheap=True)
def _sm(moment: Moment, call: Call) -> np.ndarray:
    """Smoothstep: 0 at a, 1 at b, smooth between; falls where a > b."""
    return smoothstep(*argument_values(moment, call))


@FUNCTIONS.add("exp(v)", "field", cheap=True)
def _exp(moment: Moment, call: Call) -> np.ndarray:
    """e to the power v."""
    return np.exp(argument_values(moment, call)[0])


@FUNCTIONS.add("sqrt(v)", "field", cheap=True)
def _sqrt(moment: Moment, call: Call) -> np.ndarray:
    """Square root."""
    return np.sqrt(argument_values(moment, call)[0])


@FUNCTIONS.add("sin(v)", "field", cheap=True)
def _sin(moment: Moment, call: Call) -> np.ndarray:
    """Sine of v in radians."""
    return np.sin(argument_values(moment, call)[0])


@FUNCTIONS.add("abs(v)", "field", cheap=True)
def _abs(moment: Moment, call: Call) -> np.ndarray:
    """Size of v without its sign."""
    return np.abs(argument_values(moment, call)[0])


@FUNCTIONS.add("min(a, b, ...)", "field field ...", required=2, cheap=True)
def _min(moment: Moment, call: Call) -> np.ndarray:
    """Smallest of the values, cell by cell."""
    result, *others = argument_values(moment, call)
    for other in others:
        result = np.minimum(result, other)
    return result


@FUNCTIONS.add("max(a, b, ...)", "field field ...", required=2, cheap=True)
def _max(moment: Moment, call: Call) -> np.ndarray:
    """Largest of the values, cell by cell."""
    result, *others = argument_values(moment, call)
    for other in others:
        result = np.maximum(result, other)
    return result


@FUNCTIONS.add("clip(v, low, high)", "field field field", cheap=True)
def _clip(moment: Moment, call: Call) -> np.ndarray:
    """v, but not below low or above high."""
    return np.clip(*argument_values(moment, call))


@FUNCTIONS.add("where(condition, a, b)", "field field field", cheap=True)
def _where(moment: Moment, call: Call) -> np.ndarray:
    """Choose a where the condition is not 0, else b."""
    condition, a, b = argument_values(moment, call)
    return np.where(condition != 0.0, a, b)


@FUNCTIONS.add("linear(v, a0, b0, a1, b1, ...)", "field number ...", required=5, cheap=True)
def _linear(moment: Moment, call: Call) -> np.ndarray:
    """Straight pieces through the pairs (a, b), constant outside."""
    a, b = _pairs(call)
    return np.interp(call.children[0].evaluate(moment), a, b)


@FUNCTIONS.add("spline(v, a0, b0, a1, b1, ...)", "field number ...", required=5, cheap=True)
def _spline(moment: Moment, call: Call) -> np.ndarray:
    """Smooth monotone curve (PCHIP) through the pairs (a, b), constant outside."""
    a, b = _pairs(call)
    v = np.clip(call.children[0].evaluate(moment), a[0], a[-1])
    # It takes 0.2 s to load, and an app whose model is made never replays.
    from scipy.interpolate import PchipInterpolator

    return np.asarray(PchipInterpolator(a, b)(v))


def _pairs(call: Call) -> tuple[np.ndarray, np.ndarray]:
    numbers = [constant(node) for node in call.children[1:]]
    a, b = np.array(numbers[0::2]), np.array(numbers[1::2])
    if len(a) != len(b) or np.any(np.diff(a) <= 0):
        msg = f"{call.function.name} needs pairs whose first numbers ascend"
        raise DeclarationError(msg)
    return a, b
