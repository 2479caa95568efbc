"""The logic of the app, with a screen that only remembers: set the state, flush, look at what arrived."""

import asyncio
import itertools
import threading

import pytest
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.block import BlockPicture
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.gestures import GoTo, Move, Reset, Step, Turn, ViewFrom, Zoom
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.server import setting_of

_number = itertools.count()


class FakeScreen:
    """Remembers what it was asked to show."""

    def __init__(self):
        self.shown, self.looked = [], []

    def show(self, picture):
        self.shown.append(picture.slice_id)

    def look(self, camera):
        self.looked.append(camera)


@pytest.fixture(scope="module")
def content():
    return SyntheticContent(cell=25.0, houses=4)


@pytest.fixture
def screen():
    return FakeScreen()


@pytest.fixture
def state():
    server = get_server(f"logic-{next(_number)}", client_type="vue3")
    server.state.ready()
    return TypedState(server.state, AppState)


@pytest.fixture
def pictures(content):
    pictures = Pictures(content, setting_of(content))
    yield pictures
    pictures.close()


@pytest.fixture
def view(state, content, screen):
    return ViewLogic(state, content, screen)


@pytest.fixture
def timeline(state, content, pictures, screen, view):
    return TimelineLogic(state, content, pictures, screen, view)


def choose(state, index):
    """What the browser does when the slider is moved."""
    with state.state:
        state.data.index = index


def test_it_opens_in_dutch_at_the_start_of_the_scene(state, timeline):
    assert state.data.index == 3
    assert state.data.story["title"] == "Straten worden soms beken"
    assert state.data.story["certainty_words"] == "Zeker"
    assert state.data.words["next"] == "Volgende periode"
    assert state.data.notes["exaggeration"] == "Hoogte 3× overdreven"
    assert state.data.stops[0]["number"] == "150.000"
    assert state.data.eras == [
        {"name": "jaar geleden", "span": "1"},
        {"name": "v.Chr.", "span": "1"},
        {"name": "n.Chr.", "span": "2"},
    ]
    assert "geen meetgegevens; niet gebruiken voor bouwen of graven" in state.data.words["disclaimer"]


def test_a_step_brings_its_picture_and_its_words(state, timeline, screen):
    async def run():
        await timeline.start()
        assert screen.shown == ["T14"]
        assert not state.data.busy
        choose(state, 1)
        assert screen.shown == ["T14", "T04"]
        assert state.data.story["title"] == "Bos op de heuvel"
        assert state.data.spoken == "5000 v.Chr.: Bos op de heuvel"
        choose(state, 0)
        assert state.data.notes["ice"].startswith("IJs")
        choose(state, 1)
        assert state.data.notes["ice"] == ""

    asyncio.run(run())


def test_a_picture_that_is_not_there_yet_comes_later(state, content, screen, view):
    gate = threading.Event()

    def slow(time_slice, setting):
        gate.wait(5)
        return BlockPicture(time_slice.slice_id, None, (), None, None, None, None)

    pictures = Pictures(content, setting_of(content), make=slow)
    timeline = TimelineLogic(state, content, pictures, screen, view)

    async def run():
        choose(state, 0)
        assert state.data.busy
        assert state.data.story["title"] == "Het ijs duwt"
        choose(state, 2)
        gate.set()
        await timeline.start()
        await asyncio.sleep(0.05)
        assert screen.shown[-1] == "T06"
        assert "T01" not in screen.shown
        assert not state.data.busy

    asyncio.run(run())
    pictures.close()


def test_a_picture_that_fails_is_said_and_tried_again(state, content, screen, view):
    calls = []

    def failing(time_slice, _setting):
        calls.append(time_slice.slice_id)
        raise RuntimeError("no")

    pictures = Pictures(content, setting_of(content), make=failing)
    timeline = TimelineLogic(state, content, pictures, screen, view)

    async def run():
        await timeline._show("T14")
        assert state.data.failed
        assert not state.data.busy
        await timeline._show("T14")

    asyncio.run(run())
    assert calls == ["T14", "T14"]
    assert screen.shown == []
    pictures.close()


