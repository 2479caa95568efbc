"""The whole app in a browser: what moves, what follows, what can be reached and by whom."""

import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

CELL = ".wijk-timeline button.cell"
FRAME = "#picture"
TITLE = ".wijk-story h2"


def block_share(pixels):
    """How much of the picture is block: what is not as light as paper."""
    return float((pixels.min(axis=-1) < 190).mean())


def test_a_step_brings_another_picture_and_its_caption(app):
    before = app.start_again()
    assert app.text(TITLE) == "Straten worden soms beken"
    assert block_share(before) > 0.15
    app.page.click(f"{CELL} >> nth=1")
    after = app.changed(before, 3.0)
    app.wait_title("Bos op de heuvel")
    assert "5000 v.Chr." in app.text(".wijk-story .date")
    assert "Waarschijnlijk" in app.text(".wijk-story .date")
    assert app.page.get_attribute(f"{CELL} >> nth=1", "aria-current")
    assert app.text("[aria-live=polite]") == "5000 v.Chr.: Bos op de heuvel"
    assert after[50, 80, 1] > after[50, 80, 0]


def test_the_slider_of_a_phone_moves_the_picture(phone):
    before = phone.start_again()
    phone.page.fill(".wijk-timeline input[type=range]", "1")
    phone.changed(before, 3.0)
    phone.wait_title("Bos op de heuvel")


def test_keyboard_alone_is_enough(app):
    app.start_again()
    app.page.focus(FRAME)
    before = app.still()
    app.page.keyboard.press("ArrowLeft")
    app.wait_title("Romeinen op de heuvel")
    before = app.changed(before)
    app.page.keyboard.press("Home")
    app.wait_title("Het ijs duwt")
    app.page.wait_for_selector("text=IJs: in het echt minstens 200 m dik")
    app.page.keyboard.press("End")
    app.wait_title("Straten worden soms beken")
    before = app.still()
    app.page.keyboard.press("Shift+ArrowRight")
    before = app.changed(before)
    app.page.keyboard.press("+")
    assert block_share(app.changed(before)) > block_share(before)
    app.page.keyboard.press("2")
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Boven'")
    app.page.keyboard.press("0")
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Overzicht'")
    app.page.keyboard.press("p")
    app.page.wait_for_selector(".wijk-core .where")
    where = app.text(".wijk-core .where")
    app.page.focus(FRAME)
    app.page.keyboard.press("ArrowRight")
    app.wait(f"document.querySelector('.wijk-core .where').innerText !== '{where}'")
    assert app.text(TITLE) == "Straten worden soms beken"
    app.page.keyboard.press("t")
    app.page.wait_for_selector("#words-title")
    app.page.keyboard.press("Escape")
    app.page.wait_for_selector("#words-title", state="detached")
    app.page.keyboard.press("j")
    app.page.keyboard.type("1000")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector("text=U ziet 1000, tussen")


def test_space_plays_until_a_touch(app):
    app.start_again()
    app.page.focus(FRAME)
    app.page.keyboard.press(" ")
    app.wait_title("Het ijs duwt")
    app.page.wait_for_selector("[aria-label='Pauze']")
    app.page.click("[aria-label='Zoom in']")
    app.page.wait_for_selector("[aria-label='Speel af']")


def test_buttons_step_through_time_and_stop_at_the_end(app):
    app.start_again()
    app.page.click("[aria-label='Vorige periode']")
    app.wait_title("Romeinen")
    app.page.click("[aria-label='Volgende periode']")
    app.wait_title("Straten")
    assert app.page.is_disabled("[aria-label='Volgende periode']")


def test_a_typed_year_is_shown_or_refused_in_words(app):
    app.start_again()
    app.page.fill(".wijk-year input", "1000")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector("text=U ziet 1000, tussen")
    assert "1000" in app.text(".wijk-story .date")
    app.page.fill(".wijk-year input", "gisteren")
    app.page.keyboard.press("Enter")
    app.page.wait_for_selector("text=Dit jaar begrijpen we niet")


def middle(page):
    box = page.query_selector(FRAME).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, dx, dy, button="left"):
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    for k in range(1, 9):
        page.mouse.move(x + dx * k / 8, y + dy * k / 8)
        time.sleep(0.02)
    page.mouse.up(button=button)


def test_a_click_opens_the_core_of_that_spot_and_a_drag_never_does(app):
    app.start_again()
    drag(app.page, 60, 10)
    app.still()
    assert not app.page.query_selector(".wijk-core")
    app.page.click("[aria-label='Begin opnieuw']")
    app.still()
    app.page.mouse.click(*middle(app.page))
    app.page.wait_for_selector(".wijk-core .where")
    pin = app.page.wait_for_selector(".wijk-overlay .pin[data-kind=pin]")
    x, y = map(float, app.text(".wijk-core .where").replace("x ", "").replace("y ", "").split(","))
    assert 188500 < x < 188900
    assert 426800 < y < 427050
    box = pin.bounding_box()
    frame = app.page.query_selector(FRAME).bounding_box()
    assert 0 < (box["x"] - frame["x"]) / frame["width"] < 1
    drag(app.page, 60, 10)
    app.still()
    assert app.text(".wijk-core .where") == f"x {x:.0f}, y {y:.0f}"
    assert not app.page.is_visible(".wijk-layers"), "a laptop has room for one panel"
    app.page.click(".wijk-core [data-part=close]")
    app.page.wait_for_selector(".wijk-layers")


