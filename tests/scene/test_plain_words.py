"""Numbers and dates as one says them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.model.timeline import Years
from wijkgenese3d.scene.plain_words import number_words, plain_metres, short_name, span_words, two_digits


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (0.3, "0,5"), (1.24, "1"), (1.25, "1,5"), (9.9, "10"), (12.6, "13"), (-2.4, "-2,5")],
)
def test_metres_are_rounded_plainly(value, words):
    assert plain_metres(value, "nl") == words
    assert plain_metres(value, "en") == words.replace(",", ".")


@given(st.floats(-1e9, 1e9))
def test_two_digits_stay_near(value):
    assert abs(two_digits(value) - value) <= max(0.051 * abs(value), 0.5)
    assert isinstance(two_digits(value), int)


def test_numbers_are_written_as_the_language_does():
    assert number_words(1234567.0, "nl") == "1.234.567"
    assert number_words(-0.2, "nl") == "0"


@pytest.mark.parametrize(
    ("start", "end", "dutch", "english"),
    [
        (80, 100, "80 tot 100 n.Chr.", "AD 80 to 100"),
        (1946, 1965, "1946 tot 1965", "1946 to 1965"),
        (1932, 1932, "1932", "1932"),
        (-18, -10, "19 tot 11 v.Chr.", "19 to 11 BC"),
        (-10, 69, "11 v.Chr. tot 69 n.Chr.", "11 BC to AD 69"),
        (-23050, -10050, "ca. 25.000 tot 12.000 jaar geleden", "about 25,000 to 12,000 years ago"),
        (-10050, -799, "ca. 12.000 jaar geleden tot 800 v.Chr.", "about 12,000 years ago to 800 BC"),
        (450, 1490, "450 n.Chr. tot 1490", "AD 450 to 1490"),
    ],
)
def test_a_span_says_its_era_once(start, end, dutch, english):
    assert span_words(Years(start, end), "nl") == dutch
    assert span_words(Years(start, end), "en") == english


def test_a_short_name_has_no_remark():
    assert short_name("Nat grasland, broek") == "Nat grasland"
    assert short_name("Löss") == "Löss"
