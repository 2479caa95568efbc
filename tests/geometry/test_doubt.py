"""What is less certain than asked for is pale and hatched, never gone; things in doubt have dashed ink."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from tests.web.synthetic_content import SyntheticContent
from wijkgenese3d.geometry.block import make_block_picture
from wijkgenese3d.geometry.cut import Bite, Cut
from wijkgenese3d.geometry.doubt import Doubt, pale_units
from wijkgenese3d.geometry.mesh import pixels_of
from wijkgenese3d.geometry.opened import OpenedBlock
from wijkgenese3d.model.features import Feature, FeatureTable
from wijkgenese3d.report.section_panel import SectionGround, make_panel_section
from wijkgenese3d.web.logic.pictures import Look

CONTENT = SyntheticContent(cell=10.0, houses=6)
SETTING = replace(CONTENT.setting(Look()), doubt=None)
PART = CONTENT.slice("T14")
EVENTS = max(layer.event for layer in PART.stack.layers) + 1


def doubt(least=2, *, events=(), made=(), periods=((-200000.0, 0),)):
    sure, by_people = np.zeros(EVENTS, np.uint8), np.zeros(EVENTS, bool)
    for event, how in events:
        sure[event] = how
    by_people[list(made)] = True
    return Doubt(sure, by_people, periods, least)


def picture(part=PART, **more):
    return make_block_picture(part, replace(SETTING, doubt=doubt(**more)))


def texture(picture):
    return picture.drape.texture().astype(int)


PLAIN = make_block_picture(PART, SETTING)
TOP = PART.stack.layers[-1].event
"""The event whose layer lies highest somewhere."""


def test_with_everything_allowed_nothing_is_pale():
    same = picture(events=[(0, 2), (TOP, 1)])
    for mesh, plain in zip(same.walls, PLAIN.walls, strict=True):
        assert np.array_equal(pixels_of(mesh.texture), pixels_of(plain.texture))
    assert np.array_equal(texture(same), texture(PLAIN))


def test_ground_in_doubt_is_pale_on_the_walls_and_only_that():
    shown = picture(least=0, events=[(TOP, 1)])
    paper = np.array(SETTING.colours.paper, float)
    whole = share = 0
    for mesh, plain in zip(shown.walls, PLAIN.walls, strict=True):
        now, before = pixels_of(mesh.texture).astype(float), pixels_of(plain.texture).astype(float)
        changed = (now != before).any(axis=-1)
        whole, share = whole + changed.size, share + changed.sum()
        expected = before[changed] * 0.55 + paper * 0.45
        bright = np.abs(now[changed] - expected).max(axis=-1) <= 1.5
        hatched = np.abs(now[changed] - expected * 0.8).max(axis=-1) <= 2.5
        assert (bright | hatched).all()
        if changed.any():
            assert 0.1 < hatched.mean() < 0.35, "two of ten metres"
    assert 0 < share < 0.5 * whole


@pytest.mark.parametrize(("least", "pale"), [(0, True), (1, True), (2, False)])
def test_an_assumption_is_pale_unless_everything_is_allowed(least, pale):
    shown = picture(least=least, events=[(TOP, 2)])
    differs = any(
        not np.array_equal(pixels_of(a.texture), pixels_of(b.texture))
        for a, b in zip(shown.walls, PLAIN.walls, strict=True)
    )
    assert differs is pale


def test_what_grows_there_is_as_sure_as_its_period():
    later = picture(least=0, periods=((-200000.0, 0), (2025.0, 1)))
    assert np.abs(texture(later) - texture(PLAIN)).mean() > 20
    earlier = picture(least=0, periods=((-200000.0, 1), (2025.0, 0)))
    assert np.array_equal(texture(earlier), texture(PLAIN))


def test_ground_by_people_in_doubt_is_pale_from_above_and_has_dashes_always():
    part = CONTENT.slice("T04")
    event = part.stack.layers[-1].event
    share = float((part.stack.tops[-1] > part.stack.tops[-2]).mean())
    plain = texture(make_block_picture(part, SETTING))
    grown = picture(part, least=0, events=[(event, 1)])
    assert np.array_equal(texture(grown), plain), "nature has no outline"
    dashed = picture(part, events=[(event, 1)], made=[event])
    ink = np.abs(texture(dashed) - plain).sum(axis=-1) > 0
    assert 0 < ink.mean() < 0.02
    pale = picture(part, least=0, events=[(event, 1)], made=[event])
    changed = np.abs(texture(pale) - plain).sum(axis=-1) > 0
    assert changed.mean() == pytest.approx(share, abs=0.02)
    assert 0.1 < share < 0.9


def house(certainty, **more):
    e = CONTENT.extent
    x, y = (e.xmin + e.xmax) / 2, (e.ymin + e.ymax) / 2
    ring = ((x, y), (x + 40, y), (x + 40, y + 30), (x, y + 30))
    return Feature(
        "h", "building", "villa", "Polygon", ring, 0.0, 3000.0, 0, certainty, certainty, "mens", 8.0, **more
    )


def road(certainty):
    e = CONTENT.extent
    ends = ((e.xmin + 20, e.ymin + 100), (e.xmax - 20, e.ymin + 100))
    return Feature(
        "r",
        "line",
        "waterleiding",
        "LineString",
        ends,
        0.0,
        3000.0,
        0,
        certainty,
        certainty,
        "mens",
        0.0,
        6.0,
    )


def with_features(*features):
    return replace(PART, features=FeatureTable(features))


def test_a_house_in_doubt_is_pale_and_stays():
    part = with_features(house("waarschijnlijk"))
    full, pale = picture(part), picture(part, least=0)
    assert len(pale.buildings.points) == len(full.buildings.points) > 0
    own, paper = full.buildings.colours.astype(float), np.array(SETTING.colours.paper)
    assert pale.buildings.colours == pytest.approx(own * 0.55 + paper * 0.45, abs=1.0)


@pytest.mark.parametrize(
    ("certainty", "dashed"), [("zeker", False), ("waarschijnlijk", True), ("aanname", True)]
)
def test_lines_and_named_buildings_in_doubt_have_dashes(certainty, dashed):
    for thing in (road(certainty), house(certainty, name={"nl": "Fort", "en": "Fort"})):
        part = with_features(thing)
        plain, shown = make_block_picture(part, SETTING), picture(part)
        assert np.array_equal(texture(plain), texture(shown)) is not dashed
    nameless = with_features(house(certainty))
    assert np.array_equal(texture(make_block_picture(nameless, SETTING)), texture(picture(nameless)))


def test_an_assumption_has_shorter_strokes_than_what_is_likely():
    inked = {}
    for certainty in ("waarschijnlijk", "aanname"):
        part = with_features(road(certainty))
        ink = np.abs(texture(picture(part)) - texture(make_block_picture(part, SETTING))).sum(axis=-1) > 0
        row = ink[ink.sum(axis=1).argmax()].astype(int)
        inked[certainty] = int((np.diff(row) == 1).sum())
    assert inked["aanname"] > 1.6 * inked["waarschijnlijk"] > 0


def test_a_line_in_doubt_is_pale_under_the_others():
    part = with_features(road("aanname"))
    full, pale = texture(picture(part)), texture(picture(part, least=1))
    changed = np.abs(full - pale).sum(axis=-1) > 0
    assert changed.any()
    assert changed.mean() < 0.1


def test_blocks_of_a_unit_in_doubt_are_pale():
    unit = next(layer.unit for layer in PART.stack.layers if layer.event == TOP)
    colours = pale_units(SETTING.colours, PART.stack, doubt(0, events=[(TOP, 1)]))
    changed = {int(u) for u in np.flatnonzero((colours.ground != SETTING.colours.ground).any(axis=(1, 2)))}
    only = {layer.event for layer in PART.stack.layers if layer.unit == unit} == {TOP}
    assert changed == ({unit} if only else changed & {unit})


def test_what_a_cut_brings_to_light_is_pale_too():
    """Inner wall, floor of a bite, the bare ground under a lid, and the section beside the block."""
    e = CONTENT.extent
    bite = Cut(piece=Bite(e.xmin + 300.0, e.ymin + 250.0, 10.0, True, False))
    part, event = CONTENT.slice("T04"), 1
    found = {}
    for name, how in (("plain", doubt()), ("pale", doubt(0, events=[(event, 1)]))):
        setting = replace(SETTING, doubt=how)
        block = OpenedBlock(make_block_picture(part, setting), part.stack, setting)
        opened, dug = block.cut(bite), block.cut(Cut(dig=2.0))
        section = make_panel_section(
            SectionGround(setting, part.stack, CONTENT.legend, CONTENT.events),
            ((e.xmin + 100.0, e.ymin + 20.0), (e.xmin + 100.0, e.ymax - 20.0)),
        )
        found[name] = [pixels_of(mesh.texture) for mesh in (*opened.inner, dug.terrain)]
        found[name].append(np.asarray(Image.open(io.BytesIO(section.image))))
    changed = [(a.astype(int) != b).any(axis=-1).mean() for a, b in zip(*found.values(), strict=True)]
    assert len(changed) >= 4
    assert all(0 < share < 0.9 for share in (changed[-2], changed[-1]))
    assert sum(share > 0 for share in changed[:-2]) >= 1
