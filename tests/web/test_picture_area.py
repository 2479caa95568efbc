import asyncio
import io

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.model import RDExtent
from wijkgenese3d.web import picture_area
from wijkgenese3d.web.picture_area import PictureArea

BOX = RDExtent(188400.0, 426700.0, 188800.0, 427000.0)
FRAME = LocalFrame.of(BOX, 3.0)
CAMERA = Turntable(CameraLimits(BOX), 188600.0, 426850.0, 0.0, 215.0, 31.0, 700.0)


class FakeDrawer:
    def __init__(self):
        self.size, self.drawn, self.views = (1, 1), [], []

    def show(self, picture):
        self.picture = picture
        self.shows = [*getattr(self, "shows", []), picture]

    def set_camera(self, view):
        self.views.append(view)

    def resize(self, size, scale=1.0):
        self.size = size

    def set_hidden(self, layers):
        self.hidden = layers

    def set_dark(self, dark):
        self.dark = dark

    def close(self):
        self.closed = True

    def rest(self):
        self.rested = [*getattr(self, "rested", []), len(self.drawn)]

    def image(self, *, sharp=False):
        self.drawn.append(self.size)
        self.sharp = sharp
        return np.zeros((self.size[1], self.size[0], 3), np.uint8)


class FakeStreamer:
    def __init__(self):
        self.sent = []

    def push_content(self, name, meta, content):
        self.sent.append((name, meta, content))


@pytest.fixture(autouse=True)
def _short_rest(monkeypatch):
    monkeypatch.setattr(picture_area, "REST", 0.05)


@pytest.fixture
def drawer():
    return FakeDrawer()


@pytest.fixture
def area(drawer):
    seen = []
    area = PictureArea("block", drawer, lambda _event: None, lambda *told: seen.append(told))
    area.set_streamer(FakeStreamer())
    area.seen = seen
    area.show("picture", FRAME)
    return area


def during(area, *steps, wait=0.2):
    async def run():
        for step in steps:
            step()
        await asyncio.sleep(wait)
        await area.close()

    asyncio.run(run())


def test_nothing_is_drawn_before_the_page_says_how_large(area, drawer):
    during(area, lambda: area.look(CAMERA), lambda: area.show("picture", FRAME))
    assert drawer.drawn == []


def test_many_requests_become_one_quick_image_and_one_sharp_one(area, drawer):
    turns = [lambda k=k: area.look(CAMERA.turned(k)) for k in range(20)]
    during(area, lambda: area.update_size("", {"w": 200, "h": 100, "p": 1}), *turns)
    assert drawer.drawn == [(200, 100), (400, 200)]
    name, meta, content = area._streamer.sent[-1]
    assert (name, meta["type"], meta["w"], meta["h"]) == ("block", "image/jpeg", 400, 200)
    assert Image.open(io.BytesIO(content)).size == (400, 200)


def test_the_stage_rests_when_nothing_happens_for_a_while(area, drawer, monkeypatch):
    monkeypatch.setattr(picture_area, "PAUSE", 0.05)
    told = []
    area.on_rest = lambda: told.append(list(drawer.rested))
    during(area, lambda: area.update_size("", {"w": 200, "h": 100}), lambda: area.look(CAMERA), wait=0.4)
    assert (len(drawer.drawn), drawer.rested, told) == (2, [2], [[2]])
    during(area, lambda: area.move(True), lambda: area.look(CAMERA.turned(4)))
    assert drawer.rested == [2]


def test_the_stage_does_not_rest_between_two_images_nor_after_the_end(area, drawer, monkeypatch):
    monkeypatch.setattr(picture_area, "PAUSE", 0.3)

    async def run():
        area.update_size("", {"w": 200, "h": 100})
        for turn in range(4):
            area.look(CAMERA.turned(turn))
            await asyncio.sleep(0.2)
        await area.close()
        await asyncio.sleep(0.4)

    asyncio.run(run())
    assert len(drawer.drawn) == 8
    assert not hasattr(drawer, "rested")


def test_each_image_is_told_with_its_size_in_the_page(area):
    during(area, lambda: area.look(CAMERA), lambda: area.update_size("", {"w": 200, "h": 100}))
    assert area.seen == [(CAMERA, (200, 100), False), (CAMERA, (200, 100), True)]


def test_in_a_hand_images_are_small_until_it_lets_go(area, drawer):
    during(
        area,
        lambda: area.update_size("", {"w": 200, "h": 100}),
        lambda: area.move(True),
        lambda: area.look(CAMERA),
    )
    assert drawer.drawn == [(120, 60)]
    assert not drawer.sharp
    drawer.drawn.clear()
    during(area, lambda: area.move(False))
    assert drawer.drawn == [(200, 100), (400, 200)]
    assert drawer.sharp


