"""Pictures for a report in the app: what is asked of the command line, and how it ends. No child runs."""

import asyncio
import zipfile
from pathlib import Path

import pytest
from trame.app import get_server
from trame_server.utils.typed_state import TypedState

from tests.web.synthetic_content import SyntheticContent
from tests.web.test_logic import _number
from wijkgenese3d.report.page_layout import LAYOUTS as PAGES
from wijkgenese3d.report.page_order import pick_layout
from wijkgenese3d.web.logic.app_state import SETTABLE, AppState
from wijkgenese3d.web.logic.report_logic import DIALOG, ReportLogic
from wijkgenese3d.web.logic.report_order import FORMATS, LAYOUTS, SIZES, ReportOrder

SCENE, LINK = Path("/scene"), "p=T06&c=dam"


class FakeRun:
    """Stands for the command line: writes what was asked for, fails, or goes on until it is stopped."""

    def __init__(self):
        self.commands, self.stopped = [], 0
        self.code, self.lines = 0, ()
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, arguments, on_line):
        self.commands.append(list(arguments))
        for line in self.lines:
            on_line(line)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        if self.code == 0:
            self._write(arguments)
        return self.code

    def _write(self, arguments):
        out = Path(arguments[arguments.index("-o") + 1])
        if arguments[0] == "series":
            (out / ".parts").mkdir(parents=True)
            (out / "manifest.json").write_text("{}")
            (out / "a.png").write_bytes(b"picture")
        else:
            out.write_bytes(b"picture")


class Desk:
    """The logic, with what is shown."""

    def __init__(self):
        server = get_server(f"report-{next(_number)}", client_type="vue3")
        server.state.ready()
        self.state, self.run = TypedState(server.state, AppState), FakeRun()
        self.data, self.link = self.state.data, LINK
        content = SyntheticContent()
        view = content.choices().opening()
        self.logic = ReportLogic(self.state, content, lambda: (view, self.link), self.run)

    def open(self):
        with self.state.state:
            self.logic.open()

    def close(self):
        with self.state.state:
            self.data.dialog = ""

    @property
    def folder(self):
        return Path(self.logic._folder.name) if self.logic._folder else None

    @property
    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()] if self.folder else []


def desk_test(work):
    """Run a test with a desk in an event loop; nothing may be left behind."""

    def test():
        async def go():
            desk = Desk()
            try:
                await work(desk)
            finally:
                folder = desk.folder
                await desk.logic.close()
            assert folder is None or not folder.exists()

        asyncio.run(go())

    test.__name__, test.__doc__ = work.__name__, work.__doc__
    return test


async def until(condition):
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it does not happen")


