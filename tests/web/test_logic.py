"""The logic of the app, with a screen that only remembers: set the state, flush, look at what arrived."""

import asyncio
import itertools
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.synthetic_content import HENGSTDAL_BOX, SyntheticContent
from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.scene.in_view import Samples
from wijkgenese3d.scene.view_state import CompareState
from wijkgenese3d.web.logic import flight, play_logic, restart
from wijkgenese3d.web.logic.address_logic import AddressLogic
from wijkgenese3d.web.logic.app_state import SETTABLE, AppState
from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.core_logic import CoreLogic
from wijkgenese3d.web.logic.core_words import core_name, core_text
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.flight import between
from wijkgenese3d.web.logic.framing import framed, room_for, tools_width
from wijkgenese3d.web.logic.gestures import Arrow, GoTo, Move, Reset, Step, Turn, ViewFrom, Zoom
from wijkgenese3d.web.logic.layer_logic import LayerLogic
from wijkgenese3d.web.logic.opener import Opening
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import Look, PictureKey, Pictures, Superseded, units_of
from wijkgenese3d.web.logic.play_logic import PlayLogic
from wijkgenese3d.web.logic.rain_logic import RainLogic
from wijkgenese3d.web.logic.restart import Restart
from wijkgenese3d.web.logic.spots_logic import SpotsLogic
from wijkgenese3d.web.logic.texts import app_words
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.unit_logic import UnitLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.logic.view_parts import view_parts
from wijkgenese3d.web.logic.words_logic import WordsLogic

_number = itertools.count()
RIGHT, UP = Step(1, Arrow(1, 0)), Turn(0.0, 10.0, Arrow(0, 1))


class FakeScreen:
    """Remembers what it was asked to show."""

    size, halves = (1000.0, 625.0), False

    def __init__(self):
        self.shown, self.looked, self.hidden, self.refreshed = [], [], None, 0

    def show(self, picture, _frame):
        self.shown.append(picture.slice_id)

    def look(self, camera):
        self.looked.append(camera)

    def hide(self, layers):
        self.hidden = layers

    def refresh(self):
        self.refreshed += 1

    def show_beside(self, picture, frame=None, *, halves=False):
        self.beside = picture

    def cover(self, picture):
        self.covered = picture


def fake_picture(time_slice, _setting):
    return SimpleNamespace(
        slice_id=time_slice.slice_id,
        year=time_slice.year,
        ice=None,
        ground=time_slice.ground,
        standing=None,
        skyline=np.zeros((1, 3)),
    )


@pytest.fixture(scope="module")
def content():
    return SyntheticContent(cell=25.0, houses=4)


@pytest.fixture
def screen():
    return FakeScreen()


@pytest.fixture
def state(content):
    server = get_server(f"logic-{next(_number)}", client_type="vue3")
    server.state.ready()
    state = TypedState(server.state, AppState)
    state.data.exaggeration = content.exaggeration
    state.data.calm = True
    return state


@pytest.fixture
def pictures(content):
    pictures = Pictures(content, content.setting, make=fake_picture)
    yield pictures
    pictures.close()


@pytest.fixture
def view(state, content, screen):
    return ViewLogic(state, content, screen)


@pytest.fixture
def timeline(state, content, pictures, screen, view):
    return TimelineLogic(state, content, pictures, screen, view)


@pytest.fixture
def words(state, content, timeline):
    return WordsLogic(state, content, timeline)


@pytest.fixture
def core(state, content, timeline, words, view, screen):
    core = CoreLogic(state, content, timeline, view, screen)
    yield core
    core.close()


def run(coroutine):
    async def settled():
        await coroutine
        for _ in range(200):
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if not others:
                return
            await asyncio.wait(others, timeout=0.05)

    asyncio.run(settled())


async def done(condition):
    for _ in range(400):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen")


def set_by_browser(state, **values):
    with state.state:
        for key, value in values.items():
            assert SETTABLE[key](value)
            setattr(state.data, key, value)


