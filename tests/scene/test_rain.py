"""Rain over a scene: which capacity counts when, named places, answers that are kept, words."""

from __future__ import annotations

import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from wijkgenese3d.errors import DeclarationError, UsageError
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model.timeslice import TimeSlice
from wijkgenese3d.report.rain_table import rain_text
from wijkgenese3d.scene.load import Scene, load_scene
from wijkgenese3d.scene.rain import RainDesk, capacities_in
from wijkgenese3d.scene.rain_words import rain_caveats, rain_sentences

KLEIN = Path(__file__).resolve().parents[1] / "cli" / "scenes" / "klein"
HENGSTDAL = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
RAIN = Storm(40, 60)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return load_scene(KLEIN)


@pytest.fixture(scope="module")
def slices(scene: Scene) -> dict[str, TimeSlice]:
    replay = Replay(scene.plan)
    return {stop.id: replay.time_slice(stop.year, stop.id) for stop in scene.timeline}


def holed(part: TimeSlice) -> TimeSlice:
    """The slice with a pit of 2 x 2 cells, 3 m deep."""
    stack = part.stack
    dug = np.zeros(stack.grid.shape, dtype=np.int32)
    dug[3:5, 4:6] = 3000
    return replace(part, slice_id="pit", stack=replace(stack, tops=tuple(top - dug for top in stack.tops)))


def test_two_that_ask_at_once_get_one_answer(scene, slices, monkeypatch):
    desk, made = RainDesk(scene), []
    reckon = RainDesk._computed

    def slowly(self, part, storm):
        made.append(part.slice_id)
        time.sleep(0.1)
        return reckon(self, part, storm)

    monkeypatch.setattr(RainDesk, "_computed", slowly)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: desk.outcome(slices["S3"], RAIN), range(2))
    assert first is second
    assert made == ["S3"]


def test_the_latest_row_that_has_begun_counts():
    scene = load_scene(HENGSTDAL)
    legend, rain = scene.plan.legend, scene.file.rain
    green, street, roof = (legend.cover(key).code for key in ("groen", "straat", "dak"))
    rates = {year: capacities_in(rain, legend, year) for year in (-12000, 1919, 1920, 1965, 1995, 2049, 2050)}
    assert [c.rate_mm_h[green] for c in rates.values()] == [32, 32, 32, 32, 22, 22, 40]
    assert [c.sewer_mm_h[street] for c in rates.values()] == [0, 0, 12, 20, 20, 20, 20]
    assert [c.to_gardens[roof] for c in rates.values()] == [0] * 6 + [0.5]
    assert rates[2050].paved[street]
    assert not rates[2050].paved[green]
    # Rows may stand in any order.
    turned = rain.model_copy(update={"capacity": rain.capacity[::-1]})
    assert capacities_in(turned, legend, 2050).rate_mm_h[green] == 40


def test_every_cover_of_the_scene_has_a_capacity():
    scene = load_scene(HENGSTDAL)
    known = capacities_in(scene.file.rain, scene.plan.legend, -12000).rate_mm_h
    assert [c.key for c in scene.plan.legend.covers if np.isnan(known[c.code])] == []


def test_volumes_balance_and_places_are_named(scene, slices):
    said = RainDesk(scene).outcome(slices["S3"], RAIN)
    assert said.rain_m3 == pytest.approx(100 * 80 * 0.040)
    assert said.infiltrated_m3 + said.ponded_m3 + said.outflow_m3 == pytest.approx(said.rain_m3, rel=1e-9)
    assert 0 < said.sewer_m3 < said.infiltrated_m3
    (gauge,), (spot,) = said.gauges, said.low_spots
    assert (gauge.id, spot.id) == ("beek", "laag")
    assert 0 < gauge.m3 <= said.outflow_m3
    assert (spot.depth_m, said.max_depth_m, said.max_depth_at) == (0, 0, None)
    assert said.as_json()["max_depth_at"] is None


def test_water_in_a_pit(scene, slices):
    part = holed(slices["S3"])
    said = RainDesk(scene).outcome(part, Storm(200, 60))
    x, y = said.max_depth_at
    assert 190050 <= x <= 190070
    assert 428060 <= y <= 428080
    assert said.max_depth_m == pytest.approx(np.nanmax(said.depth_m), abs=1e-6)
    assert said.low_spots[0].depth_m == pytest.approx(said.max_depth_m)
    assert np.nansum(said.depth_m) * 100 == pytest.approx(said.ponded_m3, rel=1e-5)
    assert said.lines
    for line in said.lines:
        assert (line.m3 >= scene.file.rain.line_from_m3).all()
        assert scene.plan.grid.extent.contains(*line.xy[0])
        assert np.hypot(*np.diff(line.xy, axis=0).T).max() <= 10 * 2**0.5 + 1e-9


