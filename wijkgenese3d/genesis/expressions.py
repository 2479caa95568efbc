"""Field expressions: the small language in which a scene says *how thick*, *how high*, *where*.

An expression is a tree of the nodes below; :mod:`~wijkgenese3d.genesis.expression_reader` makes it
from text.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkgenese3d.errors import DeclarationError

if TYPE_CHECKING:
    from wijkgenese3d.genesis.field_functions import FieldFunction
    from wijkgenese3d.genesis.moment import Moment

__all__ = [
    "ARITHMETIC",
    "COMPARISONS",
    "NAMES",
    "Call",
    "Compare",
    "Expression",
    "Fields",
    "Name",
    "Node",
    "Number",
    "Operation",
    "Word",
]

NAMES = ("x", "y", "ground")

ARITHMETIC: dict[str, Callable[..., np.ndarray]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "**": operator.pow,
}
COMPARISONS: dict[str, Callable[..., np.ndarray]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Node(ABC):
    """A part of an expression."""

    children: tuple[Node, ...] = ()

    @abstractmethod
    def evaluate(self, moment: Moment) -> np.ndarray:
        """Return the value on the grid of ``moment``: an array that broadcasts to (ny, nx)."""

    @property
    @abstractmethod
    def text(self) -> str:
        """Canonical text: equal texts mean equal fields."""

    def static(self, fields: Mapping[str, Expression]) -> bool:
        """Tell whether the value depends on place only, not on the state of the ground."""
        return all(child.static(fields) for child in self.children)

    def halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Return how far outside a window the value looks, m."""
        return max((child.halo(fields, cell) for child in self.children), default=0.0)

    def state_halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Return the part of the halo through which it looks at the state of the ground, m.

        Only this part adds up from step to step: what depends on place is exact wherever it is made.
        """
        if self.static(fields):
            return 0.0
        return max((child.state_halo(fields, cell) for child in self.children), default=0.0)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Number(Node):
    """A number."""

    value: float

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Return the number as a 0-d array."""
        return np.asarray(np.float64(self.value))

    @property
    def text(self) -> str:
        """The number in its shortest form."""
        return repr(self.value)


@dataclass(frozen=True)
class Word(Node):
    """A quoted name: of a line, polygon, event, fabric or class. Only an argument of a call."""

    value: str

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Never called: the function that takes the word reads it."""
        msg = f"the word {self.value!r} is not a number"
        raise DeclarationError(msg)

    @property
    def text(self) -> str:
        """The word in quotes."""
        return repr(self.value)


@dataclass(frozen=True)
class Name(Node):
    """``x``, ``y``, ``ground`` or a named field of the scene."""

    id: str

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Return coordinates, the ground surface (m NAP), or the named field."""
        if self.id == "ground":
            return moment.ground
        if self.id in NAMES:
            return moment.site.x if self.id == "x" else moment.site.y
        return moment.named(self.id)

    @property
    def text(self) -> str:
        """The name."""
        return self.id

    def static(self, fields: Mapping[str, Expression]) -> bool:
        """Coordinates are static; a field is what its own expression is."""
        if self.id == "ground":
            return False
        return self.id in NAMES or _asked(fields, self.id, "static")

    def halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the named field."""
        return 0.0 if self.id in NAMES else _asked(fields, self.id, "halo", cell)

    def state_halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the named field as far as it looks at the state."""
        return 0.0 if self.id in NAMES else _asked(fields, self.id, "state_halo", cell)


