"""Building a scene, and going on from an older build: the same to the last bit as a replay of all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from wijkgenese3d.errors import DataError
from wijkgenese3d.genesis.replay import Replay
from wijkgenese3d.model import PreparedModel, PreparedReader, RDExtent, TimeSlice, open_prepared
from wijkgenese3d.scene.load import Scene, load_scene
from wijkgenese3d.scene.prepare import make_prepared, open_scene, prepare, replayed_slice

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "scenes" / "hengstdal"
CELL = 25.0
RASTERS = ("land_cover", "painted", "use", "soil", "ice", "water")

TOP, STORY = "scene.toml", "story.toml"
ICE, OLD, FUTURE = "events/1-ijstijd.toml", "events/2-oudheid.toml", "events/5-toekomst.toml"
PINS = """
[[event]]
id = "P99"
title = {nl = "Een speld", en = "A pin"}
date = 2020
certainty = "zeker"
certainty_shape = "aanname"
alliance = "mens"
sources = ["gk"]
text = {nl = "Een speld.", en = "A pin."}
[[event.step]]
kind = "pins"
at = "springs"
type = "bron"

[[event]]
id = "G01"
"""


def copied(to: Path) -> Path:
    """A copy of the scene with coarser land cover: five times faster."""
    shutil.copytree(SCENE, to / "hengstdal")
    change(to / "hengstdal", TOP, "cover_cell = 2.5", "cover_cell = 12.5")
    return to / "hengstdal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy to change."""
    return copied(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    """The scene as it is, built."""
    scene = load_scene(copied(tmp_path_factory.mktemp("scene")), cell=CELL)
    path = tmp_path_factory.mktemp("built") / "hengstdal"
    build = prepare(scene, path)
    assert build.made
    assert build.restarted_at is None
    assert build.bytes == sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    assert build.seconds > 0
    return scene, path


@pytest.fixture
def reader(built: tuple[Scene, Path]) -> PreparedReader:
    """What was built, opened."""
    return open_prepared(built[1])


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change a text in one file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def assert_same_slice(found: TimeSlice, wanted: TimeSlice, *, rounded: bool = False) -> None:
    """Compare two slices, bit for bit; ice and water are stored in millimetres, so ``rounded``."""
    assert found.stack.grid == wanted.stack.grid
    assert found.stack.layers == wanted.stack.layers
    for layer, a, b in zip(found.stack.layers, found.stack.tops, wanted.stack.tops, strict=True):
        assert np.array_equal(a, b), (found.slice_id, layer)
    for name in RASTERS:
        a, b = getattr(found, name), getattr(wanted, name)
        if rounded and a.dtype.kind == "f":
            assert np.array_equal(np.isnan(a), np.isnan(b)), (found.slice_id, name)
            assert np.nanmax(np.abs(a - b), initial=0.0) < 0.0006, (found.slice_id, name)
        else:
            assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), (found.slice_id, name)
    assert found.features == wanted.features
    assert found.year == wanted.year


def assert_same_model(found: PreparedReader, wanted: PreparedReader | PreparedModel) -> None:
    """Compare what was stored with what was stored, or with what a replay gives."""
    rounded = isinstance(wanted, PreparedModel)
    parts = wanted.slices if isinstance(wanted, PreparedModel) else wanted.slices()
    for a, b in zip(found.slices(), parts, strict=True):
        assert a.slice_id == b.slice_id
        assert_same_slice(a, b, rounded=rounded)
    assert found.events == wanted.events
    assert found.chain == wanted.chain
    assert found.meta["bodies"] == wanted.meta["bodies"]
    assert found.meta["befores"] == wanted.meta["befores"]
    assert found.meta["counted"] == wanted.meta["counted"]
    for a, b in zip(found.meta["effects"], wanted.meta["effects"], strict=True):
        assert {**a, "ms": 0} == {**b, "ms": 0}
    assert set(found.numbers) == set(wanted.numbers)
    for key, value in wanted.numbers.items():
        assert np.array_equal(found.numbers[key], value), key


# ---------------------------------------------------------------- building


def test_a_build_holds_what_a_replay_gives(built: tuple[Scene, Path], reader: PreparedReader) -> None:
    scene, _ = built
    model, start = make_prepared(scene)
    assert start is None
    assert_same_model(reader, model)
    replay = Replay(scene.plan)
    for stop in scene.timeline:
        assert_same_slice(reader.slice(stop.id), replay.time_slice(stop.year, stop.id), rounded=True)


