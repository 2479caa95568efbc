import numpy as np
import pytest

from wijkgenese3d.geometry.annotations import BlockShape, Mark, Projection, annotate
from wijkgenese3d.geometry.lettering import Lettering, overlap
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.geometry.turntable import CameraLimits, Turntable, pixel_ray
from wijkgenese3d.model.frame import Grid, RDExtent

GRID = Grid(RDExtent(188400.0, 426700.0, 190400.0, 428200.0), 20.0)
FLAT = np.full(GRID.shape, 40.0)
FRAME = LocalFrame.of(GRID.extent, 4.0)
BASE, SIZE = -20.0, (1280, 720)
WORDS = {"south": "zuidkant", "west": "westkant", "scale": "{m} m langs de {side}"}


def projection(azimuth=215.0, elevation=31.0, size=SIZE, distance=6000.0):
    camera = Turntable(CameraLimits(GRID.extent), 189400.0, 427450.0, 20.0, azimuth, elevation, distance)
    return Projection(camera.view(FRAME, size[0] / size[1]), FRAME, size)


def overlay(p, marks=(), ground=FLAT, **kwargs):
    return annotate(p, BlockShape(GRID, ground, FLAT, BASE), marks, WORDS, **kwargs)


def test_places_agree_with_the_ray_of_the_pointer():
    p = projection()
    at = p(189000.0, 427000.0, 12.0)
    origin, direction = pixel_ray(p.view, FRAME, at[0], 1 - at[1], p.aspect)
    t = (12.0 - origin[2]) / direction[2]
    assert origin + t * direction == pytest.approx([189000.0, 427000.0, 12.0], abs=0.05)


@pytest.mark.parametrize(("azimuth", "north"), [(180.0, 0.0), (270.0, -90.0), (0.0, 180.0), (90.0, 90.0)])
def test_north_turns_with_the_camera(azimuth, north):
    found = overlay(projection(azimuth))["north"]
    assert abs((found["angle"] - north + 180) % 360 - 180) < 1e-6
    assert 0.4 < found["length"] <= 1.0


def test_the_scale_bar_is_true_along_its_edge():
    p = projection(215.0)
    bar = overlay(p)["scale"]
    assert bar["text"] == "500 m langs de zuidkant"
    long = np.linalg.norm((np.array(bar["b"]) - bar["a"]) * SIZE)
    edge = (p(190400.0, 426700.0, BASE) - p(188400.0, 426700.0, BASE)) * SIZE
    assert long == pytest.approx(np.linalg.norm(edge) * 500 / 2000, rel=0.01)


def test_two_sides_are_in_view_from_a_corner_and_one_from_the_front():
    assert {s["text"] for s in overlay(projection(215.0))["sides"]} == {"zuidkant", "westkant"}
    assert [s["text"] for s in overlay(projection(180.0))["sides"]] == ["zuidkant"]
    angles = {s["text"]: s["angle"] for s in overlay(projection(215.0))["sides"]}
    assert angles["zuidkant"] < -5
    assert angles["westkant"] > 5


def test_depths_stand_on_the_right_corner_below_today():
    p = projection(215.0, distance=4200.0)
    ticks = overlay(p)["ticks"]
    assert [t["text"] for t in ticks] == ["0 m", "10", "20", "30 m"]
    assert ticks[0]["at"] == pytest.approx(p(190400.0, 426700.0, 40.0), abs=1e-4)
    assert ticks[3]["at"] == pytest.approx(p(190400.0, 426700.0, 10.0), abs=1e-4)


@pytest.mark.parametrize(
    ("azimuth", "corner"),
    [(180, (190400, 426700)), (90, (190400, 428200)), (0, (188400, 428200)), (270, (188400, 426700))],
)
def test_seen_square_on_depths_stand_on_the_near_corner(azimuth, corner):
    p = projection(float(azimuth))
    assert overlay(p)["ticks"][0]["at"] == pytest.approx(p(*corner, 40.0), abs=1e-4)


def test_the_first_and_the_last_depth_are_left_where_the_others_have_no_room():
    assert [t["text"] for t in overlay(projection(215.0, distance=9000.0))["ticks"]] == ["0 m", "30 m"]


def test_depths_that_would_lie_on_each_other_or_outside_are_left_out():
    assert overlay(projection(215.0, 89.0))["ticks"] == []
    assert overlay(projection(215.0, 31.0, distance=500.0))["ticks"] == []


def test_depths_count_from_today_in_every_period():
    higher = overlay(projection(), ground=FLAT + 60)["ticks"]
    assert higher == overlay(projection())["ticks"]


def boxes(labels):
    """The plates: 26 px high and 18 px wider than their words of 7.6 px a letter."""
    for label in labels:
        x, y = (share * side for share, side in zip(label["at"], SIZE, strict=True))
        half = (7.6 * len(label["text"]) + 18) / 2
        yield x - half, y - 26, x + half, y


def test_labels_do_not_overlap_and_the_first_come_first():
    marks = [Mark(f"m{k}", "Berg en Dalseweg", 189000.0 + 3 * k, 427400.0) for k in range(9)]
    found = overlay(projection(), marks)["labels"]
    assert [label["id"] for label in found] == ["m0", "m1", "m2"]
    plates = list(boxes(found))
    for k, a in enumerate(plates):
        assert a[0] > 0
        assert a[2] < SIZE[0]
        assert a[1] > 0
        assert not any(overlap(a, b) for b in plates[:k])
    assert all(label["at"][1] < label["foot"][1] for label in found)
    assert len(overlay(projection(), marks, most=2)["labels"]) == 2


