"""A page for a report: all that has to be on it is, and nothing lies over anything else or outside."""

import itertools
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.geometry.annotations import BlockShape
from wijkgenese3d.geometry.cut import Cut
from wijkgenese3d.geometry.lettering import overlap
from wijkgenese3d.geometry.turntable import CameraView
from wijkgenese3d.report.block_fit import FADE, Insets, faded, filling, insets_for
from wijkgenese3d.report.drawing import Label, Picture, Stroke, wrapped
from wijkgenese3d.report.page import make_page
from wijkgenese3d.report.page_compare import compare_boxes, make_compare_page, told_lines
from wijkgenese3d.report.page_credit import credit_items
from wijkgenese3d.report.page_layout import LAYOUTS, layout_for, page_size
from wijkgenese3d.report.page_legend import legend_items
from wijkgenese3d.report.page_lines import LINE_KEYS, line_group, lines_of
from wijkgenese3d.report.page_order import pick_layout
from wijkgenese3d.report.page_text import LEAST, SMALLEST, Box, Paragraph, fitted_line, stacked
from wijkgenese3d.report.page_words import page_words
from wijkgenese3d.scene.drawing import block_setting
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.visible_legend import VisibleCounts, visible_legend

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
NOTHING = {"labels": [], "scale": None, "ticks": [], "sides": [], "north": {"angle": 0.0, "length": 1.0}}
BLOCK = SimpleNamespace(pixels=np.zeros((10, 16, 3), np.uint8), overlay=lambda *_: NOTHING, whole=True)
LONG = "Bedrijventerreinontwikkelingsmaatschappijgebouwencomplex"


@pytest.fixture(scope="module")
def scene():
    return load_scene(SCENE)


@pytest.fixture(scope="module")
def setting(scene):
    return block_setting(scene, np.full(scene.plan.grid.shape, 40.0), hidden_units=["DR", "COL"])


def everything(scene, language):
    """A legend with every class there is: more than any picture shows."""
    legend = scene.plan.legend
    ground = {(0, item.code): 50 for item in legend.lithologies}
    things = dict.fromkeys(("ice", "roof_red", "roof_grey", "trees"), 50)
    counts = VisibleCounts({c.code: 50 for c in legend.covers}, ground, things)
    return [*visible_legend(legend, counts, language), lines_of(LINE_KEYS, language)]


def some(scene, language, most):
    """A legend with so many classes on the ground and in it; on the ground those with the longest names."""
    on, in_it, lines = everything(scene, language)
    longest = sorted(on["items"], key=lambda item: -len(item["name"]))[: most[0]]
    return [{**on, "items": longest}, {**in_it, "items": in_it["items"][: most[1]]}, lines]


def moment(scene, slice_id, year=None):
    """What a page asks of a slice."""
    stop = scene.timeline.stop(slice_id)
    ice = np.full((2, 2), 300.0 if slice_id == "T01" else np.nan)
    return SimpleNamespace(slice_id="" if year else slice_id, year=year or stop.year, ice=ice)


def page(scene, setting, layout, language, slice_id, legend):
    words = page_words(scene, moment(scene, slice_id), setting, language, Cut(dig=5.0))
    return make_page(LAYOUTS[layout], words, BLOCK, legend), words


def longest(scene, language):
    """The slices that have most to say, and the one with land ice."""

    def lengths(story):
        texts = (story.title, story.text, story.certainty_note, story.date_label)
        return [len(text.as_dict()[language]) for text in texts] + [len(story.sources)]

    ranked = {key: lengths(scene.stories[key]) for key in scene.timeline.ids}
    return {"T01", *(max(ranked, key=lambda key: ranked[key][k]) for k in range(5))}


def check_apart(drawing):
    """No words lie over others, or outside the page."""
    labels = labels_of(drawing)
    for label in labels:
        left, top, right, bottom = label.box
        assert left >= 3, label.text
        assert top >= 3, label.text
        assert right <= drawing.width - 3, label.text
        assert bottom <= drawing.height - 3, label.text
    for one, other in itertools.combinations(labels, 2):
        # The box of a line is higher than its letters: a tenth may be shared.
        assert not overlap(one.box, other.box, -0.1 * min(one.size, other.size)), (one.text, other.text)