# ------------------------------------------------------------------------------------------- what is asked
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_size_can_be_drawn_and_the_command_is_made_of_known_words(layout):
    order = ReportOrder().chosen("layout", layout)
    for size in SIZES[layout]:
        for kind in FORMATS:
            asked = order.chosen("size", size).chosen("format", kind)
            pick_layout(layout, asked.pixels)
            told = asked.still(SCENE, LINK, Path("/out/a.png"))
            width, height = asked.pixels
            assert told == [
                "still", "/scene", f"--link={LINK}", "--layout", layout, "--size", f"{width}x{height}",
                "-o", "/out/a.png",
            ]  # fmt: skip
    width, height = map(int, order.preview(SCENE, LINK, Path("p.jpg"))[6].split("x"))
    pick_layout(layout, (width, height))
    assert max(width, height) <= 1280
    assert layout == "bare" or order.shape == pytest.approx(
        PAGES[layout].width / PAGES[layout].height, rel=0.01
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("layout", "../../etc"), ("layout", "--out=/tmp/x"), ("layout", ["a4"]), ("layout", None),
        ("size", "8k"), ("size", "9999x9999"), ("format", "svg; rm"), ("film", "mp4"), ("film", 1),
        ("out", "/tmp/x"), ({}, {}), (None, True),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_changes_nothing(field, value):
    assert ReportOrder().chosen(field, value) == ReportOrder()


def test_a_size_that_another_layout_has_not_becomes_the_standard():
    order = ReportOrder().chosen("layout", "16x9").chosen("size", "8k").chosen("layout", "a4")
    assert order.size == "standard"
    assert "--film" in order.chosen("film", True).series(SCENE, LINK, Path("/o"), 1)
    assert "--film" not in order.series(SCENE, LINK, Path("/o"), 1)


def test_the_page_may_set_nothing_of_it_but_open_the_dialog():
    assert SETTABLE["dialog"](DIALOG)
    assert not [key for key in SETTABLE if key.startswith("rep")]


# ---------------------------------------------------------------------------------------------- the preview
@desk_test
async def test_a_preview_is_made_once_for_each_state_and_layout(desk):
    desk.open()
    await until(lambda: desk.data.rep_preview)
    assert desk.data.rep_preview.startswith("data:image/jpeg;base64,")
    assert desk.run.commands[0][:3] == ["still", str(SyntheticContent().place), f"--link={LINK}"]
    desk.close()
    desk.open()
    assert desk.data.rep_preview
    assert len(desk.run.commands) == 1
    desk.close()
    desk.link = "p=T01"
    desk.open()
    assert not desk.data.rep_preview
    await until(lambda: desk.data.rep_preview)
    desk.logic.choose("layout", "bare")
    await until(lambda: len(desk.run.commands) == 3)
    assert desk.run.commands[2][2] == "--link=p=T01"
    assert not desk.files


@desk_test
async def test_a_preview_ends_when_the_dialog_closes(desk):
    desk.run.go.clear()
    desk.open()
    await until(lambda: desk.run.commands)
    desk.close()
    await until(lambda: desk.run.stopped)
    assert not desk.data.rep_error


# -------------------------------------------------------------------------------------------------- the jobs
@desk_test
async def test_a_picture_can_be_fetched_with_its_token_only(desk):
    desk.open()
    desk.logic.choose("format", "pdf")
    desk.logic.save()
    assert desk.data.rep_job["kind"] == "picture"
    await until(lambda: desk.data.rep_file)
    assert desk.data.rep_job is None
    url, name = desk.data.rep_file["url"], desk.data.rep_file["name"]
    assert name.endswith(".pdf")
    _, token, last = url.split("/")
    assert last == name
    assert desk.logic.file(token).read_bytes() == b"picture"
    for other in ("", token[:-1], "../" + token, token + "x", "é"):
        assert desk.logic.file(other) is None
    desk.logic.save()
    await until(lambda: desk.data.rep_file and desk.data.rep_file["url"] != url)
    assert desk.logic.file(token) is None
    assert len(desk.files) == 1


@desk_test
async def test_a_series_tells_how_far_it_is_goes_on_without_the_dialog_and_becomes_one_file(desk):
    desk.open()
    await until(lambda: desk.data.rep_preview)
    desk.run.lines = ("building klein: 1/9 x", "series of klein: 3/17 klein_03", "warning: series of 9/9")
    desk.run.go.clear()
    desk.logic.series()
    await until(lambda: desk.data.rep_job["total"])
    assert desk.data.rep_job == {"kind": "series", "done": 3, "total": 17}
    desk.logic.save()
    desk.logic.series()
    assert len(desk.run.commands) == 2, "one job at a time"
    desk.close()
    await asyncio.sleep(0)
    assert desk.logic.busy
    desk.run.go.set()
    await until(lambda: desk.data.rep_file)
    packed = desk.logic.file(desk.data.rep_file["url"].split("/")[1])
    with zipfile.ZipFile(packed) as file:
        assert file.namelist() == ["a.png", "manifest.json"]
    assert desk.files == [packed]


@desk_test
async def test_what_is_stopped_leaves_nothing(desk):
    desk.run.go.clear()
    desk.open()
    await until(lambda: desk.run.commands)
    desk.logic.series()
    await until(lambda: len(desk.run.commands) == 2)
    desk.logic.cancel()
    await until(lambda: desk.data.rep_job is None)
    assert desk.run.stopped == 2, "the preview made way, and the series was stopped"
    assert not desk.files
    assert desk.data.rep_error is None
    assert desk.data.rep_file is None
    assert not desk.logic.busy
    # The preview that made way is made after all.
    desk.run.go.set()
    await until(lambda: desk.data.rep_preview)


@desk_test
async def test_the_end_of_the_app_ends_a_job(desk):
    desk.run.go.clear()
    desk.logic.series()
    await until(lambda: desk.run.commands)
    await desk.logic.close()
    assert desk.run.stopped == 1


@desk_test
async def test_a_second_signal_while_the_app_ends_leaves_nothing_either(desk):
    desk.run.go.clear()
    desk.logic.series()
    await until(lambda: desk.run.commands)
    folder, ending = desk.folder, asyncio.create_task(desk.logic.close())
    await asyncio.sleep(0)
    ending.cancel()
    await asyncio.gather(ending, return_exceptions=True)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("code", "lines", "word", "error"),
    [
        (3, ("error: the disk is full", "hint: make room"), "rep.failed", "the disk is full"),
        (-9, (), "rep.killed", ""),
        (70, ("no error at all",), "rep.failed", ""),
    ],
)
def test_what_goes_wrong_is_said(code, lines, word, error):
    @desk_test
    async def work(desk):
        desk.open()
        await until(lambda: desk.data.rep_preview)
        desk.run.code, desk.run.lines = code, lines
        desk.logic.save()
        await until(lambda: desk.data.rep_error)
        assert desk.data.rep_error["word"] == word
        assert desk.data.rep_error["error"] == error
        await until(lambda: desk.data.rep_job is None)
        assert desk.data.rep_file is None
        assert not desk.files

    work()