def test_a_tap_opens_the_core_in_a_sheet(phone):
    phone.start_again()
    phone.page.touchscreen.tap(*middle(phone.page))
    phone.page.wait_for_selector(".wijk-lower-sheet .wijk-core .where")
    phone.page.tap(".wijk-core [data-part=close]")
    phone.page.wait_for_selector(".wijk-lower-sheet", state="detached")


def north(page):
    """Direction of north in the picture, degrees."""
    transform = page.get_attribute(".wijk-overlay .north path", "transform")
    return float(transform.removeprefix("rotate(").removesuffix(")"))


def test_dragging_turns_the_block_and_nothing_else(app):
    before = app.start_again()
    title, was = app.text(TITLE), north(app.page)
    drag(app.page, 200, 0)
    app.changed(before)
    turned = app.still()
    assert north(app.page) != pytest.approx(was, abs=10)
    assert app.text(TITLE) == title
    x, y = middle(app.page)
    app.page.mouse.move(x + 20, y)
    app.page.mouse.move(x + 90, y + 30)
    assert abs(app.still() - turned).mean() < 0.01


def test_wheel_and_buttons_zoom(app):
    before = app.start_again()
    app.page.mouse.move(*middle(app.page))
    app.page.mouse.wheel(0, -300)
    app.changed(before)
    closer = app.still()
    assert block_share(closer) > block_share(before) + 0.03
    app.page.click("[aria-label='Zoom uit']")
    app.changed(closer)
    farther = app.still()
    assert block_share(farther) < block_share(closer)
    app.page.click("[aria-label='Begin opnieuw']")
    app.changed(farther)
    assert abs(app.still() - before).mean() < 1.0


def test_viewpoints_and_points_to_look_at(app):
    before = app.start_again()
    app.page.click(".viewpoint")
    app.page.click("text=2 Boven")
    above = app.changed(before, 3.0)
    above = app.still()
    assert north(app.page) == pytest.approx(0, abs=1)
    drag(app.page, 100, 0)
    app.changed(above)
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Eigen standpunt'")
    app.page.click("[aria-label='Begin opnieuw']")
    app.wait("document.querySelector('.viewpoint').ariaLabel === 'Standpunt: Overzicht'")
    before = app.still()
    app.page.click("text=Lees meer")
    assert "Wat leert het verleden" in app.text(".wijk-story")
    assert "Mens en maatschappij" in app.text(".wijk-story")
    app.page.click(".wijk-story .looks button")
    app.changed(before, 3.0)
    app.page.click(".wijk-story [data-part=fold]")


def test_layers_colours_and_heights_change_the_picture(wall):
    before = wall.start_again()
    for layer in ("Huizen en gebouwen", "Grens van de wijk"):
        wall.page.click(f"text={layer}")
        before = wall.changed(before, 0.05)
        before = wall.still()
    wall.page.click("text=Officieel (TNO)")
    wall.changed(before, 0.5)
    before = wall.still()
    wall.page.click(".height")
    wall.page.click("text=Hoogte 8×")
    wall.changed(before, 2.0)
    wall.page.wait_for_selector("text=Hoogte 8× overdreven")
    wall.page.click("text=Duidelijk contrast")
    wall.page.click("[aria-label='Begin opnieuw']")
    wall.page.wait_for_selector("text=Hoogte 3× overdreven")


def test_units_come_off_and_the_ground_stands_in_blocks(wall):
    before = wall.start_again()
    wall.page.click("text=Grond, laag voor laag")
    first = wall.page.locator(".wijk-units .wijk-layer label").first
    first.click()
    wall.changed(before, 0.5)
    off = wall.still()
    wall.page.click("text=Grond als blokjes")
    wall.changed(off, 0.5, timeout=45)
    wall.page.click("[aria-label='Begin opnieuw']")
    wall.wait("!document.querySelectorAll('.wijk-units input:not(:checked)')[1]")
    wall.changed(off, 0.5)
    wall.page.click("text=Grond, laag voor laag")


