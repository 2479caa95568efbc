"""What stands over a picture lies where it is said to, and stays inside it."""

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.report.over_picture import draw_honest_lines, draw_overlay

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


def test_the_scale_bar_runs_from_end_to_end():
    mask = without_north(drawn(scale={"a": [0.2, 0.6], "b": [0.5, 0.5], "text": "500 m"}))
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