# -------------------------------------------------------------------------------------------------- words
def test_it_opens_in_dutch_at_the_start_of_the_scene(state, words):
    assert state.data.index == 3
    assert state.data.story["title"] == "Straten worden soms beken"
    assert state.data.words["time.next"] == "Volgende periode"
    assert state.data.words["gone.here"] == "Hier verder"
    assert state.data.notes["exaggeration"] == "Hoogte 3× overdreven"
    assert state.data.notes["depth"] == "30 m diep"
    assert state.data.stops[0]["number"] == "150.000"
    assert state.data.eras == [
        {"name": "jaar geleden", "span": 1},
        {"name": "v.Chr.", "span": 1},
        {"name": "n.Chr.", "span": 2},
    ]
    assert "geen meetgegevens; niet gebruiken voor bouwen of graven" in state.data.words["dis.full"]


def test_english_changes_all_words(state, words):
    set_by_browser(state, language="en")
    assert state.data.words["time.next"] == "Next period"
    assert state.data.heading["title"] == "Neighbourhood genesis Proefdal"
    assert state.data.story["certainty_words"] == "Certain"
    assert state.data.story["title"].endswith("(en)")
    assert state.data.cameras[1]["name"] == "Top"
    assert state.data.stops[0]["number"] == "150,000"


def test_nl_and_en_have_the_same_words():
    assert app_words("nl").keys() == app_words("en").keys()
    assert all(app_words("nl").values())
    assert all(app_words("en").values())


def test_the_description_is_made_when_somebody_reads_it(state, timeline, words):
    async def steps():
        assert state.data.twin == []
        set_by_browser(state, side="words")
        await done(lambda: state.data.twin)
        assert state.data.twin[0]["sentences"] == ["Straten worden soms beken."]
        timeline.go(1)
        await done(lambda: state.data.twin and state.data.twin[0]["sentences"] == ["Bos op de heuvel."])

    run(steps())


# --------------------------------------------------------------------------------------------------- time
def test_a_step_brings_its_picture_and_its_words(state, timeline, words, screen):
    async def steps():
        await timeline.start()
        assert screen.shown == ["T14"]
        assert not state.data.busy
        timeline.go(1)
        assert state.data.story["title"] == "Bos op de heuvel"
        assert state.data.spoken == "5000 v.Chr.: Bos op de heuvel"
        await done(lambda: screen.shown[-1] == "T04")
        timeline.go(99)
        assert state.data.index == 3

    run(steps())


def test_a_typed_year_is_shown_as_it_was(state, timeline, words, screen):
    async def steps():
        await timeline.start()
        timeline.type_year("1000")
        assert state.data.index == 2
        assert state.data.moment["after"] == 2
        assert state.data.story["date"] == state.data.moment["label"]
        await done(lambda: timeline.drawn.key.year == 1000.0)
        assert timeline.drawn.moment.year == 1000.0
        set_by_browser(state, language="en")
        assert state.data.moment["sentence"].startswith("You see")
        assert timeline.apply(Step(-1))
        assert (state.data.index, state.data.moment) == (2, None)
        timeline.type_year("1000")
        timeline.apply(Step(1))
        assert (state.data.index, state.data.moment) == (3, None)

    run(steps())


def test_a_year_that_cannot_be_read_is_said(state, timeline, words):
    timeline.type_year("vorige week")
    assert "begrijpen we niet" in state.data.message
    timeline.type_year("300000 jaar geleden")
    assert state.data.message.startswith("We laten zien")
    assert state.data.moment is None


def test_other_colours_and_heights_are_drawn_anew(state, timeline, words, screen):
    async def steps():
        await timeline.start()
        set_by_browser(state, colour_set="official", exaggeration=5)
        assert state.data.busy
        await done(lambda: timeline.drawn.key == PictureKey("T14", None, Look("official", 5.0)))
        assert timeline.drawn.frame.exaggeration == 5
        assert state.data.notes["exaggeration"] == "Hoogte 5× overdreven"
        assert not state.data.busy

    run(steps())


@pytest.mark.parametrize(
    ("action", "expected"), [(Step(1), 3), (Step(-1), 2), (Step(-9), 0), (GoTo(0), 0), (GoTo(-1), 3)]
)
def test_keys_stay_on_the_timeline(timeline, state, action, expected):
    async def steps():
        assert timeline.apply(action)
        assert state.data.index == expected

    run(steps())


