"""The whole app in a browser: what moves, what follows, what can be reached and by whom."""

import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.opengl]

SLIDER = "#time-slider"
FRAME = ".remote-controlled-area"


def block_share(pixels):
    """How much of the picture is block: what is not as light as paper."""
    return float((pixels.min(axis=-1) < 190).mean())


def go_to(app, index):
    """Move the slider as a person does, from wherever an earlier test left it."""
    app.page.fill(SLIDER, str(index))
    app.page.wait_for_function(f"document.querySelectorAll('.stops button')[{index}].ariaCurrent === 'true'")
    app.page.click("[aria-label='Begin opnieuw'], [aria-label='Start again']")
    return app.still()


def test_slider_brings_another_picture_and_its_caption(app):
    before = go_to(app, 3)
    assert app.text("#story-title") == "Straten worden soms beken"
    assert block_share(before) > 0.2
    app.page.fill(SLIDER, "1")
    after = app.changed(before, 3.0)
    assert app.text("#story-title") == "Bos op de heuvel"
    assert "5000 v.Chr." in app.text(".date")
    assert "Waarschijnlijk" in app.text(".badge")
    assert app.page.get_attribute(SLIDER, "aria-valuetext") == "5000 v.Chr.: Bos op de heuvel"
    assert after[50, 80, 1] > after[50, 80, 0]


def test_keyboard_alone_is_enough(app):
    before = go_to(app, 3)
    app.page.focus(SLIDER)
    app.page.keyboard.press("ArrowLeft")
    before = app.changed(before)
    assert app.text("#story-title") == "Romeinen op de heuvel"
    app.page.keyboard.press("Home")
    before = app.changed(before)
    assert app.text("#story-title") == "Het ijs duwt"
    app.page.wait_for_selector("text=IJs: in het echt minstens 200 m dik")
    app.page.focus(FRAME)
    app.page.keyboard.press("ArrowRight")
    app.page.wait_for_function("document.querySelector('#story-title').innerText === 'Bos op de heuvel'")
    before = app.still()
    app.page.keyboard.press("Shift+ArrowRight")
    before = app.changed(before)
    app.page.keyboard.press("+")
    assert block_share(app.changed(before)) > block_share(before)


def test_buttons_step_through_time_and_stop_at_the_end(app):
    go_to(app, 2)
    app.page.click("[aria-label='Volgende periode']")
    app.page.wait_for_function("document.querySelector('#story-title').innerText.startsWith('Straten')")
    assert app.page.is_disabled("[aria-label='Volgende periode']")
    app.page.click("text=Romeinen")
    app.page.wait_for_function("document.querySelector('#story-title').innerText.startsWith('Romeinen')")


def drag(page, dx, dy, button="left"):
    box = page.query_selector(FRAME).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    for k in range(1, 9):
        page.mouse.move(x + dx * k / 8, y + dy * k / 8)
        time.sleep(0.02)
    page.mouse.up(button=button)


def needle(page):
    """Direction of the compass needle, degrees."""
    transform = page.eval_on_selector(".compass g", "g => g.style.transform")
    return float(transform.removeprefix("rotate(").removesuffix("deg)"))


def test_dragging_turns_the_block_and_nothing_else(app):
    before = go_to(app, 3)
    title, was = app.text("#story-title"), needle(app.page)
    drag(app.page, 200, 0)
    app.changed(before)
    app.still()
    # 200 of 1042 pixels of half a turn, followed by hand: the needle turns with the block.
    assert (was - needle(app.page)) % 360 == pytest.approx(180 * 200 / 1042, abs=2)
    assert app.text("#story-title") == title
    turned = app.still()
    app.page.mouse.move(600, 300)
    app.page.mouse.move(700, 350)
    assert abs(app.still() - turned).mean() < 0.01


def test_wheel_and_buttons_zoom(app):
    before = go_to(app, 3)
    app.page.hover(FRAME)
    app.page.mouse.wheel(0, -300)
    closer = app.changed(before)
    closer = app.still()
    assert block_share(closer) > block_share(before) + 0.03
    app.page.click("[aria-label='Zoom uit']")
    app.changed(closer)
    farther = app.still()
    assert block_share(farther) < block_share(closer)
    app.page.click("[aria-label='Begin opnieuw']")
    app.changed(farther)
    assert abs(app.still() - before).mean() < 1.0


