"""Makes the pictures of the README, with the project's own ``still``: ``python tools/make_pictures.py``."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
SCENE = ROOT / "scenes" / "hengstdal"
FOUR = ("T01", "T03", "T06", "T14")
GAP = 12


def still(folder: Path, slice_id: str, size: tuple[int, int], *options: str) -> Image.Image:
    """Draw one picture."""
    from wijkgenese3d.cli import main

    out = folder / f"{slice_id}.png"
    code = main(
        ["still", str(SCENE), "--slice", slice_id, "--size", f"{size[0]}x{size[1]}", "-o", str(out), *options]
    )
    if code:
        sys.exit(code)
    return Image.open(out).convert("RGB")


def four(folder: Path) -> Image.Image:
    """Four moments beside each other, seen from the same place."""
    width, height = 880, 560
    sheet = Image.new("RGB", (2 * width + GAP, 2 * height + GAP), "#FFFFFF")
    for k, slice_id in enumerate(FOUR):
        place = ((k % 2) * (width + GAP), (k // 2) * (height + GAP))
        sheet.paste(still(folder, slice_id, (width, height), "--layout", "bare", "--lang", "en"), place)
    return sheet


def app() -> Image.Image:
    """Take a picture of the app on a screen of 1920 x 1080, at the Romans."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(address)
            page.wait_for_selector(".block-image", timeout=60_000)
            before = page.inner_text(".wijk-story h2")
            page.locator(".wijk-timeline button.cell").nth(5).click()
            # The new title comes with the word that its picture is being made.
            page.wait_for_function(
                "(old) => document.querySelector('.wijk-story h2').innerText !== old", arg=before
            )
            page.wait_for_function("() => !document.querySelector('.wijk-state').textContent.trim()")
            page.wait_for_timeout(4_000)
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
    return image.resize((1440, 810), Image.Resampling.LANCZOS)


def main() -> None:
    """Make all of them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        four(folder).save(TARGET / "hengstdal-four.jpg", quality=86)
        dam = still(folder, "T06", (1280, 720), "--view", "dam", "--layout", "bare", "--lang", "en")
        dam.save(TARGET / "hengstdal-dam.jpg", quality=86)
        page = still(folder, "T06", (3508, 2480), "--layout", "a4")
        page.resize((1404, 992), Image.Resampling.LANCZOS).save(TARGET / "page.jpg", quality=86)
    app().save(TARGET / "app.jpg", quality=86)


if __name__ == "__main__":
    main()