def test_playing_goes_on_to_the_end_and_stops_at_a_touch(state, timeline, words, monkeypatch):
    monkeypatch.setattr(play_logic, "SECONDS", {"work": 0.01})
    play = PlayLogic(state, timeline)

    async def steps():
        await timeline.start()
        play.play(True)
        assert state.data.index == 0
        await done(lambda: state.data.index == 3 and not state.data.playing)
        timeline.go(0)
        play.toggle()
        await done(lambda: state.data.index > 0)
        play.stop()
        index = state.data.index
        assert not state.data.playing
        await asyncio.sleep(0.05)
        assert state.data.index == index

    run(steps())


# ----------------------------------------------------------------------------------------------- pictures
def test_a_picture_that_is_not_there_yet_comes_later(state, content, screen, view):
    gate = threading.Event()

    def slow(time_slice, setting):
        gate.wait(5)
        return fake_picture(time_slice, setting)

    pictures = Pictures(content, content.setting, make=slow)
    timeline = TimelineLogic(state, content, pictures, screen, view)

    async def steps():
        timeline.go(0)
        assert state.data.busy
        await asyncio.sleep(0)
        timeline.go(1)
        await asyncio.sleep(0)
        timeline.go(2)
        gate.set()
        await done(lambda: screen.shown)
        await pictures.idle()
        assert screen.shown == ["T06"]
        assert not state.data.busy

    run(steps())
    pictures.close()


def test_what_was_asked_for_and_not_begun_gives_way(content):
    gate, made = threading.Event(), []

    def slow(time_slice, setting):
        gate.wait(5)
        made.append(time_slice.slice_id)
        return fake_picture(time_slice, setting)

    pictures = Pictures(content, content.setting, make=slow)

    async def steps():
        asked = [asyncio.ensure_future(pictures.get(PictureKey(key))) for key in ("T01", "T04", "T06")]
        await asyncio.sleep(0.05)
        gate.set()
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(results[1], Superseded) or isinstance(results[0], Superseded)
        assert results[2].picture.slice_id == "T06"

    run(steps())
    assert "T04" not in made
    pictures.close()


def test_a_picture_that_fails_is_said_and_made_when_it_is_asked_for_again(state, content, screen, view):
    calls = []

    def failing(time_slice, setting):
        calls.append(time_slice.slice_id)
        if len(calls) == 1:
            raise ValueError("no")
        return fake_picture(time_slice, setting)

    pictures = Pictures(content, content.setting, make=failing)
    timeline = TimelineLogic(state, content, pictures, screen, view)

    async def steps():
        await timeline._awaited.wait()
        assert state.data.failed
        assert not state.data.busy
        assert screen.shown == []
        timeline.go(state.data.index)
        await done(lambda: screen.shown)
        assert not state.data.failed
        timeline.go(state.data.index)

    run(steps())
    assert calls == ["T14", "T14"]
    assert screen.shown == ["T14"]
    pictures.close()


@pytest.mark.parametrize("number", [0, 1])
def test_a_picture_that_was_begun_is_made_once_and_another_does_not_get_it(content, number):
    made, (first, asked) = [], (content.stops[0].id, content.stops[number].id)

    def make(time_slice, setting):
        made.append(time_slice.slice_id)
        return fake_picture(time_slice, setting)

    pictures = Pictures(content, content.setting, make=make)
    pictures.begin(PictureKey(first))
    drawn = asyncio.run(pictures.get(PictureKey(asked)))
    pictures.close()
    assert drawn.key.slice_id == asked
    assert made == list(dict.fromkeys([first, asked]))


def test_what_goes_wrong_with_a_picture_that_was_begun_is_told_to_who_asks(content):
    def make(time_slice, setting):
        raise ValueError(time_slice.slice_id)

    pictures = Pictures(content, content.setting, make=make)
    first = content.stops[0].id
    pictures.begin(PictureKey(first))
    with pytest.raises(ValueError, match=first):
        run(pictures.get(PictureKey(first)))
    pictures.close()


def test_blocks_and_years_push_no_stop_out(content):
    pictures = Pictures(content, content.setting, make=fake_picture)
    stops = [PictureKey(stop.id) for stop in content.stops]
    blocks = [PictureKey(stop.id, look=Look(as_blocks=True)) for stop in content.stops]
    off = [
        PictureKey(stop.id, look=Look(hidden_units=(content.legend.units[0].key,))) for stop in content.stops
    ]

    async def work():
        for key in [*stops, *blocks, *off, PictureKey("T06", 500.0)]:
            await pictures.get(key)

    run(work())
    pictures.close()
    assert all(pictures.ready(key) for key in stops)
    assert [pictures.ready(key) for key in blocks] == [None] * len(blocks)
    assert sum(pictures.ready(key) is not None for key in off) == 1
    assert pictures.ready(PictureKey("T06", 500.0))


