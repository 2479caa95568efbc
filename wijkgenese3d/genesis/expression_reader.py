"""Reading a field expression: text into nodes, and a clear refusal of everything else.

An expression is read with :mod:`ast` and turned into a tree of our own nodes; nothing of Python is
ever run. Allowed are numbers, arithmetic (``+ - * / % **``), comparisons (which give 0 or 1), names
(``x``, ``y``, ``ground``, and the fields that the scene names) and calls of the functions in
:mod:`~wijkgenese3d.genesis.functions`. Anything else is an error that names what may stand there.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping

from wijkgenese3d.errors import DeclarationError, nearest_name
from wijkgenese3d.genesis.expressions import (
    NAMES,
    Call,
    Compare,
    Expression,
    Name,
    Node,
    Number,
    Operation,
    Word,
)
from wijkgenese3d.genesis.field_functions import FieldFunction

__all__ = ["parse"]

MAX_LENGTH = 4000
MAX_NODES = 600
MAX_DEPTH = 50

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Pow: "**",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
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


def parse(
    source: str | float,
    functions: Mapping[str, FieldFunction],
    fields: Mapping[str, object] = {},
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
        msg = (
            f"cannot read the expression {text[:80]!r}: it is nested too deep or holds a forbidden character"
        )
        raise DeclarationError(msg) from error
    return Expression(text, _Reader(text, functions, fields).whole(tree.body))


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

    def whole(self, part: ast.AST) -> Node:
        """Read the expression; a quoted name alone is none."""
        return self._numbers((self.read(part, 0),))[0]

    def read(self, part: ast.AST, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            msg = (
                f"expression {self.text[:60]!r}... is too large ({MAX_NODES} parts, {MAX_DEPTH} deep at most)"
            )
            raise DeclarationError(msg, hint="give parts of it names under [fields]")
        if isinstance(part, ast.Constant):
            return self._constant(part)
        if isinstance(part, ast.Name):
            return self._name(part)
        if isinstance(part, ast.BinOp) and type(part.op) in _BINARY:
            terms = (self.read(part.left, depth + 1), self.read(part.right, depth + 1))
            return Operation(_BINARY[type(part.op)], self._numbers(terms))
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, (ast.USub, ast.UAdd)):
            sign = "-" if isinstance(part.op, ast.USub) else "+"
            return Operation(sign, self._numbers((self.read(part.operand, depth + 1),)))
        if isinstance(part, ast.Compare) and all(type(op) in _COMPARE for op in part.ops):
            sides = tuple(self.read(p, depth + 1) for p in (part.left, *part.comparators))
            return Compare(tuple(_COMPARE[type(op)] for op in part.ops), self._numbers(sides))
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
            msg = (
                f"{part.id!r} in {self.text!r} is a function: call it, as in {self.functions[part.id].usage}"
            )
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
        options: list[tuple[str, Node]] = []
        for key in part.keywords:
            if key.arg is None:
                raise self._refuse(ast.Starred(key.value))
            if key.arg in dict(options):
                msg = f"the option {key.arg!r} of {name} stands twice in {self.text!r}"
                raise DeclarationError(msg)
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
