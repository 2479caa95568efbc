"""Field expressions: the small language in which a scene says *how thick*, *how high*, *where*.

An expression is read with :mod:`ast` and turned into a tree of our own nodes; nothing of Python is
ever run. Allowed are numbers, arithmetic (``+ - * / % **``), comparisons (which give 0 or 1), names
(``x``, ``y``, ``ground``, and the fields that the scene names) and calls of the functions in
:mod:`~wijkgenese3d.genesis.functions`. Anything else is an error that names what may stand there.
"""

from __future__ import annotations

import ast
import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from wijkgenese3d.errors import DeclarationError, nearest_name

if TYPE_CHECKING:
    from wijkgenese3d.genesis.field_functions import FieldFunction
    from wijkgenese3d.genesis.moment import Moment

__all__ = ["Call", "Compare", "Expression", "Name", "Node", "Number", "Operation", "Word", "parse"]

MAX_LENGTH = 4000
MAX_NODES = 600
MAX_DEPTH = 50
NAMES = ("x", "y", "ground")

_BINARY: dict[type[ast.operator], tuple[str, Callable[..., np.ndarray]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
}
_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[..., np.ndarray]]] = {
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
}
_REFUSED: dict[type[ast.AST], str] = {
    ast.Attribute: "an attribute (a dot after a name)",
    ast.Subscript: "an index in square brackets",
    ast.Lambda: "a function of your own",
    ast.ListComp: "a loop",
    ast.SetComp: "a loop",
    ast.DictComp: "a loop",
    ast.GeneratorExp: "a loop",
    ast.IfExp: "if ... else (use where(condition, a, b))",
    ast.BoolOp: "and / or (multiply masks, or take max of them)",
    ast.NamedExpr: "an assignment",
    ast.Starred: "a star",
    ast.JoinedStr: "a formatted text",
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
        return moment.field(self.id)

    @property
    def text(self) -> str:
        """The name."""
        return self.id

    def static(self, fields: Mapping[str, Expression]) -> bool:
        """Coordinates are static; a field is what its own expression is."""
        if self.id == "ground":
            return False
        return self.id in NAMES or fields[self.id].node.static(fields)

    def halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the named field."""
        return 0.0 if self.id in NAMES else fields[self.id].node.halo(fields, cell)

    def state_halo(self, fields: Mapping[str, Expression], cell: float) -> float:
        """Halo of the named field as far as it looks at the state."""
        return 0.0 if self.id in NAMES else fields[self.id].node.state_halo(fields, cell)


@dataclass(frozen=True)
class Operation(Node):
    """Arithmetic of one or two terms."""

    FUNCTIONS: ClassVar[dict[str, Callable[..., np.ndarray]]] = dict(_BINARY.values())
    sign: str
    children: tuple[Node, ...]

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Apply the operator to the values of the terms."""
        values = [child.evaluate(moment) for child in self.children]
        if len(values) == 1:
            return -values[0] if self.sign == "-" else values[0]
        return self.FUNCTIONS[self.sign](*values)

    @property
    def text(self) -> str:
        """All terms in brackets."""
        if len(self.children) == 1:
            return f"({self.sign}{self.children[0].text})"
        return f"({self.children[0].text} {self.sign} {self.children[1].text})"


@dataclass(frozen=True)
class Compare(Node):
    """A comparison: 1 where it holds, 0 elsewhere."""

    FUNCTIONS: ClassVar[dict[str, Callable[..., np.ndarray]]] = dict(_COMPARE.values())
    signs: tuple[str, ...]
    children: tuple[Node, ...]

    def evaluate(self, moment: Moment) -> np.ndarray:
        """Compare neighbours, as in ``a < b <= c``."""
        values = [child.evaluate(moment) for child in self.children]
        result = np.asarray(1.0)
        for sign, left, right in zip(self.signs, values, values[1:], strict=False):
            result = result * np.asarray(self.FUNCTIONS[sign](left, right), dtype=np.float64)
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
        """Static when the function and all its arguments are."""
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
            if isinstance(part, Call) and part.function.name == "before" and isinstance(part.children[0], Word)
        )

    @property
    def names(self) -> frozenset[str]:
        """Named fields that are used directly."""
        return frozenset(p.id for p in self.node.walk() if isinstance(p, Name) and p.id not in NAMES)


