"""Typed years: what can be read, what cannot, and between which stops they lie."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.errors import UsageError
from wijkgenese3d.model.timeline import Stop, Timeline, year_words
from wijkgenese3d.scene.moments import moment_words, parse_year


def stop(name: str, year: float, cell: bool = True) -> Stop:
    return Stop(name, year, {}, {}, {}, "zeker", cell)


TIMELINE = Timeline(
    (
        stop("A", -148000),
        stop("B", -19),
        stop("C", -11, False),
        stop("D", 100),
        stop("E", 1944.9),
        stop("F", 2050),
    )
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1935", 1935),
        ("  1935 ", 1935),
        ("1.935", 1935),
        ("100 v.Chr.", -99),
        ("100 V. CHR", -99),
        ("100 vC", -99),
        ("100 voor Christus", -99),
        ("100 BC", -99),
        ("100 B.C.", -99),
        ("1 BC", 0),
        ("100 n.Chr.", 100),
        ("100 na Chr.", 100),
        ("AD 100", 100),
        ("100 AD", 100),
        ("ca. 1300", 1300),
        ("circa 1300", 1300),
        ("rond 1300 n.Chr.", 1300),
        ("about 1300", 1300),
        ("het jaar 1300", 1300),
        ("20.000 jaar geleden", -18050),
        ("20,000 years ago", -18050),
        ("20 000 jaar geleden", -18050),
        ("ongeveer 150.000 jaar geleden", -148050),
        ("50 jaar geleden", 1976),
        ("50 years ago", 1976),
        ("500 BP", 1450),
        ("-12", -12),
        ("−12", -12),
        ("-2.500", -2500),
        ("0", 0),
        ("1944,9", 1944.9),
        ("1944.9", 1944.9),
    ],
)
def test_years_are_read_as_people_write_them(text, year):
    assert parse_year(text, now=2026) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "0 v.Chr.",
        "0 AD",
        "-5 BC",
        "-5 jaar geleden",
        "12e4",
        "1,2,3",
        "1 2",
        "AD 100 BC",
        "nan",
        "inf",
        "1935a",
        "1935 1936",
        "9" * 60,
        "v.Chr.",
        "--5",
        "100 v.Chr. n.Chr.",
    ],
)
def test_what_is_no_year_is_refused_in_the_language(text):
    with pytest.raises(UsageError, match="Dit jaar begrijpen we niet"):
        parse_year(text)
    with pytest.raises(UsageError, match="cannot read this year"):
        parse_year(text, "en")


@given(st.text(max_size=60))
def test_any_text_is_a_year_or_refused(text):
    with contextlib.suppress(UsageError):
        assert isinstance(parse_year(text), float)


@given(st.integers(-8000, 2050), st.sampled_from(["nl", "en"]))
def test_our_own_words_are_read_back(year, language):
    words = year_words(float(year), language)
    assert year_words(parse_year(words, language), language) == words


def test_a_moment_lies_between_two_stops():
    moment = moment_words(TIMELINE, 1494, "nl")
    assert moment.as_json() == {
        "label": "1494",
        "sentence": "U ziet 1494, tussen 100 n.Chr. en 1944.",
        "after": 3,
    }
    assert moment.slice_id == ""
    assert moment_words(TIMELINE, -15, "en").sentence == "You see 16 BC, between 20 BC and 12 BC."
    assert moment_words(TIMELINE, -15, "nl").sentence.endswith("12 v.Chr.")
    assert moment_words(TIMELINE, -15, "nl").after == 1


def test_a_year_that_reads_as_a_stop_is_that_stop():
    assert moment_words(TIMELINE, parse_year("1944"), "nl").slice_id == "E"
    first = moment_words(TIMELINE, parse_year("150.000 jaar geleden"), "nl")
    assert (first.slice_id, first.year, first.after) == ("A", -148000, 0)
    assert moment_words(TIMELINE, 2050, "nl").slice_id == "F"


@pytest.mark.parametrize("year", [-400_000, 2051])
def test_a_year_outside_says_what_is_shown(year):
    with pytest.raises(UsageError, match=r"We laten zien: ca\. 150\.000 jaar geleden tot 2050\.$"):
        moment_words(TIMELINE, year, "nl")
    with pytest.raises(UsageError, match="We show about 150,000 years ago to 2050"):
        moment_words(TIMELINE, year, "en")
