from pathlib import Path

import pytest
import trame_client.module

from wijkgenese3d.errors import UsageError
from wijkgenese3d.web.harden import Rules, _allowed
from wijkgenese3d.web.origins import is_own_origin
from wijkgenese3d.web.page import make_page
from wijkgenese3d.web.server import check_free

TEMPLATE = (Path(trame_client.module.__file__).parent / "vue3-www" / "index.html").read_text("utf-8")


def test_page_is_dutch_titled_zoomable_and_has_no_inline_script():
    page = make_page(TEMPLATE, "nl", 'Wijk & "genese"', "Hoe <het> kwam")
    assert '<html lang="nl"' in page
    assert "<title>Wijk &amp; &quot;genese&quot;</title>" in page
    assert "maximum-scale" not in page
    assert "Hoe &lt;het&gt; kwam" in page
    assert page.count("<script") == 2
    assert page.count("<script") == page.count(" src=")
    assert "vue.global.js" in page
    assert 'rel="stylesheet"' in page


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://localhost:8080", "localhost:8080", True),
        ("http://127.0.0.1:8080", "127.0.0.1:8080", True),
        ("http://[::1]:8080", "[::1]:8080", True),
        ("https://192.168.1.5", "192.168.1.5", True),
        ("http://localhost:9999", "localhost:8080", False),
        ("http://evil.example:8080", "localhost:8080", False),
        ("http://evil.example:8080", "evil.example:8080", False),
        ("http://localhost.evil.example", "localhost.evil.example", False),
        ("null", "localhost:8080", False),
        ("", "localhost:8080", False),
        (None, "localhost:8080", False),
    ],
)
def test_only_pages_of_this_server_may_connect(origin, host, own):
    assert is_own_origin(origin, host) is own


RULES = Rules(state={"index": lambda v: type(v) is int and 0 <= v < 4})


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({"key": "index", "value": 2}, True),
        ({"key": "index", "value": 4}, False),
        ({"key": "index", "value": True}, False),
        ({"key": "index", "value": "2"}, False),
        ({"key": "trame__template_main", "value": "<img onerror=alert(1)>"}, False),
        ({"key": ["index"], "value": 2}, False),
        ({"key": None}, False),
        ("index", False),
    ],
)
def test_a_browser_sets_only_what_it_may(change, good):
    assert _allowed(change, RULES) is good


def test_a_port_that_is_taken_is_said_plainly():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="cannot listen") as caught:
            check_free("127.0.0.1", taken.getsockname()[1])
    assert "--port" in caught.value.hint


def test_a_port_that_does_not_exist_is_said_plainly():
    with pytest.raises(UsageError, match="99999"):
        check_free("127.0.0.1", 99999)
