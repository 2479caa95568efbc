"""Rain, and heat, water and heritage, in the app: over the small scene of the commands."""

import asyncio
import shutil
from pathlib import Path

import pytest
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.test_cut_logic import Bench
from tests.web.test_logic import FakeScreen, _number, done, run
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.hydrology.infiltration import Storm
from wijkgenese3d.model import open_prepared
from wijkgenese3d.report.app_content import AppContent
from wijkgenese3d.scene.drawing import block_setting
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.prepare import prepare
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.cut_beside import CutBeside
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.rain_logic import RainLogic
from wijkgenese3d.web.logic.spots_logic import SpotsLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic

KLEIN = Path(__file__).resolve().parents[1] / "cli" / "scenes" / "klein"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenes") / "klein"
    shutil.copytree(KLEIN, folder)
    scene = load_scene(folder)
    prepare(scene, folder / "model.zarr")
    reader = open_prepared(folder / "model.zarr")
    return AppContent(scene, reader, reader.slice("S3"))


class WaterBench(Bench):
    """With rain and spots."""

    def __init__(self, state, content, screen, view):
        super().__init__(state, content, screen, view)
        self.rain = RainLogic(state, content, self.timeline, self.cutting.redraw)
        self.spots = SpotsLogic(state, content, self.timeline, self.cutting.redraw)
        self.opening.decorators += [self.spots, self.rain]

    def close(self):
        super().close()
        self.rain.close()
        self.spots.close()


@pytest.fixture
def bench(content):
    server = get_server(f"water-{next(_number)}", client_type="vue3")
    server.state.ready()
    state = TypedState(server.state, AppState)
    state.data.exaggeration, state.data.calm = content.exaggeration, True
    screen = FakeScreen()
    content.setting = lambda look: block_setting(
        content.scene, content.today_ground, exaggeration=look.exaggeration, hidden_units=look.hidden_units
    )
    bench = WaterBench(state, content, screen, ViewLogic(state, content, screen))
    yield bench
    bench.close()


def test_it_is_dry_until_somebody_asks(bench):
    async def steps():
        await bench.opened()
        assert bench.state.data.rain["exists"]
        assert not bench.state.data.rain["on"]
        assert bench.pictures[-1].rain is None
        assert [storm["key"] for storm in bench.state.data.rain["storms"]] == ["bui", "zwaar"]

    run(steps())


def test_rain_is_in_the_picture_in_numbers_and_in_the_chart(bench, content):
    async def steps():
        await bench.opened()
        picture = await bench.cut(bench.rain.start)
        assert picture.rain is not None
        await done(lambda: all(bar["parts"] for bar in bench.state.data.rain["bars"][1:]))
        told = bench.state.data.rain
        assert told["bars"][0]["parts"] is None
        parts = told["parts"]
        assert parts["infiltrated_m3"] + parts["ponded_m3"] + parts["outflow_m3"] == pytest.approx(
            parts["rain_m3"], rel=0.005
        )
        for bar in told["bars"][1:]:
            assert sum(bar["parts"].values()) == pytest.approx(told["mm"], rel=0.001)
        outcome = content.rain_desk.outcome(content.slice("S3"), Storm(40, 60))
        assert parts["outflow_m3"] == round(outcome.outflow_m3)
        assert told["sentences"]
        assert told["caveats"] == ["Een verzonnen berekening."]
        dry = await bench.cut(bench.rain.stop)
        assert dry.rain is None

    run(steps())


def test_a_heavier_storm_says_what_must_be_said(bench):
    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.rain.choose("zwaar"))
        await done(lambda: len(bench.state.data.rain["caveats"]) == 2)
        assert bench.state.data.rain["key"] == "zwaar"
        await bench.cut(lambda: bench.rain.set_field("mm", "55,5"))
        assert bench.state.data.rain["mm"] == 55.5
        assert bench.state.data.rain["key"] == ""
        for bad in (None, "regen", 7, []):
            bench.rain.choose(bad)
            bench.rain.set_field(bad, "5")
        assert bench.rain.storm == Storm(55.5, 60)

    run(steps())


def test_the_chart_is_of_one_storm_though_it_changes_while_it_is_worked_out(bench):
    async def steps():
        await bench.opened()
        bench.rain.start()
        await done(lambda: any(bar["parts"] for bar in bench.state.data.rain["bars"]))
        bench.rain.choose("zwaar")
        await done(lambda: all(bar["parts"] for bar in bench.state.data.rain["bars"][1:]))
        for bar in bench.state.data.rain["bars"][1:]:
            assert sum(bar["parts"].values()) == pytest.approx(bench.state.data.rain["mm"], rel=0.001)
        # What is still worked out when it gets dry is not told.
        bench.rain.set_field("mm", "77")
        bench.rain.stop()

    run(steps())
    assert (bench.state.data.rain["on"], bench.state.data.rain["parts"]) == (False, None)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [("mm", "veel", "geen getal"), ("mm", "0", "van 1 tot 1000"), ("minutes", "99999", "van 1 tot 1440")],
)
def test_a_wrong_number_is_said_at_its_field(bench, field, text, said):
    async def steps():
        await bench.opened()
        await bench.cut(bench.rain.start)
        count = len(bench.pictures)
        bench.rain.set_field(field, text)
        assert bench.state.data.rain_errors[field]["typed"] == text
        assert said in bench.state.data.rain_errors[field]["said"]
        await asyncio.sleep(0.05)
        assert bench.rain.storm == Storm(40, 60)
        assert len(bench.pictures) == count
        bench.rain.set_field(field, None)
        assert bench.state.data.rain_errors == {}

    run(steps())


