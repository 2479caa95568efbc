"""Whether parts of a scene fit each other; and that those of Hengstdal keep to the house rules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.scene.load import Scene, load_scene

SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
TOP = "scene.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the scene."""
    copy = tmp_path_factory.mktemp("scene") / "hengstdal"
    shutil.copytree(SCENE, copy)
    return copy


@pytest.fixture(scope="module")
def scene() -> Scene:
    return load_scene(SCENE)


BAND = "[[planning]]\nnr = 2\n"
LABEL = '[[label]]\nid = "dam"\n'
CASES = [
    ("unknown slice", TOP, 'last = "T06"', 'last = "T6"', "planning 1", "unknown slice 'T6'; perhaps 'T"),
    (
        "backwards",
        TOP,
        'first = "T12"\nlast = "T13"',
        'first = "T13"\nlast = "T12"',
        "planning 5",
        "its last slice, T12, lies before its first, T13",
    ),
    ("overlap", TOP, 'last = "T11"', 'last = "T12"', "planning 5", "begins with T12, but"),
    (
        "only a tick",
        TOP,
        'first = "T01"\nlast = "T06"',
        'first = "T06a"\nlast = "T06a"',
        "planning 1",
        "no cell on the timeline",
    ),
    ("double number", TOP, BAND, BAND.replace("2", "1"), "scene.toml", "planning period 1 stands twice"),
    ("band without words", TOP, 'short = {nl = "Veiligheid", en = "Safety"}\n', "", "scene.toml", "short"),
    (
        "ribbon",
        TOP,
        'ribbon = {line = "hengstdal_axis"',
        'ribbon = {line = "quarter"',
        "ribbon",
        "a line is needed",
    ),
    ("double label", TOP, LABEL, LABEL.replace("dam", "kops"), "scene.toml", "label 'kops' stands twice"),
    (
        "label outside",
        TOP,
        "at = [190150, 427600]\nslices",
        "at = [190150, 4276]\nslices",
        "label landijs",
        "lies outside the box",
    ),
    (
        "label in no slice",
        TOP,
        'slices = ["T06"]\ncertainty',
        'slices = ["T66"]\ncertainty',
        "label legerkamp",
        "unknown slice 'T66'",
    ),
    (
        "label, unsure",
        TOP,
        'certainty = "zeker"\npriority',
        'certainty = "zekr"\npriority',
        "scene.toml",
        "zekr",
    ),
    ("water, both", TOP, "depth = [30, 60]", "depth = [30, 60]\nlevel = 12.5", "groundwater", "not both"),
    ("water, neither", TOP, "depth = [30, 60]\n", "", "groundwater", "give level or depth"),
    ("water, turned", TOP, "depth = [30, 60]", "depth = [60, 30]", "groundwater", "the least depth"),
    ("water, source", TOP, 'sources = ["WB"]', 'sources = ["WC"]', "groundwater", "unknown source 'WC'"),
    (
        "needs",
        "story.toml",
        'needs = "rain"',
        'needs = "rian"',
        "T13, look_at 2",
        "unknown layer 'rian'; perhaps 'rain'?",
    ),
]


@pytest.mark.parametrize(("name", "file", "old", "new", "where", "words"), CASES, ids=[c[0] for c in CASES])
def test_parts_that_do_not_fit_are_refused(folder, name, file, old, new, where, words):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        with pytest.raises(DeclarationError) as caught:
            load_scene(folder)
    finally:
        path.write_text(text, encoding="utf-8")
    assert where in str(caught.value)
    assert words in str(caught.value)


def test_a_scene_without_the_new_tables_still_holds(folder):
    path = folder / "scene.toml"
    text = path.read_text(encoding="utf-8")
    start, end = (
        text.index("[[planning]]"),
        text.index("# ---------------------------------------------------------------- named"),
    )
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    try:
        bare = load_scene(folder)
    finally:
        path.write_text(text, encoding="utf-8")
    assert bare.file.planning == bare.file.label == []
    assert bare.file.groundwater is None


def test_planning_periods_cover_the_timeline(scene):
    bands = scene.file.planning
    assert [band.nr for band in bands] == [1, 2, 3, 4, 5, 6, 7]
    ids = [stop.id for stop in scene.timeline if stop.cell]
    cells = [k for band in bands for k in range(ids.index(band.first), ids.index(band.last) + 1)]
    assert cells == list(range(15))


def test_at_most_four_names_stand_on_the_block(scene):
    for slice_id in scene.timeline.ids:
        shown = [label for label in scene.file.label if not label.slices or slice_id in label.slices]
        assert 1 <= len(shown) <= 4, slice_id
        assert len({label.priority for label in shown}) == len(shown), slice_id


def test_the_dam_is_less_sure_than_its_period(scene):
    labels = {label.id: label for label in scene.file.label}
    assert labels["dam"].certainty == "waarschijnlijk"
    assert labels["legerkamp"].certainty == "zeker"
