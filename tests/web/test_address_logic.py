"""The view as one state: in the address and back, undone and done again."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.model.events import CERTAINTIES
from wijkgenese3d.scene.layers import LAYER_KEYS
from wijkgenese3d.scene.view_state import ADDRESS_KEYS, EXAGGERATIONS, CameraState, ViewState
from wijkgenese3d.web.logic.address_logic import LONGEST, AddressLogic, ViewPart, part_words
from wijkgenese3d.web.logic.app_state import AppState
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.gestures import Move, Reset, Turn, Zoom
from wijkgenese3d.web.logic.history_logic import MOST, QUIET, HistoryLogic, change_of
from wijkgenese3d.web.logic.layer_logic import LayerLogic
from wijkgenese3d.web.logic.opener import Opening
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.unit_logic import UnitLogic
from wijkgenese3d.web.logic.view_logic import ViewLogic
from wijkgenese3d.web.logic.view_parts import view_parts
from wijkgenese3d.web.logic.words_logic import WordsLogic

_number = itertools.count()
CONTENT = SyntheticContent(cell=25.0, houses=4)
CHOICES = CONTENT.choices()
BOX = CHOICES.box


class Screen:
    """Shows nothing."""

    size, halves = (1000.0, 625.0), False

    def show(self, picture, frame):
        pass

    def look(self, camera):
        pass

    def hide(self, layers):
        pass

    def refresh(self):
        pass


class Pins:
    """Keeps pins, and asks for no cores."""

    def __init__(self):
        self.pins = ()

    def put(self, pins):
        self.pins = tuple(pins)


class Kept:
    """Keeps what is compared, what falls, and which map is shown; nothing is reckoned."""

    view = storm = None
    shown = frozenset()

    def take(self, view):
        self.view = view

    def fall(self, storm):
        self.storm = storm

    def put(self, shown):
        self.shown = shown


class Logic:
    """The logic of the app without pictures; time goes by only when a test says so."""

    def __init__(self):
        server = get_server(f"address-{next(_number)}", client_type="vue3")
        server.state.ready()
        self.state = TypedState(server.state, AppState)
        data = self.data = self.state.data
        data.exaggeration, data.calm = CONTENT.exaggeration, True
        self.pictures = Pictures(CONTENT, CONTENT.setting)
        self.view = ViewLogic(self.state, CONTENT, Screen())
        self.timeline = TimelineLogic(self.state, CONTENT, self.pictures, Screen(), self.view)
        # No pictures are made here.
        self.timeline._want = lambda: None
        self.timeline._prepare = lambda: None
        self.words = WordsLogic(self.state, CONTENT, self.timeline)
        self.layers = LayerLogic(self.state, CONTENT, self.timeline, Screen())
        self.units = UnitLogic(self.state, CONTENT, self.timeline)
        opening = Opening(CONTENT, CONTENT.setting)
        self.cutting = CutLogic(self.state, CONTENT, opening, self.timeline, self.view, Screen())
        self.core = Pins()
        self.compare, self.rain, self.spots = Kept(), Kept(), Kept()
        self.now = 0.0
        self.address = AddressLogic(self.state, CHOICES, view_parts(self))
        self.history = HistoryLogic(self.state, self.address, lambda: self.now)
        data.units = [{"key": key, "name": key} for key in CHOICES.units]

    def do(self, change, later=QUIET + 0.1):
        """Make a change as the page does, some time after the last one."""
        self.now += later
        with self.state.state:
            change(self)
            self.address.notice()
        return self.address.view


@pytest.fixture
def logic():
    logic = Logic()
    yield logic
    logic.pictures.close()


def rounded(low, high):
    return st.floats(low, high, allow_nan=False).map(lambda value: round(value, 1))


spots = st.tuples(rounded(BOX[0] + 1, BOX[2] - 1), rounded(BOX[1] + 1, BOX[3] - 1))
cameras = st.sampled_from([CameraState(key) for key in CHOICES.cameras]) | st.builds(
    CameraState,
    key=st.just(""),
    azimuth=rounded(0, 359.9),
    elevation=rounded(8, 89),
    distance=rounded(800, 1800),
    focal=st.tuples(rounded(BOX[0], BOX[2]), rounded(BOX[1], BOX[3]), rounded(-20, 60)),
)
# A year with the same date in words as a stop is that stop.
CUTS = (
    Cut(),
    Cut(dig=5.0),
    Cut(lid=True, dig=2.0),
    Cut(piece=Bite(BOX[0] + 200.0, BOX[1] + 150.0, 10.0, True, False)),
    Cut(piece=Halving((BOX[0] + 100.0, BOX[1] + 100.0), (BOX[0] + 400.0, BOX[1] + 300.0), True)),
)
years = st.none() | st.sampled_from([-20000.5, 1000.0, 1500.25, 1944.9])
views = st.builds(
    ViewState,
    slice_id=st.sampled_from(CHOICES.slice_ids),
    year=years,
    layers=st.frozensets(st.sampled_from(LAYER_KEYS)),
    hidden_units=st.frozensets(st.sampled_from(CHOICES.units)),
    colour_set=st.sampled_from(["contrast", "official"]),
    exaggeration=st.sampled_from(EXAGGERATIONS),
    language=st.sampled_from(["nl", "en"]),
    theme=st.sampled_from(["light", "dark"]),
    camera=cameras,
    blocks=st.booleans(),
    pins=st.lists(spots, max_size=2, unique=True).map(tuple),
    cut=st.sampled_from(CUTS),
    certainty=st.sampled_from(CERTAINTIES),
).map(
    lambda view: (
        view if view.year is None else replace(view, slice_id=CONTENT.timeline.at_or_before(view.year).id)
    )
)

changes = st.one_of(
    st.integers(0, 3).map(lambda i: lambda app: app.timeline.go(i)),
    st.sampled_from(["1000", "1944,9", "nonsense"]).map(lambda t: lambda app: app.timeline.type_year(t)),
    rounded(-90, 90).map(lambda a: lambda app: app.view.apply(Turn(a, a / 9))),
    st.sampled_from([0.8, 1.2]).map(lambda f: lambda app: app.view.apply(Zoom(f))),
    rounded(-1, 1).map(lambda m: lambda app: app.view.apply(Move(m, -m))),
    st.sampled_from(["ov", "boven"]).map(lambda key: lambda app: app.view.view_from(key)),
    st.just(lambda app: app.view.apply(Reset())),
    st.tuples(st.sampled_from(LAYER_KEYS), st.booleans()).map(lambda t: lambda app: app.layers.switch(*t)),
    st.tuples(st.sampled_from(CHOICES.units), st.booleans()).map(lambda t: lambda app: app.units.switch(*t)),
    st.booleans().map(lambda on: lambda app: app.units.in_blocks(on)),
    st.sampled_from(["lid", "bite", "dig"]).map(lambda kind: lambda app: app.cutting.choose(kind)),
    st.just(lambda app: app.cutting.across()),
    st.lists(spots, max_size=2).map(lambda pins: lambda app: app.core.put(pins)),
    st.sampled_from(CUTS).map(lambda cut: lambda app: app.cutting.put(cut)),
    st.sampled_from(EXAGGERATIONS).map(lambda n: lambda app: setattr(app.data, "exaggeration", n)),
    st.sampled_from(["contrast", "official"]).map(lambda k: lambda app: setattr(app.data, "colour_set", k)),
    st.sampled_from(CERTAINTIES).map(lambda sure: lambda app: setattr(app.data, "certainty", sure)),
    st.sampled_from(["light", "dark"]).map(lambda t: lambda app: setattr(app.data, "theme", t)),
)
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# ----------------------------------------------------------------------------------------------- address
@often
@given(views)
def test_the_app_shows_what_a_view_says_and_its_address_gives_it_back(view):
    logic = Logic()
    logic.do(lambda app: app.address.show(view))
    assert logic.address.view == view
    other = Logic()
    other.do(lambda app: app.address.open(logic.address.text))
    assert other.address.view == view
    assert other.data.message == ""
    assert other.data.view_address == logic.data.view_address
    for one in (logic, other):
        one.pictures.close()


def test_the_address_opens_short_and_says_what_differs(logic):
    assert logic.data.view_address == "p=T14"
    logic.do(lambda app: app.timeline.go(2))
    logic.do(lambda app: app.layers.switch("houses", False))
    assert logic.data.view_address.startswith("p=T06&l=border,contours,names,plants")
    logic.do(lambda app: app.view.apply(Turn(10.0)))
    assert "&c=225,31," in logic.data.view_address


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p=T99", "de periode"),
        ("#p=T06&y=gisteren", "het jaar"),
        ("p=T06&l=roads,volcano", "de lagen"),
        ("p=T06&c=1,2,3&h=7&t=neon&k=pink", "het standpunt, de hoogte, licht of donker, de kleuren"),
        ("p=T06&b=ja&u=XX", "de blokjes, de lagen van de grond"),
        ("p=T06&wat=1", "een onbekend deel"),
        ("%ff%fe", "een onbekend deel"),
        ("&".join(f"a{n}=1" for n in range(500)), "een onbekend deel"),
        ("p=T06&l=" + "roads," * LONGEST, "de lagen"),
    ],
)
def test_what_does_not_fit_is_left_out_and_said(logic, text, said):
    logic.do(lambda app: app.address.open(text))
    assert said in logic.data.message
    assert logic.address.view.slice_id in ("T06", "T14")


def test_it_is_said_in_the_language_of_the_link(logic):
    logic.do(lambda app: app.address.open("lang=en&p=T99"))
    assert logic.data.message.startswith("Part of the link does not fit here: the period.")


@often
@given(st.text(max_size=80) | st.binary(max_size=40).map(lambda b: b.decode("latin-1")))
def test_no_address_is_an_error(text):
    logic = Logic()
    logic.do(lambda app: app.address.open(text))
    assert logic.address.view.slice_id in CHOICES.slice_ids
    logic.pictures.close()


def test_a_part_of_another_logic_joins_with_one_line(logic):
    kept = {"exaggeration": 8.0}
    part = ViewPart(lambda: kept, lambda view: kept.update(exaggeration=view.exaggeration))
    address = AddressLogic(logic.state, CHOICES, [part])
    assert address.view.exaggeration == 8.0
    address.open("h=5")
    assert kept == {"exaggeration": 5.0}


# ------------------------------------------------------------------------------------------ undo and redo
@often
@given(st.lists(st.tuples(changes, st.sampled_from([0.1, 1.0])), max_size=25))
def test_all_changes_undone_is_where_it_began_and_all_done_again_where_it_ended(steps):
    logic = Logic()
    first = logic.address.view
    for change, later in steps:
        logic.do(change, later)
    last = logic.address.view
    theme = logic.data.theme
    for _ in range(len(steps) + 1):
        logic.do(lambda app: app.history.undo())
    assert not logic.data.view_undo
    assert logic.address.view == replace(first, theme=theme)
    for _ in range(len(steps) + 1):
        logic.do(lambda app: app.history.redo())
    assert not logic.data.view_redo
    assert logic.address.view == last
    logic.pictures.close()


def test_a_drag_is_one_change_and_a_pause_makes_two(logic):
    first = logic.address.view
    for _ in range(30):
        logic.do(lambda app: app.view.apply(Turn(1.0)), later=0.03)
    logic.do(lambda app: app.view.apply(Turn(40.0)))
    logic.do(lambda app: app.history.undo())
    assert logic.address.view.camera.azimuth == 245.0
    logic.do(lambda app: app.history.undo())
    assert logic.address.view == first
    assert (logic.data.view_undo, logic.data.view_redo) == (False, True)


def test_changes_of_two_kinds_are_two_however_fast(logic):
    logic.do(lambda app: app.view.apply(Turn(5.0)))
    logic.do(lambda app: app.timeline.go(1), later=0.05)
    logic.do(lambda app: app.layers.switch("roads", False), later=0.05)
    logic.do(lambda app: app.layers.switch("houses", False), later=0.05)
    for undone in range(4):
        assert logic.data.view_undo, undone
        logic.do(lambda app: app.history.undo(), later=0.05)
    assert not logic.data.view_undo


def test_all_that_is_played_is_one_change(logic):
    first = logic.do(lambda app: app.timeline.go(2))
    with logic.state.state:
        logic.data.playing = True
    for index in (0, 1, 2, 3):
        logic.do(lambda app, i=index: app.timeline.go(i), later=2.6)
    with logic.state.state:
        logic.data.playing = False
    logic.do(lambda app: app.history.undo())
    assert logic.address.view == first


def test_a_sweep_that_comes_back_is_nothing_to_undo(logic):
    for turn in (5.0, -5.0):
        logic.do(lambda app, by=turn: app.timeline.go(1 if by > 0 else 3), later=0.1)
    assert not logic.data.view_undo


def test_a_new_change_ends_redo(logic):
    logic.do(lambda app: app.timeline.go(1))
    logic.do(lambda app: app.history.undo())
    assert logic.data.view_redo
    logic.do(lambda app: app.timeline.go(0))
    assert not logic.data.view_redo


def test_light_and_language_stay_and_what_was_undone_is_said(logic):
    logic.do(lambda app: app.timeline.go(1))
    logic.do(lambda app: app.layers.switch("roads", False))
    with logic.state.state:
        logic.data.theme, logic.data.language = "dark", "en"
    logic.do(lambda app: app.history.undo())
    assert logic.data.spoken == "Undone: the layers."
    logic.do(lambda app: app.history.undo())
    assert logic.data.spoken.startswith("Undone: the period. 2025: Straten")
    assert (logic.data.theme, logic.data.language) == ("dark", "en")
    assert not logic.data.view_undo
    logic.do(lambda app: app.history.redo())
    assert logic.data.spoken.startswith("Done again: the period.")


def test_only_so_many_changes_are_kept(logic):
    for number in range(MOST + 20):
        logic.do(lambda app, n=number: app.layers.switch("roads", n % 2 == 1))
    for _ in range(MOST):
        assert logic.data.view_undo
        logic.do(lambda app: app.history.undo())
    assert not logic.data.view_undo


def test_kinds_of_change():
    view = CHOICES.opening()
    assert change_of(view, replace(view, theme="dark", language="en")) == frozenset()
    assert change_of(view, replace(view, slice_id="T01", year=-9000.0)) == {"moment"}
    assert change_of(view, replace(view, camera=CameraState("", 1.0, 30.0, 900.0))) == {"camera"}
    assert change_of(replace(view, camera=CameraState("", 1.0)), view) == {"viewpoint"}
    assert change_of(view, replace(view, blocks=True, exaggeration=8.0)) == {"blocks", "exaggeration"}


def test_what_somebody_else_took_back_can_be_done_again(logic):
    """A new beginning is put back with what is no part of the view; history only takes that in."""
    start = logic.address.view
    logic.do(lambda app: app.view.apply(Turn(40.0)))
    before = logic.address.view
    logic.history.close()
    logic.do(lambda app: app.view.apply(Reset()))
    with logic.state.state:
        logic.view.take(before.camera)
        logic.history.returned()
    assert (logic.data.view_undo, logic.data.view_redo) == (True, True)
    logic.do(lambda app: app.history.redo())
    assert logic.address.view == start
    for _ in range(2):
        logic.do(lambda app: app.history.undo())
    assert logic.address.view == start
    assert not logic.data.view_undo


def test_another_change_ends_the_offer_of_a_new_beginning(logic):
    calls = []
    logic.history.on_change = lambda: calls.append(1)
    logic.do(lambda app: app.timeline.go(1))
    logic.do(lambda app: app.history.undo())
    assert calls == [1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_of_a_view_has_a_name_for_people(language):
    """What is undone, or left out of a link, is said by name."""
    for key in (*ADDRESS_KEYS.values(), "p", "y"):
        assert part_words((key,), language) != part_words((), language), key