def test_open_water_is_full(scene, slices):
    part = holed(slices["S3"])
    dry = RainDesk(scene).outcome(part, Storm(200, 60))
    level = float((part.ground + np.nan_to_num(dry.depth_m))[3, 4])
    lake = np.where(part.ground < level - 0.5, level - 0.5, np.nan).astype(np.float32)
    wet = RainDesk(scene).outcome(replace(part, water=lake), Storm(200, 60))
    # The pit is full to its rim in both: only what lies above the lake is left to fill.
    assert wet.ponded_m3 == pytest.approx(np.nansum(np.minimum(dry.depth_m, 0.5)) * 100, rel=1e-3)
    assert wet.max_depth_m == pytest.approx(0.5, abs=1e-3)
    assert wet.outflow_m3 > dry.outflow_m3


def test_a_gauge_is_silent_in_its_years(scene, slices):
    (before,) = RainDesk(scene).outcome(slices["S2"], RAIN).gauges
    assert before.m3 is None
    assert RainDesk(scene).outcome(slices["S2"], RAIN).as_json()["gauges"] == [{"id": "beek", "m3": None}]


def test_before_the_first_year_there_is_no_answer(scene, slices):
    desk = RainDesk(scene)
    assert [desk.has(part.year) for part in slices.values()] == [False, True, True]
    with pytest.raises(UsageError, match="from 1000") as caught:
        desk.outcome(slices["S1"], RAIN)
    assert "S2, S3" in caught.value.hint


def test_a_cover_of_which_nothing_is_said(scene, slices):
    part = slices["S3"]
    cover = part.land_cover.copy()
    cover[0, 0] = scene.plan.legend.cover("heide").code
    with pytest.raises(DeclarationError, match="'heide'") as caught:
        RainDesk(scene).outcome(replace(part, land_cover=cover), RAIN)
    assert caught.value.where == "scene.toml: rain.capacity"
    assert "rain.capacity" in caught.value.hint
    cover[0, 0] = 0
    with pytest.raises(DeclarationError, match="'geen'") as caught:
        RainDesk(scene).outcome(replace(part, land_cover=cover), RAIN)
    assert "paint the whole box" in caught.value.hint


def test_answers_are_kept_by_slice_and_storm(scene, slices):
    desk = RainDesk(scene)
    first = desk.outcome(slices["S3"], RAIN)
    assert desk.outcome(slices["S3"], Storm(40.0, 60.0)) is first
    assert desk.outcome(slices["S3"], Storm(41, 60)) is not first
    assert desk.outcome(slices["S2"], RAIN) is not first
    for mm in range(1, 60):
        desk.outcome(slices["S3"], Storm(mm, 30))
    again = desk.outcome(slices["S3"], RAIN)
    assert again is not first
    assert again.as_json() == first.as_json()


def test_a_scene_without_rain(tmp_path):
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    text = (folder / "scene.toml").read_text(encoding="utf-8")
    start, end = text.index("[rain]"), text.index("[fields]")
    (folder / "scene.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(UsageError, match="klein says nothing of rain"):
        RainDesk(load_scene(folder))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words(scene, slices, language):
    desk = RainDesk(scene)
    for part, storm in ((slices["S3"], RAIN), (holed(slices["S3"]), Storm(200, 60))):
        said = desk.outcome(part, storm)
        sentences = rain_sentences(said, language)
        assert len(sentences) >= 3
        for sentence in (*sentences, *rain_caveats(desk.rain, said, language)):
            assert re.fullmatch(r"[A-Z].*\.", sentence)
            assert len(sentence.split()) <= 15
    # The note belongs to heavy rain alone.
    assert len(rain_caveats(desk.rain, desk.outcome(slices["S3"], Storm(99, 60)), language)) == 1
    assert len(rain_caveats(desk.rain, desk.outcome(slices["S3"], Storm(100, 60)), language)) == 2


def test_words_round(scene, slices):
    desk = RainDesk(scene)
    said = desk.outcome(slices["S3"], RAIN)
    said = replace(said, run_off_mm=14.9, gauges=(replace(said.gauges[0], m3=3133.0),))
    said = replace(said, low_spots=(replace(said.low_spots[0], depth_m=0.726),))
    assert rain_sentences(said, "nl") == (
        "In de wijk stroomt van 40 mm regen 15 mm over straat en grond.",
        "In het hele blok neemt het riool 2 procent van de regen op.",
        "Er stroomt ongeveer 3.100 m³ water door het dal.",
        "Er staat hoogstens 75 cm water bij de beek.",
    )
    dry = replace(said, run_off_mm=0.2, sewer_m3=0.0, gauges=(), low_spots=())
    assert rain_sentences(dry, "en") == ("Of 40 mm of rain nearly all sinks into the ground of the quarter.",)


def test_the_table_adds_up(scene, slices):
    desk = RainDesk(scene)
    both = [desk.outcome(slices[name], RAIN) for name in ("S2", "S3")]
    table = rain_text(desk, both, "en").splitlines()
    rows = [line for line in table if re.match(r"S\d ", line)]
    silent = [row for row in rows if row.endswith("We do not calculate rain for this time.")]
    assert [row.split()[0] for row in silent] == [s.id for s in scene.timeline if not desk.has(s.year)] != []
    rows = [row for row in rows if row not in silent]
    assert len(rows) == 2
    for row in rows:
        assert sum(float(share) for share in re.findall(r"\(([\d.]+) %\)", row)) == pytest.approx(
            100, abs=0.2
        )
    assert "An invented calculation." in table
    assert "Assumption." in table