def test_every_picture_is_made_once_and_some_are_kept(content):
    made = []

    def make(time_slice, setting):
        made.append(time_slice.slice_id)
        return fake_picture(time_slice, setting)

    pictures = Pictures(content, content.setting, make=make, most=2)
    keys = [PictureKey(key) for key in ("T01", "T04", "T06", "T14")]

    async def steps():
        await asyncio.gather(pictures.get(keys[2]), pictures.get(keys[2]))
        pictures.prepare(keys)
        await pictures.idle()

    run(steps())
    assert sorted(made) == ["T01", "T04", "T06", "T14"]
    assert [pictures.ready(key) is not None for key in keys] == [False, False, False, True] or sum(
        pictures.ready(key) is not None for key in keys
    ) == 2
    pictures.close()


# ------------------------------------------------------------------------------------------------- layers
def test_layers_switch_and_come_back(state, content, timeline, screen):
    layers = LayerLogic(state, content, timeline, screen)
    assert state.data.off == ["groundwater", "sewer", "stories"]
    assert [group["key"] for group in state.data.layers] == ["natuur", "bebouwing", "mens"]
    layers.switch("houses", False)
    assert screen.hidden == {"groundwater", "houses", "sewer", "stories"}
    layers.switch("sewer", True)
    layers.switch("nonsense", False)
    assert state.data.off == ["groundwater", "houses", "stories"]
    layers.reset()
    assert state.data.off == ["groundwater", "sewer", "stories"]


# ------------------------------------------------------------------------------------------------- camera
def test_the_camera_turns_zooms_and_comes_back(state, screen, view):
    start = screen.looked[-1]
    assert start.azimuth == 215
    assert state.data.viewpoint == "ov"
    assert view.apply(Turn(15.0))
    assert state.data.viewpoint == ""
    assert screen.looked[-1].azimuth == 230
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
    assert state.data.viewpoint == "ov"
    view.view_from("nowhere")
    view.apply(Turn(90.0))
    view.apply(Reset())
    assert screen.looked[-1] == start
    assert not view.apply(Step(1))


def test_the_camera_steps_back_for_ice_unless_it_was_moved(view):
    start, frame = view.camera, view.frame
    low, high = (np.array([[0.0, 0.0, z]]) for z in (10.0, start.view_height()))
    view.make_room(high, frame)
    assert view.camera.distance > start.distance * 1.05
    assert (view.camera.azimuth, view.camera.elevation) == (start.azimuth, start.elevation)
    view.make_room(low, frame)
    assert view.camera == start
    view.apply(Turn(10.0))
    moved = view.camera
    view.make_room(high, frame)
    assert view.camera == moved
    view.apply(Reset())
    assert view.camera.distance > start.distance * 1.05


def corners(camera, frame, content, top, size):
    e = content.grid.extent
    x, y, z = (a.ravel() for a in np.meshgrid((e.xmin, e.xmax), (e.ymin, e.ymax), (content.base, top)))
    return Projection(camera.view(frame, size[0] / size[1]), frame, size)(x, y, z) * size


@pytest.mark.parametrize("density", ["work", "zaal"])
@pytest.mark.parametrize("size", [(1364, 910), (1110, 603), (1062, 603), (1920, 880), (390, 640), (390, 265)])
@pytest.mark.parametrize(("azimuth", "elevation"), [(215.0, 31.0), (246.0, 36.0), (28.0, 27.0)])
def test_the_whole_block_stands_in_what_is_left_free(density, size, azimuth, elevation):
    content = SyntheticContent(cell=50.0, extent=HENGSTDAL_BOX)
    frame, heights = LocalFrame.of(HENGSTDAL_BOX, 4.0), (content.base, 83.0)
    camera = Turntable(
        CameraLimits(HENGSTDAL_BOX), 189000.0, 427000.0, 0.0, azimuth, elevation, 3000.0
    ).fitted(frame, heights)
    room = room_for(size, density)
    placed = framed(camera, frame, heights, size, room)
    low, high = (f(corners(placed, frame, content, 83.0, size), axis=0) for f in (np.min, np.max))
    free = (size[0] - room.left - room.right, size[1] - room.top - room.bottom)
    assert low == pytest.approx(np.maximum(low, (room.left, room.top)), abs=1.0)
    assert high == pytest.approx(np.minimum(high, (size[0] - room.right, size[1] - room.bottom)), abs=1.0)
    assert max((high - low) / free) == pytest.approx(1.0, abs=0.01)
    assert (placed.azimuth, placed.elevation) == (pytest.approx(azimuth), pytest.approx(elevation))


