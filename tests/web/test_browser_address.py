"""The view in the address of a real browser; a link that opens the same picture; undo and redo."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.web.conftest import CELL, ROOT, AppPage, until
from tests.web.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

FRAME = "#picture"
UNDO, REDO = ".wijk-bar [aria-label='Ongedaan maken']", ".wijk-bar [aria-label='Opnieuw doen']"


@contextmanager
def another_app():
    """A fresh app of its own over the same scene."""
    command = [sys.executable, "-m", "tests.web.synthetic_content", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=20)


def view(app):
    """What stands behind the # of the address."""
    return app.page.evaluate("window.location.hash")


def disabled(app, button):
    return app.page.get_attribute(button, "aria-disabled") == "true"


def change_much(app):
    """Another period, cut, camera, layers, ground, colours and height."""
    app.page.click(f"{CELL} >> nth=1")
    app.wait_title("Bos op de heuvel")
    app.page.click("[aria-label='Hap eruit']")
    app.page.wait_for_selector(".wijk-handles .x")
    app.page.click("text=Hoogtelijnen")
    app.page.click("text=Officieel (TNO)")
    app.page.click(".height")
    app.page.click("text=Hoogte 5×")
    app.page.wait_for_selector("text=Hoogte 5× overdreven")
    app.page.focus(FRAME)
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "+", "ArrowUp"):
        app.page.keyboard.press(key)
    app.page.click("[aria-label='Donkere weergave']")
    app.wait("document.documentElement.dataset.theme === 'dark'")


def change_back(app):
    app.page.click("[aria-label='Lichte weergave']")
    app.page.click("text=Duidelijk contrast")
    app.start_again()


def test_a_link_opens_the_same_picture_in_a_fresh_app(app, chromium):
    app.start_again()
    change_much(app)
    picture = app.still()
    app.wait("window.location.hash.includes('&c=185,41,')")
    link = view(app)
    for part in ("#p=T04&", "&x=", "&k=official", "&h=5", "&t=dark", "l=border,houses,names"):
        assert part in link, link
    with another_app() as address:
        other = AppPage(chromium, address + link, viewport={"width": 1366, "height": 768})
        other.wait_title("Bos op de heuvel")
        other.wait("document.documentElement.dataset.theme === 'dark'")
        other.page.wait_for_selector("text=Hoogte 5× overdreven")
        other.page.wait_for_selector(".wijk-handles .x")
        assert abs(other.still() - picture).mean() < 1.0
        assert view(other) == link
        assert disabled(other, UNDO), "a fresh page has nothing to undo"
        other.close()
        assert other.errors == []
    change_back(app)


def test_the_address_keeps_its_path_and_what_else_stands_in_it(app):
    app.start_again()
    app.page.goto(app.address + "index.html?iets=1#p=T06&c=boven")
    app.page.wait_for_selector(".block-image", timeout=30_000)
    app.wait_title("Romeinen")
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Boven'")
    app.go_to(1)
    app.wait("window.location.hash.startsWith('#p=T04')")
    here = app.page.evaluate("[window.location.pathname, window.location.search]")
    assert here == ["/index.html", "?iets=1"]
    app.start_again()


def test_a_link_in_a_fresh_page_opens_its_picture_alone_and_says_what_does_not_fit(app):
    app.start_again()
    app.page.click("[aria-label='In woorden']")
    app.page.wait_for_selector(".wijk-words")
    app.still()
    app.page.goto(app.address + "?nog=1#p=T77&r=abc&c=boven")
    app.page.wait_for_selector("text=Een deel van de link past hier niet: de periode, de regen.")
    app.page.wait_for_timeout(400)
    assert app.page.query_selector(".wijk-words") is None
    # What must always be read stays in sight.
    message = app.page.query_selector(".wijk-message .v-snackbar__wrapper").bounding_box()
    honest = app.page.query_selector(".wijk-honest").bounding_box()
    assert message["y"] + message["height"] <= honest["y"]
    app.start_again()


def test_another_address_is_shown_at_once_and_what_does_not_fit_is_said(app):
    app.start_again()
    app.page.evaluate("window.location.hash = 'p=T01&c=200,30,900,188700,426900,20'")
    app.wait_title("Het ijs duwt")
    app.page.evaluate("window.location.hash = 'p=T77&c=boven&l=volcano'")
    app.wait_title("Straten")
    app.page.wait_for_selector("text=Een deel van de link past hier niet: de periode, de lagen.")
    app.wait("window.location.hash === '#p=T14&c=boven'")
    app.page.go_back()
    app.wait_title("Het ijs duwt")
    app.start_again()


