import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkgenese3d.errors import UsageError
from wijkgenese3d.geometry.cut import Bite, Cut, Halving
from wijkgenese3d.model.frame import RDExtent
from wijkgenese3d.scene.cut_text import cut_as_text, read_cut

BOX = RDExtent(188400.0, 426700.0, 190400.0, 428200.0)

tenths_x = st.integers(1884000, 1904000).map(lambda n: n / 10)
tenths_y = st.integers(4267000, 4282000).map(lambda n: n / 10)
bites = st.builds(
    Bite, tenths_x, tenths_y, st.integers(-200, 900).map(lambda n: n / 10), st.booleans(), st.booleans()
)
lines = st.builds(
    lambda a, b, c, left: Halving((a, b), (a + 50, c), left), tenths_x, tenths_y, tenths_y, st.booleans()
).filter(lambda line: line.faces(BOX))
cuts = st.builds(Cut, st.integers(0, 30).map(float), st.booleans(), st.none() | bites | lines)


@given(cuts)
def test_what_is_written_is_read_again(cut):
    again = read_cut(cut_as_text(cut), BOX)
    assert cut_as_text(again) == cut_as_text(cut)
    assert (again.dig, again.lid, type(again.piece)) == (cut.dig, cut.lid, type(cut.piece))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dug:5", "perhaps .dig"),
        ("dig:diep", "1 number"),
        ("dig:99", "99 m deep"),
        ("dig:nan", "1 number"),
        ("dig:1;dig:2", "on top of"),
        ("lid:5", "takes no"),
        ("bite:xx,189000,427000,10", "no corner"),
        ("bite:zw,189000,427000", "3 numbers"),
        ("bite:zw,1,2,3", "outside the block"),
        ("line:189000,427000", "4 numbers"),
        ("line:189000,427000,189000,427000,left", "no direction"),
        ("line:1,1,2,2,left", "misses the block"),
        ("bite:zw,189000,427000,10;line:189000,427000,189500,427000", "on top of"),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_out(text, said):
    with pytest.raises(UsageError, match=said) as found:
        read_cut(text, BOX)
    assert found.value.hint


def test_a_line_without_a_half_loses_the_right_one():
    assert read_cut("line:189000,427000,189500,427000", BOX).piece.left is False
