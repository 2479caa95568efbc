import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import NUMBERS, grids, lopsided_stack, prepared_model, stacks
from wijkgenese3d.errors import DataError, UsageError
from wijkgenese3d.model import (
    Columns,
    FeatureTable,
    Grid,
    Layer,
    LayerStack,
    RDExtent,
    open_prepared,
    prepared_path,
    to_millimetres,
    write_prepared,
)
from wijkgenese3d.model import store_write as writing
from wijkgenese3d.model.store_layout import RASTERS, seal_of
from wijkgenese3d.model.store_lock import lock_path, locked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path):
    return tmp_path / "scheef" / "2m.zarr"


def assert_same_stack(a, b):
    assert a.grid == b.grid
    assert a.base == b.base
    assert a.layers == b.layers
    for p, q in zip(a.tops, b.tops, strict=True):
        assert p.dtype == np.int32
        assert np.array_equal(p, q)


def assert_same_slice(a, b):
    assert (a.slice_id, a.year, a.cover_grid) == (b.slice_id, b.year, b.cover_grid)
    assert_same_stack(a.stack, b.stack)
    for name in RASTERS:
        assert getattr(a, name).dtype == getattr(b, name).dtype
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    assert a.features == b.features


def leftovers(place):
    return sorted(p.name for p in place.parent.iterdir() if p != place and p != lock_path(place))


def test_all_that_is_written_is_read_back(place):
    model = prepared_model()
    write_prepared(place, model)
    reader = open_prepared(place)
    assert reader.name == "scheef"
    assert reader.grid == model.grid
    assert reader.cover_grid == model.cover_grid
    assert reader.base == model.base
    assert reader.timeline == model.timeline
    assert reader.events == model.events
    assert reader.layers == model.layers
    assert reader.features == model.features
    assert reader.input_hash == "one"
    assert reader.chain == {"T01": "one-T01", "T02": "one-T02", "T03": "one-T03"}
    assert reader.meta == {"mark": "one"}
    assert reader.slice_ids == ("T01", "T02", "T03")
    assert reader.n_bytes > 1000
    assert set(reader.numbers) == set(NUMBERS)
    for name, value in NUMBERS.items():
        np.testing.assert_array_equal(reader.numbers[name], value)
        assert type(reader.numbers[name]) is type(value)
    for part in model.slices:
        assert_same_slice(reader.slice(part.slice_id), part)
    for read, part in zip(reader.slices(), model.slices, strict=True):
        assert_same_slice(read, part)
    assert leftovers(place) == []


def test_a_core_is_read_through_all_slices(place):
    model = prepared_model()
    write_prepared(place, model)
    cores = open_prepared(place).column(187_006.5, 427_006.9)
    assert list(cores) == ["T01", "T02", "T03"]
    assert cores["T03"].ground == np.float32(0.9)
    for part in model.slices:
        expected = part.columns.column(2, 1)
        read = cores[part.slice_id]
        assert read.base == expected.base
        for name in ("tops", "lithology", "unit", "event"):
            assert getattr(read, name).dtype == getattr(expected, name).dtype
            assert np.array_equal(getattr(read, name), getattr(expected, name))
    with pytest.raises(UsageError, match="lies outside the box"):
        open_prepared(place).column(0, 0)


def test_slices_share_what_did_not_change(place):
    full = lopsided_stack()
    cut = full.cut(np.full(full.grid.shape, 4_500, dtype=np.int32))
    write_prepared(place, prepared_model([full, full, cut]))
    reader = open_prepared(place)
    first, second, third = (part.stack for part in reader.slices())
    assert all(a is b for a, b in zip(first.tops, second.tops, strict=True))
    assert third.tops[0] is first.tops[0]
    # Of the cut, only the layer that it touched is stored again.
    assert [tuple(change) for change in reader._changes] == [(0, 2), (0, 4), (0, 7), (2, 7)]


def test_sinking_is_stored_in_the_layer_that_sinks_only(place):
    full = lopsided_stack()
    sunk = full.thinned(5, np.full(full.grid.shape, 200, dtype=np.int32))
    write_prepared(place, prepared_model([full, sunk]))
    assert open_prepared(place)._changes[3:] == [(1, 2)]
    assert_same_stack(open_prepared(place).stack("T02"), sunk)


