"""How the page is laid out: stops of the Tab key, what lies over what, what a small screen still reaches."""

import pytest

from tests.web.conftest import AppPage

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

FOCUS = "document.activeElement.getAttribute('aria-label') || document.activeElement.id"
COVERED = """() => {
    const boxes = [...document.querySelectorAll('.wijk-caption, .wijk-tools, .wijk-honest')]
        .map((e) => e.getBoundingClientRect()).filter((r) => r.width && r.height);
    return [...document.querySelectorAll('.wijk-overlay .plate')].filter((plate) => {
        const p = plate.getBoundingClientRect();
        const over = (b) => p.left < b.right && p.right > b.left && p.top < b.bottom && p.bottom > b.top;
        return boxes.some(over);
    }).map((plate) => plate.innerText);
}"""
CUT = """(within) => [...document.querySelector(within).querySelectorAll('button, input, summary')]
    .filter((e) => e.checkVisibility() && !e.classList.contains('skip'))
    .filter((e) => {
        e.scrollIntoView({ block: 'center', inline: 'center' });
        const r = e.getBoundingClientRect();
        const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
        return !top || !(e.contains(top) || top.contains(e) || e.closest('label')?.contains(top));
    }).map((e) => e.outerHTML.slice(0, 120))"""
"""Controls that cannot be brought into sight, or lie under something else."""


def test_the_tools_are_one_stop_of_the_tab_key(app):
    app.start_again()
    app.page.focus("#picture")
    app.page.keyboard.press("Tab")
    while app.page.evaluate("!document.activeElement.closest('.wijk-tools')"):
        app.page.keyboard.press("Tab")
    # The one that had the focus last, then the first.
    assert app.page.evaluate(FOCUS) == "Begin opnieuw"
    app.page.keyboard.press("Home")
    first = app.page.evaluate(FOCUS)
    assert first.startswith("Standpunt")
    met = [first]
    count = len(app.page.query_selector_all(".wijk-tools button:not(:disabled)"))
    assert count > 7
    for _ in range(count - 1):
        app.page.keyboard.press("ArrowDown")
        met.append(app.page.evaluate(FOCUS))
    assert len(set(met)) == count
    assert met[-1] == "Begin opnieuw"
    assert not app.page.query_selector(".wijk-choice")
    app.page.keyboard.press("ArrowDown")
    assert app.page.evaluate(FOCUS) == first
    app.page.keyboard.press("End")
    assert app.page.evaluate(FOCUS) == "Begin opnieuw"
    app.page.keyboard.press("Tab")
    assert app.page.evaluate("!document.activeElement.closest('.wijk-tools')")
    app.page.keyboard.press("Shift+Tab")
    assert app.page.evaluate(FOCUS) == "Begin opnieuw"
    app.page.keyboard.press("Home")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(".wijk-choice")
    app.page.keyboard.press("Escape")


def test_what_began_again_comes_back(app):
    app.start_again()
    app.page.click("[aria-label='Draai naar links']")
    app.wait("document.querySelector('.viewpoint').ariaLabel !== 'Standpunt: Overzicht'")
    app.page.click("[aria-label='Begin opnieuw']")
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Overzicht'")
    app.page.click("text=Zet terug")
    app.wait("document.querySelector('.viewpoint').ariaLabel !== 'Standpunt: Overzicht'")
    app.page.wait_for_selector("text=Zet terug", state="detached")
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.focus("#picture")
    app.page.keyboard.press("Control+z")
    app.wait("document.querySelector('.viewpoint').ariaLabel !== 'Standpunt: Overzicht'")


def closed_by_key(app, opener, close):
    """Open something by key, and close it by its own button; return what has the focus then."""
    app.page.focus(opener)
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(close)
    app.page.focus(close)
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector(close, state="detached")
    app.wait("document.activeElement !== document.body")
    return app.page.evaluate("document.activeElement.ariaLabel")


def test_a_panel_gives_the_focus_back_to_what_opened_it(app):
    app.start_again()
    for label, panel in {
        "In woorden": ".wijk-words",
        "Bronnen": ".wijk-sources",
        "Hap eruit": ".wijk-cut",
    }.items():
        assert closed_by_key(app, f"[aria-label='{label}']", f"{panel} [aria-label='Sluiten']") == label
    app.page.focus("#picture")
    app.page.keyboard.press("p")
    app.page.focus(".wijk-core [data-part=close]")
    app.page.keyboard.press("Enter")
    app.wait("document.activeElement.id === 'picture'")
    app.start_again()


