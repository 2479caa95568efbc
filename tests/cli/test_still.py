"""``still``: a picture of the block with its description beside it; what cannot be drawn is refused first."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from wijkgenese3d.errors import MissingPartError


@pytest.mark.opengl
def test_a_picture_and_its_description(run, built, tmp_path, opengl):
    out = tmp_path / "beeld.png"
    said = run("still", built, "--slice", "S3", "--size", "640x400", "-o", out)
    assert said.code == 0, said.err
    assert said.out.splitlines() == [str(out), str(tmp_path / "beeld.txt")]
    image = Image.open(out)
    assert image.size == (640, 400)
    pixels = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert len(np.unique(pixels, axis=0)) > 800
    assert "Schematisch model" in image.text["Description"]
    assert "klein S3" in image.text["Source"]
    text = (tmp_path / "beeld.txt").read_text(encoding="utf-8")
    assert "Hoogte 2× overdreven" in text
    assert "Verzonnen" in text


@pytest.mark.opengl
def test_a_scene_without_cameras_is_drawn_as_a_whole(run, klein, tmp_path, opengl):
    scene = klein / "scene.toml"
    text = scene.read_text(encoding="utf-8")
    start = text.index("[[camera]]")
    end = text.find("\n[", start + 1)
    scene.write_text(text[:start] + (text[end:] if end > 0 else ""), encoding="utf-8")
    assert run("check", klein).code == 0
    assert [view["key"] for view in run("info", klein, "--json").json["views"]] == ["ov"]
    assert run("build", klein, "--json").code == 0
    out = tmp_path / "beeld.png"
    said = run("still", klein, "--slice", "S3", "--size", "320x200", "--layout", "bare", "-o", out)
    assert said.code == 0, said.err
    pixels = np.asarray(Image.open(out).convert("RGB")).astype(int)
    block = (np.abs(pixels - pixels[0, 0]) > 20).any(axis=2)
    assert 0.3 < block.mean() < 0.8
    edges = np.concatenate([block[0], block[-1], block[:, 0], block[:, -1]])
    assert not edges.any(), "the whole block is in view"


@pytest.mark.opengl
def test_the_same_again_gives_the_same_pixels_in_any_format(run, built, tmp_path, opengl):
    for name in ("a.png", "b.png", "c.tif", "d.jpg"):
        run("still", built, "--year", "1500", "--size", "400x300", "--lang", "en", "-o", tmp_path / name)
    a, b, c, d = (
        np.asarray(Image.open(tmp_path / n).convert("RGB")).astype(int)
        for n in ("a.png", "b.png", "c.tif", "d.jpg")
    )
    assert (a == b).all()
    assert (a == c).all()
    assert np.abs(a - d).mean() < 4
    assert "Schematic model" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    for name in ("c.tif", "d.jpg"):
        assert b"Schematic model" in (tmp_path / name).read_bytes()


@pytest.mark.opengl
def test_exaggeration_view_and_hidden_units_change_the_picture(run, built, tmp_path, opengl):
    pictures = {}
    for name, options in {
        "plain": [],
        "steep": ["--exaggeration", "6"],
        "official": ["--colours", "official"],
        "hidden": ["--hide", "DR"],
        "blocks": ["--blocks"],
        "cut": ["--cut", "dig:2", "--cut", "bite:zw,190060,428070,5"],
        "half": ["--cut", "line:190010,428050,190110,428090,right"],
        "lid": ["--cut", "lid"],
    }.items():
        out = tmp_path / f"{name}.png"
        said = run("still", built, "--slice", "S3", "--size", "400x300", "-o", out, *options)
        assert said.code == 0, said.err
        pictures[name] = np.asarray(Image.open(out).convert("RGB")).astype(int)
    told = {name: (tmp_path / f"{name}.txt").read_text(encoding="utf-8") for name in pictures}
    assert "Zonder: " in told["hidden"]
    assert "blokjes" in told["blocks"]
    assert "2 m afgegraven · hap eruit in het zuidwest, tot 5 m NAP" in told["cut"]
    assert "doorgesneden van RD 190010, 428050 naar 190110, 428090" in told["half"]
    assert "deksel opgetild" in told["lid"]
    assert "Zonder" not in told["plain"]
    assert "Zonder: " in Image.open(tmp_path / "hidden.png").text["Source"]
    plain = pictures.pop("plain")
    for name, image in pictures.items():
        assert (np.abs(image - plain).max(axis=2) > 20).mean() > 0.01, name
    # Three times as steep: the block, fitted again, is higher for its width; the others leave its outline.
    shapes = {name: _shape(image) for name, image in {"plain": plain, **pictures}.items()}
    assert shapes["steep"] > 1.6 * shapes["plain"]
    for name in ("official", "blocks"):
        assert shapes[name] == pytest.approx(shapes["plain"], rel=0.06)


def _shape(image):
    """Height by width of what has colour: the block; paper and plates have hardly any."""
    rows, columns = np.nonzero(np.ptp(image, axis=2) > 40)
    return (np.ptp(rows) + 1) / (np.ptp(columns) + 1)


@pytest.mark.parametrize(
    ("options", "code", "parts"),
    [
        (["--slice", "S9"], 2, ["unknown slice 'S9'", "S1, S2, S3"]),
        ([], 2, ["give one of --slice ID and --year Y"]),
        (["--year", "99999"], 2, ["outside the timeline"]),
        (["--slice", "S3", "--view", "oov"], 2, ["unknown view 'oov'", "perhaps 'ov'"]),
        (["--slice", "S3", "--size", "0x100"], 2, ["size 0x100", "200 to 7680"]),
        (["--slice", "S3", "--size", "100000x100000"], 2, ["size 100000x100000"]),
        (["--slice", "S3", "--size", "7680x7680"], 2, ["size 7680x7680", "34 million pixels"]),
        (["--slice", "S3", "--size", "groot"], 2, ["'groot' is not WxH"]),
        (["--slice", "S3", "--exaggeration", "0"], 2, ["--exaggeration 0", "from 1 to 10"]),
        (["--slice", "S3", "--exaggeration", "nan"], 2, ["--exaggeration nan"]),
        (["--slice", "S3", "--cut", "dug:3"], 2, ["cannot cut with 'dug:3'", "perhaps 'dig'"]),
        (["--slice", "S3", "--cut", "dig:99"], 2, ["99 m deep"]),
        (["--slice", "S3", "--cut", "bite:zw,1,2,3"], 2, ["outside the block"]),
        (["--slice", "S3", "--cut", "line:190010,428050"], 2, ["4 numbers"]),
        (["--slice", "S3", "--hide", "DRR"], 2, ["unknown unit 'DRR'", "perhaps 'DR'"]),
    ],
)
def test_refused_before_anything_is_drawn(run, built, tmp_path, monkeypatch, options, code, parts):
    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", lambda: pytest.fail("drawn"))
    out = tmp_path / "beeld.png"
    run("still", built, "-o", out, *options).failed(code, *parts)
    assert list(tmp_path.iterdir()) == []


def test_other_layouts_and_extensions_are_refused(run, built, tmp_path):
    said = run("still", built, "--slice", "S3", "--layout", "a3", "-o", tmp_path / "a.png")
    assert said.code == 2
    assert "bare" in said.err
    run("still", built, "--slice", "S3", "-o", tmp_path / "a.bmp").failed(
        2, "unknown extension '.bmp'", ".png"
    )
    run("still", built, "--slice", "S3", "-o", tmp_path / "no" / "a.png").failed(2, "does not exist")
    assert list(tmp_path.iterdir()) == []


def test_without_opengl_the_package_is_named(run, built, tmp_path, monkeypatch):
    def absent():
        raise MissingPartError("no off-screen OpenGL", hint="install libegl1")

    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", absent)
    run("still", built, "--slice", "S3", "-o", tmp_path / "a.png").failed(4, "install libegl1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.opengl
def test_a_full_disk_leaves_nothing(run, built, tmp_path, monkeypatch, opengl):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wijkgenese3d.exports.atomic.os.replace", full)
    run("still", built, "--slice", "S3", "--size", "300x200", "-o", tmp_path / "a.png").failed(3, "full")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.opengl
def test_pages_say_everything_in_every_format(run, built, tmp_path, opengl):
    for name, options in {
        "a.pdf": (),
        "b.pdf": ("--layout", "a4-portrait", "--size", "1240x1754"),
        "c.pdf": ("--compare", "S1", "--size", "1240x877"),
        "d.png": ("--size", "960x540", "--lang", "en"),
    }.items():
        said = run("still", built, "--slice", "S3", *options, "-o", tmp_path / name)
        assert said.code == 0, said.err
    texts = {name: PdfReader(tmp_path / name).pages[0].extract_text() for name in ("a.pdf", "b.pdf", "c.pdf")}
    for text in texts.values():
        assert "Hoogte 2× overdreven." in text
        assert "Verzonnen" in text
        assert "Op de grond" in text
    assert "opgehoogd" in texts["c.pdf"]
    told = PdfReader(tmp_path / "a.pdf")
    assert "klein S3" in told.metadata["/Keywords"]
    with Image.open(tmp_path / "d.png") as image:
        assert image.size == (960, 540)
        assert "Schematic" in image.text["Description"]
    # What can be seen is told as well, in the words of the app.
    assert "Op de grond" in (tmp_path / "a.txt").read_text("utf-8")


@pytest.mark.opengl
def test_pages_that_cannot_be(run, built, tmp_path):
    out = tmp_path / "beeld.png"
    still = ("still", built, "--slice", "S3", "-o", out)
    run(*still, "--layout", "a4", "--size", "1920x1080").failed(2, "shape of layout a4", "1920x1358")
    run(*still, "--layout", "16x9", "--size", "640x360").failed(2, "too small for the words")
    run(*still, "--compare", "S1", "--layout", "bare").failed(2, "--compare needs a page")
    run(*still, "--compare", "S7").failed(2, "S7")
    run(*still, "--compare", "S3").failed(2, "shown already")
    assert not out.exists()
    # Both files, or none.
    (tmp_path / "beeld.txt").mkdir()
    run(*still).failed(2, "is a folder")
    assert not out.exists()


@pytest.mark.opengl
def test_of_two_moments_the_earlier_stands_first(run, built, tmp_path, opengl):
    texts = []
    for one, two in (("S1", "S3"), ("S3", "S1")):
        out = tmp_path / f"{one}.pdf"
        run("still", built, "--slice", one, "--compare", two, "--size", "1240x877", "-o", out)
        texts.append(PdfReader(out).pages[0].extract_text())
    assert texts[0] == texts[1]


@pytest.mark.opengl
def test_what_a_link_points_to_is_replaced(run, built, tmp_path, opengl):
    target, link = tmp_path / "echt.png", tmp_path / "beeld.png"
    target.write_bytes(b"old")
    link.symlink_to(target)
    assert run("still", built, "--slice", "S3", "--size", "400x300", "-o", link).code == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.opengl
def test_a_grey_page_has_no_colour_and_says_how_it_was_made(run, built, tmp_path, opengl):
    out = tmp_path / "grijs.png"
    assert run("still", built, "--slice", "S3", "--size", "960x540", "--grey", "-o", out).code == 0
    with Image.open(out) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
        source = image.text["Source"]
    assert np.abs(pixels - pixels.mean(axis=2, keepdims=True)).max() < 1
    assert len(np.unique(pixels[..., 0])) > 60
    assert "view ov, layout 16x9 960x540, contrast, grey" in source
