import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.web.logic.gestures import (
    Arrow,
    Gestures,
    GoTo,
    Move,
    Reset,
    Step,
    Turn,
    Undo,
    ViewFrom,
    Zoom,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KINDS = (
    "LeftButtonPress",
    "MouseMove",
    "LeftButtonRelease",
    "MouseWheel",
    "StartPinch",
    "Pinch",
    "StartPan",
    "Pan",
)
FIELDS = ("x", "y", "w", "h", "spinY", "factor", "translation", "key", "shiftKey", "controlKey")


def mouse(kind, x=0, y=0, **more):
    return {"type": kind, "x": x, "y": y, "w": 200, "h": 100, **more}


def test_dragging_turns_with_the_hand():
    gestures = Gestures()
    assert gestures.read(mouse("LeftButtonPress", 50, 50)) is None
    assert gestures.read(mouse("MouseMove", 70, 50)) == Turn(18.0, 0.0)
    assert gestures.read(mouse("MouseMove", 70, 40)) == Turn(0.0, 9.0)
    gestures.read(mouse("LeftButtonRelease", 70, 40))
    assert gestures.read(mouse("MouseMove", 100, 40)) is None


@pytest.mark.parametrize(
    "press", [mouse("RightButtonPress"), mouse("MiddleButtonPress"), mouse("LeftButtonPress", shiftKey=1)]
)
def test_other_buttons_move_the_picture(press):
    gestures = Gestures()
    gestures.read(press)
    assert gestures.read(mouse("MouseMove", 20, 10)) == Move(0.1, 0.1)


def test_the_wheel_zooms_towards_when_rolled_forward():
    forward, back = (Gestures().read({"type": "MouseWheel", "spinY": spin}) for spin in (-1, 1))
    assert forward.factor > 1 > back.factor
    assert forward.factor * back.factor == pytest.approx(1)
    assert Gestures().read({"type": "MouseWheel", "spinY": 1e9}).factor > 0.5


def test_a_pinch_zooms_by_what_was_added():
    gestures = Gestures()
    gestures.read({"type": "StartPinch", "factor": 1})
    assert gestures.read({"type": "Pinch", "factor": 1.5}) == Zoom(1.5)
    assert gestures.read({"type": "Pinch", "factor": 3.0}) == Zoom(2.0)
    gestures.read({"type": "EndPinch", "factor": 3.0})
    gestures.read({"type": "StartPinch", "factor": 1})
    assert gestures.read({"type": "Pinch", "factor": 1.5}) == Zoom(1.5)


def test_two_fingers_move_by_what_was_added():
    gestures = Gestures()
    gestures.read(mouse("StartPan", translation=[0, 0]))
    assert gestures.read(mouse("Pan", translation=[20, 10])) == Move(0.1, 0.1)
    assert gestures.read(mouse("Pan", translation=[20, 30])) == Move(0.0, 0.2)


@pytest.mark.parametrize(
    ("key", "shift", "action"),
    [
        ("ArrowLeft", False, Step(-1)),
        ("ArrowRight", False, Step(1)),
        ("ArrowLeft", True, Turn(15.0)),
        ("ArrowRight", True, Turn(-15.0)),
        ("ArrowUp", True, Turn(0.0, 10.0)),
        ("Home", False, GoTo(0)),
        ("End", False, GoTo(-1)),
        ("+", True, Zoom(1.2)),
        ("-", False, Zoom(1 / 1.2)),
        ("0", False, Reset()),
        ("2", False, ViewFrom(1)),
        ("q", False, None),
        ("w", False, None),
        ("Tab", False, None),
    ],
)
def test_keys(key, shift, action):
    assert Gestures().read({"type": "keyDown", "key": key, "shiftKey": shift}) == action


def test_keys_of_the_browser_are_left_alone():
    assert Gestures().read({"type": "keyDown", "key": "-", "controlKey": True}) is None
    assert Gestures().read({"type": "keyDown", "key": "ArrowLeft", "altKey": True}) is None


@given(
    st.lists(
        JSON
        | st.builds(dict, type=st.sampled_from((*KINDS, "keyDown"))).flatmap(
            lambda event: st.fixed_dictionaries({}, optional={f: JSON for f in FIELDS}).map(
                lambda more: {**more, **event}
            )
        ),
        max_size=6,
    )
)
def test_no_event_of_any_shape_breaks_it(events):
    gestures = Gestures()
    for event in events:
        gestures.read(event)


@pytest.mark.parametrize("shift", [False, True])
@pytest.mark.parametrize(
    ("key", "right", "up"),
    [("ArrowLeft", -1, 0), ("ArrowRight", 1, 0), ("ArrowUp", 0, 1), ("ArrowDown", 0, -1)],
)
def test_an_arrow_says_which_way_and_how_far(key, right, up, shift):
    action = Gestures().read({"type": "KeyDown", "key": key, "shiftKey": shift})
    assert action.arrow == Arrow(right, up, far=shift)


def test_a_drag_is_no_arrow():
    gestures = Gestures()
    place = {"x": 100, "y": 100, "w": 400, "h": 200}
    gestures.read({"type": "LeftButtonPress", **place})
    assert gestures.read({"type": "MouseMove", **place, "y": 120}).arrow is None


def test_control_and_z_take_back_a_new_beginning():
    gestures = Gestures()
    assert gestures.read({"type": "KeyDown", "key": "z", "controlKey": True}) == Undo()
    assert gestures.read({"type": "KeyDown", "key": "z"}) is None
    assert gestures.read({"type": "KeyDown", "key": "z", "controlKey": True, "altKey": True}) is None