def test_layers_are_left_out(area, drawer):
    during(area, lambda: area.hide(frozenset({"houses"})))
    assert drawer.hidden == {"houses"}


def test_a_huge_page_is_drawn_smaller(area, drawer):
    during(area, lambda: area.look(CAMERA), lambda: area.update_size("", {"w": 8000, "h": 4000}))
    assert all(w * h <= 2_900_000 for w, h in drawer.drawn)
    assert drawer.drawn[0] == (1673, 837)


@pytest.mark.parametrize(
    "size", [None, [], {}, {"w": "9", "h": 9}, {"w": float("nan"), "h": 9}, {"w": True, "h": 9}, {"w": 5}]
)
def test_a_size_that_is_none_is_left_alone(area, drawer, size):
    during(area, lambda: area.look(CAMERA), lambda: area.update_size("", size), wait=0.05)
    assert drawer.drawn == []


def test_a_tall_page_shows_the_whole_width(area, drawer):
    during(area, lambda: area.look(CAMERA), lambda: area.update_size("", {"w": 100, "h": 200}))
    assert drawer.views[0].height * 0.5 == pytest.approx(CAMERA.view_height() * 1.6)


def test_events_go_on_unchecked_to_who_checks_them(drawer):
    seen = []
    area = PictureArea("block", drawer, seen.append)
    area.on_interaction("origin", {"type": 5})
    assert seen == [{"type": 5}]


@pytest.fixture
def two(drawer):
    """An area that can make a second stage."""
    made = []

    def another():
        made.append(FakeDrawer())
        return made[-1]

    seen = []
    area = PictureArea("block", drawer, lambda _event: None, lambda *told: seen.append(told), another=another)
    area.set_streamer(FakeStreamer())
    area.made, area.seen = made, seen
    area.show("picture", FRAME)
    return area


def sized(area):
    area.update_size("", {"w": 200, "h": 100})


def test_without_anything_to_compare_there_is_one_stage(two, drawer):
    during(two, lambda: two.look(CAMERA), lambda: sized(two))
    assert two.made == []
    assert {name for name, *_ in two._streamer.sent} == {"block"}


def test_a_second_picture_is_seen_by_the_same_camera(two, drawer):
    two.show_beside("other", FRAME)
    during(two, lambda: two.look(CAMERA), lambda: sized(two))
    (second,) = two.made
    assert second.picture == "other"
    assert [name for name, *_ in two._streamer.sent] == ["block", "block-beside"] * 2
    assert drawer.drawn == second.drawn == [(140, 70), (400, 200)]
    for mine, other in zip(drawer.views, second.views, strict=True):
        assert (mine.position == other.position).all()
        assert mine.height == other.height
    assert second.closed


def test_side_by_side_each_has_half_the_width(two, drawer):
    two.show_beside("other", FRAME, halves=True)
    during(two, lambda: two.look(CAMERA), lambda: sized(two))
    assert drawer.drawn == two.made[0].drawn == [(100, 100), (200, 200)]
    assert two.size == (100, 100)
    assert two.aspect == 1.0
    assert two.seen[-1] == (CAMERA, (100, 100), True)


def test_a_camera_is_placed_anew_for_half_of_the_width(two):
    sizes = []
    sized(two)
    two.on_size = lambda: sizes.append((two.size, two.halves))
    two.show_beside("other", FRAME)
    two.show_beside("other", FRAME, halves=True)
    two.show_beside(None)
    assert sizes == [((100, 100), True), ((200, 100), False)]


def test_a_second_stage_is_as_dark_and_bare_as_the_first_and_goes_away(two):
    two.darken(True)
    two.hide(frozenset({"houses"}))
    two.show_beside("other", FRAME, halves=True)
    (second,) = two.made
    assert (second.dark, second.hidden) == (True, {"houses"})
    two.darken(False)
    two.hide(frozenset())
    assert (second.dark, second.hidden) == (False, frozenset())
    two.show_beside("other", FRAME)
    assert second.shows == ["other"], "the same picture is not handed over again"
    two.show_beside(None)
    assert second.closed
    assert two.size == (1280, 800)


def test_a_picture_covers_the_one_below_until_it_is_taken_away(two, drawer):
    two.cover("difference")
    two.show("next", FRAME)
    assert drawer.picture == "difference"
    two.cover(None)
    assert drawer.picture == "next"
    two.cover("difference")
    other = LocalFrame.of(BOX, 5.0)
    two.show("higher", other)
    assert drawer.picture == "higher", "what was drawn in another frame does not fit"