def labels_of(drawing):
    return [item for item in drawing.items if isinstance(item, Label)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_lies_over_anything_else_or_outside_the_page(scene, setting, layout, language):
    legend = everything(scene, language)
    for slice_id in longest(scene, language):
        drawing, _ = page(scene, setting, layout, language, slice_id, legend)
        check_apart(drawing)
        pictures = [item for item in drawing.items if isinstance(item, Picture)]
        picture = pictures[0]
        assert [item.alt for item in pictures] == [None] + [""] * (len(pictures) - 1)
        over = LAYOUTS[layout].block
        assert (picture.x, picture.y, *picture.size) == (over.left, over.top, over.width, over.height)


def table(names):
    """What changed, at its longest."""
    groups = [{"kind": "Gebouwen", "count": "1.142", "names": [LONG[:20]] * names, "more": 3}] * 3
    covers = [{"before": "Betegelde tuin, erf", "after": "Park, openbaar groen", "ha": "1.234,56"}] * 9
    volumes = ["Ongeveer 58.000 m³ opgehoogd.", "Ongeveer 1,2 miljoen m³ afgegraven of weggespoeld."]
    return {"sentences": volumes, "covers": covers, "came": groups, "went": groups}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_moments_have_a_page_on_which_nothing_lies_over_anything_else(scene, setting, layout, language):
    legend = everything(scene, language)
    for one, two in (("T01", "T10"), ("T10", "T06")):
        words = [page_words(scene, moment(scene, key), setting, language, Cut(dig=5.0)) for key in (one, two)]
        told = told_lines(table(12), language)
        drawing = make_compare_page(LAYOUTS[layout], tuple(words), (BLOCK, BLOCK), legend, told)
        check_apart(drawing)
        text = " ".join(label.text for label in labels_of(drawing))
        for each in words:
            for must in (*each.must, each.period, each.date, each.changed, each.note, each.plan, each.place):
                assert must in text, must
            assert not each.changed or each.changed[0].isupper()
        assert told[0] in text
        places = compare_boxes(LAYOUTS[layout])
        boxes = [*places.heads, *places.blocks, places.told, places.legend, LAYOUTS[layout].time]
        for a, b in itertools.combinations(boxes, 2):
            assert not overlap(a.ends, b.ends, -0.2), (a, b)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_that_has_to_be_on_it_is_on_it(scene, setting, layout, language):
    # As many classes as the fullest pictures of Hengstdal have.
    legend = some(scene, language, (12, 7))
    for slice_id in longest(scene, language):
        drawing, words = page(scene, setting, layout, language, slice_id, legend)
        text = " ".join(label.text for label in labels_of(drawing))
        musts = [words.title, words.period, words.date, words.certainty_words, words.changed, words.story]
        musts += [*words.must, *words.credit, words.note, words.plan, words.place, "N"]
        musts += [item["name"] for group in legend for item in group["items"]]
        musts += [stop["number"] for stop in words.time.stops] + [stop["short"] for stop in words.time.stops]
        for must in musts:
            assert " ".join(must.split()) in text, (slice_id, must)
        tiny = {label.text for label in labels_of(drawing) if label.size < 0.99 * SMALLEST}
        assert not tiny, tiny
        for band in words.time.bands:
            assert f"{band['nr']} {band['short']}" in text


def test_it_says_what_depths_count_from_where_there_are_some(scene, setting):
    for ticks in ([], [{"at": [0.9, 0.5], "text": "0 m"}]):
        block = SimpleNamespace(
            pixels=BLOCK.pixels, overlay=lambda *_, t=ticks: {**NOTHING, "ticks": t}, whole=True
        )
        words = page_words(scene, moment(scene, "T01"), setting, "nl")
        pages = [make_page(LAYOUTS[key], words, block, []) for key in LAYOUTS]
        pages.append(make_compare_page(LAYOUTS["a4"], (words, words), (block, BLOCK), [], []))
        for drawing in pages:
            text = " ".join(label.text for label in labels_of(drawing))
            assert ("Dieptes onder het maaiveld van nu" in text) == bool(ticks)


def test_a_near_picture_keeps_its_margin_and_has_an_edge(scene, setting):
    words = page_words(scene, moment(scene, "T14"), setting, "nl")
    for layout in LAYOUTS.values():
        near = SimpleNamespace(pixels=BLOCK.pixels, overlay=BLOCK.overlay, whole=False)
        items = make_page(layout, words, near, []).items
        place = next(k for k, item in enumerate(items) if isinstance(item, Picture))
        picture, edge = items[place : place + 2]
        assert isinstance(edge, Stroke)
        (left, top), (right, bottom) = edge.points[0], edge.points[2]
        assert (left, top) == (picture.x, picture.y)
        assert min(left, top, layout.width - right) >= 6
        assert bottom <= layout.time.top - 2
        taken = [label.box for label in labels_of(make_page(layout, words, BLOCK, []))]
        # Nothing but the N of the needle.
        assert sum(overlap(box, (left, top, right, bottom)) for box in taken) <= 1


def test_an_overview_fills_its_box_and_its_paper_has_no_seam():
    points = np.array([[-9.0, -4.0, 0.0], [5.0, 3.0, 0.0], [0.0, 0.0, 2.0]])
    down = CameraView(np.array([3.0, 1.0, 50.0]), np.array([3.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0]), 80.0)
    for aspect in (0.7, 1.6, 3.0):
        inset = Insets(0.02, 0.05, 0.1, 0.08)
        view = filling(down, points, aspect, inset)
        x = 0.5 + (points[:, 0] - view.focal[0]) / (view.height * aspect)
        y = 0.5 - (points[:, 1] - view.focal[1]) / view.height
        assert x.min() >= 0.02 - 1e-9
        assert x.max() <= 0.9 + 1e-9
        assert y.min() >= 0.05 - 1e-9
        assert y.max() <= 0.92 + 1e-9
        assert np.ptp(x) == pytest.approx(0.88) or np.ptp(y) == pytest.approx(0.87)
    for layout in LAYOUTS.values():
        # The block itself never lies where the shadow runs out.
        box = layout.block
        inset = insets_for(box, layout.letter)
        edges = (
            inset.left,
            inset.right,
            *(share * box.height / box.width for share in (inset.top, inset.bottom)),
        )
        assert min(edges) > FADE
    grey = np.full((60, 90, 3), 120, np.uint8)
    out = faded(grey, (255, 255, 255), 10)
    assert (out[0] == 255).all()
    assert (out[:, -1] == 255).all()
    assert (out[20:40, 20:70] == 120).all()
    assert (grey == 120).all()


def test_the_moment_is_marked_also_between_two_stops(scene, setting):
    def marked(year=None):
        return page_words(scene, moment(scene, "T06", year), setting, "nl").time.place

    assert marked() == scene.timeline.ids.index("T06") - 1  # T06a has no cell of its own
    assert marked(1200) == scene.timeline.ids.index("T06") - 0.5


def test_words_are_smaller_where_there_is_little_room_and_broken_off_only_then():
    text = "Een dal zonder beek ontstaat in de toendra. " * 12
    part = Paragraph(text.strip(), 4.0, "#000000", may_be_cut=True)
    roomy, _ = stacked([part], Box(0, 0, 100, 200))
    assert {label.size for label in roomy} == {4.0}
    tight, bottom = stacked([part], Box(0, 0, 80, 50))
    assert LEAST <= tight[0].size < 4.0
    assert " ".join(label.text for label in tight) == text.strip()
    assert bottom <= 50
    least, bottom = stacked([part], Box(0, 0, 60, 12))
    assert least[0].size == pytest.approx(LEAST)
    assert least[-1].text.endswith("…")
    assert bottom <= 12
    assert all(label.box[2] <= 60 for label in least)


def test_a_word_that_is_wider_than_its_line_is_broken():
    labels, _ = stacked([Paragraph(f"{LONG} {LONG}", 4.0, "#000000")], Box(0, 0, 30, 100))
    assert "".join(label.text for label in labels) == LONG * 2
    assert all(label.box[2] <= 30 + 1e-6 for label in labels)
    line, size = fitted_line(LONG, 30, 4.0, 2.0)
    assert line.endswith("…")
    assert Label(0, 0, line, size, "#000000").box[2] <= 30
    assert wrapped("", 4.0, 30) == []


def test_sources_are_never_broken_off():
    credit = ["Bronnen: " + "; ".join(f"Bron nummer {k}, met zijn titel" for k in range(30)), "Met dank · CC"]
    for height in (40.0, 16.0, 7.0, 3.1):
        text = " ".join(label.text for label in credit_items(Box(0, 0, 150, height), credit, "nl"))
        assert "…" not in text
        assert text.endswith("Met dank · CC") or height < 6
        told = text.removesuffix(" Met dank · CC")
        if height == 40.0:
            assert told == credit[0]
        else:
            assert told.lower().endswith("alle bronnen staan in de tekst ernaast.")
            kept = told.split("; ")[:-1]
            assert all(source in credit[0].split("; ") for source in kept)


def test_no_class_is_left_out_of_a_legend_that_has_little_room(scene):
    groups = everything(scene, "nl")
    names = " ".join(i["name"] for g in groups for i in g["items"]).split()
    for box, columns in ((Box(0, 0, 200, 28), 4), (Box(0, 0, 90, 63), 2), (Box(0, 0, 74, 47), 2)):
        items = [item for item in legend_items(groups, box, columns) if isinstance(item, Label)]
        said = " ".join(item.text for item in items).split()
        assert set(names) <= set(said)
        assert max(item.box[3] for item in items) <= box.bottom + 0.5
        assert max(item.box[2] for item in items) <= box.right
    with pytest.raises(DataError, match="has no room"):
        legend_items(groups, Box(0, 0, 5, 5), 1)


def test_columns_of_a_legend_are_about_as_high_and_no_group_begins_with_one_row_at_a_foot(scene):
    for most in ((5, 3), (9, 5), (12, 7)):
        groups = some(scene, "nl", most)
        items = [i for i in legend_items(groups, Box(0, 0, 205, 26), 5) if isinstance(i, Label)]
        titles = [item for item in items if item.bold]
        assert len(titles) == 3
        for title in titles:
            below = [i for i in items if not i.bold and 0 < i.x - title.x < 15 and i.y > title.y]
            assert len(below) >= 2


def test_a_line_is_listed_where_it_is_in_the_picture(setting):
    view = CameraView(np.array([0.0, -9e3, 9e3]), np.zeros(3), np.array([0.0, 0.7, 0.7]), 5000.0)
    ground = np.full(setting.grid.shape, 40.0)
    shape = BlockShape(setting.grid, ground, ground, setting.base)

    def lines(ground=True, off=(), height=5000.0, place=(0.0, -9e3, 9e3)):
        seen = replace(view, height=height, position=np.array(place))
        block = SimpleNamespace(pixels=BLOCK.pixels, view=seen, setting=setting, shape=shape, off=off)
        return [item["key"] for item in line_group(block, "nl", ground=ground)["items"]]

    assert lines() == ["line_border", "line_depth", "line_contacts"]
    assert lines(off=("border",)) == ["line_depth", "line_contacts"]
    assert lines(ground=False) == ["line_border"]
    assert lines(place=(0.0, -100.0, 9e3)) == ["line_border", "line_contacts"]
    assert lines(height=20.0) == ["line_contacts"]


def test_a_layout_is_found_by_the_shape_and_says_what_does_not_fit():
    assert layout_for(None).key == "a4"
    assert layout_for((1920, 1080)).key == "16x9"
    assert layout_for((4961, 3508)).key == "a4"
    assert layout_for((1240, 1754)).key == "a4-portrait"
    assert layout_for((1000, 1000)) is None
    assert layout_for((640, 360)) is None  # its words could not be read
    assert pick_layout(None, None)[1] == (3508, 2480)
    assert pick_layout("bare", None) == (None, (1920, 1080))
    with pytest.raises(UsageError, match="shape of layout a4") as error:
        page_size(LAYOUTS["a4"], (1920, 1080))
    assert "1920x1358" in error.value.hint
    with pytest.raises(UsageError, match="too small for the words"):
        pick_layout("16x9", (640, 360))
    with pytest.raises(UsageError, match="unknown layout 'a5'"):
        pick_layout("a5", None)
    for size in ((0, 1080), (100000, 100), (7680, 7680)):
        with pytest.raises(UsageError, match="size"):
            pick_layout(None, size)