def test_every_picture_is_made_once(state, content, screen):
    made = []

    def make(time_slice, _setting):
        made.append(time_slice.slice_id)
        return BlockPicture(time_slice.slice_id, None, (), None, None, None, None)

    pictures = Pictures(content, setting_of(content), make=make)

    async def run():
        await asyncio.gather(pictures.get("T06"), pictures.get("T06"), pictures.prepare_all("T14"))
        await pictures.get("T01")

    asyncio.run(run())
    pictures.close()
    assert sorted(made) == ["T01", "T04", "T06", "T14"]


def test_english_changes_all_words(state, timeline):
    with state.state:
        state.data.language = "en"
    assert state.data.words["next"] == "Next period"
    assert state.data.heading["title"] == "Neighbourhood genesis Proefdal"
    assert state.data.story["certainty_words"] == "Certain"
    assert state.data.story["title"].endswith("(en)")
    assert state.data.cameras[1]["name"] == "Top"
    assert state.data.stops[0]["number"] == "150,000"


def test_nl_and_en_have_the_same_words():
    from wijkgenese3d.web.logic.texts import ui_words

    assert ui_words("nl").keys() == ui_words("en").keys()
    assert all(ui_words("nl").values())
    assert all(ui_words("en").values())


@pytest.mark.parametrize(
    ("action", "expected"), [(Step(1), 3), (Step(-1), 2), (Step(-9), 0), (GoTo(0), 0), (GoTo(-1), 3)]
)
def test_keys_stay_on_the_timeline(state, timeline, action, expected):
    assert timeline.apply(action)
    assert state.data.index == expected


def test_the_camera_turns_zooms_and_comes_back(state, screen, view):
    start = screen.looked[-1]
    assert start.azimuth == 215
    assert state.data.compass == 35
    assert state.data.viewpoint == "ov"
    assert view.apply(Turn(15.0))
    assert state.data.viewpoint == ""
    assert screen.looked[-1].azimuth == 230
    assert state.data.compass == 50
    view.apply(Zoom(2.0))
    assert screen.looked[-1].distance == pytest.approx(start.distance / 2)
    view.apply(Move(0.1, -0.2))
    assert (screen.looked[-1].x, screen.looked[-1].y) != (start.x, start.y)
    view.apply(ViewFrom(1))
    assert screen.looked[-1].elevation == 89
    view.apply(ViewFrom(7))
    assert screen.looked[-1].elevation == 89
    view.view_from("ov")
    assert screen.looked[-1] == start
    view.view_from("nowhere")
    view.apply(Turn(90.0))
    view.apply(Reset())
    assert screen.looked[-1] == start
    assert not view.apply(Step(1))


def test_the_camera_steps_back_for_ice_unless_it_was_moved(content, screen, view):
    start = view.camera
    view.make_room(100.0)
    assert view.camera.distance > start.distance * 1.05
    assert (view.camera.azimuth, view.camera.elevation) == (start.azimuth, start.elevation)
    view.make_room(30.0)
    assert view.camera == start
    view.apply(Turn(10.0))
    moved = view.camera
    view.make_room(200.0)
    assert view.camera == moved
    view.apply(Reset())
    assert view.camera.distance > start.distance * 1.05


def test_moving_follows_the_hand(screen, view):
    """Dragging the picture to the right takes the target to the left of the picture."""
    view.apply(ViewFrom(1))
    before = screen.looked[-1]
    view.apply(Move(0.1, 0.0), aspect=1.6)
    after = screen.looked[-1]
    assert after.x == pytest.approx(before.x - 0.1 * 1.6 * before.view_height(1.6))
    assert after.y == pytest.approx(before.y)
