"""What a link says of a picture for a report, and what a view lays over the block or leaves out."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable
from wijkgenese3d.geometry.viewpoint import OwnView, camera_at, sees_whole
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.scene.layers import LAYER_KEYS
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.over_block import OverBlock
from wijkgenese3d.scene.view_link import drawn_part, read_link, view_choices
from wijkgenese3d.scene.view_words import view_words
from wijkgenese3d.scene.visible_legend import VisibleCounts

KLEIN = Path(__file__).resolve().parents[1] / "cli" / "scenes" / "klein"
BOX, HEIGHTS = RDExtent(0.0, 0.0, 400.0, 300.0), (-20.0, 40.0)


@pytest.fixture(scope="module")
def scene():
    return load_scene(KLEIN)


@pytest.fixture(scope="module")
def choices(scene):
    return view_choices(scene, "S3")


@pytest.mark.parametrize("text", ["https://x.nl/s/1f/?a=b#p=S2&h=5", "#p=S2&h=5", " p=S2&h=5 "])
def test_a_link_is_an_address_or_what_stands_behind_its_sign(choices, text):
    view = read_link(text, choices)
    assert (view.slice_id, view.exaggeration) == ("S2", 5.0)


def test_an_address_without_a_view_is_the_opening_view(choices):
    assert read_link("http://localhost:8080/", choices) == choices.opening()
    with pytest.raises(UsageError, match="does not fit"):
        read_link("http://localhost:8080/#p=S77", choices)


def test_what_is_drawn_alike_has_the_same_part(choices):
    one = read_link("p=S1&x=dig:2&h=5&lang=en&t=dark&k=official&pins=190050,428060", choices)
    other = read_link("p=S3&y=1500&x=dig:2", choices)
    assert drawn_part(one, choices) == drawn_part(other, choices) == {"x": "dig:2"}
    assert drawn_part(read_link("p=S3&u=DR&r=40,60", choices), choices) == {"u": "DR", "r": "40,60"}


def told(scene, choices, link, year=2020.0):
    return view_words(OverBlock(scene, read_link(link, choices)), SimpleNamespace(year=year), "nl")


def test_what_differs_is_said_and_nothing_else(scene, choices):
    assert told(scene, choices, "p=S3") == ""
    all_but = ",".join(key for key in LAYER_KEYS if key not in ("houses", "names", "sewer", "groundwater"))
    assert told(scene, choices, f"p=S3&l={all_but}") == "Niet getekend: huizen en gebouwen"
    assert "bui van 40 mm" in told(scene, choices, "p=S3&r=40,60")
    assert told(scene, choices, "p=S3&r=40,60", year=500.0) == ""
    assert told(scene, choices, "p=S3&o=heat") == "Kaart over het blok: hitte (rood, met stippen)"
    assert told(scene, choices, "p=S3&o=heat,water,heritage").endswith("samen (omlijnd)")
    assert told(scene, choices, "p=S3&o=heat", year=500.0) == ""


def test_the_legend_leaves_out_what_is_switched_off():
    counts = VisibleCounts({1: 5}, {(0, 5): 7}, {"roof_red": 3, "trees": 2, "ice": 1})
    assert counts.without({"houses"}).things == {"trees": 2, "ice": 1}
    assert counts.without({"plants", "subsurface"}) == VisibleCounts({1: 5}, {}, {"roof_red": 3, "ice": 1})
    assert counts.without(frozenset()) == counts


@pytest.mark.parametrize("azimuth", [0.0, 130.0, 250.0])
def test_a_hand_that_left_the_whole_block_in_view_gets_it_whole(azimuth):
    frame = LocalFrame.of(BOX, 4.0)
    rise = (HEIGHTS[1] - HEIGHTS[0]) * 4.0
    fitted = Turntable(CameraLimits(BOX, rise), 0.0, 0.0, 0.0, azimuth, 35.0, 500.0).fitted(frame, HEIGHTS)
    aside = (320.0, 40.0, 10.0)
    for share, whole in ((1.4, True), (0.95, True), (0.8, False), (0.3, False)):
        own = OwnView(azimuth, 35.0, share * fitted.distance, aside)
        camera = camera_at(own, BOX, frame, HEIGHTS)
        assert sees_whole(own, BOX, frame, HEIGHTS) is whole
        if whole:
            assert camera == fitted
        else:
            assert (camera.x, camera.y, camera.z) == aside
            assert camera.distance == pytest.approx(max(share * fitted.distance, camera.limits.distances[0]))
    # What stands out, such as ice, is held as in an overview.
    high = frame.to_local(np.array([10.0]), np.array([10.0]), np.array([400.0]))
    own = OwnView(azimuth, 35.0, fitted.distance, aside)
    assert camera_at(own, BOX, frame, HEIGHTS, high.astype(float)).distance > fitted.distance