def test_english_dark_and_the_hall(app):
    app.start_again()
    assert app.page.title() == "Wijkgenese Proefdal"
    app.page.click("[aria-label='EN: English']")
    app.page.wait_for_selector("text=Neighbourhood genesis Proefdal")
    assert app.page.get_attribute("html", "lang") == "en"
    assert "do not use for building or digging" in app.text(".wijk-honest")
    app.page.click("[aria-label='NL: Nederlands']")
    app.page.wait_for_selector("text=Wijkgenese Proefdal")
    light = app.page.evaluate("getComputedStyle(document.body).backgroundColor")
    app.page.click("[aria-label='Donkere weergave']")
    app.wait("document.documentElement.dataset.theme === 'dark'")
    assert app.page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    app.page.click("[aria-label='Lichte weergave']")
    app.page.click("[aria-label='In woorden']")
    app.page.wait_for_selector(".wijk-words")
    app.page.click("[aria-label='Voor de zaal']")
    app.page.wait_for_selector(".wijk-layers", state="detached")
    app.page.wait_for_selector(".wijk-words", state="detached")
    assert (
        app.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.wijk-story h2')).fontSize)")
        > 40
    )
    app.page.click("[aria-label='Voor de zaal']")
    app.page.wait_for_selector(".wijk-layers")
    # The page shows it at once; the app must have heard it before the page goes.
    app.still()


HONEST = (
    "Hoogte 3× overdreven · 30 m diep",
    "Schematisch model, geen meetgegevens; niet gebruiken voor bouwen of graven.",
)


@pytest.mark.parametrize("device", ["app", "phone", "wall"])
def test_page_is_honest_named_and_large_enough(request, device):
    app = request.getfixturevalue(device)
    for words in HONEST:
        assert words in app.text(".wijk-honest")
    box = app.page.query_selector(".wijk-honest").bounding_box()
    width, height = app.page.viewport_size["width"], app.page.viewport_size["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert app.page.evaluate("document.documentElement.scrollWidth") <= width
    small = app.page.evaluate(
        """() => [...document.querySelectorAll('button:not(.skip), select, label:has(input), .v-label')]
            .filter(e => e.offsetParent)
            // As laid out: a message that is still coming in is drawn smaller than it is.
            .map(e => [e.outerHTML.slice(0, 80), e.offsetWidth, e.offsetHeight])
            .filter(([_, width, height]) => width < 44 || height < 44)"""
    )
    assert small == []
    ids = app.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    for name in ("header", "main", "nav", "h1", "h2", "[aria-live]"):
        assert app.page.query_selector(name), name


def test_nothing_is_asked_of_another_host(app):
    assert len(app.requests) > 4
    here = urlsplit(app.address)
    asked = {urlsplit(url).netloc for url in app.requests if not url.startswith(("blob:", "data:"))}
    assert asked == {here.netloc}
    letters = [url for url in app.requests if urlsplit(url).path.endswith(".woff2") and "__wijk" in url]
    assert len(letters) >= 2
    loaded = app.page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
    )
    assert {"Inter", "Source Serif 4"} <= {family.strip('"') for family in loaded}


CALL = """async ([method, args]) => {
    const session = window.trame.client.getConnection().getSession();
    const silence = new Promise(resolve => setTimeout(() => resolve('silence'), 700));
    try { return await Promise.race([session.call(method, args), silence]); }
    catch (error) { return 'refused'; }
}"""


def test_a_visitor_cannot_stop_or_change_the_app(app):
    before = app.start_again()
    for method, args in (
        ("application.exit", []),
        ("trame.force.push", ["index"]),
        ("trame.state.update", [[{"key": "trame__template_main", "value": "<b id='hacked'>x</b>"}]]),
        (
            "trame.state.update",
            [[{"key": "AppState__index", "value": 1}, {"key": "AppState__exaggeration", "value": "9"}]],
        ),
        ("trame.state.update", [[{"key": "AppState__words", "value": {}}]]),
        ("trame.state.update", [[{"key": "AppState__exaggeration", "value": 1e308}]]),
        ("trame.trigger", ["on_server_exited", [], {}]),
        ("trame.trigger", ["turn", ["x"], {}]),
        ("trame.trigger", ["go", [1.5], {}]),
        ("trame.trigger", ["go", [10**30], {}]),
        ("trame.trigger", ["pick", [None, "y"], {}]),
        ("trame.trigger", ["year", [["1944"]], {}]),
        ("trame.trigger", ["year", ["9" * 100_000], {}]),
        ("trame.trigger", ["layer", [{}, True], {}]),
        ("trame.trigger", ["look", [True], {}]),
        ("trame.rca.event", ["block", "x", {"type": "KeyPress", "keyCode": "text", "x": "y"}]),
        ("trame.rca.size", ["block", "x", {"w": "wide", "h": None}]),
    ):
        app.page.evaluate(CALL, [method, args])
    app.errors.clear()
    time.sleep(0.3)
    assert not app.page.query_selector("#hacked")
    assert app.text(TITLE) == "Straten worden soms beken"
    app.page.click(f"{CELL} >> nth=2")
    app.changed(before)


def test_a_foreign_page_may_not_connect(free):
    for origin in ("http://evil.example", None):
        request = urllib.request.Request(free + "ws")
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        headers["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        if origin:
            headers["Origin"] = origin
        for name, value in headers.items():
            request.add_header(name, value)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=10)
        assert caught.value.code == 403
        caught.value.close()


def test_page_carries_its_security_headers(free):
    with urllib.request.urlopen(free, timeout=10) as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("style-src")[0]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
