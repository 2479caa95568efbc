"""How sure, and from where, in a real browser: the choice, the marks, the sources; keys, phone, axe-core."""

import pytest

from tests.web.axe import axe_source, settled, violations
from tests.web.conftest import AppPage

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

FILTER = ".wijk-sure"
PANEL = ".wijk-sources"


def choose(app, label):
    app.page.click(f"{FILTER} label:has-text('{label}')")


def test_what_is_less_certain_turns_pale_and_comes_back(wall):
    before = wall.start_again()
    choose(wall, "Alleen zeker")
    pale = wall.changed(before, 1.0)
    pale = wall.still()
    # The ground of the streets is an assumption; paper is lighter than what lies there.
    assert pale.mean() > before.mean() + 1
    wall.wait("window.location.hash.includes('&z=zeker')")
    wall.page.click(".wijk-bar [aria-label='Ongedaan maken']")
    wall.wait("!window.location.hash.includes('z=')")
    assert abs(wall.still() - before).mean() < 1.0
    assert wall.page.is_checked(f"{FILTER} input[value=aanname]")


def test_arrows_move_the_choice_and_starting_again_takes_it_back(wall):
    before = wall.start_again()
    wall.page.focus(f"{FILTER} input[value=aanname]")
    wall.page.keyboard.press("ArrowDown")
    assert wall.page.is_checked(f"{FILTER} input[value=waarschijnlijk]")
    wall.changed(before, 0.5)
    wall.page.click("[aria-label='Begin opnieuw']")
    wall.wait("document.querySelector('.wijk-sure input[value=aanname]').checked")
    assert abs(wall.still() - before).mean() < 1.0


def test_layers_and_units_say_how_sure_they_are(wall):
    wall.start_again()
    marks = wall.page.locator(".wijk-layers .wijk-mark")
    labels = [marks.nth(k).get_attribute("aria-label") for k in range(marks.count())]
    assert "Minst zekere deel: zeker" in labels
    assert "Minst zekere deel: aanname" in labels
    wall.page.click("text=Grond, laag voor laag")
    units = {
        row.inner_text().strip(): row.query_selector(".wijk-mark").get_attribute("aria-label")
        for row in wall.page.query_selector_all(".wijk-units li")
    }
    assert len(units) == 5
    assert set(units.values()) == {
        f"Minst zekere deel: {how}" for how in ("zeker", "waarschijnlijk", "aanname")
    }
    wall.page.click("text=Grond, laag voor laag")


def test_sources_follow_what_is_in_view_and_links_ask_nothing_by_themselves(wall):
    wall.start_again()
    wall.page.click("[aria-label='Bronnen']")
    wall.page.wait_for_selector(f"{PANEL} >> text=Het ijs duwt")
    # What lies in the ground is told when the picture is at rest.
    wall.page.wait_for_selector(f"{PANEL} >> text=Zand voor de straten")
    everything = wall.text(PANEL)
    for words in (
        "Deze periode",
        "In de grond",
        "Zand voor de straten",
        "Licentie: CC BY 4.0",
        "Dienst van het dal",
    ):
        assert words in everything
    link = wall.page.query_selector(f"{PANEL} a")
    assert link.get_attribute("href") == "https://example.org/atlas"
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "javascript:" not in wall.page.inner_html(PANEL)
    assert not [url for url in wall.requests if "example.org" in url]
    before = wall.still()
    wall.page.evaluate("window.location.hash = 'p=T14&c=180,89,300,188700,426925,40'")
    wall.changed(before, 2.0)
    wall.wait("!document.querySelector('.wijk-sources').innerText.includes('Het ijs duwt')")
    assert "Zand voor de straten" in wall.text(PANEL)
    wall.page.click(f"{PANEL} [aria-label='Sluiten']")
    wall.start_again()