@st.composite
def histories(draw):
    """Stacks of a few slices: each of them any stack of the same slots."""
    grid = draw(grids(most=3))
    last = draw(stacks(grid))
    history = []
    for _ in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.booleans(), min_size=len(last.layers), max_size=len(last.layers)))
        kept = [k for k, choice in enumerate(chosen) if choice]
        stack = LayerStack(
            grid, last.base, tuple(last.layers[k] for k in kept), tuple(last.tops[k] for k in kept)
        )
        surface = np.full(grid.shape, draw(st.integers(-30_000, 60_000)), dtype=np.int32)
        history.append(stack.cut(surface) if draw(st.booleans()) else stack)
    return [*history, last]


@settings(max_examples=25)
@given(histories())
def test_any_history_comes_back_bit_for_bit(tmp_path_factory, history):
    place = tmp_path_factory.mktemp("store") / "m.zarr"
    write_prepared(place, prepared_model(history))
    reader = open_prepared(place)
    for stack, part in zip(history, reader.slices(), strict=True):
        assert_same_stack(part.stack, stack)
        assert_same_stack(reader.stack(part.slice_id), stack)
    shutil.rmtree(place.parent)


def test_a_grid_of_several_chunks_comes_back(place):
    grid = Grid(RDExtent(187_000, 427_000, 187_700, 427_325), 2.5)
    iy, ix = np.indices(grid.shape)
    stack = LayerStack(grid, -20.0)
    stack = stack.deposited(Layer(0, 1, 5, 0), (20_000 + 37 * ix + 11 * iy).astype(np.int32))
    late = stack.deposited(Layer(1, 2, 0, 1), np.where(ix > iy, ix * iy, 0).astype(np.int32))
    model = prepared_model([stack, late])
    write_prepared(place, model)
    reader = open_prepared(place)
    for part in model.slices:
        assert_same_slice(reader.slice(part.slice_id), part)
    x, y = grid.x[279], grid.y[129]
    assert reader.column(x, y)["T02"].tops.tolist() == late_column(late, 129, 279)


def late_column(stack, iy, ix):
    return Columns.from_stack(stack).column(iy, ix).tops.tolist()


def test_a_model_without_features_comes_back(place):
    model = prepared_model()
    object.__setattr__(model, "features", FeatureTable())
    write_prepared(place, model)
    assert len(open_prepared(place).features) == 0


def test_an_unknown_slice_offers_the_nearest(place):
    write_prepared(place, prepared_model())
    with pytest.raises(UsageError, match="unknown slice 'T2'; perhaps 'T02'") as caught:
        open_prepared(place).slice("T2")
    assert caught.value.exit_code == 2


# ------------------------------------------------------------------------------------ models that do not fit
def replaced(**parts):
    model = prepared_model()
    own = {name: getattr(model, name) for name in model.__dataclass_fields__}
    return type(model)(**{**own, **parts})


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"slices": ()}, "0 slices and 3 layers is empty"),
        ({"base": -3.0}, "slice T01 has base -2 m NAP, the model -3"),
        ({"grid": Grid(RDExtent(0, 0, 8, 6), 2.0)}, "slice T01 lies on another grid"),
        ({"layers": prepared_model().layers[1:]}, r"slice T01 has layers in slots \[2\]"),
        ({"layers": prepared_model().layers[::-1]}, r"slots \[7, 4, 2\] do not ascend"),
        ({"slices": prepared_model().slices[::-1]}, "not stops of the timeline"),
        ({"numbers": {"a": np.zeros((1, 1, 1))}}, "number 'a' is float64 of 3 dimensions"),
        ({"numbers": {"a": np.zeros(3, np.int64)}}, "number 'a' is int64 of 1 dimensions"),
    ],
)
def test_a_model_whose_parts_do_not_fit_cannot_be_made(parts, words):
    with pytest.raises(DataError, match=words) as caught:
        replaced(**parts)
    assert caught.value.exit_code == 3