class Fields(dict[str, "Expression"]):
    """Named fields by name. What their nodes are asked is kept: fields that share fields stay cheap."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[tuple[Any, ...], Any] = {}


def _asked(fields: Mapping[str, Expression], name: str, question: str, *more: float) -> Any:
    """Ask the node of a named field, once where the answer can be kept."""
    if not isinstance(fields, Fields):
        return getattr(fields[name].node, question)(fields, *more)
    key = (name, question, *more)
    if key not in fields.answers:
        fields.answers[key] = getattr(fields[name].node, question)(fields, *more)
    return fields.answers[key]


@dataclass(frozen=True)
class Operation(Node):
    """Arithmetic of one or two terms."""

    sign: str
    children: tuple[Node, ...]

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Apply the operator to the values of the terms."""
        values = [child.evaluate(moment) for child in self.children]
        if len(values) == 1:
            return -values[0] if self.sign == "-" else values[0]
        return ARITHMETIC[self.sign](*values)

    @property
    def text(self) -> str:
        """All terms in brackets."""
        if len(self.children) == 1:
            return f"({self.sign}{self.children[0].text})"
        return f"({self.children[0].text} {self.sign} {self.children[1].text})"


@dataclass(frozen=True)
class Compare(Node):
    """A comparison: 1 where it holds, 0 elsewhere."""

    signs: tuple[str, ...]
    children: tuple[Node, ...]

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Compare neighbours, as in ``a < b <= c``."""
        values = [child.evaluate(moment) for child in self.children]
        result = np.asarray(1.0)
        for sign, left, right in zip(self.signs, values, values[1:], strict=False):
            result = result * np.asarray(COMPARISONS[sign](left, right), dtype=np.float64)
        return result

    @property
    def text(self) -> str:
        """The comparison in brackets."""
        parts = [self.children[0].text]
        for sign, child in zip(self.signs, self.children[1:], strict=True):
            parts += [sign, child.text]
        return f"({' '.join(parts)})"


@dataclass(frozen=True)
class Call(Node):
    """A call of a field function."""

    function: FieldFunction
    children: tuple[Node, ...]
    options: tuple[tuple[str, Node], ...] = ()

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Return the value; a static call is made once per grid."""
        fields = moment.site.fields
        if self.function.cheap or not self.static(fields):
            return self.function.call(moment, self)
        return moment.site.once(self.text, lambda: self.function.call(moment, self))

    @property
    def text(self) -> str:
        """The call with canonical arguments."""
        parts = [child.text for child in self.children]
        parts += [f"{key}={value.text}" for key, value in self.options]
        return f"{self.function.name}({', '.join(parts)})"

    def static(self, fields: Mapping[str, Expression]) -> bool:
        """Tell whether the function and all its arguments depend on place only."""
        parts = (*self.children, *(value for _, value in self.options))
        return self.function.static(self) and all(
            part.static(fields) for part in parts if not isinstance(part, Word)
        )

    def halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the function plus that of its arguments."""
        parts = (*self.children, *(value for _, value in self.options))
        inner = max((part.halo(fields, cell) for part in parts if not isinstance(part, Word)), default=0.0)
        return inner + self.function.halo(self, cell)

    def state_halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the function plus that of its arguments, as far as they look at the state."""
        if self.static(fields):
            return 0.0
        parts = (*self.children, *(value for _, value in self.options))
        inner = [p.state_halo(fields, cell) for p in parts if not isinstance(p, Word)]
        return max(inner, default=0.0) + self.function.halo(self, cell)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, options too."""
        yield from super().walk()
        for _, value in self.options:
            yield from value.walk()


@dataclass(frozen=True)
class Expression:
    """A checked expression.

    Parameters
    ----------
    source : str
        As written in the scene.
    node : Node
        Its tree.
    """

    source: str
    node: Node

    @property
    def events(self) -> frozenset[str]:
        """Ids of the events whose ground is asked for with ``before('id')``."""
        return frozenset(
            part.children[0].value
            for part in self.node.walk()
            if isinstance(part, Call)
            and part.function.name == "before"
            and isinstance(part.children[0], Word)
        )

    @property
    def names(self) -> frozenset[str]:
        """Named fields that are used directly."""
        return frozenset(p.id for p in self.node.walk() if isinstance(p, Name) and p.id not in NAMES)
