"""A view in an address and back; what is unknown in an address is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.scene.layers import LAYER_KEYS
from wijkgenese3d.scene.view_state import (
    COMPARE_MODES,
    EXAGGERATIONS,
    SPOT_THEMES,
    CameraState,
    CompareState,
    ViewChoices,
    ViewState,
    left_out,
)

CHOICES = ViewChoices(
    ("T01", "T02", "T03"), "T02", (-148000, 2050), ("GE", "DR"), ("ov", "nw"), 4.0, (0, 0, 100, 100)
)
OWN = CameraState("", 200.0, 31.5, 900.0, (50.0, 20.5, -7.0))

years = st.none() | st.floats(-148000, 2050, allow_nan=False).map(lambda y: round(y, 1))
others = st.none() | st.builds(
    CompareState,
    slice_id=st.sampled_from(CHOICES.slice_ids),
    year=years,
    mode=st.sampled_from(COMPARE_MODES),
    at=st.integers(0, 100).map(lambda n: n / 100),
)


def is_itself(view):
    other = view.compare
    return other is not None and (other.slice_id, other.year) == (view.slice_id, view.year)


views = st.builds(
    ViewState,
    slice_id=st.sampled_from(CHOICES.slice_ids),
    year=years,
    layers=st.frozensets(st.sampled_from(LAYER_KEYS)),
    hidden_units=st.frozensets(st.sampled_from(CHOICES.units)),
    colour_set=st.sampled_from(["contrast", "official"]),
    exaggeration=st.sampled_from(EXAGGERATIONS),
    language=st.sampled_from(["nl", "en"]),
    theme=st.sampled_from(["light", "dark"]),
    camera=st.sampled_from([CameraState("ov"), CameraState("nw"), OWN]),
    compare=others,
    pins=st.lists(st.tuples(*[st.integers(0, 999).map(lambda dm: dm / 10)] * 2), max_size=2, unique=True).map(
        tuple
    ),
    blocks=st.booleans(),
    rain=st.none() | st.builds(Storm, st.integers(1, 200).map(float), st.integers(1, 600).map(float)),
    spots=st.frozensets(st.sampled_from(SPOT_THEMES)),
    certainty=st.sampled_from(CERTAINTIES),
).filter(lambda view: not is_itself(view))


@given(views)
def test_an_address_gives_the_view_back(view):
    texts = view.as_address(CHOICES)
    assert all(isinstance(key, str) and isinstance(text, str) for key, text in texts.items())
    assert ViewState.from_address(texts, CHOICES) == view


def test_the_opening_view_needs_no_more_than_its_slice():
    assert CHOICES.opening().as_address(CHOICES) == {"p": "T02"}
    assert ViewState.from_address({}, CHOICES) == CHOICES.opening()


@pytest.mark.parametrize(
    "texts",
    [
        {"p": "T99"},
        {"y": "soon"},
        {"y": "9999"},
        {"y": "nan"},
        {"l": "volcano"},
        {"u": "XX"},
        {"k": "pink"},
        {"h": "7"},
        {"h": "inf"},
        {"lang": "de"},
        {"t": "neon"},
        {"c": "1,2,3"},
        {"c": "0,45,900,500,500,0"},
        {"c": "0,-45,900,50,50,0"},
        {"c": "0,45,nan,50,50,0"},
        {"v": "T99,-,swipe,50"},
        {"v": "T01,-,upside,50"},
        {"v": "T01,-,swipe"},
        {"v": "T01,-,swipe,101"},
        {"v": "T01,-,swipe,nan"},
        {"v": "T01,9999,swipe,50"},
        {"v": "T01,soon,swipe,50"},
        {"v": "T02,-,swipe,50"},
        {"r": "veel,60"},
        {"r": "36"},
        {"r": "0,60"},
        {"r": "36,99999"},
        {"o": "kou"},
        {"b": "yes"},
        {"z": "vast"},
        {"unknown": "x"},
    ],
)
def test_what_is_unknown_is_left_out(texts):
    assert ViewState.from_address(texts, CHOICES) == CHOICES.opening()
    assert left_out(texts, CHOICES) == tuple(texts)


@given(views)
def test_nothing_of_an_own_address_is_left_out(view):
    assert left_out(view.as_address(CHOICES), CHOICES) == ()


def test_known_layers_among_unknown_ones_stay():
    view = ViewState.from_address({"l": "roads,volcano"}, CHOICES)
    assert view.layers == {"roads"}
    assert ViewState.from_address({"l": "-"}, CHOICES).layers == frozenset()


def test_a_comparison_stands_in_the_address():
    view = replace(CHOICES.opening(), compare=CompareState("T01", None, "side", 0.25))
    assert view.as_address(CHOICES) == {"p": "T02", "v": "T01,-,side,25"}
    year = replace(view, compare=CompareState("T01", -1234.5, "diff", 0.5))
    assert year.as_address(CHOICES)["v"] == "T01,-1234.5,diff,50"


def test_a_moment_is_not_compared_with_itself():
    assert ViewState.from_address({"p": "T01", "v": "T01,-,swipe,50"}, CHOICES).compare is None
    assert ViewState.from_address({"p": "T01", "v": "T01,-1000,swipe,50"}, CHOICES).compare is not None


@given(st.dictionaries(st.sampled_from([*"pylukhtcv", "lang"]), st.text(max_size=30)))
def test_any_address_gives_a_view(texts):
    view = ViewState.from_address(texts, CHOICES)
    assert view.slice_id in CHOICES.slice_ids
    assert view.layers <= set(LAYER_KEYS)


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ("12.34,56_1,2", ((12.3, 56.0), (1.0, 2.0))),
        ("1,2_3,4_5,6", ((1.0, 2.0), (3.0, 4.0))),
        ("1,2_1,2.04", ((1.0, 2.0),)),
        ("100,2_3,4", ((3.0, 4.0),)),
        ("99.99,2_3,4", ((3.0, 4.0),)),
        ("-1,2", ()),
        ("1,2,3_nan,4_x,y_5", ()),
        ("", ()),
        ("-", ()),
    ],
)
def test_pins_that_cannot_be_are_left_out(text, pins):
    assert ViewState.from_address({"pins": text}, CHOICES).pins == pins