# ---------------------------------------------------------------------------------------------- bad writing
def test_a_new_build_replaces_the_old_one(place):
    write_prepared(place, prepared_model(mark="one"))
    write_prepared(place, prepared_model([lopsided_stack()], mark="two"))
    reader = open_prepared(place)
    assert reader.input_hash == "two"
    assert reader.slice_ids == ("T01",)
    assert leftovers(place) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_model_and_says_what_to_do(place, monkeypatch, number):
    write_prepared(place, prepared_model(mark="one"))

    def full(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing, "_write_raster", full)
    with pytest.raises(DataError, match="the disk is full") as caught:
        write_prepared(place, prepared_model(mark="two"))
    assert caught.value.exit_code == 3
    assert caught.value.where == str(place)
    assert caught.value.hint.startswith("free space on the disk")
    assert open_prepared(place).input_hash == "one"
    assert leftovers(place) == []


def test_what_is_still_being_written_when_it_fails_goes_too(place, monkeypatch):
    """Threads of zarr go on for a moment after one of them has failed."""

    def fails(aside, _model):
        def late():
            (aside / "ground").mkdir(parents=True, exist_ok=True)
            (aside / "ground" / "0").write_text("late", encoding="utf-8")

        aside.mkdir(parents=True)
        threading.Timer(0.02, late).start()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "_write", fails)
    with pytest.raises(DataError, match="the disk is full"):
        write_prepared(place, prepared_model())
    time.sleep(0.1)
    assert leftovers(place) == []


def test_a_disk_that_fills_up_under_zarr_is_the_same_error(place, spawn):
    """The limit is the kernel's, on the size of a file: zarr meets it deep inside."""
    code = f"""
        import resource, signal, sys
        from pathlib import Path
        from tests.strategies import prepared_model
        from wijkgenese3d.errors import DataError
        from wijkgenese3d.model import write_prepared
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
        try:
            write_prepared(Path({str(place)!r}), prepared_model())
        except DataError as error:
            print(error.exit_code, error.message)
    """
    out, err = spawn(code).communicate(timeout=120)
    assert out.startswith("3 the prepared model cannot be written"), err
    assert not place.exists()
    assert leftovers(place) == []


