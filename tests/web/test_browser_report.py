"""Pictures for a report from the app in a real browser, over the tiny scene: saved, told apart, stopped."""

import base64
import contextlib
import io
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import KLEIN
from tests.web.axe import axe_source, violations
from tests.web.conftest import CELL, ROOT, AppPage, until
from tests.web.test_supervisor_process import children_of
from wijkgenese3d.cli import main
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

BUTTON = ".wijk-bar [aria-label='Rapportbeeld']"
PREVIEW = ".wijk-report .sheet img"


class Served:
    """The app over the tiny scene in a process of its own, with a folder for what it makes."""

    def __init__(self, folder):
        self.scene, self.temporary = folder / "scenes" / "klein", folder / "tmp"
        shutil.copytree(KLEIN, self.scene)
        self.temporary.mkdir()
        assert main(["build", str(self.scene), "--json"]) == 0
        command = [
            sys.executable,
            "-m",
            "wijkgenese3d",
            "serve",
            str(self.scene),
            "--no-browser",
            "--port",
            "0",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )
        said = self.process.stdout.readline()
        self.address = next(word for word in said.split() if word.startswith("http"))

    @property
    def files(self):
        return [path for path in self.temporary.rglob("*") if path.is_file()]

    def end(self):
        self.process.terminate()
        _, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, errors
        assert "Traceback" not in errors, errors


@pytest.fixture(scope="module")
def served(chromium, tmp_path_factory):
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    served = Served(tmp_path_factory.mktemp("report"))
    yield served
    served.end()
    assert list(served.temporary.iterdir()) == [], "nothing is left when the app has ended"


# One page for all tests: to load it takes longer than they do. Each leaves the dialog closed.
@pytest.fixture(scope="module")
def desk(chromium, served):
    app = AppPage(chromium, served.address, viewport={"width": 1366, "height": 768})
    yield app
    app.close()
    assert app.errors == []


@pytest.fixture(autouse=True)
def closed(desk):
    yield
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector(".wijk-report", state="hidden")


def opened(desk):
    """Open the dialog, and return its preview."""
    desk.page.click(BUTTON)
    desk.page.wait_for_selector(PREVIEW, timeout=60_000)
    data = desk.page.get_attribute(PREVIEW, "src").partition("base64,")[2]
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_what_is_shown_is_saved_as_a_page(desk, tmp_path):
    before = opened(desk)
    with desk.page.expect_download(timeout=60_000) as download:
        desk.page.click(".wijk-save")
    given = download.value
    given.save_as(tmp_path / "page.png")
    assert given.suggested_filename == "klein_03_2020_ov.png"
    desk.page.wait_for_selector(".wijk-report .ready >> text=klein_03_2020_ov.png")
    page = Image.open(tmp_path / "page.png")
    assert page.size == (3508, 2480)
    assert "klein S3" in page.text["Source"]
    assert _differs(before, page) < 0.008
    # Only the page of this start gets the file, and only with its token.
    for url in (given.url, given.url.replace("/report/", "/report/0")):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(url, timeout=10)
    with contextlib.suppress(pytest.skip.Exception):
        desk.page.evaluate(axe_source())
        assert violations(desk) == []
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector(".wijk-report", state="hidden")
    desk.page.click(f"{CELL} >> nth=1")
    desk.wait("window.location.hash.startsWith('#p=S2')")
    assert _differs(before, opened(desk)) > 0.03


def _differs(one, other):
    """Share of the pixels that differ, of both made so small that letters and thin lines do not count."""
    small = (
        np.asarray(image.convert("L").resize((148, 105), Image.Resampling.BOX), int) for image in (one, other)
    )
    return (np.abs(next(small) - next(small)) > 15).mean()


def test_a_series_goes_on_behind_the_dialog_and_can_be_stopped(desk, served):
    desk.page.click(BUTTON)
    desk.page.wait_for_selector(PREVIEW, timeout=60_000)
    before = set(children_of(served.process.pid))
    desk.page.click("text=Hele reeks maken")
    assert until(lambda: set(children_of(served.process.pid)) - before)
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector(".wijk-chip")
    desk.page.click(".wijk-chip")
    desk.page.click(".wijk-quiet >> text=Stop")
    desk.page.wait_for_selector("text=Hele reeks maken")
    assert until(lambda: set(children_of(served.process.pid)) == before)
    kept = [path for path in served.files if path.parent.name == "kept"]
    assert served.files == kept
    desk.page.keyboard.press("Escape")
    assert desk.page.query_selector(".wijk-chip") is None


def test_focus_stays_in_the_dialog_and_comes_back(desk):
    desk.page.focus(BUTTON)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(".wijk-report")
    inside = "!!document.activeElement.closest('.v-dialog')"
    desk.wait(inside)
    for _ in range(14):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate(inside)
    desk.page.focus("input[value=a4]")
    desk.page.keyboard.press("ArrowDown")
    desk.wait("document.querySelector('.wijk-report .preview').dataset.layout === 'a4-portrait'")
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector(".wijk-report", state="hidden")
    desk.wait(f'document.activeElement.matches("{BUTTON}")')
