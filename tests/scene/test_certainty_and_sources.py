"""How sure the parts of a slice are, and where all that is in view comes from."""

import numpy as np
import pytest

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.scene.certainty import (
    layer_certainties,
    less_certain,
    unit_certainties,
    unit_events,
)
from wijkgenese3d.scene.declarations import SourceDeclaration
from wijkgenese3d.scene.in_view import Samples
from wijkgenese3d.scene.sources import Seen, source_json, sources_text
from wijkgenese3d.scene.text_twin import TwinPart, with_doubts
from wijkgenese3d.web.logic.pictures import Look

CONTENT = SyntheticContent(cell=25.0, houses=4)
LEGEND = CONTENT.legend
KEYS = [unit.key for unit in LEGEND.units]


def feature(kind, certainty, event=0, height=0.0, name=None):
    xy = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0))
    shape = "Polygon" if kind == "building" else "LineString"
    names = {"nl": name, "en": name} if name else {}
    return Feature(
        f"{kind}{event}{name}",
        kind,
        "x",
        shape,
        xy,
        0.0,
        3000.0,
        event,
        certainty,
        certainty,
        "mens",
        height,
        3.0,
        names,
    )


def test_a_unit_is_as_sure_as_the_least_certain_event_that_is_left_of_it():
    part = CONTENT.slice("T06")
    by_unit = unit_events(part.stack)
    assert by_unit[LEGEND.unit("DR").index] == (1,)
    assert LEGEND.unit("AAm").index not in by_unit, "it comes later"
    sure = unit_certainties(by_unit, CONTENT.events, KEYS)
    assert sure == {"GE": "zeker", "DR": "waarschijnlijk", "BXSC": "waarschijnlijk", "COL": "aanname"}


def test_what_was_dug_away_has_no_say():
    stack = CONTENT.slice("T06").stack
    none = stack.cut(np.full(stack.grid.shape, stack.base_mm, dtype=np.int32))
    assert unit_events(none) == {}


def test_layers_are_as_sure_as_the_least_certain_thing_in_them():
    things = FeatureTable(
        (
            feature("building", "zeker", height=6.0),
            feature("building", "waarschijnlijk", height=6.0),
            feature("line", "zeker"),
            feature("line", "aanname", height=-2.0),
        )
    )
    assert layer_certainties(things, "zeker", ["zeker", "aanname"]) == {
        "subsurface": "aanname",
        "plants": "zeker",
        "water": "zeker",
        "houses": "waarschijnlijk",
        "roads": "zeker",
        "sewer": "aanname",
    }
    assert "roads" not in layer_certainties(FeatureTable(), "zeker", [])


def test_what_is_less_certain_than_its_period_is_named_the_least_certain_first():
    part = CONTENT.slice("T14")
    found = [event.text["nl"] for event in less_certain(part.stack, part.features, CONTENT.events, "zeker")]
    assert found[0] == "Zand voor de straten", "made by people, and an assumption"
    assert found[1] == "Grond spoelt naar het dal"
    assert set(found[2:]) <= {"De wind brengt zand", "Grind in het dal"}
    assert less_certain(part.stack, part.features, CONTENT.events, "aanname") == ()


def test_the_description_names_them_in_a_short_sentence():
    parts = (TwinPart("a", ("x.",)), TwinPart("Hoe zeker is dit?", ("Zeker. Twee bronnen.", "Schematisch.")))
    part = CONTENT.slice("T14")
    doubted = less_certain(part.stack, part.features, CONTENT.events, "zeker")
    told = with_doubts(parts, doubted, "nl")
    assert told[0] == parts[0]
    first, last = told[1].sentences
    assert first.startswith("Zeker. Twee bronnen. Minder zeker: zand voor de straten")
    assert len(first.split(": ")[1].split()) <= 13
    assert last == "Schematisch."
    assert with_doubts(parts, (), "nl") == parts


def rows(parts, key):
    return next((part["rows"] for part in parts if part["key"] == key), [])


def test_sources_tell_the_period_what_stands_there_and_the_ground():
    dr, ge = LEGEND.unit("DR").index, LEGEND.unit("GE").index
    things = [feature("building", "zeker", 4, 6.0, f"Huis {n}, straat") for n in range(5)]
    seen = Seen({(1, dr): 40, (0, ge): 900, (2, dr): 0, (99, ge): 5}, FeatureTable(tuple(things)))
    parts = CONTENT.sources("T14", seen, "nl")
    assert [part["title"] for part in parts] == ["Deze periode", "Op de grond", "In de grond"]
    assert rows(parts, "period")[0]["certainty_words"] == "Zeker"
    on = rows(parts, "on")
    assert [row["name"] for row in on] == ["Zand voor de straten"]
    assert on[0]["what"] == "Huis 0, Huis 1, Huis 2 en 2 meer"
    ground = rows(parts, "in")
    assert [row["name"] for row in ground] == ["Het ijs duwt", "Grind in het dal"], "the largest first"
    assert ground[1]["certainty"] == "waarschijnlijk"
    assert [one["text"] for one in ground[0]["sources"]] == ["Proefdal, Atlas van het dal (1999)", "Boringen"]
    assert ground[0]["sources"][0]["licence"] == "CC BY 4.0"
    assert [part["key"] for part in CONTENT.sources("T14", Seen(), "nl")] == ["period"]


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("example.org", ""),
        (None, ""),
    ],
)
def test_only_an_address_on_the_web_is_a_link(url, link):
    assert source_json(SourceDeclaration(title="t", kind="published", url=url), "nl")["url"] == link


def test_sources_can_be_copied_as_text():
    seen = Seen({(0, LEGEND.unit("GE").index): 900})
    text = sources_text(CONTENT.sources("T01", seen, "nl"), "Het ijs duwt")
    assert text.startswith("Het ijs duwt\n\nDeze periode\n- Het ijs duwt")
    assert "  Proefdal, Atlas van het dal (1999), CC BY 4.0, https://example.org/atlas" in text
    assert "): Zeker\n" in text


def test_what_put_the_ground_there_is_seen_with_its_unit():
    part, setting = CONTENT.slice("T04"), CONTENT.setting(Look())
    samples = Samples.of(part, setting)
    e = CONTENT.extent
    camera = Turntable(CameraLimits(e), e.xmin + 300, e.ymin + 225, 20.0, 215.0, 31.0, 1200.0)
    whole = samples.seen(Projection(camera.view(setting.frame), setting.frame, (1000.0, 625.0)))
    keys = {(event, LEGEND.units[unit].key) for event, unit in whole}
    assert keys == {(0, "GE"), (1, "DR"), (2, "BXSC")}
    # From straight above, close to the north-east corner, only what the wind brought lies there.
    above = Turntable(CameraLimits(e), e.xmax - 40, e.ymax - 40, 40.0, 180.0, 89.0, 80.0)
    near = samples.seen(Projection(above.view(setting.frame), setting.frame, (1000.0, 625.0)))
    assert {event for event, _ in near} == {2}
