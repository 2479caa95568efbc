import numpy as np
import pytest

from tests.hydrology.surfaces import GARDEN, ROOF, STREET, UNKNOWN, capacities
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.hydrology.infiltration import Storm, on_the_spot


def one(code, mm, minutes=60.0):
    """The rain on a cell of one class: ground, sewer, run-off, spare."""
    spot = on_the_spot(Storm(mm, minutes), np.array([[code]], dtype=np.uint8), capacities(), 1)
    return [float(a[0, 0]) for a in (spot.ground_mm, spot.sewer_mm, spot.run_off_mm, spot.spare_mm)]


@pytest.mark.parametrize(
    ("code", "mm", "minutes", "parts"),
    [
        (GARDEN, 20, 60, (20, 0, 0, 13)),  # 30 mm sinks in, 3 mm stays: 13 to spare
        (GARDEN, 36, 60, (33, 0, 3, 0)),
        (GARDEN, 36, 120, (36, 0, 0, 27)),  # twice the time, twice the rate, once the storage
        (GARDEN, 36, 30, (18, 0, 18, 0)),
        (STREET, 36, 60, (1, 20, 15, 0)),  # the sewer takes what the ground leaves
        (STREET, 0.5, 60, (0.5, 0, 0, 0)),  # paved: what it could still hold is not for others
        (STREET, 11, 60, (1, 10, 0, 0)),
        (ROOF, 36, 60, (19, 17, 0, 0)),  # half to gardens, 1 stays, the sewer takes the rest
        (ROOF, 70, 60, (36, 20, 14, 0)),
        (GARDEN, 0, 60, (0, 0, 0, 33)),
        (STREET, 1000, 60, (1, 20, 979, 0)),
    ],
)
def test_a_bucket_per_class(code, mm, minutes, parts):
    assert one(code, mm, minutes) == pytest.approx(parts)


def test_means_are_taken_last():
    # Half garden, half street: together they could take 36 mm, and yet the street sheds.
    cover = np.array([[GARDEN, STREET], [STREET, GARDEN]], dtype=np.uint8)
    spot = on_the_spot(Storm(30, 60), cover, capacities(), 2)
    assert spot.run_off_mm.shape == (1, 1)
    assert spot.run_off_mm[0, 0] == pytest.approx((0 + 9) / 2)
    assert spot.spare_mm[0, 0] == pytest.approx((3 + 0) / 2)
    assert spot.ground_mm[0, 0] + spot.sewer_mm[0, 0] + spot.run_off_mm[0, 0] == pytest.approx(30)


def test_rain_of_which_nothing_is_left_runs_off_exactly_nowhere():
    # 0.1 three times is not 0.3: no dust of rounding may run off.
    cover = np.full((3, 3), GARDEN, dtype=np.uint8)
    assert on_the_spot(Storm(0.1, 60), cover, capacities(), 3).run_off_mm[0, 0] == 0.0


def test_a_class_of_which_nothing_is_known():
    cover = np.array([[GARDEN, UNKNOWN]], dtype=np.uint8)
    with pytest.raises(DataError, match="land cover 9"):
        on_the_spot(Storm(36, 60), cover, capacities(), 1)


@pytest.mark.parametrize(
    ("mm", "minutes", "said"),
    [
        (-0.1, 60, "mm = -0.1"),
        (1000.1, 60, "0 to 1000"),
        (float("nan"), 60, "mm = nan"),
        (float("inf"), 60, "mm = inf"),
        (36, 0.5, "minutes = 0.5"),
        (36, 1441, "1 to 1440"),
        (36, float("nan"), "minutes = nan"),
    ],
)
def test_no_cloudburst(mm, minutes, said):
    with pytest.raises(UsageError, match=said) as caught:
        Storm(mm, minutes)
    assert caught.value.hint
