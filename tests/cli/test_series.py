"""``series``: the same picture of every slice, and what is made of all of them; a broken one goes on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

pytestmark = pytest.mark.opengl
SIZE = "--size", "960x540"


def pixels(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory, opengl):
    """A series of the tiny scene, made once by two processes."""
    from tests.cli.conftest import KLEIN
    from wijkgenese3d.cli import main

    home = tmp_path_factory.mktemp("series")
    shutil.copytree(KLEIN, home / "scenes" / "klein")
    arguments = ["series", home / "scenes" / "klein", "-o", home / "reeks", *SIZE]
    assert main([str(a) for a in [*arguments, "--workers", "2", "--film", "mp4"]]) == 0
    return home / "scenes" / "klein", home / "reeks"


def test_every_slice_has_its_picture_and_words_and_there_is_a_sheet_pages_and_a_film(whole):
    _, folder = whole
    found = names(folder)
    pictures = [name for name in found if name[6:8].isdigit() and name.endswith(".png")]
    assert len(pictures) == 3
    assert all(name.replace(".png", ".txt") in found for name in pictures)
    assert {pixels(folder / name).shape for name in pictures} == {(540, 960, 3)}
    assert not list(folder.glob(".*parts*"))
    pages = PdfReader(folder / next(name for name in found if name.endswith("bladen.pdf")))
    assert len(pages.pages) == len(pictures)
    texts = [page.extract_text() for page in pages.pages]
    assert all("Verzonnen" in text or "Schematisch" in text for text in texts)
    assert len(set(texts)) == len(texts)
    assert pages.root_object["/Lang"] == "nl"
    sheet = PdfReader(folder / next(name for name in found if name.endswith("overzicht.pdf")))
    assert float(sheet.pages[0].mediabox.width) == pytest.approx(841.89, abs=0.1)
    assert len(sheet.pages[0].images) >= len(pictures)


def test_the_film_shows_each_period_for_a_while_and_fades(whole):
    import av

    _, folder = whole
    with av.open(str(next(folder.glob("*.mp4")))) as film:
        stream = film.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(stream)]
        assert (stream.width, stream.height, stream.codec_context.name) == (960, 540, "h264")
    assert len(frames) == 3 * 65 + 2 * 14
    first = pixels(sorted(folder.glob("klein_0*.png"))[0])
    assert np.abs(frames[10] - first).mean() < 3
    assert np.abs(frames[10] - frames[60]).mean() < 1
    between = np.abs(frames[65 + 7] - (frames[60] + frames[65 + 14 + 5]) / 2).mean()
    assert between < 0.35 * np.abs(frames[60] - frames[65 + 14 + 5]).mean()


def test_the_manifest_tells_of_each_file_what_it_shows_and_its_hash(whole):
    _, folder = whole
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["complete"] is True
    assert told["options"]["size"] == [960, 540]
    assert len(told["options"]["input_hash"]) > 20
    assert {row["path"] for row in told["files"]} == set(names(folder)) - {"manifest.json"}
    for row in told["files"]:
        data = (folder / row["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (row["sha256"], row["bytes"])
    assert {row["slice"] for row in told["files"] if row["kind"] == "picture"} == {"S1", "S2", "S3"}


def test_what_is_there_is_kept_and_what_was_spoiled_is_made_again(run, whole, monkeypatch):
    from wijkgenese3d.report.series_worker import SeriesWorker

    scene, folder = whole
    made = []
    make = SeriesWorker.make
    monkeypatch.setattr(SeriesWorker, "make", lambda self, one: made.append(one.slice_id) or make(self, one))
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    said = run("series", scene, "-o", folder, *SIZE, "--workers", "1")
    assert said.code == 0, said.err
    assert made == []
    spoiled = sorted(folder.glob("klein_02*.png"))[0]
    spoiled.write_bytes(spoiled.read_bytes()[:-9])
    assert run("series", scene, "-o", folder, *SIZE, "--workers", "1").code == 0
    assert made == ["S2"]
    # The same scene, version and machine give the same pixels, in another process too.
    assert spoiled.read_bytes() == before[spoiled.name][0]
    for path in map(folder.joinpath, names(folder)):
        if path.name not in {spoiled.name, spoiled.with_suffix(".txt").name, "manifest.json"}:
            assert path.stat().st_mtime_ns == before[path.name][1], path.name


def test_a_series_that_broke_off_goes_on_where_it_was(run, whole, tmp_path, monkeypatch):
    from wijkgenese3d.report.series_worker import SeriesWorker

    scene, first = whole
    made = []
    make = SeriesWorker.make

    def once(self, one):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(one.slice_id)
        return make(self, one)

    monkeypatch.setattr(SeriesWorker, "make", once)
    out = tmp_path / "reeks"
    with contextlib.suppress(KeyboardInterrupt):
        assert run("series", scene, "-o", out, *SIZE, "--workers", "1").code != 0
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["complete"] is False
    monkeypatch.setattr(SeriesWorker, "make", lambda self, one: made.append(one.slice_id) or make(self, one))
    assert run("series", scene, "-o", out, *SIZE, "--workers", "1").code == 0
    assert made == ["S1", "S2", "S3"]
    same = [path.name for path in out.iterdir() if path.suffix == ".png"]
    assert all((out / name).read_bytes() == (first / name).read_bytes() for name in same)


def test_who_stops_a_series_of_two_processes_loses_no_picture(run, whole, tmp_path, monkeypatch):
    from wijkgenese3d.cli.terminal import Progress

    def stop(*_):
        raise KeyboardInterrupt

    scene, _ = whole
    out = tmp_path / "reeks"
    monkeypatch.setattr(Progress, "__call__", stop)
    with contextlib.suppress(KeyboardInterrupt):
        run("series", scene, "-o", out, "--size", "400x300", "--workers", "2")
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    pictures = {path.name for path in out.glob("klein_0*.png")}
    assert pictures
    assert pictures == {row["path"] for row in told["files"] if row["kind"] == "picture"}


def test_one_camera_for_all_and_only_the_slices_and_views_asked_for(run, whole, tmp_path):
    scene, _ = whole
    out = tmp_path / "reeks"
    said = run("series", scene, "-o", out, "--size", "400x300", "--slices", "S3,S1", "--lang", "en")
    assert said.code == 0, said.err
    pictures = [name for name in names(out) if name[6:8].isdigit() and name.endswith(".png")]
    assert [name[:8] for name in pictures] == ["klein_01", "klein_03"]
    assert any(name.endswith("overview.png") for name in names(out))
    # Other options, other pictures: what is there does not count.
    (one,) = out.glob("klein_01*.png")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = ("series", scene, "-o", out, "--size", "400x300", "--slices", "S3,S1", "--lang")
    assert run(*again, "en").code == 0
    # Dutch does not come between English pictures, unless that is wanted; then nothing of them is left.
    run(*again, "nl").failed(2, "another language", "--force")
    assert {name: (out / name).read_bytes() for name in before} == before
    assert run(*again, "nl", "--exaggeration", "5", "--force").code == 0
    # Names have the date in their language.
    assert not one.exists()
    assert not [name for name in names(out) if "overview" in name or "pages" in name]


def test_a_changed_scene_makes_its_series_anew(run, whole, tmp_path):
    scene, _ = whole
    own, out = tmp_path / "scenes" / "klein", tmp_path / "reeks"
    shutil.copytree(scene, own)
    series = ("series", own, "-o", out, "--size", "400x300", "--slices", "S3")
    assert run(*series).code == 0
    told = json.loads((out / "manifest.json").read_text("utf-8"))["options"]["input_hash"]
    toml = own / "scene.toml"
    toml.write_text(toml.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert run(*series).code == 0
    assert json.loads((out / "manifest.json").read_text("utf-8"))["options"]["input_hash"] != told


@pytest.mark.parametrize(
    "content",
    ['{"name": "app", "icons": []}', "{", '{"key": "a", "options": {}, "files": [{"bytes": 1e999}]}'],
)
def test_what_is_not_ours_is_left_alone(run, whole, tmp_path, content):
    scene, _ = whole
    out = tmp_path / "site"
    (out / ".parts").mkdir(parents=True)
    mine = out / ".parts" / "mine.txt"
    mine.write_text("x")
    (out / "manifest.json").write_text(content)
    run("series", scene, "-o", out, *SIZE).failed(3, "manifest.json", "no list of a series")
    assert (out / "manifest.json").read_text() == content
    (out / "manifest.json").unlink()
    assert run("series", scene, "-o", out, "--size", "400x300", "--slices", "S1").code == 0
    assert mine.read_text() == "x"


def test_a_list_that_leads_out_of_the_folder_takes_nothing_along(run, whole, tmp_path):
    scene, _ = whole
    out, other = tmp_path / "reeks", tmp_path / "kostbaar.png"
    other.write_bytes(b"x")
    assert run("series", scene, "-o", out, "--size", "400x300", "--slices", "S1").code == 0
    place = out / "manifest.json"
    told = json.loads(place.read_text("utf-8"))
    sha = hashlib.sha256(b"x").hexdigest()
    told["files"].append(
        {"path": "../kostbaar.png", "kind": "picture", "view": "ov", "bytes": 1, "sha256": sha}
    )
    place.write_text(json.dumps(told), "utf-8")
    series = ("series", scene, "-o", out, "--size", "400x300", "--slices", "S1", "--lang", "en", "--force")
    assert run(*series).code == 0
    assert other.read_bytes() == b"x"


def test_two_series_do_not_work_in_one_folder(run, whole, tmp_path):
    from wijkgenese3d.model.store_lock import locked

    scene, _ = whole
    out = tmp_path / "reeks"
    out.mkdir()
    with locked(out / "manifest.json"):
        run("series", scene, "-o", out, *SIZE).failed(2, "making a series in this folder")
    assert [name for name in names(out) if not name.startswith(".")] == []


def test_what_cannot_be_is_refused_before_anything_is_made(run, whole, tmp_path):
    scene, _ = whole
    out = tmp_path / "reeks"
    file = tmp_path / "bestand"
    file.write_text("x")
    for code, arguments, fragments in (
        (2, ("-o", out, "--views", "ov,nergens"), ("unknown view 'nergens'",)),
        (2, ("-o", out, "--slices", "S9"), ("S9",)),
        (2, ("-o", out, "--size", "0x0"), ("size 0x0",)),
        (2, ("-o", out, "--size", "100000x100"), ("100000",)),
        (2, ("-o", out, "--layout", "a4", "--size", "1920x1080"), ("shape of layout a4",)),
        (2, ("-o", out, "--workers", "0"), ("--workers 0",)),
        (2, ("-o", out, "--slices", ","), ("names no slice",)),
        (2, ("-o", file), ("is a file",)),
        (2, ("-o", out, "--film", "avi"), ("avi",)),
    ):
        run("series", scene, *arguments).failed(code, *fragments)
        assert not out.exists()


def test_a_folder_that_cannot_be_written_to(run, whole, tmp_path, monkeypatch):
    scene, _ = whole
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: str(path) != str(tmp_path) and access(path, how))
    run("series", scene, "-o", tmp_path / "reeks").failed(3, "cannot be written to")


def test_a_full_disk_half_way_leaves_what_was_made_and_nothing_half(run, whole, tmp_path, monkeypatch):
    from wijkgenese3d.errors import DataError
    from wijkgenese3d.exports import atomic

    scene, _ = whole
    out, written = tmp_path / "reeks", []
    write = atomic.write_file

    def full(path, content):
        if path.suffix == ".png" and path.parent == out and len(written) == 1:
            msg = "the disk is full: No space left on device"
            raise DataError(msg, where=str(path), hint="free space")
        if path.suffix == ".png" and path.parent == out:
            written.append(path)
        write(path, content)

    monkeypatch.setattr(atomic, "write_file", full)
    said = run("series", scene, "-o", out, *SIZE, "--workers", "1")
    assert said.code == 3
    assert "the disk is full" in said.err
    assert len(list(out.glob("klein_0*.png"))) == 1
    assert not list(out.glob(".*.png"))
    monkeypatch.setattr(atomic, "write_file", write)
    assert run("series", scene, "-o", out, *SIZE, "--workers", "1").code == 0
    assert len(list(out.glob("klein_0*.png"))) == 3
