"""Two pins, places by name, and what is taken along, with a screen that only remembers."""

import asyncio
import csv
import io
import itertools

import numpy as np
import pytest
from PIL import Image
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.synthetic_content import SyntheticContent
from tests.web.test_logic import FakeScreen, done, fake_picture, run, set_by_browser
from wijkgenese3d.exports.tables import CORE_COLUMNS, core_csv
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.core_logic import CoreLogic
from wijkgenese3d.web.logic.gestures import Arrow, Step
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.probe_logic import ProbeLogic
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.logic.words_logic import WordsLogic
from wijkgenese3d.web.probe_triggers import PROBE_TRIGGERS, probe_triggers

_number = itertools.count()
FIRST, SECOND, THIRD = (188600.0, 426900.0), (188700.5, 426850.0), (188500.0, 427000.0)


class Desk:
    """All that the panel needs, put together as the app does."""

    def __init__(self):
        self.content = SyntheticContent(cell=25.0, houses=4)
        server = get_server(f"probe-{next(_number)}", client_type="vue3")
        server.state.ready()
        self.state = TypedState(server.state, AppState)
        self.data = self.state.data
        self.data.exaggeration, self.data.calm = self.content.exaggeration, True
        self.screen = FakeScreen()
        self.pictures = Pictures(self.content, self.content.setting, make=fake_picture)
        self.view = ViewLogic(self.state, self.content, self.screen)
        self.timeline = TimelineLogic(self.state, self.content, self.pictures, self.screen, self.view)
        self.words = WordsLogic(self.state, self.content, self.timeline)
        self.core = CoreLogic(self.state, self.content, self.timeline, self.view, self.screen)
        self.overlay = OverlayLogic(self.state, self.content, self.timeline)
        self.overlay.pins = lambda: self.core.marks
        self.probe = ProbeLogic(self.state, self.content, self.timeline, self.view, self.core)

    async def settled(self):
        """Both cores have been told."""
        await done(lambda: self.data.core and (len(self.core.pins) < 2 or self.data.probe_second))


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.core.close()
    desk.pictures.close()


def two(desk):
    desk.core.look_into(FIRST)
    desk.core.keep(True)
    desk.core.look_into(SECOND)


# --------------------------------------------------------------------------------------------------- pins
def test_a_kept_pin_stays_and_the_next_spot_stands_beside_it(desk):
    async def steps():
        await desk.timeline.start()
        desk.core.look_into(FIRST)
        assert desk.core.marks == [("", FIRST)]
        desk.core.keep(True)
        assert desk.data.armed
        assert desk.core.marks == [("A", FIRST)]
        desk.core.look_into(SECOND)
        await desk.settled()
        assert desk.core.marks == [("A", FIRST), ("B", SECOND)]
        assert desk.data.core["at"] == list(FIRST)
        assert desk.data.probe_second["at"] == list(SECOND)
        desk.core.look_into(THIRD)
        await done(lambda: desk.data.probe_second["at"] == list(THIRD))
        assert desk.core.pins == (FIRST, THIRD), "the second one moves, the first was kept"

    run(steps())


