"""The page for everybody: no violation that axe-core can find, in any state, theme or size."""

import os
from pathlib import Path

import pytest

from tests.web.conftest import AppPage

pytestmark = [pytest.mark.browser, pytest.mark.opengl, pytest.mark.slow]

RUN = """async () => {
    const found = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join(' | '));
}"""
DESK = {
    "as it opens": (),
    "story": (".wijk-story [data-part=fold]",),
    "core": ("spot",),
    "words": ("[aria-label='In woorden']",),
    "viewpoints": (".viewpoint",),
    "heights": (".height",),
    "help": ("[aria-label='Hulp']",),
    "about": ("[aria-label='Over dit model']",),
    "ice": ("home",),
    "units": (".wijk-units summary",),
    "bite": ("[aria-label='Hap eruit']",),
    "section": ("[aria-label=Doorsnede]", "text=Midden door het blok"),
    "section with numbers": ("[aria-label=Doorsnede]", "text=Midden door het blok", "text=Getallen"),
    "wrong number": ("[aria-label='Hap eruit']", "wrong"),
    "hall": ("[aria-label='Voor de zaal']",),
    "hall with core": ("[aria-label='Voor de zaal']", "spot"),
}
PHONE = {
    "as it opens": (),
    "story": (".wijk-story [data-part=fold]",),
    "core": ("spot",),
    "layers": ("[aria-label='Lagen en legenda']",),
    "more": ("[aria-label='Meer']",),
    "words": ("[aria-label='Meer']", ".wijk-more >> text=In woorden"),
    "help": ("[aria-label='Meer']", ".wijk-more >> text=Hulp"),
    "heights": ("[aria-label='Meer']", ".wijk-more >> text=Hoogte"),
    "viewpoints": (".viewpoint",),
    "bite": ("[aria-label='Meer']", ".wijk-more >> text=Hap eruit"),
    "section": ("[aria-label='Meer']", ".wijk-more >> text=Doorsnede", "text=Midden door het blok"),
    "all stops": (".wijk-dock .big",),
}


ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "wijkgenese3d" / "viewer" / "node_modules" / "axe-core" / "axe.min.js"


def axe_source():
    """The script of axe-core, or the test is skipped with the reason."""
    place = Path(os.environ.get("WIJKGENESE_AXE", AXE))
    if not place.exists():
        pytest.skip(f"no axe-core at {place}: run make viewer, or set WIJKGENESE_AXE")
    return place.read_text("utf-8")


def put(app, steps):
    """Bring the page in a state."""
    for step in steps:
        if step == "spot":
            box = app.page.query_selector("#picture").bounding_box()
            app.page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
            app.page.wait_for_selector(".wijk-core .where")
        elif step == "home":
            app.page.focus("#picture")
            app.page.keyboard.press("Home")
            app.page.wait_for_selector("text=IJs: in het echt")
        elif step == "wrong":
            app.page.fill(".wijk-cut .numbers input >> nth=0", "tien")
            app.page.keyboard.press("Enter")
            app.page.wait_for_selector(".wijk-cut .wrong")
        else:
            app.page.click(step)
    app.page.wait_for_timeout(500)


def undo(app, name):
    """Bring it back."""
    if name.startswith(("bite", "section", "wrong")):
        app.page.wait_for_selector(".wijk-cut, .wijk-section")
        if app.page.query_selector(".wijk-section"):
            app.page.click(".wijk-section [aria-label=Sluiten]")
        else:
            app.page.click("text=Weer heel maken")
        app.page.wait_for_selector(".wijk-cut, .wijk-section", state="detached")
    for _ in range(2):
        app.page.keyboard.press("Escape")
        app.page.wait_for_timeout(250)
    for selector in (".wijk-core [data-part=close]", ".wijk-words [aria-label='Sluiten']"):
        # It may be on its way out after Esc.
        app.page.evaluate("(selector) => document.querySelector(selector)?.click()", selector)
    if name == "units":
        app.page.click(".wijk-units summary")
    if name.startswith("hall"):
        app.page.click("[aria-label='Voor de zaal']")
        app.page.wait_for_selector(".wijk-tools", state="visible")
    if app.page.query_selector(".wijk-story.open"):
        app.page.click(".wijk-story [data-part=fold]")
    app.page.wait_for_timeout(300)


def theme(app, dark):
    """Light or dark, as a person chooses it."""
    if (app.page.get_attribute("html", "data-theme") == "dark") != dark:
        label = "Donkere weergave" if dark else "Lichte weergave"
        if app.page.query_selector("[aria-label='Meer']"):
            app.page.click("[aria-label='Meer']")
            app.page.click(f".wijk-more >> text={label}")
        else:
            app.page.click(f"[aria-label='{label}']")
        app.page.wait_for_timeout(600)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_axe_finds_nothing(chromium, app_address, size, dark):
    source = axe_source()
    app = AppPage(chromium, app_address, viewport={"width": size[0], "height": size[1]})
    try:
        app.start_again()
        theme(app, dark)
        app.page.evaluate(source)
        found = {}
        for name, steps in (PHONE if size[0] < 720 else DESK).items():
            put(app, steps)
            violations = app.page.evaluate(RUN)
            if violations:
                found[name] = violations
            undo(app, name)
        theme(app, False)
    finally:
        app.close()
    assert found == {}
    assert app.errors == []
