"""The field language: what it computes, and what it refuses."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.genesis.moments import SMALL, X0, Y0, line, make_moment, value
from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.genesis.expression_reader import MAX_DEPTH, MAX_LENGTH, MAX_NODES, parse
from wijkgenese3d.genesis.functions import FUNCTIONS
from wijkgenese3d.genesis.plan import compile_fields
from wijkgenese3d.model.frame import Grid

GRID = Grid(SMALL, 2.0)
X, Y = GRID.x[None, :], GRID.y[:, None]
GROUND = 20.0 + np.arange(35.0).reshape(5, 7) / 4 - 3


def read(text: object, fields: dict[str, str] | None = None) -> str:
    """Canonical text of an expression."""
    return parse(text, FUNCTIONS, fields or {}).node.text  # type: ignore[arg-type]


def refusal(text: object, fields: dict[str, str] | None = None) -> DeclarationError:
    """What is said of an expression that is refused."""
    with pytest.raises(DeclarationError) as caught:
        parse(text, FUNCTIONS, fields or {})  # type: ignore[arg-type]
    assert caught.value.exit_code == 2
    return caught.value


# ---------------------------------------------------------------- values

VALUES = {
    "3": np.full((5, 7), 3.0),
    "x": np.broadcast_to(X, (5, 7)),
    "y": np.broadcast_to(Y, (5, 7)),
    "ground": GROUND,
    "ground + 1": GROUND + 1,
    "2 * ground - 0.5": 2 * GROUND - 0.5,
    "ground / 4": GROUND / 4,
    "-ground": -GROUND,
    "+ground": GROUND,
    "ground ** 2": GROUND**2,
    "(x - 188402) % 4": np.broadcast_to((X - 188402) % 4, (5, 7)),
    "-5 % 3": np.full((5, 7), 1.0),
    "5 % -3": np.full((5, 7), -1.0),
    "2 + 3 * 4": np.full((5, 7), 14.0),
    "(2 + 3) * 4": np.full((5, 7), 20.0),
    "2 - 3 - 4": np.full((5, 7), -5.0),
    "24 / 4 / 3": np.full((5, 7), 2.0),
    "2 ** 3 ** 2": np.full((5, 7), 512.0),
    "-2 ** 2": np.full((5, 7), -4.0),
    "2 ** -1": np.full((5, 7), 0.5),
    "7 % 4 * 2": np.full((5, 7), 6.0),
    "1 + 2 < 4": np.full((5, 7), 1.0),
    "ground > 20": (GROUND > 20) * 1.0,
    "ground >= 20": (GROUND >= 20) * 1.0,
    "ground < 20": (GROUND < 20) * 1.0,
    "ground <= 20": (GROUND <= 20) * 1.0,
    "ground == 20": (GROUND == 20) * 1.0,
    "ground != 20": (GROUND != 20) * 1.0,
    "18 < ground <= 20": ((GROUND > 18) & (GROUND <= 20)) * 1.0,
    "(ground > 18) * (y < 426710) + 1": (GROUND > 18) * (Y < 426710) + 1.0,
    "1e-3 * 2": np.full((5, 7), 0.002),
    "  ground\n   + 1\t": GROUND + 1,
    "min(ground, 19) - max(ground, 19)": -np.abs(GROUND - 19),
}


@pytest.mark.parametrize("text", VALUES)
def test_value(text: str) -> None:
    found = value(text, ground=GROUND)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, VALUES[text], rtol=1e-15)


@pytest.mark.parametrize("number", [3, 2.5, -1, 0])
def test_a_number_is_an_expression(number: float) -> None:
    assert (value(number) == number).all()
    assert parse(number, FUNCTIONS).source == repr(number)


_terms = st.recursive(
    st.sampled_from(["x", "y", "ground", "0.5", "3", "1e-2"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "<", ">="]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        )
        | inner.map(lambda t: f"(-{t})")
        | st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})")
    ),
    max_leaves=12,
)


@given(_terms)
def test_any_arithmetic_is_that_of_numpy(text: str) -> None:
    names = {"x": X, "y": Y, "ground": GROUND, "max": np.maximum}
    # Comparisons of NumPy give truth values: times 1.0 makes them numbers, as ours are.
    tree = eval(_counted(text), {"__builtins__": {}}, names)
    np.testing.assert_allclose(value(text, ground=GROUND), np.broadcast_to(tree, (5, 7)), rtol=1e-12)


def _counted(text: str) -> str:
    """Make a number of every bracketed term."""
    out, starts = [], []
    for character in text:
        if character == "(":
            starts.append(len(out))
        out.append(character)
        if character == ")":
            begin = starts.pop()
            inner = "".join(out[begin:])
            if begin == 0 or out[begin - 1] not in "x":
                out[begin:] = [f"({inner} * 1.0)"]
    return "".join(out)


@given(_terms)
def test_the_canonical_text_says_the_same(text: str) -> None:
    once = read(text)
    assert read(once) == once
    assert np.array_equal(value(once, ground=GROUND), value(text, ground=GROUND))


def test_canonical_text() -> None:
    same = ["noise(240,seed=51)*2", "noise( 240 , seed = 51 ) * 2.0", "(noise(240.0, seed=51.0)) * (2)"]
    assert {read(text) for text in same} == {"(noise(240.0, seed=51.0) * 2.0)"}
    assert read("a < 1 <= 2", {"a": "1"}) == "(a < 1.0 <= 2.0)"
    assert read("-x ** 2") == "(-(x ** 2.0))"
    assert read('dist("a")') == read("dist('a')") == "dist('a')"
    assert read("min(1, 2, x)") == "min(1.0, 2.0, x)"
    assert read("1 - 2 - 3") != read("1 - (2 - 3)")


def test_source_stays_as_written() -> None:
    expression = parse("noise(240,\n  seed=51)", FUNCTIONS)
    assert expression.source == "noise(240, seed=51)"


# ---------------------------------------------------------------- named fields


def test_named_fields() -> None:
    fields = {"high": "ground > 20", "far": "(x - 188402) / 2", "both": "high * far"}
    found = value("both + 1", make_moment(GROUND, fields=fields))
    np.testing.assert_allclose(found, (GROUND > 20) * (X - X0) / 2 + 1)
    expression = parse("both + far + ground", FUNCTIONS, fields)
    assert expression.names == {"both", "far"}


def test_a_field_of_place_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    noise = FUNCTIONS["noise"]
    monkeypatch.setitem(
        FUNCTIONS,
        "noise",
        type(noise)(**{**vars(noise), "make": lambda m, c: made.append(1) or noise.make(m, c)}),
    )
    moment = make_moment(GROUND, fields={"n": "noise(9, seed=1)"})
    first = value("n * 2", moment)
    second = value("n + noise(9, seed=1) + ground", moment)
    assert len(made) == 1
    np.testing.assert_allclose(second, first * 1.0 + GROUND)


def test_a_field_of_the_ground_is_made_anew() -> None:
    moment = make_moment(GROUND, fields={"high": "ground > 20"})
    assert value("high", moment).sum() < 35
    assert value("high", replace(moment, ground=GROUND + 50)).all()


@pytest.mark.parametrize(
    ("fields", "circle"),
    [
        ({"a": "a + 1"}, "a -> a"),
        ({"a": "b", "b": "sm(0, 1, a)"}, "a -> b -> a"),
        ({"c": "x", "a": "b * c", "b": "-d", "d": "noise(9, x=a)"}, "a -> b -> d -> a"),
    ],
)
def test_a_circle_of_fields_is_shown(fields: dict[str, str], circle: str) -> None:
    with pytest.raises(DeclarationError, match="uses itself") as caught:
        compile_fields(fields)
    assert circle in caught.value.message
    assert caught.value.where.startswith("fields.")


def test_fields_that_meet_again_are_no_circle() -> None:
    # 30 diamonds on top of each other: a thousand million paths, of place and of the ground.
    for start, expected in (("x", X), ("ground", GROUND)):
        fields = {"a0": start}
        for k in range(30):
            fields |= {f"b{k}": f"a{k} + 1", f"c{k}": f"a{k} - 1", f"a{k + 1}": f"0.5 * (b{k} + c{k})"}
        moment = make_moment(GROUND, fields=fields)
        np.testing.assert_allclose(value("a30", moment), np.broadcast_to(expected, (5, 7)))
        compiled = compile_fields(fields)
        assert compiled["a30"].node.halo(compiled, 2.0) == 0.0


def test_fields_that_use_each_other_too_deep() -> None:
    for order in (1, -1):
        chain = {f"a{k}": f"a{k - 1} + 1" if k else "x" for k in range(2000)[::order]}
        with pytest.raises(DeclarationError, match="deep"):
            value("a1999", make_moment(GROUND, fields=chain))


@pytest.mark.parametrize("name", ["x", "ground", "noise", "two words", "1st", "a-b", ""])
def test_names_that_a_field_cannot_have(name: str) -> None:
    with pytest.raises(DeclarationError, match="cannot be the name of a field"):
        compile_fields({name: "1"})


# ---------------------------------------------------------------- what depends on what


@pytest.mark.parametrize(
    ("text", "static"),
    [
        ("x + y", True),
        ("noise(9) * dist('a')", True),
        ("slope(x * 0.1, 3)", True),
        ("slope(3)", False),
        ("ground", False),
        ("before('A')", False),
        ("cover('bos')", False),
        ("rank(x, 0.5)", False),
        ("noise(9, x=x + ground)", False),
        ("flat", True),
        ("high", False),
        ("blur(high, 3)", False),
    ],
)
def test_what_depends_on_place_only(text: str, static: bool) -> None:
    fields = compile_fields({"flat": "x > 3", "high": "2 * ground"})
    assert parse(text, FUNCTIONS, fields).node.static(fields) is static


def test_halo_adds_up_inwards() -> None:
    fields = compile_fields({"soft": "blur(ground, 6)", "still": "blur(x, 6)"})

    def halos(text: str) -> tuple[float, float]:
        node = parse(text, FUNCTIONS, fields).node
        return node.halo(fields, 2.0), node.state_halo(fields, 2.0)

    assert halos("x + ground") == (0, 0)
    assert halos("slope(10)") == (44, 44)
    assert halos("slope(10) + slope(20) * 3") == (84, 84)
    assert halos("slope(soft, 10)") == (28 + 44, 28 + 44)
    assert halos("slope(still, 10)") == (28 + 44, 0)
    assert halos("soft + slope(still, 10)") == (72, 28)


def test_events_that_are_asked_for() -> None:
    expression = parse("before('A') + max(before('B'), 3) - noise(9, x=before('C'))", FUNCTIONS)
    assert expression.events == {"A", "B", "C"}


# ---------------------------------------------------------------- refusals

REFUSED = {
    # text: what must be said
    "x.shape": "an attribute (a dot after a name) is not part of the field language",
    "x.__class__.__mro__": "an attribute",
    "(1).real": "an attribute",
    "x[0]": "an index in square brackets",
    "x[:, 1]": "an index in square brackets",
    "lambda: 1": "a function of your own",
    "(lambda v: v)(x)": "a function of your own",
    "[x for x in y]": "a loop",
    "{x for x in y}": "a loop",
    "{x: 1 for x in y}": "a loop",
    "max(v for v in y)": "a loop",
    "[1, 2]": "list",
    "(1, 2)": "tuple",
    "{'a': 1}": "dict",
    "{1}": "set",
    "f'{x}'": "a formatted text",
    "(n := 3)": "an assignment",
    "x and y": "and / or (multiply masks, or take max of them)",
    "x or y": "and / or",
    "not x": "unaryop",
    "~x": "unaryop",
    "x if y else 1": "if ... else (use where(condition, a, b))",
    "x // 2": "binop",
    "x @ y": "binop",
    "x << 2": "binop",
    "x & y": "binop",
    "x | y": "binop",
    "x is y": "compare",
    "x in y": "compare",
    "await x": "await",
    "max(*x)": "a star",
    "max(**x)": "a star",
    "__import__('os')": "unknown function '__import__'",
    "__import__('os').system('ls')": "an attribute",
    "eval('1')": "unknown function 'eval'",
    "open('/etc/passwd')": "unknown function 'open'",
    "max(1, 2)(3)": "call is not part of the field language",
    "x = 1": "cannot read the expression 'x = 1' at character",
    "1 +": "cannot read the expression '1 +'",
    "": "cannot read the expression ''",
    "   ": "cannot read the expression ''",
    "1; 2": "cannot read the expression",
    "import os": "cannot read the expression",
    "x # y": None,
    "\x00": "cannot read the expression",
    "noise(9, seed=1, seed=2)": "the option 'seed' of noise stands twice",
    "1e999": "inf is not a finite number",
    "-1e999": "inf is not a finite number",
    "9" * 400: "too large",
    "3j": "3j in '3j' is not a number",
    "True": "True in 'True' is not a number",
    "None": "None in 'None' is not a number",
    "...": "Ellipsis in '...' is not a number",
    "b'x'": "b'x' in",
    "nan": "unknown name 'nan'",
    "inf": "unknown name 'inf'",
    "'abc'": "the text 'abc' stands where a number is needed",
    "'abc' + 1": "the text 'abc' stands where a number is needed",
    "-'abc'": "the text 'abc' stands where a number is needed",
    "x < 'abc'": "the text 'abc' stands where a number is needed",
    "groud": "unknown name 'groud' in 'groud'; perhaps 'ground'?",
    "sloppe(3)": "unknown function 'sloppe' in 'sloppe(3)'; perhaps 'slope'?",
    "noise": "'noise' in 'noise' is a function: call it, as in noise(size",
    "x(3)": "unknown function 'x'",
    "sm(1, 2)": "sm takes sm(a, b, v), 2 arguments given in 'sm(1, 2)'",
    "sm(1, 2, 3, 4)": "4 arguments given",
    "exp()": "0 arguments given",
    "max(1)": "max takes max(a, b, ...), 1 arguments given",
    "cover()": "0 arguments given",
    "noise(240, sed=1)": "noise has no option 'sed'; perhaps 'seed'?",
    "exp(1, base=2)": "exp has no option 'base'",
    "exp('x')": "exp wants a number or field, not the text 'x'",
    "max(1, 'x')": "not the text 'x'",
    "dist(x)": "dist wants the name of a vector in quotes: dist('name')",
    "dist(broerdijk)": "unknown name 'broerdijk'",
    "inside('a', soften='b')": "not the text 'b'",
    "noise(x)": "x must be a plain number here",
    "noise(2 * 3)": "must be a plain number here",
    "noise(9, seed=x)": "x must be a plain number here",
    "blur(x, -(-3))": "must be a plain number here",
    "spline(x, 1, 2, 3)": "4 arguments given",
}


@pytest.mark.parametrize("text", [t for t, said in REFUSED.items() if said], ids=lambda t: repr(t)[:30])
def test_refused(text: str) -> None:
    with warnings.catch_warnings():
        # Calling a number: the parser of Python warns before we refuse.
        warnings.simplefilter("ignore", SyntaxWarning)
        error = refusal(text)
    assert REFUSED[text] in error.message


def test_a_comment_is_no_part_of_an_expression() -> None:
    # Python's parser drops it; it does no harm.
    assert read("x # y") == "x"


@pytest.mark.parametrize("source", [True, False, None, [1], {"a": 1}, (1,), b"x"])
def test_refused_values(source: object) -> None:
    assert "is not a field expression: write a number or a text" in refusal(source).message


@pytest.mark.parametrize("source", [float("nan"), float("inf"), -float("inf")])
def test_refused_numbers(source: float) -> None:
    assert "is not a finite number" in refusal(source).message


def test_too_long() -> None:
    assert read("1" + " " * (MAX_LENGTH - 1)) == "1.0"
    error = refusal("1" + " " * MAX_LENGTH)
    assert error.message == f"an expression of {MAX_LENGTH + 1} characters; at most {MAX_LENGTH} are allowed"
    assert "[fields]" in error.hint


def test_too_many_parts() -> None:
    wide = ", ".join(["1"] * (MAX_NODES - 1))
    assert read(f"max({wide})")
    assert "is too large" in refusal(f"max({wide}, 1)").message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1500 + "1" + ")" * 1500,
        "-" * 3000 + "1",
        "exp(" * 600 + "1" + ")" * 600,
        "+".join(["1"] * 500),
        "2**" * 700 + "2",
        "[" * 900,
        "x" + ".a" * 1500,
    ],
    ids=["brackets", "signs", "calls", "sum", "powers", "open", "dots"],
)
def test_too_deep(text: str) -> None:
    assert refusal(text)


def test_depth_is_limited_and_brackets_are_free() -> None:
    assert read("(" * 80 + "1" + ")" * 80) == "1.0"
    assert read("-" * MAX_DEPTH + "1")
    assert "is too large" in refusal("-" * (MAX_DEPTH + 1) + "1").message


def test_hints() -> None:
    assert "allowed: numbers, + - * / % **" in refusal("x.y").hint
    assert refusal("xx").hint.startswith("names are x, y, ground")
    assert "name_of_scene" in refusal("xx", {"name_of_scene": "1"}).hint
    assert refusal("q(1)").hint.startswith("functions are abs, along, ")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assume("\r" not in text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parse(text, FUNCTIONS)
        except DeclarationError as error:
            assert str(error)


# ---------------------------------------------------------------- numbers that are none


def test_a_division_by_zero_names_its_place() -> None:
    with pytest.raises(DeclarationError) as caught:
        value("1 / (x - 188407)")
    assert caught.value.message == "'1 / (x - 188407)' gives inf at x 188407, y 426707"
    assert "division by 0" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "given_value"),
    [
        ("sqrt(-ground)", "nan"),
        ("(-1) ** 0.5", "nan"),
        ("10 ** 400", "inf"),
        ("exp(1000)", "inf"),
        ("0 / 0", "nan"),
    ],
)
def test_no_result_is_nan_or_infinite(text: str, given_value: str) -> None:
    with pytest.raises(DeclarationError, match=f"gives -?{given_value} at x 188403, y 426707"):
        value(text, ground=GROUND)


def test_what_is_not_a_number_may_be_chosen_away() -> None:
    assert np.isfinite(value("where(ground > 0, sqrt(ground), 0)", ground=GROUND - 20)).all()


def test_a_level_that_a_line_lacks() -> None:
    with pytest.raises(DeclarationError, match="line 'a' carries no levels"):
        value("level('a')", vectors=[line("a", (1, 1), (9, 9))])


def test_a_broken_number_in_a_named_field_names_the_field() -> None:
    moment = make_moment(GROUND, fields={"bad": f"1 / (y - {Y0 + 3})"})
    with pytest.raises(DeclarationError, match=r"'1 / \(y - 426709.0\)' gives inf at x 188403, y 426709"):
        value("bad * 0", moment)