def test_an_interrupted_build_leaves_nothing(place, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_sync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_prepared(place, prepared_model())
    assert not place.exists()
    assert leftovers(place) == []


def test_a_swap_that_fails_puts_the_old_model_back(place, monkeypatch):
    write_prepared(place, prepared_model(mark="one"))
    rename = Path.rename

    def stubborn(self, target):
        if ".new-" in self.name:
            raise OSError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(DataError, match="cannot be written: Permission denied") as caught:
        write_prepared(place, prepared_model(mark="two"))
    assert "choose another place" in caught.value.hint
    assert open_prepared(place).input_hash == "one"
    assert leftovers(place) == []


@pytest.mark.parametrize(
    "make", [lambda p: p.write_text("a file"), lambda p: (p / "photos").mkdir(parents=True)]
)
def test_what_is_not_a_model_is_never_replaced(place, make):
    place.parent.mkdir(parents=True)
    make(place)
    with pytest.raises(DataError, match="not a prepared model, and is not replaced") as caught:
        write_prepared(place, prepared_model())
    assert caught.value.exit_code == 3
    assert place.exists()


@pytest.fixture
def spawn():
    """Start Python code in a process of its own; what still runs at the end of the test is killed."""
    processes = []

    def start(code):
        command = [sys.executable, "-c", textwrap.dedent(code)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        processes.append(subprocess.Popen(command, cwd=ROOT, text=True, **pipes))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def started(process):
    """Wait until the process says that it is where it should be."""
    assert process.stdout.readline() == "there\n", process.communicate()[1]


KILLED = """
    import time
    from pathlib import Path
    from tests.strategies import prepared_model
    from wijkgenese3d.model import store_write, write_prepared
    usual = {where}
    def hang(*given, **options):
        if {at!r} in str(given[0]):
            print("there", flush=True)
            time.sleep(600)
        return usual(*given, **options)
    {where} = hang
    write_prepared(Path({place!r}), prepared_model(mark="killed"))
"""


@pytest.mark.parametrize(
    ("where", "at", "left"),
    [
        ("store_write._sync", ".new-", "one"),
        ("Path.rename", "2m.zarr", "one"),
        ("Path.rename", ".new-", None),
        ("store_write.shutil.rmtree", ".old-", "killed"),
    ],
)
def test_after_a_killed_build_the_next_one_clears_up(place, spawn, where, at, left):
    write_prepared(place, prepared_model(mark="one"))
    process = spawn(KILLED.format(where=where, at=at, place=str(place)))
    started(process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert leftovers(place) != []
    assert lock_path(place).read_text() != ""
    if left is None:
        with pytest.raises(DataError, match="there is no prepared model"):
            open_prepared(place)
    else:
        assert open_prepared(place).input_hash == left
    write_prepared(place, prepared_model(mark="two"), wait=0)
    assert open_prepared(place).input_hash == "two"
    assert leftovers(place) == []


def test_a_build_killed_between_two_renames_gives_the_old_model_back(place):
    write_prepared(place, prepared_model(mark="one"))
    place.rename(place.with_name(f".{place.name}.old-1234"))
    with pytest.raises(DataError, match="there is no prepared model"):
        open_prepared(place)

    def fails(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(DataError):
        patch.setattr(writing, "_write", fails)
        write_prepared(place, prepared_model(mark="two"))
    assert open_prepared(place).input_hash == "one"
    assert leftovers(place) == []


def test_a_second_build_waits_and_then_says_who_is_busy(place, spawn):
    process = spawn(KILLED.format(where="store_write._sync", at=".new-", place=str(place)))
    started(process)
    before = time.monotonic()
    words = rf"process {process.pid} on .+, since 20.+ is building"
    with pytest.raises(UsageError, match=words) as caught:
        write_prepared(place, prepared_model(), wait=0.2)
    assert time.monotonic() - before >= 0.2
    assert caught.value.exit_code == 2
    assert caught.value.hint == "wait until it is done, or stop it"
    assert caught.value.where == str(place)


def test_the_lock_ends_with_its_block(tmp_path):
    place = tmp_path / "m.zarr"
    with locked(place), pytest.raises(UsageError, match=f"process {os.getpid()} on"), locked(place, wait=0):
        pass
    with locked(place, wait=0):
        pass
    assert lock_path(place).read_bytes() == b""


def test_builds_and_readers_at_the_same_time_never_mix(place, spawn):
    write_prepared(place, prepared_model(mark="a"))
    code = f"""
        from pathlib import Path
        from tests.strategies import lopsided_stack, prepared_model
        from wijkgenese3d.model import write_prepared
        full = lopsided_stack()
        models = [prepared_model(mark="a"), prepared_model([full, full], mark="b")]
        print("there", flush=True)
        for k in range(12):
            write_prepared(Path({str(place)!r}), models[k % 2])
    """
    builders = [spawn(code) for _ in range(2)]
    for builder in builders:
        started(builder)
    expected = {"a": prepared_model(mark="a"), "b": prepared_model([lopsided_stack()] * 2, mark="b")}
    seen = set()
    while any(builder.poll() is None for builder in builders):
        reader = open_prepared(place)
        try:
            parts = reader.slices()
        except DataError as error:
            assert error.message == "the prepared model was built anew while it was open"
            continue
        seen.add(reader.input_hash)
        for read, part in zip(parts, expected[reader.input_hash].slices, strict=True):
            assert_same_slice(read, part)
    assert [builder.wait() for builder in builders] == [0, 0]
    assert seen
    assert open_prepared(place).slices()
    assert leftovers(place) == []


# ---------------------------------------------------------------------------------------------- bad reading
def header_of(place):
    return json.loads((place / "zarr.json").read_text())


def change_header(place, seal=True, **values):
    whole = header_of(place)
    header = whole["attributes"]["wijkgenese3d"]
    header.update(values)
    if seal:
        whole["attributes"]["seal"] = seal_of(header)
    (place / "zarr.json").write_text(json.dumps(whole))


def chunk_of(place, name):
    return next(p for p in sorted((place / name).rglob("*")) if p.is_file() and p.name != "zarr.json")


def flip(file, at=-10):
    data = bytearray(file.read_bytes())
    data[at] ^= 0x55
    file.write_bytes(bytes(data))


def read_all(place):
    reader = open_prepared(place)
    reader.slices()
    assert reader.numbers
    assert reader.column(187_004, 427_002)


REBUILD = "run 'wijkgenese3d build SCENE --force' to make it anew"


@pytest.mark.parametrize(
    ("spoil", "words", "where"),
    [
        (lambda p: flip(chunk_of(p, "change")), "is damaged", "change"),
        (lambda p: flip(chunk_of(p, "land_cover")), "is damaged", "land_cover"),
        (lambda p: flip(chunk_of(p, "features/words")), "is damaged", "features"),
        (lambda p: flip(chunk_of(p, "numbers/0")), "is damaged", "numbers"),
        (lambda p: flip(p / "change" / "zarr.json", 0), "is damaged", "change"),
        (lambda p: chunk_of(p, "change").unlink(), "a file of the prepared model is missing", "change"),
        (lambda p: os.truncate(chunk_of(p, "soil"), 5), "has 5 bytes instead of", "soil"),
        (lambda p: os.truncate(p / "zarr.json", 500), "the header cannot be read", "zarr.json"),
        (lambda p: change_header(p, seal=False, base=9.0), "does not match its seal", "zarr.json"),
        (lambda p: change_header(p, version=99), "has format 99, not 1", ""),
        (lambda p: (p / "zarr.json").unlink(), "it has no zarr.json", ""),
        (lambda p: change_header(p, slices=[{"id": "T01"}]), "is damaged", "zarr.json"),
        (lambda p: change_header(p, cover_cell=0.7), "not a whole number of cells", "zarr.json"),
        (lambda p: change_header(p, n_features=77), "3 features where 77", "features"),
        (lambda p: change_header(p, changes=[[0, 2]]), "its shape is", "change"),
    ],
)
def test_a_damaged_model_is_refused_with_place_and_remedy(place, spoil, words, where):
    write_prepared(place, prepared_model())
    spoil(place)
    with pytest.raises(DataError, match=words) as caught:
        read_all(place)
    assert caught.value.exit_code == 3
    assert caught.value.where.startswith(str(place))
    assert where in caught.value.where
    assert caught.value.hint == REBUILD
    write_prepared(place, prepared_model()) if (place / "zarr.json").exists() else None


def test_a_missing_model_says_to_build_it(place):
    with pytest.raises(DataError, match="there is no prepared model") as caught:
        open_prepared(place)
    assert caught.value.hint == "run 'wijkgenese3d build SCENE'"
    assert caught.value.exit_code == 3


def test_another_zarr_group_is_foreign(place):
    import zarr

    zarr.open_group(place, mode="w", zarr_format=3).attrs["title"] = "rain of 1998"
    with pytest.raises(DataError, match="this is not a prepared model of wijkgenese3d") as caught:
        open_prepared(place)
    assert caught.value.where == str(place)


def test_a_reader_notices_that_the_model_was_built_anew(place):
    write_prepared(place, prepared_model(mark="one"))
    reader = open_prepared(place)
    write_prepared(place, prepared_model(mark="two"))
    with pytest.raises(DataError, match="built anew while it was open") as caught:
        reader.slice("T01")
    assert caught.value.hint == "open it again"


# ------------------------------------------------------------------------------------------ where it is kept
def test_a_model_lies_in_the_project_of_its_scene(tmp_path):
    scene = tmp_path / "scenes" / "hengstdal"
    scene.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    below = tmp_path / "data" / "subsurface" / ".prepared" / "hengstdal"
    assert prepared_path(scene, "hengstdal", 5.0) == below / "5m.zarr"
    assert prepared_path(scene, "hengstdal", 2.5) == below / "2.5m.zarr"
    window = RDExtent(187_000.5, 427_000, 187_100, 427_100)
    assert prepared_path(scene, "hengstdal", 5, window).name == "5m-187000.5-427000-187100-427100.zarr"
    assert prepared_path(scene, "../Oud & nieuw", 5).parent.name == "_Oud_nieuw"
    assert prepared_path(scene, "..", 5).parent.name == "scene"


def test_a_scenes_folder_or_data_folder_makes_a_project(tmp_path):
    scene = tmp_path / "scenes" / "a"
    scene.mkdir(parents=True)
    assert prepared_path(scene, "a", 5).is_relative_to(tmp_path / "data" / "subsurface")
    inner = tmp_path / "elsewhere" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "data" / "subsurface").mkdir(parents=True)
    assert prepared_path(inner, "b", 5).is_relative_to(tmp_path / "data" / "subsurface")


def test_a_read_only_project_uses_the_cache(tmp_path, monkeypatch):
    scene = tmp_path / "scenes" / "a"
    scene.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("wijkgenese3d.model.prepared.sys.platform", "linux")
    monkeypatch.setattr("wijkgenese3d.model.prepared.os.access", lambda *_: False)
    path = prepared_path(scene, "a", 5)
    assert path.is_relative_to(tmp_path / "cache" / "wijkgenese3d" / "prepared")
    assert path.parent.name.startswith("a-")
    other = tmp_path / "other" / "scenes" / "a"
    other.mkdir(parents=True)
    assert prepared_path(other, "a", 5) != path
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert prepared_path(scene, "a", 5).is_relative_to(Path.home() / ".cache")


# ----------------------------------------------------------------------------------------------- how large
def smooth(grid, size, seed):
    """Waves of about ``size`` metres, between 0 and 1."""
    rng = np.random.default_rng(seed)
    total = np.zeros(grid.shape)
    for _ in range(4):
        angle, phase = rng.uniform(0, 2 * np.pi, 2)
        along = (grid.x - grid.extent.xmin)[None] * np.cos(angle) + (grid.y - grid.extent.ymin)[
            :, None
        ] * np.sin(angle)
        total += np.sin(2 * np.pi * along / size + phase)
    return total / 8 + 0.5


def neighbourhood(ny=300, nx=400, n_layers=35):
    """A push moraine, valleys, wash, and then four centuries of parcels raised and levelled."""
    grid = Grid(RDExtent(187_000, 427_000, 187_000 + 5 * nx, 427_000 + 5 * ny), 5.0)
    rng = np.random.default_rng(7)
    stack, history = LayerStack(grid, -20.0), []
    for k in range(n_layers):
        if k < 2:
            thickness = 25 + 15 * smooth(grid, 900 - 300 * k, k)
        elif k < 14:
            thickness = 2.5 * smooth(grid, 240, k) - 1.2
        else:
            thickness = np.zeros(grid.shape)
            for y, x in rng.integers(0, (ny - 30, nx - 30), (120, 2)):
                thickness[y : y + rng.integers(3, 30), x : x + rng.integers(3, 30)] = rng.random()
            thickness *= 0.7 + 0.6 * smooth(grid, 120, k)
        stack = stack.deposited(Layer(k, k % 12, k % 8, k), to_millimetres(thickness))
        if k % 5 == 3:
            valley = 5 * np.clip(1 - np.abs(smooth(grid, 1500, 99 + k) - 0.5) * 8, 0, 1)
            stack = stack.cut(to_millimetres(stack.ground - valley))
        if k >= 4 and k % 2 == 0:
            history.append(stack)
    return history


def test_sixteen_slices_of_a_neighbourhood_are_small_on_disk(place):
    history = neighbourhood()
    assert len(history) == 16
    write_prepared(place, prepared_model(history))
    reader = open_prepared(place)
    ground = sum(f.stat().st_size for f in (place / "change").rglob("*") if f.is_file())
    raw = 16 * history[-1].tops[0].nbytes * len(history[-1].layers)
    assert ground < 5e6
    assert ground < raw / 40
    assert_same_stack(reader.stack("T09"), history[8])
    x, y = 188_001.0, 428_003.0
    cores = reader.column(x, y)
    for core, stack in zip(cores.values(), history, strict=True):
        one = tuple(slice(k, k + 1) for k in stack.grid.index_of(x, y))
        assert core.tops.tolist() == Columns.from_stack(stack.part(*one)).column(0, 0).tops.tolist()