def test_unchanged_is_not_made_again(built: tuple[Scene, Path]) -> None:
    scene, path = built
    before = sorted((f, f.stat().st_mtime_ns) for f in path.rglob("*") if f.is_file())
    build = prepare(load_scene(scene.folder, cell=CELL), path)
    assert (build.made, build.restarted_at, build.path) == (False, None, path)
    assert build.bytes > 0
    assert before == sorted((f, f.stat().st_mtime_ns) for f in path.rglob("*") if f.is_file())
    assert open_scene(scene, path).name == "hengstdal"


def test_force_makes_it_again_from_the_start(built: tuple[Scene, Path], tmp_path: Path) -> None:
    scene, path = built
    shutil.copytree(path, tmp_path / "copy")
    told: list[tuple[str, int, int]] = []
    build = prepare(scene, tmp_path / "copy", force=True, progress=lambda *row: told.append(row))
    assert (build.made, build.restarted_at) == (True, None)
    assert [done for _, done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][1] == told[-1][2]
    assert told[-1][0] == "T15"
    assert {"G01", "R06", "T01"} <= {name for name, _, _ in told}


def test_a_damaged_build_is_made_anew(built: tuple[Scene, Path], tmp_path: Path) -> None:
    scene, _ = built
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "zarr.json").write_text("{", encoding="utf-8")
    try:
        build = prepare(scene, tmp_path / "broken")
    except DataError:
        pytest.fail("a damaged model must not stop a build")
    assert build.made


def test_a_number_in_the_file_changes_the_ground(built: tuple[Scene, Path], folder: Path) -> None:
    change(folder, OLD, "thick = 0.15", "thick = 0.65")
    scene = load_scene(folder, cell=CELL)
    found, before = (Replay(s.plan).time_slice(-11).ground for s in (scene, built[0]))
    camp = scene.vectors.polygon("camp_large").distance(scene.plan.grid.x, scene.plan.grid.y)
    assert found[camp > 10] == pytest.approx(before[camp > 10] + 0.5, abs=0.0011)
    assert np.array_equal(found[camp < -10], before[camp < -10])


def test_an_out_of_date_or_absent_build_is_not_opened(built: tuple[Scene, Path], folder: Path) -> None:
    change(folder, STORY, "Grote platen zand schuiven", "Brede platen zand schuiven")
    with pytest.raises(DataError, match="has changed since") as caught:
        open_scene(load_scene(folder, cell=CELL), built[1])
    assert "wijkgenese3d build" in caught.value.hint
    with pytest.raises(DataError, match="has not been built") as caught:
        open_scene(built[0], folder / "nowhere")
    assert caught.value.exit_code == 3


# ---------------------------------------------------------------- going on from an older build

RESTARTS = {
    # What changes: file, text, text in its place, slice up to which the older build holds.
    "a text": (OLD, "en = \"Soil washes into", "en = \"The soil washes into", "T15"),
    "a story": (STORY, "Grote platen zand schuiven", "Brede platen zand schuiven", "T15"),
    "last event": (FUTURE, 'by = "bowl(\'wadis\', power=3)"', 'by = "bowl(\'wadis\', power=2)"', "T14"),
    "event in the middle": (OLD, "width = 6\nside = 1.5", "width = 8\nside = 1.5", "T06a"),
    "first event": (ICE, 'top = "ridge"', 'top = "ridge + 1"', None),
    "ice at a slice": (ICE, "ground + 6 + 88", "ground + 7 + 88", "T15"),
    "a date": (OLD, "date = [75, 100]", "date = [75, 99]", "T06a"),
    "a field": (TOP, "noise(90, seed=103)", "noise(90, seed=104)", None),
    "a vector": ("vectors/city.geojson", '"name": "bdw"', '"name": "bdw", "note": "moved"', None),
    "a feature event before all others": (ICE, '\n[[event]]\nid = "G01"\n', PINS, None),
    "a slice between": (TOP, '[[slice]]\nid = "T08"',
     '[[slice]]\nid = "T07b"\nyear = 1600\n[[slice]]\nid = "T08"', "T15"),
    "a slice before the ground that is asked for": (TOP, '[[slice]]\nid = "T03"',
     '[[slice]]\nid = "T02b"\nyear = -14000\n[[slice]]\nid = "T03"', "T15"),
    "a slice that moves": (TOP, "year = 1490", "year = 1410", "T15"),
    "a slice that moves a little": (TOP, "year = 2050", "year = 2051", "T14"),
    "a slice less": (TOP, '[[slice]]\nid = "T12"\nyear = 1965\n', "", "T15"),
    "buildings": (OLD, 'type = "boerderij"', 'type = "hoeve"', "T15"),
    "what roofs show as": (OLD, 'type = "boerderij"\nheight = 4\ncover = "dak"',
     'type = "boerderij"\nheight = 4\ncover = "kazerne"', "T15"),
    "what a road shows as": (OLD, 'width = 6\ncover = "zandpad"', 'width = 6\ncover = "straat"', "T15"),
    "the ground before another event": (FUTURE, 'by = "bowl(\'wadis\', power=3)"',
     'by = "bowl(\'wadis\', power=3) + max(0, before(\'M01\') - before(\'M02\')) / 9"', "T14"),
}  # fmt: skip