def test_the_line_of_a_name_runs_through_no_other_name():
    # The second stands just beside the first: straight up its line would cut through the first plate.
    count = 0
    for beside in (-400.0, -150.0, 40.0, 150.0, 300.0, 500.0):
        marks = [
            Mark("a", "Groen dal met wadi's en een lange naam", 189000.0, 427400.0),
            Mark("b", "Broerdijk", 189000.0 + beside, 427400.0),
        ]
        found = overlay(projection(), marks)["labels"]
        assert found[0]["id"] == "a"
        count += len(found)
        plates = list(boxes(found))
        for label, other in zip(found, plates[::-1] if len(plates) > 1 else [], strict=False):
            start, stop = (np.array(label[key]) * SIZE for key in ("at", "foot"))
            points = start + np.linspace(0, 1, 200)[:, None] * (stop - start)
            inside = (points > other[:2]).all(axis=1) & (points < other[2:]).all(axis=1)
            assert not inside.any()
    assert count >= 7  # where there is no way round, the second has no name


def test_a_name_keeps_clear_of_what_is_written_already_and_of_the_edge():
    mark = Mark("a", "Berg en Dalseweg", 189000.0, 427400.0)
    free = next(boxes(overlay(projection(), [mark])["labels"]))
    taken = Lettering(taken=(free,))
    moved = next(boxes(overlay(projection(), [mark], lettering=taken)["labels"]))
    assert not overlap(free, moved)
    whole = Lettering(taken=((0.0, 0.0, *SIZE),))
    found = overlay(projection(), [mark], lettering=whole)
    assert (found["labels"], found["ticks"], found["sides"], found["scale"]) == ([], [], [], None)
    wide = Lettering(width=lambda text: 2000.0)
    assert overlay(projection(), [mark], lettering=wide)["labels"] == []


def test_a_near_view_has_a_level_scale_bar_in_the_lower_left():
    p = projection(232.0, 17.0, distance=1050.0)
    bar = overlay(p)["scale"]
    (ax, ay), (bx, by) = (np.array(bar[k]) * SIZE for k in ("a", "b"))
    assert ay == by > 0.85 * SIZE[1]
    assert ax < bx < 0.5 * SIZE[0]
    metres = float(bar["text"].removesuffix(" m"))
    assert metres in {50.0, 100.0, 200.0}
    assert (bx - ax) / SIZE[1] == pytest.approx(metres / p.view.height, rel=0.01)
    # True for what lies across the picture: two places so far apart on the ground.
    across = np.array([-np.cos(np.radians(232)), np.sin(np.radians(232))]) * metres
    ends = p(np.array([189400, 189400 + across[0]]), np.array([427300, 427300 + across[1]]), 40.0)
    assert (ends[1] - ends[0])[0] * SIZE[0] == pytest.approx(bx - ax, rel=0.01)


def test_where_a_side_is_partly_in_view_its_name_stands_on_that_part():
    camera = Turntable(CameraLimits(GRID.extent), 188500.0, 426800.0, 0.0, 200.0, 31.0, 1800.0)
    p = Projection(camera.view(FRAME, SIZE[0] / SIZE[1]), FRAME, SIZE)
    names = {side["text"]: side["at"] for side in overlay(p)["sides"]}
    assert "zuidkant" in names
    assert all(0 < share < 1 for at in names.values() for share in at)


def test_what_lies_behind_a_hill_or_outside_the_picture_has_no_label():
    hill = FLAT.copy()
    hill[20:24] = 220.0
    behind, before = Mark("a", "Achter", 189400.0, 427330.0), Mark("b", "Voor", 189400.0, 426900.0)
    p = projection(180.0, 20.0)
    assert [m["id"] for m in overlay(p, [behind, before], hill)["labels"]] == ["b"]
    assert [m["id"] for m in overlay(p, [behind, before])["labels"]] == ["a", "b"]
    near = projection(180.0, 31.0, distance=300.0)
    assert overlay(near, [before])["labels"] == []


def test_no_name_stands_where_something_lies_over_the_picture_nor_names_a_place_there():
    def over(left, top, right, base):
        return Lettering(taken=((left * SIZE[0], top * SIZE[1], right * SIZE[0], base * SIZE[1]),))

    mark, p = Mark("m", "Broerdijk", 189000.0, 427400.0), projection()
    free = overlay(p, [mark])["labels"][0]
    (x, y), (fx, fy) = free["at"], free["foot"]
    # A card over the plate alone: the plate goes elsewhere. Over the place too: there is no plate.
    moved = overlay(p, [mark], lettering=over(x - 0.02, y - 0.03, x + 0.02, y - 0.001))["labels"][0]
    assert moved["foot"] == free["foot"]
    assert moved["at"][1] < y - 0.03
    card = over(fx - 0.02, fy - 0.02, fx + 0.02, fy + 0.02)
    assert overlay(p, [mark], lettering=card)["labels"] == []
    # Another name takes its turn.
    other = Mark("n", "Limos", 189900.0, 427000.0)
    assert [one["id"] for one in overlay(p, [mark, other], most=1, lettering=card)["labels"]] == ["n"]
    ring, everywhere = Mark("p", "", 189000.0, 427400.0, kind="pin"), over(0.0, 0.0, 1.0, 1.0)
    assert overlay(p, [ring], lettering=everywhere)["pins"]
    assert overlay(p, lettering=everywhere)["sides"] == []


def test_rings_are_not_labels():
    found = overlay(projection(), [Mark("p", "1", 189400.0, 427400.0, kind="look")])
    assert found["labels"] == []
    assert found["pins"][0]["kind"] == "look"