def test_the_pin_that_was_chosen_moves(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        desk.core.choose(0)
        desk.core.look_into(THIRD)
        assert desk.core.pins == (THIRD, SECOND)
        for bad in (2, -1):
            desk.core.choose(bad)
            assert desk.data.probe_active == 0

    run(steps())


@pytest.mark.parametrize(("index", "left"), [(0, SECOND), (1, FIRST)])
def test_one_of_two_is_taken_away_and_the_other_stays_as_it_was(desk, index, left):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        desk.core.drop(7)
        assert len(desk.core.pins) == 2
        desk.core.drop(index)
        assert desk.core.marks == [("", left)]
        assert desk.data.core["at"] == list(left)
        assert desk.data.probe_second is None
        assert not desk.data.probe_kept
        desk.core.drop(0)
        assert desk.core.pins == ()
        assert desk.data.side == ""

    run(steps())


def test_spots_that_the_pin_has_left_are_not_asked_for(desk, monkeypatch):
    asked, tell = [], desk.content.core

    def core(x, y, *more, **options):
        asked.append((x, y))
        return tell(x, y, *more, **options)

    monkeypatch.setattr(desk.content, "core", core)

    async def steps():
        await desk.timeline.start()
        for k in range(40):
            desk.core.look_into((188500.0 + k, 426900.0))
        await done(lambda: desk.data.core)
        assert desk.data.core["at"] == [188539.0, 426900.0]
        assert len(asked) <= 2

    run(steps())


def test_pins_are_put_as_an_address_has_them(desk):
    async def steps():
        await desk.timeline.start()
        desk.core.put((FIRST, SECOND))
        await desk.settled()
        assert desk.data.side == "core"
        assert desk.data.probe_kept
        assert desk.data.probe_second["at"] == list(SECOND)
        desk.core.put((SECOND,))
        await desk.settled()
        assert desk.data.core["at"] == list(SECOND)
        assert desk.data.probe_second is None
        desk.core.put(())
        assert (desk.core.pins, desk.data.side, desk.data.core) == ((), "", None)

    run(steps())


def test_a_spot_is_kept_in_whole_decimetres_within_the_box(desk):
    async def steps():
        await desk.timeline.start()
        desk.core.look_into((188600.04, 426900.06))
        assert desk.core.spot == (188600.0, 426900.1)
        desk.core.look_into((189000.0, 427150.0))
        assert desk.core.spot == (188999.9, 427149.9), "the outer edge of the box belongs to no address"

    run(steps())


def test_closing_the_panel_takes_both_pins_and_the_search_away(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        desk.probe.search("dal")
        set_by_browser(desk.state, side="")
        assert desk.core.pins == ()
        assert (desk.data.core, desk.data.probe_second, desk.data.probe_found) == (None, None, [])
        assert not desk.data.probe_kept

    run(steps())


def test_another_panel_hides_the_pins_and_closing_it_leaves_them(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        for side in ("rain", "words", ""):
            set_by_browser(desk.state, side=side)
        assert desk.core.marks == [("A", FIRST), ("B", SECOND)]
        assert not desk.core.move(Step(1, Arrow(1, 0)))
        desk.timeline.go(1)
        await done(lambda: desk.data.core["index"] == desk.data.probe_second["index"] == 1)
        # "Prik hier" and its key show them again where they are.
        desk.core.probe()
        assert (desk.data.side, desk.core.pins) == ("core", (FIRST, SECOND))
        assert desk.core.move(Step(1, Arrow(1, 0)))
        with desk.state.state:
            pass
        set_by_browser(desk.state, side="")
        assert desk.core.pins == ()

    run(steps())


def test_who_goes_to_another_panel_no_longer_looks_for_a_spot(desk):
    async def steps():
        await desk.timeline.start()
        set_by_browser(desk.state, side="core", armed=True)
        set_by_browser(desk.state, side="rain")
        assert not desk.data.armed

    run(steps())


def test_both_cores_follow_the_moment_also_a_typed_year(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        desk.timeline.go(1)
        await done(lambda: desk.data.core["index"] == desk.data.probe_second["index"] == 1)
        desk.timeline.type_year("1000")
        await done(lambda: desk.data.core["between"] and desk.data.probe_second["between"])
        assert desk.data.core["sentence"] == "1000: Gras."
        desk.timeline.go(3)
        await done(lambda: desk.data.core["index"] == desk.data.probe_second["index"] == 3)
        assert desk.data.core["between"] is None

    run(steps())


def test_the_ground_at_two_pins_is_told_apart_in_the_language(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        for low, high, said in (
            (40.0, 43.4, "3,5 m hoger"),
            (43.0, 40.0, "3 m lager"),
            (40.0, 40.1, "even hoog"),
        ):
            with desk.state.state:
                desk.data.core = {**desk.data.core, "ground": low}
                desk.data.probe_second = {**desk.data.probe_second, "ground": high}
            assert said in desk.data.probe_apart
        desk.core.drop(1)
        with desk.state.state:
            pass
        assert desk.data.probe_apart == ""

    run(steps())


def test_letters_stand_on_the_pins_and_no_name_covers_them(desk):
    async def steps():
        await desk.timeline.start()
        valley = desk.content.labels("T14", "nl")[0].at
        desk.core.put((FIRST, (valley[0], valley[1] + 25)))
        desk.overlay.follow(desk.view.camera, (1000.0, 625.0), at_rest=False)
        overlay = desk.data.overlay
        pins = {pin["text"]: pin["at"] for pin in overlay["pins"] if pin["kind"] == "pin"}
        assert set(pins) == {"A", "B"}
        for label in overlay["labels"]:
            half = (len(label["text"]) * 7.6 + 18) / 2
            x, y = label["at"][0] * 1000, label["at"][1] * 625
            px, py = pins["B"][0] * 1000, pins["B"][1] * 625
            assert abs(px - x) > half + 9 or not y - 26 - 9 < py < y + 9

    run(steps())


# ------------------------------------------------------------------------------------------------- places
def test_names_are_offered_with_what_tells_them_apart(desk):
    desk.probe.search("DAL")
    assert [(row["name"], row["detail"]) for row in desk.data.probe_found] == [
        ("Dalstraat", "vanaf 1910"),
        ("Proefdal", ""),
    ]
    desk.probe.search("een k")
    assert [(row["name"], row["detail"]) for row in desk.data.probe_found] == [
        ("Één kamp", "80 n.Chr. tot 105 n.Chr."),
    ]
    desk.probe.search("zzz")
    assert desk.data.probe_found == []


def test_choosing_flies_there_and_sets_the_pin(desk):
    async def steps():
        await desk.timeline.start()
        desk.probe.search("dals")
        (offered,) = desk.data.probe_found
        before = desk.view.camera
        assert desk.probe.go("dals", offered["id"])
        spot = desk.content.places.find("Dalstraat", "nl").at
        assert desk.core.pins == (spot,)
        camera = desk.view.camera
        assert (camera.x, camera.y) == spot
        assert camera.z == pytest.approx(desk.core.height(spot))
        assert (camera.azimuth, camera.elevation) == (before.azimuth, before.elevation)
        assert camera.distance < before.distance
        assert desk.data.probe_found == []
        await done(lambda: desk.data.core)

    run(steps())


def test_the_second_place_is_shown_with_the_first(desk):
    async def steps():
        await desk.timeline.start()
        desk.core.put(((188420.0, 426720.0),))
        desk.core.keep(True)
        assert desk.probe.go("188980, 427130")
        desk.overlay.follow(desk.view.camera, (1000.0, 625.0), at_rest=False)
        letters = [pin["text"] for pin in desk.data.overlay["pins"] if pin["kind"] == "pin"]
        assert letters == ["A", "B"], "neither is out of the picture"

    run(steps())


def test_what_is_not_there_in_this_period_is_found_too(desk):
    async def steps():
        await desk.timeline.start()
        desk.timeline.go(0)
        assert desk.probe.go("Dalstraat")
        assert desk.timeline.slice_id == "T01"
        assert desk.core.pins

    run(steps())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Kerkstraat", "Deze naam kennen we niet: 'Kerkstraat'"),
        ("Dalstraet", "Bedoelt u Dalstraat?"),
        ("verre dijk", "Verre dijk ligt buiten het blok."),
        ("0, 0", "buiten het blok. Kies x van 188400 tot 189000"),
        ("189392", "Typ twee getallen"),
        ("1" * 5000, "Typ twee getallen"),
        ("", "Typ een naam"),
    ],
)
def test_what_cannot_be_found_is_said_at_the_field_and_the_view_stays(desk, typed, said):
    async def steps():
        await desk.timeline.start()
        desk.core.look_into(FIRST)
        camera, looked = desk.view.camera, len(desk.screen.looked)
        assert not desk.probe.go(typed)
        assert said in desk.data.probe_error
        assert desk.data.message == ""
        assert desk.core.pins == (FIRST,)
        assert (desk.view.camera, len(desk.screen.looked)) == (camera, looked)
        desk.probe.search("dal")
        assert desk.data.probe_error == "", "who types on is not told again"

    run(steps())


def test_coordinates_set_the_pin_as_well(desk):
    async def steps():
        await desk.timeline.start()
        assert desk.probe.go("188700,5 426850")
        assert desk.core.pins == (SECOND,)

    run(steps())


# -------------------------------------------------------------------------------------------- taken along
def test_the_table_is_that_of_the_command_line(desk):
    async def steps():
        await desk.timeline.start()
        assert await desk.probe.take("csv") == ""
        desk.core.look_into(FIRST)
        await desk.settled()
        assert await desk.probe.take("csv") == core_csv(desk.content.core_data(*FIRST))
        desk.timeline.type_year("1000")
        await done(lambda: desk.data.core["between"])
        years = [row["year"] for row in csv.DictReader(io.StringIO(await desk.probe.take("csv")))]
        assert years == ["-148000.0", "-5000.0", "100.0", "1000.0", "2025.0"]

    run(steps())


def test_the_table_of_two_pins_says_of_which_each_row_is(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        rows = list(csv.DictReader(io.StringIO(await desk.probe.take("csv"))))
        assert list(rows[0]) == ["core", "x", "y", *CORE_COLUMNS]
        assert [(row["core"], row["x"], row["y"]) for row in rows[3:5]] == [
            ("A", "188600.0", "426900.0"),
            ("B", "188700.5", "426850.0"),
        ]

    run(steps())


def test_text_and_pictures_hold_both_pins(desk):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        text = await desk.probe.take("txt")
        assert text.startswith("A · x 188600, y 426900")
        assert "\nB · x 188700, y 426850" in text
        image = Image.open(io.BytesIO(await desk.probe.take("png")))
        assert image.width == 1400
        assert np.asarray(image).std() > 10
        assert "A: x 188600" in image.text["Description"]
        assert "B: x 188700" in image.text["Description"]
        svg = await desk.probe.take("svg")
        assert svg.startswith(b"<svg")
        assert desk.probe.file("png") == "boring-x-188600-y-426900-x-188700-y-426850.png"

    run(steps())


# ----------------------------------------------------------------------------------------------- triggers
BAD = (None, True, 3, -1, 2.5, "x", "", [], {}, float("nan"), "../../etc", "a" * 100_000)


@pytest.mark.parametrize("name", sorted(PROBE_TRIGGERS))
def test_a_browser_may_send_anything(desk, name):
    async def steps():
        await desk.timeline.start()
        two(desk)
        await desk.settled()
        call = probe_triggers(desk)[name]
        for bad in BAD:
            for more in ((), (bad,), (None, 7)):
                answer = call(bad, *more)
                if asyncio.iscoroutine(answer):
                    answer = await answer
                assert answer in (None, "", False, True), (name, bad)
        assert len(str(desk.data.probe_error)) < 300

    run(steps())


def test_all_triggers_are_known_to_the_rules(desk):
    assert set(probe_triggers(desk)) == PROBE_TRIGGERS
