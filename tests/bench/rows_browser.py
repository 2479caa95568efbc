"""The app in a real browser: start-up, a step of the slider, from a click to the core, memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.timing import Row, at_most

__all__ = ["in_a_browser"]

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "scenes" / "hengstdal"
SIZE = {"width": 1280, "height": 720}
STEPS, RESTED, CLICKS, CUTS = 40, 12, 12, 20

# When a key goes down or a pointer comes up, the clock starts; it stops at the next image that is decoded,
# and at the next change of the core.
_WATCH = """() => {
  window.bench = {key: null, image: null, up: null, core: null};
  const b = window.bench, now = () => performance.now();
  window.addEventListener('keydown', () => { b.key = now(); b.image = null; }, true);
  const told = () => { const c = document.querySelector('.wijk-log'); return c ? c.textContent : ''; };
  window.addEventListener('pointerup', () => { b.up = now(); b.core = null; b.told = told(); }, true);
  document.addEventListener('load', (e) => {
    if (e.target.classList && e.target.classList.contains('block-image') && b.key && b.image === null)
      e.target.decode().then(() => { if (b.image === null) b.image = now(); }, () => {});
  }, true);
  new MutationObserver(() => {
    if (b.up && b.core === null && told() && told() !== b.told) b.core = now();
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def in_a_browser(name: str) -> Iterator[Row]:
    """All rows; nothing without a browser or off-screen OpenGL."""
    chromium = Path("/usr/bin/chromium")
    try:
        from playwright.sync_api import sync_playwright

        from wijkgenese3d.render.opengl import find_opengl

        find_opengl()
    except Exception:
        return
    if not chromium.exists():
        return
    begin = time.perf_counter()
    command = [sys.executable, "-m", "wijkgenese3d", "serve", str(SCENE), "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        ready = time.perf_counter() - begin
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE)
            opened = time.perf_counter()
            page.goto(address)
            page.wait_for_selector(".block-image", timeout=60_000)
            first = ready + time.perf_counter() - opened
            yield at_most(
                _seconds(name, "from the command to the first picture in the page", first), 5.0, "5 s"
            )
            yield from _steps(name, page)
            yield from _clicks(name, page)
            yield from _cuts(name, page)
            yield at_most(_memory(name, server.pid), 1000.0, "1000 MB")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


def _steps(name: str, page: Any) -> Iterator[Row]:
    """Keys through all periods and back, after all have been painted."""
    page.wait_for_timeout(25_000)
    page.evaluate(_WATCH)
    page.locator("#picture").focus()
    taken = [_step(page, k, 600) for k in range(STEPS)]
    what = f"a step of the slider in the browser, {SIZE['width']} x {SIZE['height']}, median of {STEPS}"
    median, most = float(np.median(taken)), float(np.max(taken))
    yield at_most(
        Row("app", name, what, median, "ms", ours_ms=median, times={"steps": taken}), 300.0, "300 ms"
    )
    yield at_most(Row("app", name, "the slowest of them", most, "ms", ours_ms=most), 600.0, "600 ms")
    # Somebody read the story first: by then the stage rests, and OpenGL has nothing any more.
    taken = [_step(page, STEPS + k, 5_000) for k in range(RESTED)]
    median = float(np.median(taken))
    what = f"a step after five seconds of rest, in the browser, median of {RESTED}"
    row = Row("app", name, what, median, "ms", ours_ms=median, times={"steps": taken})
    yield at_most(row, 300.0, "300 ms")


def _step(page: Any, number: int, pause: int) -> float:
    """Step to and fro through all periods; return when the next image is decoded, ms."""
    page.keyboard.press("ArrowLeft" if (number // 13) % 2 == 0 else "ArrowRight")
    page.wait_for_function("() => window.bench.image !== null", timeout=10_000)
    taken = float(page.evaluate("() => window.bench.image - window.bench.key"))
    page.wait_for_timeout(pause)
    return taken


def _clicks(name: str, page: Any) -> Iterator[Row]:
    """From a click on the block to the core of that spot through all slices."""
    taken = [_click(page, 0.44 + 0.01 * k, 0.5 + 0.004 * k) for k in range(CLICKS + 1)]
    # The first one also opens the panel.
    median = float(np.median(taken[1:]))
    what = f"from a click to the core through all slices, in the browser, median of {CLICKS}"
    row = Row("app", name, what, median, "ms", ours_ms=median, times={"clicks": taken})
    yield at_most(row, 100.0, "100 ms")


def _cuts(name: str, page: Any) -> Iterator[Row]:
    """From a key on a handle of a bite or of a section to the image with it there, cut at its sharpest."""
    page.keyboard.press("Escape")
    for what, tool, handle, keys in (
        ("a bite moved by a handle", "h", ".wijk-handles .z", ("ArrowUp", "ArrowDown")),
        ("a bite moved sideways", "h", ".wijk-handles .x", ("ArrowRight", "ArrowLeft")),
        ("a section moved by an end", "s", ".wijk-handles .handle >> nth=0", ("ArrowRight", "ArrowLeft")),
    ):
        page.focus("#picture")
        page.keyboard.press(tool)
        page.wait_for_selector(handle)
        page.wait_for_timeout(1_500)
        page.focus(handle)
        taken = []
        for k in range(CUTS):
            page.keyboard.press(keys[(k // 5) % 2])
            page.wait_for_function("() => window.bench.image !== null", timeout=10_000)
            taken.append(page.evaluate("() => window.bench.image - window.bench.key"))
            page.wait_for_timeout(700)
        page.focus("#picture")
        page.keyboard.press(tool)
        page.wait_for_selector(handle, state="detached")
        median = float(np.median(taken))
        row = Row("app", name, f"{what}, in the browser, median of {CUTS}", median, "ms", ours_ms=median)
        yield at_most(row, 300.0, "300 ms")


def _click(page: Any, x: float, y: float) -> float:
    """Arm the probe, click at a place in the picture (fractions), and return when the core is another, ms."""
    page.get_by_role("button", name="Prik hier", exact=True).first.click()
    page.wait_for_selector(".wijk-stage.armed", timeout=5_000)
    # The panel beside the picture may have come or gone since the last time.
    page.wait_for_timeout(600)
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    try:
        page.wait_for_function("() => window.bench.core !== null", timeout=10_000)
    except Exception as error:
        msg = f"a click at {x:.2f}, {y:.2f} of the picture brought no other core: is the block still there?"
        raise AssertionError(msg) from error
    return float(page.evaluate("() => window.bench.core - window.bench.up"))


def _seconds(name: str, what: str, value: float) -> Row:
    return Row("app", name, what, value, "s")


def _memory(name: str, pid: int) -> Row:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    peak = next(int(row.split()[1]) for row in lines if row.startswith("VmRSS")) / 1e3
    return Row("app", name, "memory of the app with all pictures", peak, "MB")
