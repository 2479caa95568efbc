"""The app in a process of its own, and a headless Chromium to look at it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.web.visitor import Visitor
from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("WIJKGENESE_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Of the module, not the session: as long as it runs, no other test can have an event loop of its own.
@pytest.fixture(scope="module")
def chromium():
    """A running browser, or the test is skipped with the reason."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: sudo apt-get install chromium")
    version = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, timeout=60, check=False)
    if "Chromium" not in version.stdout:
        pytest.skip(f"{CHROMIUM} is not a browser: {version.stdout or version.stderr}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def app_address(chromium):
    """The address of the app over the synthetic scene; it must end well."""
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    command = [sys.executable, "-m", "tests.web.synthetic_content", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors, errors
    assert "without releasing" not in errors, errors


CELL = ".wijk-timeline button.cell"


def until(condition, seconds=10.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def free(app_address):
    """The address, once no page is open."""
    assert until(lambda: Visitor(app_address).ask()[0] == 200)
    return app_address


class AppPage:
    """The app as a person sees it; keeps what went wrong in the page."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.page = browser.new_page(**options)
        self.errors, self.requests = [], []
        self.page.on(
            "console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", lambda request: self.errors.append(request.url))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        assert until(lambda: Visitor(address).ask()[0] == 200), "the last page is still open"
        self.page.goto(address)
        self.page.wait_for_selector(".block-image", timeout=30_000)
        self.still()

    def text(self, selector):
        return self.page.inner_text(selector)

    def pixels(self):
        """The picture of the block, (h, w, 3), decoded by the browser and drawn at a fixed size."""
        flat = self.page.evaluate(
            """async () => {
                const image = document.querySelector('.block-image');
                await image.decode().catch(() => {});
                const canvas = document.createElement('canvas');
                canvas.width = 160; canvas.height = 100;
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0, 160, 100);
                return Array.from(context.getImageData(0, 0, 160, 100).data);
            }"""
        )
        return np.array(flat, dtype=int).reshape(100, 160, 4)[..., :3]

    def changed(self, before, least=1.0, timeout=15.0):
        """Wait until the picture differs from ``before``, and return it."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            now = self.pixels()
            if abs(now - before).mean() > least:
                return now
            time.sleep(0.05)
        pytest.fail("the picture did not change")

    def still(self):
        """Wait until the picture no longer changes, and return it."""
        before = self.pixels()
        for _ in range(60):
            time.sleep(0.4)
            now = self.pixels()
            if abs(now - before).mean() < 0.01:
                return now
            before = now
        pytest.fail("the picture does not come to rest")

    def go_to(self, index):
        """Choose a stop as a person does, and wait until its picture is at rest."""
        if self.page.query_selector(CELL):
            self.page.click(f"{CELL} >> nth={index}")
        else:
            self.page.fill(".wijk-timeline input[type=range]", str(index))
        return self.still()

    def start_again(self):
        """Go to the last stop as the app opens, wherever an earlier test left it."""
        if self.page.get_attribute("html", "lang") == "en":
            self.page.click("[aria-label='NL: Nederlands']")
        self.page.keyboard.press("Escape")
        self.page.click("[aria-label='Begin opnieuw']")
        return self.go_to(3)

    def wait_title(self, title):
        self.page.wait_for_selector(f".wijk-story h2:has-text('{title}')")

    def wait(self, expression):
        self.page.wait_for_function(expression, timeout=15_000)

    def close(self):
        # What was clicked last is still on its way: a page that is gone sends nothing.
        self.page.wait_for_timeout(500)
        self.page.close()


@pytest.fixture
def app(chromium, app_address):
    """The app on a laptop; whatever goes wrong in the page fails the test."""
    app = AppPage(chromium, app_address, viewport={"width": 1366, "height": 768})
    yield app
    app.close()
    assert app.errors == []


@pytest.fixture
def wall(chromium, app_address):
    """The app on a large screen."""
    app = AppPage(chromium, app_address, viewport={"width": 1920, "height": 1080})
    yield app
    app.close()
    assert app.errors == []


@pytest.fixture
def phone(chromium, app_address):
    """The app on a phone."""
    app = AppPage(
        chromium, app_address, viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True
    )
    yield app
    app.close()
    assert app.errors == []