@pytest.mark.parametrize(
    "size",
    [(1920, 1080), (1920, 860), (1366, 768), (1280, 720), (1024, 640), (800, 1000), (960, 540), (683, 384)],
)
def test_what_must_be_read_lies_under_nothing(chromium, free, size):
    app = AppPage(chromium, free, viewport={"width": size[0], "height": size[1]})

    def look():
        app.still()
        tools, honest = (app.page.query_selector(of).bounding_box() for of in (".wijk-tools", ".wijk-honest"))
        beside = honest["x"] + honest["width"] <= tools["x"]
        assert beside or tools["y"] + tools["height"] <= honest["y"], (tools, honest)
        assert honest["x"] >= 0

    try:
        app.start_again()
        look()
        app.page.focus("#picture")
        app.page.keyboard.press("s")
        app.page.wait_for_selector(".wijk-section")
        look()
        # Both have room, whatever the screen.
        picture, section = (
            app.page.query_selector(of).bounding_box() for of in ("#picture", ".wijk-section .plot")
        )
        assert min(picture["width"], picture["height"]) > 200, picture
        assert section["width"] > 300, section
        assert section["height"] > 90, section
        assert app.page.evaluate(CUT, ".wijk-section") == []
        app.page.click("text=Getallen")
        app.page.wait_for_selector(".wijk-cut-panel, .wijk-lower-sheet")
        panel = ".wijk-cut-panel" if app.page.query_selector(".wijk-cut-panel") else ".wijk-lower-sheet"
        app.page.wait_for_timeout(600)
        assert app.page.evaluate(CUT, panel) == []
        app.page.click(".wijk-cut .head button")
        app.page.wait_for_selector(".wijk-cut", state="detached")
    finally:
        app.close()
    assert app.errors == []


@pytest.mark.parametrize("device", ["app", "wall", "phone"])
def test_no_name_lies_under_something_else(request, device):
    app = request.getfixturevalue(device)
    app.start_again()
    for _ in range(4):
        app.page.focus("#picture")
        app.page.keyboard.press("Shift+ArrowLeft")
        app.still()
        assert app.page.evaluate(COVERED) == []
    if device == "phone":
        return
    app.page.click("[aria-label='Voor de zaal']")
    for _ in range(2):
        app.page.focus("#picture")
        app.page.keyboard.press("Shift+ArrowLeft")
        app.still()
        assert app.page.evaluate(COVERED) == []
    app.page.click("[aria-label='Voor de zaal']")


def test_at_200_per_cent_everything_can_be_reached(chromium, free):
    app = AppPage(chromium, free, viewport={"width": 683, "height": 384}, device_scale_factor=2)
    try:
        app.start_again()
        assert app.page.evaluate("document.documentElement.scrollWidth") <= 683
        assert app.page.evaluate(CUT, "body") == []
        picture = app.page.query_selector("#picture").bounding_box()
        assert picture["height"] > 0.55 * 384
        for label in ("Meer", "Lagen en legenda"):
            app.page.click(f"[aria-label='{label}']")
            app.page.wait_for_timeout(600)
            assert app.page.evaluate(CUT, ".wijk-sheet-body") == []
            app.page.keyboard.press("Escape")
            app.page.wait_for_timeout(600)
        app.page.click(".viewpoint")
        app.page.wait_for_selector(".wijk-choice")
        app.page.wait_for_timeout(500)
        app.page.click(".wijk-choice >> nth=1")
        app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Boven'")
        app.page.click(".wijk-story [data-part=fold]")
        app.page.wait_for_selector(".wijk-caption.open")
        app.page.locator(".wijk-story .lesson").scroll_into_view_if_needed()
        assert app.page.locator(".wijk-story .lesson").is_visible()
        app.page.click(".wijk-story [data-part=fold]")
        app.page.focus("#picture")
        app.page.keyboard.press("p")
        app.page.wait_for_selector(".wijk-core .where")
        app.page.click(".wijk-core [data-part=close]")
        app.page.wait_for_selector(".wijk-core", state="detached")
    finally:
        app.close()
    assert app.errors == []
