"""Two moments compared, without a browser."""

import asyncio
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests.web.test_logic import (  # noqa: F401 - fixtures
    FakeScreen,
    content,
    done,
    fake_picture,
    pictures,
    run,
    screen,
    set_by_browser,
    state,
    timeline,
    view,
    words,
)
from wijkgenese3d.exports.tables import difference_csv
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.report.difference import difference_between
from wijkgenese3d.scene.view_state import CompareState
from wijkgenese3d.web.logic import pictures as pictures_module
from wijkgenese3d.web.logic.app_state import SETTABLE
from wijkgenese3d.web.logic.compare_logic import CompareLogic
from wijkgenese3d.web.logic.cut_beside import CutBeside
from wijkgenese3d.web.logic.gestures import Move, Turn
from wijkgenese3d.web.logic.other_moment import Other
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import PictureKey, Pictures, Superseded

T01, T04, T06, T14 = range(4)


class TwoScreen(FakeScreen):
    """Remembers what is beside and in place of the picture as well."""

    def __init__(self):
        super().__init__()
        self.beside, self.halves, self.covered = None, False, None

    def show_beside(self, picture, frame=None, *, halves=False):
        self.beside = None if picture is None else picture.slice_id
        self.halves = halves

    def cover(self, picture):
        self.covered = None if picture is None else picture.slice_id


@pytest.fixture
def screen():  # noqa: F811
    return TwoScreen()


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch):
    monkeypatch.setattr(pictures_module, "difference_picture", lambda picture, *_: picture)


@pytest.fixture
def compare(state, content, pictures, screen, timeline, words):  # noqa: F811
    return CompareLogic(state, content, pictures, screen, timeline, OverlayLogic(state, content, timeline))


def started(timeline, *steps, wait=lambda: True):  # noqa: F811
    """Start the app, then take steps, each awaited until nothing is being made."""

    async def go():
        await timeline.start()
        for step in steps:
            step()
            await done(lambda: not (timeline._state.data.busy or timeline._state.data.cmp_busy))
        await done(wait)

    run(go())


def test_the_earlier_moment_is_to_the_left_whichever_was_chosen_first(state, compare, timeline, screen):  # noqa: F811
    data = state.data
    seen = []

    def note():
        seen.append((data.cmp_main, data.cmp_dates["a"], data.cmp_dates["b"], screen.beside))

    started(
        timeline,
        lambda: compare.choose(T06),
        note,
        lambda: timeline.go(T01),
        note,
    )
    assert seen == [
        ("b", "100 n.Chr.", "2025", "T06"),
        ("a", "ca. 150.000 jaar geleden", "100 n.Chr.", "T06"),
    ]
    assert (data.cmp_mode, data.cmp_index, data.cmp_moment) == ("swipe", T06, None)


def test_what_is_shown_is_named_after_its_own_picture(state, compare, timeline):  # noqa: F811
    started(timeline)
    # Another moment is chosen, and its picture is not there yet.
    state.data.index = 0
    assert timeline.slice_id == "T01"
    assert compare.shown() == (timeline.drawn, "T14")


def test_comparing_a_moment_with_itself_is_refused_at_the_field(state, compare, timeline, screen):  # noqa: F811
    data = state.data
    data.dialog = "compare"
    started(timeline, lambda: compare.choose(T14))
    assert data.cmp_error == "Dit moment ziet u al. Kies een ander moment."
    assert (data.cmp_mode, data.dialog, screen.beside) == ("", "compare", None)
    assert not compare.type_year("2025")
    assert data.cmp_error == "Dit moment ziet u al. Kies een ander moment."


@pytest.mark.parametrize(
    ("typed", "said"),
    [("gisteren", "Dit jaar begrijpen"), ("99999", "We laten zien"), ("", "Dit jaar")],
)
def test_a_year_that_cannot_be_is_refused_at_the_field(state, compare, timeline, typed, said):  # noqa: F811
    started(timeline, lambda: compare.type_year(typed))
    assert state.data.cmp_error.startswith(said)
    assert state.data.cmp_mode == ""
    assert state.data.message == ""