@pytest.mark.parametrize("case", RESTARTS)
def test_going_on_is_the_same_as_all_anew(built: tuple[Scene, Path], folder: Path, case: str) -> None:
    file, old, new, restarted = RESTARTS[case]
    change(folder, file, old, new)
    text = (folder / STORY).read_text(encoding="utf-8")
    for one, following, extra in (("T07", "T08", "T07b"), ("T02", "T03", "T02b")):
        if f'"{extra}"' in new:
            story = text[text.index(f"[{one}]\n") : text.index(f"# ---------- {following}")]
            (folder / STORY).write_text(text + "\n" + story.replace(f"[{one}", f"[{extra}"), encoding="utf-8")
    if case == "a slice less":
        less = text[: text.index("# ---------- T12")] + text[text.index("# ---------- T13") :]
        (folder / STORY).write_text(less, encoding="utf-8")
        top = (folder / TOP).read_text(encoding="utf-8").replace('"T12", ', "")
        top = top.replace('first = "T12"', 'first = "T13"')
        (folder / TOP).write_text(top, encoding="utf-8")
    scene = load_scene(folder, cell=CELL)
    path = folder.parent / "older"
    shutil.copytree(built[1], path)
    build = prepare(scene, path)
    assert build.made
    assert build.restarted_at == restarted
    if restarted is not None:
        prepare(scene, folder.parent / "fresh")
        assert_same_model(open_prepared(path), open_prepared(folder.parent / "fresh"))
    assert not prepare(scene, path).made


def test_another_cell_size_starts_anew(built: tuple[Scene, Path], tmp_path: Path) -> None:
    scene, path = built
    shutil.copytree(path, tmp_path / "older")
    build = prepare(load_scene(scene.folder, cell=50.0), tmp_path / "older")
    assert (build.made, build.restarted_at) == (True, None)


# ---------------------------------------------------------------- windows and years between


def test_a_window_is_a_part_of_the_whole(
    built: tuple[Scene, Path], reader: PreparedReader, tmp_path: Path
) -> None:
    scene, _ = built
    window = RDExtent(189150, 427200, 189500, 427425)
    build = prepare(scene, tmp_path / "window", window=window)
    assert build.made
    assert not prepare(scene, tmp_path / "window", window=window).made
    found = open_prepared(tmp_path / "window")
    rows, columns = reader.grid.window(window)
    assert found.grid == reader.grid.part(rows, columns)
    for stop in scene.timeline:
        part, whole = found.slice(stop.id), reader.slice(stop.id)
        assert part.columns == whole.columns.part(rows, columns)
        for name in RASTERS:
            grid = whole.cover_grid if name in ("land_cover", "painted", "use") else whole.grid
            cut = getattr(whole, name)[grid.window(window)]
            assert np.array_equal(getattr(part, name), cut, equal_nan=cut.dtype.kind == "f"), name


@pytest.mark.parametrize("year", [-160000, -149000, -100.5, 95, 1700, 1944.5, 2040, 3000])
def test_a_year_between_is_that_of_a_replay(
    built: tuple[Scene, Path], reader: PreparedReader, year: float
) -> None:
    scene, _ = built
    found = replayed_slice(scene, reader, year)
    assert found.slice_id == f"year {year:g}"
    assert_same_slice(found, Replay(scene.plan).time_slice(year))


# ---------------------------------------------------------------- nothing in Python knows this place


def test_nothing_in_python_knows_hengstdal() -> None:
    names = re.compile("hengstdal|nijmegen|broerdijk", re.IGNORECASE)
    found = []
    for path in sorted((ROOT / "wijkgenese3d").rglob("*")):
        # What the browser part is looked at and tested with is not shipped.
        if path.is_file() and not {"__pycache__", "node_modules", "dev", "tests"} & set(path.parts):
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").split("\n")):
                # Where a message or a help text names an example, it may name the one that is shipped.
                if names.search(line.replace("such as scenes/hengstdal", "")):
                    found.append(f"{path.relative_to(ROOT)}:{number + 1}: {line.strip()}")
    assert found == []