def test_on_a_phone_the_overview_looks_along_the_block_and_fills_the_width(content, state, view, screen):
    assert view.camera.azimuth == 215
    screen.size = (390.0, 640.0)
    view.refit()
    assert (view.camera.azimuth, view.camera.elevation) == (246, 36)
    flat, top = LocalFrame.of(content.grid.extent, 1.0), float(content.today_ground.max()) + 8
    view.make_room(np.empty((0, 3)), flat)
    across = np.ptp(corners(view.camera, flat, content, top, screen.size)[:, 0])
    assert across > 0.94 * 390
    assert state.data.viewpoint == "ov"
    view.apply(Turn(10.0))
    moved = view.camera
    screen.size = (1000.0, 625.0)
    view.refit()
    assert view.camera == moved
    view.apply(Reset())
    assert view.camera.azimuth == 215


def test_the_block_makes_way_for_the_tools_beside_it(view, screen):
    before = view.camera
    story, note = (0.0, 0.0, 0.35, 0.4), (0.6, 0.92, 0.99, 0.98)
    view.make_way([story, note])
    assert view.camera == before
    view.make_way([story, (0.8, 0.02, 0.99, 0.6), note])
    assert tools_width([(0.8, 0.02, 0.99, 0.6)], 1000.0) == pytest.approx(200.0)
    assert view.camera != before
    view.apply(Turn(10.0))
    moved = view.camera
    view.make_way([])
    assert view.camera == moved


def test_moving_follows_the_hand(screen, view):
    """Dragging the picture to the right takes the target to the left of the picture."""
    view.apply(ViewFrom(1))
    before = screen.looked[-1]
    view.apply(Move(0.1, 0.0), aspect=1.6)
    after = screen.looked[-1]
    assert after.x == pytest.approx(before.x - 0.1 * 1.6 * before.view_height(1.6))
    assert after.y == pytest.approx(before.y)


def test_the_camera_flies_unless_somebody_wants_no_movement(state, screen, view, monkeypatch):
    monkeypatch.setattr(flight, "SECONDS", 0.1)
    state.data.calm = False

    async def steps():
        start = view.camera
        view.look_at("boven", (188500.0, 426800.0), 30.0)
        await done(lambda: view.camera.elevation == 89)
        assert (view.camera.x, view.camera.y, view.camera.z) == (188500.0, 426800.0, 30.0)
        assert len({camera.elevation for camera in screen.looked}) > 2
        assert view.camera.distance < start.distance
        view.view_from("ov")
        assert state.data.viewpoint == "ov"
        view.apply(Turn(5.0))
        here = view.camera
        await asyncio.sleep(0.15)
        assert view.camera == here

    run(steps())


def test_a_flight_takes_the_shorter_turn(view):
    start, end = view.camera.turned(135), view.camera.turned(155)
    half = between(start, end, 0.5)
    assert half.azimuth == pytest.approx(0.0)
    assert between(start, end, 1.0) == end


# ------------------------------------------------------------------------------------------------- ground
def test_a_click_gives_the_core_of_that_spot(state, content, timeline, core, view, screen):
    async def steps():
        assert not core.pick(0.5, 0.5)
        await timeline.start()
        assert core.pick(0.5, 0.5)
        spot, frame = core.spot, timeline.drawn.frame
        x, y = Projection(view.camera.view(frame, 1.6), frame, screen.size)(*spot, core.height(spot))
        assert (x, y) == pytest.approx((0.5, 0.5), abs=0.004)
        assert state.data.side == "core"
        assert screen.refreshed == 1
        await done(lambda: state.data.core)
        assert state.data.core["where"] == f"x {spot[0]:.0f}, y {spot[1]:.0f}"
        timeline.go(1)
        await done(lambda: state.data.core["index"] == 1)
        set_by_browser(state, side="")
        assert state.data.core is None
        assert core.spot is None

    run(steps())