def test_what_was_wrong_is_forgotten_when_the_dialog_closes(state, compare, timeline):  # noqa: F811
    state.data.dialog = "compare"
    started(timeline, lambda: compare.choose(T14), lambda: set_by_browser(state, dialog=""))
    assert state.data.cmp_error == ""


def test_a_typed_year_is_compared_with_and_marked(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.type_year("1000"))
    assert compare.other == Other(T06, 1000.0)
    assert state.data.cmp_moment["after"] == T06
    assert state.data.cmp_dates["a"] == "1000"
    assert compare.drawn.key.year == 1000.0
    assert screen.beside == "T06"


@pytest.mark.parametrize(("year", "before"), [(0.00001, T04), (300.123, T06)])
def test_a_year_with_decimals_stays_that_year(state, compare, timeline, year, before):  # noqa: F811
    asked = CompareState("T06" if before == T06 else "T04", year)
    started(timeline, lambda: compare.take(asked), lambda: timeline.go(T01), compare.swap)
    assert (timeline.year, state.data.moment["after"], compare.other) == (year, before, Other(T01))
    assert timeline.drawn.key.year == year


def test_a_typed_year_near_zero_leaves_the_timeline_free(compare, timeline):  # noqa: F811
    started(timeline, lambda: compare.type_year("0,00001"), lambda: timeline.go(T06))
    assert (compare.view.year, timeline.drawn.key.slice_id) == (0.00001, "T06")


def test_a_year_outside_the_scene_in_an_address_is_not_compared_with(state, compare, timeline):  # noqa: F811
    started(timeline, lambda: compare.take(CompareState("T14", 99999.0)), lambda: timeline.go(T04))
    assert compare.other is None
    assert timeline.drawn.key.slice_id == "T04"


def test_what_goes_wrong_beside_the_timeline_does_not_stop_it(timeline, monkeypatch, caplog):  # noqa: F811
    monkeypatch.setattr(timeline, "on_moment", [lambda: 1 / 0])
    started(timeline, lambda: timeline.go(T04))
    assert timeline.drawn.key.slice_id == "T04"
    assert "ZeroDivisionError" in caplog.text


def test_stepping_moves_the_main_moment_and_leaves_the_other(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.choose(T04), lambda: timeline.go(T06), lambda: timeline.go(T04))
    assert compare.other == Other(T04)
    assert screen.beside == "T04"
    assert state.data.cmp_dates["a"] == state.data.cmp_dates["b"]


def test_swapping_lets_the_timeline_move_the_other_one(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.choose(T04), compare.swap)
    assert (state.data.index, compare.other) == (T04, Other(T14))
    assert (state.data.cmp_main, screen.beside, screen.shown[-1]) == ("a", "T14", "T04")


def test_swapping_with_a_typed_year(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.type_year("1000"), compare.swap)
    assert (timeline.year, compare.other) == (1000.0, Other(T14))
    assert state.data.moment["label"] == "1000"
    started(timeline, compare.swap)
    assert (timeline.year, state.data.index, compare.other) == (None, T14, Other(T06, 1000.0))


def test_side_by_side_a_place_on_the_screen_is_one_in_its_half(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.choose(T06), lambda: compare.set_mode("side"))
    assert screen.halves
    x, y, drawn = compare.spot(0.25, 0.4)
    assert (x, y, drawn.key.slice_id) == (0.5, 0.4, "T06")
    x, y, drawn = compare.spot(0.75, 0.4)
    assert (x, y, drawn.key.slice_id) == (0.5, 0.4, "T14")
    assert compare.as_seen(Move(0.1, 0.2)) == Move(0.2, 0.2)
    assert compare.as_seen(Turn(5.0)) == Turn(5.0)


def test_with_a_border_a_place_is_of_the_picture_that_is_seen_there(state, compare, timeline):  # noqa: F811
    started(timeline, lambda: compare.choose(T06), lambda: set_by_browser(state, cmp_at=0.3))
    assert [compare.spot(x, 0.5)[2].key.slice_id for x in (0.29, 0.31)] == ["T06", "T14"]
    assert compare.spot(0.29, 0.5)[:2] == (0.29, 0.5)
    assert compare.as_seen(Move(0.1, 0.2)) == Move(0.1, 0.2)


