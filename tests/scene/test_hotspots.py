"""Heat, water and heritage: the index, where they meet, and the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wijkgenese3d.errors import DeclarationError, UsageError
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.scene.crosschecks import check_scene
from wijkgenese3d.scene.hotspot_words import hotspot_sentences, meeting_places
from wijkgenese3d.scene.hotspots import HotspotDesk, Hotspots, heat_index
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.rain import RainDesk

KLEIN = Path(__file__).resolve().parents[1] / "cli" / "scenes" / "klein"


def test_stone_everywhere_is_one_and_trees_cool():
    stone, none = np.ones((20, 30)), np.zeros((20, 30))
    assert heat_index(stone, none, 5.0, 50.0) == pytest.approx(np.ones((20, 30)))
    assert heat_index(stone, stone * 0.4, 5.0, 50.0) == pytest.approx(np.full((20, 30), 0.6))
    assert heat_index(none, stone, 5.0, 50.0) == pytest.approx(none)


def test_the_index_is_the_share_within_reach():
    """A square yard in a green field warms its surroundings by its share of the area of a circle."""
    stone = np.zeros((81, 81))
    stone[38:43, 38:43] = 1.0
    found = heat_index(stone, np.zeros_like(stone), 5.0, 50.0)
    assert found[40, 40] == pytest.approx(25 * 25 / (np.pi * 50**2), rel=0.05)
    assert found[40, 40 + 13] == 0
    # At twice the size of a cell it stays about the same.
    coarse = heat_index(stone[:80, :80].reshape(40, 2, 40, 2).mean((1, 3)), np.zeros((40, 40)), 10.0, 50.0)
    assert coarse[20, 20] == pytest.approx(found[40, 40], rel=0.1)


@pytest.fixture(scope="module")
def scene():
    return load_scene(KLEIN)


@pytest.fixture(scope="module")
def slices(scene):
    replay = Replay(scene.plan)
    return {stop.id: replay.time_slice(stop.year, stop.id) for stop in scene.timeline}


def test_heritage_is_what_people_made_and_still_lies_there(scene, slices):
    desk, rain = HotspotDesk(scene), RainDesk(scene)
    part = slices["S3"]
    found = desk.find(part, rain.outcome(part, rain.usual_storm))
    old = np.zeros(part.grid.shape, dtype=bool)
    for k, layer in enumerate(part.stack.layers):
        info = scene.plan.events[layer.event].info
        if info.alliance != "natuur" and info.date.end <= desk.told.heritage_until:
            below = part.stack.tops[k - 1] if k else part.stack.base_mm
            old |= part.stack.tops[k] - below >= 100
    assert old.any()
    assert (found.old == old).all()
    assert ((found.heat >= 0) & (found.heat <= 1)).all()
    assert (found.hot == (found.heat >= desk.told.hot_from)).all()
    # Where they meet each of them is within reach: here the whole box lies within it.
    assert not found.meets.any() or (found.hot.any() and found.wet.any() and found.old.any())


def test_before_the_years_of_the_scene_there_is_no_map(scene, slices):
    desk, rain = HotspotDesk(scene), RainDesk(scene)
    early = slices["S1"]
    assert not desk.has(early.year)
    late = slices["S3"]
    with pytest.raises(UsageError, match="no map"):
        desk.find(early, rain.outcome(late, rain.usual_storm))


def test_a_scene_without_them_says_how_to_declare_them(scene, monkeypatch):
    bare = scene.file.model_copy(update={"hotspots": None})
    monkeypatch.setattr(type(scene), "file", property(lambda _: bare), raising=False)
    with pytest.raises(UsageError, match="says nothing") as found:
        HotspotDesk(scene)
    assert "[hotspots]" in found.value.hint


@pytest.mark.parametrize(
    ("update", "said"),
    [({"sources": ["nergens"]}, "nergens"), ({"heritage_vectors": ["geen"]}, "geen")],
)
def test_what_is_named_must_exist(scene, update, said):
    from dataclasses import replace

    told = scene.file.hotspots.model_copy(update=update)
    wrong = replace(scene, file=scene.file.model_copy(update={"hotspots": told}))
    with pytest.raises(DeclarationError, match=said):
        check_scene(wrong)


def three(meets):
    grid_cells = meets.shape

    class Cells:
        cell = 5.0
        ny, nx = grid_cells

    hot = np.ones(grid_cells, dtype=bool)
    return Hotspots(
        Cells(), hot.astype(np.float32), hot, hot, hot, meets, ((100.0, 100.0, 900.0), (900.0, 0.0, 500.0))
    )


def test_places_are_named_by_what_is_near(scene):
    found = three(np.ones((4, 4), dtype=bool))
    places = meeting_places(found, [("Brug", 150.0, 100.0), ("Kerk", 120.0, 110.0)])
    assert [name for name, *_ in places] == ["Kerk", ""]
    assert hotspot_sentences(found, [("Kerk", 120.0, 110.0)], "nl")[1].endswith("komen samen bij: Kerk.")
    assert "omlijnde" in hotspot_sentences(found, [], "nl")[1]
    nowhere = Hotspots(found.grid, found.heat, found.hot, found.wet, found.old, ~found.meets, ())
    assert "nowhere" in hotspot_sentences(nowhere, [], "en")[1]