def test_sources_follow_period_and_language_and_are_copied(app):
    app.start_again()
    app.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    app.page.click("[aria-label='In woorden']")
    app.page.click("text=Bronnen van alles wat u ziet")
    app.page.wait_for_selector(f"{PANEL} >> text=Het ijs duwt")
    app.go_to(0)
    app.wait("!document.querySelector('.wijk-sources').innerText.includes('Zand voor de straten')")
    app.page.click("[aria-label='EN: English']")
    app.page.wait_for_selector(f"{PANEL} >> text=In the ground")
    app.page.click("[aria-label='NL: Nederlands']")
    app.page.wait_for_selector(f"{PANEL} >> text=In de grond")
    app.page.click(f"{PANEL} [aria-label='Kopieer']")
    app.page.wait_for_selector("text=De bronnen zijn gekopieerd.")
    copied = app.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("ca. 150.000 jaar geleden: Het ijs duwt. Schematisch model, geen meetgegevens.")
    assert "https://example.org/atlas" in copied
    app.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    app.page.click(f"{PANEL} [aria-label='Kopieer']")
    app.page.wait_for_selector("text=Kopiëren lukt hier niet.")
    app.page.click(f"{PANEL} [aria-label='Sluiten']")
    app.start_again()


def test_a_phone_has_both(phone):
    before = phone.start_again()
    phone.page.tap("[aria-label='Lagen en legenda']")
    phone.page.tap(f"{FILTER} label:has-text('Alleen zeker')")
    phone.page.keyboard.press("Escape")
    phone.changed(before, 1.0)
    phone.page.tap("[aria-label='Meer']")
    phone.page.tap(".wijk-more >> text=Bronnen")
    phone.page.wait_for_selector(f".wijk-lower-sheet {PANEL} >> text=Het ijs duwt")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.page.tap(f"{PANEL} [aria-label='Sluiten']")
    phone.start_again()


STATES = {
    "sources": "[aria-label='Bronnen']",
    "words": "[aria-label='In woorden']",
    "share": "share",
    "restarted": "restart",
}

SEEN = {
    "sources": ".wijk-sources",
    "words": ".wijk-words",
    "share": ".wijk-link",
    "restarted": ".wijk-message .wijk-undo",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (390, 844), (683, 384)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_axe_finds_nothing(chromium, free, size):
    """Also at 200 % zoom of a laptop, which is half its pixels."""
    source = axe_source()
    app = AppPage(chromium, free, viewport={"width": size[0], "height": size[1]})
    narrow, found = size[0] < 720, {}
    try:
        app.start_again()
        app.page.evaluate(source)
        app.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
        for name, selector in STATES.items():
            if selector == "restart":
                app.go_to(1)
                app.page.click("[aria-label='Zoom in']" if not narrow else ".viewpoint")
                if narrow:
                    app.page.click("text=2 Boven")
                app.page.click("[aria-label='Begin opnieuw']")
                app.page.wait_for_selector(".wijk-message .wijk-undo")
            elif narrow:
                app.page.click("[aria-label='Meer']")
                words = {"sources": "Bronnen", "words": "In woorden", "share": "Link kopiëren"}[name]
                app.page.click(f".wijk-more >> text={words}")
            else:
                app.page.click(".wijk-bar .share" if selector == "share" else selector)
            app.page.wait_for_selector(SEEN[name])
            settled(app)
            wrong = violations(app)
            small = app.page.evaluate(
                """() => [...document.querySelectorAll('.v-btn, .wijk-sure label, .wijk-sources a')]
                    .filter(e => e.offsetParent && e.getBoundingClientRect().width > 0)
                    // As laid out: a dialog that is still coming in is drawn smaller than it is.
                        .filter(e => e.offsetHeight < 44).map(e => e.outerHTML.slice(0, 90))"""
            )
            wide = app.page.evaluate("document.documentElement.scrollWidth") > size[0]
            if wrong or small or wide:
                found[name] = (wrong, small, wide)
            if app.page.query_selector(".wijk-words"):
                app.page.click(".wijk-words [aria-label='Sluiten']")
            app.page.keyboard.press("Escape")
            app.page.wait_for_selector(".wijk-words", state="detached")
        app.start_again()
    finally:
        app.close()
    assert found == {}
    assert app.errors == []
