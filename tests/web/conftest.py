"""The app in a process of its own, and a headless Chromium to look at it."""

import base64
import os
import subprocess
import sys
import time
from contextlib import contextmanager
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


WIDE, HIGH = 160, 100
# As text: 64 000 numbers one by one take longer to hand over than to draw.
_DRAW = f"""
const draw = async (of) => {{
    const image = document.querySelector(of);
    await image.decode().catch(() => {{}});
    const canvas = document.createElement('canvas');
    canvas.width = {WIDE}; canvas.height = {HIGH};
    const context = canvas.getContext('2d', {{ willReadFrequently: true }});
    context.drawImage(image, 0, 0, {WIDE}, {HIGH});
    const bytes = context.getImageData(0, 0, {WIDE}, {HIGH}).data;
    let text = '';
    for (let k = 0; k < bytes.length; k += 8000) text += String.fromCharCode(...bytes.subarray(k, k + 8000));
    return btoa(text);
}};
const images = () => [...document.querySelectorAll('.block-image')];
const sent = () => images().map((image) => image.src).join();
const moment = () => new Promise((go) => setTimeout(go, 25));
"""
_NEXT = f"""async (seen) => {{ {_DRAW}
    const end = performance.now() + 1000;
    while (sent() === seen && performance.now() < end) await moment();
    return [sent(), await draw('.block-image')];
}}"""
# At rest an image has the shape of its place in the page, and more pixels: no other follows (REST in
# web/picture_area.py). The clock starts when the app has read all that the page sent before.
_STILL = f"""async () => {{ {_DRAW}
    const end = performance.now() + 24000;
    const fits = (one) => one.naturalWidth > 1.1 * one.clientWidth
        && Math.abs(one.naturalWidth * one.clientHeight / one.naturalHeight / one.clientWidth - 1) < 0.02;
    const sharp = () => images().every((one) => !one.clientWidth || fits(one));
    await window.trame.client.getRemote().Trame.updateState([]);
    let seen = sent(), since = performance.now();
    while (performance.now() < end) {{
        await moment();
        if (sent() !== seen) [seen, since] = [sent(), performance.now()];
        else if (performance.now() - since > 400 && sharp()) return await draw('.block-image');
    }}
    return null;
}}"""


def _pixels(drawn):
    """What the browser drew, (h, w, 3) int."""
    flat = np.frombuffer(base64.b64decode(drawn), dtype=np.uint8)
    return flat.reshape(HIGH, WIDE, 4)[..., :3].astype(int)


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

    def text(self, selector):
        return self.page.inner_text(selector)

    def pixels(self, of=".block-image"):
        """The picture of the block, (h, w, 3), decoded by the browser and drawn at a fixed size."""
        return _pixels(self.page.evaluate(f"async (of) => {{ {_DRAW} return await draw(of); }}", of))

    def changed(self, before, least=1.0, timeout=15.0):
        """Wait until the picture differs from ``before``, and return it."""
        end, seen = time.monotonic() + timeout, None
        while time.monotonic() < end:
            seen, drawn = self.page.evaluate(_NEXT, seen)
            now = _pixels(drawn)
            if abs(now - before).mean() > least:
                return now
        pytest.fail("the picture did not change")

    def still(self):
        """Wait until no other image comes after a sharp one, and return it."""
        drawn = self.page.evaluate(_STILL)
        if drawn is None:
            pytest.fail("the picture does not come to rest")
        return _pixels(drawn)

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
        # At once: no test looks at the flight back.
        self.calm(True)
        self.page.click("[aria-label='Begin opnieuw']")
        picture = self.go_to(3)
        self.calm(False)
        return picture

    def calm(self, calm):
        """Have the camera jump, as for who wants no movement, or fly."""
        self.page.evaluate("(calm) => window.trame.state.set('AppState__calm', calm)", calm)

    def wait_title(self, title):
        self.page.wait_for_selector(f".wijk-story h2:has-text('{title}')")

    def wait(self, expression):
        self.page.wait_for_function(expression, timeout=15_000)

    def close(self):
        # What was clicked last is still on its way: a page that is gone sends nothing.
        self.page.wait_for_timeout(500)
        self.page.close()


class Pages:
    """The pages of one app, of which one can be open at a time; it stays open for tests on the same device.

    A page that a test broke, or that was sent away, is not used again.
    """

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.device, self.app = None, None

    @contextmanager
    def lend(self, device, request):
        """The page on a device; whatever goes wrong in it fails the test."""
        failed = request.session.testsfailed
        if self.device != device or not self.app.page.query_selector(".block-image"):
            self.close()
            self.app, self.device = AppPage(self.browser, self.address, **DEVICES[device]), device
        yield self.app
        errors = self.app.errors[:]
        self.app.errors.clear()
        if request.session.testsfailed > failed:
            self.close()
        assert errors == []

    def close(self):
        """Close the page that is open."""
        app, self.app, self.device = self.app, None, None
        if app is not None:
            app.close()
            assert app.errors == []


DEVICES = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "wall": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
}


@pytest.fixture(scope="module")
def pages(chromium, app_address):
    """The pages of the app over the synthetic scene."""
    pages = Pages(chromium, app_address)
    yield pages
    pages.close()


@pytest.fixture
def free(pages):
    """The address, once no page is open."""
    pages.close()
    assert until(lambda: Visitor(pages.address).ask()[0] == 200)
    return pages.address


@pytest.fixture
def app(pages, request):
    """The app on a laptop, as an earlier test left it."""
    with pages.lend("laptop", request) as app:
        yield app


@pytest.fixture
def wall(pages, request):
    """The app on a large screen, as an earlier test left it."""
    with pages.lend("wall", request) as app:
        yield app


@pytest.fixture
def phone(pages, request):
    """The app on a phone, as an earlier test left it."""
    with pages.lend("phone", request) as app:
        yield app


def pytest_collection_modifyitems(items):
    """Have the tests of a module on one device follow each other, for they share a page."""
    devices = ("app", "small", "desk", "wall", "phone", "hand")

    def place(item):
        asked = (*item.fixturenames, getattr(item, "callspec", None) and item.callspec.params.get("device"))
        return min((devices.index(name) for name in asked if name in devices), default=len(devices))

    modules = {}
    for at, item in enumerate(items):
        if item.path.parent == Path(__file__).parent:
            modules.setdefault(item.path, []).append(at)
    for where in modules.values():
        ordered = sorted((items[at] for at in where), key=place)
        for at, item in zip(where, ordered, strict=True):
            items[at] = item
