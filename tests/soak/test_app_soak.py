"""A thousand actions at random, with a fixed seed, on the real scene: nothing goes wrong, nothing grows."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wijkgenese3d.errors import MissingPartError
from wijkgenese3d.render.opengl import find_opengl

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("WIJKGENESE_CHROMIUM", "/usr/bin/chromium"))
ACTIONS, WARM, SEED, MOST = 1000, 200, 20_500, 1000.0
KEYS = ["ArrowLeft", "ArrowRight", "Home", "End", "+", "-", "0", "1", "2", "3", "4", "5", "6", "7", "p", "t"]
KEYS += ["Shift+ArrowLeft", "Shift+ArrowUp", "Escape", "Space", "j", "ArrowUp", "ArrowDown"]
YEARS = ["1935", "100 v.Chr.", "20.000 jaar geleden", "gisteren", "99999", "1944", "-12", ""]
ONCE = [
    "p=T14&r=36,60",
    "p=T14&o=heat,heritage,water",
    "p=T09&y=1935",
    "p=T14&x=dig%3A5",
    "p=T14&z=waarschijnlijk",
    "p=T14&x=line%3A188969.9,427751.1,189830.1,427148.9,right",
    "p=T14&v=T04,-,diff,50",
    "p=T14&v=T04,-,swipe,50",
    "p=T14&pins=189400,427450",
    "p=T14",
]
"""Views that use all that a visitor can reach; the last is that of today."""
BUTTONS = "button:visible:not([disabled]), .wijk-layer input:not([disabled])"


@pytest.fixture
def server():
    """The app on the real scene, in a process of its own."""
    try:
        find_opengl()
    except MissingPartError as error:
        pytest.skip(f"{error}; {error.hint}")
    command = [sys.executable, "app.py", "--port", "0", "--no-browser"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    yield process
    process.terminate()
    _, errors = process.communicate(timeout=30)
    bad = [line for line in errors.splitlines() if not line.startswith(("building ", "replaying "))]
    assert bad == []


def memory(process):
    """MB that the server takes now: what it keeps, where it rests."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1e3


def rest(process, seconds=240.0):
    """Wait until the server has nothing to do: however busy the machine is, all pictures are made by then."""
    tick, end = os.sysconf("SC_CLK_TCK"), time.monotonic() + seconds

    def used():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / tick

    while time.monotonic() < end:
        before = used()
        time.sleep(3.0)
        if used() - before < 0.1:
            return
    pytest.fail("the server never rests")


def kept(process):
    """MB that the server keeps: no picture is being made, and what was free was given back."""
    rest(process)
    time.sleep(6.0)
    return memory(process)


def load_once(process, page):
    """Use once all that a restless visitor can reach: what only that needs is loaded then, and stays."""
    rest(process)
    for _ in range(2):
        page.get_by_text("Grond als blokjes").first.evaluate("element => element.click()")
        rest(process)
    for view in ONCE:
        go(process, page, view)


def go(process, page, view):
    """Open a view by its address, and wait until it is there."""
    page.evaluate("view => { location.hash = '#' + view }", view)
    page.wait_for_timeout(1000)
    rest(process)
    taken = page.evaluate("location.hash").lstrip("#")
    assert [part[:2] for part in taken.split("&")] == [part[:2] for part in view.split("&")], taken


def kept_in_one_view(process, page):
    """MB that the server keeps in the view of today; the visitor is back where they were after it."""
    before = page.evaluate("location.hash").lstrip("#")
    go(process, page, ONCE[-1])
    found = kept(process)
    go(process, page, before)
    return found


def do_something(page, rng):
    """One action, as a restless visitor would."""
    what = rng.random()
    box = page.locator("#picture").bounding_box()
    x, y = (box[k] + box[s] * rng.uniform(0.1, 0.9) for k, s in (("x", "width"), ("y", "height")))
    if what < 0.45:
        page.locator("#picture").focus()
        page.keyboard.press(rng.choice(KEYS))
    elif what < 0.6:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + rng.uniform(-200, 200), y + rng.uniform(-120, 120), steps=4)
        page.mouse.up()
    elif what < 0.7:
        page.mouse.move(x, y)
        page.mouse.wheel(0, rng.choice((-240, 240)))
    elif what < 0.8:
        page.mouse.click(x, y)
    elif what < 0.85:
        year = page.locator(".wijk-year input")
        if year.count() and year.first.is_visible():
            year.first.fill(rng.choice(YEARS))
            year.first.press("Enter")
    else:
        buttons = page.locator(BUTTONS)
        count = buttons.count()
        if count:
            # What lies under a sheet, or goes while it is reached for, cannot be clicked by a visitor either.
            buttons.nth(rng.randrange(count)).evaluate("element => element.click()")


def test_a_thousand_actions(server):
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: sudo apt-get install chromium")
    address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
    rng, errors, grown, anywhere = random.Random(SEED), [], [], []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".block-image", timeout=60_000)
        load_once(server, page)
        for number in range(ACTIONS):
            try:
                do_something(page, rng)
            except sync_api.Error as error:
                # An element that went away between being found and being used is no fault of the app.
                if "Target" in str(error) or "crashed" in str(error):
                    raise
            page.wait_for_timeout(rng.choice((30, 120, 300)))
            if number >= WARM - 1 and (number + 1) % 100 == 0:
                anywhere.append(kept(server))
                grown.append(kept_in_one_view(server, page))
            assert errors == [], (number, errors)
            assert server.poll() is None, number
        sys.stdout.write(
            f"memory at rest after {WARM}, {WARM + 100} ... actions, MB: in one view "
            f"{[round(mb) for mb in grown]}, where the visitor was {[round(mb) for mb in anywhere]}\n"
        )
        # It still answers: the first stop becomes the one that is shown.
        page.locator(".wijk-timeline button.cell").first.evaluate("element => element.click()")
        page.wait_for_selector(".wijk-timeline button.cell[aria-current] >> nth=0", timeout=20_000)
        browser.close()
    assert max(anywhere) < MOST
    assert max(grown) < 1.1 * grown[0]
    assert max(anywhere) < 1.1 * anywhere[0]