def test_viewpoints(app):
    before = go_to(app, 3)
    app.page.select_option("#viewpoint", "boven")
    above = app.changed(before, 3.0)
    assert needle(app.page) == 0
    assert (above[40:60, 70:90].min(axis=-1) < 200).all()
    drag(app.page, 100, 0)
    app.changed(above)
    app.page.wait_for_function("document.querySelector('#viewpoint').value === ''")
    assert "Eigen standpunt" in app.text("#viewpoint")
    app.page.click("[aria-label='Begin opnieuw']")
    app.page.wait_for_function("document.querySelector('#viewpoint').value === 'ov'")


def test_english(app):
    go_to(app, 3)
    assert app.page.eval_on_selector("html", "e => e.lang") == "nl"
    assert app.page.title() == "Wijkgenese Proefdal"
    app.page.click("[aria-label='EN: English']")
    app.page.wait_for_selector("text=Neighbourhood genesis Proefdal")
    assert app.page.eval_on_selector("html", "e => e.lang") == "en"
    assert "do not use for building or digging" in app.text(".honest")
    app.page.click("[aria-label='NL: Nederlands']")
    app.page.wait_for_selector("text=Wijkgenese Proefdal")


HONEST = (
    "Hoogte 3× overdreven",
    "Schematisch model, geen meetgegevens; niet gebruiken voor bouwen of graven.",
)


@pytest.mark.parametrize("device", ["app", "phone"])
def test_page_is_honest_named_and_large_enough(request, device):
    app = request.getfixturevalue(device)
    app.still()
    for words in HONEST:
        assert words in app.text(".honest")
    assert app.page.is_visible(".honest")
    box = app.page.query_selector(".honest").bounding_box()
    width, height = app.page.viewport_size["width"], app.page.viewport_size["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert app.page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = app.page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, [role=application]')]
            .filter(e => e.offsetParent)
            .filter(e => !(e.ariaLabel || e.innerText.trim() || (e.labels && e.labels.length)))
            .map(e => e.outerHTML)"""
    )
    assert nameless == []
    assert app.page.evaluate("[...document.images].every(i => i.hasAttribute('alt'))")
    small = app.page.evaluate(
        """() => [...document.querySelectorAll('button:not(.skip), select')]
            .filter(e => e.offsetParent)
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([_, r]) => r.width < 44 || r.height < 44)"""
    )
    assert small == []
    ids = app.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    for name in ("header", "main", "nav", "h1", "h2", "[aria-live]"):
        assert app.page.query_selector(name), name


def test_nothing_is_asked_of_another_host(app):
    app.still()
    assert len(app.requests) > 4
    here = urlsplit(app.address)
    assert {urlsplit(url).netloc for url in app.requests if not url.startswith(("blob:", "data:"))} == {
        here.netloc
    }


CALL = """async ([method, args]) => {
    const session = window.trame.client.getConnection().getSession();
    const silence = new Promise(resolve => setTimeout(() => resolve('silence'), 1500));
    try { return await Promise.race([session.call(method, args), silence]); }
    catch (error) { return 'refused'; }
}"""


def test_a_visitor_cannot_stop_or_change_the_app(app):
    before = go_to(app, 3)
    for method, args in (
        ("application.exit", []),
        ("trame.force.push", ["index"]),
        ("trame.state.update", [[{"key": "trame__template_main", "value": "<b id='hacked'>x</b>"}]]),
        (
            "trame.state.update",
            [[{"key": "AppState__index", "value": 99}, {"key": "AppState__index", "value": "1"}]],
        ),
        ("trame.trigger", ["on_server_exited", [], {}]),
        ("trame.trigger", ["turn", ["x"], {}]),
        ("trame.rca.event", ["block", "x", {"type": "KeyPress", "keyCode": "text", "x": "y"}]),
        ("trame.rca.size", ["block", "x", {"w": "wide", "h": None}]),
    ):
        app.page.evaluate(CALL, [method, args])
    app.errors.clear()
    time.sleep(0.3)
    assert not app.page.query_selector("#hacked")
    assert app.text("#story-title") == "Straten worden soms beken"
    app.page.fill(SLIDER, "2")
    app.changed(before)


def test_a_foreign_page_may_not_connect(app_address):
    for origin in ("http://evil.example", None):
        request = urllib.request.Request(app_address + "ws")
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


def test_page_carries_its_security_headers(app_address):
    with urllib.request.urlopen(app_address, timeout=10) as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("style-src")[0]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
