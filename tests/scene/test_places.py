"""Streets and landmarks found by name, and coordinates as people type them."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.errors import UsageError
from wijkgenese3d.genesis.settlement import make_features
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.places import Place, PlaceBook, make_places
from wijkgenese3d.scene.rd_text import looks_like_rd, parse_rd
from wijkgenese3d.scene.search_text import plain, rank

ROOT = Path(__file__).resolve().parents[2]


def book_of(folder: Path) -> PlaceBook:
    scene = load_scene(folder)
    return make_places(scene, make_features(scene.plan))


FAR = {
    "type": "Feature",
    "properties": {"name": "dijk", "label_nl": "Verre dijk", "label_en": "Far dike"},
    "geometry": {"type": "LineString", "coordinates": [[191000, 428086], [191100, 428080]]},
}


@pytest.fixture(scope="module")
def klein(tmp_path_factory: pytest.TempPathFactory) -> PlaceBook:
    """The small scene, and a dike outside its box."""
    folder = tmp_path_factory.mktemp("places") / "klein"
    shutil.copytree(ROOT / "tests" / "cli" / "scenes" / "klein", folder)
    path = folder / "vectors" / "klein.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"].append(FAR)
    path.write_text(json.dumps(data), encoding="utf-8")
    return book_of(folder)


@pytest.fixture(scope="module")
def hengstdal() -> PlaceBook:
    return book_of(ROOT / "scenes" / "hengstdal")


def names(places: tuple[Place, ...], language: str = "nl") -> list[str]:
    return [place.name[language] for place in places]


def test_a_small_scene_has_its_road_brook_and_house(klein):
    assert sorted(names(klein.places)) == ["Coöperatieweg", "Hoekhuis", "Verre dijk", "Éénoogbeek"]
    road = klein.find("Coöperatieweg", "nl")
    assert road.at == (190060.0, 428083.0)
    assert road.years == (1900.0, math.inf)
    assert klein.find("Hoekhuis", "nl").at == (190060.0, 428098.0)
    assert klein.find("Éénoogbeek", "nl").years is None


@pytest.mark.parametrize(
    "typed",
    [
        "cooperatieweg",
        "  COÖPERATIEWEG ",
        "cooperatie-weg",
        "coop",
        "operatieweg",
        "Cooperation Road",
        "road",
    ],
)
def test_case_diacritics_signs_and_language_do_not_count(klein, typed):
    assert klein.find(typed, "nl").name["en"] == "Cooperation Road"


def test_an_unknown_name_is_refused_with_names_that_look_like_it(klein):
    with pytest.raises(UsageError, match=r"Kerkstraat"):
        klein.find("Kerkstraat", "nl")
    with pytest.raises(UsageError, match=r"Bedoelt u Hoekhuis\?"):
        klein.find("Hoekhius", "nl")
    with pytest.raises(UsageError, match=r"Do you mean Corner house\?"):
        klein.find("Cornr house", "en")
    for empty in ("", "  ", "?!"):
        with pytest.raises(UsageError):
            klein.find(empty, "nl")
    assert klein.search("?!", "nl") == ()


def test_a_place_outside_the_box_is_known_and_refused(klein):
    assert names(klein.search("verre", "nl")) == ["Verre dijk"]
    with pytest.raises(UsageError, match="Verre dijk ligt buiten het blok"):
        klein.find("verre dijk", "nl")


@pytest.mark.parametrize(
    ("typed", "spot"),
    [
        ("190020, 428040", (190020.0, 428040.0)),
        ("190020,428040", (190020.0, 428040.0)),
        ("190020 428040", (190020.0, 428040.0)),
        ("RD 190020.25; 428040.5", (190020.2, 428040.5)),
        ("x=190020,5 y=428040,25", (190020.5, 428040.2)),
        ("X: 190.020 Y: 428.040", (190020.0, 428040.0)),
        ("190010, 428030", (190010.0, 428030.0)),
    ],
)
def test_coordinates_are_a_place(klein, typed, spot):
    assert klein.find(typed, "nl").at == spot


@pytest.mark.parametrize(
    "typed", ["0, 0", "51.8, 5.9", "190110, 428040", "190020, 428110", "-190020, 428040", "428040, 190020"]
)
def test_coordinates_outside_the_box_are_refused(klein, typed):
    with pytest.raises(UsageError, match="x van 190010 tot 190110, y van 428030 tot 428110"):
        klein.find(typed, "nl")


@pytest.mark.parametrize(
    "typed", ["190020", "1 2 3", "190020, 42 8040", "1,2,3", "9" * 99, "12e3, 4", "--1, 2"]
)
def test_numbers_that_are_no_two_are_refused(klein, typed):
    with pytest.raises(UsageError):
        klein.find(typed, "nl")


def test_a_street_of_many_pieces_is_one_place_that_lies_on_it(hengstdal):
    found = hengstdal.search("Hengstdalseweg", "nl")
    assert names(found) == ["Hengstdalseweg"]
    assert found[0].years == (1250.0, math.inf)
    assert found[0].at == pytest.approx((189363.4, 427320.1), abs=30)


def test_the_best_match_comes_first(hengstdal):
    assert names(hengstdal.search("hengstdal", "nl"))[:2] == ["Hengstdal", "Hengstdalseweg"]
    assert names(hengstdal.search("dalse berg", "nl")) == ["Berg en Dalseweg"]
    assert names(hengstdal.search("bergendal", "nl"))[0] == "Berg en Dalseweg"
    assert len(hengstdal.search("e", "nl")) == 8


def test_of_equal_matches_what_is_there_goes_first_and_nothing_is_left_out(klein):
    old = Place("oud", {"nl": "Kerkpad", "en": "Church Path"}, (190020.0, 428040.0), ((1200.0, 1700.0),))
    new = Place(
        "nieuw", {"nl": "Kerkplein", "en": "Church Square"}, (190020.0, 428050.0), ((1800.0, math.inf),)
    )
    always = Place("altijd", {"nl": "Kerkhoogte", "en": "Church Hill"}, (190020.0, 428060.0))
    book = PlaceBook((old, new, always), klein.extent)
    assert names(book.search("kerk", "nl", 1500)) == ["Kerkpad", "Kerkhoogte", "Kerkplein"]
    assert names(book.search("kerk", "nl", 1750)) == ["Kerkhoogte", "Kerkpad", "Kerkplein"]
    assert names(book.search("kerk", "nl", 2025)) == ["Kerkplein", "Kerkhoogte", "Kerkpad"]


def test_what_shares_its_name_says_what_it_is_near(hengstdal):
    flats = hengstdal.search("flat", "nl")
    assert names(flats) == ["Flat"] * 4
    assert len({place.id for place in flats}) == 4
    assert all(place.near["nl"].endswith(("weg", "straat", "laan", "dijk")) for place in flats)
    assert all(hengstdal.by_id(place.id) is place for place in flats)


def test_words_that_are_no_name_are_not_found(hengstdal):
    assert names(hengstdal.search("omgeving", "nl")) == []


def test_every_place_of_the_scene_is_found_by_its_own_name(hengstdal):
    extent = hengstdal.extent
    for place in hengstdal.places:
        for language in ("nl", "en"):
            found = hengstdal.search(place.name[language], language)
            assert any(place.name[language] == one.name[language] for one in found), place
        x, y = place.at
        assert extent.xmin <= x < extent.xmax
        assert extent.ymin <= y < extent.ymax


@given(st.text(max_size=80))
def test_any_text_can_be_typed(hengstdal, text):
    hengstdal.search(text, "nl")
    parse_rd(text)
    looks_like_rd(text)
    assert plain(plain(text)) == plain(text)
    assert rank(plain(text), plain(text)) == 0
    try:
        assert hengstdal.find(text, "en").at is not None
    except UsageError as error:
        assert str(error)
