"""The page for everybody: no violation that axe-core can find, in any state, theme or size."""

import pytest

from tests.web.axe import all_violations, axe_source, settled, theme, violations
from tests.web.conftest import AppPage

pytestmark = [pytest.mark.browser, pytest.mark.opengl, pytest.mark.slow]

DESK = {
    "as it opens": (),
    "story": (".wijk-story [data-part=fold]", "see .wijk-caption.open"),
    "core": ("spot",),
    "words": ("[aria-label='In woorden']", "see .wijk-words"),
    "viewpoints": (".viewpoint", "see .wijk-choice"),
    "heights": (".height", "see .wijk-choice"),
    "help": ("[aria-label='Hulp']", "see .wijk-dialog"),
    "about": ("[aria-label='Over dit model']", "see .wijk-dialog"),
    "ice": ("home",),
    "units": (".wijk-units summary", "see .wijk-units li"),
    "bite": ("[aria-label='Hap eruit']", "see .wijk-cut"),
    "section": ("[aria-label=Doorsnede]", "text=Midden door het blok", "see .wijk-section"),
    "section with numbers": (
        "[aria-label=Doorsnede]",
        "text=Midden door het blok",
        "text=Getallen",
        "see .wijk-cut .numbers",
    ),
    "wrong number": ("[aria-label='Hap eruit']", "wrong"),
    "hall": ("[aria-label='Voor de zaal']", "hall"),
    "hall with core": ("[aria-label='Voor de zaal']", "hall", "spot"),
}
PHONE = {
    "as it opens": (),
    "story": (".wijk-story [data-part=fold]", "see .wijk-caption.open"),
    "core": ("spot",),
    "layers": ("[aria-label='Lagen en legenda']", "see .wijk-layers"),
    "more": ("[aria-label='Meer']", "see .wijk-more"),
    "words": ("[aria-label='Meer']", ".wijk-more >> text=In woorden", "see .wijk-words"),
    "help": ("[aria-label='Meer']", ".wijk-more >> text=Hulp", "see .wijk-dialog"),
    "heights": ("[aria-label='Meer']", ".wijk-more >> text=Hoogte", "see .wijk-choice"),
    "viewpoints": (".viewpoint", "see .wijk-choice"),
    "bite": ("[aria-label='Meer']", ".wijk-more >> text=Hap eruit", "see .wijk-cut"),
    "section": (
        "[aria-label='Meer']",
        ".wijk-more >> text=Doorsnede",
        "text=Midden door het blok",
        "see .wijk-section",
    ),
    "all stops": (".wijk-dock .big",),
}


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
        elif step == "hall":
            app.page.wait_for_selector(".wijk-layers", state="detached")
        elif step.startswith("see "):
            app.page.wait_for_selector(step.removeprefix("see "))
        else:
            app.page.click(step)
        settled(app)


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
        settled(app)
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
    settled(app)


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_axe_finds_nothing(chromium, free, size):
    source = axe_source()
    app = AppPage(chromium, free, viewport={"width": size[0], "height": size[1]})
    found = {}
    try:
        app.start_again()
        app.page.evaluate(source)
        for name, steps in (PHONE if size[0] < 720 else DESK).items():
            put(app, steps)
            found[name] = violations(app)
            undo(app, name)
        # And with all rules, as a person makes it dark.
        theme(app, True)
        found["dark"] = all_violations(app)
        theme(app, False)
    finally:
        app.close()
    assert {name: what for name, what in found.items() if what} == {}
    assert app.errors == []
