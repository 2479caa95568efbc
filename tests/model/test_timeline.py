import math

import pytest

from tests.strategies import timeline
from wijkgenese3d.errors import DeclarationError, UsageError
from wijkgenese3d.model import Stop, Timeline, Years, year_words


def test_stops_are_found_by_id_and_by_year():
    stops = timeline(3)
    assert stops.ids == ("T01", "T02", "T03")
    assert stops.stop("T02").year == 50
    assert stops.at_or_before(149.9).id == "T02"
    assert stops.at_or_before(150).id == "T03"
    assert stops.at_or_before(-150_000).id == "T01"
    assert len(stops) == 3
    assert stops.stop_of("T02", 50) == "T02"
    assert stops.stop_of("year 149", 149) == "T02"


def test_an_unknown_stop_offers_the_nearest():
    with pytest.raises(UsageError, match=r"unknown slice 'T0'; perhaps 'T0\d'\?") as caught:
        timeline(2).stop("T0")
    assert caught.value.hint == "slices are T01, T02"
    assert caught.value.exit_code == 2


def stop(name, year):
    return Stop(name, year, {}, {}, {}, "zeker")


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ((), "at least one slice"),
        ((stop("A", 1), stop("B", 1)), "B .1. does not come after A"),
        ((stop("A", 1), stop("A", 2)), "not unique"),
    ],
)
def test_a_timeline_that_does_not_run_cannot_be_made(stops, words):
    with pytest.raises(DeclarationError, match=words):
        Timeline(stops)


@pytest.mark.parametrize("span", [(2, 1), (math.nan, 1), (0, math.inf)])
def test_impossible_years_cannot_be_made(span):
    with pytest.raises(DeclarationError):
        Years(*span)


def test_whole_years_are_written_whole():
    assert repr(Years(-19.0, 100.5).as_list()) == "[-19, 100.5]"


@pytest.mark.parametrize(
    ("year", "nl", "en"),
    [
        (-149_999, "ca. 150.000 jaar geleden", "about 150,000 years ago"),
        (-9000, "9000 v.Chr.", "9000 BC"),
        (-800, "800 v.Chr.", "800 BC"),
        (-19, "20 v.Chr.", "20 BC"),
        (-12000, "ca. 14.000 jaar geleden", "about 14,000 years ago"),
        (0, "1 v.Chr.", "1 BC"),
        (1, "1 n.Chr.", "AD 1"),
        (100, "100 n.Chr.", "AD 100"),
        (1494.7, "1494", "1494"),
    ],
)
def test_years_in_words_never_have_a_minus_sign(year, nl, en):
    assert year_words(year) == nl
    assert year_words(year, "en") == en
