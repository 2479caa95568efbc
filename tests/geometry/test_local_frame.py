import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.local_frame import LocalFrame
from wijkgenese3d.model.frame import RDExtent

BOX = RDExtent(188400.0, 426700.0, 190400.0, 428200.0)


def test_origin_is_the_middle_of_the_box_at_nap_0():
    assert LocalFrame.of(BOX, 3.0).to_local(189400.0, 427450.0, 10.0).tolist() == [0.0, 0.0, 30.0]


@given(
    x=st.floats(188400, 190400),
    y=st.floats(426700, 428200),
    z=st.floats(-50, 150),
    ve=st.sampled_from([1.0, 2.5, 4.0]),
)
def test_there_and_back_keeps_a_millimetre(x, y, z, ve):
    frame = LocalFrame.of(BOX, ve)
    assert np.allclose(frame.from_local(frame.to_local(x, y, z)), [x, y, z], rtol=0, atol=1e-3)


def test_arrays_broadcast():
    points = LocalFrame.of(BOX).to_local(np.zeros(3)[None, :] + 189400, np.zeros(2)[:, None] + 427450, 1.0)
    assert points.shape == (2, 3, 3)
    assert points.dtype == np.float32


@pytest.mark.parametrize("ve", [0.0, -1.0, float("nan"), float("inf")])
def test_a_bad_exaggeration_is_refused(ve):
    with pytest.raises(UsageError, match="exaggeration"):
        LocalFrame.of(BOX, ve)
