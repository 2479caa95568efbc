"""What stands over a picture lies where it is said to, and stays inside it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.viewpoint import camera_at
from wijkgenese3d.model.frame import Grid
from wijkgenese3d.report.drawing import Area, Label, Stroke
from wijkgenese3d.report.over_picture import OverPicture, draw_honest_lines, draw_overlay
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.words import side_words

EMPTY = {
    "labels": [],
    "scale": None,
    "ticks": [],
    "sides": [],
    "north": {"angle": 0.0, "length": 1.0},
    "pins": [],
}
PAPER = (240, 232, 214)


def drawn(size=(1200, 800), **parts):
    image = Image.new("RGB", size, PAPER)
    draw_overlay(image, {**EMPTY, **parts})
    return (np.asarray(image).astype(int) != PAPER).any(axis=2)


def without_north(mask):
    mask = mask.copy()
    mask[-100:, :100] = False
    return mask


def test_a_label_is_a_plate_with_a_line_to_its_foot():
    label = {"id": "a", "text": "Broerdijk", "at": [0.5, 0.4], "foot": [0.5, 0.5], "certainty": None}
    rows, columns = np.nonzero(without_north(drawn(labels=[label])))
    assert columns.mean() == pytest.approx(600, abs=3)
    assert rows.max() == pytest.approx(400, abs=3)
    assert 40 < np.ptp(columns) < 130
    # Between plate and foot there is a thin line only.
    line = columns[(rows > 330) & (rows < 395)]
    assert np.ptp(line) <= 3


def test_a_name_says_how_sure_it_is_and_all_lines_lie_under_all_plates():
    label = {"id": "a", "text": "Broerdijk", "at": [0.5, 0.4], "foot": [0.5, 0.5], "certainty": "aanname"}
    sure = {**label, "certainty": None}
    over = OverPicture((1200, 800), 14.0)

    def items(*labels):
        return over.items({**EMPTY, "labels": labels})

    strokes = [item for item in items(label) if isinstance(item, Stroke)]
    assert len(strokes) == len([item for item in items(sure) if isinstance(item, Stroke)]) + 1
    left = min(x for item in items(label) if isinstance(item, Area) for x, _ in item.rings[0] if x > 400)
    assert strokes[-1].points[0][0] > left
    words = next(item for item in items(label) if isinstance(item, Label) and item.text == "Broerdijk")
    assert max(x for x, _ in strokes[-1].points) < words.box[0]
    kinds = [type(item) for item in items(sure, sure)]
    assert kinds[:2] == [Stroke, Stroke]


def test_the_scale_bar_runs_from_end_to_end():
    mask = without_north(drawn(scale={"a": [0.2, 0.6], "b": [0.5, 0.5], "text": "500 m", "at": [0.35, 0.65]}))
    columns = np.nonzero(mask)[1]
    assert columns.min() == pytest.approx(240, abs=12)
    assert columns.max() == pytest.approx(600, abs=12)


def test_the_needle_points_north():
    for angle, axis, sign in ((0, 0, -1), (90, 1, 1), (180, 0, 1), (-90, 1, -1)):
        image = Image.new("RGB", (1200, 800), PAPER)
        draw_overlay(image, {**EMPTY, "north": {"angle": float(angle), "length": 1.0}})
        pixels = np.asarray(image).astype(int)
        middle = np.argwhere((pixels != PAPER).any(axis=2)).mean(axis=0)
        ink = np.argwhere(pixels.sum(axis=2) < 400) - middle
        # The letter stands beyond the point: more of the ink reaches far on that side.
        assert (ink[:, axis] * sign).max() > (-ink[:, axis] * sign).max() + 4


@pytest.mark.parametrize("size", [(200, 200), (390, 844), (1920, 1080), (3840, 2160)])
def test_the_honest_lines_stay_in_the_picture_on_their_plate(size):
    image = Image.new("RGB", size, PAPER)
    lines = ["150.000 jaar geleden: Het ijs duwt een heuvel omhoog · Waarschijnlijk", "Schematisch model"]
    draw_honest_lines(image, lines)
    pixels = np.asarray(image).astype(int)
    mask = (pixels != PAPER).any(axis=2)
    for edge in (mask[:, 0], mask[:, -1], mask[-1], mask[0]):
        assert not edge.any()
    ink = pixels.sum(axis=2) < 300
    rows, columns = np.nonzero(ink)
    plate = np.argwhere(mask)
    assert plate[:, 0].min() < rows.min()
    assert plate[:, 1].min() < columns.min()
    # Two lines of letters, with room between them.
    inked = ink.any(axis=1)
    runs = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(int)) == 1)
    assert len(runs) >= 2


def test_words_on_a_busy_picture_can_be_read():
    """What lies behind the plate comes through for less than a fifth."""
    image = Image.new("RGB", (900, 600), (0, 0, 0))
    draw_honest_lines(image, ["Hoogte 4x overdreven", "Schematisch model"])
    assert np.asarray(image)[-11, -12].min() > 200
    assert np.asarray(image)[-2, -2].max() == 0


# ----------------------------------------------------------------- nothing lies over anything else
SCENE = Path(__file__).resolve().parents[2] / "scenes" / "hengstdal"
LINES = {
    "nl": [
        "Ongeveer 150.000 jaar geleden: Het ijs duwt een heuvel omhoog · Waarschijnlijk",
        "Zonder: Smeltwaterzand (sandr), Hellingafzetting, Dalvulling, Afgespoelde grond (colluvium)",
        "Hoogte 4× overdreven · Schematisch model, geen meetgegevens",
    ],
    "en": ["About 150,000 years ago: Ice pushes up a ridge · Certain", "Schematic model, no survey data"],
}


@pytest.fixture(scope="module")
def scene():
    return load_scene(SCENE)


def everything(scene, size, language, view, slice_id, factor):
    """The overlay of a view as a still has it; the ground is level at 40 m NAP."""
    grid = Grid(scene.plan.grid.extent, 20.0)
    ground, frame = np.full(grid.shape, 40.0), LocalFrame.of(grid.extent, factor)
    camera = next(c for c in scene.cameras if c.key == view)
    seen = camera_at(camera, grid.extent, frame, (-20.0, 85.0)).view(frame, size[0] / size[1])
    labels = [item for item in scene.file.label if not item.slices or slice_id in item.slices]
    labels.sort(key=lambda item: item.priority)
    marks = [Mark(item.id, item.name.as_dict()[language], *item.at, item.certainty) for item in labels]
    return annotate(
        Projection(seen, frame, OverPicture.of(size).logical_size),
        BlockShape(grid, ground, ground, -20.0),
        marks,
        side_words(language),
        lettering=OverPicture.of(size, LINES[language]).lettering,
    )


def parts(overlay, size, lines):
    """Which pixels each part takes, drawn alone; leaders are left out."""
    north = {**EMPTY, "north": overlay["north"]}
    alone = [{**north, "scale": overlay["scale"]}] if overlay["scale"] else []
    alone += [{**north, "labels": [{**label, "foot": label["at"]}]} for label in overlay["labels"]]
    alone += [{**north, key: [one]} for key in ("ticks", "sides") for one in overlay[key]]
    needle = Image.new("RGB", size, PAPER)
    draw_overlay(needle, north, lines)
    bare = np.asarray(needle)
    masks = [(bare != PAPER).any(axis=2)]
    for part in alone:
        image = Image.new("RGB", size, PAPER)
        draw_overlay(image, part, lines)
        masks.append((np.asarray(image) != bare).any(axis=2))
    honest = Image.new("RGB", size, PAPER)
    draw_honest_lines(honest, lines)
    return [*masks, (np.asarray(honest) != PAPER).any(axis=2)]


CASES = [(size, lang, view, slice_id, factor)
    for size in ((640, 480), (390, 844), (1920, 1080))
    for lang in ("nl", "en")
    for view, slice_id, factor in (("ov", "T01", 4.0), ("ov", "T14", 10.0), ("nw", "T06", 1.0),
                                   ("dam", "T06", 4.0), ("dal", "T14", 4.0), ("wijk", "T09", 4.0),
                                   ("boven", "T02", 4.0))
]  # fmt: skip
CASES += [((3840, 2160), "nl", "ov", "T06", 4.0), ((3840, 2160), "en", "wijk", "T14", 8.0)]


@pytest.mark.parametrize(("size", "language", "view", "slice_id", "factor"), CASES)
def test_no_words_lie_over_others_or_over_the_edge(scene, size, language, view, slice_id, factor):
    overlay = everything(scene, size, language, view, slice_id, factor)
    masks = parts(overlay, size, LINES[language])
    assert np.sum(masks, axis=0, dtype=np.uint8).max() == 1
    for mask in masks:
        assert mask.any()
        assert not (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
    assert overlay["scale"] is not None
    assert overlay["labels"]


def test_a_name_fits_its_plate_at_any_size(scene):
    """The plate is as wide as the letters that are drawn, and that is what is kept free for it."""
    label = {"id": "a", "text": "Smeltwater stroomt naar het westen", "at": [0.5, 0.5], "foot": [0.5, 0.5]}
    for size in ((640, 480), (390, 844), (1920, 1080), (3840, 2160)):
        columns = np.nonzero(drawn(size, labels=[label])[: int(0.55 * size[1])])[1]
        times = OverPicture.of(size).logical_size[0] / size[0]
        kept = OverPicture.of(size).lettering.width(label["text"]) + 18
        assert np.ptp(columns) * times == pytest.approx(kept, abs=2.5 * times)
