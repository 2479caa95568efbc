import pytest

from wijkgenese3d.errors import DeclarationError
from wijkgenese3d.model import FABRIC, Lithology, data_folder, read_legend

FOLDER = data_folder()
pytestmark = pytest.mark.skipif(not (FOLDER / "units.toml").is_file(), reason="no legend here")


def test_the_shipped_legend_holds_together():
    legend = read_legend()
    assert [row.code for row in legend.lithologies] == [code.value for code in Lithology]
    assert [unit.index for unit in legend.units] == list(range(len(legend.units)))
    assert legend.unit("GE").lithology == FABRIC
    zones = {key for key, _ in legend.zones}
    codes = {*(code.value for code in Lithology), FABRIC}
    for unit in legend.units:
        assert unit.zone in zones
        assert unit.lithology in codes
        assert {"nl", "en"} <= set(unit.name)
    for member in legend.members:
        assert legend.unit(member.unit).lithology == FABRIC
        assert legend.member(member.unit, member.lithology) is member
    for rows in (legend.soils, legend.covers, legend.uses):
        assert len({row.code for row in rows}) == len(rows)
        assert all(0 <= row.code <= 253 for row in rows)


def test_an_unknown_key_offers_the_nearest():
    with pytest.raises(DeclarationError, match="unknown unit 'GEE'; perhaps 'GE'") as caught:
        read_legend().unit("GEE")
    assert caught.value.exit_code == 2
    with pytest.raises(DeclarationError, match="unknown lithology code 77"):
        read_legend().lithology(77)


def copied(tmp_path, old, new):
    for name in ("units.toml", "land_cover.toml"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "units.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("colour_contrast", "color_contrast", "unknown key 'color_contrast'; perhaps 'colour_contrast'"),
        ('key = "peat"', "", "missing key 'key'"),
        ('key = "clay"', 'key = "peat"', "key 'peat' stands twice"),
        ("code = 0", "code = = 0", "not valid TOML"),
    ],
)
def test_a_slip_in_the_legend_is_named(tmp_path, old, new, words):
    with pytest.raises(DeclarationError, match=words):
        read_legend(copied(tmp_path, old, new))


def test_a_missing_legend_is_named(tmp_path):
    with pytest.raises(DeclarationError, match="cannot read the legend") as caught:
        read_legend(tmp_path)
    assert caught.value.where == "units.toml"


def test_more_trees_than_can_be_drawn_are_refused(tmp_path):
    folder = copied(tmp_path, "", "")
    file = folder / "land_cover.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("trees_per_ha = 105", "trees_per_ha = 300"), encoding="utf-8")
    with pytest.raises(DeclarationError, match="300 trees per hectare on bos; from 0 to 277"):
        read_legend(folder)
