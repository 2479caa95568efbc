"""How a field function is declared: its arguments are checked before anything is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.expressions import Call, Number, Operation, Word

if TYPE_CHECKING:
    from wijkgenese3d.genesis.moment import Moment

__all__ = [
    "FieldFunction",
    "Registry",
    "argument_values",
    "argument_word",
    "constant",
    "on_grid",
    "option_number",
]

WORDS = ("line", "polygon", "points", "vector", "event", "fabric", "class")


def constant(node: Any) -> float:
    """Return the value of a constant argument (a number, or a number with a sign).

    Raises
    ------
    DeclarationError
        It is not constant.
    """
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Operation) and len(node.children) == 1 and isinstance(node.children[0], Number):
        return -node.children[0].value if node.sign == "-" else node.children[0].value
    msg = f"{node.text} must be a plain number here"
    raise DeclarationError(msg)


def argument_values(moment: Moment, call: Call) -> list[np.ndarray]:
    """Return the values of all arguments."""
    return [child.evaluate(moment) for child in call.children]


def argument_word(call: Call, index: int = 0) -> str:
    """Return a quoted argument."""
    node = call.children[index]
    assert isinstance(node, Word)
    return node.value


def option_number(call: Call, key: str, default: float) -> float:
    """Return a keyword argument that is a plain number."""
    return next((constant(node) for name, node in call.options if name == key), default)


def on_grid(moment: Moment, value: np.ndarray) -> np.ndarray:
    """Return a value spread over the whole grid of the moment, (ny, nx) float64."""
    return np.broadcast_to(np.asarray(value, dtype=np.float64), moment.site.grid.shape)


@dataclass(frozen=True)
class FieldFunction:
    """A function of the field language.

    Parameters
    ----------
    name, usage : str
        As in a scene, e.g. ``"sm"`` and ``"sm(a, b, v)"``.
    make : callable
        ``make(moment, call)`` gives the value, an array that broadcasts to (ny, nx).
    parameters : tuple of str
        What each argument is: ``field``, ``number`` or one of the words; a last ``...`` repeats the
        one before it.
    required : int
        How many of them must be given.
    options : mapping
        Keyword arguments: ``field`` or ``number``.
    reads_state : bool
        True where the value depends on the ground or the cover, not on place only.
    reach : callable or None
        ``reach(call, cell)``: how far it looks around, m.
    cheap : bool
        Arithmetic that is not worth keeping.
    """

    name: str
    usage: str
    make: Callable[[Moment, Call], np.ndarray]
    parameters: tuple[str, ...]
    required: int
    options: Mapping[str, str] = field(default_factory=dict)
    reads_state: bool | Callable[[Call], bool] = False
    reach: Callable[[Call, float], float] | None = None
    cheap: bool = False

    @property
    def doc(self) -> str:
        """What it does: first paragraph of its docstring."""
        return " ".join((self.make.__doc__ or "").split())

    def call(self, moment: Moment, call: Call) -> np.ndarray:
        """Evaluate a call that :meth:`check` has passed."""
        return self.make(moment, call)

    def static(self, call: Call) -> bool:
        """Tell whether the function itself depends on place only."""
        return not (self.reads_state(call) if callable(self.reads_state) else self.reads_state)

    def halo(self, call: Call, cell: float) -> float:
        """Return how far the function looks around, m."""
        return self.reach(call, cell) if self.reach else 0.0

    def check(self, call: Call) -> None:
        """Check number and sort of the arguments.

        Raises
        ------
        DeclarationError
            They do not fit :attr:`usage`.
        """
        kinds = self._kinds(len(call.children))
        if not self.required <= len(call.children) <= len(kinds):
            msg = f"{self.name} takes {self.usage}, {len(call.children)} arguments given"
            raise DeclarationError(msg)
        for kind, node in zip(kinds, call.children, strict=False):
            self._check_argument(kind, node)
        for key, node in call.options:
            if key not in self.options:
                near = nearest_name(key, self.options)
                msg = f"{self.name} has no option {key!r}{near}; it takes {self.usage}"
                raise DeclarationError(msg)
            self._check_argument(self.options[key], node)

    def _kinds(self, count: int) -> list[str]:
        """Kind of each of ``count`` arguments, the last one repeated where it may be."""
        kinds = list(self.parameters)
        if kinds and kinds[-1] == "...":
            kinds = kinds[:-1] + [kinds[-2]] * max(0, count - len(kinds) + 1)
        return kinds

    def _check_argument(self, kind: str, node: Any) -> None:
        if kind in WORDS:
            if not isinstance(node, Word):
                msg = f"{self.name} wants the name of a {kind} in quotes: {self.usage}"
                raise DeclarationError(msg)
        elif isinstance(node, Word):
            msg = f"{self.name} wants a number or field, not the text {node.value!r}: {self.usage}"
            raise DeclarationError(msg)
        elif kind == "number":
            constant(node)

    def words(self, call: Call) -> list[tuple[str, str]]:
        """Return ``(kind, name)`` of every quoted name in a call, to check that it exists."""
        kinds = self._kinds(len(call.children))
        return [
            (kind, node.value)
            for kind, node in zip(kinds, call.children, strict=False)
            if isinstance(node, Word)
        ]


class Registry(dict[str, FieldFunction]):
    """Field functions by name, with a decorator to add one."""

    def add(
        self, usage: str, parameters: str, *, required: int | None = None, **more: Any
    ) -> Callable[[Callable[..., np.ndarray]], Callable[..., np.ndarray]]:
        """Register a function; ``parameters`` is a space-separated list of argument kinds."""
        kinds = tuple(parameters.split())
        least = len(kinds) if required is None else required

        def register(make: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
            name = usage.split("(", maxsplit=1)[0]
            self[name] = FieldFunction(name, usage, make, kinds, least, **more)
            return make

        return register
