"""Cutting the block open in the app: fields, handles, the line of two points, the section beside it."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from tests.web.test_logic import FakeScreen, content, done, run, screen, set_by_browser, state, view  # noqa: F401
from wijkgenese3d.geometry.annotations import Projection
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.geometry.lattice import Sampler
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.web.logic.cut_fields import Limits, as_fields, read_number
from wijkgenese3d.web.logic.cut_handles import dragged, handles_of, nudged
from wijkgenese3d.web.logic.cut_logic import CutLogic
from wijkgenese3d.web.logic.cut_tool import CutTool
from wijkgenese3d.web.logic.opener import Opening
from wijkgenese3d.web.logic.overlay_logic import OverlayLogic
from wijkgenese3d.web.logic.pictures import Pictures
from wijkgenese3d.web.logic.section_logic import SectionLogic
from wijkgenese3d.web.logic.timeline_logic import TimelineLogic
from wijkgenese3d.web.logic.words_logic import WordsLogic


class Bench:
    """The logic of cutting over the synthetic scene, with real pictures and a screen that remembers them."""

    def __init__(self, state, content, screen, view):  # noqa: F811
        self.pictures = []
        screen.show = lambda picture, _frame: self.pictures.append(picture)
        self.made = Pictures(content, content.setting)
        self.timeline = TimelineLogic(state, content, self.made, screen, view)
        self.words = WordsLogic(state, content, self.timeline)
        self.opening = Opening(content, content.setting)
        self.cutting = CutLogic(state, content, self.opening, self.timeline, view, screen)
        self.section = SectionLogic(state, content, self.cutting, self.timeline, screen)
        self.tool = CutTool(content, self.cutting, self.section, self.timeline, view, screen)
        self.state, self.content, self.view, self.screen = state, content, view, screen

    async def opened(self):
        """Show the first picture."""
        await self.timeline.start()
        await done(lambda: self.pictures)

    async def cut(self, change):
        """Change the cut, and wait for its picture."""
        count = len(self.pictures)
        with self.state.state:
            change()
        await done(lambda: len(self.pictures) > count)
        return self.pictures[-1]

    def close(self):
        self.made.close()
        self.opening.close()


@pytest.fixture
def bench(state, content, screen, view):  # noqa: F811
    bench = Bench(state, content, screen, view)
    yield bench
    bench.close()


BOX = Limits(RDExtent(0.0, 0.0, 1000.0, 800.0), -20.0, 60.0)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("189.392,5", 189392.5),
        (" 7 m ", 7.0),
        ("\N{MINUS SIGN}5", -5.0),
        (3, 3.0),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, value):
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["", "tien", "1e999", "nan", "inf", None, True, [1], "9" * 400])
def test_what_is_no_number_is_none(typed):
    assert read_number(typed) is None or typed == "9" * 400


def test_a_bite_shows_a_cut_picture_and_its_fields(bench, state, content):  # noqa: F811
    async def steps():
        await bench.opened()
        whole = bench.pictures[-1]
        picture = await bench.cut(lambda: bench.cutting.choose("bite"))
        assert len(picture.inner) == 3
        assert state.data.cut["kind"] == "bite"
        assert state.data.cut_panel
        bite = bench.cutting.cut.piece
        drawn, original = bench.timeline.drawn.ground, bench.timeline.whole.ground
        x, y = np.meshgrid(content.grid.x, content.grid.y)
        gone = ((x > bite.x) == bite.east) & ((y > bite.y) == bite.north) & (original > bite.z)
        assert (drawn[gone] == bite.z).all()
        assert (drawn[~gone] == original[~gone]).all()
        again = await bench.cut(lambda: bench.cutting.choose("bite"))
        assert again is whole
        assert state.data.cut["kind"] == ""

    run(steps())


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("x", "letters", "geen getal"),
        ("x", "99999", "Kies een getal van"),
        ("z", "-400", "Kies een getal van"),
        ("dig", "31", "Kies een getal van 0 tot 30"),
        ("dig", "", "geen getal"),
    ],
)
def test_a_field_says_what_is_wrong_and_the_view_stays(bench, state, field, text, said):  # noqa: F811
    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        before, count = bench.cutting.cut, len(bench.pictures)
        bench.cutting.set_field(field, text)
        assert said in state.data.cut_errors[field]["said"]
        assert state.data.cut_errors[field]["typed"] == text
        await asyncio.sleep(0.05)
        assert bench.cutting.cut == before
        assert len(bench.pictures) == count
        # Another field that is right leaves it; its own, or taking it back, clears it.
        await bench.cut(lambda: bench.cutting.set_field("y", str(before.piece.y - 20)))
        assert list(state.data.cut_errors) == [field]
        bench.cutting.set_field(field, None)
        assert state.data.cut_errors == {}
        bench.cutting.set_field(field, text)
        await bench.cut(lambda: bench.cutting.choose("bite"))
        assert state.data.cut_errors == {}

    run(steps())


def test_what_a_browser_sends_at_random_means_nothing(bench):
    async def steps():
        await bench.opened()
        for bad in (None, 7, [], {}, "x" * 1000):
            bench.cutting.choose(bad)
            bench.cutting.set_field(bad, bad)
            bench.cutting.set_field("corner", bad)
        bench.cutting.set_field("x1", "5")
        assert bench.cutting.cut == Cut()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        before = bench.cutting.cut
        for bad in (None, 7, [], {}, "midden"):
            bench.cutting.set_field("corner", bad)
            bench.cutting.set_field("x", bad)
        assert bench.cutting.cut == before

    run(steps())


def test_two_points_make_a_section_that_is_nearer_away(bench, state, view):  # noqa: F811
    async def steps():
        await bench.opened()
        bench.cutting.choose("line")
        assert state.data.cut_armed == "first"
        assert bench.cutting.pick(0.45, 0.5)
        assert state.data.cut_armed == "second"
        assert bench.tool.points()[0].kind == "pin"
        assert bench.cutting.pick(0.001, 0.001)
        assert state.data.message == state.data.words["core.outside"]
        assert bench.cutting.pick(0.45, 0.5)
        assert state.data.message == state.data.words["cut.same"]
        picture = await bench.cut(lambda: bench.cutting.pick(0.62, 0.52))
        assert state.data.cut_armed == ""
        assert not bench.cutting.pick(0.5, 0.5)
        assert len(picture.inner) == 1
        assert picture.ghost is not None
        # The middle of what was taken lies nearer to who looks than the middle of the block.
        taken = bench.timeline.drawn.ground < bench.timeline.whole.ground
        a = np.radians(view.camera.azimuth)
        x, y = np.meshgrid(bench.content.grid.x, bench.content.grid.y)
        near = np.sin(a) * x + np.cos(a) * y
        assert near[taken].mean() > near.mean()
        other = await bench.cut(bench.cutting.other_half)
        assert other is not picture
        assert (bench.timeline.drawn.ground < bench.timeline.whole.ground).sum() == pytest.approx(
            taken.size - taken.sum(), abs=taken.shape[1] * 2
        )

    run(steps())


def test_the_section_is_drawn_and_told_and_shares_its_pointer(bench, state):  # noqa: F811
    async def steps():
        await bench.opened()
        await bench.cut(bench.cutting.across)
        section = state.data.section
        assert section["image"].startswith("data:image/jpeg;base64,")
        piece = bench.cutting.cut.piece
        assert section["length"] == pytest.approx(np.hypot(*np.subtract(piece.end, piece.start)), abs=0.1)
        assert section["base"] == pytest.approx(-20.0)
        bench.section.point(section["length"] / 2, 10.0)
        assert "10 m NAP" in state.data.section_at["where"]
        assert "150.000 jaar geleden" in state.data.section_at["what"]
        middle = np.mean([piece.start, piece.end], axis=0)
        assert bench.section.spot == pytest.approx(tuple(middle))
        assert [mark.kind for mark in bench.tool.points()] == ["pointer"]
        bench.section.point(0.0)
        assert state.data.section_at["log"][-1].endswith("30 meter diep")
        bench.section.point(5.0, 200.0)
        assert state.data.section_at["what"] == ""
        bench.section.point(float("nan"))
        assert state.data.section_at["distance"] == 5.0
        bench.section.follow(tuple(middle))
        assert state.data.section_at["distance"] == pytest.approx(section["length"] / 2, abs=0.1)
        bench.section.leave()
        assert state.data.section_at is None
        set_by_browser(state, language="en")
        bench.section.point(5.0, 10.0)
        assert "from the start" in state.data.section_at["where"]
        await bench.cut(bench.cutting.reset)
        assert state.data.section is None

    run(steps())


def test_a_section_is_given_as_a_file(bench):
    async def steps():
        await bench.opened()
        assert bench.section.file_name("png") == ""
        assert await bench.section.file("png") == b""
        await bench.cut(bench.cutting.across)
        assert bench.section.file_name("csv").startswith("doorsnede-T14-")
        assert (await bench.section.file("png")).startswith(b"png nl T14")
        table = (await bench.section.file("csv")).decode()
        assert len(table.splitlines()) > 20
        assert await bench.section.file("exe") == b""
        assert bench.section.file_name(["png"]) == ""

    run(steps())


def test_the_cut_stays_when_time_goes_on(bench, state):  # noqa: F811
    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        picture = await bench.cut(lambda: bench.timeline.go(0))
        while picture.slice_id != "T01" or not picture.inner:
            await asyncio.sleep(0.02)
            picture = bench.pictures[-1]
        assert picture.ice is not None

    run(steps())


def test_lid_and_dig(bench, state):  # noqa: F811
    async def steps():
        await bench.opened()
        lifted = await bench.cut(lambda: bench.cutting.choose("lid"))
        assert lifted.bare is not None
        assert state.data.cut["lid"]
        dug = await bench.cut(lambda: bench.cutting.choose("dig"))
        assert dug.bare is not None
        down = await bench.cut(lambda: bench.cutting.choose("lid"))
        assert down.bare is None
        assert down.drape is None
        deeper = await bench.cut(lambda: bench.cutting.set_field("dig", "12"))
        assert bench.timeline.drawn.ground == pytest.approx(
            np.maximum(bench.timeline.whole.ground - 12, bench.content.base)
        )
        assert deeper.skyline[:, 2].max() < down.skyline[:, 2].max()

    run(steps())


def test_names_go_up_with_the_lid_and_away_with_the_piece_and_a_pin_stays(bench, state, content):  # noqa: F811
    overlay, size = OverlayLogic(state, content, bench.timeline), (1000.0, 625.0)
    label = content.labels("T14", "nl")[0]
    overlay.pins = lambda: [("A", label.at)]

    def written():
        drawn = bench.timeline.drawn
        found = overlay.written(drawn, "T14", bench.view.camera, size)
        pins = {pin["text"]: pin["at"] for pin in found["pins"]}
        return {one["id"]: one["foot"] for one in found["labels"]}.get(label.id), pins.get("A"), pins.get("1")

    async def steps():
        await bench.opened()
        name, pin, look = written()
        assert name is not None
        assert name == pin
        lifted = await bench.cut(lambda: bench.cutting.choose("lid"))
        up, same, ring = written()
        z = float(Sampler(content.grid, *np.array(label.at)[:, None])(bench.timeline.whole.ground)[0])
        rise = lifted.lid_rise / bench.timeline.drawn.frame.exaggeration
        assert up == pytest.approx(projection_of(bench)(*label.at, z + rise).tolist(), abs=1e-3)
        assert same == pin
        assert ring is None or ring[1] < look[1]
        # What it names was taken: then it points at nothing, and is not there.
        x, y = label.at
        bite, half = Bite(x - 30, y + 30, -10.0, True, False), Halving((x - 30, y), (x - 30, y + 1), False)
        for cut in (Cut(piece=bite), Cut(lid=True, piece=half)):
            await bench.cut(lambda cut=cut: bench.cutting.put(cut))
            assert written()[0] is None

    run(steps())


def test_corners_are_mirrored(bench):
    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        piece, e = bench.cutting.cut.piece, bench.content.grid.extent
        await bench.cut(lambda: bench.cutting.set_field("corner", "no"))
        found = bench.cutting.cut.piece
        assert (found.east, found.north) == (True, True)
        (x0, x1), (y0, y1) = piece.footprint(e)
        (a0, a1), (b0, b1) = found.footprint(e)
        assert (a1 - a0, b1 - b0) == pytest.approx((x1 - x0, y1 - y0))

    run(steps())


# ------------------------------------------------------------------------------------------------ handles
def projection_of(bench):
    frame = bench.timeline.drawn.frame
    return Projection(bench.view.camera.view(frame, 1.6), frame, (1000.0, 625.0))


@pytest.mark.parametrize("key", ["x", "y", "z"])
def test_a_handle_follows_the_hand(bench, key):
    """Dragged to where a shifted handle would stand, the cut is shifted by just as much."""

    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        projection, limits, cut = projection_of(bench), bench.cutting.limits, bench.cutting.cut
        handles = {h.key: h for h in handles_of(cut, bench.timeline.whole.ground, limits, bench.content.grid)}
        handle = handles[key]
        shift = np.array([key == "x", key == "y", key == "z"]) * 7.0
        place = projection(*(np.array(handle.at) + shift))
        moved = dragged(cut, handle, tuple(place), projection, limits)
        assert getattr(moved.piece, key) == pytest.approx(getattr(cut.piece, key) + 7.0, abs=0.05)
        assert replace(moved.piece, **{key: getattr(cut.piece, key)}) == cut.piece
        far = dragged(
            cut, handle, tuple(projection(*(np.array(handle.at) + shift * 1e4))), projection, limits
        )
        low, high = limits.of(key)
        assert low <= getattr(far.piece, key) <= high

    run(steps())


def test_an_end_of_the_line_follows_the_hand_over_the_ground(bench):
    async def steps():
        await bench.opened()
        await bench.cut(bench.cutting.across)
        projection, limits, cut = projection_of(bench), bench.cutting.limits, bench.cutting.cut
        handle = handles_of(cut, bench.timeline.whole.ground, limits, bench.content.grid)[1]
        place = projection(handle.at[0] + 20, handle.at[1] - 11, handle.at[2])
        moved = dragged(cut, handle, tuple(place), projection, limits)
        assert moved.piece.end == pytest.approx((handle.at[0] + 20, handle.at[1] - 11), abs=0.1)
        assert moved.piece.start == cut.piece.start
        # On top of the other end it has no direction: it stays where it was.
        other = projection(*cut.piece.start, handle.at[2])
        assert dragged(cut, handle, tuple(other), projection, limits) == cut

    run(steps())


def test_a_drag_is_quick_and_the_rest_is_fine(bench):
    async def steps():
        await bench.opened()
        await bench.cut(lambda: bench.cutting.choose("bite"))
        coarse = await bench.cut(lambda: bench.tool.drag("x", (0.5, 0.55), resting=False))
        fine = await bench.cut(lambda: bench.tool.drag("x", (0.5, 0.55), resting=True))
        assert fine.inner[0].texture.size > 2 * coarse.inner[0].texture.size
        bench.tool.drag("q", (0.5, 0.5), resting=False)

    run(steps())


def test_an_arrow_is_quick_and_drawn_finely_when_no_other_follows(bench, monkeypatch):
    monkeypatch.setattr("wijkgenese3d.web.logic.cut_tool._AT_REST", 0.05)

    async def steps():
        await bench.opened()
        fine = await bench.cut(lambda: bench.cutting.choose("bite"))
        before = bench.cutting.cut.piece.z
        coarse = await bench.cut(lambda: bench.tool.nudge("z", 0, 1))
        assert bench.cutting.cut.piece.z == before + 1
        assert 2 * coarse.inner[0].texture.size < fine.inner[0].texture.size
        rested = await bench.cut(lambda: None)
        assert rested.inner[0].texture.size > 2 * coarse.inner[0].texture.size

    run(steps())


def test_arrows_move_handles():
    cut = Cut(piece=Bite(400.0, 300.0, 5.0, True, True))
    assert nudged(cut, "x", 1, 0, BOX).piece.x == 410.0
    assert nudged(cut, "y", 0, -1, BOX).piece.y == 290.0
    assert nudged(cut, "z", 0, 1, BOX).piece.z == 6.0
    assert nudged(cut, "z", 0, 500, BOX).piece.z == 60.0
    line = Cut(piece=Halving((100.0, 100.0), (200.0, 100.0), True))
    assert nudged(line, "b", 1, 1, BOX).piece.end == (210.0, 110.0)
    assert nudged(line, "a", -50, 0, BOX).piece.start == (0.0, 100.0)
    assert nudged(line, "x", 1, 0, BOX) == line


def test_fields_say_what_the_cut_is():
    assert as_fields(Cut(dig=2.0, lid=True)) == {"dig": 2.0, "lid": True, "kind": ""}
    line = as_fields(Cut(piece=Halving((1.4, 2.0), (3.0, 4.0), True)))
    assert line["kind"] == "line"
    assert [line[key] for key in ("x1", "y1", "x2", "y2")] == [1, 2, 3, 4]
