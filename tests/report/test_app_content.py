"""All that the app shows in words, of Hengstdal in coarse cells."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from wijkgenese3d.errors import UsageError
from wijkgenese3d.model import open_prepared
from wijkgenese3d.report.app_content import AppContent
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.prepare import prepare
from wijkgenese3d.scene.text_twin import twin_text
from wijkgenese3d.scene.visible_legend import VisibleCounts

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
DAM = (189365.0, 427320.0)
TYPES = Path(__file__).resolve().parents[2] / "wijkgenese3d" / "viewer" / "src" / "types.ts"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> AppContent:
    scene = load_scene(SCENE, cell=20)
    path = tmp_path_factory.mktemp("model") / "20m.zarr"
    prepare(scene, path)
    reader = open_prepared(path)
    return AppContent(scene, reader, reader.slice("T14"))


def keys_of(interface: str) -> set[str]:
    """Keys of an interface of the shared components."""
    text = re.sub(r"/\*.*?\*/", "", TYPES.read_text(encoding="utf-8"), flags=re.DOTALL)
    body = text.split(f"export interface {interface} {{")[1]
    depth, end = 1, 0
    while depth:
        depth += {"{": 1, "}": -1}.get(body[end], 0)
        end += 1
    return set(re.findall(r"(\w+)\??:", re.sub(r"\{[^{}]*\}", "", body[: end - 1])))


def test_everything_has_the_keys_of_the_components(content):
    core = content.core(*DAM, "T14", "nl")
    assert set(core) == keys_of("Core")
    assert set(core["intervals"][0]) == keys_of("CoreInterval")
    assert set(core["zones"][0]) == keys_of("CoreZone")
    assert set(core["bars"][0]) == keys_of("CoreBar")
    assert set(core["stood"][0]) == keys_of("CoreStood")
    moment = content.at_year(1494.0)
    assert set(content.core(*DAM, "T07", "nl", moment=moment)["between"]) == keys_of("CoreBetween")
    assert set(content.story_json("T14", "nl")) == keys_of("Story")
    assert set(content.bands("nl")[0]) == keys_of("Band")
    assert set(content.moment("1494", "nl").as_json()) == keys_of("Moment")
    group = content.visible_legend(VisibleCounts({3: 1}), "nl")[0]
    assert set(group) == keys_of("LegendGroup")
    assert set(group["items"][0]) == keys_of("Swatch")
    json.dumps([core, group, content.story_json("T01", "en"), content.layers("T06", "nl")])


def test_the_dam_under_the_street(content):
    core = content.core(*DAM, "T06", "nl")
    assert core["note"] == {"index": 6, "text": "dam: +10 m"}  # 20 m cells cut off its crest
    assert core["intervals"][0]["event"] == "Een dam dwars door het dal, 80 tot 100 n.Chr."
    assert [zone["name"] for zone in core["zones"]][:2] == ["Door mensen", "Dal"]
    assert len(core["bars"]) == 16
    today = content.core(*DAM, "T14", "nl")
    assert today["where"].startswith(("Hengstdalseweg, ", "Broerdijk, "))
    assert today["today"] == today["ground"] < core["ground"]
    with pytest.raises(UsageError):
        content.core(0.0, 0.0, "T14", "nl")


def test_cores_are_quick(content):
    content.core(*DAM, "T14", "nl")
    start = time.perf_counter()
    content.core(188844.0, 427271.0, "T14", "en")
    assert time.perf_counter() - start < 0.5


def test_the_core_of_a_year_between_the_stops(content):
    moment = content.at_year(1925.0)
    core = content.core(*DAM, "T09", "nl", moment=moment)
    assert core["index"] == content.slice_ids.index("T09")
    assert core["sentence"].startswith("1925: ")
    assert core["ground"] == pytest.approx(content.core(*DAM, "T09", "nl")["ground"], abs=0.1)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_slice_is_told_in_short_sentences(content, language):
    for slice_id in content.slice_ids:
        parts = content.text_twin(slice_id, language)
        said = [sentence for part in parts for sentence in part.sentences]
        assert len(parts) == 4
        assert 4 <= len(said) <= 8, slice_id
        for text in said:
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text):
                assert len(sentence.split()) <= 15, sentence
        assert twin_text(parts)
    assert content.text_twin("T01", language) is content.text_twin("T01", language)


def test_layers_say_why_they_are_not_there(content):
    def reasons(slice_id: str, language: str = "nl") -> dict[str, str]:
        return {
            row["key"]: row["reason"]
            for group in content.layers(slice_id, language)
            for row in group["layers"]
        }

    assert reasons("T06")["sewer"] == "na 1920"
    assert reasons("T01", "en")["roads"] == "after AD 70"
    assert reasons("T01")["plants"] == "geen bomen"
    assert reasons("T14")["groundwater"] == "te diep"
    assert {key for key, reason in reasons("T14").items() if not reason} >= {
        "houses",
        "roads",
        "sewer",
        "names",
    }


def test_names_and_points_to_look_at(content):
    labels = content.labels("T06", "nl")
    assert [label.text for label in labels][:2] == ["Dam: Broerdijk", "Legerkamp"]
    assert labels[0].certainty == "waarschijnlijk"
    points = content.look_at("T13", "nl")
    assert [(point.nr, point.view) for point in points] == [(1, "wijk")], "rain cannot be shown yet"
    assert points[0].at == (189150, 427280)
    assert [row["nr"] for row in content.story_json("T14", "nl")["look_at"]] == [1, 2]


def test_the_story_says_its_planning_period_and_sources(content):
    story = content.story_json("T06a", "nl")
    assert story["plan"] == "Planperiode 1 van 7: Gebruik natuur als leefomgeving"
    assert content.story_json("T15", "en")["plan"] == "Planning period 7 of 7: System responsibility"
    assert [row["key"] for row in story["alliances"]] == ["natuur", "bebouwing", "mens"]
    assert "romeinen.nl" in content.story_json("T06", "nl")["sources"]
    assert content.words("nl")["plan.band"] == "Planperiode {nr} van 7: {naam}"


def test_bands_lie_on_the_cells(content):
    bands = content.bands("nl")
    assert [(band["first"], band["last"]) for band in bands] == [
        (0, 5), (6, 6), (7, 7), (8, 10), (11, 12), (13, 13), (14, 14)
    ]  # fmt: skip
    assert bands[-1]["short"] == "Systeem"


def test_typed_years(content):
    assert content.moment("1494", "nl").sentence == "U ziet 1494, tussen 1490 en 1850."
    assert content.moment("150.000 jaar geleden", "nl").slice_id == "T01"
    with pytest.raises(UsageError, match="tot 2050"):
        content.moment("2100", "nl")


def test_an_address_opens_the_same_view(content):
    choices = content.choices()
    assert choices.opening().camera.key == "ov"
    assert choices.start == "T14"
    assert "GE" in choices.units