def test_while_it_is_worked_out_the_panel_says_so(bench):
    async def steps():
        await bench.opened()
        bench.rain.start()
        assert bench.state.data.rain["busy"]
        assert bench.state.data.rain["parts"] is None
        await done(lambda: bench.state.data.rain["parts"])
        assert not bench.state.data.rain["busy"]

    run(steps())


def test_warming_up_is_not_seen(bench, content):
    async def steps():
        await bench.opened()
        await bench.rain.warm()
        assert not bench.state.data.rain["on"]
        assert bench.pictures[-1].rain is None

    run(steps())


def test_where_nothing_is_said_it_says_so(bench):
    async def steps():
        await bench.opened()
        await bench.cut(bench.rain.start)
        await bench.cut(lambda: bench.timeline.go(0))
        await done(lambda: bench.pictures[-1].slice_id == "S1")
        await done(lambda: bench.state.data.rain["parts"] is None)
        assert bench.pictures[-1].rain is None

    run(steps())


def test_the_water_is_cut_with_the_block(bench):
    async def steps():
        await bench.opened()
        whole = await bench.cut(bench.rain.start)
        bitten = await bench.cut(lambda: bench.cutting.choose("bite"))
        assert len(bitten.inner) == 3
        assert bitten.rain is not None
        piece = bench.cutting.cut.piece
        left = bitten.rain.points[bitten.rain.triangles].reshape(-1, 3)
        frame = bench.timeline.whole.frame
        assert not (piece.taken(frame).distances(left) > 0.01).all(axis=1).any()
        assert len(left) <= len(whole.rain.triangles) * 3 + 300
        dug = await bench.cut(lambda: bench.cutting.put(Cut(dig=5.0)))
        assert dug.rain is None

    run(steps())


def test_the_storm_that_was_asked_for_is_drawn_though_another_falls_by_now(bench, monkeypatch):
    asked = []
    monkeypatch.setattr(bench.rain, "_outcome", lambda _, storm: asked.append(storm))

    async def steps():
        await bench.opened()
        with monkeypatch.context() as still:
            still.setattr(bench.rain, "_redraw", lambda: None)
            still.setattr(bench.rain, "_again", lambda: None)
            bench.rain.fall(Storm(40, 60))
            versions = bench.opening.versions
            bench.rain.fall(Storm(90, 60))
        bench.opening.ground(bench.timeline.whole, versions)
        assert asked == [Storm(40, 60)]

    run(steps())


def test_spots_are_laid_over_the_ground_one_by_one(bench):
    async def steps():
        await bench.opened()
        whole = bench.pictures[-1]
        laid = await bench.cut(bench.spots.start)
        assert (laid.drape.texture() != whole.drape.texture()).any()
        await done(lambda: bench.state.data.spots["sentences"])
        assert bench.state.data.spots["shown"] == ["heat", "heritage", "water"]
        assert bench.state.data.spots["until"] == "1500"
        only = await bench.cut(lambda: bench.spots.switch("heritage", False))
        assert (only.drape.texture() != laid.drape.texture()).any()
        for bad in (None, "kou", 7):
            bench.spots.switch(bad, True)
        again = await bench.cut(bench.spots.stop)
        assert again is whole

    run(steps())


def test_before_its_years_the_map_is_empty_and_says_so(bench):
    async def steps():
        await bench.opened()
        await bench.cut(bench.spots.start)
        await bench.cut(lambda: bench.timeline.go(0))
        await done(lambda: bench.state.data.spots["empty"])
        assert bench.state.data.spots["places"] == []

    run(steps())


def test_the_moment_that_is_compared_with_has_the_rain_and_the_map_too(bench, content):
    screen, overlay = bench.screen, OverlayLogic(bench.state, content, bench.timeline)
    compare = CompareLogic(bench.state, content, bench.made, screen, bench.timeline, overlay)
    CutBeside(bench.opening, bench.cutting, compare, lambda change: change())

    async def steps():
        await bench.opened()
        compare.choose(1)
        await done(lambda: compare.beside() is not None)
        whole = screen.beside
        bench.rain.start()
        await done(lambda: screen.beside.rain is not None)
        wet = screen.beside
        bench.spots.start()
        await done(lambda: screen.beside is not wet)
        assert (screen.beside.drape.texture() != whole.drape.texture()).any()
        assert screen.beside.rain is not None
        # Before the years of which the scene speaks there is nothing to see, and nothing is lost.
        compare.choose(0)
        await done(lambda: screen.beside.slice_id == "S1" and screen.beside.rain is None)
        compare.set_mode("side")
        bench.spots.stop()
        bench.rain.stop()
        compare.choose(1)
        await done(lambda: screen.beside.slice_id == whole.slice_id and screen.beside.rain is None)
        assert (screen.beside.drape.texture() == whole.drape.texture()).all()

    run(steps())
