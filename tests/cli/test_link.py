"""``--link``: what the app shows, drawn by a command; the same as with options, and only what fits."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from wijkgenese3d.cli.opened import open_built
from wijkgenese3d.report.page_maker import PageMaker
from wijkgenese3d.report.page_order import PageOrder, viewpoint_of
from wijkgenese3d.scene.drawing import view_setting
from wijkgenese3d.scene.load import load_scene
from wijkgenese3d.scene.view_link import read_link, view_choices
from wijkgenese3d.scene.view_state import CameraState, ViewState

SIZE = ("--size", "400x300", "--layout", "bare")


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


@pytest.fixture
def draw(run, built, tmp_path):
    """Draw a still, and return its pixels and its text."""

    def draw_it(name, *options):
        out = tmp_path / f"{name}.png"
        said = run("still", built, *SIZE, "-o", out, *options)
        assert said.code == 0, said.err
        return pixels(out), out.with_suffix(".txt").read_text(encoding="utf-8")

    return draw_it


@pytest.mark.opengl
def test_a_link_draws_the_same_as_options_do(draw, opengl):
    link = (
        "http://localhost:8131/s/ab12/?x=1#p=S2&k=official&h=5&b=1&x=dig:2&lang=en&t=dark&pins=190050,428060"
    )
    options = ["--slice", "S2", "--colours", "official", "--exaggeration", "5"]
    options += ["--blocks", "--cut", "dig:2", "--lang", "en"]
    by_link, told = draw("link", "--link", link)
    by_options, said = draw("options", *options)
    assert (by_link == by_options).all()
    assert told == said
    assert "2 m dug off" in told


@pytest.mark.opengl
def test_an_option_goes_before_the_link(draw, opengl):
    linked = ("--link", "p=S1&lang=en&h=5&x=dig:2&c=20,40,90,190060,428070,5&l=subsurface")
    one, told = draw(
        "one", *linked, "--slice", "S3", "--lang", "nl", "--exaggeration", "2", "--cut", "lid", "--view", "ov"
    )
    other, said = draw("other", "--link", "p=S3&x=lid&l=subsurface")
    assert told == said
    assert (one == other).all()
    assert "Niet getekend: planten en bomen" in told


@pytest.mark.opengl
def test_layers_rain_and_certainty_of_a_link_are_drawn_and_said(draw, opengl):
    plain, _ = draw("plain", "--link", "p=S3")
    link = "p=S3&r=40,60&z=zeker&l=subsurface,names,border,contours,water,roads"
    image, told = draw("changed", "--link", link)
    for words in (
        "Niet getekend: planten en bomen, huizen en gebouwen",
        "Bleek: wat minder zeker is (gekozen: alleen zeker)",
        "Blauw: water na een bui van 40 mm in 60 minuten (eenvoudige berekening)",
    ):
        assert words in told
    assert (np.abs(image - plain).max(axis=2) > 20).mean() > 0.01
    blue = lambda pixels: ((pixels[..., 2] - pixels[..., 0]) > 60).sum()  # noqa: E731
    assert blue(image) > blue(plain)


@pytest.mark.opengl
def test_a_camera_of_ones_own_is_that_of_the_link(draw, built, opengl):
    choices = view_choices(load_scene(built), "S3")
    x, y = 190060.0, 428070.0
    near = ViewState("S3", camera=CameraState("", 200.0, 40.0, 90.0, (x, y, 5.0)), exaggeration=2.0)
    turned = ViewState("S3", camera=CameraState("", 20.0, 40.0, 90.0, (x, y, 5.0)), exaggeration=2.0)
    pictures = [
        draw("own", "--link", "&".join(f"{k}={v}" for k, v in view.as_address(choices).items()))[0]
        for view in (near, turned)
    ]
    assert (np.abs(pictures[0] - pictures[1]).max(axis=2) > 20).mean() > 0.1


@pytest.mark.parametrize(
    ("link", "parts"),
    [
        ("p=S9", ["'p=S9' does not fit this scene", "S1, S2, S3"]),
        ("p=S3&c=oov&x=dug:3", ["c=oov, x=dug:3"]),
        ("p=S3&q=1", ["q=1"]),
        ("p=S3&u=XX", ["u=XX"]),
        ("http://localhost:8131/#p=S3&y=99999", ["y=99999"]),
        ("p=S3&z=" + "a" * 5000, ["does not fit"]),
        ("bla", ["does not fit"]),
        ("", ["does not fit"]),
    ],
)
@pytest.mark.parametrize("command", ["still", "series"])
def test_a_link_that_does_not_fit_is_refused(run, built, tmp_path, monkeypatch, command, link, parts):
    monkeypatch.setattr("wijkgenese3d.render.opengl.use_opengl", lambda: pytest.fail("drawn"))
    out = tmp_path / ("a.png" if command == "still" else "out")
    run(command, built, "--link", link, "-o", out).failed(2, "--link", *parts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.opengl
def test_a_series_has_the_camera_and_the_cut_of_a_link(run, built, tmp_path, draw, opengl):
    link = "p=S1&c=20,40,90,190060,428070,5&x=dig:2&lang=en"
    out = tmp_path / "series"
    asked = ["series", built, "--slices", "S2,S3", *SIZE, "--workers", "1", "-o", out]
    said = run(*asked, "--link", link)
    assert said.code == 0, said.err
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert told["options"]["link"] == {"c": "20,40,90,190060,428070,5", "x": "dig:2"}
    assert told["options"]["language"] == "en"
    names = [row["path"] for row in told["files"] if row["kind"] == "picture"]
    assert names == ["klein_02_1200_own-view.png", "klein_03_2020_own-view.png"]
    # The camera stands near: no slice makes it step back, so each is the still of its slice.
    single, _ = draw("single", "--link", link, "--slice", "S3")
    assert (pixels(out / names[1]) == single).all()
    # Another cut makes other pictures; the same link in another order, and another slice, makes none.
    before = (out / names[0]).stat().st_mtime_ns
    assert run(*asked, "--link", "lang=en&x=dig:2&c=20,40,90,190060,428070,5&p=S3").code == 0
    assert (out / names[0]).stat().st_mtime_ns == before
    run(*asked, "--link", link.replace("dig:2", "dig:3")).failed(2, "another link")
    assert run(*asked, "--force", "--link", link.replace("dig:2", "dig:3")).code == 0
    again = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert again["key"] != told["key"]
    assert (out / names[0]).stat().st_mtime_ns != before


@pytest.mark.opengl
def test_the_legend_lists_what_is_left_to_be_seen(built, opengl):
    scene = load_scene(built)
    choices = view_choices(scene, "S3")
    opened = open_built(scene)

    def listed(link):
        view = read_link(f"p=S3&{link}", choices)
        camera = viewpoint_of(scene.cameras, view.camera)
        order = PageOrder(camera, None, (400, 300), "nl", view.cut, view.colour_set, view)
        setting = view_setting(scene, opened.today.ground, view)
        with PageMaker(scene, setting, order) as maker:
            maker.make(opened.reader.slice("S3"))
            return [{item["key"] for item in group["items"]} for group in maker.legend]

    on, within = listed("h=2")[:2]
    assert {"roof_red", "dak", "bos"} & on
    assert within
    assert listed("l=contours")[1] == set()
    assert listed("x=dig:3")[:2] == [set(), within]
    units = {scene.plan.legend.units[layer.unit].key for layer in opened.today.stack.layers}
    assert listed(f"u={','.join(units)}")[1] == set()