def test_the_difference_is_that_of_the_command(state, content, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.choose(T06), lambda: compare.set_mode("diff"))
    expected = difference_between(content.slice("T06"), content.slice("T14"), content.legend).as_json()
    assert compare.csv() == difference_csv(expected)
    assert compare.command() == "wijkgenese3d diff scenes/proefdal T06 T14"
    assert (screen.covered, screen.beside, state.data.side) == ("T14", None, "compare")
    told = state.data.cmp_difference
    json.dumps(told)
    assert told["ground"][0]["volume"] == f"{expected['raised_m3']:,.0f}".replace(",", ".")
    rise = content.slice("T14").ground - content.slice("T06").ground
    row, column = np.unravel_index(np.argmax(rise), rise.shape)
    assert compare.spot_of("raised") == (content.grid.x[column], content.grid.y[row])
    assert compare.spot_of("nothing") is None


def test_the_difference_goes_from_the_earlier_to_the_later_moment(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: timeline.go(T04), lambda: compare.choose(T14), lambda: compare.set_mode("diff"))
    assert compare.command().endswith("T04 T14")
    assert (compare.drawn.key.slice_id, compare.drawn.key.since) == ("T14", ("T04", None))
    assert compare.shown() == (compare.drawn, "T14")


def test_ground_that_is_taken_off_is_not_compared(state, compare, timeline):  # noqa: F811
    state.data.units_off = ["BXSC"]
    started(timeline, lambda: compare.choose(T06))
    assert compare.drawn.key.look.hidden_units == ("BXSC",)
    started(timeline, lambda: compare.set_mode("diff"))
    assert compare.drawn.key.look.plain


def test_both_pictures_follow_colours_and_heights(state, compare, timeline):  # noqa: F811
    started(timeline, lambda: compare.choose(T06), lambda: set_by_browser(state, exaggeration=8))
    assert compare.drawn.key.look.exaggeration == timeline.drawn.key.look.exaggeration == 8.0


def test_it_ends_and_leaves_the_moment_of_the_timeline(state, compare, timeline, screen):  # noqa: F811
    data = state.data
    started(timeline, lambda: compare.choose(T06), lambda: compare.set_mode("diff"), compare.stop)
    assert (data.cmp_mode, data.cmp_index, data.side, data.index) == ("", None, "", T14)
    assert (screen.covered, screen.beside, compare.drawn, data.cmp_difference) == (None, None, None, None)
    assert compare.spot(0.2, 0.2) == (0.2, 0.2, timeline.drawn)
    assert (compare.csv(), compare.command()) == ("", "")


def test_its_words_follow_the_language(state, compare, timeline):  # noqa: F811
    started(
        timeline,
        lambda: compare.type_year("100 v.Chr."),
        lambda: compare.set_mode("diff"),
        lambda: set_by_browser(state, language="en"),
    )
    assert state.data.cmp_dates["a"] == "100 BC"
    assert state.data.cmp_difference["steps"][3]["name"] == "less than 0.5 m of difference"


def test_what_is_not_there_means_nothing(state, compare, timeline, screen):  # noqa: F811
    started(timeline, lambda: compare.set_mode("side"), compare.swap, compare.stop)
    assert not compare.choose(99)
    assert not compare.choose(-1)
    assert not compare.take(CompareState("T06", None, "upside down"))
    assert not compare.take(CompareState("T99"))
    assert (state.data.cmp_mode, screen.beside) == ("", None)


def test_an_address_brings_it_back(state, compare, timeline, screen):  # noqa: F811
    asked = CompareState("T06", 1000.0, "side", 0.25)
    started(timeline, lambda: compare.take(asked))
    assert compare.view == asked
    assert (state.data.cmp_mode, state.data.cmp_at, screen.halves) == ("side", 0.25, True)
    assert compare.drawn.key.year == 1000.0
    started(timeline, lambda: compare.take(None))
    assert (compare.view, state.data.cmp_mode) == (None, "")