def test_a_link_waits_behind_the_door(app, chromium):
    """Who opens a link while the app is open elsewhere sees its view after 'Hier verder'."""
    app.start_again()
    page = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(app.address + "#p=T06")
    page.click("text=Hier verder", timeout=15_000)
    page.wait_for_selector(".wijk-story h2:has-text('Romeinen')", timeout=30_000)
    app.page.wait_for_selector("text=U kijkt nu ergens anders")
    assert app.page.get_attribute(".wijk-gone a", "href").endswith(view(app))
    page.context.close()
    assert until(lambda: Visitor(app.address).ask()[0] == 200)
    app.errors.clear()


def test_the_link_is_copied_or_shown_to_copy(app):
    app.start_again()
    app.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    app.go_to(2)
    app.page.click(".wijk-bar .share")
    app.page.wait_for_selector("text=De link is gekopieerd.")
    assert app.page.evaluate("navigator.clipboard.readText()") == f"{app.address}#p=T06"
    app.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    app.page.click(".wijk-bar .share")
    field = app.page.wait_for_selector(".wijk-link")
    assert field.input_value() == f"{app.address}#p=T06"
    field.focus()
    assert app.page.evaluate("window.getSelection().toString() || document.activeElement.selectionEnd")
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector(".wijk-link", state="hidden")
    app.start_again()


def clean(app):
    """Begin with nothing to undo: as somebody who opens a link."""
    app.start_again()
    app.page.goto("about:blank")
    assert until(lambda: Visitor(app.address).ask()[0] == 200)
    app.page.goto(app.address + "#p=T06&c=boven")
    app.page.wait_for_selector(".block-image", timeout=30_000)
    app.wait_title("Romeinen")
    app.still()


def test_changes_are_undone_and_done_again_with_buttons_and_keys(app):
    clean(app)
    first, before = view(app), app.still()
    assert disabled(app, UNDO)
    assert disabled(app, REDO)
    app.page.click(UNDO, force=True)
    app.page.click("text=Hoogtelijnen")
    app.go_to(1)
    app.page.focus(FRAME)
    app.page.keyboard.press("Shift+ArrowRight")
    app.still()
    app.wait("!window.location.hash.includes('c=boven')")
    last = view(app)
    assert last not in ("", first)
    assert not disabled(app, UNDO)
    app.page.click(UNDO)
    app.wait("window.location.hash.includes('c=boven')")
    app.page.keyboard.press("Control+z")
    app.wait_title("Romeinen")
    app.page.keyboard.press("Control+z")
    app.wait(f"window.location.hash === '{first}'")
    assert abs(app.still() - before).mean() < 1.0
    assert disabled(app, UNDO)
    assert app.text(".unseen[aria-live=polite]") == "Ongedaan gemaakt: de lagen."
    for key in ("Control+y", "Control+Shift+z"):
        app.page.keyboard.press(key)
    app.wait_title("Bos op de heuvel")
    app.page.click(REDO)
    app.wait(f"window.location.hash === '{last}'")
    assert disabled(app, REDO)
    app.start_again()


def test_a_field_keeps_its_own_undo(app):
    clean(app)
    app.go_to(1)
    app.page.fill(".wijk-year input", "1234")
    app.page.keyboard.press("Control+z")
    time.sleep(0.5)
    app.wait_title("Bos op de heuvel")
    app.page.fill(".wijk-year input", "")
    app.start_again()


def test_starting_again_can_be_undone_in_one_go(app):
    clean(app)
    app.page.click("text=Hoogtelijnen")
    app.page.click("[aria-label='Zoom in']")
    app.still()
    app.wait("!window.location.hash.includes('c=boven')")
    before = view(app)
    picture = app.still()
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_selector("text=Zet terug")
    app.wait("window.location.hash === '#p=T06'")
    app.page.click("text=Zet terug")
    app.wait(f"window.location.hash === '{before}'")
    assert abs(app.still() - picture).mean() < 1.0
    app.page.wait_for_selector("text=Zet terug", state="detached")
    assert not disabled(app, REDO)
    app.start_again()


def test_a_phone_has_them_under_more(phone):
    phone.start_again()
    phone.go_to(1)
    phone.page.tap("[aria-label='Meer']")
    phone.page.tap(".wijk-more >> text=Ongedaan maken")
    phone.wait_title("Straten")
    phone.page.tap("[aria-label='Meer']")
    phone.page.tap(".wijk-more >> text=Opnieuw doen")
    phone.wait_title("Bos")
    phone.start_again()