def parse(
    source: str | float, functions: Mapping[str, FieldFunction], fields: Mapping[str, object] = {}  # noqa: B006
) -> Expression:
    """Read an expression.

    Parameters
    ----------
    source : str or number
        What the scene says.
    functions : mapping
        Known field functions, by name.
    fields : mapping
        Keys are the named fields that may be used.

    Raises
    ------
    DeclarationError
        The text is not an expression of this language; the place, what was given, what is allowed
        and the nearest name are said.
    """
    if isinstance(source, bool) or not isinstance(source, (str, int, float)):
        msg = f"{source!r} is not a field expression: write a number or a text"
        raise DeclarationError(msg)
    if not isinstance(source, str):
        return Expression(repr(source), Number(_finite(float(source))))
    if len(source) > MAX_LENGTH:
        msg = f"an expression of {len(source)} characters; at most {MAX_LENGTH} are allowed"
        raise DeclarationError(msg, hint="give parts of it names under [fields]")
    text = " ".join(source.split())
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        place = f" at character {error.offset}" if error.offset else ""
        msg = f"cannot read the expression {text!r}{place}: {error.msg}"
        raise DeclarationError(msg) from error
    except (ValueError, MemoryError, RecursionError) as error:
        msg = f"cannot read the expression {text[:80]!r}: it is nested too deep or holds a forbidden character"
        raise DeclarationError(msg) from error
    return Expression(text, _Reader(text, functions, fields).read(tree.body, 0))


def _finite(value: float) -> float:
    if not math.isfinite(value):
        msg = f"{value} is not a finite number"
        raise DeclarationError(msg)
    return value


class _Reader:
    """Turns a Python syntax tree into nodes, refusing everything outside the language."""

    def __init__(
        self, text: str, functions: Mapping[str, FieldFunction], fields: Mapping[str, object]
    ) -> None:
        self.text, self.functions, self.fields = text, functions, fields
        self.count = 0

    def read(self, part: ast.AST, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            msg = f"expression {self.text[:60]!r}... is too large ({MAX_NODES} parts, {MAX_DEPTH} deep at most)"
            raise DeclarationError(msg, hint="give parts of it names under [fields]")
        if isinstance(part, ast.Constant):
            return self._constant(part)
        if isinstance(part, ast.Name):
            return self._name(part)
        if isinstance(part, ast.BinOp) and type(part.op) in _BINARY:
            terms = (self.read(part.left, depth + 1), self.read(part.right, depth + 1))
            return Operation(_BINARY[type(part.op)][0], self._numbers(terms))
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, (ast.USub, ast.UAdd)):
            sign = "-" if isinstance(part.op, ast.USub) else "+"
            return Operation(sign, self._numbers((self.read(part.operand, depth + 1),)))
        if isinstance(part, ast.Compare) and all(type(op) in _COMPARE for op in part.ops):
            terms = tuple(self.read(p, depth + 1) for p in (part.left, *part.comparators))
            return Compare(tuple(_COMPARE[type(op)][0] for op in part.ops), self._numbers(terms))
        if isinstance(part, ast.Call):
            return self._call(part, depth)
        raise self._refuse(part)

    def _constant(self, part: ast.Constant) -> Node:
        if isinstance(part.value, str):
            return Word(part.value)
        if isinstance(part.value, bool) or not isinstance(part.value, (int, float)):
            msg = f"{part.value!r} in {self.text!r} is not a number"
            raise DeclarationError(msg)
        try:
            return Number(_finite(float(part.value)))
        except OverflowError:
            msg = f"a number in {self.text[:60]!r} is too large"
            raise DeclarationError(msg) from None

    def _name(self, part: ast.Name) -> Node:
        if part.id in NAMES or part.id in self.fields:
            return Name(part.id)
        known = [*NAMES, *self.fields]
        if part.id in self.functions:
            msg = f"{part.id!r} in {self.text!r} is a function: call it, as in {self.functions[part.id].usage}"
            raise DeclarationError(msg)
        msg = f"unknown name {part.id!r} in {self.text!r}{nearest_name(part.id, known)}"
        raise DeclarationError(msg, hint=f"names are {', '.join(known)}")

    def _call(self, part: ast.Call, depth: int) -> Node:
        if not isinstance(part.func, ast.Name):
            raise self._refuse(part.func)
        name = part.func.id
        if name not in self.functions:
            msg = f"unknown function {name!r} in {self.text!r}{nearest_name(name, self.functions)}"
            raise DeclarationError(msg, hint=f"functions are {', '.join(sorted(self.functions))}")
        children = tuple(self.read(p, depth + 1) for p in part.args)
        options = []
        for key in part.keywords:
            if key.arg is None:
                raise self._refuse(ast.Starred())
            options.append((key.arg, self.read(key.value, depth + 1)))
        call = Call(self.functions[name], children, tuple(options))
        try:
            call.function.check(call)
        except DeclarationError as error:
            error.message = f"{error.message} in {self.text!r}"
            raise
        return call

    def _numbers(self, terms: tuple[Node, ...]) -> tuple[Node, ...]:
        for term in terms:
            if isinstance(term, Word):
                msg = f"the text {term.value!r} stands where a number is needed, in {self.text!r}"
                raise DeclarationError(msg)
        return terms

    def _refuse(self, part: ast.AST) -> DeclarationError:
        what = _REFUSED.get(type(part), f"{type(part).__name__.lower()}")
        msg = f"{what} is not part of the field language, in {self.text!r}"
        return DeclarationError(msg, hint="allowed: numbers, + - * / % **, comparisons, names and functions")