def test_a_browser_sets_the_border_within_the_picture():
    assert all(SETTABLE["cmp_at"](value) for value in (0, 0.5, 1))
    assert not any(
        SETTABLE["cmp_at"](value) for value in (-0.1, 1.1, True, "0.5", None, float("nan"), float("inf"))
    )


def test_each_place_waits_for_its_own_picture(content):  # noqa: F811
    """Found: a second picture that was asked for made the first one be given up."""

    async def go():
        pictures = Pictures(content, content.setting, make=fake_picture)  # noqa: F811
        asked = [
            asyncio.ensure_future(pictures.get(PictureKey(key), place))
            for key, place in (("T01", "main"), ("T04", "main"), ("T06", "beside"))
        ]
        found = await asyncio.gather(*asked, return_exceptions=True)
        pictures.close()
        return [one if isinstance(one, Superseded) else one.key.slice_id for one in found]

    first, *others = asyncio.run(go())
    assert isinstance(first, Superseded) or first == "T01"
    assert others == ["T04", "T06"]


def test_names_keep_clear_of_what_lies_over_their_own_half(content, compare, timeline, screen):  # noqa: F811
    overlay = compare._overlay
    overlay.window = compare.window
    started(timeline, lambda: compare.choose(T06))
    assert compare.window(compare.beside()) == (0.0, 1.0)
    started(timeline, lambda: compare.set_mode("side"))
    assert compare.window(compare.beside()) == (0.0, 0.5)
    assert compare.window(timeline.drawn) == (0.5, 1.0)
    size = (500.0, 625.0)
    camera = timeline._view.camera

    def names(drawn):
        written = overlay.written(drawn, drawn.key.slice_id, camera, size)
        return [label["foot"][0] for label in written["labels"]]

    (x,) = names(timeline.drawn)
    overlay.keep_clear([(x / 2 - 0.2, 0.0, x / 2 + 0.2, 1.0)])
    assert names(compare.beside()) == []
    assert len(names(timeline.drawn)) == 1
    overlay.keep_clear([(0.5 + x / 2 - 0.2, 0.0, 0.5 + x / 2 + 0.2, 1.0)])
    assert len(names(compare.beside())) == 1
    assert names(timeline.drawn) == []


class FakeOpening:
    """A cut, without anything that cuts."""

    quick, versions = False, ()

    def __init__(self):
        self.cut = None

    @property
    def changes(self):
        return self.cut is not None

    async def in_thread(self, work):
        return work()

    def ground(self, whole, versions):
        def opened(cut, *, quick):
            name, ground = getattr(cut, "name", cut), whole.ground - getattr(cut, "dig", 0.0)
            picture = SimpleNamespace(slice_id=f"{name} of {whole.key.slice_id}", standing=None)
            return replace(whole, picture=picture, ground=ground)

        return SimpleNamespace(drawn=whole, versions=versions, opened=opened)


def test_the_other_moment_is_cut_as_the_first(compare, timeline, screen):  # noqa: F811
    opening, cutting = FakeOpening(), SimpleNamespace(on_shown=[])
    CutBeside(opening, cutting, compare, lambda change: change())

    def cut(what):
        opening.cut = None if what is None else SimpleNamespace(name=what)
        for listener in cutting.on_shown:
            listener()

    seen = []
    steps = (lambda: compare.choose(T06), lambda: cut("bite"), lambda: cut(None), lambda: cut("line"))
    for step in (*steps, lambda: compare.choose(T04), compare.stop):
        started(timeline, step)
        seen.append(screen.beside)
    assert seen == ["T06", "bite of T06", "T06", "line of T06", "line of T04", None]


def test_what_is_picked_lies_on_the_ground_as_it_is_cut(compare, timeline):  # noqa: F811
    opening = FakeOpening()
    CutBeside(opening, SimpleNamespace(on_shown=[]), compare, lambda change: change())
    opening.cut = Cut(dig=1.0)
    started(timeline, lambda: compare.choose(T06))
    picked = compare.spot(0.1, 0.5)[2]
    assert (picked.ground == compare.whole_beside.ground - 1.0).all()