def test_a_click_beside_the_block_says_so_when_one_was_asked_for(state, timeline, core):
    async def steps():
        await timeline.start()
        assert not core.pick(0.01, 0.01)
        assert state.data.message == ""
        state.data.armed = True
        assert not core.pick(0.01, 0.01)
        assert state.data.message.startswith("Dit punt ligt buiten het blok")
        assert core.pick(0.5, 0.5)
        assert not state.data.armed

    run(steps())


def test_arrows_move_the_probe_as_seen_in_the_picture(state, content, timeline, core, view):
    view.apply(ViewFrom(1))

    async def steps():
        await timeline.start()
        assert not core.move(RIGHT)
        core.probe()
        x, y = core.spot
        assert core.move(RIGHT)
        assert core.spot == pytest.approx((x + 25, y))
        assert core.move(UP)
        assert core.spot == pytest.approx((x + 25, y + 25))
        assert not core.move(Turn(15.0))
        assert not core.move(Turn(0.0, 3.0)), "a drag straight up is no arrow"
        assert core.move(Turn(15.0, arrow=Arrow(-1, 0, far=True)))
        assert core.spot == pytest.approx((x - 75, y + 25))
        core.pick(0.4, 0.5)
        assert not core.move(RIGHT)

    run(steps())


def test_a_probe_by_key_always_hits_the_block(state, content, timeline, core, view):
    async def steps():
        await timeline.start()
        view.apply(Move(0.9, 0.0))
        assert not core.pick(0.5, 0.5)
        core.probe()
        e = content.grid.extent
        assert core.spot == ((e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2)
        assert core.move(Step(1, Arrow(1, 0)))

    run(steps())


def test_a_core_as_text(content):
    core = content.core(188600.0, 426900.0, "T14", "nl")
    words = {**content.words("nl"), **app_words("nl")}
    text = core_text(core, content.story_json("T14", "nl"), words)
    assert text.splitlines()[1] == "0.0 tot 12.0 m: Zand (Het ijs duwt)"
    assert text.endswith("Schematisch model, geen meetgegevens.\n")
    assert core_name([core], words) == "boring-x-188600-y-426900"


# -------------------------------------------------------------------------------------------------- units
def test_units_come_off_and_go_back(state, content, timeline, words):
    units = UnitLogic(state, content, timeline)

    async def steps():
        await timeline.start()
        names = [unit["key"] for unit in state.data.units]
        assert len(names) >= 2
        assert state.data.units[0]["name"]
        units.switch(names[0], False)
        assert state.data.units_off == [names[0]]
        await done(lambda: timeline.drawn.key.look.hidden_units == (names[0],))
        # The stops are not made beforehand like this, and go on as they are shown.
        timeline.apply(GoTo(0))
        await done(lambda: timeline.drawn.key == timeline.key)
        assert timeline.drawn.key.look.hidden_units == (names[0],)
        units.switch(names[0], True)
        await done(lambda: timeline.drawn.key.look.plain)

    run(steps())


def test_the_last_unit_stays_and_unknown_ones_mean_nothing(state, content, timeline, words):
    units = UnitLogic(state, content, timeline)

    async def steps():
        await timeline.start()
        for unit in [*state.data.units, {"key": "nonsense"}]:
            units.switch(unit["key"], False)
        assert len(state.data.units_off) == len(state.data.units) - 1
        units.in_blocks(True)
        await done(lambda: timeline.drawn.key.look.as_blocks)
        units.show((), blocks=False)
        assert (state.data.units_off, state.data.blocks) == ([], False)
        await done(lambda: timeline.drawn.key.look.plain)

    run(steps())


def test_units_are_listed_the_youngest_first_where_they_lie(content):
    stack = content.slice("T14").stack
    found = units_of(stack)
    thick = [unit for unit in {layer.unit for layer in stack.layers} if stack.thickness_mm(unit).any()]
    assert sorted(found) == sorted(thick)
    firsts = [min(layer.slot for layer in stack.layers if layer.unit == unit) for unit in found]
    assert firsts == sorted(firsts, reverse=True)


# ------------------------------------------------------------------------------------------------ overlay
def test_what_is_written_over_the_picture_follows_layers_and_camera(state, content, timeline, words, view):
    overlay = OverlayLogic(state, content, timeline)
    overlay.pins = lambda: [("", (188700.0, 426900.0))]

    async def steps():
        overlay.follow(view.camera, (1000.0, 625.0), True)
        assert state.data.overlay is None
        await timeline.start()
        overlay.follow(view.camera, (1000.0, 625.0), True)
        assert [label["text"] for label in state.data.overlay["labels"]] == ["Proefdal"]
        assert [pin["kind"] for pin in state.data.overlay["pins"]] == ["pin", "look"]
        state.data.off = ["names", "stories"]
        overlay.follow(view.camera.turned(90), (1000.0, 625.0), False)
        assert state.data.overlay["labels"] == []
        assert [pin["kind"] for pin in state.data.overlay["pins"]] == ["pin"]
        state.data.folded = False
        overlay.follow(view.camera, (1000.0, 625.0), False)
        assert len(state.data.overlay["pins"]) == 2

    run(steps())


def test_names_are_those_of_the_picture_that_is_shown(state, content, timeline, words, view):
    overlay, asked = OverlayLogic(state, content, timeline), []
    labels = content.labels

    async def steps():
        await timeline.start()
        content.labels = lambda slice_id, language: asked.append(slice_id) or labels(slice_id, language)
        # Another moment is chosen, and its picture is not there yet.
        state.data.index = 0
        overlay.follow(view.camera, (1000.0, 625.0), True)
        assert asked == ["T14"]

    try:
        run(steps())
    finally:
        del content.labels


def test_names_keep_clear_of_what_lies_over_the_picture(state, content, timeline, words, view):
    overlay, moved = OverlayLogic(state, content, timeline), []
    overlay.moved = lambda boxes: moved.append(len(boxes))

    async def steps():
        await timeline.start()
        overlay.follow(view.camera, (1000.0, 625.0), True)
        x, y = state.data.overlay["labels"][0]["foot"]
        overlay.keep_clear([(x - 0.05, y - 0.05, x + 0.05, y + 0.05)])
        overlay.keep_clear([(x - 0.05, y - 0.05, x + 0.05, y + 0.05)])
        assert moved == [1]
        overlay.follow(view.camera, (1000.0, 625.0), False)
        assert state.data.overlay["labels"] == []

    run(steps())


# ------------------------------------------------------------------------------------------ begin again
@pytest.fixture
def again(state, content, pictures, timeline, words, view, core, screen):
    app = SimpleNamespace(state=state, timeline=timeline, view=view, core=core)
    app.cutting = CutLogic(
        state, content, opening := Opening(content, content.setting), timeline, view, screen
    )
    app.layers, app.units = LayerLogic(state, content, timeline, screen), UnitLogic(state, content, timeline)
    app.rain = RainLogic(state, content, timeline, app.cutting.redraw)
    app.spots = SpotsLogic(state, content, timeline, app.cutting.redraw)
    overlay = OverlayLogic(state, content, timeline)
    app.compare = CompareLogic(state, content, pictures, screen, timeline, overlay)
    address = AddressLogic(state, content.choices(), view_parts(app))
    yield Restart(state, address, app.cutting.disarm), app
    address.close()
    opening.close()
    app.rain.close()
    app.spots.close()


def test_what_began_again_can_be_put_back(state, timeline, view, core, again):
    restart_logic, app = again

    async def steps():
        await timeline.start()
        view.apply(Turn(40.0))
        app.layers.switch("houses", False)
        core.look_into((188700.0, 426900.0))
        await done(lambda: state.data.core is not None)
        state.data.exaggeration, state.data.units_off = 6.0, ["GE"]
        state.data.colour_set, state.data.folded = "official", False
        app.cutting.arm()
        camera, off = view.camera, list(state.data.off)
        restart_logic.reset()
        assert view.camera.azimuth == 215
        assert (state.data.exaggeration, state.data.units_off, core.spot) == (3.0, [], None)
        assert "houses" not in state.data.off
        assert (state.data.cut_armed, state.data.cut_panel, state.data.colour_set) == ("", False, "official")
        assert (state.data.undo, state.data.folded) == (True, True)
        assert state.data.message == app_words("nl")["view.reset_done"]
        set_by_browser(state, language="en")
        restart_logic.undo()
        assert state.data.language == "en"
        assert view.camera == camera
        assert state.data.off == off
        assert (state.data.exaggeration, state.data.units_off) == (6.0, ["GE"])
        assert core.spot == (188700.0, 426900.0)
        assert state.data.side == "core"
        restart_logic.reset()
        app.cutting.arm()
        state.data.side = state.data.dialog = "words"
        assert (state.data.undo, state.data.cut_armed) == (True, "first")
        restart_logic.put_away()
        assert (state.data.undo, state.data.cut_armed, state.data.cut_panel) == (False, "", False)
        assert state.data.side == state.data.dialog == state.data.message == ""
        restart_logic.undo()
        assert core.spot is None
        assert not state.data.undo
        assert state.data.message == ""
        view.apply(Turn(5.0))
        here = view.camera
        restart_logic.undo()
        assert view.camera == here

    run(steps())


def test_what_was_compared_can_be_put_back(state, timeline, again):
    restart_logic, app = again
    compare, asked = app.compare, CompareState("T06", None, "diff", 0.25)

    async def steps():
        await timeline.start()
        assert compare.take(asked)
        restart_logic.reset()
        assert compare.view is None
        assert state.data.undo
        restart_logic.undo()
        assert compare.view == asked
        assert state.data.side == "compare"

    run(steps())


def test_in_half_of_the_screen_the_block_is_seen_from_the_same_side_and_clear_of_the_tools(view, screen):
    before = view.camera
    screen.size, screen.halves = (500.0, 625.0), True
    view.make_way([(0.9, 0.02, 0.99, 0.6)])
    view.refit()
    after = view.camera
    assert (after.azimuth, after.elevation) == (before.azimuth, before.elevation)
    e = view._content.grid.extent
    corners = [(x, y, z) for x in (e.xmin, e.xmax) for y in (e.ymin, e.ymax) for z in (-20.0, 75.0)]
    projection = Projection(after.view(view.frame, 0.8), view.frame, screen.size)
    places = projection(*np.array(corners).T)
    # The tools take the last tenth of the screen: a fifth of the half at the right.
    assert places[:, 0].min() > 0.0
    assert places[:, 0].max() <= 0.805
    assert 0.0 < places[:, 1].min() < places[:, 1].max() < 1.0


def test_the_way_back_is_offered_for_a_while_and_only_where_something_changed(
    state, timeline, view, again, monkeypatch
):
    restart_logic, _ = again
    monkeypatch.setattr(restart, "UNDO_SECONDS", 0.05)

    async def steps():
        await timeline.start()
        restart_logic.reset()
        assert not state.data.undo
        assert state.data.message == ""
        view.apply(Zoom(2.0))
        restart_logic.reset()
        assert state.data.undo
        await done(lambda: not state.data.undo)
        assert state.data.message == ""
        here = view.camera
        restart_logic.undo()
        assert view.camera == here

    run(steps())


def test_the_legend_lists_what_is_in_view(state, content, timeline, words, view):
    overlay = OverlayLogic(state, content, timeline)

    async def steps():
        await timeline.start()
        overlay.follow(view.camera, (1000.0, 625.0), True)
        on, below = ([item["key"] for item in group["items"]] for group in state.data.legend)
        assert {"gras", "straat"} <= set(on)
        assert {"sand_coarse", "clay"} <= set(below)
        overlay.follow(view.camera.turned(0, 80), (1000.0, 625.0), True)
        assert len(state.data.legend[1]["items"]) < len(below) + 1

    run(steps())


def test_from_above_no_wall_is_in_view(content, view):
    samples = Samples.of(content.slice("T14"), content.setting(Look("contrast", 3.0)))
    above = view.camera.turned(0, 80)
    counts = samples.counts(Projection(above.view(view.frame, 1.6), view.frame, (1000, 625)), 3.0)
    aside = samples.counts(Projection(view.camera.view(view.frame, 1.6), view.frame, (1000, 625)), 3.0)
    assert sum(counts.ground.values()) < 0.2 * sum(aside.ground.values())
    assert sum(counts.cover.values()) > sum(aside.cover.values())
    assert np.all([key in ("ice", "roof_red", "roof_grey", "trees") for key in counts.things])
