"""Words of the interface: every key in both languages, short, and with the same places to fill in."""

from __future__ import annotations

import re

import pytest

from wijkgenese3d.model.legend import read_legend
from wijkgenese3d.scene.words import LANGUAGES, certainty_words, lithology_name, say, ui_words

NEEDED = [
    "app.title",
    "act.core",
    "time.between",
    "time.bad_year",
    "time.out",
    "plan.band",
    "lay.natuur",
    "lay.bebouwing",
    "lay.mens",
    "lay.sub",
    "lay.gw_note",
    "leg.on",
    "leg.in",
    "view.lid",
    "core.where",
    "lith.names",
    "cmp.swipe",
    "cert.z_help",
    "pres.join",
    "kiosk.idle",
    "rep.size",
    "st.no3d",
    "dis.future",
]


def test_both_languages_have_every_key():
    dutch, english = (ui_words(language) for language in LANGUAGES)
    assert list(dutch) == list(english)
    assert len(dutch) >= 127
    assert set(NEEDED) <= set(dutch)
    assert all(text.strip() == text and text for words in (dutch, english) for text in words.values())


def test_places_to_fill_in_are_the_same():
    for key, text in ui_words("nl").items():
        places = [set(re.findall(r"\{(\w+)\}", t)) for t in (text, ui_words("en")[key])]
        assert places[0] == places[1], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language):
    for key, text in ui_words(language).items():
        for sentence in re.split(r"[.!?]\s| · ", text):
            assert len(sentence.split()) <= 15, (key, sentence)


def test_words_cannot_be_changed():
    with pytest.raises(TypeError):
        ui_words("nl")["app.help"] = "?"  # type: ignore[index]


def test_an_unknown_language_gets_the_first():
    assert ui_words("de")["app.help"] == "Hulp"


def test_places_are_filled_in():
    assert say("time.count", "en", nr=3, n=15) == "3 of 15"
    assert certainty_words("waarschijnlijk", "nl") == "Waarschijnlijk"


def test_lithologies_have_plain_words():
    legend = read_legend()
    names = [lithology_name(legend, code, "nl") for code in (0, 2, 3, 5, 6, 7, 8)]
    assert names == ["Opgebracht", "Klei", "Leem, löss", "Fijn zand", "Zand", "Grof zand", "Grind"]
    assert lithology_name(legend, 7, "en") == "Coarse sand"
    assert lithology_name(legend, 9, "en") == legend.lithology(9).name["en"]
