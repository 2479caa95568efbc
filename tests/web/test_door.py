"""Who gets in: one page at a time, with the secret of this start."""

import pytest

from tests.web.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.opengl]


def test_secret_is_given_to_a_page_of_this_start_only(free):
    stranger = Visitor(free)
    assert stranger.secret() == 403
    assert stranger.secret(Cookie="wijk_0=abc") == 403
    status, _ = stranger.ask()
    assert status == 200
    secret = stranger.secret()
    assert len(secret) > 30
    assert secret != "wslink-secret"
    assert stranger.secret(**{"Sec-Fetch-Site": "same-site"}) == 403


def test_a_second_page_gets_a_page_of_its_own_until_it_takes_over(app, chromium):
    app.still()
    second = chromium.new_context().new_page()
    answer = second.goto(app.address)
    assert answer.status == 409
    second.wait_for_selector("text=Deze app is al open", timeout=5000)
    assert "This app is open already" in second.inner_text("body")
    assert not second.query_selector(".block-image")
    second.click("text=Hier verder")
    second.wait_for_selector(".block-image", timeout=20_000)
    app.page.wait_for_selector("text=U kijkt nu ergens anders", timeout=5000)
    app.page.click("text=Hier verder")
    app.page.wait_for_selector(".block-image", timeout=20_000)
    second.wait_for_selector("text=U kijkt nu ergens anders", timeout=5000)
    second.context.close()
    app.errors.clear()


def test_a_link_on_another_site_takes_nothing_over(app):
    stranger = Visitor(app.address)
    assert stranger.ask("index.html?neem-over=1")[0] == 409
    assert stranger.ask("index.html?neem-over=1", **{"Sec-Fetch-Site": "cross-site"})[0] == 409
    assert stranger.ask("index.html?neem-over=1", **{"Sec-Fetch-Site": "same-site"})[0] == 409
    app.still()
    assert app.page.query_selector(".block-image")


SOCKET = """(address) => new Promise(resolve => {
    const socket = new WebSocket(address);
    socket.onopen = () => resolve('open');
    socket.onerror = () => resolve('refused');
})"""


def test_a_second_socket_beside_an_open_page_is_refused(app):
    app.still()
    address = app.address.replace("http", "ws") + "ws"
    assert app.page.evaluate(SOCKET, address) == "refused"
    app.errors.clear()


def test_a_reload_keeps_what_was_shown(app):
    app.go_to(1)
    app.page.reload()
    app.page.wait_for_selector(".block-image", timeout=20_000)
    app.wait_title("Bos op de heuvel")
    assert "weer" not in app.page.url
    app.errors.clear()
